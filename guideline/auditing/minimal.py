"""Minimal witnesses: of all patients with a conflict the one with the fewest recorded findings, and the most ordinary of these.

Patients are compared by, in this order,

- the number of recorded findings;
- the number of red flags (critical findings) known to be present from one recorded test alone: recorded so, or following from it;
- the number of other findings, not recorded, of which one recorded test alone makes something known: what implies much is less ordinary;
- over how many places recorded amounts spread, beyond one each, in all: they are exact where they can be (the places of a finding are its
  thresholds and the stretches before, between and after them);
- how many places the amounts lie away from the middle one, in all;
- the names of the findings: of the findings that only one of two patients has recorded, who has the last by name comes after; then by their
  values, no red flag before one, other findings present before absent, choices in the order of the vocabulary, less before more.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from guideline.auditing.excerpt import Excerpt
from guideline.auditing.inside import well_inside
from guideline.cases.witness import case_of
from guideline.changes.values import stretches
from guideline.model import Case, Finding, Test, Value, Vocabulary
from guideline.quantities import bounded, decided, format_interval

LOW = ("at_least", "above")


@dataclass(frozen=True, slots=True, order=True)
class Rank:
    """Where a patient stands in the order of the module; less is better. `order` can be compared inside one search only."""

    costs: tuple[int, ...]
    order: tuple[bool, ...]


@dataclass(frozen=True, slots=True)
class Minimal:
    """A minimal witness as the tests that it records, with its rank."""

    rank: Rank
    tests: frozenset[Test]

    @property
    def findings(self) -> int:
        """How many findings it records."""
        return len({t.subject for t in self.tests})


class Search:
    """Looks for minimal witnesses among the patients of one excerpt.

    Args:
        excerpt: with the goals; gets costs and preferences.
        tests: the test of each free literal.
        vocabulary: of the pack.
        following: what a test alone makes known of other findings, see `guideline.auditing.consequences`.
    """

    def __init__(
        self, excerpt: Excerpt, tests: Mapping[int, Test], vocabulary: Vocabulary, following: Mapping[int, frozenset[Test]]
    ) -> None:
        self._excerpt = excerpt
        self._tests = {n: tests[n] for n in excerpt.tests}
        by_finding: dict[str, dict[Test, int]] = {}
        for n, test in sorted(self._tests.items(), key=lambda row: row[1]):
            by_finding.setdefault(test.subject, {})[test] = n
        flags: dict[str, list[int]] = {}
        bounds: list[list[int]] = []
        away: list[int] = []
        order: list[int] = []
        solver = {name: {test: excerpt.literal(n) for test, n in own.items()} for name, own in sorted(by_finding.items())}
        recorded = excerpt.either(own.values() for own in solver.values())
        forbidden: list[list[int]] = []
        for made, (name, own) in zip(recorded, solver.items(), strict=True):
            finding = vocabulary.findings[name]
            if finding.critical and finding.kind == "boolean":
                flags[name] = [own[Test("has", name)]]
            if finding.kind == "quantity":
                closed, ends = _closed(finding, own)
                forbidden += closed
                bounds += [[made, -a, -b] for a, b in ends]
                away += _away(finding, own)
            order += _preferred(finding, own)
        excerpt.forbid(forbidden)
        vague = excerpt.all_of(bounds)
        told = self._told(following, dict(zip(solver, recorded, strict=True)), vocabulary, flags)
        several = iter(excerpt.either(own for own in flags.values() if len(own) > 1))
        present = [own[0] if len(own) == 1 else next(several) for own in flags.values()]
        # To leave out the last is tried first: that seldom fails, and so costs less than to try and take in the first.
        self._order = [*(-n for n in reversed(recorded)), *order]
        rows = [tuple(own.values()) for _, own in sorted(by_finding.items())]
        self._recorded = dict(zip(recorded, rows, strict=True))
        excerpt.choose([[(n, 1) for n in level] for level in (recorded, present, told, vague, away)], self._order)

    def _told(
        self, following: Mapping[int, frozenset[Test]], recorded: Mapping[str, int], vocabulary: Vocabulary, flags: dict[str, list[int]]
    ) -> list[int]:
        """For each finding of which tests of others make something known a literal that holds where they do, and it is not recorded.

        Of red flags that follow, the tests from which they do are added to `flags`.
        """
        bodies: dict[str, list[list[int]]] = {}
        for n in self._tests:
            made = self._excerpt.literal(n)
            for finding in sorted({t.subject for t in following.get(n, ())}):
                bodies.setdefault(finding, []).append([made, -recorded[finding]] if finding in recorded else [made])
            for test in sorted(following.get(n, ())):
                if test.kind == "has" and vocabulary.findings[test.subject].critical:
                    flags.setdefault(test.subject, []).append(made)
        return self._excerpt.defined(rows for _, rows in sorted(bodies.items()))

    def find(self, assumed: Iterable[int]) -> Minimal | None:
        """The minimal witness of some assumed solver literals, None where there is none."""
        found = self._excerpt.best(assumed)
        if found is None:
            return None
        costs, true = found
        holds = {self._excerpt.literal(n) for n in true}
        holds |= {made for made, own in self._recorded.items() if true.intersection(own)}
        order = tuple([(abs(n) in holds) != (n > 0) for n in self._order])
        return Minimal(Rank(costs, order), frozenset([self._tests[n] for n in true]))


def _closed(finding: Finding, solver: Mapping[Test, int]) -> tuple[list[list[int]], list[tuple[int, int]]]:
    """What keeps the tests of an amount to those that a case would decide; and the pairs of which an exact amount meets one each."""
    rows = sorted(finding.thresholds, key=lambda t: (t.rank, t.text))
    reached, past, within, before = (
        [solver[Test(kind, finding.name, t.text)] for t in rows] for kind in ("at_least", "above", "at_most", "below")
    )
    bodies: list[list[int]] = []
    ends: list[tuple[int, int]] = []
    for i, t in enumerate(rows):
        # What lies past a threshold has reached it; what has reached it lies past those before.
        bodies += [[past[i], -reached[i]], [before[i], -within[i]]]
        if i and t.rank == rows[i - 1].rank:
            bodies += [[s * chain[i], -s * chain[i - 1]] for chain in (reached, past, within, before) for s in (1, -1)]
        else:
            ends += [(reached[i], before[i]), (past[i], within[i])]
        if i and t.rank != rows[i - 1].rank:
            bodies += [[reached[i], -past[i - 1]], [within[i - 1], -before[i]]]
    return bodies, ends


def _away(finding: Finding, solver: Mapping[Test, int]) -> list[int]:
    """The tests that an amount meets beyond the middle of its thresholds, on either side: the more of them, the further away."""
    ranks = sorted({t.rank for t in finding.thresholds})
    middle = len(ranks)
    found = []
    for test, n in sorted(solver.items()):
        threshold = next(t for t in finding.thresholds if t.text == test.value)
        if next(t.text for t in finding.thresholds if t.rank == threshold.rank) != threshold.text:
            continue
        at = 2 * ranks.index(threshold.rank) + 1
        # Stretches have even places, thresholds odd ones; an amount at place p meets the comparisons up to p, and from p down.
        if test.kind in LOW:
            if at + (test.kind == "above") > middle:
                found.append(n)
        elif at - (test.kind == "below") < middle:
            found.append(n)
    return found


def _preferred(finding: Finding, solver: Mapping[Test, int]) -> list[int]:
    name = finding.name
    if finding.kind == "boolean":
        yes, no = solver[Test("has", name)], solver[Test("lacks", name)]
        return [no, yes] if finding.critical else [yes, no]
    if finding.kind == "choice":
        return [solver[Test("is", name, v)] for v in finding.choices]
    ranks = {t.text: t.rank for t in finding.thresholds}
    return [n for _, n in sorted(((t.kind in LOW, ranks[t.value], t), n) for t, n in solver.items())]


class Writer:
    """Writes minimal witnesses as cases, each amount as somebody would."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._known: dict[tuple[Test, ...], tuple[Value, str]] = {}

    def case(self, name: str, title: str, tests: Iterable[Test]) -> Case:
        """The case that records some tests of a minimal witness."""
        grouped: dict[str, list[Test]] = {}
        for test in sorted(tests):
            grouped.setdefault(test.subject, []).append(test)
        values: dict[str, tuple[Value, str]] = {}
        for finding, own in sorted(grouped.items()):
            key = tuple(own)
            if key not in self._known:
                self._known[key] = _value(self._vocabulary.findings[finding], set(own), self._vocabulary)
            values[finding] = self._known[key]
        case = case_of(name, values, self._vocabulary, title)
        if case.tests != frozenset(tests):
            raise RuntimeError(f"the witness `{name}` records other tests than were looked for")
        return case


def _value(finding: Finding, tests: set[Test], vocabulary: Vocabulary) -> tuple[Value, str]:
    first = min(tests)
    if finding.kind == "boolean":
        return first.kind == "has", "true" if first.kind == "has" else "false"
    if finding.kind == "choice":
        return first.value, first.value
    for stretch in stretches(finding):
        if {Test(kind, finding.name, text) for kind, text in decided(stretch, finding.thresholds)} == tests:
            return well_inside(stretch, finding, vocabulary)
    thresholds = {t.text: t.value for t in finding.thresholds}
    interval = bounded([(t.kind, thresholds[t.value]) for t in sorted(tests)])
    return interval, format_interval(interval, finding.unit)


__all__ = ["Minimal", "Rank", "Search", "Writer"]
