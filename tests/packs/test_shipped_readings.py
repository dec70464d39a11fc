"""Readings of the shipped pack that no status of an action shows: what is told as urgent, and whose review stands."""

from __future__ import annotations

import pytest

from guideline import Pack, load_pack


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
