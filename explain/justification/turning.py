"""Tries what more on record would turn: one finding alone, or together with what the same rules ask beside it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from fractions import Fraction
from weakref import WeakKeyDictionary

from explain.justification.derivation import Weighing
from explain.justification.ground_rules import Body, GroundRules
from explain.justification.nodes import Node
from explain.justification.turned import Needed, Turned
from guideline.cases.record import tests_of
from guideline.errors import Place
from guideline.model import COMPARISONS, Case, Interval, Recorded, Test, Value, Vocabulary
from guideline.terms.atoms import Atom

TRIED = 12
"""So many sets of companions are tried for one test."""
MOST = 2
"""So many companions may be told beside a test."""


Setting = tuple[GroundRules, frozenset[int]]
"""The rules of a program, and the literals that are set for the patient: records and switches."""


class Turning:
    """Tries more records for the patient of one answer; everything else stays as it is recorded.

    The solver is not asked: as for reasons, one pass over the ground rules below what is to turn says what holds.

    Args:
        case: of the answer.
        vocabulary: of the pack.
        setting: borrows the rules, with what is set for this patient.
    """

    def __init__(self, case: Case, vocabulary: Vocabulary, setting: Callable[[], AbstractContextManager[Setting]]) -> None:
        self._recorded = frozenset([r.finding for r in case.recorded])
        self._vocabulary = vocabulary
        self._setting = setting

    def needed(self, nodes: Iterable[Node], test: Test) -> Needed:
        """What else has to be recorded with a test that nothing is recorded of, so that some of these nodes turns."""
        with self._setting() as (ground, true):
            roots = tuple([n for node in nodes if (n := ground.number(Atom(node.name, node.args))) is not None])
            known = _TURNED.get(ground)
            if known is None:
                known = _TURNED[ground] = Turned()
            return known.of((roots, test), ground, true, self._recorded, lambda: self._needed(ground, true, roots, test))

    def _needed(self, ground: GroundRules, true: frozenset[int], roots: Sequence[int], test: Test) -> Needed:
        run = _Run(ground, true, roots)
        tried: set[tuple[Test, ...]] = set()
        todo: list[tuple[Test, ...]] = [()]
        while todo and len(tried) < TRIED:
            beside = todo.pop(0)
            if beside in tried:
                continue
            tried.add(beside)
            more = self._literals((test, *beside), ground)
            if more is None:
                continue
            if run.turns(more):
                if run.possible(more):
                    return Needed(True, beside)
                if not beside and test.kind not in COMPARISONS:
                    return Needed(False)
                continue
            todo += [rows for rows in self._beside(run, more, {test, *beside}, beside) if rows not in tried]
        return Needed(None)

    def _literals(self, tests: Iterable[Test], ground: GroundRules) -> frozenset[int] | None:
        """The externals of records that meet some tests just so; None where a test cannot be met by a record."""
        rows = []
        for t in tests:
            value = self._value(t)
            if value is None:
                return None
            rows.append(Recorded(t.subject, value, "", Place("")))
        externals = ground.externals
        return frozenset([externals[t] for t in tests_of(rows, (), self._vocabulary) if t in externals])

    def _value(self, test: Test) -> Value | None:
        """The least that meets a test: of an amount the value nearest to the threshold."""
        finding = self._vocabulary.findings.get(test.subject)
        if finding is None:
            return None
        match test.kind:
            case "has" | "lacks":
                return test.kind == "has"
            case "is":
                return test.value
        values = sorted({t.value for t in finding.thresholds})
        at = next((t.value for t in finding.thresholds if t.text == test.value), None)
        if at is None:
            return None
        if test.kind == "above":
            at = _between(at, next((v for v in values if v > at), at + 2))
        elif test.kind == "below":
            at = _between(next((v for v in reversed(values) if v < at), at - 2), at)
        return Interval(at, at)

    def _beside(self, run: _Run, more: frozenset[int], known: set[Test], beside: tuple[Test, ...]) -> Iterator[tuple[Test, ...]]:
        """The companions that rules ask for beside what the records make hold."""
        for missing in run.almost(more):
            tests = [self._asked(x, run.ground) for x in missing]
            new = tuple(sorted({t for t in tests if t is not None}))
            subjects = {t.subject for t in (*known, *new)}
            if None not in tests and len(subjects) == len(known) + len(new) and len(beside) + len(new) <= MOST:
                yield (*beside, *new)

    def _asked(self, literal: int, ground: GroundRules) -> Test | None:
        """The test behind a literal that does not hold, where nothing is recorded of its finding."""
        given = ground.record_of(literal) if literal > 0 and literal in ground.tests else None
        test = ground.given.get(given) if given is not None else None
        return test if test and test.kind != "unsuitable" and test.subject not in self._recorded else None


_TURNED: WeakKeyDictionary[GroundRules, Turned] = WeakKeyDictionary()
"""What was found out with the rules of a program."""


class _Run:
    """What holds below some atoms, with some records and with more of them."""

    def __init__(self, ground: GroundRules, true: frozenset[int], roots: Sequence[int]) -> None:
        self.ground = ground
        self._true, self._roots = true, roots
        self._before = self._held(frozenset(), roots)

    def _held(self, more: frozenset[int], atoms: Iterable[int]) -> frozenset[int]:
        made = Weighing(self.ground, self._true | more).below(atoms)
        return frozenset(x for x in made.weight if x > 0)

    def turns(self, more: frozenset[int]) -> bool:
        """Whether some root turns."""
        now = self._held(more, self._roots)
        return any((root in now) != (root in self._before) for root in self._roots)

    def possible(self, more: frozenset[int]) -> bool:
        """Whether a patient may have such records: no constraint that they touch is broken."""
        touched = self.ground.touched
        bodies = list(dict.fromkeys(b for x in sorted(more) for b in touched.get(x, ())))
        now = self._held(more, {abs(x) for b in bodies for x in b})
        return not any(_holds(b, now) for b in bodies)

    def almost(self, more: frozenset[int]) -> list[Body]:
        """For each body that the records come nearer to, the literals that it still wants; the fewest first."""
        ground, now = self.ground, self._held(more, self._roots)
        fresh = now - self._before
        found: dict[Body, None] = {}
        for atom in ground.reached(self._roots)[1]:
            if atom in now or atom in ground.tests:
                continue
            for body in ground.bodies[atom]:
                if not fresh.isdisjoint(body):
                    found[tuple([x for x in body if (abs(x) in now) != (x > 0)])] = None
        return sorted(found, key=lambda b: (len(b), [(x < 0, ground.text(abs(x))) for x in b]))


def _holds(body: Body, held: frozenset[int]) -> bool:
    return all((abs(x) in held) == (x > 0) for x in body)


def _between(low: Fraction, high: Fraction) -> Fraction:
    return (low + high) / 2
