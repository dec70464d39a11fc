"""Readings of the shipped pack that no status of an action shows: what is urgent, whose review stands, what the editors put for words."""

from __future__ import annotations

import pytest

from explain.explaining import Asked, Explained
from guideline import Pack, load_pack
from guideline.cases.reading import parse_case

SCENARIO = "vertebral_fracture: true, vertebral_edema: true, osteoporosis: true, symptomatic: true"


@pytest.fixture(scope="module")
def pack() -> Pack:
    return load_pack()


@pytest.mark.parametrize(
    ("statement", "urgent"),
    [
        pytest.param("surgical_consult_if_red_flag", True, id="an immediate consultation"),
        pytest.param("cord_compression_referral", True, id="a referral that must not be delayed"),
        pytest.param("iv_bisphosphonate_first", False, id="an infusion without a trial before it"),
        pytest.param("iv_bisphosphonate_full_body", False, id="an infusion directly, without a trial"),
        pytest.param("mm_prescribe_analgesics", False, id="a first step of a pathway"),
        pytest.param("pva_refer_specialist", False, id="a first step of the other pathway"),
    ],
)
def test_urgent_is_what_must_not_wait_and_not_what_comes_first(statement: str, urgent: bool, pack: Pack) -> None:
    assert pack.knowledge.statements[statement].urgent is urgent


def test_a_review_that_its_source_ties_to_no_treatment_stands_whatever_is_done(pack: Pack) -> None:
    assert [r.of for r in pack.knowledge.statements["reassess_4_6_weeks"].reviews] == [()]


def why_urgent(pack: Pack, findings: str) -> str:
    case = parse_case(f"case: c\ndate: 2026-05-30\nfindings: {{{SCENARIO}, {findings}}}\n", pack.vocabulary)
    passages = Explained(case, pack, Asked(why=("acr_vcf.escalate_urgent_imaging",))).telling("full")
    return "\n".join(line.text for p in passages for line in p.lines)


@pytest.mark.parametrize(
    ("findings", "reading"),
    [
        pytest.param("radicular_pain: true", True, id="pain of unknown onset"),
        pytest.param("radicular_pain: true, new_radicular_pain: true", False, id="pain recorded as new"),
        pytest.param("new_radicular_pain: true", False, id="new pain alone"),
        pytest.param("neurological_deficit: true", True, id="a deficit of unknown onset"),
    ],
)
def test_a_symptom_of_unknown_onset_counts_as_new_by_a_reading_of_the_editors(findings: str, reading: bool, pack: Pack) -> None:
    told = why_urgent(pack, findings)
    assert "With any new neurologic symptom" in told
    assert ("the editors' reading; the source says 'new'" in told) is reading


@pytest.mark.parametrize(
    ("statement", "amount"),
    [
        pytest.param("vcf_augmentation_after_3_months", "3 months", id="months of pain counted as months of therapy"),
        pytest.param("vcf_augmentation_earlier", "3 months", id="earlier than these months"),
        pytest.param("then_augmentation_vertebral", "2 weeks", id="the first of the 2-12 weeks"),
        pytest.param("then_targeted_refractory", "2 weeks", id="the first of the 2-12 weeks, for a drug"),
    ],
)
def test_the_clock_that_opens_a_step_is_a_reading_where_the_source_gives_another(statement: str, amount: str, pack: Pack) -> None:
    assert f'at_least(conservative_therapy,"{amount}")' in dict(pack.knowledge.statements[statement].taken)


def test_what_no_augmentation_makes_a_question_is_told_as_a_note_of_the_editors(pack: Pack) -> None:
    for name in ("second_line_iv_bisphosphonate", "second_line_tnf"):
        s = pack.knowledge.statements[name]
        assert not any("augmented" in words for words in s.ambiguous)
        assert any("augmented" in words for words in s.notes)


def test_a_failed_trial_without_a_brace_is_a_departure_and_its_time_an_open_wording(pack: Pack) -> None:
    s = pack.knowledge.statements["faq3_failure_refer"]
    assert [any("brace" in words for words in part) for part in (s.ambiguous, s.departs)] == [False, True]
    assert any("at the start of these weeks or only once they are over" in words for words in s.ambiguous)
