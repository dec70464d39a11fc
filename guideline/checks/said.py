"""Checks of what is said: statements and contexts are complete, and say nothing that their source could not."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable

from guideline.checks.ledger import Ledger
from guideline.errors import closest
from guideline.terms import assertions as a
from guideline.terms import declarations as d
from guideline.terms import judgements as j
from guideline.vocabulary import DAY


def complete(ledger: Ledger) -> None:
    """`missing-locator`, `missing-says`, `missing-applies`: what every statement has."""
    parts = (
        ("locator", {fact.statement for fact, _ in ledger.facts.of(a.Locator)}, 'locator({0}, "section, item")'),
        ("says", {fact.statement for fact, _ in ledger.facts.of(a.Says)}, 'says({0}, "the content in one sentence")'),
        ("applies", {fact.statement for fact, _ in ledger.facts.of(a.Applies)}, "applies({0}) :- ..."),
    )
    for fact, place in ledger.facts.of(a.Statement):
        name = fact.statement
        for word, having, form in parts:
            if name not in having:
                message = f"statement `{name}` has no `{word}`"
                ledger.absent(name, f"missing-{word}", place, message, f"state it as `{form.format(name)}`")


def strengths(ledger: Ledger) -> None:
    """`unknown-strength`: a word of force that its source, which declares its words, does not declare."""
    declared: dict[str, set[str]] = defaultdict(set)
    for strength, _ in ledger.facts.of(d.Strength):
        declared[strength.source].add(strength.word)
    for fact, place in ledger.facts.of(a.Statement):
        words = declared.get(fact.source)
        if words and fact.strength not in words:
            hint = closest(fact.strength, words) or f"`{fact.source}` declares " + ", ".join(f"`{w}`" for w in sorted(words))
            message = f"unknown strength `{fact.strength}` of source `{fact.source}`"
            ledger.absent(fact.strength, "unknown-strength", place, message, hint)


def contexts(ledger: Ledger) -> None:
    """`context-without-enters`, `foreign-context`: a context takes somebody in, and is of the statement's own source."""
    entered = {fact.context for fact, _ in ledger.facts.of(d.Enters)}
    for context, place in ledger.facts.of(d.Context):
        if context.context not in entered:
            message = f"context `{context.context}` takes nobody in"
            ledger.absent(context.context, "context-without-enters", place, message, f"state it as `enters({context.context}) :- ...`")
    for within, place in ledger.facts.of(a.Within):
        source, other = ledger.statements.get(within.statement), ledger.contexts.get(within.context)
        if source and other and source != other:
            message = f"statement `{within.statement}` is of `{source}`, context `{within.context}` of `{other}`"
            ledger.report("foreign-context", place, message, "a statement speaks inside contexts of its own source")


def overrides(ledger: Ledger) -> None:
    """`override-across-sources`: only a source itself says that one of its statements beats another."""
    pairs = [(f.statement, f.other, place) for f, place in ledger.facts.of(a.Overrides)]
    pairs += [(f.statement, f.other, place) for f, place in ledger.facts.of(a.OverridesFor)]
    for statement, other, place in pairs:
        source, foreign = ledger.statements.get(statement), ledger.statements.get(other)
        if source and foreign and source != foreign:
            message = f"`{statement}` of `{source}` cannot override `{other}` of `{foreign}`"
            hint = f'a judgement of your own is `yields({other}, {statement}, "why")`'
            ledger.report("override-across-sources", place, message, hint)


def reviews(ledger: Ledger) -> None:
    """`review-unit`, `review-days`, `review-reversed`: a window is a time in whole days, its start first."""
    for fact, place in ledger.facts.of(a.FollowsUp):
        low = ledger.quantity(fact.earliest, DAY, "review-unit", place)
        high = ledger.quantity(fact.latest, DAY, "review-unit", place)
        if not low or not high:
            continue
        if low.value > high.value:
            message = f"review of `{fact.review}` starts at `{fact.earliest}`, after its end `{fact.latest}`"
            ledger.report("review-reversed", place, message, "give the earlier time first")
        for end in (low, high):
            if end.value.denominator != 1:
                ledger.report("review-days", place, f"`{end.text}` is not a whole number of days", "reviews are counted in days")


def beginnings(ledger: Ledger) -> None:
    """`review-clock`: what a review is counted from is a clock of time, and the statement asks for that review."""
    clocks = {fact.finding for fact, _ in ledger.facts.of(d.Clock)}
    asked = {(fact.statement, fact.review) for fact, _ in ledger.facts.of(a.FollowsUp)}
    for fact, place in ledger.facts.of(a.CountsFrom):
        kind, unit = ledger.findings.get(fact.clock, ("", ""))
        if (fact.statement, fact.review) not in asked:
            message = f"`{fact.statement}` asks for no review of `{fact.review}` that could be counted from `{fact.clock}`"
            hint = f'state the window as `follows_up({fact.statement}, {fact.review}, "2 weeks", "4 weeks")`'
            ledger.absent(fact.review, "review-clock", place, message, hint)
        elif kind and (kind != "quantity" or fact.clock not in clocks):
            message = f"days cannot be counted from `{fact.clock}`, which is no clock"
            ledger.absent(fact.clock, "review-clock", place, message, f"name a time that grows, declared with `clock({fact.clock})`")
        elif kind:
            ledger.quantity(f"1 {DAY}", unit, "review-clock", place)


def outcomes(ledger: Ledger) -> None:
    """`review-answer`: what came of a review is told for a treatment from whose beginning the statement counts that review."""
    counted = {(fact.statement, fact.review, fact.clock) for fact, _ in ledger.facts.of(a.CountsFrom)}
    for fact, place in ledger.facts.of(a.AnsweredBy):
        if (fact.statement, fact.review, fact.clock) not in counted:
            message = f"`{fact.statement}` counts no review of `{fact.review}` from `{fact.clock}` that `{fact.finding}` could answer"
            hint = f"state the beginning as `counts_from({fact.statement}, {fact.review}, {fact.clock})`"
            ledger.absent(fact.review, "review-answer", place, message, hint)


def treatments(ledger: Ledger) -> None:
    """`review-treatment`: a review that looks at the course of a treatment is one that the statement asks for."""
    asked = {(fact.statement, fact.review) for fact, _ in ledger.facts.of(a.FollowsUp)}
    for fact, place in ledger.facts.of(a.ReviewOf):
        if (fact.statement, fact.review) not in asked:
            message = f"`{fact.statement}` asks for no review of `{fact.review}` that could look at `{fact.action}`"
            hint = f'state the window as `follows_up({fact.statement}, {fact.review}, "2 weeks", "4 weeks")`'
            ledger.absent(fact.review, "review-treatment", place, message, hint)


def doses(ledger: Ledger) -> None:
    """`dose-reversed`, `unknown-drug`: a regimen from less to more, of a drug that is an action or has a label."""
    for fact, place in ledger.facts.of(a.Doses):
        if fact.low > fact.high:
            message = f"dose of `{fact.drug}` starts at {fact.low}, above its end {fact.high}"
            ledger.report("dose-reversed", place, message, "give the lower dose first")
    uses = [(fact.drug, place) for fact, place in ledger.facts.of(a.Doses)]
    uses += [(fact.drug, place) for fact, place in ledger.facts.of(a.Route)]
    uses += [(fact.drug, place) for fact, place in ledger.facts.of(a.Schedule)]
    uses += [(fact.drug, place) for fact, place in ledger.facts.of(a.Repeats)]
    for drug, place in uses:
        if drug not in ledger.actions and drug not in ledger.labelled:
            ledger.unknown("drug", drug, ledger.actions | ledger.labelled, place)


def measures(ledger: Ledger) -> None:
    """`dosed-per`: what a dose is counted from must be a quantity in a unit of the same dimension."""
    for fact, place in ledger.facts.of(d.DosedPer):
        kind, unit = ledger.findings.get(fact.finding, ("", ""))
        if not kind:
            continue  # an unknown finding is the matter of another check
        if kind != "quantity":
            message = f"doses per `{fact.unit}` cannot be counted from `{fact.finding}`, which is a {kind}"
            ledger.report("dosed-per", place, message, f'name a quantity, such as `finding(body_weight, quantity("{fact.unit}"))`')
        else:
            ledger.quantity(f"1 {fact.unit}", unit, "dosed-per", place)


def readings(ledger: Ledger) -> None:
    """`unknown-owner`, `taken-test`: what the editors put for words of a source stands in a statement, or a concept, that is there."""
    owners = ledger.statements.keys() | ledger.concepts
    for fact, place in ledger.facts.of(j.TakenAs):
        if fact.owner not in owners:
            ledger.unknown("owner", fact.owner, owners, place)
            continue
        reach = ledger.asked.statement(fact.owner) if fact.owner in ledger.statements else ledger.asked.concept(fact.owner)
        if fact.test not in reach.tests:
            near = sorted(str(t) for t in reach.tests if t.subject == fact.test.subject) or sorted(map(str, reach.tests))
            hint = f"it asks for {', '.join(f'`{t}`' for t in near)}" if near else "it asks for nothing"
            ledger.absent(fact.owner, "taken-test", place, f"`{fact.owner}` does not ask for `{fact.test}`", hint)


def urgency(ledger: Ledger) -> None:
    """`urgent-without-wish`: only what a statement wishes can be urgent."""
    facts = ledger.facts
    wishes = {fact.statement for fact, _ in facts.of(a.Recommends)}
    wishes |= {fact.statement for fact, _ in facts.of(a.Offers)} | {fact.statement for fact, _ in facts.of(a.Rates)}
    for fact, place in ledger.facts.of(a.Urgent):
        if fact.statement in ledger.statements and fact.statement not in wishes:
            message = f"statement `{fact.statement}` is urgent and wishes nothing to be done"
            hint = f"state what is to be done at once as `recommends({fact.statement}, ...)`, or leave `urgent` out"
            ledger.absent(fact.statement, "urgent-without-wish", place, message, hint)


CHECKS: tuple[Callable[[Ledger], None], ...] = (
    complete,
    strengths,
    contexts,
    overrides,
    reviews,
    beginnings,
    outcomes,
    treatments,
    doses,
    measures,
    readings,
    urgency,
)
