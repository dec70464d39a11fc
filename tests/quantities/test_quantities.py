"""Amounts with units: what is accepted, what is refused and in which words, and that nothing is lost on the way."""

from __future__ import annotations

import subprocess
import sys
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guideline.model import Finding, Interval, Quantity, Threshold
from guideline.quantities import (
    QuantityError,
    bounded,
    check_range,
    decided,
    format_days,
    format_interval,
    format_quantity,
    parse_interval,
    parse_quantity,
    unit_table,
)

UNITS = unit_table(["day", "week", "month", "year", "percent", "score", "mg", "mg/kg", "mm"])
WEEKS = (Threshold("2 weeks", Fraction(14), 1), Threshold("21 days", Fraction(21), 2), Threshold("3 weeks", Fraction(21), 2))


def exact(value: int | Fraction) -> Interval:
    return Interval(Fraction(value), Fraction(value))


@pytest.mark.parametrize(
    ("text", "unit", "value"),
    [
        *((f"3 {w}", "day", Fraction(21)) for w in ("week", "weeks", "wk", "wks")),
        *((f"2 {w}", "day", Fraction(60)) for w in ("month", "months", "mo")),
        *((f"1 {w}", "day", Fraction(365)) for w in ("year", "years", "y", "yr", "yrs")),
        *((f"5 {w}", "day", Fraction(5)) for w in ("day", "days", "d")),
        *((f"12 {w}", "day", Fraction(1, 2)) for w in ("hour", "hours", "h", "hr", "hrs")),
        *((f"20 {w}", "percent", Fraction(20)) for w in ("percent", "%")),
        *((f"7 {w}", "score", Fraction(7)) for w in ("score", "scores", "point", "points")),
        *((f"500 {w}", "mg", Fraction(1, 2)) for w in ("mcg", "ug", "µg", "μg", "microgram", "micrograms")),
        ("1 g", "mg", Fraction(1000)),
        ("2 kg", "mg", Fraction(2_000_000)),
        ("1 cm", "mm", Fraction(10)),
        ("2 mg/kg", "mg/kg", Fraction(2)),
        ("2 mcg/kg", "mg/kg", Fraction(2, 1000)),
        ("20%", "percent", Fraction(20)),
        ("21", "day", Fraction(21)),
        ("2.5 weeks", "day", Fraction(35, 2)),
        ("0.1 days", "day", Fraction(1, 10)),
        ("  3   weeks ", "day", Fraction(21)),
        ("-2.5", "score", Fraction(-5, 2)),
        ("\u22122.5 score", "score", Fraction(-5, 2)),
        ("730 days", "year", Fraction(2)),
    ],
)
def test_an_amount_is_read_exactly(text: str, unit: str, value: Fraction) -> None:
    assert parse_quantity(text, unit, UNITS) == Quantity(value, text.strip())


@pytest.mark.parametrize(
    ("text", "unit", "words", "hint"),
    [
        ("three weeks", "day", "`three weeks` is not an amount", "like `3 weeks`"),
        ("2,5 weeks", "day", "`2,5 weeks` is not an amount", "decimals have a point"),
        ("1e400", "day", "unknown unit `e400`", "like `3 weeks`"),
        ("1e3", "day", "unknown unit `e3`", "like"),
        ("nan", "day", "`nan` is not an amount", "like"),
        ("inf", "day", "`inf` is not an amount", "like"),
        ("", "day", "an empty text is not an amount", "like"),
        (".5 days", "day", "is not an amount", "like"),
        ("+5 days", "day", "is not an amount", "like"),
        ("5. days", "day", "is not an amount", "like"),
        ("0x10", "day", "unknown unit `x10`", "like"),
        ("1_000 days", "day", "is not an amount", "like"),
        ("٣ weeks", "day", "is not an amount", "like"),
        ("9" * 31, "day", "more than 30 digits", "like"),
        ("9" * 5000, "day", "is not an amount", "like"),
        ("3 weks", "day", "unknown unit `weks`", "did you mean `weeks`"),
        ("3 percent", "day", "`3 percent` is in percent, and should be in days", "`3 weeks`"),
        ("3", "mg/kg", "", ""),
        ("3 mg", "mg/kg", "should be in mg/kg", "`5 mg/kg`"),
        ("3 points", "percent", "should be in percent", "`20 percent`"),
        ("3 weeks", "score", "should be in scores", "`5 scores`"),
        ("-3 days", "day", "less than nothing", "like"),
        ("3 weeks 2 days", "day", "is not an amount", "like"),
    ],
)
def test_what_is_no_amount_is_refused_with_the_accepted_form(text: str, unit: str, words: str, hint: str) -> None:
    if not words:
        assert parse_quantity(text, unit, UNITS).value == 3
        return
    with pytest.raises(QuantityError) as caught:
        parse_quantity(text, unit, UNITS)
    assert words in caught.value.message
    assert hint in (caught.value.hint or "")
    assert caught.value.message.isprintable()


def test_a_terminal_never_obeys_what_was_written() -> None:
    with pytest.raises(QuantityError) as caught:
        parse_quantity("\x1b[31m3", "day", UNITS)
    assert "\x1b" not in caught.value.message


@pytest.mark.parametrize(
    ("text", "interval"),
    [
        ("3 weeks", exact(21)),
        (21, exact(21)),
        (2.5, exact(Fraction(5, 2))),
        (Decimal("2.50"), exact(Fraction(5, 2))),
        ("> 3 weeks", Interval(Fraction(21), None, low_included=False)),
        (">3 weeks", Interval(Fraction(21), None, low_included=False)),
        (">= 3 weeks", Interval(Fraction(21), None)),
        ("≥ 3 weeks", Interval(Fraction(21), None)),
        ("< 3 weeks", Interval(None, Fraction(21), high_included=False)),
        ("<= 3 weeks", Interval(None, Fraction(21))),
        ("2-4 weeks", Interval(Fraction(14), Fraction(28))),
        ("2 - 4 weeks", Interval(Fraction(14), Fraction(28))),
        ("2 \u2013 4 weeks", Interval(Fraction(14), Fraction(28))),
        ("2 to 4 weeks", Interval(Fraction(14), Fraction(28))),
        ("2 weeks - 4 weeks", Interval(Fraction(14), Fraction(28))),
        ("2 weeks to 1 month", Interval(Fraction(14), Fraction(30))),
        ("14-28", Interval(Fraction(14), Fraction(28))),
        ("3-3 weeks", exact(21)),
        (">= 2 weeks and < 4 weeks", Interval(Fraction(14), Fraction(28), high_included=False)),
        ("< 4 weeks and > 2 weeks", Interval(Fraction(14), Fraction(28), low_included=False, high_included=False)),
        (">= 3 weeks and <= 21 days", exact(21)),
    ],
)
def test_what_is_recorded_is_read_as_an_interval(text: str | int | float | Decimal, interval: Interval) -> None:
    assert parse_interval(text, "day", UNITS) == interval


@pytest.mark.parametrize(
    "text",
    [
        "4-2 weeks", "4 weeks - 2 weeks", "1 week - 10", "> 4 weeks and < 2 weeks", "> 3 weeks and <= 3 weeks", "> 3 weeks and 4 weeks",
        "<> 3 weeks", "> ", ">", "2-", "-4 weeks", "2-4-6 weeks", "2 to weeks", "nan", True, float("nan"), float("inf"), 1e400, 1e25,
        "~3 weeks",
        "= 3 weeks", "about 3 weeks",
    ],
)  # fmt: skip
def test_what_is_no_interval_is_refused(text: str | int | float) -> None:
    with pytest.raises(QuantityError):
        parse_interval(text, "day", UNITS)


def test_negative_ends_of_a_score() -> None:
    assert parse_interval("-3 - -2.5", "score", UNITS) == Interval(Fraction(-3), Fraction(-5, 2))
    assert parse_interval("-3 to -1", "score", UNITS) == Interval(Fraction(-3), Fraction(-1))
    assert parse_interval("<= -2.5", "score", UNITS) == Interval(None, Fraction(-5, 2))


@pytest.mark.parametrize(
    ("since", "unit", "value"),
    [
        ("2026-05-09", "day", 21),
        ("2026-05-10", "day", 20),
        ("2026-05-30", "day", 0),
        ("2026-05-09", "week", 3),
        ("2026-03-01", "month", 3),
        ("1946-05-30", "year", 80),
        ("1948-02-29", "year", Fraction(78) + Fraction(90, 366)),
    ],
)
def test_a_day_becomes_the_time_up_to_the_record(since: str, unit: str, value: int | Fraction) -> None:
    assert parse_interval(since, unit, UNITS, date(2026, 5, 30)) == exact(value)


@settings(deadline=None)
@given(st.dates(date(1900, 1, 1), date(2030, 12, 31)), st.integers(0, 40_000))
def test_somebody_is_eighty_from_the_birthday_on_and_not_a_day_before(born: date, days: int) -> None:
    today = born + timedelta(days=days)
    age = parse_interval(born.isoformat(), "year", UNITS, today).exact
    assert age is not None
    assert int(age) == today.year - born.year - ((today.month, today.day) < (born.month, born.day))
    assert age <= parse_interval(born.isoformat(), "year", UNITS, today + timedelta(days=1)).exact  # type: ignore[operator]


@pytest.mark.parametrize(
    ("text", "unit", "until", "words"),
    [
        ("2026-05-01", "day", None, "no `date` up to which to count"),
        ("2026-05-31", "day", date(2026, 5, 30), "after the date of the case, 2026-05-30"),
        ("2026-02-30", "day", date(2026, 5, 30), "no day of the calendar"),
        ("0000-01-01", "day", date(2026, 5, 30), "no day of the calendar"),
        ("2026-05-01", "percent", date(2026, 5, 30), "is a day, and should be in percent"),
        ("2026-05-01T10:00", "day", date(2026, 5, 30), "is not an amount"),
    ],
)
def test_a_day_that_says_nothing_is_refused(text: str, unit: str, until: date | None, words: str) -> None:
    with pytest.raises(QuantityError, match=words):
        parse_interval(text, unit, UNITS, until)


@pytest.mark.parametrize(
    ("text", "tests"),
    [
        ("20 days", {("at_least", "2 weeks"), ("above", "2 weeks"), *((k, t) for k in ("below", "at_most") for t in ("21 days",
            "3 weeks"))}),
        ("21 days", {("at_least", "2 weeks"), ("above", "2 weeks"), *((k, t) for k in ("at_least", "at_most") for t in ("21 days",
            "3 weeks"))}),
        ("22 days", {(k, t) for k in ("at_least", "above") for t in ("2 weeks", "21 days", "3 weeks")}),
        ("> 3 weeks", {(k, t) for k in ("at_least", "above") for t in ("2 weeks", "21 days", "3 weeks")}),
        (">= 3 weeks", {("at_least", "2 weeks"), ("above", "2 weeks"), ("at_least", "21 days"), ("at_least", "3 weeks")}),
        ("< 3 weeks", {(k, t) for k in ("below", "at_most") for t in ("21 days", "3 weeks")}),
        ("<= 3 weeks", {("at_most", "21 days"), ("at_most", "3 weeks")}),
        ("15-25 days", {("at_least", "2 weeks"), ("above", "2 weeks")}),
        ("10-25 days", set()),
        ("14-21 days", {("at_least", "2 weeks"), ("at_most", "21 days"), ("at_most", "3 weeks")}),
        (">= 14 days and < 21 days", {("at_least", "2 weeks"), *((k, t) for k in ("below", "at_most") for t in ("21 days", "3 weeks"))}),
    ],
)  # fmt: skip
def test_an_interval_decides_what_holds_for_all_of_it(text: str, tests: set[tuple[str, str]]) -> None:
    assert set(decided(parse_interval(text, "day", UNITS), WEEKS)) == tests


numbers = st.fractions(0, 40, max_denominator=4)
HOLDS = {"at_least": lambda v, t: v >= t, "above": lambda v, t: v > t, "below": lambda v, t: v < t, "at_most": lambda v, t: v <= t}


@settings(deadline=None)
@given(numbers, numbers, st.booleans(), st.booleans(), numbers, numbers)
def test_what_an_interval_decides_is_true_of_its_values_and_nothing_else_is(
    one: Fraction, other: Fraction, low_in: bool, high_in: bool, value: Fraction, at: Fraction
) -> None:
    low, high = sorted((one, other))
    if low == high:
        low_in = high_in = True
    interval = Interval(low, high, low_in, high_in)
    found = {kind for kind, _ in decided(interval, (Threshold("t", at, 1),))}
    inside = (low < value or (low == value and low_in)) and (value < high or (value == high and high_in))
    if inside:
        assert all(HOLDS[kind](value, at) for kind in found)
    middle = (low + high) / 2
    near = (
        [low, high]
        if low == high
        else [low if low_in else low + (middle - low) / 99, middle, high if high_in else high - (high - middle) / 99]
    )
    near += [at] if low < at < high else []
    near += [(low + at) / 2, (at + high) / 2] if low < at < high else []
    undecided = set(HOLDS) - found
    assert all(any(not HOLDS[kind](v, at) for v in near) for kind in undecided)


@settings(deadline=None)
@given(st.lists(st.tuples(st.sampled_from(sorted(HOLDS)), st.integers(0, 6).map(Fraction)), min_size=1, max_size=5), st.integers(-1, 13))
def test_bounds_leave_exactly_the_values_that_meet_them_all(ends: list[tuple[str, Fraction]], doubled: int) -> None:
    value = Fraction(doubled, 2)
    meets = all(HOLDS[kind](value, end) for kind, end in ends)
    try:
        left = bounded(ends)  # type: ignore[arg-type]  # the kinds are those of tests
    except QuantityError:
        assert not meets
        return
    over = left.low is None or left.low < value or (left.low == value and left.low_included)
    under = left.high is None or value < left.high or (left.high == value and left.high_included)
    assert (over and under) == meets


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (Fraction(35), "day", "35 days"),
        (Fraction(1), "day", "1 day"),
        (Fraction(0), "day", "0 days"),
        (Fraction(5, 2), "percent", "2.5 percent"),
        (Fraction(1, 3), "day", "8 hours"),
        (Fraction(1, 7), "week", "1 day"),
        (Fraction(1, 365), "year", "1 day"),
        (Fraction(-5, 2), "score", "-2.5 scores"),
        (Fraction(1, 10**9), "day", "0.000000001 days"),
        (Fraction(10**20), "mg", "100000000000000000000 mg"),
        (Fraction(2), "mg/kg", "2 mg/kg"),
    ],
)
def test_amounts_are_written_for_people(value: Fraction, unit: str, text: str) -> None:
    assert format_quantity(value, unit) == text


def test_days_are_days() -> None:
    assert format_days(Fraction(21)) == "21 days"


@settings(deadline=None)
@given(
    st.decimals(0, 10**6, places=4, allow_nan=False).map(Fraction),
    st.decimals(0, 10**6, places=4, allow_nan=False).map(Fraction),
    st.booleans(),
    st.booleans(),
    st.sampled_from(["day", "week", "year", "percent", "mg", "mg/kg", "score"]),
    st.integers(0, 2),
)
def test_what_is_written_is_read_back(one: Fraction, other: Fraction, low_in: bool, high_in: bool, unit: str, ends: int) -> None:
    low, high = sorted((one, other))
    interval = Interval(
        low if ends != 1 else None, high if ends != 0 else None, low_in or ends == 1, high_in or ends == 0
    )  # fmt: skip
    if low == high and ends == 2:
        interval = exact(low)
    assert parse_interval(format_interval(interval, unit), unit, UNITS) == interval


def test_an_interval_without_ends_cannot_be_written() -> None:
    with pytest.raises(QuantityError):
        format_interval(Interval(None, None), "day")


@settings(deadline=None)
@given(st.text(max_size=80), st.sampled_from(["day", "percent", "mg/kg", "score"]))
def test_no_text_at_all_brings_the_reader_down(text: str, unit: str) -> None:
    for read in (parse_quantity, parse_interval):
        said = ""
        try:
            read(text, unit, UNITS)  # type: ignore[operator]
        except QuantityError as error:
            said = error.message
        assert said.isprintable()


@pytest.mark.parametrize(
    ("text", "good"),
    [
        ("0 years", True), ("120 years", True), ("0-120", True), ("121", False), ("> 120 years", False), (">= 120 years", True),
        ("< 0", False), ("<= 0", True), ("< 121", False), ("> 5", True), ("100-130", False),
    ],
)  # fmt: skip
def test_a_range_holds_every_end_and_some_value(text: str, good: bool) -> None:
    age = Finding(
        "age", "quantity", "age", unit="year", low=parse_quantity("0", "year", UNITS), high=parse_quantity("120 years", "year", UNITS)
    )
    interval = parse_interval(text, "year", UNITS)
    if good:
        check_range(interval, age, text)
        return
    with pytest.raises(QuantityError, match="out of range for `age`") as caught:
        check_range(interval, age, text)
    assert "to 120 years" in (caught.value.hint or "")


@pytest.mark.parametrize("unit", ["fortnight", "", "mg/", "/kg", "mg/kg/day", "day day", "[time]", "day = 3"])
def test_a_unit_that_does_not_exist_is_refused(unit: str) -> None:
    with pytest.raises(QuantityError, match="unknown unit"):
        unit_table([unit])


def test_dimensions_are_kept_apart() -> None:
    assert len({UNITS[u][0] for u in ("day", "percent", "score", "mg", "mg/kg", "mm")}) == 6
    assert {UNITS[u] for u in ("week", "weeks", "wk")} == {("time", Fraction(7))}


def test_reading_a_case_does_not_wait_for_pint() -> None:
    code = "import sys, guideline.case, guideline.quantities; sys.exit('pint' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
