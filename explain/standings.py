"""Views of actions by their status: what is said of each, by whom, and which answers would turn it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from explain.deciding import WEIGHT, said
from explain.terms import Terms
from explain.values import Cite
from explain.views import ActionView, ExcludedRow, Possible, StatusGroup
from guideline.answer import Stance

ORDER = ("contested", "option", "settled_for", "settled_against", "withheld", "open", "permitted", "undecided", "excluded")


def groups(terms: Terms) -> tuple[StatusGroup, ...]:
    """The actions that the answer addresses, by status; inside one, what must be done first, then by label."""
    stances: dict[str, list[Stance]] = {}
    for stance in terms.answer.stances:
        stances.setdefault(stance.action, []).append(stance)
    rules = _rules(terms)
    turned: dict[str, list[Possible]] = {}
    for row, marks in terms.answer.marks.items():
        if row[0] == "status" and marks.possible_if:
            turned.setdefault(row[1], []).append(Possible(row[2], terms.answers(marks.possible_if)))
    rows: dict[str, list[ActionView]] = {}
    for action, status in terms.answer.status.items():
        rows.setdefault(status, []).append(_action(action, status, stances, rules, turned.get(action, []), terms))
    made = []
    for status in ORDER:
        found = sorted(rows.get(status, ()), key=lambda a: (not a.must, a.labels))
        if found:
            made.append(StatusGroup(status, tuple(_joined(found) if status == "settled_against" else found)))
    return tuple(made)


def _action(
    action: str,
    status: str,
    stances: dict[str, list[Stance]],
    rules: dict[str, tuple[list[tuple[str, Cite]], list[tuple[str, str, Cite]]]],
    turned: Sequence[Possible],
    terms: Terms,
) -> ActionView:
    mine = list(stances.get(action, ()))
    above = terms.above(action)
    if status == "settled_against":
        mine += [s for b in above for s in stances.get(b, ()) if s.word == "against"]
    requires, companions = rules.get(action, ([], []))
    excluded = next((e for e in terms.answer.case.excluded if e.action == action), None)
    if excluded is None and status == "excluded":
        excluded = next((e for e in terms.answer.case.excluded if e.action in above), None)
    contested = [b for b in above if terms.answer.status.get(b) == "contested"] if status == "settled_against" else []
    backing = {"settled_for": "for", "settled_against": "against"}.get(status)
    return ActionView(
        labels=(terms.label(action),),
        said=tuple([said(s, terms) for s in mine]),
        sources=tuple(dict.fromkeys([terms.cite(s.statement).source for s in mine if s.word == backing or not backing])),
        must=status == "settled_for" and any(s.word == "for" and terms.strongest(s.statement) for s in mine),
        kind_of=terms.label(contested[0]) if contested else "",
        falls=terms.answers(terms.answer.mark("status", action, status).provisional_on),
        possible=tuple(sorted(turned, key=lambda p: WEIGHT.index(p.status))),
        requires=tuple(requires),
        companions=tuple(companions),
        excluded=ExcludedRow(terms.label(excluded.action), excluded.kind, excluded.because, excluded.place.line) if excluded else None,
    )


def _rules(terms: Terms) -> dict[str, tuple[list[tuple[str, Cite]], list[tuple[str, str, Cite]]]]:
    """What must come before an action, and with what it goes, by the statements in force."""
    found: dict[str, tuple[list[tuple[str, Cite]], list[tuple[str, str, Cite]]]] = {}
    for name in terms.answer.in_force:
        statement = terms.knowledge.statements[name]
        for action, before in statement.requires:
            found.setdefault(action, ([], []))[0].append((terms.label(before), terms.cite(name)))
        for word, pairs in (("only_with", statement.only_with), ("goes_with", statement.goes_with)):
            for action, other in pairs:
                found.setdefault(action, ([], []))[1].append((word, terms.label(other), terms.cite(name)))
    return found


def _joined(rows: Sequence[ActionView]) -> list[ActionView]:
    """Actions of which exactly the same is said become one row with several labels."""
    found: dict[object, ActionView] = {}
    for row in rows:
        key = (tuple([(s.cite.name, s.word.action) for s in row.said]), row.falls, row.kind_of, row.requires, row.companions)
        known = found.get(key)
        found[key] = row if known is None else replace(known, labels=(*known.labels, *row.labels), possible=())
    return list(found.values())
