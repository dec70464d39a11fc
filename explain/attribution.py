"""What each change is for: a statement's own condition, which part of it; and what takes the statements that stand in its way away."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal, NamedTuple

from explain.cheapest import NARROW, Found, Question, Search
from explain.leads import Lead
from guideline.model import Knowledge
from guideline.terms.atoms import Atom


class Via(NamedTuple):
    """The part of a statement, or of the context that it speaks in, that asks for something.

    `part` is `applies`, `needs` (name: the action), `unmet` (the same, where the criterion must not be met), `enters` (the context),
    `excludes` (the context; `reason`), or empty: the change is for none of these, or takes one of them away.
    """

    part: str
    name: str
    reason: str = ""


NOWHERE = Via("", "")
Standing = Literal["overridden", "opposed"]


class Share(NamedTuple):
    """A change: the variable, the state that it goes to, the states that must not be, what asks for it, and the amounts in its words."""

    variable: int
    state: int
    mask: int
    via: Via
    named: frozenset[str]


class InTheWay(NamedTuple):
    """A statement that has to give way, how it stands in the way, and the cheapest changes that take its word away, if any do."""

    statement: str
    standing: Standing
    removal: tuple[Share, ...]


Removals = dict[tuple[str, tuple[int, ...]], Found]


class Attribution:
    """Parts the changes of one result.

    Args:
        search: that found it.
        lead: what was asked.
        found: the changes, at least an empty set.
        cone: the atoms that the lead rests on.
        removals: what takes words away, kept from lead to lead; grows.
        knowledge: the statements.
    """

    def __init__(self, search: Search, lead: Lead, found: Found, cone: set[int], removals: Removals, knowledge: Knowledge) -> None:
        self._search, self._lead, self._knowledge = search, lead, knowledge
        self._cone, self._removals = cone, removals
        self._clauses = tuple([(x,) for x in lead.literals])
        variables = search.space.variables
        self.states = dict(found.states or {})
        self._mask = found.mask
        todo = sorted((variables[n].name, n) for n in self.states if self._is_off(n))
        while todo:
            _, number = todo.pop(0)
            # A statement may have lost its word by the changes alone.
            less = {n: s for n, s in self.states.items() if n != number}
            if search.reaches(self._clauses, less, self._cone):
                self.states = less
                todo = sorted((variables[n].name, n) for n in self.states if self._is_off(n))

    def _is_off(self, number: int) -> bool:
        made = self._search.space.variables[number]
        return made.kind == "statement" and number in self.states and not made.states[self.states[number]].tests

    def own(self) -> tuple[Share, ...]:
        """The changes for what the statement asks for itself, cheap ones first."""
        new = self._search.after(self.states, self._cone)
        asked = Question(self._clauses, self._lead.own, self._lead.alone)
        return self._shares([n for n in self.states if not self._is_off(n)], self._lead.statement, self.states, self._mask, asked, new)

    def _shares(
        self, changed: Iterable[int], statement: str, states: dict[int, int], mask: int, asked: Question, new: dict[int, bool]
    ) -> tuple[Share, ...]:
        """Changes with what asks for each. A part of a statement asks for what its rules ask for, not for what else is to be avoided."""
        space = self._search.space
        parts = [(via, x, self._search.read(abs(x))) for via, x in self._turned(statement, new)]
        asks: dict[int, int] = {}
        named: dict[int, frozenset[str]] = {0: frozenset()}
        made = []
        for n in self._ordered(changed, states):
            variable = space.variables[n]
            via, literal = next(((v, x) for v, x, read in parts if (variable.kind, variable.name) in read), (NOWHERE, 0))
            if literal and literal not in asks:
                asks[literal] = self._search.asks(asked, literal, states)
                named[literal] = self._search.named(abs(literal))
            own = asks.get(literal, 0)
            made.append(Share(n, states[n], own if own & space.everything[n] else mask, via, named[literal]))
        return tuple(made)

    def in_the_way(self) -> tuple[InTheWay, ...]:
        """The statements that have to give way, by name."""
        variables = self._search.space.variables
        names = sorted((variables[n].name, n) for n in self.states if self._is_off(n))
        return tuple([InTheWay(name, self._standing(name), self._removal(name, n)) for name, n in names])

    def _removal(self, name: str, number: int) -> tuple[Share, ...]:
        """What would take the word of a statement in the way away, if that goes together with all else."""
        search = self._search
        states = {n: s for n, s in self.states.items() if n != number}
        new = search.after(states, self._cone)
        literals = search.world.reach.literals
        in_force = literals[Atom("in_force", (name,))]
        words = [n for n in search.words(name) if n in self._cone and search.holds(n, new)]
        for target in dict.fromkeys((tuple(words), (in_force,))):
            if not target:
                continue
            found = self._removals.get((name, target))
            asked = Question(tuple([(-n,) for n in target]), frozenset({name}), True, NARROW)
            if found is None:
                cone = search.world.reach.closure(target)
                found = self._removals[name, target] = search.cheapest(asked, cone)
            if found.states is None or any(search.space.variables[n].kind == "statement" for n in found.states):
                continue
            more = {n: s for n, s in found.states.items() if n not in states}
            if search.reaches(self._clauses, states | more, self._cone):
                new = search.after(states | more, self._cone)
                return self._shares(more, name, states | more, found.mask, asked, new)
        return ()

    def _ordered(self, numbers: Iterable[int], states: dict[int, int]) -> list[int]:
        variables = self._search.space.variables
        return sorted(numbers, key=lambda n: (variables[n].states[states[n]].cost, variables[n].kind, variables[n].name))

    def _standing(self, statement: str) -> Standing:
        overrides = self._knowledge.statements[statement].overrides
        return "overridden" if any(s in self._lead.own for s, _ in overrides) else "opposed"

    def _turned(self, statement: str, new: dict[int, bool]) -> Iterator[tuple[Via, int]]:
        """The parts of a statement that come out otherwise, each as the literal that then holds."""
        literals = self._search.world.reach.literals
        for via, name, args in self._parts(statement):
            atom = literals.get(Atom(name, args))
            if atom is not None and atom in new:
                asked = new[atom] is (name != "excludes")
                yield via if asked else NOWHERE, atom if new[atom] else -atom

    def _parts(self, statement: str) -> Iterator[tuple[Via, str, tuple[str, ...]]]:
        known = self._knowledge.statements.get(statement)
        through = self._lead.through
        contexts = known.within if known else through[1:2] if through[0] == "scope" else ()
        for c in contexts:
            for reason in self._knowledge.contexts[c].exclusions:
                yield Via("excludes", c, reason), "excludes", (c, reason)
        for c in contexts:
            yield Via("enters", c), "enters", (c,)
        if known:
            yield Via("applies", known.name), "applies", (known.name,)
            for action, criterion in known.needs:
                yield Via("needs", action), "met", (criterion,)
                yield Via("unmet", action), "unmet", (criterion,)
