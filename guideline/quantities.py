"""Quantities with units: the table of accepted units, and reading and writing amounts exactly."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from fractions import Fraction

from guideline.errors import closest
from guideline.model import COMPARISONS, Interval, Quantity, TestKind, Threshold

DAYS_IN_MONTH = 30
DAYS_IN_YEAR = 365
"""A month and a year as durations: the sources count treatment in months without saying how long one is."""

Units = Mapping[str, tuple[str, Fraction]]

_DEFINITIONS = (
    "day = [time] = d",
    "hour = day / 24 = h = hr",
    "minute = hour / 60 = min",
    "week = 7 * day = wk",
    f"month = {DAYS_IN_MONTH} * day = mo",
    f"year = {DAYS_IN_YEAR} * day = y = yr",
    "gram = [mass] = g",
    "kilogram = 1000 * gram = kg",
    "milligram = gram / 1000 = mg",
    "microgram = gram / 1000000 = mcg = ug",
    "meter = [length] = m",
    "centimeter = meter / 100 = cm",
    "millimeter = meter / 1000 = mm",
    "liter = [volume] = L = l",
    "milliliter = liter / 1000 = mL = ml",
    "percent = [share] = percent",
    "score = [score] = score = point",
    "degree_of_angle = [angle] = degree = deg",
    "count = [count] = count",
)
_PLURALS = (
    "day", "hour", "minute", "week", "month", "year", "gram", "kilogram", "milligram", "microgram", "meter", "centimeter",
    "millimeter", "liter", "milliliter", "score", "point", "degree", "hr", "wk", "yr", "count",
)  # fmt: skip
_NUMBER = r"[0-9]{1,15}(?:\.[0-9]{1,15})?"
_AMOUNT = re.compile(rf"\s*(?P<number>{_NUMBER})\s*(?P<unit>[A-Za-zµ%][A-Za-zµ%/]*)?\s*")
_RANGE = re.compile(rf"\s*(?P<low>{_NUMBER})\s*(?P<unit>[A-Za-zµ%][A-Za-zµ%/]*)?\s*(?:-|–|to)\s*(?P<high>.+)")


class QuantityError(ValueError):
    """An amount that cannot be read; `hint` gives the accepted form."""

    def __init__(self, message: str, hint: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


def unit_table(units: Iterable[str]) -> dict[str, tuple[str, Fraction]]:
    """Every accepted spelling of a unit, with its dimension and its exact size in the base unit of that dimension.

    The units come from pint; it is imported here alone, as reading a case must not wait for it.

    Args:
        units: those that a pack declares; a compound one (`mg/kg`) becomes a dimension of its own.

    Raises:
        QuantityError: a declared unit is unknown.
    """
    from pint import UnitRegistry  # noqa: PLC0415 (costs a third of a second; packs are cached with their table)

    registry: UnitRegistry = UnitRegistry(None, non_int_type=Fraction)
    for line in _DEFINITIONS:
        registry.define(line)
    table: dict[str, tuple[str, Fraction]] = {}

    def add(spelling: str, unit: str) -> None:
        size = registry.Quantity(Fraction(1), unit).to_base_units()
        dimension = " ".join(f"{k.strip('[]')}^{v}" if v != 1 else k.strip("[]") for k, v in sorted(size.dimensionality.items()))
        table[spelling] = (dimension, Fraction(size.magnitude))

    names = sorted({part.strip() for line in _DEFINITIONS for i, part in enumerate(line.split("=")) if i != 1})
    for name in names:
        add(name, name)
    for name in _PLURALS:
        add(f"{name}s", name)
    table["%"] = table["percent"]
    table["µg"] = table["ug"]
    for unit in sorted(set(units)):
        if unit in table:
            continue
        over, _, per = unit.partition("/")
        if per and over in table and per in table:
            table[unit] = (f"{table[over][0]} per {table[per][0]}", table[over][1] / table[per][1])
        else:
            raise QuantityError(
                f"unknown unit `{unit}`", closest(unit, table) or "for example `day`, `week`, `percent`, `mg`, `mg/kg`, `score`"
            )
    return table


def parse_quantity(text: str, unit: str, units: Units) -> Quantity:
    """Reads an amount such as `3 weeks`; a bare number is in the finding's own unit.

    Raises:
        QuantityError: not an amount, an unknown unit, or one of another dimension than `unit`.
    """
    example = f"write an amount like `{_example(unit)}`"
    found = _AMOUNT.fullmatch(text)
    if not found:
        raise QuantityError(f"`{_short(text)}` is not an amount", example)
    written = found["unit"] or unit
    if written not in units:
        raise QuantityError(f"unknown unit `{written}` in `{_short(text)}`", closest(written, units) or example)
    (dimension, size), (wanted, base) = units[written], units[unit]
    if dimension != wanted:
        raise QuantityError(f"`{_short(text)}` is in {written}, and {unit} is asked for", example)
    return Quantity(Fraction(found["number"]) * size / base, text.strip())


def parse_interval(value: str | int | float | Decimal, unit: str, units: Units) -> Interval:
    """Reads what is recorded of a quantity: `3 weeks`, `> 3 weeks`, `<= 2 days`, `2-4 weeks`, or a bare number.

    Raises:
        QuantityError: as for `parse_quantity`, or the lower end lies above the upper one.
    """
    text = str(value).strip()
    for sign, low, included in ((">=", True, True), ("<=", False, True), (">", True, False), ("<", False, False)):
        if text.startswith(sign):
            end = parse_quantity(text[len(sign) :], unit, units).value
            return Interval(end if low else None, None if low else end, included if low else True, True if low else included)
    spread = _RANGE.fullmatch(text)
    if spread:
        high = parse_quantity(spread["high"], unit, units)
        own = spread["unit"] or (_AMOUNT.fullmatch(spread["high"]) or {"unit": ""})["unit"] or unit
        low_end = parse_quantity(f"{spread['low']} {own}", unit, units)
        if low_end.value > high.value:
            raise QuantityError(f"`{_short(text)}` ends before it begins", "write the smaller amount first")
        return Interval(low_end.value, high.value)
    exact = parse_quantity(text, unit, units).value
    return Interval(exact, exact)


def decided(interval: Interval, thresholds: Iterable[Threshold]) -> Iterator[tuple[TestKind, str]]:
    """The comparisons with each threshold that hold for every value in the interval."""
    low, high = interval.low, interval.high
    for t in thresholds:
        if low is not None and low >= t.value:
            yield COMPARISONS[0], t.text
            if low > t.value or not interval.low_included:
                yield COMPARISONS[1], t.text
        if high is not None and high <= t.value:
            yield COMPARISONS[3], t.text
            if high < t.value or not interval.high_included:
                yield COMPARISONS[2], t.text


def format_quantity(value: Fraction, unit: str) -> str:
    """An amount for people: `35 days`, `1 week`, `2.5 percent`."""
    if value.denominator == 1:
        number = str(value.numerator)
    else:
        number = f"{float(value):.6f}".rstrip("0").rstrip(".")
        if Fraction(number) != value:
            number = f"{float(value):.12g}"
    plural = unit in _PLURALS and value != 1
    return f"{number} {unit}{'s' if plural else ''}"


def _example(unit: str) -> str:
    return {"day": "3 weeks", "week": "3 weeks", "month": "3 months", "year": "81 years", "percent": "20 percent"}.get(unit, f"5 {unit}")


def _short(text: str) -> str:
    text = text.strip()
    return text if len(text) <= 40 else f"{text[:37]}..."
