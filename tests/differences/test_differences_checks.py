"""What differs between two versions of small random packs, looked up over all patients: differences, witnesses, regions, equality."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pytest
from enumerated import Following, Record, answers, cost, partial, records, size
from hypothesis import HealthCheck, given, note, settings
from reference import records as plain
from reference.records import Test, amount
from reference.solver import World
from reference.taxonomy import Taxonomy
from reference.written import lines
from twins import twins

from guideline import load_pack
from guideline.differences.found import Differences, Found
from guideline.differences.search import differences
from guideline.differences.sides import two_packs, with_and_without
from guideline.model import Case

PATIENTS = 100
"""Records of a pack whose patients are all looked at, once for each side and again with exclusions."""
QUIET = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much, HealthCheck.function_scoped_fixture]
Said = tuple[str, str, str, str]


@pytest.fixture(autouse=True)
def _no_cache(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GUIDELINE_CACHE", "off")


class Told(plain.Pack):
    """A pack that is told the thresholds of another as well."""

    told: dict[str, list[str]]

    def thresholds(self, finding: str) -> list[str]:
        return self.told[finding]


@dataclass
class Pair:
    """One patient, on both sides."""

    record: Record
    worlds: tuple[World, World]

    @cached_property
    def shown(self) -> set[Said]:
        return shown(self)


class Everyone:
    """All patients whom both packs allow."""

    def __init__(self, first: plain.Pack, second: plain.Pack, off: Iterable[str] = ()) -> None:
        self.off = tuple(off)
        self.both = Told(**vars(first) | {"findings": {**first.findings, **second.findings}})
        self.both.told = {
            name: sorted(
                {t for p in (first, second) if name in p.findings for t in p.thresholds(name)}, key=lambda text: (amount(text), text)
            )
            for name in self.both.findings
        }
        self.packs = [Told(**vars(p)) for p in (first, second)]
        for pack in self.packs:
            pack.told = self.both.told
        self.following = Following(*self.packs)
        self.taxonomies = [Taxonomy(p) for p in self.packs]
        self.tests = {term(t): t for rows in partial(self.both).values() for row in rows for t in row}

    def pair(self, record: Record) -> Pair:
        worlds = []
        for i, (pack, tax) in enumerate(zip(self.packs, self.taxonomies, strict=True)):
            seen = [t for t in record if t[0] == "unsuitable" or t[1] in pack.findings]
            worlds.append(World(pack, seen, self.off if i else (), taxonomy=tax))
        return Pair(record, (worlds[0], worlds[1]))

    def possible(self, record: Record) -> bool:
        return all(w.possible for w in self.pair(record).worlds)

    def all(self) -> list[Pair]:
        return [self.pair(r) for r in records(partial(self.both)) if self.possible(r)]

    def complete(self) -> list[Pair]:
        full = answers(self.both)
        some = [self.pair(r) for r in records({name: [frozenset[Test](), *rows] for name, rows in full.items()}) if self.possible(r)]
        return [p for p in some if all(self._answered(p, name, rows) for name, rows in full.items())]

    def _answered(self, pair: Pair, name: str, rows: list[Record]) -> bool:
        knowing = [w for w in pair.worlds if name in w.pack.findings]
        if any(all(row <= w.model for w in knowing) for row in rows):
            return True
        if any(t[1] == name for t in pair.record):
            return False
        return not any(self.possible(pair.record | row) for row in rows)


def shown(pair: Pair) -> set[Said]:
    """What differs for one patient."""
    one, other = pair.worlds
    found: set[Said] = set()
    status = [world.status for world in pair.worlds]
    for a in {*status[0], *status[1]}:
        words = [s.get(a, "not_addressed") for s in status]
        if words[0] != words[1]:
            found.add(("status", a, *words))  # type: ignore[arg-type]
    rows = [set(map(forget, w.conflicts)) for w in pair.worlds]
    found |= {("conflict", "|".join(r), "yes", "no") for r in rows[0] - rows[1]}
    found |= {("conflict", "|".join(r), "no", "yes") for r in rows[1] - rows[0]}
    found |= {("statement", s, "yes", "no") for s in one.in_force - other.in_force - other.off}
    found |= {("statement", s, "no", "yes") for s in other.in_force - one.in_force}
    return found


def forget(row: tuple[str, ...]) -> tuple[str, ...]:
    """A tension is between two statements and concerns no action in particular."""
    return (row[0], row[1], "tension", row[3], "tension") if row[0] == "tension" else tuple(row)


def told(found: Iterable[Found]) -> set[Said]:
    """What was found, as `shown` has it."""
    made: set[Said] = set()
    for f in found:
        d = f.difference
        subjects = ["|".join(forget(r)) for r in f.rows] if d.what == "conflict" else [d.subject]
        made |= {(d.what, s, d.before, d.after) for s in subjects}
    return made


def compared(first: plain.Pack, second: plain.Pack | None, off: Iterable[str] = ()) -> Differences:
    with tempfile.TemporaryDirectory() as folder:
        packs = []
        for name, pack in (("a", first), ("b", second)):
            if pack is not None:
                Path(folder, name).mkdir()
                Path(folder, name, "pack.lp").write_text("\n".join(lines(pack)) + "\n", encoding="utf-8")
                packs.append(load_pack(Path(folder, name)))
        titles = ("one", "other")
        return differences(two_packs(packs[0], packs[1], titles) if second else with_and_without(packs[0], off, titles))


@settings(suppress_health_check=QUIET)
@given(twins().filter(lambda two: size(partial(Everyone(*two).both)) <= PATIENTS))
def test_versions_differ_as_the_enumeration_of_all_patients_has_it(two: tuple[plain.Pack, plain.Pack]) -> None:
    note("\n".join(lines(two[0])) + "\n---\n" + "\n".join(lines(two[1])))
    check(Everyone(*two), compared(*two))


@settings(suppress_health_check=QUIET)
@given(twins().filter(lambda two: size(partial(two[0])) <= PATIENTS))
def test_without_a_statement_as_well(two: tuple[plain.Pack, plain.Pack]) -> None:
    pack = two[0]
    off = min(pack.statements)
    note("\n".join(lines(pack)) + f"\n--- without {off}")
    check(Everyone(pack, pack, [off]), compared(pack, None, [off]))


def check(everyone: Everyone, found: Differences) -> None:
    pairs = everyone.all()
    complete = everyone.complete()
    real = {said for p in complete for said in p.shown}
    some = {said for p in pairs for said in p.shown}
    assert found.anyone == bool(pairs)
    assert told(found.found) == real
    assert told(found.assumed) == some - real
    assert not found.open
    for f in found.found:
        check_found(f, everyone, pairs, complete)
    for f in found.assumed:
        check_found(f, everyone, pairs, None)
    alone = [False, False]
    for record in records(partial(everyone.both)):
        mine, other = everyone.pair(record).worlds
        both_read = all(all(t[1] in w.pack.findings for w in (mine, other)) for t in record)
        if both_read:
            alone = [alone[0] or (mine.possible and not other.possible), alone[1] or (other.possible and not mine.possible)]
    if everyone.packs[0].findings == everyone.packs[1].findings:
        assert [bool(c) for c in found.allowed] == alone
    every = told(found.every)
    for p in pairs[:30]:
        for action in everyone.both.actions[:2]:
            excluding = everyone.pair(p.record | {("unsuitable", action)})
            if all(w.possible for w in excluding.worlds):
                assert excluding.shown <= every


def check_found(found: Found, everyone: Everyone, pairs: list[Pair], complete: list[Pair] | None) -> None:
    goal = told([found])
    within = [p for p in complete if goal & p.shown] if complete is not None else [p for p in pairs if goal & p.shown]
    for p in within:
        assert all(shares(p, s.kind, s.term, s.holds, everyone) for s in found.region.whole)
    constant = complete if complete is not None else pairs
    for t in certain(everyone):
        kept = [known(p, t) for p in within]
        if len(set(kept)) == 1 and len({known(p, t) for p in pairs}) > 1 and any(known(p, t) != kept[0] for p in constant):
            assert ("test", term(t), kept[0]) in {(s.kind, s.term, s.holds) for s in found.region.whole}
    record = recorded(found.witness)
    having = [p for p in pairs if goal & p.shown]
    if complete is not None:
        having = [p for p in having if all(kept_by(p, s.kind, s.term, s.holds, everyone) for s in found.region.telling)]
    assert record in {p.record for p in having}
    assert cost(record, everyone.both, everyone.following) == min(cost(p.record, everyone.both, everyone.following) for p in having)


def certain(everyone: Everyone) -> list[Test]:
    """The tests that are known as they are recorded, on both sides."""
    follows = {r.head[2] for p in everyone.packs for r in p.rules if r.head[0] == "follows"}
    return sorted(t for t in everyone.tests.values() if t[1] not in follows)


def known(pair: Pair, test: Test) -> bool:
    return any(test in w.model for w in pair.worlds)


def shares(pair: Pair, kind: str, name: str, holds: bool, everyone: Everyone) -> bool:
    if kind == "scope":
        return all((name in w.scope) == holds for w in pair.worlds)
    if kind == "concept":
        return all((("concept", name) in w.model) == holds for w in pair.worlds)
    test = everyone.tests[name]
    reading = [w for w in pair.worlds if test[1] in w.pack.findings]
    # A test that follows on one side alone is told as it is recorded.
    return all((test in w.model) == holds for w in reading) or (test in pair.record) == holds


def kept_by(pair: Pair, kind: str, name: str, holds: bool, everyone: Everyone) -> bool:
    if kind == "test" and holds and name.startswith("lacks("):
        return shares(pair, kind, name.replace("lacks(", "has("), False, everyone)
    return shares(pair, kind, name, holds, everyone)


def term(test: Test) -> str:
    return f'{test[0]}({test[1]},"{test[2]}")' if test[0] in plain.COMPARISONS else f"{test[0]}({','.join(test[1:])})"


def recorded(case: Case) -> Record:
    return frozenset((t.kind, t.subject, *([t.value] if t.value else [])) for t in case.tests)
