"""Possible conflicts, minimal witnesses and regions of small random packs, looked up over all patients."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable
from pathlib import Path

import pytest
from enumerated import Everyone, Following, cost, partial, records, size
from hypothesis import HealthCheck, given, note, settings
from reference import records as plain
from reference.generate import packs
from reference.records import Test
from reference.solver import World
from reference.written import lines

from guideline import Pack, load_pack
from guideline.auditing.conflicts import Conflicts, conflicts
from guideline.auditing.harm import WEIGHTS, Weight
from guideline.auditing.lines import ConflictLine
from guideline.auditing.region import Region
from guideline.model import Case

PATIENTS = 250
QUIET = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much, HealthCheck.function_scoped_fixture]
Row = tuple[str, ...]


@pytest.fixture(autouse=True)
def _no_cache(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GUIDELINE_CACHE", "off")


def audited(text: Iterable[str]) -> tuple[Pack, Conflicts]:
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "pack.lp").write_text("\n".join(text) + "\n", encoding="utf-8")
        loaded = load_pack(folder)
        return loaded, conflicts(loaded)


@settings(suppress_health_check=QUIET)
@given(packs().filter(lambda p: size(partial(p)) <= PATIENTS))
def test_conflicts_are_as_the_enumeration_of_all_patients_has_them(pack: plain.Pack) -> None:
    note("\n".join(lines(pack)))
    everyone = Everyone(pack)
    worlds = [w for r in records(partial(pack)) if (w := World(everyone.pack, r, taxonomy=everyone.tax)).possible]
    shown = {row for w in everyone.complete() for row in map(forget, w.conflicts)}
    _, found = audited(lines(pack))
    real = [p for line in found.lines for p in line.pairs]
    assumed = [p for line in found.assumption_lines for p in line.pairs]
    assert {forget(p.row) for p in real} == shown
    assert {forget(p.row) for p in assumed} == {row for w in worlds for row in map(forget, w.conflicts)} - shown
    assert not found.unproved
    following = Following(everyone.pack)
    for line in [*found.lines, *found.assumption_lines]:
        _check_line(line, pack, worlds, following)


def forget(row: Row) -> Row:
    """A tension is between two statements and concerns no action in particular."""
    return (row[0], row[1], "tension", row[3], "tension") if row[0] == "tension" else tuple(row)


def _check_line(line: ConflictLine, pack: plain.Pack, worlds: list[World], following: Following) -> None:
    best: dict[tuple[str, bool, Weight], list[tuple[object, ...]]] = {}
    for pair in line.pairs:
        having = [w for w in worlds if forget(pair.row) in set(map(forget, w.conflicts))]
        record = recorded(pair.witness)
        assert record in {w.record for w in having}
        least = cost(record, pack, following)
        assert least == min(cost(w.record, pack, following) for w in having)
        best.setdefault((pair.row[0], pair.banned, pair.weight), []).append(least)
    assert [p.weight for p in line.pairs] == sorted((p.weight for p in line.pairs), key=WEIGHTS.index)
    for part in line.parts:
        assert cost(recorded(part.witness), pack, following) == min(best[part.kind, part.banned, part.weight])
        own = [p for p in line.pairs if (p.row[0], p.banned) == (part.kind, part.banned)]
        assert (part.pairs, part.weight) == (len(own), own[0].weight)
        _check_region(part.region, {forget(p.row) for p in own}, pack, worlds)
    assert sum(part.pairs for part in line.parts) == len(line.pairs)


def recorded(case: Case) -> frozenset[Test]:
    return frozenset((t.kind, t.subject, *([t.value] if t.value else [])) for t in case.tests)


def holding(world: World, pack: plain.Pack) -> set[tuple[str, str]]:
    """What can be shared and holds: tests, concepts and contexts, as a region names them."""
    tests = {("test", term(t)) for t in world.model if t[0] not in HEADS and t[0] != "unsuitable" and t[1] in pack.findings}
    return tests | {("concept", t[1]) for t in world.model if t[0] == "concept"} | {("scope", c) for c in world.scope}


HEADS = {"applies", "enters", "excludes", "impossible", "concept", "follows"}


def term(test: Test) -> str:
    return f'{test[0]}({test[1]},"{test[2]}")' if test[0] in plain.COMPARISONS else f"{test[0]}({','.join(test[1:])})"


def _check_region(region: Region, rows: set[Row], pack: plain.Pack, worlds: list[World]) -> None:
    sets = [(holding(w, pack), bool(rows & set(map(forget, w.conflicts)))) for w in worlds]
    having = [s for s, has in sets if has]
    universe = set().union(*(s for s, _ in sets))
    common = {(*x, True) for x in universe if all(x in s for s in having) and not all(x in s for s, _ in sets)}
    common |= {(*x, False) for x in universe if not any(x in s for s in having)}
    assert {(s.kind, s.term, s.holds) for s in region.whole} == common
    telling = {(s.kind, s.term, s.holds) for s in region.telling}
    assert telling <= common

    def meet(some: set[tuple[str, str, bool]]) -> list[set[tuple[str, str]]]:
        return [s for s, _ in sets if all(((kind, name) in s) == holds for kind, name, holds in some)]

    # The rest follows from what tells, and nothing of that from the others.
    assert all(((kind, name) in s) == holds for s in meet(telling) for kind, name, holds in common)
    for one in telling:
        assert any(((one[0], one[1]) in s) != one[2] for s in meet(telling - {one}))
