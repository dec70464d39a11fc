"""The timeline: on which days the sources' conditions of time are met, to the day; and what the picture of it says."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from report_pages import CASES, read
from timed import DATE, LONG, case, of, spans_of, written

from explain.quiet_days import is_quiet
from explain.report.content import gather
from explain.report.pictures import LABEL, WIDTH, Picture
from explain.report.timeline import timeline
from guideline import Pack, load_pack
from guideline.cases.reading import parse_case


@pytest.fixture(scope="module")
def timed(tmp_path_factory: pytest.TempPathFactory) -> Pack:
    return load_pack(written(tmp_path_factory.mktemp("timed")))


def drawn(pack: Pack, findings: str, day: str = DATE) -> Picture:
    picture = of(pack, findings, day).timeline
    assert picture is not None
    return picture


@pytest.mark.parametrize(
    ("waited", "at_least", "above", "below", "at_most"),
    [
        ("20 days", 1, 2, -7, -6),
        ("21 days", 0, 1, -8, -7),
        ("22 days", -1, 0, -9, -8),
        ("0 days", 21, 22, 13, 14),
        ("3 weeks", 0, 1, -8, -7),
    ],
)
def test_a_span_begins_and_ends_with_the_day_that_meets_its_threshold(
    waited: str, at_least: int, above: int, below: int, at_most: int, timed: Pack
) -> None:
    found = spans_of(timed, f"waited: {waited}")
    assert (found["after_21"].first, found["after_21"].last) == (at_least, None)
    assert (found["beyond_21"].first, found["beyond_21"].last) == (above, None)
    assert (found["before_14"].first, found["before_14"].last) == (None, below)
    assert (found["up_to_14"].first, found["up_to_14"].last) == (None, at_most)


@pytest.mark.parametrize(("waited", "waits"), [("20 days", True), ("21 days", False)])
def test_what_is_due_today_waits_no_longer(waited: str, waits: bool, timed: Pack) -> None:
    assert spans_of(timed, f"waited: {waited}")["after_21"].waits is waits


@pytest.mark.parametrize(
    ("waited", "first"),
    [('"> 1 week"', 14), ('">= 1 week"', 14), ('"1-2 weeks"', 14), ('"> 20 days"', 1), ('">= 20 days"', 1)],
)
def test_of_a_clock_that_is_known_by_a_bound_the_day_is_taken_on_which_the_threshold_is_certainly_met(
    waited: str, first: int, timed: Pack
) -> None:
    assert spans_of(timed, f"waited: {waited}")["after_21"].first == first


def test_above_a_bound_is_met_a_day_earlier_where_the_bound_is_left_out(timed: Pack) -> None:
    assert spans_of(timed, 'waited: "> 1 week"')["beyond_21"].first == 14
    assert spans_of(timed, 'waited: ">= 1 week"')["beyond_21"].first == 15


def test_of_a_clock_that_may_be_at_nothing_no_day_is_named(timed: Pack) -> None:
    # The lowest value of the range is what the record leaves open downwards.
    assert spans_of(timed, 'waited: "< 1 week"').get("after_21") is None


def test_several_thresholds_of_one_wish_are_met_together(timed: Pack) -> None:
    span = spans_of(timed, "hurting: 1 week")["between"]
    assert (span.first, span.last) == (0, 13)
    assert len(span.asks) == 2


def test_a_measure_that_is_no_clock_and_a_ban_have_no_span(timed: Pack) -> None:
    assert not {"light", "never"} & set(spans_of(timed, "waited: 2 weeks, weight: 80"))


@pytest.mark.parametrize("findings", ["", "weight: 80"])
def test_without_a_clock_there_is_no_picture(findings: str, timed: Pack) -> None:
    assert of(timed, findings).timeline is None


def test_a_review_is_on_the_timeline_where_its_beginning_is_recorded(timed: Pack) -> None:
    picture = drawn(timed, "weak: true, waited: 10 days")
    assert ("Leaflet", "check of the knee", "day 4 (2026-03-05) to day 18 (2026-03-19)", "", "see") in picture.rows
    assert "see" not in spans_of(timed, "weak: true")


def test_of_a_case_without_a_date_days_are_counted_and_no_date_is_made_up(timed: Pack) -> None:
    picture = drawn(timed, "waited: 2 weeks", "")
    assert not re.search(r"\d{4}-\d{2}", str(picture.svg) + str(picture.rows))
    assert "from day 7" in picture.alternative


def test_the_table_and_the_words_say_the_same_as_the_picture(timed: Pack) -> None:
    picture = drawn(timed, "waited: 10 days, hurting: 2 weeks, weak: true")
    found = spans_of(timed, "waited: 10 days, hurting: 2 weeks, weak: true")
    assert len(picture.rows) == len(found) + 1
    texts = re.findall(r"<text[^>]*>([^<]*)</text>", str(picture.svg))
    listed = [row[-1] for row in picture.rows]
    for span in found.values():
        row = picture.rows[listed.index(span.statements[0])]
        source = timed.knowledge.sources[span.source].title
        assert row[:2] == (source, span.action)
        assert f"{source}: {span.action}, " in picture.alternative
        for day in (span.first, span.last):
            if day is not None:
                assert (date.fromisoformat(DATE) + timedelta(day)).isoformat() in row[2]
        assert re.sub(r" \([^)]*\)", "", row[2]) in texts
    assert f"day of the record, {DATE}" in texts
    assert any(DATE in t for t in texts)


def test_the_axis_has_a_date_below_each_day_where_the_case_has_one(timed: Pack) -> None:
    for day in (DATE, ""):
        texts = re.findall(r"<text[^>]*>([^<]*)</text>", str(drawn(timed, "waited: 10 days", day).svg))
        days = [int(t.replace("\N{MINUS SIGN}", "-")) for t in texts if re.fullmatch("[-\N{MINUS SIGN}]?\\d+", t)]
        assert 3 <= len(days) <= 8
        dates = [t for t in texts if re.fullmatch(r"\d{4}-\d{2}-\d{2}", t)]
        assert dates == [(date.fromisoformat(day) + timedelta(d)).isoformat() for d in days] if day else not dates


def test_the_words_of_a_row_stand_over_it_so_that_a_narrow_screen_has_room_for_the_bars(timed: Pack) -> None:
    svg = str(drawn(timed, "waited: 10 days").svg)
    frame = re.search(r'viewBox="0 0 ([0-9.]+)', svg)
    assert frame
    assert float(frame[1]) < WIDTH


def test_a_day_on_which_only_reports_change_has_no_triangle() -> None:
    pack = load_pack()
    path = next(p for p in CASES if p.stem == "acr_35_days_of_therapy")
    gathered = gather(read(path, pack), pack)
    picture = timeline(gathered.terms, gathered.road)
    steps = gathered.road.steps
    loud = [s.day for s in steps if not is_quiet(s, gathered.terms)]
    assert picture
    assert 0 < len(loud) < len(steps)
    # A triangle is a path of three points in the ink of the page.
    assert len(re.findall(r'd="M0,-[\d.]+L-[\d.]+,[\d.]+L[\d.]+,[\d.]+Z" fill="currentColor"', str(picture.svg))) == len(loud)


def test_kinds_of_span_differ_in_shape_as_well_as_in_colour(timed: Pack) -> None:
    svg = str(drawn(timed, "waited: 10 days, weak: true").svg)
    assert "stroke-dasharray" in svg  # the wait
    assert "fill-opacity" in svg  # the open bar of a review
    assert re.search(r'<path[^>]*d="M[^"]*A', svg)  # the disc where it begins


def test_a_label_that_is_too_long_is_shortened_in_the_picture_and_whole_in_the_table(timed: Pack) -> None:
    picture = drawn(timed, "waited: 10 days")
    texts = re.findall(r"<text[^>]*>([^<]*)</text>", str(picture.svg))
    assert max(map(len, texts)) <= LABEL
    assert any(t.endswith("\N{HORIZONTAL ELLIPSIS}") for t in texts)
    assert LONG in str(picture.rows)


def test_the_same_case_gives_the_same_picture(timed: Pack) -> None:
    assert drawn(timed, "waited: 10 days").svg == drawn(timed, "waited: 10 days").svg


@given(st.integers(0, 60), st.sampled_from(["days", "weeks"]))
def test_a_span_begins_on_the_first_day_on_which_the_wish_is_in_force(timed: Pack, amount: int, unit: str) -> None:
    now = amount * (7 if unit == "weeks" else 1)
    found = spans_of(timed, f"waited: {amount} {unit}")
    for statement in ("after_21", "beyond_21"):
        due = found[statement].first
        assert due is not None
        # What is solved is the case as it will be, or was, around that day.
        around = [now + due - 1, now + due]
        words = []
        for waited in around:
            answer = timed.solve(parse_case(case(f"waited: {waited} days"), timed.vocabulary), marks=False, inquire=False)
            words.append(next(s.word for s in answer.stances if s.statement == statement))
        assert words == ["withholds", "for"]
    for statement in ("before_14", "up_to_14"):
        last = found[statement].last
        assert last is not None
        words = []
        for waited in (now + last, now + last + 1):
            answer = timed.solve(parse_case(case(f"waited: {waited} days"), timed.vocabulary), marks=False, inquire=False)
            words.append(next(s.word for s in answer.stances if s.statement == statement))
        assert words == ["for", "withholds"]
