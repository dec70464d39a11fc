"""What is known and what clashes, for every pair of tests that can follow: all of it, where random packs see little of it."""

from __future__ import annotations

from itertools import combinations_with_replacement

import pytest
from reference import records
from reference.records import COMPARISONS, Case, Finding, Rule, Test
from reference.solver import World
from reference.written import yaml
from test_against_reference import load

from guideline import CaseError
from guideline.cases.reading import parse_case

TEXTS = ("2 weeks", "14 days", "3 weeks", "1 month", "30 days")


def pack_of(low: str, high: str) -> tuple[records.Pack, dict[str, Test]]:
    """A pack in which each test follows from a finding of its own and lets a statement apply; and the test of each such finding."""
    findings = {
        "time": Finding("quantity", unit="day", low=low, high=high),
        "sign": Finding("boolean"),
        "stage": Finding("choice", ("early", "late", "v10")),
    }
    tests: list[Test] = [(kind, "time", text) for kind in COMPARISONS for text in TEXTS]
    tests += [("has", "sign"), ("lacks", "sign"), *(("is", "stage", v) for v in findings["stage"].choices)]
    tests += [("unsuitable", a) for a in ("kind", "group", "plan")]
    hints = {f"hint{i}": test for i, test in enumerate(tests)}
    pack = records.Pack(findings | {h: Finding("boolean") for h in hints}, ["kind", "group", "plan", "other"], ["guide"], {}, {})
    pack.facts["kind_of"] = {("kind", "group")}
    pack.facts["includes"] = {("plan", "kind")}
    for i, (hint, test) in enumerate(hints.items()):
        pack.statements[f"s{i}"] = ("guide", "recommendation", "should")
        pack.rules += [Rule(("follows", *test), ((True, ("has", hint)),)), Rule(("applies", f"s{i}"), ((True, test),))]
    return pack, hints


@pytest.mark.parametrize(("low", "high"), [("", ""), ("14 days", "1 month"), ("0 days", "20 years")])
def test_every_pair_of_tests_implies_and_excludes_what_the_reference_says(low: str, high: str) -> None:
    pack, hints = pack_of(low, high)
    loaded = load(pack)
    outcomes = set()
    for pair in combinations_with_replacement(hints, 2):
        case = Case(dict.fromkeys(pair, True))
        world = World(pack, case.tests(pack))
        read = parse_case(yaml(case, pack), loaded.vocabulary)
        told = [hints[h] for h in pair]
        if world.possible:
            assert set(loaded.solve(read, inquire=False).in_force) == world.in_force, told
        else:
            with pytest.raises(CaseError, match="contradicts itself"):
                loaded.solve(read)
        outcomes.add(world.possible)
    assert outcomes == {True, False}
