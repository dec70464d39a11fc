"""The shipped cases come out as their files expect."""

from __future__ import annotations

from pathlib import Path

import pytest

from guideline import Pack, load_pack
from guideline.packs import shipped_pack
from guideline.trial.run import Trial, case_files, try_case, try_packs

HOME = shipped_pack()


@pytest.fixture(scope="module")
def pack() -> Pack:
    return load_pack()


@pytest.fixture(scope="module")
def trial(pack: Pack) -> Trial:
    return try_packs(pack)


@pytest.mark.parametrize("path", case_files(HOME), ids=lambda p: p.relative_to(HOME / "cases").with_suffix("").as_posix())
def test_a_shipped_case_comes_out_as_expected(path: Path, pack: Pack) -> None:
    tried = try_case(path, pack, HOME)
    assert [str(p) for p in tried.problems] == []
    assert [f"{d.place}: {d.words}" for d in tried.differences] == []


def test_nothing_is_wrong_beside_the_cases(trial: Trial) -> None:
    assert [str(p) for p in trial.problems] == []
    assert not (trial.strict and trial.gaps)
