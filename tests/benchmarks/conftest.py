"""Ratios against a baseline that is measured in the same run, printed at the end."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import synthetic

from guideline import Case, Pack, load_pack, read_case
from guideline.trial.run import case_files

CASES = Path(__file__).parents[2] / "encodings" / "vcf" / "cases"
ROWS: list[tuple[str, float, float, str]] = []


def median_seconds(work: Callable[[], Any], rounds: int = 200) -> float:
    """The median of many runs, after one to warm up."""
    work()
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def bare(pack: Pack, case: Case) -> Callable[[], list[str]]:
    """The baseline: the same externals on a control of its own, one multi-shot solve, the shown atoms read as text."""
    program = pack.grounded()
    literals = [program.given[t] for t in sorted(case.tests) if t in program.given]

    def work() -> list[str]:
        for literal in literals:
            program.control.assign_external(literal, True)
        with program.control.solve(yield_=True) as handle:
            model = handle.model()
            assert model is not None
            return [str(s) for s in model.symbols(shown=True)]

    return work


@pytest.fixture(scope="session")
def pack() -> Pack:
    return load_pack()


@pytest.fixture(scope="session")
def acr(pack: Pack) -> Case:
    return read_case(CASES / "acr_81_year_old.yaml", pack)


@pytest.fixture(scope="session")
def patients(pack: Pack) -> list[Case]:
    return [read_case(p, pack) for p in case_files(CASES.parent)]


@pytest.fixture(scope="session")
def baseline(pack: Pack, acr: Case) -> float:
    return median_seconds(bare(pack, acr))


@pytest.fixture(scope="session")
def synthetic_folder(tmp_path_factory: pytest.TempPathFactory) -> Callable[[int], Path]:
    def make(size: int) -> Path:
        folder = tmp_path_factory.getbasetemp() / f"pack_{size}"
        return folder if folder.exists() else synthetic.write_pack(folder, size)

    return make


@pytest.fixture
def ratio(benchmark: Any) -> Callable[[str, float, str], None]:
    """Records how a benchmark's median compares with a baseline in seconds."""

    def record(name: str, against: float, goal: str) -> None:
        median = benchmark.stats.stats.median
        benchmark.extra_info["ratio"] = median / against
        ROWS.append((name, median * 1e3, median / against, goal))

    return record


def pytest_terminal_summary(terminalreporter: Any) -> None:
    if ROWS:
        terminalreporter.write_sep("-", "ratios to the baseline of this run")
        for name, milliseconds, times, goal in ROWS:
            terminalreporter.write_line(f"{name:<58} {milliseconds:10.2f} ms {times:8.2f}x   {goal}")
