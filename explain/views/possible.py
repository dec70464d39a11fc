"""Actions that nothing in force speaks of, and that an answer which is not recorded would bring up."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from explain.views import values
from explain.views.implied import Implied
from explain.views.terms import Terms
from explain.views.values import Cite
from guideline.answer import Answers
from guideline.pack import Pack

BROUGHT = ("contested", "option", "settled_for")
OFFERED = "offered"
SHOWN = (*BROUGHT, OFFERED)
"""Statuses that make an action something to think of: what an answer would rule out, or hold back, nobody misses."""
WISHES = frozenset({"for", "permits"})


@dataclass(frozen=True, slots=True)
class PossibleActions:
    """Actions that the same answers bring up, as the same.

    Attributes:
        labels: of the actions.
        status: what they would be; of what would be settled for and only offered, `offered`.
        sets: single answers, any of which is enough: to critical questions, or what these imply where that alone is enough; none where
            it takes several together, whose combinations are too many to be read.
        more: whether several answers together bring them up as well.
        cites: the statements that would speak for them, or permit them.
        urgent: whether one of these says itself that it is to be done at once.
    """

    labels: tuple[str, ...]
    status: str
    sets: values.Answers
    more: bool
    cites: tuple[Cite, ...]
    urgent: bool = False


def possible_actions(terms: Terms, pack: Pack) -> tuple[PossibleActions, ...]:
    """Such actions: what is urgent first, then contested ones, options, and what would be settled; what takes several answers last."""
    answer = terms.answer
    implied = Implied(answer, pack)
    rows: dict[tuple[str, Answers, Answers, bool, bool], list[str]] = {}
    for row, marks in answer.marks.items():
        if row[0] == "status" and row[2] in BROUGHT and row[1] not in answer.status and marks.possible_if:
            alone: Answers = tuple([s for s in marks.possible_if if len(s) == 1])
            more = len(alone) < len(marks.possible_if)
            if not alone:
                rows.setdefault(("", (), (), more, False), []).append(row[1])
            for status, sets in _by_word(row[1], row[2], alone, terms).items():
                wide = implied.widened(row[1], row[2], sets, _bringing(row[1], sets, terms))
                rows.setdefault((status, wide, sets, more, _urgent(row[1], sets, terms)), []).append(row[1])
    found = []
    for (status, wide, alone, more, urgent), actions in rows.items():
        labels = tuple(sorted({terms.label(a) for a in actions}))
        cites = tuple(terms.cite(s) for s in dict.fromkeys(s for a in actions for s in _bringing(a, alone, terms)))
        found.append(PossibleActions(labels, status, terms.answers(wide), more, cites, urgent))
    return tuple(sorted(found, key=lambda x: (not x.sets, not x.urgent, SHOWN.index(x.status) if x.status else 0, x.labels)))


def _urgent(action: str, sets: Answers, terms: Terms) -> bool:
    known = [terms.knowledge.statements[s] for s in _bringing(action, sets, terms)]
    return any(s.urgent and ("for", action) in s.leans for s in known)


def _by_word(action: str, status: str, sets: Answers, terms: Terms) -> dict[str, Answers]:
    """The answers by what the action would be: an answer that brings nothing but offers does not make it advised."""
    found: dict[str, Answers] = {}
    for one in sets:
        bringing = list(_bringing(action, (one,), terms))
        known = [terms.knowledge.statements[s] for s in bringing]
        wishes = [s for s in known if ("for", action) in s.leans]
        offered = status == "settled_for" and wishes and all(action in s.offers for s in wishes)
        found.setdefault(OFFERED if offered else status, ())
        found[OFFERED if offered else status] += (one,)
    return found


def _bringing(action: str, sets: Answers, terms: Terms) -> Iterator[str]:
    """The statements that speak for an action, or permit it, and that one of some answers would bring into force."""
    for row, marks in terms.answer.marks.items():
        brought = row[0] == "in_force" and not set(sets).isdisjoint(marks.possible_if)
        if brought and any(word in WISHES and a == action for word, a in terms.knowledge.statements[row[1]].leans):
            yield row[1]
