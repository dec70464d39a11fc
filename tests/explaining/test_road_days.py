"""What comes next, by example: boundary twins on the shipped pack, bounds, dates, axioms, ranges, and who brings a day about."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
from roads import BASE

from guideline import CaseError, Pack, load_pack, model, read_case
from guideline.cases.reading import parse_case
from guideline.cases.record import tests_of as decided_by
from guideline.model import Interval, Recorded, Value
from guideline.road.ahead import Road, road


@pytest.fixture(scope="module")
def pack() -> Pack:
    return load_pack()


def ahead(pack: Pack, findings: str, base: str = BASE) -> Road:
    return road(pack.solve(parse_case(base + findings, pack.vocabulary), marks=False, inquire=False), pack)


def turning(made: Road, statement: str) -> list[int]:
    """The days on which the word of a statement changes."""
    return [s.day for s in made.steps if statement in {t.statement for t in s.turns}]


@pytest.mark.parametrize(("recorded", "day"), [("18 days", 3), ("20 days", 1), ("2 weeks", 7), ("0 days", 21), ("480 hours", 1)])
def test_at_least_three_weeks_is_due_on_day_21(pack: Pack, recorded: str, day: int) -> None:
    made = ahead(pack, f"  conservative_therapy: {recorded}\n")
    assert turning(made, "augmentation_after_3_weeks") == [day]
    step = next(s for s in made.steps if s.day == day)
    assert [(c.finding, c.threshold, c.how, c.certain, c.earliest, c.latest) for c in step.crossings] == [
        ("conservative_therapy", "3 weeks", "reached", True, day, day)
    ]
    assert step.date == f"2026-{'05-31' if day == 1 else f'06-{day - 1:02}'}"
    assert dict(step.values)["conservative_therapy"].exact == 21


@pytest.mark.parametrize("recorded", ["21 days", "3 weeks", "500 days"])
def test_what_is_due_today_is_no_change_ahead(pack: Pack, recorded: str) -> None:
    assert turning(ahead(pack, f"  conservative_therapy: {recorded}\n"), "augmentation_after_3_weeks") == []


@pytest.mark.parametrize(("recorded", "day"), [("27 days", 2), ("28 days", 1)])
def test_more_than_four_weeks_is_so_on_day_29(pack: Pack, recorded: str, day: int) -> None:
    made = ahead(pack, f"  since_identification: {recorded}\n  symptomatic: true\n")
    assert [s.day for s in made.steps if "calcitonin_within_4_weeks" in s.no_longer_in_force] == [day]


def test_three_months_are_ninety_days(pack: Pack) -> None:
    made = ahead(pack, "  conservative_therapy: 30 days\n")
    step = made.steps[-1]
    assert step.day == made.last == 60
    assert {c.action: (c.old, c.new) for c in step.status}["vertebral_augmentation"] == ("contested", "option")
    assert {c.kind for c in step.ends} == {"timing"}
    assert not step.begins


def test_each_day_of_change_is_what_a_case_of_that_day_is_solved_to(pack: Pack) -> None:
    made = ahead(pack, "  conservative_therapy: 10 days\n  pain_duration: 40 days\n")
    for step in made.steps:
        for shift, which in ((step.day - 1, "old"), (step.day, "new")):
            text = f"{BASE}  conservative_therapy: {10 + shift} days\n  pain_duration: {40 + shift} days\n"
            answer = pack.solve(parse_case(text, pack.vocabulary), marks=False, inquire=False)
            for change in step.status:
                assert answer.status.get(change.action, "not_addressed") == getattr(change, which)
            for turn in step.turns:
                said = {s.key for s in answer.stances if (s.statement, s.action) == (turn.statement, turn.action)}
                assert said == {s.key for s in getattr(turn, which)}


SHIPPED = sorted((Path(__file__).parents[2] / "encodings" / "vcf" / "cases").glob("*.yaml"))


@pytest.mark.parametrize("path", SHIPPED[::16], ids=lambda p: p.stem)
def test_shipped_cases_change_on_the_days_told_and_on_no_other(pack: Pack, path: Path) -> None:
    case = read_case(path, pack)
    made = road(pack.solve(case, marks=False, inquire=False), pack)
    found, old, tests = [], _answered(pack, case), case.tests
    for day in range(1, made.last + 400):
        recorded = tuple([replace(r, value=_later(r, pack, day)) for r in case.recorded])
        rolled = replace(case, recorded=recorded, tests=decided_by(recorded, case.excluded, pack.vocabulary))
        if rolled.tests != tests:
            new = _answered(pack, rolled)
            found += [day] if new != old else []
            old, tests = new, rolled.tests
    assert [s.day for s in made.steps] == found


def _later(r: Recorded, pack: Pack, day: int) -> Value:
    if not isinstance(r.value, Interval) or not pack.vocabulary.findings[r.finding].clock:
        return r.value
    low, high = [None if end is None else end + day for end in (r.value.low, r.value.high)]
    return Interval(Fraction(day) if low is None else low, high, r.value.low_included, r.value.high_included)


def _answered(pack: Pack, case: model.Case) -> tuple[object, ...]:
    a = pack.solve(case, marks=False, inquire=False)
    pairs = {(c.kind, *c.statements, *c.actions) for c in a.conflicts}
    return dict(a.status), set(a.in_force), {(s.key, s.criteria) for s in a.stances}, pairs, {c.context for c in a.contexts if c.in_scope}


def test_of_an_interval_the_days_between_are_told(pack: Pack) -> None:
    made = ahead(pack, "  conservative_therapy: 2-4 weeks\n")
    crossings = [c for s in made.steps for c in s.crossings if c.threshold == "3 weeks"]
    assert [(c.certain, c.earliest, c.latest) for c in crossings] == [(True, 0, 7)]
    crossings = [c for s in made.steps for c in s.crossings if c.threshold == "3 months"]
    assert [(c.certain, c.earliest, c.latest) for c in crossings] == [(False, 62, 76), (True, 62, 76)]


@pytest.mark.parametrize(
    ("recorded", "earliest", "latest"),
    [("< 3 weeks", 1, 21), ("<= 3 weeks", 0, 21), ("< 20 days", 2, 21), ("<= 20 days", 1, 21), (">= 2 weeks and < 20 days", 2, 7)],
)
def test_less_than_three_weeks_today_is_three_weeks_in_three_weeks(pack: Pack, recorded: str, earliest: int, latest: int) -> None:
    made = ahead(pack, f'  conservative_therapy: "{recorded}"\n')
    crossings = [c for s in made.steps for c in s.crossings if c.threshold == "3 weeks"]
    assert {(c.earliest, c.latest) for c in crossings} == {(earliest, latest)}
    assert [c.certain for c in crossings] == ([False, True] if earliest else [True])


def test_a_clock_without_a_record_does_not_move_and_is_named(pack: Pack) -> None:
    made = ahead(pack, "")
    assert (made.clocks, made.steps, made.last) == ((), (), 0)
    assert "conservative_therapy" in made.missing
    assert "conservative_therapy" not in ahead(pack, "  conservative_therapy: 5 days\n").missing


def test_without_a_date_there_are_days_and_no_dates(pack: Pack) -> None:
    made = ahead(pack, "  conservative_therapy: 20 days\n", BASE.replace("date: 2026-05-30\n", ""))
    assert {s.date for s in made.steps} == {""}
    assert made.date == ""


def test_after_the_end_of_the_calendar_there_are_days_and_no_dates(pack: Pack) -> None:
    made = ahead(pack, "  conservative_therapy: 20 days\n", BASE.replace("2026-05-30", "9999-12-31"))
    assert made.steps
    assert {s.date for s in made.steps} == {""}


SMALL = """
finding(therapy, quantity("week")). range(therapy, "0 days", "1 year"). clock(therapy). label(therapy, "therapy").
finding(illness, quantity("day")). range(illness, "0 days", "100 days"). clock(illness). label(illness, "illness").
action(walk). label(walk, "walking").
source(guide, "A guide").
impossible(short_illness, "the illness cannot last three weeks") :- at_least(illness, "3 weeks"), below(therapy, "10 weeks").
statement(s, guide, recommendation, should). locator(s, "1"). says(s, "Walk."). recommends(s, walk).
applies(s) :- at_least(therapy, "1 week").
statement(t, guide, recommendation, should). locator(t, "2"). says(t, "Walk later."). recommends(t, walk).
applies(t) :- at_least(therapy, "3 months").
"""


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Pack:
    folder = tmp_path_factory.mktemp("small")
    (folder / "small.lp").write_text(SMALL, encoding="utf-8")
    return load_pack(folder)


def test_a_record_that_would_break_an_axiom_is_told_and_the_road_goes_on(small: Pack) -> None:
    made = ahead(small, "findings:\n  therapy: 10 days\n  illness: 14 days\n", "case: c\n")
    assert [(s.day, [b.axiom for b in s.breaches], s.again, s.now_in_force) for s in made.steps] == [
        (7, ["short_illness"], False, ()),
        (60, [], True, ()),
        (80, [], False, ("t",)),
    ]


def test_what_follows_may_contradict_a_clock_that_no_other_rule_reads_so(tmp_path: Path) -> None:
    follows = '\nfinding(fresh, boolean). label(fresh, "fresh"). follows(at_most(therapy, "5 weeks")) :- has(fresh).\n'
    (tmp_path / "small.lp").write_text(SMALL + follows, encoding="utf-8")
    made = ahead(load_pack(tmp_path), "findings:\n  therapy: 30 days\n  fresh: true\n", "case: c\n")
    assert [(s.day, [(b.axiom, b.words) for b in s.breaches]) for s in made.steps] == [(6, [("records", "therapy")])]


def test_the_road_ends_where_a_clock_leaves_its_range(small: Pack) -> None:
    made = ahead(small, "findings:\n  therapy: 70 days\n  illness: 90 days\n", "case: c\n")
    assert (made.last, made.beyond, made.steps) == (10, "illness", ())
    made = ahead(small, "findings:\n  therapy: 85 days\n  illness: 95 days\n", "case: c\n")
    assert [s.day for s in made.steps] == [5]
    assert (made.last, made.beyond) == (5, "")


def test_a_clock_in_weeks_grows_by_a_seventh_a_day(small: Pack) -> None:
    made = ahead(small, "findings:\n  therapy: 0.5 weeks\n", "case: c\n")
    assert [s.day for s in made.steps] == [4, 87]
    assert dict(made.steps[0].values)["therapy"].exact == Fraction(15, 14)


BOTH = """
finding((fever; cough; itch), quantity("day")). clock((fever; cough; itch)).
label(fever, "fever"). label(cough, "cough"). label(itch, "itch"). finding(rash, boolean). label(rash, "rash").
action((rest; walk)). label(rest, "rest"). label(walk, "walking").
source(guide, "A guide").
statement(s, guide, recommendation, should). locator(s, "1"). says(s, "Rest."). recommends(s, rest).
applies(s) :- at_least(fever, "3 days"), at_least(cough, "3 days").
statement(t, guide, recommendation, should). locator(t, "2"). says(t, "Walk."). recommends(t, walk).
applies(t) :- at_least(fever, "6 days").
applies(t) :- at_least(cough, "6 days").
statement(u, guide, recommendation, should). locator(u, "3"). says(u, "Walk with a rash."). recommends(u, walk).
applies(u) :- at_least(itch, ("3 days"; "6 days")), has(rash).
"""


@pytest.mark.parametrize(
    ("fever", "cough", "named"),
    [
        ("0 days", "0 days", [(3, ["cough", "fever"]), (6, ["cough", "fever"])]),
        ("1 day", "0 days", [(3, ["cough"]), (5, ["fever"])]),
        ("3 days", "0 days", [(3, ["cough", "fever"])]),
    ],
)
def test_named_are_the_clocks_that_bring_the_day_about(tmp_path: Path, fever: str, cough: str, named: list[tuple[int, list[str]]]) -> None:
    (tmp_path / "both.lp").write_text(BOTH, encoding="utf-8")
    made = ahead(load_pack(tmp_path), f"findings:\n  fever: {fever}\n  cough: {cough}\n  itch: 0 days\n", "case: c\n")
    assert [(s.day, [c.finding for c in s.crossings]) for s in made.steps] == named


def test_a_case_that_is_impossible_today_has_no_road(small: Pack) -> None:
    with pytest.raises(CaseError):
        ahead(small, "findings:\n  therapy: 10 days\n  illness: 40 days\n", "case: c\n")
