"""Two ground programs as one, over the same patients: what both derive alike stands in it once, the rest once for each.

Atoms are paired by name, and atoms without a name by their rules. Pairs whose rules differ are split, and so is whatever rests on them,
until nothing changes. The rules of the pairs that are left speak of such pairs alone, so they are a program of their own that both share,
and have one model for each patient; nothing about them has to be solved. (Structural hashing, as in equivalence checking of circuits:
Kuehlmann and Krohm, Equivalence checking using cuts and heaps, DAC 1997; here over the rules of stratified programs, circles included.)
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import clingo

from guideline.differences.language import Language
from guideline.differences.sides import Sides
from guideline.model import Test
from guideline.program import GroundProgram
from guideline.terms.atoms import Atom

Body = tuple[int, ...]
Key = object
"""What an atom is paired by: its test, its name, or (an atom without a name) its rules."""
Value = int | bool
"""An atom on one side: its number in the product, or whether it holds of everybody or of nobody."""

AXIOMS = frozenset({"follows", "impossible", "clash"})
"""Atoms that keep their names in the product: by them it is seen which answers a record may lack."""


class _Read:
    """One side's ground rules, by the keys of atoms.

    Attributes:
        keys: of each number.
        raw: the rules as the grounder made them, without those of statements that are off.
        rules: the bodies of each key; bodies are sets of keys with whether they hold.
        constraints: bodies that no patient meets.
    """

    def __init__(self, program: GroundProgram, language: Language, side: int, off: Iterable[str]) -> None:
        self.program = program
        self._facts: dict[str, frozenset[tuple[str, ...]]] = {}
        gone = {program.switches[name] for s in off if (name := f"active {s}") in program.switches}
        raw = [(head, body) for head, body in program.rules if gone.isdisjoint(body)]
        self._bodies: dict[int, list[Body]] = {}
        for head, body in raw:
            self._bodies.setdefault(head, []).append(body)
        self.keys: dict[int, Key] = dict(program.atoms)
        self.keys |= {n: language.test(test, side) for test, n in program.given.items()}
        self.keys |= {n: name for name, n in program.switches.items()}
        for head, body in raw:
            for n in (head, *body):
                if n:
                    self.key(abs(n))
        self.rules: dict[Key, set[frozenset[tuple[Key, bool]]]] = {}
        for head, body in raw:
            if head:
                self.rules.setdefault(self.keys[head], set()).add(self.told(body))
        self.raw = raw
        self.constraints = {self.told(body) for head, body in raw if not head}

    def key(self, number: int) -> Key:
        """The key of an atom; of one without a name, what its rules say."""
        known = self.keys.get(number)
        if known is None:
            # Until its rules are read, a key that nothing else has: what rests on itself without a name is paired with nothing.
            self.keys[number] = object()
            known = self.keys[number] = ("rules", frozenset([self.told(body) for body in self._bodies.get(number, ())]))
        return known

    def certain(self, name: str) -> frozenset[tuple[str, ...]]:
        """The arguments of the facts of a predicate."""
        if name not in self._facts:
            self._facts[name] = frozenset(self.program.facts.get(name, []))
        return self._facts[name]

    def told(self, body: Body) -> frozenset[tuple[Key, bool]]:
        """A body by keys."""
        return frozenset([(self.key(abs(n)), n > 0) for n in body])

    def below(self, keys: Iterable[Key]) -> set[Key]:
        """The atoms that some atoms rest on, themselves included."""
        todo = list(keys)
        found = set(todo)
        while todo:
            for body in self.rules.get(todo.pop(), ()):
                for key, _ in body:
                    if key not in found:
                        found.add(key)
                        todo.append(key)
        return found


class _Rules(clingo.Observer):
    """Keeps the rules as they are added."""

    def __init__(self) -> None:
        self.kept: list[tuple[int, Body]] = []

    def rule(self, choice: bool, head: Sequence[int], body: Sequence[int]) -> None:  # noqa: ARG002 (the interface is clingo's)
        self.kept += [(atom, tuple(body)) for atom in head or (0,)]


@dataclass(frozen=True, slots=True)
class Literal:
    """What is asked of an atom on one side: that it holds, or that it does not."""

    value: Value
    holds: bool = True


class Product:
    """The two sides of a comparison as one ground program, over the records that the axioms of both allow.

    Args:
        sides: to compare.
        words: the language of their patients.
        only: allows what breaks axioms that one side (0 or 1) alone has: `broken` holds where one of them is broken. Axioms on what the
            other side does not know stay.

    Attributes:
        program: the free tests of both sides, and their rules; its names are those of axioms and of the tests as known to both sides.
        broken: see `only`; 0 without it.
    """

    def __init__(self, sides: Sides, words: Language, only: int | None = None) -> None:
        reads = [_Read(p, words, i, s.off) for i, (p, s) in enumerate(zip(words.programs, sides.both, strict=True))]
        self._reads, self._words = reads, words
        self._shared = _shared(reads[0], reads[1])
        self._number: tuple[dict[Key, int], dict[Key, int]] = ({}, {})
        observed = _Rules()
        # No rule of the sides is put into it: what solves a part of them makes a solver of its own.
        control = clingo.Control(["--warn=none"])
        control.register_observer(observed)
        with control.backend() as backend:
            for read, own, other in zip(reads, self._number, reversed(self._number), strict=True):
                for number in sorted(read.keys):
                    key = read.keys[number]
                    if key not in own:
                        own[key] = other[key] if key in self._shared and key in other else backend.add_atom()
            self.broken = backend.add_atom() if only is not None else 0
        every = {key: n for own in self._number for key, n in own.items()}
        observed.kept += self._rules(only)
        observed.kept += [(0, body) for body in self._other_choices()]
        thresholds = {(f.name, t.text, str(t.rank)) for f in words.vocabulary.findings.values() for t in f.thresholds}
        self.program = GroundProgram(
            control=control,
            atoms={n: k for own in self._number for k, n in own.items() if isinstance(k, Atom) and k.name in AXIOMS},
            literals={},
            facts={"threshold": sorted(thresholds)},
            ranks={},
            rows=[],
            given={key: n for key, n in every.items() if isinstance(key, Test)},
            switches={key: n for key, n in every.items() if isinstance(key, str)},
            results=(),
            rules=observed.kept,
        )
        self._name_tests()

    def _rules(self, only: int | None) -> Iterable[tuple[int, Body]]:
        told: set[tuple[int, frozenset[int]]] = set()
        for side, read in enumerate(self._reads):
            for head, body in read.raw:
                literals = tuple([self._literal(n, side) for n in body])
                made = self._number[side][read.keys[head]] if head else self.broken if side == only and self._alone(side, body) else 0
                if (made, frozenset(literals)) not in told:
                    told.add((made, frozenset(literals)))
                    yield made, literals

    def _literal(self, number: int, side: int) -> int:
        made = self._number[side][self._reads[side].keys[abs(number)]]
        return made if number > 0 else -made

    def _alone(self, side: int, body: Body) -> bool:
        """Whether an axiom is of one side alone, and asks about nothing that the other side does not know."""
        read = self._reads[side]
        keys = {read.keys[abs(n)] for n in body}
        if keys <= self._shared:
            return read.told(body) not in self._reads[1 - side].constraints
        below = read.below(keys)
        return all(k in self._number[1 - side] for k in below if isinstance(k, Test))

    def has_own_axioms(self, side: int) -> bool:
        """Whether `only` would leave out anything of a side."""
        return any(self._alone(side, body) for head, body in self._reads[side].raw if not head)

    def _other_choices(self) -> Iterable[Body]:
        """No two choices of one finding are recorded of which each side knows one only."""
        known = [{k for k in own if isinstance(k, Test) and k.kind == "is"} for own in self._number]
        for one in sorted(known[0] - known[1]):
            for other in sorted(known[1] - known[0]):
                pair = [v for v in (self.known(0, one), self.known(1, other)) if isinstance(v, int) and not isinstance(v, bool)]
                if one.subject == other.subject and len(pair) > 1:
                    yield tuple(pair)

    def _name_tests(self) -> None:
        """Names the tests as known: for records by whether both sides that know a finding know it, for regions where both know alike."""
        apart: list[tuple[Atom, int, list[int]]] = []
        for test, given in sorted(self.program.given.items()):
            if test.kind == "unsuitable":
                continue
            atom = Atom(test.kind, (test.subject, test.value) if test.value else (test.subject,))
            values = [v for side in (0, 1) if (v := self.known(side, test)) is not None]
            numbers = sorted({v for v in values if not isinstance(v, bool)})
            if len(numbers) == 1:
                self.program.literals[atom] = numbers[0]
                if len(values) == 1 or values[0] == values[1]:
                    self.program.atoms[numbers[0]] = atom
            elif numbers:
                apart.append((atom, given, numbers))
        both = self.define([[Literal(n) for n in numbers]] for _, _, numbers in apart)
        recorded = self.define([[Literal(given)]] for _, given, _ in apart)
        for (atom, _, _), known, told in zip(apart, both, recorded, strict=True):
            self.program.literals[atom] = known
            self.program.atoms[told] = atom

    def name(self, atoms: Iterable[Atom]) -> None:
        """Names atoms that both sides derive alike, so that regions can tell of them."""
        for atom in atoms:
            number = self._number[0].get(atom)
            if number is not None and self._number[1].get(atom) == number:
                self.program.atoms[number] = atom

    def known(self, side: int, test: Test) -> Value | None:
        """A test, in the words of the product, as one side knows it; None where the side does not have it."""
        if test not in self._number[side]:
            return None
        own = next(here for here, there in self._words.names[side].items() if there == test.subject)
        return self.value(side, Atom(test.kind, (own, test.value) if test.value else (own,)))

    def knowing(self) -> list[tuple[int, Test]]:
        """The atoms that say of one side that a test is known, with the test."""
        tests = [t for t in sorted(self.program.given) if t.kind != "unsuitable"]
        rows = [(self.known(side, t), t) for t in tests for side in (0, 1)]
        return [(value, t) for value, t in rows if value is not None and not isinstance(value, bool)]

    def value(self, side: int, atom: Atom) -> Value:
        """An atom of one side's program, by the names of that side's pack."""
        number = self._number[side].get(atom)
        return number if number is not None else atom.args in self._reads[side].certain(atom.name)

    def atoms(self, side: int, name: str) -> list[Atom]:
        """The atoms of a predicate that hold for some patient of one side, for all that the grounder knows; sorted."""
        read = self._reads[side]
        return sorted(
            {k for k in self._number[side] if isinstance(k, Atom) and k.name == name} | {Atom(name, r) for r in read.certain(name)}
        )

    def fresh(self) -> int:
        """An atom that no rule is about."""
        with self.program.control.backend() as backend:
            made: int = backend.add_atom()
        return made

    def define(self, heads: Iterable[Iterable[Iterable[Literal]]]) -> list[int]:
        """For each head a new atom that holds where one of its bodies does; 0 where none can, by what each asks of itself."""
        found: list[int] = []
        with self.program.control.backend() as backend:
            for bodies in heads:
                kept = [body for literals in bodies if (body := _body(literals)) is not None]
                found.append(backend.add_atom() if kept else 0)
                for body in kept:
                    backend.add_rule([found[-1]], body)
        return found


def _body(literals: Iterable[Literal]) -> list[int] | None:
    """A body of numbers; None for one that nobody meets."""
    made: set[int] = set()
    for literal in literals:
        if isinstance(literal.value, bool):
            if literal.value != literal.holds:
                return None
        else:
            made.add(literal.value if literal.holds else -literal.value)
    return None if any(-n in made for n in made) else sorted(made, key=lambda n: (abs(n), n))


def _shared(one: _Read, other: _Read) -> frozenset[Key]:
    """The keys of atoms that both sides derive alike."""
    # What has no rule is a test or a switch, which both sides have or not.
    both = set(one.keys.values()) & set(other.keys.values())
    split = {k for k in both if one.rules.get(k) != other.rules.get(k)}
    users: dict[Key, list[Key]] = {}
    for read in (one, other):
        for head, bodies in read.rules.items():
            for body in bodies:
                for key, _ in body:
                    users.setdefault(key, []).append(head)
    todo = [k for read in (one, other) for k in dict.fromkeys(read.keys.values()) if k not in both or k in split]
    while todo:
        for head in users.get(todo.pop(), ()):
            if head in both and head not in split:
                split.add(head)
                todo.append(head)
    return frozenset(both - split)


__all__ = ["Literal", "Product", "Value"]
