"""The head of a report: whose it is, of which day, and what makes it another than the whole answer of the whole pack."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from report_pages import MADE, ORCHARD, SPRING, opened, read, reported, squeezed, words_in

from explain.report.content import Report, gather, report
from explain.report.notices import age
from explain.report.page import page

FORMS = ["html", "markdown", "pdf"]


def of_spring(**options: Any) -> Report:
    return reported(SPRING, opened(ORCHARD), **options)


def head(content: Report, form: str) -> str:
    return words_in(content, form).partition("Askfirst")[0]


@pytest.mark.parametrize("form", FORMS)
def test_statements_that_are_switched_off_are_said_before_anything_else(form: str) -> None:
    said = squeezed("this statement is switched off by whoever made this report: uncle.no_knife")
    assert said in head(of_spring(without=("no_knife",)), form)
    assert "switchedoff" not in head(of_spring(), form)


@pytest.mark.parametrize("form", FORMS)
def test_an_order_of_trust_is_said_before_anything_else(form: str) -> None:
    said = squeezed("ordered by this site's order of trust, first the most trusted: council, uncle")
    assert said in head(of_spring(policy=("council", "uncle")), form)
    assert "orderoftrust" not in head(of_spring(), form)


@pytest.mark.parametrize("form", FORMS)
def test_the_short_report_says_at_its_head_that_it_is_short(form: str) -> None:
    pack = opened(ORCHARD)
    short = report(gather(read(SPRING, pack), pack), MADE, short=True)
    assert "Thisistheshortreport" in head(short, form)
    assert "Thisistheshortreport" not in head(of_spring(), form)


@pytest.mark.parametrize(
    ("day", "time", "days"),
    [
        ("2026-04-01", "2026-04-01 09:00 UTC", None),
        ("2026-04-01", "2026-04-02 09:00 UTC", None),
        ("2026-04-01", "2026-04-03 09:00 UTC", 2),
        ("2026-04-03", "2026-04-02 09:00 UTC", None),
        ("2026-04-04", "2026-04-02 09:00 UTC", -2),
        ("", "2026-04-02 09:00 UTC", None),
        ("2026-04-01", "", None),
    ],
)
def test_the_age_of_a_record_is_known_where_it_is_more_than_a_day(day: str, time: str, days: int | None) -> None:
    assert age(day, time) == days


@pytest.mark.parametrize(
    ("date", "said"),
    [
        ("2025-10-01", "record of 2025-10-01, 183 days before this was made"),
        ("2026-04-02", "record of 2026-04-02; made"),
        ("2026-05-02", "record of 2026-05-02, a day in the future: 30 days after this was made"),
        ("", "no date recorded"),
    ],
)
@pytest.mark.parametrize("form", FORMS)
def test_the_day_of_the_record_is_told_beside_that_of_the_making(date: str, said: str, form: str) -> None:
    pack = opened(ORCHARD)
    content = report(gather(replace(read(SPRING, pack), date=date), pack), MADE)
    assert squeezed(said) in head(content, form)


def test_a_blank_title_is_none() -> None:
    pack = opened(ORCHARD)
    blank = report(gather(replace(read(SPRING, pack), title="   "), pack), MADE)
    assert "<h1>spring</h1>" in page(blank, "html")
    assert "\n# spring\n" in f"\n{page(blank, 'markdown')}"


def test_notices_stand_where_a_template_of_a_site_has_its_own_subtitle(tmp_path: Path) -> None:
    block = '{% extends "standard/report.html.j2" %}{% block subtitle %}<p>Mine</p>{% endblock %}'
    (tmp_path / "report.html.j2").write_text(block, encoding="utf-8")
    text = page(of_spring(without=("no_knife",)), "html", site=tmp_path)
    assert "<p>Mine</p>" in text
    assert "switched off by whoever made this report" in text.partition("<main")[0]
