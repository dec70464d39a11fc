"""A site's folder of templates: written, used for a report, and the one fault that it has."""

from __future__ import annotations

from pathlib import Path

import pytest

from explain.report.content import Report
from explain.report.page import page
from guideline.errors import GuidelineError

EXTENDS = '{% extends "standard/report.html.j2" %}\n'


def write(site: Path, text: str, name: str = "report.html.j2") -> Path:
    (site / name).write_text(text, encoding="utf-8")
    return site


def html(report: Report, site: Path) -> str:
    return page(report, "html", site=site)


def fault(report: Report, site: Path) -> str:
    with pytest.raises(GuidelineError) as caught:
        html(report, site)
    assert len(caught.value.problems) == 1
    return str(caught.value)
