"""What holds in one model, and what would hold if a few externals were otherwise: only what they reach is looked at again."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from heapq import heapify, heappop, heappush

from explain.justification.ground_rules import Body, GroundRules
from guideline.program import GroundProgram


class Reach:
    """What each atom of one program leads to, and what each rests on; prepared once for a program.

    Attributes:
        ground: the rules.
        literals: the number of each atom.
        bodies: of each atom, as the program has them.
        constraints: bodies that must not hold, in a fixed order.
        barring: for each atom, which constraints name it.
    """

    def __init__(self, program: GroundProgram, ground: GroundRules) -> None:
        self.ground = ground
        self.literals = program.literals
        self.bodies: Mapping[int, Sequence[Body]] = ground.complete
        self.uses: dict[int, list[int]] = {}
        for head, bodies in self.bodies.items():
            for atom in {abs(x) for b in bodies for x in b}:
                self.uses.setdefault(atom, []).append(head)
        named = sorted(
            {tuple(sorted(set(b), key=lambda x: (x < 0, ground.text(abs(x))))) for b in ground.constraints},
            key=lambda b: [(x < 0, ground.text(abs(x))) for x in b],
        )
        self.constraints: list[Body] = named
        self.barring: dict[int, list[int]] = {}
        for i, body in enumerate(named):
            for x in body:
                self.barring.setdefault(abs(x), []).append(i)
        self._below: dict[int, frozenset[int]] = {}
        self._barred: set[int] | None = None

    @property
    def barred(self) -> set[int]:
        """All that some constraint rests on."""
        if self._barred is None:
            self._barred = self.closure(abs(x) for body in self.constraints for x in body)
        return self._barred

    def closure(self, roots: Iterable[int]) -> set[int]:
        """The atoms that some rest on, themselves included."""
        seen = set(roots)
        todo = list(seen)
        while todo:
            for body in self.bodies.get(todo.pop(), ()):
                for x in body:
                    if abs(x) not in seen:
                        seen.add(abs(x))
                        todo.append(abs(x))
        return seen

    def below(self, atom: int) -> frozenset[int]:
        """The same for one atom, kept."""
        made = self._below.get(atom)
        if made is None:
            made = self._below[atom] = frozenset(self.closure([atom]))
        return made


class World:
    """The model of one case.

    Args:
        reach: of the program.
        true: the externals that hold.
    """

    def __init__(self, reach: Reach, true: frozenset[int]) -> None:
        self.reach = reach
        self._true = true
        self._known: dict[int, bool] = {}

    def settle(self, roots: Collection[int]) -> None:
        """Finds out what holds of some atoms and all that they rest on."""
        known, bodies, order = self._known, self.reach.bodies, self.reach.ground.order
        seen = {a for a in roots if a not in known}
        todo = list(seen)
        derived = []
        while todo:
            atom = todo.pop()
            if atom not in order:
                known[atom] = atom in self._true
                continue
            derived.append(atom)
            for body in bodies[atom]:
                for x in body:
                    below = abs(x)
                    if below not in known and below not in seen:
                        seen.add(below)
                        todo.append(below)
        circles = self.reach.ground.circles
        done: set[int] = set()
        for atom in sorted(derived, key=order.__getitem__):
            number = order[atom]
            if number in circles:
                if number not in done:
                    done.add(number)
                    _founded(circles[number], bodies, known)
                continue
            known[atom] = _fires(bodies[atom], known, _NOTHING)

    def holds(self, literal: int) -> bool:
        """Whether a literal holds in the case."""
        atom = abs(literal)
        if atom not in self._known:
            self.settle([atom])
        return self._known[atom] is (literal > 0)

    def after(self, flipped: Iterable[int], cone: Collection[int]) -> dict[int, bool]:
        """What comes out otherwise once some externals are the other way round, among the atoms of `cone`."""
        reach, holds, known = self.reach, self.holds, self._known
        order, circles, uses, prepared = reach.ground.order, reach.ground.circles, reach.uses, reach.bodies
        new = {x: not holds(x) for x in flipped}
        queue = [(order[u], u) for u in {u for x in new for u in uses.get(x, ()) if u in cone}]
        heapify(queue)
        seen = {u for _, u in queue}
        done: set[int] = set()
        while queue:
            number, atom = heappop(queue)
            was = holds(atom)
            if number in circles:
                if number in done:
                    continue
                done.add(number)
                value: dict[int, bool] = _Overlay(self, new)
                _founded(circles[number], prepared, value)
                turned = [m for m in circles[number] if value[m] is not holds(m)]
                for m in turned:
                    new[m] = value[m]
            else:
                # What an atom rests on is known once the atom is.
                is_now = _fires(prepared[atom], known, new)
                if is_now is was:
                    continue
                new[atom] = is_now
                turned = [atom]
            for m in turned:
                for u in uses.get(m, ()):
                    if u not in seen and u in cone and order[u] != number:
                        seen.add(u)
                        heappush(queue, (order[u], u))
        return new

    def broken(self, new: Mapping[int, bool]) -> list[int]:
        """The constraints that hold no longer, by number."""
        reach = self.reach
        found = sorted({i for x in new for i in reach.barring.get(x, ())})
        return [i for i in found if all((new[abs(x)] if abs(x) in new else self.holds(abs(x))) is (x > 0) for x in reach.constraints[i])]


class _Overlay(dict[int, bool]):
    """What holds after a change, for the atoms of one circle to be worked out anew."""

    def __init__(self, world: World, new: Mapping[int, bool]) -> None:
        super().__init__(new)
        self._world = world

    def __missing__(self, atom: int) -> bool:
        return self._world.holds(atom)


_NOTHING: Mapping[int, bool] = {}


def _fires(bodies: Sequence[Body], known: Mapping[int, bool], new: Mapping[int, bool]) -> bool:
    """Whether some body holds, `new` going before `known`."""
    for body in bodies:
        for x in body:
            below = abs(x)
            if (new[below] if below in new else known[below]) is (x < 0):
                break
        else:
            return True
    return False


def _founded(members: Iterable[int], bodies: Mapping[int, Sequence[Body]], known: dict[int, bool]) -> None:
    """Works out a circle: what holds of its members has a reason from outside, round by round."""
    pending = list(members)
    for m in pending:
        known[m] = False
    while True:
        won = [m for m in pending if any(all(known[abs(x)] is (x > 0) for x in b) for b in bodies[m])]
        for m in won:
            known[m] = True
        pending = [m for m in pending if not known[m]]
        if not won:
            return
