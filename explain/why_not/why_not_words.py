"""Words for what stands in the way: the nearest statement in a line, the nearest few, or all with what would take others out of the way."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

from explain.asked_with_words import tell_asked_with
from explain.render import phrase
from explain.telling import Length, Line, Passage, Telling
from explain.views.asked_with import asked_with
from explain.views.deciding import letter
from explain.views.kinds import addressed
from explain.views.labels import grouped
from explain.views.terms import Terms
from explain.views.values import Condition
from explain.why_not.absence import Absence, Blocker, Way, WhyNot
from guideline.model import Exclusion, Recorded, Test
from guideline.quantities import format_quantity
from guideline.units import by_convention

BOOK = "why_not"
SHOWN = 4
"""So many statements are told in short."""
OTHERS = 3
"""So many other ways of one part of a statement are told in short."""
ALL = 999
"""More than there are."""


def tell_why_not(absence: Absence, terms: Terms, length: Length) -> Telling:
    """The passages on what stands in the way of one goal.

    Args:
        absence: from `explain.why_not.blockers.why_not`.
        terms: labels of the answer.
        length: the nearest statement in a line; the nearest few; all, and what would take other statements out of the way.
    """
    told = [_passage(w, absence, terms, length) for w in absence.whynots]
    if absence.goal.kind == "source" and not told:
        # A source that is limited to no scenario takes everybody in.
        told.append(Passage(_say("source_head", terms.knowledge.sources[absence.goal.names[0]].title), (Line(_say("no_scenario")),)))
    if absence.left_out and length != "line":
        told.append(Passage(_say("left_out_head"), tuple(_left_out(absence, terms))))
    return tuple(told)


def _passage(whynot: WhyNot, absence: Absence, terms: Terms, length: Length) -> Passage:
    head = _head(whynot, absence, terms)
    about = whynot.conclusion[1] if whynot.conclusion[0] == "status" else ""
    if whynot.holds:
        return Passage(_head(whynot, absence, terms, held=True), (Line(_say("holds")),))
    near = [w for w in whynot.ways if w.reachable]
    beside = asked_with(about, terms) if about and whynot.conclusion[2] == "settled_for" else ()
    if beside and not near:
        return Passage(head, tuple(tell_asked_with(beside, short=length == "line")))
    if not whynot.ways:
        kinds = addressed(about, terms) if about and absence.status == "not_addressed" else ()
        text = _say("nobody", whynot.conclusion[-1], terms.label(about) if about else "", kinds)
        if length == "line" and kinds:
            return Passage(head, (Line(f"{text} {_say('kinds', kinds)}"),))
        return Passage(head, (Line(text), *(Line(_say("kind", k), 1) for k in kinds)))
    if length == "line":
        return Passage(head, (_nearest(near[0], about, terms) if near else Line(_say("unreachable_one", True)),))
    shown = near if length == "full" else near[:SHOWN]
    # What the record forbids stands in every way, and is said once.
    every = [b for b in near[0].blockers if b.kind == "ruled_out" or b.forbids] if about and near else []
    every = [b for b in every if all((b.kind, b.subject) in {(x.kind, x.subject) for x in w.blockers} for w in near)]
    lines = list(tell_asked_with(beside))
    lines += [line for b in every for line in _forbidden(b, near[0], about, terms, full=length == "full")]
    said = {(b.kind, b.subject) for b in every}
    shown = [replace(w, blockers=tuple([b for b in w.blockers if (b.kind, b.subject) not in said])) for w in shown]
    lines += [line for way in shown for line in _way(way, about, terms, full=length == "full")]
    for way in whynot.ways if length == "full" or not near else ():
        if not way.reachable:
            lines += [_said(way, about, terms), Line(_say("unreachable_one", way.proved), 1)]
    beyond = len(whynot.ways) - len(near)
    rest = [_say("more", len(near) - len(shown))] if len(near) > len(shown) else []
    rest += [_say("unreachable", beyond)] if beyond and near and length != "full" else []
    counted = by_convention(t.value for w in shown for b in w.blockers if b.distance for t in b.asked)
    told = [f"{rest}." if counted else rest for rest in ["; ".join(rest)] if rest]
    return Passage(head, tuple(lines), " ".join(told + [phrase("counted_as", counted)] * bool(counted)))


def _head(whynot: WhyNot, absence: Absence, terms: Terms, *, held: bool = False) -> str:
    """What is asked about, with its place where all below is of one statement or context."""
    name, *args = whynot.conclusion
    kind = "held" if held else "head"
    if name == "status":
        return _say(f"status_{kind}", terms.label(args[0]), args[1], *([] if held else [absence.status]))
    if name == "in_force":
        return _say(f"force_{kind}", terms.cite(args[0]).says, _place(args[0], terms))
    if name == "scope":
        context = terms.knowledge.contexts[args[0]]
        return _say(f"scope_{kind}", context.label, context.source)
    # A conflict that holds is named as its kind and its sides.
    one, other = (args[1], args[3]) if len(args) > 2 else args
    return _say(f"conflict_{kind}", terms.cite(one).says, terms.cite(other).says)


def _nearest(way: Way, about: str, terms: Terms) -> Line:
    # What is asked about itself stands in the heading.
    name = _say("way", _named(way, about, terms)).removesuffix(".") if _headed(way, about) else ""
    rows = [_say("blocker", _blocker(b, way, about, terms), 0).removesuffix(".") for b in way.blockers]
    return Line(_say("nearest", name, rows), place=_own_place(way, terms) if _headed(way, about) else "")


def _forbidden(blocker: Blocker, way: Way, about: str, terms: Terms, *, full: bool) -> Iterator[Line]:
    made = _blocker(blocker, way, about, terms)
    place = _place(blocker.subject, terms) if blocker.kind == "opposed" else ""
    yield Line(_say("forbidden", made), place=place, tone="bold")
    if full and blocker.removal:
        yield Line(_say("removal", [_say("were", _blocker(r, way, about, terms)) for r in blocker.removal]), 1)


def _headed(way: Way, about: str) -> bool:
    """Whether a way has a line of its own; a statement or context that is asked about, or that nothing is said, stands in the heading."""
    return way.through[0] == "conflict" or (bool(about) and way.through[-1] != "not_addressed")


def _way(way: Way, about: str, terms: Terms, *, full: bool) -> Iterator[Line]:
    depth = 1 if _headed(way, about) else 0
    if depth:
        yield _said(way, about, terms)
        if not way.blockers:
            yield Line(_say("nothing_else"), 1)
    for blocker in way.blockers:
        other = blocker.subject if blocker.kind in {"overridden", "opposed"} else ""
        yield Line(
            _say("blocker", _blocker(blocker, way, about, terms), ALL if full else OTHERS),
            depth,
            place=_place(other, terms),
        )
        if full and blocker.removal:
            rows = [_say("were", _blocker(r, way, about, terms)) for r in blocker.removal]
            yield Line(_say("removal", rows), depth + 1)


def _said(way: Way, about: str, terms: Terms) -> Line:
    return Line(_say("way", _named(way, about, terms)), place=_place(way.statement, terms), tone="bold")


def _named(way: Way, about: str, terms: Terms) -> Any:
    name, *args = way.through
    words: list[str] = []
    # On the action that is asked about, the statement says it in its own words.
    if name == "stance" and args[2] != about:
        words = [args[1], terms.label(args[2])]
    elif name == "conflict":
        words = [args[0]]
    return SimpleNamespace(
        says=terms.cite(way.statement).says if way.statement else "",
        label=terms.knowledge.contexts[args[0]].label if name == "scope" else "",
        word=_say("word", name, words) if words else "",
        holds=way.holds,
    )


def _blocker(blocker: Blocker, way: Way, about: str, terms: Terms) -> Any:
    """A blocker as the macros word it, in the way of a conclusion about an action (or of none)."""
    via, record = blocker.via, blocker.record
    context = terms.knowledge.contexts.get(via.name) if via.part in {"enters", "excludes"} else None
    # An action is ruled out by its own name as well as by that of a class of it.
    itself = way.through[0] == "status" and blocker.kind == "not_ruled_out" and blocker.subject in {about, *terms.above(about)}
    named = blocker.subject in terms.knowledge.statements and blocker.kind in {"overridden", "opposed", "switched_off"}
    return SimpleNamespace(
        kind=blocker.kind,
        label=terms.label(about if itself else blocker.subject),
        classed=itself and bool(terms.above(about)),
        condition=_condition(blocker, blocker.asked, terms, way.statement or via.name),
        needed=_condition(blocker, blocker.needed, terms),
        all_told=blocker.all_told,
        others=[SimpleNamespace(of=o.of, changes=[_blocker(x, way, about, terms) for x in o.changes]) for o in blocker.others],
        words=[(word, terms.label(action)) for word, action in dict.fromkeys(blocker.words)],
        kinds=blocker.kinds,
        alike=bool(blocker.words) and set(blocker.words) <= {way.through[2:], ("for", about)},
        unspoken=way.through[-1] == "not_addressed",
        known=terms.value(record) if isinstance(record, Recorded) else None,
        excluded=SimpleNamespace(label=terms.label(record.action), kind=record.kind, because=record.because)
        if isinstance(record, Exclusion)
        else None,
        away=_away(blocker, terms),
        part=via.part,
        context=context.label if context else "",
        reason=context.exclusions.get(via.reason, terms.label(via.reason)) if context and via.reason else "",
        says=terms.cite(blocker.subject).says if named else "",
    )


def _condition(blocker: Blocker, tests: Iterable[Test], terms: Terms, owner: str = "") -> Condition | None:
    """What is asked, as one condition; with what the source of the statement or context that asks says instead, where it is known."""
    tests = tuple(tests)
    taken = next(filter(None, (terms.taken(t, owner) for t in tests)), "")
    made = _joined(blocker, tests, terms)
    return replace(made, taken=taken) if made and taken else made


def _joined(blocker: Blocker, tests: Iterable[Test], terms: Terms) -> Condition | None:
    parts = list(terms.tests(tests))
    if not parts or blocker.kind in {"ruled_out", "not_ruled_out"}:
        return None
    if len(parts) == 1:
        return parts[0]
    return grouped("any" if parts[0].kind == "is" else "all", parts)


def _away(blocker: Blocker, terms: Terms) -> Any:
    """How far an amount is away, its ends as text; None where nothing is to be said."""
    made = blocker.distance
    if made is None:
        return None
    unit = terms.vocabulary.findings[blocker.subject].unit
    low, high = (None if end is None else format_quantity(end, unit) for end in (made.low, made.high))
    both = made.low_included and made.high_included
    if low and high and both:
        # "62 to 76 days": the unit once, where it is the same.
        number, _, word = low.partition(" ")
        low = number if word.rstrip("s") == high.partition(" ")[2].rstrip("s") else low
    return SimpleNamespace(low=low if made.low else "", high=high, exact=made.exact is not None, both=both)


def _own_place(way: Way, terms: Terms) -> str:
    """Where the statement stands, or the source of the context."""
    if way.statement:
        return _place(way.statement, terms)
    context = terms.knowledge.contexts.get(way.through[1])
    return context.source if context else ""


def _place(statement: str, terms: Terms) -> str:
    if not statement:
        return ""
    cite = terms.cite(statement)
    return ", ".join(filter(None, (cite.id, cite.locator)))


def _left_out(absence: Absence, terms: Terms) -> Iterator[Line]:
    several = len({x.decision for x in absence.left_out}) > 1
    for x in absence.left_out:
        subject = ", ".join(terms.subject(terms.answer.decisions[x.decision].subject)) if several else ""
        taken = "; ".join(dict.fromkeys(_say("taken", s.word, terms.label(s.action)) for s in x.by))
        by = list(dict.fromkeys(_place(s.statement, terms) for s in x.by))
        yield Line(_say("left_out", letter(x.alternative), subject, taken), place="; ".join(by[:3]))


def _say(name: str, *values: object) -> str:
    return phrase(name, *values, book=BOOK)
