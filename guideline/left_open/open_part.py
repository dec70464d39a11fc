"""What a record leaves open: the ground rules read in three values, and the part of them that unanswered findings can still turn.

A test of an unanswered finding is unknown; an atom is then true, false or unknown, read stratum by stratum. What is read as settled is
settled; what is read as unknown may in truth be settled, which only a search can tell (`guideline.left_open.solving`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from guideline.marks import strata
from guideline.model import Test

Bodies = Sequence[tuple[int, ...]]
Rows = list[tuple[int, list[tuple[int, ...]]]]
Steps = list[tuple[bool, Rows]]
Literals = set[int]
"""What may be: an atom where it may hold, its negation where it may not; both where it is unknown."""


@dataclass(frozen=True, slots=True)
class OpenPart:
    """The part of a ground program that some free tests can still turn, with all that is settled taken out of its rules.

    Attributes:
        free: the free tests in it, by literal.
        results: the results that are unknown.
        steps: its rules, stratum by stratum; the bodies hold open literals alone.
        constraints: the bodies that no possible record meets.
        cone: the atoms that some result rests on; what is outside serves the constraints alone.
        certain: the results that hold whatever is answered.
    """

    free: Mapping[int, Test]
    results: tuple[int, ...]
    steps: Steps
    constraints: Bodies
    cone: frozenset[int]
    certain: frozenset[int]

    @property
    def rules(self) -> Mapping[int, Bodies]:
        """Open atom -> the bodies of its rules."""
        return {atom: bodies for _, step in self.steps for atom, bodies in step}

    @property
    def findings(self) -> tuple[str, ...]:
        """The findings that some unknown result rests on, sorted."""
        return tuple(sorted({test.subject for literal, test in self.free.items() if literal in self.cone}))


def narrowed(part: OpenPart, free: Collection[Test], results: Collection[int]) -> OpenPart:
    """What some of the free tests of a part can still turn of some of its results; the other tests do not hold."""
    loose = {literal: test for literal, test in part.free.items() if test in free}
    asked = frozenset(results) & frozenset(part.results)
    if len(loose) == len(part.free) and len(asked) == len(part.results):
        return replace(part, certain=frozenset())
    may: Literals = {*loose, *(-literal for literal in part.free)}
    layers = [(circle, rows) for circle, step in part.steps if (rows := read(circle, step, may))]
    return part_of(layers, part.constraints, may, loose, asked)


def part_of(layers: Steps, bodies: Bodies, may: Literals, loose: Mapping[int, Test], results: Collection[int]) -> OpenPart:
    """The open part of rules that have been read: `layers` are those of the unknown atoms, with what is unknown in their bodies."""
    below = _Below([literal for literal in loose if -literal in may])
    for circle, rows in layers:
        below.add(circle, rows)
    asked = tuple(sorted(r for r in results if r in may and -r in may))
    cone = below.all(asked)
    constraints = _left(bodies, may)
    reached, bound = _bound(cone, [(body, below.all(body)) for body in constraints])
    inside = below.atoms(reached)
    return OpenPart(
        free={literal: test for literal, test in loose.items() if literal in inside},
        results=asked,
        steps=[(circle, kept) for circle, rows in layers if (kept := [row for row in rows if row[0] in inside])],
        constraints=bound,
        cone=below.atoms(cone),
        certain=frozenset(r for r in results if r in may and -r not in may),
    )


class _Below:
    """What open atoms rest on, themselves included, as bits: one for each of them in the order in which they come."""

    def __init__(self, free: Iterable[int]) -> None:
        self._bits = {atom: 1 << i for i, atom in enumerate(free)}

    def add(self, circle: bool, rows: Sequence[tuple[int, Bodies]]) -> None:
        """One stratum; what it rests on has come before it."""
        bits = self._bits
        for atom, _ in rows:
            bits[atom] = 1 << len(bits)
        again = True
        while again:
            again = False
            for atom, bodies in rows:
                whole = old = bits[atom]
                for body in bodies:
                    for x in body:
                        whole |= bits[x if x > 0 else -x]
                bits[atom] = whole
                again = again or (circle and whole != old)

    def all(self, literals: Iterable[int]) -> int:
        """What some of these rest on, taken together."""
        whole = 0
        for x in literals:
            whole |= self._bits[abs(x)]
        return whole

    def atoms(self, bits: int) -> frozenset[int]:
        """The atoms of a set of bits."""
        flags = f"{bits:b}"[::-1]
        return frozenset([atom for atom, flag in zip(self._bits, flags, strict=False) if flag == "1"])


def read(circle: bool, step: Rows, may: Literals) -> Rows:
    """Reads one stratum: puts into `may` whether its atoms may hold and whether they may not.

    The atoms of a circle do not hold until something supports them.

    Returns:
        the unknown ones, with the unknown literals of the bodies that may hold.
    """
    if circle:
        _circle(step, may)
    rows: Rows = []
    for atom, bodies in step:
        if len(bodies) == 1 and len(bodies[0]) == 1:
            # Most rules are of this kind.
            (x,) = bodies[0]
            if x not in may:
                may.discard(atom)
                may.add(-atom)
            elif -x not in may:
                may.add(atom)
                may.discard(-atom)
            else:
                may.add(atom)
                may.add(-atom)
                rows.append((atom, bodies))
            continue
        left = [tuple([x for x in body if -x in may]) for body in bodies if may.issuperset(body)]
        if not left:
            may.discard(atom)
            may.add(-atom)
        elif () in left:
            may.add(atom)
            may.discard(-atom)
        else:
            may.add(atom)
            may.add(-atom)
            rows.append((atom, left))
    return rows


def _circle(step: Rows, may: Literals) -> None:
    for atom, _ in step:
        may.discard(atom)
        may.add(-atom)
    moved = True
    while moved:
        moved = False
        for atom, bodies in step:
            left = _left(bodies, may)
            if left and atom not in may:
                may.add(atom)
                moved = True
            if () in left and -atom in may:
                may.discard(-atom)
                moved = True


def _left(bodies: Bodies, may: Literals) -> list[tuple[int, ...]]:
    """Of the bodies that may hold, the literals that are unknown."""
    return [tuple([x for x in body if -x in may]) for body in bodies if may.issuperset(body)]


def _bound(cone: int, constraints: Iterable[tuple[tuple[int, ...], int]]) -> tuple[int, list[tuple[int, ...]]]:
    """The atoms that a cone hangs together with through constraints, and those constraints. What rests on what is given as bits."""
    reached = cone
    bound: list[tuple[int, ...]] = []
    left = list(constraints)
    grown = True
    while grown:
        grown = False
        apart = []
        for body, below in left:
            if below & reached:
                bound.append(body)
                grown = grown or below & reached != below
                reached |= below
            else:
                apart.append((body, below))
        left = apart
    return reached, bound


def steps(rules: Mapping[int, Bodies]) -> Steps:
    """The rules stratum by stratum, each with whether its atoms support each other in a circle."""
    whole = {atom: list(bodies) for atom, bodies in rules.items()}
    layers: dict[int, list[int]] = {}
    for atom, number in strata(whole).items():
        layers.setdefault(number, []).append(atom)
    made: Steps = []
    for _, members in sorted(layers.items()):
        circle = len(members) > 1 or any(members[0] in body for body in whole[members[0]])
        made.append((circle, [(atom, whole[atom]) for atom in sorted(members)]))
    return made
