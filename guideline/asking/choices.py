"""Which unanswered findings can change the alternatives of a decision or their order."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from guideline.answer import Decision
from guideline.answering import answer as read_answer
from guideline.decisions import EDGES, TAKEN
from guideline.left_open.open_part import OpenPart
from guideline.left_open.solving import Pairs, Record, Search
from guideline.model import Case
from guideline.pack import Pack, Seat

PAIRS = 200
"""So many pairs of records are compared before a finding counts as one that can change a choice."""


class Choices:
    """The decisions of one case under further answers."""

    def __init__(self, case: Case, pack: Pack, seat: Seat, without: Sequence[str], policy: Sequence[str]) -> None:
        self._case, self._pack, self._seat, self._without, self._policy = case, pack, seat, without, policy
        self._contents: dict[Record, object] = {}

    def bears(self, name: str, args: tuple[str, ...]) -> bool:
        """Whether the alternatives of decisions rest on an atom of the core."""
        if name == "stance":
            return args[1] in TAKEN
        if name == "in_force":
            statement = self._pack.knowledge.statements[args[0]]
            return bool(statement.only_with or statement.goes_with or statement.prefers)
        return name == "unsuitable" or (name == "conflict" and args[0] in EDGES)

    def asked(self, part: OpenPart, search: Search, turned: Collection[int]) -> tuple[str, ...]:
        """The findings whose answer alone parts two possible records in their alternatives or order, sorted.

        Where axioms tie answers so that no single one does, though several together do: all that the open results rest on.
        """
        pairs = Pairs(part, turned)
        found = tuple(f for f in pairs.findings() if self._parts(pairs, f))
        if not found and any(self.change(record) for record in search.records(PAIRS)):
            return part.findings
        return found

    def _parts(self, pairs: Pairs, finding: str) -> bool:
        number = 0
        for one, other in pairs.of(finding, PAIRS):
            number += 1
            if self._content(one) != self._content(other):
                return True
        return number == PAIRS

    def change(self, record: Record) -> bool:
        """Whether further answers change the alternatives or their order."""
        return self._content(record) != self._content(frozenset())

    def _content(self, record: Record) -> object:
        if record not in self._contents:
            session = self._seat.session
            session.set(self._case.tests | record, self._without)
            solution = session.solve()
            self._contents[record] = None
            if solution is not None:
                encoding, tables = self._pack.encoding, self._seat.tables
                made = read_answer(solution, self._case, tables, encoding, without=self._without, policy=self._policy)
                self._contents[record] = content(made.decisions)
        return self._contents[record]


def content(decisions: Iterable[Decision]) -> object:
    """What is decided: for each decision its alternatives by what they do and avoid, and which goes before which."""
    found = []
    for d in decisions:
        sides = [(a.actions, a.avoids) for a in d.alternatives]
        order = frozenset((sides[b.first], sides[b.second]) for b in d.before)
        found.append((frozenset(sides), order, d.complete))
    return frozenset(found)
