"""Each file of `bad` earns one warning, named in its first line with its place; its twin in `good` earns none."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from guideline.errors import Problem
from guideline.lint import ACCEPTANCES, CHECKS, lint
from guideline.packs import compile_packs

HERE = Path(__file__).parent
BAD = sorted((HERE / "bad").glob("*.lp"))
EXPECTED = re.compile(r"%~ (?P<code>[a-z0-9-]+) (?P<line>\d+):(?P<column>\d+)\n% ")
NO_TWINS = {"no-statements"}  # it is about a whole pack


def warnings(delta: Path, folder: Path) -> tuple[Problem, ...]:
    shutil.copy(HERE / "minimal" / "pack.lp", folder / "0.lp")
    shutil.copy(delta, folder / delta.name)
    return lint(compile_packs([folder], use_cache=False)).warnings


def test_every_check_has_its_twins() -> None:
    codes = {check.code for check in CHECKS} | set(ACCEPTANCES)
    assert {path.stem.replace("_", "-") for path in BAD} == codes - NO_TWINS
    assert [path.name for path in BAD] == [path.name for path in sorted((HERE / "good").glob("*.lp"))]


def test_the_minimal_pack_is_clean() -> None:
    assert not lint(compile_packs([HERE / "minimal"], use_cache=False)).warnings


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.stem)
def test_one_warning_is_given_once_at_its_place(path: Path, tmp_path: Path) -> None:
    expected = EXPECTED.match(path.read_text(encoding="utf-8"))
    assert expected
    (problem,) = warnings(path, tmp_path)
    assert problem.place is not None
    assert (problem.code, Path(problem.place.file).name) == (expected["code"], path.name)
    assert (problem.place.line, problem.place.column or 1) == (int(expected["line"]), int(expected["column"]) or 1)
    assert problem.hint
    assert not problem.message[0].isupper()
    assert not problem.message.endswith(".")


@pytest.mark.parametrize("path", sorted((HERE / "good").glob("*.lp")), ids=lambda path: path.stem)
def test_its_twin_earns_none(path: Path, tmp_path: Path) -> None:
    assert not warnings(path, tmp_path)


@pytest.mark.parametrize("path", [p for p in BAD if p.stem.replace("_", "-") not in ACCEPTANCES], ids=lambda path: path.stem)
def test_a_pack_accepts_a_warning_with_a_reason(path: Path, tmp_path: Path) -> None:
    (problem,) = warnings(path, tmp_path)
    check = next(check for check in CHECKS if check.code == problem.code)
    (remark,) = [r for r in check.find(compile_packs([tmp_path], use_cache=False)) if r.message == problem.message]
    (tmp_path / "accepted.lp").write_text(f'accepts({check.word}, {remark.subject}, "so it is meant").\n', encoding="utf-8")
    found = lint(compile_packs([tmp_path], use_cache=False))
    assert not found.warnings
    assert [(p.code, why) for p, why in found.accepted] == [(problem.code, "so it is meant")]
