"""What a record leaves open: the ground rules read in three values, and the part of them that unanswered findings can still turn.

A test of an unanswered finding is unknown; an atom is then true, false or unknown, read stratum by stratum. What is read as settled is
settled; what is read as unknown may in truth be settled, which only a search can tell (`guideline.asking.solving`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

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
    """Reads the ground rules of one program in three values."""

    def __init__(self, program: GroundProgram) -> None:
        self._program = program
        rules: dict[int, list[tuple[int, ...]]] = {}
        self._constraints: list[tuple[int, ...]] = []
        for head, body in program.rules:
            if head:
                rules.setdefault(head, []).append(body)
            else:
                self._constraints.append(body)
        self._steps = steps(rules)

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
        off = {f"active {s}" for s in without}
        true.update(literal for name, literal in switches.items() if name.startswith("active ") and name not in off)
        return _open(self._steps, self._constraints, true, loose, results)


def narrowed(part: OpenPart, free: Collection[Test], results: Collection[int]) -> OpenPart:
    """What some of the free tests of a part can still turn of some of its results; the other tests do not hold."""
    loose = {literal: test for literal, test in part.free.items() if test in free}
    return _open(part.steps, part.constraints, set(), loose, frozenset(results) & frozenset(part.results))


def _open(layers: Steps, bodies: Bodies, true: set[int], loose: Mapping[int, Test], results: Collection[int]) -> OpenPart:
    low = set(true)
    high = {*true, *loose}
    for circle, rules in layers:
        _read(circle, rules, low, high)
    unknown = high - low
    kept: dict[int, list[tuple[int, ...]]] = {}
    for _, step in layers:
        for atom, ways in step:
            if atom in unknown:
                kept[atom] = [b for body in ways if (b := _left(body, low, high)) is not None]
    asked = tuple(sorted(r for r in results if r in unknown))
    cone = _below(asked, kept)
    constraints = [b for body in bodies if (b := _left(body, low, high)) is not None]
    reached, bound = _bound(cone, constraints, kept)
    return OpenPart(
        free={literal: test for literal, test in loose.items() if literal in reached},
        results=asked,
        steps=[(circle, rows) for circle, step in layers if (rows := [(a, kept[a]) for a, _ in step if a in kept and a in reached])],
        constraints=bound,
        cone=frozenset(cone),
        certain=frozenset(r for r in results if r in low),
    )


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


def _below(atoms: Iterable[int], rules: Mapping[int, Bodies]) -> set[int]:
    """The atoms that some of these rest on, themselves included."""
    reached = set(atoms)
    todo = list(reached)
    while todo:
        for body in rules.get(todo.pop(), ()):
            for x in body:
                if abs(x) not in reached:
                    reached.add(abs(x))
                    todo.append(abs(x))
    return reached


def _bound(cone: set[int], constraints: Bodies, rules: Mapping[int, Bodies]) -> tuple[set[int], list[tuple[int, ...]]]:
    """The atoms that a cone hangs together with through constraints, and those constraints."""
    reached = set(cone)
    bound: list[tuple[int, ...]] = []
    left = [(body, _below((abs(x) for x in body), rules)) for body in constraints]
    grown = True
    while grown:
        grown = False
        apart = []
        for body, below in left:
            if below & reached:
                bound.append(body)
                grown = grown or not below <= reached
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
