"""What several changed records of one patient come to, read at once off the part of the program that the changes can turn."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from guideline.changes.goal import Shown
from guideline.left_open.definite import Definite
from guideline.model import Test
from guideline.pack import Seat
from guideline.solving import Solution
from guideline.terms.atoms import Atom

TOLD = frozenset({"conflict", "stance", "status"})
"""The predicates of which an outcome tells."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a record comes to: the atoms of `TOLD`, in no order, and which of the literals that were asked about hold."""

    shown: Shown
    true: frozenset[int]


def outcomes(
    seat: Seat,
    now: Solution,
    tests: frozenset[Test],
    without: Iterable[str],
    changed: Sequence[frozenset[Test]],
    asked: Collection[int],
) -> list[Outcome | None]:
    """The outcome of each changed record; None where it breaks an axiom.

    Args:
        seat: of the pack.
        now: of the record as it is, with all literals that hold.
        tests: that the record decides to hold.
        without: statements that are switched off.
        changed: the tests of each changed record.
        asked: literals of which is told whether they hold.
    """
    program = seat.session.program
    loose = frozenset().union(*[tests ^ other for other in changed])
    part = seat.reading.open_part(tests - loose, without, loose, {*program.results, *asked}, now.true)
    records = Definite.of(part, [sorted(other & loose) for other in changed])
    turned = frozenset(part.results)
    kept = {name: [row for row in now.shown.get(name, ()) if program.literals.get(Atom(name, row)) not in turned] for name in TOLD}
    held = now.true.intersection(asked) - turned
    found: list[Outcome | None] = []
    for i in range(len(changed)):
        if not records.possible(i):
            found.append(None)
            continue
        holding = list(records.holding(i))
        shown = {name: list(rows) for name, rows in kept.items()}
        for literal in holding:
            atom = program.atoms[literal]
            if atom.name in TOLD:
                shown[atom.name].append(atom.args)
        found.append(Outcome(shown, held.union(holding)))
    return found
