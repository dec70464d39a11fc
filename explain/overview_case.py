"""Who a case is about: under which options it is answered, what is urgent, and which sources take the patient in."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator

from explain.provisos import Provisos
from explain.render import phrase
from explain.telling import Line, Passage, names
from explain.views.answer import ScopeRow, SourceView
from explain.views.context import header, source_views, unread
from explain.views.terms import Terms
from explain.views.urgency import urgent
from explain.why.basis import Reader
from guideline.terms.parsed import SourceRule

BOOK = "why"
NAMED = 1
"""Of the statements that would read what nothing rests on, so many are named."""


def tell_case(terms: Terms) -> Passage:
    """Who it is about, that the lines which are named are those of the case, and under which options it is answered."""
    told = header(terms)
    lines = [Line(phrase("case_line", told.case, told.date, book=BOOK))]
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


def tell_urgent(terms: Terms, rules: Iterable[SourceRule], provisos: Provisos) -> tuple[Passage, ...]:
    """What a source wants at once, by whom and because of what is recorded; nothing where nothing is urgent."""
    lines = [
        Line(phrase("at_once", u, phrase("by_force", u.voices), provisos.mark([u.falls])), 0, names(u.cites), "alarm")
        for u in urgent(terms, rules)
    ]
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
