"""The wheel and the editable install carry the encodings and the templates, and solve from any folder."""

from __future__ import annotations

import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
CASE = ROOT / "encodings" / "vcf" / "cases" / "acr_81_year_old.yaml"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(target), str(ROOT)], check=True, capture_output=True
    )
    return next(target.glob("*.whl"))


def test_the_wheel_carries_encodings_cases_and_templates_and_no_package_called_encodings(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    assert any(n.startswith("guideline/encodings/core/") and n.endswith(".lp") for n in names)
    assert "guideline/encodings/vcf/cases/acr_81_year_old.yaml" in names
    assert any(n.startswith("explain/templates/") for n in names)
    template = {p.relative_to(ROOT).as_posix() for p in (ROOT / "guideline" / "new_pack").rglob("*") if p.is_file()}
    assert template <= set(names)
    assert not any(n.startswith("encodings/") or n.endswith("encodings/__init__.py") for n in names)


def test_the_wheel_solves_in_a_fresh_environment_from_another_folder(wheel: Path, tmp_path: Path) -> None:
    home = tmp_path / "env"
    venv.create(home, with_pip=True)
    python = home / "bin" / "python"
    subprocess.run([python, "-m", "pip", "install", "-q", "--disable-pip-version-check", str(wheel)], check=True, capture_output=True)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    case = elsewhere / "case.yaml"
    case.write_bytes(CASE.read_bytes())
    run = subprocess.run([home / "bin" / "guideline", "solve", "case.yaml"], cwd=elsewhere, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    assert "vertebral augmentation" in run.stdout
    for words in ("new pack ankle", "check --strict ankle", "test ankle", "trace ankle", "show wait_first --pack ankle", "trace"):
        run = subprocess.run([home / "bin" / "guideline", *words.split()], cwd=elsewhere, capture_output=True, text=True, check=False)
        assert (run.returncode, run.stderr) == (0, ""), run.stdout


def test_the_checkout_finds_its_encodings_from_another_folder(tmp_path: Path) -> None:
    code = f"from guideline import load_pack, read_case; p = load_pack(); print(len(p.solve(read_case({str(CASE)!r}, p)).in_force))"
    run = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False, env={"PYTHONPATH": str(ROOT), "PATH": ""}
    )
    assert run.returncode == 0, run.stderr
    assert int(run.stdout) > 0
