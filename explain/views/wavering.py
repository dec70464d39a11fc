"""Sources whose word on an action an answer would take away, though the status that they back would stay as it is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from explain.views.terms import Terms
from explain.views.values import Answers
from guideline.answer import Stance
from guideline.model import Test

WAITING = frozenset({"open", "withholds"})
"""Words of a statement that waits for something."""
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
    heard = list(stances)
    firm = {known[s.statement].source for s in heard if s.word not in WAITING}
    # What a source waits for besides is told with it, and is not its word.
    for s in (s for s in heard if s.word not in WAITING or known[s.statement].source not in firm):
        # That an answer to what it waits for would end the waiting is said with it.
        asked = {t.subject for c in s.criteria for t in terms.tests_in(c)}
        falls = tuple([x for x in answer.mark("stance", *s.key).provisional_on if asked.isdisjoint(t.subject for t in x)])
        falls = tuple([x for x in falls if not any(_among(x, more) for more in _taking_over(s, terms))])
        by.setdefault(known[s.statement].source, []).append(falls)
    found = []
    for source, marks in sorted(by.items()):
        shared = [x for x in marks[0] if all(_among(x, other) for other in marks) and not _among(x, turning)]
        if shared:
            found.append((source, terms.answers(shared)))
    return tuple(found)


def _taking_over(stance: Stance, terms: Terms) -> Iterator[tuple[tuple[Test, ...], ...]]:
    """The answers under which another statement of the same source says the same of an action."""
    known = terms.knowledge.statements
    for row, marks in terms.answer.marks.items():
        if row[0] == "stance" and row[2:] == (stance.word, stance.action) and known[row[1]].source == known[stance.statement].source:
            yield marks.possible_if


def _among(answers: tuple[Test, ...], sets: Iterable[tuple[Test, ...]]) -> bool:
    return any(set(x) <= set(answers) for x in sets)
