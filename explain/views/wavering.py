"""Sources whose word on an action an answer would take away, though the status that they back would stay as it is."""

from __future__ import annotations

from collections.abc import Iterable

from explain.views.terms import Terms
from explain.views.values import Answers
from guideline.answer import Stance
from guideline.model import Test

Wavering = tuple[tuple[str, Answers], ...]
"""Sources by name, each with the answers under which it would say so no more."""


def wavering(action: str, stances: Iterable[Stance], terms: Terms) -> Wavering:
    """The sources all of whose words fall with some answer that leaves the status of the action as it is.

    Args:
        action: with a status.
        stances: that back it, or that are told beside those.
        terms: of the answer.
    """
    answer, known = terms.answer, terms.knowledge.statements
    turning = answer.mark("status", action, answer.status[action]).provisional_on
    by: dict[str, list[tuple[tuple[Test, ...], ...]]] = {}
    for s in stances:
        by.setdefault(known[s.statement].source, []).append(answer.mark("stance", *s.key).provisional_on)
    found = []
    for source, marks in sorted(by.items()):
        shared = [x for x in marks[0] if all(_among(x, other) for other in marks) and not _among(x, turning)]
        if shared:
            found.append((source, terms.answers(shared)))
    return tuple(found)


def _among(answers: tuple[Test, ...], sets: Iterable[tuple[Test, ...]]) -> bool:
    return any(set(x) <= set(answers) for x in sets)
