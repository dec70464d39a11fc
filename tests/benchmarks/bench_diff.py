"""How long a comparison over all patients takes. Run: pytest tests/benchmarks/bench_diff.py -o python_files='bench_*.py'."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from conftest import ROWS
from corpus import write_corpus

from guideline import Pack, load_pack
from guideline.differences.found import Differences
from guideline.differences.language import language
from guideline.differences.search import differences
from guideline.differences.sides import Sides, two_packs, two_sources
from guideline.differences.texts import texts
from guideline.packs import shipped_pack

OLD, NEW = 'at_least(conservative_therapy, "3 weeks")', 'at_least(conservative_therapy, "4 weeks")'
Timed = Callable[[str, Sides, str], Differences]


@pytest.fixture(scope="session")
def grounding(pack: Pack) -> float:
    """The baseline: grounding the shipped pack once, which each side needs before anything can be asked."""
    begin = time.perf_counter()
    pack.grounded()
    return time.perf_counter() - begin


@pytest.fixture
def timed(benchmark: Any, grounding: float) -> Timed:
    def run(name: str, sides: Sides, goal: str) -> Differences:
        def work() -> Differences:
            words = language(sides)
            texts(sides, words)
            return differences(sides, words)

        found: Differences = benchmark.pedantic(work, rounds=1)
        seconds = benchmark.stats.stats.median
        ROWS.append((f"{name}: {len(found.every)} differences", seconds * 1e3, seconds / grounding, goal))
        return found

    return run


def test_the_shipped_pack_against_itself(timed: Timed, pack: Pack) -> None:
    assert timed("shipped pack against itself", two_packs(pack, load_pack(), ("a", "b")), "goal: at most 6 groundings").equal


def test_the_shipped_pack_with_one_threshold_moved(timed: Timed, pack: Pack, tmp_path: Path) -> None:
    twin = tmp_path / "twin"
    shutil.copytree(shipped_pack(), twin)
    file = twin / "bme_vertebral.lp"
    file.write_text(file.read_text(encoding="utf-8").replace(OLD, NEW), encoding="utf-8")
    assert timed("one threshold moved", two_packs(pack, load_pack(twin), ("a", "b")), "goal: at most 20 groundings").found


def test_two_sources_of_the_shipped_pack(timed: Timed, pack: Pack) -> None:
    assert timed("two sources", two_sources(pack, "bme_general", "bme_vertebral"), "").found


@pytest.mark.parametrize("size", [100, 300, 1000])
def test_growth_of_a_corpus_against_itself(timed: Timed, size: int, tmp_path: Path) -> None:
    folder = write_corpus(tmp_path / "corpus", size)
    assert timed(f"corpus of {size} against itself", two_packs(load_pack(folder), load_pack(folder), ("a", "b")), "").equal
