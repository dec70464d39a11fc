"""What goes before what among the alternatives of a decision: docs/semantics.md, level by level, over plain sets."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

from reference.decisions import Stance, opposed
from reference.solver import World

Alternative = frozenset[Stance]
Before = tuple[Alternative, Alternative, str]


def order(w: World, alternatives: set[Alternative], policy: Sequence[str] = ()) -> set[Before]:
    """Which alternative goes before which, and on what level. The case prefers nothing."""
    edges = opposed(w)
    levels = {
        "judgement": lambda x, y: any(_judged(w, x, y, edges)),
        "preference": lambda x, y: any(_preferred(w, x, y)),
        "policy": lambda x, y: any(_trusted(w, x, y, edges, policy)),
        "strength": lambda x, y: any(_stronger(w, x, y, edges)),
    }
    found: set[Before] = set()
    for one, other in combinations(alternatives, 2):
        spoken = {level: (speaks(one, other), speaks(other, one)) for level, speaks in levels.items()}
        level = next((name for name, sides in spoken.items() if any(sides)), "")
        if level and not all(spoken[level]):
            found.add((one, other, level) if spoken[level][0] else (other, one, level))
    return found


def _across(one: Alternative, other: Alternative, edges: set[frozenset[Stance]]) -> Iterator[tuple[Stance, Stance]]:
    """The edges from what the one has alone to what the other has alone."""
    yield from ((m, t) for m in one - other for t in other - one if frozenset((m, t)) in edges)


def _judged(w: World, one: Alternative, other: Alternative, edges: set[frozenset[Stance]]) -> Iterator[bool]:
    for mine, theirs in _across(one, other, edges):
        yield any(row[:2] == (theirs[0], mine[0]) for row in w.pack.rows("yields"))


def _preferred(w: World, one: Alternative, other: Alternative) -> Iterator[bool]:
    def does(stances: Alternative, action: str) -> bool:
        return any(word == "for" and (a, action) in w.tax.contains for _, word, a in stances)

    for s, a, b in w.pack.rows("prefers"):
        yield s in w.in_force and does(one, a) and not does(one, b) and does(other, b) and not does(other, a)


def _trusted(w: World, one: Alternative, other: Alternative, edges: set[frozenset[Stance]], policy: Sequence[str]) -> Iterator[bool]:
    def place(stance: Stance) -> int:
        source = w.source(stance[0])
        return policy.index(source) if source in policy else len(policy)

    yield from (place(mine) < place(theirs) for mine, theirs in _across(one, other, edges))


def _stronger(w: World, one: Alternative, other: Alternative, edges: set[frozenset[Stance]]) -> Iterator[bool]:
    ranks = {row[:2]: int(row[2]) for row in w.pack.rows("strength")}

    def words(mine: Alternative, theirs: Alternative, source: str) -> list[int]:
        known = [w.pack.statements[m[0]] for m, t in _across(mine, theirs, edges) if {m[1], t[1]} <= {"for", "against"}]
        return [ranks[source, strength] for d, _, strength in known if d == source and (d, strength) in ranks]

    for source in w.pack.sources:
        ours, others = words(one, other, source), words(other, one, source)
        yield bool(ours and others) and max(ours) > max(others)
