"""Tells, of a day to come, which disagreements begin, end or go on, and which statements come or go without a word on an action."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from explain.render import phrase
from explain.telling import Line
from explain.views.disputes import pair
from explain.views.terms import Terms
from guideline.answer import Conflict
from guideline.road.clocks import Clock
from guideline.road.reviews import beginning
from guideline.road.step import Step

BOOK = "road"
CONTESTED = "contested"
PLACES = 3
"""So many places stand after one line; the full length gives each statement a line of its own."""
STATEMENTS = 3
"""So many statements that come or go are named in short; more are counted."""
Statuses = tuple[Mapping[str, str], Mapping[str, str]]
"""The status of each action before a day and from then on, in the words of the overview."""


def tell_disputes(step: Step, terms: Terms, words: Statuses, moved: set[str], *, full: bool) -> Iterator[Line]:
    """Disagreements that begin, end or go on otherwise; in short, a statement that makes one do so by coming or going itself is told below
    it, once; `moved` takes those in.
    """
    coming = set() if full else {s for how in ("now", "no_longer") for s in _untold(step, how) if len(_untold(step, how)) <= STATEMENTS}
    turned = {t.statement for t in step.turns}
    pairs: dict[tuple[str, str], tuple[list[Conflict], list[Conflict], list[Conflict]]] = {}
    for place, group in enumerate((step.begins, step.ends, step.stays)):
        for c in group:
            pairs.setdefault((c.subject, c.kind), ([], [], []))[place].append(c)
    for (subject, kind), (new, old, still) in sorted(pairs.items()):
        how = (
            "begins" if (subject, kind) in step.disagreements_begin else "ends" if (subject, kind) in step.disagreements_end else "goes_on"
        )
        if how == "ends" and not full and settles(subject, words):
            continue
        # What a declared tension is about nobody can tell from its statements alone.
        why = dict.fromkeys(w for c in {"begins": new, "ends": old}.get(how, ()) if (w := pair(c, terms).why))
        text = _say("dispute", kind, terms.subject(subject), how, how == "ends" and stays(subject, words), list(why))
        # Of a disagreement that goes on, those still in it are named, and then who joined or left it.
        was, now = (list(dict.fromkeys(s for c in (*group, *still) for s in c.statements)) for group in (old, new))
        names = [s for s in now if s in was] if how == "goes_on" else now or was
        if how == "goes_on" and not full and turned.issuperset({*was} ^ {*now}):
            # Their words on the action have told it.
            continue
        told = [] if how == "goes_on" else [s for s in names if s in coming - moved]
        moved.update(told)
        places = "" if full else placed([s for s in names if s not in told], terms)
        yield Line(text, 1, places, "warn" if how == "begins" else "good" if how == "ends" else "")
        # The reason of a tension has said what the statements say.
        yield from (_moved(how, s, terms, bare=bool(why) and not full) for s in told)
        for word, changed in (("begins", new), ("ends", old)) if full else ():
            for c in changed:
                yield Line(_say("pair", word if how == "goes_on" else "", [terms.cite(s) for s in c.statements]), 2)
        if how == "goes_on" and not full:
            for word, rows in (("joined", [s for s in now if s not in was]), ("left", [s for s in was if s not in now])):
                told = [s for s in rows if s in coming - moved]
                moved.update(told)
                yield from (_moved(word, s, terms) for s in told)
                if rest := [s for s in rows if s not in told]:
                    yield Line(_say(word), 2, placed(rest, terms))


def tell_force(step: Step, clocks: Sequence[Clock], terms: Terms, moved: Collection[str], *, full: bool) -> Iterator[Line]:
    """Statements that come or go, but for those whose words on an action, or a disagreement, have told it; in short, many are counted."""
    known = terms.knowledge.statements
    for how in ("now", "no_longer"):
        shown = _untold(step, how)
        for name in [s for s in shown if s not in moved] if full or len(shown) <= STATEMENTS else ():
            yield Line(_say("force", how, known[name].says, known[name].decides), 1, placed([name], terms))
        if not full and len(shown) > STATEMENTS:
            counts = counted(shown, terms)
            yield Line(_say("forces", *counts, 0, 0) if how == "now" else _say("forces", 0, 0, *counts), 1, placed(shown, terms))
    for name in step.now_in_force:
        for r in known[name].reviews:
            clock = beginning(r, clocks)
            told = _say("asks_review", terms.label(r.review), r.earliest.text, r.latest.text, clock.finding.label if clock else "")
            yield Line(told, 1, placed([name], terms))
            yield from (Line(_say("review_open", words), 2) for words in known[name].ambiguous if clock)


def placed(names: Iterable[str], terms: Terms, *, full: bool = False) -> str:
    """The first few statements, or all, with where they stand, each once, and one of each source before a second of any."""
    by_source: dict[str, dict[str, None]] = {}
    for name in names:
        cite = terms.cite(name)
        by_source.setdefault(cite.source, {})[f"{cite.id}, {cite.locator}" if cite.locator else cite.id] = None
    ranked = [(i, place) for group in by_source.values() for i, place in enumerate(group)]
    places = [place for _, place in sorted(ranked, key=lambda row: row[0])]
    shown = len(places) if full else PLACES
    return _say("several", places[:shown], max(0, len(places) - shown)) if places else ""


def counted(names: Iterable[str], terms: Terms) -> tuple[int, int]:
    """How many statements bear on answers, and how many report or are silent."""
    decides = [terms.knowledge.statements[n].decides for n in names]
    return sum(decides), len(decides) - sum(decides)


def stays(subject: str, words: Statuses) -> bool:
    """Whether an action is contested after a disagreement on it has ended."""
    return words[1].get(subject) == CONTESTED


def settles(subject: str, words: Statuses) -> bool:
    """Whether an action is contested no more, so that the end of a disagreement on it is told with its status."""
    return words[0].get(subject) == CONTESTED != words[1].get(subject)


def _moved(how: str, name: str, terms: Terms, *, bare: bool = False) -> Line:
    statement = terms.knowledge.statements[name]
    return Line(_say("moved", how, "" if bare else statement.says, statement.decides), 2, placed([name], terms))


def _untold(step: Step, how: str) -> list[str]:
    """Statements that come into force (`now`) or go, but for those whose words on an action tell it."""
    turned = {t.statement for t in step.turns}
    return [s for s in (step.now_in_force if how == "now" else step.no_longer_in_force) if s not in turned]


def _say(name: str, *values: object) -> str:
    return phrase(name, *values, book=BOOK)
