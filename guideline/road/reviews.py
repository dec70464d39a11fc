"""Reviews that a patient's statements ask for: on which days they fall, counted from where the record has a treatment begin."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from math import ceil, floor

from guideline.answer import Answer
from guideline.due import due
from guideline.model import Case, Knowledge, Review, Vocabulary
from guideline.road.clocks import Clock

Days = tuple[int | None, int]


@dataclass(frozen=True, slots=True)
class ReviewAhead:
    """A review that a statement in force asks for.

    Attributes:
        review, statement: what is looked at, and who asks for it.
        window: as the source has it.
        days: the first and the last day of it, counted from the day of the record; negative where a day is past. Of a clock that is
            recorded between bounds, the days within which the window lies whatever its value; the first is None where the clock may
            have begun at any time. None where no beginning is recorded.
        dates: the same days of the calendar, empty without a date of the case, and where no beginning is recorded.
        counted: the recorded clock from whose beginning the window is counted, if any.
        unknown: clocks that would tell the beginning and are not recorded, where none is.
        found: recorded findings that say what came of it, for the treatments whose clocks have the same answers as `counted`.
        wanting: findings that would say so too, for the same treatments, and are not recorded.
        answered: whether some finding was recorded when such a treatment had come to the window.
    """

    review: str
    statement: str
    window: tuple[str, str]
    days: Days | None
    dates: tuple[str, str]
    counted: Clock | None = None
    unknown: tuple[str, ...] = ()
    found: tuple[str, ...] = ()
    wanting: tuple[str, ...] = ()
    answered: bool = False

    @property
    def certain(self) -> bool:
        """Whether the days are just those of the window."""
        return self.counted is None or self.counted.value.exact is not None


def reviews_ahead(
    answer: Answer, knowledge: Knowledge, vocabulary: Vocabulary, clocks: Sequence[Clock], case: Case
) -> tuple[ReviewAhead, ...]:
    """The reviews that statements in force ask for: those without an answer first, then by review, day and statement.

    Where a review counts from several treatments, and what came of each is told by other findings, there is one for each.

    Args:
        answer: of the day of the record.
        knowledge: of the pack.
        vocabulary: of the pack.
        clocks: those that the case records.
        case: with its date, and what is recorded.
    """
    today, recorded = case.date, {r.finding for r in case.recorded}
    found: list[tuple[int, ReviewAhead]] = []
    for name in answer.in_force:
        source = knowledge.statements[name].source
        for r in knowledge.statements[name].reviews:
            if not due(r, source, answer.status, answer.stances, case, knowledge, vocabulary):
                continue
            for group in _groups(r, clocks) or [()]:
                clock = beginning(r, group)
                days = _days(r, clock) if clock else None
                low, high = days or (None, 0)
                dates = ("" if low is None else dated(today, low), dated(today, high) if days else "")
                unknown = () if clock else r.clocks
                told, wanting, answered = _outcome(r, group, recorded)
                window = (r.earliest.text, r.latest.text)
                made = ReviewAhead(r.review, name, window, days, dates, clock, unknown, told, wanting, answered)
                found.append((high if days else int(r.latest.value), made))
    return tuple([made for _, made in sorted(found, key=_order)])


def _order(row: tuple[int, ReviewAhead]) -> tuple[bool, str, int, bool, int, str]:
    last, review = row
    first = review.days[0] if review.days else last
    return review.answered, review.review, last, first is not None, first or 0, review.statement


def _groups(review: Review, clocks: Iterable[Clock]) -> list[tuple[Clock, ...]]:
    """The clocks of a review that are recorded, those together that the same findings answer."""
    made: dict[frozenset[str], list[Clock]] = {}
    for c in clocks:
        if c.finding.name in review.clocks:
            made.setdefault(frozenset(f for clock, f in review.answers if clock == c.finding.name), []).append(c)
    return [tuple(group) for group in made.values()]


def _outcome(review: Review, group: Collection[Clock], recorded: Collection[str]) -> tuple[tuple[str, ...], tuple[str, ...], bool]:
    """What is recorded of the outcome, what is not, and whether the review is answered by that.

    What was recorded before the window began was not found at the review. Of several treatments that the same findings answer, one that
    has come to its window will do. Where no beginning is recorded, what would answer any of them is told.
    """
    about = {c.finding.name for c in group} or set(review.clocks)
    told = sorted({finding for clock, finding in review.answers if clock in about})
    found = tuple([f for f in told if f in recorded])
    come = any(c.least / c.pace >= review.earliest.value for c in group)
    return found, tuple([f for f in told if f not in recorded]), come and bool(found)


def beginning(review: Review, clocks: Iterable[Clock]) -> Clock | None:
    """The clock from whose beginning a review is counted: of those that are recorded, the one that has run longest."""
    told = [c for c in clocks if c.finding.name in review.clocks]
    return max(told, key=lambda c: (c.least / c.pace, c.finding.name), default=None)


def _days(review: Review, clock: Clock) -> Days:
    earliest, latest = review.earliest.value, review.latest.value
    high = clock.value.high
    return (None if high is None else ceil(earliest - Fraction(high) / clock.pace)), floor(latest - clock.least / clock.pace)


def dated(start: str, days: int) -> str:
    """The date so many days after another; empty without one, and where the calendar ends."""
    try:
        return (date.fromisoformat(start) + timedelta(days)).isoformat() if start else ""
    except OverflowError:
        return ""
