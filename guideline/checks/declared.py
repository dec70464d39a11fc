"""Checks of declarations: findings, actions and scales are complete and agree with themselves, nothing is given twice."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from guideline.checks.ledger import Ledger
from guideline.errors import Place, closest
from guideline.knowledge import SCALE, STANCES
from guideline.terms import assertions as a
from guideline.terms import declarations as d
from guideline.terms.contract import KEYS


def given_twice(ledger: Ledger) -> None:
    """`given-twice`, `duplicate-statement`: one name with two different declarations, in one pack or in two."""
    for kind, facts in ledger.facts:
        size = KEYS.get(kind)
        if size is None:
            continue
        first: dict[tuple[object, ...], tuple[tuple[object, ...], Place]] = {}
        for fact, place in facts:
            values = tuple(fact)
            entry = (values[size:], place)
            known = first.setdefault(values[:size], entry)
            if known is entry:
                continue
            rest, before = known
            repeated = kind is a.Statement and ledger.pack_of.get(before.file) == ledger.pack_of.get(place.file)
            if rest == values[size:] and not repeated:
                continue
            name = ", ".join(map(str, values[:size]))
            if kind is a.Statement:
                ledger.report("duplicate-statement", place, f"statement `{name}` is stated already at {before}", "choose another name")
            else:
                message = f"{_words(values[size:])} for `{kind.meta.name}` of `{name}`, but {_words(rest)} at {before}"
                ledger.report("given-twice", place, message, "leave one of the two")


def _words(values: Sequence[object]) -> str:
    flat = [str(part) for value in values for part in (value if isinstance(value, tuple) else (value,)) if part != ""]
    return "`" + ", ".join(flat) + "`"


def labels(ledger: Ledger) -> None:
    """`missing-label`: findings and actions are shown to people, so they need words."""
    for finding, place in ledger.facts.of(d.Finding):
        if finding.finding not in ledger.labelled:
            ledger.absent(finding.finding, "missing-label", place, f"finding `{finding.finding}` has no label", _label(finding.finding))
    for action, place in ledger.facts.of(d.Action):
        if action.action not in ledger.labelled:
            ledger.absent(action.action, "missing-label", place, f"action `{action.action}` has no label", _label(action.action))


def _label(name: str) -> str:
    return f'state it as `label({name}, "{name.replace("_", " ")}")`'


def units(ledger: Ledger) -> None:
    """`unknown-unit`: a quantity in a unit that does not exist."""
    for fact, place in ledger.facts.of(d.Finding):
        error = ledger.bad_units.get(fact.kind[1])
        if error and fact.kind[0] == "quantity":
            ledger.report("unknown-unit", place, error.message, error.hint)


def choices(ledger: Ledger) -> None:
    """`choice-without-values`, `values-without-choice`: values belong to a choice, and a choice has some."""
    for finding, place in ledger.facts.of(d.Finding):
        if ledger.findings[finding.finding][0] == "choice" and not ledger.choices[finding.finding]:
            hint = f"state them as `choice({finding.finding}, (one; other))`"
            ledger.absent(finding.finding, "choice-without-values", place, f"choice `{finding.finding}` has no values", hint)
    for choice, place in ledger.facts.of(d.Choice):
        kind = ledger.findings.get(choice.finding, ("choice", ""))[0]
        if kind != "choice":
            message = f"`{choice.finding}` is a {kind} and has no values to choose from"
            ledger.report("values-without-choice", place, message, f"declare it as `finding({choice.finding}, choice)`")


def ranges(ledger: Ledger) -> None:
    """`range-without-quantity`, `range-unit`, `range-reversed`."""
    for fact, place in ledger.facts.of(d.Range):
        kind, unit = ledger.findings.get(fact.finding, ("", ""))
        if kind in {"boolean", "choice"}:
            ledger.report("range-without-quantity", place, f"`{fact.finding}` is a {kind} and has no range", "leave it out")
        elif kind:
            low = ledger.quantity(fact.low, unit, "range-unit", place)
            high = ledger.quantity(fact.high, unit, "range-unit", place)
            if low and high and low.value > high.value:
                message = f"range of `{fact.finding}` starts at `{fact.low}`, above its end `{fact.high}`"
                ledger.report("range-reversed", place, message, "give the lower end first")


def clocks(ledger: Ledger) -> None:
    """`clock-without-quantity`: only a quantity can grow."""
    for fact, place in ledger.facts.of(d.Clock):
        kind = ledger.findings.get(fact.finding, ("quantity", ""))[0]
        if kind != "quantity":
            ledger.report("clock-without-quantity", place, f"`{fact.finding}` is a {kind} and cannot be a clock", "leave it out")


def exclusive(ledger: Ledger) -> None:
    """`exclusive-with-itself`: an action is no alternative of itself."""
    for fact, place in ledger.facts.of(d.Exclusive):
        if fact.action == fact.other:
            ledger.report("exclusive-with-itself", place, f"`{fact.action}` is exclusive with itself", "name two actions")


def scales(ledger: Ledger) -> None:
    """`unknown-stance`, `scale-redefined`, `unknown-rating`: the words of panels and what they stand for."""
    for scale, place in ledger.facts.of(a.Scale):
        if scale.stance not in STANCES:
            hint = closest(scale.stance, STANCES) or "one of " + ", ".join(f"`{s}`" for s in sorted(STANCES))
            ledger.report("unknown-stance", place, f"unknown stance `{scale.stance}`", hint)
        elif SCALE.get(scale.word, scale.stance) != scale.stance:
            message = f"`{scale.word}` stands for `{SCALE[scale.word]}` already, not for `{scale.stance}`"
            ledger.report("scale-redefined", place, message, "choose another word")
    known = SCALE.keys() | {fact.word for fact, _ in ledger.facts.of(a.Scale)}
    for rating, place in ledger.facts.of(a.Rates):
        if rating.word not in known:
            ledger.unknown("rating", rating.word, known, place)


CHECKS: tuple[Callable[[Ledger], None], ...] = (given_twice, labels, units, choices, ranges, clocks, exclusive, scales)
