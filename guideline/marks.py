"""Marks: which answers to unrecorded critical findings would make a result fall, or come about.

The ground rules are read once as boolean functions of the free tests. Everything that depends on the patient is stratified, so each atom
has one function: the disjunction of its rules, taken in the order of the strata; atoms that support each other in a circle are
iterated from false, which gives the least fixpoint that the solver gives. No solver run is needed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from guideline.functions import FALSE, TRUE, Functions
from guideline.model import COMPARISONS, Case, Finding, Test, TestKind, Vocabulary
from guideline.program import GroundProgram, GroundRule

KEPT = 64
"""So many plans are kept, each of some hundred kilobytes."""

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


@dataclass(slots=True)
class _Plan:
    """What one set of free tests touches: the atoms it reaches with their rules, stratum by stratum; circles apart."""

    steps: list[tuple[bool, Rules]]
    constraints: list[tuple[int, ...]]
    boundary: tuple[int, ...]
    results: tuple[int, ...]


class Marker:
    """Reads the ground rules of one program as functions. Not for use from several threads at a time; belongs to a session."""

    def __init__(self, program: GroundProgram) -> None:
        self._program = program
        rules: dict[int, list[tuple[int, ...]]] = {}
        self._constraints: list[tuple[int, ...]] = []
        self._uses: dict[int, list[int]] = {}
        for head, body in program.rules:
            if head:
                rules.setdefault(head, []).append(body)
            else:
                self._constraints.append(body)
        # Nothing reaches a fact; most heads of a program are facts.
        self._rules = {head: bodies for head, bodies in rules.items() if any(bodies)}
        for head, bodies in self._rules.items():
            for atom in {abs(literal) for body in bodies for literal in body}:
                self._uses.setdefault(atom, []).append(head)
        self._order = strata(self._rules)
        self._functions = Functions()
        # The tests of one finding stand side by side: they exclude each other, and an order that parts them makes diagrams explode.
        self._tests = sorted(program.given, key=lambda t: (t.subject, t))
        self._numbers = {test: number for number, test in enumerate(self._tests)}
        self._ranks = {(f, q): int(n) for f, q, n in program.facts.get("threshold", [])}
        self._plans: dict[tuple[Test, ...], _Plan] = {}
        self._known: dict[tuple[int, int], Answers] = {}

    def reached(self, tests: Iterable[Test]) -> set[int]:
        """The atoms that rest on a test, however remotely: whatever the tests turn to, no other atom changes."""
        todo = [self._program.given[t] for t in tests if t in self._program.given]
        reached = set(todo)
        while todo:
            for head in self._uses.get(todo.pop(), ()):
                if head not in reached:
                    reached.add(head)
                    todo.append(head)
        return reached

    def plan(self, free: tuple[Test, ...]) -> _Plan:
        """The part of the program that the free tests reach; kept for a while, as cases lack the same findings again and again."""
        known = self._plans.pop(free, None)
        if known is not None:
            # Asked for last stands last.
            self._plans[free] = known
            return known
        reached = self.reached(free)
        layers: dict[int, list[int]] = {}
        for atom in reached:
            if atom in self._order:
                layers.setdefault(self._order[atom], []).append(atom)
        boundary: set[int] = set()
        plan = _Plan([], [b for b in self._constraints if any(abs(x) in reached for x in b)], (), ())
        for _, members in sorted(layers.items()):
            rules = [(atom, self._rules[atom]) for atom in sorted(members)]
            circle = any(abs(x) in members for _, bodies in rules for body in bodies for x in body)
            if circle or not plan.steps or plan.steps[-1][0]:
                plan.steps.append((circle, rules))
            else:
                plan.steps[-1][1].extend(rules)
            boundary.update(abs(x) for _, bodies in rules for body in bodies for x in body if abs(x) not in reached)
        boundary.update(abs(x) for body in plan.constraints for x in body if abs(x) not in reached)
        plan.results = tuple(n for n in self._program.results if n in reached)
        plan.boundary = tuple(sorted(boundary | set(plan.results)))
        self._plans[free] = plan
        if len(self._plans) > KEPT:
            del self._plans[next(iter(self._plans))]
        return plan

    def marks(self, free: tuple[Test, ...], true: frozenset[int]) -> Mapping[int, Answers]:
        """For each result that the free tests can turn, the minimal sets of answers that do.

        Args:
            free: the tests left open, from `critical_unknown`.
            true: the literals of `plan(free).boundary` that hold in the case as recorded.

        Returns:
            literal of a result -> sets of answers under which it falls (where it holds) or comes about (where it does not).
        """
        plan = self.plan(free)
        if self._functions.full:
            self._functions = Functions()
            self._known.clear()
        functions = self._functions
        value: dict[int, int] = {}
        for test in free:
            literal = self._program.given.get(test)
            if literal is not None:
                value[literal] = functions.variable(self._numbers[test])
        for circle, rules in plan.steps:
            self._read(circle, rules, value, true)
        broken = FALSE
        for body in plan.constraints:
            broken = functions.either(broken, self._body(body, value, true))
        found: dict[int, Answers] = {}
        for literal in plan.results:
            holds = literal in true
            function = value[literal]
            if function != (TRUE if holds else FALSE):
                key = (functions.flip(function) if holds else function, broken)
                answers = self._known.get(key)
                if answers is None:
                    answers = self._known[key] = self._answers(*key)
                if answers:
                    found[literal] = answers
        return found

    def _read(self, circle: bool, rules: Rules, value: dict[int, int], true: frozenset[int]) -> None:
        either, read = self._functions.either, self._body
        if circle:
            value.update((atom, FALSE) for atom, _ in rules)
        stable = False
        while not stable:
            stable = True
            for atom, bodies in rules:
                whole = FALSE
                for body in bodies:
                    whole = either(whole, read(body, value, true))
                    if whole == TRUE:
                        break
                if circle and value[atom] != whole:
                    stable = False
                value[atom] = whole

    def _body(self, body: tuple[int, ...], value: dict[int, int], true: frozenset[int]) -> int:
        whole = TRUE
        functions = self._functions
        for literal in body:
            if literal > 0:
                part = value.get(literal)
                if part is None:
                    if literal not in true:
                        return FALSE
                    continue
            else:
                part = value.get(-literal)
                if part is None:
                    if -literal in true:
                        return FALSE
                    continue
                part = functions.flip(part)
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


__all__ = ["Answers", "GroundRule", "Marker", "critical_unknown", "free_tests"]
