"""All patients whose record is complete, in one solver, for the questions about what never comes about and who hears nothing."""

from __future__ import annotations

from functools import cached_property

from guideline.auditing.ground_rules import GroundRules
from guideline.auditing.replay import Replay
from guideline.model import Knowledge
from guideline.program import GroundProgram
from guideline.terms.atoms import Atom

ROOTS = frozenset({"applies", "live", "in_force", "speaks", "scope", "stance", "overridden"})


class Patients:
    """The rules below what statements come to, without conflicts and statuses, which no question here reads.

    Attributes:
        rules: the bodies of each atom in the program.
        replay: see `Replay`; the patient may exclude actions.
    """

    def __init__(self, ground: GroundRules, knowledge: Knowledge) -> None:
        self.program: GroundProgram = ground.program
        self.rules, self.knowledge = ground.rules, knowledge
        program = ground.program
        self.replay = Replay(ground, [n for n, a in program.atoms.items() if a.name in ROOTS], whole=True, exclusions=True)
        self._facts: dict[str, frozenset[tuple[str, ...]]] = {}

    @cached_property
    def anyone(self) -> bool:
        """Whether the axioms allow any patient."""
        return self.replay.some([]) is not None

    def literal(self, atom: Atom) -> int | None:
        """The solver's literal of an atom of the program, None for one that is the same for everybody."""
        number = self.program.literals.get(atom)
        return None if number is None else self.replay.literal(number)

    def always(self, atom: Atom) -> bool:
        """Whether an atom holds whoever the patient is, by the program's facts."""
        if atom.name not in self._facts:
            self._facts[atom.name] = frozenset(self.program.facts.get(atom.name, []))
        return atom.args in self._facts[atom.name]

    def bodies(self, atom: Atom) -> list[list[int]]:
        """What an atom comes to as bodies of solver literals: the empty body where it always holds, none where it never does."""
        if self.always(atom):
            return [[]]
        literal = self.literal(atom)
        return [] if literal is None else [[literal]]


__all__ = ["Patients"]
