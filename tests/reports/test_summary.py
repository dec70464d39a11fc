"""The first screen: what waits, what is contested and what is settled, the same in every form, and nothing in it that is no decision."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from report_pages import CASES, ORCHARD, SPRING, opened, reported, squeezed, words_in

from explain.render import phrase
from explain.report.content import Report
from explain.report.dose_ranges import other_doses
from explain.report.summary import Card
from explain.views.values import Cite, Counted, Regimen
from guideline import load_pack

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


def test_a_decision_says_whose_words_hang_on_a_time_that_is_not_recorded() -> None:
    whole = reported(VCF["acr_81_year_old"], opened())
    said = " ".join(rows(whole, "contested"))
    told = (
        "words of Osteopenia summary, ACR ratings article, Edema summary hang on a time that is not recorded: conservative therapy so far"
    )
    assert told in said
    timed = reported(VCF["acr_35_days_of_therapy"], opened())
    assert "hang on a time" not in " ".join(rows(timed, "contested"))


def test_a_decision_that_an_answer_would_turn_is_provisional_there_too() -> None:
    found = reported(VCF["acr_81_year_old"], opened())
    for d, row in zip([d for d in found.view.decisions if d.tie != "one_way"], card(found, "contested").items, strict=False):
        assert row.says.endswith("; provisional") is bool(d.sets)


def test_what_is_wanted_at_once_is_marked_where_an_answer_would_turn_it() -> None:
    found = reported(VCF["acr_neurological_deficit"], opened())
    turned = {u.label: bool(u.falls) for u in found.view.urgent}
    assert set(turned.values()) == {True, False}
    for u, row in zip(found.view.urgent, card(found, "urgent").items, strict=True):
        assert row.text.startswith(u.label)
        assert row.text.endswith("; provisional") is turned[u.label]


def test_what_is_to_be_done_and_is_in_tension_says_so_on_both_rows() -> None:
    found = {x.text: x for x in card(reported(VCF["tension_immobilise_unstable_vs_no_bed_rest"], opened()), "settled").items}
    hold = "spinal immobilization until surgical stabilization"
    assert f"in tension with {hold}, which goes first by judgement" in found["early mobilization"].says
    assert "in tension with early mobilization, before which it goes by judgement" in found[hold].says
    calm = rows(reported(VCF["acr_81_year_old"], opened()), "settled")
    assert not [row for row in calm if "in tension" in row]


def test_what_the_case_rules_out_and_prefers_stands_under_one_heading_in_the_summary() -> None:
    content = reported(VCF["edema_nsaid_ruled_out"], opened())
    assert [x.text for x in card(content, "bounds").items] == [
        "NSAID or COXIB as a trial before other treatment of the edema: ruled out (a recent gastric bleed)"
    ]
    assert not [c for c in reported(VCF["acr_81_year_old"], opened()).summary if c.key == "bounds"]


def test_who_permits_what_others_hold_back_is_named_and_nobody_where_all_do() -> None:
    opioid = next(r for r in rows(reported(VCF["acr_35_days_of_therapy"], opened()), "waiting") if r.startswith("opioid"))
    assert "; may be done: ACR ratings article [" in opioid
    for x in card(reported(VCF["acr_coagulation_unsafe"], opened()), "waiting").items:
        assert ("may be done" in x.says) is ("opioid" in x.text)


def test_what_every_answer_would_change_has_a_card_of_its_own_with_what_it_is_as_it_stands() -> None:
    content = reported(VCF["acr_81_year_old"], opened())
    assert rows(content, "either") == [
        "NSAID or COXIB as a trial before other treatment of the edema: as it stands: do; any answer on neurological deficit"
        " would change it []"
    ]
    assert not [c for c in reported(VCF["acr_neurologically_intact"], opened()).summary if c.key == "either"]


def test_what_an_answer_would_make_urgent_and_contested_names_who_wants_it_by_the_label() -> None:
    content = reported(VCF["acr_35_days_of_therapy"], opened())
    (item,) = [x for x in card(content, "possible").items if "contested" in x.says]
    assert item.says.startswith("wanted at once by Vertebral edema summary, and contested, with ")


def test_what_would_be_urgent_with_an_answer_is_never_only_counted_and_takes_no_room_from_the_rest(
    tmp_path: Path,
) -> None:
    names = "abcdefgh"
    pack = 'source(book, "A book"). strength(book, must, 1). finding((one; two), boolean). finding((x; y), boolean). critical((x; y)).\n'
    pack += 'label(one, "one"). label(two, "two"). label(x, "x"). label(y, "y").\n'
    for n, name in enumerate(names):
        pack += (
            f'action({name}). label({name}, "action {name}"). statement(s{name}, book, recommendation, must). locator(s{name}, "{n}").\n'
        )
        pack += f'says(s{name}, "Do {name}."). recommends(s{name}, {name}).\n'
        # The first six are urgent, each with its own answers; the last takes two.
        pack += f"urgent(s{name}).\n" if name in "abcdef" else ""
        pack += f"applies(s{name}) :- has(f{name}).\n" if name != "h" else "applies(sh) :- has(x), has(y).\n"
        pack += f'finding(f{name}, boolean). critical(f{name}). label(f{name}, "finding {name}").\n' if name != "h" else ""
    (tmp_path / "pack.lp").write_text(pack, encoding="utf-8")
    items = card(reported("case: c\nfindings: {one: true}\n", load_pack(tmp_path)), "possible").items
    assert [x.text.partition(":")[0] for x in items] == [f"action {n}" for n in names]
    assert {x.tone for x in items[:6]} == {"warn"}


@pytest.mark.parametrize(("findings", "words"), [("", True), ("fall: 28 days", False)])
def test_what_is_asked_for_only_within_a_time_that_is_not_recorded_says_so(tmp_path: Path, findings: str, words: bool) -> None:
    (tmp_path / "pack.lp").write_text(
        """
source(book, "A book"). strength(book, must, 2). strength(book, should, 1).
finding(fall, quantity("day")). range(fall, "0 days", "2 years"). clock(fall). label(fall, "time since the fall").
action((rest; ice; walk)). label(rest, "rest"). label(ice, "ice"). label(walk, "walking").
statement(lie, book, recommendation, must). locator(lie, "1"). says(lie, "Rest for 4 weeks."). recommends(lie, rest).
applies(lie) :- not above(fall, "4 weeks").
statement(cool, book, recommendation, should). locator(cool, "2"). says(cool, "Ice for 4 weeks."). recommends(cool, ice).
applies(cool) :- not above(fall, "4 weeks").
statement(move, book, recommendation, should). locator(move, "3"). says(move, "Walk."). recommends(move, walk). applies(move).
""",
        encoding="utf-8",
    )
    items = card(reported(f"case: c\nfindings: {{{findings}}}\n", load_pack(tmp_path)), "settled").items
    untimed = "within a time that is not recorded"
    (rest,) = [x for x in items if x.text == "rest"]
    (ice,) = [x for x in items if x.says.startswith("ice")]
    (walk,) = [x for x in items if "walking" in x.says]
    assert (untimed in rest.says, untimed in ice.text, untimed in walk.text) == (words, words, False)


def regimen(low: int, high: int, counted: Counted | None = None, source: str = "s") -> Regimen:
    cite = Cite("dose", source, "", "", "dosing", "should", "")
    return Regimen(cite, "drug", "purpose", low, high, "mg/kg" if counted else "mg", "day", counted=counted)


def test_an_amount_outside_the_other_range_of_its_source_is_named_and_one_inside_is_not() -> None:
    weighed = regimen(1, 1, Counted("weight", "110 kg", "110 mg", "110 mg"))
    assert [x.other.high for x in other_doses([weighed, regimen(45, 90)])] == [90]
    assert not list(other_doses([weighed, regimen(45, 110)]))
    assert not list(other_doses([weighed, regimen(45, 90, source="another")]))
    assert not list(other_doses([replace(weighed, counted=None), regimen(45, 90)]))


@pytest.mark.parametrize(
    ("low", "high", "partly"),
    [
        ("80 mg", "90 mg", None),
        ("80 mg", "91 mg", True),
        ("44 mg", "60 mg", True),
        ("90 mg", "100 mg", True),
        ("91 mg", "100 mg", False),
        ("30 mg", "44 mg", False),
        ("95 mg", "", False),
        ("80 mg", "", True),
        ("", "", None),
    ],
)
def test_of_a_range_it_is_said_whether_all_or_a_part_of_it_lies_outside(low: str, high: str, partly: bool | None) -> None:
    found = list(other_doses([regimen(1, 1, Counted("weight", "60 kg - 70 kg", low, high)), regimen(45, 90)]))
    assert [x.partly for x in found] == ([] if partly is None else [partly])


def test_a_measure_that_is_a_range_has_brackets_and_no_minus() -> None:
    counted = Counted("weight", "60 kg - 70 kg", "60 mg", "70 mg")
    assert "1 mg/kg x (60 to 70 kg) = 60 mg to 70 mg" in phrase("dose", regimen(1, 1, counted))
    assert "1 mg/kg x 60 kg = 60 mg" in phrase("dose", regimen(1, 1, replace(counted, measure="60 kg", high="60 mg")))


@pytest.mark.parametrize("form", ["html", "markdown", "pdf"])
def test_a_dose_has_the_words_of_its_source_and_what_comes_before_the_drug(form: str) -> None:
    content = reported(VCF["tension_pamidronate_regimens"], opened())
    words = words_in(content, form)
    (drug,) = content.dosings
    assert len(drug.regimens) == 3
    for x in drug.regimens:
        assert squeezed(x.cite.says) in words
    assert any("Preferred to zoledronate" in x.cite.says for x in drug.regimens)
    assert drug.prefers
    assert drug.requires
    section = words[words.index(squeezed(phrase("dose", drug.regimens[0]))) :].partition("Theroadahead")[0]
    for better, worse, _ in drug.prefers:
        assert squeezed(f"{better} rather than {worse}") in section
    for what, _, _ in drug.requires:
        assert squeezed(f"first: {what}") in section
