"""What each kind of conflict asks of its two statements, apart: of the first in one world, of the second in another, and of both."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from reference.solver import World

Row = tuple[str, ...]
Holds = Callable[[World], bool]


@dataclass(frozen=True)
class Sides:
    """One way in which a conflict comes about."""

    first: Holds
    second: Holds
    both: Holds = lambda _world: True


def _said(s: str, word: str, a: str) -> Holds:
    return lambda w: (s, word, a) in w.stances


def _in_force(s: str) -> Holds:
    return lambda w: s in w.in_force


def _on(w: World, source: str, side: str) -> bool:
    return any(w.source(s) == source and (x, side) in w.tax.under for s, x in w.said("for"))


def sides(world: World, row: Row) -> list[Sides]:  # noqa: PLR0911 (a paragraph for each kind)
    """The ways of a conflict on paper; `world` is any of the pack's, for what no patient changes."""
    kind, s, a, t, b = row
    tax = world.tax
    if a.startswith("review("):
        return [Sides(_in_force(s), _in_force(t))]
    if kind in {"preference", "dose"}:
        return [Sides(_in_force(s), _in_force(t))]
    if kind == "tension":
        return [Sides(*((lambda w, x=x: x in w.in_force and w.acts(x)) for x in (s, t)))]
    if kind == "contradiction" and (a, b) not in tax.contains:
        return [Sides(_said(s, "for", a), lambda w: (t, "against", b) in w.stances and w.nothing_left(a))]
    if kind == "restriction":
        return [Sides(_said(s, "for", a), lambda w: (t, "against", b) in w.stances and not w.nothing_left(a))]
    if kind in {"timing", "criterion"}:

        def withholds(w: World) -> bool:
            unmet = [c for c in w.criteria(t, b) if w.unmet(c) and w.clocked(c) == (kind == "timing")]
            return (t, "withholds", b) in w.stances and bool(unmet)

        return [Sides(_said(s, "for", a), withholds)]
    if kind == "divergence":
        one, other = world.source(s), world.source(t)
        return [
            Sides(
                lambda w, c=c, d=d: (s, "for", a) in w.stances and not (_on(w, one, c) and _on(w, one, d)),
                lambda w, c=c, d=d: (t, "for", b) in w.stances and not (_on(w, other, c) and _on(w, other, d)),
            )
            for c, d in tax.sides(a, b)
        ]
    if kind == "agent":
        serves = [x for x in tax.actions if tax.serves(x, a)]

        def aims(w: World, x: str) -> set[str]:
            return {y for y in serves if (x, "for", y) in w.stances}

        def agreed(w: World) -> bool:
            return any(tax.related(x, y) for x in aims(w, s) for y in aims(w, t))

        return [Sides(lambda w: bool(aims(w, s)), lambda w: bool(aims(w, t)), lambda w: not agreed(w))]
    if kind == "combination":

        def joined(w: World) -> bool:
            wanted = {p for p in tax.parts[b] if any((x, p) in tax.contains and not w.unsuitable(x) for _, x in w.said("for"))}
            return (s, "for", a) in w.stances and wanted == tax.parts[b]

        return [Sides(joined, _said(t, "against", b))]
    if kind == "degree":
        return [Sides(_said(s, "permits", a), lambda w: any((t, x, b) in w.stances for x in _degrees(w, row)))]
    words = {
        "contradiction": [("for", "against")],
        "co_appropriate": [("for", "for")],
        "undecided": [("undecided", "for"), ("undecided", "against")],
    }
    return [Sides(_said(s, one, a), _said(t, other, b)) for one, other in words[kind]]


def _degrees(w: World, row: Row) -> set[str]:
    """The words of the second statement that are another degree than the first one's permission."""
    _, s, a, t, b = row
    rated = {(x, w.scale[word], c) for x, c, word in w.pack.rows("rates")}
    found = {"against"} if (a, b) in w.tax.contains else set()
    if (s, "permits", a) in rated:
        beside = (t, "for", b) in rated and w.tax.related(a, b) and not w.contexts_of(s) & w.contexts_of(t)
        must = a == b and w.source(s) != w.source(t) and w.pack.statements[t][2] == "must"
        found |= {"for"} if beside or must else set()
    return found


__all__ = ["Row", "Sides", "sides"]
