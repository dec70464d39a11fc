"""What a day to come is told to change: whether a source still says the word, what a tension was about, and no remark that says nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from explain.road_words import tell_road
from explain.telling import Length, Telling
from explain.views.limits import limits_of
from explain.views.terms import Terms
from guideline import Pack, load_pack, read_case
from guideline.cases.reading import parse_case
from guideline.model import Case
from guideline.road.ahead import road

CASES = Path(__file__).parents[2] / "encodings" / "vcf" / "cases"
LENGTHS: tuple[Length, ...] = ("short", "full")


@pytest.fixture(scope="module")
def shipped() -> Pack:
    return load_pack()


def told(case: Case, pack: Pack, length: Length = "short") -> Telling:
    answer = pack.solve(case, marks=False, inquire=False)
    with pack.seats.borrow() as seat:
        terms = Terms(answer, pack.vocabulary, pack.knowledge, seat.tables.members)
    return tell_road(road(answer, pack), terms, length)


def ahead(pack: Pack, findings: str, length: Length = "short") -> list[str]:
    return [line.text for line in told(parse_case(f"case: c\nfindings: {{{findings}}}", pack.vocabulary), pack, length)[0].lines]


WALK = """
finding(therapy, quantity("day")). range(therapy, "0 days", "1 year"). clock(therapy). label(therapy, "therapy").
action(walk). label(walk, "walking"). source(guide, "A guide"). source(leaflet, "A leaflet").
statement(s, guide, recommendation, should). locator(s, "1"). says(s, "Walk at first."). {word}(s, walk).
applies(s) :- below(therapy, "2 weeks").
statement(t, {source}, recommendation, should). locator(t, "2"). says(t, "Walk."). {other}(t, walk). applies(t){when}.
statement(u, leaflet, recommendation, should). locator(u, "3"). says(u, "Do walk."). {word}(u, walk). applies(u).
"""
LATE = ' :- at_least(therapy, "2 weeks")'


@pytest.mark.parametrize(
    ("word", "other", "source", "when", "words"),
    [
        ("recommends", "recommends", "guide", "", "fewer statements for it (guide)"),
        ("recommends", "recommends", "leaflet", "", "no longer for it (guide)"),
        ("recommends", "recommends", "guide", LATE, "still for it, by other statements (guide)"),
        ("recommends", "permits", "guide", "", "no longer for it (guide)"),
        ("opposes", "opposes", "guide", "", "fewer statements against it (guide)"),
        ("opposes", "opposes", "leaflet", "", "no longer against it (guide)"),
        ("offers", "offers", "guide", "", "fewer statements that offer it (guide)"),
        ("offers", "offers", "leaflet", "", "no longer offered (guide)"),
        ("offers", "offers", "guide", LATE, "still offered, by other statements (guide)"),
    ],
)
def test_a_word_is_told_as_ended_only_where_no_statement_of_its_source_says_it_still(
    tmp_path: Path, word: str, other: str, source: str, when: str, words: str
) -> None:
    (tmp_path / "walk.lp").write_text(WALK.format(word=word, other=other, source=source, when=when), encoding="utf-8")
    pack = load_pack(tmp_path)
    lines = ahead(pack, "therapy: 13 days")
    assert lines[1].startswith("walking: still ")
    assert words in lines
    assert words in ahead(pack, "therapy: 13 days", "line")[0]


def test_of_two_actions_on_one_day_one_is_left_by_its_source_and_the_other_is_not(shipped: Pack) -> None:
    lines = [line.text for line in told(read_case(CASES / "limited_edema_day_20.yaml", shipped), shipped)[0].lines]
    trial, care = "NSAID or COXIB as a trial before other treatment of the edema", "medical (conservative) management"
    assert lines[lines.index(f"{trial}: still do") + 1] == "no longer for it, as the editors read it (bme_general)"
    assert lines[lines.index(f"{care}: still do") + 1] == "fewer statements for it (bme_general)"


READ = """
finding(therapy, quantity("day")). range(therapy, "0 days", "1 year"). clock(therapy). label(therapy, "therapy").
action(walk). label(walk, "walking"). source(guide, "A guide").
statement(s, guide, recommendation, should). locator(s, "1"). says(s, "Walk after some time."). recommends(s, walk).
needs(s, walk, at_least(therapy, "2 weeks")). taken_as(s, at_least(therapy, "2 weeks"), "'after some time'"). applies(s).
"""


def test_that_a_time_is_a_reading_of_the_editors_is_told_once_of_a_word_that_changes(tmp_path: Path) -> None:
    (tmp_path / "walk.lp").write_text(READ, encoding="utf-8")
    (word,) = [x for x in ahead(load_pack(tmp_path), "therapy: 13 days") if "(guide)" in x]
    assert word == "for it, from 2 weeks on, as the editors read it (before: waits until 2 weeks) (guide)"


REPORTS = """
finding(therapy, quantity("day")). range(therapy, "0 days", "1 year"). clock(therapy). label(therapy, "therapy").
action(walk). label(walk, "walking"). source(guide, "A guide"). source(leaflet, "A leaflet").
statement(s, guide, recommendation, should). locator(s, "1"). says(s, "Walk."). recommends(s, walk). applies(s).
statement(n, leaflet, recommendation, should). locator(n, "3"). says(n, "No walk."). opposes(n, walk). applies(n) :- has(lame).
finding(lame, boolean). label(lame, "lameness").
statement(r, leaflet, prognosis, neutral). locator(r, "2"). says(r, "It heals by itself in 2 weeks.").
reports(r, prognosis, "It heals by itself in 2 weeks."). applies(r) :- at_most(therapy, "2 weeks").
statement(q, leaflet, prognosis, neutral). locator(q, "4"). says(q, "It aches for a week.").
reports(q, prognosis, "It aches for a week."). applies(q) :- at_most(therapy, "1 week").
"""
TENSION = 'tension({report}, s, "it heals by itself, and the other treats it").'
QUIET = "change only which reports of the sources speak of this patient"


HEALS = """
statement(t, leaflet, prognosis, neutral). locator(t, "5"). says(t, "It heals."). reports(t, prognosis, "It heals."). applies(t).
"""


@pytest.mark.parametrize(("tense", "said"), [("", False), ("q", True), ("t", False)], ids=["no pair", "a pair that ends", "one that stays"])
def test_that_tensions_change_is_said_only_where_a_pair_begins_or_ends(tmp_path: Path, tense: str, said: bool) -> None:
    # The tension with the report that stays keeps the day quiet: it goes on, with one pair less.
    rules = REPORTS + HEALS + "".join(TENSION.format(report=x) for x in dict.fromkeys(f"{tense}t" if tense else ""))
    (tmp_path / "reports.lp").write_text(rules, encoding="utf-8")
    (quiet, *_) = ahead(load_pack(tmp_path), "therapy: 7 days")
    assert QUIET in quiet
    assert ("and what is in tension with them" in quiet) is said


def test_the_end_of_a_tension_says_what_it_was_about(tmp_path: Path) -> None:
    (tmp_path / "reports.lp").write_text(REPORTS + TENSION.format(report="r"), encoding="utf-8")
    pack = load_pack(tmp_path)
    ended = "this tension on walking ends: it heals by itself, and the other treats it"
    for length in LENGTHS:
        assert f"{ended}; the action stays contested" in ahead(pack, "therapy: 14 days, lame: true", length)
        assert ended in ahead(pack, "therapy: 14 days, lame: false", length)


def test_a_tension_that_begins_says_what_it_is_about(tmp_path: Path) -> None:
    late = REPORTS.replace('applies(r) :- at_most(therapy, "2 weeks").', 'applies(r) :- at_least(therapy, "2 weeks").')
    (tmp_path / "reports.lp").write_text(late + TENSION.format(report="r"), encoding="utf-8")
    begun = "a tension on walking begins: it heals by itself, and the other treats it"
    assert begun in ahead(load_pack(tmp_path), "therapy: 13 days, lame: true")


@pytest.mark.parametrize(("findings", "said"), [("", False), ("pain_duration: 3 weeks, ", True)], ids=["no time recorded", "one recorded"])
def test_that_times_are_not_shown_is_said_only_where_some_are(shipped: Pack, findings: str, said: bool) -> None:
    text = f"case: c\nfindings: {{{findings}vertebral_fracture: true, osteoporosis: true, pain_severity: severe}}"
    (missing,) = [p for p in told(parse_case(text, shipped.vocabulary), shipped) if p.head == "Durations not recorded"]
    assert missing.lines
    assert missing.remark.startswith("Changes over") is said


BOUND = """
finding((therapy; trial), quantity("day")). range((therapy; trial), "0 days", "1 year"). clock((therapy; trial)).
label(therapy, "therapy"). label(trial, "trial"). action(walk). label(walk, "walking").
source(guide, "A guide"). source(leaflet, "A leaflet").
statement(s, guide, recommendation, should). locator(s, "1"). says(s, "Walk at first."). recommends(s, walk).
applies(s) :- below(therapy, "2 weeks").
statement(t, leaflet, recommendation, should). locator(t, "2"). says(t, "Walk."). recommends(t, walk).
applies(t) :- not at_least(trial, "4 weeks").
"""


@pytest.mark.parametrize(("trial", "remark"), [("", ", only within a time that is not recorded"), (", trial: 1 day", "")])
def test_what_goes_on_within_an_unrecorded_time_alone_says_so(trial: str, remark: str, tmp_path: Path) -> None:
    (tmp_path / "small.lp").write_text(BOUND, encoding="utf-8")
    pack = load_pack(tmp_path)
    case = parse_case(f"case: c\nfindings: {{therapy: 10 days{trial}}}", pack.vocabulary)
    answer = pack.solve(case, marks=False, inquire=False)
    with pack.seats.borrow() as seat:
        terms = Terms(answer, pack.vocabulary, pack.knowledge, seat.tables.members)
    lines = [x.text for x in tell_road(road(answer, pack), terms, "short", limits_of(pack))[0].lines]
    assert f"walking: still do{remark}" in lines


EDITORS = 'taken_as(s, below(therapy, "2 weeks"), "\'at first\'").'


@pytest.mark.parametrize(
    ("taken", "words"), [("", "no longer for it (guide)"), (EDITORS, "no longer for it, as the editors read it (guide)")]
)
def test_a_word_that_ends_with_a_time_of_the_editors_says_so(taken: str, words: str, tmp_path: Path) -> None:
    (tmp_path / "small.lp").write_text(BOUND + taken, encoding="utf-8")
    assert words in ahead(load_pack(tmp_path), "therapy: 10 days, trial: 1 day")
