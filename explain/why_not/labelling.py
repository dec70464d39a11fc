"""The labels of one model: for each literal, the cheapest sets of changes that bring it about, from those of what it needs.

See `explain.why_not.cheapest`, which searches with them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from explain.justification.ground_rules import Body
from explain.why_not.amends import ON
from explain.why_not.externals import Externals
from explain.why_not.space import FAILS, HOLDS, Algebra, Label, Space
from explain.why_not.worlds import World

WORD = ("in_force", "stance")
"""What a statement that gives way loses."""


class _Table:
    """Labels, what each rests on and what rests on it; `open` are the literals whose label has to be made."""

    def __init__(self) -> None:
        self.labels: dict[int, Label] = {}
        self.parts: dict[int, Sequence[Body]] = {}
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


class Labelling:
    """Makes the labels of one model, and keeps them from question to question.

    Args:
        world: the model.
        space: the variables; of what is labelled, all must be in it.
        externals: what may be changed.

    Attributes:
        pinned: the literals that hold and that something upset: their labels say what they rest on.
        labels: those of the question that `turn` was last told of.
        algebra: for these.
    """

    def __init__(self, world: World, space: Space, externals: Externals) -> None:
        self.world, self.space = world, space
        self._externals = externals
        self.pinned: set[int] = set()
        self._kept: dict[tuple[frozenset[str], bool, int], _Table] = {}
        self.turn(frozenset(), alone=True, width=1)

    def turn(self, own: frozenset[str], *, alone: bool, width: int) -> None:
        """Labels hold for one width and one set of own statements.

        Args:
            own: the statements that are not to be switched off.
            alone: whether each other statement is switched off rather than argued away.
            width: how many sets of changes a label keeps.
        """
        self._own, self._alone = own, alone
        self.algebra = Algebra(self.space, width)
        self._table = self._kept.setdefault((own, alone, width), _Table())
        self.labels = self._table.labels

    def pin(self, upset: Iterable[int]) -> None:
        """Takes in what was held to stay, and did not."""
        found = list(upset)
        self.pinned.update(found)
        for table in self._kept.values():
            table.reopen(found)

    def label(self, roots: Iterable[int]) -> None:
        """Labels some literals and all that they need, each after what it needs."""
        order, circles = self.world.reach.ground.order, self.world.reach.ground.circles
        table, labels = self._table, self.labels
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

    def _parts(self, x: int) -> Sequence[Body]:
        """What a literal needs: of an atom each of its rules, of its absence each rule that must fail, as the literals that would do."""
        world, atom = self.world, abs(x)
        pinned = x in self.pinned
        if atom not in world.reach.ground.order or (world.holds(x) and not pinned):
            return ()
        if x < 0 and self._alone and self._gives_way(atom):
            return ()
        bodies = world.reach.ground.bodies[atom]
        if x > 0:
            return [b if pinned else tuple([y for y in b if not world.holds(y)]) for b in bodies]
        holding = bodies if pinned else [b for b in bodies if all(world.holds(y) for y in b)]
        return [tuple([-y for y in b]) for b in holding]

    def _one(self, x: int, parts: Sequence[Body]) -> Label:
        atom = abs(x)
        if atom not in self.world.reach.ground.order:
            return self._leaf(x)
        if self.world.holds(x) and x not in self.pinned:
            return HOLDS
        labels = self.labels
        if x > 0:
            return self.algebra.either([self.algebra.every([labels[y] for y in part]) for part in parts])
        statement = self._gives_way(atom)
        if statement and self._alone:
            return statement
        label = self.algebra.every([self.algebra.either([labels[y] for y in part]) for part in parts])
        return self.algebra.either([statement, label]) if statement else label

    def _gives_way(self, atom: int) -> Label | None:
        """The label of the statement switched off whose word an atom is; None where it is no word of a statement, or of one's own."""
        made = self.world.reach.ground.atom(atom)
        if made.name not in WORD or made.args[0] in self._own:
            return None
        number = self.space.index.get(("statement", made.args[0]))
        off = None if number is None else self.algebra.changes(number, self.space.without(number, ON, holds=False))
        return Label((off,)) if off else None

    def _leaf(self, x: int) -> Label:
        external, holds = abs(x), self.world.holds(x)
        if not self._externals.has(external):
            return HOLDS if holds else FAILS
        if holds and x not in self.pinned:
            return HOLDS
        if x < 0 and self._externals.switches.get(external) in self._own:
            return FAILS
        number = self.space.index[self._externals.variable[external]]
        mask = self.space.without(number, self._externals.test(external), x > 0)
        made = self.algebra.changes(number, mask)
        return Label((made,)) if made else FAILS

    def _circle(self, members: Sequence[int]) -> None:
        """Atoms round by round from nothing, absences from everything, until nothing changes: so no reason rests on itself."""
        labels, parts = self.labels, self._table.parts
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
