"""The JSON of a report: it keeps its published schema, and says what the page says."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest
from click.testing import CliRunner
from report_pages import CASES, MADE, ORCHARD, SPRING, opened, read

from explain.report.content import gather
from explain.report.report_json import REPORT, report_json
from guideline.answer_json import answer_json
from guideline.cli import group


@pytest.fixture(scope="module")
def validator() -> jsonschema.Draft202012Validator:
    jsonschema.Draft202012Validator.check_schema(REPORT)
    return jsonschema.Draft202012Validator(REPORT)


@pytest.mark.parametrize("path", [SPRING, ORCHARD / "cases" / "autumn.yaml", *CASES[::12]], ids=lambda p: p.stem)
def test_the_json_keeps_the_published_schema(path: Path, validator: jsonschema.Draft202012Validator) -> None:
    pack = opened(ORCHARD if ORCHARD in path.parents else None)
    found = gather(read(path, pack), pack)
    document = json.loads(json.dumps(report_json(found, MADE, path.read_text(encoding="utf-8"))))
    validator.validate(document)
    assert document["answer"] == {
        k: v for k, v in json.loads(json.dumps(answer_json(found.answer, pack))).items() if k not in {"schema", "engine", "packs"}
    }


def test_an_empty_case_keeps_it_too(validator: jsonschema.Draft202012Validator) -> None:
    pack = opened(ORCHARD)
    document = json.loads(json.dumps(report_json(gather(read("case: nobody", pack), pack), MADE)))
    validator.validate(document)
    assert document["timeline"] == []
    assert document["changes"] == []


def test_something_that_is_no_report_does_not_keep_it(validator: jsonschema.Draft202012Validator) -> None:
    pack = opened(ORCHARD)
    document = json.loads(json.dumps(report_json(gather(read(SPRING, pack), pack), MADE)))
    document["timeline"][0]["first"] = "tomorrow"
    assert not validator.is_valid(document)


def test_the_timeline_counts_its_days_from_the_record() -> None:
    pack = opened(ORCHARD)
    spans = report_json(gather(read(SPRING, pack), pack), MADE)["timeline"]
    assert [(s["source"], s["kind"], s["first"], s["last"], s["statements"]) for s in spans] == [
        ("almanac", "due", 325, None, ["rest_first"]),
    ]


def test_the_command_line_prints_the_schema_and_a_report_that_keeps_it(tmp_path: Path) -> None:
    schema = json.loads(CliRunner().invoke(group, ["schema", "report"]).output)
    assert schema == json.loads(json.dumps(REPORT))
    path = tmp_path / "a.json"
    assert CliRunner().invoke(group, ["report", str(SPRING), "--pack", str(ORCHARD), "-o", str(path)]).exit_code == 0
    jsonschema.validate(json.loads(path.read_text(encoding="utf-8")), schema)
