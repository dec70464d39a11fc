"""Where two alternatives, or two actions, part: the words that cannot both be followed, grouped by what keeps them apart."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from explain.justification.set_aside import Bar, set_aside
from explain.views.terms import Terms
from explain.views.values import Cite
from guideline.answer import CONTESTING, Decision, Stance
from guideline.standing import Standing


@dataclass(frozen=True, slots=True)
class Parting:
    """One thing that keeps two sides apart.

    Attributes:
        kind: of the conflict; or `rival` (the actions cannot both be chosen), `combination` (together they would do a banned plan),
            `companion` (one needs what the other does not take), `ruled_out` (the case rules it out).
        words: on each side the stance and the label of its action; an empty stance where the side says nothing of it.
        cites: the statements on each side.
        rule: the statement that asks for a companion, or bars the combination of two actions.
    """

    kind: str
    words: tuple[tuple[str, str], tuple[str, str]]
    cites: tuple[tuple[Cite, ...], tuple[Cite, ...]]
    rule: Cite | None = None


_Said = tuple[str, str, tuple[str, ...]]
"""A stance, its action, and the statements that say so; empty where a side says nothing."""
_Row = tuple[str, _Said, _Said, str]


def parted(made: Decision, pair: tuple[int, int], terms: Terms, tables: Standing) -> tuple[Parting, ...]:
    """What keeps two alternatives of a decision apart: for each word that one follows and the other does not, why it does not.

    What a third alternative would follow instead of both is no parting of these two.
    """
    taken = [frozenset(s.key for s in made.alternatives[k].stances) for k in pair]
    rows: list[_Row] = []
    for here, there in ((0, 1), (1, 0)):
        for row in set_aside(made, pair[there], terms.answer, tables):
            if row.stance.key in taken[here]:
                rows += [_turned(r, here) for bar in row.bars for r in _row(row.stance, bar, taken[here])]
    return _grouped(rows, terms)


def between(pair: tuple[str, str], terms: Terms, tables: Standing) -> tuple[Parting, ...]:
    """What keeps two actions apart: that they cannot both be chosen, and the conflicts with one on either side."""
    reached = [frozenset((a, *terms.above(a))) for a in pair]
    alone = (reached[0] - reached[1], reached[1] - reached[0])
    rows: list[_Row] = []
    first: tuple[Parting, ...] = ()
    if pair[1] in tables.rivals.get(pair[0], ()):
        wished = [tuple(dict.fromkeys([s.statement for s in terms.answer.stances if s.word == "for" and s.action == a])) for a in pair]
        words = [("for" if w else "", terms.label(a)) for a, w in zip(pair, wished, strict=True)]
        cites = [tuple([terms.cite(s) for s in w]) for w in wished]
        first = (Parting("rival", (words[0], words[1]), (cites[0], cites[1])),)
    first += tuple([Parting("combination", _both(pair, terms), ((), ()), terms.cite(s)) for s in _bans_on_both(pair, terms, tables)])
    for c in terms.answer.conflicts:
        for here, there in ((0, 1), (1, 0)):
            if c.kind in CONTESTING and c.actions[0] in alone[here] and c.actions[1] in alone[there]:
                mine, theirs = (_said(s, a, c.kind, terms) for s, a in zip(c.statements, c.actions, strict=True))
                rows.append(_turned((c.kind, mine, theirs, ""), here))
    return first + _grouped(rows, terms)


def _both(pair: tuple[str, str], terms: Terms) -> tuple[tuple[str, str], tuple[str, str]]:
    return ("", terms.label(pair[0])), ("", terms.label(pair[1]))


def _bans_on_both(pair: tuple[str, str], terms: Terms, tables: Standing) -> list[str]:
    """Statements against a plan that the two actions make up together, and neither of them alone."""
    found = []
    for s in terms.answer.stances:
        parts = tables.vocabulary.actions[s.action].includes if s.word == "against" else ()
        done = [frozenset(p for p in parts if (a, p) in tables.contains) for a in pair]
        if parts and done[0] | done[1] == set(parts) and set(parts) not in done:
            found.append(s.statement)
    return list(dict.fromkeys(found))


def _row(stance: Stance, bar: Bar, taken: frozenset[tuple[str, str, str]]) -> Iterable[_Row]:
    kind = bar.conflict.kind if bar.conflict else bar.why
    mine = (stance.word, stance.action, (stance.statement,))
    # What bars a combination may be followed by both; what the other side does not take is no word of it.
    by = () if bar.why in {"companion", "ruled_out"} else [s for s in bar.by if s.key not in taken]
    if not by:
        yield kind, mine, ("", "", ()), bar.statement
    for s in by:
        yield kind, mine, (s.word, s.action, (s.statement,)), bar.statement


def _said(statement: str, action: str, kind: str, terms: Terms) -> _Said:
    """The word of a statement on one side of a conflict; none where the statements as a whole are opposed."""
    words = [s.word for s in terms.answer.stances if (s.statement, s.action) == (statement, action)]
    return (words[0] if words and kind not in {"preference", "dose", "tension"} else "", action, (statement,))


def _turned(row: _Row, here: int) -> _Row:
    kind, mine, theirs, rule = row
    return (kind, mine, theirs, rule) if here == 0 else (kind, theirs, mine, rule)


def _grouped(rows: Iterable[_Row], terms: Terms) -> tuple[Parting, ...]:
    """Rows of one kind about the same words on the same actions as one, each statement once."""
    found: dict[tuple[str, tuple[str, str], tuple[str, str], str], tuple[dict[str, None], dict[str, None]]] = {}
    for kind, mine, theirs, rule in rows:
        kept = found.setdefault((kind, mine[:2], theirs[:2], rule), ({}, {}))
        for names, said in zip(kept, (mine, theirs), strict=True):
            names.update(dict.fromkeys(said[2]))
    return tuple(
        [
            Parting(
                kind,
                ((one[0], terms.about(one[1]) if one[1] else ""), (other[0], terms.about(other[1]) if other[1] else "")),
                (tuple([terms.cite(s) for s in sides[0]]), tuple([terms.cite(s) for s in sides[1]])),
                terms.cite(rule) if rule else None,
            )
            for (kind, one, other, rule), sides in found.items()
        ]
    )
