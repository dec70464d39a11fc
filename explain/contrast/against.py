"""Why this rather than that: two alternatives of a decision, or two actions, held against each other."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from explain.contrast.actions import actions
from explain.contrast.parting import parted
from explain.contrast.sides import Contrast, Side, held_by, roots_of, scales, weighed
from explain.justification.justify import Conclusion, Justification, takes
from explain.views.choices import OrderView
from explain.views.deciding import decision as decision_view
from explain.views.deciding import said
from explain.views.terms import Terms
from explain.why.basis import Reader
from guideline.answer import Answer, Decision
from guideline.errors import GuidelineError, Problem, quoted
from guideline.goal import Goal, conclusions, place_of
from guideline.model import Knowledge
from guideline.ordering import favoured
from guideline.standing import Standing

__all__ = ["Contrast", "contrast", "contrasted"]


def contrasted(one: Goal, other: Goal, answer: Answer, knowledge: Knowledge) -> tuple[Conclusion, ...]:
    """What the two come to in an answer, as conclusions to give reasons for.

    Raises:
        GuidelineError: they cannot be held against each other, or the answer has no such alternative.
    """
    _comparable(one, other, answer)
    if one.kind == "alternative":
        return tuple([c for goal in (one, other) for c in takes(answer, *place_of(goal, answer))])
    return tuple([c for goal in (one, other) for c in conclusions(Goal("action", goal.names[-1:]), answer, knowledge)])


def _comparable(one: Goal, other: Goal, answer: Answer) -> None:
    """Raises an error unless the two are alternatives of one decision, or two actions."""
    problem, hint = "", ""
    if {one.kind, other.kind} <= {"action", "status"}:
        if one.names[-1] == other.names[-1]:
            problem, hint = "are the same action", "ask why with --why, or why not with --why-not"
    elif one.kind == other.kind == "alternative":
        (d, i), (e, j) = place_of(one, answer), place_of(other, answer)
        if d != e:
            problem, hint = "are alternatives of two decisions", "name two alternatives of one decision"
        elif i == j:
            problem, hint = "are the same alternative", "name two alternatives of one decision"
    else:
        problem, hint = "are not of one kind", "name two alternatives of one decision, or two actions"
    if problem:
        raise GuidelineError(Problem("no-contrast", f"{quoted(one.text)} and {quoted(other.text)} {problem}", hint=hint))


def contrast(one: Goal, other: Goal, terms: Terms, reasons: Justification, tables: Standing) -> Contrast:
    """The one rather than the other.

    Args:
        one: an alternative of a decision, or an action (with a status or without).
        other: another of its kind.
        terms: of the answer.
        reasons: a justification of at least all that the answer holds and of `contrasted(one, other, ...)`.
        tables: of the pack.

    Raises:
        GuidelineError: as `contrasted`.
    """
    _comparable(one, other, terms.answer)
    if one.kind == "alternative":
        return _alternatives((one, other), terms, reasons, tables)
    return actions((one, other), terms, reasons, tables)


def _alternatives(goals: tuple[Goal, Goal], terms: Terms, reasons: Justification, tables: Standing) -> Contrast:
    answer, reader = terms.answer, Reader(terms, reasons)
    (d, i), (_, j) = place_of(goals[0], answer), place_of(goals[1], answer)
    made = answer.decisions[d]
    view = decision_view(made, terms)
    sides = []
    for here, there in ((i, j), (j, i)):
        mine, theirs = made.alternatives[here], made.alternatives[there]
        other = {s.key for s in theirs.stances}
        alone = [s for s in mine.stances if s.key not in other]
        does = [a for a in mine.actions if a not in theirs.actions]
        waits = [s for s in alone if s.word == "withholds"]
        held_back = {s.action for s in waits}
        leaves = [a for a in mine.avoids if a not in theirs.avoids and a not in held_back]
        sides.append(
            Side(
                label=view.alternatives[here].letter,
                status="",
                does=terms.labels(does),
                waits=tuple(dict.fromkeys([terms.word(s) for s in waits])),
                leaves=() if does or waits else terms.labels(leaves),
                alternatives=(),
                held=held_by(alone, terms, reader),
                stances=tuple([s.key for s in alone]),
                ruled_out="",
                roots=roots_of(takes(answer, d, here), reasons),
                follows=tuple([said(s, terms) for s in waits]),
            )
        )
    found = scales(made, terms, tables).reasons(i, j)
    first, reasons_for = weighed(found, *favoured(found), terms)
    chain: tuple[OrderView, ...] = ()
    if first is None:
        forth, back = _way(made, i, j), _way(made, j, i)
        if bool(forth) != bool(back):
            first, way = (0, forth) if forth else (1, back)
            letters = [view.alternatives[k].letter for k in way]
            steps = set(pairwise(letters))
            chain = tuple([replace(o, seconds=(b,)) for o in view.order for b in o.seconds if (o.first, b) in steps])
            chain = tuple(sorted(chain, key=lambda o: letters.index(o.first)))
    common = frozenset(s.key for s in made.alternatives[i].stances) & frozenset(s.key for s in made.alternatives[j].stances)
    return Contrast(
        goals=goals,
        kind="alternatives",
        sides=(sides[0], sides[1]),
        partings=parted(made, (i, j), terms, tables),
        first=first,
        weighed=reasons_for,
        chain=chain,
        common=tuple([said(s, terms) for s in made.stances if s.key in common]),
        mixed=False,
        joint=False,
        reasons=reasons,
    )


def _way(made: Decision, start: int, end: int) -> list[int]:
    """The shortest way from one alternative to another over what goes before what, the first of equals; empty where there is none."""
    after: dict[int, list[int]] = {}
    for b in made.before:
        after.setdefault(b.first, []).append(b.second)
    came: dict[int, int] = {start: start}
    todo = [start]
    for k in todo:
        for n in sorted(after.get(k, ())):
            if n not in came:
                came[n] = k
                todo.append(n)
    if end not in came:
        return []
    way = [end]
    while way[-1] != start:
        way.append(came[way[-1]])
    return way[::-1]
