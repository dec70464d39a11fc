"""The answer in short, as `guideline solve` prints it: every line can be traced, and nothing that matters is left to the long form."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from rich.console import Console

from explain.overview import in_short
from explain.overview_decisions import SHOWN
from explain.render import phrase, render
from explain.telling import Telling
from explain.terminal import print_text
from guideline import Pack, load_pack, read_case
from guideline.cases.reading import parse_case
from guideline.trial.run import case_files

HERE = Path(__file__).parent
CASES = HERE.parents[1] / "encodings" / "vcf" / "cases"
ORCHARD = HERE / "orchard"
STATUSES = ("contested", "option", "settled_for", "offered", "settled_against", "withheld", "open", "untimed", "permitted", "undecided")
Golden = Callable[[Path, str], None]
ACUTE = """case: acute
date: 2026-05-30
findings: {age: 81, osteoporosis: true, vertebral_fracture: true, fracture_acuity: acute, edema_extent: full, symptomatic: true,
  functional_disability: true, pain_duration: 2026-05-01}
"""
OUT = """excluded:
  - {action: medical_management_only, because: does not want it, kind: declined}
  - {action: vertebral_augmentation, because: bleeding, kind: contraindicated}
  - {action: etiology_mri, because: pacemaker}
preferences: [{prefer: vertebral_augmentation, over: medical_management_only}]
"""


@pytest.fixture(scope="module")
def pack() -> Pack:
    return load_pack()


def told(text: str, pack: Pack, *, without: tuple[str, ...] = (), policy: tuple[str, ...] = ()) -> Telling:
    return in_short(pack.solve(parse_case(text, pack.vocabulary), without=without, policy=policy, inquire=True), pack)


def text_of(telling: Telling, width: int = 80) -> str:
    out = io.StringIO()
    print_text(render(telling, "telling text"), Console(file=out, width=width, highlight=False))
    return "".join(f"{line.rstrip()}\n" for line in out.getvalue().splitlines())


def words(telling: Telling) -> str:
    return " ".join(text_of(telling).split())


@pytest.mark.parametrize("name", ["spring", "autumn"])
def test_the_orchard_in_short_reads_as_agreed(name: str, golden: Golden) -> None:
    orchard = load_pack(ORCHARD)
    case = read_case(ORCHARD / "cases" / f"{name}.yaml", orchard)
    golden(HERE / "golden" / f"orchard_{name}_line.txt", text_of(in_short(orchard.solve(case, inquire=True), orchard)))


@pytest.mark.parametrize("path", case_files(CASES.parent)[::15], ids=lambda p: p.stem)
def test_every_action_names_statements_in_force_that_speak_of_it(path: Path, pack: Pack) -> None:
    answer = pack.solve(read_case(path, pack), inquire=True)
    heads = {phrase("heading", status) for status in STATUSES}
    known = {pack.knowledge.statements[s].id for s in answer.in_force}
    telling = in_short(answer, pack)
    rows: list[set[str]] = []
    for passage in telling:
        for x in passage.lines if passage.head in heads else ():
            rows += [set()] if x.depth == 0 else []
            rows[-1].update(filter(None, x.place.split(", ")))
            assert x.depth or set(filter(None, x.place.split(", "))) <= known
    assert rows
    assert all(rows)
    spoken = {pack.knowledge.statements[s.statement].id for s in answer.stances}
    everything = {n for passage in telling for x in passage.lines for n in x.place.split(", ")}
    assert spoken <= everything, sorted(spoken - everything)


def test_what_the_case_rules_out_is_said_where_it_was_to_be_chosen(pack: Pack) -> None:
    text = words(told(ACUTE + OUT, pack))
    assert "neither is left: the case rules both out" in text
    assert "that cannot be followed, as the case rules it out (contraindicated: bleeding)" in text
    assert "first: MRI to find the cause of the edema, and the case rules it out (pacemaker)" in text


def test_options_of_the_answer_are_said_first(pack: Pack) -> None:
    first = words(told(ACUTE, pack, without=("rating_ablation",), policy=("bme_general",))).partition("Sources and scope")[0]
    assert "switched off: acr_vcf.rating_ablation" in first
    assert "order of trust: bme_general" in first


def test_an_order_of_trust_that_does_not_decide_says_what_goes_first(pack: Pack) -> None:
    text = (CASES / "tension_deformity_red_flag_vs_acr.yaml").read_text(encoding="utf-8")
    assert "(bme_general) does not decide here: judgement of the pack's editors goes before it" in words(
        told(text, pack, policy=("bme_general",))
    )


def test_doses_and_reviews_are_told_with_their_statements(pack: Pack) -> None:
    text = words(told((CASES / "edema_first_line_full.yaml").read_text(encoding="utf-8"), pack))
    assert "pamidronate for the edema: Preferred to zoledronate: pamidronate 30 mg intravenously" in text
    assert "[bme_vertebral.pamidronate_30mg_3days]" in text
    assert "Reviews that are asked for" in text
    assert "[bme_vertebral.reassess_4_6_weeks]" in text


def test_what_is_to_be_done_before_or_with_an_action_stands_below_it(pack: Pack) -> None:
    text = words(told(ACUTE, pack))
    assert "only with long-term osteoporosis medication [acr_vcf.pair_osteoporosis_therapy]" in text
    assert "check of coagulation before the procedure" in text


def test_what_was_not_looked_at_is_said(pack: Pack) -> None:
    bare = in_short(pack.solve(parse_case(ACUTE, pack.vocabulary), marks=False), pack)
    assert phrase("unmarked") in words(bare).partition("Sources and scope")[0]
    assert phrase("unmarked") not in words(told(ACUTE, pack))


def test_a_critical_finding_that_was_taken_for_absent_is_counted(pack: Pack) -> None:
    answer = pack.solve(parse_case(ACUTE, pack.vocabulary), inquire=True)
    critical = sum(pack.vocabulary.findings[f].critical for f, _ in answer.assumed)
    assert critical
    assert f"It rests on {len(answer.assumed)} findings of which nothing is recorded, {critical} of them critical" in words(
        told(ACUTE, pack)
    )


def test_more_alternatives_than_fit_are_counted(tmp_path: Path) -> None:
    kinds = ["walk", "rest", "swim", "run", "sit"]
    rules = ['finding(tired, boolean). label(tired, "tired"). source(book, "Book"). strength(book, should, 5).']
    for kind in kinds:
        rules.append(f'action({kind}). label({kind}, "{kind}"). statement(s_{kind}, book, recommendation, should).')
        rules.append(f'locator(s_{kind}, "1"). says(s_{kind}, "Do it."). recommends(s_{kind}, {kind}). applies(s_{kind}).')
    rules += [f"exclusive({a}, {b})." for i, a in enumerate(kinds) for b in kinds[i + 1 :]]
    (tmp_path / "five.lp").write_text("\n".join(rules), encoding="utf-8")
    assert phrase("unshown", len(kinds) - SHOWN) in words(told("case: x", load_pack(tmp_path)))


def test_text_of_the_case_is_shown_and_not_obeyed(pack: Pack) -> None:
    case = replace(parse_case(ACUTE, pack.vocabulary), notes="[red]x[/red] {{ 7 * 7 }}\n\n\x1b[31m \x02bold\x03", title="# **a**")
    telling = in_short(pack.solve(case), pack)
    text = text_of(telling)
    assert "[red]x[/red] {{ 7 * 7 }}" in text
    assert "\x1b" not in text
    assert "\x02" not in text
    assert r"\# \*\*a\*\*" in render(telling, "telling markdown")


def test_an_empty_record_says_so_and_points_to_the_questions(pack: Pack) -> None:
    text = words(told("case: a\nfindings: {}", pack))
    assert phrase("nothing_said") in text
    assert "Ask first" in text


def test_what_the_case_rules_out_names_who_wishes_it(pack: Pack) -> None:
    text = words(told((CASES / "imaging_mri_ruled_out.yaml").read_text(encoding="utf-8"), pack))
    assert "the case rules MRI out (contraindicated: a pacemaker that is not safe in MRI) (line 13); for (bme_general)" in text
    assert "[bme_general.mri_etiology_before_treatment]" in text


def test_words_that_their_own_source_sets_aside_are_named(pack: Pack) -> None:
    text = words(told((CASES / "acr_coagulation_unsafe_failed_trial.yaml").read_text(encoding="utf-8"), pack))
    assert "other words of acr_vcf on it give way here, by the source itself [acr_vcf.augmentation_severe_refractory" in text
    assert "give way here" not in words(told((CASES / "acr_35_days_of_therapy.yaml").read_text(encoding="utf-8"), pack))


@pytest.mark.parametrize(("record", "timed"), [("", True), (", conservative_therapy: 20 days", False)])
def test_what_hangs_on_a_time_that_is_not_recorded_is_not_told_as_due(record: str, timed: bool, pack: Pack) -> None:
    heads = {p.head: render((p,), "telling text") for p in told(ACUTE.replace("}", record + "}"), pack)}
    due, open_ = heads[phrase("heading", "settled_for")], heads.get(phrase("heading", "untimed"), "")
    assert ("medical (conservative) management" in open_) is timed
    assert ("medical (conservative) management" in due) is not timed


def test_a_preference_between_kinds_names_its_statement(pack: Pack) -> None:
    text = words(told((CASES / "edema_first_line_full.yaml").read_text(encoding="utf-8"), pack))
    assert "bme_vertebral.pamidronate_over_zoledronate" in text


def test_a_bound_that_the_editors_put_is_not_told_as_the_sources_own(pack: Pack) -> None:
    text = words(told((CASES / "limited_edema_day_20.yaml").read_text(encoding="utf-8"), pack))
    assert "by bme_general, only while conservative therapy so far is at most 12 weeks (the editors' reading;" in text
    assert "by osteopenia_vcf, only while conservative therapy so far is less than 3 months (the editors' reading;" in text


def test_an_alternative_that_waits_names_who_wishes_what_it_does(pack: Pack) -> None:
    text = words(told((CASES / "acr_35_days_of_therapy.yaml").read_text(encoding="utf-8"), pack))
    waits = "until 3 months, as the editors read it (bme_general, osteopenia_vcf)"
    assert f"B: medical management only (acr_vcf); waits with percutaneous vertebral augmentation {waits}" in text
