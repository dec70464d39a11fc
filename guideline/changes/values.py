"""What a finding could be recorded as instead: its values between thresholds, and an ordinary one among them near to the record."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise, product
from typing import Literal

from guideline.model import Finding, Interval, Recorded, Test, Value, Vocabulary
from guideline.quantities import QuantityError, decided, format_quantity, parse_interval
from guideline.units import PLURALS, to_unit

EditKind = Literal["recorded", "narrowed", "changed"]
"""What is done to a finding: an unrecorded one is recorded; a record that leaves a value open is made exact; a known value is changed."""


@dataclass(frozen=True, slots=True)
class Possible:
    """A value that a finding could have.

    Attributes:
        kind: what recording it does to the record.
        place: its number among all values of the finding; stretches of a quantity that touch have numbers that follow each other.
        value: yes or no, a choice, or the stretch of a quantity: a threshold, or what lies between two.
        tests: those that it decides to hold.
        barred: whether it would change what cannot change: a fixed finding, or a clock backwards.
    """

    kind: EditKind
    place: int
    value: Value
    tests: frozenset[Test]
    barred: bool


def possible_values(finding: Finding, recorded: Recorded | None) -> Iterator[Possible]:
    """Every definite value of a finding that decides something else than the record does, in order."""
    name = finding.name
    if finding.kind == "quantity":
        yield from _stretches(finding, recorded)
        return
    kind: EditKind = "changed" if recorded else "recorded"
    values: tuple[bool | str, ...] = (True, False) if finding.kind == "boolean" else finding.choices
    for place, value in enumerate(values):
        if recorded is None or value != recorded.value:
            test = Test("is", name, value) if isinstance(value, str) else Test("has" if value else "lacks", name)
            yield Possible(kind, place, value, frozenset([test]), bool(recorded) and finding.fixed)


def _stretches(finding: Finding, recorded: Recorded | None) -> Iterator[Possible]:
    held = recorded.value if recorded and isinstance(recorded.value, Interval) else None
    known = set(decided(held, finding.thresholds)) if held else set()
    for place, stretch in enumerate(stretches(finding)):
        tests = set(decided(stretch, finding.thresholds))
        if tests == known:
            continue
        kind: EditKind = "recorded" if held is None else "narrowed" if meet(stretch, held) else "changed"
        back = held is not None and finding.clock and _before(stretch, held)
        barred = kind == "changed" and (finding.fixed or back)
        yield Possible(kind, place, stretch, frozenset(Test(k, finding.name, text) for k, text in tests), barred)


def stretches(finding: Finding) -> tuple[Interval, ...]:
    """The parts of a quantity's range that its thresholds tell apart, in order: each threshold, and what lies before, between and after."""
    marks = sorted({t.value for t in finding.thresholds})
    parts = [Interval(None, marks[0], high_included=False)] if marks else []
    for here, there in pairwise(marks):
        parts += [Interval(here, here), Interval(here, there, low_included=False, high_included=False)]
    parts += [Interval(marks[-1], marks[-1]), Interval(marks[-1], None, low_included=False)] if marks else []
    whole = Interval(finding.low.value if finding.low else None, finding.high.value if finding.high else None)
    return tuple([inside for part in parts if (inside := meet(part, whole))])


def meet(one: Interval, other: Interval) -> Interval | None:
    """The values in both intervals, None where there are none."""
    low, low_in = one.low, one.low_included
    if other.low is not None and (low is None or (other.low, not other.low_included) > (low, not low_in)):
        low, low_in = other.low, other.low_included
    high, high_in = one.high, one.high_included
    if other.high is not None and (high is None or (other.high, other.high_included) < (high, high_in)):
        high, high_in = other.high, other.high_included
    if low is not None and high is not None and (low > high or (low == high and not (low_in and high_in))):
        return None
    return Interval(low, high, low_in, high_in)


def _before(one: Interval, other: Interval) -> bool:
    """Whether one of two intervals without a common value lies before the other."""
    return one.high is not None and other.low is not None and one.high <= other.low


def bounds(first: Interval, last: Interval, finding: Finding) -> tuple[Test, ...]:
    """The tests that the values from one stretch to another meet, and no others of the range: none where it is the whole range."""
    parts = stretches(finding)
    texts = {t.value: t.text for t in reversed(finding.thresholds)}
    found = []
    if first != parts[0] and first.low is not None:
        found.append(Test("at_least" if first.low_included else "above", finding.name, texts[first.low]))
    if last != parts[-1] and last.high is not None:
        found.append(Test("at_most" if last.high_included else "below", finding.name, texts[last.high]))
    return tuple(found)


def ordinary(first: Interval, last: Interval, finding: Finding, recorded: Recorded | None, vocabulary: Vocabulary) -> tuple[Interval, str]:
    """A value from one stretch to another as a case would have it, and how it is written.

    What is changed stays as near to the record as it can; what is found out is a threshold, or an end of the record, where one will do. In
    the unit of the record where that makes a whole number, else as the pack writes the threshold, else in the unit of the finding.
    """
    region = Interval(first.low, last.high, first.low_included, last.high_included)
    held = recorded.value if recorded and isinstance(recorded.value, Interval) else None
    within = meet(region, held) if held else None
    parts = stretches(finding)
    # What is changed moves from the record; else from the end that a threshold makes, a lower one first.
    upwards = _before(held, region) if held and not within else first != parts[0] or last == parts[-1]
    # What is found out may be any value there: rather one that somebody has written than one beside it.
    written = [t.value for t in finding.thresholds] if not held or within else []
    ends = [end for end in (held.low, held.high) if end is not None] if held and within else []
    there = [[v for v in values if meet(within or region, Interval(v, v))] for values in (written, ends)]
    known = there[0] or there[1]
    value = (min if upwards else max)(known) if known else _pick(within or region, finding, upwards=upwards)
    text = _written(value, finding, recorded, vocabulary)
    return parse_interval(text, finding.unit, vocabulary.units), text


def _pick(region: Interval, finding: Finding, *, upwards: bool) -> Fraction:
    """The end where the values begin, going upwards or downwards; next to it where it is left out."""
    rising = (region.low, region.low_included, region.high, 1)
    falling = (region.high, region.high_included, region.low, -1)
    # Where the end to begin at is open, the other one is begun at.
    ways = [(e, i, o, s) for e, i, o, s in ((rising, falling) if upwards else (falling, rising)) if e is not None]
    if not ways:
        return finding.thresholds[0].value
    end, included, other, step = ways[0]
    upwards = step > 0
    if included:
        return end
    beside = end + step
    if other is None or (beside < other if upwards else beside > other):
        return beside
    return (end + other) / 2


def _written(value: Fraction, finding: Finding, recorded: Recorded | None, vocabulary: Vocabulary) -> str:
    unit = _unit(recorded, finding, vocabulary) if recorded else ""
    if unit:
        there = to_unit(value, finding.unit, unit, vocabulary.units)
        if there.denominator == 1:
            return f"{there} {_counted(unit, there)}"
    texts = [t.text for t in finding.thresholds if t.value == value]
    written = [*texts, format_quantity(value, finding.unit)]
    return next((text for text in written if _reads(text, value, finding, vocabulary)), written[-1])


def _unit(recorded: Recorded, finding: Finding, vocabulary: Vocabulary) -> str:
    """The unit in which the case has an amount, as it is spelt there; empty where it has none."""
    dimension = vocabulary.units[finding.unit][0]
    for word in reversed(re.findall(r"[A-Za-zµμ%°_][A-Za-zµμ%°_/^0-9]*", recorded.text)):
        if vocabulary.units.get(word, ("",))[0] == dimension:
            return str(word)
    return ""


def _counted(unit: str, number: Fraction) -> str:
    one = unit.removesuffix("s") if unit.removesuffix("s") in PLURALS else unit
    return f"{one}s" if one in PLURALS and number != 1 else one


def _reads(text: str, value: Fraction, finding: Finding, vocabulary: Vocabulary) -> bool:
    try:
        return parse_interval(text, finding.unit, vocabulary.units).exact == value
    except QuantityError:
        return False


def boxes(points: Iterable[tuple[int, ...]], ordered: Sequence[bool]) -> list[tuple[tuple[int, ...], ...]]:
    """Points joined to boxes: sets of values, one for each place, of which every combination is a point; each point is in one at least.

    Args:
        points: all of one length.
        ordered: whether the values at a place may only be joined where they follow each other without a gap.
    """
    known = set(points)
    taken = [sorted({p[axis] for p in known}) for axis in range(len(ordered))]
    covered: set[tuple[int, ...]] = set()
    found = []
    for point in sorted(known):
        if point in covered:
            continue
        box = [[value] for value in point]
        for axis, row in enumerate(ordered):
            above, below = [v for v in taken[axis] if v > point[axis]], [v for v in reversed(taken[axis]) if v < point[axis]]
            for side, step in ((above, 1), (below, -1)):
                last = point[axis]
                for value in side:
                    joined = all(p in known for p in product(*box[:axis], [value], *box[axis + 1 :]))
                    if row and (not joined or value != last + step):
                        break
                    if joined:
                        box[axis].append(value)
                        last = value
        made = tuple(tuple(sorted(values)) for values in box)
        covered.update(product(*made))
        found.append(made)
    return found
