"""Views of actions by their status: what is said of each, by whom, and which answers would turn it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from explain.views.answer import ActionView, Limit, Possible, StatusGroup, Voices
from explain.views.deciding import WEIGHT, said
from explain.views.exclusions import ruled_out
from explain.views.limits import Limits, ends, widest
from explain.views.resting import Resting
from explain.views.terms import Terms
from explain.views.values import Answers, Cite, Condition, ExcludedRow
from explain.views.wavering import wavering
from guideline.answer import Stance
from guideline.model import Test, TestKind, Vocabulary
from guideline.terms.parsed import SourceRule

ORDER = ("contested", "option", "settled_for", "settled_against", "withheld", "open", "permitted", "undecided", "excluded")
EITHER = "either"
"""The group of what seems settled, and is not, as every answer to one question would change it."""
GROUPS = (*ORDER[:3], "offered", ORDER[3], EITHER, *ORDER[4:])
"""The statuses in their order; after what is settled for what is only offered, after what is settled what is not."""
SEEMING = frozenset({"settled_for", "settled_against", "permitted"})
"""The statuses of what seems settled."""
OTHERWISE: dict[TestKind, TestKind] = {"has": "lacks", "at_least": "below", "above": "at_most"}
"""A test, and the one that holds of a recorded value where it does not."""
BACKING = {"settled_for": "for", "settled_against": "against", "permitted": "permits", "option": "for"}
"""The word that backs a status."""
Bounded = tuple[tuple[Test, ...], str]
"""The bounds within which a statement speaks, and its name."""
Before = tuple[str, Cite, ExcludedRow | None]
Beside = tuple[str, str, Cite, ExcludedRow | None]


def groups(terms: Terms, limits: Limits, rules: Iterable[SourceRule]) -> tuple[StatusGroup, ...]:
    """The actions that the answer addresses, by status; inside one, what is urgent comes first, then
    what has a source's strongest words, then by label.

    What only a ban reaches stands with the action of which it is a kind: of a contested one it is no more settled than the ban.
    """
    stances = terms.stances
    beside = _rules(terms)
    resting = Resting(terms, rules)
    turned: dict[str, list[Possible]] = {}
    for row, marks in terms.answer.marks.items():
        if row[0] == "status" and marks.possible_if:
            turned.setdefault(row[1], []).append(Possible(row[2], terms.answers(marks.possible_if)))
    reached: dict[str, list[str]] = {}
    for action, status in terms.answer.status.items():
        banned = (only_reached(action, terms) or _told_with(action, terms)) if status == "settled_against" else ""
        if banned:
            reached.setdefault(banned, []).append(action)
    below = {action for kinds in reached.values() for action in kinds}
    rows: dict[str, list[ActionView]] = {}
    for action, status in terms.answer.status.items():
        if action in below:
            continue
        made_view = _action(action, status, stances, beside, turned.get(action, []), terms)
        group = "offered" if terms.answer.only_offered(action, terms.knowledge.statements) else status
        group = EITHER if made_view.either else group
        kinds = terms.labels(sorted(reached.get(action, ()), key=lambda a: (terms.label(a), a)))
        mine = stances.get(action, ())
        rows.setdefault(group, []).append(
            replace(
                made_view,
                reaches=kinds,
                limits=_limits(action, status, mine, limits, terms),
                other_limits=_other_limits(action, status, mine, limits, terms),
                taken=_taken(action, status, mine, resting),
            )
        )
    made = []
    for status in GROUPS:
        strong = status in {"settled_for", "offered", "settled_against"}
        found = sorted(rows.get(status, ()), key=lambda a: (not a.urgent, strong and not a.strongest, a.labels))
        if found:
            made.append(StatusGroup(status, tuple(_joined(found) if status == "settled_against" else found)))
    return tuple(made)


def _action(
    action: str,
    status: str,
    stances: Mapping[str, Sequence[Stance]],
    rules: dict[str, tuple[list[Before], list[Beside]]],
    turned: Sequence[Possible],
    terms: Terms,
) -> ActionView:
    mine = list(stances.get(action, ()))
    above = terms.above(action)
    if status == "settled_against":
        mine += [s for b in above for s in stances.get(b, ()) if s.word == "against"]
    requires, companions = rules.get(action, ([], []))
    backing = BACKING.get(status) if status in {"settled_for", "settled_against"} else None
    return ActionView(
        labels=(terms.label(action),),
        classes=terms.labels(terms.vocabulary.actions[action].kind_of) if action in terms.vocabulary.actions else (),
        said=tuple([said(s, terms) for s in mine]),
        voices=voices([s for s in mine if s.word == backing], terms),
        strongest=voices([s for s in mine if s.word == backing and terms.strongest(s.statement) and not terms.offered(s)], terms),
        falls=terms.answers(terms.answer.mark("status", action, status).provisional_on),
        possible=tuple(sorted(turned, key=lambda p: WEIGHT.index(p.status))),
        requires=tuple(requires),
        companions=tuple(companions),
        excluded=ruled_out(action, terms) if status == "excluded" else None,
        urgent=any(s.word == "for" and terms.knowledge.statements[s.statement].urgent for s in mine),
        wavering=wavering(action, _heard(mine, status, terms), terms),
        status=status,
        either=_either(action, status, terms),
    )


def _heard(stances: Sequence[Stance], status: str, terms: Terms) -> list[Stance]:
    """The stances by which a source is told with a status: those that back it, or of a source that does not, what it says beside that."""
    known = terms.knowledge.statements
    backing = [s for s in stances if s.word == BACKING.get(status)]
    sources = {known[s.statement].source for s in backing}
    return backing + [s for s in stances if known[s.statement].source not in sources]


def _either(action: str, status: str, terms: Terms) -> tuple[str, ...]:
    if status not in SEEMING:
        return ()
    return terms.labels(either(terms.answer.mark("status", action, status).provisional_on, terms.vocabulary))


def either(sets: Iterable[Iterable[Test]], vocabulary: Vocabulary) -> tuple[str, ...]:
    """The findings of which each answer is among those that by themselves turn a result: yes and no, a bound and its complement, or
    each choice.
    """
    rows = [tuple(s) for s in sets]
    alone = {row[0] for row in rows if len(row) == 1}
    halves = {t.subject for t in alone if t.kind in OTHERWISE and Test(OTHERWISE[t.kind], t.subject, t.value) in alone}
    chosen = {t.subject for t in alone if t.kind == "is"}
    whole = {f for f in chosen if all(Test("is", f, choice) in alone for choice in vocabulary.findings[f].choices)}
    return tuple(sorted(halves | whole))


def only_reached(action: str, terms: Terms) -> str:
    """The contested action whose ban is all that is said against a kind of it that nobody names; empty where there is none."""
    if action in terms.stances:
        return ""
    above = [b for b in terms.above(action) if any(s.word == "against" for s in terms.stances.get(b, ()))]
    contested = [b for b in above if terms.answer.status.get(b) == "contested"]
    return contested[0] if contested and len(contested) == len(above) else ""


def _told_with(action: str, terms: Terms) -> str:
    """The action with whose ban a kind of it is told, as nothing else is said of it; empty where something is, or the marks differ."""
    if action in terms.stances:
        return ""

    def bans(of: str) -> set[Stance]:
        return {s for b in (of, *terms.above(of)) for s in terms.stances.get(b, ()) if s.word == "against"}

    answer, mine = terms.answer, bans(action)
    mark = answer.mark("status", action, "settled_against").provisional_on
    for other in terms.above(action):
        alike = answer.status.get(other) == "settled_against" and bans(other) == mine
        if alike and other in terms.stances and answer.mark("status", other, "settled_against").provisional_on == mark:
            return other
    return ""


def _limits(action: str, status: str, stances: Sequence[Stance], limits: Limits, terms: Terms) -> tuple[Limit, ...]:
    """The bounds within which each source backs a status, with what is recorded of their clocks; a source that needs none has none."""
    rows: dict[tuple[str, bool], list[Bounded]] = {}
    for s in stances:
        if s.word == BACKING.get(status) and status != "settled_against":
            made = _bounds(s.statement, action, limits, terms)
            rows.setdefault((terms.knowledge.statements[s.statement].source, terms.offered(s)), []).append((made, s.statement))
    told: dict[tuple[bool, Answers], list[str]] = {}
    for (source, offered), bounded in sorted(rows.items()):
        if all(bounds for bounds, _ in bounded):
            told.setdefault((offered, _within(bounded, terms)), []).append(source)
    whole = len(told) == 1 and all(bounds for bounded in rows.values() for bounds, _ in bounded)
    return tuple([Limit(tuple(sources), bounds, offered, whole) for (offered, bounds), sources in told.items()])


def _bounds(statement: str, action: str, limits: Limits, terms: Terms) -> tuple[Test, ...]:
    """The bounds within which a statement speaks of an action."""
    needs = terms.knowledge.statements[statement].needs
    needed = [t for a, c in needs if a == action and (t := ends(c, terms.vocabulary))]
    return tuple(dict.fromkeys((*limits.get(statement, ()), *needed)))


def _other_limits(
    action: str, status: str, stances: Sequence[Stance], limits: Limits, terms: Terms
) -> tuple[tuple[str, str, Answers], ...]:
    """The bounds within which each source says what does not back a status, by word and source; one that needs none has none."""
    rows: dict[tuple[str, str], list[Bounded]] = {}
    for s in stances:
        if s.word in {"for", "permits"} and s.word != BACKING.get(status):
            made = _bounds(s.statement, action, limits, terms)
            rows.setdefault((s.word, terms.knowledge.statements[s.statement].source), []).append((made, s.statement))
    return tuple([(*key, _within(found, terms)) for key, found in sorted(rows.items()) if all(bounds for bounds, _ in found)])


def _within(bounded: Sequence[Bounded], terms: Terms) -> Answers:
    """The bounds within which one of several statements speaks; with words of the source, where all that have a bound put it for such."""
    vocabulary, rows = terms.vocabulary, [bounds for bounds, _ in bounded]
    found: dict[str, Test] = {}
    # Of statements that wait for the same clock alone, the one that speaks longest.
    alone = [row[0] for row in rows if len(row) == 1]
    for test in alone:
        held = found.get(test.subject)
        found[test.subject] = test if held is None else widest((held, test), vocabulary)
    kept: list[tuple[Test, ...]] = [(t,) for t in found.values()]
    kept += [row for row in dict.fromkeys(rows) if len(row) > 1 and not found.keys() & {t.subject for t in row}]
    owners = {t: [name for bounds, name in bounded if t in bounds] for row in kept for t in row}
    owner = {t: found[0] if all(terms.taken(t, name) for name in found) else "" for t, found in owners.items()}
    return tuple([tuple([terms.within(t, owner[t]) for t in row]) for row in kept])


def _taken(action: str, status: str, stances: Sequence[Stance], resting: Resting) -> tuple[tuple[str, Condition], ...]:
    """What the editors put for words of the sources, if all that backs a status rests on such readings, each with its statement.

    The words that one thing is put for, by several statements, stand together.
    """
    backing = [s for s in stances if s.word == BACKING.get(status)]
    rows = [(s.statement, resting.editors(s.statement, action)) for s in backing]
    if not rows or not all(found for _, found in rows):
        return ()
    made = list(dict.fromkeys((statement, c) for statement, found in rows for c in found))
    put = [replace(c, taken="") for _, c in made]
    return tuple(sorted(made, key=lambda row: put.index(replace(row[1], taken=""))))


def voices(stances: Sequence[Stance], terms: Terms) -> Voices:
    """The words of force of some stances with their sources, of each source its strongest, in the order of the stances."""
    known = terms.knowledge
    best: dict[str, tuple[int, str]] = {}
    for stance in stances:
        s = known.statements[stance.statement]
        rank = known.sources[s.source].strengths.get(s.strength, -1)
        if s.source not in best or rank > best[s.source][0]:
            best[s.source] = (rank, terms.label(s.strength))
    found: dict[str, list[str]] = {}
    for source, (_, word) in best.items():
        found.setdefault(word, []).append(source)
    return tuple([(word, tuple(sources)) for word, sources in found.items()])


def required(action: str, terms: Terms) -> tuple[Before, ...]:
    """What has to come before an action, by the statements in force."""
    return tuple(_rules(terms).get(action, ([], []))[0])


def _rules(terms: Terms) -> dict[str, tuple[list[Before], list[Beside]]]:
    """What must come before an action, and with what it goes, by the statements in force."""
    found: dict[str, tuple[list[Before], list[Beside]]] = {}
    for name in terms.answer.in_force:
        statement = terms.knowledge.statements[name]
        for action, before in statement.requires:
            found.setdefault(action, ([], []))[0].append((terms.label(before), terms.cite(name), ruled_out(before, terms)))
        for word, pairs in (("only_with", statement.only_with), ("goes_with", statement.goes_with)):
            for action, other in pairs:
                found.setdefault(action, ([], []))[1].append((word, terms.label(other), terms.cite(name), ruled_out(other, terms)))
    return found


def _joined(rows: Sequence[ActionView]) -> list[ActionView]:
    """Actions of which exactly the same is said become one row with several labels."""
    found: dict[object, ActionView] = {}
    for row in rows:
        key = (tuple([(s.cite.name, s.word.action) for s in row.said]), row.falls, row.wavering, row.reaches, row.requires, row.companions)
        known = found.get(key)
        found[key] = row if known is None else replace(known, labels=(*known.labels, *row.labels), possible=())
    return list(found.values())
