"""What an answer asks for: no answer that the record rules out is offered, and no question whose answer is settled and brings nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from guideline import load_pack
from guideline.cases.reading import parse_case

PAIN = """
source(guide, "A guide"). strength(guide, should, 1).
finding((pain; injury), boolean). label(pain, "pain"). label(injury, "injury").
finding(severity, choice). choice(severity, (none; mild; severe)). label(severity, "severity").
label(choice(severity, none), "none"). label(choice(severity, mild), "mild"). label(choice(severity, severe), "severe").
follows(has(pain)) :- is(severity, (mild; severe)).
follows(lacks(pain)) :- is(severity, none).
action((operation; splint)). label(operation, "operation"). label(splint, "splint").
statement(operate, guide, recommendation, should). locator(operate, "1"). says(operate, "Operate where pain is severe.").
recommends(operate, operation). needs(operate, operation, is(severity, severe)). applies(operate).
"""
NO_KNIFE = """
statement(no_knife, guide, recommendation, should). locator(no_knife, "2"). says(no_knife, "Do not operate without pain.").
opposes(no_knife, operation). applies(no_knife) :- lacks(pain).
"""


def offered(rules: str, record: str, folder: Path) -> dict[str, list[str]]:
    """Each question with the words that may answer it."""
    (folder / "pack.lp").write_text(rules, encoding="utf-8")
    pack = load_pack(folder)
    answer = pack.solve(parse_case(f"case: a\nfindings: {record}\n", pack.vocabulary))
    return {ask.finding: [tests[0].value for tests, _ in ask.outcomes] for ask in answer.ask}


@pytest.mark.parametrize(
    ("rules", "record", "severity"),
    [
        (PAIN, "{injury: true}", ["mild", "none", "severe"]),
        (PAIN, "{pain: true}", ["mild", "severe"]),
        # The one answer that is left closes the operation, which waited for another: it is worth recording.
        (PAIN, "{pain: false}", ["none"]),
        # The operation is advised against however the answer is: nothing is left to learn.
        (PAIN + NO_KNIFE, "{pain: false}", None),
        (PAIN + NO_KNIFE, "{pain: true}", ["mild", "severe"]),
    ],
)
def test_only_answers_that_the_record_leaves_open_are_offered(rules: str, record: str, severity: list[str] | None, tmp_path: Path) -> None:
    assert offered(rules, record, tmp_path).get("severity") == severity


def test_no_pain_is_no_severity_in_the_shipped_pack() -> None:
    pack = load_pack()
    record = "{osteoporosis: true, vertebral_fracture: true, neurological_deficit: false, edema_extent: full, symptomatic: %s}"
    severity = {}
    for symptomatic in ("true", "false"):
        answer = pack.solve(parse_case(f"case: a\nfindings: {record % symptomatic}\n", pack.vocabulary))
        severity[symptomatic] = [tests[0].value for ask in answer.ask if ask.finding == "pain_severity" for tests, _ in ask.outcomes]
    assert severity == {"true": ["mild", "moderate", "severe"], "false": []}
