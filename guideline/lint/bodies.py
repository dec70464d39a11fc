"""What bodies of rules can and cannot mean: tests that exclude each other, concepts written out, and what rules read."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from itertools import product

from guideline.model import COMPARISONS, Finding, Test
from guideline.packs import BodyLiteral, Compiled, SourceRule

LONGEST = 64
"""How many ways to meet a body are looked at; a body with more is left alone."""

Way = frozenset[tuple[bool, str]]
"""One way to meet a body: literals, each with its sign, as the program writes them; all of them hold at once."""

_FOLLOWING = re.compile(r"follows\(\w+\((\w+)")


class Bodies:
    """The rules of packs, by head, and what their tests mean."""

    def __init__(self, packs: Compiled) -> None:
        self.findings = packs.vocabulary.findings
        self.rules: dict[str, list[SourceRule]] = defaultdict(list)
        self._tests: dict[str, Test] = {}
        self._ranks: Mapping[tuple[str, str], int] = {
            (name, t.text): t.rank for name, finding in self.findings.items() for t in finding.thresholds
        }
        for rule in packs.rules:
            for head in rule.heads:
                self.rules[head].append(rule)
            for literal in rule.body:
                self._tests.update((str(test), test) for test in literal.tests)

    def clash(self, one: tuple[bool, str], other: tuple[bool, str]) -> bool:
        """Whether two literals can never hold together."""
        (positive, left), (also, right) = one, other
        if not positive and not also:
            return False
        if positive and also:
            return self._apart(left, right)
        asked, denied = (left, right) if positive else (right, left)
        return asked == denied or self._implies(asked, denied)

    def _apart(self, left: str, right: str) -> bool:
        a, b = self._tests.get(left), self._tests.get(right)
        if a is None or b is None or a.subject != b.subject:
            return False
        if {a.kind, b.kind} == {"has", "lacks"}:
            return True
        if a.kind == b.kind == "is":
            return a.value != b.value
        low, high = (a, b) if a.kind in {"at_least", "above"} else (b, a)
        if low.kind not in {"at_least", "above"} or high.kind not in {"below", "at_most"}:
            return False
        least, most = self._rank(low), self._rank(high)
        return least > most or (least == most and not (low.kind == "at_least" and high.kind == "at_most"))

    def _implies(self, asked: str, denied: str) -> bool:
        a, b = self._tests.get(asked), self._tests.get(denied)
        if a is None or b is None or a.subject != b.subject or a.kind not in COMPARISONS or b.kind not in COMPARISONS:
            return False
        mine, theirs = self._rank(a), self._rank(b)
        if a.kind in {"at_least", "above"} and b.kind in {"at_least", "above"}:
            return mine > theirs or (mine == theirs and (a.kind == "above" or b.kind == "at_least"))
        if a.kind in {"below", "at_most"} and b.kind in {"below", "at_most"}:
            return mine < theirs or (mine == theirs and (a.kind == "below" or b.kind == "at_most"))
        return False

    def _rank(self, test: Test) -> int:
        return self._ranks[test.subject, test.value]

    def never(self, literal: tuple[bool, str]) -> bool:
        """Whether a literal asks for a value outside the range of its finding."""
        positive, text = literal
        test = self._tests.get(text)
        return positive and test is not None and test.kind in COMPARISONS and _outside(self.findings[test.subject], test)

    def impossible(self, way: Way) -> tuple[str, ...]:
        """The literals of a way that exclude each other, or the one that no value meets; empty where there are none."""
        rows = sorted(way, key=lambda row: (row[1], not row[0]))
        for i, row in enumerate(rows):
            if self.never(row):
                return (_words(row),)
            for other in rows[:i]:
                if self.clash(other, row):
                    return (_words(other), _words(row))
        return ()

    def ways(self, body: Iterable[BodyLiteral], *, expand: bool = True, above: frozenset[str] = frozenset()) -> list[Way] | None:
        """The ways to meet a body: one for each choice among its pools and, where wanted, among the rules of its concepts.

        Negated concepts, concepts with variables and concepts of themselves stay as they are. None where there are too many ways.
        """
        parts: list[list[Way]] = []
        size = 1
        for literal in body:
            options = self._options(literal, expand=expand, above=above)
            size *= len(options) if options is not None else LONGEST + 1
            if options is None or size > LONGEST:
                return None
            parts.append(options)
        return [frozenset().union(*row) for row in product(*parts)]

    def _options(self, literal: BodyLiteral, *, expand: bool, above: frozenset[str]) -> list[Way] | None:
        if not literal.positive or not literal.atoms:
            return [frozenset((literal.positive, atom) for atom in literal.atoms)]
        found: list[Way] = []
        for atom in literal.atoms:
            rules = self.rules.get(atom, []) if expand and not literal.tests and atom not in above else []
            if not rules:
                found.append(frozenset({(True, atom)}))
            for rule in rules:
                inner = self.ways(rule.body, above=above | {atom})
                if inner is None or len(found) + len(inner) > LONGEST:
                    return None
                found += inner
        return found


def _outside(finding: Finding, test: Test) -> bool:
    value = next(t.value for t in finding.thresholds if t.text == test.value)
    low = finding.low.value if finding.low else None
    high = finding.high.value if finding.high else None
    match test.kind:
        case "at_least":
            return high is not None and high < value
        case "above":
            return high is not None and high <= value
        case "below":
            return low is not None and low >= value
        case _:
            return low is not None and low > value


def _words(literal: tuple[bool, str]) -> str:
    positive, text = literal
    return text if positive else f"not {text}"


def read_findings(packs: Compiled) -> tuple[frozenset[str], frozenset[str]]:
    """The findings that bear on some statement, and those that only axioms read.

    A finding bears on a statement when a test of it stands in the body of `applies`, `enters` or `excludes`, is a criterion, or counts the
    amount of a dose; when a concept that such a body asks for reads it; and when a finding that is read follows from it.
    """
    stated: dict[str, list[SourceRule]] = defaultdict(list)
    following: dict[str, list[SourceRule]] = defaultdict(list)
    for rule in packs.rules:
        stated[f"{rule.head_name}/{rule.head_arity}"].append(rule)
        if rule.head_name == "follows":
            for head in rule.heads:
                match = _FOLLOWING.match(head)
                if match:
                    following[match[1]].append(rule)
    read = {test.subject for test in packs.declared if test.kind != "unsuitable" and f"criterion {test}" in packs.places}
    read.update(packs.vocabulary.dosed_per.values())
    reviews = [review for s in packs.knowledge.statements.values() for review in s.reviews]
    read.update(clock for review in reviews for clock in review.clocks)
    read.update(finding for review in reviews for _, finding in review.answers)
    todo = [rule for head in ("applies/1", "enters/1", "excludes/2") for rule in stated[head]]
    todo += [rule for name in sorted(read) for rule in following[name]]
    seen: set[int] = set()
    while todo:
        rule = todo.pop()
        if id(rule) in seen:
            continue
        seen.add(id(rule))
        for literal in rule.body:
            if not literal.tests:
                todo += stated[f"{literal.name}/{literal.arity}"]
            for test in literal.tests:
                read.add(test.subject)
                todo += following[test.subject]
    mentioned = {test.subject for test in packs.declared}
    return frozenset(read), frozenset(mentioned - read)
