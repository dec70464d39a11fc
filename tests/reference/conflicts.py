"""The kinds of conflict, a function each: pairs of a statement and its action that cannot stand beside each other."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import product
from typing import TYPE_CHECKING

from reference.records import amount

if TYPE_CHECKING:
    from reference.solver import World

Sides = Iterable[tuple[str, str, str, str]]


def _contradiction(w: World) -> Sides:
    for (s, a), (t, b) in product(w.said("for"), w.said("against")):
        if (a, b) in w.tax.contains or (a in w.tax.complete and w.tax.bites(b, a) and w.nothing_left(a)):
            yield s, a, t, b


def _restriction(w: World) -> Sides:
    for (s, a), (t, b) in product(w.said("for"), w.said("against")):
        if w.tax.bites(b, a) and not w.nothing_left(a):
            yield s, a, t, b


def _withheld(w: World, clock: bool) -> Sides:
    for (s, a), (t, b) in product(w.said("for"), w.said("withholds")):
        if w.tax.related(a, b) and any(w.unmet(c) and w.clocked(c) == clock for c in w.criteria(t, b)):
            yield s, a, t, b


def _timing(w: World) -> Sides:
    yield from _withheld(w, True)
    windows = {(s, r, amount(low), amount(high)) for s, r, low, high in w.pack.rows("follows_up") if s in w.in_force}
    for (s, r, _, high), (t, q, low, _) in product(windows, windows):
        if r == q and high < low:
            yield s, f"review({r})", t, f"review({r})"


def _co_appropriate(w: World) -> Sides:
    for (s, x), (t, y) in product(w.said("for"), repeat=2):
        own, other = w.contexts_of(s), w.contexts_of(t)
        if s < t and w.source(s) == w.source(t) and w.tax.sides(x, y) and (own & other or not own or not other):
            yield s, x, t, y


def _divergence(w: World) -> Sides:
    def on(source: str, side: str) -> bool:
        return any(w.source(s) == source and (x, side) in w.tax.under for s, x in w.said("for"))

    for (s, x), (t, y) in product(w.said("for"), repeat=2):
        one, other = w.source(s), w.source(t)
        if one < other and any(not on(one, b) and not on(other, a) for a, b in w.tax.sides(x, y)):
            yield s, x, t, y


def _combination(w: World) -> Sides:
    def wanted(part: str) -> bool:
        return any((x, part) in w.tax.contains and not w.unsuitable(x) for _, x in w.said("for"))

    for (s, a), (t, plan) in product(w.said("for"), w.said("against")):
        parts = w.tax.parts[plan]
        if parts and all(map(wanted, parts)) and (a, plan) not in w.tax.contains and any((a, p) in w.tax.contains for p in parts):
            yield s, a, t, plan


def _preference(w: World) -> Sides:
    prefers = {row for row in w.pack.rows("prefers") if row[0] in w.in_force}
    equal = {row for row in w.pack.rows("equal") if row[0] in w.in_force}
    for (s, a, b), (t, c, d) in product(prefers, prefers):
        if s < t and (c, d) == (b, a):
            yield s, a, t, b
    for (s, a, b), (t, c, d) in product(equal, prefers):
        if (c, d) in {(a, b), (b, a)}:
            yield s, a, t, b


def _agent(w: World) -> Sides:
    for purpose in {p for _, p in w.tax.purposes}:
        serving = {(s, x) for s, x in w.said("for") if w.tax.serves(x, purpose)}
        for s, t in product({s for s, _ in serving}, repeat=2):
            common = any(w.tax.related(x, y) for u, x in serving for v, y in serving if (u, v) == (s, t))
            if w.source(s) < w.source(t) and not common:
                yield s, purpose, t, purpose


def _dose(w: World) -> Sides:
    regimens = {row for row in w.pack.rows("doses") if row[0] in w.in_force}
    for (s, drug, purpose, _, high, *rest), (t, other, aim, low, _, *more) in product(regimens, regimens):
        if w.source(s) != w.source(t) and (drug, purpose, rest) == (other, aim, more) and int(high) < int(low):
            yield s, drug, t, drug


def _degree(w: World) -> Sides:
    rated = {(s, w.scale[word], a) for s, a, word in w.pack.rows("rates")}
    for s, a in w.said("permits"):
        for t, b in w.said("against"):
            if (a, b) in w.tax.contains:
                yield s, a, t, b
        for t, b in w.said("for"):
            if (s, "permits", a) in rated and (t, "for", b) in rated and w.tax.related(a, b) and not w.contexts_of(s) & w.contexts_of(t):
                yield s, a, t, b
            if (s, "permits", a) in rated and a == b and w.source(s) != w.source(t) and w.pack.statements[t][2] == "must":
                yield s, a, t, b


def _undecided(w: World) -> Sides:
    for (s, a), (t, b) in product(w.said("undecided"), w.said("for") | w.said("against")):
        if w.tax.related(a, b):
            yield s, a, t, b


def _tension(w: World) -> Sides:
    for s, t, _ in w.pack.rows("tension"):
        if {s, t} <= w.in_force and w.acts(s) and w.acts(t):
            yield s, "", t, ""


CONFLICTS: dict[str, Callable[[World], Sides]] = {
    "contradiction": _contradiction,
    "restriction": _restriction,
    "timing": _timing,
    "criterion": lambda w: _withheld(w, False),
    "co_appropriate": _co_appropriate,
    "divergence": _divergence,
    "combination": _combination,
    "preference": _preference,
    "agent": _agent,
    "dose": _dose,
    "degree": _degree,
    "undecided": _undecided,
    "tension": _tension,
}
