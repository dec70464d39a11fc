"""What never comes about, for any patient whose record is complete: statements, single words of statements, overrides."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from guideline.auditing.patients import Patients
from guideline.terms.atoms import Atom

Why = Literal["never_applies", "never_in_scope", "never_together", "always_overridden"]


@dataclass(frozen=True, slots=True)
class Dead:
    """A statement that is in force for no patient.

    Attributes:
        why: its conditions are never met; no context of it takes anybody in; each happens, never both; or it is always overridden.
        by: the statements that override it for some patient.
    """

    statement: str
    why: Why
    by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Unsaid:
    """A word of a statement in force for some patient that stands for none: its criteria are never all met, or it is overridden."""

    statement: str
    word: str
    action: str


@dataclass(frozen=True, slots=True)
class IdleOverride:
    """An override (`action` empty for a whole statement) without which the same would be in force, and be said, for every patient.

    Attributes:
        ever: whether it overrides anything at all for some patient; what it takes away is then taken away by others too.
    """

    statement: str
    overridden: str
    action: str
    ever: bool


@dataclass(frozen=True, slots=True)
class Idle:
    """What a pack states and no patient meets; each tuple sorted."""

    statements: tuple[Dead, ...]
    words: tuple[Unsaid, ...]
    overrides: tuple[IdleOverride, ...]


def idle(patients: Patients) -> Idle:
    """Finds what is dead, by brave consequences over complete records."""
    statements = patients.knowledge.statements
    words = [(s.name, w, a) for s in statements.values() for w, a in dict.fromkeys(s.leans)]
    rows = [(s.name, t, a) for s in statements.values() for t, a in dict.fromkeys(s.overrides)]
    over = {row: Atom("overridden", row if row[2] else row[:2]) for row in rows}
    asked = {Atom(name, (s,)) for name in ("applies", "speaks", "live", "in_force") for s in statements}
    asked |= {Atom("stance", row) for row in words} | set(over.values())
    literals = {atom: n for atom in sorted(asked) if (n := patients.literal(atom))}
    rivals: dict[tuple[str, ...], list[Atom]] = {}
    for atom in sorted(set(over.values())):
        rivals.setdefault(atom.args[1:], []).append(atom)
    matter = dict(zip(rows, patients.replay.define_all([_matters(over[row], rivals, patients) for row in rows]), strict=True))
    found = patients.replay.brave(sorted({*literals.values(), *matter.values()}))
    holds = {atom for atom, n in literals.items() if n in found}
    if patients.anyone:
        holds |= {atom for atom in asked if patients.always(atom)}
    dead = tuple(_dead(s, rows, over, holds) for s in sorted(statements) if Atom("in_force", (s,)) not in holds)
    gone = {d.statement for d in dead}
    return Idle(
        statements=dead,
        words=tuple(Unsaid(*row) for row in sorted(words) if row[0] not in gone and Atom("stance", row) not in holds),
        overrides=tuple(IdleOverride(*row, ever=over[row] in holds) for row in sorted(rows) if matter[row] not in found),
    )


def _dead(s: str, rows: Iterable[tuple[str, str, str]], over: Mapping[tuple[str, str, str], Atom], holds: Collection[Atom]) -> Dead:
    """Why a statement is in force for nobody: the first step that none gets past."""
    if Atom("applies", (s,)) not in holds:
        return Dead(s, "never_applies")
    if Atom("speaks", (s,)) not in holds:
        return Dead(s, "never_in_scope")
    if Atom("live", (s,)) not in holds:
        return Dead(s, "never_together")
    return Dead(s, "always_overridden", tuple(sorted(x for x, t, a in rows if t == s and not a and over[x, t, a] in holds)))


def _matters(over: Atom, rivals: Mapping[tuple[str, ...], Iterable[Atom]], patients: Patients) -> list[list[int]]:
    """Bodies under which one override alone takes something away: no other takes the same, and there is something to take."""
    others = [atom for atom in rivals[over.args[1:]] if atom != over]
    if any(patients.always(other) for other in others):
        return []
    left = [-n for other in others if (n := patients.literal(other))]
    alone = [[*body, *left] for body in patients.bodies(over)]
    if len(over.args) == 2:
        return alone
    return [[*body, *word] for body in alone for word in _taken(over.args[1], over.args[2], patients)]


def _taken(statement: str, action: str, patients: Patients) -> Iterable[list[int]]:
    """What a statement would say of an action if nothing took it away: the bodies of its stances without that condition."""
    silencer = patients.program.literals.get(Atom("beaten", (statement, action)))
    for word in ("for", "permits", "against", "undecided", "withholds", "open"):
        number = patients.program.literals.get(Atom("stance", (statement, word, action)))
        for body in patients.rules.get(number, ()) if number else ():
            yield [patients.replay.literal(n) for n in body if silencer is None or n != -silencer]


__all__ = ["Dead", "Idle", "IdleOverride", "Unsaid", "idle"]
