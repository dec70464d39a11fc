"""What a case could record instead of what it records, finding by finding, and what each such change counts: bits for sets of states."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Literal, NamedTuple

from guideline.changes.values import meet, stretches
from guideline.model import Case, Exclusion, Finding, Interval, Recorded, Test, Value, Vocabulary
from guideline.quantities import DAYS_IN_MONTH, DAYS_IN_YEAR, decided, format_quantity

Price = Literal["none", "record", "wait", "amount", "contradict", "fixed", "word", "switch"]
PRICES: tuple[Price, ...] = ("record", "wait", "amount", "contradict", "fixed", "word", "switch")
"""What a change counts, the least first: a finding recorded, or recorded more exactly; a clock that has to run on; another amount; another
value, or an exclusion; another value of a fixed finding; a statement that gives way; a statement switched on."""

_FIELD = 20
STEP = 1 << _FIELD
"""What comes after all else, the statements that give way apart: minutes for what time brings, steps from one stretch to the next for
other amounts."""
NEW = STEP
"""Recording something new counts after recording more exactly what is recorded."""
UNTOLD = STEP << 24
"""Taking a record back counts after any other value."""
_NEARNESS = 44
WORTH: Mapping[Price, int] = {
    "none": 0,
    "word": 1,
    **{p: STEP << (_NEARNESS + _FIELD * i) for i, p in enumerate(p for p in PRICES if p != "word")},
}
"""Costs as numbers: one change of a kind outweighs all changes of the kinds before it. That a statement gives way weighs least here, as
findings change for what the statement asks for itself; between statements it weighs more, see `rank`."""
MINUTES: Mapping[str, Fraction] = {
    "minute": Fraction(1),
    "hour": Fraction(60),
    "day": Fraction(1440),
    "week": Fraction(7 * 1440),
    "month": Fraction(DAYS_IN_MONTH * 1440),
    "year": Fraction(DAYS_IN_YEAR * 1440),
}


def counts(cost: int) -> tuple[int, ...]:
    """How many changes of each kind a cost is made of, the kinds in the order of `PRICES`."""
    return tuple([(cost // WORTH[p]) & (STEP - 1) for p in PRICES])


def rank(cost: int) -> tuple[int, ...]:
    """What the ways to a conclusion are ordered by: the number of changes of each kind, the gravest kind first; then how far."""
    return (*reversed(counts(cost)), (cost // STEP) & ((1 << _NEARNESS) - 1))


def findings_only(cost: int) -> int:
    """The part of a cost that findings make."""
    return cost - cost % STEP


class State(NamedTuple):
    """One thing that may be the case of a finding, an exclusion, a statement.

    Attributes:
        tests: those that it decides to hold.
        price, cost: what changing to it counts.
        value: what to record; None for nothing.
        text: the value as a case writes it.
        distance: how far an amount is away, in the unit of the finding: between bounds where the record has bounds.
    """

    tests: frozenset[Test]
    price: Price = "none"
    cost: int = 0
    value: Value | None = None
    text: str = ""
    distance: Interval | None = None


@dataclass(frozen=True, slots=True)
class Variable:
    """Something with several states: a finding, an action that is ruled out or not, a statement.

    Attributes:
        kind: `finding`, `exclusion`, `statement` (is it on).
        name: of the finding, action or statement.
        states: that of the case first.
        record: what the case says.
    """

    kind: Literal["finding", "exclusion", "statement"]
    name: str
    states: tuple[State, ...]
    record: Recorded | Exclusion | None = None


ON = Test("has", "on")
"""Stands for a statement that is switched on."""


def variable(kind: Literal["exclusion", "statement"], name: str, on: bool, record: Exclusion | None = None) -> Variable:
    """The variable of an action that is ruled out (`on`) or not, or of a statement that is switched on or off."""
    test = Test("unsuitable", name) if kind == "exclusion" else ON
    price: Price = "contradict" if kind == "exclusion" else "word" if on else "switch"
    states = [State(frozenset({test})), State(frozenset())]
    now, other = states if on else reversed(states)
    return Variable(kind, name, (now, other._replace(price=price, cost=WORTH[price])), record)


def finding_variable(finding: Finding, record: Recorded | None, tests: frozenset[Test]) -> Variable:
    """The variable of a finding.

    Args:
        finding: from the vocabulary.
        record: what the case records of it.
        tests: those of this finding that the case decides.
    """
    now = State(tests, value=record.value if record else None, text=record.text if record else "")
    if finding.kind == "quantity":
        others = _amounts(finding, record)
    else:
        values: Sequence[bool | str] = (True, False) if finding.kind == "boolean" else finding.choices
        price: Price = "record" if record is None else "fixed" if finding.fixed else "contradict"
        cost = WORTH[price] + (NEW if record is None else 0)
        others = [State(frozenset({_test(finding.name, v)}), price, cost, v, str(v).lower()) for v in values]
    if record is not None:
        gone: Price = "fixed" if finding.fixed else "contradict"
        others.append(State(frozenset(), gone, WORTH[gone] + UNTOLD))
    found: dict[frozenset[Test], State] = {tests: now}
    for state in others:
        found.setdefault(state.tests, state)
    return Variable("finding", finding.name, tuple(found.values()), record)


def _test(finding: str, value: bool | str) -> Test:
    if isinstance(value, str):
        return Test("is", finding, value)
    return Test("has" if value else "lacks", finding)


def nearest(inside: Interval, origin: Fraction | None) -> Fraction:
    """An ordinary value of a stretch, as near to another value as whole numbers come."""
    if inside.exact is not None:
        return inside.exact
    low, high = inside.low, inside.high
    if high is not None and (low is None or (origin is not None and origin >= high)):
        guess = high if inside.high_included else high - 1
        beyond = low is not None and (guess < low or (guess == low and not inside.low_included))
    elif low is not None:
        guess = low if inside.low_included else low + 1
        beyond = high is not None and (guess > high or (guess == high and not inside.high_included))
    else:
        return Fraction(1) if origin is None else origin
    return (low + high) / 2 if beyond and low is not None and high is not None else guess


def _amounts(finding: Finding, record: Recorded | None) -> list[State]:
    held = record.value if record is not None and isinstance(record.value, Interval) else None
    # In one stretch all tests come out alike; without a threshold the range is one.
    cells = stretches(finding) or (Interval(finding.low.value if finding.low else None, finding.high.value if finding.high else None),)
    at = next((i for i, c in enumerate(cells) if held is not None and meet(c, held) is not None), 0)
    made = []
    for i, cell in enumerate(cells):
        exact = cell if held is None else meet(cell, held)
        distance: Interval | None = None
        price: Price = "record"
        near = abs(i - at) * STEP
        if exact is None and held is not None:
            above = held.high is not None and cell.low is not None and cell.low >= held.high
            end = held.high if above else held.low
            value = nearest(cell, end)
            price = "fixed" if finding.fixed else "amount"
            distance = _distance(held, value, above=above)
            if above and finding.clock and not finding.fixed and finding.unit in MINUTES:
                start = held.low if held.low is not None else finding.low.value if finding.low else Fraction(0)
                price = "wait"
                distance = replace(distance, high=value - start) if distance and distance.high is None else distance
                near = int((value - start) * MINUTES[finding.unit]) * STEP
        else:
            value, near = nearest(exact or cell, held.low if held is not None else None), NEW if held is None else 0
        tests = frozenset(Test(kind, finding.name, text) for kind, text in decided(Interval(value, value), finding.thresholds))
        made.append(State(tests, price, WORTH[price] + near, Interval(value, value), format_quantity(value, finding.unit), distance))
    # Of states that one value may reach, the nearest first: the order breaks ties.
    return made


def _distance(held: Interval, value: Fraction, *, above: bool) -> Interval | None:
    """How far a value is from an amount that is recorded within bounds: from its nearer bound to its farther one."""
    near, far = ((held.high, held.high_included), (held.low, held.low_included))[:: 1 if above else -1]
    if near[0] is None:
        return None
    return Interval(abs(value - near[0]), None if far[0] is None else abs(value - far[0]), near[1], far[1])


Made = dict[tuple[str, str], Variable]
"""Variables by kind and name."""


class Variables:
    """Makes the variables of one case, each when it is first needed.

    Args:
        case: whose record they change.
        vocabulary: of the pack.
        without: the statements that are switched off.
        shared: variables of what a case says nothing of, which are those of all other cases too; grows, to the size of the pack.
    """

    def __init__(self, case: Case, vocabulary: Vocabulary, without: Iterable[str], shared: Made | None = None) -> None:
        self._vocabulary = vocabulary
        self._records = {r.finding: r for r in case.recorded}
        self._exclusions = {e.action: e for e in case.excluded}
        self._tests: dict[str, set[Test]] = {}
        for test in case.tests:
            self._tests.setdefault(test.subject, set()).add(test)
        self._without = frozenset(without)
        self._made: Made = {}
        self._shared: Made = {} if shared is None else shared

    def of(self, kind: str, name: str) -> Variable:
        """The variable of a kind and name; see `Variable`."""
        if kind == "statement":
            told = name in self._without
        else:
            told = name in self._tests or name in (self._records if kind == "finding" else self._exclusions)
        known = self._made if told else self._shared
        made = known.get((kind, name))
        if made is None:
            made = known[kind, name] = self._make(kind, name)
        return made

    def _make(self, kind: str, name: str) -> Variable:
        if kind == "finding":
            tests = frozenset(t for t in self._tests.get(name, ()) if t.kind != "unsuitable")
            return finding_variable(self._vocabulary.findings[name], self._records.get(name), tests)
        if kind == "exclusion":
            ruled_out = Test("unsuitable", name) in self._tests.get(name, ())
            return variable("exclusion", name, ruled_out, self._exclusions.get(name))
        return variable("statement", name, name not in self._without)


__all__ = ["MINUTES", "ON", "PRICES", "WORTH", "Price", "State", "Variable", "Variables", "counts", "findings_only", "rank"]
