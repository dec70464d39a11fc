"""The units that amounts may have, every spelling of them, and their exact sizes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from fractions import Fraction
from functools import lru_cache

from guideline.errors import closest, quoted

DAYS_IN_MONTH = 30
DAYS_IN_YEAR = 365
"""A month and a year as durations: the sources count treatment in months without saying how long one is."""

Units = Mapping[str, tuple[str, Fraction]]

_UNITS: tuple[tuple[str, str, str], ...] = (
    # name, what pint makes of it, and its other spellings
    ("day", "[time]", "days d"),
    ("hour", "day / 24", "hours h hr hrs"),
    ("minute", "hour / 60", "minutes min mins"),
    ("week", "7 * day", "weeks wk wks"),
    ("month", f"{DAYS_IN_MONTH} * day", "months mo mos"),
    ("year", f"{DAYS_IN_YEAR} * day", "years y yr yrs"),
    ("gram", "[mass]", "grams g"),
    ("kilogram", "1000 * gram", "kilograms kg"),
    ("milligram", "gram / 1000", "milligrams mg"),
    ("microgram", "gram / 1000000", "micrograms mcg ug µg μg"),
    ("nanogram", "gram / 1000000000", "nanograms ng"),
    # The international avoirdupois pound, exact by definition.
    ("pound", "453.59237 * gram", "pounds lb lbs"),
    ("mole", "[substance]", "moles mol"),
    ("millimole", "mole / 1000", "millimoles mmol"),
    ("micromole", "mole / 1000000", "micromoles umol µmol μmol"),
    ("meter", "[length]", "meters metre metres m"),
    ("centimeter", "meter / 100", "centimeters centimetre centimetres cm"),
    ("millimeter", "meter / 1000", "millimeters millimetre millimetres mm"),
    ("square_meter", "[area]", "m2 m^2"),
    ("liter", "[volume]", "liters litre litres L l"),
    ("deciliter", "liter / 10", "deciliters decilitre decilitres dL dl"),
    ("milliliter", "liter / 1000", "milliliters millilitre millilitres mL ml"),
    ("mmHg", "[pressure]", ""),
    ("IU", "[activity]", ""),
    ("celsius", "[temperature]", "°C"),
    ("angle_degree", "[angle]", "angle_degrees degree degrees deg °"),
    ("percent", "[percent]", "%"),
    ("score", "[score]", "scores point points"),
    ("count", "[count]", "counts"),
)
PLURALS = frozenset({"day", "hour", "minute", "week", "month", "year", "gram", "pound", "score", "point", "degree", "count"})


BY_CONVENTION: Mapping[str, int] = {"month": DAYS_IN_MONTH, "year": DAYS_IN_YEAR}
"""The units of time that are counted as so many days."""
_CONVENED = {word: name for name, _, more in _UNITS if name in BY_CONVENTION for word in (name, *more.split())}


def by_convention(texts: Iterable[str]) -> tuple[tuple[str, int], ...]:
    """The units of some amounts, as they are written ("3 months"), that are counted as so many days, each with that number."""
    found = {_CONVENED.get(text.strip().lstrip("0123456789.,/- ")) for text in texts}
    return tuple([(unit, days) for unit, days in BY_CONVENTION.items() if unit in found])


class QuantityError(ValueError):
    """An amount that cannot be read, or that no value meets; `hint` gives the accepted form, `code` names the check."""

    def __init__(self, message: str, hint: str | None = None, code: str = "quantity") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.code = code


def unit_table(units: Iterable[str]) -> dict[str, tuple[str, Fraction]]:
    """Every accepted spelling of a unit, with its dimension and its exact size in the base unit of that dimension.

    A percent is a dimension of its own, and so are a score and each compound (`mg/kg`): none is ever a bare number.

    Args:
        units: those that a pack declares; a compound one adds all compounds of the same dimensions.

    Raises:
        QuantityError: a declared unit is unknown.
    """
    table = dict(_simple_units())
    for unit in sorted(set(units)):
        if unit in table:
            continue
        over, _, per = unit.partition("/")
        if over not in _simple_units() or per not in _simple_units():
            raise QuantityError(f"unknown unit {quoted(unit)}", closest(unit, table) or "for example `day`, `percent`, `mg/kg` or `score`")
        for upper, (above, size) in _simple_units().items():
            for lower, (below, divisor) in _simple_units().items():
                if above == _simple_units()[over][0] and below == _simple_units()[per][0]:
                    table[f"{upper}/{lower}"] = (f"{above} per {below}", size / divisor)
    return table


@lru_cache(maxsize=1)
def _simple_units() -> Mapping[str, tuple[str, Fraction]]:
    from pint import UnitRegistry  # noqa: PLC0415 (costs a third of a second; packs are cached with their table)

    registry: UnitRegistry[Fraction] = UnitRegistry(None, non_int_type=Fraction)
    for name, relation, _ in _UNITS:
        registry.define(f"{name} = {relation}")
    table: dict[str, tuple[str, Fraction]] = {}
    for name, _, spellings in _UNITS:
        size = registry.Quantity(Fraction(1), name).to_base_units()
        (dimension,) = size.dimensionality
        for spelling in (name, *spellings.split()):
            table[spelling] = (dimension.strip("[]"), Fraction(size.magnitude))
    return table


def unit_pattern(unit: str, units: Units) -> str:
    """A regular expression for every spelling of the units in which an amount of `unit` may be written."""
    dimension = units[unit][0]
    names = sorted((name for name, (kind, _) in units.items() if kind == dimension), key=lambda name: (-len(name), name))
    return "|".join(re.escape(name) for name in names)


def plural(unit: str) -> str:
    """The unit as one speaks of many: `days`, `percent`."""
    return f"{unit}s" if unit in PLURALS else unit


def to_unit(value: Fraction, unit: str, other: str, units: Mapping[str, tuple[str, Fraction]]) -> Fraction:
    """An amount in another unit of the same dimension, exactly.

    Raises:
        QuantityError: a unit is unknown, or the two measure different things.
    """
    if unit not in units or other not in units or units[unit][0] != units[other][0]:
        raise QuantityError(f"{quoted(unit)} cannot be counted in {quoted(other)}", None, "unit-mismatch")
    return value * units[unit][1] / units[other][1]
