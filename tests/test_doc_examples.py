"""The examples of Python in the README and the documents run as they stand."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
BLOCK = re.compile(r"^```python\n(.*?)^```", re.DOTALL | re.MULTILINE)
EXAMPLES = [(page.relative_to(ROOT).as_posix(), n, text) for page in PAGES for n, text in enumerate(BLOCK.findall(page.read_text("utf-8")))]


@pytest.mark.parametrize(("page", "number", "text"), EXAMPLES, ids=[f"{page}-{number}" for page, number, _ in EXAMPLES])
def test_an_example_of_python_runs(page: str, number: int, text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cases = ROOT / "encodings" / "vcf" / "cases"
    # What the examples name: the checkout, a case, a pack with cases.
    (tmp_path / "encodings").symlink_to(ROOT / "encodings")
    shutil.copy(cases / "acr_81_year_old.yaml", tmp_path / "case.yaml")
    shutil.copytree(ROOT / "tests" / "trial" / "small", tmp_path / "PACK")
    monkeypatch.chdir(tmp_path)
    exec(compile(text, f"{page}, block {number + 1} of Python", "exec"), {})  # noqa: S102 (our own documents)


def test_there_are_examples() -> None:
    assert {"README.md", "docs/explaining.md"} <= {page for page, _, _ in EXAMPLES}
