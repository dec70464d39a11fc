"""Numbers the sets of answers that could turn what an overview tells, so that each is told once, in full, at its end."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from explain.render import phrase
from explain.telling import Line, Passage
from explain.views.values import Answers, Condition

BOOK = "why"
SHARED = 2
"""So many answers that are an earlier number's too may be told by that number, unless it is told by a third itself."""
Answer = tuple[Condition, ...]


class Provisos:
    """The numbers given so far, from 1, in the order in which they are first asked for."""

    def __init__(self) -> None:
        self._numbers: dict[Answers, int] = {}

    def mark(self, falls: Iterable[Answers]) -> str:
        """The mark of what any of these could turn; empty where there are none."""
        return self.numbered(self._numbers.setdefault(x, len(self._numbers) + 1) for x in falls if x)

    @staticmethod
    def numbered(numbers: Iterable[int]) -> str:
        """The mark of some numbers."""
        shown = sorted(set(numbers))
        return phrase("marked", shown, book=BOOK) if shown else ""

    def tell(self) -> tuple[Passage, ...]:
        """What each number stands for; nothing where none was given."""
        whole: dict[int, frozenset[Answer]] = {}
        lines = []
        for answers, number in self._numbers.items():
            like = _nearest(answers, whole)
            told = whole.get(like, frozenset())
            if not like:
                whole[number] = frozenset(answers)
            more = [s for s in answers if s not in told]
            # Of a finding of which both a yes and a no turn something, any answer does: that is not told in halves.
            more += [s for s in told if len(s) == 1 and any(len(x) == 1 and _opposed(x[0], s[0]) for x in more)]
            less = [s for s in self._of(like) if s not in answers] if like else []
            lines.append(Line(phrase("marked_by", number, like, _sorted_out(more), _sorted_out(less), book=BOOK)))
        return (Passage(phrase("could_turn", book=BOOK), tuple(lines)),) if lines else ()

    def _of(self, number: int) -> Answers:
        return next(x for x, n in self._numbers.items() if n == number)


def _nearest(answers: Answers, whole: Mapping[int, frozenset[Answer]]) -> int:
    """The number told in full before that these answers are told by, 0 where that saves nothing.

    The largest that is among them; else one that has just one answer more: nobody takes lists apart by ear.
    """
    own = frozenset(answers)
    among = {n: -len(told) for n, told in whole.items() if len(told) >= SHARED and told < own}
    beyond = {n: len(told) for n, told in whole.items() if own < told and len(own) > SHARED and len(told - own) == 1}
    kept = among or beyond
    return min(kept, key=lambda n: (kept[n], n), default=0)


def _opposed(one: Condition, other: Condition) -> bool:
    return one.label == other.label and {one.kind, other.kind} == {"has", "lacks"}


def _sorted_out(answers: Iterable[Answer]) -> tuple[list[Condition], list[Condition], list[Condition], Answers]:
    """Findings of which any answer is among some, those of which a yes is, those of which a no is, and the other answers."""
    rest = list(answers)
    alone = {kind: [s[0] for s in rest if len(s) == 1 and s[0].kind == kind] for kind in ("has", "lacks")}
    denied = {c.label for c in alone["lacks"]}
    either = [c for c in alone["has"] if c.label in denied]
    both = {c.label for c in either}
    yes, no = ([c for c in alone[kind] if c.label not in both] for kind in ("has", "lacks"))
    return either, yes, no, tuple([s for s in rest if len(s) > 1 or s[0].kind not in alone])
