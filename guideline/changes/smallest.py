"""What would change it: all smallest changes of a record that bring something about, or what stands in the way of every one.

The ground rules below the goal are solved once more in a program of their own, in which each finding may take another value. A change is
smallest if no other alters fewer known findings and records no more unknown ones, or records fewer and alters no more. So recording an
unknown never counts as much as changing a known, and yet "wait 55 days" is not lost behind three things that might be found out. Nothing is
ever struck from a record: a finding only takes definite values.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from weakref import WeakKeyDictionary

from guideline.answer import Answer
from guideline.cases.record import tests_of
from guideline.changes.change import Barrier, Change, Changes, Edit, Size
from guideline.changes.cheapest import Cheapest, Option
from guideline.changes.goal import Wish, carried, read_wish, target_of
from guideline.changes.outcomes import Outcome, outcomes
from guideline.changes.prepared import VALUES, Preparations, Prepared
from guideline.changes.values import EditKind, Possible, bounds, boxes, ordinary
from guideline.errors import Place
from guideline.model import Case, Interval, Recorded, Test, Value, Vocabulary
from guideline.pack import Pack, Seat
from guideline.solving import Solution

LISTED = 20
"""So many changes of each size, and so many barriers, are listed; it is said when there are more."""
TRIED = 100
"""So many changes of each size are carried out, to list those first that turn the fewest other actions."""
LOOKED_AT = 5_000
"""So many ways to reach a goal are looked at, values between thresholds one by one, before they are joined."""
LEVELS: Mapping[EditKind, int] = {"recorded": 1, "narrowed": 1, "changed": 2}
"""Edits by level: in one search the fewest of the higher level are looked for, then the fewest of the lower."""
NOT_ADDRESSED = "not_addressed"

_PREPARED: WeakKeyDictionary[Seat, Preparations] = WeakKeyDictionary()


def changes(case: Case, pack: Pack, wish: Wish, *, without: Iterable[str] = (), now: Answer | None = None) -> Changes:
    """All smallest changes of a record that bring a wish about.

    A fixed finding keeps its value, a clock only goes forward, exclusions stay, axioms hold. What is unrecorded may turn out any way, fixed
    or not; a value that is recorded within bounds may turn out to be any within them.

    Args:
        case: from `read_case` with this pack.
        pack: its statements and rules.
        wish: from `read_wish`.
        without: statements to switch off, as for `Pack.solve`.
        now: the answer to the case with these statements off, where it is at hand.

    Raises:
        CaseError, GuidelineError: as for `Pack.solve`.
    """
    now = now or pack.solve(case, without=without, marks=False, inquire=False)
    with pack.seats.borrow() as seat:
        search = _Search(case, seat, wish, now)
        carrying = search.met()
        if carrying is not None:
            return Changes(wish, case, holds=True, carried=carrying)
        found, complete = search.smallest()
        if found or not complete:
            return Changes(wish, case, holds=False, sizes=found, complete=complete)
        barriers, complete = search.barriers()
        return Changes(wish, case, holds=False, complete=complete, barriers=barriers)


class _Search:
    """One wish for one case."""

    def __init__(self, case: Case, seat: Seat, wish: Wish, now: Answer) -> None:
        self._case = case
        self._seat = seat
        self._wish = wish
        self._now = now
        self._vocabulary = seat.tables.vocabulary
        program = seat.session.program
        self._given, self._switches = program.given, program.switches
        self._target = target_of(wish, program, seat.tables.knowledge)
        self._reach = seat.reaches.of(self._target.literals)
        self._recorded = {r.finding: r for r in case.recorded}
        self._tests: dict[str, list[Test]] = {}
        for t in case.tests:
            if t.kind != "unsuitable":
                self._tests.setdefault(t.subject, []).append(t)
        self._shared = _PREPARED.setdefault(seat, Preparations())
        self._values = {f: self._shared.values(self._vocabulary.findings[f], self._recorded.get(f)) for f in self._reach.findings}

    def met(self) -> tuple[str, ...] | None:
        """The statements that carry the wish in the case as it is; None where it is not fulfilled."""
        solution = self._standing
        return carried(self._wish, solution.shown, self._seat.tables) if self._target.met(solution.true) else None

    def smallest(self) -> tuple[tuple[Size, ...], bool]:
        """The smallest changes by size, and whether every way was looked at."""
        if self._target.fact:
            return (), True
        if sum(map(len, self._values.values())) > VALUES:
            return self._first()
        names = tuple(self._values)
        free = [{v.place: v for v in self._values[f] if not v.barred} for f in names]
        levels = [{place: LEVELS[v.kind] for place, v in values.items()} for values in free]
        known = any(level == LEVELS["changed"] for row in levels for level in row.values())
        prepared = self._shared.of((self._target.literals, self._target.holds), self._prepared)
        sizes: list[Size] = []
        while not sizes or (known and sizes[-1].recorded):
            # What alters more of the known has to record less.
            ways = prepared.ways(self._set, levels, LOOKED_AT, sizes[-1].recorded if sizes else None)
            if ways is None:
                return self._first()
            if not ways:
                break
            sizes.append(self._size([[(names[place], free[place][number]) for place, number in way] for way in ways]))
        return tuple(sizes), True

    def _prepared(self) -> Prepared:
        given, reach = self._given, self._reach
        findings = self._vocabulary.findings
        rows = []
        for f in reach.findings:
            made = {v.place: self._true(v.tests) for v in self._shared.values(findings[f], None)}
            rows.append((made, frozenset([n for t, n in given.items() if t.subject == f and t.kind != "unsuitable"])))
        inputs = reach.atoms.intersection([*given.values(), *self._switches.values()])
        return Prepared(reach.rules, inputs, rows, self._target.literals, holds=self._target.holds)

    @cached_property
    def _set(self) -> frozenset[int]:
        """The literals that are set in the case as it is."""
        on = [n for name, n in self._switches.items() if name.startswith("active ") and name[7:] not in self._now.without]
        return self._true(self._case.tests).union(on)

    def _first(self) -> tuple[tuple[Size, ...], bool]:
        """The same in a search of its own, bounded, for what is not prepared or takes too long: equal records are answered alike."""
        free = {f: tuple([v for v in values if not v.barred]) for f, values in self._values.items()}
        names = tuple(f for f, values in free.items() if values)
        choices = [[Option(self._kept(f)), *(Option(self._true(v.tests), LEVELS[v.kind]) for v in free[f])] for f in names]
        settled = [n for f in free if not free[f] for n in self._kept(f)]
        on = [*self._excluded().values(), *self._statements().values(), *settled]
        cheapest = self._cheapest(on, choices)
        sizes: list[Size] = []
        whole = True
        known = any(o.level == LEVELS["changed"] for options in choices for o in options)
        while not sizes or (known and sizes[-1].recorded):
            # What alters more of the known has to record less.
            ways, complete = cheapest.ways(LOOKED_AT, sizes[-1].recorded if sizes else None)
            whole = whole and complete
            if not ways:
                break
            sizes.append(self._size([[(names[place], free[names[place]][number - 1]) for place, number in sorted(way)] for way in ways]))
        return tuple(sizes), whole

    def _size(self, ways: Iterable[Sequence[tuple[str, Possible]]]) -> Size:
        """Ways of one size joined to changes, and the first of them carried out."""
        groups: dict[tuple[tuple[str, EditKind], ...], set[tuple[int, ...]]] = {}
        for way in ways:
            groups.setdefault(tuple((f, v.kind) for f, v in way), set()).add(tuple(v.place for _, v in way))
        findings = self._vocabulary.findings
        rows = [
            (tuple(f for f, _ in frame), box)
            for frame, points in groups.items()
            for box in boxes(points, [findings[f].kind == "quantity" for f, _ in frame])
        ]
        rows.sort(key=lambda row: ([(not findings[f].critical, f) for f in row[0]], row[1]))
        kinds = [kind for _, kind in next(iter(groups))]
        changed = kinds.count("changed")
        made = sorted(self._changes(rows[:TRIED]), key=lambda change: len(change.status))
        return Size(changed, len(kinds) - changed, tuple(made[:LISTED]), len(rows[LISTED:]))

    def barriers(self) -> tuple[tuple[Barrier, ...], bool]:
        """What forbids the wish: the smallest sets of what is kept of the patient, and of statements; of both where neither alone does."""
        if self._target.fact:
            return (), True
        found: list[Barrier] = []
        whole = True
        for patient, knowledge in ((True, False), (False, True)):
            some, complete = self._barriers(patient=patient, knowledge=knowledge)
            found += some
            whole = whole and complete
        if found or not whole:
            return tuple(found), whole
        return self._barriers(patient=True, knowledge=True)

    def _barriers(self, *, patient: bool, knowledge: bool) -> tuple[tuple[Barrier, ...], bool]:
        choices: list[list[Option]] = []
        paid: list[tuple[str, str]] = []
        on: list[int] = []
        for name, values in self._values.items():
            options = [Option(self._true(v.tests), int(v.barred)) for v in values if patient or not v.barred]
            choices.append([Option(self._kept(name)), *options])
            paid.append(("findings", name))
        # By making its literal true an axiom is set aside, and a statement heard that was switched off; all else goes by leaving it false.
        lifted = self._axioms() if patient else {}
        heard = self._switched_off() if knowledge else {}
        switched = {"excluded": self._excluded() if patient else {}, "statements": self._statements() if knowledge else {}}
        for kind, literals in switched.items():
            choices += [[Option(frozenset([n])), Option(level=1)] for n in literals.values()]
            paid += [(kind, name) for name in literals]
        choices += [[Option(), Option(frozenset([n]), 1)] for n in lifted.values()]
        paid += [("axioms", name) for name in lifted]
        choices += [[Option(), Option(frozenset([n]), 1)] for n in heard.values()]
        paid += [("switched_off", name) for name in heard]
        on += [] if patient else self._excluded().values()
        on += [] if knowledge else self._statements().values()
        ways, complete = self._cheapest(on, choices).ways(LOOKED_AT)
        sets = sorted({tuple(sorted({paid[place] for place, _ in way})) for way in ways})
        made = [Barrier(**{kind: tuple(n for k, n in rows if k == kind) for kind, _ in rows}) for rows in sets[:LISTED]]
        return tuple(made), complete and len(sets) <= LISTED

    def _cheapest(self, on: Iterable[int], choices: Sequence[Sequence[Option]]) -> Cheapest:
        return Cheapest(self._reach.rules, on, choices, self._target.literals, holds=self._target.holds)

    def _true(self, tests: Iterable[Test]) -> frozenset[int]:
        return frozenset([self._given[t] for t in tests if t in self._given])

    def _kept(self, finding: str) -> frozenset[int]:
        return self._true(self._tests.get(finding, ()))

    def _excluded(self) -> dict[str, int]:
        tests = sorted(t for t in self._case.tests if t.kind == "unsuitable" and self._given.get(t) in self._reach.atoms)
        return {t.subject: self._given[t] for t in tests}

    def _statements(self) -> dict[str, int]:
        return self._switched("active", self._now.without)

    def _switched_off(self) -> dict[str, int]:
        return {name: n for name, n in self._switched("active", ()).items() if name in self._now.without}

    def _axioms(self) -> dict[str, int]:
        return self._switched("lifted", ("records",))

    def _switched(self, kind: str, apart: Collection[str]) -> dict[str, int]:
        found = {name.partition(" ")[2]: n for name, n in self._switches.items() if name.startswith(f"{kind} ") and n in self._reach.atoms}
        return {name: n for name, n in sorted(found.items()) if name not in apart}

    def _changes(self, rows: Iterable[tuple[Sequence[str], Sequence[Sequence[int]]]]) -> list[Change]:
        """Changes carried out, each given as findings with the places of the values that will do."""
        values = self._values
        edits = [
            tuple(self._edit(f, [v for v in values[f] if v.place in places]) for f, places in zip(names, box, strict=True))
            for names, box in rows
        ]
        cases = [changed(self._case, made, self._vocabulary) for made in edits]
        found = outcomes(
            self._seat, self._standing, self._case.tests, self._now.without, [case.tests for case in cases], self._target.literals
        )
        return [self._change(*row) for row in zip(edits, cases, found, strict=True)]

    def _change(self, edits: tuple[Edit, ...], case: Case, outcome: Outcome | None) -> Change:
        if outcome is None:
            raise RuntimeError(f"a change for `{self._wish.text}` breaks an axiom: {edits}")
        if not self._target.met(outcome.true):
            raise RuntimeError(f"a change for `{self._wish.text}` does not hold good: {edits}")
        shown = outcome.shown
        then = {row[0]: row[1] for row in shown["status"]}
        old = self._now.status
        goal = self._wish.goal.names[-1] if self._wish.goal.kind == "status" else ""
        turned = tuple(
            (a, old.get(a, NOT_ADDRESSED), then.get(a, NOT_ADDRESSED))
            for a in sorted(old.keys() | then.keys())
            if a != goal and old.get(a) != then.get(a)
        )
        wishes = [(s, a) for s, word, a in shown["stance"] if word == "for"]
        known = self._seat.tables.knowledge.statements
        refused = {a for s, a in wishes if a not in known[s].offers}
        offered = tuple([a for a, _, new in turned if new == "settled_for" and a not in refused and any(b == a for _, b in wishes)])
        return Change(edits, case, carried(self._wish, shown, self._seat.tables), turned, offered)

    def _edit(self, name: str, values: Sequence[Possible]) -> Edit:
        finding, before, first = self._vocabulary.findings[name], self._recorded.get(name), values[0]
        any_of: tuple[tuple[Test, ...], ...] = tuple(tuple(sorted(v.tests)) for v in values)
        value: Value = first.value
        text = str(value).lower() if isinstance(value, bool) else str(value)
        if isinstance(first.value, Interval) and isinstance(values[-1].value, Interval):
            any_of = (bounds(first.value, values[-1].value, finding),)
            value, text = ordinary(first.value, values[-1].value, finding, before, self._vocabulary)
        elif len(values) == (2 if finding.kind == "boolean" else len(finding.choices)):
            any_of = ((),)
        place = before.place if before else Place(self._case.origin)
        return Edit(name, first.kind, before, any_of, Recorded(name, value, text, place))

    @cached_property
    def _standing(self) -> Solution:
        """What holds in the case as it is."""
        session = self._seat.session
        session.set(self._case.tests, self._now.without)
        solution = session.solve(None)
        if solution is None:
            raise RuntimeError(f"`{self._case.name}` breaks an axiom though it has an answer")
        return solution


def changed(case: Case, edits: Iterable[Edit], vocabulary: Vocabulary) -> Case:
    """The case with the edits made: what was recorded keeps its place, what is new comes last."""
    after = {e.finding: e.after for e in edits}
    new = dict(after)
    recorded = (*[new.pop(r.finding, r) for r in case.recorded], *new.values())
    left = {t for t in case.tests if t.kind == "unsuitable" or t.subject not in after}
    return replace(case, recorded=recorded, tests=tests_of(after.values(), (), vocabulary) | left)


__all__ = ["Barrier", "Change", "Changes", "Edit", "Size", "Wish", "changed", "changes", "read_wish"]
