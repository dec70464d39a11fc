"""What ties the stances of one patient together: which cannot both be followed, which need a companion, which complete a barred plan."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from guideline.answer import Conflict, Stance
from guideline.standing import Standing

EDGES = frozenset({"contradiction", "timing", "criterion"})
"""Kinds of conflict whose two stances cannot be followed together; exclusive actions are the other ground for an edge."""


class Companion(NamedTuple):
    """Where a trigger is taken, a helper must be: stances by number, and the statement that says so."""

    triggers: tuple[int, ...]
    helpers: tuple[int, ...]
    by: str


class Bar(NamedTuple):
    """A ban on a combination all of whose parts are wanted: the stance that bans, and for each part the stances that would bring it."""

    ban: int
    parts: tuple[tuple[int, ...], ...]


class Ties(NamedTuple):
    """Ties between stances, which stand as numbers; `contested` are those over which somebody contradicts somebody."""

    edges: frozenset[tuple[int, int]]
    contested: frozenset[tuple[int, int]]
    companions: tuple[Companion, ...]
    bars: tuple[Bar, ...]


def ties(
    nodes: Sequence[Stance], conflicts: Iterable[Conflict], tables: Standing, in_force: Iterable[str], unsuitable: frozenset[str]
) -> Ties:
    """The ties between stances.

    Args:
        nodes: stances that can be followed: for, against, withholds.
        conflicts: the pairs that stand.
        tables: of the pack.
        in_force: names of the statements in force, whose companion rules count.
        unsuitable: actions that are ruled out.
    """
    number = {n.key: i for i, n in enumerate(nodes)}
    edges: set[tuple[int, int]] = set()
    contested: set[tuple[int, int]] = set()
    for c in conflicts:
        pair = opposed(c)
        i, j = (number.get(key) for key in pair) if pair else (None, None)
        if i is not None and j is not None:
            contested.add((min(i, j), max(i, j)))
            if c.kind in EDGES:
                edges.add((min(i, j), max(i, j)))
    wishes = [i for i, n in enumerate(nodes) if n.word == "for"]
    exclusive = [i for i in wishes if nodes[i].action in tables.rivals]
    for i in exclusive:
        rivals = tables.rivals[nodes[i].action]
        edges.update((i, j) for j in exclusive if i < j and nodes[j].action in rivals)
    bars = _bars(nodes, wishes, tables)
    contested.update((bar.ban, bar.ban) for bar in bars)
    return Ties(frozenset(edges), frozenset(contested), _companions(nodes, wishes, tables, in_force, unsuitable), bars)


def opposed(conflict: Conflict) -> tuple[tuple[str, str, str], tuple[str, str, str]] | None:
    """The two stances that a conflict sets against each other; None where both can be followed, or whole classes are parted."""
    (s, t), (a, b) = conflict.statements, conflict.actions
    if conflict.kind in EDGES:
        return (s, "for", a), (t, "against" if conflict.kind == "contradiction" else "withholds", b)
    return ((s, "for", a), (t, "for", b)) if conflict.kind == "divergence" else None


def _companions(
    nodes: Sequence[Stance], wishes: Sequence[int], tables: Standing, in_force: Iterable[str], unsuitable: frozenset[str]
) -> tuple[Companion, ...]:
    found = []
    for name in in_force:
        statement = tables.knowledge.statements[name]
        for rules, always in ((statement.only_with, True), (statement.goes_with, False)):
            for a, b in rules:
                triggers = tuple([i for i in wishes if (nodes[i].action, a) in tables.under])
                helpers = tuple([i for i in wishes if (nodes[i].action, b) in tables.contains])
                if triggers and (always or not all(nodes[i].action in unsuitable for i in helpers)):
                    found.append(Companion(triggers, helpers, name))
    return tuple(found)


def _bars(nodes: Sequence[Stance], wishes: Sequence[int], tables: Standing) -> tuple[Bar, ...]:
    found = []
    for i, node in enumerate(nodes):
        plan = tables.vocabulary.actions.get(node.action)
        if node.word == "against" and plan is not None and plan.includes:
            parts = tuple([tuple([j for j in wishes if (nodes[j].action, part) in tables.contains]) for part in plan.includes])
            if all(parts):
                found.append(Bar(i, parts))
    return tuple(found)
