"""What the head of a report says before anything else: what makes its answer another than the sources' own, what it leaves out, its age."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from explain.render import phrase
from explain.views.answer import Header

BOOK = "report"
DAY = 1
"""A report is of the day of its record if the two are no more than this apart: the clocks of the world do not agree on the day."""


@dataclass(frozen=True, slots=True)
class Notice:
    """A sentence at the head; `tone` is warn or soft."""

    words: str
    tone: str = "warn"


def altered(without: Sequence[str], policy: Sequence[str]) -> Iterator[Notice]:
    """What was asked for that makes the answer another than that of the whole pack.

    Args:
        without: ids of the statements that are switched off.
        policy: names of sources, the most trusted first.
    """
    if without:
        yield Notice(phrase("altered_without", without, book=BOOK))
    if policy:
        yield Notice(phrase("altered_policy", policy, book=BOOK))


def notices(header: Header, *, short: bool) -> tuple[Notice, ...]:
    """The sentences at the head of a report of a case."""
    found = altered([c.id for c in header.without], header.policy)
    return (*found, *([Notice(phrase("left_out", book=BOOK), "soft")] if short else []))


def age(day: str, time: str) -> int | None:
    """Days from the day of a record to the making of its report, where both are known and they are not about the same day.

    Args:
        day: of the record, as `YYYY-MM-DD`, or empty.
        time: of making, beginning with its day, or empty.
    """
    try:
        days = (date.fromisoformat(time[:10]) - date.fromisoformat(day)).days
    except ValueError:
        return None
    return days if abs(days) > DAY else None
