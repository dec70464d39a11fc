"""Tells a case in an overview: which sources take the patient in, what is to be decided and goes first, and each action on a line."""

from __future__ import annotations

from collections.abc import Container, Iterator

from explain.render import phrase
from explain.telling import Line, Passage
from explain.views.answer import ActionView
from explain.views.choices import DecisionView
from explain.views.context import source_views
from explain.views.deciding import decision
from explain.views.disputes import line
from explain.views.limits import Limits
from explain.views.opposed import LineView
from explain.views.standings import groups
from explain.views.terms import Terms
from guideline.answer import CONTESTING

BOOK = "why"
HEADED = {
    "settled_for": "for",
    "offered": "for",
    "settled_against": "against",
    "open": "open",
    "permitted": "permits",
    "undecided": "undecided",
}
"""The word that the heading of a status says already."""
WORDS = ("for", "against", "permits", "withholds", "open", "undecided")
"""Words on an action are told in this order."""


def tell_sources(terms: Terms, entered: Container[str]) -> Passage:
    """Each source with its scope, and why it is out of scope where it is; `entered` are the contexts that the patient would enter."""
    lines: list[Line] = []
    for source in source_views(terms):
        lines.append(Line(phrase("source_line", source)))
        # Where another scenario of the source takes the patient in, its largest and those that would be entered are told too, if left.
        main = [c for c in source.contexts if c.main] if source.shown and source.shown.inside else []
        most = max((c.statements for c in main), default=0)
        out = [c for c in main if c.reasons and (c.statements == most or c.name in entered)]
        lines += [Line(phrase("source_scope", c, book=BOOK), 1) for c in out]
    return Passage(phrase("heading", "sources"), tuple(lines))


def tell_decisions(terms: Terms) -> tuple[Passage, ...]:
    """What has to be decided, each alternative with what it does, and which goes first and why; nothing where nothing is.

    What could still be turned is marked, and then the passage begins with what the mark means.
    """
    views = [decision(made, terms) for made in terms.answer.decisions]
    lines = [line for view in views for line in _decision(view)]
    marked = any(len(view.alternatives) > 1 and view.sets for view in views)
    return (
        (Passage(phrase("heading", "decision"), tuple(lines), lead=phrase("marked_means", book=BOOK) if marked else ""),) if lines else ()
    )


def _decision(view: DecisionView) -> Iterator[Line]:
    if len(view.alternatives) < 2:
        return
    yield Line(phrase("decision_line", view.subject, bool(view.sets), book=BOOK), tone="bold")
    for a in view.alternatives:
        yield Line(phrase("alternative_line", a, view.subject, book=BOOK), 1)
    for order in view.order:
        yield Line(phrase("ordered", order, book=BOOK), 1)
        for reason in order.reasons:
            yield Line(phrase("reason", reason, order.level), 2)
    if not view.order:
        yield Line(phrase("unordered"), 1)


def tell_actions(terms: Terms, limits: Limits, *, explained: bool) -> tuple[Passage, ...]:
    """Every action that is addressed, by status, each on a line with who says so, what else is said, and what that hangs on.

    Agents that the sources name against each other stand together under their one disagreement. What an answer to a question could turn is
    marked, and what the mark means is said where it first stands, unless it has been `explained` before.
    """
    made: list[Passage] = []
    for group in groups(terms, limits):
        torn = agent_lines(terms) if group.status == "contested" else ()
        told = {label for x in torn for c in x.camps for label in (*c.agents, *c.behind)} - _opposed_otherwise(terms) if torn else set()
        rows = [a for a in group.actions if not told.issuperset(a.labels)]
        lines = [line for a, depth in _kinds_below(rows) for line in _action(a, group.status, depth)]
        for x in torn:
            named = {label for c in x.camps for label in (*c.agents, *c.behind)}
            turned = any(a.falls for a in group.actions if named.intersection(a.labels))
            lines.append(Line(phrase("agents_apart", x.subject, turned, book=BOOK)))
            lines += [Line(phrase("agents_of", c, book=BOOK), 1) for c in x.camps if c.agents]
        first = not explained and any(a.falls for a in group.actions)
        explained = explained or first
        lead = phrase("marked_means", book=BOOK) if first else ""
        made.append(Passage(phrase("heading", group.status), tuple(lines), lead=lead))
    return tuple(made)


def _kinds_below(rows: list[ActionView]) -> Iterator[tuple[ActionView, int]]:
    """The actions with their depth: a kind comes right below the action of which it is a kind, where that stands in the list."""
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


def agent_lines(terms: Terms) -> tuple[LineView, ...]:
    """The disagreements that are of nothing but the agent."""
    return tuple([line(x, terms) for x in terms.answer.lines if set(x.kinds) == {"agent"}])


def _opposed_otherwise(terms: Terms) -> set[str]:
    """The labels of actions that are contested for more than the agent."""
    lines = [x for x in terms.answer.lines if not CONTESTING.isdisjoint(x.kinds) and set(x.kinds) != {"agent"}]
    return {terms.about(a) for x in lines for c in x.pairs for a in c.actions}


def _action(view: ActionView, status: str, depth: int) -> Iterator[Line]:
    own_word = HEADED.get(status)
    wishing = {s.cite.source for s in view.said if s.word.stance == "for"}
    own: dict[str, None] = {}
    offering: dict[str, None] = {}
    classes: dict[str, dict[str, None]] = {}
    others: dict[str, dict[str, None]] = {}
    for s in sorted(view.said, key=lambda x: (WORDS.index(x.word.stance), bool(x.word.since))):
        source = s.cite.source
        if s.word.stance == own_word == "for" and status == "settled_for" and s.word.offered:
            offering[source] = None
        elif s.word.stance == own_word and s.word.action in view.labels:
            own[source] = None
        elif s.word.stance == own_word:
            classes.setdefault(s.word.action, {})[source] = None
        elif not (s.word.stance == "permits" and source in wishing):
            # Who asks for an action gives leave for it too.
            others.setdefault(phrase("briefly", s.word, view.labels[0], book=BOOK), {})[source] = None
    heads = [*sorted(own), *(phrase("as_is", a, sorted(by), book=BOOK) for a, by in classes.items() if not own)]
    considered = sorted(set(offering) - set(own))
    rest = [(phrase("only_considered", book=BOOK), considered)] if considered else []
    rest += [(word, sorted(by)) for word, by in others.items()]
    if view.excluded:
        words = (
            phrase("ruled_out", view.excluded, view.labels[0], book=BOOK)
            if view.excluded.line
            else phrase("ruled_out_by_record", book=BOOK)
        )
        yield Line(phrase("all_in_a_line", phrase("list", view.labels), words, book=BOOK), depth)
        return
    one_way = status == "offered" and any(s.word.one_way for s in view.said)
    yield Line(phrase("overview", view.labels, heads, rest, view.limits, one_way, bool(view.falls), bool(depth), book=BOOK), depth)
    if view.reaches:
        yield Line(phrase("reaches", view.reaches), depth + 1)
