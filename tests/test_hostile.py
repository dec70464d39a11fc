"""Every hostile input, on the command line: exit code 1, words on standard error, nothing else and no traceback."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from guideline.cli import main

HERE = Path(__file__).parent
MINIMAL = HERE / "packs" / "minimal"
CASES = sorted(p for p in (HERE / "cases" / "bad").iterdir() if p.is_file())
PACKS = sorted((HERE / "packs" / "bad").glob("*.lp"))


def outcome(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, *words: Path | str) -> tuple[int, str, str]:
    monkeypatch.setattr(sys, "argv", ["guideline", *map(str, words)])
    with pytest.raises(SystemExit) as left:
        main()
    out, err = capsys.readouterr()
    return int(left.value.code or 0), out, err


def test_there_are_enough_of_them() -> None:
    assert len(CASES) + len(PACKS) >= 40


@pytest.mark.parametrize("path", CASES, ids=lambda p: p.name)
def test_a_hostile_case_is_refused(path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    code, out, err = outcome(capsys, monkeypatch, "solve", path, "--pack", MINIMAL)
    assert (code, out) == (1, "")
    assert err.startswith("error: ")
    assert "Traceback" not in err


@pytest.mark.parametrize("path", PACKS, ids=lambda p: p.name)
def test_a_hostile_pack_is_refused(path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "pack"
    folder.mkdir()
    for part in (*MINIMAL.glob("*.lp"), path):
        (folder / f"{part.parent.name}_{part.name}").write_bytes(part.read_bytes())
    case = tmp_path / "case.yaml"
    case.write_text("case: x\n", encoding="utf-8")
    code, out, err = outcome(capsys, monkeypatch, "solve", case, "--pack", folder)
    assert (code, out) == (1, "")
    assert err.startswith("error: ")
    assert "Traceback" not in err
