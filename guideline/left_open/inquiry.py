"""What to ask: the unrecorded findings that could change an answer, with what each reply would decide."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from guideline.answer import Answer, Ask
from guideline.left_open.measure import Alone
from guideline.left_open.order import ordered, urgent
from guideline.left_open.reading import Reading
from guideline.left_open.replies import answers
from guideline.marks import critical_unknown
from guideline.model import TEST_KINDS, Interval, Test
from guideline.standing import Standing


def to_ask(
    answer: Answer,
    status: Mapping[int, tuple[str, str]],
    reading: Reading,
    tables: Standing,
    compared: Collection[Test],
    true: frozenset[int],
) -> tuple[Ask, ...]:
    """The findings to ask for: the unrecorded ones that carry a mark or that an open criterion waits for.

    Each answer is tried alone, all else as recorded; one that the record rules out is left out, and a question with one answer left that
    brings nothing is not asked. The order is that of all questions (`guideline.left_open.order`).

    Args:
        answer: to the case, with its marks.
        status: literal of each atom that gives a status -> the action and the word.
        reading: of the ground program.
        tables: of the pack.
        compared: the comparisons that decide something.
        true: the literals of all atoms that hold in the case as recorded.
    """
    vocabulary = tables.vocabulary
    turns: dict[str, int] = {}
    for mark in answer.marks.values():
        for finding in {t.subject for group in (mark.provisional_on, mark.possible_if) for s in group for t in s}:
            turns[finding] = turns.get(finding, 0) + 1
    # What is recorded within bounds alone may still be what a criterion waits for.
    recorded = {r.finding for r in answer.case.recorded if not isinstance(r.value, Interval) or r.value.exact is not None}
    waited = {
        test.subject
        for stance in answer.stances
        if stance.word == "open"
        for criterion in stance.criteria
        for test in _tests(criterion, tables)
        if test.subject not in recorded
    }
    known = vocabulary.findings
    asked = sorted((set(turns) | waited) & set(known))
    if not asked:
        return ()
    replies = {name: answers(known[name], answer.case, compared) for name in asked}
    free = {*critical_unknown(answer.case, vocabulary), *(t for rows in replies.values() for tests in rows for t in tests)}
    part = reading.open_part(answer.case.tests, answer.without, free, status, true)
    alone = Alone(part, status, replies)
    found: dict[str, Ask] = {}
    for name in asked:
        outcomes = [(tests, changes) for tests in replies[name] if (changes := alone.changes(tests)) is not None]
        if len(outcomes) > 1 or any(changes for _, changes in outcomes):
            found[name] = Ask(name, known[name].critical, tuple(outcomes), turns.get(name, 0))
    return tuple(found[name] for name in ordered(found, urgent(part, lambda f: known[f].critical), alone))


def _tests(criterion: str, tables: Standing) -> Iterable[Test]:
    for part in tables.parts(criterion):
        kind, _, rest = part.partition("(")
        subject, _, value = rest.rstrip(")").partition(",")
        yield Test(TEST_KINDS[kind], subject, value.strip('"'))
