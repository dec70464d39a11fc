"""Findings and answers that no rule distinguishes: looked up over all records of small random packs, and known for packs made by hand."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from itertools import combinations, pairwise
from pathlib import Path

import pytest
from enumerated import partial, records, size
from hypothesis import HealthCheck, given, note, settings
from reference.generate import packs
from reference.records import Pack
from reference.solver import World
from reference.taxonomy import Taxonomy
from reference.written import lines

from guideline import load_pack
from guideline.auditing.answers import Answer, answers
from guideline.auditing.ground_rules import GroundRules
from guideline.auditing.undistinguished import Mute, Undistinguished, Untold, untold
from guideline.model import Test

QUIET = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much, HealthCheck.function_scoped_fixture]
SMALL = 100

Record = frozenset[tuple[str, ...]]


@pytest.fixture(autouse=True)
def _no_cache(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GUIDELINE_CACHE", "off")


def find(text: Sequence[str]) -> tuple[Untold, dict[str, list[Answer]]]:
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "pack.lp").write_text("\n".join(text) + "\n", encoding="utf-8")
        loaded = load_pack(folder)
        own = {name: list(answers(f, loaded.vocabulary)) for name, f in loaded.vocabulary.findings.items()}
        return untold(GroundRules(loaded.grounded()), loaded.vocabulary), own


@settings(suppress_health_check=QUIET)
@given(packs().filter(lambda p: size(partial(p)) <= SMALL))
def test_what_no_rule_distinguishes_is_as_the_enumeration_has_it(pack: Pack) -> None:
    note("\n".join(lines(pack)))
    found, rows = find(lines(pack))
    tax = Taxonomy(pack)
    worlds = {r: World(pack, r, taxonomy=tax) for r in records(partial(pack))}
    results = {r: _results(w) for r, w in worlds.items() if w.possible}
    mute, same = set(), set()
    for name, own in rows.items():
        plain: dict[Record, dict[Record, object]] = {}
        for record, result in results.items():
            mine = frozenset(t for t in record if t[0] != "unsuitable" and t[1] == name)
            plain.setdefault(record - mine, {})[mine] = result

        def differ(one: Record, other: Record, plain: dict[Record, dict[Record, object]] = plain) -> bool:
            return any(one in p and other in p and p[one] != p[other] for p in plain.values())

        tests = {a.text: frozenset((t.kind, t.subject, *([t.value] if t.value else [])) for t in a.tests) for a in own}
        mute |= {(name, text) for text, t in tests.items() if not differ(frozenset(), t)}
        if own and not any(len(set(map(str, p.values()))) > 1 for p in plain.values()):
            same.add((name, frozenset(tests)))
        elif pack.findings[name].kind != "quantity":
            alike = {frozenset(pair) for pair in combinations(tests, 2) if not differ(*(tests[x] for x in pair))}
            told = [u.answers for u in found.undistinguished if u.finding == name]
            assert all(any(frozenset(pair) in alike for pair in combinations(group, 2)) for group in told)
            assert bool(alike) == bool(told)
        else:
            for group in (u.answers for u in found.undistinguished if u.finding == name):
                assert all(not differ(tests[a], tests[b]) for a, b in pairwise(group))
    assert {(m.finding, m.answer) for m in found.mute} == mute
    assert {(u.finding, frozenset(u.answers)) for u in found.undistinguished if u.whole} == same


def _results(world: World) -> str:
    """As text, which two equal results share."""
    withheld = {
        (s, a, w)
        for s, word, a in world.stances
        if word == "withholds"
        for w in {world.clocked(c) for c in world.criteria(s, a) if world.unmet(c)}
    }
    tensions = {s for row in world.pack.rows("tension") for s in row[:2] if s in world.in_force and world.acts(s)}
    overriders = {row[0] for row in world.pack.rows("overrides") if row[0] in world.in_force and world.acts(row[0])}
    return repr([sorted(x) for x in (world.in_force, world.stances, withheld, tensions | overriders)])


BASE = """
source(d, "A document").
finding(ill, boolean). finding(old, boolean). finding(wait, quantity("day")). range(wait, "0 days", "2 years").
finding(grade, choice). choice(grade, (mild; moderate; severe)).
action(drug). label(drug, "an action"). label((ill; old; wait; grade), "a finding").
""".strip().splitlines()


def statement(name: str, content: str) -> str:
    return f'statement({name}, d, recommendation, should). locator({name}, "1"). says({name}, "words"). {content}'


def test_choices_and_stretches_that_come_to_the_same() -> None:
    text = [
        *BASE,
        statement("one", "recommends(one, drug). applies(one) :- is(grade, mild), has(ill)."),
        statement("two", 'opposes(two, drug). applies(two) :- at_least(wait, "3 weeks"), has(ill).'),
        statement("three", 'opposes(three, drug). applies(three) :- at_least(wait, "2 months"), at_least(wait, "3 weeks"), has(ill).'),
        statement("four", "permits(four, drug). applies(four) :- has(ill), not is(grade, severe), not is(grade, moderate), has(old)."),
        statement("five", "permits(five, drug). applies(five) :- has(ill), is(grade, mild), lacks(ill)."),
    ]
    found, _ = find(text)
    assert found.undistinguished == (Undistinguished("grade", ("moderate", "severe"), whole=False),)
    assert Mute("old", "false") in found.mute
    assert Mute("wait", "2 weeks", (Test("below", "wait", "3 weeks"),)) in found.mute
    assert Mute("grade", "severe") not in found.mute  # it ends what holds by default


def test_a_threshold_that_changes_nothing_and_a_finding_that_decides_nothing() -> None:
    text = [
        *BASE,
        statement("one", 'recommends(one, drug). applies(one) :- at_least(wait, "3 weeks"), has(ill).'),
        statement("two", 'opposes(two, drug). applies(two) :- below(wait, "2 weeks"), at_least(wait, "3 weeks").'),
        statement("three", "opposes(three, drug). applies(three) :- has(old), lacks(old)."),
    ]
    found, _ = find(text)
    assert found.undistinguished == (
        Undistinguished("grade", ("mild", "moderate", "severe"), whole=True),
        Undistinguished("old", ("false", "true"), whole=True),
        Undistinguished("wait", ("1 week", "2 weeks", "18 days"), whole=False),
    )


def test_the_shipped_pack() -> None:
    pack = load_pack()
    with pack.seats.borrow() as seat:
        found = untold(GroundRules(seat.session.program), pack.vocabulary)
    assert found.undistinguished == (
        Undistinguished("function_course", ("unchanged", "worse"), whole=False),
        Undistinguished("medication_adherence", ("good", "partial", "poor"), whole=True),
    )
