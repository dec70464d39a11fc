"""What is taken for absent in small random packs, looked up by answering one finding more of every patient."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from enumerated import Everyone, answers, partial, records, size
from hypothesis import HealthCheck, given, note, settings
from reference import records as plain
from reference.generate import packs
from reference.solver import World
from reference.written import lines

from guideline import load_pack
from guideline.auditing.assumption import assumptions

PATIENTS = 80
QUIET = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much, HealthCheck.function_scoped_fixture]


@pytest.fixture(autouse=True)
def _no_cache(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GUIDELINE_CACHE", "off")


@settings(suppress_health_check=QUIET)
@given(packs().filter(lambda p: size(partial(p)) <= PATIENTS))
def test_assumptions_are_as_answering_every_finding_of_every_patient_shows(pack: plain.Pack) -> None:
    note("\n".join(lines(pack)))
    everyone = Everyone(pack)
    worlds = {r: World(everyone.pack, r, taxonomy=everyone.tax) for r in records(partial(pack))}
    ended: dict[tuple[str, str], set[plain.Test]] = {}
    turned: dict[tuple[str, str], set[str]] = {}
    for record, before in worlds.items():
        if not before.possible:
            continue
        for finding, rows in answers(pack).items():
            for row in rows if not any(t[1] == finding for t in record) else ():
                after = worlds[record | row]
                if not after.possible:
                    continue
                for s in before.in_force - after.in_force:
                    ended.setdefault((s, finding), set()).update(row)
                    own = {a for x, _, a in before.leanings if x == s} | {r[1] for r in pack.rows("needs") if r[0] == s}
                    turned.setdefault((s, finding), set()).update(a for a in own if before.status.get(a) != after.status.get(a))
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "pack.lp").write_text("\n".join(lines(pack)) + "\n", encoding="utf-8")
        loaded = load_pack(folder)
        found = assumptions(loaded.grounded(), loaded.knowledge, statements=pack.statements)
    assert {(a.statement, a.finding) for a in found} == set(ended)
    for row in found:
        key = (row.statement, row.finding)
        told = {(t.kind, t.subject, *([t.value] if t.value else [])) for t in row.ended_by}
        assert told <= ended[key]
        if pack.findings[row.finding].kind != "quantity":
            assert told == ended[key]
        assert set(row.turns) == turned[key]
