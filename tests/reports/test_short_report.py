"""The short report: everything but the full justification and the list of statements, and no link that leads nowhere."""

from __future__ import annotations

import re
from pathlib import Path

import pypdfium2 as pdfium
import pytest
from click.testing import CliRunner, Result
from report_pages import ORCHARD, Page

from explain.report.typeset import RUNNING, pdf
from guideline.cli import group
from guideline.pack import shipped_pack

CASES = [
    (ORCHARD, ORCHARD / "cases" / "spring.yaml"),
    (shipped_pack(), shipped_pack() / "cases" / "acr_35_days_of_therapy.yaml"),
    (shipped_pack(), shipped_pack() / "cases" / "limited_edema_day_20.yaml"),
]


def run(case: Path, pack: Path, *words: str) -> Result:
    return CliRunner().invoke(group, ["report", str(case), "--pack", str(pack), "-o", "-", *words])


@pytest.mark.parametrize(("pack", "case"), CASES, ids=lambda p: p.stem)
def test_it_leaves_out_the_justification_and_the_statements_and_says_so(pack: Path, case: Path) -> None:
    whole, short = (Page(run(case, pack, "--format", "html", *words).output) for words in ((), ("--short",)))
    assert [i for i in whole.ids if i in {"reasons", "statements"}] == ["reasons", "statements"]
    assert not {"reasons", "statements"} & set(short.ids)
    left = [i for i in whole.ids if i in {"summary", "decisions", "actions", "ahead", "sources", "made", "signed"}]
    assert [i for i in short.ids if i in left] == left
    assert "without --short" in short.words
    assert "without --short" not in whole.words
    assert "guideline report --pack" in short.words
    assert " --short " in short.words


@pytest.mark.parametrize(("pack", "case"), CASES, ids=lambda p: p.stem)
@pytest.mark.parametrize("words", [(), ("--short",)], ids=["whole", "short"])
def test_no_link_leads_nowhere(pack: Path, case: Path, words: tuple[str, ...]) -> None:
    page = Page(run(case, pack, "--format", "html", *words).output)
    inside = [link[1:] for link in page.links if link.startswith("#")]
    assert inside
    assert set(inside) <= set(page.ids)


def test_what_is_said_of_an_action_still_names_its_statement_and_place() -> None:
    pack, case = CASES[1]
    short = run(case, pack, "--format", "html", "--short").output
    sayings = re.findall(r'<li data-s="([^"]+)">.*?<span class="at" data-s="([^"]+)">([^<]+)</span></li>', short)
    assert len(sayings) > 20
    assert all(one == other and place.startswith(one) for one, other, place in sayings)


def test_markdown_and_json() -> None:
    pack, case = CASES[0]
    short = run(case, pack, "--format", "md", "--short").output
    assert "## Full justification" not in short
    assert "## Statements cited" not in short
    assert "| Name | Function | Date | Signature |" in short
    refused = run(case, pack, "--format", "json", "--short")
    assert refused.exit_code == 2
    assert "the JSON has everything" in refused.output


def test_every_page_on_paper_says_whose_it_is() -> None:
    title = "A title " + "that is long " * 20
    page = f"<html lang='en'><head><title>{title}</title></head><body>{'<p>words</p>' * 200}</body></html>"
    read = [" ".join(p.get_textpage().get_text_range().split()) for p in pdfium.PdfDocument(pdf(page))]
    assert len(read) > 2
    for number, words in enumerate(read, 1):
        foot = words[words.index(title[: RUNNING // 2]) :]
        assert len(foot) <= RUNNING + len(" 10 / 10")
        assert foot.endswith(f"{number} / {len(read)}")
