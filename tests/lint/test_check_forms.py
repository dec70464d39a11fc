"""`guideline check`: its exit codes, and its three forms, of which SARIF keeps the standard and points at the line."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from sarif_schema import SARIF

from guideline.check_pages import page
from guideline.check_schema import CHECK
from guideline.packs import shipped_pack

HERE = Path(__file__).parent
ROOT = HERE.parent.parent


def check(*words: str | Path, folder: Path = ROOT) -> subprocess.CompletedProcess[str]:
    return guideline("check", *words, folder=folder)


def guideline(*words: str | Path, folder: Path = ROOT) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", "from guideline.cli import main; main()", *map(str, words)]
    return subprocess.run(
        command,
        capture_output=True,
        text=True,
        check=False,
        cwd=folder,
        encoding="utf-8",
        env={"PYTHONPATH": str(ROOT), "GUIDELINE_CACHE": "off"},
    )


@pytest.fixture
def warned(tmp_path: Path) -> Path:
    """A folder with a pack that has two warnings, of which it accepts one."""
    pack = tmp_path / "my packs" / "one"
    pack.mkdir(parents=True)
    shutil.copy(HERE / "minimal" / "pack.lp", pack)
    text = "% über\nfinding((rash; itch), boolean).\n"
    text += 'label(rash, "rash"). label(itch, "itch").\naccepts(unused_finding, itch, "kept for a later edition").\n'
    (pack / "more.lp").write_text(text, encoding="utf-8")
    return tmp_path


@pytest.fixture
def defective(tmp_path: Path) -> Path:
    (tmp_path / "bad.lp").write_text("\n  recommends(nobody, nothing).\n", encoding="utf-8")
    return tmp_path


def test_a_clean_pack_is_clean_in_every_form() -> None:
    run = check(HERE / "minimal", "--strict")
    assert (run.returncode, run.stdout, run.stderr) == (0, "no defects: 3 statements from 2 sources\n", "")
    found = json.loads(check(HERE / "minimal", "--json").stdout)
    assert (found["defects"], found["warnings"], found["accepted"]) == ([], [], [])
    assert json.loads(check(HERE / "minimal", "--format", "sarif").stdout)["runs"][0]["results"] == []


def test_a_warning_is_told_and_lets_pass_unless_strict(warned: Path) -> None:
    run = check("my packs/one", folder=warned)
    assert (run.returncode, run.stderr) == (0, "")
    assert "more.lp:2:1: warning: no rule reads finding `rash`" in run.stdout.replace("my packs/one/", "")
    assert "no defects, 1 warning, 1 accepted: 3 statements from 2 sources" in run.stdout
    assert check("my packs/one", "--strict", folder=warned).returncode == 3


def test_a_defect_comes_first_and_keeps_the_lint_from_looking(defective: Path) -> None:
    run = check(defective)
    assert run.returncode == 3
    assert "2 defects; warnings are looked for once there is none" in run.stdout


def test_json_has_the_places_and_the_reasons(warned: Path, defective: Path) -> None:
    found = json.loads(check("my packs/one", "--format", "json", folder=warned).stdout)
    jsonschema.validate(found, CHECK)
    (row,), (accepted,) = found["warnings"], found["accepted"]
    assert (row["check"], Path(row["file"]).name, row["line"], row["column"]) == ("unused-finding", "more.lp", 2, 1)
    assert accepted["why"] == "kept for a later edition"
    run = check(defective, "--json")
    assert run.returncode == 3
    found = json.loads(run.stdout)
    jsonschema.validate(found, CHECK)
    assert {row["check"] for row in found["defects"]} == {"unknown-action", "unknown-statement"}


def test_the_published_schema_is_a_schema_that_takes_good_and_bad_packs_and_nothing_else() -> None:
    assert json.loads(guideline("schema", "check").stdout) == CHECK
    jsonschema.Draft202012Validator.check_schema(CHECK)
    validator = jsonschema.Draft202012Validator(CHECK)
    for pack in (shipped_pack(), HERE / "minimal", HERE / "never_written"):
        found = json.loads(check(pack, "--json").stdout)
        validator.validate(found)
        assert not validator.is_valid({**found, "more": 1})
        assert not validator.is_valid({**found, "schema": "guideline.check/2"})
    assert not validator.is_valid({**found, "defects": [{**found["defects"][0], "column": "1"}]})


def sarif(*words: str | Path, folder: Path) -> Any:
    document = json.loads(check(*words, "--format", "sarif", folder=folder).stdout)
    jsonschema.validate(document, SARIF, format_checker=jsonschema.FormatChecker())
    (run,) = document["runs"]
    rules = run["tool"]["driver"]["rules"]
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
    for rule in rules:
        assert rule["shortDescription"]["text"] == page(rule["id"]).what
    return run


def test_sarif_points_at_the_line_in_a_relative_address(warned: Path) -> None:
    run = sarif("my packs/one", folder=warned)
    standing = [result for result in run["results"] if "suppressions" not in result]
    (result,) = standing
    assert result["level"] == "warning"
    physical = result["locations"][0]["physicalLocation"]
    assert physical["artifactLocation"] == {"uri": "my%20packs/one/more.lp", "uriBaseId": "SRCROOT"}
    assert physical["region"] == {"startLine": 2, "startColumn": 1}
    assert run["originalUriBaseIds"]["SRCROOT"]["uri"] == f"{warned.resolve().as_uri()}/"
    (other,) = [result for result in run["results"] if "suppressions" in result]
    assert other["suppressions"] == [{"kind": "inSource", "justification": "kept for a later edition"}]


def test_sarif_of_a_file_elsewhere_has_its_whole_address(warned: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    run = sarif(warned / "my packs" / "one", folder=tmp_path_factory.mktemp("elsewhere"))
    uri = run["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    assert re.fullmatch(r"file:///.*/my%20packs/one/more\.lp", uri)


def test_sarif_of_defects_is_of_level_error(defective: Path) -> None:
    run = sarif(".", folder=defective)
    assert {result["level"] for result in run["results"]} == {"error"}
    assert {rule["defaultConfiguration"]["level"] for rule in run["tool"]["driver"]["rules"]} == {"error"}
    assert run["results"][0]["locations"][0]["physicalLocation"]["region"] == {"startLine": 2, "startColumn": 3}


def test_sarif_of_a_folder_without_a_pack_has_no_line(tmp_path: Path) -> None:
    run = sarif("nowhere", folder=tmp_path)
    assert [result["ruleId"] for result in run["results"]] == ["pack-folder"]
    assert "region" not in run["results"][0]["locations"][0]["physicalLocation"]


def test_an_unknown_form_is_wrong_usage() -> None:
    assert check("--format", "xml").returncode == 2


def test_the_shipped_pack_is_clean_to_the_last_warning() -> None:
    run = check("--strict")
    assert run.returncode == 0, run.stdout
