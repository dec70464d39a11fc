"""What each change is for: a statement's own condition, which part of it; and what takes the statements that stand in its way away."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Literal, NamedTuple

from explain.why_not.cheapest import NARROW, Found, Question, Search
from explain.why_not.leads import Lead
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
    """A change of one variable.

    Attributes:
        variable, state: which, and the state that it goes to.
        mask: the states that must not be for what asks for it.
        whole: the states that must not be for all that is asked about.
        via: what asks for it.
        named: the amounts in the words of that.
        others: what would do instead of this and of those before it that are for the same.
        all_told: whether there are no further others, as far as was looked.
    """

    variable: int
    state: int
    mask: int
    whole: int
    via: Via
    named: frozenset[str]
    others: tuple[Instead, ...] = ()
    all_told: bool = True


class Instead(NamedTuple):
    """Changes that go together, and how many others they would do instead of."""

    changes: tuple[Share, ...]
    of: int


class InTheWay(NamedTuple):
    """A statement that has to give way.

    Attributes:
        statement: by name.
        standing: how it stands in the way.
        removal: the cheapest changes that take its word away, if any do.
        words: what it then says, as stance and action, of what is asked about.
        kinds: of the conflicts that it is then in, about what is asked about.
        stands: whether it says all that by the record as it is.
    """

    statement: str
    standing: Standing
    removal: tuple[Share, ...]
    words: tuple[tuple[str, str], ...]
    kinds: tuple[str, ...]
    stands: bool


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
        others: dict[int, list[tuple[dict[int, int], int]]] = {}
        group: dict[int, list[int]] = {}
        made: list[Share] = []
        for n in self._ordered(changed, states):
            variable = space.variables[n]
            via, literal = next(((v, x) for v, x, read in parts if (variable.kind, variable.name) in read), (NOWHERE, 0))
            if literal and literal not in asks:
                asks[literal] = self._search.asks(asked, literal, states)
                named[literal] = self._search.named(abs(literal))
                others[literal] = self._search.otherwise(literal, states)
            own = asks.get(literal, 0)
            whole = not literal or self._search.told(literal)
            made.append(Share(n, states[n], own if own & space.everything[n] else mask, mask, via, named[literal], all_told=whole))
            group.setdefault(literal, []).append(len(made) - 1)
        for literal, found in others.items():
            beside = [row for row in parts if row[1] != literal]
            told: set[tuple[tuple[int, int], ...]] = set()
            for o, bits in found:
                # Told with the last of what they would do instead of, and without what is asked for anyway.
                replaced = [i for i in group[literal] if made[i].variable not in o]
                changes = {m: s for m, s in o.items() if m not in states}
                if not (changes and replaced):
                    continue
                if not self._would_do(literal, changes, [made[i] for i in replaced], states):
                    # What another part asks for too stays; the rest may do with less.
                    stricter = {i: row for i in replaced if (row := self._stricter(made[i], beside, asked, states))}
                    replaced = [i for i in replaced if i not in stricter]
                    changes = self._fewest(literal, changes, [made[i] for i in replaced], states) if stricter and replaced else {}
                    for i, row in stricter.items():
                        # That part leaves no other way, so it is the one to tell.
                        made[i] = made[i] if made[i].others else row
                if changes and tuple(sorted(changes.items())) not in told:
                    told.add(tuple(sorted(changes.items())))
                    last = made[replaced[-1]]
                    shares = tuple([Share(m, s, bits, bits, last.via, last.named) for m, s in changes.items()])
                    made[replaced[-1]] = last._replace(others=(*last.others, Instead(shares, len(replaced))))
        return tuple(made)

    def _stricter(
        self, share: Share, parts: Iterable[tuple[Via, int, set[tuple[str, str]]]], asked: Question, states: dict[int, int]
    ) -> Share | None:
        """The same change with another part that asks for it; None where there is none."""
        space = self._search.space
        variable = space.variables[share.variable]
        for via, literal, read in parts:
            if via != NOWHERE and (variable.kind, variable.name) in read:
                mask = self._search.asks(asked, literal, states)
                if mask & space.everything[share.variable]:
                    return share._replace(mask=mask, via=via, named=self._search.named(abs(literal)))
        return None

    def _fewest(self, literal: int, changes: dict[int, int], instead: Sequence[Share], states: dict[int, int]) -> dict[int, int]:
        """As few of some changes as would do; none where not even all would."""
        if not self._would_do(literal, changes, instead, states):
            return {}
        for m in list(changes):
            fewer = {n: s for n, s in changes.items() if n != m}
            if fewer and self._would_do(literal, fewer, instead, states):
                changes = fewer
        return changes

    def _would_do(self, literal: int, changes: dict[int, int], instead: Sequence[Share], states: dict[int, int]) -> bool:
        """Whether changes do for a literal instead of others, in a record that is possible, and all that is asked about still comes about.

        One change may be for several parts of a statement, and what would do for one part leaves the others as they are.
        What brings about just what the others record is no other condition: one finding follows from the other.
        """
        search, reach = self._search, self._search.world.reach
        gone = {s.variable for s in instead}
        new = search.after({n: s for n, s in states.items() if n not in gone} | changes, self._cone | reach.barred)
        rows = [tuple(instead), *(o.changes for s in instead for o in s.others)]
        implied = any(all(search.holds(n, new) for n in self._recorded(row)) for row in rows)
        there = all(any(search.holds(x, new) for x in clause) for clause in (*self._clauses, (literal,)))
        return there and not implied and not search.world.broken(new)

    def _recorded(self, shares: Iterable[Share]) -> Iterator[int]:
        """The tests, as atoms, that some changes record."""
        literals, variables = self._search.world.reach.literals, self._search.space.variables
        tests = {t for s in shares for t in variables[s.variable].states[s.state].tests}
        yield from (n for t in tests if (n := literals.get(Atom(t.kind, (t.subject, *filter(None, [t.value]))))))

    def in_the_way(self) -> tuple[InTheWay, ...]:
        """The statements that have to give way, by name."""
        variables = self._search.space.variables
        names = sorted((variables[n].name, n) for n in self.states if self._is_off(n))
        made = []
        for name, n in names:
            states = {m: s for m, s in self.states.items() if m != n}
            new = self._search.after(states, self._cone)
            made.append(InTheWay(name, self._standing(name), self._removal(name, states, new), *self._said(name, new)))
        return tuple(made)

    def _said(self, name: str, new: dict[int, bool]) -> tuple[tuple[tuple[str, str], ...], tuple[str, ...], bool]:
        """What a statement says, and the conflicts that it is in, once all else that stands in the way is gone."""
        search, ground = self._search, self._search.world.reach.ground
        said = [n for n in search.words(name) if n in self._cone and search.holds(n, new)]
        words = [ground.atom(n) for n in said]
        disputes = [ground.atom(n) for n in search.disputes(name) if n in self._cone and search.holds(n, new)]
        stands = all(search.world.holds(n) for n in said)
        return tuple([(a.args[1], a.args[2]) for a in words]), tuple(sorted({a.args[0] for a in disputes})), stands

    def _removal(self, name: str, states: dict[int, int], new: dict[int, bool]) -> tuple[Share, ...]:
        """What would take the word of a statement in the way away, if that goes together with all else."""
        search = self._search
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
            for changes, mask in ((found.states, found.mask), *found.further) if found.states is not None else ():
                if any(search.space.variables[n].kind == "statement" for n in changes):
                    continue
                # What takes the word away may take away what is asked for too: then something dearer may do.
                more = {n: s for n, s in changes.items() if n not in states}
                if more and search.reaches(self._clauses, states | more, self._cone):
                    new = search.after(states | more, self._cone)
                    return self._shares(more, name, states | more, mask, asked, new)
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
