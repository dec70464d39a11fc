"""The most ordinary of all patients with a complete record of whom something holds, and what all such patients share."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property

from guideline.auditing.answers import Answer, answers
from guideline.auditing.region import Region, Shared, SharedKind
from guideline.auditing.replay import Replay
from guideline.cases.witness import case_of
from guideline.model import TEST_KINDS, Case, Test, Vocabulary
from guideline.program import GroundProgram
from guideline.terms.atoms import Atom
from guideline.terms.parsed import SourceRule

Term = tuple[SharedKind, str, Test | None]


class Ordinary:
    """Looks for ordinary patients.

    They are compared by, in this order,

    - the number of red flags (critical findings) present;
    - the number of other findings present;
    - how many thresholds, and stretches between two, the amounts lie away from the middle of those of their finding, in all;
    - the names of the findings, the critical ones first: the first in which two patients differ decides, by the order of the answers to it.

    Args:
        replay: of the program, over complete records.
        rules: of the pack, to tell its concepts.
    """

    def __init__(self, replay: Replay, vocabulary: Vocabulary, rules: Iterable[SourceRule]) -> None:
        self._replay, self._vocabulary = replay, vocabulary
        self._program: GroundProgram = replay.program
        self._concepts = {(n.name, n.arity) for rule in rules for n in rule.body if n.name not in TEST_KINDS}
        names = sorted({t.subject for t in self._program.given if t.kind != "unsuitable"}, key=self._order)
        rows = [answer for f in names for answer in answers(vocabulary.findings[f], vocabulary)]
        made = replay.define_all([[[self._known(t) for t in answer.tests]] for answer in rows])
        self.answers: Mapping[int, Answer] = dict(zip(made, rows, strict=True))
        flags: dict[int, int] = {}
        others: dict[int, int] = {}
        away: dict[int, int] = {}
        for n, answer in self.answers.items():
            finding = vocabulary.findings[answer.finding]
            if answer.value is True:
                (flags if finding.critical else others)[n] = 1
            elif finding.kind == "quantity":
                away[n] = _away(n, answer, self.answers)
        replay.minimize([flags, others, away])
        replay.prefer(list(self.answers))

    def _order(self, finding: str) -> tuple[bool, str]:
        return not self._vocabulary.findings[finding].critical, finding

    def _known(self, test: Test) -> int:
        number = self._program.literals.get(Atom(test.kind, (test.subject, test.value) if test.value else (test.subject,)))
        return self._replay.literal(number) if number else self._replay.define([[]])

    def find(self, assumed: Iterable[int]) -> dict[str, Answer] | None:
        """The answers of the most ordinary patient of whom some assumed literals hold, by finding; None where there is none."""
        found = self._replay.best(assumed, self.answers.keys())
        return None if found is None else {self.answers[n].finding: self.answers[n] for n in sorted(found)}

    def case(self, name: str, given: Mapping[str, Answer], title: str = "") -> Case:
        """The case that records some answers."""
        return case_of(name, {f: (a.value, a.text) for f, a in sorted(given.items())}, self._vocabulary, title)

    def literal(self, answer: Answer) -> int:
        """The literal that holds where an answer is known."""
        return self._by_answer[answer.finding, answer.tests]

    @cached_property
    def _by_answer(self) -> Mapping[tuple[str, tuple[Test, ...]], int]:
        return {(a.finding, a.tests): n for n, a in self.answers.items()}

    @cached_property
    def _terms(self) -> Mapping[int, Term]:
        """What regions speak of, by the literal in the replay."""
        found: dict[int, Term] = {}
        for number, atom in sorted(self._program.atoms.items()):
            if atom.name == "scope":
                found[self._replay.literal(number)] = ("scope", atom.args[0], None)
            elif (atom.name, len(atom.args)) in self._concepts:
                term = f"{atom.name}({','.join(atom.args)})" if atom.args else atom.name
                found[self._replay.literal(number)] = ("concept", term, None)
            elif atom.name in TEST_KINDS and atom.name != "unsuitable":
                test = Test(TEST_KINDS[atom.name], *atom.args)
                found[self._replay.literal(number)] = ("test", str(test), test)
        return found

    @cached_property
    def _constant(self) -> frozenset[int]:
        """What holds of everybody."""
        return self._replay.common([], [s * n for n in self._terms for s in (1, -1)]) or frozenset()

    def region(self, assumed: Iterable[int]) -> Region:
        """What all patients share of whom some assumed literals hold, apart from what everybody shares."""
        asked = [s * n for n in self._terms for s in (1, -1) if s * n not in self._constant]
        shared = self._replay.common(assumed, asked) or frozenset()
        kept = sorted(shared, key=self._telling)
        for number in list(kept):
            if self._replay.some([*(n for n in kept if n != number), -number]) is None:
                kept.remove(number)
        return Region(tuple(sorted(map(self._shared, shared))), tuple(sorted(map(self._shared, kept))))

    def _telling(self, number: int) -> tuple[int, bool, str]:
        """The least telling first: what is not known, then what follows from tests, then tests, amounts last."""
        kind, term, test = self._terms[abs(number)]
        order: Mapping[SharedKind, int] = {"test": 0, "concept": 1, "scope": 2} if number < 0 else {"scope": 3, "concept": 4, "test": 5}
        return order[kind], test is not None and test.kind == "is", term

    def _shared(self, number: int) -> Shared:
        kind, term, test = self._terms[abs(number)]
        return Shared(kind, term, number > 0, test)


def _away(number: int, answer: Answer, rows: Mapping[int, Answer]) -> int:
    """How many places an amount lies from the middle of its finding's, where two of an even number count as the middle."""
    own = [n for n, a in rows.items() if a.finding == answer.finding]
    return (own.index(number) + len(own) % 2) // 2


__all__ = ["Ordinary"]
