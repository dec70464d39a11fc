"""How long it takes to find what would change it where one of many findings is needed of each of several sorts.

Run: pytest tests/benchmarks/bench_changes.py -o python_files='bench_*.py'.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from conftest import bare, median_seconds

from guideline import load_pack
from guideline.cases.reading import parse_case
from guideline.changes.smallest import changes, read_wish

Ratio = Callable[[str, float, str], None]
HEAD = (
    'source(d, "a document"). action(a). label(a, "an action"). recommends(s, a). '
    'statement(s, d, recommendation, should). locator(s, "1"). says(s, "words").'
)


@pytest.mark.parametrize(("sorts", "size"), [(1, 4000), (2, 400), (2, 4000), (3, 1000)])
def test_one_of_each_of_several_sorts(benchmark: Any, sorts: int, size: int, tmp_path: Path, ratio: Ratio) -> None:
    rules = [f'finding(f{i}, boolean). label(f{i}, "finding {i}"). sort{i % sorts} :- has(f{i}).' for i in range(size)]
    rules.append(f"applies(s) :- {', '.join(f'sort{i}' for i in range(sorts))}.")
    (tmp_path / "pack.lp").write_text("\n".join([HEAD, *rules]) + "\n", encoding="utf-8")
    pack = load_pack(tmp_path)
    case = parse_case("case: nobody\n", pack.vocabulary)
    answer = pack.solve(case, marks=False, inquire=False)
    wish = read_wish("settled_for a", pack.vocabulary, pack.knowledge)
    benchmark.pedantic(lambda: changes(case, pack, wish, now=answer), rounds=3)
    ratio(f"what would change it, {size} findings of {sorts} sorts", median_seconds(bare(pack, case), 20), "seconds")
