"""Marks: which answers to unrecorded critical findings would make a result fall, or come about.

The ground rules are read once as boolean functions of the free tests. Everything that depends on the patient is stratified, so each atom
has one function: the disjunction of its rules, taken in the order of the strata; atoms that support each other in a circle are
iterated from false, which gives the least fixpoint that the solver gives. No solver run is needed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol

from guideline.functions import FALSE, TRUE, Functions
from guideline.model import COMPARISONS, Case, Finding, Test, TestKind, Vocabulary
from guideline.program import GroundProgram, GroundRule

Answers = tuple[tuple[Test, ...], ...]
"""Sets of answers, each a tuple of tests; the empty tuple where there is none."""


def free_tests(case: Case, findings: Iterable[Finding]) -> tuple[Test, ...]:
    """The tests of the given findings that the record leaves undecided, in a fixed order."""
    recorded = {r.finding for r in case.recorded}
    free: list[Test] = []
    for finding in sorted(findings, key=lambda f: f.name):
        if finding.kind == "quantity":
            for threshold in finding.thresholds:
                pairs: tuple[tuple[TestKind, TestKind], ...] = (("below", "at_least"), ("at_most", "above"))
                for tests in (tuple(Test(kind, finding.name, threshold.text) for kind in pair) for pair in pairs):
                    if not case.tests.intersection(tests):
                        free.extend(tests)
        elif finding.name not in recorded:
            if finding.kind == "boolean":
                free += [Test("has", finding.name), Test("lacks", finding.name)]
            else:
                free += [Test("is", finding.name, choice) for choice in finding.choices]
    return tuple(free)


def critical_unknown(case: Case, vocabulary: Vocabulary) -> tuple[Test, ...]:
    """The tests that marks leave free: those of the critical findings that the case does not record."""
    return free_tests(case, (f for f in vocabulary.findings.values() if f.critical))


Rules = list[tuple[int, list[tuple[int, ...]]]]


class Open(Protocol):
    """The part of a ground program that free tests can turn, with all that is settled taken out of its rules."""

    @property
    def free(self) -> Mapping[int, Test]:
        """The free tests in it, by literal."""

    @property
    def results(self) -> tuple[int, ...]:
        """The results that are unknown, sorted."""

    @property
    def steps(self) -> list[tuple[bool, Rules]]:
        """Its rules, stratum by stratum, each with whether its atoms support each other in a circle."""

    @property
    def constraints(self) -> Sequence[tuple[int, ...]]:
        """The bodies that no possible record meets."""


class Marker:
    """Reads open parts of one program as functions. Not for use from several threads at a time; belongs to a session."""

    def __init__(self, program: GroundProgram) -> None:
        self._functions = Functions()
        # The tests of one finding stand side by side: they exclude each other, and an order that parts them makes diagrams explode.
        self._tests = sorted(program.given, key=lambda t: (t.subject, t))
        self._numbers = {test: number for number, test in enumerate(self._tests)}
        self._ranks = {(f, q): int(n) for f, q, n in program.facts.get("threshold", [])}
        self._known: dict[tuple[int, int], Answers] = {}

    def marks(self, part: Open) -> Mapping[int, Answers]:
        """For each result that the free tests can turn, the minimal sets of answers that do.

        Args:
            part: open below the results; in the case as recorded none of its free tests holds.

        Returns:
            literal of a result -> sets of answers under which it falls (where it holds) or comes about (where it does not).
        """
        if self._functions.full:
            self._functions = Functions()
            self._known.clear()
        functions = self._functions
        value = {literal: functions.variable(self._numbers[test]) for literal, test in part.free.items()}
        for circle, rules in part.steps:
            self._read(circle, rules, value)
        broken = FALSE
        for body in part.constraints:
            broken = functions.either(broken, self._body(body, value))
        found: dict[int, Answers] = {}
        for literal in part.results:
            function = value[literal]
            if functions.holds(function, ()):
                function = functions.flip(function)
            if function != FALSE:
                key = (function, broken)
                answers = self._known.get(key)
                if answers is None:
                    answers = self._known[key] = self._answers(*key)
                if answers:
                    found[literal] = answers
        return found

    def _read(self, circle: bool, rules: Rules, value: dict[int, int]) -> None:
        either, read = self._functions.either, self._body
        if circle:
            value.update((atom, FALSE) for atom, _ in rules)
        stable = False
        while not stable:
            stable = True
            for atom, bodies in rules:
                whole = FALSE
                for body in bodies:
                    whole = either(whole, read(body, value))
                    if whole == TRUE:
                        break
                if circle and value[atom] != whole:
                    stable = False
                value[atom] = whole

    def _body(self, body: tuple[int, ...], value: dict[int, int]) -> int:
        functions = self._functions
        whole = TRUE
        for literal in body:
            part = value[literal] if literal > 0 else functions.flip(value[-literal])
            whole = part if whole == TRUE else functions.both(whole, part)
            if whole == FALSE:
                return FALSE
        return whole

    def _answers(self, function: int, broken: int) -> Answers:
        functions = self._functions
        sets = functions.minimal(function)
        if any(functions.holds(broken, s) for s in sets):
            # An axiom forbids some of them; a larger set may still be possible, so the axioms are taken into the function.
            sets = functions.minimal(functions.both(function, functions.flip(broken)))
        answers = [tuple(self._tests[number] for number in s) for s in sets]
        return tuple(sorted(weakest(answers, self._ranks), key=lambda a: (len(a), a)))


def weakest(sets: list[tuple[Test, ...]], ranks: Mapping[tuple[str, str], int]) -> list[tuple[Test, ...]]:
    """Drops a set of answers where another asks for less of the same quantities: "3 weeks or more" is implied by "4 weeks or more"."""
    rows = [(s, frozenset(t.subject for t in s), any(t.kind in COMPARISONS for t in s)) for s in sorted(sets)]
    compared = [(s, subjects) for s, subjects, compares in rows if compares]
    kept: list[tuple[Test, ...]] = []
    for one, subjects, compares in rows:
        weaker = (s for s, theirs in compared if s != one and theirs <= subjects and _implied(s, one, ranks)) if compares else iter(())
        # Two spellings of one threshold imply each other; the first by name stays.
        if not any(not _implied(one, s, ranks) or s < one for s in weaker):
            kept.append(one)
    return kept


def _implied(weak: tuple[Test, ...], strong: tuple[Test, ...], ranks: Mapping[tuple[str, str], int]) -> bool:
    return all(any(_implies(s, w, ranks) for s in strong) for w in weak)


def _implies(strong: Test, weak: Test, ranks: Mapping[tuple[str, str], int]) -> bool:
    if strong == weak:
        return True
    if strong.subject != weak.subject or strong.kind not in COMPARISONS or weak.kind not in COMPARISONS:
        return False
    (side, here), (other, there) = _end(strong, ranks), _end(weak, ranks)
    return side == other and (here >= there if side == "low" else here <= there)


def _end(test: Test, ranks: Mapping[tuple[str, str], int]) -> tuple[str, int]:
    # Thresholds at even places of a line, the gaps between them at odd ones.
    place = 2 * ranks[test.subject, test.value]
    if test.kind in {"at_least", "above"}:
        return "low", place + (test.kind == "above")
    return "high", place - (test.kind == "below")


def strata(rules: Mapping[int, list[tuple[int, ...]]]) -> dict[int, int]:
    """The strata of the atoms: a number for each head, greater than those of all it rests on, equal inside a circle (Tarjan 1972)."""
    index: dict[int, int] = {}
    low: dict[int, int] = {}
    order: dict[int, int] = {}
    path: list[int] = []
    for root in rules:
        if root in index:
            continue
        calls: list[tuple[int, list[int], int]] = []
        index[root] = low[root] = len(index)
        path.append(root)
        calls.append((root, _below(root, rules), 0))
        while calls:
            atom, below, position = calls.pop()
            if position:
                low[atom] = min(low[atom], low[below[position - 1]])
            while position < len(below):
                child = below[position]
                position += 1
                if child not in index:
                    calls.append((atom, below, position))
                    index[child] = low[child] = len(index)
                    path.append(child)
                    calls.append((child, _below(child, rules), 0))
                    break
                if child not in order:
                    low[atom] = min(low[atom], index[child])
            else:
                if low[atom] == index[atom]:
                    number = len(order)
                    while True:
                        member = path.pop()
                        order[member] = number
                        if member == atom:
                            break
    return order


def _below(atom: int, rules: Mapping[int, list[tuple[int, ...]]]) -> list[int]:
    return sorted({abs(x) for body in rules[atom] for x in body if abs(x) in rules})


__all__ = ["Answers", "GroundRule", "Marker", "Open", "critical_unknown", "free_tests"]
