"""Tells why something is as it is: in a line, in short, or with every step."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from explain.render import phrase
from explain.telling import Length, Line, Passage
from explain.views.answer import Note
from explain.views.choices import DecisionView
from explain.views.values import Cite
from explain.why.basis import Basis, Beside, Ground, ScopeBasis
from explain.why.reasons import Why
from explain.why.steps import Words

BOOK = "why"


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
    passages = [Passage(head, tuple(_short(view, full=length == "full")))]
    if length == "full" and view.roots:
        told: set[str] = set()
        rows = [row for root in view.roots for row in view.reasons.rows(root, words, told=told)]
        passages.append(Passage(_say("derivation"), tuple([Line(text, depth) for depth, text in rows])))
    return tuple(passages)


def tell_in_a_line(view: Why) -> str:
    """An action with what is said of it, on one line."""
    if view.kind_of:
        sources = dict.fromkeys(b.cite.source for b in view.bases if b.words)
        return _say("all_in_a_line", view.label, _say("in_a_line", [(phrase("kind_of", view.kind_of), list(sources))]))
    return _say("all_in_a_line", view.label, "; ".join(line.text for line in _in_a_line(view)))


def _in_a_line(view: Why) -> Iterator[Line]:
    if view.ruled_out:
        yield Line(_say("ruled_out", view.ruled_out))
    if view.decision:
        yield from _chosen(view.decision, view.label)
        return
    sides: dict[str, dict[str, None]] = {}
    own = any(w.action == view.label for b in view.bases for w in b.words)
    for basis in view.bases:
        for word in basis.words:
            # Beside words on the action itself, what is said of its rivals is left to the longer forms.
            if not own or word.action == view.label:
                sides.setdefault(_say("briefly", word, view.label), {})[basis.cite.source] = None
    if sides:
        yield Line(_say("in_a_line", [(word, list(sources)) for word, sources in sides.items()]))
    for scope in view.scopes if not sides else ():
        yield Line(_say("scope", scope), place=scope.source)
    if not (view.ruled_out or sides or view.scopes):
        yield Line(_say("nobody", view))


def _chosen(decision: DecisionView, letter: str) -> Iterator[Line]:
    """What an alternative is, and what it goes before or after."""
    chosen = next(a for a in decision.alternatives if a.letter == letter)
    for name, rows in (("does", chosen.does), ("wait", chosen.waits), ("without", chosen.leaves)):
        if rows:
            yield Line(phrase(name, rows) if name != "does" else _say("does", rows), tone="bold" if name == "does" else "")
    ordered = [o for o in decision.order if letter in {o.first, *o.seconds}]
    for order in ordered:
        yield Line(_say("ordered", order))
        for reason in order.reasons:
            yield Line(phrase("reason", reason, order.level), 1)
    if not ordered and len(decision.alternatives) > 1:
        yield Line(phrase("unordered"))


def _short(view: Why, *, full: bool) -> Iterator[Line]:
    if view.ruled_out:
        yield Line(_say("ruled_out", view.ruled_out))
    if view.decision:
        yield from _chosen(view.decision, view.label)
    if view.kind_of:
        yield Line(phrase("kind_of", view.kind_of))
    told: set[tuple[Ground, ...]] = set()
    reported: set[Note] = set()
    for basis in view.bases:
        # A scenario that several statements speak of is entered once.
        entered = () if basis.entered in told else basis.entered
        told.add(basis.entered)
        # Nor is what several of them rest on reported twice.
        fresh = tuple([n for n in basis.reported if n not in reported])
        reported.update(basis.reported)
        yield from _basis(replace(basis, entered=entered, reported=fresh), view.label, asked=view.goal.kind == "statement", full=full)
    for line in view.lines:
        yield Line(_say("disagreement", line), tone="warn")
        for camp in line.camps:
            yield Line(_say("camp", camp), 1)
        for remark in line.remarks:
            yield Line(phrase("remark", remark, len(line.pairs)), 1)
    for pair in view.pairs if not view.lines else ():
        yield Line(_say("opposed", pair), tone="warn")
    for scope in view.scopes if not view.bases else ():
        yield from _scope(scope)
    if view.falls:
        yield Line(phrase("provisional", view.falls), tone="warn")
    if not (view.ruled_out or view.bases or view.scopes or view.pairs):
        yield Line(_say("nobody", view))


def _basis(basis: Basis, about: str, *, asked: bool, full: bool) -> Iterator[Line]:
    yield Line(_say("says", basis), place=_place(basis.cite))
    # A source may say the same of several actions, and several statements may report the same.
    yield from dict.fromkeys(_below(basis, about, asked=asked, full=full))


def _below(basis: Basis, about: str, *, asked: bool, full: bool) -> Iterator[Line]:
    side = _say("side", basis, about)
    if side:
        yield Line(side, 1)
    for text in _beside(basis.beside, about):
        yield Line(text, 1)
    if not (side or asked or full):
        return
    for _, label in basis.scopes:
        yield Line(_say("speaks_of", label), 1)
    yield from _grounds(tuple(dict.fromkeys((*basis.entered, *basis.grounds))))
    if not basis.grounds and not basis.scopes:
        yield Line(_say("everybody"), 1)
    for words in basis.ambiguous:
        yield Line(_say("ambiguous", words), 1)
    for words in basis.readings if asked or full else ():
        yield Line(_say("reading", words), 1)
    for cite in basis.overrides:
        yield Line(_say("overrides", cite), 1)
    # What is reported supports the word of a statement, and not what it says beside it.
    for note in basis.reported if side or asked else ():
        yield Line(phrase("reported_words", note), 1, _place(note.cite), "dim")


def _beside(beside: Beside, about: str) -> Iterator[str]:
    yield from (phrase("regimen", r) for r in beside.regimens)
    yield from (phrase("before", better, worse) for better, worse in beside.prefers)
    yield from (phrase("equal", one, other) for one, other in beside.equal)
    for action, before in beside.before:
        yield phrase("requires", before) if action == about else phrase("needs_first", action, before)
    for how, action, other in beside.with_:
        yield phrase("companion", how, other) if action == about else phrase("companions", how, action, other)


def _grounds(grounds: tuple[Ground, ...], depth: int = 1, *, missing: str = "taken_absent") -> Iterator[Line]:
    for kinds, name in ((("recorded", "contradicted"), "because"), (("undecided",), "left_open"), (("not_recorded",), missing)):
        # One record may decide several tests that read alike.
        found = list({_say("ground", g): g for g in grounds if g.kind in kinds}.values())
        if found:
            yield Line(_say(name, found), depth)


def _scope(scope: ScopeBasis) -> Iterator[Line]:
    yield Line(_say("scope", scope), place=scope.source, tone="" if scope.inside else "warn")
    if scope.left_out:
        for reason, grounds in scope.left_out:
            yield Line(_say("left_out", reason), 1)
            yield from _grounds(grounds, 2)
    elif scope.inside:
        yield Line(_say("enters"), 1)
        yield from _grounds(scope.entered, 2)
    else:
        yield Line(_say("enters_not"), 1)
        yield from _grounds(scope.entered, 2, missing="missing")


def _place(cite: Cite) -> str:
    return f"{cite.id}, {cite.locator}" if cite.locator else cite.id


def _say(name: str, *values: object) -> str:
    return phrase(name, *values, book=BOOK)
