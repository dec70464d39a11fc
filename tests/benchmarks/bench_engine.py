"""How fast answers are, beside the bare solver. Run: pytest tests/benchmarks -o python_files='bench_*.py'."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from itertools import cycle
from pathlib import Path
from typing import Any

import pytest
import synthetic
from conftest import CASES, bare, median_seconds

from explain.justification.justify import justification
from guideline import Case, Pack, load_pack, read_case
from guideline.cases.facts import case_facts

Ratio = Callable[[str, float, str], None]
ROOT = Path(__file__).parents[2]
SIZES = (100, 1000, 10_000)


def test_bare_solve(benchmark: Any, pack: Pack, acr: Case, baseline: float, ratio: Ratio) -> None:
    benchmark(bare(pack, acr))
    ratio("bare multi-shot solve, shown atoms read (the baseline)", baseline, "1x")


def test_answer_without_marks(benchmark: Any, pack: Pack, acr: Case, baseline: float, ratio: Ratio) -> None:
    benchmark(lambda: pack.solve(acr, marks=False, inquire=False))
    ratio("answer without marks", baseline, "goal: at most 3x")


def test_answer_with_all_marks(benchmark: Any, pack: Pack, acr: Case, baseline: float, ratio: Ratio) -> None:
    benchmark(lambda: pack.solve(acr, inquire=False))
    ratio("answer with all marks", baseline, "goal: at most 10x")


def test_answers_to_different_patients_with_all_marks(
    benchmark: Any, pack: Pack, patients: list[Case], baseline: float, ratio: Ratio
) -> None:
    turn = cycle(patients)
    benchmark(lambda: pack.solve(next(turn), inquire=False))
    ratio("answers with all marks, twelve patients in turn", baseline, "goal: at most 10x")


def test_answer_with_assumptions_and_questions(benchmark: Any, pack: Pack, acr: Case, baseline: float, ratio: Ratio) -> None:
    benchmark(lambda: pack.solve(acr))
    ratio("answer with marks, assumptions and what to ask", baseline, "no goal")


@pytest.mark.parametrize("size", SIZES)
def test_grounding_grows_with_the_pack(benchmark: Any, size: int, synthetic_folder: Callable[[int], Path], ratio: Ratio) -> None:
    large = load_pack(synthetic_folder(size))
    one = load_pack(synthetic_folder(SIZES[0]))
    benchmark.pedantic(large.grounded, rounds=3 if size < SIZES[-1] else 1)
    ratio(f"grounding {size} statements, against 100", median_seconds(one.grounded, 3), f"near linear: {size // 100}x")


@pytest.mark.parametrize("size", SIZES)
def test_solving_grows_with_the_pack(
    benchmark: Any, size: int, synthetic_folder: Callable[[int], Path], tmp_path: Path, ratio: Ratio
) -> None:
    folder = synthetic_folder(size)
    large = load_pack(folder)
    case = read_case(synthetic.write_case(tmp_path, 6), large)
    benchmark.pedantic(lambda: large.solve(case, marks=False, inquire=False), rounds=20, warmup_rounds=1)
    ratio(f"answer over {size} statements, against its own bare solve", median_seconds(bare(large, case), 10), "goal: at most 3x")


def test_grounding_anew_for_a_case(benchmark: Any, synthetic_folder: Callable[[int], Path], tmp_path: Path, ratio: Ratio) -> None:
    pack = load_pack(synthetic_folder(1000))
    case = read_case(synthetic.write_case(tmp_path, 6), pack)
    benchmark.pedantic(pack.grounded, rounds=3)
    ratio(
        "grounding anew at 1,000 statements, against one answer",
        median_seconds(lambda: pack.solve(case, marks=False, inquire=False), 20),
        "at least 20x",
    )


def test_whole_process(benchmark: Any, pack: Pack, acr: Case, tmp_path: Path, ratio: Ratio) -> None:
    facts = tmp_path / "CASE.lp"
    facts.write_text(case_facts(acr) + pack.compiled.facts, encoding="utf-8")
    files = [str(p) for part in ("core", "vcf") for p in sorted((ROOT / "encodings" / part).glob("*.lp"))]
    solver = [sys.executable, "-m", "clingo", *files, str(facts)]
    engine = [sys.executable, "-c", "from guideline.cli import main; main()", "solve", str(CASES / "acr_81_year_old.yaml")]
    subprocess.run(engine, capture_output=True, check=True)
    plain = median_seconds(lambda: subprocess.run(solver, capture_output=True, check=False), 5)
    benchmark.pedantic(lambda: subprocess.run(engine, capture_output=True, check=True), rounds=5)
    ratio("whole process `guideline solve`, against `python -m clingo`", plain, "goal: at most 8x")


def test_a_rule_engine_beside_it(benchmark: Any, baseline: float, ratio: Ratio) -> None:
    """zen-engine on a collect table of 100 rules: it evaluates conditions; conflicts, marks and reasons are not its business."""
    zen = pytest.importorskip("zen")
    rules = [{"_id": f"r{i}", "i": f"> {i}", "o": str(i)} for i in range(100)]
    table = {
        "hitPolicy": "collect",
        "inputs": [{"id": "i", "name": "days", "field": "days"}],
        "outputs": [{"id": "o", "name": "fired", "field": "fired"}],
        "rules": rules,
    }
    nodes = [
        {"id": "in", "type": "inputNode", "name": "in", "position": {"x": 0, "y": 0}},
        {"id": "table", "type": "decisionTableNode", "name": "table", "position": {"x": 1, "y": 0}, "content": table},
        {"id": "out", "type": "outputNode", "name": "out", "position": {"x": 2, "y": 0}},
    ]
    edges = [{"id": f"{a}{b}", "sourceId": a, "targetId": b, "type": "edge"} for a, b in (("in", "table"), ("table", "out"))]
    decision = zen.ZenEngine().create_decision(json.dumps({"nodes": nodes, "edges": edges}))
    assert len(decision.evaluate({"days": 50})["result"]) == 50
    benchmark(lambda: decision.evaluate({"days": 50}))
    ratio("zen-engine, a collect table of 100 rules", baseline, "for comparison")


def test_justification_on_top(benchmark: Any, pack: Pack, acr: Case, baseline: float, ratio: Ratio) -> None:
    answer = pack.solve(acr, marks=False, inquire=False)
    benchmark(lambda: justification(answer, pack))
    ratio("justification of every result, on top", baseline, "goal: at most 5x")
