"""Views of what is opposed: disagreements as lines with camps, and pairs that are kept apart."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import guideline.answer
from explain.views.opposed import ApartView, Camp, LineView, PairView, Remark, SettledBy
from explain.views.terms import Terms, split_terms
from guideline.answer import CONTESTING, Conflict, Line, Settlement


def line(made: Line, terms: Terms) -> LineView:
    """The view of a disagreement."""
    kinds = set(made.kinds)
    pairs = tuple([pair(c, terms) for c in made.pairs])
    return LineView(
        subject=terms.subject(made.subject),
        kinds=made.kinds,
        weight="contested" if kinds & CONTESTING else "choice" if "co_appropriate" in kinds else "shade",
        camps=tuple([camp for c in made.camps for camp in _camps(c, terms)]),
        left=terms.labels(made.left),
        pairs=pairs,
        remarks=tuple(_remarks(pairs)),
    )


def _camps(made: guideline.answer.Camp, terms: Terms) -> Iterable[Camp]:
    """A side as it is; one whose statements are for different agents of one purpose, source by source."""
    taken = [terms.taken_bound(s, made.action, made.since or made.until) for s in made.statements]
    whole = Camp(
        word=made.word,
        action=terms.about(made.action) if made.action else "",
        since=made.since,
        until=made.until,
        criteria=tuple([terms.condition(t, owner=made.statements[0] if len(made.statements) == 1 else "") for t in made.criteria]),
        cites=tuple([terms.cite(s) for s in made.statements]),
        taken=taken[0] if taken and all(taken) else "",
    )
    if made.word != "for" or made.action in terms.vocabulary.actions:
        return (whole,)
    sources = dict.fromkeys(c.source for c in whole.cites)
    return [_agents(replace(whole, cites=tuple([c for c in whole.cites if c.source == source])), source, terms) for source in sources]


def _agents(side: Camp, source: str, terms: Terms) -> Camp:
    """A source with the agents that it is for, those that it puts behind another apart."""
    known, names = terms.knowledge.statements, {c.name for c in side.cites}
    wished = dict.fromkeys(s.action for s in terms.answer.stances if s.statement in names and s.word == "for")
    said = [pair for s in terms.answer.in_force if known[s].source == source for pair in known[s].prefers]
    behind = {worse for better, worse in said if better in wished and worse in wished}
    first = sorted({terms.label(a) for a in wished if a not in behind})
    return replace(side, agents=tuple(first), behind=tuple(sorted({terms.label(a) for a in wished if a in behind})))


def pair(made: Conflict, terms: Terms) -> PairView:
    """The view of two statements that are opposed."""
    s, t = made.statements
    known = terms.knowledge.statements
    why = [w for x, y in ((s, t), (t, s)) for z, w in known[x].tensions if z == y] if made.kind == "tension" else []
    return PairView(
        kind=made.kind,
        cites=(terms.cite(s), terms.cite(t)),
        actions=(terms.about(made.actions[0]), terms.about(made.actions[1])),
        settled_by=tuple([_settlement(x, made.statements, terms) for x in made.settled_by]),
        hinges=made.hinges,
        waived=made.waived,
        why="; ".join(why),
    )


def _remarks(pairs: Iterable[PairView]) -> Iterable[Remark]:
    """Each thing that is said of some pairs, said once."""
    found: dict[tuple[str, SettledBy | None, str], list[PairView]] = {}
    for pair in pairs:
        keys: list[tuple[str, SettledBy | None, str]] = [("tension", None, pair.why)] if pair.why else []
        keys += [("ordered", settled, "") for settled in pair.settled_by]
        keys += [("hinges", None, words) for words in pair.hinges]
        keys += [("waived", None, pair.waived)] if pair.waived else []
        for key in keys:
            found.setdefault(key, []).append(pair)
    return [Remark(*key, tuple(members)) for key, members in found.items()]


def _settlement(made: Settlement, between: tuple[str, str], terms: Terms) -> SettledBy:
    """What keeps a pair apart: `by` is a statement, `context: reason`, a list of criteria, or `statement: why` of a judgement."""
    known = terms.knowledge
    if made.kind in {"time phase", "other findings"}:
        return SettledBy(made.kind, conditions=tuple([terms.condition(t) for t in split_terms(made.by)]))
    name, _, words = made.by.partition(": ")
    if made.kind == "population":
        context = known.contexts[name]
        return SettledBy(made.kind, words=context.exclusions.get(words, terms.label(words)))
    if name in known.statements:
        first, behind = terms.cite(name), terms.cite(next((s for s in between if s != name), name))
        named = (first.id, behind.id) if first.source == behind.source else (first.source, behind.source)
        return SettledBy(made.kind, first, words, (), *named)
    return SettledBy(made.kind, words=made.by)


def apart(pairs: Iterable[Conflict], terms: Terms) -> tuple[ApartView, ...]:
    """Opposed pairs grouped by the first thing that keeps them apart, and by the words for it."""
    grouped: dict[SettledBy, list[Conflict]] = {}
    for conflict in sorted(pairs, key=lambda c: (c.settled_by[0].kind, c.settled_by[0].by)):
        grouped.setdefault(_settlement(conflict.settled_by[0], conflict.statements, terms), []).append(conflict)
    return tuple([ApartView(by, tuple([pair(c, terms) for c in members])) for by, members in grouped.items()])
