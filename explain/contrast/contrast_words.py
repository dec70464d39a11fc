"""Tells why this rather than that: a line for each side and one for their order, in short, or with every step."""

from __future__ import annotations

from collections.abc import Iterator

from explain.contrast.sides import Contrast, Side, Weighed
from explain.render import phrase
from explain.telling import Length, Line, Passage
from explain.views.values import Cite
from explain.why.grounds import Basis
from explain.why.grounds_words import tell_grounds
from explain.why.steps import Words

BOOK = "contrast"


def tell_contrast(view: Contrast, words: Words, length: Length) -> tuple[Passage, ...]:
    """The passages on one contrast.

    Args:
        view: the contrast.
        words: for the steps of the full length.
        length: what each side is and what orders the two; where they part and what each rests on too; also what is reported for it, what
            both follow, and every step.
    """
    lines = [*_sides(view), *_order(view, length)]
    if length != "line":
        lines += [*_partings(view), *_held(view, full=length == "full")]
    passages = [Passage(_say("asked", view), tuple(lines))]
    if length == "full":
        if view.common:
            rows = [Line(_say("common_word", s), place=_place(s.cite)) for s in view.common]
            passages.append(Passage(_say("common", view), tuple(rows)))
        told: set[str] = set()
        for side in view.sides:
            steps = [row for root in side.roots for row in view.reasons.rows(root, words, told=told)]
            if steps:
                passages.append(Passage(_say("derivation", side.label), tuple([Line(text, depth) for depth, text in steps])))
    return tuple(passages)


def _sides(view: Contrast) -> Iterator[Line]:
    for goal, side in zip(view.goals, view.sides, strict=True):
        yield Line(_say("side", side), tone="bold")
        if goal.kind == "status" and goal.names[0] != side.status:
            yield Line(_say("held_otherwise", goal.names[0], side.status), 1, tone="warn")


def _order(view: Contrast, length: Length) -> Iterator[Line]:
    if view.inside is not None:
        yield Line(_say("inside", view), tone="warn")
    deciding = [w for w in view.weighed if w.decides]
    others = [w for w in view.weighed if not w.decides]
    short = length == "line"
    if deciding and view.first is not None:
        yield Line(_say("ordered_by_ways" if view.ways else "ordered", view, deciding[0].level))
        for w in deciding if not short else ():
            yield Line(phrase("reason", w.reason, w.level), 1)
        if others and not short:
            yield Line(_say("outweighed"), 1)
            yield from _speaking(view, others, 2)
    elif view.chain:
        yield Line(_say("by_way", view))
        for step in view.chain:
            yield Line(_say("step", step), 1)
            for reason in step.reasons if not short else ():
                yield Line(phrase("reason", reason, step.level), 2)
    elif others:
        both = len({w.side for w in others}) > 1
        said = _say("torn_alternatives" if view.mixed else "torn" if both else "idle", view)
        yield Line(said.removesuffix(":") if short else said)
        yield from _speaking(view, others, 1) if not short else ()
    elif view.inside is None:
        yield Line(_say("unordered", view))


def _speaking(view: Contrast, rows: list[Weighed], depth: int) -> Iterator[Line]:
    for w in rows:
        yield Line(_say("speaks", w, view.sides[w.side].label), depth)


def _partings(view: Contrast) -> Iterator[Line]:
    if not view.partings:
        said = "" if view.inside is not None else _say("no_parting", view)
        if said:
            yield Line(said)
        return
    yield Line(_say("parts_heading", view))
    labels = tuple(side.label for side in view.sides)
    for x in view.partings:
        yield Line(_say("parting", x, labels), 1, _place(x.rule) if x.rule else "", "warn")
        for label, cites in zip(labels, x.cites, strict=True):
            if cites:
                yield Line(_say("parting_places", label, cites), 2)


def _held(view: Contrast, *, full: bool) -> Iterator[Line]:
    for side in view.sides:
        yield Line(_say("rests_on", side, view.kind))
        for basis in side.held:
            yield from _basis(basis, side, full=full)


def _basis(basis: Basis, side: Side, *, full: bool) -> Iterator[Line]:
    """A statement as `explain.why.why_words` tells it, one step further in."""
    yield Line(_why("says", basis.cite), 1, _place(basis.cite))
    spoken = _why("side", basis.words, basis.cite, side.label)
    if spoken:
        yield Line(spoken, 2)
    for _, label in basis.scopes:
        yield Line(_why("speaks_of", label), 2)
    yield from tell_grounds(tuple(dict.fromkeys((*basis.grounds, *basis.met))), 2)
    if not basis.grounds and not basis.scopes:
        yield Line(_why("everybody"), 2)
    for note in basis.reported if full else ():
        yield Line(phrase("reported_words", note), 2, _place(note.cite), "dim")


def _place(cite: Cite) -> str:
    return f"{cite.id}, {cite.locator}" if cite.locator else cite.id


def _say(name: str, *values: object) -> str:
    return phrase(name, *values, book=BOOK)


def _why(name: str, *values: object) -> str:
    return phrase(name, *values, book="why")
