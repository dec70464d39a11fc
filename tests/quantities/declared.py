"""The units that the tests of quantities declare, and an interval of one value."""

from __future__ import annotations

from fractions import Fraction

from guideline.model import Interval, Threshold
from guideline.units import unit_table

UNITS = unit_table(["day", "week", "month", "year", "percent", "score", "mg", "mg/kg", "mm"])
WEEKS = (Threshold("2 weeks", Fraction(14), 1), Threshold("21 days", Fraction(21), 2), Threshold("3 weeks", Fraction(21), 2))


def exact(value: int | Fraction) -> Interval:
    """The interval of one value."""
    return Interval(Fraction(value), Fraction(value))
