"""The three lines of Python: repeatable, re-entrant, from several threads, and with statements switched off."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from guideline import CaseError, GuidelineError, Pack, load_pack, read_case
from guideline.cases.reading import parse_case
from guideline.trial.run import case_files

CASES = case_files(Path(__file__).parent.parent / "encodings" / "vcf")
SOME = CASES[::4]
"""Enough to follow one another in many ways; all cases one by one are in `test_shipped_cases.py`."""
ACR = next(p for p in CASES if p.stem == "acr_81_year_old")


@pytest.fixture(scope="module")
def pack() -> Pack:
    return load_pack()


def test_the_same_case_gives_the_same_answer_whatever_was_solved_before(pack: Pack) -> None:
    cases = [read_case(p, pack) for p in SOME]
    first = [pack.solve(c) for c in cases]
    again = [pack.solve(c) for c in reversed(cases)]
    assert first == again[::-1]


def test_many_threads_get_the_answers_that_one_gets(pack: Pack) -> None:
    cases = [read_case(p, pack) for p in SOME] * 3
    alone = [pack.solve(c, inquire=False) for c in cases]
    with ThreadPoolExecutor(6) as threads:
        together = list(threads.map(lambda c: pack.solve(c, inquire=False), cases))
    assert together == alone


def test_a_statement_switched_off_changes_the_answer_and_nothing_stays_changed(pack: Pack) -> None:
    case = read_case(ACR, pack)
    whole = pack.solve(case)
    less = pack.solve(case, without=["acr_vcf.rating_augmentation"])
    assert "rating_augmentation" in whole.in_force
    assert "rating_augmentation" not in less.in_force
    assert whole.status["vertebral_augmentation"] == "option"
    assert pack.solve(case) == whole


def test_an_unknown_statement_to_switch_off_is_an_error_with_the_closest_name(pack: Pack) -> None:
    with pytest.raises(GuidelineError, match=r"unknown statement `rating_augmentatio`[\s\S]*`rating_augmentation`"):
        pack.solve(read_case(ACR, pack), without=["rating_augmentatio"])


def test_an_axiom_that_is_broken_is_named_in_words_with_the_facts_that_break_it(pack: Pack) -> None:
    text = "case: x\nfindings:\n  neurological_deficit: false\n  deficit_onset: new\n"
    with pytest.raises(CaseError) as caught:
        pack.solve(parse_case(text, pack.vocabulary))
    problem = str(caught.value)
    assert "an onset of a neurological deficit is recorded, and no deficit" in problem
    assert "`neurological_deficit: false` (the text:3:" in problem
    assert "`deficit_onset: new` (the text:4:" in problem


def test_after_an_error_the_next_case_is_solved_as_ever(pack: Pack) -> None:
    whole = pack.solve(read_case(ACR, pack))
    with pytest.raises(CaseError):
        pack.solve(parse_case("case: x\nfindings:\n  neurological_deficit: false\n  motor_weakness: true\n", pack.vocabulary))
    assert pack.solve(read_case(ACR, pack)) == whole


def test_a_case_of_another_pack_is_refused(pack: Pack) -> None:
    other = load_pack(Path(__file__).parent / "packs" / "minimal")
    with pytest.raises(CaseError, match="is not a finding of this pack"):
        other.solve(read_case(ACR, pack))


def test_a_site_policy_orders_alternatives_and_hides_none(pack: Pack) -> None:
    case = read_case(next(p for p in CASES if p.stem == "acr_neurologically_intact"), pack)
    plain = next(d for d in pack.solve(case).decisions if d.subject == "nsaid_trial")
    trusting = next(d for d in pack.solve(case, policy=["bme_vertebral"]).decisions if d.subject == "nsaid_trial")
    assert {a.rank for a in plain.alternatives} == {1}
    assert len(plain.alternatives) == len(trusting.alternatives)
    assert trusting.before[0].level == "policy"
    assert "nsaid_trial" in trusting.alternatives[1].actions
