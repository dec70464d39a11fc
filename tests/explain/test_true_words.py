"""An answer claims no more than its sources say: force, offers, what the case rules out, and what an order of trust decides."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from rich.console import Console

from explain.render import phrase, render
from explain.report.content import gather, report
from explain.report.page import page
from explain.terminal import print_answer
from explain.views.answer import View
from explain.views.context import view_of
from explain.views.labels import Labels
from guideline import Pack, load_pack
from guideline.answer_json import answer_json
from guideline.cases.reading import parse_case

ROOT = Path(__file__).parents[2]
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
SMALL = """
finding(tired, boolean). label(tired, "tired"). action((walk; rest; swim)).
label(walk, "a walk"). label(rest, "rest"). label(swim, "a swim").
source(leaflet, "Leaflet"). source(book, "Book").
strength(leaflet, should, 5). strength(book, should, 5). strength(book, may, 3).
statement(go, leaflet, recommendation, should). locator(go, "1"). says(go, "Walk."). recommends(go, walk). applies(go).
statement(lie, book, recommendation, should). locator(lie, "1"). says(lie, "Rest."). recommends(lie, rest). applies(lie).
statement(float, book, recommendation, should). locator(float, "2"). says(float, "A swim is one way."). offers(float, swim). applies(float).
"""


@pytest.fixture(scope="module")
def pack() -> Pack:
    return load_pack()


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Pack:
    folder = tmp_path_factory.mktemp("small")
    (folder / "small.lp").write_text(SMALL, encoding="utf-8")
    return load_pack(folder)


def view(text: str, pack: Pack, *policy: str) -> View:
    return view_of(pack.solve(parse_case(text, pack.vocabulary), policy=policy), pack)


def shown(made: View) -> str:
    out = io.StringIO()
    print_answer(made, Console(file=out, width=80, highlight=False))
    return " ".join(out.getvalue().split())


def test_the_only_word_of_a_source_is_not_its_strongest(small: Pack) -> None:
    made = view("case: x", small)
    assert [(a.labels, a.strongest) for a in made.musts] == [(("rest",), (("should", ("book",)),))]


def test_what_is_only_offered_stands_apart(small: Pack) -> None:
    made = view("case: x", small)
    assert [a.labels for a in made.group("settled_for")] == [("rest",), ("a walk",)]
    assert [a.labels for a in made.group("offered")] == [("a swim",)]
    assert "Offered" in render(made, "markdown")
    assert "Offered" in page(report(gather(parse_case("case: x", small.vocabulary), small)), "html")
    rows = answer_json(small.solve(parse_case("case: x", small.vocabulary)), small)["actions"]
    assert {r["action"]: (r["status"], r["only_offered"]) for r in rows} == {
        "rest": ("settled_for", False),
        "swim": ("settled_for", True),
        "walk": ("settled_for", False),
    }


def test_advice_against_says_its_word(pack: Pack) -> None:
    made = view(ACUTE, pack)
    assert all(a.voices for a in made.avoid)
    summary = page(report(gather(parse_case(ACUTE, pack.vocabulary), pack)), "html").partition("</section>")[0]
    for a in made.avoid:
        if a.strongest:
            word, sources = a.strongest[0]
            by = Labels(pack.vocabulary, pack.knowledge, {}).source(sources[0])
            assert f"advised against: {a.labels[0]} [{by}: {word}]" in " ".join(summary.replace('<span class="soft">', "").split())


def test_a_choice_without_anything_left_says_so(pack: Pack) -> None:
    made = view(ACUTE + OUT, pack)
    decision = next(d for d in made.decisions if d.tie == "none_left")
    assert [row.kind for _, row in decision.ruled_out] == ["declined", "contraindicated"]
    text = shown(made)
    assert "neither is left: the case rules both out" in text
    assert "that cannot be followed, as the case rules it out (contraindicated: bleeding)" in text
    assert "one way is left" not in text


def test_a_first_step_that_is_ruled_out_says_so_at_its_line(pack: Pack) -> None:
    assert "first: MRI to find the cause of the edema, and the case rules it out (pacemaker)" in shown(view(ACUTE + OUT, pack))


def test_an_order_of_trust_that_does_not_decide_says_what_goes_first(pack: Pack) -> None:
    text = (ROOT / "encodings" / "vcf" / "cases" / "tension_deformity_red_flag_vs_acr.yaml").read_text(encoding="utf-8")
    made = view(text, pack, "bme_general")
    assert {d.untrusted for d in made.decisions} == {"judgement"}
    assert "(bme_general) does not decide here: judgement of the pack's editors goes before it" in shown(made)
    assert {d.untrusted for d in view(text, pack).decisions} == {""}


def test_a_day_is_shown_with_what_is_counted_from_it(pack: Pack) -> None:
    assert "duration of the fracture pain: 2026-05-01, 29 days before the case's date" in shown(view(ACUTE, pack))
    born = view("case: x\ndate: 2026-05-30\nfindings: {age: 1945-06-01}", pack)
    assert phrase("value", born.header.findings[0].known) == "1945-06-01, 80 years before the case's date"


def test_a_line_about_one_statement_names_it(pack: Pack) -> None:
    made = view(ACUTE, pack)
    assert "[acr_vcf.rating_augmentation, Opening case]" in shown(made)
    assert "acr_vcf.rating_augmentation, Opening case" in render(made, "markdown").replace("\\", "")
