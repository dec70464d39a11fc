"""How fast it is told what stands in the way, beside the bare solver. Run: pytest tests/benchmarks -o python_files='bench_*.py'."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest
from conftest import bare, median_seconds

from explain.why_not.blockers import why_not
from guideline import Case, Pack, load_pack
from guideline.cases.reading import parse_case
from guideline.goal import Goal

Ratio = Callable[[str, float, str], None]
STATEMENT = (
    'source(d, "a document"). action(a). label(a, "an action"). recommends(s, a). '
    'statement(s, d, recommendation, should). locator(s, "1"). says(s, "words").'
)


def findings(size: int) -> list[str]:
    return [f'finding(f{i}, boolean). label(f{i}, "finding {i}").' for i in range(size)]


def chain(size: int) -> list[str]:
    rules = [f"c{i} :- c{i - 1}, has(f{i})." if i else "c0 :- has(f0)." for i in range(size)]
    return [*findings(size), *rules, f"applies(s) :- c{size - 1}."]


def negated_chain(size: int) -> list[str]:
    rules = [f"c{i} :- not c{i - 1}." if i else "c0 :- has(f0)." for i in range(size + 1)]
    return [*findings(1), *rules, f"applies(s) :- c{size}."]


def width(size: int) -> list[str]:
    return [*findings(size), f"applies(s) :- {', '.join(f'has(f{i})' for i in range(size))}."]


def diamond(size: int) -> list[str]:
    rules = ["c0 :- has(f0)."]
    rules += [f"l{i} :- c{i - 1}. r{i} :- c{i - 1}. c{i} :- l{i}, has(f{2 * i - 1}). c{i} :- r{i}, has(f{2 * i})." for i in range(1, size)]
    return [*findings(2 * size), *rules, f"applies(s) :- c{size - 1}."]


def blocked(size: int) -> list[str]:
    return [*findings(2 * size), *(f"applies(s) :- has(f{2 * i}), has(f{2 * i + 1})." for i in range(size))]


FAMILIES: dict[str, tuple[Callable[[int], list[str]], int]] = {
    "chain": (chain, 1000),
    "negated chain": (negated_chain, 1000),
    "width": (width, 1000),
    "diamond": (diamond, 100),
    "blocked rules": (blocked, 1000),
}


def load(lines: Iterable[str], folder: Path) -> Pack:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "pack.lp").write_text("\n".join([STATEMENT, *lines]) + "\n", encoding="utf-8")
    return load_pack(folder)


@pytest.mark.parametrize("family", FAMILIES)
def test_blockers_of_synthetic_families(benchmark: Any, family: str, tmp_path: Path, ratio: Ratio) -> None:
    make, size = FAMILIES[family]
    seconds = []
    for part in (size // 10, size):
        pack = load(make(part), tmp_path / f"{part}")
        case = parse_case("case: nobody\n", pack.vocabulary)
        answer = pack.solve(case, marks=False, inquire=False)
        goal = Goal("action", ("a",))
        assert why_not(goal, answer, pack).whynots[0].ways[0].reachable
        seconds.append(median_seconds(lambda g=goal, a=answer, p=pack: why_not(g, a, p), 5))
    benchmark.pedantic(lambda: why_not(goal, answer, pack), rounds=10)
    ratio(f"why not, {family} of {size}, against a tenth of it", seconds[0], "near linear: 10x; 0.2 s at most")


@pytest.mark.parametrize("action", ["vertebral_augmentation", "iv_bisphosphonate_edema"])
def test_blockers_of_a_patient(benchmark: Any, action: str, pack: Pack, acr: Case, ratio: Ratio) -> None:
    answer = pack.solve(acr, marks=False, inquire=False)
    goal = Goal("action", (action,))
    benchmark(lambda: why_not(goal, answer, pack))
    ratio(f"why not {action}, every statement", median_seconds(bare(pack, acr)), "for comparison")
