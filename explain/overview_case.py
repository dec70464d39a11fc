"""Who a case is about: under which options it is answered, what is urgent, and which sources take the patient in."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import replace

from explain.overview_beneath import beneath, beside
from explain.overview_row import rather, wavers
from explain.provisos import Provisos
from explain.render import phrase
from explain.telling import Line, Passage, names
from explain.views.answer import ActionView, StatusGroup
from explain.views.context import header, source_views, unread
from explain.views.scopes import ScopeRow, SourceView
from explain.views.terms import Terms
from explain.views.values import Answers, UrgentRow
from explain.views.wanting import NOTHING, Lacking, Wanting
from explain.why.basis import Reader
from guideline.terms.parsed import SourceRule

BOOK = "why"
NAMED = 1
"""Of the statements that would read what nothing rests on, so many are named."""


def tell_case(terms: Terms) -> Passage:
    """Who it is about, that the lines which are named are those of the case, and under which options it is answered."""
    told = header(terms)
    lines = [Line(phrase("case_line", told.case, told.date, book=BOOK))]
    if not told.marked:
        lines.append(Line(phrase("unmarked"), tone="warn"))
    if told.without:
        lines.append(Line(f"{phrase('switched_off')} {names(told.without)}", tone="warn"))
    if told.policy:
        lines.append(Line(phrase("trust", told.policy)))
    lines += [Line(phrase("prefers", p), tone="warn") for p in told.preferences if p.out]
    return Passage(told.title or told.case, tuple(lines))


def tell_unread(terms: Terms) -> tuple[Passage, ...]:
    """What alarms and nothing in force rests on: the record may lack what would let a source speak; nothing where there is none."""
    alarms = [u for u in unread(terms) if u.alarming]
    lines = [Line(phrase("unread", u, NAMED), tone="alarm") for u in alarms]
    return (Passage(phrase("heading", "unread"), tuple(lines), phrase("ask_further")),) if lines else ()


def tell_urgent(rows: Iterable[UrgentRow], whole: Mapping[str, ActionView], provisos: Provisos) -> tuple[Passage, ...]:
    """What a source wants at once, by whom and because of what is recorded; nothing where nothing is urgent.

    Args:
        rows: what is urgent.
        whole: actions that are told nowhere else.
        provisos: number what could turn them.
    """
    lines: list[Line] = []
    for u in rows:
        marks = (provisos.mark([u.falls]), *wavers(u.wavering, provisos))
        more = [s.cite for s in whole[u.label].said] if u.label in whole else []
        lines.append(
            Line(phrase("at_once", u, phrase("by_force", u.voices), [m for m in marks if m]), 0, names((*u.cites, *more)), "alarm")
        )
        lines += beside([("requires", *row) for row in u.requires], 1)
    return (Passage(phrase("heading", "urgent"), tuple(lines)),) if lines else ()


def told_at_once(rows: Iterable[UrgentRow], groups: Iterable[StatusGroup], terms: Terms) -> Mapping[str, ActionView]:
    """The urgent actions, by label, of which their status says nothing more: the same sources are for them, and that is all."""
    settled = {a.labels: a for g in groups if g.status == "settled_for" for a in g.actions}
    found = {}
    for u in rows:
        view = settled.get((u.label,))
        if view and not view.limits and all(s.word.stance == "for" and s.cite.source in {c.source for c in u.cites} for s in view.said):
            # What has to come first, and what the editors read, is told with the urgency.
            before = list(beside([("requires", *row) for row in view.requires], 1))
            more = [*rather(view, "settled_for", terms), *view.other_limits]
            if not more and list(beneath(replace(view, taken=()), "settled_for", 0, terms)) == before:
                found[u.label] = view
    return found


def tell_sources(terms: Terms, rules: Iterable[SourceRule], reader: Reader, entered: Container[str], provisos: Provisos) -> Passage:
    """Each source with its scope, and why it is out of scope where it is, or all that the record lacks for it.

    Args:
        terms: of the answer.
        rules: of the pack.
        reader: of the reasons why contexts take nobody in.
        entered: the contexts that the patient would enter, if nothing left him or her out.
        provisos: number what would take away all that a source says in its scope.
    """
    lacking = Lacking(terms, rules)
    lines: list[Line] = []
    for source in source_views(terms):
        told = source.passed or source.shown
        mark = provisos.mark([_falling(source.shown, terms)]) if source.shown and source.shown.inside else ""
        lines.append(Line(phrase("source_line", source, _wanting(told, lacking) if told else None, mark)))
        others = _others(source, terms, reader, lacking, entered) if source.shown and source.shown.inside else ()
        lines += [Line(phrase("source_scope", c, _wanting(c, lacking), book=BOOK), 1) for c in others]
    return Passage(phrase("heading", "sources"), tuple(lines))


def _falling(context: ScopeRow, terms: Terms) -> Answers:
    """The answers each of which would take away all that is in force within a context."""
    answer, known = terms.answer, terms.knowledge.statements
    marks = [
        answer.mark("in_force", s).provisional_on for s in answer.in_force if context.name in known[s].within and len(known[s].within) == 1
    ]
    shared = [x for x in marks[0] if all(any(set(y) <= set(x) for y in other) for other in marks)] if marks else []
    return terms.answers(shared)


def _others(source: SourceView, terms: Terms, reader: Reader, lacking: Lacking, entered: Container[str]) -> Iterator[ScopeRow]:
    """The contexts that leave a patient out whom another one of the source takes in: the largest; those that would be entered but for what
    leaves the patient out; and, of those that ask for an absence which is not recorded, or denied, the largest.
    """
    inside = {c.name for c in source.contexts if c.inside}
    most = max((c.statements for c in source.contexts if c.main), default=0)
    out = [c for c in source.contexts if not c.inside and inside.issuperset(terms.knowledge.contexts[c.name].narrower)]
    absent = [c for c in out if not c.main and _asks_absence(c, reader, lacking)]
    largest = max(absent, key=lambda c: c.statements, default=None)
    for c in out:
        told = c is largest or (c.main and (c.statements == most or (c.reasons and c.name in entered)))
        if told and (source.passed is None or c.name != source.passed.name):
            yield c


def _asks_absence(context: ScopeRow, reader: Reader, lacking: Lacking) -> bool:
    """Whether a context keeps a patient out for want of nothing but recorded absences, or for a reason that it gives."""
    asks = reader.scope(context.name).entered
    absences = bool(asks) and all(g.condition.kind == "lacks" for g in asks)
    return absences and bool(context.reasons or _wanting(context, lacking).asked)


def _wanting(context: ScopeRow, lacking: Lacking) -> Wanting:
    """What the record lacks for a context that takes nobody in, and gives no reason for it."""
    return NOTHING if context.inside or context.reasons else lacking.enters(context.name)
