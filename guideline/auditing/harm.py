"""The order of possible conflicts, the most harmful first, and waivers that no patient needs.

First by kind: what one forbids and another asks for; then what one lets wait; then choices between actions; then shades. Inside one kind by
the weaker of the two sides, then by the other: a duty goes before an option, and then what has fewer stronger words in its own source.
Words are ordered inside one source only, and never converted.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from guideline.answer import Conflict
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

Force = tuple[bool, int]
"""The force of one side: whether it is an option only, and how many words of its source are stronger; less is stronger."""


@dataclass(frozen=True, slots=True, order=True)
class Harm:
    """How harmful a conflict is; less is more harmful: the place of its kind in `SEVERITY`, and the forces of its sides."""

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
    return Harm(SEVERITY.index(conflict.kind), max(sides), min(sides))


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
