"""The conflicts of a pack over all patients: a line for each disagreement, with its minimal witness, its region and the pairs behind it."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from guideline.answer import CONTESTING, Camp, Conflict
from guideline.auditing.abreast import abreast
from guideline.auditing.camps import camps
from guideline.auditing.complete import complete
from guideline.auditing.deadline import OutOfTimeError, deadline
from guideline.auditing.excerpt import Excerpt, reduced_rules
from guideline.auditing.harm import Harm, Waiver, harm, unneeded
from guideline.auditing.minimal import Minimal, Search, Writer
from guideline.auditing.names import names
from guideline.auditing.possible import Possible, Row, possible
from guideline.auditing.reduced import Reduced
from guideline.auditing.region import Region, Regions
from guideline.model import Case
from guideline.pack import Pack
from guideline.program import GroundProgram
from guideline.solving import Session
from guideline.standing import Standing, standing


@dataclass(frozen=True, slots=True)
class Pair:
    """Two statements that can collide, with a minimal witness. `row` are the arguments of the conflict."""

    row: Row
    conflict: Conflict
    harm: Harm
    witness: Case


@dataclass(frozen=True, slots=True)
class ConflictLine:
    """One possible disagreement.

    Attributes:
        subject: what is disputed.
        kinds: of its pairs, the most harmful first.
        camps: its sides.
        pairs: behind it, the most harmful first.
        waived: whether every pair is.
        harm: of its most harmful pair that is not waived (of all, where all are).
        witness: the minimal one over its pairs.
        region: of all patients with any of its pairs.
        regions: of the patients with a pair of one kind, by kind, where there are several kinds.
    """

    subject: str
    kinds: tuple[str, ...]
    camps: tuple[Camp, ...]
    pairs: tuple[Pair, ...]
    waived: bool
    harm: Harm
    witness: Case
    region: Region
    regions: tuple[tuple[str, Region], ...]

    @property
    def clean(self) -> bool:
        """Whether nothing here needs anybody's attention: waived, an open choice, or a shade."""
        return self.waived or not CONTESTING.intersection(p.conflict.kind for p in self.pairs if not p.conflict.waived)


@dataclass(frozen=True, slots=True)
class Conflicts:
    """All possible conflicts of a pack.

    Attributes:
        lines: those that some complete record shows, the most harmful first, waived ones last.
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
    def regions(self) -> Regions:
        """What looks for regions."""
        return Regions(self.program, self.reduced, self.pack.compiled.rules)

    def grouped(self, rows: Iterable[tuple[Row, int]], wanted: Callable[[Conflict], bool]) -> list[tuple[str, Group]]:
        """The pairs by subject, the most harmful first in each and of all; waived ones last."""
        groups: dict[str, Group] = {}
        for row, literal in rows:
            if wanted(self.tables.conflicts[row]):
                groups.setdefault(self.tables.conflicts[row].subject, []).append((row, literal))
        for group in groups.values():
            group.sort(key=lambda pair: (self.harm(pair[0]), pair[0]))
        return sorted(groups.items(), key=lambda item: (self.waived(item[1]), self.worst(item[1]), item[0]))

    def harm(self, row: Row) -> Harm:
        return harm(self.tables.conflicts[row], self.tables.knowledge)

    def waived(self, group: Group) -> bool:
        return all(self.tables.conflicts[row].waived for row, _ in group)

    def worst(self, group: Group) -> Harm:
        left = [row for row, _ in group if not self.tables.conflicts[row].waived]
        return min(self.harm(row) for row in left or [row for row, _ in group])

    def in_time(self, subject: str, group: Group) -> ConflictLine | None:
        """One line with its witnesses and regions, None where time does not suffice."""
        try:
            return self._line(subject, group)
        except OutOfTimeError:
            return None

    def _line(self, subject: str, group: Group) -> ConflictLine:
        known, spent = self.tables.conflicts, self.spent
        now = time.perf_counter()
        found = self.witnesses(group)
        pairs = [
            Pair(row, known[row], self.harm(row), self.writer.case(*self.names[row], m.tests))
            for (row, _), m in zip(group, found, strict=True)
        ]
        best = min(range(len(found)), key=lambda i: (found[i].rank, i))
        self.confirm(pairs[best].witness, group[best])
        now = spent.add("witnesses", now)
        kinds = tuple(dict.fromkeys(row[0] for row, _ in group))
        parts = [[n for r, n in group if r[0] == kind] for kind in kinds] if len(kinds) > 1 else []
        region, *regions = self.regions.find([[n for _, n in group], *parts])
        spent.add("regions", now)
        return ConflictLine(
            subject=subject,
            kinds=kinds,
            camps=camps([p.conflict for p in pairs], self.tables),
            pairs=tuple(pairs),
            waived=self.waived(group),
            harm=self.worst(group),
            witness=pairs[best].witness,
            region=region,
            regions=tuple(zip(kinds, regions, strict=False)),
        )

    def witnesses(self, group: Sequence[tuple[Row, int]]) -> list[Minimal]:
        """The minimal witness of each pair."""
        excerpt = Excerpt(self.reduced, [n for _, n in group if n])
        search = Search(excerpt, self.reduced.tests, self.pack.vocabulary)
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
