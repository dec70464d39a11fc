"""How long reports take: whole processes beside `solve`, and many cases at once, with the memory that they hold."""

from __future__ import annotations

import os
import re
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from conftest import CASES

from explain.report.batch import batch
from explain.report.produce import Options, produce
from guideline import Case, Pack, read_case
from guideline.trial.run import case_files

Ratio = Callable[[str, float, str], None]
ROOT = Path(__file__).parents[2]
CASE = CASES / "acr_81_year_old.yaml"
MANY = 120
"""Cases of a batch, a part of the 1,000 that the goal is for."""


def verb(*words: str) -> None:
    command = [sys.executable, "-c", "from guideline.cli import main; main()", *words]
    subprocess.run(command, check=True, cwd=ROOT, capture_output=True)


def whole(*words: str) -> float:
    """The median time of whole processes, after one that fills the caches."""
    times = []
    for _ in range(6):
        start = time.perf_counter()
        verb(*words)
        times.append(time.perf_counter() - start)
    return statistics.median(times[1:])


@pytest.mark.parametrize(
    ("form", "goal"), [("html", "goal: at most 3x"), ("md", "goal: at most 3x"), ("json", "no goal"), ("pdf", "no goal")]
)
def test_a_whole_process(benchmark: Any, form: str, goal: str, tmp_path: Path, ratio: Ratio) -> None:
    words = ("report", str(CASE), "-o", str(tmp_path / f"a.{form}"))
    benchmark.pedantic(lambda: verb(*words), rounds=5, warmup_rounds=1)
    ratio(f"whole process `guideline report`, {form}, against `guideline solve`", whole("solve", str(CASE)), goal)


@pytest.mark.parametrize("form", ["html", "md", "pdf"])
def test_in_process(benchmark: Any, pack: Pack, acr: Case, form: Any, ratio: Ratio) -> None:
    started = time.perf_counter()
    pack.solve(acr)
    alone = time.perf_counter() - started
    benchmark.pedantic(lambda: produce(acr, pack, Options(form)), rounds=5, warmup_rounds=1)
    ratio(f"a report in process, {form}, against an answer with all that is asked", alone, "no goal")


def varied(folder: Path, count: int) -> list[Path]:
    """So many cases of which no two are alike: the shipped ones, each time on another day and with what has lasted some days longer."""
    folder.mkdir()
    found = case_files(CASES.parent)
    made = []
    for number in range(count):
        text = found[number % len(found)].read_text(encoding="utf-8")
        day = date(2026, 1, 1) + timedelta(number)
        text = re.sub(r"^date: .*$", f"date: {day.isoformat()}", text, flags=re.MULTILINE)
        text = re.sub(r"^(  \w+: )(\d+) days$", lambda m, n=number: f"{m[1]}{int(m[2]) + n % 5} days", text, flags=re.MULTILINE)
        made.append(folder / f"case_{number}.yaml")
        made[-1].write_text(text, encoding="utf-8")
    return made


def test_a_batch(benchmark: Any, tmp_path: Path, ratio: Ratio) -> None:
    cases = varied(tmp_path / "cases", MANY)
    (tmp_path / "out").mkdir()
    benchmark.pedantic(lambda: batch(cases, [], tmp_path / "out", Options(), jobs=os.cpu_count() or 1), rounds=1)
    # 1,000 in 60 s.
    ratio(f"a batch of {MANY} on {os.cpu_count()} cores, against its share of 60 s for 1,000", 60 * MANY / 1000, "goal: at most 1x")


def test_the_memory_of_a_batch_is_flat(benchmark: Any, pack: Pack, ratio: Ratio) -> None:
    """What a process holds at most after all cases of the pack, against what it held after the first forty."""
    paths = case_files(CASES.parent)

    def run(some: list[Path]) -> int:
        for path in some:
            produce(read_case(path, pack), pack, Options())
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

    held = run(paths[:40])
    grown = benchmark.pedantic(lambda: run(paths[40:]) / held, rounds=1)
    benchmark.extra_info["memory_grown"] = grown
    assert grown < 1.3
    ratio(f"reports of {len(paths) - 40} more cases; memory grows {grown:.2f} times", 1.0, "memory flat")
