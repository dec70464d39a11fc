"""Random packs and cases: what is said to be passed over is, and what brute force finds to be passed over is said."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import chain, combinations

from hypothesis import HealthCheck, given, note, settings
from hypothesis import strategies as st
from reference import records
from reference.generate import cases, packs
from reference.records import Case, Finding, Rule
from reference.solver import World
from reference.written import lines, yaml
from test_against_reference import load

from guideline import CaseError
from guideline.cases.reading import parse_case

Result = tuple[str, ...]
CHECKS = (HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.function_scoped_fixture)


def live(pack: records.Pack, case: Case, kept: Iterable[str]) -> set[Result]:
    """The live statements, those in force, and the stances, with only some findings of a case recorded."""
    world = World(pack, Case({f: case.findings[f] for f in kept}, case.excluded).tests(pack))
    return {("live", s) for s in world.live} | {("in_force", s) for s in world.in_force} | {("stance", *row) for row in world.stances}


@st.composite
def gated(draw: st.DrawFn) -> records.Pack:
    """A pack in which most statements wait for a finding that cases seldom record."""
    pack = draw(packs())
    pack.findings["gate"] = Finding("boolean")
    waiting = draw(st.lists(st.sampled_from(sorted(pack.statements)), min_size=2, unique=True))
    pack.rules = [
        Rule(r.head, (*r.body, (True, ("has", "gate")))) if r.head[0] == "applies" and r.head[1] in waiting else r for r in pack.rules
    ]
    return pack


@settings(suppress_health_check=CHECKS)
@given(st.data())
def test_nothing_falls_with_what_is_passed_over(data: st.DataObject) -> None:
    pack = data.draw(gated())
    note("\n".join(lines(pack)))
    loaded = load(pack)
    for _ in range(3):
        case = data.draw(cases(pack))
        if data.draw(st.integers(0, 4)):
            case.findings.pop("gate", None)
        note(yaml(case, pack))
        read = parse_case(yaml(case, pack), loaded.vocabulary)
        try:
            answer = loaded.solve(read)
        except CaseError:
            continue
        told: Mapping[str, tuple[str, ...]] = {u.finding: u.statements for u in answer.unread}
        assert told.keys() <= case.findings.keys()
        now = live(pack, case, case.findings)
        # Struck alone or together, and beside whatever else is kept of them.
        for struck in chain.from_iterable(combinations(sorted(told), n) for n in range(1, len(told) + 1)):
            assert now <= live(pack, case, case.findings.keys() - set(struck))
        for statements in told.values():
            assert statements
            assert not {("live", s) for s in statements} & now
        for finding in sorted(case.findings.keys() - told.keys()):
            gone = passed_over(pack, case, finding, now)
            assert not gone, f"{finding} is passed over by {gone}"


def passed_over(pack: records.Pack, case: Case, finding: str, now: set[Result]) -> set[Result]:
    """The statements that a finding brings about beside one more answer, where it brings nothing about that is live, whatever is struck."""
    others = sorted(case.findings.keys() - {finding})
    for kept in chain.from_iterable(combinations(others, n) for n in range(len(others) + 1)):
        if (live(pack, case, [*kept, finding]) - live(pack, case, kept)) & now:
            return set()
    found: set[Result] = set()
    for name, of in pack.findings.items():
        values = (True, False) if of.kind == "boolean" else of.choices if of.kind == "choice" else ()
        for value in values if name not in case.findings else ():
            further = Case({**case.findings, name: value}, case.excluded)
            world = World(pack, further.tests(pack))
            if world.possible:
                struck = {f: v for f, v in further.findings.items() if f != finding}
                found |= {("live", s) for s in world.live - World(pack, Case(struck, case.excluded).tests(pack)).live}
    return found - now
