"""What to ask: the unrecorded findings that could change an answer, with what each reply would decide."""

from __future__ import annotations

from collections.abc import Iterable

from guideline.answer import Answer, Ask
from guideline.model import TEST_KINDS, Case, Finding, Test
from guideline.solving import Session
from guideline.standing import Standing


def to_ask(answer: Answer, session: Session, tables: Standing) -> tuple[Ask, ...]:
    """The findings to ask for: the unrecorded ones that carry a mark or that an open criterion waits for.

    Critical findings come first, then those whose answers change the status of more actions, then by name. Each answer is tried alone on
    the same ground program, all else as recorded.
    """
    vocabulary = tables.vocabulary
    turns: dict[str, int] = {}
    for mark in answer.marks.values():
        for finding in {t.subject for group in (mark.provisional_on, mark.possible_if) for s in group for t in s}:
            turns[finding] = turns.get(finding, 0) + 1
    recorded = {r.finding for r in answer.case.recorded}
    waited = {
        test.subject
        for stance in answer.stances
        if stance.word == "open"
        for criterion in stance.criteria
        for test in _tests(criterion, tables)
        if test.subject not in recorded
    }
    found = []
    for name in sorted((set(turns) | waited) & set(vocabulary.findings)):
        asked = vocabulary.findings[name]
        outcomes = tuple((tests, _changes(answer, tests, session)) for tests in answers(asked, answer.case))
        found.append(Ask(name, asked.critical, outcomes, turns.get(name, 0)))
    return tuple(sorted(found, key=lambda a: (not a.critical, -weight(a), -a.turns, a.finding)))


def weight(ask: Ask) -> int:
    """How many changes of status the answers to a question can bring, taken together."""
    return sum(len(changes) for _, changes in ask.outcomes)


def answers(finding: Finding, case: Case) -> list[tuple[Test, ...]]:
    """What may be answered: yes or no; one of the choices; for a quantity each stretch between two thresholds, as the tests it decides."""
    if finding.kind == "boolean":
        return [(Test("has", finding.name),), (Test("lacks", finding.name),)]
    if finding.kind == "choice":
        return [(Test("is", finding.name, choice),) for choice in finding.choices]
    rows = sorted({t.rank: t for t in reversed(finding.thresholds)}.values(), key=lambda t: t.rank)
    stretches = []
    for i in range(len(rows) + 1):
        stretch = []
        if i > 0:
            stretch.append(Test("at_least", finding.name, rows[i - 1].text))
        if i < len(rows):
            stretch.append(Test("below", finding.name, rows[i].text))
        if not any(_against(t, case) for t in stretch):
            stretches.append(tuple(stretch))
    return stretches


def _against(test: Test, case: Case) -> bool:
    other = {"at_least": "below", "below": "at_least"}[test.kind]
    return Test(TEST_KINDS[other], test.subject, test.value) in case.tests


def _changes(answer: Answer, tests: Iterable[Test], session: Session) -> tuple[tuple[str, str, str], ...]:
    session.set([*answer.case.tests, *tests], answer.without)
    solution = session.solve()
    if solution is None:
        return ()
    then = {row[0]: row[1] for row in solution.shown.get("status", ())}
    return tuple(
        (a, answer.status.get(a, "not_addressed"), then.get(a, "not_addressed"))
        for a in sorted(set(then) | set(answer.status))
        if answer.status.get(a) != then.get(a)
    )


def _tests(criterion: str, tables: Standing) -> Iterable[Test]:
    for part in tables.parts(criterion):
        kind, _, rest = part.partition("(")
        subject, _, value = rest.rstrip(")").partition(",")
        yield Test(TEST_KINDS[kind], subject, value.strip('"'))
