"""The passage of an audit on sources against sources: the pairs by kind, and a grid of their numbers."""

from __future__ import annotations

from collections.abc import Sequence
from string import ascii_uppercase

from explain.corpus.audit_telling import say
from explain.telling import Line, Passage
from guideline.auditing.audit import Audit
from guideline.auditing.matrix import Cell

WIDEST = 12
"""A matrix of more sources has no grid."""


def tell_matrix(audit: Audit) -> Passage:
    """The pairs by their sources and kinds, the sources with most first."""
    cells = sorted(audit.matrix(), key=lambda c: (-c.pairs, c.sources))
    lines = tuple(Line(say("cell", *c.sources, c.pairs, c.kinds, c.waived)) for c in cells)
    grid = _grid(cells, sorted(audit.focus.knowledge.sources)) if len(cells) > 1 else ""
    return Passage(say("heading", "matrix", sum(c.pairs for c in cells)), lines, verbatim=grid, lead=say("remark", "matrix"))


def _grid(cells: Sequence[Cell], sources: Sequence[str]) -> str:
    """The numbers of pairs, each source a row and a column; nothing where it would be too wide."""
    if not 1 < len(sources) <= WIDEST:
        return ""
    pairs = {c.sources: c.pairs for c in cells}
    width = max(3, *(len(str(n)) + 1 for n in pairs.values()))
    letters = ascii_uppercase[: len(sources)]
    rows = ["  " + "".join(letter.rjust(width) for letter in letters)]
    for letter, one in zip(letters, sources, strict=True):
        numbers = [str(pairs.get((min(one, other), max(one, other)), ".")) for other in sources]
        rows.append(f"{letter} {''.join(n.rjust(width) for n in numbers)}  {one}")
    return "\n".join(rows) + "\n"


__all__ = ["tell_matrix"]
