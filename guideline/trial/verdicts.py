"""Whether an answer bears out what a case judges of a known tension."""

from __future__ import annotations

from collections.abc import Iterator

from guideline.answer import Answer, Conflict
from guideline.expectations.expectation import RESOLVED, Verdict
from guideline.model import Knowledge
from guideline.trial.absence import closed_contexts

MILD = (*RESOLVED, "same_direction_different_strength")
"""Verdicts beside which a difference of degree may stand."""


def shortcomings(verdict: Verdict, answer: Answer, knowledge: Knowledge) -> Iterator[str]:
    """What speaks against a verdict, in words; nothing where it holds.

    Only pairs that stand between two of the verdict's statements, and that nobody waives, count. A pair is unsettled if nothing
    orders it. What the editors' judgement alone orders is still a conflict of the sources, so for `real` it counts as unsettled.

    - `real`: there are unsettled pairs, of exactly the kinds named;
    - `open_source_ambiguous`: every statement that it hangs on is in force and reports what is unclear; unsettled pairs are of the
      kinds named, none by default;
    - `resolved_by_...`: no unsettled pair but of kind `degree`, and what resolves is seen (`_unresolved`);
    - `same_direction_different_strength`: no unsettled pair but of kind `degree`;
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
    if verdict.status == "compatible" and among:
        yield f"conflicts stand: {_told({c.kind: ' and '.join(c.statements) for c in reversed(among)})}"
        return
    if verdict.status in MILD and kinds - {"degree"}:
        yield f"conflicts stand that nothing settles: {told}"
        return
    for name, _ in verdict.hangs_on:
        if name not in answer.in_force:
            yield f"{name}, on which it hangs, is not in force, and so reports nothing"
    if verdict.status in RESOLVED:
        yield from _unresolved(verdict, among, answer, knowledge)
    wanted = verdict.kinds if verdict.kinds is not None else () if verdict.status == "open_source_ambiguous" else None
    if wanted is not None and kinds != set(wanted):
        yield f"expected kinds {', '.join(wanted) or 'none'}, found {told or 'none'}"


def _unresolved(verdict: Verdict, among: list[Conflict], answer: Answer, knowledge: Knowledge) -> Iterator[str]:
    """What of that which resolves a tension is not seen in the answer."""
    in_force = frozenset(answer.in_force)
    if not in_force.intersection(verdict.statements):
        yield "none of its statements is in force"
        return
    for name in verdict.gives_way:
        found = _taken_away(name, frozenset(verdict.statements) - {name}, among, answer, knowledge)
        if verdict.status not in found:
            instead = " or ".join(sorted(found)).replace("resolved_by_", "").replace("_", " ")
            yield f"{name} does not give way{f' by that, but by {instead}' if instead else ''}"
    for name in verdict.side_by_side:
        if name not in in_force:
            yield f"{name} is not in force, and so stands beside nothing"
    beside = frozenset(verdict.side_by_side)
    for c in among:
        if c.kind != "degree" and beside.issuperset(c.statements):
            yield f"{' and '.join(c.statements)} do not stand side by side: {c.kind}"


def _taken_away(name: str, others: frozenset[str], among: list[Conflict], answer: Answer, knowledge: Knowledge) -> frozenset[str]:
    """By which kinds of resolution a statement is taken away, held back, or put behind one of the others.

    An exclusion is both an exception that the source makes and a border of its population. Which part of a condition does not hold
    no answer tells, so a statement that does not apply may be for other patients or for another time.
    """
    statement = knowledge.statements[name]
    found: set[str] = set()
    whole = any(not action for _, action in answer.overridden.get(name, ()))
    if any(by in others for by, _ in answer.overridden.get(name, ())):
        found.add("resolved_by_specificity")
    behind = {over for over, _ in statement.yields} & others
    if any(name in c.statements and behind.intersection(c.statements) and c.settled_by for c in among):
        found.add("resolved_by_specificity")
    if any(s.statement == name and s.word == "withholds" and s.until for s in answer.stances):
        found.add("resolved_by_time_phase")
    closed = closed_contexts(name, answer, knowledge)
    if any(c.reasons for c in closed):
        found.add("resolved_by_specificity")
    if closed:
        found.add("resolved_by_population")
    elif name not in answer.in_force and not whole:
        found |= {"resolved_by_population", "resolved_by_time_phase"}
    return frozenset(found)


def _told(examples: dict[str, str]) -> str:
    """Kinds, each with one pair."""
    return ", ".join(f"{kind} ({pair})" for kind, pair in sorted(examples.items()))
