"""`guideline audit` on the command line: forms, files, exit codes, SARIF at both statements, witnesses that `solve` confirms, slips."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from guideline import load_pack, read_case
from guideline.auditing.audit import audit
from guideline.auditing.audit_json import AUDIT
from guideline.auditing.audit_sarif import audit_sarif
from guideline.auditing.audit_witnesses import witness_files
from guideline.auditing.names import names
from guideline.trial.run import try_case

ROOT = Path(__file__).parents[2]
DISPUTED = Path(__file__).parent / "disputed"
SMALL = Path(__file__).parent / "small"


def guideline(*words: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", "from guideline.cli import main; main()", *map(str, words)]
    return subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT, encoding="utf-8")


# Forms, files, exit codes


def test_the_exit_code_says_whether_something_needs_attention() -> None:
    assert guideline("audit", DISPUTED, "--json").returncode == 3
    assert guideline("audit", DISPUTED, "--json", "--action", "walk").returncode == 0
    assert guideline("audit", SMALL, "--json").returncode == 0
    open_ = guideline("audit", SMALL, "--seconds", "0.000001")
    assert (open_.returncode, open_.stderr) == (3, "")
    assert "did not suffice" in open_.stdout


def test_a_file_has_the_form_of_its_name_unless_another_is_asked_for(tmp_path: Path) -> None:
    for name, begin in (
        ("a.json", '{\n  "schema": "guideline.audit/1"'),
        ("a.md", "## Audit"),
        ("a.sarif", '{\n  "$schema"'),
        ("a", "Audit:"),
    ):
        run = guideline("audit", DISPUTED, "-o", tmp_path / name)
        assert (run.returncode, run.stdout, run.stderr) == (3, "", "")
        assert (tmp_path / name).read_text(encoding="utf-8").startswith(begin)
    guideline("audit", DISPUTED, "--format", "markdown", "-o", tmp_path / "b.json")
    assert (tmp_path / "b.json").read_text(encoding="utf-8").startswith("## Audit")
    printed = guideline("audit", DISPUTED)
    assert printed.stdout == (tmp_path / "a").read_text(encoding="utf-8")


def test_the_published_schema_is_that_of_the_document() -> None:
    schema = json.loads(guideline("schema", "audit").stdout)
    assert schema == json.loads(json.dumps(AUDIT))
    document = json.loads(guideline("audit", DISPUTED, "--json", "--under", "has(ill)", "--between", "one", "two").stdout)
    jsonschema.validate(document, schema)
    assert document["focus"] == {"sources": [], "actions": [], "kinds": [], "between": [["one", "two"]], "under": ["has(ill)"]}


def test_an_answer_says_at_the_top_what_it_was_restricted_to() -> None:
    words = guideline("audit", DISPUTED, "--under", "has(ill), scope(main)", "--kind", "timing", "--source", "one").stdout
    top = " ".join(words.split("\n\n")[0].split())
    assert "Only patients with illness: yes and with the scenario: the ill" in top
    assert "Only what concerns one" in top
    assert "Only conflicts of the kind timing" in top
    nothing = guideline("audit", DISPUTED, "--kind", "dose")
    assert nothing.returncode == 0
    assert "No two statements that fit this restriction are opposed" in " ".join(nothing.stdout.split())
    apart = guideline("audit", DISPUTED, "--action", "knife", "--under", "is(grade, mild)")
    assert "2 pairs that fit this restriction are opposed on paper; no patient brings them into conflict" in " ".join(apart.stdout.split())


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (("--source", "onee"), 1, "did you mean `one`?"),
        (("--kind", "timming"), 1, "did you mean `timing`?"),
        (("--action", "knive"), 1, "did you mean `knife`?"),
        (("--between", "one", "drug_mast"), 1, "did you mean `drug_must`"),
        (("--between", "one"), 2, "requires 2 arguments"),
        (("--under", "has(illl)"), 1, "did you mean `ill`?"),
        (("--under", "has(ill),lacks(ill)"), 1, "no patient that the axioms allow"),
        (("--section", "conflict"), 1, "did you mean `conflicts`?"),
        (("--section", "silence", "--kind", "timing"), 1, "cannot be restricted in this way"),
        (("--seconds", "0"), 2, "not in the range"),
        (("--seconds", "nan"), 2, "not a number of seconds"),
        (("--seconds", "inf"), 2, "not in the range"),
        (("--seconds", "soon"), 2, "not a valid float"),
        (("--threads", "0"), 2, "not in the range"),
        (("--threads", "1e3"), 2, "not a valid integer"),
        (("--format", "text", "--json"), 2, "does not go with"),
        (("-o", "no_such_folder/a.json"), 2, "there is no folder"),
        (("--witnesses", "README.md"), 2, "is a file"),
        (("--witnesses", "/proc/nothing/here"), 1, "cannot be made"),
    ],
)
def test_slips_on_the_command_line_are_told_in_a_line(words: tuple[str, ...], code: int, says: str) -> None:
    run = guideline("audit", DISPUTED, *words)
    assert run.returncode == code, run.stdout
    assert run.stdout == ""
    assert "Traceback" not in run.stderr
    assert says in run.stderr


def test_nothing_is_printed_about_progress_where_nobody_watches() -> None:
    assert guideline("audit", DISPUTED).stderr == ""


# SARIF


@pytest.fixture(scope="module")
def sarif() -> dict[str, Any]:
    pack = load_pack(DISPUTED)
    return json.loads(json.dumps(audit_sarif(audit(pack), pack, DISPUTED)))


def line_of(statement: str) -> int:
    text = (DISPUTED / "pack.lp").read_text(encoding="utf-8").split("\n")
    return 1 + next(i for i, row in enumerate(text) if row.startswith(f"statement({statement},"))


def lines_of(result: dict[str, Any]) -> list[int]:
    return [x["physicalLocation"]["region"]["startLine"] for x in (*result["locations"], *result["relatedLocations"])]


def test_each_pair_stands_at_the_lines_of_both_statements(sarif: dict[str, Any]) -> None:
    (run,) = sarif["runs"]
    found = {tuple(lines_of(r)): r for r in run["results"] if r["ruleId"] == "audit-contradiction"}
    result = found[line_of("drug_must"), line_of("no_drug_severe")]
    assert result["level"] == "error"
    assert result["locations"][0]["physicalLocation"]["artifactLocation"] == {"uri": "pack.lp", "uriBaseId": "SRCROOT"}
    assert "one.drug_must (1, item 1) and [two.no_drug_severe](1) (1, item 1)" in result["message"]["text"]
    assert "grade severe, ill true" in result["message"]["text"]
    assert [x["id"] for x in result["relatedLocations"]] == [1]


def test_what_is_accepted_is_suppressed_with_its_reason_and_what_is_of_assumption_is_a_warning(sarif: dict[str, Any]) -> None:
    by_lines = {tuple(lines_of(r)): r for r in sarif["runs"][0]["results"] if r["ruleId"] == "audit-contradiction"}
    accepted = by_lines[line_of("walk_all"), line_of("no_walk_flag")]
    assert accepted["suppressions"] == [{"kind": "inSource", "justification": "each source means its own patients"}]
    assert [r for r in by_lines.values() if "suppressions" in r] == [accepted]
    assumed = by_lines[line_of("diet_untested"), line_of("no_diet")]
    assert (assumed["level"], "only while something is not recorded" in assumed["message"]["text"]) == ("warning", True)


def test_every_result_names_a_rule_of_the_run_and_other_findings_stand_at_their_statement(sarif: dict[str, Any]) -> None:
    (run,) = sarif["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert [r["id"] for r in rules] == sorted(r["id"] for r in rules)
    assert all(r["shortDescription"]["text"] for r in rules)
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["locations"]
    others = {r["ruleId"]: lines_of(r) for r in run["results"] if r["ruleId"] in {"audit-waiver", "audit-dead"}}
    assert others == {
        "audit-waiver": [line_of("walk_all"), line_of("knife_later")],
        "audit-dead": [line_of("diet_untested")],
    }


def test_what_is_open_is_told_in_sarif_too() -> None:
    pack = load_pack(DISPUTED)
    found = audit(pack, seconds=1e-9)
    results = audit_sarif(found, pack, DISPUTED)["runs"][0]["results"]
    rules = [r["ruleId"] for r in results]
    # That a waiver is between statements that are not even opposed on paper needs no search.
    assert sorted(rules) == ["audit-open"] * (found.paper + len(found.open)) + ["audit-waiver"]


# Witnesses


def test_each_witness_of_the_shipped_pack_is_a_file_that_shows_its_conflict(tmp_path: Path) -> None:
    pack = load_pack()
    found = audit(pack, sections=["conflicts", "silence"])
    files = witness_files(found)
    assert len(files) == sum(len(line.pairs) for line in found.lines) + len(found.unseen.silences)
    for name, text in files.items():
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        tried = try_case(path, pack)
        assert tried.passed, (name, tried.differences, tried.problems)
    for line in found.lines:
        for pair in line.pairs:
            case = read_case(tmp_path / f"{pair.witness.name}.yaml", pack)
            assert (case.name, case.tests) == (pair.witness.name, pair.witness.tests)
            assert pair.conflict in pack.solve(case, marks=False, inquire=False).conflicts


def test_witnesses_on_the_command_line_are_confirmed_by_solve_and_are_not_written_over(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "witnesses"
    run = guideline("audit", DISPUTED, "--witnesses", folder, "--json")
    document = json.loads(run.stdout)
    pairs = [p for key in ("lines", "assumption_lines") for line in document[key] for p in line["pairs"]]
    files = sorted(folder.iterdir())
    assert run.stderr == f"{len(files)} witnesses written to {folder}\n"
    assert len(files) == len(pairs) + len(document["silence"])
    solved = []
    for path in files:
        answer = json.loads(guideline("solve", path, "--pack", DISPUTED, "--json").stdout)
        solved.append({(c["kind"], *c["statements"]) for c in answer["conflicts"]})
    names_ = {path.stem: rows for path, rows in zip(files, solved, strict=True)}
    for p in pairs:
        name = re.match(r"case: (\S+)", p["witness"])
        assert name
        assert (p["kind"], *p["statements"]) in names_[name[1]]
    again = guideline("audit", DISPUTED, "--witnesses", folder)
    assert again.returncode == 2
    assert "--force" in again.stderr
    assert guideline("audit", DISPUTED, "--witnesses", folder, "--force", "--json").returncode == 3


def test_names_of_witnesses_are_fit_for_cases_and_differ_on_every_file_system() -> None:
    knowledge = load_pack(DISPUTED).knowledge
    long = "s" * 200
    rows = [("timing", "drug_must", a, "no_rest", b) for a in ("x", "y") for b in ("x", "y")]
    made = names(rows, knowledge)
    assert [made[row][0] for row in sorted(rows)] == ["timing_drug_must_no_rest", *(f"timing_drug_must_no_rest_{n}" for n in (2, 3, 4))]
    assert {title for _, title in made.values()} == {"timing: one.drug_must and two.no_rest"}
    known = dict(knowledge.statements)
    known |= {long: known["calm"], "a'b": known["calm"], "A'b": known["calm"]}
    other = names(
        [("timing", long, "x", long, "y"), ("dose", "a'b", "x", "calm", "x"), ("dose", "A'b", "x", "calm", "x")], _with(knowledge, known)
    )
    assert all(re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,99}", name) for name, _ in other.values())
    assert len({name.lower() for name, _ in other.values()}) == 3


def _with(knowledge: Any, statements: Any) -> Any:
    return type(knowledge)(knowledge.sources, knowledge.contexts, statements)
