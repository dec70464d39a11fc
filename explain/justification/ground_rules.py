"""The ground rules of one program in a form to give reasons from: by head, complete bodies, the best rule first, strata, circles."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from typing import Literal, NamedTuple, TypeVar

from explain.justification.predicates import COMPLEMENTS, TESTS, literal_rank, rule_rank
from guideline.marks import strata
from guideline.model import Test
from guideline.program import GroundProgram
from guideline.terms.atoms import Atom

Body = tuple[int, ...]
Key = TypeVar("Key")
Value = TypeVar("Value")
CIRCLE = "circle"
"""The name of the stand-in for atoms that only each other could make true."""
PLANS = 8
"""So many sets of atoms are kept with what is below them: who tries records out asks about the same ones again and again."""


class Lookup(dict[Key, Value]):
    """What is found out of each key when it is first asked for, and kept: later it takes no call."""

    def __init__(self, find: Callable[[Key], Value]) -> None:
        super().__init__()
        self._find = find

    def __missing__(self, key: Key) -> Value:
        made = self[key] = self._find(key)
        return made


class Step(NamedTuple):
    """How an atom that rules derive is weighed.

    Attributes:
        way: as the one literal that it rests on; by its one body; by the best of several; as a test that others of its finding may imply;
            or together with the circle that it stands in.
        atom: its number.
        body: the only one; empty where there are several.
        denied: the reason where the one literal does not hold: its opposite, or, of the record of a test, nothing further.
        bodies: all.
    """

    way: Literal["literal", "body", "best", "test", "circle"]
    atom: int
    body: Body
    denied: Body
    bodies: tuple[Body, ...]


class GroundRules:
    """The ground rules of one program, prepared once; each atom when it is first asked for.

    Conditions that the grounder splits off into atoms without a name are put back where they came from. The bodies of an atom, and the
    literals of a body, are brought into an order that does not depend on the order of the rules.

    Attributes:
        given: the test that each external records.
        externals: the external that records each test.
        tests: the finding or action of each atom that is a test as known.
        order: the stratum of each atom that rules derive.
        circles: the members of each stratum whose atoms lead to each other.
        circled: all of them.
        bodies: those that derive an atom, best first, each once.
        steps: how each atom that rules derive is weighed.
        leaf: of an atom without rules, whether it is a reason where it holds, and the records that contradict it where it does not.
        constraints: bodies that no record may make hold.
        plans: what is below the sets of atoms that were asked about last.
    """

    def __init__(self, program: GroundProgram) -> None:
        self._atoms = program.atoms
        self._literals = program.literals
        self._always = {name: frozenset(program.facts.get(name, ())) for name in ("met", "unmet")}
        self._raw, self.constraints = _complete(program)
        self.externals: Mapping[Test, int] = program.given
        self.given = {literal: test for test, literal in program.given.items()}
        self.tests = {n: a.args[0] for n, a in program.atoms.items() if a.name in TESTS}
        self._given_of = {n: g for g, test in self.given.items() if (n := program.literals.get(_known(test)))}
        self._known_of = {g: n for n, g in self._given_of.items()}
        self.order = strata(self._raw)
        self._derived = frozenset(self.order)
        members: dict[int, list[int]] = {}
        for atom, number in self.order.items():
            members.setdefault(number, []).append(atom)
        self.circles = {n: m for n, m in members.items() if len(m) > 1 or any(m[0] in map(abs, b) for b in self._raw[m[0]])}
        self.circled = frozenset([atom for m in self.circles.values() for atom in m])
        self._values: dict[str, list[Test]] = {}
        for test in sorted(program.given):
            if test.kind == "is":
                self._values.setdefault(test.subject, []).append(test)
        self._stand_in = max([*program.atoms, *self._raw, 0]) + 1
        self.bodies = Lookup(self._ranked)
        self.steps = Lookup(self._step)
        self._below = Lookup(self._down)
        self.leaf = Lookup(self._leaf)
        self.plans: dict[frozenset[int], tuple[list[int], list[Step]]] = {}
        self._opposite: dict[int, tuple[int, ...]] = {}

    @property
    def complete(self) -> Mapping[int, Sequence[Body]]:
        """The bodies that derive each atom, as the program has them."""
        return self._raw

    def stand_in(self, number: int) -> int:
        """The number that stands for the members of a circle."""
        return self._stand_in + number

    def atom(self, number: int) -> Atom:
        """The plain value of an atom; of a stand-in, its name and the first of its members; without a name where it has none."""
        if number >= self._stand_in:
            return Atom(CIRCLE, ("; ".join(min(self.text(m) for m in self.circles[number - self._stand_in])),))
        return self._atoms.get(number) or Atom("", tuple(sorted({str(self._atoms.get(abs(x))) for b in self._raw[number] for x in b})))

    def number(self, atom: Atom) -> int | None:
        """The number of an atom; None where it does not depend on the patient."""
        return self._literals.get(atom)

    def text(self, number: int) -> tuple[str, ...]:
        """What an atom sorts by."""
        name, args = self.atom(number)
        return (name, *args)

    def known(self, given: int) -> int:
        """The atom of a test as known, from the external that records it; the external itself where the test holds for every patient."""
        return self._known_of.get(given, given)

    def record_of(self, test: int) -> int | None:
        """The external that records a test, from the atom of the test as known."""
        return self._given_of.get(test)

    def recorded(self, atom: int, body: Body) -> bool:
        """Whether a body is the record of the very test that it derives."""
        return len(body) == 1 and body[0] == self._given_of.get(atom)

    def _ranked(self, atom: int) -> tuple[Body, ...]:
        head = self.atom(atom)
        ranked = []
        for body in {tuple(sorted(set(b))) for b in self._raw.get(atom, ())}:
            ordered = sorted(body, key=lambda x: (literal_rank(self.atom(abs(x)), x > 0, head), self.text(abs(x))))
            texts = [(x < 0, self.text(abs(x))) for x in ordered]
            ranked.append((rule_rank(head, [self.atom(abs(x)) for x in ordered]), len(texts), texts, tuple(ordered)))
        return tuple([r[3] for r in sorted(ranked)])

    def _step(self, atom: int) -> Step:
        bodies = self.bodies[atom]
        body = bodies[0] if len(bodies) == 1 else ()
        record = self.recorded(atom, body)
        if atom in self.circled:
            return Step("circle", atom, body, (), bodies)
        if atom in self.tests and not record:
            return Step("test", atom, body, (), bodies)
        if len(body) == 1:
            return Step("literal", atom, body, () if record else (-body[0],), bodies)
        return Step("body" if len(bodies) == 1 else "best", atom, body, (), bodies)

    def opposite(self, test: int) -> tuple[int, ...]:
        """The atoms of the tests that nobody meets together with this one."""
        made = self._opposite.get(test)
        if made is None:
            atom = self._atoms[test]
            if atom.name == "is":
                others = [_known(t) for t in self._values.get(atom.args[0], ()) if t.value != atom.args[1]]
            else:
                others = [Atom(COMPLEMENTS[atom.name], atom.args)] if atom.name in COMPLEMENTS else []
            made = self._opposite[test] = tuple([self._literals[a] for a in others if a in self._literals])
        return made

    def counterpart(self, number: int) -> tuple[int, ...]:
        """The atom that tells what is open from what fails: of a word, that it is open; of a criterion met, that it is unmet."""
        atom = self._atoms.get(number)
        found = self._literals.get(_counterpart(atom)) if atom and atom.name in {"stance", "met", "unmet"} else None
        return () if found is None or found == number else (found,)

    def settled(self, number: int) -> bool:
        """Whether what a criterion is not, met or unmet, is decided for every patient."""
        other = _counterpart(self._atoms[number])
        return other.args in self._always.get(other.name, ())

    def reached(self, roots: Iterable[int]) -> tuple[list[int], list[int]]:
        """The atoms below some: those without rules, and those with rules in the order of their strata."""
        seen, below = set(roots), self._below
        todo = list(seen)
        # Grows as it is gone through; united level by level as sets it takes twice as long.
        for atom in todo:
            for x in below[atom]:
                if x not in seen:
                    seen.add(x)
                    todo.append(x)
        derived = seen.intersection(self._derived)
        return list(seen - derived), sorted(derived, key=self.order.__getitem__)

    def plan(self, roots: Iterable[int]) -> tuple[list[int], list[Step]]:
        """The same, with how those with rules are weighed in place of their numbers."""
        key = frozenset(roots)
        made = self.plans.pop(key, None)
        if made is None:
            outside, derived = self.reached(key)
            made = (outside, list(map(self.steps.__getitem__, derived)))
        self.plans[key] = made
        if len(self.plans) > PLANS:
            del self.plans[next(iter(self.plans))]
        return made

    @cached_property
    def touched(self) -> Mapping[int, Sequence[Body]]:
        """For each atom without rules, the constraints that it may break, in their order."""
        found: dict[int, list[Body]] = {}
        for body in self.constraints:
            for x in self.reached(map(abs, body))[0]:
                found.setdefault(x, []).append(body)
        return found

    def _down(self, atom: int) -> tuple[int, ...]:
        """The atoms right below one."""
        # A record is shown as the test that it decides, an absence perhaps as contradicted, or as open.
        known = self._known_of
        more = self.opposite(atom) if atom in self.tests else (known[atom],) if atom in known else self.counterpart(atom)
        return tuple({*(abs(x) for b in self._raw.get(atom, ()) for x in b), *more})

    def _leaf(self, atom: int) -> tuple[bool, tuple[int, ...]]:
        # A statement that is switched on is no reason for anything.
        if atom not in self.given:
            return self.atom(atom).name != "active", ()
        return True, tuple([r for o in self.opposite(self.known(atom)) if (r := self.record_of(o)) is not None])


def _counterpart(atom: Atom) -> Atom:
    if atom.name == "stance":
        return Atom("stance", (atom.args[0], "open", atom.args[2]))
    return Atom("unmet" if atom.name == "met" else "met", atom.args)


def _complete(program: GroundProgram) -> tuple[dict[int, list[Body]], list[Body]]:
    """The bodies by head, nameless conditions with one rule put in their place; the others stay, as atoms without a name. And the
    bodies of the constraints, likewise.
    """
    raw: dict[int, list[Body]] = {}
    barred: list[Body] = []
    for head, body in program.rules:
        if head:
            raw.setdefault(head, []).append(body)
        else:
            barred.append(body)
    single = {h: b[0] for h, b in raw.items() if h not in program.atoms and len(b) == 1 and b[0]}
    # What neither has a name nor a condition is a fact, and never stands in a body.
    kept = {h: b for h, b in raw.items() if h in program.atoms or (h not in single and any(b))}
    return {h: [_inlined(b, single) for b in bodies] for h, bodies in kept.items()}, [_inlined(b, single) for b in barred]


def _inlined(body: Body, single: dict[int, Body]) -> Body:
    if not any(x in single for x in body):
        return body
    made: list[int] = []
    todo = list(reversed(body))
    while todo:
        x = todo.pop()
        if x in single:
            todo.extend(reversed(single[x]))
        else:
            made.append(x)
    return tuple(made)


def _known(test: Test) -> Atom:
    return Atom(test.kind, (test.subject, test.value) if test.value else (test.subject,))
