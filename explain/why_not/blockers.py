"""Why not: for each statement that could lead to a conclusion, the cheapest changes of the record that would make it lead there."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal
from weakref import WeakKeyDictionary

from explain.justification.ground_rules import GroundRules
from explain.why_not.amends import Price, Variables, counts, rank
from explain.why_not.attribution import NOWHERE, Attribution, Removals, Share, Via
from explain.why_not.cheapest import Found, Question, Search
from explain.why_not.leads import Lead, asked, leads
from explain.why_not.left_out import LeftOut, left_out
from explain.why_not.worlds import Reach, World
from guideline.answer import Answer
from guideline.goal import Conclusion, Goal
from guideline.model import Exclusion, Recorded, Test, Value, Vocabulary
from guideline.pack import Pack, Seat
from guideline.program import GroundProgram
from guideline.quantities import format_quantity

Kind = Literal[
    "not_recorded",
    "undecided",
    "waiting",
    "amount",
    "contradicted",
    "fixed",
    "ruled_out",
    "not_ruled_out",
    "overridden",
    "opposed",
    "switched_off",
]
"""What stands in the way: a finding `not_recorded`; recorded, but so that it leaves the condition `undecided`; a clock that has not run
long enough (`waiting`); another `amount`; `contradicted` by the record, of a `fixed` finding too; an action that the case has
`ruled_out`, or `not_ruled_out`; a statement that overrides (`overridden`) or stands against (`opposed`); or the statement itself, or one
that it needs, `switched_off`."""

_OF_PRICE: dict[Price, Kind] = {"wait": "waiting", "amount": "amount", "fixed": "fixed", "contradict": "contradicted"}


@dataclass(frozen=True, slots=True)
class Otherwise:
    """Another way to meet a part of a statement: changes that go together, and how many blockers, this one the last, they would do for."""

    changes: tuple[Blocker, ...]
    of: int


@dataclass(frozen=True, slots=True)
class Blocker:
    """One thing that stands in the way of a conclusion.

    Attributes:
        kind: see `Kind`.
        subject: the finding, the action or the statement.
        asked: tests of which one must hold, or, of an amount, tests that must all hold: what the part of the statement asks for.
        needed: of an amount, what it takes for this patient, where that is more than `asked`; else empty.
        setting: what was tried: the tests that the finding would decide (or `unsuitable`).
        value, text: what to record for it; None and empty for taking a record back.
        record: what the case says.
        away: how far an amount is away, as a case writes it; the time that has to pass, for `waiting`.
        via: which part of the statement asks for it.
        others: what would do for the same part of the statement instead, the cheapest first.
        removal: of a statement in the way: the cheapest changes that take its word away; none where only switching it off does.
        words: of a statement in the way: what it says once all else is met, as stance and action.
        kinds: of a statement in the way: the kinds of the conflicts that it is in then.
        stands: of a statement in the way: whether it says that by the record as it is.
    """

    kind: Kind
    subject: str
    asked: tuple[Test, ...] = ()
    setting: frozenset[Test] = frozenset()
    value: Value | None = None
    text: str = ""
    record: Recorded | Exclusion | None = None
    away: str = ""
    via: Via = NOWHERE
    needed: tuple[Test, ...] = ()
    others: tuple[Otherwise, ...] = ()
    removal: tuple[Blocker, ...] = ()
    words: tuple[tuple[str, str], ...] = ()
    kinds: tuple[str, ...] = ()
    stands: bool = False

    @property
    def forbids(self) -> bool:
        """Whether a statement is against it by the record as it is."""
        return self.kind == "opposed" and self.stands and any(word == "against" for word, _ in self.words)


@dataclass(frozen=True, slots=True)
class Way:
    """How one statement could lead to the conclusion.

    Attributes:
        statement: by name; empty where no statement is in between.
        through: its word, or the conflict or scope, as name and arguments.
        holds: whether that word holds already, so that something else stands in the way.
        blockers: with these met and nothing else changed the conclusion comes about; what the record forbids first, then the statement's
            own conditions, then what other statements say.
        cost: how many changes of each price (`explain.why_not.amends.PRICES`).
        reachable: whether any change of the record leads there; if not, there are no blockers.
        proved: that nothing cheaper would do (or that nothing would).
    """

    statement: str
    through: Conclusion
    holds: bool
    blockers: tuple[Blocker, ...]
    cost: tuple[int, ...]
    reachable: bool
    proved: bool


@dataclass(frozen=True, slots=True)
class WhyNot:
    """Why a conclusion does not hold.

    Attributes:
        conclusion: as name and arguments.
        holds: whether it holds after all; then there are no ways.
        ways: the cheapest first, then by strength, then by name.
    """

    conclusion: Conclusion
    holds: bool
    ways: tuple[Way, ...]


@dataclass(frozen=True, slots=True)
class Absence:
    """All that is said of a goal that is asked about.

    Attributes:
        goal: what was asked.
        status: the status of the action asked about; empty for another goal.
        whynots: for each conclusion that the goal is about.
        left_out: the alternatives that leave the action out, with the stances that it cannot stand beside.
    """

    goal: Goal
    status: str
    whynots: tuple[WhyNot, ...]
    left_out: tuple[LeftOut, ...] = ()


WISHED = frozenset({"settled_for", "option"})
"""Where these are asked about, the alternatives that leave the action out are a reason."""
LAST = (1 << 400,)
"""The rank of a way that leads nowhere."""


class Prepared:
    """What is prepared once for a ground program."""

    def __init__(self, program: GroundProgram) -> None:
        self.program = program
        self.ground = GroundRules(program)
        self.reach = Reach(program, self.ground)
        self.tests = {literal: test for test, literal in program.given.items()}
        self.switches = {n: name.removeprefix("active ") for name, n in program.switches.items() if name.startswith("active ")}


_SEATED: WeakKeyDictionary[Seat, Prepared] = WeakKeyDictionary()


def why_not(goal: Goal, answer: Answer, pack: Pack) -> Absence:
    """What stands in the way of a goal, for each statement that could lead there.

    Args:
        goal: from `read_goal`. An action is asked about as settled for.
        answer: from `pack.solve`.
        pack: that gave it.
    """
    with pack.seats.borrow() as seat:
        prepared = _SEATED.get(seat)
        if prepared is None:
            prepared = _SEATED[seat] = Prepared(seat.session.program)
        finder = Finder(prepared, answer, pack)
        found = tuple(finder.why_not(c) for c in asked(goal, pack.knowledge))
        action = goal.names[-1] if goal.kind in {"action", "status"} else ""
        status = answer.status.get(action, "not_addressed") if action else ""
        wished = goal.kind == "action" or (goal.kind == "status" and goal.names[0] in WISHED)
        return Absence(goal, status, found, left_out(action, answer, seat.tables) if wished else ())


class Finder:
    """Finds what stands in the way, in one answer."""

    def __init__(self, prepared: Prepared, answer: Answer, pack: Pack) -> None:
        self._prepared, self._knowledge = prepared, pack.knowledge
        self._vocabulary: Vocabulary = pack.vocabulary
        program = prepared.program
        off = {program.switches[f"active {s}"] for s in answer.without if f"active {s}" in program.switches}
        held = {program.given[t] for t in answer.case.tests if t in program.given}
        world = World(prepared.reach, frozenset(held | (prepared.switches.keys() - off)))
        variables = Variables(answer.case, pack.vocabulary, answer.without)
        self._search = Search(world, variables, prepared.tests, prepared.switches)
        self._removals: Removals = {}

    def why_not(self, conclusion: Conclusion) -> WhyNot:
        """What stands in the way of one conclusion."""
        found = leads(conclusion, self._prepared.program, self._prepared.ground)
        world = self._search.world
        literals = {x for lead in found for x in lead.literals}
        if self._certain(conclusion) or any(all(world.holds(x) for x in lead.literals) for lead in found):
            return WhyNot(conclusion, True, ())
        cone = self._prepared.reach.closure(map(abs, literals))
        best: dict[tuple[str, str], tuple[Lead, Found]] = {}
        for lead in found:
            result = self._search.cheapest(Question(tuple([(x,) for x in lead.literals]), lead.own, lead.alone), cone)
            if not (lead.sure or not lead.alone or result.states is not None):
                result = self._search.cheapest(Question(tuple([(x,) for x in lead.literals]), lead.own, alone=False), cone)
            # Between two statements each kind of conflict is a matter of its own.
            key = (lead.statement, lead.through[1] if conclusion[0] == "conflict" else "")
            if key not in best or _before(result, best[key][1]):
                best[key] = (lead, result)
        made = [self._way(lead, result, cone) for lead, result in best.values()]
        ways = sorted(made, key=lambda pair: (pair[0], -self._strength(pair[1].statement), pair[1].statement, pair[1].through))
        return WhyNot(conclusion, False, tuple([w for _, w in ways]))

    def _certain(self, conclusion: Conclusion) -> bool:
        """Whether it holds for every patient."""
        return conclusion[1:] in self._prepared.program.facts.get(conclusion[0], ())

    def _strength(self, statement: str) -> int:
        s = self._knowledge.statements.get(statement)
        return self._knowledge.sources[s.source].strengths.get(s.strength, 0) if s else 0

    def _way(self, lead: Lead, found: Found, cone: set[int]) -> tuple[tuple[int, ...], Way]:
        """What stands in one statement's way, and what it is ordered by."""
        world, ground = self._search.world, self._prepared.ground
        words = [x for x in lead.literals if (a := ground.atom(abs(x))) and (a.name, *a.args) == lead.through]
        holds = bool(words) and all(world.holds(x) for x in words)
        if found.states is None:
            return LAST, Way(lead.statement, lead.through, holds, (), (), reachable=False, proved=found.proved)
        parted = Attribution(self._search, lead, found, cone, self._removals, self._knowledge)
        blockers = [self._blocker(s) for s in parted.own()]
        for x in parted.in_the_way():
            removal = tuple([self._blocker(s) for s in x.removal])
            blockers.append(Blocker(x.standing, x.statement, removal=removal, words=x.words, kinds=x.kinds, stands=x.stands))
        blockers.sort(key=_gravity)
        variables = self._search.space.variables
        cost = sum(variables[n].states[s].cost for n, s in parted.states.items())
        way = Way(
            lead.statement,
            lead.through,
            holds,
            tuple(blockers),
            counts(cost),
            reachable=True,
            proved=found.proved and (lead.sure or not lead.alone),
        )
        return rank(cost), way

    def _blocker(self, share: Share) -> Blocker:
        space = self._search.space
        made = space.variables[share.variable]
        state = made.states[share.state]
        if made.kind == "statement":
            return Blocker("switched_off", made.name)
        if made.kind == "exclusion":
            kind: Kind = "not_ruled_out" if state.tests else "ruled_out"
            return Blocker(kind, made.name, setting=state.tests, record=made.record, via=share.via)
        kind = _OF_PRICE.get(state.price, "undecided" if made.record else "not_recorded")
        asked, needed = (
            self._asked(made.name, [made.states[i].tests for i in space.left(share.variable, m)], state.tests, share.named)
            for m in (share.mask, share.mask | share.whole)
        )
        return Blocker(
            kind,
            made.name,
            asked=asked,
            needed=needed if needed != asked and self._vocabulary.findings[made.name].kind == "quantity" else (),
            others=tuple([Otherwise(tuple([self._blocker(x) for x in o.changes]), o.of) for o in share.others]),
            setting=state.tests,
            value=state.value,
            text=state.text,
            record=made.record,
            away="" if state.distance is None else format_quantity(state.distance, self._vocabulary.findings[made.name].unit),
            via=share.via,
        )

    def _asked(self, finding: str, states: Sequence[frozenset[Test]], chosen: frozenset[Test], named: frozenset[str]) -> tuple[Test, ...]:
        """What is asked of a finding, from the states that would do."""
        known = self._vocabulary.findings[finding]
        if known.kind != "quantity":
            return tuple(sorted({t for s in states for t in s}))
        # Of the tests of the state that was tried: those that every state around it meets, the strongest on either side.
        common = frozenset.intersection(*[s for s in states if s]) if any(states) else chosen
        return bounds(common or chosen, {t.text: t.rank for t in known.thresholds}, named)


def _gravity(blocker: Blocker) -> int:
    """What the record forbids goes before what is missing: nothing else that is met leads past it."""
    if blocker.kind == "ruled_out":
        return 0
    if blocker.forbids:
        return 1
    return 2 if blocker.via.part == "excludes" and blocker.record is not None else 3


def _before(one: Found, other: Found) -> bool:
    if one.states is None or other.states is None:
        return one.states is not None and other.states is None
    return rank(one.cost) < rank(other.cost)


def bounds(tests: Iterable[Test], ranks: dict[str, int], named: frozenset[str] = frozenset()) -> tuple[Test, ...]:
    """The strongest lower and the strongest upper bound among comparisons of one finding; of equal amounts one that is `named`."""
    rows = sorted(tests, key=lambda t: (t.value not in named, t.value))
    low = max((t for t in rows if t.kind in {"at_least", "above"}), key=lambda t: (ranks[t.value], t.kind == "above"), default=None)
    high = min((t for t in rows if t.kind in {"below", "at_most"}), key=lambda t: (ranks[t.value], t.kind == "at_most"), default=None)
    return tuple([t for t in (low, high) if t is not None])
