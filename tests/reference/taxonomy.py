"""What actions have to do with each other, and which tests imply which: docs/semantics.md, the part before any record."""

from __future__ import annotations

from collections.abc import Iterable

from reference.records import COMPARISONS, LOW_SIDE, Pack, Test, amount


class Taxonomy:
    """What the actions of a pack have to do with each other."""

    def __init__(self, pack: Pack) -> None:
        self.actions = pack.actions
        self.kinds = {a: {x for x, y in pack.rows("kind_of") if y == a} for a in pack.actions}
        self.parts = {a: {p for x, p in pack.rows("includes") if x == a} for a in pack.actions}
        self.under = closure({(a, a) for a in pack.actions} | pack.rows("kind_of"))
        self.contains = self._contains(pack)
        self.exclusive = pack.rows("exclusive") | {(b, a) for a, b in pack.rows("exclusive")}
        self.complete = {a for (a,) in pack.rows("complete")}
        self.purposes = pack.rows("purpose")

    def _contains(self, pack: Pack) -> set[tuple[str, str]]:
        found = set(self.under)
        while True:
            more = {(c, b) for c, a in pack.rows("includes") for x, b in found if x == a}
            more |= {(a, c) for a, b in self.under for x, c in found if x == b}
            if more <= found:
                return found
            found |= more

    def related(self, a: str, b: str) -> bool:
        """One is under the other."""
        return (a, b) in self.under or (b, a) in self.under

    def leaves(self, a: str) -> set[str]:
        """The actions under A that have no kinds."""
        return {x for x in self.actions if (x, a) in self.under and not self.kinds[x]}

    def sides(self, x: str, y: str) -> set[tuple[str, str]]:
        """The exclusive pairs (A, B) with X under A and Y under B."""
        return {(a, b) for a, b in self.exclusive if (x, a) in self.under and (y, b) in self.under}

    def rivals(self, a: str, b: str) -> bool:
        """They stand under the two sides of an exclusive pair, and are neither equal nor related."""
        return bool(self.sides(a, b)) and a != b and not self.related(a, b)

    def bites(self, b: str, a: str) -> bool:
        """A ban on B takes something of the class A and not the whole."""
        return (a, b) not in self.contains and any(x != a and (x, a) in self.under and (x, b) in self.contains for x in self.actions)

    def serves(self, a: str, purpose: str) -> bool:
        """A is for the purpose, by itself or through a class."""
        return any(p == purpose and (a, b) in self.under for b, p in self.purposes)


def closure(pairs: Iterable[tuple[str, ...]]) -> set[tuple[str, str]]:
    """The pairs that follow from others by going on from one to the next."""
    found = {(a, b) for a, b in pairs}
    while True:
        more = {(a, d) for a, b in found for c, d in found if b == c}
        if more <= found:
            return found
        found |= more


def implied(pack: Pack, taxonomy: Taxonomy, test: Test) -> set[Test]:
    """The tests that one known test implies by the order of thresholds, or by what contains an action."""
    if test[0] == "unsuitable":
        return {("unsuitable", a) for a in taxonomy.actions if (a, test[1]) in taxonomy.contains}
    if test[0] not in COMPARISONS:
        return {test}
    return {(kind, test[1], text) for kind in COMPARISONS for text in pack.thresholds(test[1]) if implies(test, kind, text)}


def implies(test: Test, kind: str, text: str) -> bool:
    """Whether one comparison implies another of the same finding, by the order of their amounts."""
    here, there = amount(test[2]), amount(text)
    if (test[0] in LOW_SIDE) != (kind in LOW_SIDE):
        return False
    if here == there:
        return test[0] == kind or test[0] in {"above", "below"}
    return here > there if kind in LOW_SIDE else here < there
