"""Builds what checked packs state: sources, contexts, statements with all that is said of each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar

from guideline.errors import Place
from guideline.model import Context, Dose, Knowledge, Review, Source, Statement, Vocabulary
from guideline.quantities import parse_quantity
from guideline.terms import assertions as a
from guideline.terms import declarations as d
from guideline.terms import judgements as j
from guideline.terms.parsed import SourceRule
from guideline.terms.reached import Asked, Reach
from guideline.terms.syntax import Facts
from guideline.vocabulary import DAY

T = TypeVar("T")

SCALE: Mapping[str, str] = {
    "usually_appropriate": "for",
    "may_be_appropriate": "permits",
    "usually_not_appropriate": "against",
    "disagreement": "undecided",
}
"""The words of panels that the core knows, with the stance that each stands for."""

STANCES = frozenset(SCALE.values())

_Gathered = Mapping[str, tuple[T, ...]]


def build_knowledge(facts: Facts, vocabulary: Vocabulary, rules: Iterable[SourceRule]) -> Knowledge:
    """The knowledge of packs that have passed every check; all tuples are sorted.

    Args:
        facts: of all packs together.
        vocabulary: built from the same facts; words the reasons for leaving somebody out of a context.
        rules: of all packs together; they say which statements use a concept.
    """
    taken = _Taken(facts, rules)
    return Knowledge(
        sources=_sources(facts),
        contexts=_contexts(facts, vocabulary, taken),
        statements=_statements(facts, vocabulary, taken),
        axioms=dict(sorted({fact.axiom: fact.words for fact, _ in facts.of(d.Impossible)}.items())),
        accepted=dict(sorted({(fact.check, str(fact.subject)): fact.why for fact, _ in facts.of(j.Accepts)}.items())),
    )


def _gather(facts: Facts, kind: type[Any], owner: str, read: Callable[[Any], T]) -> _Gathered[T]:
    """The values that facts of one predicate hold for each owner, sorted; equal ones, from several packs, become one."""
    found: dict[str, set[Any]] = defaultdict(set)
    for fact, _ in facts.of(kind):
        found[getattr(fact, owner)].add(read(fact))
    return {name: tuple(sorted(values)) for name, values in found.items()}


def _sources(facts: Facts) -> dict[str, Source]:
    dates = {fact.source: fact.date for fact, _ in facts.of(d.SourceDate)}
    issuers = {fact.source: fact.issuer for fact, _ in facts.of(d.SourceIssuer)}
    kinds = {fact.source: fact.kind for fact, _ in facts.of(d.SourceKind)}
    urls = {fact.source: fact.url for fact, _ in facts.of(d.SourceUrl)}
    earlier = _gather(facts, d.Succeeds, "source", lambda f: f.earlier)
    strengths = _gather(facts, d.Strength, "source", lambda f: (f.rank, f.word))
    return {
        name: Source(
            name=name,
            title=title,
            date=dates.get(name, ""),
            issuer=issuers.get(name, ""),
            kind=kinds.get(name, ""),
            url=urls.get(name, ""),
            succeeds=earlier.get(name, ()),
            strengths={word: rank for rank, word in strengths.get(name, ())},
        )
        for name, title in sorted({fact.source: fact.title for fact, _ in facts.of(d.Source)}.items())
    }


class _Taken:
    """What the editors put for words of a source, by who asks for it."""

    def __init__(self, facts: Facts, rules: Iterable[SourceRule]) -> None:
        self._asked = Asked(rules, facts)
        self._own: dict[str, dict[str, str]] = defaultdict(dict)
        for fact, _ in facts.of(j.TakenAs):
            self._own[fact.owner][str(fact.test)] = fact.words

    def statement(self, name: str) -> tuple[tuple[str, str], ...]:
        """Of a statement: what is said at it goes before what is said at a concept."""
        return self._all(self._asked.statement(name), self._own.get(name, {})) if self._own else ()

    def context(self, name: str) -> tuple[tuple[str, str], ...]:
        """Of a context."""
        return self._all(self._asked.context(name), {}) if self._own else ()

    def _all(self, reach: Reach, own: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
        found: dict[str, str] = {}
        for concept in sorted(reach.concepts):
            found |= self._own.get(concept, {})
        return tuple(sorted({**found, **own}.items()))


def _contexts(facts: Facts, vocabulary: Vocabulary, taken: _Taken) -> dict[str, Context]:
    wider = _gather(facts, d.Narrower, "context", lambda f: f.wider)
    reasons = _gather(facts, d.Excludes, "context", lambda f: f.reason)
    return {
        name: Context(
            name=name,
            source=source,
            label=words,
            narrower=wider.get(name, ()),
            exclusions={reason: vocabulary.label(reason) for reason in reasons.get(name, ())},
            taken=taken.context(name),
        )
        for name, source, words in sorted({(f.context, f.source, f.words) for f, _ in facts.of(d.Context)})
    }


def _leans(facts: Facts) -> _Gathered[tuple[str, str]]:
    """What each statement would say of which action, with panels' words read through the scale."""
    scale = {**SCALE, **{fact.word: fact.stance for fact, _ in facts.of(a.Scale)}}
    words: dict[str, set[tuple[str, str]]] = defaultdict(set)
    plain: tuple[tuple[type[Any], str], ...] = (
        (a.Recommends, "for"),
        (a.Offers, "for"),
        (a.Permits, "permits"),
        (a.Opposes, "against"),
        (a.Undecided, "undecided"),
    )
    for kind, stance in plain:
        for fact, _ in facts.of(kind):
            words[fact.statement].add((stance, fact.action))
    for rating, _ in facts.of(a.Rates):
        words[rating.statement].add((scale[rating.word], rating.action))
    return {name: tuple(sorted(pairs)) for name, pairs in words.items()}


def _overrides(facts: Facts) -> _Gathered[tuple[str, str]]:
    found: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for whole, _ in facts.of(a.Overrides):
        found[whole.statement].add((whole.other, ""))
    for part, _ in facts.of(a.OverridesFor):
        found[part.statement].add((part.other, part.action))
    return {name: tuple(sorted(pairs)) for name, pairs in found.items()}


def _reviews(facts: Facts, vocabulary: Vocabulary) -> _Gathered[Review]:
    units = vocabulary.units
    windows = _gather(facts, a.FollowsUp, "statement", lambda f: (f.review, f.earliest, f.latest))
    clocks = _gather(facts, a.CountsFrom, "statement", lambda f: (f.review, f.clock))
    treatments = _gather(facts, a.ReviewOf, "statement", lambda f: (f.review, f.action))
    answers = _gather(facts, a.AnsweredBy, "statement", lambda f: (f.review, f.clock, f.finding))
    return {
        name: tuple(
            Review(
                what,
                parse_quantity(low, DAY, units),
                parse_quantity(high, DAY, units),
                tuple(clock for review, clock in clocks.get(name, ()) if review == what),
                tuple((clock, finding) for review, clock, finding in answers.get(name, ()) if review == what),
                tuple(action for review, action in treatments.get(name, ()) if review == what),
            )
            for what, low, high in rows
        )
        for name, rows in windows.items()
    }


def _statements(facts: Facts, vocabulary: Vocabulary, taken: _Taken) -> dict[str, Statement]:
    def gather(kind: type[Any], *fields: str) -> _Gathered[Any]:
        if len(fields) == 1:
            return _gather(facts, kind, "statement", lambda f: getattr(f, fields[0]))
        return _gather(facts, kind, "statement", lambda f: tuple(getattr(f, name) for name in fields))

    single: dict[str, Mapping[str, str]] = {
        "locator": {fact.statement: fact.words for fact, _ in facts.of(a.Locator)},
        "says": {fact.statement: fact.words for fact, _ in facts.of(a.Says)},
    }
    doses = gather(a.Doses, "drug", "purpose", "low", "high", "unit", "every")
    parts: dict[str, _Gathered[Any]] = {
        "cites": gather(a.Cites, "reference"),
        "within": gather(a.Within, "context"),
        "leans": _leans(facts),
        "offers": gather(a.Offers, "action"),
        "rates": gather(a.Rates, "action", "word"),
        "scores": gather(a.Score, "action", "value"),
        "needs": _gather(facts, a.Needs, "statement", lambda f: (f.action, str(f.criterion))),
        "prefers": gather(a.Prefers, "action", "other"),
        "equal": gather(a.Equal, "action", "other"),
        "only_with": gather(a.OnlyWith, "action", "other"),
        "goes_with": gather(a.GoesWith, "action", "other"),
        "requires": gather(a.Requires, "action", "before"),
        "doses": {name: tuple(Dose(*row) for row in rows) for name, rows in doses.items()},
        "routes": gather(a.Route, "drug", "words"),
        "schedules": gather(a.Schedule, "drug", "words"),
        "repeats": gather(a.Repeats, "drug", "words"),
        "reviews": _reviews(facts, vocabulary),
        "overrides": _overrides(facts),
        "yields": gather(j.Yields, "other", "why"),
        "waives": gather(j.Waives, "other", "why"),
        "tensions": gather(j.Tension, "other", "why"),
        "ambiguous": gather(j.Ambiguous, "words"),
        "hinges": gather(j.Hinges, "other", "words"),
        "reports": gather(a.Reports, "topic", "words"),
        "supports": gather(a.Supports, "other"),
        "bears_on": gather(j.BearsOn, "other"),
        "notes": gather(j.Note, "words"),
        "departs": gather(j.Departs, "words"),
    }
    silent = {fact.statement for fact, _ in facts.of(a.Silent)}
    urgent = {fact.statement for fact, _ in facts.of(a.Urgent)}
    declared: dict[str, tuple[a.Statement, Place]] = {}
    for fact, place in facts.of(a.Statement):
        declared.setdefault(fact.statement, (fact, place))
    found: dict[str, Statement] = {}
    for name, (fact, place) in sorted(declared.items(), key=lambda pair: pair[0]):
        found[name] = Statement(
            name=name,
            source=fact.source,
            kind=fact.kind,
            strength=fact.strength,
            place=place,
            silent=name in silent,
            urgent=name in urgent,
            taken=taken.statement(name),
            locator=single["locator"][name],
            says=single["says"][name],
            **{part: rows[name] for part, rows in parts.items() if name in rows},
        )
    return found
