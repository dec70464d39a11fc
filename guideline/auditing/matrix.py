"""Sources against sources: how many pairs of statements can collide, by kind."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from guideline.auditing.harm import SEVERITY
from guideline.auditing.lines import ConflictLine
from guideline.model import Knowledge


@dataclass(frozen=True, slots=True)
class Cell:
    """The pairs of two sources, or inside one.

    Attributes:
        sources: the two by name, sorted; the same twice inside one.
        kinds: how many pairs of each kind, the most harmful first.
        waived: how many of all are.
    """

    sources: tuple[str, str]
    kinds: tuple[tuple[str, int], ...]
    waived: int

    @property
    def pairs(self) -> int:
        """How many there are."""
        return sum(n for _, n in self.kinds)


def matrix(lines: Iterable[ConflictLine], knowledge: Knowledge) -> tuple[Cell, ...]:
    """The pairs behind some lines, by the sources of their statements; sorted, without empty cells."""
    found: dict[tuple[str, str], list[tuple[str, bool]]] = {}
    for line in lines:
        for pair in line.pairs:
            one, other = sorted(knowledge.statements[s].source for s in pair.conflict.statements)
            found.setdefault((one, other), []).append((pair.conflict.kind, bool(pair.conflict.waived)))
    cells = []
    for sources, rows in sorted(found.items()):
        kinds = [kind for kind, _ in rows]
        counts = tuple((kind, kinds.count(kind)) for kind in SEVERITY if kind in kinds)
        cells.append(Cell(sources, counts, sum(waived for _, waived in rows)))
    return tuple(cells)


__all__ = ["Cell", "matrix"]
