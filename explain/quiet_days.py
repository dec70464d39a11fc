"""Days of a road on which no answer changes, only which reports and gaps of the sources speak of the patient."""

from __future__ import annotations

from explain.views.terms import Terms
from guideline.road.step import Step


def is_quiet(step: Step, terms: Terms) -> bool:
    """Whether nothing that is decided changes on a day: no status, word, scope or disagreement, but for who takes part in one."""
    if step.status or step.turns or step.breaches or step.again or step.enters or step.leaves:
        return False
    if step.disagreements_begin or step.disagreements_end:
        return False
    moved = {*step.now_in_force, *step.no_longer_in_force}
    known = terms.knowledge.statements
    # A pair that comes or goes without one of its statements has another reason.
    told = all(not moved.isdisjoint(c.statements) for c in (*step.begins, *step.ends))
    return told and bool(moved) and not any(known[s].decides for s in moved)
