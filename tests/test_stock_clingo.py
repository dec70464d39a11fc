"""The stock clingo program, over the same files and a printed case, comes to the same conclusions as the engine."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from guideline import Pack, load_pack, read_case
from guideline.cases.facts import case_facts
from guideline.trial.run import case_files

ROOT = Path(__file__).parent.parent / "encodings"
CASES = case_files(ROOT / "vcf")


@pytest.fixture(scope="module")
def pack() -> Pack:
    return load_pack()


def stock(facts: str, folder: Path) -> tuple[set[str], str]:
    path = folder / "CASE.lp"
    path.write_text(facts, encoding="utf-8")
    files = [str(p) for part in ("core", "vcf") for p in sorted((ROOT / part).glob("*.lp"))]
    command = [sys.executable, "-m", "clingo", "--warn=all", "--outf=0", "-V1", *files, str(path)]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    answer = run.stdout.split("Answer: 1", 1)[1].splitlines()[1]
    return set(answer.split()), run.stderr


@pytest.mark.parametrize("path", CASES, ids=lambda p: p.stem)
def test_the_stock_program_gives_the_same_answer_and_no_warning(path: Path, pack: Pack, tmp_path: Path) -> None:
    case = read_case(path, pack)
    atoms, complaints = stock(case_facts(case) + pack.compiled.facts, tmp_path)
    assert complaints == ""
    answer = pack.solve(case, marks=False, inquire=False)
    assert {a for a in atoms if a.startswith("in_force(")} == {f"in_force({s})" for s in answer.in_force}
    assert {a for a in atoms if a.startswith("stance(")} == {f"stance({s.statement},{s.word},{s.action})" for s in answer.stances}
    assert {tuple(re.split(r"[(),]", a)[1:3]) for a in atoms if a.startswith("status(")} == set(answer.status.items())
    assert sum(a.startswith("conflict(") for a in atoms) == len(answer.conflicts)
