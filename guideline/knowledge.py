"""Builds what checked packs state: sources, contexts, statements with all that is said of each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from guideline.errors import Place
from guideline.model import Context, Dose, Knowledge, Review, Source, Statement, Vocabulary
from guideline.quantities import parse_quantity
from guideline.terms import assertions as a
from guideline.terms import declarations as d
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


def build_knowledge(facts: Facts, vocabulary: Vocabulary) -> Knowledge:
    """The knowledge of packs that have passed every check; all tuples are sorted.

    Args:
        facts: of all packs together.
        vocabulary: built from the same facts; words the reasons for leaving somebody out of a context.
    """
    return Knowledge(
        sources=_sources(facts),
        contexts=_contexts(facts, vocabulary),
        statements=_statements(facts, vocabulary),
        axioms=dict(sorted({fact.axiom: fact.words for fact, _ in facts.of(d.Impossible)}.items())),
        accepted=dict(sorted({(fact.check, str(fact.subject)): fact.why for fact, _ in facts.of(a.Accepts)}.items())),
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


def _contexts(facts: Facts, vocabulary: Vocabulary) -> dict[str, Context]:
    wider = _gather(facts, d.Narrower, "context", lambda f: f.wider)
    reasons = _gather(facts, d.Excludes, "context", lambda f: f.reason)
    return {
        name: Context(
            name=name,
            source=source,
            label=words,
            narrower=wider.get(name, ()),
            exclusions={reason: vocabulary.label(reason) for reason in reasons.get(name, ())},
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
    answers = _gather(facts, a.AnsweredBy, "statement", lambda f: (f.review, f.clock, f.finding))
    return {
        name: tuple(
            Review(
                what,
                parse_quantity(low, DAY, units),
                parse_quantity(high, DAY, units),
                tuple(clock for review, clock in clocks.get(name, ()) if review == what),
                tuple((clock, finding) for review, clock, finding in answers.get(name, ()) if review == what),
            )
            for what, low, high in rows
        )
        for name, rows in windows.items()
    }


def _statements(facts: Facts, vocabulary: Vocabulary) -> dict[str, Statement]:
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
        "yields": gather(a.Yields, "other", "why"),
        "waives": gather(a.Waives, "other", "why"),
        "tensions": gather(a.Tension, "other", "why"),
        "ambiguous": gather(a.Ambiguous, "words"),
        "hinges": gather(a.Hinges, "other", "words"),
        "reports": gather(a.Reports, "topic", "words"),
        "supports": gather(a.Supports, "other"),
        "notes": gather(a.Note, "words"),
        "departs": gather(a.Departs, "words"),
    }
    silent = {fact.statement for fact, _ in facts.of(a.Silent)}
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
            locator=single["locator"][name],
            says=single["says"][name],
            **{part: rows[name] for part, rows in parts.items() if name in rows},
        )
    return found
