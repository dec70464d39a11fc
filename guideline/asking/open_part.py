"""What a record leaves open: the ground rules read in three values, and the part of them that unanswered findings can still turn.

A test of an unanswered finding is unknown; an atom is then true, false or unknown, read stratum by stratum. What is read as settled is
settled; what is read as unknown may in truth be settled, which only a search can tell (`guideline.asking.solving`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from heapq import heappop, heappush

from guideline.marks import strata
from guideline.model import Test
from guideline.program import GroundProgram

Bodies = Sequence[tuple[int, ...]]
Steps = list[tuple[bool, list[tuple[int, list[tuple[int, ...]]]]]]


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


class Reading:
    """Reads the ground rules of one program in three values.

    The program is read once with nothing recorded and every statement on. A record is then read as what it moves: from the atoms that it sets
    the strata are read again that some moved atom stands in a body of, the lowest first. Most of a program no record moves.
    """

    def __init__(self, program: GroundProgram) -> None:
        self._program = program
        rules: dict[int, list[tuple[int, ...]]] = {}
        constraints: list[tuple[int, ...]] = []
        for head, body in program.rules:
            if head:
                rules.setdefault(head, []).append(body)
            else:
                constraints.append(body)
        plain = _Plain(program.certain, frozenset([*rules, *program.given.values(), *program.switches.values()]))
        self._constraints = plain.bodies(constraints)
        self._steps = [
            (circle, rows) for circle, step in steps(rules) if (rows := [(a, plain.bodies(ways)) for a, ways in step if a not in plain.certain])
        ]
        self._place = {atom: place for place, (_, step) in enumerate(self._steps) for atom, _ in step}
        uses: dict[int, set[int]] = {}
        for place, (_, step) in enumerate(self._steps):
            for x in {x for _, bodies in step for body in bodies for x in body}:
                uses.setdefault(abs(x), set()).add(place)
        self._uses = {atom: tuple(places) for atom, places in uses.items()}
        self._active = frozenset(literal for name, literal in program.switches.items() if name.startswith("active "))
        self._empty = set(self._active)
        high = set(self._empty)
        for circle, step in self._steps:
            _read(circle, step, self._empty, high)

    def open_part(self, tests: Iterable[Test], without: Iterable[str], free: Iterable[Test], results: Collection[int]) -> OpenPart:
        """What the free tests can still turn.

        Args:
            tests: those that the record decides to hold.
            without: statements that are switched off.
            free: the tests of the unanswered findings; every other test does not hold.
            results: literals of the atoms that are asked about.
        """
        given, switches = self._program.given, self._program.switches
        loose = {given[t]: t for t in sorted(free) if t in given}
        true = {given[t] for t in tests if t in given}
        off = {switches[name] for s in without if (name := f"active {s}") in switches}
        low, high = self._moved(true, off, loose)
        unknown = high - low
        places = sorted({place for atom in unknown if (place := self._place.get(atom)) is not None})
        part = _kept([self._steps[place] for place in places], self._constraints, low, high, loose, results)
        certain = self._program.certain.intersection(results)
        return replace(part, certain=part.certain | certain) if certain else part

    def _moved(self, true: set[int], off: set[int], loose: Iterable[int]) -> tuple[set[int], set[int]]:
        """The atoms that hold for certain under a record, and those that may; facts of the program are in neither."""
        low, high = set(self._empty), set(self._empty)
        low |= true
        low -= off
        high |= true
        high -= off
        high.update(loose)
        uses = self._uses
        waiting = sorted({place for atom in {*true, *off, *loose} for place in uses.get(atom, ())})
        queued = set(waiting)
        while waiting:
            place = heappop(waiting)
            circle, step = self._steps[place]
            atoms = [atom for atom, _ in step]
            before = [(atom in low, atom in high) for atom in atoms]
            low.difference_update(atoms)
            high.difference_update(atoms)
            _read(circle, step, low, high)
            for atom, was in zip(atoms, before, strict=True):
                if (atom in low, atom in high) != was:
                    for other in uses.get(atom, ()):
                        if other not in queued:
                            queued.add(other)
                            heappush(waiting, other)
        return low, high


class _Plain:
    """Takes out of bodies what no record turns: facts, and atoms that nothing makes hold."""

    def __init__(self, certain: frozenset[int], made: frozenset[int]) -> None:
        self.certain, self._made = certain, made

    def bodies(self, bodies: Bodies) -> list[tuple[int, ...]]:
        """Those that may hold at all, in their order."""
        return [left for body in bodies if (left := self._left(body)) is not None]

    def _left(self, body: tuple[int, ...]) -> tuple[int, ...] | None:
        left = []
        for x in body:
            if abs(x) in self.certain or abs(x) not in self._made:
                if (x > 0) != (abs(x) in self.certain):
                    return None
            else:
                left.append(x)
        return tuple(left)


def narrowed(part: OpenPart, free: Collection[Test], results: Collection[int]) -> OpenPart:
    """What some of the free tests of a part can still turn of some of its results; the other tests do not hold."""
    loose = {literal: test for literal, test in part.free.items() if test in free}
    asked = frozenset(results) & frozenset(part.results)
    if len(loose) == len(part.free) and len(asked) == len(part.results):
        return replace(part, certain=frozenset())
    low: set[int] = set()
    high = set(loose)
    for circle, step in part.steps:
        _read(circle, step, low, high)
    return _kept(part.steps, part.constraints, low, high, loose, asked)


def _kept(
    layers: Steps, bodies: Bodies, low: set[int], high: set[int], loose: Mapping[int, Test], results: Collection[int]
) -> OpenPart:
    """The open part of rules that have been read: `layers` hold all those of unknown atoms."""
    kept: dict[int, list[tuple[int, ...]]] = {}
    below = _Below([literal for literal in loose if literal not in low])
    for circle, step in layers:
        rows = [
            (atom, [b for body in ways if (b := _left(body, low, high)) is not None]) for atom, ways in step if atom in high and atom not in low
        ]
        below.add(circle, rows)
        kept.update(rows)
    asked = tuple(sorted(r for r in results if r in high and r not in low))
    cone = below.all(asked)
    constraints = [b for body in bodies if (b := _left(body, low, high)) is not None]
    reached, bound = _bound(cone, [(body, below.all(body)) for body in constraints])
    inside = below.atoms(reached)
    return OpenPart(
        free={literal: test for literal, test in loose.items() if literal in inside},
        results=asked,
        steps=[(circle, rows) for circle, step in layers if (rows := [(a, kept[a]) for a, _ in step if a in kept and a in inside])],
        constraints=bound,
        cone=below.atoms(cone),
        certain=frozenset(r for r in results if r in low),
    )


class _Below:
    """What open atoms rest on, themselves included, as bits: one for each of them in the order in which they come."""

    def __init__(self, free: Iterable[int]) -> None:
        self._bits = {atom: 1 << i for i, atom in enumerate(free)}

    def add(self, circle: bool, rows: Sequence[tuple[int, Bodies]]) -> None:
        """One stratum; what it rests on has come before it."""
        first = len(self._bits)
        own = {atom: 1 << first + i for i, (atom, _) in enumerate(rows)}
        bits = self._bits
        bits.update(own)
        again = True
        while again:
            again = False
            for atom, bodies in rows:
                whole = bits[atom]
                for body in bodies:
                    for x in body:
                        whole |= bits[abs(x)]
                again = again or (circle and whole != bits[atom])
                bits[atom] = whole

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


def _read(circle: bool, rules: list[tuple[int, list[tuple[int, ...]]]], low: set[int], high: set[int]) -> None:
    """Reads one stratum: which atoms hold for certain, and which may. Those of a circle do not until something supports them."""
    moved = True
    while moved:
        moved = False
        for atom, bodies in rules:
            if atom in low:
                continue
            for body in bodies:
                sure = True
                for x in body:
                    if x > 0:
                        if x not in high:
                            break
                        sure = sure and x in low
                    else:
                        if -x in low:
                            break
                        sure = sure and -x not in high
                else:
                    moved = moved or (circle and (sure or atom not in high))
                    high.add(atom)
                    if sure:
                        low.add(atom)
                        break


def _left(body: tuple[int, ...], low: set[int], high: set[int]) -> tuple[int, ...] | None:
    """The literals of a body that are unknown; None where one is false for certain."""
    left = []
    for x in body:
        atom = abs(x)
        if atom not in high:
            if x > 0:
                return None
        elif atom not in low:
            left.append(x)
        elif x < 0:
            return None
    return tuple(left)


def _bound(cone: int, constraints: Iterable[tuple[tuple[int, ...], int]]) -> tuple[int, list[tuple[int, ...]]]:
    """The atoms that a cone hangs together with through constraints, and those constraints; each comes with what it rests on, all as bits."""
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
