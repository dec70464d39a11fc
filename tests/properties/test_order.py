"""The order in which things are written never shows: files, rules, facts, findings, and the seed of Python's hashes."""

from __future__ import annotations

import dataclasses
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, Phase, given, note, settings
from hypothesis import strategies as st
from reference import records
from reference.generate import cases, packs
from reference.records import Case
from reference.written import lines, yaml

from guideline import CaseError, load_pack
from guideline.cases.reading import parse_case
from guideline.errors import Place
from guideline.model import Case as ReadCase

ROOT = Path(__file__).parent.parent.parent
CHECKS = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.function_scoped_fixture]


def canonical(value: Any) -> Any:
    """A value without the places and the order of what the case records, everything else in the order in which it stands."""
    if isinstance(value, ReadCase):
        told = {f.name: canonical(getattr(value, f.name)) for f in dataclasses.fields(value)}
        return told | {name: sorted(told[name], key=repr) for name in ("recorded", "excluded", "tests")}
    if isinstance(value, Place):
        return None
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return (type(value).__name__, *((f.name, canonical(getattr(value, f.name))) for f in dataclasses.fields(value)))
    if isinstance(value, Mapping):
        return [(canonical(k), canonical(v)) for k, v in value.items()]
    if isinstance(value, frozenset | set):
        return sorted(map(canonical, value), key=repr)
    return [canonical(v) for v in value] if isinstance(value, tuple | list) else value


def told(files: Mapping[str, list[str]], text: str, policy: list[str]) -> str:
    """What the engine makes of a pack and a case, as one text."""
    with tempfile.TemporaryDirectory() as folder:
        for name, content in files.items():
            Path(folder, name).write_text("\n".join(content) + "\n", encoding="utf-8")
        pack = load_pack(folder)
        read = parse_case(text, pack.vocabulary)
        parts = [pack.vocabulary, pack.knowledge, pack.compiled.facts.splitlines(), pack.compiled.declared]
        try:
            parts.append(pack.solve(read, policy=policy))
        except CaseError as error:
            # Hints name the recorded facts with their places.
            parts.append(sorted((p.code, p.message) for p in error.problems))
        return "\n".join(repr(canonical(p)) for p in parts)


@settings(suppress_health_check=CHECKS)
@given(st.data())
def test_order_never_changes_an_answer(data: st.DataObject) -> None:
    pack = data.draw(packs())
    case = data.draw(cases(pack))
    policy = data.draw(st.permutations(pack.sources)) if data.draw(st.booleans()) else []
    note("\n".join([*lines(pack), "", yaml(case, pack)]))
    shuffled = data.draw(st.permutations(lines(pack)))
    cut = data.draw(st.integers(0, len(shuffled)))
    names = data.draw(st.permutations(["a.lp", "b.lp"]))
    again = Case(dict(data.draw(st.permutations(list(case.findings.items())))), tuple(reversed(case.excluded)))
    first = told({"pack.lp": lines(pack)}, yaml(case, pack), policy)
    second = told({names[0]: shuffled[:cut], names[1]: shuffled[cut:]}, yaml(again, pack), policy)
    assert first == second


def drawn(count: int) -> list[tuple[records.Pack, Case]]:
    """Some packs with a case each, always the same ones."""
    found: list[tuple[records.Pack, Case]] = []

    @settings(max_examples=count, database=None, derandomize=True, deadline=None, phases=[Phase.generate], suppress_health_check=CHECKS)
    @given(st.data())
    def draw(data: st.DataObject) -> None:
        pack = data.draw(packs())
        found.append((pack, data.draw(cases(pack))))

    draw()
    return found


PRINT = """
import json, sys
from pathlib import Path
from guideline import CaseError, load_pack, read_case
from guideline.answer_json import answer_json
for folder in sorted(Path(sys.argv[1]).iterdir()):
    pack = load_pack(folder)
    try:
        print(json.dumps(answer_json(pack.solve(read_case(folder / "case.yaml", pack)), pack)))
    except CaseError as error:
        print(error)
"""


def test_the_hash_seed_never_shows(tmp_path: Path) -> None:
    for number, (pack, case) in enumerate(drawn(12)):
        folder = tmp_path / f"{number:02}"
        folder.mkdir()
        (folder / "pack.lp").write_text("\n".join(lines(pack)) + "\n", encoding="utf-8")
        (folder / "case.yaml").write_text(yaml(case, pack), encoding="utf-8")
    for words in (["-c", PRINT, str(tmp_path)], ["-c", "from guideline.cli import main; main()", "audit", "--json"]):
        outputs = set()
        for seed in ("0", "1", "4711"):
            environment = {**os.environ, "PYTHONHASHSEED": seed, "GUIDELINE_CACHE": "off", "PYTHONPATH": str(ROOT)}
            run = subprocess.run([sys.executable, *words], capture_output=True, check=False, cwd=ROOT, env=environment)
            assert b"Traceback" not in run.stderr, run.stderr.decode()
            assert run.stdout
            outputs.add(run.stdout)
        assert len(outputs) == 1
