"""The pages: Markdown and HTML say the same, stand alone, and show text of users as it was written."""

from __future__ import annotations

import html.parser
import re
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_words import CASES, HERE, HOSTILE, ORCHARD, Golden, hostile, view

from explain.plain import code, fenced, markdown
from explain.render import render
from guideline import Pack, load_pack

VOID = {"meta", "br", "link", "img", "input", "hr"}


@pytest.fixture(scope="module")
def pack() -> Pack:
    return load_pack()


@pytest.fixture(scope="module")
def orchard() -> Pack:
    return load_pack(ORCHARD)


class Page(html.parser.HTMLParser):
    """Reads a page: its tags in order, its ids and links, its text; and that what is opened is closed."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.words = ""
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        values = dict(attrs)
        assert not [name for name in values if name.startswith("on")]
        if values.get("id"):
            self.ids.append(str(values["id"]))
        if values.get("href"):
            self.links.append(str(values["href"]))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words += data


def page(case: Path | str, pack: Pack, **options: object) -> str:
    return render(view(case, pack, **options), "html")


@pytest.mark.parametrize(("form", "ending"), [("markdown", "md"), ("report", "report.md"), ("html", "html")])
def test_the_orchard_reads_as_agreed(form: str, ending: str, orchard: Pack, golden: Golden) -> None:
    made = view(
        ORCHARD / "cases" / "spring.yaml",
        orchard,
        derivation=("felling: contested", "  the statement opposes felling"),
        command="guideline report `x`",
    )
    text = render(made, form)
    for _, digest in orchard.compiled.hashes:
        text = text.replace(digest, "0" * 64)
    golden(HERE / "golden" / f"orchard_spring.{ending}", text.replace(made.provenance.origin, "spring.yaml"))


@pytest.mark.parametrize("path", CASES, ids=lambda p: p.stem)
def test_a_page_is_well_formed_and_its_links_lead_somewhere(path: Path, pack: Pack) -> None:
    read = Page(page(path, pack))
    assert read.open == []
    assert len(read.ids) == len(set(read.ids))
    inside = [link[1:] for link in read.links if link.startswith("#")]
    assert inside
    assert set(inside) <= set(read.ids)


@pytest.mark.parametrize("name", ["spring", "autumn"])
def test_headings_go_down_one_step_at_a_time(name: str, orchard: Pack) -> None:
    read = Page(page(ORCHARD / "cases" / f"{name}.yaml", orchard))
    levels = [int(tag[1]) for tag in read.tags if re.fullmatch("h[1-6]", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(b <= a + 1 for a, b in pairwise(levels))
    assert [tag for tag in read.tags if tag in {"header", "main", "footer"}] == ["header", "main", "footer"]


def test_a_page_needs_no_network_and_no_script(orchard: Pack) -> None:
    text = page(ORCHARD / "cases" / "spring.yaml", orchard)
    assert "default-src 'none'" in text
    assert not re.search(r"<(script|link|img|iframe|object)|\bsrc=|@import|url\(", text)


def test_only_links_to_the_web_are_links(orchard: Pack) -> None:
    text = page(ORCHARD / "cases" / "spring.yaml", orchard)
    assert 'href="https://example.org/almanac"' in text
    assert "javascript:" not in text


def test_markup_of_users_is_shown_and_not_obeyed_on_a_page(orchard: Pack) -> None:
    text = render(hostile(orchard, command=HOSTILE), "html")
    read = Page(text)
    assert "script" not in read.tags
    assert read.words.count("<script>alert(1)</script>") >= 4
    assert "{{ 7 * 7 }}" in read.words
    assert "\x1b" not in text
    assert "\u202e" not in text


def test_notes_are_shown_verbatim_on_a_page(orchard: Pack) -> None:
    assert "Planted by the grandmother.\n\n  - do not read this as a list" in page(ORCHARD / "cases" / "spring.yaml", orchard)


def test_markup_of_users_is_literal_in_markdown(orchard: Pack) -> None:
    text = render(hostile(orchard, command=HOSTILE), "report")
    heading = text.splitlines()[0]
    assert r"\*\*bold\*\*" in heading
    assert "&lt;script&gt;" in heading
    outside = re.sub(r"(?s)^```+text\n.*?^```+$|(`+)(?!`)[^\n]*?(?<!`)\1(?!`)", "", text, flags=re.MULTILINE)
    assert "<script>" not in outside
    assert r"\[red\]x\[/red\]" in outside


def test_what_the_pack_says_is_escaped_too(orchard: Pack) -> None:
    text = render(view(ORCHARD / "cases" / "spring.yaml", orchard), "markdown")
    assert r"Feed the tree, \*always\*." in text
    assert "The Almanac &amp; Orchard &lt;Book&gt;" in text


def test_an_empty_case_says_plainly_that_no_source_speaks(orchard: Pack) -> None:
    made = view("case: nobody", orchard)
    for form in ("html", "markdown", "report"):
        text = render(made, form)
        assert "Nothing is recorded." in text
        assert "No source says anything that applies to this record." in text


@pytest.mark.parametrize("form", ["markdown", "report", "html"])
def test_every_statement_in_force_is_in_the_report(form: str, orchard: Pack) -> None:
    made = view(ORCHARD / "cases" / "spring.yaml", orchard)
    text = render(made, form)
    if form != "markdown":
        assert all(row.cite.id in text for s in made.statements for row in s.statements)
    assert all(markdown(a.labels[0]) in text for g in made.groups for a in g.actions)


def test_provenance_says_all_that_reproduces_the_answer(orchard: Pack) -> None:
    made = view(ORCHARD / "cases" / "spring.yaml", orchard, command="guideline report spring.yaml -o a.html")
    for form in ("html", "report"):
        text = render(made, form)
        for words in (
            made.provenance.engine,
            *(h for _, h in orchard.compiled.hashes),
            "spring.yaml",
            "guideline report spring.yaml -o a.html",
        ):
            assert words in text


@given(st.text())
def test_escaped_text_holds_no_markup_of_markdown(text: str) -> None:
    escaped = markdown(text)
    assert "\n" not in escaped
    bare = re.sub(r"\\[^\w\s]|\\_|&(?:lt|gt|amp);", "", escaped)
    assert not re.search(r"[`*\[\]|~$<>&\\]", bare)
    assert not re.match(r"[#+=:-]|\d+[.)](\s|$)", escaped)


@given(st.text())
def test_a_fence_and_a_span_cannot_be_closed_from_inside(text: str) -> None:
    block = fenced(text).split("\n")
    assert block[-1] not in block[1:-1]
    span = code(text)
    tick = re.match("`+", span)
    assert tick
    assert tick[0] not in re.findall("`+", span[len(tick[0]) : len(span) - len(tick[0])])
