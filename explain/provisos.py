"""Numbers the sets of answers that could turn what an overview tells, so that each is told once, in full, at its end."""

from __future__ import annotations

from collections.abc import Iterable

from explain.render import phrase
from explain.telling import Line, Passage
from explain.views.values import Answers, Condition

BOOK = "why"
SHARED = 3
"""So many answers that are another number's too are told by that number, unless it is told by a third itself."""


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
        lines = tuple([Line(phrase("marked_by", number, *self._shared(answers), book=BOOK)) for answers, number in self._numbers.items()])
        return (Passage(phrase("could_turn", book=BOOK), lines),) if lines else ()

    def _within(self, answers: Answers) -> int:
        """The largest number among some answers that is told in full; 0 where there is none."""
        parts = [(len(x), -n) for x, n in self._numbers.items() if SHARED <= len(x) < len(answers) and set(x) <= set(answers)]
        return -max([(size, n) for size, n in parts if not self._within(self._of(-n))], default=(0, 0))[1]

    def _of(self, number: int) -> Answers:
        return next(x for x, n in self._numbers.items() if n == number)

    def _shared(self, answers: Answers) -> tuple[int, list[Condition], list[Condition], list[Condition], Answers]:
        """What turns a number: another all of which is among it (0: none), and of the rest any answer, a yes, a no, or more."""
        number = self._within(answers)
        told = {s for x, n in self._numbers.items() if n == number for s in x}
        rest = [s for s in answers if s not in told]
        alone = {kind: [s[0] for s in rest if len(s) == 1 and s[0].kind == kind] for kind in ("has", "lacks")}
        denied = {c.label for c in alone["lacks"]}
        either = [c for c in alone["has"] if c.label in denied]
        both = {c.label for c in either}
        yes, no = ([c for c in alone[kind] if c.label not in both] for kind in ("has", "lacks"))
        return number, either, yes, no, tuple([s for s in rest if len(s) > 1 or s[0].kind not in alone])
