"""How long a statement speaks: the bounds on clocks beyond which it says nothing, read off the rules of a pack."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from weakref import WeakKeyDictionary

from explain.views.labels import parse_test
from guideline.model import Test, TestKind, Vocabulary
from guideline.pack import Pack
from guideline.terms.parsed import SourceRule

Limits = Mapping[str, tuple[Test, ...]]
"""Statement -> upper bounds on clocks without any of which it does not apply; a statement that has none is left out."""
ENDS: Mapping[str, TestKind] = {"above": "at_most", "at_least": "below"}
"""What holds exactly where a lower bound, which a rule denies, does not."""
UPPER = frozenset({"at_most", "below"})

_MADE: WeakKeyDictionary[Pack, Limits] = WeakKeyDictionary()


def limits_of(pack: Pack) -> Limits:
    """The bounds of the statements of a pack, whoever the patient."""
    made = _MADE.get(pack)
    if made is None:
        made = _MADE[pack] = _read(pack.compiled.rules, pack.vocabulary)
    return made


def widest(tests: Iterable[Test], vocabulary: Vocabulary) -> Test:
    """Of upper bounds on one clock, the last."""
    return max(tests, key=lambda t: _reach(t, vocabulary))


def ends(criterion: str, vocabulary: Vocabulary) -> Test | None:
    """The upper bound on a clock that a criterion is; None where it is another."""
    if criterion.partition("(")[0] not in UPPER:
        return None
    test = parse_test(criterion)
    return test if _is_clock(test, vocabulary) else None


def _read(rules: Iterable[SourceRule], vocabulary: Vocabulary) -> Limits:
    heads: dict[str, list[SourceRule]] = {}
    for rule in rules:
        for head in rule.heads:
            heads.setdefault(head, []).append(rule)
    found: dict[str, tuple[Test, ...]] = {}
    for head in heads:
        if head.startswith("applies("):
            bounds = _every_way(head, heads, vocabulary, frozenset())
            if bounds:
                found[head.removeprefix("applies(").removesuffix(")")] = tuple(sorted(bounds.values()))
    return found


def _every_way(head: str, heads: Mapping[str, list[SourceRule]], vocabulary: Vocabulary, seen: frozenset[str]) -> dict[str, Test]:
    """By clock, the widest of the bounds that the rules for an atom set, where each of them sets one."""
    ways = [_one_way(rule, heads, vocabulary, seen | {head}) for rule in heads.get(head, ())] if head not in seen else []
    if not ways:
        return {}
    common = set(ways[0]).intersection(*ways[1:])
    return {clock: widest((way[clock] for way in ways), vocabulary) for clock in common}


def _one_way(rule: SourceRule, heads: Mapping[str, list[SourceRule]], vocabulary: Vocabulary, seen: frozenset[str]) -> dict[str, Test]:
    """By clock, the narrowest of the bounds that one rule sets."""
    found: dict[str, Test] = {}
    for literal in rule.body:
        tests: Iterable[Test] = ()
        # Of a pool one test is enough, so none of them sets a bound.
        if len(literal.tests) == 1:
            test = literal.tests[0]
            if literal.positive and test.kind in UPPER:
                tests = [test]
            elif not literal.positive and test.kind in ENDS:
                tests = [Test(ENDS[test.kind], test.subject, test.value)]
        elif literal.positive and len(literal.atoms) == 1 and not literal.tests:
            tests = _every_way(literal.atoms[0], heads, vocabulary, seen).values()
        for test in tests:
            if _is_clock(test, vocabulary):
                held = found.get(test.subject)
                found[test.subject] = test if held is None else min(held, test, key=lambda t: _reach(t, vocabulary))
    return found


def _is_clock(test: Test, vocabulary: Vocabulary) -> bool:
    finding = vocabulary.findings.get(test.subject)
    return finding is not None and finding.clock


def _reach(test: Test, vocabulary: Vocabulary) -> tuple[int, bool]:
    """Where an upper bound stands among the thresholds of its clock; "at most" reaches further than "below"."""
    rank = next((t.rank for t in vocabulary.findings[test.subject].thresholds if t.text == test.value), 0)
    return rank, test.kind == "at_most"
