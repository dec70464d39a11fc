"""The cheapest changes of a record under which some literals hold: a search over the ground rules as an AND/OR graph.

Every literal gets a *label*: the cheapest sets of changes that bring it about, each as the states that must not be (see
`explain.why_not.amends.Space`). The label of a rule joins those of its conditions, the label of an atom gathers those of its
rules, and that an atom does not hold is the dual. What holds already is at first taken to stay; when a set of changes turns out to
upset it, the literals that were upset are *pinned*: from then on their labels say what they rest on. So the search looks only at
what fails, and yet what it returns holds: a set of changes is tried on the model before it is given out.

A label keeps the best `WIDTH` sets. Of what it drops, it keeps the least cost; a result that costs no more is the cheapest there is.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from explain.justification.ground_rules import Body
from explain.why_not.amends import Variables, findings_only
from explain.why_not.externals import Externals, Key
from explain.why_not.labelling import Labelling
from explain.why_not.space import HOLDS, NEVER, Space
from explain.why_not.worlds import World
from guideline.model import COMPARISONS

WIDTH = 12
"""So many sets of changes are kept for one literal."""
WIDER = (WIDTH, 4 * WIDTH)
"""Where the narrow search finds nothing and has dropped something, it is done again with more."""
NARROW = (8,)
"""For what is only told beside."""
NEXT = WIDTH
"""So many of the cheapest sets are given out."""
ROUNDS = 500


class Question(NamedTuple):
    """What is asked for.

    Attributes:
        clauses: what must hold: of each clause one literal.
        own: the statements that are not to be switched off: that which is asked about, that whose word is to go by itself.
        alone: whether all other statements can only stand in the way; then each is switched off rather than argued away.
        widths: how many sets of changes a label keeps, at the first try and at further ones.
    """

    clauses: tuple[Body, ...]
    own: frozenset[str]
    alone: bool
    widths: tuple[int, ...] = WIDER


class Found(NamedTuple):
    """A result.

    Attributes:
        states: variable -> the number of the state that it changes to; None where no changes were found.
        mask: the states that must not be.
        cost: of the changes.
        proved: whether nothing cheaper can do; where nothing was found, whether nothing can.
        further: dearer changes that may do too, each with its mask, the cheapest first; not tried, and not all there are.
    """

    states: dict[int, int] | None
    mask: int
    cost: int
    proved: bool
    further: tuple[tuple[dict[int, int], int], ...] = ()


class Search:
    """Searches one model; labels and pins are kept from question to question.

    Args:
        world: the model.
        variables: what may be changed.
        externals: of the program.
    """

    def __init__(self, world: World, variables: Variables, externals: Externals) -> None:
        self.world = world
        self.space = Space()
        self._variables = variables
        self._externals = externals
        self._labelling = Labelling(world, self.space, externals)
        self._words: dict[str, list[int]] = {}
        self._disputes: dict[str, list[int]] = {}

    def take_in(self, atoms: Iterable[int]) -> None:
        """Takes in the variables that some atoms rest on, in an order that does not depend on their numbers."""
        for key in sorted(self._touched(atoms) - self.space.index.keys()):
            self.space.add(key, self._variables.of(*key))

    def _touched(self, atoms: Iterable[int]) -> set[Key]:
        variable = self._externals.variable
        return {variable[a] for a in atoms if a in variable}

    def cheapest(self, asked: Question, cone: set[int]) -> Found:
        """The cheapest changes under which in each clause some literal holds, and no constraint is broken.

        Args:
            asked: what is asked for.
            cone: the atoms that the clauses rest on.
        """
        found = Found(None, 0, 0, proved=False)
        for width in asked.widths:
            self._labelling.turn(asked.own, alone=asked.alone, width=width)
            found = self._narrowed(list(asked.clauses), cone)
            if found.states is not None or found.proved:
                break
        return found

    def _narrowed(self, clauses: list[Body], cone: set[int]) -> Found:
        reach, algebra, labels = self.world.reach, self._labelling.algebra, self._labelling.labels
        self.take_in(cone)
        watched = cone | reach.barred
        for _ in range(ROUNDS):
            self._labelling.label(x for clause in clauses for x in clause)
            label = HOLDS
            for clause in clauses:
                label = algebra.both(label, algebra.either([labels[x] for x in clause]))
            if not label.sets:
                return Found(None, 0, 0, label.floor == NEVER)
            best = label.sets[0]
            states = algebra.chosen(best)
            new = self.after(states, watched)
            if all(any(self.holds(x, new) for x in clause) for clause in clauses):
                broken = self.world.broken(new)
                if not broken:
                    further = tuple([(algebra.chosen(s), s.mask) for s in label.sets[1:NEXT]])
                    return Found(states, best.mask, best.cost, findings_only(best.cost) <= label.floor, further)
                for i in broken:
                    body = reach.constraints[i]
                    clauses.append(tuple([-x for x in body]))
                    self.take_in(reach.closure(map(abs, body)))
            elif not self._pin(states, new):
                break
        return Found(None, 0, 0, proved=False)

    def reaches(self, clauses: Sequence[Body], states: dict[int, int], cone: set[int]) -> bool:
        """Whether these changes, and no others, make the clauses hold and break no constraint."""
        new = self.after(states, cone | self.world.reach.barred)
        return all(any(self.holds(x, new) for x in clause) for clause in clauses) and not self.world.broken(new)

    def asks(self, asked: Question, literal: int, states: dict[int, int]) -> int:
        """The states that must not be for one literal to come out as it does under some changes, as far as it needs them."""
        self._labelling.turn(asked.own, alone=asked.alone, width=asked.widths[0])
        self._labelling.label([literal])
        now = self._now(states)
        return next((s.mask for s in self._labelling.labels[literal].sets if not s.mask & now), 0)

    def otherwise(self, literal: int, states: dict[int, int]) -> list[tuple[dict[int, int], int]]:
        """What else would do for one literal, after `asks`, the cheapest first: states of other findings than it asks for, and the mask."""
        now = self._now(states)
        sets = self._labelling.labels[literal].sets
        mine = next((s for s in sets if not s.mask & now), None)
        if mine is None:
            return []
        found: dict[int, tuple[dict[int, int], int]] = {}
        for s in sets:
            # An amount or a choice of the same finding is no other way: it is told with what is asked of the finding.
            if s.changed & mine.changed != mine.changed:
                made = self._labelling.algebra.chosen(s)
                if all(self.space.variables[n].kind != "statement" for n in made):
                    found.setdefault(s.changed & ~mine.changed, (made, s.mask))
        # Of two further ways the one that needs what the other needs and more says nothing new.
        return [made for bits, made in found.items() if bits and not any(b and b != bits and b & bits == b for b in found)]

    def told(self, literal: int) -> bool:
        """Whether `otherwise` has all ways there are: whether no label below was cut."""
        return self._labelling.labels[literal].floor == NEVER

    def _now(self, states: dict[int, int]) -> int:
        """The bits of the states that the variables are in."""
        now = self.space.now
        for number, state in states.items():
            first = self.space.first[number]
            now ^= 1 << first | 1 << (first + state)
        return now

    def read(self, atom: int) -> set[tuple[str, str]]:
        """The variables that an atom rests on."""
        return self._touched(self.world.reach.below(atom))

    def named(self, atom: int) -> frozenset[str]:
        """The amounts that the rules of an atom name."""
        ground = self.world.reach.ground
        atoms = [ground.atom(abs(x)) for body in self.world.reach.bodies.get(atom, ()) for x in body]
        return frozenset([a.args[1] for a in atoms if a.name in COMPARISONS])

    def words(self, statement: str) -> tuple[int, ...]:
        """All that a statement may say of actions, for some patient."""
        if not self._words:
            ground = self.world.reach.ground
            for atom in sorted((n for a, n in self.world.reach.literals.items() if a.name == "stance"), key=ground.text):
                self._words.setdefault(ground.atom(atom).args[0], []).append(atom)
        return tuple(self._words.get(statement, ()))

    def disputes(self, statement: str) -> tuple[int, ...]:
        """All conflicts that a statement may be in, for some patient."""
        if not self._disputes:
            ground = self.world.reach.ground
            for atom in sorted((n for a, n in self.world.reach.literals.items() if a.name == "conflict"), key=ground.text):
                for side in {ground.atom(atom).args[1], ground.atom(atom).args[3]}:
                    self._disputes.setdefault(side, []).append(atom)
        return tuple(self._disputes.get(statement, ()))

    def after(self, states: dict[int, int], cone: set[int]) -> dict[int, bool]:
        """What comes out otherwise among some atoms once some variables are in other states."""
        flipped = []
        for number, state in states.items():
            made = self.space.variables[number]
            for external, test in self._externals.of[made.kind, made.name]:
                if (test in made.states[state].tests) != (test in made.states[0].tests):
                    flipped.append(external)
        return self.world.after(flipped, cone)

    def holds(self, literal: int, new: dict[int, bool]) -> bool:
        """Whether a literal holds after a change, from what comes out otherwise."""
        atom = abs(literal)
        return new[atom] is (literal > 0) if atom in new else self.world.holds(literal)

    def _pin(self, states: dict[int, int], new: dict[int, bool]) -> bool:
        """Pins what was held to stay, and did not; whether there was anything."""
        now = self._now(states)
        upset = [
            x
            for x, label in self._labelling.labels.items()
            if x not in self._labelling.pinned and not self.holds(x, new) and any(not s.mask & now for s in label.sets)
        ]
        self._labelling.pin(upset)
        return bool(upset)
