"""Numbers what an answer could turn, so that a report tells each set of such answers once, in full, and elsewhere by its number."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from explain.provisos import Provisos
from explain.render import phrase
from explain.telling import Telling
from explain.views.answer import View
from explain.views.values import Answers

BOOK = "report"


@dataclass(frozen=True, slots=True)
class Turning:
    """What an answer could turn.

    Attributes:
        numbers: of each set of answers.
        rows: what each number stands for, in words, from 1.
        provisos: that gave the numbers, and mark with them.
    """

    numbers: Mapping[Answers, int]
    rows: tuple[str, ...]
    provisos: Provisos

    def told(self, tellings: Iterable[Telling]) -> tuple[Telling, ...]:
        """Passages in which lines that tell such answers in full have their number instead."""
        short = {phrase("provisional", answers, len(answers)): phrase("turned", n, book=BOOK) for answers, n in self.numbers.items()}
        return tuple(
            [
                tuple(
                    [replace(p, lines=tuple([replace(x, text=short[x.text]) if x.text in short else x for x in p.lines])) for p in telling]
                )
                for telling in tellings
            ]
        )


def turning(view: View) -> Turning:
    """The numbers, in the order in which a report comes to them."""
    provisos = Provisos()
    numbers: dict[Answers, int] = {}
    for answers in _told(view):
        if answers and answers not in numbers:
            numbers[answers] = len(numbers) + 1
            provisos.mark([answers])
    return Turning(numbers, tuple([line.text for passage in provisos.tell() for line in passage.lines]), provisos)


def _told(view: View) -> Iterator[Answers]:
    yield from (u.falls for u in view.urgent)
    yield from (d.sets for d in view.decisions)
    for a in [a for g in view.groups for a in g.actions]:
        yield a.falls
        yield from (answers for _, answers in a.wavering)
    yield from (row.falls for source in view.statements for row in source.statements)
