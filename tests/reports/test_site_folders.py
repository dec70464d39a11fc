"""The folder of a site's templates: what it has to hold, and which links out of it, inside it and to it are followed."""

from __future__ import annotations

from pathlib import Path

import pytest
from report_pages import ORCHARD, SPRING, opened, reported
from site_folder import EXTENDS, fault, html, write

from explain.report.content import Report


@pytest.fixture(scope="module")
def spring() -> Report:
    return reported(SPRING, opened(ORCHARD))


@pytest.fixture
def site(tmp_path: Path) -> Path:
    folder = tmp_path / "site"
    folder.mkdir()
    return folder


def test_a_folder_that_is_not_there_is_refused(spring: Report, tmp_path: Path) -> None:
    assert "there is no such folder of templates" in fault(spring, tmp_path / "gone")
    (tmp_path / "file").write_text("", encoding="utf-8")
    assert "there is no such folder of templates" in fault(spring, tmp_path / "file")


def test_a_folder_without_a_template_that_is_looked_for_is_refused(spring: Report, site: Path) -> None:
    said = fault(spring, write(site, EXTENDS, "reports.html.j2"))
    assert "the folder holds no template that is looked for" in said
    assert "report.html.j2" in said


def test_a_template_that_is_not_text_is_named(spring: Report, site: Path) -> None:
    (site / "report.html.j2").write_bytes(b"\xff\xfe{% extends %}")
    assert fault(spring, site).startswith(f"{site / 'report.html.j2'}: the file is not UTF-8 text")


def test_a_link_that_leads_out_of_the_folder_is_not_followed(spring: Report, site: Path) -> None:
    secret = site.parent / "secret.txt"
    secret.write_text("secret", encoding="utf-8")
    (site / "secret.txt").symlink_to(secret)
    said = fault(spring, write(site, EXTENDS + "{% block letterhead %}{% include 'secret.txt' %}{% endblock %}"))
    assert "`secret.txt` leads out of the folder" in said
    assert f"{site / 'report.html.j2'}:2" in said
    (site / "secret.txt").rename(site / "secret.j2")
    assert f"{site / 'secret.j2'}: the file leads out" in fault(spring, site)


def test_a_link_inside_the_folder_is_followed(spring: Report, site: Path) -> None:
    (site / "inner").mkdir()
    (site / "inner" / "logo.txt").write_text("our logo", encoding="utf-8")
    (site / "logo.txt").symlink_to(site / "inner" / "logo.txt")
    assert "our logo" in html(spring, write(site, EXTENDS + "{% block letterhead %}{% include 'logo.txt' %}{% endblock %}"))


def test_a_folder_may_itself_be_reached_by_a_link(spring: Report, site: Path) -> None:
    write(site, EXTENDS + "{% block letterhead %}Parish{% endblock %}")
    linked = site.parent / "linked"
    linked.symlink_to(site)
    assert "Parish" in html(spring, linked)
