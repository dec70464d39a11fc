"""Every action that an answer addresses, by status, each on a line; choices of one statement and agents of one purpose stand together."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from explain.overview_beneath import beneath, beside
from explain.overview_row import Row, preferring, rather, row, untimed, wavers
from explain.provisos import Provisos
from explain.render import phrase
from explain.telling import Line, Passage, names
from explain.views.answer import ActionView, StatusGroup
from explain.views.disputes import line
from explain.views.opposed import Camp, LineView
from explain.views.standings import EITHER
from explain.views.terms import Terms
from explain.views.values import Cite
from guideline.answer import CONTESTING
from guideline.model import Statement

BOOK = "why"
TORN = ("contested", "option", "offered")
"""What may be done of a class in these statuses is told below that."""
TIMED = ("settled_for", "offered", "permitted")
"""What these leave open is told apart where it hangs on a time of which nothing is recorded."""


@dataclass(frozen=True, slots=True)
class Choice:
    """Actions that one or more statements offer together, preferred ones first; `voices` are their sources with the words of force."""

    voices: tuple[tuple[str, str], ...]
    cites: tuple[Cite, ...]
    rows: tuple[ActionView, ...]


def tell_actions(groups: Sequence[StatusGroup], terms: Terms, provisos: Provisos, told_above: Container[str] = ()) -> tuple[Passage, ...]:
    """Every action, by status, with who says so, what else is said, and what that hangs on; agents that sources name against each other
    are told with the decisions, and what may be done with the class of which it is a kind, where that is open to choice.

    Args:
        groups: the actions by status.
        terms: of the answer.
        provisos: number what could turn them.
        told_above: the labels of actions that are told whole before.
    """
    torn = agent_lines(terms)
    told = {label for x in torn for c in x.camps for label in (*c.agents, *c.behind)} - _opposed_otherwise(terms)
    lodged = lodged_kinds(groups)
    made: list[tuple[str, tuple[Line, ...]]] = []
    waiting: list[Line] = []
    for group in groups:
        status = group.status
        rows = [a for a in group.actions if a.labels[0] not in told_above and (status != "contested" or not told.issuperset(a.labels))]
        rows = [a for a in rows if status != "permitted" or not any(a in kinds for kinds in lodged.values())]
        timed = [a for a in rows if _timed(a, status)]
        choices = _choices([a for a in rows if a not in timed], terms) if status == "offered" else []
        if choices:
            made.append(("one_of", tuple([x for c in choices for x in _choice(c, lodged, terms, provisos)])))
        apart = [a for c in choices for a in c.rows] + timed
        if status == EITHER:
            made.append((status, tuple([x for a in rows for x in _unsettled(a, terms, provisos)])))
            continue
        lines: list[Line] = []
        for a, depth in _kinds_below([a for a in rows if a not in apart], status, terms):
            lines += _action(a, status, depth, terms, provisos)
            lines += _lodging(a, lodged, depth + 1, terms, provisos)
        made.append((status, tuple(lines)))
        waiting += [x for a in _alike(timed, status, terms) for x in _action(a, status, 0, terms, provisos, named=True)]
    place = next((i for i, (status, _) in enumerate(made) if status in {"permitted", "undecided", "excluded"}), len(made))
    made.insert(place, ("untimed", tuple(waiting)))
    return tuple([Passage(phrase("heading", status), lines) for status, lines in made if lines])


def _timed(view: ActionView, status: str) -> bool:
    return status in TIMED and untimed(view, status)


def lodged_kinds(groups: Sequence[StatusGroup]) -> dict[str, list[ActionView]]:
    """What may be done, by the label of its class, where that is contested, an option or one way among others: it is told below that."""
    by = {g.status: [a for a in g.actions if not _timed(a, g.status)] for g in groups}
    hosts = {label for status in TORN for a in by.get(status, ()) for label in a.labels}
    found: dict[str, list[ActionView]] = {}
    for a in by.get("permitted", ()):
        if above := [c for c in a.classes if c in hosts]:
            found.setdefault(above[0], []).append(a)
    return found


def _lodging(
    view: ActionView, lodged: Mapping[str, Sequence[ActionView]], depth: int, terms: Terms, provisos: Provisos, of: str = ""
) -> Iterator[Line]:
    """The kinds of an action that may be done and are told below it; `of` names it where it does not stand right above."""
    for a in _alike([a for label in view.labels for a in lodged.get(label, ())], "permitted", terms):
        yield from _action(a, "permitted", depth, terms, provisos, named=True, of=of)


def _choices(rows: Iterable[ActionView], terms: Terms) -> list[Choice]:
    """The choices that statements in force offer among some actions, each action in the first that has it."""
    left = {label: a for a in rows for label in a.labels}
    known = terms.knowledge.statements
    offers: dict[tuple[str, ...], list[Statement]] = {}
    for name in sorted(terms.answer.in_force, key=lambda s: (-len(known[s].offers), known[s].source, known[s].place)):
        labels = tuple(sorted({terms.label(a) for a in known[name].offers}))
        if len(labels) > 1 and set(labels) <= left.keys():
            offers.setdefault(labels, []).append(known[name])
    made = []
    for labels, by in offers.items():
        if set(labels) <= left.keys():
            views = sorted((left.pop(x) for x in labels), key=lambda a: (not _preferred(a.labels[0], labels, terms), a.labels))
            force = tuple(dict.fromkeys((s.source, terms.label(s.strength)) for s in by))
            made.append(Choice(force, tuple([terms.cite(s.name) for s in by]), tuple(views)))
    return made


def _preferred(label: str, among: Iterable[str], terms: Terms) -> tuple[str, ...]:
    """The sources that prefer an action to another of several, in force."""
    known, others = terms.knowledge.statements, set(among) - {label}
    said = [(known[s].source, better, worse) for s in terms.answer.in_force for better, worse in known[s].prefers]
    return tuple(sorted({source for source, better, worse in said if terms.label(better) == label and terms.label(worse) in others}))


def _choice(choice: Choice, lodged: Mapping[str, Sequence[ActionView]], terms: Terms, provisos: Provisos) -> Iterator[Line]:
    marks = [terms.answer.mark("in_force", c.name).provisional_on for c in choice.cites]
    mark = provisos.mark([terms.answers([x for x in marks[0] if all(x in other for other in marks)])])
    yield Line(phrase("one_of", choice.voices, mark, book=BOOK), place=names(choice.cites))
    labels = [label for a in choice.rows for label in a.labels]
    below = [list(beneath(a, "offered", 1, terms)) for a in choice.rows]
    shared = [x for x in below[0] if all(x in rows for rows in below)]
    yield from (replace(x, depth=x.depth - 1) for x in shared)
    for a, rows in zip(choice.rows, below, strict=True):
        preferred = _preferred(a.labels[0], labels, terms)
        block = {source for source, _ in choice.voices}
        mark, doubts = provisos.mark([a.falls]), wavers(a.wavering, provisos)
        made = row(a, "offered", mark, terms, block=block, preferred=preferred, wavers=doubts)
        own = [s.cite for s in a.said if s.cite not in choice.cites]
        yield Line(phrase("overview", made, False, book=BOOK), 1, names(own))
        yield from (Line(x.words, 2, names(x.cites)) for x in made.asks)
        yield from (x for x in rows if x not in shared)
        yield from _lodging(a, lodged, 2, terms, provisos)


def _kinds_below(rows: list[ActionView], status: str, terms: Terms) -> Iterator[tuple[ActionView, int]]:
    """The actions with their depth: a kind comes right below the action of which it is a kind, where that stands in the list.

    Kinds of one class of which just the same is said, by the same sources in the same words of force, become one line.
    """
    rows = _alike(rows, status, terms)
    here = {label for a in rows for label in a.labels}

    def below(labels: tuple[str, ...], depth: int) -> Iterator[tuple[ActionView, int]]:
        for a in rows:
            if a.classes and not here.isdisjoint(a.classes) and next(c for c in a.classes if c in here) in labels:
                yield a, depth
                yield from below(a.labels, depth + 1)

    for a in rows:
        if here.isdisjoint(a.classes):
            yield a, 0
            yield from below(a.labels, 1)


def _alike(rows: Iterable[ActionView], status: str, terms: Terms) -> list[ActionView]:
    found: dict[object, ActionView] = {}
    for a in rows:
        said = tuple([(s.cite.source, s.cite.strength, replace(s.word, action="")) for s in a.said])
        own = all(s.word.action in a.labels for s in a.said)
        below = (*beneath(a, status, 0, terms), *rather(a, status, terms))
        alike = (a.classes, said, below, a.limits, a.falls, a.wavering, a.excluded) if a.classes and own else a.labels
        held = found.get(alike)
        found[alike] = _merged(held, a) if held else a
    return list(found.values())


def _merged(held: ActionView, other: ActionView) -> ActionView:
    """Two actions of which the same is said, as one, with the statements of both."""
    known = {s.cite for s in held.said}
    more = [replace(s, word=replace(s.word, action=held.labels[0])) for s in other.said if s.cite not in known]
    return replace(held, labels=(*held.labels, *other.labels), said=(*held.said, *more))


def agent_lines(terms: Terms) -> tuple[LineView, ...]:
    """The disagreements that are of nothing but the agent."""
    return tuple([line(x, terms) for x in terms.answer.lines if set(x.kinds) == {"agent"}])


def tell_agents(groups: Sequence[StatusGroup], terms: Terms, provisos: Provisos) -> Iterator[Line]:
    """Each disagreement on the agent with the agents of each source, and what orders it."""
    contested = next((g.actions for g in groups if g.status == "contested"), ())
    lodged = lodged_kinds(groups)
    for x in agent_lines(terms):
        named = {label for c in x.camps for label in (*c.agents, *c.behind)}
        mark = provisos.mark(a.falls for a in contested if named.intersection(a.labels))
        yield Line(phrase("agents_apart", x.subject, mark, book=BOOK), tone="bold")
        camps = [c for c in x.camps if c.agents]
        places = {a: _camp_of(a, camps, lodged) for a in contested if named.intersection(a.labels) - _opposed_otherwise(terms)}
        for c in camps:
            # What else the source says of these agents stands nowhere else.
            said = [s.cite for a in places for s in a.said if s.cite.source == c.cites[0].source]
            yield Line(phrase("agents_of", c, book=BOOK), 1, names((*c.cites, *said)))
            first = [
                list(beside([("requires", *row) for row in a.requires], 2)) for a in places if {*c.agents, *c.behind}.intersection(a.labels)
            ]
            yield from (x for x in (first[0] if first else ()) if all(x in rows for rows in first))
            yield from (line for a, at in places.items() if at is c for line in _lodging(a, lodged, 2, terms, provisos, a.labels[0]))
        ordered = [r for r in x.remarks if r.kind == "ordered"]
        yield from (Line(phrase("remark", r, 0), 1) for r in ordered)
        if not ordered:
            yield Line(phrase("sources_unordered"), 1)


def _camp_of(view: ActionView, camps: Sequence[Camp], lodged: Mapping[str, Sequence[ActionView]]) -> Camp | None:
    """The side below which the kinds of an agent are told: the first that names it, and speaks of them if any does."""
    speaking = {s.cite.source for label in view.labels for a in lodged.get(label, ()) for s in a.said}
    naming = [c for c in camps if not {*c.agents, *c.behind}.isdisjoint(view.labels)]
    return next((c for c in naming if c.cites[0].source in speaking), naming[0] if naming else None)


def _opposed_otherwise(terms: Terms) -> set[str]:
    """The labels of actions that are contested for more than the agent."""
    lines = [x for x in terms.answer.lines if not CONTESTING.isdisjoint(x.kinds) and set(x.kinds) != {"agent"}]
    return {terms.about(a) for x in lines for c in x.pairs for a in c.actions}


def _action(
    view: ActionView, status: str, depth: int, terms: Terms, provisos: Provisos, *, named: bool = False, of: str = ""
) -> Iterator[Line]:
    if view.excluded:
        words = (
            phrase("ruled_out", view.excluded, view.labels[0], book=BOOK)
            if view.excluded.line
            else phrase("ruled_out_by_record", book=BOOK)
        )
        said = "; ".join([words, *row(view, status, "", terms).rest])
        yield Line(phrase("all_in_a_line", phrase("list", view.labels), said, book=BOOK), depth, names(s.cite for s in view.said))
        return
    made: Row = row(view, status, provisos.mark([view.falls]), terms, named=named, wavers=wavers(view.wavering, provisos))
    apart = {c for a in made.asks for c in a.cites}
    own = [s.cite for s in view.said if s.cite not in apart] + list(preferring(view, status, terms))
    yield Line(phrase("overview", made, bool(depth), of, book=BOOK), depth, names(own))
    yield from (Line(a.words, depth + 1, names(a.cites)) for a in made.asks)
    yield from beneath(view, status, depth, terms)


def _unsettled(view: ActionView, terms: Terms, provisos: Provisos) -> Iterator[Line]:
    """What seems settled, as what it seems, and the findings of which every answer changes that."""
    wishes = [s.word for s in view.said if s.word.stance == "for"]
    status = "offered" if view.status == "settled_for" and wishes and all(w.offered for w in wishes) else view.status
    first, *rest = _action(view, status, 0, terms, provisos, named=True)
    yield first
    yield Line(phrase("either_way", view.either, book=BOOK), 1, tone="warn")
    yield from rest
