"""What a justification shows of the program, and in which order: the predicates of the core by their part in an explanation."""

from __future__ import annotations

from guideline.model import COMPARISONS
from guideline.terms.atoms import Atom

TESTS: frozenset[str] = frozenset({"has", "lacks", "is", "unsuitable", *COMPARISONS})
COMPLEMENTS = {
    "has": "lacks",
    "lacks": "has",
    "at_least": "below",
    "below": "at_least",
    "above": "at_most",
    "at_most": "above",
}
GROUPS = ("any(", "all(")

ALWAYS_HIDDEN: frozenset[str] = frozenset(
    word
    for line in (
        "given follows active live speaks excluded beaten held cleared clocked conditioned level surpassed acts heard axiom",
        "torn elsewhere together agreed joined aims ticks",
    )
    for word in line.split()
)
"""Steps of the core that say nothing to a reader: their reasons stand in their place."""
HIDDEN_WHEN_TRUE: frozenset[str] = frozenset({"contested", "option", "wished", "banned", "backs", "barred", "wanted"})
"""Steps that are passed over where they hold, by the one reason they have; where they do not, each gathers many."""
HIDDEN_WHEN_FALSE: frozenset[str] = frozenset({"conflict"})
"""That two statements do not collide is told by the stance that is missing; a conclusion that is asked for itself is always shown."""

OF_STATEMENT: frozenset[str] = frozenset({"applies", "in_force", "stance", "overridden", "live", "active"})
"""Predicates whose first argument is the statement that a node belongs to."""
OF_CONTEXT: frozenset[str] = frozenset({"scope", "enters", "excludes"})
SHOWN: tuple[str, ...] = tuple(
    sorted(
        {"in_force", "applies", "stance", "overridden", "scope", "enters", "excludes", "conflict", "status", "met", "unmet", "circle"}
        | {"impossible", "clash", "nothing_left", "given"}
        | TESTS
        | HIDDEN_WHEN_TRUE
    )
)
"""Every name that a node may have, apart from the pack's own concepts and facts, and what is asked for itself."""

_FIRST = {"active": 0, "speaks": 1, "scope": 1, "enters": 1, "applies": 2, "in_force": 3, "live": 3, "stance": 4}


def hidden(atom: Atom, holds: bool) -> bool:
    """Whether the reasons of a literal stand in its place."""
    name = atom.name
    if name in ALWAYS_HIDDEN or not name:
        return True
    if name in {"met", "unmet"}:
        return not atom.args[0].startswith(GROUPS)
    return name in (HIDDEN_WHEN_TRUE if holds else HIDDEN_WHEN_FALSE)


def literal_rank(atom: Atom, positive: bool, head: Atom) -> tuple[int, int, int]:
    """Where a literal stands in a body: what must hold first; of a conflict the first side first; scope before the rest."""
    side = 9
    if head.name == "conflict" and atom.args and atom.args[0] in head.args:
        side = head.args.index(atom.args[0])
    return (not positive, side, _FIRST.get(atom.name, 5))


def rule_rank(head: Atom, body: list[Atom]) -> int:
    """Which of two equally cheap rules for one head goes first: a record, then a rule of the pack, then an implication of the core."""
    if head.name in TESTS and body:
        return 0 if body[0].name == "given" else 1 if body[0].name == "follows" else 2
    return sum(1 for a in body if not a.name)
