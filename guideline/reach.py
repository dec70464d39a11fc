"""What a goal hangs on: the rules below it, the constraints that a change of what they read could break, and the rules below those."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from guideline.assumptions import Ground
from guideline.model import Vocabulary
from guideline.program import GroundRule

KEPT = 64
"""So many are kept for each program: the cases of a pack ask for the same goals again and again."""


@dataclass(frozen=True, slots=True)
class Reach:
    """The part of a program that a goal hangs on: its rules and constraints, all atoms in them, and the findings that they read, sorted.

    The rules leave out what holds for every patient.
    """

    rules: tuple[GroundRule, ...]
    atoms: frozenset[int]
    findings: tuple[str, ...]


class Reaches:
    """What goals hang on in one ground program. Not for use from several threads at a time; belongs to a session."""

    def __init__(self, ground: Ground, vocabulary: Vocabulary) -> None:
        self._ground, self._vocabulary = ground, vocabulary
        self._constraints = [(body, _below(map(abs, body), ground)) for head, body in ground.program.rules if not head]
        # A store for each program, which goes when that does.
        self._kept = lru_cache(maxsize=KEPT)(self._read)

    def of(self, literals: tuple[int, ...]) -> Reach:
        """The reach of a goal, which is that one of these atoms holds or that none does."""
        return self._kept(literals)

    def _read(self, literals: tuple[int, ...]) -> Reach:
        ground = self._ground
        atoms = _below(literals, ground)
        waiting = self._constraints
        constraints: list[GroundRule] = []
        while True:
            tests = {n for n in atoms if n in ground.tests}
            touched = [(body, cone) for body, cone in waiting if not tests.isdisjoint(cone)]
            if not touched:
                break
            waiting = [row for row in waiting if tests.isdisjoint(row[1])]
            for body, cone in touched:
                constraints.append((0, body))
                atoms |= cone
        certain, plain = ground.program.certain, ground.program.plain
        rules: list[GroundRule] = [(head, ()) for head in sorted(certain.intersection(literals))]
        below = [(head, body) for head in sorted(atoms - certain) for body in ground.rules.get(head, ())]
        # What holds for every patient is a good part of the rules, and decides nothing between two records.
        rules += [(head, left) for head, body in (*below, *constraints) if (left := plain(body)) is not None]
        subjects = {ground.tests[n].subject for n in atoms if n in ground.tests and ground.tests[n].kind != "unsuitable"}
        return Reach(tuple(rules), frozenset(atoms), tuple(sorted(subjects & self._vocabulary.findings.keys())))


def _below(starts: Iterable[int], ground: Ground) -> set[int]:
    seen = set(starts)
    todo = list(seen)
    while todo:
        for body in ground.rules.get(todo.pop(), ()):
            for n in body:
                if abs(n) not in seen:
                    seen.add(abs(n))
                    todo.append(abs(n))
    return seen
