"""Why not: for each statement that could lead to a conclusion, the cheapest changes of the record that would make it lead there."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from weakref import WeakKeyDictionary

from explain.justification.ground_rules import GroundRules
from explain.why_not.absence import Absence, Blocker, Kind, Otherwise, Way, WhyNot
from explain.why_not.amends import Made, Price, Variables, counts, rank
from explain.why_not.attribution import Attribution, Removals, Share
from explain.why_not.cheapest import Found, Question, Search
from explain.why_not.externals import Externals
from explain.why_not.leads import Lead, asked, leads
from explain.why_not.left_out import left_out
from explain.why_not.worlds import Reach, World
from guideline.answer import Answer
from guideline.goal import Conclusion, Goal
from guideline.model import Test, Vocabulary
from guideline.pack import Pack, Seat
from guideline.program import GroundProgram
from guideline.quantities import format_interval

_OF_PRICE: dict[Price, Kind] = {"wait": "waiting", "amount": "amount", "fixed": "fixed", "contradict": "contradicted"}


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
        self.externals = Externals(self.tests, self.switches)
        self.untold: Made = {}


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
        variables = Variables(answer.case, pack.vocabulary, answer.without, prepared.untold)
        self._search = Search(world, variables, prepared.externals)
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
            all_told=share.all_told,
            setting=state.tests,
            value=state.value,
            text=state.text,
            record=made.record,
            distance=state.distance,
            away="" if state.distance is None else format_interval(state.distance, self._vocabulary.findings[made.name].unit),
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
