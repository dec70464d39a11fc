"""One action of an overview as a line: who says what its heading says, within what, what else is said, and what that hangs on."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction

from explain.overview_asks import WORDS, Ask, asking, asks_of
from explain.provisos import Provisos
from explain.render import phrase
from explain.views.answer import ActionView
from explain.views.terms import Terms
from explain.views.values import Answers, Cite, Said, Word
from explain.views.wavering import Wavering
from guideline.quantities import parse_quantity
from guideline.units import QuantityError

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
DOABLE = frozenset({"settled_for", "offered", "permitted"})
"""The statuses of what is not disputed and can be done."""
CHOSEN = frozenset({*DOABLE, "option", "contested"})
"""The statuses of what can be chosen."""


@dataclass(frozen=True, slots=True)
class Voices:
    """Sources that say the same, each with a panel's rating if it has one, and the bounds within which they say so."""

    names: tuple[str, ...]
    bounds: Answers = ()


@dataclass(frozen=True, slots=True)
class Row:
    """An action, in words.

    Attributes:
        labels: of the action, several where the same is said of each.
        word: what the own voices say; empty where the heading says it.
        own: the voices for what the status is.
        rest: what else is said, in words.
        asks: what statements ask for first, with them, where these are more than one; told on lines of their own.
        preferred: sources that would rather have it than the other choices it is told with.
        marks: of what could turn it, and of what could turn the word of a source alone.
    """

    labels: tuple[str, ...]
    word: str
    own: tuple[Voices, ...]
    rest: tuple[str, ...]
    asks: tuple[Ask, ...]
    preferred: tuple[str, ...]
    marks: tuple[str, ...]


def untimed(view: ActionView, status: str) -> bool:
    """Whether all that backs a status does so within a time of which nothing is recorded."""
    backing = {s.cite.source for s in view.said if s.word.stance == HEADED.get(status)}
    return bool(backing) and all(x.untimed for x in view.limits) and backing <= {name for x in view.limits for name in x.sources}


def row(
    view: ActionView,
    status: str,
    mark: str,
    terms: Terms,
    *,
    named: bool = False,
    block: Collection[str] = (),
    preferred: Iterable[str] = (),
    wavers: Iterable[str] = (),
) -> Row:
    """An action in words.

    Args:
        view: of the action.
        status: under whose heading it stands.
        mark: of what could turn it.
        terms: of the answer.
        named: whether the heading does not say what the status is.
        block: the sources that are named above it already.
        preferred: sources that prefer it to what it stands with.
        wavers: of sources whose word an answer would take away, though the status stays.
    """
    own_word = HEADED.get(status)
    own: dict[str, str] = {}
    offering: dict[str, None] = {}
    classes: dict[str, dict[str, None]] = {}
    others: list[Said] = []
    wishing = {s.cite.source for s in view.said if s.word.stance == "for"}
    for s in view.said:
        source = s.cite.source
        if s.word.stance == own_word == "for" and status == "settled_for" and s.word.offered:
            offering[source] = None
        elif s.word.stance == own_word and own_word != "open" and s.word.action in view.labels:
            own[source] = s.word.rating or own.get(source, "")
        elif s.word.stance == own_word and own_word != "open":
            classes.setdefault(s.word.action, {})[source] = None
        elif not (s.word.stance == "permits" and source in wishing):
            # Who asks for an action gives leave for it too.
            others.append(s)
    if block and set(own) == set(block):
        own = {}
    heads = [Voices((phrase("as_is", a, sorted(by), book=BOOK),)) for a, by in classes.items()] if not own else []
    asks = tuple(asks_of(others, view))
    offers = {x: _forced(x, view.said, terms) for x in set(offering) - set(own)}
    rest = [phrase("offered_by", x.names, x.bounds, book=BOOK) for x in _within(offers, view, True)]
    if status == "offered":
        own = {source: _forced(source, view.said, terms) for source in own}
    elif own:
        own = {source: phrase("rated_by", source, rating, book=BOOK) if rating else source for source, rating in own.items()}
    behind = tuple(rather(view, status, terms)) if not block else ()
    return Row(
        labels=view.labels,
        word=(phrase("offered") if status == "offered" else phrase("heading", status).lower()) if named else "",
        own=(*_within(own, view, status == "offered"), *heads),
        rest=(
            *rest,
            *(behind if status in DOABLE else ()),
            *_others(others, view, terms),
            *(behind if status not in DOABLE else ()),
            *(a.words for a in asks if len(asks) == 1),
            *([phrase("limits", view.limits)] if view.limits and own_word is None else []),
        ),
        asks=asks if len(asks) > 1 else (),
        preferred=tuple(sorted(preferred)),
        marks=tuple([m for m in (mark, *wavers) if m]),
    )


def wavers(rows: Wavering, provisos: Provisos) -> tuple[str, ...]:
    """The sources whose word an answer would take away, though the status stays, each with the mark of that."""
    return tuple([phrase("wavers", source, provisos.mark([answers])) for source, answers in rows])


def rather(view: ActionView, status: str, terms: Terms) -> Iterator[str]:
    """What sources put behind an action that stands under a status: kinds of one class, or ways of one offer that no decision weighs."""
    behind: dict[str, dict[str, None]] = {}
    for name, worse in _put_behind(view, status, terms):
        behind.setdefault(terms.label(worse), {})[terms.knowledge.statements[name].source] = None
    told: dict[tuple[str, ...], list[str]] = {}
    for label, by in behind.items():
        told.setdefault(tuple(sorted(by)), []).append(label)
    for sources, labels in told.items():
        yield phrase("preferred_to", labels, sources, book=BOOK)


def preferring(view: ActionView, status: str, terms: Terms) -> Iterator[Cite]:
    """The statements that put so another action behind this one."""
    yield from (terms.cite(name) for name, _ in _put_behind(view, status, terms))


def _put_behind(view: ActionView, status: str, terms: Terms) -> Iterator[tuple[str, str]]:
    """The statements in force that prefer an action, each with what it puts behind it.

    That is another kind of the same class, or another way that a statement offers with it and no decision weighs against it.
    """
    known, actions = terms.knowledge.statements, terms.vocabulary.actions
    for name in terms.answer.in_force:
        for better, worse in known[name].prefers:
            if terms.label(better) not in view.labels:
                continue
            akin = status in DOABLE and not set(actions[better].kind_of).isdisjoint(actions[worse].kind_of)
            if akin or (status in CHOSEN and _offered_as_one(better, worse, terms)):
                yield name, worse


def _offered_as_one(better: str, worse: str, terms: Terms) -> bool:
    answer, known = terms.answer, terms.knowledge.statements
    weighed = any({better, worse} <= {s.action for s in d.stances} for d in answer.decisions)
    return not weighed and any({better, worse} <= set(known[s].offers) for s in answer.in_force)


def _forced(source: str, said: Iterable[Said], terms: Terms) -> str:
    """A source with the strongest of the words in which it offers an action."""
    known = terms.knowledge
    ranks = known.sources[source].strengths
    words = [known.statements[s.cite.name].strength for s in said if s.cite.source == source and s.word.offered]
    return phrase("with_force", source, terms.label(max(words, key=lambda w: ranks.get(w, -1))), book=BOOK) if words else source


def _within(sources: dict[str, str], view: ActionView, offered: bool) -> list[Voices]:
    """The sources, each in words, by the bounds within which they speak, those that speak without end first."""
    bounds = {name: x.bounds for x in view.limits if x.offered == offered for name in x.sources}
    found: dict[Answers, list[str]] = {}
    for name in sorted(sources, key=lambda n: (bool(bounds.get(n)), n)):
        found.setdefault(bounds.get(name, ()), []).append(sources[name])
    return [Voices(tuple(names), within) for within, names in found.items()]


def _others(said: Iterable[Said], view: ActionView, terms: Terms) -> Iterator[str]:
    """What else is said, alike words together: by the kind of word, then by the time from which or until which they are said."""
    rows = [s for s in said if not asking(s.word)]
    rated = {(s.cite.source, s.word.stance) for s in rows if s.word.rating}
    bounds = {(word, source): within for word, source, within in view.other_limits}
    found: dict[tuple[str, Answers], dict[str, list[Said]]] = {}
    for s in sorted(rows, key=lambda x: (WORDS.index(x.word.stance), _days(x.word, terms), not x.word.rating, len(x.word.criteria))):
        w = s.word
        if not w.rating and not w.since and (s.cite.source, w.stance) in rated:
            continue
        told = (phrase("briefly", w, view.labels[0], book=BOOK), bounds.get((w.stance, s.cite.source), ()))
        found.setdefault(told, {}).setdefault(s.cite.source, []).append(s)
    for (words, within), by in found.items():
        yield phrase("says_so", words, [_forced(source, mine, terms) for source, mine in sorted(by.items())], within, book=BOOK)


def _days(word: Word, terms: Terms) -> Fraction:
    """The time from which, or until which, a word is said, so that sooner comes before later; none counts as now."""
    text = word.since or word.until
    try:
        return parse_quantity(text, "day", terms.vocabulary.units).value if text else Fraction(0)
    except QuantityError:
        return Fraction(0)
