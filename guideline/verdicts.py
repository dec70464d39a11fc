"""Whether an answer bears out what a case judges of a known tension."""

from __future__ import annotations

from collections.abc import Iterator

from guideline.answer import Answer
from guideline.expectation import Verdict
from guideline.model import Knowledge

MILD = ("resolved_by_specificity", "resolved_by_time_phase", "resolved_by_population", "same_direction_different_strength")
"""Verdicts beside which a difference of degree may stand."""


def shortcomings(verdict: Verdict, answer: Answer, knowledge: Knowledge) -> Iterator[str]:
    """What speaks against a verdict, in words; nothing where it holds.

    Only pairs that stand between two of the verdict's statements, and that nobody waives, count. A pair is unsettled if nothing
    orders it. What the editors' judgement alone orders is still a conflict of the sources, so for `real` it counts as unsettled.

    - `real`: there are unsettled pairs, of exactly the kinds named;
    - `open_source_ambiguous`: a statement in force is marked as ambiguous; unsettled pairs are of the kinds named, none by default;
    - `resolved_by_...`, `same_direction_different_strength`: no unsettled pair but of kind `degree`;
    - `compatible`: no pair at all.
    """
    named = frozenset(verdict.statements)
    among = [c for c in answer.conflicts if not c.waived and named.issuperset(c.statements)]
    unsettled = [c for c in among if all(s.kind == "judgement" and verdict.status == "real" for s in c.settled_by)]
    kinds = {c.kind for c in unsettled}
    told = _told({c.kind: " and ".join(c.statements) for c in reversed(unsettled)})
    if verdict.status == "real" and not unsettled:
        ordered = {f"{c.kind} by {c.settled_by[0].kind}": " and ".join(c.statements) for c in reversed(among)}
        yield f"all that stands among its statements is ordered: {_told(ordered)}" if among else "no conflict among its statements stands"
        return
    if verdict.status == "open_source_ambiguous" and not any(
        s in answer.in_force and knowledge.statements[s].ambiguous for s in sorted(named)
    ):
        yield "none of its statements in force is marked as ambiguous"
    if verdict.status == "compatible" and among:
        yield f"conflicts stand: {_told({c.kind: ' and '.join(c.statements) for c in reversed(among)})}"
        return
    if verdict.status in MILD and kinds - {"degree"}:
        yield f"conflicts stand that nothing settles: {told}"
        return
    wanted = verdict.kinds if verdict.kinds is not None else () if verdict.status == "open_source_ambiguous" else None
    if wanted is not None and kinds != set(wanted):
        yield f"expected kinds {', '.join(wanted) or 'none'}, found {told or 'none'}"


def _told(examples: dict[str, str]) -> str:
    """Kinds, each with one pair."""
    return ", ".join(f"{kind} ({pair})" for kind, pair in sorted(examples.items()))
