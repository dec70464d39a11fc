"""What the checks share: the names that the packs declare, quantities once read, and the defects found."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cached_property

from guideline.errors import Place, Problem, closest
from guideline.model import Quantity
from guideline.quantities import QuantityError, parse_quantity, unit_table
from guideline.terms import assertions as a
from guideline.terms import declarations as d
from guideline.terms.contract import CONTRACT
from guideline.terms.reached import Asked
from guideline.terms.syntax import Facts, Reading
from guideline.vocabulary import DAY, Units


class Ledger:
    """One run of the checks."""

    def __init__(self, reading: Reading, pack_of: Mapping[str, int]) -> None:
        self.reading = reading
        self.facts: Facts = reading.facts
        self.pack_of = pack_of
        self.problems: list[Problem] = []
        self._damaged = set(reading.damaged)
        self._quantities: dict[tuple[str, str], Quantity | QuantityError] = {}

    def report(self, code: str, place: Place, message: str, hint: str | None = None) -> None:
        """Notes a defect."""
        self.problems.append(Problem(code, message, place, hint))

    def absent(self, name: str, code: str, place: Place, message: str, hint: str | None = None) -> None:
        """Notes that something about `name` is missing or not known, unless what was refused may well have held it."""
        if not self.reading.cut and name not in self._damaged:
            self.report(code, place, message, hint)

    def unknown(self, what: str, name: str, known: Iterable[str], place: Place) -> None:
        """Notes a name that nothing declares; what it was probably meant to be is then not reported as left out."""
        names = sorted(known)
        hint = closest(name, names)
        self.absent(name, f"unknown-{what.replace(' ', '-')}", place, f"unknown {what} `{name}`", hint)
        if hint:
            self._damaged.update(n for n in names if f"`{n}`" in hint)

    @cached_property
    def findings(self) -> dict[str, tuple[str, str]]:
        """Kind and unit by finding, as first declared."""
        found: dict[str, tuple[str, str]] = {}
        for fact, _ in self.facts.of(d.Finding):
            found.setdefault(fact.finding, fact.kind)
        return found

    @cached_property
    def choices(self) -> dict[str, set[str]]:
        """Values by finding."""
        found: dict[str, set[str]] = defaultdict(set)
        for fact, _ in self.facts.of(d.Choice):
            found[fact.finding].add(fact.value)
        return found

    @cached_property
    def actions(self) -> set[str]:
        """All actions."""
        return {fact.action for fact, _ in self.facts.of(d.Action)}

    @cached_property
    def sources(self) -> set[str]:
        """All sources."""
        return {fact.source for fact, _ in self.facts.of(d.Source)}

    @cached_property
    def contexts(self) -> dict[str, str]:
        """Source by context."""
        return {fact.context: fact.source for fact, _ in self.facts.of(d.Context)}

    @cached_property
    def statements(self) -> dict[str, str]:
        """Source by statement."""
        return {fact.statement: fact.source for fact, _ in self.facts.of(a.Statement)}

    @cached_property
    def concepts(self) -> set[str]:
        """All concepts of the packs without arguments."""
        return {r.head_name for r in self.reading.rules if not r.head_arity and (r.head_name, 0) not in CONTRACT}

    @cached_property
    def asked(self) -> Asked:
        """What statements and concepts ask for."""
        return Asked(self.reading.rules, self.facts)

    @cached_property
    def labelled(self) -> set[str]:
        """All terms with a label."""
        return {str(fact.term) for fact, _ in self.facts.of(d.Label)}

    @cached_property
    def bad_units(self) -> dict[str, QuantityError]:
        """The units of findings that do not exist, with the reason."""
        found: dict[str, QuantityError] = {}
        for unit in sorted({unit for kind, unit in self.findings.values() if kind == "quantity"}):
            try:
                unit_table([unit])
            except QuantityError as error:
                found[unit] = error
        return found

    @cached_property
    def units(self) -> Units:
        """Every spelling of a unit that the packs may use."""
        return unit_table(sorted({u for k, u in self.findings.values() if k == "quantity" and u not in self.bad_units} | {DAY}))

    def quantity(self, text: str, unit: str, code: str, place: Place) -> Quantity | None:
        """Reads a quantity; one that cannot be read is noted under `code`, one in a unit that does not exist is left alone."""
        if unit in self.bad_units:
            return None
        known = self._quantities.get((text, unit))
        if known is None:
            try:
                known = parse_quantity(text, unit, self.units)
            except QuantityError as error:
                known = error
            self._quantities[text, unit] = known
        if isinstance(known, Quantity):
            return known
        self.report(code, place, known.message, known.hint)
        return None
