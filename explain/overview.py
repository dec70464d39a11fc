"""Tells the answer for a case in short: who it is about, what is to be decided, every action, what could turn it, what to ask."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from explain.justification.justify import justification
from explain.overview_actions import tell_actions
from explain.overview_case import tell_case, tell_sources, tell_unread, tell_urgent, told_at_once
from explain.overview_decisions import tell_decisions, tell_disagreements
from explain.overview_possible import tell_possible
from explain.overview_single import decided_alone
from explain.provisos import Provisos
from explain.render import phrase
from explain.review_words import BOOK as ROAD
from explain.review_words import tell_reviews
from explain.telling import Line, Passage, Telling, names
from explain.views.context import regimens
from explain.views.limits import limits_of
from explain.views.possible import possible_actions
from explain.views.standings import groups
from explain.views.terms import Terms
from explain.views.urgency import urgent
from explain.why.basis import Reader
from guideline.answer import Answer
from guideline.pack import Pack
from guideline.road.clocks import clocks_of
from guideline.road.reviews import reviews_ahead

FIRST = 4
"""So many questions are told."""


def overview(terms: Terms, pack: Pack) -> Telling:
    """The sources with their scope, what is to be decided, and every action on a line, by status.

    Args:
        terms: of the answer.
        pack: that gave it.
    """
    provisos = Provisos()
    made = groups(terms, limits_of(pack), pack.compiled.rules)
    rows = urgent(terms, pack.compiled.rules)
    at_once = told_at_once(rows, made, terms)
    hurry = (*tell_unread(terms), *tell_urgent(rows, at_once, provisos))
    scopes = _scopes(terms, pack, provisos)
    decided = tell_decisions(made, terms, provisos)
    actions = tell_actions(made, terms, provisos, {*at_once, *decided_alone(made, terms)})
    actions = actions or (() if decided or at_once else _nothing())
    doses = tuple(_doses(terms))
    return (
        tell_case(terms),
        *hurry,
        scopes,
        *decided,
        *tell_disagreements(terms),
        *actions,
        *tell_possible(possible_actions(terms, pack)),
        *([Passage(phrase("heading", "regimens"), doses)] if doses else []),
        *provisos.tell(),
    )


def tell_questions(terms: Terms) -> tuple[Passage, ...]:
    """The first questions, in the order in which they are asked."""
    asked = [terms.vocabulary.findings[a.finding] for a in terms.answer.ask]
    lines = tuple([Line(f.question or f.label) for f in asked[:FIRST]])
    head = " ".join([phrase("heading", "ask"), phrase("some_first", FIRST, len(asked))]).strip()
    return (Passage(head, lines),) if lines else ()


def in_short(answer: Answer, pack: Pack) -> Telling:
    """The answer as `guideline solve` prints it: the overview, the reviews that fall due, the notes of the case, and what to ask first.

    Args:
        answer: from `Pack.solve`.
        pack: that gave it.
    """
    with pack.seats.borrow() as seat:
        members = seat.tables.members
    terms = Terms(answer, pack.vocabulary, pack.knowledge, members)
    case = answer.case
    due = reviews_ahead(answer, pack.knowledge, pack.vocabulary, clocks_of(case, pack.vocabulary), case)
    reviews = tuple([Line(text, depth, names(map(terms.cite, by))) for text, depth, by in tell_reviews(due, terms)])
    notes = tuple([Line(line) for line in case.notes.splitlines() if line.strip()])
    return (
        *overview(terms, pack),
        *([Passage(phrase("heading", "reviews", book=ROAD), reviews)] if reviews else []),
        *([Passage(phrase("heading", "notes"), notes)] if notes else []),
        *tell_questions(terms),
        Passage(phrase("heading", "more"), _more(terms)),
    )


def _doses(terms: Terms) -> Iterator[Line]:
    """Each dose; where a drug has several, in the source's own words, which tell them apart."""
    made = regimens(terms)
    several = {drug for drug, n in Counter(r.drug for r in made).items() if n > 1}
    purposes = {drug for drug in several if len({r.purpose for r in made if r.drug == drug}) > 1}
    for r in made:
        drug = phrase("drug_for", r) if r.drug in purposes else r.drug
        whole = all(str(n) in r.cite.says for n in (r.low, r.high)) and r.unit in r.cite.says
        if r.drug in several and whole:
            words = r.cite.says if not r.counted else f"{r.cite.says.rstrip('.')}; {phrase('counted', r)}"
            yield Line(phrase("all_in_a_line", drug, words, book="why"), place=names([r.cite]))
        else:
            yield Line(phrase("all_in_a_line", drug, phrase("dose", r), book="why"), place=names([r.cite]))
            yield from [Line(r.cite.says, 1)] if r.drug in several else []


def _nothing() -> tuple[Passage, ...]:
    return (Passage(phrase("nothing_said"), (), phrase("ask_further")),)


def _more(terms: Terms) -> tuple[Line, ...]:
    """What was left out, where it is told, and what none of it replaces."""
    answer, findings = terms.answer, terms.vocabulary.findings
    lines = []
    if answer.assumed:
        critical = sum(findings[f].critical for f, _ in answer.assumed)
        lines.append(Line(phrase("rests_on_absence", len(answer.assumed), critical), tone="warn"))
    lines += [Line(phrase("where_more"), tone="dim"), Line(phrase("caution"), tone="dim")]
    return tuple(lines)


def _scopes(terms: Terms, pack: Pack, provisos: Provisos) -> Passage:
    """The sources, with the reasons of each context that leaves the patient out."""
    asked = [("enters", c.context) for c in terms.answer.contexts if not c.in_scope]
    reasons = justification(terms.answer, pack, asked)
    entered = {name for _, name in asked if f"enters({name})" in reasons.nodes}
    return tell_sources(terms, pack.compiled.rules, Reader(terms, reasons), entered, provisos)
