"""Checks of what stands in a pack and is of no use in it: findings, actions and contexts that no statement has to do with."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from guideline.lint.bodies import read_findings
from guideline.lint.check import Check, Remark
from guideline.model import Knowledge, Statement
from guideline.packs import Compiled


def findings(packs: Compiled) -> Iterator[Remark]:
    """Findings whose value can change no answer."""
    read, axioms = read_findings(packs)
    for name in packs.vocabulary.findings:
        if name not in read:
            whose = f"only axioms read finding `{name}`" if name in axioms else f"no rule reads finding `{name}`"
            yield Remark(name, whose, packs.place(f"finding {name}"), "ask for it in a rule or a criterion, or leave it out")


def spoken_of(statement: Statement) -> set[str]:
    """The actions that a statement names, in whatever role."""
    pairs = (*statement.prefers, *statement.equal, *statement.only_with, *statement.goes_with, *statement.requires)
    named = {action for _, action in statement.leans} | set(statement.offers) | {action for pair in pairs for action in pair}
    for rows in (statement.rates, statement.scores, statement.needs, statement.routes, statement.schedules, statement.repeats):
        named |= {row[0] for row in rows}
    return named | {dose.drug for dose in statement.doses}


def actions(packs: Compiled) -> Iterator[Remark]:
    """Actions that neither are named by a statement or a test nor hang together with one that is."""
    known = packs.vocabulary.actions
    named = {name for s in packs.knowledge.statements.values() for name in spoken_of(s)}
    named |= {test.subject for test in packs.declared if test.kind == "unsuitable"}
    # What is said of a class goes for its kinds, what is said of a part for its plans and of a plan for its parts; a case may rule
    # out a class and mean its kinds.
    below = _closure(named, {n: {m for m, other in known.items() if n in (*other.kind_of, *other.includes)} for n in known})
    above = _closure(named, {n: {*action.kind_of, *action.includes} for n, action in known.items()})
    for name in known:
        if name not in below | above:
            hint = "state what a source says of it, or leave it out"
            yield Remark(name, f"no statement speaks of action `{name}`", packs.place(f"action {name}"), hint)


def _closure(start: Iterable[str], ahead: dict[str, set[str]]) -> set[str]:
    found: set[str] = set()
    todo = list(start)
    while todo:
        name = todo.pop()
        if name not in found:
            found.add(name)
            todo += ahead.get(name, set())
    return found


def contexts(packs: Compiled) -> Iterator[Remark]:
    """Contexts that no statement is within, and none that is a special case of them either."""
    known: Knowledge = packs.knowledge
    within = {c for s in known.statements.values() for c in s.within}
    used = _closure(within, {name: set(context.narrower) for name, context in known.contexts.items()})
    for name in known.contexts:
        if name not in used:
            hint = f"say which statements stand in it: `within(statement, {name})`"
            yield Remark(name, f"no statement is within context `{name}`", packs.place(f"context {name}"), hint)


CHECKS = (
    Check(
        "unused-finding",
        "a finding whose value can change no answer",
        "a case is asked for something that nothing reads, or a rule has been forgotten",
        findings,
    ),
    Check(
        "unused-action",
        "an action that no statement speaks of",
        "the pack promises an answer on a treatment and has none",
        actions,
    ),
    Check(
        "unused-context",
        "a context that no statement is within",
        "a scenario without statements restricts nothing: a `within` has probably been forgotten",
        contexts,
    ),
)
