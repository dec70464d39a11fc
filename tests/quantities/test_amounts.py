"""Amounts with units: what is accepted, what is refused and in which words, and how they are written."""

from __future__ import annotations

from fractions import Fraction

import pytest
from declared import UNITS
from hypothesis import given, settings
from hypothesis import strategies as st

from guideline.model import Quantity
from guideline.quantities import (
    QuantityError,
    format_days,
    format_quantity,
    parse_interval,
    parse_quantity,
)


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
        *((f"150 {w}", "kg", Fraction(680388555, 10_000_000)) for w in ("lb", "lbs", "pound", "pounds")),
        ("0.1 lb", "g", Fraction(45359237, 1_000_000)),
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
        ("3 bananas", "day", "unknown unit `bananas`", "like `3 weeks`"),  # and not `nanograms`, which would be refused next
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
@given(st.text(max_size=80), st.sampled_from(["day", "percent", "mg/kg", "score"]))
def test_no_text_at_all_brings_the_reader_down(text: str, unit: str) -> None:
    for read in (parse_quantity, parse_interval):
        said = ""
        try:
            read(text, unit, UNITS)  # type: ignore[operator]  # two readers in one list are an object to mypy
        except QuantityError as error:
            said = error.message
        assert said.isprintable()
