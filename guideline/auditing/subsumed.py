"""Statements that add nothing: whenever one is in force another is, and says at least the same."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from guideline.auditing.patients import Patients
from guideline.model import DECIDING, Knowledge, Statement
from guideline.terms.atoms import Atom

DECIDED = ("for", "permits", "against", "undecided", "withholds")
"""The words that bear on an answer; an open stance decides nothing until it is closed."""
COMPARED = tuple(part for part in DECIDING if part not in {"leans", "needs"})
"""What else a statement may say: one that another stands in for says none of it that the other does not."""


@dataclass(frozen=True, slots=True)
class Subsumed:
    """A statement whose effect another always has, for every patient whose record is complete.

    Attributes:
        by: the other, in force whenever this one is, with the same words on the same actions and at least the strength.
        equal: whether the same holds the other way round.
        across: whether they are of two sources, where the second is support rather than repetition.
    """

    statement: str
    by: str
    equal: bool
    across: bool


def subsumed(patients: Patients) -> tuple[Subsumed, ...]:
    """All pairs, sorted; of two equal statements both pairs are there.

    Strengths are compared by their rank inside one source; those of two sources only where the word is the same.
    A statement that is in force for no patient is left out, as one that is dead.
    """
    statements = patients.knowledge.statements
    pairs = list(_candidates(patients.knowledge))
    words = _words(patients)
    alive = {s: patients.replay.define(patients.bodies(Atom("in_force", (s,)))) for s in sorted({s for s, _ in pairs})}
    more = dict(zip(pairs, patients.replay.define_all([_more(s, t, words, patients) for s, t in pairs]), strict=True))
    found = patients.replay.brave(sorted({*alive.values(), *more.values()}))
    kept = {(s, t) for s, t in pairs if more[s, t] not in found and alive[s] in found}
    return tuple(Subsumed(s, t, (t, s) in kept, statements[s].source != statements[t].source) for s, t in sorted(kept))


def _candidates(knowledge: Knowledge) -> Iterable[tuple[str, str]]:
    """Pairs of which the second says, on paper, all that the first does."""
    by_wish: dict[tuple[str, str], set[str]] = {}
    for s in knowledge.statements.values():
        for wish in s.leans:
            by_wish.setdefault(wish, set()).add(s.name)
    for _, s in sorted(knowledge.statements.items()):
        if not s.leans:
            continue
        for name in sorted(set.intersection(*(by_wish[wish] for wish in s.leans)) - {s.name}):
            if _covers(s, knowledge.statements[name], knowledge):
                yield s.name, name


def _covers(s: Statement, t: Statement, knowledge: Knowledge) -> bool:
    if any(not set(getattr(s, part)) <= set(getattr(t, part)) for part in COMPARED):
        return False
    # A limit on what the statement does not wish for is a word of its own.
    if not {a for a, _ in s.needs} - {a for _, a in s.leans} <= {a for a, _ in t.needs}:
        return False
    if s.source != t.source:
        return s.strength == t.strength
    ranks = knowledge.sources[s.source].strengths
    return s.strength == t.strength or ranks.get(t.strength, 0) > ranks.get(s.strength, len(ranks) + 99)


def _words(patients: Patients) -> Mapping[str, list[Atom]]:
    """The stances that each statement can take."""
    found: dict[str, list[Atom]] = {}
    program = patients.program
    rows = {a.args for a in program.literals if a.name == "stance"} | set(program.facts.get("stance", []))
    for row in sorted(rows):
        if row[1] in DECIDED:
            found.setdefault(row[0], []).append(Atom("stance", row))
    return found


def _more(s: str, t: str, words: Mapping[str, list[Atom]], patients: Patients) -> list[list[int]]:
    """Bodies under which the first statement has an effect that the second has not."""
    pairs = [(Atom("in_force", (s,)), Atom("in_force", (t,)))]
    pairs += [(atom, Atom("stance", (t, *atom.args[1:]))) for atom in words.get(s, ())]
    bodies = []
    for mine, theirs in pairs:
        if not patients.always(theirs):
            other = patients.literal(theirs)
            bodies += [[*body, *([-other] if other else [])] for body in patients.bodies(mine)]
    return bodies


__all__ = ["Subsumed", "subsumed"]
