"""Definite records on an open part: each decides every free test, so that one reading of the rules decides every atom, for all at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from guideline.left_open.open_part import OpenPart
from guideline.model import Test


class Definite:
    """What holds under each of some records, which are named by their place in the list.

    Each atom has one whole number whose bits say, record by record, whether it holds. The rules are read once, stratum by stratum; the
    atoms of a circle are read again, from false, until nothing is added.

    Args:
        part: its free tests are what the records decide.
        number: of records.
        given: literal of each free test -> the records under which it holds, as bits.
    """

    def __init__(self, part: OpenPart, number: int, given: Mapping[int, int]) -> None:
        self._part = part
        self._every = (1 << number) - 1
        holds = self._holds = dict(given)
        for circle, step in part.steps:
            holds.update((atom, 0) for atom, _ in step)
            again = True
            while again:
                again = False
                for atom, bodies in step:
                    whole = self._any(bodies)
                    again = again or (circle and whole != holds[atom])
                    holds[atom] = whole
        self._broken = self._any(part.constraints)
        self._unlike = 0
        for r in part.results:
            self._unlike |= ~holds[r] if holds[r] & 1 else holds[r]

    def _any(self, bodies: Sequence[tuple[int, ...]]) -> int:
        """The records that meet one of some bodies."""
        holds, every = self._holds, self._every
        found = 0
        for body in bodies:
            met = every
            for x in body:
                met &= holds[x] if x > 0 else ~holds[-x]
            found |= met
        return found

    @classmethod
    def of(cls, part: OpenPart, records: Sequence[Sequence[Test]]) -> Definite:
        """Records given as the free tests that hold."""
        held: dict[Test, int] = {}
        for i, tests in enumerate(records):
            for test in tests:
                held[test] = held.get(test, 0) | 1 << i
        return cls(part, len(records), {literal: held.get(test, 0) for literal, test in part.free.items()})

    def possible(self, i: int) -> bool:
        """Whether a record breaks no axiom."""
        return not (self._broken >> i) & 1

    def parting(self, size: int) -> Iterator[int]:
        """The blocks in which some possible record has other results than that at its place in the first block, also possible.

        Args:
            size: of the blocks of records that follow each other.
        """
        first = (1 << size) - 1
        possible = self._every & ~self._broken
        blocks = range(1, self._every.bit_length() // size)
        unlike = [0] * (len(blocks) + 1)
        for r in self._part.results:
            holds = self._holds[r]
            if holds not in {0, self._every}:
                for block in blocks:
                    unlike[block] |= holds ^ holds >> block * size
        return (block for block in blocks if unlike[block] & possible & possible >> block * size & first)

    def like_first(self, i: int) -> bool:
        """Whether the same results hold under a record as under the first."""
        return not (self._unlike >> i) & 1

    def holding(self, i: int) -> Iterator[int]:
        """The results that hold under a record."""
        return (r for r in self._part.results if (self._holds[r] >> i) & 1)


def seen_parting(part: OpenPart) -> frozenset[str]:
    """Findings whose answer alone parts two possible records in some result: those seen where at most one other test holds.

    The others may still do so beside further answers; most do not, so that this leaves little to search for.
    """
    size = len(part.free) + 1
    repeated = sum(1 << block * size for block in range(size))
    # In block b of the records the b-th test holds, and at place p of each block the p-th; in the first block and at the first place none.
    given = {literal: (1 << i) * repeated | ((1 << size) - 1) << i * size for i, literal in enumerate(part.free, 1)}
    subjects = [test.subject for test in part.free.values()]
    return frozenset([subjects[block - 1] for block in Definite(part, size * size, given).parting(size)])
