"""The order of possible conflicts, the most harmful first; which of them need attention; and waivers that no patient needs.

First by kind: what one forbids and another asks for; then what one lets wait; then what one forbids and another only permits; then choices
between actions; then shades. Inside one kind by the weaker of the two sides, then by the other: a duty goes before an option, and then what
has fewer stronger words in its own source. Words are ordered inside one source only, and never converted.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, get_args

from guideline.answer import CONTESTING, Conflict
from guideline.model import Knowledge

SEVERITY = (
    "contradiction",
    "restriction",
    "combination",
    "timing",
    "criterion",
    "divergence",
    "dose",
    "agent",
    "preference",
    "tension",
    "co_appropriate",
    "degree",
    "undecided",
)
"""Kinds from the most harmful to the least."""

Weight = Literal["attention", "ordered", "shade", "accepted"]
WEIGHTS: tuple[Weight, ...] = get_args(Weight)
"""What a possible conflict comes to: a disagreement that stands; one that the judgement of the pack's editors orders (`yields`); a choice
that is left open, or a difference of force without anybody against; and what the pack waives."""

Force = tuple[bool, int]
"""The force of one side: whether it is an option only, and how many words of its source are stronger; less is stronger."""


@dataclass(frozen=True, slots=True, order=True)
class Harm:
    """How harmful a conflict is; less is more harmful: the place of its kind (see `place`), and the forces of its sides."""

    kind: int
    weaker: Force
    stronger: Force


@dataclass(frozen=True, slots=True, order=True)
class Waiver:
    """A `waives` of the pack of which no patient brings the pair into conflict."""

    statement: str
    other: str
    reason: str


def harm(conflict: Conflict, knowledge: Knowledge) -> Harm:
    """Where a conflict stands in the order."""
    sides = [force(s, a, knowledge) for s, a in zip(conflict.statements, conflict.actions, strict=True)]
    return Harm(place(conflict.kind, banned=banned(conflict, knowledge)), max(sides), min(sides))


def place(kind: str, *, banned: bool) -> int:
    """Where a kind stands: twice its place in `SEVERITY`; a ban against a permission stands right after what lets wait."""
    return 2 * SEVERITY.index("criterion") + 1 if banned else 2 * SEVERITY.index(kind)


def banned(conflict: Conflict, knowledge: Knowledge) -> bool:
    """Whether it is a difference of force in which one side is against what the other permits."""
    statement, action = knowledge.statements[conflict.statements[1]], conflict.actions[1]
    return conflict.kind == "degree" and ("against", action) in statement.leans


def weight(conflict: Conflict, knowledge: Knowledge) -> Weight:
    """What a conflict comes to."""
    if conflict.waived:
        return "accepted"
    if any(s.kind == "judgement" for s in conflict.settled_by):
        return "ordered"
    return "attention" if conflict.kind in CONTESTING or banned(conflict, knowledge) else "shade"


def force(name: str, action: str, knowledge: Knowledge) -> Force:
    """The force of what a statement says of an action: an option where the statement only offers or permits it."""
    statement = knowledge.statements[name]
    ranks = knowledge.sources[statement.source].strengths
    option = action in statement.offers or {w for w, a in statement.leans if a == action} == {"permits"}
    own = ranks.get(statement.strength)
    stronger = {r for r in ranks.values() if own is None or r > own}
    return option, len(stronger)


def unneeded(rows: Iterable[tuple[str, ...]], knowledge: Knowledge) -> tuple[Waiver, ...]:
    """The waivers of pairs that none of some possible conflicts is between."""
    between = {frozenset((row[1], row[3])) for row in rows}
    return tuple(
        sorted(
            Waiver(s.name, other, reason)
            for s in knowledge.statements.values()
            for other, reason in s.waives
            if frozenset((s.name, other)) not in between
        )
    )
