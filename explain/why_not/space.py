"""Sets of changes as bits, and labels: the cheapest sets for something; joined where all must hold, gathered where one will do."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from operator import itemgetter
from typing import NamedTuple

from explain.why_not.amends import Variable
from guideline.model import Test

NEVER = 1 << 400
"""More than any changes can count."""


class Space:
    """The variables that one question touches, each state a bit; a set of *forbidden* states says what must hold.

    Attributes:
        variables: in the order in which they were taken in.
        everything: for each variable the bits of its states.
        now: the bits of the states that the case is in.
    """

    def __init__(self) -> None:
        self.variables: list[Variable] = []
        self.everything: list[int] = []
        self.first: list[int] = []
        self.index: dict[tuple[str, str], int] = {}
        self.now = 0
        self._bits = 0
        self._known: dict[tuple[int, int], int] = {}
        """By the variable and the bits that are left. By the bits alone would not do: powers of two mostly have the same hashes."""

    def add(self, key: tuple[str, str], made: Variable) -> int:
        """Takes a variable in, by its kind and name; returns its number."""
        number = self.index[key] = len(self.variables)
        self.variables.append(made)
        self.first.append(self._bits)
        self.everything.append(((1 << len(made.states)) - 1) << self._bits)
        self.now |= 1 << self._bits
        self._bits += len(made.states)
        return number

    def without(self, number: int, test: Test, holds: bool) -> int:
        """The states of a variable that must not be, for a test to hold (or not to)."""
        start, bits = self.first[number], 0
        for i, state in enumerate(self.variables[number].states):
            if (test in state.tests) != holds:
                bits |= 1 << (start + i)
        return bits

    def cost(self, number: int, forbidden: int) -> int:
        """What the cheapest state that is left counts; -1 where none is."""
        left = self.everything[number] & ~forbidden
        key = (number, left)
        found = self._known.get(key)
        if found is None:
            states = [s.cost for i, s in enumerate(self.variables[number].states) if left >> (self.first[number] + i) & 1]
            found = self._known[key] = min(states, default=-1)
        return found

    def choice(self, number: int, forbidden: int) -> int:
        """Which of the states that are left is the cheapest, the first of equals."""
        left = (self.everything[number] & ~forbidden) >> self.first[number]
        states = self.variables[number].states
        return min((i for i in range(len(states)) if left >> i & 1), key=lambda i: states[i].cost)

    def left(self, number: int, forbidden: int) -> tuple[int, ...]:
        """The numbers of the states that are left."""
        left = (self.everything[number] & ~forbidden) >> self.first[number]
        return tuple([i for i in range(len(self.variables[number].states)) if left >> i & 1])


class Changes(NamedTuple):
    """States that must not be.

    Attributes:
        cost: what the cheapest states that are left count.
        mask: the bits of the forbidden states.
        touched: bits of the variables that some state is forbidden of.
        changed: bits of those whose present state is forbidden.
    """

    cost: int
    mask: int
    touched: int
    changed: int


NONE = Changes(0, 0, 0, 0)


class Label(NamedTuple):
    """The cheapest sets for one literal, and the least cost of what was dropped."""

    sets: tuple[Changes, ...]
    floor: int = NEVER


HOLDS = Label((NONE,))
FAILS = Label(())


class Algebra:
    """Joins and gathers labels.

    Args:
        space: of the changes.
        width: how many sets a label keeps.
    """

    def __init__(self, space: Space, width: int) -> None:
        self.space, self.width = space, width

    def changes(self, number: int, mask: int) -> Changes | None:
        """That some states of one variable must not be; None where none is left."""
        cost = self.space.cost(number, mask)
        if cost < 0:
            return None
        bit = 1 << number
        return Changes(cost, mask, bit, bit if mask & (1 << self.space.first[number]) else 0)

    def chosen(self, changes: Changes) -> dict[int, int]:
        """The cheapest states that are left, of the variables that change."""
        return {n: s for n in _bits(changes.changed) if (s := self.space.choice(n, changes.mask))}

    def either(self, labels: Sequence[Label]) -> Label:
        """The label of one of several things."""
        if len(labels) == 1:
            return labels[0]
        floor = min([x.floor for x in labels], default=NEVER)
        return self.best([s for x in labels for s in x.sets], floor)

    def every(self, labels: Sequence[Label]) -> Label:
        """The label of all of several things."""
        made = HOLDS
        for label in labels:
            made = self.both(made, label)
        return made

    def both(self, one: Label, other: Label) -> Label:
        """The label of two things at once."""
        if one is HOLDS:
            return other
        if other is HOLDS:
            return one
        floor = min(one.floor, other.floor)
        if len(one.sets) == 1 and len(other.sets) == 1:
            joined = self.join(one.sets[0], other.sets[0])
            return Label((joined,) if joined else (), floor)
        return self.best([j for a in one.sets for b in other.sets if (j := self.join(a, b))], floor)

    def join(self, one: Changes, other: Changes) -> Changes | None:
        """Both at once; None where nothing is left of some variable."""
        mask = one.mask | other.mask
        if mask == one.mask:
            return one
        if mask == other.mask:
            return other
        space, cost = self.space, one.cost + other.cost
        both = one.touched & other.touched
        changed = one.changed | other.changed
        while both:
            bit = both & -both
            both ^= bit
            number = bit.bit_length() - 1
            mine, theirs, whole = (
                one.mask & space.everything[number],
                other.mask & space.everything[number],
                mask & space.everything[number],
            )
            joint = space.cost(number, whole)
            if joint < 0:
                return None
            cost += joint - space.cost(number, mine) - space.cost(number, theirs)
        return Changes(cost, mask, one.touched | other.touched, changed)

    def best(self, sets: list[Changes], floor: int) -> Label:
        """The cheapest sets, none of which asks for all that another asks for; of equals those of the first rules."""
        sets.sort(key=_cost)
        kept: list[Changes] = []
        for s in sets:
            if any(k.mask & s.mask == k.mask for k in kept):
                continue
            if len(kept) == self.width:
                floor = min(floor, s.cost)
                break
            kept.append(s)
        return HOLDS if kept and not kept[0].mask else Label(tuple(kept), floor)


_cost = itemgetter(0)


def _bits(number: int) -> Iterator[int]:
    while number:
        bit = number & -number
        number ^= bit
        yield bit.bit_length() - 1
