"""What the commands print as JSON is what the published schemas say."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest

from guideline import Pack, load_pack, read_case
from guideline.answer_json import answer_json
from guideline.auditing.audit import audit
from guideline.auditing.audit_json import AUDIT, audit_json
from guideline.cases.reading import parse_case
from guideline.cases.written import case_yaml
from guideline.contract_schema import SCHEMAS
from guideline.trial.run import case_files

ANSWER = jsonschema.Draft202012Validator(SCHEMAS["answer"])
CASES = case_files(Path(__file__).parent.parent / "encodings" / "vcf")


@pytest.fixture(scope="module")
def pack() -> Pack:
    return load_pack()


@pytest.mark.parametrize("path", CASES, ids=lambda p: p.stem)
def test_the_answer_to_a_shipped_case_keeps_the_contract(path: Path, pack: Pack) -> None:
    document = answer_json(pack.solve(read_case(path, pack)), pack)
    ANSWER.validate(json.loads(json.dumps(document)))


def test_the_answer_to_an_empty_case_keeps_the_contract_and_has_every_key(pack: Pack) -> None:
    document = answer_json(pack.solve(parse_case("case: nobody", pack.vocabulary)), pack)
    ANSWER.validate(json.loads(json.dumps(document)))
    assert document["decisions"] == []
    assert document["case"]["findings"] == []


def test_the_audit_keeps_the_contract_and_every_witness_shows_its_conflict(pack: Pack) -> None:
    found = audit(pack)
    jsonschema.validate(json.loads(json.dumps(audit_json(found, pack))), AUDIT)
    assert found.lines
    for line in found.lines:
        for pair in line.pairs:
            assert pair.witness is not None
            again = parse_case(case_yaml(pair.witness), pack.vocabulary)
            answer = pack.solve(again, marks=False, inquire=False)
            assert (pair.conflict.kind, pair.conflict.statements, pair.conflict.actions) in {
                (c.kind, c.statements, c.actions) for c in answer.conflicts
            }
