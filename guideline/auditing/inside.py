"""A round amount well inside a stretch between two thresholds: what a witness records where any amount of the stretch would do."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from math import ceil, floor

from guideline.changes.values import ordinary
from guideline.model import Finding, Interval, Vocabulary
from guideline.quantities import QuantityError, format_quantity, parse_interval
from guideline.units import to_unit

TIMES = ("year", "month", "week", "day", "hour", "minute")
ROUND = (10, 5, 2, 1)
OF_A_DAY = {"hour": (12, 6, 2, 1), "minute": (30, 10, 5, 1)}
LEAST = -6
"""The power of ten below which no step is tried."""


def well_inside(stretch: Interval, finding: Finding, vocabulary: Vocabulary) -> tuple[Interval, str]:
    """An amount of a stretch as a case would have it, and how it is written.

    A stretch that is one amount is that threshold, as the pack writes it. Of others it is the roundest amount of the middle half: a
    multiple of ten, five, two or one years, months, weeks, days (of a power of ten, or of five or two times one, in other units), the
    nearest to the middle, the lesser of two. What lies beyond all thresholds is taken to be at most as wide as the outermost is away from
    zero.
    """
    low, high = _ends(stretch, finding)
    if low == high:
        return ordinary(stretch, stretch, finding, None, vocabulary)
    middle, quarter = (low + high) / 2, (high - low) / 4
    for unit, step in _steps(finding.unit, high - low, vocabulary):
        counts = range(ceil((middle - quarter) / step), floor((middle + quarter) / step) + 1)
        for value in sorted((n * step for n in counts), key=lambda v: (abs(v - middle), v)):
            text = format_quantity(to_unit(value, finding.unit, unit, vocabulary.units), unit)
            try:
                amount = parse_interval(text, finding.unit, vocabulary.units)
            except QuantityError:
                continue
            if amount.exact == value:
                return amount, text
    return ordinary(stretch, stretch, finding, None, vocabulary)


def _ends(stretch: Interval, finding: Finding) -> tuple[Fraction, Fraction]:
    values = [t.value for t in finding.thresholds]
    low, high = stretch.low, stretch.high
    if low is not None and low >= max(values):
        beyond = low + (abs(low) or 1)
        high = beyond if high is None else min(high, beyond)
    elif high is not None and high <= min(values):
        beyond = high - (abs(high) or 1)
        low = beyond if low is None else max(low, beyond)
    if low is None or high is None:
        raise ValueError("a stretch between thresholds has two ends")
    return low, high


def _steps(unit: str, width: Fraction, vocabulary: Vocabulary) -> Iterator[tuple[str, Fraction]]:
    """Units with the steps in which amounts are counted in them, the roundest first, in the unit of the finding."""
    if unit in TIMES:
        for each in TIMES:
            one = to_unit(Fraction(1), each, unit, vocabulary.units)
            yield from ((each, many * one) for many in OF_A_DAY.get(each, ROUND))
        return
    for exponent in range(len(str(floor(width))), LEAST, -1):
        yield from ((unit, many * Fraction(10) ** (exponent - 1)) for many in ROUND[:-1])


__all__ = ["well_inside"]
