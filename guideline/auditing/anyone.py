"""Whether the axioms of a pack allow any patient at all, and which of them do not."""

from __future__ import annotations

from guideline.auditing.ground_rules import GroundRules
from guideline.auditing.replay import Replay
from guideline.errors import PackError, Problem
from guideline.pack import Pack
from guideline.program import GroundProgram

SETS = 50
"""So many sets of axioms without which somebody is possible are looked for."""


def demand_anyone(pack: Pack, program: GroundProgram | None = None) -> None:
    """Refuses a pack of which no patient is possible: nothing can be asked of it, and everything would be true of its patients.

    Args:
        pack: to look at.
        program: its ground program, where there is one already; it is left as it is.

    Raises:
        PackError: no record is possible, not even an empty one; with each axiom that, with others, keeps somebody from being possible.
    """
    ground = GroundRules(program or pack.grounded())
    if Replay(ground, []).some([]) is not None:
        return
    sets, _ = Replay(ground, [], lifts=["axiom"]).least_lifts([], SETS)
    axioms = sorted({lift[1] for lifts in sets for lift in lifts})
    if not axioms:
        words = "no patient is possible: what follows from every record contradicts itself"
        raise PackError(Problem("nobody-possible", words, hint="mend what `follows` says"))
    places = {h: r.place for r in reversed(pack.compiled.rules) for h in r.heads if r.head_name == "impossible"}
    known = pack.knowledge.axioms
    told = [f"`{name}`" + (f' ("{known[name]}")' if known.get(name) else "") for name in axioms]
    together = f"the axiom {told[0]} rules" if len(told) == 1 else f"the axioms {', '.join(told[:-1])} and {told[-1]} together rule"
    first = min((place for head, place in places.items() if head.startswith(f"impossible({axioms[0]},")), default=None)
    hint = "no case can be answered; take a condition from one of them, or add what it is meant to be about"
    raise PackError(Problem("nobody-possible", f"no patient is possible: {together} out everybody", first, hint))


__all__ = ["demand_anyone"]
