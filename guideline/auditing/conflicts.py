"""The conflicts of a pack over all patients: a line for each disagreement, with its minimal witness, its region and the pairs behind it."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from guideline.answer import Conflict
from guideline.auditing.abreast import abreast
from guideline.auditing.camps import camps
from guideline.auditing.complete import complete
from guideline.auditing.consequences import consequences, known_tests
from guideline.auditing.deadline import OutOfTimeError, deadline
from guideline.auditing.excerpt import Excerpt, reduced_rules
from guideline.auditing.harm import WEIGHTS, Harm, Waiver, banned, harm, unneeded, weight
from guideline.auditing.lines import ConflictLine, Pair, Part
from guideline.auditing.minimal import Minimal, Search, Writer
from guideline.auditing.names import names
from guideline.auditing.possible import Possible, Row, possible
from guideline.auditing.reduced import Reduced
from guideline.auditing.region import Regions
from guideline.model import Case, Test
from guideline.pack import Pack
from guideline.program import GroundProgram
from guideline.solving import Session
from guideline.standing import Standing, standing


@dataclass(frozen=True, slots=True)
class Conflicts:
    """All possible conflicts of a pack.

    Attributes:
        lines: those that some complete record shows, what needs attention first, then by harm (`guideline.auditing.harm`).
        assumption_lines: those that only a record shows that leaves something unanswered.
        waivers: that no patient needs.
        unproved: conflicts of which it is known that some patient has them, and which time did not suffice to look at.
        undecided: of which time did not suffice to say whether any patient has them.
        collided: the arguments of all conflicts that some patient is known to have, looked at or not.
        unknown: the same of all that may be had or not.
    """

    lines: tuple[ConflictLine, ...] = ()
    assumption_lines: tuple[ConflictLine, ...] = ()
    waivers: tuple[Waiver, ...] = ()
    unproved: tuple[Conflict, ...] = ()
    undecided: tuple[Conflict, ...] = ()
    collided: frozenset[Row] = frozenset()
    unknown: frozenset[Row] = frozenset()


@dataclass(slots=True)
class Spent:
    """Seconds by what they were spent on; those of several threads add up."""

    seconds: dict[str, float] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def add(self, what: str, since: float) -> float:
        """Adds the time since a moment; returns the present one."""
        now = time.perf_counter()
        with self._lock:
            self.seconds[what] = self.seconds.get(what, 0.0) + now - since
        return now


def conflicts(
    pack: Pack,
    *,
    wanted: Callable[[Conflict], bool] = lambda _conflict: True,
    progress: Callable[[int, int], None] = lambda _done, _all: None,
    until: float | None = None,
    threads: int = 1,
    spent: Spent | None = None,
    program: GroundProgram | None = None,
    details: bool = True,
) -> Conflicts:
    """Looks for all conflicts over all patients that the axioms allow: nothing excluded, every statement on.

    Args:
        pack: to look at.
        wanted: which conflicts to look at; waivers are held against all of them.
        progress: told after each line how many pairs are done, of how many.
        until: a moment of `time.monotonic` at which the search ends.
        threads: so many lines are worked on at a time; what is found is the same for any number.
        spent: gets the time of each step.
        program: of the pack, where it is grounded already; gets the atoms of `complete`. Not one that answers cases.
        details: whether lines are wanted, and not only which conflicts there are.
    """
    with deadline(until):
        return _conflicts(pack, wanted, progress, threads, spent or Spent(), program, details)


def _conflicts(
    pack: Pack, wanted: Callable[[Conflict], bool], progress: Callable[[int, int], None], threads: int, spent: Spent,
    program: GroundProgram | None, details: bool,
) -> Conflicts:  # fmt: skip
    now = time.perf_counter()
    work = _Work(pack, program or pack.grounded(), spent)
    known = work.tables.conflicts
    try:
        now = spent.add("ground", now)
        rows = possible(work.program, work.reduced)
        spent.add("pairs", now)
    except OutOfTimeError:
        rows = Possible((), (), (), tuple([(row, 0) for row in sorted(known)]))
    real = work.grouped(rows.real, wanted)
    assumed = work.grouped(rows.assumed, wanted)
    every = sum(len(g) for _, g in [*real, *assumed])
    left = [known[row] for row, _ in rows.unsorted if wanted(known[row])]
    made: tuple[list[ConflictLine], list[ConflictLine]] = ([], [])
    if details:
        work.names = names((row for row, _ in rows.rows), pack.knowledge)
        tasks = [*((made[0], *task) for task in real), *((made[1], *task) for task in assumed)]
        done = 0
        for (kept, _, group), line in zip(tasks, abreast(lambda task: work.in_time(task[1], task[2]), tasks, threads), strict=True):
            if line is None:
                left += [known[row] for row, _ in group]
                continue
            kept.append(line)
            done += len(group)
            progress(done, every)
    undecided = [row for row, _ in rows.undecided]
    return Conflicts(
        lines=tuple(made[0]),
        assumption_lines=tuple(made[1]),
        waivers=unneeded([*(row for row, _ in rows.rows), *undecided], pack.knowledge),
        unproved=tuple(left),
        undecided=tuple([known[row] for row in undecided if wanted(known[row])]),
        collided=frozenset([row for row, _ in rows.rows]),
        unknown=frozenset(undecided),
    )


Group = list[tuple[Row, int]]


class _Work:
    """What the lines of one pack are made with."""

    def __init__(self, pack: Pack, program: GroundProgram, spent: Spent) -> None:
        self.pack = pack
        self.program = program
        self.spent = spent
        self.names: Mapping[Row, tuple[str, str]] = {}
        complete(self.program)
        self.tables: Standing = standing(self.program, pack.vocabulary, pack.knowledge)
        self.writer = Writer(pack.vocabulary)
        self.session = Session(self.program)
        self.session.set((), (), [t for t in sorted(self.program.given) if t.kind != "unsuitable"])
        self._lock = threading.Lock()

    @cached_property
    def reduced(self) -> Reduced:
        """The reduced rules of the program."""
        return reduced_rules(self.program)

    @cached_property
    def following(self) -> Mapping[int, frozenset[Test]]:
        """What one test alone makes known."""
        return consequences(self.reduced, known_tests(self.program))

    @cached_property
    def regions(self) -> Regions:
        """What looks for regions."""
        return Regions(self.program, self.reduced, self.pack.compiled.rules)

    def grouped(self, rows: Iterable[tuple[Row, int]], wanted: Callable[[Conflict], bool]) -> list[tuple[str, Group]]:
        """The pairs by subject, what weighs most and is most harmful first in each and of all."""
        groups: dict[str, Group] = {}
        for row, literal in rows:
            if wanted(self.tables.conflicts[row]):
                groups.setdefault(self.tables.conflicts[row].subject, []).append((row, literal))
        for group in groups.values():
            group.sort(key=lambda pair: (self.order(pair[0]), pair[0]))
        return sorted(groups.items(), key=lambda item: (self.order(item[1][0][0]), item[0]))

    def order(self, row: Row) -> tuple[int, Harm]:
        """What a pair weighs, and how harmful it is."""
        conflict, known = self.tables.conflicts[row], self.tables.knowledge
        return WEIGHTS.index(weight(conflict, known)), harm(conflict, known)

    def in_time(self, subject: str, group: Group) -> ConflictLine | None:
        """One line with its witnesses and regions, None where time does not suffice."""
        try:
            return self._line(subject, group)
        except OutOfTimeError:
            return None

    def _line(self, subject: str, group: Group) -> ConflictLine:
        spent = self.spent
        now = time.perf_counter()
        found = self.witnesses(group)
        pairs = [self._pair(row, m) for (row, _), m in zip(group, found, strict=True)]
        members: dict[tuple[str, bool], list[int]] = {}
        for i, pair in enumerate(pairs):
            members.setdefault((pair.conflict.kind, pair.banned), []).append(i)
        best = []
        for own in members.values():
            heaviest = [i for i in own if pairs[i].weight == pairs[own[0]].weight]
            best.append(min(heaviest, key=lambda i: (found[i].rank, i)))
        # One of each line, as the whole program takes as long as all the searches of a line; tests solve every one.
        self.confirm(pairs[best[0]].witness, group[best[0]])
        now = spent.add("witnesses", now)
        regions = self.regions.find([[group[i][1] for i in own] for own in members.values()])
        spent.add("regions", now)
        return ConflictLine(
            subject=subject,
            camps=camps([p.conflict for p in pairs], self.tables),
            pairs=tuple(pairs),
            parts=tuple(
                [
                    Part(kind, ban, len(own), pairs[own[0]].weight, pairs[i].witness, region)
                    for ((kind, ban), own), i, region in zip(members.items(), best, regions, strict=True)
                ]
            ),
            harm=pairs[0].harm,
        )

    def _pair(self, row: Row, minimal: Minimal) -> Pair:
        conflict, known = self.tables.conflicts[row], self.tables.knowledge
        witness = self.writer.case(*self.names[row], minimal.tests)
        return Pair(row, conflict, harm(conflict, known), banned(conflict, known), weight(conflict, known), witness)

    def witnesses(self, group: Sequence[tuple[Row, int]]) -> list[Minimal]:
        """The minimal witness of each pair."""
        excerpt = Excerpt(self.reduced, [n for _, n in group if n])
        search = Search(excerpt, self.reduced.tests, self.pack.vocabulary, self.following)
        found = [search.find([excerpt.literal(n)] if n else []) for _, n in group]
        if None in found:
            raise RuntimeError("a possible conflict has no witness")
        return [m for m in found if m]

    def confirm(self, case: Case, pair: tuple[Row, int]) -> None:
        """Solves a witness as any other case, on the whole program."""
        row, literal = pair
        goal = [literal] if literal else []
        with self._lock:
            shown = self.session.holding(goal, case.tests)
        if shown != frozenset(goal):
            raise RuntimeError(f"the witness of {row} does not show it: {sorted(case.tests)}")
