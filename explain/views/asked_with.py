"""What asks for an action beside another one: before it, or together with it; of an action that nothing asks for by itself."""

from __future__ import annotations

from dataclasses import dataclass

from explain.views.terms import Terms
from explain.views.values import Cite


@dataclass(frozen=True, slots=True)
class AskedWith:
    """A statement in force that asks for an action beside another: `requires` (before it), `only_with` or `goes_with`."""

    how: str
    action: str
    label: str
    cite: Cite


def asked_with(action: str, terms: Terms) -> tuple[AskedWith, ...]:
    """What asks for an action beside another; nothing where a statement in force speaks of it for itself."""
    answer = terms.answer
    if answer.status.get(action, "not_addressed") != "not_addressed":
        return ()
    found = []
    for name in answer.in_force:
        s = terms.knowledge.statements[name]
        for how, pairs in (("requires", s.requires), ("only_with", s.only_with), ("goes_with", s.goes_with)):
            found += [AskedWith(how, a, terms.label(a), terms.cite(name)) for a, other in pairs if other == action]
    return tuple(found)
