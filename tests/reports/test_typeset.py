"""A report on paper: a tagged PDF with numbered pages that holds all that the page holds, whatever its text is made of."""

from __future__ import annotations

import io
import re
import unicodedata
from dataclasses import replace
from html import escape
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st
from pdf_lines import last_lines
from pypdf import PdfReader
from report_pages import CASES, MADE, ORCHARD, SPRING, Page, opened, read, reported, squeezed, words_of_pdf

from explain.plain import visible
from explain.report.audit_report import audit_report
from explain.report.page import audit_page, page
from explain.report.produce import Options, produce
from explain.report.typeset import ZERO_WIDTH, pdf, typesetting
from explain.report.unset import unset
from guideline import Pack
from guideline.auditing.audit import audit
from guideline.cli import group

A4 = (595.276, 841.89)
WIDE = "Donaudampfschifffahrtsgesellschaftskapitän" * 12
TYPST = [
    '#panic("no")',
    "#import sys: version",
    '#read("/etc/passwd")',
    '#image("/etc/passwd")',
    "*bold* _em_ `raw` = head",
    "= Heading",
    "- item\n+ item\n/ term: x",
    "$x^2$ <label> @label",
    "]#strong[x",
    '"; #panic() //',
    "\\u{41} \\ \\#",
    "/* open",
    "// comment",
    "~ --- ... 'quoted' \"quoted\"",
]


@pytest.fixture(scope="module")
def orchard() -> Pack:
    return opened(ORCHARD)


@pytest.fixture(scope="module")
def spring(orchard: Pack) -> str:
    return page(reported(SPRING, orchard), "html")


def of(words: str, element: str = "p") -> str:
    """A page with some words, escaped as pages are."""
    return f'<html lang="en"><head><title>T</title></head><body><main><{element}>{escape(words)}</{element}></main></body></html>'


def test_a_pdf_opens_and_its_pages_are_numbered(spring: str) -> None:
    pages = PdfReader(io.BytesIO(pdf(spring))).pages
    assert len(pages) > 3
    for number, one in enumerate(pages, 1):
        assert one.extract_text().rstrip().endswith(f"{number} / {len(pages)}")
        assert (float(one.mediabox.width), float(one.mediabox.height)) == pytest.approx(A4, abs=0.1)


def test_a_pdf_is_tagged_and_has_a_title_a_language_and_no_date(spring: str) -> None:
    reader = PdfReader(io.BytesIO(pdf(spring)))
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in root
    assert root["/Lang"] == "en"
    assert reader.metadata
    assert reader.metadata.title == "An old apple tree in spring"
    assert reader.metadata.creation_date is None


def test_a_pdf_has_an_outline_of_the_sections(spring: str) -> None:
    def titles(outline: list[object]) -> list[str]:
        return [t for o in outline for t in (titles(o) if isinstance(o, list) else [str(o.title)])]  # type: ignore[attr-defined]  # pypdf's Destination

    found = titles(PdfReader(io.BytesIO(pdf(spring))).outline)
    for heading in re.findall(r"<h2[^>]*>(.*?)</h2>", spring):
        assert heading in found


@pytest.mark.parametrize("path", [SPRING, *CASES[::72]], ids=lambda p: p.stem)
def test_a_pdf_holds_all_words_of_the_page_those_in_folds_too(path: object) -> None:
    text = page(reported(path, opened(ORCHARD if path == SPRING else None)), "html")  # type: ignore[arg-type]  # a path
    words = words_of_pdf(pdf(text))
    main = re.sub(r'(?s)<(nav|script|style|svg|button|label)\b.*?</\1>|<head>.*?</head>|<div class="tools".*?</div>', "", text)
    # What is to be copied into a file is no use on paper.
    main = re.sub(r'(?s)<details class="lines">.*?</details>', "", main)
    # The table that stands in for a picture is left out where the picture is.
    main = re.sub(r"(?s)</figcaption>.*?</figure>", "</figcaption></figure>", main)
    for block in re.split(r"</?(?:p|li|ul|h\d|td|th|tr|summary|details|pre|div|section|dt|dd|br|figcaption)\b[^>]*>", main):
        said = squeezed(Page(f"<p>{re.sub('</?[a-z][^>]*>', '', block)}</p>").words)
        assert said in words


@pytest.mark.parametrize(
    "path",
    [
        SPRING,
        *[p for p in CASES if p.stem in {"acr_81_year_old", "acr_35_days_of_therapy", "acr_coagulation_unsafe", "vertebroplasty_day_89"}],
    ],
    ids=lambda p: p.stem,
)
def test_no_heading_stands_alone_at_the_foot_of_a_page_or_column(path: object) -> None:
    made = pdf(page(reported(path, opened(ORCHARD if path == SPRING else None)), "html"))  # type: ignore[arg-type]  # a path
    assert [(number, line.text) for number, line in last_lines(made) if line.bold] == []


def test_no_heading_of_an_audit_stands_alone_at_the_foot_of_a_page() -> None:
    pack = opened()
    made = pdf(audit_page(audit_report(audit(pack), pack), "html"))
    assert [(number, line.text) for number, line in last_lines(made) if line.bold] == []


@pytest.mark.parametrize("lines", range(44, 56))
def test_a_heading_goes_with_what_it_heads_wherever_the_page_ends(lines: int) -> None:
    filler = "".join(f"<p>line {n}</p>" for n in range(lines // 2))
    heads = "<h2>Head</h2><h3>Lower head</h3><p class='bold'>Bold head</p><p>What follows:</p>"
    heads += "<ul><li>Item with<ul><li>its own</li></ul></li></ul>"
    pages = PdfReader(
        io.BytesIO(pdf(f'<html lang="en"><body><main>{filler}{"<p>more</p>" * (lines % 2)}{heads}</main></body></html>'))
    ).pages
    for one in pages:
        last = re.sub(r"\d+ / \d+\s*$", "", one.extract_text()).strip().splitlines()[-1]
        assert last.strip(" \u2022\u2023") in {"its own", "more"} or last.startswith("line ")


def test_a_picture_that_comes_out_too_small_has_its_table_after_it_and_no_other_has() -> None:
    def of_size(width: int, height: int) -> str:
        svg = f'<svg viewBox="0 0 {width} {height}" role="img"><title>T</title><desc>D</desc></svg>'
        table = "<details><summary>As a table</summary><table><tr><td>cell</td></tr></table></details>"
        return f'<html lang="en"><body><main><figure>{svg}<figcaption>C</figcaption>{table}</figure></main></body></html>'

    assert "cell" not in words_of_pdf(pdf(of_size(640, 800)))
    assert "cell" in words_of_pdf(pdf(of_size(1400, 400)))
    assert "cell" in words_of_pdf(pdf(of_size(640, 4000)))
    assert len(PdfReader(io.BytesIO(pdf(of_size(640, 800)))).pages) == 1


def test_lines_for_a_case_file_are_left_out_on_paper() -> None:
    inner = '<p>Before</p><details class="lines"><summary>Lines</summary><pre>findings:</pre></details>'
    assert words_of_pdf(pdf(f'<html lang="en"><body><main>{inner}</main></body></html>')) == "Before"


def test_the_same_page_gives_the_same_bytes(spring: str) -> None:
    assert pdf(spring) == pdf(spring)


def test_the_pictures_have_their_alternatives(spring: str) -> None:
    reader = PdfReader(io.BytesIO(pdf(spring)))
    objects = [reader.get_object(number) for number in range(1, int(reader.trailer["/Size"]))]
    said = [str(o["/Alt"]) for o in objects if isinstance(o, dict) and "/Alt" in o]
    assert any("pruning, from day 325" in words for words in said)


@pytest.mark.parametrize("words", TYPST)
@pytest.mark.parametrize("element", ["p", "li", "code", "pre", "td", "h2", "summary"])
def test_typst_in_a_text_stays_text(words: str, element: str) -> None:
    wrap = {"li": "ul", "td": "table"}.get(element, "div")
    inner = of(words, element).replace(f"<{element}>", f"<{wrap}>{'<tr>' if element == 'td' else ''}<{element}>", 1)
    inner = inner.replace(f"</{element}>", f"</{element}>{'</tr>' if element == 'td' else ''}</{wrap}>", 1)
    if element == "summary":
        inner = inner.replace("<div>", "<details>").replace("</div>", "</details>")
    assert squeezed(words) in words_of_pdf(pdf(inner))


@pytest.mark.parametrize(
    "words",
    [
        "患者疼痛三周",
        "痛みが三週間続く",
        "боль в спине",
        "\u05db\u05d0\u05d1 \u05d2\u05d1",
        "\u0623\u0644\u0645 \u0627\u0644\u0638\u0647\u0631",
        "\U0001f600 \U0001f469\u200d\u2695\ufe0f",
        "e\u0301 \ufb01 ½ ≥ 20 µg",
        "a\tb",
        "x\u00adx",
    ],
)
def test_letters_of_any_script_are_set(words: str) -> None:
    made = pdf(of(visible(words)))
    assert PdfReader(io.BytesIO(made)).pages
    assert len(made) > 2000


# Scripts that the fonts of the library have; of others it depends on the fonts of the machine.
@pytest.mark.parametrize("words", ["боль в спине", "e\u0301 ½ ≥ 20 µg"])
def test_letters_that_are_set_can_be_read_out_again(words: str) -> None:
    assert unicodedata.normalize("NFKC", squeezed(words)) in unicodedata.normalize("NFKC", words_of_pdf(pdf(of(words))))


@settings(max_examples=40)
@given(st.text(max_size=60))
def test_any_text_makes_a_pdf(words: str) -> None:
    assert pdf(of(visible(words))).startswith(b"%PDF")


def test_a_character_that_no_font_has_is_found_and_one_of_the_fonts_of_the_library_is_not() -> None:
    # No font has a character of the last plane, which is for private use.
    assert unset(of("боль ½ ≥ é \U0010fffd x\u200by")) == "\U0010fffd"
    assert unset(of("боль ½ ≥ é x\u200by e\u0301")) == ""
    assert unset(of("plain")) == ""


def test_the_command_line_warns_once_of_characters_that_no_font_has(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / f"{name}.yaml").write_text('case: x\ntitle: "\\U0010FFFD"\nfindings: {}\n', encoding="utf-8")
    pack = ["--pack", str(ORCHARD)]
    runs = [
        ["report", str(tmp_path / "a.yaml"), "-o", str(tmp_path / "a.pdf")],
        ["report", "--batch", str(tmp_path), "-o", str(tmp_path / "out"), "--format", "pdf", "--jobs", "1"],
    ]
    for words in runs:
        result = CliRunner().invoke(group, [*words, *pack])
        assert result.exit_code == 0
        assert result.output.count("warning: no font of this machine has these characters") == 1
    quiet = CliRunner().invoke(group, ["report", str(tmp_path / "a.yaml"), "-o", str(tmp_path / "a.html"), *pack])
    assert "warning" not in quiet.output


def test_a_drawing_keeps_the_capitals_of_its_elements_and_takes_no_picture_from_elsewhere() -> None:
    inner = '<linearGradient id="g"><stop offset="0" stop-color="red"/></linearGradient><image href="file:///etc/passwd"></image>'
    inner += '<image href="file:///etc/passwd"/><rect width="9" height="9"/>'
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">{inner}</svg>'
    made = typesetting(f'<html lang="en"><body><main>{svg}<p>after</p></main></body></html>')
    assert "</linearGradient>" in made
    assert "image href" not in made
    assert words_of_pdf(pdf(f'<html lang="en"><body><main>{svg}<p>after</p></main></body></html>')) == "after"


def test_controls_are_spelt_out(orchard: Pack) -> None:
    case = replace(read("case: x\nfindings: {apple_tree: true}", orchard), title="a\x07b\x1b[31m\u202ec\x00")
    made, _ = produce(case, orchard, Options("pdf"))
    assert r"a\x07b\x1b[31m\u202ec\x00" in words_of_pdf(made.made)


@pytest.mark.parametrize("element", ["p", "code", "pre", "h2", "li"])
def test_a_very_long_word_stays_on_the_page(element: str) -> None:
    inner = of(WIDE, element)
    if element == "li":
        inner = inner.replace("<li>", "<ul><li>").replace("</li>", "</li></ul>")
    made = pdf(inner)
    lines = [line for one in PdfReader(io.BytesIO(made)).pages for line in one.extract_text().splitlines()]
    # A line of the smallest letters has room for some 120 of them.
    assert max(len(line.replace(ZERO_WIDTH, "")) for line in lines) <= 130
    assert words_of_pdf(made).replace(ZERO_WIDTH, "").removeprefix("\N{BULLET}") == WIDE


def test_a_name_is_broken_after_its_punctuation_and_copied_without_a_mark() -> None:
    name = "some_long_source.some_long_name_of_a_statement"
    made = typesetting(of(name, "code"))
    assert '#raw("some_");#box();#raw("long_");' in made
    assert name in words_of_pdf(pdf(of(name, "code")))
    assert "#box()" not in typesetting(of("short words of any number stay as they are"))


def test_only_links_to_the_web_are_links_on_paper(spring: str) -> None:
    goals = []
    for one in PdfReader(io.BytesIO(pdf(spring))).pages:
        for note in one.get("/Annots") or []:
            action = note.get_object().get("/A")
            if action and "/URI" in action:
                goals.append(action["/URI"])
    assert set(goals) == {"https://example.org/almanac"}
    assert "javascript" not in typesetting(spring)


def test_a_batch_of_paper_has_the_words_of_its_command(orchard: Pack) -> None:
    made, answer = produce(read(SPRING, orchard), orchard, Options("pdf", time=MADE.time), command=["guideline", "report", "a b.yaml"])
    assert squeezed("guideline report 'a b.yaml'") in words_of_pdf(made.made)
    assert answer.case.name == "spring"
