"""Tells a case in an overview: what is urgent, which sources take the patient in, what is to be decided and goes first, what to ask."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Sequence

from explain.overview_actions import agent_lines, tell_agents
from explain.provisos import Provisos
from explain.render import phrase
from explain.telling import Line, Passage
from explain.views.answer import ScopeRow, SourceView, StatusGroup
from explain.views.choices import DecisionView
from explain.views.context import source_views
from explain.views.deciding import decision
from explain.views.disputes import line
from explain.views.terms import Terms
from explain.views.urgency import urgent
from explain.why.basis import Reader
from guideline.answer import CONTESTING
from guideline.standing import PAIR
from guideline.terms.parsed import SourceRule

BOOK = "why"
TORN = frozenset({"contested", "option"})
"""The statuses in which a disagreement on an action is told with the action, or decided."""
FIRST = 4
"""So many questions are told."""


def tell_case(terms: Terms) -> Passage:
    """Who it is about, and that the lines which are named are those of the case."""
    case = terms.answer.case
    return Passage(case.title or case.name, (Line(phrase("case_line", case.name, case.date, book=BOOK)),))


def tell_urgent(terms: Terms, rules: Iterable[SourceRule], provisos: Provisos) -> tuple[Passage, ...]:
    """What a source wants at once, by whom and because of what is recorded; nothing where nothing is urgent."""
    lines = [Line(phrase("at_once", u, phrase("by_force", u.voices), provisos.mark([u.falls])), tone="bold") for u in urgent(terms, rules)]
    return (Passage(phrase("heading", "urgent"), tuple(lines)),) if lines else ()


def tell_sources(terms: Terms, reader: Reader, entered: Container[str]) -> Passage:
    """Each source with its scope, and why it is out of scope where it is, or which record is wanting.

    Args:
        terms: of the answer.
        reader: of the reasons why contexts take nobody in.
        entered: the contexts that the patient would enter, if nothing left him or her out.
    """
    lines: list[Line] = []
    for source in source_views(terms):
        shown = source.shown
        wanting = _wanting(shown, reader) if shown and not shown.inside and not shown.reasons else ()
        lines.append(Line(phrase("source_line", source, wanting)))
        others = _others(source, terms, reader, entered) if shown and shown.inside else ()
        lines += [Line(phrase("source_scope", c, () if c.reasons else _wanting(c, reader), book=BOOK), 1) for c in others]
    return Passage(phrase("heading", "sources"), tuple(lines))


def _others(source: SourceView, terms: Terms, reader: Reader, entered: Container[str]) -> Iterator[ScopeRow]:
    """The contexts that leave a patient out whom another one of the source takes in: the largest; those that would be entered but for what
    leaves the patient out; and, of those that ask for an absence which is not recorded, or denied, the largest.
    """
    inside = {c.name for c in source.contexts if c.inside}
    most = max((c.statements for c in source.contexts if c.main), default=0)
    out = [c for c in source.contexts if not c.inside and inside.issuperset(terms.knowledge.contexts[c.name].narrower)]
    absent = [c for c in out if not c.main and _asks_absence(c, reader)]
    largest = max(absent, key=lambda c: c.statements, default=None)
    for c in out:
        if c is largest or (c.main and (c.statements == most or (c.reasons and c.name in entered))):
            yield c


def _asks_absence(context: ScopeRow, reader: Reader) -> bool:
    """Whether a context keeps a patient out for want of nothing but recorded absences, or for a reason that it gives."""
    asks = reader.scope(context.name).entered
    return bool(asks) and all(g.condition.kind == "lacks" for g in asks) and bool(context.reasons or _wanting(context, reader))


def _wanting(context: ScopeRow, reader: Reader) -> tuple[str, ...]:
    """What is not recorded and would have to be for a context to take the patient in; nothing where what is recorded stands against it."""
    asks = reader.scope(context.name).entered
    if not asks or any(g.kind != "not_recorded" for g in asks):
        return ()
    return tuple(dict.fromkeys(g.condition.label for g in asks))


def tell_decisions(groups: Sequence[StatusGroup], terms: Terms, provisos: Provisos) -> tuple[Passage, ...]:
    """What has to be decided, each alternative with what it does, and which goes first and why; then agents; nothing where nothing is."""
    views = [decision(made, terms) for made in terms.answer.decisions]
    lines = [line for view in views for line in _decision(view, provisos)]
    lines += tell_agents(groups, terms, provisos)
    return (Passage(phrase("heading", "decision"), tuple(lines)),) if lines else ()


def _decision(view: DecisionView, provisos: Provisos) -> Iterator[Line]:
    if len(view.alternatives) < 2:
        return
    yield Line(phrase("decision_line", view.subject, provisos.mark([view.sets]), book=BOOK), tone="bold")
    for a in view.alternatives:
        yield Line(phrase("alternative_line", a, view.subject, book=BOOK), 1)
    for order in view.order:
        yield Line(phrase("ordered", order, book=BOOK), 1)
        for reason in order.reasons:
            yield Line(phrase("reason", reason, order.level), 2)
    if not view.order:
        yield Line(phrase("unordered"), 1)
    if view.gaps or view.hinges:
        yield Line(phrase("left_open_here"), 1)
    yield from (Line(phrase("cited_words", c, book=BOOK), 2) for c in view.gaps)
    yield from (Line(phrase("hangs_on", words), 2) for words in view.hinges)


def tell_disagreements(terms: Terms) -> tuple[Passage, ...]:
    """Disagreements between what is to be done, or left, all the same: no action is contested for them, and no decision holds them."""
    agents = {x.subject for x in agent_lines(terms)}
    lines: list[Line] = []
    for made in terms.answer.lines:
        actions = {a for c in made.pairs for a in c.actions} | set(made.subject.split(PAIR))
        if CONTESTING.isdisjoint(made.kinds) or any(terms.answer.status.get(a) in TORN for a in actions):
            continue
        view = line(made, terms)
        if view.subject not in agents:
            lines.append(Line(phrase("disagreement", view, book=BOOK), tone="warn"))
            cites = dict.fromkeys(cite for pair in view.pairs for cite in pair.cites)
            lines += [Line(phrase("cited_words", cite, book=BOOK), 1) for cite in cites]
            lines += [Line(phrase("remark", remark, 0), 1) for remark in view.remarks]
    return (Passage(phrase("heading", "lines"), tuple(lines)),) if lines else ()


def tell_questions(terms: Terms) -> tuple[Passage, ...]:
    """The first questions, in the order in which they are asked."""
    asked = [terms.vocabulary.findings[a.finding] for a in terms.answer.ask]
    lines = tuple([Line(f.question or f.label) for f in asked[:FIRST]])
    head = " ".join([phrase("heading", "ask"), phrase("some_first", FIRST, len(asked))]).strip()
    return (Passage(head, lines),) if lines else ()
