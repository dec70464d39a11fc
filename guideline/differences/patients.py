"""The patients of one program: what those have in common of whom something holds, and the minimal one of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property

from guideline.auditing.consequences import consequences
from guideline.auditing.excerpt import Excerpt, reduced_rules
from guideline.auditing.minimal import Search, Writer
from guideline.auditing.reduced import Reduced
from guideline.auditing.region import Region, Regions, Shared
from guideline.differences.exclusions import excluded_by
from guideline.differences.goals import Goal
from guideline.differences.product import Product, Value
from guideline.model import TEST_KINDS, Case, Test, Vocabulary
from guideline.program import GroundProgram
from guideline.terms.atoms import Atom
from guideline.terms.parsed import SourceRule


class Patients:
    """The patients of one program, with the regions of some of them and their witnesses.

    Args:
        product: that the program is of; of either side it is looked up what a recorded test makes known.
        program: its own, or that for patients who may exclude actions.
        rules: of both packs, to tell their concepts.
        vocabulary: in which patients are described.
        whole: the literal of complete records.
    """

    def __init__(
        self, product: Product, program: GroundProgram, rules: Sequence[SourceRule], vocabulary: Vocabulary, whole: int = 0
    ) -> None:
        self._product = product
        self.program, self._rules, self._vocabulary, self._whole = program, rules, vocabulary, whole
        self.reduced: Reduced = reduced_rules(program)
        self._writer = Writer(vocabulary)

    @cached_property
    def _regions(self) -> Regions:
        return Regions(self.program, self.reduced, self._rules)

    @cached_property
    def _following(self) -> Mapping[int, frozenset[Test]]:
        """What one test alone makes known."""
        return consequences(self.reduced, self._product.knowing())

    @cached_property
    def _terms(self) -> Mapping[tuple[str, str], int]:
        """The atoms that regions tell of."""
        return {_term(atom): number for number, atom in sorted(self.program.atoms.items())}

    @cached_property
    def _common(self) -> frozenset[Shared]:
        """What all complete records share."""
        (region,) = self._regions.find([[self._whole]])
        return frozenset(region.whole)

    def alive(self, goals: Iterable[Goal]) -> list[Goal]:
        """Those goals that the rules alone do not rule out."""
        return [g for g in goals if self.lives(g.literal)]

    def lives(self, value: Value) -> bool:
        """Whether the rules alone do not rule an atom out."""
        return value if isinstance(value, bool) else value in self.reduced.rules or value in self.reduced.true

    def region(self, literals: Sequence[int], *, whole: bool) -> Region:
        """What the patients share of whom one of some literals holds; where `whole`, beyond what complete records share."""
        (found,) = self._regions.find([literals])
        region = Region(*(tuple(sorted(map(_exclusion, part))) for part in (found.whole, found.telling)))
        if not whole:
            return region
        return Region(*(tuple([s for s in part if s not in self._common]) for part in (region.whole, region.telling)))

    def witness(self, name: str, literals: Sequence[int], region: Region | None) -> Case | None:
        """The minimal patient of whom one of some literals holds, and what a region tells; None where there is none."""
        shared = [self._kept(s) for s in region.telling] if region else []
        excerpt = Excerpt(self.reduced, [*literals, *shared])
        (goal,) = excerpt.either([[excerpt.literal(n) for n in literals]])
        minimal = Search(excerpt, self.reduced.tests, self._vocabulary, self._following).find([goal, *map(excerpt.literal, shared)])
        return self._writer.case(name, "", minimal.tests) if minimal else None

    def _kept(self, shared: Shared) -> int:
        if shared.holds and shared.test is not None and shared.test.kind == "lacks":
            there = self._terms.get(("test", f"has({shared.test.subject})"))
            if there:
                return -there
        number = self._terms[shared.kind, shared.term]
        return number if shared.holds else -number


def _exclusion(shared: Shared) -> Shared:
    """An exclusion as a test of the patient's own exclusions; anything else as it is."""
    action = excluded_by(shared.test.subject) if shared.test else None
    return Shared("test", f"unsuitable({action})", shared.holds, Test("unsuitable", action)) if action else shared


def _term(atom: Atom) -> tuple[str, str]:
    """The kind and the term of an atom, as `Shared` has them."""
    if atom.name == "scope":
        return "scope", atom.args[0]
    if atom.name in TEST_KINDS:
        return "test", str(Test(TEST_KINDS[atom.name], *atom.args))
    return "concept", f"{atom.name}({','.join(atom.args)})" if atom.args else atom.name


__all__ = ["Patients"]
