"""Quantities with units: reading, comparing and writing amounts exactly."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction

from guideline.errors import closest, quoted
from guideline.model import Finding, Interval, Quantity, TestKind, Threshold
from guideline.units import DAYS_IN_MONTH, DAYS_IN_YEAR, PLURALS, QuantityError, Units, plural, unit_pattern, unit_table

LONGEST = 60
"""Characters of an amount; a longer text is refused unread."""
LONGEST_NUMBER = 30

_SIGNED = frozenset({"percent", "score", "angle", "temperature"})
"""Dimensions in which an amount may lie below zero: a T-score, a change in percent, a lordosis."""

_NUMBER = r"[-\u2212]?[0-9]+(?:\.[0-9]+)?"
_UNIT = r"(?!to\b)[A-Za-zµμ%°_][A-Za-zµμ%°_/^0-9]*"
_AMOUNT = re.compile(rf"\s*(?P<number>{_NUMBER})\s*(?P<unit>{_UNIT})?\s*", re.ASCII)
_RANGE = re.compile(rf"\s*(?P<low>{_NUMBER})\s*(?P<unit>{_UNIT})?\s*(?:-|\u2013|to\b)\s*(?P<high>{_NUMBER}\s*(?:{_UNIT})?)\s*", re.ASCII)
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
_SIGNS: tuple[tuple[str, TestKind], ...] = (
    (">=", "at_least"),
    ("<=", "at_most"),
    ("≥", "at_least"),
    ("≤", "at_most"),
    (">", "above"),
    ("<", "below"),
)


def parse_quantity(text: str, unit: str, units: Units) -> Quantity:
    """Reads an amount such as `3 weeks`; a bare number is in the finding's own unit.

    Args:
        text: a decimal number with a point, and perhaps a unit.
        unit: of the finding; the value is given in it.
        units: from `unit_table`.

    Raises:
        QuantityError: not an amount, an unknown unit, or one of another dimension than `unit`.
    """
    hint = f"write an amount like `{_example(unit)}`"
    found = _AMOUNT.fullmatch(text) if len(text) <= LONGEST else None
    if not found:
        if re.search(r"[0-9],[0-9]", text[:LONGEST]):
            hint = f"decimals have a point: {hint}"
        raise QuantityError(f"{quoted(text.strip())} is not an amount", hint)
    if len(found["number"]) > LONGEST_NUMBER:
        raise QuantityError(f"{quoted(text.strip())} has more than {LONGEST_NUMBER} digits", hint)
    written = found["unit"] or unit
    if written not in units:
        # A unit of another kind would be refused next.
        near = closest(written, [name for name, (kind, _) in units.items() if kind == units[unit][0]])
        raise QuantityError(f"unknown unit {quoted(written)} in {quoted(text.strip())}", near or hint)
    (dimension, size), (wanted, base) = units[written], units[unit]
    if dimension != wanted:
        raise QuantityError(f"{quoted(text.strip())} is in {written}, and should be in {plural(unit)}", hint)
    number = Fraction(found["number"].replace("\u2212", "-"))
    if number < 0 and dimension not in _SIGNED:
        raise QuantityError(f"{quoted(text.strip())} is less than nothing", hint)
    return Quantity(number * size / base, text.strip())


def parse_interval(value: str | int | float | Decimal, unit: str, units: Units, until: date | None = None) -> Interval:
    """Reads what a case records of a quantity.

    Accepted are `3 weeks`; a bare number, in the declared unit; `> 3 weeks`, `>= 3 weeks`, `< 3 weeks`, `<= 3 weeks`;
    `2-4 weeks`, `2 weeks - 4 weeks`, `2 to 4 weeks` with both ends included; `>= 2 weeks and < 4 weeks`; and for a
    duration a date, `2026-05-01`, the day on which it began.

    Args:
        value: as written.
        unit: of the finding; the ends are given in it.
        units: from `unit_table`.
        until: the day of the record, up to which a duration runs that is given by its first day.

    Raises:
        QuantityError: as for `parse_quantity`; no value lies in the interval; or a date without `until`, or after it.
    """
    if isinstance(value, bool):
        raise QuantityError(f"`{str(value).lower()}` is not an amount", f"write an amount like `{_example(unit)}`")
    text = str(value).strip()
    if _DATE.fullmatch(text):
        if units[unit][0] != "time":
            raise QuantityError(f"`{text}` is a day, and should be in {plural(unit)}", f"write an amount like `{_example(unit)}`")
        exact = _elapsed(text, unit, units, until)
        return Interval(exact, exact)
    if text.startswith(tuple("<>≤≥")):
        return _bounded(text, unit, units)
    spread = _RANGE.fullmatch(text) if len(text) <= LONGEST else None
    if not spread:
        exact = parse_quantity(text, unit, units).value
        return Interval(exact, exact)
    high = _AMOUNT.fullmatch(spread["high"])
    own = spread["unit"] or (high["unit"] if high else None) or unit
    # `2 weeks - 4` would have to guess whether the 4 are weeks.
    if spread["unit"] and high and not high["unit"]:
        raise QuantityError(f"{quoted(text)} has a unit at one end only", f"write `{spread['low']} - {spread['high']} {own}`")
    low_end = parse_quantity(f"{spread['low']} {own}", unit, units).value
    high_end = parse_quantity(spread["high"], unit, units).value
    if low_end > high_end:
        raise QuantityError(f"{quoted(text)} ends before it begins", "write the smaller amount first")
    return Interval(low_end, high_end)


def _bounded(text: str, unit: str, units: Units) -> Interval:
    ends: list[tuple[TestKind, Fraction]] = []
    for part in re.split(r"\s+and\s+", text[: 2 * LONGEST]):
        sign = next(((sign, kind) for sign, kind in _SIGNS if part.startswith(sign)), None)
        if not sign:
            raise QuantityError(f"{quoted(text)} is not an amount", f"write bounds like `>= {_example(unit)}`, or two of them with `and`")
        ends.append((sign[1], parse_quantity(part[len(sign[0]) :], unit, units).value))
    try:
        return bounded(ends)
    except QuantityError:
        raise QuantityError(f"no amount is {quoted(text)}", "write the bounds so that some amount lies between them") from None


def bounded(ends: Iterable[tuple[TestKind, Fraction]]) -> Interval:
    """The values that meet every comparison (`at_least`, `above`, `below`, `at_most`) of `ends`.

    Raises:
        QuantityError: there is none.
    """
    low: tuple[Fraction, bool] | None = None
    high: tuple[Fraction, bool] | None = None
    for kind, value in ends:
        # Of two ends at one value, the one that leaves the value out is the narrower.
        if kind in {"at_least", "above"}:
            low = max(low, (value, kind == "above")) if low else (value, kind == "above")
        else:
            high = min(high, (value, kind == "at_most")) if high else (value, kind == "at_most")
    if low and high and (low[0] > high[0] or (low[0] == high[0] and (low[1] or not high[1]))):
        raise QuantityError("no amount meets all of these bounds")
    return Interval(
        low[0] if low else None,
        high[0] if high else None,
        not low[1] if low else True,
        high[1] if high else True,
    )


def _elapsed(text: str, unit: str, units: Units, until: date | None) -> Fraction:
    """How long it is from a day to the day of the record, in `unit`."""
    try:
        since = date.fromisoformat(text)
    except ValueError:
        raise QuantityError(f"`{text}` is no day of the calendar", f"write a day like `2026-05-01`, or `{_example(unit)}`") from None
    if until is None:
        message = f"`{text}` is a day, and the case has no `date` up to which to count"
        raise QuantityError(message, f"add `date`, or write `{_example(unit)}`", "no-date")
    if since > until:
        message = f"`{text}` lies after the date of the case, {until.isoformat()}"
        raise QuantityError(message, f"write an earlier day, or `{_example(unit)}`", "future")
    size = units[unit][1] / units["day"][1]
    if size != DAYS_IN_YEAR:
        return Fraction((until - since).days) / size
    # Who counts in years means birthdays: years of 365 days would make somebody 80 three weeks too early.
    past = (until.month, until.day) < (since.month, since.day)
    years = until.year - since.year - past
    last = until.year - past
    leap_day = (since.month, since.day) == (2, 29) and not _is_leap(last)
    birthday = date(last, 3, 1) if leap_day else since.replace(year=last)
    return years + Fraction((until - birthday).days, 366)


def _is_leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def check_range(interval: Interval, finding: Finding, text: str) -> None:
    """Holds an amount against the range of its finding: its ends must lie inside, and so must some value of it.

    Raises:
        QuantityError: it does not; the message names `text`, the hint the range.
    """
    least, most = finding.low, finding.high
    outside = any(
        (least is not None and end < least.value) or (most is not None and end > most.value)
        for end in (interval.low, interval.high)
        if end is not None
    )
    outside = outside or (most is not None and interval.low == most.value and not interval.low_included)
    outside = outside or (least is not None and interval.high == least.value and not interval.high_included)
    if outside:
        words = f"from {least.text}" if least else ""
        words += f"{' ' if least else ''}to {most.text}" if most else " upwards"
        raise QuantityError(f"{quoted(text)} is out of range for `{finding.name}`", f"accepted: {words}", "out-of-range")


def decided(interval: Interval, thresholds: Iterable[Threshold]) -> Iterator[tuple[TestKind, str]]:
    """The comparisons with each threshold that hold for every value in the interval, as pairs of kind and text."""
    low, high = interval.low, interval.high
    for t in thresholds:
        if low is not None and low >= t.value:
            yield "at_least", t.text
            if low > t.value or not interval.low_included:
                yield "above", t.text
        if high is not None and high <= t.value:
            yield "at_most", t.text
            if high < t.value or not interval.high_included:
                yield "below", t.text


def format_days(value: Fraction) -> str:
    """A duration in days for people: `35 days`."""
    return format_quantity(value, "day")


def format_quantity(value: Fraction, unit: str) -> str:
    """An amount for people and for case files: `35 days`, `1 week`, `2.5 percent`.

    Exact wherever it can be: a third of a day is `8 hours`. Else rounded to twelve digits.
    """
    number = _decimal(value)
    if number is None:
        for smaller in _smaller(unit):
            number = _decimal(value * _DAYS[unit] / _DAYS[smaller])
            if number is not None:
                return _with_unit(number, smaller)
        number = format(float(value), ".12f").rstrip("0").rstrip(".")
    return _with_unit(number, unit)


_DAYS: Mapping[str, Fraction] = {
    "minute": Fraction(1, 24 * 60),
    "hour": Fraction(1, 24),
    "day": Fraction(1),
    "week": Fraction(7),
    "month": Fraction(DAYS_IN_MONTH),
    "year": Fraction(DAYS_IN_YEAR),
}


def _smaller(unit: str) -> tuple[str, ...]:
    """The units of time below one, the largest first."""
    names = tuple(_DAYS)
    return tuple(reversed(names[: names.index(unit)])) if unit in _DAYS else ()


def _decimal(value: Fraction) -> str | None:
    """The number in decimals, if it has at most fifteen of them."""
    for places in range(16):
        scaled = value * 10**places
        if scaled.denominator == 1:
            return f"{Decimal(scaled.numerator).scaleb(-places):f}" if places else str(scaled.numerator)
    return None


def _with_unit(number: str, unit: str) -> str:
    return f"{number} {unit}{'s' if unit in PLURALS and number not in {'1', '-1'} else ''}"


def format_interval(interval: Interval, unit: str) -> str:
    """An interval as a case file writes it; `parse_interval` reads it back.

    Raises:
        QuantityError: both ends are open, which no case can say.
    """
    if interval.exact is not None:
        return format_quantity(interval.exact, unit)
    low, high = interval.low, interval.high
    if low is not None and high is not None and interval.low_included and interval.high_included:
        return f"{format_quantity(low, unit)} - {format_quantity(high, unit)}"
    ends = []
    if low is not None:
        ends.append(f"{'>=' if interval.low_included else '>'} {format_quantity(low, unit)}")
    if high is not None:
        ends.append(f"{'<=' if interval.high_included else '<'} {format_quantity(high, unit)}")
    if not ends:
        raise QuantityError("an amount without ends cannot be written")
    return " and ".join(ends)


def _example(unit: str) -> str:
    known = {"day": "3 weeks", "week": "3 weeks", "month": "3 months", "year": "81 years", "percent": "20 percent"}
    return known.get(unit) or _with_unit("5", unit)


__all__ = [
    "DAYS_IN_MONTH",
    "DAYS_IN_YEAR",
    "QuantityError",
    "Units",
    "bounded",
    "check_range",
    "decided",
    "format_days",
    "format_interval",
    "format_quantity",
    "parse_interval",
    "parse_quantity",
    "plural",
    "unit_pattern",
    "unit_table",
]
