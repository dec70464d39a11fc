"""The command line: exit codes, errors without a traceback, and documents that name every command."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest

from guideline.auditing.audit_json import AUDIT
from guideline.cli import VERBS
from guideline.contract_schema import SCHEMAS

ROOT = Path(__file__).parent.parent
CASES = ROOT / "encodings" / "vcf" / "cases"
ACR = CASES / "acr_81_year_old.yaml"


def guideline(*words: str | Path, stdin: str | None = None) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", "from guideline.cli import main; main()", *map(str, words)]
    return subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT, input=stdin, encoding="utf-8")


def clean_failure(run: subprocess.CompletedProcess[str], code: int) -> None:
    assert run.returncode == code, run.stderr
    assert "Traceback" not in run.stderr
    assert run.stdout == ""
    assert run.stderr.strip()


def test_solve_prints_json_that_keeps_the_contract() -> None:
    run = guideline("solve", ACR, "--json")
    assert run.returncode == 0, run.stderr
    jsonschema.validate(json.loads(run.stdout), SCHEMAS["answer"])


def test_solve_reads_standard_input() -> None:
    assert guideline("solve", "-", "--json", stdin=ACR.read_text(encoding="utf-8")).returncode == 0


def test_the_same_case_gives_the_same_bytes_for_any_hash_seed() -> None:
    outputs = set()
    for seed in ("0", "1", "2"):
        command = [sys.executable, "-c", "from guideline.cli import main; main()", "solve", str(ACR), "--json"]
        run = subprocess.run(
            command, capture_output=True, check=True, cwd=ROOT, env={"PYTHONHASHSEED": seed, "PATH": "", "HOME": "/nonexistent"}
        )
        outputs.add(run.stdout)
    assert len(outputs) == 1


def test_fail_on_conflict_exits_with_3_only_where_sources_disagree() -> None:
    assert guideline("solve", CASES / "acr_35_days_of_therapy.yaml", "--json", "--fail-on-conflict").returncode == 3
    assert guideline("solve", ACR, "--json", "--fail-on-conflict").returncode == 0


def test_a_statement_switched_off_is_named_in_the_answer() -> None:
    answer = json.loads(guideline("solve", ACR, "--json", "--without", "acr_vcf.rating_ablation").stdout)
    assert answer["options"]["without"] == ["acr_vcf.rating_ablation"]
    assert "acr_vcf.rating_ablation" not in {s["statement"] for s in answer["statements"]["in_force"]}


@pytest.mark.parametrize("form", ["text", "markdown"])
def test_a_statement_switched_off_is_said_at_once_in_words(form: str) -> None:
    first = guideline("solve", ACR, "--format", form, "--without", "rating_ablation").stdout.splitlines()[:8]
    assert any("acr_vcf.rating_ablation" in line for line in first)


def test_a_terminal_without_unicode_gets_its_answer() -> None:
    command = [sys.executable, "-c", "from guideline.cli import main; main()", "solve", str(ACR)]
    run = subprocess.run(
        command, capture_output=True, check=False, cwd=ROOT, env={"PYTHONIOENCODING": "ascii", "PATH": "", "HOME": "/nonexistent"}
    )
    assert (run.returncode, run.stderr) == (0, b"")


def test_a_reader_who_leaves_early_is_no_error() -> None:
    command = f"{sys.executable} -c 'from guideline.cli import main; main()' solve {ACR} | head -1; exit ${{PIPESTATUS[0]}}"
    run = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False, cwd=ROOT)
    assert (run.returncode, run.stderr) == (0, "")


def test_a_full_disk_is_one_clear_error() -> None:
    with Path("/dev/full").open("w") as full:
        command = [sys.executable, "-c", "from guideline.cli import main; main()", "solve", str(ACR)]
        run = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, check=False, cwd=ROOT)
    assert run.returncode == 1
    assert run.stderr == "error: standard output cannot be written: no space left on device\n"


def test_audit_exits_with_3_when_disagreements_are_possible() -> None:
    run = guideline("audit", "--json")
    assert run.returncode == 3, run.stderr
    jsonschema.validate(json.loads(run.stdout), AUDIT)


def test_check_finds_no_defect_in_the_shipped_pack() -> None:
    run = guideline("check")
    assert (run.returncode, run.stderr) == (0, "")


def test_check_lists_defects_and_exits_with_3(tmp_path: Path) -> None:
    (tmp_path / "bad.lp").write_text("recommends(nobody, nothing).\n", encoding="utf-8")
    run = guideline("check", tmp_path)
    assert run.returncode == 3
    assert "bad.lp:1" in run.stdout


@pytest.mark.parametrize("what", ["case", "answer", "audit", "check"])
def test_schema_prints_a_valid_schema(what: str) -> None:
    jsonschema.Draft202012Validator.check_schema(json.loads(guideline("schema", what).stdout))


def test_facts_read_back_give_the_same_answer(tmp_path: Path) -> None:
    path = tmp_path / "acr.lp"
    facts = guideline("facts", ACR).stdout.split("% What the engine knows")[0]
    path.write_text(facts, encoding="utf-8")
    one, other = (json.loads(guideline("solve", p, "--json").stdout) for p in (ACR, path))
    assert one["actions"] == other["actions"]


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("solve", "no_such_case.yaml"), 1),
        (("solve", "encodings"), 1),
        (("solve", ACR, "--pack", "no_such_folder"), 1),
        (("solve", ACR, "--pack", ACR), 1),
        (("solve", ACR, "--without", "no_such_statement"), 1),
        (("solve", ACR, "--policy", "no_such_source"), 1),
        (("solve",), 2),
        (("solve", ACR, "--format", "xml"), 2),
        (("solve", ACR, "--nonsense"), 2),
        (("solve", ACR, "--full", "--json"), 2),
        (("solve", ACR, "--full", "--format", "markdown"), 2),
        (("slove", ACR), 2),
        (("audit", "no_such_folder"), 1),
        (("schema", "cases"), 2),
        (("facts", "no_such_case.yaml"), 1),
        (("report", "no_such_case.yaml", "-o", "x.html"), 1),
        (("report", ACR, "-o", "no/such/folder/x.html"), 1),
        (("report", ACR, "-o", "x.docx"), 2),
    ],
    ids=lambda v: " ".join(str(w).rsplit("/", 1)[-1] for w in v) if isinstance(v, tuple) else str(v),
)
def test_wrong_use_is_one_clear_error(words: tuple[str | Path, ...], code: int) -> None:
    clean_failure(guideline(*words), code)


def test_every_command_is_named_in_the_readme_and_every_named_command_exists() -> None:
    named = set(re.findall(r"`guideline ([a-z]+)", (ROOT / "README.md").read_text(encoding="utf-8")))
    assert named == set(VERBS)


@pytest.mark.parametrize("verb", VERBS)
def test_every_command_has_help(verb: str) -> None:
    run = guideline(verb, "--help")
    assert run.returncode == 0
    assert len(run.stdout.splitlines()) > 5
