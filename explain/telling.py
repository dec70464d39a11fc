"""What is told of a question: headed passages of lines, worded already, that every format lays out in its own way."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from explain.views.values import Cite

Length = Literal["line", "short", "full"]
Tone = Literal["", "good", "warn", "alarm", "dim", "bold"]


@dataclass(frozen=True, slots=True)
class Line:
    """One line.

    Attributes:
        text: the words, plain: each format escapes them.
        depth: 0 for a line of its own, more for what stands under the line before.
        place: source and place of the words it rests on, shown after it.
        tone: how it is shown where colour is.
    """

    text: str
    depth: int = 0
    place: str = ""
    tone: Tone = ""


@dataclass(frozen=True, slots=True)
class Passage:
    """Lines under a heading.

    Attributes:
        head: the question, or what the lines are about.
        lines: in order; a line is deeper by at most one than the line before it.
        remark: what holds of all of them, told last.
        verbatim: a text to copy as it stands (a case, a patch), or nothing.
        lead: what has to be known to read the lines, told before them.
    """

    head: str
    lines: tuple[Line, ...] = ()
    remark: str = ""
    verbatim: str = ""
    lead: str = ""


Telling = tuple[Passage, ...]
"""All that is told of a question, in order."""


def names(cites: Iterable[Cite]) -> str:
    """Statements by the names that `guideline show` takes, each once."""
    return ", ".join(dict.fromkeys(c.id for c in cites))
