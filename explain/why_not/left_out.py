"""Which alternatives of a decision leave an action out, and the stances there that it cannot stand beside."""

from __future__ import annotations

from dataclasses import dataclass

from guideline.answer import Answer, Stance
from guideline.decisions import EDGES
from guideline.standing import Standing


@dataclass(frozen=True, slots=True)
class LeftOut:
    """An alternative that does without an action which some statement is for.

    Attributes:
        decision, alternative: where it stands, counted from 0.
        by: the stances in it that the action cannot stand beside; none where a companion or an exclusion keeps it out.
    """

    decision: int
    alternative: int
    by: tuple[Stance, ...]


def left_out(action: str, answer: Answer, tables: Standing) -> tuple[LeftOut, ...]:
    """The alternatives that leave an action out.

    Args:
        action: by name.
        answer: whose decisions are looked at.
        tables: of the pack.
    """
    against: set[tuple[tuple[str, str, str], tuple[str, str, str]]] = set()
    for c in answer.conflicts:
        if c.kind in EDGES:
            (s, t), (a, b) = c.statements, c.actions
            against.add(((s, "for", a), (t, "against" if c.kind == "contradiction" else "withholds", b)))
    rivals = tables.rivals.get(action, frozenset())
    found = []
    for d, decision in enumerate(answer.decisions):
        wishes = [s for s in decision.stances if s.word == "for" and s.action == action]
        for k, alternative in enumerate(decision.alternatives):
            if wishes and action not in alternative.actions:
                by = [
                    t
                    for t in alternative.stances
                    if any((w.key, t.key) in against for w in wishes) or (t.word == "for" and t.action in rivals)
                ]
                found.append(LeftOut(d, k, tuple(by)))
    return tuple(found)
