"""A pack ready to answer: the facade of the engine for Python."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path

from guideline.answer import Answer
from guideline.answering import answer, marks_of
from guideline.assumptions import Ground, assumed
from guideline.breaches import breaches
from guideline.errors import CaseError, GuidelineError, Problem, closest, quoted
from guideline.left_open.inquiry import to_ask
from guideline.left_open.reading import Reading
from guideline.left_open.replies import compared
from guideline.left_open.unread import Readers, unread
from guideline.marks import Marker, critical_unknown
from guideline.model import Case, Knowledge, Test, Vocabulary
from guideline.packs import Compiled, compile_packs, core_files, shipped_pack
from guideline.program import GroundProgram, ground
from guideline.reach import Reaches
from guideline.selection import find
from guideline.solving import Pool, Session
from guideline.standing import Standing, standing

DECIDE = "decide.lp"


class Seat:
    """What one call has to itself: a session, and what is read off its ground program when first needed."""

    def __init__(self, program: GroundProgram, vocabulary: Vocabulary, knowledge: Knowledge) -> None:
        self.session = Session(program)
        self.tables: Standing = standing(program, vocabulary, knowledge)

    @cached_property
    def marker(self) -> Marker:
        """Reads marks."""
        return Marker(self.session.program)

    @cached_property
    def ground(self) -> Ground:
        """The ground rules by head."""
        return Ground(self.session.program)

    @cached_property
    def reading(self) -> Reading:
        """Reads what a record leaves open."""
        return Reading(self.session.program)

    @cached_property
    def reaches(self) -> Reaches:
        """What goals hang on."""
        return Reaches(self.ground, self.tables.vocabulary)

    @cached_property
    def readers(self) -> Readers:
        """Which statements read a test."""
        return Readers(self.session.program)

    @cached_property
    def statuses(self) -> Mapping[int, tuple[str, str]]:
        """The literal of each atom that gives a status -> the action and the word."""
        return {n: (a.args[0], a.args[1]) for n, a in self.session.program.atoms.items() if a.name == "status"}

    @cached_property
    def compared(self) -> frozenset[Test]:
        """The comparisons that decide something."""
        return compared(self.session.program)


class Pack:
    """One or more packs, checked and ready. Make it with `load_pack`.

    `solve` may be called from several threads and re-entered: each call has a ground program to itself, taken from a pool that grows to as
    many as are in use at one time. Everything else here is read only.
    """

    def __init__(self, compiled: Compiled) -> None:
        self.compiled = compiled
        core = core_files()
        self._encoding = next(p for p in core if p.name == DECIDE)
        self._core = [p for p in core if p.name != DECIDE]
        self.seats: Pool[Seat] = Pool(self._seat)

    def _seat(self) -> Seat:
        return Seat(self.grounded(), self.vocabulary, self.knowledge)

    @property
    def vocabulary(self) -> Vocabulary:
        """What cases can record and statements speak of."""
        return self.compiled.vocabulary

    @property
    def knowledge(self) -> Knowledge:
        """The sources, contexts and statements."""
        return self.compiled.knowledge

    @property
    def encoding(self) -> Path:
        """The file `decide.lp`."""
        return self._encoding

    def grounded(self) -> GroundProgram:
        """A ground program of its own, for questions that `solve` does not ask."""
        return ground(self._core, self.compiled.files, self.compiled.facts)

    def solve(
        self, case: Case, *, without: Iterable[str] = (), policy: Sequence[str] = (), marks: bool = True, inquire: bool = True
    ) -> Answer:
        """Answers one case.

        Args:
            case: from `read_case` with this pack.
            without: statements to switch off, by name (`s`) or with their source (`source.s`).
            policy: sources in a site's order of trust, first the most trusted; they order alternatives and hide nothing.
            marks: whether to say which unrecorded critical findings could turn a result.
            inquire: whether to list what was assumed, what is passed over and what to ask; needs marks to be complete.

        Raises:
            TypeError: `case` is no case.
            CaseError: the record breaks an axiom (all broken ones are named), or it was read with another pack.
            GuidelineError: `without` or `policy` name something that the pack does not have.
        """
        if not isinstance(case, Case):
            raise TypeError(f"`case` is of type `{type(case).__name__}`, expected a `Case`: read it with `read_case(path, pack)`")
        self._read_here(case)
        off = self._statements(without)
        trusted = self._sources(policy)
        with self.seats.borrow() as seat:
            session, tables = seat.session, seat.tables
            session.set(case.tests, off)
            free = critical_unknown(case, self.vocabulary) if marks else ()
            # Marks and questions are read from what holds.
            solution = session.solve(None if marks or inquire else ())
            if solution is None:
                raise CaseError(self._breaches(seat, case))
            made = answer(solution, case, tables, self._encoding, without=off, policy=trusted)
            if marks:
                part = seat.reading.open_part(case.tests, off, free, session.program.results, solution.true)
                found = marks_of(session.program, seat.marker.marks(part), solution.true)
                made = replace(made, marks=found, marked=True)
            if inquire:
                taken = assumed(made.in_force, seat.ground, solution.true, self.vocabulary)
                passed = unread(made, seat.readers, seat.reading, solution.true, tables)
                ask = to_ask(made, seat.statuses, seat.reading, tables, seat.compared, solution.true)
                made = replace(made, assumed=taken, ask=ask, unread=passed)
            return made

    def _read_here(self, case: Case) -> None:
        """Refuses a case of another pack: what it records would be passed over without a word."""
        problems = [
            Problem("foreign-case", f"`{r.finding}` is not a finding of this pack", r.place, "read the case with the pack that solves it")
            for r in case.recorded
            if r.finding not in self.vocabulary.findings
        ]
        problems += [
            Problem("foreign-case", f"`{e.action}` is not an action of this pack", e.place, "read the case with the pack that solves it")
            for e in case.excluded
            if e.action not in self.vocabulary.actions
        ]
        if problems:
            raise CaseError(problems)

    def _breaches(self, seat: Seat, case: Case) -> list[Problem]:
        seat.session.set(case.tests, (), (), [*self.knowledge.axioms, "records"])
        solution = seat.session.solve(None)
        seat.session.set(())
        return breaches(case, seat.ground, solution.true if solution else frozenset(), self.vocabulary)

    def _statements(self, names: Iterable[str]) -> tuple[str, ...]:
        found: set[str] = set()
        problems: list[Problem] = []
        for name in names:
            try:
                found.add(find(name, self.knowledge).name)
            except GuidelineError as error:
                problems += error.problems
        if problems:
            raise GuidelineError(problems)
        return tuple(sorted(found))

    def _sources(self, names: Sequence[str]) -> tuple[str, ...]:
        known = self.knowledge.sources
        listed = f"the sources are {', '.join(f'`{n}`' for n in sorted(known))}"
        problems = [
            Problem("unknown-source", f"unknown source {quoted(n)}", hint=closest(n, known) or listed) for n in names if n not in known
        ]
        if problems:
            raise GuidelineError(problems)
        return tuple(dict.fromkeys(names))


def load_pack(*folders: str | Path) -> Pack:
    """Loads packs, the shipped one when none is named. Several combine: equal declarations merge, different ones of one name clash.

    Raises:
        PackError: with every defect that was found, each at its file and line.
    """
    return Pack(compile_packs([Path(f) for f in folders] or [shipped_pack()]))
