"""Boolean functions of test answers as shared decision diagrams: what an atom's truth depends on.

Written here and not taken from a library: the packages that have such diagrams bring networkx, ply and psutil along, or cost more per
step than the whole answer; what is needed is three operations and one reading, about eighty lines.
Reduced ordered diagrams after Bryant, "Graph-Based Algorithms for Boolean Function Manipulation" (1986); the minimal solutions are read off
as in Rauzy, "New algorithms for fault trees analysis" (1993), for functions that need not be monotone: a variable outside the set is false.
"""

from __future__ import annotations

FALSE = 0
TRUE = 1
ROOM = 150_000
"""Nodes kept from case to case before the tables start anew."""

Sets = tuple[tuple[int, ...], ...]


class Functions:
    """A store of functions over numbered variables. A function is the number of its node; equal functions have equal numbers."""

    def __init__(self) -> None:
        self._nodes: list[tuple[int, int, int]] = [(-1, 0, 0), (-1, 1, 1)]
        self._unique: dict[tuple[int, int, int], int] = {}
        self._both: dict[tuple[int, int], int] = {}
        self._flip: dict[int, int] = {FALSE: TRUE, TRUE: FALSE}
        self._minimal: dict[int, Sets] = {FALSE: (), TRUE: ((),)}

    @property
    def full(self) -> bool:
        """Whether it is time to start anew; functions from before are then void."""
        return len(self._nodes) > ROOM

    def variable(self, number: int) -> int:
        """The function that is true where the variable is; numbers are the order of the diagrams."""
        return self._node(number, FALSE, TRUE)

    def _node(self, variable: int, low: int, high: int) -> int:
        if low == high:
            return low
        key = (variable, low, high)
        known = self._unique.get(key)
        if known is None:
            known = self._unique[key] = len(self._nodes)
            self._nodes.append(key)
        return known

    def both(self, f: int, g: int) -> int:
        """F and g."""
        if f == g or g == TRUE:
            return f
        if f == TRUE:
            return g
        if f == FALSE or g == FALSE:
            return FALSE
        key = (f, g) if f < g else (g, f)
        known = self._both.get(key)
        if known is None:
            (v, f0, f1), (w, g0, g1) = self._nodes[f], self._nodes[g]
            if v < w:
                known = self._node(v, self.both(f0, g), self.both(f1, g))
            elif w < v:
                known = self._node(w, self.both(f, g0), self.both(f, g1))
            else:
                known = self._node(v, self.both(f0, g0), self.both(f1, g1))
            self._both[key] = known
        return known

    def flip(self, f: int) -> int:
        """Not f."""
        known = self._flip.get(f)
        if known is None:
            v, low, high = self._nodes[f]
            known = self._node(v, self.flip(low), self.flip(high))
            self._flip[f] = known
            self._flip[known] = f
        return known

    def either(self, f: int, g: int) -> int:
        """F or g."""
        if f == g or g == FALSE:
            return f
        if f == FALSE:
            return g
        if f == TRUE or g == TRUE:
            return TRUE
        return self.flip(self.both(self.flip(f), self.flip(g)))

    def holds(self, f: int, true: frozenset[int] | tuple[int, ...]) -> bool:
        """The value of f where exactly the given variables are true."""
        while f > TRUE:
            v, low, high = self._nodes[f]
            f = high if v in true else low
        return f == TRUE

    def minimal(self, f: int) -> Sets:
        """The subset-minimal sets of variables that make f true while all others are false; by size, then by number."""
        known = self._minimal.get(f)
        if known is None:
            v, low, high = self._nodes[f]
            without = self.minimal(low)
            lean = [frozenset(s) for s in without]
            extra = [(v, *s) for s in self.minimal(high) if not any(m <= frozenset(s) for m in lean)]
            known = self._minimal[f] = tuple(sorted([*without, *extra], key=lambda s: (len(s), s)))
        return known
