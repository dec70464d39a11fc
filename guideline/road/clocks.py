"""Clocks of a case: what each comes to as the days go by, and the days on which it crosses a threshold."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from fractions import Fraction
from math import ceil
from typing import Literal

from guideline.model import Case, Finding, Interval, Recorded, Test, TestKind, Threshold, Vocabulary
from guideline.quantities import decided

TIME = "time"
How = Literal["reached", "passed"]
PARTS: tuple[tuple[How, TestKind, TestKind], ...] = (("reached", "at_least", "below"), ("passed", "above", "at_most"))
"""How a threshold is crossed, the test that then holds, and the one that then holds no more."""


@dataclass(frozen=True, slots=True)
class Clock:
    """A recorded finding that grows as time passes.

    Attributes:
        finding: of the vocabulary, a duration.
        recorded: what the case has of it.
        value: of the record, in the unit of the finding.
        pace: a day in that unit.
    """

    finding: Finding
    recorded: Recorded
    value: Interval
    pace: Fraction

    @property
    def least(self) -> Fraction:
        """The least that it may be, in its unit."""
        return self._low[0]

    @property
    def _low(self) -> tuple[Fraction, bool]:
        """The least that it can be, and whether it can be just that: a duration that was recorded is not less than its range begins at."""
        if self.value.low is not None:
            return self.value.low, self.value.low_included
        return (self.finding.low.value if self.finding.low else Fraction(0)), True

    def at(self, day: int) -> Interval:
        """What it comes to so many days after the record; today, what is recorded."""
        if not day:
            return self.value
        low, low_included = self._low
        high, high_included, most = self.value.high, self.value.high_included, self.finding.high
        if high is not None:
            high += day * self.pace
            if most is not None and high > most.value:
                high, high_included = most.value, True
        return Interval(low + day * self.pace, high, low_included, high_included)

    def tests(self, day: int) -> frozenset[Test]:
        """The comparisons that hold for certain on that day."""
        return frozenset([Test(kind, self.finding.name, text) for kind, text in decided(self.at(day), self.finding.thresholds)])

    @property
    def leaves(self) -> int | None:
        """The first day on which no value of its range is left for it; None where the range is open upwards."""
        if self.finding.high is None:
            return None
        low, included = self._low
        return _first((self.finding.high.value - low) / self.pace, strict=included)

    def certain(self, threshold: Threshold, how: str) -> int:
        """The first day, 1 or later, from which the threshold is reached or passed for certain."""
        low, included = self._low
        return _first((threshold.value - low) / self.pace, strict=how == "passed" and included)

    def possible(self, threshold: Threshold, how: str) -> int | None:
        """The first day, 1 or later, from which the threshold may be reached or passed; None where that is so today, the end being open."""
        high = self.value.high
        if high is None:
            return None
        return _first((threshold.value - high) / self.pace, strict=how == "passed" or not self.value.high_included)


@dataclass(frozen=True, slots=True)
class Crossing:
    """A threshold that a clock crosses.

    Attributes:
        finding: the clock.
        threshold: as the pack writes it.
        how: `reached` (at least so much), or `passed` (more than that).
        certain: whether it is so for certain from this day on; else it may be so from this day on.
        earliest, latest: the days between which it happens, whatever the value within the recorded bounds; 0 where it may have happened.
    """

    finding: str
    threshold: str
    how: How
    certain: bool
    earliest: int
    latest: int


def clocks_of(case: Case, vocabulary: Vocabulary) -> tuple[Clock, ...]:
    """The recorded clocks that count time, by name. A clock in another unit (a percentage) does not grow by days."""
    found = []
    for r in sorted(case.recorded, key=lambda r: r.finding):
        finding = vocabulary.findings[r.finding]
        if finding.clock and isinstance(r.value, Interval) and vocabulary.units[finding.unit][0] == TIME:
            found.append(Clock(finding, r, r.value, vocabulary.units["day"][1] / vocabulary.units[finding.unit][1]))
    return tuple(found)


def days_of(clock: Clock, reads: Collection[Test]) -> Iterable[int]:
    """The days on which a test of the clock that a rule reads may come to hold, or cease to: a few too many, never one too few."""
    for threshold, how in _read(clock, reads):
        yield clock.certain(threshold, how)
        possible = clock.possible(threshold, how)
        if possible is not None:
            yield possible


def crossed(clock: Clock, day: int, reads: Collection[Test]) -> tuple[Crossing, ...]:
    """What the clock crosses on a day, compared with the day before: thresholds that some rule reads so."""
    old, new = clock.tests(day - 1), clock.tests(day)
    found = []
    for threshold, how in _read(clock, reads):
        _, gained, lost = next(p for p in PARTS if p[0] == how)
        name, text = clock.finding.name, threshold.text
        certain = Test(gained, name, text) in new - old
        if certain or Test(lost, name, text) in old - new:
            is_open = Test(lost, name, text) not in clock.tests(0)
            earliest = 0 if is_open else clock.possible(threshold, how) or 0
            found.append(Crossing(name, text, how, certain, earliest, clock.certain(threshold, how)))
    return tuple(found)


def _read(clock: Clock, reads: Collection[Test]) -> Iterable[tuple[Threshold, How]]:
    """The thresholds that rules read, each once however it is spelt, and how they are read."""
    name = clock.finding.name
    seen: set[tuple[int, str]] = set()
    for threshold in clock.finding.thresholds:
        for how, gained, lost in PARTS:
            tests = (Test(gained, name, threshold.text), Test(lost, name, threshold.text))
            if (threshold.rank, how) not in seen and any(t in reads for t in tests):
                seen.add((threshold.rank, how))
                yield threshold, how


def _first(days: Fraction, *, strict: bool) -> int:
    """The first whole day, 1 or later, that is not before (strict: that is after) so many days."""
    day = ceil(days)
    return max(1, day + (strict and day == days))
