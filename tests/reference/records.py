"""The pack and the case of the reference solver: facts as tuples in sets, rules as lists of literals. Nothing of the engine is used."""

from __future__ import annotations

import itertools
from collections import defaultdict
from dataclasses import dataclass, field
from fractions import Fraction

Test = tuple[str, ...]
"""`("has", f)`, `("is", f, v)`, `("at_least", f, "3 weeks")`, `("unsuitable", a)`; as a criterion also `("any", k)`, `("all", k)`."""

Atom = tuple[str, ...]
"""What a body may ask: a test, or `("concept", name)`. What a rule states: see `Rule`."""

LOW_SIDE, HIGH_SIDE = ("at_least", "above"), ("below", "at_most")
COMPARISONS = LOW_SIDE + HIGH_SIDE

DAYS = {"day": 1, "week": 7, "month": 30, "year": 365}


def amount(text: str) -> Fraction:
    """The value of "3 weeks" in days, or of "20 percent" in percent."""
    number, unit = text.split()
    return Fraction(number) * DAYS.get(unit.rstrip("s"), 1)


@dataclass(frozen=True)
class Finding:
    """A finding; `low` and `high` are texts, empty where there is no range."""

    kind: str
    choices: tuple[str, ...] = ()
    unit: str = ""
    low: str = ""
    high: str = ""
    critical: bool = False
    clock: bool = False


@dataclass(frozen=True)
class Rule:
    """A head and a body of literals (whether it must hold, atom).

    Heads are `("applies", s)`, `("enters", c)`, `("excludes", c, reason)`, `("impossible", id)`, `("concept", name)` and
    `("follows", *test)`.
    """

    head: Atom
    body: tuple[tuple[bool, Atom], ...] = ()


@dataclass
class Pack:
    """A pack. `facts` has the rows of every other predicate of the contract, by its name."""

    findings: dict[str, Finding]
    actions: list[str]
    sources: list[str]
    contexts: dict[str, str]
    """Context -> source."""
    statements: dict[str, tuple[str, str, str]]
    """Statement -> source, kind, strength."""
    facts: dict[str, set[tuple[str, ...]]] = field(default_factory=lambda: defaultdict(set))
    rules: list[Rule] = field(default_factory=list)

    def rows(self, name: str) -> set[tuple[str, ...]]:
        """The rows of a predicate."""
        return self.facts.get(name, set())

    def mentioned(self) -> set[Test]:
        """Every test that the pack mentions."""
        found = {atom for rule in self.rules for _, atom in rule.body} | {r.head[1:] for r in self.rules if r.head[0] == "follows"}
        found |= {row[2:] for row in self.rows("needs")} | {row[1:] for name in ("any_of", "all_of") for row in self.rows(name)}
        return {test for test in found if test[0] not in {"concept", "any", "all"}}

    def thresholds(self, finding: str) -> list[str]:
        """The quantities that the pack compares a finding with, as written."""
        return sorted({t[2] for t in self.mentioned() if t[0] in COMPARISONS and t[1] == finding}, key=lambda text: (amount(text), text))


@dataclass(frozen=True)
class Span:
    """What is recorded of a quantity: all values between two ends, each included or not; None is open."""

    low: Fraction | None
    high: Fraction | None
    low_included: bool = True
    high_included: bool = True


@dataclass
class Case:
    """A patient: for each recorded finding a boolean, a choice or a span; and the actions that are ruled out."""

    findings: dict[str, bool | str | Span]
    excluded: tuple[str, ...] = ()

    def tests(self, pack: Pack) -> frozenset[Test]:
        """The tests that the case decides."""
        found: set[Test] = {("unsuitable", a) for a in self.excluded}
        for name, value in self.findings.items():
            if isinstance(value, bool):
                found.add(("has" if value else "lacks", name))
            elif isinstance(value, str):
                found.add(("is", name, value))
            else:
                texts = pack.thresholds(name)
                inside = [
                    v for v in _probes([*map(amount, texts), *(e for e in (value.low, value.high) if e is not None)]) if _in(v, value)
                ]
                for kind in COMPARISONS:
                    found |= {(kind, name, text) for text in texts if all(meets(v, kind, amount(text)) for v in inside)}
        return frozenset(found)


def _probes(values: list[Fraction]) -> list[Fraction]:
    """Every value, and one between, before and after each."""
    points = sorted(set(values)) or [Fraction(0)]
    return sorted({*points, points[0] - 1, points[-1] + 1, *((a + b) / 2 for a, b in itertools.pairwise(points))})


def _in(value: Fraction, span: Span) -> bool:
    above = span.low is None or value > span.low or (span.low_included and value == span.low)
    below = span.high is None or value < span.high or (span.high_included and value == span.high)
    return above and below


def meets(value: Fraction, kind: str, threshold: Fraction) -> bool:
    """Whether a value meets a comparison."""
    return {"at_least": value >= threshold, "above": value > threshold, "below": value < threshold, "at_most": value <= threshold}[kind]


def outside(pack: Pack, test: Test) -> bool:
    """Whether no value inside the range of its finding meets a comparison."""
    finding = pack.findings[test[1]]
    if not finding.low:
        return False
    low, high, threshold = amount(finding.low), amount(finding.high), amount(test[2])
    return not any(meets(v, test[0], threshold) for v in _probes([low, high, threshold]) if low <= v <= high)
