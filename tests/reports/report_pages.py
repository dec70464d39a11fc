"""Makes the reports that tests read, and reads pages: tags, ids, links, headings, words."""

from __future__ import annotations

import html.parser
import io
import re
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from pypdf import PdfReader

from explain.report.content import Made, Report, gather, report
from explain.report.page import page
from explain.report.typeset import pdf, running
from guideline import Pack, load_pack, read_case
from guideline.cases.reading import parse_case
from guideline.errors import Place
from guideline.model import Case, Exclusion
from guideline.trial.run import case_files

ROOT = Path(__file__).parents[2]
CASES = case_files(ROOT / "encodings" / "vcf")
ORCHARD = ROOT / "tests" / "explain" / "orchard"
SPRING = ORCHARD / "cases" / "spring.yaml"
MADE = Made("2026-04-02 09:00 UTC", "guideline report spring.yaml -o spring.html")
HOSTILE = (
    "<script>alert(1)</script> <b>bold</b> **bold** _em_ {{ 7 * 7 }} {% raw %} $x$ "
    "#panic(1) ]#(1) \\u{41} | `code` # head @goal \x1b[31m \u202e"
)
"""Markup of HTML, Markdown, Jinja and Typst, and controls that no case file may hold."""
VOID = {"meta", "br", "link", "img", "input", "hr"}


@lru_cache(maxsize=2)
def opened(folder: Path | None = None) -> Pack:
    """The shipped pack, or that of a folder."""
    return load_pack(folder) if folder else load_pack()


def read(case: Path | str, pack: Pack) -> Case:
    return read_case(case, pack) if isinstance(case, Path) else parse_case(case, pack.vocabulary)


def reported(case: Case | Path | str, pack: Pack, made: Made = MADE, **options: tuple[str, ...]) -> Report:
    known = case if isinstance(case, Case) else read(case, pack)
    return report(gather(known, pack, **options), made)  # type: ignore[arg-type]  # the options of gather


def fixed(content: Report) -> Report:
    """The report with what differs between versions and machines made the same."""
    provenance = content.view.provenance
    packs = tuple([(name, "0" * 64) for name, _ in provenance.packs])
    origin = Path(provenance.origin).name
    return replace(content, view=replace(content.view, provenance=replace(provenance, engine="0.0.0", packs=packs, origin=origin)))


def hostile_case(pack: Pack, findings: str = "apple_tree: true") -> Case:
    """A case whose texts try everything."""
    case = parse_case(f"case: hostile\nfindings: {{{findings}}}", pack.vocabulary)
    excluded = (Exclusion("felling", HOSTILE, "", Place("file", 1)),) if "felling" in pack.vocabulary.actions else ()
    return replace(case, name=HOSTILE, title=HOSTILE, notes=f"{HOSTILE}\n\n- {HOSTILE}", origin=HOSTILE, excluded=excluded)


def hostile_pack(folder: Path) -> Path:
    """A pack in which every text tries everything that the syntax of a pack lets in."""
    text = "".join(c for c in HOSTILE if c.isprintable()).replace("\\", "\\\\").replace('"', '\\"')
    (folder / "hostile.lp").write_text(
        f"""
finding(tired, boolean). label(tired, "{text}"). critical(tired). question(tired, "{text}").
finding(waited, quantity("day")). clock(waited). range(waited, "0 days", "5 years"). label(waited, "{text}").
action((walk; rest)). exclusive(walk, rest). label(walk, "{text}"). label(rest, "{text}").
source(leaflet, "{text}"). source_issuer(leaflet, "{text}"). source_date(leaflet, "{text}"). strength(leaflet, should, 1).
context(everybody, leaflet, "{text}"). enters(everybody).
statement(go, leaflet, recommendation, should). locator(go, "{text}"). says(go, "{text}"). cites(go, "{text}").
recommends(go, walk). needs(go, walk, at_least(waited, "3 weeks")). within(go, everybody). applies(go) :- not has(tired).
statement(lie, leaflet, recommendation, should). locator(lie, "{text}"). says(lie, "{text}"). recommends(lie, rest). applies(lie).
statement(run, leaflet, recommendation, should). locator(run, "{text}"). says(run, "{text}"). recommends(run, walk). applies(run).
""",
        encoding="utf-8",
    )
    return folder


class Page(html.parser.HTMLParser):
    """Reads a page: its tags in order, its ids and links, its text; and that what is opened is closed."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.described: list[str] = []
        self.words = ""
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        values = dict(attrs)
        assert not [name for name in values if name.startswith("on")]
        if values.get("id"):
            self.ids.append(str(values["id"]))
        if values.get("href"):
            self.links.append(str(values["href"]))
        for name in ("aria-labelledby", "aria-describedby", "for"):
            self.described += str(values.get(name) or "").split()
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        # Only in a drawing does a closing slash close.
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words += data

    @property
    def levels(self) -> list[int]:
        """Of the headings, in order."""
        return [int(tag[1]) for tag in self.tags if re.fullmatch("h[1-6]", tag)]


def squeezed(text: str) -> str:
    """Without white space, so that it does not matter where lines are broken."""
    return "".join(text.split())


def words_of_pdf(made: bytes) -> str:
    """All text of a PDF, squeezed; what a typesetter hyphenates or joins is as it was written."""
    reader = PdfReader(io.BytesIO(made))
    foot = squeezed(running(str(reader.metadata.title) if reader.metadata and reader.metadata.title else ""))
    # Title and number stand at the foot of each page, in the midst of what goes on overleaf.
    pages = [squeezed(re.sub(r"\d+ / \d+\s*$", "", page.extract_text())) for page in reader.pages]
    assert all(text.endswith(foot) for text in pages)
    return "".join(text.removesuffix(foot) for text in pages)


def words_in(content: Report, form: str) -> str:
    """The text that a reader of one form sees, squeezed."""
    if form == "pdf":
        return words_of_pdf(pdf(page(content, "html")))
    if form == "html":
        return squeezed(Page(page(content, "html")).words)
    return squeezed(unescaped(page(content, "markdown")))


def unescaped(markdown: str) -> str:
    """Markdown with its escapes undone."""
    return html.unescape(re.sub(r"\\([^\w\s]|_)", r"\1", markdown))
