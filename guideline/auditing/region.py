"""Regions: what all patients with a conflict have in common, whole and reduced to what tells it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from guideline.auditing.excerpt import Excerpt
from guideline.auditing.reduced import Reduced
from guideline.model import TEST_KINDS, Test
from guideline.program import GroundProgram
from guideline.terms.parsed import SourceRule

SharedKind = Literal["scope", "concept", "test"]


@dataclass(frozen=True, slots=True, order=True)
class Shared:
    """One thing in common.

    Attributes:
        kind: a context that takes these patients in, a concept of the pack, or a test of a finding.
        term: the context, the concept or the test, as the program writes it.
        holds: whether it holds of all of them; else it is known of none of them (which of a test is less than its opposite).
        test: the test, None of the other kinds.
    """

    kind: SharedKind
    term: str
    holds: bool
    test: Test | None = None


@dataclass(frozen=True, slots=True)
class Region:
    """What all patients with a conflict share, apart from what all patients share whom the axioms allow.

    Attributes:
        whole: all of it, sorted.
        telling: a part of it from which the rest follows, by the rules and axioms, and of which nothing follows from the rest of the part.
    """

    whole: tuple[Shared, ...]
    telling: tuple[Shared, ...]


class Regions:
    """Looks for regions over the patients of one program.

    Args:
        program: of the pack.
        reduced: its reduced rules.
        rules: of the pack, to tell its concepts.
    """

    def __init__(self, program: GroundProgram, reduced: Reduced, rules: Iterable[SourceRule]) -> None:
        self._reduced = reduced
        concepts = {(n.name, n.arity) for rule in rules for n in rule.body if n.name not in TEST_KINDS}
        self._terms: dict[int, tuple[SharedKind, str, Test | None]] = {}
        for number, atom in sorted(program.atoms.items()):
            if number not in reduced.rules:
                continue
            if atom.name == "scope":
                self._terms[number] = ("scope", atom.args[0], None)
            elif (atom.name, len(atom.args)) in concepts:
                self._terms[number] = ("concept", f"{atom.name}({','.join(atom.args)})" if atom.args else atom.name, None)
            elif atom.name in TEST_KINDS and atom.name != "unsuitable":
                test = Test(TEST_KINDS[atom.name], *atom.args)
                self._terms[number] = ("test", str(test), test)
        self._by_test: dict[int, set[int]] = {}
        for number in self._terms:
            for test_number in reduced.supports(number):
                self._by_test.setdefault(test_number, set()).add(number)
        self._simple: dict[int, frozenset[int]] = {}
        self._constant = self._always()

    def _always(self) -> frozenset[int]:
        """What holds of everybody whom the axioms allow."""
        asked = [s * n for n in self._terms for s in (1, -1)]
        return Excerpt(self._reduced, [], asked).cautious() or frozenset()

    def find(self, groups: Sequence[Sequence[int]]) -> list[Region]:
        """The regions of some groups of patients: of those of whom one of some literals holds (0 holds of everybody).

        Raises:
            ValueError: a group without patients; there is nothing that they do not share.
        """
        literals = sorted({n for group in groups for n in group if n})
        near = {n for test in self._reduced.part(literals)[0] for n in self._by_test.get(test, ())}
        asked = [s * n for n in sorted(near) for s in (1, -1) if s * n not in self._constant]
        excerpt = Excerpt(self._reduced, literals, asked)
        named = excerpt.either([excerpt.literal(n) for n in group] for group in groups if all(group))
        goals = iter(named)
        return [self._region(excerpt, next(goals)) if all(group) else Region((), ()) for group in groups]

    def _region(self, excerpt: Excerpt, goal: int) -> Region:
        common = excerpt.cautious([goal])
        if common is None:
            raise ValueError("no patient is in this group")
        kept = sorted(common, key=self._telling)
        for number in list(kept):
            # By what is as telling or more; most of it goes without asking the solver.
            place = self._telling(number)[0]
            if any(number in self._simply(n) for n in kept if n != number and self._telling(n)[0] >= place):
                kept.remove(number)
        for number in list(kept):
            others = [excerpt.literal(n) for n in kept if n != number]
            if not excerpt.some([*others, -excerpt.literal(number)]):
                kept.remove(number)
        return Region(tuple(sorted(map(self._shared, common))), tuple(sorted(map(self._shared, kept))))

    def _simply(self, number: int) -> frozenset[int]:
        known = self._simple.get(number)
        if known is None:
            known = self._simple[number] = frozenset([n for n in self._reduced.simply(number) if abs(n) in self._terms])
        return known

    def _telling(self, number: int) -> tuple[int, str]:
        """The least telling first: what is not known, then what follows from tests, then tests; the last by name first."""
        kind, term, _ = self._terms[abs(number)]
        order: Mapping[SharedKind, int] = {"test": 0, "concept": 1, "scope": 2} if number < 0 else {"scope": 3, "concept": 4, "test": 5}
        return order[kind], term

    def _shared(self, number: int) -> Shared:
        kind, term, test = self._terms[abs(number)]
        return Shared(kind, term, number > 0, test)
