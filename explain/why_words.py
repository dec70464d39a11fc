"""Tells why something is as it is: in a line, in short, or with every step."""

from __future__ import annotations

from collections.abc import Iterator

from explain.choices import DecisionView
from explain.derive import Words
from explain.render import phrase
from explain.telling import Length, Line, Passage
from explain.values import Cite
from explain.why import Basis, Ground, ScopeBasis, Why

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
    passages = [Passage(head, tuple(_short(view)))]
    if length == "full" and view.roots:
        told: set[str] = set()
        rows = [row for root in view.roots for row in view.reasons.rows(root, words, told=told)]
        passages.append(Passage(_say("derivation"), tuple([Line(text, depth) for depth, text in rows])))
    return tuple(passages)


def tell_in_a_line(view: Why) -> str:
    """An action with what is said of it, on one line."""
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


def _short(view: Why) -> Iterator[Line]:
    if view.ruled_out:
        yield Line(_say("ruled_out", view.ruled_out))
    if view.decision:
        yield from _chosen(view.decision, view.label)
    for basis in view.bases:
        yield from _basis(basis, view.label)
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


def _basis(basis: Basis, about: str) -> Iterator[Line]:
    side = _say("side", basis, about)
    yield Line(_say("says", basis), place=_place(basis.cite))
    if side:
        yield Line(side, 1)
    for _, label in basis.scopes:
        yield Line(_say("speaks_of", label), 1)
    yield from _grounds(basis.grounds)
    if not basis.grounds and not basis.scopes:
        yield Line(_say("everybody"), 1)
    for cite in basis.overrides:
        yield Line(_say("overrides", cite), 1)
    for note in basis.reported:
        yield Line(phrase("reported_words", note), 1, _place(note.cite), "dim")


def _grounds(grounds: tuple[Ground, ...], depth: int = 1, *, missing: str = "taken_absent") -> Iterator[Line]:
    for kinds, name in ((("recorded", "contradicted"), "because"), (("undecided",), "left_open"), (("not_recorded",), missing)):
        found = [g for g in grounds if g.kind in kinds]
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
