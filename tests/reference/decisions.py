"""Decisions: which stances hang together, and every way to follow as many of them as can be followed together."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import combinations

from reference.solver import World

Stance = tuple[str, str, str]


def decisions(w: World) -> dict[frozenset[Stance], set[frozenset[Stance]]]:
    """The nodes of each decision -> its alternatives."""
    nodes = {(s, word, a) for s, word, a in w.stances if word in {"for", "against", "withholds"}}
    wishes = {n for n in nodes if n[1] == "for"}
    edges = opposed(w)
    companions = _companions(w, wishes)
    bars = _bars(w, nodes, wishes)
    ties = [*edges, *(frozenset(i | j) for i, j in companions), *(frozenset({ban}.union(*suppliers)) for ban, suppliers in bars)]
    found = {}
    for component in _components(nodes, ties):
        if len(component) > 1 or any(trigger & component for trigger, _ in companions):
            sound = [chosen for chosen in _subsets(component) if _sound(w, chosen, edges, companions, bars)]
            found[component] = {c for c in sound if not any(c < other for other in sound)}
    return found


def opposed(w: World) -> set[frozenset[Stance]]:
    """The edges: two stances that cannot both be followed."""
    wishes = {n for n in w.stances if n[1] == "for"}
    edges = {frozenset((m, n)) for m in wishes for n in wishes if w.tax.rivals(m[2], n[2])}
    for kind, s, a, t, b in w.conflicts:
        if kind in {"contradiction", "timing", "criterion"} and not a.startswith("review("):
            edges.add(frozenset({(s, "for", a), (t, "against" if kind == "contradiction" else "withholds", b)}))
    return edges


def _companions(w: World, wishes: set[Stance]) -> list[tuple[set[Stance], set[Stance]]]:
    found = []
    for name in ("only_with", "goes_with"):
        for z, a, b in w.pack.rows(name):
            trigger = {n for n in wishes if (n[2], a) in w.tax.under}
            helper = {n for n in wishes if (n[2], b) in w.tax.contains}
            stands = name == "only_with" or any(not w.unsuitable(n[2]) for n in helper)
            if z in w.in_force and trigger and stands:
                found.append((trigger, helper))
    return found


def _bars(w: World, nodes: set[Stance], wishes: set[Stance]) -> list[tuple[Stance, list[set[Stance]]]]:
    found = []
    for node in nodes:
        if node[1] == "against" and w.tax.parts[node[2]]:
            suppliers = [{n for n in wishes if (n[2], part) in w.tax.contains} for part in w.tax.parts[node[2]]]
            if all(suppliers):
                found.append((node, suppliers))
    return found


def _components(nodes: set[Stance], ties: list[frozenset[Stance]]) -> set[frozenset[Stance]]:
    found = {frozenset({n}) for n in nodes}
    for tie in ties:
        touched = {c for c in found if c & tie}
        found = (found - touched) | {frozenset().union(*touched)}
    return found


def _subsets(items: Iterable[Stance]) -> Iterable[frozenset[Stance]]:
    ordered = sorted(items)
    for size in range(len(ordered) + 1):
        yield from map(frozenset, combinations(ordered, size))


def _sound(
    w: World,
    chosen: frozenset[Stance],
    edges: set[frozenset[Stance]],
    companions: list[tuple[set[Stance], set[Stance]]],
    bars: list[tuple[Stance, list[set[Stance]]]],
) -> bool:
    return (
        not any(edge <= chosen for edge in edges)
        and not any(n[1] == "for" and w.unsuitable(n[2]) for n in chosen)
        and not any(trigger & chosen and not helper & chosen for trigger, helper in companions)
        and not any(ban in chosen and all(s & chosen for s in suppliers) for ban, suppliers in bars)
    )
