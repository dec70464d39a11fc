"""Whether a review falls due for a patient at all: there is none where the treatment that it looks at is closed, or not to be had."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from guideline.answer import Stance
from guideline.model import Case, Knowledge, Review, Vocabulary

CLOSED = frozenset({"settled_against", "excluded"})
"""The statuses of a treatment that is not given."""
OPEN = frozenset({"settled_for", "option", "contested", "permitted", "withheld", "open"})
"""The statuses of a treatment that may be given, now or later."""


def due(
    review: Review,
    source: str,
    status: Mapping[str, str],
    stances: Iterable[Stance],
    case: Case,
    knowledge: Knowledge,
    vocabulary: Vocabulary,
) -> bool:
    """Whether the patient can have one of the treatments that a review looks at, or has begun with one.

    A treatment is closed where the answer, or a statement of the source that asks for the review, is against it, and where the case rules
    it out. A review for which the pack names no treatment is always due.

    Args:
        review: of a statement in force.
        source: of that statement.
        status: of each action, in the answer.
        stances: of the answer.
        case: with what is recorded.
        knowledge: of the pack.
        vocabulary: of the pack.
    """
    if not review.of:
        return True
    against = {s.action for s in stances if s.word == "against" and knowledge.statements[s.statement].source == source}
    left = [a for a in review.of if status.get(a) not in CLOSED and against.isdisjoint(_classes(a, vocabulary))]
    begun = any(r.finding in review.clocks for r in case.recorded)
    return any(begun or status.get(a) in OPEN for a in left)


def _classes(action: str, vocabulary: Vocabulary) -> set[str]:
    """An action with the classes that it is a kind of."""
    found = {action}
    todo = [action]
    while todo:
        new = set(vocabulary.actions[todo.pop()].kind_of) - found
        found |= new
        todo += sorted(new)
    return found
