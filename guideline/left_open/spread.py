"""What plainly follows from a supposition on an open part: many suppositions at once, with no search.

Each atom has two whole numbers whose bits say, supposition by supposition ("a deficit: yes, the rest unanswered"), whether it
holds for certain and whether it may hold. They are tightened along rules and constraints, both ways, until nothing moves.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from guideline.left_open.open_part import Bodies, OpenPart

Supposition = Mapping[int, bool]
"""Literal of a test -> whether it is supposed to hold; the other open tests stay unknown."""


class Spread:
    """Suppositions and what follows from each; they are named by their place in the list."""

    def __init__(self, part: OpenPart, suppositions: Sequence[Supposition]) -> None:
        self._part = part
        self._every = (1 << len(suppositions)) - 1
        atoms = (*part.free, *(atom for _, step in part.steps for atom, _ in step))
        self._low = dict.fromkeys(atoms, 0)
        self._high = dict.fromkeys(atoms, self._every)
        for i, supposed in enumerate(suppositions):
            for literal, holds in supposed.items():
                if literal in self._high and holds:
                    self._low[literal] |= 1 << i
                elif literal in self._high:
                    self._high[literal] &= ~(1 << i)
        self._steps = part.steps
        self._moved = True
        while self._moved:
            self._moved = False
            self._pass()
        self._broken = 0
        for atom in atoms:
            self._broken |= self._low[atom] & ~self._high[atom]

    def possible(self, i: int) -> bool:
        """Whether nothing breaks an axiom or contradicts the record, as far as can be seen without search."""
        return not (self._broken >> i) & 1

    def unknown(self) -> dict[int, int]:
        """Result -> the suppositions, as bits, under which it is still unknown."""
        return {r: self._high[r] & ~self._low[r] for r in self._part.results}

    def holding(self, i: int) -> Iterator[int]:
        """The results that hold for certain under a supposition."""
        return (r for r in self._part.results if (self._low[r] >> i) & 1)

    def matters(self) -> dict[str, int]:
        """Finding -> the suppositions, as bits, under which some result that is still unknown rests on it."""
        reach = self.unknown()
        for circle, step in reversed(self._steps):
            for _ in range(len(step) if circle else 1):
                for atom, bodies in step:
                    asked = reach.get(atom, 0) & self._high[atom] & ~self._low[atom]
                    if asked:
                        self._down(asked, bodies, reach)
        found: dict[str, int] = {}
        for literal, test in self._part.free.items():
            if literal in self._part.cone:
                bits = reach.get(literal, 0) & self._high[literal] & ~self._low[literal]
                found[test.subject] = found.get(test.subject, 0) | bits
        return found

    def _down(self, asked: int, bodies: Bodies, reach: dict[int, int]) -> None:
        for body in bodies:
            live = asked
            for x in body:
                live &= self._may(x)
            for x in body if live else ():
                reach[abs(x)] = reach.get(abs(x), 0) | (live & self._high[abs(x)] & ~self._low[abs(x)])

    def _sure(self, x: int) -> int:
        return self._low[x] if x > 0 else self._every & ~self._high[-x]

    def _may(self, x: int) -> int:
        return self._high[x] if x > 0 else self._every & ~self._low[-x]

    def _hold(self, x: int, bits: int) -> None:
        """The literal holds in these suppositions."""
        if x > 0 and bits & ~self._low[x]:
            self._low[x] |= bits
            self._moved = True
        elif x < 0 and bits & self._high[-x]:
            self._high[-x] &= ~bits
            self._moved = True

    def _deny(self, body: Sequence[int], bits: int) -> None:
        """In these suppositions the body does not hold as a whole: where all but one of its literals do, that one does not."""
        after = [self._every] * (len(body) + 1)
        for k in range(len(body) - 1, -1, -1):
            after[k] = after[k + 1] & self._sure(body[k])
        before = bits
        for k, x in enumerate(body):
            if before & after[k + 1]:
                self._hold(-x, before & after[k + 1])
            before &= self._sure(x)
            if not before:
                break

    def _pass(self) -> None:
        low, high, every = self._low, self._high, self._every
        for circle, step in self._steps:
            if circle:
                self._unfounded(step)
            for atom, bodies in step:
                sure = may = twice = 0
                ways = []
                for body in bodies:
                    one, other = every, every
                    for x in body:
                        if x > 0:
                            one &= low[x]
                            other &= high[x]
                        else:
                            one &= ~high[-x]
                            other &= ~low[-x]
                    sure |= one
                    twice |= may & other
                    may |= other
                    ways.append(other)
                self._hold(atom, sure)
                self._hold(-atom, every & ~may)
                self._back(atom, bodies, ways, twice)
        for body in self._part.constraints:
            self._deny(body, every)

    def _back(self, atom: int, bodies: Bodies, ways: Sequence[int], several: int) -> None:
        """From a head to its bodies: where it does not hold none of them does; where it holds and one way is left, that one does."""
        absent = self._every & ~self._high[atom]
        alone = self._low[atom] & ~several
        if absent | alone:
            for body, way in zip(bodies, ways, strict=True):
                if absent & way:
                    self._deny(body, absent & way)
                if alone & way:
                    for x in body:
                        self._hold(x, alone & way)

    def _unfounded(self, step: Sequence[tuple[int, Bodies]]) -> None:
        """Atoms of a circle that nothing outside it can support do not hold."""
        up = dict.fromkeys((atom for atom, _ in step), 0)
        grown = True
        while grown:
            grown = False
            for atom, bodies in step:
                may = 0
                for body in bodies:
                    way = self._every
                    for x in body:
                        way &= up[x] if x in up else self._may(x)
                    may |= way
                may &= self._high[atom]
                grown = grown or may != up[atom]
                up[atom] = may
        for atom, may in up.items():
            self._hold(-atom, self._every & ~may)
