"""Builds the vocabulary of checked packs: findings with their thresholds in order, actions, labels."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from fractions import Fraction

from guideline.errors import Place
from guideline.model import COMPARISONS, Action, Finding, Quantity, Test, Threshold, Vocabulary
from guideline.quantities import parse_quantity, unit_table
from guideline.terms import assertions as a
from guideline.terms import declarations as d
from guideline.terms.parsed import Criterion
from guideline.terms.syntax import Facts, Reading

DAY = "day"
"""The unit of review windows, known to every vocabulary."""

Units = Mapping[str, tuple[str, Fraction]]


def mentions(reading: Reading) -> list[tuple[Test, Place]]:
    """Every test that the packs mention, with its place: in bodies, as what follows, and as a criterion."""
    found = list(reading.tests)
    found += [(fact.test, place) for fact, place in reading.facts.of(d.Follows)]
    found += [(criterion, place) for criterion, place in criteria(reading.facts) if isinstance(criterion, Test)]
    return found


def criteria(facts: Facts) -> list[tuple[Criterion, Place]]:
    """Every criterion, of statements and of groups, with its place."""
    found = [(needs.criterion, place) for needs, place in facts.of(a.Needs)]
    found += [(member.criterion, place) for member, place in facts.of(a.AnyOf)]
    found += [(member.criterion, place) for member, place in facts.of(a.AllOf)]
    return found


def units_of(facts: Facts) -> Units:
    """Every spelling of a unit that some finding of the packs, or a review window, may be written with.

    Raises:
        QuantityError: a finding is declared in a unit that does not exist.
    """
    return unit_table(sorted({unit for fact, _ in facts.of(d.Finding) for unit in fact.kind[1:] if unit} | {DAY}))


def build_vocabulary(facts: Facts, tests: Iterable[Test]) -> Vocabulary:
    """The vocabulary of packs that have passed every check.

    Args:
        facts: of all packs together.
        tests: those that the packs mention; their texts become the thresholds.
    """
    labels = {fact.term: fact.words for fact, _ in facts.of(d.Label)}
    plain = {term.name: words for term, words in labels.items() if not term.args}
    codes: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for fact, _ in facts.of(d.Code):
        codes[str(fact.term)].add((fact.system, fact.code))
    findings = _findings(facts, tests, plain, codes)
    actions = _actions(facts, plain, codes)
    named = findings.keys() | actions.keys()
    return Vocabulary(
        findings=findings,
        actions=actions,
        exclusive=tuple(sorted({(fact.action, fact.other) for fact, _ in facts.of(d.Exclusive)})),
        labels={str(term): words for term, words in sorted(labels.items()) if str(term) not in named and term.name != "choice"},
        choice_labels={(t.args[0], t.args[1]): words for t, words in sorted(labels.items()) if t.name == "choice" and t.args},
        units=units_of(facts),
        dosed_per={fact.unit: fact.finding for fact, _ in sorted(facts.of(d.DosedPer), key=lambda pair: str(pair[0]))},
    )


def _findings(
    facts: Facts, tests: Iterable[Test], labels: Mapping[str, str], codes: Mapping[str, set[tuple[str, str]]]
) -> dict[str, Finding]:
    units = units_of(facts)
    choices: dict[str, set[str]] = defaultdict(set)
    for choice, _ in facts.of(d.Choice):
        choices[choice.finding].add(choice.value)
    written: dict[str, set[str]] = defaultdict(set)
    for test in tests:
        if test.kind in COMPARISONS:
            written[test.subject].add(test.value)
    questions = {fact.finding: fact.words for fact, _ in facts.of(d.Question)}
    ranges = {fact.finding: (fact.low, fact.high) for fact, _ in facts.of(d.Range)}
    critical = {fact.finding for fact, _ in facts.of(d.Critical)}
    fixed = {fact.finding for fact, _ in facts.of(d.Fixed)}
    clocks = {fact.finding for fact, _ in facts.of(d.Clock)}
    found: dict[str, Finding] = {}
    for name, (kind, unit) in sorted({fact.finding: fact.kind for fact, _ in facts.of(d.Finding)}.items()):
        ends: list[Quantity | None] = [parse_quantity(text, unit, units) for text in ranges[name]] if name in ranges else [None, None]
        found[name] = Finding(
            name=name,
            kind="quantity" if kind == "quantity" else "choice" if kind == "choice" else "boolean",
            label=labels[name],
            question=questions.get(name, ""),
            choices=tuple(sorted(choices[name])),
            unit=unit,
            low=ends[0],
            high=ends[1],
            critical=name in critical,
            fixed=name in fixed,
            clock=name in clocks,
            codes=tuple(sorted(codes[name])),
            thresholds=_thresholds(written[name], unit, units),
        )
    return found


def _thresholds(texts: Iterable[str], unit: str, units: Units) -> tuple[Threshold, ...]:
    """In increasing order; spellings of one value share its rank."""
    values = sorted((parse_quantity(text, unit, units).value, text) for text in texts)
    ranks = {value: rank for rank, value in enumerate(sorted({value for value, _ in values}), start=1)}
    return tuple(Threshold(text, value, ranks[value]) for value, text in values)


def _actions(facts: Facts, labels: Mapping[str, str], codes: Mapping[str, set[tuple[str, str]]]) -> dict[str, Action]:
    above: dict[str, set[str]] = defaultdict(set)
    parts: dict[str, set[str]] = defaultdict(set)
    purposes: dict[str, set[str]] = defaultdict(set)
    for kind, _ in facts.of(d.KindOf):
        above[kind.action].add(kind.parent)
    for plan, _ in facts.of(d.Includes):
        parts[plan.action].add(plan.part)
    for meant, _ in facts.of(d.Purpose):
        purposes[meant.action].add(meant.purpose)
    complete = {fact.action for fact, _ in facts.of(d.Complete)}
    return {
        name: Action(
            name=name,
            label=labels[name],
            kind_of=tuple(sorted(above[name])),
            includes=tuple(sorted(parts[name])),
            purposes=tuple(sorted(purposes[name])),
            complete=name in complete,
            codes=tuple(sorted(codes[name])),
        )
        for name in sorted({fact.action for fact, _ in facts.of(d.Action)})
    }
