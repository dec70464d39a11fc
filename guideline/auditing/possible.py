"""Which conflicts some patient has, and which of them some complete record shows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from guideline.auditing.complete import complete
from guideline.auditing.deadline import OutOfTimeError
from guideline.auditing.excerpt import Excerpt, reduced_rules
from guideline.auditing.reduced import Reduced
from guideline.program import GroundProgram

Row = tuple[str, ...]
"""The arguments of a conflict: kind, statement, action, statement, action."""


@dataclass(frozen=True, slots=True)
class Possible:
    """The conflicts of a pack over all patients that its axioms allow; nothing excluded, every statement on.

    Attributes:
        real: those that some complete record shows, by literal (0: everybody has it).
        assumed: those that only a record shows that leaves something unanswered.
        unsorted: those that some record shows, where time did not suffice to say which of the two they are.
        undecided: those of which time did not suffice to say whether any patient has them.
    """

    real: tuple[tuple[Row, int], ...]
    assumed: tuple[tuple[Row, int], ...]
    unsorted: tuple[tuple[Row, int], ...] = ()
    undecided: tuple[tuple[Row, int], ...] = ()

    @property
    def rows(self) -> tuple[tuple[Row, int], ...]:
        """All that some patient is known to have, sorted."""
        return tuple(sorted([*self.real, *self.assumed, *self.unsorted]))


def possible(program: GroundProgram, reduced: Reduced | None = None, rows: Iterable[Row] | None = None) -> Possible:
    """All conflicts that some patient has, by two brave runs: over all records, and over the complete ones.

    Args:
        program: of the pack; gets the atoms of `complete`.
        reduced: its reduced rules, where they are there already (made after `complete`).
        rows: only these conflicts; all by default.
    """
    whole = complete(program).literal
    rules = reduced or reduced_rules(program)
    wanted = None if rows is None else set(rows)
    numbers = {a.args: n for n, a in program.atoms.items() if a.name == "conflict" and (wanted is None or a.args in wanted)}
    always = {row: 0 for row in program.facts.get("conflict", []) if wanted is None or row in wanted}
    always |= {row: 0 for row, n in numbers.items() if n in rules.true}
    open_ = {row: n for row, n in sorted(numbers.items()) if n in rules.rules}
    excerpt = Excerpt(rules, [whole], open_.values())
    excerpt.prefer(excerpt.literal(n) for n in open_.values())
    found, every = _found(excerpt, [])
    shown, sorted_ = _found(excerpt, [excerpt.literal(whole)])
    real = {row: n for row, n in open_.items() if n in shown}
    others = {row: n for row, n in open_.items() if n in found and n not in shown}
    undecided = {} if every else {row: n for row, n in open_.items() if n not in found and n not in shown}
    try:
        if excerpt.some([excerpt.literal(whole)]):
            real |= always
        elif excerpt.some([]):
            others |= always
    except OutOfTimeError:
        undecided |= always
    assumed, unsorted = (others, {}) if sorted_ else ({}, others)
    return Possible(*(tuple(sorted(part.items())) for part in (real, assumed, unsorted, undecided)))


def _found(excerpt: Excerpt, assumed: Iterable[int]) -> tuple[frozenset[int], bool]:
    """What was asked for that holds for some patient, and whether that is all of it."""
    try:
        return excerpt.brave(assumed), True
    except OutOfTimeError as error:
        return error.found, False
