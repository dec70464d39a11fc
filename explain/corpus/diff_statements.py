"""A statement that changed, in words: what it said of each of its parts, and says."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from explain.corpus.knowledge_view import ContextRow, StatementPage
from explain.render import phrase
from explain.views.applicability import Way
from explain.views.values import Cite

Told = Callable[[StatementPage], Iterable[str]]


def _p(name: str, *values: Any) -> str:
    return phrase(name, *values)


def _wishes(page: StatementPage) -> Iterable[str]:
    yield from (_p("lean", lean) for lean in page.row.leans)
    yield from (_p("limit", limit) for limit in page.row.limits)


def _regimens(page: StatementPage) -> Iterable[str]:
    yield from (_p("regimen", r) for r in page.regimens)
    yield from (_p("dosed", drug, words) for drug, words in page.schedules)


def _judgements(*kinds: str) -> Told:
    return lambda page: (_p("judged", kind, cite.id, words) for kind, cite, words in page.judgements if kind in kinds)


def _others(rows: Iterable[tuple[Cite, str]]) -> Iterable[str]:
    return (_p("about_action", cite.id, action) for cite, action in rows)


def ways(rows: Sequence[Way]) -> str:
    """Rules in words, one or the other."""
    return _p("or_ways", rows)


def context(row: ContextRow) -> list[str]:
    """Whom a context takes in and leaves out."""
    return [_p("takes_in", row.enters), *(_p("leaves_out", reason, out) for reason, out in row.excludes)]


PARTS: tuple[tuple[str, tuple[str, ...], Told], ...] = (
    ("says", ("says",), lambda p: [p.row.cite.says]),
    ("words", ("leans", "offers", "rates", "scores", "needs"), _wishes),
    ("applies", ("applies",), lambda p: [ways(p.applies)]),
    ("contexts", ("within",), lambda p: (c.label for c in p.contexts)),
    ("strength", ("strength",), lambda p: [p.row.cite.strength]),
    ("kind", ("kind",), lambda p: [p.row.cite.kind]),
    ("source", ("source",), lambda p: [p.row.cite.title]),
    ("place", ("locator",), lambda p: [p.row.cite.locator]),
    ("references", ("cites",), lambda p: p.row.cite.references),
    ("preferred", ("prefers", "equal"), lambda p: [*(_p("before", a, b) for a, b in p.prefers), *(_p("equal", a, b) for a, b in p.equal)]),
    ("companions", ("only_with", "goes_with"), lambda p: (_p("companions", how, a, b) for how, a, b in p.companions)),
    ("first", ("requires",), lambda p: (_p("needs_first", a, b) for a, b in p.requires)),
    ("regimen", ("doses", "routes", "schedules", "repeats"), _regimens),
    ("reviews", ("reviews",), lambda p: (_p("review", what, low, high) for what, low, high in p.reviews)),
    ("overrides", ("overrides",), lambda p: _others(p.overrides)),
    ("judgements", ("yields", "waives", "tensions", "hinges"), _judgements("yields", "waives", "tension", "hinges")),
    ("readings", ("ambiguous",), lambda p: p.statement.ambiguous),
    ("taken", ("taken",), lambda p: (_p("taken", c) for c in p.taken)),
    ("reports", ("reports",), lambda p: (_p("report", t[0], t[-1], p.row.cite.says) for t in p.statement.reports)),
    ("supports", ("supports",), lambda p: (c.id for c in p.supports)),
    ("bears_on", ("bears_on",), lambda p: (c.id for c in p.bears_on)),
    ("notes", ("notes",), lambda p: p.statement.notes),
    ("departs", ("departs",), lambda p: p.statement.departs),
    ("urgent", ("urgent",), lambda p: [_p("urgent")] if p.statement.urgent else []),
    ("silent", ("silent",), lambda p: [_p("silent")] if p.statement.silent else []),
)
"""Headings of what is told of a statement, the attributes of `guideline.model.Statement` behind each, and what a page tells of them."""


def changed(parts: Iterable[str], before: StatementPage, after: StatementPage) -> Iterable[tuple[str, list[str], list[str]]]:
    """Of each heading that some of the parts that changed stand behind: what is told on the first page alone, and on the second alone."""
    wanted = set(parts)
    for heading, behind, told in PARTS:
        if wanted.intersection(behind):
            mine, other = list(told(before)), list(told(after))
            yield heading, [t for t in mine if t not in other], [t for t in other if t not in mine]


__all__ = ["changed", "context", "ways"]
