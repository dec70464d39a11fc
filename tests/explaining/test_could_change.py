"""What is said to be able to change a statement does so when it is recorded: alone, or with what is told beside it, and nothing else."""

from __future__ import annotations

import pytest

from explain.explaining import Asked, Explained
from guideline import Pack, load_pack
from guideline.cases.reading import parse_case

SMALL = """
finding(drug, quantity("day")). range(drug, "0 days", "1 year"). label(drug, "time on the drug").
finding(reply, choice). choice(reply, (poor; good)). label(reply, "reply to the drug").
finding((fever; risk; well; chills), boolean).
label(fever, "fever"). label(risk, "risk"). label(well, "well"). label(chills, "chills").
action(rest). label(rest, "rest").
source(guide, "A guide").
failed :- at_least(drug, "2 weeks"), is(reply, poor).
grave :- has(risk), has(chills), has(fever), failed.
statement(s, guide, recommendation, should). locator(s, "1"). says(s, "Rest."). recommends(s, rest).
applies(s) :- not above(drug, "4 weeks"), not failed.
statement(t, guide, recommendation, should). locator(t, "2"). says(t, "Rest well."). recommends(t, rest).
applies(t) :- not grave, not has(well).
impossible(sick_and_well, "well, with fever") :- has(well), has(fever).
"""


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Pack:
    folder = tmp_path_factory.mktemp("small")
    (folder / "small.lp").write_text(SMALL, encoding="utf-8")
    return load_pack(folder)


def told(small: Pack, statement: str, findings: str) -> list[str]:
    case = parse_case(f"case: c\nfindings: {{{findings}}}\n", small.vocabulary)
    telling = Explained(case, small, Asked(why=(statement,))).telling()
    return [line.text for p in telling for line in p.lines if line.text.startswith("as long as")]


def in_force(small: Pack, findings: str) -> frozenset[str]:
    case = parse_case(f"case: c\nfindings: {{{findings}}}\n", small.vocabulary)
    return frozenset(small.solve(case, marks=False, inquire=False).in_force)


def test_what_changes_it_alone_is_told_apart_from_what_needs_more(small: Pack) -> None:
    (line,) = told(small, "s", "")
    says = "more than 4 weeks could change this; at least 2 weeks could, together with reply to the drug: poor"
    assert line == f"as long as nothing is recorded of: time on the drug ({says})"
    # And so it is.
    assert "s" in in_force(small, "drug: 14 days")
    assert "s" not in in_force(small, "drug: 14 days, reply: poor")
    assert "s" not in in_force(small, "drug: 29 days")


def test_what_is_recorded_already_need_not_be_told_beside_it(small: Pack) -> None:
    assert told(small, "s", "reply: poor") == ["as long as nothing is recorded of: time on the drug (at least 2 weeks could change this)"]
    assert "s" not in in_force(small, "drug: 14 days, reply: poor")


def test_what_no_patient_can_have_beside_the_record_is_not_said_to_change_it(small: Pack) -> None:
    assert any("well (yes could change this)" in line for line in told(small, "t", ""))
    assert not any("well" in line for line in told(small, "t", "fever: true"))


def test_what_takes_too_many_companions_is_told_as_asked_and_no_more(small: Pack) -> None:
    (line,) = [x for x in told(small, "t", "") if "well" in x]
    assert "could, together" not in line
    assert "(asked: " in line
