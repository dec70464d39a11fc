"""Amounts are asked for in the stretches that the rules tell apart: before a threshold, at it and past it, as they ask for it."""

from __future__ import annotations

from pathlib import Path

import pytest

from explain.render import phrase
from explain.views.stretches import joined
from explain.views.terms import Terms
from guideline import Pack, load_pack
from guideline.asking.questions import inquire
from guideline.cases.reading import parse_case
from guideline.model import Case

PACK = """
source(guide, "A guide"). strength(guide, should, 1).
finding(days, quantity("day")). critical(days). label(days, "days of pain").
action((drug; scan)). label(drug, "the drug"). label(scan, "a scan").
statement(treating, guide, recommendation, should). locator(treating, "1"). says(treating, "The drug.").
recommends(treating, drug).
"""
SCAN = """
statement(scanning, guide, recommendation, should). locator(scanning, "2"). says(scanning, "A scan.").
recommends(scanning, scan).
"""


def made(rules: str, record: str, folder: Path) -> tuple[Pack, Case]:
    (folder / "pack.lp").write_text(PACK + rules, encoding="utf-8")
    pack = load_pack(folder)
    return pack, parse_case(f"case: a\nfindings: {record}\n", pack.vocabulary)


ABOVE = 'applies(treating) :- above(days, "3 weeks").'
FROM_3 = SCAN + 'applies(scanning) :- at_least(days, "3 weeks").'
UNTIL_6 = SCAN + 'applies(scanning) :- at_most(days, "6 weeks").'


@pytest.mark.parametrize(
    ("rules", "record", "told"),
    [
        (ABOVE, "{}", ["at most 3 weeks", "more than 3 weeks"]),
        ('applies(treating) :- at_most(days, "3 weeks").', "{}", ["at most 3 weeks", "more than 3 weeks"]),
        ('applies(treating) :- at_least(days, "3 weeks").', "{}", ["less than 3 weeks", "at least 3 weeks"]),
        (ABOVE + FROM_3, "{}", ["less than 3 weeks", "exactly 3 weeks", "more than 3 weeks"]),
        (ABOVE + FROM_3.replace("3 weeks", "21 days"), "{}", ["less than 21 days", "exactly 21 days", "more than 21 days"]),
        (ABOVE + UNTIL_6, "{}", ["at most 3 weeks", "more than 3 weeks and at most 6 weeks", "more than 6 weeks"]),
        # Bounds that are recorded leave what lies inside them.
        (ABOVE + FROM_3, "{days: '>= 3 weeks'}", ["exactly 3 weeks", "more than 3 weeks"]),
        (ABOVE + UNTIL_6, "{days: '> 20 days and < 6 weeks'}", ["at most 3 weeks", "more than 3 weeks and at most 6 weeks"]),
    ],
)
def test_an_amount_is_asked_for_in_the_stretches_that_rules_tell_apart(rules: str, record: str, told: list[str], tmp_path: Path) -> None:
    pack, case = made(rules, record, tmp_path)
    answer = pack.solve(case)
    with pack.seats.borrow() as seat:
        terms = Terms(answer, pack.vocabulary, pack.knowledge, seat.tables.members)
    (question,) = inquire(case, pack).questions
    (asked,) = answer.ask
    for rows in ([r.tests for r in question.replies], [tests for tests, _ in asked.outcomes]):
        assert [phrase("replies", terms.tests(tests), book="phrases") for tests in rows] == told


@pytest.mark.parametrize(("days", "status"), [("20 days", ""), ("21 days", ""), ("22 days", "settled_for")])
def test_a_reply_does_what_the_record_of_such_an_amount_does(days: str, status: str, tmp_path: Path) -> None:
    pack, case = made(ABOVE, "{}", tmp_path)
    (question,) = inquire(case, pack).questions
    recorded = parse_case(f"case: a\nfindings: {{days: {days}}}\n", pack.vocabulary)
    (reply,) = [r for r in question.replies if recorded.tests.issuperset(r.tests)]
    assert {a: new for a, _, new in reply.changes}.get("drug", "") == pack.solve(recorded).status.get("drug", "") == status


def test_stretches_that_do_the_same_are_told_as_one_where_they_touch(tmp_path: Path) -> None:
    pack, case = made(ABOVE + FROM_3 + UNTIL_6.replace("scanning", "looking"), "{}", tmp_path)
    with pack.seats.borrow() as seat:
        terms = Terms(pack.solve(case), pack.vocabulary, pack.knowledge, seat.tables.members)
    (question,) = inquire(case, pack).questions
    parts = [terms.tests(r.tests)[0] for r in question.replies]
    whole = parts[0]
    for part in parts[1:]:
        both = joined(whole, part)
        assert both is not None
        whole = both
    assert whole.kind == "whatever"
    assert joined(parts[0], parts[2]) is None
    assert joined(parts[2], parts[1]) is None
