"""Each file of `bad` has one defect, named in its first line with its place; its twin in `good` has none."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from guideline.errors import PackError, Problem
from guideline.packs import Compiled, compile_packs, core_files
from guideline.program import ground

HERE = Path(__file__).parent
BAD = sorted((HERE / "bad").glob("*.lp"))
EXPECTED = re.compile(r"%~ (?P<code>[a-z0-9-]+) (?P<line>\d+):(?P<column>\d+)\n% ")


def beside_the_minimal_pack(delta: Path, folder: Path) -> Path:
    # Named so that the minimal pack is read first: where two declarations clash, the later one is at fault.
    shutil.copy(HERE / "minimal" / "pack.lp", folder / "0.lp")
    shutil.copy(delta, folder / delta.name)
    return folder


def problems(folder: Path) -> tuple[Problem, ...]:
    with pytest.raises(PackError) as caught:
        compile_packs([folder], use_cache=False)
    return caught.value.problems


def ground_with_core(compiled: Compiled) -> None:
    ground([path for path in core_files() if path.name != "decide.lp"], compiled.files, compiled.facts)


def test_there_are_enough_and_each_has_a_twin() -> None:
    assert len(BAD) >= 40
    assert [path.name for path in BAD] == [path.name for path in sorted((HERE / "good").glob("*.lp"))]


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.stem)
def test_one_defect_is_reported_once_at_its_place(path: Path, tmp_path: Path) -> None:
    expected = EXPECTED.match(path.read_text(encoding="utf-8"))
    assert expected, "the first line names the defect and its place, the second says it in words"
    found = problems(beside_the_minimal_pack(path, tmp_path))
    assert [problem.code for problem in found] == [expected["code"]]
    (problem,) = found
    place = problem.place
    assert place is not None
    assert (Path(place.file).name, place.line, place.column) == (path.name, int(expected["line"]), int(expected["column"]))


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.stem)
def test_messages_keep_the_form_of_messages(path: Path, tmp_path: Path) -> None:
    (problem,) = problems(beside_the_minimal_pack(path, tmp_path))
    assert not problem.message[0].isupper()
    assert not problem.message.endswith(".")
    assert "<string>" not in str(problem)
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", problem.code)


@pytest.mark.parametrize("path", sorted((HERE / "good").glob("*.lp")), ids=lambda path: path.stem)
def test_its_twin_compiles_and_grounds_without_a_word_from_clingo(path: Path, tmp_path: Path) -> None:
    compiled = compile_packs([beside_the_minimal_pack(path, tmp_path)], use_cache=False)
    ground_with_core(compiled)


def test_all_defects_of_all_files_are_told_at_once(tmp_path: Path) -> None:
    # Of two files that each clash with the minimal pack, or take a name that another needs, only some can be told together.
    alone = [path for path in BAD if path.stem.startswith(("unknown_action", "unknown_stance", "clock_of_choice", "show", "const"))]
    shutil.copy(HERE / "minimal" / "pack.lp", tmp_path / "0.lp")
    expected = []
    for path in alone:
        shutil.copy(path, tmp_path / path.name)
        match = EXPECTED.match(path.read_text(encoding="utf-8"))
        assert match
        expected.append((path.name, match["code"]))
    found = problems(tmp_path)
    assert [(Path(p.place.file).name, p.code) for p in found if p.place] == sorted(expected)
