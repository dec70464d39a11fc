"""What a record lacks for a context to take the patient in, every finding that its rules ask for; else what stands against it there."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from explain.views.labels import OPPOSITES
from explain.views.resting import Resting
from explain.views.terms import Terms
from explain.views.values import Known
from guideline.model import Test
from guideline.terms.parsed import BodyLiteral, SourceRule

MOST = 64
"""So many ways into a context are followed; where there are more, not all that is wanting is named."""
CONTRARY = {"has": "lacks", "lacks": "has"}
Ways = dict[tuple[str, ...], None]
"""Ways to make something hold, in their order: each the labels of what would have to be recorded; no way where the record bars them all."""
MET: Ways = {(): None}


@dataclass(frozen=True, slots=True)
class Barring:
    """A finding with what is recorded of it, and the line of the case file (0: none) that says so."""

    label: str
    known: Known
    line: int


@dataclass(frozen=True, slots=True)
class Wanting:
    """What is not recorded.

    Attributes:
        asked: findings, each with those that would do in its place: an alternative is several that are asked for together.
        others: whether there is more that is not named.
        barring: where no record more would do, what is recorded against it.
    """

    asked: tuple[tuple[tuple[str, ...], ...], ...] = ()
    others: bool = False
    barring: tuple[Barring, ...] = ()


NOTHING = Wanting()
"""Nothing is wanting, or nothing is known of it."""


class Lacking:
    """Reads off the rules of a pack what a record lacks. What would only imply a finding that a rule asks for is left out.

    Args:
        terms: of the answer.
        rules: of the pack.
    """

    def __init__(self, terms: Terms, rules: Iterable[SourceRule]) -> None:
        self._terms = terms
        self._resting = Resting(terms, rules)
        self._recorded = {r.finding: r for r in terms.answer.case.recorded}
        self._cut = False
        self._barring: dict[str, None] = {}
        """The recorded findings that leave no way into what is read."""

    def enters(self, context: str) -> Wanting:
        """What a context that does not take the patient in would have to find recorded; where the record stands against it, that."""
        self._cut = False
        self._barring = {}
        ways = self._atom(f"enters({context})", frozenset())
        kept = [w for w in ways if not any(set(x) < set(w) for x in ways)]
        if () in ways:
            return NOTHING
        if not kept:
            return Wanting(barring=tuple([self._barred_by(finding) for finding in self._barring]))
        common = [label for label in kept[0] if all(label in w for w in kept)]
        rest = dict.fromkeys(tuple([label for label in w if label not in common]) for w in kept)
        return Wanting((*[((label,),) for label in common], *([tuple(rest)] if () not in rest else [])), self._cut)

    def _atom(self, atom: str, above: frozenset[str]) -> Ways:
        if atom in above:
            return {}
        known = dict(self._barring)
        found: Ways = {}
        for rule in self._resting.rules_of(atom):
            ways = MET
            for literal in rule.body:
                ways = self._both(ways, self._literal(literal, above | {atom}))
            found |= ways
        if found:
            # What bars one way of several is no reason.
            self._barring = known
        return MET if () in found else found

    def _both(self, one: Ways, other: Ways) -> Ways:
        found = dict.fromkeys(tuple(dict.fromkeys((*a, *b))) for a in one for b in other)
        self._cut |= len(found) > MOST
        return dict.fromkeys(list(found)[:MOST])

    def _literal(self, literal: BodyLiteral, above: frozenset[str]) -> Ways:
        if not literal.positive:
            held = [a for a in literal.atoms if self._resting.holds(a, test=bool(literal.tests))]
            for a in held:
                self._bar(a, test=bool(literal.tests))
            return {} if held else MET
        if not literal.atoms:
            # With a variable: what would make it hold is not looked for.
            self._cut = True
            return MET
        known = dict(self._barring)
        found: Ways = {}
        for place, atom in enumerate(literal.atoms):
            found |= self._test(literal.tests[place]) if literal.tests else self._atom(atom, above)
        if found:
            self._barring = known
        return MET if () in found else found

    def _test(self, test: Test) -> Ways:
        if self._resting.holds(str(test), test=True):
            return MET
        return {} if self._denied(test) else {(self._terms.label(test.subject),): None}

    def _denied(self, test: Test) -> bool:
        """Whether what is recorded, or follows from it, stands against a test."""
        if test.kind in OPPOSITES:
            return self._bar(str(Test(OPPOSITES[test.kind], test.subject, test.value)), test=True)
        if test.subject in self._recorded:
            self._barring[test.subject] = None
            return True
        if test.kind == "unsuitable":
            return True
        if test.kind == "is":
            others = self._terms.vocabulary.findings[test.subject].choices
            return any(self._bar(str(Test("is", test.subject, c)), test=True) for c in others if c != test.value)
        return self._bar(f"{CONTRARY[test.kind]}({test.subject})", test=True)

    def _bar(self, atom: str, *, test: bool) -> bool:
        """Whether an atom holds, which bars what is read; keeps the recorded findings by which it does."""
        self._barring |= dict.fromkeys(t.subject for t in self._resting.by(atom, test=test) if t.subject in self._recorded)
        return self._resting.holds(atom, test=test)

    def _barred_by(self, finding: str) -> Barring:
        return Barring(self._terms.label(finding), self._terms.known(finding), self._recorded[finding].place.line)
