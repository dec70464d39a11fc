"""A report of a small pack, and an empty folder for the templates of a site."""

from __future__ import annotations

from pathlib import Path

import pytest
from report_pages import ORCHARD, SPRING, opened, reported

from explain.report.content import Report


@pytest.fixture(scope="module")
def spring() -> Report:
    return reported(SPRING, opened(ORCHARD))


@pytest.fixture
def site(tmp_path: Path) -> Path:
    folder = tmp_path / "site"
    folder.mkdir()
    return folder
