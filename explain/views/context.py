"""From an answer to the view that every format prints: names become labels, statements carry their place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby

from explain.views.answer import (
    AssumedRow,
    FindingRow,
    Header,
    Note,
    Overridden,
    PossibleStatements,
    PreferenceRow,
    Provenance,
    ReviewView,
    SourceStatements,
    StatementView,
    UnreadRow,
    View,
    Window,
)
from explain.views.deciding import ask, decision, said
from explain.views.disputes import apart, line
from explain.views.exclusions import ruled_out
from explain.views.limits import Limits, limits_of
from explain.views.scopes import ScopeRow, SourceView
from explain.views.standings import groups
from explain.views.terms import Terms
from explain.views.urgency import urgent
from explain.views.values import Cite, Condition, ExcludedRow, Regimen, Word
from guideline import __version__
from guideline.answer import Answer, Answers
from guideline.model import Knowledge, Vocabulary
from guideline.pack import Pack
from guideline.terms.parsed import SourceRule

TOPICS = ("evidence", "prognosis")
"""Topics of reports that are shown apart; what is defined or gives a reason is told with its statement."""


def view_of(answer: Answer, pack: Pack, *, derivation: Sequence[str] = (), command: str = "") -> View:
    """The view of an answer.

    Args:
        answer: from `Pack.solve`.
        pack: that gave it.
        derivation: indented lines that derive the results, for the full output.
        command: the command line that reproduces the answer, for reports.
    """
    with pack.seats.borrow() as seat:
        members = seat.tables.members
    return build_view(
        answer,
        pack.vocabulary,
        pack.knowledge,
        members,
        limits=limits_of(pack),
        rules=pack.compiled.rules,
        hashes=pack.compiled.hashes,
        derivation=derivation,
        command=command,
    )


def build_view(
    answer: Answer,
    vocabulary: Vocabulary,
    knowledge: Knowledge,
    members: Mapping[str, tuple[str, ...]],
    *,
    limits: Limits,
    rules: Sequence[SourceRule],
    hashes: Sequence[tuple[str, str]] = (),
    derivation: Sequence[str] = (),
    command: str = "",
) -> View:
    """The view of an answer over any vocabulary and knowledge.

    `members` are those of the criteria `any(k)` and `all(k)`; `limits` are the bounds within which statements speak,
    `rules` those of the pack.
    """
    terms = Terms(answer, vocabulary, knowledge, members)
    known = knowledge.statements
    return View(
        header=header(terms),
        sources=source_views(terms),
        decisions=tuple([decision(d, terms) for d in answer.decisions]),
        ask=tuple([ask(a, terms) for a in answer.ask]),
        groups=groups(terms, limits, rules),
        lines=tuple([line(x, terms) for x in answer.lines]),
        apart=apart(answer.settled, terms),
        regimens=regimens(terms),
        reviews=tuple(
            [
                ReviewView(terms.label(r.review), tuple([Window(terms.cite(s), low, high) for s, low, high in r.windows]), r.common)
                for r in answer.reviews
            ]
        ),
        evidence=_notes(terms, [(s, t[0], t[-1]) for s in answer.in_force for t in known[s].reports if t[0] in TOPICS]),
        gaps=_notes(terms, [(s, "", known[s].says) for s in answer.in_force if known[s].silent]),
        ambiguities=_notes(terms, [(s, "", w) for s in answer.in_force for w in known[s].ambiguous]),
        assumed=tuple(
            [
                AssumedRow(terms.label(f), vocabulary.findings[f].critical, tuple([terms.cite(s) for s in by]))
                for f, by in sorted(answer.assumed, key=lambda row: (not vocabulary.findings[row[0]].critical, terms.label(row[0])))
            ]
        ),
        unread=unread(terms),
        statements=_statements(terms),
        overridden=tuple(
            [
                Overridden(terms.cite(s), tuple([(terms.cite(o), terms.label(a) if a else "") for o, a in by]))
                for s, by in answer.overridden.items()
            ]
        ),
        possible=_possible(terms),
        provenance=Provenance(__version__, tuple(hashes), answer.case.origin, command),
        derivation=tuple(derivation),
        urgent=urgent(terms, rules),
    )


def regimens(terms: Terms) -> tuple[Regimen, ...]:
    """The doses that statements in force give."""
    known = terms.knowledge.statements
    return tuple([terms.regimen(n, d) for n in terms.answer.in_force for d in known[n].doses])


def unread(terms: Terms) -> tuple[UnreadRow, ...]:
    """What is recorded and nothing in force rests on, with the statements that would read it."""
    records = {r.finding: r for r in terms.answer.case.recorded}
    return tuple(
        [
            UnreadRow(terms.label(u.finding), terms.value(records[u.finding]), u.alarming, tuple([terms.cite(s) for s in u.statements]))
            for u in terms.answer.unread
        ]
    )


def header(terms: Terms) -> Header:
    """Who and which case, and under which options it was answered."""
    answer, case = terms.answer, terms.answer.case
    return Header(
        case=case.name,
        title=case.title,
        date=case.date,
        origin=case.origin,
        notes=case.notes,
        findings=tuple(
            [
                FindingRow(terms.label(r.finding), terms.value(r), r.place.line)
                for r in sorted(case.recorded, key=lambda r: (terms.label(r.finding), r.finding))
            ]
        ),
        excluded=tuple(
            [
                ExcludedRow(terms.label(e.action), e.kind, e.because, e.place.line)
                for e in sorted(case.excluded, key=lambda e: (terms.label(e.action), e.action))
            ]
        ),
        preferences=tuple(
            [PreferenceRow(terms.label(p.prefer), terms.label(p.over), p.place.line, ruled_out(p.prefer, terms)) for p in case.preferences]
        ),
        without=tuple([terms.cite(s) for s in answer.without]),
        policy=answer.policy,
        marked=answer.marked,
    )


def source_views(terms: Terms) -> tuple[SourceView, ...]:
    """Every source of the pack, by name, with its contexts and whether they take the patient in."""
    known = terms.knowledge
    rows = []
    for source in sorted(known.sources.values(), key=lambda s: s.name):
        contexts = [c for c in terms.answer.contexts if known.contexts[c.context].source == source.name]
        rows.append(
            SourceView(
                name=source.name,
                title=source.title,
                date=source.date,
                issuer=source.issuer,
                kind=source.kind,
                url=source.url if source.url.startswith(("https://", "http://")) else "",
                contexts=tuple(
                    [
                        ScopeRow(
                            label=known.contexts[c.context].label,
                            inside=c.in_scope,
                            reasons=tuple([known.contexts[c.context].exclusions.get(r, terms.label(r)) for r in c.reasons]),
                            main=not known.contexts[c.context].narrower,
                            name=c.context,
                            statements=sum(c.context in s.within for s in known.statements.values()),
                        )
                        for c in contexts
                    ]
                ),
                in_force=sum(known.statements[s].source == source.name for s in terms.answer.in_force),
                by=terms.source(source.name),
                speaking=len({s.statement for s in terms.answer.stances if known.statements[s.statement].source == source.name}),
            )
        )
    return tuple(rows)


def _notes(terms: Terms, rows: Iterable[tuple[str, str, str]]) -> tuple[Note, ...]:
    """In the order of the documents."""
    known = terms.knowledge.statements
    ordered = sorted(rows, key=lambda row: (known[row[0]].source, known[row[0]].place, row))
    return tuple([Note(terms.cite(s), topic, words) for s, topic, words in ordered])


def notes_for(statement: str, terms: Terms) -> tuple[Note, ...]:
    """What statements in force report as evidence, reason or prognosis for a statement."""
    return _notes(terms, terms.reported.get(statement, ()))


def _statements(terms: Terms) -> tuple[SourceStatements, ...]:
    answer, known = terms.answer, terms.knowledge.statements
    words: dict[str, list[Word]] = {}
    for stance in answer.stances:
        words.setdefault(stance.statement, []).append(said(stance, terms).word)
    ordered = sorted(answer.in_force, key=lambda s: (known[s].source, known[s].place, s))
    return tuple(
        [
            SourceStatements(
                source=source,
                title=terms.knowledge.sources[source].title,
                statements=tuple(
                    [
                        StatementView(
                            cite=terms.cite(s),
                            words=tuple(words.get(s, ())),
                            prefers=tuple([(terms.label(a), terms.label(b)) for a, b in known[s].prefers]),
                            equal=tuple([(terms.label(a), terms.label(b)) for a, b in known[s].equal]),
                            falls=terms.answers(answer.mark("in_force", s).provisional_on),
                            reported=notes_for(s, terms),
                        )
                        for s in names
                    ]
                ),
            )
            for source, names in groupby(ordered, key=lambda s: known[s].source)
        ]
    )


def _possible(terms: Terms) -> tuple[PossibleStatements, ...]:
    """Statements that an answer would bring into force, those with the same answers together, in the order of the questions.

    That a source is silent on something is no statement to wait for.
    """
    first = {a.finding: i for i, a in enumerate(terms.answer.ask)}
    grouped: dict[Answers, list[Cite]] = {}
    places: dict[Answers, tuple[int, ...]] = {}
    sets: dict[Answers, tuple[tuple[Condition, ...], ...]] = {}
    for row, marks in terms.answer.marks.items():
        if row[0] == "in_force" and marks.possible_if and not terms.knowledge.statements[row[1]].silent:
            key = tuple(sorted(marks.possible_if))
            grouped.setdefault(key, []).append(terms.cite(row[1]))
            places[key] = tuple(sorted(first.get(t.subject, len(first)) for s in key for t in s))
            sets[key] = terms.answers(key)
    return tuple([PossibleStatements(sets[k], tuple(grouped[k])) for k in sorted(grouped, key=lambda k: (places[k], str(k)))])
