"""Actions that nothing in force speaks of, and that an answer which is not recorded would bring up."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from explain.views import values
from explain.views.implied import Implied
from explain.views.terms import Terms
from explain.views.values import Cite
from guideline.answer import Answers
from guideline.model import Test
from guideline.pack import Pack

BROUGHT = ("contested", "option", "settled_for")
OFFERED = "offered"
NAMED = 3
"""So many sets of answers that only do it together are named; more cannot be read."""
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
            it takes several together, whose combinations are too many to be read. Sets of several, where they are few.
        more: whether other sets of several answers together bring them up as well.
        cites: the statements that would speak for them, or permit them.
        urgent: whether one of these says itself that it is to be done at once.
        by: those that say so.
    """

    labels: tuple[str, ...]
    status: str
    sets: values.Answers
    more: bool
    cites: tuple[Cite, ...]
    urgent: bool = False
    by: tuple[Cite, ...] = ()


def possible_actions(terms: Terms, pack: Pack) -> tuple[PossibleActions, ...]:
    """Such actions, and those that only then would be urgent: what is urgent first, contested ones, options, what would be settled;
    what takes several answers last.
    """
    implied = Implied(terms.answer, pack)
    rows: dict[tuple[str, Answers, Answers, bool, bool], list[str]] = {}
    for action, word, sets, urgent in (*_brought(terms), *_hastened(terms)):
        alone: Answers = tuple([s for s in sets if len(s) == 1])
        joint: Answers = tuple([s for s in sets if len(s) > 1])
        wide, plain = alone, joint
        if action not in terms.answer.status:
            status, brought = "settled_for" if word == OFFERED else word, partial(_brought_by, action, terms)
            wide = implied.widened(action, status, alone, brought)
            plain = implied.joined(action, status, joint, brought)
        named: Answers = plain if len(plain) <= NAMED else ()
        told: Answers = (*wide, *named)
        if told:
            rows.setdefault((word, told, sets if named == plain else alone, len(named) < len(plain), urgent), []).append(action)
        else:
            rows.setdefault(("", (), (), True, False), []).append(action)
    spelt = {a for (_, told, *_), actions in rows.items() if told for a in actions}
    found = []
    for (status, told, sets, more, urgent), actions in rows.items():
        left = actions if told else [a for a in actions if a not in spelt]
        labels = tuple(sorted({terms.label(a) for a in left}))
        cites = tuple(terms.cite(s) for s in dict.fromkeys(s for a in left for s in _bringing(a, sets, terms)))
        if labels:
            known = terms.knowledge.statements
            by = tuple([c for c in cites if known[c.name].urgent]) if urgent else ()
            found.append(PossibleActions(labels, status, terms.answers(told), more, cites, urgent, by))
    return tuple(sorted(found, key=lambda x: (not x.sets, not x.urgent, SHOWN.index(x.status) if x.status else 0, x.labels)))


def _brought(terms: Terms) -> Iterator[tuple[str, str, Answers, bool]]:
    """Actions that nothing in force addresses, what they would be, by which answers, and whether that is urgent."""
    for row, marks in terms.answer.marks.items():
        if row[0] == "status" and row[2] in BROUGHT and row[1] not in terms.answer.status and marks.possible_if:
            for (word, urgent), sets in _by_word(row[1], row[2], marks.possible_if, terms).items():
                yield row[1], word, sets, urgent


def _hastened(terms: Terms) -> Iterator[tuple[str, str, Answers, bool]]:
    """Actions that are addressed and not urgent, what they would be by the answers that make them urgent, and these."""
    answer, known = terms.answer, terms.knowledge.statements
    now = {s.action for s in answer.stances if s.word == "for" and known[s.statement].urgent}
    found: dict[str, dict[tuple[Test, ...], None]] = {}
    for row, marks in answer.marks.items():
        hurry = row[0] == "stance" and row[2] == "for" and known[row[1]].urgent
        if hurry and row[3] in answer.status and row[3] not in now:
            found.setdefault(row[3], {}).update(dict.fromkeys(marks.possible_if))
    for action, sets in found.items():
        by: dict[str, Answers] = {}
        for one in sets:
            changed = [r[2] for r, m in answer.marks.items() if r[:2] == ("status", action) and one in m.possible_if]
            word = changed[0] if changed else answer.status[action]
            by[word] = (*by.get(word, ()), one)
        yield from ((action, word, these, True) for word, these in by.items() if word in BROUGHT)


def _by_word(action: str, status: str, sets: Answers, terms: Terms) -> dict[tuple[str, bool], Answers]:
    """The answers by what the action would be, and whether at once: an answer that brings nothing but offers does not make it advised."""
    found: dict[tuple[str, bool], Answers] = {}
    for one in sets:
        bringing = list(_bringing(action, (one,), terms))
        known = [terms.knowledge.statements[s] for s in bringing]
        wishes = [s for s in known if ("for", action) in s.leans]
        offered = status == "settled_for" and wishes and all(action in s.offers for s in wishes)
        key = (OFFERED if offered else status, any(s.urgent for s in wishes))
        found[key] = (*found.get(key, ()), one)
    return found


def _brought_by(action: str, terms: Terms, sets: Answers) -> tuple[str, ...]:
    return tuple(_bringing(action, sets, terms))


def _bringing(action: str, sets: Answers, terms: Terms) -> Iterator[str]:
    """The statements that one of some answers would bring to be for an action, or to permit it."""
    for row, marks in terms.answer.marks.items():
        said = row[0] == "stance" and row[2] in WISHES and row[3] == action
        if said and not set(sets).isdisjoint(marks.possible_if):
            yield row[1]
