"""What the shipped pack tells beside an action or a decision reaches the patients whom it concerns, and nobody else."""

from __future__ import annotations

import re

import pytest

from guideline import Answer, Pack, load_pack, read_case
from guideline.packs import shipped_pack

BULLETS = ("vcf_early_mobilization", "vcf_nsaid_first_line")
"""Bullets of a conservative section whose lead-in gives way to a red flag."""


@pytest.fixture(scope="module")
def pack() -> Pack:
    return load_pack()


def answer(case: str, pack: Pack) -> Answer:
    return pack.solve(read_case(shipped_pack() / "cases" / f"{case}.yaml", pack))


@pytest.mark.parametrize(
    ("case", "told"),
    [
        pytest.param("acr_neurological_deficit", True, id="a deficit"),
        pytest.param("acr_neurologically_intact", False, id="the deficit denied"),
        pytest.param("acr_81_year_old", False, id="nothing known of a deficit"),
        pytest.param("acr_height_loss_25_percent", True, id="a quarter of the height lost"),
    ],
)
def test_bullets_of_conservative_care_are_in_tension_with_a_red_flag_that_is_recorded(case: str, told: bool, pack: Pack) -> None:
    found = answer(case, pack)
    assert set(BULLETS) <= set(found.in_force)
    flags = {"no_conservative_if_red_flag", "red_flag_deformity"}
    tense = {s for c in found.conflicts if c.kind == "tension" and not flags.isdisjoint(c.statements) for s in c.statements}
    assert (set(BULLETS) <= tense, bool(tense)) == (told, told)


@pytest.mark.parametrize("bullet", ["vcf_avoid_bed_rest", "vcf_avoid_immobilization"])
def test_a_warning_that_the_source_of_the_red_flag_gives_too_is_in_no_tension_with_it(bullet: str, pack: Pack) -> None:
    assert bullet not in {other for other, _ in pack.knowledge.statements["no_conservative_if_red_flag"].tensions}


@pytest.mark.parametrize("gap", ["gap_surgical_and_neuro", "gap_surgical_indications_list", "gap_earlier_intervention_list"])
@pytest.mark.parametrize("case", ["acr_neurological_deficit", "acr_35_days_of_therapy"])
def test_what_a_source_leaves_out_is_a_gap_for_everybody_in_its_scope(gap: str, case: str, pack: Pack) -> None:
    assert gap in answer(case, pack).in_force


@pytest.mark.parametrize(("case", "told"), [("acr_neurological_deficit", True), ("acr_35_days_of_therapy", False)])
def test_silence_on_red_flags_is_told_with_a_decision_on_conservative_care_and_not_on_the_trial(case: str, told: bool, pack: Pack) -> None:
    bears_on = pack.knowledge.statements["gap_surgical_and_neuro"].bears_on
    found = answer(case, pack)
    decided = {s.statement for d in found.decisions if len(d.alternatives) > 1 for s in d.stances}
    assert "nsaid_first_line_most" in decided
    assert (not decided.isdisjoint(bears_on)) is told


def test_what_the_editors_put_for_words_is_not_told_again_as_an_open_reading_of_the_same_words(pack: Pack) -> None:
    def quoted(texts: list[str]) -> set[str]:
        return {q for text in texts for q in re.findall(r"(?<!\w)'([^']+)'(?!\w)", text)}

    twice = [
        (name, put, left)
        for name, s in pack.knowledge.statements.items()
        for put in quoted([words for _, words in s.taken])
        for left in quoted([*s.ambiguous, *s.notes])
        if put in left or left in put
    ]
    assert twice == []


@pytest.mark.parametrize(
    "statement", ["mm_unchanged_or_worse_failed", "mm_failed_prime_candidate", "mm_failed_reevaluate_refer", "timely_referral"]
)
def test_pain_that_is_little_better_stands_for_unchanged_pain_as_a_reading_of_the_editors(statement: str, pack: Pack) -> None:
    taken = dict(pack.knowledge.statements[statement].taken)
    assert "is(pain_course,unchanged)" in taken
    assert "is(pain_course,worse)" not in taken


def test_what_has_to_be_in_balance_before_denosumab_is_a_reading_only_outside_the_section_that_asks_for_it(pack: Pack) -> None:
    put = {name for name, s in pack.knowledge.statements.items() for test, _ in s.taken if test == "has(calcium_balanced)"}
    assert put == {"then_targeted_refractory"}
