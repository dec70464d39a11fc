"""Views of what is opposed: disagreements as lines with camps, and pairs that are kept apart."""

from __future__ import annotations

from collections.abc import Iterable

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
        camps=tuple(
            [
                Camp(
                    word=c.word,
                    action=terms.about(c.action) if c.action else "",
                    since=c.since,
                    until=c.until,
                    criteria=tuple([terms.condition(t) for t in c.criteria]),
                    cites=tuple([terms.cite(s) for s in c.statements]),
                )
                for c in made.camps
            ]
        ),
        left=terms.labels(made.left),
        pairs=pairs,
        remarks=tuple(_remarks(pairs)),
    )


def pair(made: Conflict, terms: Terms) -> PairView:
    """The view of two statements that are opposed."""
    s, t = made.statements
    known = terms.knowledge.statements
    why = [w for x, y in ((s, t), (t, s)) for z, w in known[x].tensions if z == y] if made.kind == "tension" else []
    return PairView(
        kind=made.kind,
        cites=(terms.cite(s), terms.cite(t)),
        actions=(terms.about(made.actions[0]), terms.about(made.actions[1])),
        settled_by=tuple([_settlement(x, terms) for x in made.settled_by]),
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


def _settlement(made: Settlement, terms: Terms) -> SettledBy:
    """What keeps a pair apart: `by` is a statement, `context: reason`, a list of criteria, or `statement: why` of a judgement."""
    known = terms.knowledge
    if made.kind in {"time phase", "other findings"}:
        return SettledBy(made.kind, conditions=tuple([terms.condition(t) for t in split_terms(made.by)]))
    name, _, words = made.by.partition(": ")
    if made.kind == "population":
        context = known.contexts[name]
        return SettledBy(made.kind, words=context.exclusions.get(words, terms.label(words)))
    if name in known.statements:
        return SettledBy(made.kind, cite=terms.cite(name), words=words)
    return SettledBy(made.kind, words=made.by)


def apart(pairs: Iterable[Conflict], terms: Terms) -> tuple[ApartView, ...]:
    """Opposed pairs grouped by the first thing that keeps them apart."""
    grouped: dict[tuple[str, str], list[Conflict]] = {}
    for conflict in pairs:
        first = conflict.settled_by[0]
        grouped.setdefault((first.kind, first.by), []).append(conflict)
    return tuple(
        [
            ApartView(_settlement(members[0].settled_by[0], terms), tuple([pair(c, terms) for c in members]))
            for _, members in sorted(grouped.items())
        ]
    )
