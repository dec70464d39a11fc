"""When a statement applies, or a context takes somebody in, in words: from the rules as the pack has them, whoever the patient."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from explain.labels import Labels
from explain.values import Condition
from guideline.errors import Place
from guideline.terms.parsed import BodyLiteral, SourceRule


@dataclass(frozen=True, slots=True)
class Clause:
    """One condition of a rule.

    `positive` is False where the condition must not hold: "unless ...". `any_of` are tests of which one is enough; for a concept of the
    pack they are empty, and `concept` says its name and `ways` the rules that make it hold.
    """

    positive: bool
    any_of: tuple[Condition, ...] = ()
    concept: str = ""
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
        self._open: dict[str, list[SourceRule]] = {}
        for rule in rules:
            for head in rule.heads:
                self._of.setdefault(head, []).append(rule)
            if not rule.heads:
                self._open.setdefault(rule.head_name, []).append(rule)

    def ways(self, head: str, seen: frozenset[str] = frozenset()) -> tuple[Way, ...]:
        """The rules for a ground atom such as `applies(s)`, in the order of the files."""
        predicate = head.partition("(")[0]
        rules = sorted([*self._of.get(head, ()), *self._open.get(predicate, ())], key=lambda r: (r.place, r.text))
        return tuple(Way(tuple(self._clause(b, seen | {head}) for b in r.body), r.text, r.place) for r in rules)

    def _clause(self, literal: BodyLiteral, seen: frozenset[str]) -> Clause:
        if literal.tests:
            return Clause(literal.positive, tuple(self._labels.test(t) for t in literal.tests))
        name = literal.atoms[0] if literal.atoms else literal.name
        # Concepts cannot depend on themselves; `seen` guards against variables that make it look so.
        ways = tuple(w for a in literal.atoms or (literal.name,) if a not in seen for w in self.ways(a, seen))
        return Clause(literal.positive, concept=self._labels.label(name), ways=ways)
