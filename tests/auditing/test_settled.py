"""What keeps opposed statements apart: looked up over all pairs of records of small random packs, and known for packs made by hand."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain, combinations
from pathlib import Path

import pytest
from enumerated import partial, records, size
from hypothesis import HealthCheck, given, note, settings
from reference.generate import packs
from reference.records import Pack
from reference.solver import World
from reference.taxonomy import Taxonomy
from reference.written import lines
from sides import Row, sides

from guideline import load_pack
from guideline.auditing.ground_rules import GroundRules
from guideline.auditing.possible import possible
from guideline.auditing.settled import MOST, Apart, SettledPair, settled
from guideline.standing import standing

QUIET = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much, HealthCheck.function_scoped_fixture]
SMALL = 60
SWITCHES = 3
"""Overrides, exclusions and axioms that a drawn pack may have: each doubles the work."""

Lifted = frozenset[Apart]
Options = dict[str, list[frozenset[tuple[str, ...]]]]


@pytest.fixture(autouse=True)
def _no_cache(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GUIDELINE_CACHE", "off")


def find(text: Sequence[str]) -> tuple[SettledPair, ...]:
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "pack.lp").write_text("\n".join(text) + "\n", encoding="utf-8")
        loaded = load_pack(folder)
        program = loaded.grounded()
        collided = {row for row, _ in possible(program).rows}
        return settled(GroundRules(program), standing(program, loaded.vocabulary, loaded.knowledge), collided)


def switches(pack: Pack) -> list[Apart]:
    """What can be lifted apart from findings."""
    found = [Apart("override", row) for row in pack.rows("overrides")]
    found += [Apart("exclusion", r.head[1:]) for r in pack.rules if r.head[0] == "excludes"]
    return sorted({*found, *(Apart("axiom", r.head[1:]) for r in pack.rules if r.head[0] == "impossible")})


def subsets(items: Sequence[Apart]) -> Iterator[Lifted]:
    return (frozenset(c) for c in chain.from_iterable(combinations(items, n) for n in range(len(items) + 1)))


def without(pack: Pack, lifted: Lifted) -> Pack:
    heads = {("excludes", *a.names) for a in lifted if a.kind == "exclusion"} | {
        ("impossible", *a.names) for a in lifted if a.kind == "axiom"
    }
    overrides = pack.rows("overrides") - {a.names for a in lifted if a.kind == "override"}
    return replace(pack, facts={**pack.facts, "overrides": overrides}, rules=[r for r in pack.rules if r.head not in heads])


def small(pack: Pack) -> bool:
    return size(partial(pack)) <= SMALL and len(switches(pack)) <= SWITCHES


@settings(suppress_health_check=QUIET)
@given(packs().filter(small))
def test_what_keeps_a_pair_apart_is_as_the_enumeration_has_it(pack: Pack) -> None:
    note("\n".join(lines(pack)))
    found = find(lines(pack))
    options = partial(pack)
    tax = Taxonomy(pack)
    by_lift = {lifted: _worlds(without(pack, lifted), options, tax) for lifted in subsets(switches(pack))}
    plain = by_lift[frozenset()]
    collided = {row for w, _ in plain for row in w.conflicts}
    for pair in found:
        row = ("tension", pair.row[1], "", pair.row[3], "") if pair.row[0] == "tension" else pair.row
        assert row not in collided
        expected = _minimal(pair.row, pack, by_lift, options)
        if not pair.more:
            assert {frozenset(s) for s in pair.by} == expected, pair
        else:
            assert len(pair.by) == MOST < len(expected)
            assert {frozenset(s) for s in pair.by} <= expected


def _worlds(pack: Pack, options: Options, tax: Taxonomy) -> list[tuple[World, frozenset[tuple[str, ...]]]]:
    made = [(World(pack, r, taxonomy=tax), r) for r in records(options)]
    return [(w, r) for w, r in made if w.possible]


def _minimal(row: Row, pack: Pack, by_lift: dict[Lifted, list[tuple[World, frozenset[tuple[str, ...]]]]], options: Options) -> set[Lifted]:
    """The minimal sets that let the two collide; without findings other than clocks, and without axioms, where there are any such."""
    findings = [Apart("clock" if pack.findings[f].clock else "finding", (f,)) for f in options]
    clocks = [a for a in findings if a.kind == "clock"]
    plain = _collisions(row, {x: w for x, w in by_lift.items() if not any(a.kind == "axiom" for a in x)}, clocks)
    return _least(plain) or _least(_collisions(row, by_lift, findings))


def _least(sets: set[Lifted]) -> set[Lifted]:
    return {s for s in sets if not any(t < s for t in sets)}


def _collisions(row: Row, by_lift: dict[Lifted, list[tuple[World, frozenset[tuple[str, ...]]]]], findings: list[Apart]) -> set[Lifted]:
    found = set()
    for lifted, worlds in by_lift.items():
        for way in sides(worlds[0][0], row) if worlds else ():
            first = [r for w, r in worlds if way.first(w) and way.both(w)]
            second = [r for w, r in worlds if way.second(w) and way.both(w)]
            if not first or not second:
                continue
            for own in subsets(findings):
                names = {a.names[0] for a in own}
                kept = [{frozenset(t for t in r if t[1] not in names) for r in rs} for rs in (first, second)]
                if kept[0] & kept[1]:
                    found.add(lifted | own)
    return found


BASE = """
source(d, "A document"). source(e, "Another document").
finding(ill, boolean). finding(old, boolean). finding(wait, quantity("day")). clock(wait). range(wait, "0 days", "2 years").
action(drug). label(drug, "an action"). label((ill; old; wait), "a finding").
""".strip().splitlines()


def statement(name: str, content: str, source: str = "d") -> str:
    return f'statement({name}, {source}, recommendation, should). locator({name}, "1"). says({name}, "words"). {content}'


def apart(text: Sequence[str]) -> dict[tuple[str, str, str], tuple[tuple[Apart, ...], ...]]:
    return {(p.row[0], p.row[1], p.row[3]): p.by for p in find([*BASE, *text])}


def test_an_override_keeps_the_general_and_the_specific_apart() -> None:
    text = [
        statement("general", "recommends(general, drug). applies(general) :- has(ill)."),
        statement("specific", "opposes(specific, drug). applies(specific) :- has(ill), has(old). overrides(specific, general)."),
    ]
    assert apart(text) == {("contradiction", "general", "specific"): ((Apart("override", ("specific", "general")),),)}


def test_an_exclusion_keeps_two_populations_apart() -> None:
    text = [
        'context(young, d, "the young"). enters(young) :- has(ill). excludes(young, age) :- has(old). label(age, "of age").',
        statement("inside", "recommends(inside, drug). applies(inside). within(inside, young)."),
        statement("outside", "opposes(outside, drug). applies(outside) :- has(old).", source="e"),
    ]
    assert apart(text) == {("contradiction", "inside", "outside"): ((Apart("exclusion", ("young", "age")),),)}


def test_a_clock_keeps_two_phases_apart() -> None:
    text = [
        statement("early", 'opposes(early, drug). applies(early) :- below(wait, "3 weeks").'),
        statement("late", 'recommends(late, drug). applies(late) :- at_least(wait, "3 months").', source="e"),
        statement("default", 'opposes(default, drug). applies(default) :- has(ill), not above(wait, "3 weeks").', source="e"),
    ]
    clock = ((Apart("clock", ("wait",)),),)
    assert apart(text) == {("contradiction", "late", "early"): clock, ("contradiction", "late", "default"): clock}


def test_both_of_two_things_together() -> None:
    text = [
        'context(young, d, "the young"). enters(young) :- has(ill). excludes(young, age) :- has(old). label(age, "of age").',
        statement("inside", "recommends(inside, drug). applies(inside). within(inside, young)."),
        statement("both", "opposes(both, drug). applies(both) :- has(old). overrides(both, inside)."),
        statement("late", 'opposes(late, drug). applies(late) :- has(old), at_least(wait, "3 weeks").', source="e"),
        statement("soon", 'recommends(soon, drug). applies(soon) :- below(wait, "3 weeks"). within(soon, young).'),
    ]
    found = apart(text)
    exclusion, clock = Apart("exclusion", ("young", "age")), Apart("clock", ("wait",))
    assert found["contradiction", "inside", "both"] == ((exclusion, Apart("override", ("both", "inside"))),)
    # Whoever is old hears the overrider too, so lifting the exclusion is not enough for the other source either.
    assert found["contradiction", "inside", "late"] == ((exclusion, Apart("override", ("both", "inside"))),)
    assert found["contradiction", "soon", "late"] == ((clock, exclusion),)


def test_other_findings_are_named_only_where_nothing_else_does() -> None:
    text = [
        statement("yes", "recommends(yes, drug). applies(yes) :- has(ill)."),
        statement("no", "opposes(no, drug). applies(no) :- lacks(ill).", source="e"),
        statement("default", "opposes(default, drug). applies(default) :- not has(ill).", source="e"),
        'impossible(never, "the old are not ill") :- has(old), has(ill).',
        statement("aged", "opposes(aged, drug). applies(aged) :- has(old).", source="e"),
    ]
    ill = (Apart("finding", ("ill",)),)
    assert apart(text) == {
        ("contradiction", "yes", "no"): (ill,),
        ("contradiction", "yes", "default"): (ill,),
        ("contradiction", "yes", "aged"): ((Apart("axiom", ("never",)),), (*ill, Apart("finding", ("old",)))),
    }


def test_a_word_that_never_stands_is_named() -> None:
    text = [
        statement("yes", "recommends(yes, drug). applies(yes) :- has(ill)."),
        statement("idle", "recommends(idle, drug). needs(idle, drug, has(ill)). applies(idle) :- has(ill).", source="e"),
    ]
    (pair,) = find([*BASE, *text])
    assert (pair.row[:2], pair.row[3], pair.by, pair.silent) == (("criterion", "yes"), "idle", (), ("idle",))


def test_settled_pairs_of_the_shipped_pack() -> None:
    pack = load_pack()
    with pack.seats.borrow() as seat:
        program = pack.grounded()
        collided = {row for row, _ in possible(program).rows}
        found = {p.row: p for p in settled(GroundRules(program), seat.tables, collided)}
    row = ("timing", "augmentation_after_3_weeks", "vertebral_augmentation", "then_augmentation_vertebral", "vertebral_augmentation")
    assert found[row].by == ((Apart("clock", ("conservative_therapy",)),),)
    assert not [p.row for p in found.values() if not p.by and not p.silent]
