"""Inputs that are no plain files or no cases, and usage that contradicts itself: one clear message, and no waiting."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from guideline import CaseError, GuidelineError, Pack, PackError, load_pack, read_case
from guideline.cases.reading import parse_case

ROOT = Path(__file__).parent.parent
MINIMAL = Path(__file__).parent / "packs" / "minimal"
RUN = f"{sys.executable} -c 'from guideline.cli import main; main()'"


@pytest.fixture(scope="module")
def pack() -> Pack:
    return load_pack()


def bash(words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(["bash", "-c", words], capture_output=True, text=True, check=False, cwd=ROOT, timeout=120)


def test_no_case_is_a_type_error(pack: Pack) -> None:
    with pytest.raises(TypeError, match="expected a `Case`"):
        pack.solve(None)  # type: ignore[arg-type]  # what is tried


def test_a_pipe_without_a_writer_is_refused(pack: Pack, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "case.yaml")
    with pytest.raises(CaseError, match="this is a pipe, and nothing was written to it"):
        read_case(tmp_path / "case.yaml", pack)


def test_process_substitution_is_read() -> None:
    run = bash(f"{RUN} solve <(sleep 1; echo 'case: piped') --pack {MINIMAL} --json")
    assert (run.returncode, run.stderr) == (0, "")
    assert '"case": "piped"' in run.stdout


def test_a_pack_with_a_pipe_or_a_device_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "pack"
    shutil.copytree(MINIMAL, folder)
    os.mkfifo(folder / "pipe.lp")
    (folder / "zero.lp").symlink_to("/dev/zero")
    with pytest.raises(PackError) as caught:
        load_pack(folder)
    assert [(Path(p.place.file).name, p.message) for p in caught.value.problems if p.place] == [
        ("pipe.lp", "this is a pipe, not a regular file"),
        ("zero.lp", "this is a device, not a regular file"),
    ]


def test_an_exclusion_reports_all_that_is_wrong_with_it(pack: Pack) -> None:
    with pytest.raises(CaseError) as caught:
        parse_case("case: x\nexcluded: [{action: nonsense, because: x, kind: bogus}]", pack.vocabulary)
    assert [p.code for p in caught.value.problems] == ["unknown-action", "unknown-value"]


def test_one_contradiction_is_reported_once(pack: Pack) -> None:
    case = parse_case("case: x\nfindings: {neurological_deficit: false, motor_weakness: true}", pack.vocabulary)
    with pytest.raises(CaseError) as caught:
        pack.solve(case)
    assert len(caught.value.problems) == 1
    assert "`motor_weakness` (motor weakness) and `neurological_deficit`" in caught.value.problems[0].message


def test_an_unknown_source_lists_the_sources(pack: Pack) -> None:
    with pytest.raises(GuidelineError, match="the sources are `acr_vcf`, `bme_general`"):
        pack.solve(parse_case("case: x", pack.vocabulary), policy=["nosource"])


@pytest.mark.parametrize("words", ["check --json --format sarif", "solve x.yaml --json --format markdown", "audit --json --format text"])
def test_two_forms_of_output_are_refused(words: str) -> None:
    run = bash(f"{RUN} {words}")
    assert (run.returncode, run.stdout) == (2, "")
    assert run.stderr.splitlines()[-1].startswith("error: --json is --format json")
    assert run.stderr.startswith("Usage: guideline ")


def test_a_closed_standard_output_is_said() -> None:
    found = bash(f"{sys.executable} -c 'from guideline.cli import main; main()' sources >&-")
    assert found.returncode == 1
    assert found.stderr == "error: standard output is closed\n"
