"""Why one action rather than another: what is said of each alone, what keeps them apart, and what puts one before the other."""

from __future__ import annotations

from collections.abc import Iterable

from explain.contrast.parting import between
from explain.contrast.sides import Contrast, Side, held_by, roots_of, scales, weighed
from explain.justification.justify import Justification
from explain.views.deciding import decision as decision_view
from explain.views.deciding import said
from explain.views.exclusions import ruled_out
from explain.views.kinds import classes
from explain.views.terms import Terms
from explain.why.basis import Reader
from guideline.answer import Reason, Stance
from guideline.goal import Goal, conclusions
from guideline.ordering import favoured, preferred, wishes
from guideline.standing import Standing


def actions(goals: tuple[Goal, Goal], terms: Terms, reasons: Justification, tables: Standing) -> Contrast:
    """One action rather than another; as `explain.contrast.against.contrast`."""
    answer, reader = terms.answer, Reader(terms, reasons)
    one, other = goals[0].names[-1], goals[1].names[-1]
    said_of = [_said_of(a, terms) for a in (one, other)]
    alike = {(s.statement, s.word) for s in said_of[0]} & {(s.statement, s.word) for s in said_of[1]}
    found: list[tuple[int, Reason]] = []
    deciding: list[Reason] = []
    firsts: set[int] = set()
    letters: tuple[dict[str, None], dict[str, None]] = ({}, {})
    ways: tuple[dict[tuple[str, ...], None], dict[tuple[str, ...], None]] = ({}, {})
    for made in answer.decisions:
        doing = [[_does(a.actions, name, tables) for a in made.alternatives] for name in (one, other)]
        rows = [k for k, (x, y) in enumerate(zip(*doing, strict=True)) if x and not y]
        columns = [k for k, (x, y) in enumerate(zip(*doing, strict=True)) if y and not x]
        if rows and columns:
            balance = scales(made, terms, tables)
            named = decision_view(made, terms).alternatives
            for known, places in zip(letters, (rows, columns), strict=True):
                known.update(dict.fromkeys(named[k].letter for k in places))
            for known_ways, places in zip(ways, (rows, columns), strict=True):
                known_ways.update(dict.fromkeys(named[k].does for k in places))
            for i in rows:
                for j in columns:
                    speaks = balance.reasons(i, j)
                    found += speaks
                    side, by = favoured(speaks)
                    firsts.add(side)
                    deciding += by
    said_so = preferred(frozenset((one,)), frozenset((other,)), wishes(answer.case, tables, answer.in_force), tables)
    if not firsts:
        side, by = favoured(said_so)
        firsts, deciding = {side}, list(by)
    borrowed = bool(deciding) and {r for _, r in said_so}.isdisjoint(deciding)
    # What the alternatives leave no room for is a preference all the same.
    found += said_so
    mixed = len(firsts) > 1
    first, reasons_for = weighed(found, 0 if mixed else firsts.pop(), deciding, terms)
    sides = tuple([
        Side(
            label=terms.label(name),
            status=answer.status.get(name, "not_addressed"),
            does=(),
            waits=(),
            leaves=(),
            alternatives=tuple(known),
            held=held_by([s for s in stances if (s.statement, s.word) not in alike], terms, reader),
            stances=tuple([s.key for s in stances if (s.statement, s.word) not in alike]),
            ruled_out=_ruled_out(name, terms),
            excluded=ruled_out(name, terms) if answer.status.get(name) == "excluded" else None,
            roots=roots_of(conclusions(Goal("action", (name,)), answer, terms.knowledge), reasons),
        )
        for name, stances, known in zip((one, other), said_of, letters, strict=True)
    ])  # fmt: skip
    return Contrast(
        goals=goals,
        kind="actions",
        sides=(sides[0], sides[1]),
        partings=between((one, other), terms, tables),
        first=first,
        weighed=reasons_for,
        chain=(),
        common=tuple([said(s, terms) for s in said_of[0] if (s.statement, s.word) in alike]),
        mixed=mixed,
        joint=_joint(one, other, terms, tables),
        reasons=reasons,
        inside=next((i for i, (a, b) in enumerate(((one, other), (other, one))) if b in terms.above(a)), None),
        by_kind=any(b in classes(a, terms) for a, b in ((one, other), (other, one))),
        ways=tuple([tuple(w) for w in ways]) if borrowed and first is not None else (),
    )


def _said_of(action: str, terms: Terms) -> list[Stance]:
    """Words on an action; a ban on what it contains is one."""
    above = frozenset(terms.above(action))
    return [s for s in terms.answer.stances if s.action == action or (s.word == "against" and s.action in above)]


def _does(actions: Iterable[str], wanted: str, tables: Standing) -> bool:
    return any((a, wanted) in tables.contains for a in actions)


def _joint(one: str, other: str, terms: Terms, tables: Standing) -> bool:
    status = terms.answer.status
    ways = [a.actions for d in terms.answer.decisions for a in d.alternatives]
    undisputed = {one, other} <= {a for a, word in status.items() if word == "settled_for"}
    return other not in tables.rivals.get(one, ()) and (
        undisputed or any(_does(actions, one, tables) and _does(actions, other, tables) for actions in ways)
    )


def _ruled_out(action: str, terms: Terms) -> str:
    row = next((e for e in terms.answer.case.excluded if e.action in {action, *terms.above(action)}), None)
    return (row.because or row.kind) if row and terms.answer.status.get(action) == "excluded" else ""
