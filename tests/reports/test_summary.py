"""The first screen: what waits, what is contested and what is settled, the same in every form, and nothing in it that is no decision."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from report_pages import CASES, ORCHARD, SPRING, opened, reported, squeezed, words_in

from explain.report.content import Report
from explain.report.dose_ranges import other_doses
from explain.report.summary import Card
from explain.views.values import Cite, Counted, Regimen

VCF = {p.stem: p for p in CASES}
SOME = [VCF["acr_81_year_old"], VCF["acr_coagulation_unsafe"], VCF["tension_augmentation_2_weeks_vs_3_weeks"]]


def card(content: Report, key: str) -> Card:
    return next(c for c in content.summary if c.key == key)


def rows(content: Report, key: str) -> list[str]:
    return [f"{x.text}: {x.says} [{x.by}]" for x in card(content, key).items]


@pytest.fixture(scope="module")
def unsafe() -> Report:
    return reported(VCF["acr_coagulation_unsafe"], opened())


@pytest.fixture(scope="module")
def spring() -> Report:
    return reported(SPRING, opened(ORCHARD))


def test_what_is_held_back_stands_on_the_first_screen_with_who_says_so_and_for_what(unsafe: Report) -> None:
    found = [r for r in rows(unsafe, "waiting") if "augmentation" in r]
    assert found
    # What is recorded against it goes before what is only not recorded.
    assert (
        "percutaneous vertebral augmentation: only with: coagulation safe for a procedure (recorded: no) [ACR ratings article: must]"
        in found[0]
    )


def test_one_way_that_is_left_is_no_decision_to_make(unsafe: Report) -> None:
    assert any(d.tie == "one_way" for d in unsafe.view.decisions)
    assert not [r for r in rows(unsafe, "contested") if "one way is left" in r]


def test_it_is_said_who_is_against_whom(spring: Report) -> None:
    feeding = rows(spring, "contested")[0]
    assert "for it: The Almanac & Orchard <Book>" in feeding
    assert "against watering and feeding at once: Council Leaflet 7" in feeding


def test_what_goes_first_is_named_and_by_what(spring: Report) -> None:
    assert any("pruning goes first, by judgement" in r for r in rows(spring, "contested"))
    assert "before B" not in " ".join(rows(spring, "contested"))


def test_no_treatment_is_only_counted(unsafe: Report) -> None:
    named = " ".join(rows(unsafe, "settled") + rows(unsafe, "contested"))
    for a in unsafe.view.group("settled_for"):
        kinds = {s.cite.kind for s in a.said if s.word.stance == "for"}
        if not kinds <= {"diagnostic", "pitfall"}:
            assert all(label in named for label in a.labels)


def test_an_action_of_a_contested_class_is_not_settled(unsafe: Report) -> None:
    contested = {label for d in unsafe.view.group("contested") for label in d.labels}
    assert contested
    settled = " ".join(rows(unsafe, "settled"))
    assert not [label for label in contested if f" {label};" in settled]


def test_what_an_answer_would_turn_is_marked_there_too(unsafe: Report) -> None:
    said = {x.text: x.says.split("; ") for x in card(unsafe, "settled").items}
    firm, turned = said["also"], said["also, provisional"]
    falls = {label: bool(a.falls) for a in unsafe.view.group("settled_for") for label in a.labels}
    assert [falls[label] for label in firm] == [False] * len(firm)
    assert [falls[label] for label in turned] == [True] * len(turned)
    assert "Provisional: an answer that is asked for could turn it" in rows(unsafe, "settled")[-1]


@pytest.mark.parametrize("form", ["html", "markdown", "pdf"])
@pytest.mark.parametrize("path", SOME, ids=lambda p: p.stem)
def test_every_form_has_the_same_summary_in_the_same_order(path: Path, form: str) -> None:
    content = reported(path, opened())
    words = words_in(content, form)
    place = 0
    for c in content.summary:
        for x in c.items:
            for said in (x.text, x.says, x.by):
                found = words.find(squeezed(said), place)
                assert found >= 0, said
                place = found


def test_critical_findings_that_are_taken_for_absent_are_said_first() -> None:
    content = reported(VCF["acr_81_year_old"], opened())
    assert [critical for critical, _ in content.assumed] == [True, False]
    words = words_in(content, "html")
    assert "nevertakenforabsent" not in words
    assert "criticalfindingsfirst" in words


def regimen(low: int, high: int, counted: Counted | None = None, source: str = "s") -> Regimen:
    cite = Cite("dose", source, "", "", "dosing", "should", "")
    return Regimen(cite, "drug", "purpose", low, high, "mg/kg" if counted else "mg", "day", counted=counted)


def test_an_amount_outside_the_other_range_of_its_source_is_named_and_one_inside_is_not() -> None:
    weighed = regimen(1, 1, Counted("weight", "110 kg", "110 mg", "110 mg"))
    assert [x.other.high for x in other_doses([weighed, regimen(45, 90)])] == [90]
    assert not list(other_doses([weighed, regimen(45, 110)]))
    assert not list(other_doses([weighed, regimen(45, 90, source="another")]))
    assert not list(other_doses([replace(weighed, counted=None), regimen(45, 90)]))
