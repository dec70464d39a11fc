"""An audit of the patients who meet a test, against the enumeration of all patients: small random packs."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from enumerated import Everyone, Following, partial, records, size
from hypothesis import HealthCheck, given, note, settings
from hypothesis import strategies as st
from reference import records as plain
from reference.generate import packs
from reference.solver import World
from reference.written import lines
from test_conflicts_checks import _check_line, forget

from guideline import load_pack
from guideline.auditing.conflicts import conflicts
from guideline.auditing.dead import idle
from guideline.auditing.ground_rules import GroundRules
from guideline.auditing.patients import Patients
from guideline.auditing.silence import silences
from guideline.auditing.under import Under, restrict
from guideline.errors import GuidelineError
from guideline.model import TEST_KINDS, Test

PATIENTS = 250
QUIET = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much, HealthCheck.function_scoped_fixture]


@pytest.fixture(autouse=True)
def _no_cache(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GUIDELINE_CACHE", "off")


@settings(suppress_health_check=QUIET)
@given(packs().filter(lambda p: size(partial(p)) <= PATIENTS), st.data())
def test_only_patients_who_meet_the_test_are_looked_at(pack: plain.Pack, data: st.DataObject) -> None:
    note("\n".join(lines(pack)))
    everyone = Everyone(pack)
    tests = sorted({t for r in records(partial(pack)) for t in r if t[0] != "unsuitable"})
    if not tests:
        return
    test = data.draw(st.sampled_from(tests))
    all_worlds = [w for r in records(partial(pack)) if (w := World(everyone.pack, r, taxonomy=everyone.tax)).possible]
    worlds = [w for w in all_worlds if test in w.model]
    complete = [w for w in everyone.complete() if test in w.model]
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "pack.lp").write_text("\n".join(lines(pack)) + "\n", encoding="utf-8")
        loaded = load_pack(folder)
        program = loaded.grounded()
    under = Under(Test(TEST_KINDS[test[0]], *test[1:]))
    if not worlds:
        with pytest.raises(GuidelineError, match="no patient"):
            restrict(program, [under])
        return
    restrict(program, [under])
    found = conflicts(loaded, program=program)
    shown = {row for w in complete for row in map(forget, w.conflicts)}
    assert {forget(p.row) for line in found.lines for p in line.pairs} == shown
    assumed = {forget(p.row) for line in found.assumption_lines for p in line.pairs}
    assert assumed == {row for w in worlds for row in map(forget, w.conflicts)} - shown
    following = Following(everyone.pack)
    for line in [*found.lines, *found.assumption_lines]:
        _check_line(line, pack, worlds, following)
    ground = GroundRules(program)
    told = silences(ground, loaded.vocabulary, loaded.knowledge, loaded.compiled.rules)
    assert {s.context for s in told} == {c for c in pack.contexts if any(_silent(w, c) for w in complete)}
    excluding = [w for w in Everyone(pack, exclusions=True).complete() if test in w.model]
    dead = {d.statement for d in idle(Patients(ground, loaded.knowledge)).statements}
    assert dead == {s for s in pack.statements if not any(s in w.in_force for w in excluding)}


def _silent(world: World, context: str) -> bool:
    source = world.pack.contexts[context]
    return context in world.scope and not any(word in {"for", "permits"} and world.source(s) == source for s, word, _ in world.stances)
