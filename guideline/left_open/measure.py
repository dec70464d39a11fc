"""How decisive a question is: what each answer changes by itself, and which other questions it makes needless."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from guideline.left_open.definite import Definite
from guideline.left_open.open_part import OpenPart
from guideline.left_open.spread import Spread
from guideline.model import Test

Changes = tuple[tuple[str, str, str], ...]
"""Changes of status: action, from, to; `not_addressed` where there is none."""


class Alone:
    """Every answer to every question, each given alone with all else as recorded, and the statuses that it changes.

    With one answer given and all other open tests taken for not recorded nothing is left unknown: such a record is definite.

    Args:
        part: open below the statuses.
        status: literal of each atom that gives a status -> the action and the word.
        replies: the answers to each finding.
    """

    def __init__(self, part: OpenPart, status: Mapping[int, tuple[str, str]], replies: Mapping[str, Sequence[tuple[Test, ...]]]) -> None:
        rows = [(), *(tests for finding in sorted(replies) for tests in replies[finding])]
        records = Definite.of(part, rows)
        base = self._statuses(records, 0, status)
        self._changes: dict[tuple[Test, ...], Changes | None] = {}
        for i, tests in enumerate(rows):
            if not records.possible(i):
                self._changes[tests] = None
                continue
            after = base if records.like_first(i) else self._statuses(records, i, status)
            names = sorted(a for a in base.keys() | after.keys() if base.get(a) != after.get(a)) if after is not base else ()
            rest = "not_addressed"
            self._changes[tests] = tuple((a, base.get(a, rest), after.get(a, rest)) for a in names)
        self._replies = replies

    @staticmethod
    def _statuses(records: Definite, i: int, status: Mapping[int, tuple[str, str]]) -> dict[str, str]:
        return dict(status[r] for r in records.holding(i) if r in status)

    def changes(self, tests: tuple[Test, ...]) -> Changes | None:
        """The changes of status that an answer brings; None where it breaks an axiom beside the record."""
        return self._changes[tests]

    def weight(self, finding: str) -> int:
        """How many changes of status the answers to a question can bring, taken together."""
        return sum(len(self._changes[tests] or ()) for tests in self._replies[finding])


class Tried:
    """Every answer to every question, supposed alone, and which other questions it makes needless."""

    def __init__(self, part: OpenPart, replies: Mapping[str, Sequence[tuple[Test, ...]]]) -> None:
        rows = [(finding, tests) for finding in sorted(replies) for tests in replies[finding]]
        literals: dict[str, list[tuple[int, Test]]] = {}
        for literal, test in part.free.items():
            literals.setdefault(test.subject, []).append((literal, test))
        spread = Spread(part, [{n: t in tests for n, t in literals.get(finding, ())} for finding, tests in rows])
        self._matters = spread.matters()
        self._asked = frozenset(replies)
        self._allowed: dict[str, list[tuple[int, tuple[Test, ...]]]] = {f: [] for f in replies}
        for i, (finding, tests) in enumerate(rows):
            if spread.possible(i):
                self._allowed[finding].append((i, tests))
        self._needless = {i: self._spared_by(i, f) for f, allowed in self._allowed.items() for i, _ in allowed}
        self._spared = dict.fromkeys(replies, Fraction(0))
        for allowed in self._allowed.values():
            for i, _ in allowed:
                for other in self._needless[i]:
                    self._spared[other] += Fraction(1, len(allowed))

    def _spared_by(self, i: int, finding: str) -> tuple[str, ...]:
        return tuple(sorted(f for f in self._asked if f != finding and not (self._matters.get(f, 0) >> i) & 1))

    def allowed(self, finding: str) -> list[tuple[int, tuple[Test, ...]]]:
        """The answers that the record allows, each with its number."""
        return self._allowed[finding]

    def needless(self, i: int, finding: str) -> tuple[str, ...]:
        """The questions that an answer makes needless."""
        return tuple(f for f in self._needless[i] if f != finding)

    def spares(self, finding: str) -> Fraction:
        """How many questions an answer makes needless on average."""
        allowed = self._allowed[finding]
        return Fraction(sum(len(self._needless[i]) for i, _ in allowed), len(allowed)) if allowed else Fraction(0)

    def spared(self, finding: str) -> Fraction:
        """How many questions make this one needless, each counted with the share of its answers that do."""
        return self._spared[finding]

    def gain(self, finding: str) -> Fraction:
        """The measure of the order."""
        return self.spares(finding) - self.spared(finding)
