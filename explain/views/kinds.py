"""The kinds of a class of actions that an answer speaks of, for a class that it does not speak of itself."""

from __future__ import annotations

from dataclasses import dataclass

from explain.views.terms import Terms


@dataclass(frozen=True, slots=True)
class KindRow:
    """A kind of a class: its name, as it is asked for, its label and its status."""

    name: str
    label: str
    status: str


def addressed(action: str, terms: Terms) -> tuple[KindRow, ...]:
    """The kinds of an action, at any depth, that have a status, by label."""
    actions, below = terms.vocabulary.actions, {action}
    grown = True
    while grown:
        new = {a for a, known in actions.items() if a not in below and not below.isdisjoint(known.kind_of)}
        below |= new
        grown = bool(new)
    rows = [KindRow(a, terms.label(a), status) for a, status in terms.answer.status.items() if a in below and a != action]
    return tuple(sorted(rows, key=lambda k: (k.label, k.name)))


def classes(action: str, terms: Terms) -> frozenset[str]:
    """The classes that an action is a kind of, at any depth."""
    actions, found = terms.vocabulary.actions, set(terms.vocabulary.actions[action].kind_of)
    todo = list(found)
    while todo:
        new = {c for c in actions[todo.pop()].kind_of if c not in found}
        found |= new
        todo += new
    return frozenset(found)
