"""Views of what has to be chosen: decisions with their alternatives side by side, and the questions to ask first."""

from __future__ import annotations

from explain.views.choices import AlternativeView, AskView, Change, DecisionView, OrderView, ReasonView, Reply
from explain.views.exclusions import ruled_out
from explain.views.stretches import joined
from explain.views.terms import Terms
from explain.views.values import Cite, Condition, Said
from guideline.answer import Alternative, Answers, Ask, Decision, Reason, Stance
from guideline.goal import lettered
from guideline.model import Test
from guideline.ordering import LEVELS
from guideline.standing import PAIR

WEIGHT = (
    "contested",
    "option",
    "settled_against",
    "settled_for",
    "withheld",
    "open",
    "excluded",
    "undecided",
    "permitted",
    "not_addressed",
)
"""Changes of status are told in this order of what becomes of an action."""


def letter(number: int) -> str:
    """The name of an alternative by its place, counted from 0."""
    return lettered(number + 1)


def said(stance: Stance, terms: Terms) -> Said:
    """A statement and its word."""
    return Said(terms.cite(stance.statement), terms.word(stance))


def decision(made: Decision, terms: Terms) -> DecisionView:
    """The view of a decision."""
    several = len(made.alternatives) > 1
    taken = [frozenset(s.key for s in a.stances) for a in made.alternatives]
    common = frozenset.intersection(*taken) if several else frozenset()
    done = [frozenset(a.actions) for a in made.alternatives]
    shared = frozenset.intersection(*done) if several else frozenset()
    wishes = sorted({s.action for s in made.stances if s.word == "for"}, key=lambda a: (terms.label(a), a))
    return DecisionView(
        subject=terms.subject(made.subject),
        tie=_tie(made, terms),
        ruled_out=tuple([(terms.label(a), row) for a in wishes if (row := ruled_out(a, terms)) is not None]),
        untrusted=_untrusted(made, terms),
        complete=made.complete,
        alternatives=tuple([_alternative(i, a, made, common, shared, terms) for i, a in enumerate(made.alternatives)]),
        order=_order(made, terms),
        unranked=_unranked(made),
        shared=terms.labels(sorted(shared)),
        common=tuple([said(s, terms) for s in made.stances if s.key in common]),
        sets=terms.answers(_turning(made, terms)),
        gaps=_gaps(made, terms),
        hinges=_hinges(made, terms),
    )


def _gaps(made: Decision, terms: Terms) -> tuple[Cite, ...]:
    """What bears on the statements of a decision and is in force, in the order of the documents."""
    known, names = terms.knowledge.statements, {s.statement for s in made.stances}
    found = [s for s in terms.answer.in_force if not names.isdisjoint(known[s].bears_on)]
    return tuple([terms.cite(s) for s in sorted(found, key=lambda s: (known[s].source, known[s].place))])


def _hinges(made: Decision, terms: Terms) -> tuple[str, ...]:
    """The readings on which the conflicts inside a decision hang, each once."""
    names = {s.statement for s in made.stances}
    inside = [c for c in terms.answer.conflicts if names.issuperset(c.statements)]
    return tuple(dict.fromkeys(words for c in inside for words in c.hinges))


def _tie(made: Decision, terms: Terms) -> str:
    if len(made.alternatives) == 1:
        names = frozenset(made.subject.split(PAIR))
        asked = {s.action for s in made.stances if s.word == "for" and names.intersection((s.action, *terms.above(s.action)))}
        return "none_left" if asked and all(ruled_out(a, terms) for a in asked) else "one_way"
    if not made.open_choice:
        return "disagree"
    return "apart" if any(s.word == "against" for s in made.stances) else "open"


def _untrusted(made: Decision, terms: Terms) -> str:
    """The level that went before a site's order of trust, `silent` where nothing did and it orders nothing; else empty.

    Empty, too, where no order was given, or none that tells the sources of the decision apart.
    """
    place = {name: i for i, name in enumerate(terms.answer.policy)}
    trust = {place.get(terms.knowledge.statements[s.statement].source, len(place)) for s in made.stances}
    levels = {b.level for b in made.before}
    if len(trust) < 2 or len(made.alternatives) < 2 or "policy" in levels:
        return ""
    higher = [level for level in LEVELS[: LEVELS.index("policy")] if level in levels]
    return higher[0] if higher else "silent"


def _turning(made: Decision, terms: Terms) -> Answers:
    """Answers under which some wish of the decision would not be contested or an option."""
    found: dict[tuple[Test, ...], None] = {}
    for action in sorted({s.action for s in made.stances if s.word == "for"}):
        status = terms.answer.status.get(action)
        if status in {"option", "contested"}:
            found.update(dict.fromkeys(terms.answer.mark("status", action, status).provisional_on))
    return tuple(found)


def _alternative(
    number: int,
    alternative: Alternative,
    made: Decision,
    common: frozenset[tuple[str, str, str]],
    shared: frozenset[str],
    terms: Terms,
) -> AlternativeView:
    taken = {s.key for s in alternative.stances}
    held = {s.action for s in alternative.stances if s.word == "withholds"}
    return AlternativeView(
        letter=letter(number),
        rank=alternative.rank,
        does=terms.labels(a for a in alternative.actions if a not in shared),
        waits=tuple(dict.fromkeys([terms.word(s) for s in alternative.stances if s.word == "withholds" and s.key not in common])),
        leaves=terms.labels(a for a in alternative.avoids if a not in held),
        follows=tuple([said(s, terms) for s in _told(alternative.stances, terms) if s.key not in common]),
        aside=tuple([said(s, terms) for s in _told(made.stances, terms) if s.key not in taken]),
    )


def _told(stances: tuple[Stance, ...], terms: Terms) -> list[Stance]:
    """Ratings of a panel first, then the words of greater force."""
    known = terms.knowledge

    def key(stance: Stance) -> tuple[bool, int, tuple[str, str, str]]:
        statement = known.statements[stance.statement]
        return (not statement.rates, -known.sources[statement.source].strengths.get(statement.strength, 0), stance.key)

    return sorted(stances, key=key)


def _order(made: Decision, terms: Terms) -> tuple[OrderView, ...]:
    known = terms.knowledge.statements
    speaking = {known[s.statement].source for s in made.stances}
    grouped: dict[tuple[int, str, tuple[Reason, ...]], list[int]] = {}
    for b in made.before:
        grouped.setdefault((b.first, b.level, b.reasons), []).append(b.second)
    return tuple(
        [
            OrderView(
                letter(first),
                tuple([letter(n) for n in seconds]),
                level,
                tuple([reason_view(r, terms) for r in reasons]),
                alone=len(speaking) > 1 and len({known[r.by].source for r in reasons if r.by in known}) == 1,
            )
            for (first, level, reasons), seconds in grouped.items()
        ]
    )


def reason_view(reason: Reason, terms: Terms) -> ReasonView:
    """The view of a reason for an order."""
    cite = terms.cite(reason.by) if reason.by in terms.knowledge.statements else None
    if reason.level in {"preference", "patient", "strength"}:
        better, _, worse = reason.words.partition(" > ")
        return ReasonView(cite, reason.by, terms.label(better), terms.label(worse), taken=terms.taken_here(reason.by))
    if reason.level == "policy":
        return ReasonView(None, reason.by, reason.by, reason.words.removeprefix("before "))
    return ReasonView(cite, reason.by, words=reason.words)


def _unranked(made: Decision) -> tuple[tuple[str, ...], ...]:
    ordered = {frozenset((b.first, b.second)) for b in made.before}
    ranks: dict[int, list[int]] = {}
    for number, alternative in enumerate(made.alternatives):
        ranks.setdefault(alternative.rank, []).append(number)
    groups = [g for g in ranks.values() if len(g) > 1 and any(frozenset((i, j)) not in ordered for i in g for j in g if i < j)]
    return tuple([tuple([letter(n) for n in group]) for group in groups])


def ask(made: Ask, terms: Terms) -> AskView:
    """The view of a question; replies that decide the same are told together."""
    finding = terms.vocabulary.findings[made.finding]
    told: dict[tuple[Change, ...], list[Condition]] = {}
    last: tuple[Change, ...] | None = None
    for tests, changes in made.outcomes:
        now = _changes(changes, terms)
        for condition in terms.tests(tests):
            known = told.setdefault(now, [])
            whole = joined(known[-1], condition) if known and now == last else None
            if whole is None:
                known.append(condition)
            else:
                known[-1] = whole
        last = now
    replies = tuple([Reply(tuple(conditions), changes) for changes, conditions in told.items()])
    return AskView(finding.label, finding.question, made.critical, replies)


def _changes(changes: tuple[tuple[str, str, str], ...], terms: Terms) -> tuple[Change, ...]:
    """Grouped by what becomes of the actions."""
    grouped: dict[str, list[tuple[str, str]]] = {}
    for action, old, new in changes:
        grouped.setdefault(new, []).append((terms.label(action), old))
    return tuple(
        [
            Change(new, tuple(sorted(rows, key=lambda row: (WEIGHT.index(row[1]), row[0]))))
            for new, rows in sorted(grouped.items(), key=lambda item: WEIGHT.index(item[0]))
        ]
    )
