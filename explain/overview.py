"""Tells what stands above all results of a case: which sources take the patient in, and what is to be decided, with what goes first."""

from __future__ import annotations

from collections.abc import Container, Iterator

from explain.render import phrase
from explain.telling import Line, Passage
from explain.views.choices import DecisionView
from explain.views.context import source_views
from explain.views.deciding import decision
from explain.views.terms import Terms

BOOK = "why"


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
    """What has to be decided, each alternative with what it does, and which goes first and why; nothing where nothing is."""
    lines = [line for made in terms.answer.decisions for line in _decision(decision(made, terms))]
    return (Passage(phrase("heading", "decision"), tuple(lines)),) if lines else ()


def _decision(view: DecisionView) -> Iterator[Line]:
    if len(view.alternatives) < 2:
        return
    yield Line(phrase("subject", view.subject), tone="bold")
    for a in view.alternatives:
        yield Line(phrase("alternative_line", a, view.subject, book=BOOK), 1)
    for order in view.order:
        yield Line(phrase("ordered", order, book=BOOK), 1)
        for reason in order.reasons:
            yield Line(phrase("reason", reason, order.level), 2)
    if not view.order:
        yield Line(phrase("unordered"), 1)
