"""How long the audit of all patients takes, and how it grows. Run: pytest tests/benchmarks/bench_audit.py -o python_files='bench_*.py'."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from conftest import ROWS
from corpus import write_corpus

from guideline import Pack, load_pack
from guideline.auditing import deadline, excerpt, replay, twins
from guideline.auditing.audit import audit
from guideline.auditing.conflicts import Conflicts, Spent, conflicts

SIZES = (100, 300, 1000, 3000)
PARTS = ("pairs", "witnesses", "regions")
GOALS = {1000: 10.0, 3000: 90.0}
WHOLE = 300
"""The greatest pack of which everything is looked at."""
TOPICS, CORPUS = "topics apart", "one corpus"
FIRST: dict[str, dict[str, float]] = {}
"""Seconds of each part at the least size, by kind of pack."""


@pytest.fixture(scope="session")
def corpus_folder(tmp_path_factory: pytest.TempPathFactory) -> Callable[[int], Path]:
    def make(size: int) -> Path:
        folder = tmp_path_factory.getbasetemp() / f"corpus_{size}"
        return folder if folder.exists() else write_corpus(folder, size)

    return make


def audited(pack: Pack, benchmark: Any) -> tuple[Conflicts, Spent]:
    """One run over the whole pack, each pair with its witness."""
    spent = Spent()
    found = benchmark.pedantic(lambda: conflicts(pack, spent=spent), rounds=1)
    return found, spent


def told(name: str, found: Conflicts, spent: Spent, first: dict[str, float], goal: str) -> None:
    """The figures as rows of the summary; the ratio is that to the least pack of the kind."""
    lines = [*found.lines, *found.assumption_lines]
    name = f"{name}: {len(lines)} lines, {sum(len(line.pairs) for line in lines)} pairs"
    for part in PARTS:
        ROWS.append((f"{name}; {part}", spent.seconds[part] * 1e3, spent.seconds[part] / first[part], ""))
    whole = sum(spent.seconds[part] for part in PARTS)
    ROWS.append((f"{name}; all three", whole * 1e3, whole / sum(first[part] for part in PARTS), goal))


def test_the_shipped_pack(benchmark: Any, pack: Pack) -> None:
    found, spent = audited(pack, benchmark)
    told("shipped pack", found, spent, spent.seconds, "goal: under 1 s")


def test_the_whole_audit_of_the_shipped_pack(benchmark: Any, pack: Pack, monkeypatch: pytest.MonkeyPatch) -> None:
    spent = Spent()
    solving = [0.0]

    def solved(*args: Any, **words: Any) -> Any:
        # Of the processor and not of the clock: a thousand short searches wait as often for their turn on a busy machine.
        begin = time.thread_time()
        try:
            return deadline.solved(*args, **words)
        finally:
            solving[0] += time.thread_time() - begin

    for module in (excerpt, replay, twins):
        monkeypatch.setattr(module, "solved", solved)
    found = benchmark.pedantic(lambda: audit(pack, spent=spent), rounds=1)
    assert not found.open
    for part, seconds in spent.seconds.items():
        ROWS.append((f"whole audit of the shipped pack; {part}", seconds * 1e3, 1.0, ""))
    ROWS.append(("whole audit of the shipped pack", sum(spent.seconds.values()) * 1e3, 1.0, ""))
    ROWS.append(("whole audit of the shipped pack; inside the solver", solving[0] * 1e3, 1.0, "goal: under 1 s"))


@pytest.mark.parametrize("size", SIZES)
def test_growth_of_the_whole_audit(benchmark: Any, size: int, synthetic_folder: Callable[[int], Path]) -> None:
    if size > WHOLE:
        pytest.skip("takes minutes")
    spent = Spent()
    pack = load_pack(synthetic_folder(size))
    benchmark.pedantic(lambda: audit(pack, spent=spent), rounds=1)
    whole = sum(spent.seconds.values())
    first = FIRST.setdefault("whole", {"all": whole})
    ROWS.append((f"whole audit, {TOPICS}, {size} statements", whole * 1e3, whole / first["all"], ""))


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("kind", [TOPICS, CORPUS])
def test_growth(
    benchmark: Any, kind: str, size: int, corpus_folder: Callable[[int], Path], synthetic_folder: Callable[[int], Path]
) -> None:
    folder = corpus_folder(size) if kind == CORPUS else synthetic_folder(size)
    found, spent = audited(load_pack(folder), benchmark)
    first = FIRST.setdefault(kind, spent.seconds)
    goal = GOALS.get(size)
    told(f"{kind}, {size} statements", found, spent, first, f"goal: {goal:.0f} s" if goal else "")
