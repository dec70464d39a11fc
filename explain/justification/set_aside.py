"""Why an alternative of a decision sets a stance aside: what it takes that the stance cannot stand beside, or what it lacks beside it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from guideline.answer import Answer, Conflict, Decision, Stance
from guideline.standing import Standing
from guideline.ties import EDGES, Ties, opposed, ties

Why = Literal["ruled_out", "opposed", "rival", "combination", "companion"]


@dataclass(frozen=True, slots=True)
class Bar:
    """One thing that keeps a stance out of an alternative.

    Attributes:
        why: its action is `ruled_out` by the case; a stance taken there is `opposed` to it, or is for a `rival` of its action; with it a
            banned `combination` would be complete; or the `companion` that it needs is not taken.
        by: the stances taken there that keep it out; for `companion`, those that would do and are not taken.
        statement: that asks for the companion.
        conflict: between the two that are opposed.
    """

    why: Why
    by: tuple[Stance, ...] = ()
    statement: str = ""
    conflict: Conflict | None = None


@dataclass(frozen=True, slots=True)
class SetAside:
    """A stance that an alternative does not take, with all that keeps it out: there is always something, as alternatives are maximal."""

    stance: Stance
    bars: tuple[Bar, ...]


def set_aside(decision: Decision, index: int, answer: Answer, tables: Standing) -> tuple[SetAside, ...]:
    """The stances of a decision that one of its alternatives sets aside, in the order of the decision.

    Args:
        decision: of the answer.
        index: of the alternative, counted from 0.
        answer: whose conflicts set stances against each other.
        tables: of the pack.
    """
    unsuitable = frozenset(a for a, word in answer.status.items() if word == "excluded")
    tied = ties(decision.stances, answer.conflicts, tables, answer.in_force, unsuitable)
    taken = frozenset(s.key for s in decision.alternatives[index].stances)
    inside = frozenset(i for i, s in enumerate(decision.stances) if s.key in taken)
    pairs = _pairs(decision, answer)
    return tuple(
        [
            SetAside(stance, _bars(i, decision, inside, tied, pairs, unsuitable))
            for i, stance in enumerate(decision.stances)
            if i not in inside
        ]
    )


def _pairs(decision: Decision, answer: Answer) -> dict[frozenset[int], Conflict]:
    """The first conflict between two stances that cannot both be followed."""
    number = {s.key: i for i, s in enumerate(decision.stances)}
    found: dict[frozenset[int], Conflict] = {}
    for c in answer.conflicts:
        pair = opposed(c)
        if c.kind in EDGES and pair and pair[0] in number and pair[1] in number:
            found.setdefault(frozenset((number[pair[0]], number[pair[1]])), c)
    return found


def _bars(
    i: int, decision: Decision, inside: frozenset[int], tied: Ties, pairs: dict[frozenset[int], Conflict], unsuitable: frozenset[str]
) -> tuple[Bar, ...]:
    stances = decision.stances
    found: list[Bar] = []
    if stances[i].word == "for" and stances[i].action in unsuitable:
        found.append(Bar("ruled_out"))
    for j in sorted(inside):
        if (min(i, j), max(i, j)) in tied.edges:
            conflict = pairs.get(frozenset((i, j)))
            found.append(Bar("opposed" if conflict else "rival", (stances[j],), conflict=conflict))
    for bar in tied.bars:
        more = inside | {i}
        bringing = [[j for j in part if j in more] for part in bar.parts]
        if bar.ban in more and all(bringing) and (bar.ban == i or any(i in part for part in bringing)):
            others = sorted({bar.ban, *(j for part in bringing for j in part)} - {i})
            found.append(Bar("combination", tuple([stances[j] for j in others])))
    lacking = [rule for rule in tied.companions if i in rule.triggers and not inside.intersection(rule.helpers)]
    return (*found, *[Bar("companion", tuple([stances[j] for j in rule.helpers]), rule.by) for rule in lacking])
