"""What comes next: on random packs the days of change are those of solving every day."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from functools import partial
from itertools import product
from math import ceil
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, assume, given, note, settings
from hypothesis import strategies as st
from reference import records
from reference.generate import TIMES, cases, packs
from reference.records import COMPARISONS, HIGH_SIDE, LOW_SIDE, Case, Span, amount, outside
from reference.solver import World
from reference.taxonomy import Taxonomy
from reference.written import lines, yaml

from guideline import Pack, load_pack
from guideline.answer import Conflict
from guideline.cases.reading import parse_case
from guideline.road.ahead import Step, road

LAST = max(ceil(amount(t)) for t in TIMES) + 2
"""On this day every duration that the drawn packs compare with has passed, whatever was recorded."""

Told = Mapping[str, Any]


DRAWN = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.function_scoped_fixture, HealthCheck.filter_too_much]


# Each example solves the reference for every day on which a test changes.
@settings(max_examples=max(60, settings.default.max_examples // 2), suppress_health_check=DRAWN)
@given(st.data())
def test_days_of_change_are_those_of_solving_every_day(data: st.DataObject) -> None:
    pack = data.draw(packs())
    case = data.draw(cases(pack))
    if data.draw(st.booleans()):
        _together(case, pack)
    moving = [f for f, v in case.findings.items() if isinstance(v, Span) and pack.findings[f].clock and pack.findings[f].unit != "percent"]
    assume(moving)
    without = data.draw(st.lists(st.sampled_from(sorted(pack.statements)), max_size=1))
    taxonomy = Taxonomy(pack)
    today = _state(World(pack, case.tests(pack), without, taxonomy))
    assume("broken" not in today)
    note("\n".join(lines(pack)))
    note(f"{yaml(case, pack)}without {without}")
    loaded = _load(pack)
    read = parse_case(yaml(case, pack), loaded.vocabulary)
    made = road(loaded.solve(read, without=without, marks=False, inquire=False), loaded)
    assert [c.finding.name for c in made.clocks] == sorted(moving)
    steps = {s.day: s for s in made.steps}
    expected: dict[int, Told] = {}
    before, possible, record = today, today, case.tests(pack)
    for day, rolled in _days(case, pack, moving):
        tests = rolled.tests(pack)
        after = before if tests == record else _state(World(pack, tests, without, taxonomy))
        if after != before:
            expected[day] = _difference(possible, before, after)
            _check_crossings(steps.get(day), case, pack, moving, day)
            if day in steps and len(moving) > 1:
                _check_responsible(steps[day], moving, partial(_apart, case, pack, without, taxonomy), before, after)
        before, record = after, tests
        possible = possible if "broken" in after else after
    assert {day: _told(step) for day, step in steps.items()} == expected
    assert not steps or max(steps) <= made.last


def _together(case: Case, pack: records.Pack) -> None:
    """Gives all recorded durations the value of the first, where they can have it: so they cross thresholds on the same days."""
    spans = {f: v for f, v in case.findings.items() if isinstance(v, Span) and pack.findings[f].unit != "percent"}
    for f, first in product(spans, list(spans.values())[:1]):
        ends = [e for e in (first.low, first.high) if e is not None]
        finding = pack.findings[f]
        if not finding.low or all(amount(finding.low) < e < amount(finding.high) for e in ends):
            case.findings[f] = first


def _load(pack: records.Pack) -> Pack:
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "pack.lp").write_text("\n".join(lines(pack)) + "\n", encoding="utf-8")
        loaded = load_pack(folder)
        with loaded.seats.borrow():  # grounds while the files are there
            return loaded


def _days(case: Case, pack: records.Pack, moving: list[str]) -> Iterator[tuple[int, Case]]:
    """The case on every day to come, as long as each clock has a value inside its range."""
    for day in range(1, LAST + 1):
        rolled = {f: _rolled(v, pack.findings[f], day) if f in moving and isinstance(v, Span) else v for f, v in case.findings.items()}
        if None in rolled.values():
            return
        yield day, Case({f: v for f, v in rolled.items() if v is not None}, case.excluded)


def _apart(case: Case, pack: records.Pack, without: list[str], taxonomy: Taxonomy, days: Mapping[str, int]) -> Told:
    """What the record comes to when each clock stands as on a day of its own."""
    found = {}
    for f, v in case.findings.items():
        rolled = _rolled(v, pack.findings[f], days[f]) if isinstance(v, Span) and days.get(f) else v
        assert rolled is not None
        found[f] = rolled
    return _state(World(pack, Case(found, case.excluded).tests(pack), without, taxonomy))


def _rolled(span: Span, finding: records.Finding, day: int) -> Span | None:
    least, most = (amount(finding.low), amount(finding.high)) if finding.low else (Fraction(0), None)
    low, low_included = (least, True) if span.low is None else (span.low, span.low_included)
    low += day
    high, high_included = span.high, span.high_included
    if high is not None:
        high += day
        if most is not None and high > most:
            high, high_included = most, True
    if most is not None and (low > most or (low == most and not low_included)):
        return None
    return Span(low, high, low_included, high_included)


def _state(world: World) -> Told:
    if not world.possible:
        return {"broken": _broken(world)}
    stances = set()
    for s, word, a in world.stances:
        criteria = world.criteria(s, a)
        held = {c for c in criteria if world.unmet(c)} if word == "withholds" else {c for c in criteria if not world.met(c)}
        stances.add((s, word, a, frozenset(held) if word in {"withholds", "open"} else frozenset()))
    return {
        "status": dict(world.status),
        "in force": set(world.in_force),
        "stances": stances,
        "conflicts": set(map(_forget, world.conflicts)),
        "scope": set(world.scope),
    }


def _broken(world: World) -> set[tuple[str, str]]:
    known, found = world.model, {(a[1], f"words for {a[1]}") for a in world.model if a[0] == "impossible"}
    for t in known:
        clashes = {
            "has": t[0] == "has" and ("lacks", *t[1:]) in known,
            "is": t[0] == "is" and any(u[:2] == t[:2] and u != t for u in known),
            "compared": t[0] in LOW_SIDE and (HIGH_SIDE[LOW_SIDE.index(t[0])], *t[1:]) in known,
            "outside": t[0] in COMPARISONS and outside(world.pack, t),
        }
        if any(clashes.values()):
            found.add(("records", f"finding {t[1]}"))
    return found


def _forget(row: tuple[str, ...]) -> tuple[str, ...]:
    return (row[0], row[1], "", row[3], "") if row[0] == "tension" else tuple(row)


def _difference(possible: Told, before: Told, after: Told) -> Told:
    if "broken" in after:
        return after
    old, new = (Sets(state) for state in (possible, after))
    return {
        "again": "broken" in before,
        "status": {(a, x, y) for a in old.status.keys() | new.status.keys() if (x := old.status.get(a)) != (y := new.status.get(a))},
        "turns": {(s[0], s[2]) for s in old.stances ^ new.stances},
        "force": (new.force - old.force, old.force - new.force),
        "conflicts": (new.conflicts - old.conflicts, old.conflicts - new.conflicts),
        "scope": (new.scope - old.scope, old.scope - new.scope),
    }


class Sets:
    def __init__(self, state: Told) -> None:
        self.status: dict[str, str] = state["status"]
        self.stances: set[tuple[str, ...]] = state["stances"]
        self.force: set[str] = state["in force"]
        self.conflicts: set[tuple[str, ...]] = state["conflicts"]
        self.scope: set[str] = state["scope"]


def _told(step: Step) -> Told:
    if step.breaches:
        return {"broken": {(b.axiom, b.words) for b in step.breaches}}

    def row(c: Conflict) -> tuple[str, ...]:
        return _forget((c.kind, c.statements[0], c.actions[0], c.statements[1], c.actions[1]))

    def word(status: str) -> str | None:
        return None if status == "not_addressed" else status

    return {
        "again": step.again,
        "status": {(c.action, word(c.old), word(c.new)) for c in step.status},
        "turns": {(t.statement, t.action) for t in step.turns},
        "force": (set(step.now_in_force), set(step.no_longer_in_force)),
        "conflicts": (set(map(row, step.begins)), set(map(row, step.ends))),
        "scope": (set(step.enters), set(step.leaves)),
    }


def _check_crossings(step: Step | None, case: Case, pack: records.Pack, moving: list[str], day: int) -> None:
    """Each crossing is one of that day, and its window holds the days on which the possible values of today cross."""
    if step is None:
        return  # told by the comparison of the days
    assert step.crossings
    for c in step.crossings:
        span, threshold = case.findings[c.finding], amount(c.threshold)
        assert c.finding in moving
        assert isinstance(span, Span)
        assert day == (c.latest if c.certain else c.earliest)
        assert c.earliest <= c.latest
        days = [max(0, _crosses(v, threshold, c.how)) for v in _values(span, pack.findings[c.finding])]
        assert min(days) == c.earliest
        assert max(days) == c.latest or (c.latest == 1 and max(days) == 0)


def _check_responsible(step: Step, moving: list[str], on: Callable[[Mapping[str, int]], Told], before: Told, after: Told) -> None:
    """Named are the clocks without which the day would be another; where there is none such, those that alone make it another."""
    named, day = {c.finding for c in step.crossings}, step.day
    needed = {f for f in moving if on({g: day - (g == f) for g in moving}) != after}
    alone = {f for f in moving if on({g: day - (g != f) for g in moving}) != before}
    assert named == needed or (not needed and (named == alone or not alone))


def _values(span: Span, finding: records.Finding) -> list[Fraction]:
    """Values of today within the record, close to its ends among them."""
    least = amount(finding.low) if finding.low else Fraction(0)
    low = least if span.low is None else span.low + (0 if span.low_included else Fraction(1, 9))
    high = Fraction(LAST) if span.high is None else span.high - (0 if span.high_included else Fraction(1, 9))
    return [low, high]


def _crosses(value: Fraction, threshold: Fraction, how: str) -> int:
    day = 0
    while not (value + day >= threshold if how == "reached" else value + day > threshold):
        day += 1
    return day
