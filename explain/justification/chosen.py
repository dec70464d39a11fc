"""The nodes of a justification for what an alternative takes and what it sets aside: the one thing that is chosen, not derived."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from explain.justification.background import written
from explain.justification.nodes import Cite, Justification, Node
from explain.justification.set_aside import Bar, SetAside, set_aside
from guideline.answer import Answer, Stance
from guideline.standing import Standing
from guideline.terms.atoms import Atom

TAKES = "takes"
Conclusion = tuple[str, ...]


def takes(answer: Answer, decision: int, alternative: int) -> list[Conclusion]:
    """Conclusions for `justification`: of an alternative (counted from 0, as its decision), each stance of the decision, taken or not."""
    return [_asked(decision, alternative, s) for s in answer.decisions[decision].stances]


class Chosen:
    """The nodes for some alternatives of one answer.

    Args:
        answer: whose alternatives are asked about.
        tables: of the pack.
        asked: conclusions as `takes` gives them; those of no alternative of the answer are passed over.
    """

    def __init__(self, answer: Answer, tables: Standing, asked: Iterable[Conclusion]) -> None:
        self._answer = answer
        self._known = tables.knowledge.statements
        self._aside: dict[tuple[int, int], tuple[SetAside, ...]] = {}
        rows: dict[tuple[int, int], None] = {}
        for c in asked:
            if len(c) == 6 and c[1].isdecimal() and c[2].isdecimal():
                rows[int(c[1]) - 1, int(c[2]) - 1] = None
        for d, k in rows:
            if 0 <= d < len(answer.decisions) and 0 <= k < len(answer.decisions[d].alternatives):
                self._aside[d, k] = set_aside(answer.decisions[d], k, answer, tables)

    @property
    def below(self) -> list[Conclusion]:
        """What the nodes rest on: to be asked for in the justification that `joined` adds to."""
        found: list[Conclusion] = []
        for d, k in self._aside:
            found += [("stance", *s.key) for s in self._answer.decisions[d].alternatives[k].stances]
            for row in self._aside[d, k]:
                found += [c for bar in row.bars for c in _ground(row.stance, bar)]
        return found

    def joined(self, asked: Sequence[Conclusion], made: Justification) -> Justification:
        """A justification with the nodes of the alternatives put before its own, which stay where a root or a new node leads to them.

        Args:
            asked: all conclusions, in order.
            made: a justification of those that no alternative is named in, and of `below`.
        """
        nodes: dict[str, Node] = {}
        for (d, k), aside in self._aside.items():
            for stance in self._answer.decisions[d].alternatives[k].stances:
                self._add(nodes, d, k, stance, True, (), [written(Atom("stance", stance.key))])
            firm = [row for row in aside if any(bar.why != "companion" for bar in row.bars)]
            left = [row for row in aside if row not in firm]
            for row in firm:
                bar = next(b for b in row.bars if b.why != "companion")
                below = [_id(d, k, s, True) for s in bar.by]
                below += [written(Atom(c[0], c[1:])) for c in _ground(row.stance, bar)]
                self._add(nodes, d, k, row.stance, False, [s.statement for s in bar.by], below)
            # What lacks a companion rests on why that is lacking; where they lack each other, on nothing further.
            while left:
                ready = [row for row in left if all(_id(d, k, s, False) in nodes for s in row.bars[0].by)] or left
                known = frozenset(nodes)
                for row in ready:
                    bar = row.bars[0]
                    below = [name for s in bar.by if (name := _id(d, k, s, False)) in known]
                    self._add(nodes, d, k, row.stance, False, [bar.statement], below)
                left = [row for row in left if row not in ready]
        nodes |= made.nodes
        roots: dict[str, None] = {}
        for c in asked:
            name = written(Atom(c[0], c[1:]))
            roots.update(dict.fromkeys(x for x in (name, f"not {name}") if x in nodes))
        whole = Justification(tuple(roots), nodes)
        return Justification(whole.roots, {n.id: n for n in whole.below()})

    def _add(self, nodes: dict[str, Node], d: int, k: int, stance: Stance, holds: bool, by: Iterable[str], children: Iterable[str]) -> None:
        statement = self._known[stance.statement]
        name = _id(d, k, stance, holds)
        nodes[name] = Node(
            id=name,
            kind="chosen" if holds else "chosen_otherwise",
            name=TAKES,
            args=_asked(d, k, stance)[1:],
            holds=holds,
            cite=Cite(statement.name, statement.source, statement.locator, statement.place),
            record=None,
            rules=(),
            by=tuple(dict.fromkeys(by)),
            children=tuple(dict.fromkeys(children)),
        )


def _asked(decision: int, alternative: int, stance: Stance) -> Conclusion:
    return (TAKES, str(decision + 1), str(alternative + 1), *stance.key)


def _id(decision: int, alternative: int, stance: Stance, holds: bool) -> str:
    asked = _asked(decision, alternative, stance)
    return ("" if holds else "not ") + written(Atom(asked[0], asked[1:]))


def _ground(stance: Stance, bar: Bar) -> list[Conclusion]:
    """What sets two stances against each other, as conclusions that hold."""
    if bar.why == "ruled_out":
        return [("unsuitable", stance.action)]
    if bar.why == "rival":
        return [("rival", *sorted((stance.action, bar.by[0].action)))]
    c = bar.conflict
    return [("conflict", c.kind, c.statements[0], c.actions[0], c.statements[1], c.actions[1])] if c else []
