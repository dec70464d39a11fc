"""What an audit finds beside conflicts, in words and as JSON: a small pack that has something of everything, and the shipped one."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import jsonschema
import pytest

from explain.corpus.unseen_words import tell_unseen
from explain.views.labels import Labels
from guideline import load_pack, read_case
from guideline.auditing.unseen import unseen
from guideline.auditing.unseen_json import PARTS, unseen_json
from guideline.contract_schema import closed

SMALL = Path(__file__).parent / "small"
GOLDEN = Path(__file__).parent / "golden"
ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("full", [False, True])
def test_the_words_of_a_small_pack(full: bool, golden: Callable[[Path, str], None]) -> None:
    pack = load_pack(SMALL)
    with pack.seats.borrow() as seat:
        labels = Labels(pack.vocabulary, pack.knowledge, seat.tables.members)
    lines = []
    for passage in tell_unseen(unseen(pack), labels, full=full):
        lines += [f"## {passage.head}", "", passage.lead, "", *("  " * line.depth + f"- {line.text}" for line in passage.lines), ""]
    golden(GOLDEN / f"unseen_{'full' if full else 'short'}.md", "\n".join(lines))


@pytest.mark.parametrize("folder", [SMALL, None])
def test_the_json_keeps_its_schema_and_its_witnesses_are_cases(folder: Path | None, tmp_path: Path) -> None:
    pack = load_pack(*([folder] if folder else []))
    told = json.loads(json.dumps(unseen_json(unseen(pack), pack)))
    jsonschema.validate(told, closed(**PARTS))
    assert told["silence"]
    for number, silence in enumerate(told["silence"]):
        path = tmp_path / f"{number}.yaml"
        path.write_text(silence["witness"], encoding="utf-8")
        answer = pack.solve(read_case(path, pack))
        assert silence["context"] in {c.context for c in answer.contexts if c.in_scope}
        own = {s.name for s in pack.knowledge.statements.values() if s.source == silence["source"]}
        assert not [s for s in answer.stances if s.statement in own and s.word in {"for", "permits"}]


def test_parts_that_are_not_asked_for_are_empty() -> None:
    pack = load_pack(SMALL)
    whole = unseen(pack)
    assert unseen(pack, parts=["silence"]).silences == whole.silences
    only = unseen(pack, parts=["redundant"])
    assert (only.redundant, only.silences, only.settled, only.mute) == (whole.redundant, (), (), ())


def test_hash_seeds_change_nothing() -> None:
    code = (
        "import json; from guideline import load_pack; from guideline.auditing.unseen import unseen; "
        "from guideline.auditing.unseen_json import unseen_json; p = load_pack(); print(json.dumps(unseen_json(unseen(p), p)))"
    )
    told = {
        subprocess.run(
            [sys.executable, "-c", code], env={**os.environ, "PYTHONHASHSEED": seed}, cwd=ROOT, check=True, capture_output=True
        ).stdout
        for seed in ("1", "2")
    }
    assert len(told) == 1
