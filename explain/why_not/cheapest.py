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
from explain.why_not.amends import ON, Variables, findings_only
from explain.why_not.space import FAILS, HOLDS, NEVER, Algebra, Label, Space
from explain.why_not.worlds import World
from guideline.model import COMPARISONS, Test

WIDTH = 12
"""So many sets of changes are kept for one literal."""
WIDER = (WIDTH, 4 * WIDTH)
"""Where the narrow search finds nothing and has dropped something, it is done again with more."""
NARROW = (8,)
"""For what is only told beside."""
NEXT = WIDTH
"""So many of the cheapest sets are given out."""
ROUNDS = 500
WORD = ("in_force", "stance")
"""What a statement that gives way loses."""


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


class _Table:
    """Labels, what each rests on and what rests on it; `open` are the literals whose label has to be made."""

    def __init__(self) -> None:
        self.labels: dict[int, Label] = {}
        self.parts: dict[int, list[Body]] = {}
        self.above: dict[int, list[int]] = {}
        self.open: set[int] = set()

    def reopen(self, literals: Iterable[int]) -> None:
        """Forgets the labels of some literals, and of all that rest on them."""
        todo = [x for x in literals if x in self.parts]
        for x in todo:
            del self.parts[x]
        seen = set(todo)
        while todo:
            x = todo.pop()
            self.labels.pop(x, None)
            self.open.add(x)
            for y in self.above.get(x, ()):
                if y not in seen:
                    seen.add(y)
                    todo.append(y)


class Search:
    """Searches one model; labels and pins are kept from question to question.

    Args:
        world: the model.
        variables: what may be changed.
        tests: the test that each external records.
        switches: the statement that each external switches.
    """

    def __init__(
        self,
        world: World,
        variables: Variables,
        tests: dict[int, Test],
        switches: dict[int, str],
    ) -> None:
        self.world = world
        self.space = Space()
        self._variables = variables
        self.tests, self._switches = tests, switches
        self._pinned: set[int] = set()
        self._words: dict[str, list[int]] = {}
        self._disputes: dict[str, list[int]] = {}
        self._kept: dict[tuple[frozenset[str], bool, int], _Table] = {}
        self._asked = Question((), frozenset(), alone=True)
        self._turn(self._asked, WIDTH)
        self._externals: dict[tuple[str, str], list[tuple[int, Test]]] = {}
        """Of a variable, the externals that its states set."""
        for external in (*tests, *switches):
            self._externals.setdefault(self._key(external), []).append((external, tests.get(external, ON)))

    def take_in(self, atoms: Iterable[int]) -> None:
        """Takes in the variables that some atoms rest on, in an order that does not depend on their numbers."""
        found = {self._key(atom) for atom in atoms if atom in self.tests or atom in self._switches}
        for kind, name in sorted(found - self.space.index.keys()):
            self.space.add(self._variables.of(kind, name))

    def _key(self, external: int) -> tuple[str, str]:
        test = self.tests.get(external)
        if test is None:
            return ("statement", self._switches[external])
        return ("exclusion" if test.kind == "unsuitable" else "finding", test.subject)

    def cheapest(self, asked: Question, cone: set[int]) -> Found:
        """The cheapest changes under which in each clause some literal holds, and no constraint is broken.

        Args:
            asked: what is asked for.
            cone: the atoms that the clauses rest on.
        """
        found = Found(None, 0, 0, proved=False)
        for width in asked.widths:
            self._turn(asked, width)
            found = self._narrowed(list(asked.clauses), cone)
            if found.states is not None or found.proved:
                break
        return found

    def _turn(self, asked: Question, width: int) -> None:
        """Labels hold for one width and one set of own statements."""
        self._asked, self._width = asked, width
        self._algebra = Algebra(self.space, width)
        self._table = self._kept.setdefault((asked.own, asked.alone, width), _Table())
        self._labels = self._table.labels

    def _narrowed(self, clauses: list[Body], cone: set[int]) -> Found:
        reach = self.world.reach
        self.take_in(cone)
        watched = cone | reach.barred
        for _ in range(ROUNDS):
            self._label(x for clause in clauses for x in clause)
            label = HOLDS
            for clause in clauses:
                label = self._algebra.both(label, self._algebra.either([self._labels[x] for x in clause]))
            if not label.sets:
                return Found(None, 0, 0, label.floor == NEVER)
            best = label.sets[0]
            states = self._algebra.chosen(best)
            new = self.after(states, watched)
            if all(any(self.holds(x, new) for x in clause) for clause in clauses):
                broken = self.world.broken(new)
                if not broken:
                    further = tuple([(self._algebra.chosen(s), s.mask) for s in label.sets[1:NEXT]])
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
        self._turn(asked, asked.widths[0])
        self._label([literal])
        now = self._now(states)
        return next((s.mask for s in self._labels[literal].sets if not s.mask & now), 0)

    def otherwise(self, literal: int, states: dict[int, int]) -> list[tuple[dict[int, int], int]]:
        """What else would do for one literal, after `asks`, the cheapest first: states of other findings than it asks for, and the mask."""
        now = self._now(states)
        sets = self._labels[literal].sets
        mine = next((s for s in sets if not s.mask & now), None)
        if mine is None:
            return []
        found: dict[int, tuple[dict[int, int], int]] = {}
        for s in sets:
            # An amount or a choice of the same finding is no other way: it is told with what is asked of the finding.
            if s.changed & mine.changed != mine.changed:
                made = self._algebra.chosen(s)
                if all(self.space.variables[n].kind != "statement" for n in made):
                    found.setdefault(s.changed & ~mine.changed, (made, s.mask))
        # Of two further ways the one that needs what the other needs and more says nothing new.
        return [made for bits, made in found.items() if bits and not any(b and b != bits and b & bits == b for b in found)]

    def _now(self, states: dict[int, int]) -> int:
        """The bits of the states that the variables are in."""
        return sum(1 << (first + states.get(number, 0)) for number, first in enumerate(self.space.first))

    def read(self, atom: int) -> set[tuple[str, str]]:
        """The variables that an atom rests on."""
        return {self._key(a) for a in self.world.reach.below(atom) if a in self.tests or a in self._switches}

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
            for external, test in self._externals[made.kind, made.name]:
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
            for x, label in self._labels.items()
            if x not in self._pinned and not self.holds(x, new) and any(not s.mask & now for s in label.sets)
        ]
        self._pinned.update(upset)
        for table in self._kept.values():
            table.reopen(upset)
        return bool(upset)

    # Labels, in the order of the strata

    def _label(self, roots: Iterable[int]) -> None:
        """Labels some literals and all that they need, each after what it needs."""
        order, circles = self.world.reach.ground.order, self.world.reach.ground.circles
        table, labels = self._table, self._labels
        todo = [*roots, *table.open]
        while todo:
            x = todo.pop()
            if x not in table.parts:
                table.parts[x] = parts = self._parts(x)
                table.open.add(x)
                for part in parts:
                    for y in part:
                        table.above.setdefault(y, []).append(x)
                        todo.append(y)
        done: set[int] = set()
        for x in sorted(table.open, key=lambda x: order.get(abs(x), -1)):
            number = order.get(abs(x), -1)
            if number in circles:
                if number not in done:
                    done.add(number)
                    self._circle([y for m in circles[number] for y in (m, -m) if y in table.parts])
            else:
                labels[x] = self._one(x, table.parts[x])
        table.open.clear()

    def _parts(self, x: int) -> list[Body]:
        """What a literal needs: of an atom each of its rules, of its absence each rule that must fail, as the literals that would do."""
        world, atom = self.world, abs(x)
        pinned = x in self._pinned
        if atom not in world.reach.ground.order or (world.holds(x) and not pinned):
            return []
        if x < 0 and self._asked.alone and self._gives_way(atom):
            return []
        bodies = world.reach.ground.bodies[atom]
        if x > 0:
            return [b if pinned else tuple([y for y in b if not world.holds(y)]) for b in bodies]
        holding = bodies if pinned else [b for b in bodies if all(world.holds(y) for y in b)]
        return [tuple([-y for y in b]) for b in holding]

    def _one(self, x: int, parts: Sequence[Body]) -> Label:
        atom = abs(x)
        if atom not in self.world.reach.ground.order:
            return self._leaf(x)
        if self.world.holds(x) and x not in self._pinned:
            return HOLDS
        labels = self._labels
        if x > 0:
            return self._algebra.either([self._algebra.every([labels[y] for y in part]) for part in parts])
        statement = self._gives_way(atom)
        if statement and self._asked.alone:
            return statement
        label = self._algebra.every([self._algebra.either([labels[y] for y in part]) for part in parts])
        return self._algebra.either([statement, label]) if statement else label

    def _gives_way(self, atom: int) -> Label | None:
        """The label of the statement switched off whose word an atom is; None where it is no word of a statement, or of one's own."""
        made = self.world.reach.ground.atom(atom)
        if made.name not in WORD or made.args[0] in self._asked.own:
            return None
        number = self.space.index.get(("statement", made.args[0]))
        off = None if number is None else self._algebra.changes(number, self.space.without(number, ON, holds=False))
        return Label((off,)) if off else None

    def _leaf(self, x: int) -> Label:
        external, holds = abs(x), self.world.holds(x)
        if external not in self.tests and external not in self._switches:
            return HOLDS if holds else FAILS
        if holds and x not in self._pinned:
            return HOLDS
        if x < 0 and self._switches.get(external) in self._asked.own:
            return FAILS
        number = self.space.index[self._key(external)]
        mask = self.space.without(number, self.tests.get(external, ON), x > 0)
        made = self._algebra.changes(number, mask)
        return Label((made,)) if made else FAILS

    def _circle(self, members: Sequence[int]) -> None:
        """Atoms round by round from nothing, absences from everything, until nothing changes: so no reason rests on itself."""
        labels, parts = self._labels, self._table.parts
        ordered = sorted(members, key=lambda x: (self.world.reach.ground.text(abs(x)), x < 0))
        for x in ordered:
            labels[x] = FAILS if x > 0 else HOLDS
        # An absence that holds after as many rounds as there are members holds for good.
        for _ in range(len(ordered) + 1):
            made = {x: self._one(x, parts[x]) for x in ordered if x < 0}
            same = all(labels[x] == m for x, m in made.items())
            labels.update(made)
            if same:
                break
        while True:
            made = {x: self._one(x, parts[x]) for x in ordered if x > 0}
            if all(labels[x] == m for x, m in made.items()):
                return
            labels.update(made)
