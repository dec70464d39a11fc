"""`guideline diff` as people call it: forms, exit codes, hostile input, the same bytes every time."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import jsonschema
import pytest

from guideline.cases.reading import parse_case
from guideline.differences.diff_json import DIFF
from guideline.pack import load_pack

ROOT = Path(__file__).parents[2]
GOLDEN = Path(__file__).parent / "golden"
OLD = Path(__file__).parent / "fever_1"
NEW = Path(__file__).parent / "fever_2"


def run(*words: str | Path, seed: str = "0", verb: str = "diff") -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", "from guideline.cli import main; main()", verb, *map(str, words)]
    env = os.environ | {"PYTHONHASHSEED": seed, "GUIDELINE_CACHE": "off"}
    return subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT, env=env, encoding="utf-8")


def refused(done: subprocess.CompletedProcess[str], code: int, *words: str) -> None:
    assert done.returncode == code, done.stderr
    assert "Traceback" not in done.stderr
    assert not done.stdout
    for word in words:
        assert word in done.stderr


@pytest.mark.parametrize(("form", "name"), [("text", "fever.txt"), ("markdown", "fever.md")])
def test_two_versions_in_words(form: str, name: str, golden: Callable[[Path, str], None]) -> None:
    done = run(OLD, NEW, "--format", form)
    assert done.returncode == 3, done.stderr
    golden(GOLDEN / name, done.stdout)


def test_lines_of_the_terminal_fit_into_80_columns() -> None:
    assert max(map(len, run(OLD, NEW, "--full").stdout.splitlines())) <= 80


def test_the_json_keeps_its_schema_and_each_witness_shows_its_difference() -> None:
    done = run(OLD, NEW, "--json")
    assert done.returncode == 3, done.stderr
    told = json.loads(done.stdout)
    jsonschema.validate(told, DIFF)
    assert told["equal"] is False
    statuses = [d for d in told["differences"] if d["what"] == "status"]
    assert statuses
    for difference in statuses:
        for side, word, folder in (("first", "before", OLD), ("second", "after", NEW)):
            pack = load_pack(folder)
            answer = pack.solve(parse_case(difference["witness"][side], pack.vocabulary))
            assert answer.status.get(difference["subject"], "not_addressed") == difference[word]


def test_the_same_bytes_whatever_the_hash_seed() -> None:
    assert len({run(OLD, NEW, "--json", seed=seed).stdout for seed in ("1", "2", "3")}) == 1


def test_a_pack_against_itself_under_two_paths_is_proved_equal(tmp_path: Path) -> None:
    shutil.copytree(OLD, tmp_path / "other")
    done = run(OLD, tmp_path / "other")
    assert done.returncode == 0, done.stderr
    assert "Proved: the same answer for every patient." in done.stdout
    assert run(OLD, OLD).returncode == 0


def test_the_shipped_pack_goes_by_its_name() -> None:
    done = run("vcf", "vcf", "--json")
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    jsonschema.validate(told, DIFF)
    assert told["equal"] is True


def test_with_and_without_a_statement_and_two_sources() -> None:
    done = run(OLD, "--without", "wait_3_days", "--json")
    assert done.returncode == 3, done.stderr
    told = json.loads(done.stdout)
    jsonschema.validate(told, DIFF)
    assert told["second"]["without"] == ["leaflet.wait_3_days"]
    done = run(OLD, "--sources", "leaflet", "guide", "--json")
    assert done.returncode == 3, done.stderr
    jsonschema.validate(json.loads(done.stdout), DIFF)


def test_a_file_is_written_as_markdown_or_json_by_its_name(tmp_path: Path) -> None:
    assert run(OLD, NEW, "-o", tmp_path / "diff.json").stdout == ""
    jsonschema.validate(json.loads((tmp_path / "diff.json").read_text(encoding="utf-8")), DIFF)
    assert run(OLD, NEW, "-o", tmp_path / "diff.md").stdout == ""
    assert (tmp_path / "diff.md").read_text(encoding="utf-8") == run(OLD, NEW, "--format", "markdown").stdout


def test_no_time_at_all_leaves_everything_open() -> None:
    done = run(OLD, NEW, "--seconds", "0.000001")
    assert done.returncode == 3, done.stderr
    assert "Time did not suffice" in done.stdout


def test_what_is_not_a_question_is_wrong_usage() -> None:
    refused(run(), 2, "name two packs")
    refused(run(OLD), 2, "name two packs")
    refused(run(OLD, NEW, OLD), 2, "name two packs")
    refused(run(OLD, NEW, "--without", "wait_3_days"), 2, "one pack with itself")
    refused(run(OLD, "--without", "wait_3_days", "--sources", "leaflet", "guide"), 2, "two comparisons")
    refused(run(OLD, NEW, "--seconds", "0"), 2, "--seconds")
    refused(run(OLD, NEW, "--json", "--format", "text"), 2, "--json")
    refused(run(OLD, NEW, "--format", "text", "-o", "x.txt"), 2, "terminal")
    refused(run(OLD, NEW, "-o", "nowhere/x.md"), 2, "no folder `nowhere`")


def test_what_cannot_be_compared_is_named(tmp_path: Path) -> None:
    refused(run(OLD, tmp_path / "nowhere"), 1, "nowhere", "does not exist")
    refused(run(OLD, "--without", "wait_3_day"), 1, "unknown statement `wait_3_day`", "did you mean", "wait_3_days")
    refused(run(OLD, "--sources", "leaflet", "gide"), 1, "unknown source `gide`", "did you mean `guide`?")
    bad = tmp_path / "bad"
    bad.mkdir()
    (bad / "pack.lp").write_text("statement(", encoding="utf-8")
    refused(run(OLD, bad), 1, "pack.lp:1")


# All that is said, and nobody


ONE = (
    'source(d, "A document"). strength(d, should, 2). strength(d, may, 1).\n'
    'finding(f, boolean). label(f, "fever"). action(a). label(a, "rest").\n'
    'locator(s, "1"). recommends(s, a). applies(s) :- has(f).\n'
)


def written(folder: Path, text: str) -> Path:
    folder.mkdir()
    (folder / "pack.lp").write_text(text, encoding="utf-8")
    return folder


def test_with_strict_a_change_of_words_or_of_strength_is_not_clean_and_without_it_is(tmp_path: Path) -> None:
    rows = [("one", "should", "rest"), ("words", "should", "take a rest"), ("strength", "may", "rest")]
    one, *others = (written(tmp_path / n, f'{ONE}statement(s, d, recommendation, {w}). says(s, "{t}").\n') for n, w, t in rows)
    assert run(one, one, "--strict").returncode == 0
    for other in others:
        assert run(one, other).returncode == 0
        assert run(one, other, "--strict").returncode == 3


def test_a_pack_of_which_no_patient_is_possible_is_refused(tmp_path: Path) -> None:
    text = f'{ONE}statement(s, d, recommendation, should). says(s, "rest").\n'
    one = written(tmp_path / "one", text)
    nobody = written(tmp_path / "nobody", f'{text}impossible(x, "no fever") :- has(f).\nimpossible(y, "fever") :- not has(f).\n')
    for done in (run(one, nobody), run(nobody, one), run(nobody, verb="audit")):
        refused(done, 1, "no patient is possible: the axioms `x`")
    assert run(nobody, verb="check").returncode == 3


def test_findings_of_one_name_that_are_not_the_same_are_told_with_whose_they_are(tmp_path: Path) -> None:
    text = f'{ONE}statement(s, d, recommendation, should). says(s, "rest").\n'
    amount = text.replace("finding(f, boolean)", 'finding(f, quantity("day"))').replace("has(f)", 'at_least(f, "3 days")')
    words = run(written(tmp_path / "one", text), written(tmp_path / "two", amount)).stdout
    assert "fever (of two): 3 days" in words
    assert "fever (of one): yes" in words
