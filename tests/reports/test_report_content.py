"""What stands in a report, and what does not: sources by their labels, like questions together, changes that a record can bring about."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from report_pages import CASES, Page, opened, reported

from explain.report.content import Report
from explain.report.page import page

PACK = """
finding(ill, boolean). critical(ill). label(ill, "ill"). question(ill, "Is the patient ill?").
finding(tired, boolean). critical(tired). label(tired, "tired"). question(tired, "Is the patient tired?").
finding(old, boolean). critical(old). label(old, "old"). question(old, "Is the patient old?").
finding(here, boolean). label(here, "here").
action((walk; rest; nap; sing)). exclusive(walk, rest). kind_of(nap, rest).
label(walk, "a walk"). label(rest, "rest"). label(nap, "a nap"). label(sing, "singing").
source(leaflet, "Leaflet"). strength(leaflet, must, 2). strength(leaflet, may, 1).
source(tome, "A book on walks that has a title of so many words that none reads them to the end"). label(tome, "Book of walks").
source(roll, "A roll on rests that has a title of so many words that none reads them to the end, and no label"). strength(tome, should, 1).
strength(roll, should, 1).
statement(go, tome, recommendation, should). locator(go, "1"). says(go, "Walk."). recommends(go, walk). applies(go) :- has(here).
statement(lie, roll, recommendation, should). locator(lie, "2"). says(lie, "Rest, be it a nap."). recommends(lie, rest). permits(lie, nap).
applies(lie) :- has(here).
statement(hush, leaflet, recommendation, must). locator(hush, "3"). says(hush, "No singing."). opposes(hush, sing).
applies(hush) :- has(here).
statement(hum, roll, recommendation, should). locator(hum, "4"). says(hum, "Singing may do."). permits(hum, sing).
applies(hum) :- has(here).
statement(see, leaflet, recommendation, must). locator(see, "5"). says(see, "The ill and the tired lie down."). recommends(see, nap).
applies(see) :- has(here), has(ill).
applies(see) :- has(here), has(tired).
"""
CASE = "case: c\nfindings:\n  here: true\n"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Report:
    folder = tmp_path_factory.mktemp("pack")
    (folder / "walks.lp").write_text(PACK, encoding="utf-8")
    return reported(CASE, opened(folder))


def test_a_source_is_called_by_its_label_else_by_a_short_title_else_by_its_name(made: Report) -> None:
    assert made.labels == {"leaflet": "Leaflet", "tome": "Book of walks", "roll": "roll"}
    contested = next(c for c in made.summary if c.key == "contested")
    assert "Book of walks" in contested.items[0].says
    assert "tome" not in contested.items[0].says


def test_the_label_stands_beside_title_and_name_where_the_sources_are_listed(made: Report) -> None:
    words = page(made, "markdown")
    assert "called here: Book of walks; `tome`" in words
    assert "called here: Leaflet" not in words


def test_the_force_of_a_statement_is_not_told_of_what_it_only_permits(made: Report) -> None:
    nap = next(a for g in made.view.groups for a in g.actions if "a nap" in a.labels)
    word = next(s.word for s in nap.said if s.cite.name == "lie")
    assert (word.stance, word.force_of) == ("permits", ("rest",))
    assert '"should" is said of rest' in Page(page(made, "html")).words
    sing = next(a for g in made.view.groups for a in g.actions if "singing" in a.labels)
    assert all(s.word.force_of == () for s in sing.said)


def test_questions_that_decide_the_same_stand_together(made: Report) -> None:
    asked = {key: [[a.label for a in alike] for alike in rows] for key, rows in made.questions}
    assert asked["critical"] == [["ill", "tired"]]


def test_a_change_is_looked_for_only_where_a_source_recommends_the_action_for_somebody(made: Report) -> None:
    assert made.unwished == ("singing",)
    assert not [x for telling in made.changes for x in telling if "singing" in x.head]
    assert "No source recommends for anybody, so that no record would settle it: singing." in Page(page(made, "html")).words


def test_what_is_left_to_a_choice_comes_before_what_is_advised_against() -> None:
    found = reported(next(p for p in CASES if p.stem == "acr_81_year_old"), opened())
    options = {label for a in found.view.group("option") for label in a.labels}
    assert options
    assert {label for label in options for telling in found.changes if label in telling[0].head} == options


def test_lines_to_copy_are_folded_and_the_change_stands_before_them_in_words() -> None:
    found = reported(next(p for p in CASES if p.stem == "acr_35_days_of_therapy"), opened())
    html, text = page(found, "html"), page(found, "markdown")
    assert html.count("<pre>findings:") == html.count('<details class="lines">') > 0
    assert text.count("```text\nfindings:") == text.count("<details><summary>The same as lines of the case file</summary>") > 0
    told = [x for telling in found.changes for x in telling if x.verbatim]
    assert all(x.lines and x.lines[0].text.startswith(("record ", "change ", "wait until ")) for x in told)


@pytest.mark.parametrize("path", [p for p in CASES if p.stem in {"vertebroplasty_day_89", "acr_35_days_of_therapy"}], ids=lambda p: p.stem)
def test_of_many_statements_that_read_a_finding_and_are_not_in_force_a_few_are_told(path: Path) -> None:
    found = reported(path, opened())
    for u in found.view.unread:
        words = page(found, "markdown")
        told = [c for c in u.cites if f"  - {c.says}".replace("*", "") in words]
        assert len(u.cites) <= 6 or f"  - and {len(u.cites) - 6} more" in words
        assert told


def test_answers_that_could_turn_something_are_told_once_and_elsewhere_by_their_number() -> None:
    found = reported(next(p for p in CASES if p.stem == "acr_81_year_old"), opened())
    numbers = found.turning.numbers
    assert sorted(numbers.values()) == list(range(1, len(found.turning.rows) + 1))
    assert all(row.startswith(f"({n}) ") for n, row in enumerate(found.turning.rows, 1))
    text = page(found, "html")
    assert "provisional: would change with" not in text
    for a in [a for g in found.view.groups for a in g.actions if a.falls and not a.excluded]:
        assert re.search(rf"<summary>{re.escape(a.labels[0])}[^\n]*provisional \({numbers[a.falls]}\)</span></summary>", text)
    for n in numbers.values():
        assert text.count(f'id="provisional-{n}"') == 1
    rows = [row for source in found.view.statements for row in source.statements if row.falls]
    assert rows
    for row in rows:
        listed = text.partition(f'<li id="{row.cite.id}"')[2].partition("</li>")[0]
        assert f"provisional ({numbers[row.falls]})" in listed


def test_of_what_would_come_into_force_single_answers_are_told_and_the_rest_is_counted() -> None:
    found = reported("case: nobody\nfindings: {}\n", opened())
    assert found.entering
    assert all(len(s) == 1 for g in found.entering for s in g.sets)
    assert len({g.sets for g in found.entering}) == len(found.entering)
    told = {c.id for g in found.entering for c in g.cites}
    assert {c.id for g in found.view.possible for c in g.cites if any(len(s) == 1 for s in g.sets)} == told
    assert found.entering_together == len({c.id for g in found.view.possible for c in g.cites}) - len(told)
    assert f"{found.entering_together} statements more would need two or more answers together" in page(found, "markdown")


def test_where_nothing_is_provisional_it_is_not_said_that_answers_would_bring_nothing() -> None:
    words = page(reported("case: nobody\nfindings: {}\n", opened()), "markdown")
    assert "No answer that is asked for would change a result that stands here. What answers would add stands under Open questions" in words


def test_the_force_of_what_recommends_nothing_is_left_out() -> None:
    found = reported(next(p for p in CASES if p.stem == "acr_81_year_old"), opened())
    for form in ("html", "markdown"):
        assert "neutral)" not in page(found, form)
        assert "(definition)" in page(found, form)


@pytest.mark.parametrize(
    ("case", "scope"),
    [
        ("general_charcot_without_edema", [("Edema summary", "diabetic foot with Charcot neuroarthropathy")]),
        ("general_arthritis_score_0", [("Edema summary", "established rheumatoid arthritis or axial spondyloarthritis")]),
        ("suspicion_two_fractures", []),
    ],
)
def test_a_source_takes_a_patient_in_by_a_narrower_scenario_too_where_no_main_one_does(case: str, scope: list[tuple[str, str]]) -> None:
    found = reported(next(p for p in CASES if p.stem == case), opened())
    assert list(found.scope) == scope
    assert bool(scope) is any(c.inside for s in found.view.sources for c in s.contexts)
    assert ("No source has a scenario that takes this patient in" in page(found, "markdown")) is not bool(scope)
