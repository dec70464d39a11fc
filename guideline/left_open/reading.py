"""Reads a ground program in three values: what unanswered findings leave open of what a record decides."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import replace

from guideline.left_open.open_part import Literals, OpenPart, Rows, Steps, part_of, read, steps
from guideline.model import Test
from guideline.program import GroundProgram


class Reading:
    """Reads the ground rules of one program in three values.

    The program is read once with nothing recorded and every statement on. A record is then read as what it moves: the strata are read
    again, the lowest first, that have in a body an atom that it sets or has moved. Most of a program no record moves.
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
        plain, certain = program.plain, program.certain
        self._constraints = [left for body in constraints if (left := plain(body)) is not None]
        self._steps: Steps = []
        for circle, step in steps(rules):
            turnable = [(atom, [b for body in bodies if (b := plain(body)) is not None]) for atom, bodies in step if atom not in certain]
            if turnable:
                self._steps.append((circle, turnable))
        uses: dict[int, set[int]] = {}
        for place, (_, step) in enumerate(self._steps):
            for x in {x for _, bodies in step for body in bodies for x in body}:
                uses.setdefault(abs(x), set()).add(place)
        self._uses = {atom: tuple(places) for atom, places in uses.items()}
        active = {literal for name, literal in program.switches.items() if name.startswith("active ")}
        fixed = {*program.given.values(), *program.switches.values()}
        self._atoms = (*fixed, *(atom for _, step in self._steps for atom, _ in step))
        self._last: tuple[frozenset[int], Literals] = (frozenset(), set())
        """What held when it was last given, and that as literals: several parts are read of one patient."""
        self._barring: dict[int, list[int]] = {}
        """For each atom the places of the constraints that have it in their body."""
        for place, body in enumerate(self._constraints):
            for x in body:
                self._barring.setdefault(abs(x), []).append(place)
        self._empty: Literals = {literal if literal in active else -literal for literal in fixed}
        for circle, step in self._steps:
            read(circle, step, self._empty)
        self._turned = {abs(x): -x for x in self._empty}

    def open_part(
        self,
        tests: Iterable[Test],
        without: Iterable[str],
        free: Iterable[Test],
        results: Collection[int],
        true: frozenset[int] | None = None,
    ) -> OpenPart:
        """What the free tests can still turn.

        Args:
            tests: those that the record decides to hold.
            without: statements that are switched off.
            free: the tests of the unanswered findings; every other test does not hold.
            results: literals of the atoms that are asked about.
            true: all literals that hold under one possible setting of the free tests, where that is at hand: then all that they do not turn
                need not be read.
        """
        given = self._program.given
        loose = {given[t]: t for t in sorted(free) if t in given}
        if true is not None:
            may, layers = self._unknown_from(true, loose)
            unknown = (*loose, *(atom for _, rows in layers for atom, _ in rows))
            touched = sorted({place for atom in unknown for place in self._barring.get(atom, ())})
            part = part_of(layers, [self._constraints[place] for place in touched], may, loose, results)
        else:
            switches = self._program.switches
            recorded = {given[t] for t in tests if t in given}
            off = {switches[name] for s in without if (name := f"active {s}") in switches}
            may, layers = self._moved(recorded, off, loose)
            part = part_of(layers, self._constraints, may, loose, results)
        certain = self._program.certain.intersection(results)
        return replace(part, certain=part.certain | certain) if certain else part

    def _unknown_from(self, true: frozenset[int], loose: Iterable[int]) -> tuple[Literals, Steps]:
        """The same as `_moved`, from what holds under one setting: only what rests on a free test is read, and on what is unknown by it."""
        last, settled = self._last
        if last is not true:
            settled = {atom if atom in true else -atom for atom in self._atoms}
            self._last = (true, settled)
        may = settled.copy()
        may.update(loose)
        may.update([-atom for atom in loose])
        # What is not unknown is as it was.
        return may, self._read_from(loose, may, lambda _, rows: [atom for atom, _ in rows])

    def _moved(self, true: Collection[int], off: Collection[int], loose: Iterable[int]) -> tuple[Literals, Steps]:
        """What may be under a record, and the rules of the unknown atoms, stratum by stratum, with what is unknown in them."""
        may = set(self._empty)
        may.update(loose)
        may.update(true)
        may.difference_update([-atom for atom in true])
        may.difference_update(off)
        may.update([-atom for atom in off])
        turned = self._turned
        # With nothing recorded nothing is unknown: an atom has moved where what it was not then may be now.
        return may, self._read_from((*true, *off, *loose), may, lambda step, _: [atom for atom, _ in step if turned[atom] in may])

    def _read_from(self, begin: Iterable[int], may: Literals, moved: Callable[[Rows, Rows], Iterable[int]]) -> Steps:
        """Reads the strata that rest on some atoms or on what has moved in another, the lowest first; `may` grows with it.

        Args:
            begin: the atoms.
            may: what may be.
            moved: from the rules of a stratum and those of its unknown atoms, the atoms on which further strata are to be read.

        Returns:
            the rules of the unknown atoms, with what is unknown in them.
        """
        uses, steps = self._uses, self._steps
        waiting = bytearray(len(steps))
        for atom in begin:
            for place in uses.get(atom, ()):
                waiting[place] = 1
        layers: Steps = []
        place = waiting.find(1)
        while place >= 0:
            circle, step = steps[place]
            rows = read(circle, step, may)
            if rows:
                layers.append((circle, rows))
            for atom in moved(step, rows):
                for other in uses.get(atom, ()):
                    waiting[other] = 1
            # What a moved atom stands below comes later, but for the other atoms of a circle, which have been read with it.
            place = waiting.find(1, place + 1)
        return layers
