"""The schema of `expect:`: it accepts what the reader accepts, and refuses what a schema can tell."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import jsonschema
import pytest
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError
from test_hostile_expectations import BAD, VERDICT
from test_keys import TWINS

from guideline import Pack
from guideline.cases.case_schema import case_schema
from guideline.expectations.expectation import CAMPS, SETTLEMENTS, VERDICTS
from guideline.expectations.reader import FORBIDDEN, KEYS
from guideline.expectations.reader import VERDICT as VERDICT_KEYS

SMALL = Path(__file__).parent / "small"
Validator = jsonschema.Draft202012Validator


@pytest.fixture(scope="module")
def schema(small: Pack) -> dict[str, Any]:
    return case_schema(small.vocabulary, small.knowledge)


@pytest.fixture(scope="module")
def validator(schema: dict[str, Any]) -> Validator:
    return Validator(schema)


def written(expect: str) -> Any:
    body = "".join(f"  {line}\n" for line in expect.splitlines())
    return YAML(typ="safe", pure=True).load(f"case: somebody\nexpect:\n{body}")


def test_it_is_a_schema_that_describes_every_key(schema: dict[str, Any]) -> None:
    Validator.check_schema(schema)
    parts = schema["properties"]["expect"]["properties"]
    assert tuple(parts) == KEYS
    assert tuple(parts["forbid"]["properties"]) == FORBIDDEN
    assert tuple(parts["verdict"]["anyOf"][0]["properties"]) == VERDICT_KEYS


def test_without_knowledge_of_a_pack_an_expectation_may_be_anything(small: Pack) -> None:
    assert Validator(case_schema(small.vocabulary)).is_valid({"case": "x", "expect": {"in_force": ["whatever"]}})


GOOD = [
    *dict.fromkeys(text for twin in TWINS for text in twin[2:4] if text),
    *(f"settled: [{{by: {w.replace(' ', '_')}, statements: [no_splint, splint_any]}}]" for w in SETTLEMENTS),
    *(f"camps: {{splint | exercise: [{{word: {w}, until: 2 weeks, statements: [no_splint]}}]}}" for w in CAMPS),
    "\n".join(f"{key}:" for key in KEYS),
    "camps: {no_splint | splint_any: []}",
    """marks: {possible: {no_splint: ['at_least(pain_duration, "2 weeks")', 'below( pain_duration , 2 weeks )', ' is(side,left) ']}}""",
    VERDICT + "status: real, kinds: [timing], hangs_on: }",
    VERDICT + "status: compatible, departs: it differs, listed: real}",
    VERDICT + "status: resolved_by_population, gives_way: [no_splint]}",
    VERDICT + "status: resolved_by_population, side_by_side: [no_splint, splint_any], gives_way: []}",
    VERDICT + "status: open_source_ambiguous, hangs_on: [splint_any]}",
    VERDICT + "status: open_source_ambiguous, hangs_on: {splint_any: }}",
    "verdict: [{entry: e, statements: [splint_any], because: it is so, status: open_source_ambiguous, hangs_on: {splint_any: athletes}}]",
]


@pytest.mark.parametrize("expect", GOOD)
def test_it_accepts_what_the_reader_accepts(expect: str, validator: Validator, read: Any) -> None:
    read("left", expect)
    validator.validate(written(expect))


def test_it_accepts_the_cases_of_the_pack(validator: Validator) -> None:
    paths = sorted((SMALL / "cases").rglob("*.yaml"))
    assert paths
    for path in paths:
        value = YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8"))
        if isinstance(value, dict):
            validator.validate(value)


UNTOLD = (
    "stands twice", "expected in force and not", "expected in scope and out", "expected and forbidden", "no rule can ask",
    "unknown finding", "is in no ambiguity of", "is not among the statements", "to give way and to stand", "is the status itself",
    "control character",
)  # fmt: skip
"""What is wrong with an expectation that the schema does not see: it compares no two parts, and does not look into tests."""


@pytest.mark.parametrize(("expect", "message"), [(b[0], b[2]) for b in BAD], ids=[b[0] for b in BAD])
def test_it_refuses_what_a_schema_can_tell(expect: str, message: str, validator: Validator) -> None:
    try:
        value = written(expect)
    except YAMLError:
        return  # no document at all
    told = "stands twice" in message or expect == "ask: [numb]" or not any(words in message for words in UNTOLD)
    assert validator.is_valid(value) != told


@pytest.mark.parametrize("status", VERDICTS)
def test_every_verdict_needs_what_it_rests_on(status: str, validator: Validator) -> None:
    bare = written(VERDICT + f"status: {status}}}")
    assert validator.is_valid(bare) == (status in {"same_direction_different_strength", "compatible"})
