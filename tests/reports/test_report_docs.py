"""What the documents say of reports is so: the template that they show works, the blocks that they list are there, and the pictures too."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from report_pages import ORCHARD, ROOT, SPRING, opened, reported

from explain.report.content import Report
from explain.report.page import NAMES, page

DOCS = (ROOT / "docs" / "reports.md").read_text(encoding="utf-8")
TEMPLATES = ROOT / "explain" / "templates" / "en"


@pytest.fixture(scope="module")
def spring() -> Report:
    return reported(SPRING, opened(ORCHARD))


def listed(template: str) -> set[str]:
    row = next(line for line in DOCS.splitlines() if line.startswith(f"| `{template}`"))
    return set(re.findall("`([a-z_]+)`", row.partition("|")[2].partition("|")[2]))


def test_the_template_of_the_documents_works(spring: Report, tmp_path: Path) -> None:
    template = re.search(r"(?s)```jinja\n(.*?)```", DOCS)
    assert template
    (tmp_path / "report.html.j2").write_text(template[1], encoding="utf-8")
    text = page(spring, "html", site=tmp_path)
    assert "<p>Spine Board, Tuesday meeting</p>" in text
    assert "leaving the tree alone or pruning: ____" in text
    assert '<section id="signatures" aria-labelledby="signatures-heading">' in text


@pytest.mark.parametrize("template", ["report.html.j2", "report.md.j2", "audit_report.html.j2", "audit_report.md.j2"])
def test_the_documents_list_the_blocks_that_there_are(template: str) -> None:
    blocks = set(re.findall(r"{% block (\w+) %}", (TEMPLATES / template).read_text(encoding="utf-8")))
    if "html" in template:
        blocks |= {"letterhead", "style", "footer"}
        blocks -= {"contents", "sections", "filter"}
    assert listed(template) == blocks


def test_the_documents_name_the_templates_that_a_site_may_have() -> None:
    assert all(f"`{name}`" in DOCS for name in NAMES)


def test_the_names_that_the_documents_promise_are_known(spring: Report, tmp_path: Path) -> None:
    names = [n for row in re.findall(r"^\| (`[vr]\..*?) \|", DOCS, re.MULTILINE) for n in re.findall(r"`([vr]\.\w+)(?:\(\w+\))?`", row)]
    assert len(names) > 20
    (tmp_path / "report.html.j2").write_text(
        '{% extends "standard/report.html.j2" %}{% block letterhead %}{% set all = ['
        + ", ".join(names)
        + "] %}{{ all|length }}{% endblock %}",
        encoding="utf-8",
    )
    assert f'<div class="letterhead">{len(names)}</div>' in page(spring, "html", site=tmp_path)


def test_the_readme_shows_pictures_that_are_there_and_small() -> None:
    shown = re.findall(r"!\[[^\]]{20,}\]\((docs/pictures/[^)]*\.png)\)", (ROOT / "README.md").read_text(encoding="utf-8"))
    assert len(shown) == 2
    for name in shown:
        data = (ROOT / name).read_bytes()
        assert data.startswith(b"\x89PNG")
        assert len(data) < 200 * 1024
