"""When a statement applies, or a context takes somebody in, in words: from the rules as the pack has them, whoever the patient."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from explain.views.labels import Labels
from explain.views.values import Condition
from guideline.errors import Place
from guideline.terms.parsed import BodyLiteral, SourceRule


@dataclass(frozen=True, slots=True)
class Clause:
    """One condition of a rule.

    `positive` is False where the condition must not hold: "unless ...". `any_of` are tests of which one is enough; where the rule asks
    for concepts of the pack they are empty, and one of `concepts` is enough (under "unless": all of them have to hold).
    """

    positive: bool
    any_of: tuple[Condition, ...] = ()
    concepts: tuple[Concept, ...] = ()


@dataclass(frozen=True, slots=True)
class Concept:
    """A concept of the pack: its words, and the rules that make it hold; none where it always holds, or nothing makes it hold."""

    label: str
    ways: tuple[Way, ...] = ()


@dataclass(frozen=True, slots=True)
class Way:
    """One rule: all clauses must hold; none means always. `text` is the rule as the pack has it."""

    clauses: tuple[Clause, ...]
    text: str
    place: Place


class Applicability:
    """Reads the rules of a pack.

    Args:
        rules: of the pack.
        labels: words for findings and choices.
    """

    def __init__(self, rules: Sequence[SourceRule], labels: Labels) -> None:
        self._labels = labels
        self._of: dict[str, list[SourceRule]] = {}
        self._open: dict[tuple[str, int], list[SourceRule]] = {}
        """By name and number of arguments: the rules whose head has a variable."""
        self._all: dict[tuple[str, int], list[SourceRule]] = {}
        for rule in rules:
            for head in rule.heads:
                self._of.setdefault(head, []).append(rule)
            kind = (rule.head_name, rule.head_arity)
            self._all.setdefault(kind, []).append(rule)
            if not rule.heads:
                self._open.setdefault(kind, []).append(rule)

    def ways(self, head: str) -> tuple[Way, ...]:
        """The rules for a ground atom of the contract, such as `applies(s)`, in the order of the files."""
        return self._ways(self._of.get(head, ()), frozenset({head}))

    def _ways(self, rules: Iterable[SourceRule], seen: frozenset[str]) -> tuple[Way, ...]:
        found = sorted(rules, key=lambda r: (r.place, r.text))
        return tuple(Way(tuple(self._clause(b, seen) for b in r.body), r.text, r.place) for r in found)

    def _clause(self, literal: BodyLiteral, seen: frozenset[str]) -> Clause:
        if literal.tests:
            return Clause(literal.positive, tuple(self._labels.test(t) for t in literal.tests))
        kind = (literal.name, literal.arity)
        if literal.atoms:
            asked = [(a, [*self._of.get(a, ()), *self._open.get(kind, ())]) for a in literal.atoms]
        else:
            # With a variable, whatever makes it hold of anything.
            asked = [(literal.name, self._all.get(kind, []))]
        return Clause(literal.positive, concepts=tuple(self._concept(a, rules, seen) for a, rules in asked))

    def _concept(self, atom: str, rules: Sequence[SourceRule], seen: frozenset[str]) -> Concept:
        # Concepts cannot depend on themselves; `seen` guards against variables that make it look so.
        ways = () if atom in seen else self._ways(rules, seen | {atom})
        return Concept(self._labels.label(atom), ways if all(w.clauses for w in ways) else ())
