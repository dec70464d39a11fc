"""The two sides of a comparison: a pack as it is read on one side, and the ways to make a pair of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from guideline.errors import GuidelineError, Problem, closest, quoted
from guideline.model import Statement
from guideline.pack import Pack
from guideline.selection import find

Of = Literal["packs", "statements", "sources"]
"""What is compared: two packs, a pack with and without statements, two sources of one pack."""


@dataclass(frozen=True, slots=True)
class Side:
    """A pack on one side of a comparison.

    Attributes:
        pack: as it was loaded.
        title: how a reader tells it from the other.
        off: statements that are left out, by name, sorted.
    """

    pack: Pack
    title: str
    off: tuple[str, ...] = ()

    @property
    def statements(self) -> dict[str, Statement]:
        """The statements of this side, by name."""
        gone = set(self.off)
        return {name: s for name, s in self.pack.knowledge.statements.items() if name not in gone}


@dataclass(frozen=True, slots=True)
class Sides:
    """A pair to compare; where both are one pack, `one_pack` holds and it is read once."""

    first: Side
    second: Side
    of: Of = "packs"

    @property
    def both(self) -> tuple[Side, Side]:
        """Both, in order."""
        return self.first, self.second

    @property
    def one_pack(self) -> bool:
        """Whether both sides are one pack, read alike apart from what is left out."""
        return self.first.pack is self.second.pack


def two_packs(first: Pack, second: Pack, titles: tuple[str, str]) -> Sides:
    """Two packs, such as two versions of one."""
    return Sides(Side(first, titles[0]), Side(second, titles[1]))


def with_and_without(pack: Pack, names: Iterable[str], titles: tuple[str, str]) -> Sides:
    """A pack, and the same without some statements.

    Raises:
        GuidelineError: with every name that no statement has.
    """
    found: set[str] = set()
    problems: list[Problem] = []
    for name in names:
        try:
            found.add(find(name, pack.knowledge).name)
        except GuidelineError as error:
            problems += error.problems
    if problems:
        raise GuidelineError(problems)
    return Sides(Side(pack, titles[0]), Side(pack, titles[1], tuple(sorted(found))), "statements")


def two_sources(pack: Pack, first: str, second: str) -> Sides:
    """What one source of a pack alone answers, against another alone.

    Raises:
        GuidelineError: a source that the pack does not have, or the same twice.
    """
    known = pack.knowledge.sources
    listed = f"the sources are {', '.join(f'`{n}`' for n in sorted(known))}"
    problems = [
        Problem("unknown-source", f"unknown source {quoted(n)}", hint=closest(n, known) or listed)
        for n in dict.fromkeys((first, second))
        if n not in known
    ]
    if not problems and first == second:
        problems.append(Problem("same-source", f"source {quoted(first)} is named twice", hint="name two sources"))
    if problems:
        raise GuidelineError(problems)
    statements = pack.knowledge.statements.values()
    others = [tuple(sorted(s.name for s in statements if s.source != source)) for source in (first, second)]
    return Sides(Side(pack, first, others[0]), Side(pack, second, others[1]), "sources")


__all__ = ["Of", "Side", "Sides", "two_packs", "two_sources", "with_and_without"]
