"""Settled pairs: opposed on paper and in conflict for no patient, with what keeps them apart.

What can be set aside (*lifted*): an override; an exclusion of a context; a finding, so that the two statements may meet the patient with
different answers to it, all else being the same: of a clock that is the patient at two times; and an axiom. A pair *would collide* with
some of these lifted if there are two possible records, the same but for the lifted findings, such that what the conflict asks of the one
statement holds in the first and what it asks of the other in the second; what it asks of neither alone has to hold in both.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from guideline.answer import Conflict
from guideline.auditing.deadline import OutOfTimeError
from guideline.auditing.ground_rules import Body, GroundRules
from guideline.auditing.replay import Lift, Replay
from guideline.standing import Standing

MOST = 12
"""So many minimal sets of one pair are listed."""
ENOUGH = 500
"""So many are looked for."""
TOGETHER = 100
"""So many pairs share a solver."""

LIFTS = ("override", "exclusion", "finding", "axiom")

OF_A_STATEMENT = frozenset({"stance", "in_force", "clocked", "conditioned", "aims", "heard"})
OF_A_SOURCE = frozenset({"torn"})
SIDE_OF = {"joined": 0, "nothing_left": 1}
"""What a conflict asks, by whom it is about: the statement or the source that is named first; what is wanted together is a matter of the
first statement, what bans leave of a class of the second. All else is about both."""

ApartKind = Literal["override", "exclusion", "clock", "finding", "axiom"]
Row = tuple[str, ...]


class Apart(NamedTuple):
    """One thing that keeps two statements apart.

    Attributes:
        kind: what it is.
        names: of an override both statements, and the action where it is about one alone; of an exclusion the context and the reason; of a
            clock or another finding its name; of an axiom its id.
    """

    kind: ApartKind
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SettledPair:
    """Two statements that are opposed on paper, and in conflict for no patient.

    Attributes:
        row: the arguments of the conflict.
        by: each minimal set of what keeps them apart, smaller sets first. Other findings and axioms are named only where no set of
            overrides, exclusions and clocks would do; empty where nothing that can be lifted would bring them together.
        more: whether there are more sets than are listed.
        silent: those of the two whose word never stands for any patient, whatever the other says.
        open: whether time did not suffice to say what keeps them apart; that no patient brings them into conflict is known all the same.
    """

    row: Row
    conflict: Conflict
    by: tuple[tuple[Apart, ...], ...]
    more: bool = False
    silent: tuple[str, ...] = ()
    open: bool = False


def settled(
    ground: GroundRules, tables: Standing, collided: Collection[Row], wanted: Callable[[Conflict], bool] = lambda _conflict: True
) -> tuple[SettledPair, ...]:
    """All settled pairs, sorted by the arguments of their conflicts. The patient excludes nothing, and every statement is on.

    Args:
        ground: the rules of the pack; their program is left as it is.
        tables: of the program.
        collided: the arguments of the conflicts that some patient has, or may have.
        wanted: which pairs to look at.
    """
    paper = {a.args: n for n, a in ground.program.atoms.items() if a.name == "conflict" and a.args not in collided}
    apart = {row: n for row, n in paper.items() if wanted(tables.conflicts[row])}
    found: dict[Row, SettledPair] = {}
    try:
        if apart:
            work = _Work(ground, tables, apart)
            for pairs in (work.hopeless, work.pairs):
                for pair in pairs():
                    found[pair.row] = pair
    except OutOfTimeError:
        pass
    left = (SettledPair(row, tables.conflicts[row], (), more=True, open=True) for row in apart if row not in found)
    return tuple(sorted([*found.values(), *left], key=lambda pair: pair.row))


class _Work:
    def __init__(self, ground: GroundRules, tables: Standing, apart: Mapping[Row, int]) -> None:
        self._ground, self._program, self._tables = ground, ground.program, tables
        self._bodies = {row: ground.rules.get(n, []) for row, n in sorted(apart.items())}
        self._clocks = {name for name, finding in tables.vocabulary.findings.items() if finding.clock}
        # What is not tied to a question can be left out only where some patient meets it.
        self._narrow = Replay(ground, []).some([]) is not None

    def hopeless(self) -> list[SettledPair]:
        """The pairs of which one side's part of the conflict holds for no patient, whatever is lifted for both."""
        parts: dict[tuple[Body, ...], list[tuple[Row, int]]] = {}
        for row in self._bodies:
            for side in (0, 1):
                parts.setdefault(self._part(row, side), []).append((row, side))
        alone = Replay(self._ground, self._roots(self._bodies), lifts=LIFTS)
        made = alone.define_all([[[alone.literal(n) for n in body] for body in bodies] for bodies in parts])
        found = alone.brave(made)
        silent: dict[Row, set[str]] = {}
        for literal, keys in zip(made, parts.values(), strict=True):
            for row, side in keys if literal not in found else ():
                silent.setdefault(row, set()).add((row[1], row[3])[side])
        for row in silent:
            del self._bodies[row]
        return [SettledPair(row, self._tables.conflicts[row], (), silent=tuple(sorted(names))) for row, names in silent.items()]

    def _roots(self, rows: Iterable[Row]) -> list[int]:
        return [n for row in rows for body in self._bodies[row] for n in body]

    def pairs(self) -> Iterator[SettledPair]:
        """The other pairs; those that rest on the same findings share a solver, not too many, as each question costs what it holds."""
        groups: dict[frozenset[int], list[Row]] = {}
        for row in self._bodies:
            groups.setdefault(self._ground.islands(self._roots([row])), []).append(row)
        for rows in groups.values():
            for start in range(0, len(rows), TOGETHER):
                chunk = rows[start : start + TOGETHER]
                replay = Replay(self._ground, self._roots(chunk), worlds=2, lifts=LIFTS, narrow=self._narrow)
                further = [-n for lift, n in replay.lifts.items() if self._kind(lift, self._clocks) in {"finding", "axiom"}]
                for row in chunk:
                    yield self._pair(row, replay, further)

    def _part(self, row: Row, side: int) -> tuple[Body, ...]:
        """What a conflict asks of one of its statements."""
        return tuple(tuple(n for n in body if self._worlds(row, n) == (side,)) for body in self._bodies[row])

    @staticmethod
    def _kind(lift: Lift, clocks: Collection[str]) -> str:
        return "clock" if lift[0] == "finding" and lift[1] in clocks else lift[0]

    def _worlds(self, row: Row, literal: int) -> tuple[int, ...]:
        """In which of the two records a condition of a conflict is looked at."""
        atom = self._program.atoms.get(abs(literal))
        if atom is None:
            return (0, 1)
        if atom.name in SIDE_OF:
            return (SIDE_OF[atom.name],)
        sides = (row[1], row[3])
        if atom.name in OF_A_SOURCE:
            sides = (self._tables.knowledge.statements[row[1]].source, self._tables.knowledge.statements[row[3]].source)
        elif atom.name not in OF_A_STATEMENT:
            return (0, 1)
        return (sides.index(atom.args[0]),) if atom.args[0] in sides else (0, 1)

    def _pair(self, row: Row, replay: Replay, further: Sequence[int]) -> SettledPair:
        goal = replay.define([[replay.literal(n, w) for n in body for w in self._worlds(row, n)] for body in self._bodies[row]])
        sets, every = replay.least_lifts([goal, *further], ENOUGH)
        if not sets:
            sets, every = replay.least_lifts([goal], ENOUGH)
        by = tuple(sorted((tuple(sorted(map(self._named, lifts))) for lifts in sets), key=lambda s: (len(s), s)))
        return SettledPair(row, self._tables.conflicts[row], by[:MOST], not every or len(by) > MOST)

    def _named(self, lift: Lift) -> Apart:
        kind: ApartKind
        match self._kind(lift, self._clocks):
            case "override":
                kind = "override"
            case "exclusion":
                kind = "exclusion"
            case "clock":
                kind = "clock"
            case "axiom":
                kind = "axiom"
            case _:
                kind = "finding"
        return Apart(kind, lift[1:])


__all__ = ["Apart", "SettledPair", "settled"]
