"""Checks of statements: that each says something, says one thing, and can be told from the next."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import fields

from guideline.errors import closest
from guideline.lint.check import Check, Remark
from guideline.model import Statement
from guideline.packs import Compiled, SourceRule

KINDS = frozenset(
    word
    for line in (
        "recommendation contraindication rating diagnostic escalation timing dosing definition population_exclusion pitfall follow_up",
        "evidence prognosis rationale gap permission prevention monitoring screening referral good_practice research_recommendation goal",
    )
    for word in line.split()
)
"""The kinds of statement that the field distinguishes."""

_WORDED = frozenset({"name", "locator", "says", "place", "cites", "ambiguous", "notes", "departs", "taken"})
"""What a statement has for its readers: it tells nobody apart."""

Condition = frozenset[tuple[object, ...]]


def empty(packs: Compiled) -> Iterator[Remark]:
    """Statements with none of the facts that make one say something."""
    for name, statement in packs.knowledge.statements.items():
        if not _says(statement):
            hint = f"state its wish (`recommends({name}, ...)`), what it reports, or `silent({name})`"
            yield Remark(name, f"statement `{name}` wants, reports and withholds nothing", statement.place, hint)


def _says(statement: Statement) -> bool:
    """Whether it says something: a wish, an order, a regimen, a review, a tension, a report, a silence."""
    return statement.decides or bool(statement.tensions or statement.reports or statement.silent)


def torn(packs: Compiled) -> Iterator[Remark]:
    """Statements that are for and against one action."""
    for name, statement in packs.knowledge.statements.items():
        against = {action for stance, action in statement.leans if stance == "against"}
        wanted = {action for stance, action in statement.leans if stance in {"for", "permits"}}
        for action in sorted(against & wanted):
            hint = "make two statements of it, each with its own conditions"
            yield Remark(name, f"statement `{name}` is for and against `{action}`", statement.place, hint)


def kinds(packs: Compiled) -> Iterator[Remark]:
    """Statements of a kind that the field does not have."""
    for name, statement in packs.knowledge.statements.items():
        if statement.kind not in KINDS:
            hint = closest(statement.kind, KINDS) or "known kinds: " + ", ".join(f"`{kind}`" for kind in sorted(KINDS))
            yield Remark(name, f"unknown kind `{statement.kind}` of statement `{name}`", statement.place, hint)


def indistinct(packs: Compiled) -> Iterator[Remark]:
    """Statements of one source that want the same under the same conditions, and that no other statement tells apart."""
    known = packs.knowledge.statements
    conditions: dict[str, set[Condition]] = defaultdict(set)
    for rule in packs.rules:
        if rule.head_name == "applies":
            for head in rule.heads:
                conditions[head[8:-1]].add(_condition(rule))
    pointed: dict[str, set[tuple[object, ...]]] = defaultdict(set)
    for name, statement in known.items():
        for part in ("overrides", "yields", "waives", "tensions", "hinges"):
            for other, rest in getattr(statement, part):
                pointed[other].add((part, name, rest))
    first: dict[tuple[object, ...], str] = {}
    for name, statement in sorted(known.items(), key=lambda pair: (pair[1].place, pair[0])):
        if statement.silent or not _says(statement):
            continue  # a gap is told by its words; one that is empty is the matter of another check
        key = (*_content(statement), frozenset(conditions[name]), frozenset(pointed[name]))
        same = first.setdefault(key, name)
        if same != name:
            message = f"nothing tells statement `{name}` from `{same}`: one source, one content, one condition"
            yield Remark(name, message, statement.place, "merge them and cite both places, or state the condition in which they differ")


def _condition(rule: SourceRule) -> Condition:
    if any(not literal.atoms for literal in rule.body):
        return frozenset({(rule.text.partition(":-")[2],)})
    return frozenset((literal.positive, *sorted(literal.atoms)) for literal in rule.body)


def _content(statement: Statement) -> Iterator[object]:
    for part in fields(statement):
        if part.name not in _WORDED:
            yield getattr(statement, part.name)


CHECKS = (
    Check(
        "empty-statement",
        "a statement without wish, order, regimen, review, report or silence",
        "it is counted and shown and says nothing: a fact has probably been forgotten",
        empty,
    ),
    Check(
        "torn-statement",
        "a statement that is for and against one action",
        "a source that says both says them of different patients: these are two statements",
        torn,
    ),
    Check(
        "indistinct-statements",
        "statements that nothing can tell apart",
        "one sentence of the source has been stated twice, or a condition has been forgotten",
        indistinct,
    ),
    Check(
        "unknown-statement-kind",
        "a kind of statement outside the field's list",
        "a misspelt kind escapes every filter by kind",
        kinds,
    ),
)
