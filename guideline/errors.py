"""What can go wrong, said to people: a place, a message, a hint; and the exit codes of the commands."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum


class ExitCode(IntEnum):
    """What a command tells the shell."""

    ANSWERED = 0
    """Ran, and the result is clean."""
    FAILED = 1
    """Could not run: a pack, a case or a file is at fault."""
    USAGE = 2
    """The command line is at fault."""
    UNCLEAN = 3
    """Ran, and found what it looks for: an unwaived conflict, a failed expectation, a defect."""


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where in a file something stands; `line` and `column` count from 1, 0 when unknown."""

    file: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        if not self.line:
            return self.file
        return f"{self.file}:{self.line}:{self.column}" if self.column else f"{self.file}:{self.line}"


@dataclass(frozen=True, slots=True)
class Problem:
    """One defect. `code` names the check (`unknown-finding`); `message` starts lower case and has no full stop."""

    code: str
    message: str
    place: Place | None = None
    hint: str | None = None

    def __str__(self) -> str:
        where = f"{self.place}: " if self.place else ""
        hint = f"\n  hint: {self.hint}" if self.hint else ""
        return f"{where}{self.message}{hint}"

    @property
    def sort_key(self) -> tuple[str, int, int, str, str]:
        """In the order of the files: by place, then check, then words."""
        place = self.place or Place("")
        return (place.file, place.line, place.column, self.code, self.message)


class GuidelineError(Exception):
    """Everything that stops the engine; holds all problems that were found, in the order of their places."""

    def __init__(self, problems: Iterable[Problem] | Problem) -> None:
        found = [problems] if isinstance(problems, Problem) else list(problems)
        self.problems: tuple[Problem, ...] = tuple(sorted(dict.fromkeys(found), key=lambda p: p.sort_key))
        super().__init__("\n".join(str(p) for p in self.problems))

    def __reduce__(self) -> tuple[type[GuidelineError], tuple[tuple[Problem, ...]]]:
        # From a process to another an error travels with its problems, not with its words.
        return type(self), (self.problems,)


class PackError(GuidelineError):
    """A pack cannot be used as it stands."""


class CaseError(GuidelineError):
    """A case cannot be used as it stands: unreadable, unknown words, or facts that contradict each other or an axiom."""


def closest(word: str, known: Iterable[str]) -> str | None:
    """The hint for a misspelt name, `did you mean ...?`, or None when nothing known comes near."""
    names: Sequence[str] = sorted(set(known))
    near = difflib.get_close_matches(word, names, n=3, cutoff=0.6)
    if not near:
        return None
    return "did you mean " + " or ".join(f"`{n}`" for n in near) + "?"


def quoted(text: str, longest: int = 60) -> str:
    """User input for a message: in backticks, shortened, and with unprintable characters escaped, as a terminal would obey them."""
    if not text:
        return "an empty text"
    shown = text if len(text) <= longest else f"{text[: longest - 3]}..."
    return "`" + "".join(c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in shown) + "`"
