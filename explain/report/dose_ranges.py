"""Doses that a source prints in two ways, by a measure of the patient and as an amount: whether the first fits the second."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from explain.views.values import Regimen


@dataclass(frozen=True, slots=True)
class OtherDose:
    """A regimen whose amount for the patient lies outside the amount of the `other`, or `partly` so, where it is a range."""

    regimen: Regimen
    other: Regimen
    partly: bool = False


def other_doses(regimens: Iterable[Regimen]) -> Iterator[OtherDose]:
    """Pairs of regimens of one source, alike but for the amount, of which the one comes to an amount that the other does not hold.

    An amount that is open on one side lies outside in part where the end that it has does not settle it.
    """
    rows = tuple(regimens)
    for x in rows:
        counted = x.counted
        low, high = (_amount(counted.low), _amount(counted.high)) if counted else (None, None)
        if counted is None or (low is None and high is None):
            continue
        unit = (counted.high or counted.low).partition(" ")[2]
        for other in rows:
            if _given(x, unit) != _given(other, other.unit) or other.counted is not None:
                continue
            below, above = low is None or low < other.low, high is None or high > other.high
            whole = (high is not None and high < other.low) or (low is not None and low > other.high)
            if below or above:
                yield OtherDose(x, other, partly=not whole)


def _given(x: Regimen, unit: str) -> tuple[str, ...]:
    """What two regimens share of which only the amount is printed otherwise; a course of other doses is another thing."""
    return (x.cite.source, x.drug, x.purpose, x.every, x.repeat, unit)


def _amount(text: str) -> Decimal | None:
    """The number at the head of an amount."""
    try:
        return Decimal(text.split(" ", 1)[0])
    except InvalidOperation:
        return None
