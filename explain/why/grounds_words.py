"""Tells what a reason rests on: what is recorded, what is recorded as absent and would be in the way, what is missing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from explain.render import phrase
from explain.telling import Line
from explain.views.labels import OPPOSITES
from explain.why.grounds import Ground

BOOK = "why"
RECORDED = frozenset({"recorded", "contradicted"})
"""How a ground comes about where the case has it."""
MANY = 3
"""So many findings that are missing are told by the concept that one of them would make hold."""


@dataclass(frozen=True, slots=True)
class Like:
    """Where the findings of a scenario were told: by which statement, for which scenario (empty where it speaks in several or none).

    `own` says that this is the scenario of the statement that is told.
    """

    statement: str
    label: str = ""
    own: bool = False


def tell_grounds(
    grounds: tuple[Ground, ...], depth: int = 1, *, same: bool = False, like: Like | None = None, brief: bool = False
) -> Iterator[Line]:
    """What a statement in force rests on: what is recorded, what is recorded as absent and would be in its way, what is missing.

    Args:
        grounds: of the statement.
        depth: of the lines.
        same: whether the scenario is entered by what was told above.
        like: where that was told, if not right above.
        brief: whether what is missing is told by the concept of the pack that it would make hold, where many findings could.
    """
    denied = tuple([g for g in grounds if g.kind == "contradicted" and g.condition.kind == "has" and g.line and not g.aside])
    grounds = tuple([g for g in grounds if not g.aside])
    yield from ground_lines(tuple([g for g in grounds if g not in denied]), depth, same=same, like=like, brief=brief)
    if denied:
        yield Line(_shared("but_with", denied), depth)


def ground_lines(
    grounds: tuple[Ground, ...],
    depth: int = 1,
    *,
    missing: str = "taken_absent",
    same: bool = False,
    like: Like | None = None,
    brief: bool = False,
) -> Iterator[Line]:
    """What is recorded, what leaves something open, what is missing."""
    if same and not any(g.kind in RECORDED for g in grounds):
        yield Line(_shared("same_findings", like), depth)
        same = False
    for kinds, name in ((("recorded", "contradicted"), "because"), (("undecided",), "left_open"), (("not_recorded",), missing)):
        # One record may decide several tests that read alike.
        kept: dict[tuple[object, ...], Ground] = {}
        for g in grounds:
            if g.kind in kinds:
                kept.setdefault(_meaning(g), g)
        # What no patient can have beside the record could not change anything.
        found = tuple([g for g in kept.values() if name != "taken_absent" or g.turns is not False])
        if found and name == "because":
            yield Line(_shared(name, found, same, like), depth)
        elif found and name == "taken_absent":
            concepts = tuple(_concepts(found, grounds)) if brief else ()
            yield Line(_shared(name, _widest(tuple([g for g in found if g.by_way_of not in concepts])), concepts), depth)
        elif found:
            yield Line(_shared(name, _widest(found)), depth)


def _concepts(missing: tuple[Ground, ...], grounds: tuple[Ground, ...]) -> Iterator[str]:
    """The concepts of which nothing is recorded, and that one of many findings would make hold."""
    for concept in dict.fromkeys(g.by_way_of for g in missing if g.by_way_of):
        about = [g for g in grounds if g.by_way_of == concept]
        if all(g.kind == "not_recorded" for g in about) and len({g.condition.label for g in missing if g.by_way_of == concept}) >= MANY:
            yield concept


def _meaning(ground: Ground) -> tuple[object, ...]:
    """What a ground comes to: that an amount is at least so much, and that it is known not to be less, are the same."""
    c = ground.condition
    kind = OPPOSITES.get(c.kind, c.kind) if ground.kind == "contradicted" else c.kind
    return (c.label, ground.line, kind, c.value) if c.kind in OPPOSITES else (_shared("ground", ground),)


def _widest(grounds: tuple[Ground, ...]) -> tuple[Ground, ...]:
    """Of several lower bounds of one amount, any of which would do, the lowest; of upper ones the highest."""
    kept: dict[object, Ground] = {}
    for g in grounds:
        up = g.condition.kind in {"at_least", "above"}
        key = (g.condition.label, up, g.turns, g.beside) if g.rank else g
        held = kept.get(key)
        if held is None or (up and _edge(g) < _edge(held)) or (not up and _edge(g) > _edge(held)):
            kept[key] = g
    return tuple(kept.values())


def _edge(ground: Ground) -> tuple[int, bool]:
    return ground.rank, ground.condition.kind in {"above", "at_most"}


@lru_cache(maxsize=1 << 12)
def _shared(name: str, *values: object) -> str:
    """Words of small values that never change: patients of a pack share statements, scenarios and much of what is recorded."""
    return phrase(name, *values, book=BOOK)
