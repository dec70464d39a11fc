"""Chooses statements by source, kind, strength and action."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from guideline.errors import GuidelineError, Problem, closest, quoted
from guideline.model import Knowledge, Statement, Vocabulary

LISTED = 12
"""How many of the known words a hint names."""


def select(
    knowledge: Knowledge,
    vocabulary: Vocabulary,
    *,
    sources: Sequence[str] = (),
    kinds: Sequence[str] = (),
    strengths: Sequence[str] = (),
    actions: Sequence[str] = (),
) -> tuple[Statement, ...]:
    """The statements that fit: one of the words of each filter, any for an empty one; by source, then in the document's order.

    A statement fits an action if it speaks of the action or of a kind of it.

    Raises:
        GuidelineError: with every word of a filter that nothing in the pack has.
    """
    known = knowledge.statements.values()
    problems = [
        *_unknown("source", sources, knowledge.sources),
        *_unknown("kind", kinds, {s.kind for s in known}),
        *_unknown("strength", strengths, {s.strength for s in known}),
        *_unknown("action", actions, vocabulary.actions),
    ]
    if problems:
        raise GuidelineError(problems)
    wanted = {a for name in actions for a in kinds_of(name, vocabulary)}
    found = [
        s
        for s in known
        if (not sources or s.source in sources)
        and (not kinds or s.kind in kinds)
        and (not strengths or s.strength in strengths)
        and (not actions or not wanted.isdisjoint(spoken_of(s)))
    ]
    return tuple(sorted(found, key=lambda s: (s.source, s.place, s.name)))


def find(name: str, knowledge: Knowledge) -> Statement:
    """A statement by its name, with or without its source.

    Raises:
        GuidelineError: there is none.
    """
    source, _, short = name.rpartition(".")
    found = knowledge.statements.get(short)
    if found and source in {"", found.source}:
        return found
    hint = closest(name, [*knowledge.statements, *(s.id for s in knowledge.statements.values())])
    raise GuidelineError(Problem("unknown-statement", f"unknown statement {quoted(name)}", hint=hint or "see `guideline statements`"))


def spoken_of(statement: Statement) -> frozenset[str]:
    """The actions that a statement wishes, limits, compares, joins or doses."""
    s = statement
    pairs = (*s.prefers, *s.equal, *s.only_with, *s.goes_with, *s.requires)
    found = {a for _, a in s.leans} | {a for a, _ in s.needs} | {a for pair in pairs for a in pair}
    return frozenset(found | {d.drug for d in s.doses} | {drug for drug, _ in (*s.routes, *s.schedules, *s.repeats)})


def kinds_of(action: str, vocabulary: Vocabulary) -> frozenset[str]:
    """An action and all its kinds."""
    found = {action}
    grown = True
    while grown:
        more = {a.name for a in vocabulary.actions.values() if found.intersection(a.kind_of)} - found
        found |= more
        grown = bool(more)
    return frozenset(found)


def _unknown(what: str, names: Sequence[str], known: Collection[str]) -> list[Problem]:
    listed = ", ".join(sorted(known)[:LISTED]) or "none"
    more = f" and {len(known) - LISTED} more: `guideline vocabulary` lists them" if len(known) > LISTED else ""
    return [
        Problem(f"unknown-{what}", f"no statement has the {what} {quoted(n)}", hint=closest(n, known) or f"there are {listed}{more}")
        for n in names
        if n not in known
    ]
