"""What comes next: a case rolled forward along its clocks, day by day, with what changes on the days on which something does."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from guideline.answer import Answer
from guideline.breaches import BROKEN
from guideline.left_open.open_part import narrowed
from guideline.marks import free_tests
from guideline.model import Case, Test
from guideline.pack import Pack, Seat
from guideline.road.clocks import Clock, Crossing, clocks_of, crossed, days_of
from guideline.road.reviews import ReviewAhead, dated, reviews_ahead
from guideline.road.step import Breach, State, StatusChange, Step, Turn, change
from guideline.standing import Standing


@dataclass(frozen=True, slots=True)
class Road:
    """What time alone brings.

    Attributes:
        date: the day of the record, or empty.
        clocks: those that are recorded, which grow together, a day each day.
        missing: clocks without a record that some value of theirs alone would change the answer of today by; they do not grow.
        reporting: those of `missing` by which no more than what sources report of the patient would change.
        steps: the days of change, in order.
        last: the last day that was looked at: after it no clock has a threshold before it.
        beyond: the clock that would leave its range on the day after `last` while thresholds of others are still to come, or empty.
        reviews: those that today's answer asks for.
    """

    date: str
    clocks: tuple[Clock, ...]
    missing: tuple[str, ...]
    steps: tuple[Step, ...]
    last: int
    beyond: str
    reviews: tuple[ReviewAhead, ...]
    reporting: tuple[str, ...] = ()


def road(answer: Answer, pack: Pack) -> Road:
    """The days on which the answer changes as time goes on.

    The clocks that the case records grow by a day each day, together, from what is recorded, bounds included; all other findings stay as
    they are. Only the days are solved on which some test that a rule reads changes.

    Args:
        answer: from `pack.solve`; its statements that are switched off stay so.
        pack: that gave it.
    """
    case = answer.case
    growing = clocks_of(case, pack.vocabulary)
    with pack.seats.borrow() as seat:
        days = _Days(seat, pack, case, answer.without, growing)
        reads = _reads(seat, growing)
        candidates = sorted({day for c in growing for day in days_of(c, reads)})
        end, beyond = _end(growing, candidates)
        steps = _steps(days, [day for day in candidates if day <= end], reads, seat.tables)
        missing, reporting = _missing(seat, pack, case, answer.without)
    reviews = reviews_ahead(answer, pack.knowledge, pack.vocabulary, growing, case)
    return Road(case.date, growing, missing, steps, end, beyond, reviews, reporting)


class _Days:
    """Solves the record as it will stand on some day."""

    def __init__(self, seat: Seat, pack: Pack, case: Case, without: Sequence[str], growing: Sequence[Clock]) -> None:
        self._seat, self._pack, self._without = seat, pack, without
        self.growing, self.date = growing, case.date
        names = {c.finding.name for c in growing}
        self._still = [t for t in case.tests if t.subject not in names]

    def at(self, on: Callable[[Clock], int]) -> State:
        """The state when each clock stands as on a day of its own."""
        tests = [*self._still, *(t for c in self.growing for t in c.tests(on(c)))]
        session, tables = self._seat.session, self._seat.tables
        session.set(tests, self._without)
        solution = session.solve()
        if solution is None:
            return State(breaches=self._broken(tests))
        shown = solution.shown
        unmet = frozenset([row[0] for row in shown.get("unmet", ())])
        met = frozenset([row[0] for row in shown.get("met", ())])
        stances = [tables.stance(row, unmet, met) for row in shown.get("stance", ())]
        return State(
            status={row[0]: row[1] for row in shown.get("status", ())},
            in_force=frozenset([row[0] for row in shown.get("in_force", ())]),
            stances={(*s.key, s.criteria): s for s in stances},
            conflicts=frozenset(shown.get("conflict", ())),
            scope=frozenset([row[0] for row in shown.get("scope", ())]),
        )

    def _broken(self, tests: Iterable[Test]) -> tuple[Breach, ...]:
        session, program = self._seat.session, self._seat.session.program
        session.set(tests, self._without, (), [*self._pack.knowledge.axioms, "records"])
        axioms = {n: a for n, a in program.atoms.items() if a.name in BROKEN}
        solution = session.solve(axioms)
        found = set()
        for literal in solution.true if solution else ():
            atom = axioms[literal]
            # The first test of a clash, `at_least(f,"3 weeks")`, names its finding.
            subject = atom.args[0].partition("(")[2].rstrip(")").partition(",")[0]
            found.add(Breach(*atom.args[:2]) if atom.name == "impossible" else Breach("records", self._pack.vocabulary.label(subject)))
        return tuple(sorted(found, key=lambda b: (b.axiom, b.words)))


def _reads(seat: Seat, growing: Iterable[Clock]) -> frozenset[Test]:
    """The comparisons of growing clocks that some rule reads beyond the order of thresholds itself."""
    names = {c.finding.name for c in growing}
    atoms, readers = seat.session.program.atoms, seat.readers
    known = {n: test for n, test in seat.ground.known_tests.items() if test.subject in names and test.value}
    plumbing = {*known, *readers.named.get("clash", ())}
    reads = {test for n, test in known.items() if any(head not in plumbing for head in readers.heads(n))}
    # What follows of a clock may contradict its record, and every comparison of it then counts.
    derived = {atoms[n].args[0] for n in readers.named.get("follows", ())}
    followed = {c for c in names if any(f"({c}," in term for term in derived)}
    reads |= {test for test in known.values() if test.subject in followed}
    return frozenset(reads)


def _end(growing: Sequence[Clock], candidates: Sequence[int]) -> tuple[int, str]:
    """The last day to look at, and the clock whose range cuts the road short."""
    last = candidates[-1] if candidates else 0
    cut, name = min(((day, c.finding.name) for c in growing if (day := c.leaves) is not None), default=(last + 1, ""))
    return (cut - 1, name) if cut <= last else (last, "")


def _steps(days: _Days, candidates: Sequence[int], reads: frozenset[Test], tables: Standing) -> tuple[Step, ...]:
    steps: list[Step] = []
    before = days.at(_all(0))
    possible, standing = before, _signature(days.growing, 0, reads)
    for day in candidates:
        signature = _signature(days.growing, day, reads)
        if signature == standing:
            continue
        standing = signature
        after = days.at(_all(day))
        if not after.same(before):
            crossings = _responsible(days, day, before, after, reads)
            head = Step(day, dated(days.date, day), crossings, tuple([(c.finding.name, c.at(day)) for c in days.growing]))
            steps.append(change(head, possible, after, tables, again=bool(before.breaches)))
        before = after
        possible = possible if after.breaches else after
    return tuple(steps)


def _all(day: int) -> Callable[[Clock], int]:
    """Every clock at a day."""
    return lambda _: day


def _but(name: str, day: int) -> Callable[[Clock], int]:
    """Every clock at a day, one of them a day behind."""
    return lambda clock: day - (clock.finding.name == name)


def _alone(name: str, day: int) -> Callable[[Clock], int]:
    """One clock at a day, every other a day behind."""
    return lambda clock: day - (clock.finding.name != name)


def _signature(growing: Iterable[Clock], day: int, reads: frozenset[Test]) -> frozenset[Test]:
    return frozenset([t for c in growing for t in c.tests(day) if t in reads])


def _responsible(days: _Days, day: int, before: State, after: State, reads: frozenset[Test]) -> tuple[Crossing, ...]:
    """The thresholds crossed by the clocks without which the day would come to something else."""
    found = {c.finding.name: rows for c in days.growing if (rows := crossed(c, day, reads))}
    names = set(found)
    if len(names) > 1:
        needed = {n for n in names if not days.at(_but(n, day)).same(after)}
        # Where each of several would do, leaving one of them out changes nothing: those that change something alone are named.
        alone = needed or {n for n in names if not days.at(_alone(n, day)).same(before)}
        names = alone or names
    return tuple([row for c in days.growing if c.finding.name in names for row in found.get(c.finding.name, ())])


def _missing(seat: Seat, pack: Pack, case: Case, without: Sequence[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The unrecorded clocks that some value of theirs alone would change a result of today by, and those that only move reports."""
    recorded = {r.finding for r in case.recorded}
    free = {f.name: free_tests(case, [f]) for f in pack.vocabulary.findings.values() if f.clock and f.name not in recorded}
    free = {name: tests for name, tests in free.items() if tests}
    session = seat.session
    session.set(case.tests, without)
    solution = session.solve(None) if free else None
    if solution is None:
        return (), ()
    results, loose = session.program.results, [t for tests in free.values() for t in tests]
    part = seat.reading.open_part(case.tests, without, loose, results, solution.true)
    known, atoms = pack.knowledge.statements, session.program.atoms

    def only_reports(literal: int) -> bool:
        atom = atoms[literal]
        return atom.name == "in_force" and not known[atom.args[0]].decides

    turned: dict[str, Iterable[int]] = {}
    for name in sorted(part.findings):
        mine = narrowed(part, free[name], part.results)
        if mine.results and (marks := seat.marker.marks(mine)):
            turned[name] = marks
    return tuple(turned), tuple([name for name, literals in turned.items() if all(map(only_reports, literals))])


__all__ = ["Breach", "Clock", "Crossing", "ReviewAhead", "Road", "StatusChange", "Step", "Turn", "road"]
