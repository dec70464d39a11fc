"""Doses that a source prints in two ways, by a measure of the patient and as an amount: whether the first fits the second."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from explain.views.values import Regimen


@dataclass(frozen=True, slots=True)
class OtherDose:
    """A regimen whose amount for the patient lies outside the amount of the `other`."""

    regimen: Regimen
    other: Regimen


def other_doses(regimens: Iterable[Regimen]) -> Iterator[OtherDose]:
    """Pairs of regimens of one source, alike but for the amount, of which the one comes to an amount that the other does not hold."""
    rows = tuple(regimens)
    for x in rows:
        counted = x.counted
        low, high = (_amount(counted.low), _amount(counted.high)) if counted else (None, None)
        if counted is None or low is None or high is None:
            continue
        unit = counted.high.partition(" ")[2]
        for other in rows:
            if _given(x, unit) == _given(other, other.unit) and other.counted is None and (high < other.low or low > other.high):
                yield OtherDose(x, other)


def _given(x: Regimen, unit: str) -> tuple[str, ...]:
    """What two regimens share of which only the amount is printed otherwise; a course of other doses is another thing."""
    return (x.cite.source, x.drug, x.purpose, x.every, x.repeat, unit)


def _amount(text: str) -> Decimal | None:
    """The number at the head of an amount."""
    try:
        return Decimal(text.split(" ", 1)[0])
    except InvalidOperation:
        return None
