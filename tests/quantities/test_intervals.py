"""What a record says of an amount: exact values, bounds, intervals and days, what they decide, and that nothing is lost on the way."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from declared import UNITS, WEEKS, exact
from hypothesis import given, settings
from hypothesis import strategies as st

from guideline.model import Finding, Interval, Threshold
from guideline.quantities import (
    QuantityError,
    bounded,
    check_range,
    decided,
    format_interval,
    parse_interval,
    parse_quantity,
)


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
    tomorrow = parse_interval(born.isoformat(), "year", UNITS, today + timedelta(days=1)).exact
    assert tomorrow is not None
    assert age <= tomorrow


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
