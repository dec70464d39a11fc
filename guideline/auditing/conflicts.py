"""The conflicts of a pack over all patients: a line for each disagreement, with its minimal witness, its region and the pairs behind it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from guideline.answer import CONTESTING, Camp, Conflict
from guideline.auditing.camps import camps
from guideline.auditing.complete import complete
from guideline.auditing.excerpt import Excerpt, reduced_rules
from guideline.auditing.harm import Harm, Waiver, harm, unneeded
from guideline.auditing.minimal import Minimal, Search, Writer
from guideline.auditing.possible import Row, possible
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
    """

    lines: tuple[ConflictLine, ...]
    assumption_lines: tuple[ConflictLine, ...]
    waivers: tuple[Waiver, ...]
    unproved: tuple[Conflict, ...] = ()


@dataclass(slots=True)
class Spent:
    """Seconds of wall-clock time by what they were spent on."""

    seconds: dict[str, float] = field(default_factory=dict)

    def add(self, what: str, since: float) -> float:
        """Adds the time since a moment; returns the present one."""
        now = time.perf_counter()
        self.seconds[what] = self.seconds.get(what, 0.0) + now - since
        return now


def conflicts(
    pack: Pack,
    *,
    wanted: Callable[[Conflict], bool] = lambda _conflict: True,
    progress: Callable[[int, int], None] = lambda _done, _all: None,
    until: float | None = None,
    spent: Spent | None = None,
    program: GroundProgram | None = None,
) -> Conflicts:
    """Looks for all conflicts over all patients that the axioms allow: nothing excluded, every statement on.

    Args:
        pack: to look at.
        wanted: which conflicts to look at; waivers are held against all of them.
        progress: told after each line how many pairs are done, of how many.
        until: a moment of `time.monotonic` after which no further line is begun.
        spent: gets the time of each step.
        program: of the pack, where it is grounded already; gets the atoms of `complete`. Not one that answers cases.
    """
    spent = spent or Spent()
    now = time.perf_counter()
    work = _Work(pack, program or pack.grounded())
    now = spent.add("ground", now)
    rows = possible(work.program, work.reduced)
    spent.add("pairs", now)
    real = work.grouped(rows.real, wanted)
    assumed = work.grouped(rows.assumed, wanted)
    every = sum(len(g) for _, g in [*real, *assumed])
    done = 0
    made: tuple[list[ConflictLine], list[ConflictLine]] = ([], [])
    unproved: list[Conflict] = []
    for kept, groups in zip(made, (real, assumed), strict=True):
        for subject, group in groups:
            if until is not None and time.monotonic() > until:
                unproved += [work.tables.conflicts[row] for row, _ in group]
                continue
            kept.append(work.line(subject, group, spent))
            done += len(group)
            progress(done, every)
    known = [row for row, _ in rows.rows]
    return Conflicts(tuple(made[0]), tuple(made[1]), unneeded(known, pack.knowledge), tuple(unproved))


Group = list[tuple[Row, int]]


class _Work:
    """What the lines of one pack are made with."""

    def __init__(self, pack: Pack, program: GroundProgram) -> None:
        self.pack = pack
        self.program = program
        complete(self.program)
        self.reduced = reduced_rules(self.program)
        self.tables: Standing = standing(self.program, pack.vocabulary, pack.knowledge)
        self.regions = Regions(self.program, self.reduced, pack.compiled.rules)
        self.writer = Writer(pack.vocabulary)
        self.session = Session(self.program)
        self.session.set((), (), [t for t in sorted(self.program.given) if t.kind != "unsuitable"])

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

    def line(self, subject: str, group: Group, spent: Spent) -> ConflictLine:
        """One line with its witnesses and regions."""
        known = self.tables.conflicts
        now = time.perf_counter()
        found = self.witnesses(group)
        pairs = [
            Pair(row, known[row], self.harm(row), self.writer.case(name(known[row]), m.tests))
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
        if self.session.holding(goal, case.tests) != frozenset(goal):
            raise RuntimeError(f"the witness of {row} does not show it: {sorted(case.tests)}")


def name(conflict: Conflict) -> str:
    """The name of the witness of a pair."""
    return f"{conflict.kind}_{conflict.statements[0]}_{conflict.statements[1]}"
