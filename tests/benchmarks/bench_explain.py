"""How fast explanations are, beside the bare solver, and how long: each in its cold and its warm state."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import families
import pytest
from conftest import bare, median_seconds

from explain.explaining import Asked, Explained
from explain.justification.justify import Justification, Justifier, justification, records
from explain.why.steps import Words
from guideline import Case, Pack, load_pack, read_case
from guideline.answer import Answer

Ratio = Callable[[str, float, str], None]
GOAL = ("in_force", "say")
LIMIT = 0.2
"""Seconds that no synthetic family may take."""


def actions(answer: Answer) -> list[tuple[str, ...]]:
    return [("status", a, word) for a, word in answer.status.items()]


def test_every_action_of_a_patient(benchmark: Any, pack: Pack, acr: Case, baseline: float, ratio: Ratio) -> None:
    answer = pack.solve(acr, marks=False, inquire=False)
    asked = actions(answer)
    benchmark(lambda: justification(answer, pack, asked))
    ratio("why each action of a patient has its status", baseline, "goal: at most 5x, under 5 ms")


def test_every_action_of_patients_in_turn(benchmark: Any, pack: Pack, patients: list[Case], baseline: float, ratio: Ratio) -> None:
    """Nobody is asked about twice in a row, so nothing of the patient before is of use."""
    answers = [pack.solve(case, marks=False, inquire=False) for case in patients[:: len(patients) // 12][:12]]

    def work() -> None:
        for answer in answers:
            justification(answer, pack, actions(answer))

    benchmark(work)
    ratio("the same, twelve patients in turn", len(answers) * baseline, "for each: at most 5x, under 5 ms")


def test_every_action_of_a_patient_in_words(benchmark: Any, pack: Pack, acr: Case, baseline: float, ratio: Ratio) -> None:
    answer = pack.solve(acr, marks=False, inquire=False)
    benchmark(lambda: lines(justification(answer, pack, actions(answer)), Words(answer, pack)))
    ratio("the same, every step in words", baseline, "no goal")


def test_the_verb(benchmark: Any, pack: Pack, acr: Case, baseline: float, ratio: Ratio) -> None:
    benchmark(lambda: Explained(acr, pack, Asked()).telling("line"))
    ratio("`guideline explain CASE` in process, solve and words included", baseline, "no goal")


def lines(made: Justification, words: Words | None = None) -> list[str]:
    told: set[str] = set()
    return [line for root in made.roots for line in made.lines(root, words, told=told)]


def family(name: str, folder: Path, size: int = 0) -> tuple[Pack, Case, Answer]:
    path = families.pack_of(families.FAMILIES[name](size or families.SIZES[name]), folder)
    pack = load_pack(folder)
    case = read_case(path, pack)
    return pack, case, pack.solve(case, marks=False, inquire=False)


@pytest.mark.parametrize("name", families.FAMILIES)
def test_families(benchmark: Any, name: str, tmp_path: Path, ratio: Ratio) -> None:
    pack, case, answer = family(name, tmp_path / "pack")
    assert answer.in_force == ("say",)
    made = justification(answer, pack, [GOAL])
    edges = sum(len(n.children) for n in made.nodes.values())
    assert len(lines(made)) <= edges + 1
    assert made.tests() == case.tests
    benchmark(lambda: lines(justification(answer, pack, [GOAL])))
    ratio(f"{name} of {families.SIZES[name]}, against its own bare solve", median_seconds(bare(pack, case), 20), f"under {LIMIT} s")
    assert benchmark.stats.stats.median < LIMIT


@pytest.mark.parametrize("name", families.FAMILIES)
def test_families_the_first_time(benchmark: Any, name: str, tmp_path: Path, ratio: Ratio) -> None:
    works = [first_time(name, size, tmp_path / str(size)) for size in (families.SIZES[name] // 10, families.SIZES[name])]
    tenth = median_seconds(works[0], 9)
    benchmark.pedantic(works[1], rounds=9, warmup_rounds=1)
    ratio(f"{name} of {families.SIZES[name]}, the first time, against a tenth of it", tenth, f"near linear: 10x; under {LIMIT} s")
    assert benchmark.stats.stats.median < LIMIT


def first_time(name: str, size: int, folder: Path) -> Callable[[], list[str]]:
    """Reading the ground rules, reasons and lines, with nothing kept from before."""
    pack, case, _ = family(name, folder, size)
    program = pack.grounded()
    true = frozenset([*(program.given[t] for t in case.tests), *(n for s, n in program.switches.items() if s.startswith("active "))])
    return lambda: lines(Justifier(program, pack.compiled).justify(true, records(case), [GOAL]))
