"""What every answer to a question would change is not settled; what an answer would bring up is told, though nothing in force says it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from explain.overview import in_short
from explain.render import phrase, render
from explain.report.content import gather, report
from explain.report.page import page
from explain.views.context import view_of
from guideline import Pack, load_pack
from guideline.cases.reading import parse_case

ROOT = Path(__file__).parents[2]
WALK = """
finding(weak, boolean). label(weak, "weak"). critical(weak). finding(slope, quantity("percent")). label(slope, "slope"). critical(slope).
finding(wind, choice). choice(wind, (calm; storm)). label(wind, "wind"). critical(wind).
action((walk; swim)). label(walk, "a walk"). label(swim, "a swim").
source(book, "Book"). strength(book, should, 5).
statement(go, book, recommendation, should). locator(go, "1"). says(go, "Walk."). recommends(go, walk). applies(go).
"""


def stop(name: str, test: str) -> str:
    return (
        f'statement({name}, book, recommendation, should). locator({name}, "2"). says({name}, "No walk."). '
        f"opposes({name}, walk). applies({name}) :- {test}.\n"
    )


def pack_of(folder: Path, *rules: str) -> Pack:
    (folder / "walk.lp").write_text(WALK + "".join(rules), encoding="utf-8")
    return load_pack(folder)


def heads(pack: Pack, text: str = "case: x") -> dict[str, str]:
    telling = in_short(pack.solve(parse_case(text, pack.vocabulary), inquire=True), pack)
    return {p.head: render((p,), "telling markdown") for p in telling}


BOTH = [
    (stop("a", "has(weak)"), stop("b", "lacks(weak)")),
    (stop("a", 'at_least(slope, "20 percent")'), stop("b", 'below(slope, "20 percent")')),
    (stop("a", "is(wind, calm)"), stop("b", "is(wind, storm)")),
]
WAYS = ["yes_and_no", "a_bound_and_its_complement", "each_choice"]


@pytest.mark.parametrize("rules", BOTH, ids=WAYS)
def test_what_every_answer_changes_is_not_told_as_settled(rules: tuple[str, str], tmp_path: Path) -> None:
    told = heads(pack_of(tmp_path, *rules))
    assert phrase("heading", "settled_for") not in told
    assert "a walk: do (book)" in told[phrase("heading", "either")]


@pytest.mark.parametrize("rules", BOTH, ids=WAYS)
def test_what_one_answer_leaves_is_told_as_settled(rules: tuple[str, str], tmp_path: Path) -> None:
    told = heads(pack_of(tmp_path, rules[0]))
    assert phrase("heading", "either") not in told
    assert "a walk (book)" in told[phrase("heading", "settled_for")]


def test_a_bound_and_another_bound_leave_a_value_between_them(tmp_path: Path) -> None:
    told = heads(pack_of(tmp_path, stop("a", 'at_least(slope, "20 percent")'), stop("b", 'below(slope, "10 percent")')))
    assert phrase("heading", "either") not in told


def test_the_long_forms_and_the_report_tell_it_apart_too(tmp_path: Path) -> None:
    pack = pack_of(tmp_path, *BOTH[0])
    case = parse_case("case: x", pack.vocabulary)
    view = view_of(pack.solve(case, inquire=True), pack)
    assert [a.labels for a in view.group("either")] == [("a walk",)]
    assert phrase("heading", "either") in render(view, "text", full=False)
    assert phrase("heading", "either") in render(view, "markdown")
    assert phrase("heading", "either") in page(report(gather(case, pack)), "html")


def test_what_an_answer_would_bring_up_is_named_with_its_statement(tmp_path: Path) -> None:
    swim = stop("a", "has(weak)").replace("opposes(a, walk)", "recommends(a, swim)")
    told = heads(pack_of(tmp_path, swim))
    assert r"a swim: do, with weak: yes \[book.a\]" in told[phrase("heading", "possible_actions")]


def test_what_an_answer_would_only_rule_out_is_not_named(tmp_path: Path) -> None:
    ban = stop("a", "has(weak)").replace("walk", "swim")
    assert phrase("heading", "possible_actions") not in heads(pack_of(tmp_path, ban))


def test_what_the_record_brings_up_is_no_longer_possible_only(tmp_path: Path) -> None:
    swim = stop("a", "has(weak)").replace("opposes(a, walk)", "recommends(a, swim)")
    told = heads(pack_of(tmp_path, swim), "case: x\nfindings: {weak: true}")
    assert phrase("heading", "possible_actions") not in told
    assert "a swim" in told[phrase("heading", "settled_for")]


def test_answers_that_only_do_it_together_are_named_together(tmp_path: Path) -> None:
    swim = stop("a", 'has(weak), at_least(slope, "20 percent")').replace("opposes(a, walk)", "recommends(a, swim)")
    assert (
        "a swim: do, with slope: at least 20 percent together with weak"
        in heads(pack_of(tmp_path, swim))[phrase("heading", "possible_actions")]
    )


def test_the_patient_of_the_ratings_is_told_of_the_infusion_that_an_answer_brings() -> None:
    pack = load_pack()
    text = (ROOT / "encodings" / "vcf" / "cases" / "acr_81_year_old.yaml").read_text(encoding="utf-8")
    told = heads(pack, text)
    assert "NSAID or COXIB as a trial" in told[phrase("heading", "either")]
    assert "intravenous bisphosphonate for the edema" in told[phrase("heading", "possible_actions")]


def test_the_first_screen_of_a_report_has_what_an_answer_would_bring_up(tmp_path: Path) -> None:
    swim = stop("a", "has(weak)").replace("opposes(a, walk)", "recommends(a, swim)")
    pack = pack_of(tmp_path, swim)
    made = report(gather(parse_case("case: x", pack.vocabulary), pack))
    assert [(item.text, item.says) for card in made.summary if card.key == "possible" for item in card.items] == [
        ("a swim", "do, with weak: yes")
    ]
    bare = report(gather(parse_case("case: x\nfindings: {weak: true}", pack.vocabulary), pack))
    assert "possible" not in [card.key for card in bare.summary]


@pytest.mark.parametrize("form", ["html", "markdown"])
def test_the_short_report_tells_each_action_on_a_line_with_its_statements(form: Any, tmp_path: Path) -> None:
    pack = pack_of(tmp_path, stop("a", "has(weak)"))
    gathered = gather(parse_case("case: x", pack.vocabulary), pack)
    short, whole = (page(report(gathered, short=s), form).replace("\\", "") for s in (True, False))
    assert "a walk (book); provisional (1) [book.go]" in " ".join(re.sub("<[^>]+>", "", short).split())
    assert "Walk." in whole
    assert "Walk." not in short


def test_what_is_urgent_stands_first_and_says_so(tmp_path: Path) -> None:
    early = stop("a", "has(weak)").replace("opposes(a, walk)", "recommends(a, amble)")
    late = stop("b", "has(weak)").replace("opposes(b, walk)", "recommends(b, swim)") + "urgent(b).\n"
    told = heads(pack_of(tmp_path, 'action(amble). label(amble, "an amble").\n', early, late))[phrase("heading", "possible_actions")]
    assert told.index("a swim: do, at once, with weak: yes") < told.index("an amble: do, with weak: yes")
