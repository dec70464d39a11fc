"""What an answer takes for granted: findings that were taken for absent without a record."""

from __future__ import annotations

from collections.abc import Generator, Mapping

from guideline.model import TEST_KINDS, Test, TestKind, Vocabulary
from guideline.program import GroundProgram

OPPOSITE: Mapping[TestKind, TestKind] = {
    "has": "lacks",
    "lacks": "has",
    "at_least": "below",
    "below": "at_least",
    "above": "at_most",
    "at_most": "above",
}
"""What holds of a patient where a test does not; of a choice, it is another of its values."""


class Ground:
    """The ground rules of one program by head, for walks from a conclusion to what it rests on."""

    def __init__(self, program: GroundProgram) -> None:
        self.program = program
        self.rules: dict[int, list[tuple[int, ...]]] = {}
        for head, body in program.rules:
            if head:
                self.rules.setdefault(head, []).append(body)
        self.known: Mapping[tuple[str, ...], int] = {(a.name, *a.args): n for n, a in program.atoms.items() if a.name in TEST_KINDS}
        self.tests: Mapping[int, Test] = {literal: test for test, literal in program.given.items()}
        """The tests that a record may give."""
        self.known_tests: Mapping[int, Test] = {n: Test(TEST_KINDS[row[0]], *row[1:]) for row, n in self.known.items()}
        """The tests that are known by a record or by what follows from one."""
        self.values: dict[str, list[int]] = {}
        for row, literal in self.known.items():
            if row[0] == "is":
                self.values.setdefault(row[1], []).append(literal)
        self.in_force: Mapping[str, int] = {a.args[0]: n for n, a in program.atoms.items() if a.name == "in_force"}


def assumed(
    in_force: tuple[str, ...], ground: Ground, true: frozenset[int], vocabulary: Vocabulary
) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Findings that the statements in force take for absent though nothing says so, each with the statements that do.

    Walks the rules that hold below each statement in force; at a `not`, into the conditions that would have made the negated atom true, up
    to the test that is not known. A test whose opposite is known, by the record or by what follows from it, is no assumption, and neither
    is any record that it would follow from; of an amount that is recorded between bounds, one is where the bounds leave it open. Where a
    record may give the test itself, its finding stands for all from which it would follow; those that are critical are named beside it.

    Args:
        in_force: names of the statements.
        ground: the rules.
        true: the literals of all atoms that hold.
        vocabulary: to tell findings from actions.
    """
    walk = _Walk(ground, true, frozenset(name for name, f in vocabulary.findings.items() if f.critical))
    by: dict[str, set[str]] = {}
    for name in in_force:
        literal = ground.in_force.get(name)
        for finding in walk.needs(literal) if literal else ():
            if finding in vocabulary.findings:
                by.setdefault(finding, set()).add(name)
    return tuple((finding, tuple(sorted(names))) for finding, names in sorted(by.items()))


_Step = Generator[tuple[bool, int], frozenset[str], frozenset[str]]
"""A step asks for what an atom that holds needs (True), or what keeps one that does not hold from holding, and returns findings."""


class _Walk:
    def __init__(self, ground: Ground, true: frozenset[int], critical: frozenset[str]) -> None:
        self._ground = ground
        self._true = true
        self._critical = critical
        self._recordable = frozenset(ground.tests.values())
        self._held: dict[int, frozenset[str]] = {}
        self._lacking: dict[int, frozenset[str]] = {}

    def needs(self, atom: int) -> frozenset[str]:
        """The findings assumed absent below an atom that holds."""
        # Chains of a pack may be longer than Python's own stack, so the walk keeps one.
        stack = [self._needs(atom)]
        answer: frozenset[str] | None = None
        while stack:
            try:
                holds, below = stack[-1].send(answer)  # type: ignore[arg-type]  # None starts a walk
            except StopIteration as done:
                answer = done.value
                stack.pop()
            else:
                answer = (self._held if holds else self._lacking).get(below)
                if answer is None:
                    stack.append(self._needs(below) if holds else self._absent(below))
        return answer or frozenset()

    def _needs(self, atom: int) -> _Step:
        if atom in self._held:
            return self._held[atom]
        self._held[atom] = frozenset()
        options: list[frozenset[str]] = []
        for body in self._ground.rules.get(atom, ()):
            if all((x in self._true) if x > 0 else (-x not in self._true) for x in body):
                assumed_here: frozenset[str] = frozenset()
                for x in body:
                    assumed_here |= yield (x > 0, abs(x))
                options.append(assumed_here)
        found = min(options, key=lambda s: (len(s), sorted(s)), default=frozenset[str]())
        self._held[atom] = found
        return found

    def _absent(self, atom: int) -> _Step:
        """The findings whose missing record keeps an atom from holding."""
        self._lacking[atom] = frozenset()
        test = self._ground.tests.get(atom)
        known = test or self._ground.known_tests.get(atom)
        found: frozenset[str] = frozenset()
        if known is not None and self._denied(known):
            pass
        elif test is not None:
            found = frozenset({test.subject})
        else:
            for body in self._ground.rules.get(atom, ()):
                failing: list[frozenset[str]] = []
                for x in body:
                    if (x not in self._true) if x > 0 else (-x in self._true):
                        missing = yield (x < 0, abs(x))
                        failing.append(missing)
                found |= min(failing, key=lambda s: (len(s), sorted(s)), default=frozenset[str]())
            if known in self._recordable:
                found = found & self._critical | {known.subject}
        self._lacking[atom] = found
        return found

    def _denied(self, test: Test) -> bool:
        """Whether it is known that a test does not hold."""
        if test.kind == "is":
            return any(n in self._true for n in self._ground.values.get(test.subject, ()))
        if test.kind not in OPPOSITE:
            return False
        row: tuple[str, ...] = (OPPOSITE[test.kind], test.subject)
        return self._ground.known.get((*row, test.value) if test.value else row, 0) in self._true
