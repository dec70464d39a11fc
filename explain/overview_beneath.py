"""What stands below the line of an action: what comes before it or goes with it, and what is said against it or would come against it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from explain.overview_asks import WORDS
from explain.overview_row import DOABLE
from explain.render import phrase
from explain.telling import Line, names
from explain.views.answer import ActionView
from explain.views.standings import Beside
from explain.views.terms import Terms
from explain.views.values import Cite
from guideline.answer import CONTESTING, Answers, Stance

BOOK = "why"
BESIDE = ("requires", "only_with", "goes_with")
"""What stands beside an action: what comes before it, what it must not go without, what goes with it."""


def beneath(view: ActionView, status: str, depth: int, terms: Terms) -> Iterator[Line]:
    """What an action carries below its line: kinds that its ban reaches, a source on both sides, a tension that an answer would bring."""
    if view.reaches:
        yield Line(phrase("reaches", view.reaches), depth + 1)
    if view.taken:
        yield Line(phrase("editors_read", tuple(dict.fromkeys(c for _, c in view.taken))), depth + 1)
    yield from beside([("requires", *row) for row in view.requires] + list(view.companions), depth + 1)
    yield from _giving_way(view, depth + 1, terms)
    if status == "contested":
        yield from (Line(text, depth + 1) for text in _both_sides(view, terms))
    if status in DOABLE:
        yield from _in_tension(view, depth + 1, terms)
        # What is told of its class is not told once more of a kind.
        above = {row for c in view.classes if terms.statuses.get(c) in DOABLE for row in _could_be_in_tension((c,), terms)}
        brought = dict.fromkeys(_could_be_in_tension(view.labels, terms))
        yield from (Line(text, depth + 1, place) for text, place in brought if (text, place) not in above)


def beside(rows: Sequence[Beside], depth: int) -> Iterator[Line]:
    """What comes before an action, and what goes with it; what the case rules out of that, each with why.

    Args:
        rows: how (one of `BESIDE`), what, who says so, and why the case rules it out, if it does.
        depth: of the lines.
    """
    for how in BESIDE:
        whats = {what: None for kind, what, _, out in rows if kind == how and not out}
        if whats:
            text = phrase("list", tuple(whats))
            words = phrase("requires", text) if how == "requires" else phrase("companion", how, text)
            yield Line(words, depth, names(cite for kind, _, cite, out in rows if kind == how and not out))
    for how, what, cite, out in rows:
        if out:
            words = phrase("requires", what, out) if how == "requires" else phrase("companion", how, what, out)
            yield Line(words, depth, names([cite]), "warn")


def _giving_way(view: ActionView, depth: int, terms: Terms) -> Iterator[Line]:
    """The statements in force that say something else on an action, and that their own source sets aside there."""
    found: dict[str, list[Cite]] = {}
    for name, by in terms.answer.overridden.items():
        if any(a and terms.label(a) in view.labels for _, a in by):
            found.setdefault(terms.knowledge.statements[name].source, []).append(terms.cite(name))
    for source, cites in sorted(found.items()):
        yield Line(phrase("gives_way", source, book=BOOK), depth, names(cites))


def _in_tension(view: ActionView, depth: int, terms: Terms) -> Iterator[Line]:
    """The statements of other sources that are in tension with those that are for an action, or permit it: the reason stands elsewhere."""
    known = terms.knowledge.statements
    mine = {s.cite.name for s in view.said if s.word.stance in {"for", "permits"} and s.word.action in view.labels}
    found: dict[str, list[Cite]] = {}
    for made in terms.answer.lines:
        for c in made.pairs if "tension" in made.kinds else ():
            for one, other in (c.statements, c.statements[::-1]):
                if c.kind == "tension" and one in mine and known[one].source != known[other].source:
                    found.setdefault(known[other].source, []).append(terms.cite(other))
    for source, cites in sorted(found.items()):
        yield Line(phrase("in_tension", source, book=BOOK), depth, names(dict.fromkeys(cites)))


def _both_sides(view: ActionView, terms: Terms) -> Iterator[str]:
    """The sources of which one statement contradicts another on an action."""
    found: dict[str, dict[str, None]] = {}
    known = terms.knowledge.statements
    for made in terms.answer.lines:
        for c in made.pairs:
            sources = {known[s].source for s in c.statements}
            if len(sources) == 1 and c.kind in CONTESTING and view.labels[0] in map(terms.about, c.actions):
                found.setdefault(sources.pop(), {}).update(dict.fromkeys(c.statements))
    for source, both in sorted(found.items()):
        words: dict[str, list[str]] = {}
        for said in sorted((s for s in view.said if s.cite.name in both), key=lambda s: known[s.cite.name].place):
            places = words.setdefault(said.word.stance, [])
            places += [said.cite.locator] * (said.cite.locator not in places)
        # Of a pair of which one side speaks of a class or a kind, the other stands there.
        if len(words) > 1:
            yield phrase("both_sides", source, sorted(words.items(), key=lambda row: WORDS.index(row[0])), book=BOOK)


def _for(action: str, terms: Terms) -> Iterator[Stance]:
    """The words of statements that are for an action, by its label, or permit it."""
    yield from (s for name, rows in terms.stances.items() if terms.label(name) == action for s in rows if s.word in {"for", "permits"})


def _could_be_in_tension(labels: Collection[str], terms: Terms) -> Iterator[tuple[str, str]]:
    """What an answer would bring that is in tension with an action, though its status would stay: with what, by whom, on which answers;
    and the statement that asks for it.

    Where one of the two forbids something as well, that may be what is in tension, and nothing is told.
    """
    known, label = terms.knowledge.statements, terms.label
    # Whose word yields, and why, by what would be in tension with it on which answers.
    found: dict[tuple[Answers, tuple[str, ...], str, bool], tuple[list[str], list[str], list[Cite]]] = {}
    for mark, sets in terms.answer.marks.items():
        if mark[0] != "conflict" or mark[1] != "tension" or not sets.possible_if:
            continue
        pair = (known[mark[2]], known[mark[4]])
        if any(word == "against" for side in pair for word, _ in side.leans):
            continue
        for mine, other in (pair, pair[::-1]):
            wished = tuple([label(a) for word, a in other.leans if word == "for"])
            if wished and any(word in {"for", "permits"} and label(a) in labels for word, a in mine.leans):
                judged = dict(mine.yields).get(other.name, "")
                by, why, cites = found.setdefault((sets.possible_if, wished, other.source, bool(judged)), ([], [], []))
                by.append(mine.source)
                # Of reasons that agree in part, that part is told once.
                why += [part for part in judged.split("; ") if part and part not in why]
                cites.append(terms.cite(other.name))
    # Where not all that are for the action yield, or several do, they are named.
    speaking = {known[s.statement].source for a in labels for s in _for(a, terms)}
    for (answers, wished, source, _), (by, why, cites) in found.items():
        yielding = tuple(sorted(set(by))) if len(speaking) > 1 else ()
        words = phrase("could_tense", terms.answers(answers), wished, source, "; ".join(why), yielding, book=BOOK)
        yield words, names(cites)
