"""Tells why something is as it is: in a line, in short, or with every step."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

from explain.asked_with_words import tell_asked_with
from explain.render import phrase
from explain.telling import Length, Line, Passage, names
from explain.views.answer import Note
from explain.views.choices import DecisionView, OrderView
from explain.views.values import Answers, Cite
from explain.why.grounds import Basis, Beside, Ground, ScopeBasis
from explain.why.grounds_words import BOOK, RECORDED, Like, ground_lines, tell_grounds
from explain.why.opposed_words import place_of, tell_opposed
from explain.why.reasons import Why
from explain.why.steps import Words
from guideline.model import COMPARISONS
from guideline.units import by_convention

RATIONALE = "rationale"
"""Of the reasons that a source gives for a statement, the first is told in short; evidence and prognosis are told whole."""


def tell_why(view: Why, words: Words, length: Length) -> tuple[Passage, ...]:
    """The passages on one goal.

    Args:
        view: the reasons.
        words: for the steps of the full length.
        length: a line for each side; the statements with the findings that they rest on; every step of the derivation too.
    """
    head = _say("asked", view)
    if length == "line":
        return (Passage(head, tuple(_in_a_line(view))),)
    counted = by_convention(_amounts(view))
    passages = [Passage(head, tuple(_short(view, full=length == "full")), phrase("counted_as", counted) if counted else "")]
    if length == "full" and view.roots:
        told: set[str] = set()
        rows = [row for root in view.roots for row in view.reasons.rows(root, words, told=told)]
        passages.append(Passage(_say("derivation"), tuple([Line(text, depth) for depth, text in rows])))
    return tuple(passages)


def _amounts(view: Why) -> Iterator[str]:
    """The amounts that what is recorded is held against."""
    grounds = [g.condition for b in view.bases for g in (*b.entered, *b.grounds, *b.met) if g.kind in RECORDED]
    asked = [x for b in view.bases for w in b.words for x in (*w.criteria, *w.met)]
    for c in (*grounds, *(m for x in asked for m in (x.members or (x,)))):
        if c.kind in COMPARISONS and c.known and c.known.kind != "missing":
            yield c.value


def _scenario(basis: Basis) -> tuple[str, ...]:
    """The label of the one scenario that a statement speaks in; nothing where there are several."""
    labels = tuple([label for _, label in basis.scopes])
    return labels if len(labels) == 1 else ()


def _in_a_line(view: Why) -> Iterator[Line]:
    if view.ruled_out:
        yield Line(_ruled_out(view))
    if view.decision:
        chosen = next(a for a in view.decision.alternatives if a.letter == view.label)
        yield Line(_say("alternative_in_a_line", chosen, _orders(view.decision, view.label)))
        return
    sides: dict[str, dict[str, None]] = {}
    own = any(w.action == view.label for b in view.bases for w in b.words)
    for basis in view.bases:
        for word in basis.words:
            # Beside words on the action itself, what is said of its rivals is left to the longer forms.
            if not own or word.action == view.label:
                sides.setdefault(_shared("briefly", word, view.label), {})[basis.cite.source] = None
    if sides:
        yield Line(_say("in_a_line", [(word, list(sources)) for word, sources in sides.items()]))
    for scope in view.scopes if not sides else ():
        yield Line(_say("scope", scope), place=scope.source)
    if view.beside and not (view.ruled_out or sides):
        yield from tell_asked_with(view.beside, short=True)
    elif not (view.ruled_out or sides or view.scopes):
        yield Line("; ".join([_say("nobody", view), *([_say("kinds", view.kinds)] if view.kinds else [])]))


def _ruled_out(view: Why) -> str:
    row = view.ruled_out
    return _say("ruled_out", row, view.label) if row and (row.line or not view.ruled_out_on) else _say("ruled_out_by_record")


def _orders(decision: DecisionView, letter: str) -> list[OrderView]:
    return [o for o in decision.order if letter in {o.first, *o.seconds}]


def _chosen(decision: DecisionView, letter: str) -> Iterator[Line]:
    """What an alternative is, and what it goes before or after."""
    chosen = next(a for a in decision.alternatives if a.letter == letter)
    if chosen.does:
        yield Line(_say("does", chosen.does), tone="bold")
    if chosen.waits:
        yield Line(phrase("wait", chosen.waits, chosen.follows))
    if chosen.leaves:
        yield Line(phrase("without", chosen.leaves))
    ordered = _orders(decision, letter)
    for order in ordered:
        yield Line(_say("ordered", order))
        above = ""
        for reason in order.reasons:
            yield Line(phrase("reason", reason, order.level, reason.words == above), 1)
            above = reason.words
    if not ordered and len(decision.alternatives) > 1:
        yield Line(phrase("unordered", len(decision.alternatives) == 2))


def _short(view: Why, *, full: bool) -> Iterator[Line]:
    if view.ruled_out:
        yield Line(_ruled_out(view))
        yield from ground_lines(view.ruled_out_on)
    if view.decision:
        yield from _chosen(view.decision, view.label)
    if view.kind_of:
        yield Line(phrase("kind_of", view.kind_of))
    asked = view.goal.kind == "statement"
    told: dict[tuple[Ground, ...], Like] = {}
    above: tuple[Ground, ...] = ()
    reported: set[Note] = set()
    open_words: set[str] = set()
    before: frozenset[Ground] = frozenset()
    for basis in view.bases:
        shows = bool(basis.words) or asked or full
        # A scenario that several statements speak of is entered once. Later the statement that told so is named, unless the one right above
        # rests on nothing else.
        again = told.get(basis.entered) if basis.entered and shows else None
        like = None if above == basis.entered or not again else replace(again, own=(again.label,) == _scenario(basis))
        entered = () if again else basis.entered
        if shows:
            told.setdefault(basis.entered, Like(basis.cite.id, next(iter(_scenario(basis)), "")))
        above = basis.entered if shows and not any(g.kind in RECORDED for g in (*basis.grounds, *basis.met)) else ()
        # Nor is what several of them rest on reported twice.
        fresh = tuple([n for n in basis.reported if n not in reported])
        reported.update(basis.reported)
        own = frozenset((*basis.entered, *basis.grounds, *basis.met))
        alike = not full and bool(own) and own == before
        # What is recorded as absent, and what is missing, is told by itself; what is asked for this action alone was told of it.
        mine = (*own, *(g for action, rows in basis.met_apart if action == view.label for g in rows))
        present = frozenset(g for g in mine if g.kind == "recorded" or (g.kind == "contradicted" and g.condition.kind != "has"))
        before = present if shows else before
        grounds, met = ((), ()) if alike else (tuple([g for g in basis.grounds if full or not again or g not in basis.entered]), basis.met)
        entered, again = () if alike else entered, again or (Like(basis.cite.id) if alike else None)
        openly = tuple([w for w in basis.ambiguous if full or w not in open_words])
        shown = replace(basis, entered=entered, grounds=grounds, met=met, reported=fresh, ambiguous=openly)
        if bool(basis.words) or asked:
            open_words.update(basis.ambiguous)
        yield from _basis(shown, view.label, asked=asked, full=full, again=bool(again), like=None if alike else like)
    yield from tell_opposed(view, full=full)
    for scope in view.scopes if not view.bases else ():
        yield from _scope(scope)
    if view.falls:
        yield Line(phrase("provisional", view.falls, len(view.falls)), tone="warn")
    yield from _falling(view)
    if not view.bases:
        yield from tell_asked_with(view.beside)
    if not (view.ruled_out or view.bases or view.scopes or view.pairs or view.beside):
        yield Line(_say("nobody", view))
        for kind in view.kinds:
            yield Line(_say("kind", kind), 1)


def _falling(view: Why) -> Iterator[Line]:
    """The statements with a word on what is asked that answers would take away, where neither they nor what is asked say so themselves."""
    found: dict[Answers, list[Cite]] = {}
    for basis in view.bases if view.label else ():
        named = {g.condition.label for g in (*basis.entered, *basis.grounds, *basis.met) if g.kind == "not_recorded"}
        left = tuple([x for x in basis.falls if x not in view.falls and not named.issuperset(c.label for c in x)])
        if left and basis.words:
            found.setdefault(left, []).append(basis.cite)
    for falls, cites in found.items():
        yield Line(_say("would_fall", falls, len(cites)), place=names(cites), tone="warn")


def _basis(basis: Basis, about: str, *, asked: bool, full: bool, again: bool, like: Like | None) -> Iterator[Line]:
    # What is asked about itself stands in the heading.
    yield Line(_shared("stands_in" if asked else "says", basis.cite), place=place_of(basis.cite))
    # A source may say the same of several actions, and several statements may report the same.
    yield from dict.fromkeys(_below(basis, about, asked=asked, full=full, again=again, like=like))


def _below(basis: Basis, about: str, *, asked: bool, full: bool, again: bool, like: Like | None) -> Iterator[Line]:
    side = _shared("side", basis.words, basis.cite, about)
    if side and (full or not _said_by_itself(basis)):
        yield Line(side, 1)
    brief = not (side or asked or full)
    for text in _beside(_unsaid(basis.beside) if brief else basis.beside, about):
        yield Line(text, 1)
    if brief:
        return
    for _, label in basis.scopes:
        yield Line(_shared("speaks_of", label), 1)
    own = tuple(dict.fromkeys((*basis.entered, *basis.grounds, *basis.met)))
    shown = own if full else tuple([g for g in own if g.kind != "not_recorded" or g.condition.label not in _waited_for(basis)])
    yield from tell_grounds(shown, same=again, like=like, brief=not full)
    for action, met in basis.met_apart:
        yield Line(_say("for_alone", action), 1)
        yield from tell_grounds(met, 2, brief=not full)
    if not (own or basis.scopes or again):
        yield Line(_shared("everybody"), 1)
    for words in basis.ambiguous:
        yield Line(_shared("ambiguous", words), 1)
    for words in basis.readings if asked or full else ():
        yield Line(_shared("reading", words), 1)
    for cite in basis.overrides:
        yield Line(_shared("overrides", cite), 1)
    # What is reported supports the word of a statement, and not what it says beside it.
    reasons = [n for n in basis.reported if n.topic == RATIONALE]
    for note in basis.reported if side or asked else ():
        if not full and note in reasons[1:]:
            continue
        yield Line(_shared("reported_words", note, book="phrases"), 1, place_of(note.cite), "dim")


def _said_by_itself(basis: Basis) -> bool:
    """Whether all that a statement says is a rating that its sentence has word for word."""
    bare = all(w.score is None and not (w.criteria or w.met or w.since or w.until) for w in basis.words)
    return bare and all(w.rating and w.rating in basis.cite.says for w in basis.words)


def _unsaid(beside: Beside) -> Beside:
    """What the sentence of a statement with no word on the action leaves to be told: what comes first, with it or after it, it says."""
    return replace(beside, before=(), with_=(), prefers=())


def _waited_for(basis: Basis) -> frozenset[str]:
    """The findings that a word of the statement is said to depend on: what they would change is said with it."""
    asked = [c for w in basis.words if w.stance == "open" for c in w.criteria]
    return frozenset(m.label for c in asked for m in (c.members or (c,)))


def _beside(beside: Beside, about: str) -> Iterator[str]:
    yield from (phrase("regimen", r) for r in beside.regimens)
    behind: dict[str, list[str]] = {}
    for better, worse in beside.prefers:
        behind.setdefault(better, []).append(worse)
    yield from (phrase("before", better, phrase("list", worse)) for better, worse in behind.items())
    yield from (phrase("equal", one, other) for one, other in beside.equal)
    for action, before in beside.before:
        yield phrase("requires", before) if action == about else phrase("needs_first", action, before)
    for action, asked in beside.limits:
        yield _say("limit_kept", asked, "" if action == about else action)
    for how, action, other in beside.with_:
        yield phrase("companion", how, other) if action == about else phrase("companions", how, action, other)


def _scope(scope: ScopeBasis) -> Iterator[Line]:
    yield Line(_say("scope", scope), place=scope.source, tone="" if scope.inside else "warn")
    if scope.left_out:
        for reason, grounds in scope.left_out:
            yield Line(_say("left_out", reason), 1)
            yield from ground_lines(grounds, 2)
    elif scope.inside:
        yield Line(_say("enters"), 1)
        yield from ground_lines(scope.entered, 2)
    else:
        yield Line(_say("enters_not"), 1)
        known = bool(scope.lacks.asked)
        yield from ground_lines(tuple([g for g in scope.entered if not known or g.kind != "not_recorded"]), 2, missing="missing")
        if known:
            yield Line(phrase("lacking", scope.lacks), 2)


def _say(name: str, *values: object) -> str:
    return phrase(name, *values, book=BOOK)


@lru_cache(maxsize=1 << 12)
def _shared(name: str, *values: object, book: str = BOOK) -> str:
    """The same of small values that never change: patients of a pack share statements, scenarios and much of what is recorded."""
    return phrase(name, *values, book=book)
