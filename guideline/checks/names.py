"""Checks of names: whatever a fact, a rule or a test refers to must be declared, and asked for in the way of its kind."""

from __future__ import annotations

from collections.abc import Callable, Collection

from guideline.checks.ledger import Ledger
from guideline.errors import Place, closest
from guideline.model import COMPARISONS, Quantity, Test
from guideline.terms import assertions as a
from guideline.terms import declarations as d
from guideline.terms.contract import CONTRACT, roles
from guideline.terms.language import TESTS
from guideline.vocabulary import criteria, mentions

_DECLARES = {d.Finding: "finding", d.Action: "action", d.Source: "source", d.Context: "context", a.Statement: "statement"}
_ASKED = {"boolean": ("has", "lacks"), "choice": ("is",), "quantity": COMPARISONS}


def references(ledger: Ledger) -> None:
    """`unknown-finding`, `-action`, `-source`, `-context`, `-statement`: a fact or rule names what nothing declares."""
    known: dict[str, Collection[str]] = {
        "finding": ledger.findings,
        "action": ledger.actions,
        "source": ledger.sources,
        "context": ledger.contexts,
        "statement": ledger.statements,
    }
    for kind, facts in ledger.facts:
        checked = [(i, role.name) for i, role in enumerate(roles(kind)) if role.name in known]
        if _DECLARES.get(kind):
            checked = checked[1:]  # the first argument is what the fact declares
        for index, what in checked:
            names = known[what]
            for fact, place in facts:
                if fact[index] not in names:
                    ledger.unknown(what, str(fact[index]), names, place)


def predicates(ledger: Ledger) -> None:
    """`undefined-concept`: a body asks what no rule states; `unknown-predicate`: a rule states what no body asks."""
    asked = {(name, arity) for name, arity, _ in ledger.reading.concepts}
    stated = {(rule.head_name, rule.head_arity) for rule in ledger.reading.rules}
    meant: set[str] = set()
    for name, arity, place in ledger.reading.concepts:
        if (name, arity) in stated | ledger.reading.optional:
            continue
        hint = closest(name, {n for n, _ in stated if (n, arity) not in CONTRACT} | set(TESTS))
        meant.update(n for n, _ in stated if hint and f"`{n}`" in hint)
        ledger.absent(name, "undefined-concept", place, f"no rule states `{name}/{arity}`", hint)
    for rule in ledger.reading.rules:
        name, arity = rule.head_name, rule.head_arity
        if (name, arity) in CONTRACT or (name, arity) in asked or name in meant:
            continue
        hint = closest(name, {n for n, _ in CONTRACT} | set(TESTS) | {n for n, _ in asked})
        message = f"unknown predicate `{name}/{arity}`: no part of the contract, and asked by no rule"
        ledger.absent(name, "unknown-predicate", rule.place, message, hint)


def tests(ledger: Ledger) -> None:
    """Every test is about a finding of its kind, a value of the choice, a quantity in a unit that fits and inside the range."""
    ranges = {fact.finding: (fact.low, fact.high) for fact, _ in ledger.facts.of(d.Range)}
    for test, place in mentions(ledger.reading):
        if test.kind == "unsuitable":
            if test.subject not in ledger.actions:
                ledger.unknown("action", test.subject, ledger.actions, place)
        elif test.subject not in ledger.findings:
            ledger.unknown("finding", test.subject, ledger.findings, place)
        else:
            _of_kind(ledger, test, place, ranges)


def _of_kind(ledger: Ledger, test: Test, place: Place, ranges: dict[str, tuple[str, str]]) -> None:
    kind, unit = ledger.findings[test.subject]
    if test.kind not in _ASKED[kind]:
        ways = " or ".join(f"`{word}`" for word in _ASKED[kind])
        ledger.report(
            "wrong-test",
            place,
            f"`{test.kind}` does not fit `{test.subject}`, which is a {kind}",
            f"a {kind} is asked with {ways}",
        )
    elif test.kind == "is" and test.value not in ledger.choices[test.subject]:
        ledger.unknown("choice", test.value, ledger.choices[test.subject], place)
    elif test.kind in COMPARISONS:
        value = ledger.quantity(test.value, unit, "threshold-unit", place)
        ends = [_quietly(ledger, text, unit) for text in ranges.get(test.subject, ())]
        if value and len(ends) == 2 and ends[0] and ends[1] and not ends[0].value <= value.value <= ends[1].value:
            message = f'threshold `"{test.value}"` lies outside the range of `{test.subject}`'
            ledger.report("threshold-outside-range", place, message, f"the range is from {ends[0].text} to {ends[1].text}")


def _quietly(ledger: Ledger, text: str, unit: str) -> Quantity | None:
    """An end of a range; what is wrong with it is the matter of another check."""
    before = len(ledger.problems)
    value = ledger.quantity(text, unit, "range-unit", Place(""))
    del ledger.problems[before:]
    return value


def groups(ledger: Ledger) -> None:
    """`unknown-group`: `any(k)` or `all(k)` without members."""
    members: dict[str, set[str]] = {
        "any": {fact.group for fact, _ in ledger.facts.of(a.AnyOf)},
        "all": {fact.group for fact, _ in ledger.facts.of(a.AllOf)},
    }
    for group, place in criteria(ledger.facts):
        if isinstance(group, Test) or group.name in members[group.kind]:
            continue
        other = "all" if group.kind == "any" else "any"
        hint = f"did you mean `{other}({group.name})`?" if group.name in members[other] else closest(group.name, members[group.kind])
        message = f"group `{group}` has no members"
        ledger.absent(group.name, "unknown-group", place, message, hint or f"state them as `{group.kind}_of({group.name}, ...)`")


def choice_labels(ledger: Ledger) -> None:
    """`unknown-choice`: a label for a value that the choice does not have."""
    for fact, place in ledger.facts.of(d.Label):
        if fact.term.name != "choice" or not fact.term.args:
            continue
        finding, value = fact.term.args[0], fact.term.args[-1]
        if finding not in ledger.findings:
            ledger.unknown("finding", finding, ledger.findings, place)
        elif value not in ledger.choices[finding]:
            ledger.unknown("choice", value, ledger.choices[finding], place)


CHECKS: tuple[Callable[[Ledger], None], ...] = (references, predicates, tests, groups, choice_labels)
