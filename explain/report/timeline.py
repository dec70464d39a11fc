"""The timeline of a case: what becomes due when, and on whose word, with the day of the record marked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction
from math import floor
from typing import Any

from explain.quiet_days import is_quiet
from explain.render import phrase
from explain.report.lettering import Lettering
from explain.report.pictures import BLUE, INK, ORANGE, ROW, WIDTH, Picture, draw, row_labels, row_words, rows_axis, without_axis
from explain.views.labels import parse_test
from explain.views.terms import Terms
from guideline.answer import Stance
from guideline.model import Threshold
from guideline.road.ahead import Road
from guideline.road.clocks import Clock

BOOK = "report"
PART = {"at_least": 1, "above": 1, "below": 0, "at_most": 0}
"""Tests of a clock: 1 where they come to hold as it grows, 0 where they cease to."""
PLOT = WIDTH - 160
"""Width of the plot in pixels: with all words over the rows, it shrinks to a narrow screen while these can be read."""
STEPS = (1, 2, 5)
"""Days between two marks of the axis, times a power of ten."""
MARKS = 6
"""So many marks of the axis have room for a date."""


@dataclass(frozen=True, slots=True)
class Span:
    """Days, counted from the day of the record, on which the words of a source on one action hold.

    Attributes:
        source: name of the source.
        action: label of the action, or of the review.
        first: the day from which; None where it holds from the beginning.
        last: the day until which; None where no end is said.
        kind: `due` (the wish), `review`.
        asks: the condition in words: "at least 3 months of conservative therapy".
        statements: that say so.
    """

    source: str
    action: str
    first: int | None
    last: int | None
    kind: str
    asks: tuple[str, ...]
    statements: tuple[str, ...]

    @property
    def waits(self) -> bool:
        """Whether it begins only after today."""
        return self.kind == "due" and self.first is not None and self.first > 0


def spans(terms: Terms, road: Road) -> tuple[Span, ...]:
    """What the sources tie to the clocks that the case records: wishes by source and action, and the reviews that are asked for.

    Of several statements of a source on an action with the same days one span is made.
    """
    clocks = {c.finding.name: c for c in road.clocks}
    found: dict[tuple[str, str, int | None, int | None, str], tuple[list[str], list[str]]] = {}
    for stance in terms.answer.stances:
        first, last, asks = _days(stance, terms, clocks)
        if asks:
            key = (terms.knowledge.statements[stance.statement].source, terms.label(stance.action), first, last, "due")
            wishes, names = found.setdefault(key, ([], []))
            wishes += [a for a in asks if a not in wishes]
            names += [stance.statement] if stance.statement not in names else []
    for review in road.reviews:
        if review.days is None:
            continue
        key = (terms.knowledge.statements[review.statement].source, terms.label(review.review), *review.days, "review")
        _, names = found.setdefault(key, ([], []))
        names.append(review.statement)
    made = [Span(*key, tuple(asks), tuple(names)) for key, (asks, names) in found.items()]
    return tuple(sorted(made, key=lambda s: (s.kind == "review", s.action, s.source, s.first or 0, s.last or 0, s.statements)))


def _days(stance: Stance, terms: Terms, clocks: Mapping[str, Clock]) -> tuple[int | None, int | None, list[str]]:
    """From when until when the clocks let the wish of a statement hold, and the conditions that say so."""
    if stance.word not in {"for", "permits", "withholds", "open"}:
        return None, None, []
    first: int | None = None
    last: int | None = None
    asks: list[str] = []
    for action, term in terms.knowledge.statements[stance.statement].needs:
        if action != stance.action or not term.startswith(tuple(PART)):
            continue
        test = parse_test(term)
        clock = clocks.get(test.subject)
        threshold = next((t for t in clock.finding.thresholds if t.text == test.value), None) if clock else None
        if clock is None or threshold is None:
            continue
        day = _reached(clock, threshold, strict=test.kind in {"above", "at_most"})
        if day is None:
            continue
        if PART[test.kind]:
            first = day if first is None else max(first, day)
        else:
            last = day - 1 if last is None else min(last, day - 1)
        asks.append(phrase("condition", terms.condition(term, show=False)))
    return first, last, asks


def _reached(clock: Clock, threshold: Threshold, *, strict: bool) -> int | None:
    """The first day, before or after the record, on which a clock has certainly come so far; None where its record is open downwards."""
    if clock.value.low is None:
        return None
    days: Fraction = (threshold.value - clock.value.low) / clock.pace
    after = strict and clock.value.low_included
    return floor(days) + 1 if after or days != floor(days) else floor(days)


def timeline(terms: Terms, road: Road) -> Picture | None:
    """The picture; None where no clock is recorded that a statement in force reads, and no review is asked for."""
    found = tuple([replace(s, source=terms.source(s.source)) for s in spans(terms, road)])
    if not found:
        return None
    # A day on which only other reports of a source speak of the patient changes no answer.
    turns = [step.day for step in road.steps if not is_quiet(step, terms)]
    low, high = _frame(found, turns)
    letters = Lettering()
    values = list(_values(found, low, high, letters))
    ticks = _ticks(low, high)
    given = {
        "@low": low,
        "@high": high,
        "@spans": values,
        "@rows": [v["row"] for v in values],
        "@axis": letters.mark(_say("axis", road.date)),
        "@turns": [{"from": day} for day in turns if low <= day <= high],
        "@ticks": ticks,
        "@dates": [{"from": day, "says": letters.mark(_date(road.date, day))} for day in ticks if road.date],
        "@today": [{"from": 0, "says": letters.mark(_say("today", road.date))}],
    }
    due = {"filter": "datum.kind === 'due'"}
    row = rows_axis("@rows")
    axis: dict[str, Any] = {"title": "@axis", "values": ["@ticks"], "grid": True, "titlePadding": 20 if road.date else 4}
    scale = {"domain": ["@low", "@high"], "nice": False, "zero": False}
    x = {"field": "from", "type": "quantitative", "scale": scale, "axis": axis}
    end = {"field": "to"}
    # One layer says how the axes look, and the others have none to say: each that does is laid out by itself first.
    bare, plain_row = without_axis(x), without_axis(row)
    description = {
        "width": PLOT,
        "height": {"step": ROW},
        "data": {"name": "@spans"},
        "layer": [
            {
                "transform": [{"filter": "datum.wait > datum.start"}],
                "mark": {"type": "rule", "strokeDash": [3, 3], "strokeWidth": 2, "color": ORANGE},
                "encoding": {"y": row, "x": {**x, "field": "start"}, "x2": {"field": "wait"}},
            },
            {"transform": [due], "mark": {"type": "bar", "height": 12, "color": BLUE}, "encoding": {"y": plain_row, "x": bare, "x2": end}},
            {
                "transform": [{"filter": "datum.kind === 'review'"}],
                "mark": {"type": "bar", "height": 12, "fillOpacity": 0.15, "stroke": INK, "strokeWidth": 1.5, "color": INK},
                "encoding": {"y": plain_row, "x": bare, "x2": end},
            },
            {
                "transform": [{"filter": "datum.begins"}],
                "mark": {"type": "point", "shape": "circle", "size": 170, "filled": True, "color": BLUE, "opacity": 1},
                "encoding": {"y": plain_row, "x": bare},
            },
            {
                "mark": {"type": "text", "align": "left", "baseline": "bottom", "dx": 4, "dy": -8},
                "encoding": {"y": plain_row, "x": {**bare, "field": "mark"}, "text": {"field": "says"}},
            },
            {
                "data": {"name": "@turns"},
                "mark": {"type": "point", "shape": "triangle-up", "size": 90, "filled": True, "opacity": 1, "color": INK, "yOffset": -5},
                "encoding": {"x": bare, "y": {"value": {"expr": "height"}}},
            },
            # The day of the record crosses the bars, not the words over them.
            {
                "transform": [{"calculate": "0", "as": "now"}],
                "mark": {"type": "tick", "size": 26, "thickness": 2, "color": INK, "opacity": 1},
                "encoding": {"y": plain_row, "x": {**bare, "field": "now"}},
            },
            row_labels(plain_row),
            {
                "data": {"name": "@dates"},
                "mark": {"type": "text", "align": "center", "baseline": "top", "dy": 22, "fontSize": 11},
                "encoding": {"x": bare, "y": {"value": {"expr": "height"}}, "text": {"field": "says"}},
            },
            {
                "data": {"name": "@today"},
                "mark": {"type": "text", "align": "center", "baseline": "bottom", "dy": -14, "fontWeight": "bold"},
                "encoding": {"x": bare, "y": {"value": 0}, "text": {"field": "says"}},
            },
        ],
    }
    rows = [_say("column", key) for key in ("source", "action", "days", "asks", "statements")], *[_row(s, road.date) for s in found]
    title = _say("timeline")
    says = _say("timeline_says", found, road.date)
    return draw("timeline", title, says, description, tuple([tuple(r) for r in rows]), given=given, lettering=letters)


def _frame(found: Iterable[Span], turns: Iterable[int]) -> tuple[int, int]:
    """The days that are drawn: all on which something begins, ends or changes, with some room to the right for what has no end."""
    days = [0, *turns, *[d for s in found for d in (s.first, s.last) if d is not None]]
    room = max(14, (max(days) - min(days)) // 5)
    return min(days) - room // 2, max(days) + room


def _ticks(low: int, high: int) -> list[int]:
    """Days that are marked on the axis: as many as have room for a date."""
    step = next(n * 10**power for power in range(9) for n in STEPS if (high - low) / (n * 10**power) <= MARKS)
    return list(range(-(-low // step) * step, high + 1, step))


def _date(today: str, day: int) -> str:
    return (date.fromisoformat(today) + timedelta(day)).isoformat()


def _values(found: Iterable[Span], low: int, high: int, letters: Lettering) -> Iterator[dict[str, Any]]:
    for number, s in enumerate(found):
        first = low if s.first is None else s.first
        yield {
            # Spans of one source and action stand on rows of their own.
            "row": letters.mark(row_words(number, _say("row_of", s.source, s.action, s.waits))),
            "kind": s.kind,
            "from": first,
            "to": high if s.last is None else s.last + 1,
            "start": min(0, first),
            "wait": first if s.waits else min(0, first),
            "begins": s.kind == "due" and s.first is not None,
            # Words that begin before today would run across its line.
            "mark": max(0, min(first, high)),
            "says": letters.mark(_say("days", s.first, s.last)),
        }


def _row(s: Span, today: str) -> tuple[str, ...]:
    dates = [_date(today, d) if today and d is not None else "" for d in (s.first, s.last)]
    return (s.source, s.action, _say("days_dated", s.first, s.last, dates), "; ".join(s.asks), ", ".join(s.statements))


def _say(name: str, *values: Any) -> str:
    return phrase(name, *values, book=BOOK)
