"""With which statements one statement can be in conflict, for some patient that the axioms allow."""

from __future__ import annotations

from guideline.answer import Conflict
from guideline.pack import Pack


def collisions(pack: Pack, statement: str) -> tuple[Conflict, ...]:
    """The pairs with a statement in them that stand for some patient, by brave consequences over all free tests; sorted.

    What orders a pair, or who accepts it, stands in the pair.
    """
    with pack.seats.borrow() as seat:
        program = seat.session.program
        mine = {n: a.args for n, a in program.atoms.items() if a.name == "conflict" and statement in {a.args[1], a.args[3]}}
        certain = [row for row in program.facts.get("conflict", []) if statement in {row[1], row[3]}]
        seat.session.set((), (), [t for t in sorted(program.given) if t.kind != "unsuitable"])
        found = seat.session.consequences(list(mine), "brave") or frozenset() if mine else frozenset()
        seat.session.set(())
        return tuple(seat.tables.conflicts[row] for row in sorted({*certain, *(mine[n] for n in found)}))
