"""What an answer takes for absent: only what neither is recorded nor follows from the record."""

from __future__ import annotations

from pathlib import Path

import pytest

from guideline import Pack, load_pack
from guideline.cases.reading import parse_case

CASE = """
case: denied
title: A fracture with edema
findings:
  vertebral_fracture: true
  osteoporosis: true
  symptomatic: true
  edema_extent: full
  {deficit}
"""


@pytest.fixture(scope="module")
def pack() -> Pack:
    return load_pack()


@pytest.mark.parametrize(("deficit", "assumed"), [("neurological_deficit: false", False), ("age: 70 years", True)])
def test_what_follows_from_a_denial_is_not_assumed(pack: Pack, deficit: str, assumed: bool) -> None:
    case = parse_case(CASE.format(deficit=deficit), pack.vocabulary)
    taken = {finding for finding, _ in pack.solve(case, inquire=True).assumed}
    assert ("neurological_deficit" in taken) is assumed
    assert "motor_weakness" not in taken


DAYS = """
source(guide, "A guide"). strength(guide, should, 1).
finding((pain; healed), boolean). label(pain, "pain"). label(healed, "healed").
finding(pain_days, quantity("day")). range(pain_days, "0 days", "1 year"). label(pain_days, "days of pain").
follows(below(pain_days, "1 day")) :- has(healed).
action(rest). label(rest, "rest").
statement(early, guide, recommendation, should). locator(early, "1"). says(early, "Rest in the first weeks.").
recommends(early, rest). applies(early) :- not at_least(pain_days, "3 weeks").
"""


@pytest.mark.parametrize(
    ("record", "assumed"),
    [
        ("pain: true", True),
        ("pain_days: 20 days", False),
        ("pain_days: < 3 weeks", False),
        ("pain_days: '> 1 week'", True),  # the bound leaves open whether three weeks have passed
        ("healed: true", False),
    ],
)
def test_an_amount_is_assumed_small_where_nothing_says_so(tmp_path: Path, record: str, assumed: bool) -> None:
    (tmp_path / "pack.lp").write_text(DAYS, encoding="utf-8")
    small = load_pack(tmp_path)
    answer = small.solve(parse_case(f"case: a\nfindings:\n  {record}\n", small.vocabulary))
    assert answer.in_force == ("early",)
    assert ("pain_days" in {finding for finding, _ in answer.assumed}) is assumed


THERAPY = """
source(guide, "A guide"). strength(guide, should, 1).
finding(operated, boolean). label(operated, "operated"). critical(operated).
finding((since_found; since_operation), quantity("day")). range((since_found; since_operation), "0 days", "9 years").
label(since_found, "days since it was found"). label(since_operation, "days since the operation").
follows(above(since_found, "4 weeks")) :- has(operated), above(since_operation, "4 weeks").
action(rest). label(rest, "rest").
statement(early, guide, recommendation, should). locator(early, "1"). says(early, "Rest in the first weeks.").
recommends(early, rest). applies(early) :- not above(since_found, "4 weeks").
"""


@pytest.mark.parametrize(
    ("record", "assumed"),
    [
        ("since_found: 7 days", set()),  # the amount is known, whatever else it could have followed from
        ("operated: false", {"since_found"}),
        ("operated: true", {"since_found"}),
        ("since_operation: 30 days", {"since_found", "operated"}),
        ("", {"since_found", "operated"}),
    ],
)
def test_a_finding_stands_for_those_from_which_it_follows_unless_critical(tmp_path: Path, record: str, assumed: set[str]) -> None:
    (tmp_path / "pack.lp").write_text(THERAPY, encoding="utf-8")
    small = load_pack(tmp_path)
    answer = small.solve(parse_case(f"case: a\nfindings:\n  {record}\n", small.vocabulary))
    assert {finding for finding, _ in answer.assumed} == assumed


@pytest.mark.parametrize(
    ("ground", "record", "assumed"), [("has(start)", "start: true, other: true", set()), ("not has(start)", "other: true", {"start"})]
)
def test_a_chain_longer_than_the_stack_of_python_is_walked(tmp_path: Path, ground: str, record: str, assumed: set[str]) -> None:
    steps = "".join(f"c{n} :- c{n - 1}.\n" for n in range(1, 1500))
    (tmp_path / "chain.lp").write_text(
        'finding((start; other), boolean). label(start, "start"). label(other, "other"). action(act). label(act, "act").\n'
        'source(book, "Book"). statement(s, book, recommendation, should). locator(s, "1"). says(s, "Act."). recommends(s, act).\n'
        f"applies(s) :- c1499, has(other).\napplies(s) :- c1499, not has(other).\nc0 :- {ground}.\n{steps}",
        encoding="utf-8",
    )
    pack = load_pack(tmp_path)
    made = pack.solve(parse_case(f"case: x\nfindings: {{{record}}}", pack.vocabulary))
    assert {finding for finding, _ in made.assumed} == assumed
