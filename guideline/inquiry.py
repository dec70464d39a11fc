"""What to ask: the unrecorded findings that could change an answer, with what each reply would decide."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from guideline.answer import Answer, Ask
from guideline.marks import Marker
from guideline.model import TEST_KINDS, Case, Finding, Test
from guideline.solving import Session
from guideline.standing import Standing


def to_ask(answer: Answer, session: Session, tables: Standing, marker: Marker) -> tuple[Ask, ...]:
    """The findings to ask for: the unrecorded ones that carry a mark or that an open criterion waits for.

    Critical findings come first, then those whose answers change the status of more actions, then by name. Each answer is tried alone on
    the same ground program, all else as recorded; one that the record rules out is left out, and a question with one answer left that
    brings nothing is not asked.
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
    asked = [vocabulary.findings[name] for name in sorted((set(turns) | waited) & set(vocabulary.findings))]
    replies = {question.name: answers(question, answer.case) for question in asked}
    session.set(answer.case.tests, answer.without, free={t for rows in replies.values() for tests in rows for t in tests})
    statuses = {literal: (atom.args[0], atom.args[1]) for literal, atom in session.program.atoms.items() if atom.name == "status"}
    found = []
    for question in asked:
        outcomes = []
        for tests in replies[question.name]:
            reached = marker.reached(tests)
            turned = {literal: row for literal, row in statuses.items() if literal in reached}
            changes = _changes(answer, tests, session, turned)
            if changes is not None:
                outcomes.append((tests, changes))
        if len(outcomes) > 1 or any(changes for _, changes in outcomes):
            found.append(Ask(question.name, question.critical, tuple(outcomes), turns.get(question.name, 0)))
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


def _changes(
    answer: Answer, tests: Iterable[Test], session: Session, statuses: Mapping[int, tuple[str, str]]
) -> tuple[tuple[str, str, str], ...] | None:
    """What a reply brings, or None where it breaks an axiom beside the record.

    `statuses` are the literals, with action and word, that may turn with it; all others stay as they are.
    """
    true = session.holding(statuses, tests)
    if true is None:
        return None
    now, rows = answer.status, set(statuses.values())
    then = {a: word for a, word in now.items() if (a, word) not in rows} | dict(sorted(statuses[literal] for literal in true))
    return tuple(
        (a, now.get(a, "not_addressed"), then.get(a, "not_addressed")) for a in sorted({a for a, _ in rows}) if now.get(a) != then.get(a)
    )


def _tests(criterion: str, tables: Standing) -> Iterable[Test]:
    for part in tables.parts(criterion):
        kind, _, rest = part.partition("(")
        subject, _, value = rest.rstrip(")").partition(",")
        yield Test(TEST_KINDS[kind], subject, value.strip('"'))
