"""Templates of a site: what they may change, that they are kept in a sandbox, and one clear message for each fault."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner
from report_pages import HOSTILE, ORCHARD, SPRING, Page, hostile_case, opened, reported, squeezed, words_of_pdf
from site_folder import EXTENDS, fault, html, write

from explain.plain import visible
from explain.report.audit_report import audit_report
from explain.report.content import Report
from explain.report.page import audit_page, page
from explain.report.typeset import pdf
from guideline.auditing.audit import audit
from guideline.cli import group
from guideline.errors import GuidelineError

SECTIONS = [
    "summary",
    "recorded",
    "decisions",
    "actions",
    "provisional",
    "regimens",
    "ahead",
    "open",
    "change",
    "disagreements",
    "reasons",
    "statements",
    "sources",
    "gaps",
    "made",
    "signed",
]


@pytest.fixture(scope="module")
def spring() -> Report:
    return reported(SPRING, opened(ORCHARD))


@pytest.fixture
def site(tmp_path: Path) -> Path:
    folder = tmp_path / "site"
    folder.mkdir()
    return folder


def test_a_letterhead_stands_above_the_title_on_the_page_and_on_paper(spring: Report, site: Path) -> None:
    text = html(spring, write(site, EXTENDS + "{% block letterhead %}<p>Parish Tree Office</p>{% endblock %}"))
    read = Page(text)
    assert read.words.index("Parish Tree Office") < read.words.index("Summary")
    assert "Feed the tree, *always*." in read.words
    assert words_of_pdf(pdf(text)).startswith(squeezed("Parish Tree Office"))


def test_a_disclaimer_replaces_the_standard_one_or_adds_to_it(spring: Report, site: Path) -> None:
    added = site.parent / "added"
    added.mkdir()
    heads = [
        html(spring, write(folder, EXTENDS + "{% block disclaimer %}" + before + "<p>Mine.</p>{% endblock %}")).partition("<main")[0]
        for folder, before in ((site, ""), (added, "{{ super() }}"))
    ]
    assert ["not for patients" in head for head in heads] == [False, True]
    assert all("<p>Mine.</p>" in head for head in heads)


def test_the_order_of_sections_is_the_sites(spring: Report, site: Path) -> None:
    text = html(spring, write(site, EXTENDS + "{% block order %}made decisions summary statements{% endblock %}"))
    assert re.findall('<section id="([^"]*)"', text) == ["made", "decisions", "summary", "statements"]
    listed = text.partition("<nav")[2].partition("</nav>")[0]
    assert re.findall('<li><a href="#([^"]*)">', listed) == ["made", "decisions", "summary", "statements"]


def test_without_an_order_of_its_own_a_site_has_all_sections(spring: Report, site: Path) -> None:
    assert re.findall('<section id="([^"]*)"', html(spring, write(site, EXTENDS))) == SECTIONS


def test_a_site_may_have_a_section_of_its_own(spring: Report, site: Path) -> None:
    block = '{% block order %}summary sign_here{% endblock %}{% block sign_here %}<h2 id="sign_here-heading">Signed</h2>{% endblock %}'
    read = Page(html(spring, write(site, EXTENDS + block)))
    assert "#sign_here" in read.links
    assert "Sign here" in read.words
    assert set(read.described) <= set(read.ids)


def test_a_section_may_be_written_anew_with_what_the_report_knows(spring: Report, site: Path) -> None:
    block = (
        '{% import "phrases.j2" as p %}{% block summary %}<h2 id="summary-heading">{{ v.header.case }}</h2>'
        "{% for d in v.decisions %}<p>{{ p.subject(d.subject) }}</p>{% endfor %}{{ r.made.time }}{% endblock %}"
    )
    words = Page(html(spring, write(site, EXTENDS + block))).words
    assert "leaving the tree alone or pruning" in words


def test_style_goes_after_the_standard_one(spring: Report, site: Path) -> None:
    text = html(spring, write(site, EXTENDS + "{% block style %}h1 { color: teal; }{% endblock %}"))
    style = text.partition("<style>")[2].partition("</style>")[0]
    assert style.rstrip().endswith("h1 { color: teal; }")
    assert ":root" in style


def test_words_may_be_changed_by_a_book_of_the_sites(spring: Report, site: Path) -> None:
    standard = Path(__file__).parents[2] / "explain" / "templates" / "en" / "report.j2"
    text = standard.read_text(encoding="utf-8").replace('"summary": "Summary"', '"summary": "In short"')
    assert "In short" in Page(html(spring, write(site, text, "report.j2"))).words


def test_markdown_has_templates_too(spring: Report, site: Path) -> None:
    write(
        site,
        '{% extends "standard/report.md.j2" %}{% block letterhead %}**Parish**{% endblock %}{% block order %}summary made{% endblock %}',
        "report.md.j2",
    )
    text = page(spring, "markdown", site=site)
    assert text.startswith("**Parish**\n\n# An old apple tree in spring")
    assert re.findall("^## (.*)", text, re.MULTILINE) == ["Summary", "For an independent reviewer"]


def test_text_of_users_is_escaped_in_a_template_of_a_site_whatever_it_says(site: Path) -> None:
    block = (
        "{% block letterhead %}{{ v.header.title }}{% autoescape false %}{{ v.header.title }}{% endautoescape %}"
        '{{ v.header.title ~ "" }}{{ "%s"|format(v.header.title) }}{% set x %}{{ v.header.title }}{% endset %}{{ x }}{% endblock %}'
    )
    orchard = opened(ORCHARD)
    text = html(reported(hostile_case(orchard), orchard), write(site, EXTENDS + block))
    read = Page(text)
    assert read.tags.count("script") == 1
    assert squeezed(read.words.partition("Summary")[0]).count(squeezed(visible(HOSTILE))) >= 5


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        (EXTENDS + "\n{% block letterhead %}", 3, "Unexpected end of template"),
        (EXTENDS + "{% blok letterhead %}", 2, "unknown tag 'blok'"),
        (EXTENDS + "{% block letterhead %}\n{{ v.nonsense }}{% endblock %}", 3, "has no attribute 'nonsense'"),
        (EXTENDS + "{% block letterhead %}{{ nonsense }}{% endblock %}", 2, "'nonsense' is undefined"),
        (EXTENDS + "{% block letterhead %}{{ v.header.title|safe }}{% endblock %}", 2, "No filter named 'safe'"),
        (EXTENDS + "{% block letterhead %}{{ 1 // 0 }}{% endblock %}", 2, "ZeroDivisionError"),
        (EXTENDS + "{% block letterhead %}{% for i in range(10 ** 9) %}x{% endfor %}{% endblock %}", 2, "Range too big"),
        (EXTENDS + "{% block letterhead %}{% include 'report.html.j2' %}{% endblock %}", 0, "without end"),
        ('{% extends "report.html.j2" %}', 0, "without end"),
        (EXTENDS + "{% block letterhead %}{% include 'logo.html' %}{% endblock %}", 2, "there is no template `logo.html`"),
        ('{% extends "standard/reports.html.j2" %}', 1, "there is no template `standard/reports.html.j2`"),
    ],
)
def test_a_fault_is_named_with_its_place(text: str, line: int, said: str, spring: Report, site: Path) -> None:
    words = fault(spring, write(site, text))
    assert said in words
    place = f"{site / 'report.html.j2'}:{line}" if line else str(site)
    assert words.startswith(place)
    assert "docs/reports.md" in words


@pytest.mark.parametrize(
    "words",
    [
        "''.__class__.__mro__",
        "v.__class__",
        "v.header.__init__.__globals__",
        "self.__init__.__globals__",
        "cycler.__init__.__globals__.os",
        "lipsum.__globals__['os'].popen('id').read()",
        "joiner['__init__']",
        "''|attr('__class__')",
        "'{0.__class__}'.format('')",
        "'{x.__class__.__mro__}'.format_map({'x': 1})",
        "r.__reduce__()",
        "ordered.__globals__",
    ],
)
def test_nothing_leads_out_of_the_sandbox(words: str, spring: Report, site: Path) -> None:
    said = fault(spring, write(site, EXTENDS + "{% block letterhead %}{{ " + words + " }}{% endblock %}"))
    assert f"{site / 'report.html.j2'}:2" in said
    assert "unsafe" in said or "has no attribute" in said or "is undefined" in said


@pytest.mark.parametrize("path", ["/etc/passwd", "../secret.txt", "standard/../../render.py", "standard/../phrases.j2"])
def test_no_file_outside_the_folder_can_be_read(path: str, spring: Report, site: Path) -> None:
    (site.parent / "secret.txt").write_text("secret", encoding="utf-8")
    said = fault(spring, write(site, EXTENDS + "{% block letterhead %}{% include '" + path + "' %}{% endblock %}"))
    assert f"there is no template `{path}`" in said


def test_what_a_report_knows_cannot_be_changed(spring: Report, site: Path) -> None:
    assert "unsafe" in fault(spring, write(site, EXTENDS + "{% block letterhead %}{{ [].append(1) }}{% endblock %}"))


@pytest.mark.parametrize(
    ("order", "said"),
    [
        ("summary statement", "`statement`, which is no section (did you mean `statements`"),
        ("letterhead", "`letterhead`, which is no section"),
        ("sections", "`sections`, which is no section"),
        ("summary summary", "names the section `summary` twice"),
    ],
)
@pytest.mark.parametrize("form", ["html", "md"])
def test_an_unknown_section_in_the_order_is_named_with_those_that_there_are(
    order: str, said: str, form: str, spring: Report, site: Path
) -> None:
    name = f"report.{form}.j2"
    write(site, f'{{% extends "standard/{name}" %}}{{% block order %}}{order}{{% endblock %}}', name)
    with pytest.raises(GuidelineError) as caught:
        page(spring, "html" if form == "html" else "markdown", site=site)
    assert said in str(caught.value)
    assert "twice" in said or "; the sections are summary, " in str(caught.value)


def test_an_empty_order_is_refused(spring: Report, site: Path) -> None:
    said = fault(spring, write(site, EXTENDS + "{% block order %} {% endblock %}"))
    assert "the block `order` names no section" in said


@pytest.mark.parametrize(
    ("letterhead", "said"),
    [
        ('<svg viewBox="0 0 9 9"><rect width=5></rect></svg>', "failed to parse SVG"),
        ("<svg><rect></svg>", "cannot be set on paper"),
        ("{% for _ in range(2000) %}<div>{% endfor %}", "elements stand too deep in each other"),
    ],
)
def test_what_cannot_be_set_on_paper_is_one_fault_of_the_template(letterhead: str, said: str, spring: Report, site: Path) -> None:
    text = html(spring, write(site, EXTENDS + "{% block letterhead %}" + letterhead + "{% endblock %}"))
    with pytest.raises(GuidelineError) as caught:
        pdf(text, site)
    assert len(caught.value.problems) == 1
    assert str(caught.value).startswith(f"{site}: a template of the site cannot be used: what it prints cannot be set on paper")
    assert said in str(caught.value)


@pytest.mark.parametrize("name", ["report.md.j2", "audit_report.html.j2"])
def test_a_folder_with_nothing_for_the_form_is_refused(name: str, spring: Report, site: Path) -> None:
    said = fault(spring, write(site, "{% extends 'standard/" + name + "' %}", name))
    assert f"the folder holds only {name}, and none for this form" in said


def test_a_template_beside_json_is_refused_as_nothing_would_use_it(site: Path, tmp_path: Path) -> None:
    write(site, EXTENDS)
    runs = [
        ["report", str(SPRING), "-o", str(tmp_path / "a.json")],
        ["audit", "--report", str(tmp_path / "a.json")],
    ]
    for words in runs:
        result = CliRunner().invoke(group, [*words, "--pack", str(ORCHARD), "--template", str(site)])
        assert result.exit_code == 2, result.output
        assert "the JSON is made without templates" in result.output
        assert not (tmp_path / "a.json").exists()


@pytest.mark.parametrize("form", ["html", "md"])
def test_the_report_of_an_audit_has_sections_in_an_order_too(form: str, site: Path) -> None:
    name = f"audit_report.{form}.j2"
    block = "{% block order %}made findings mine{% endblock %}{% block mine %}My section{% endblock %}"
    write(site, '{% extends "standard/' + name + '" %}' + block, name)
    pack = opened(ORCHARD)
    content = audit_report(audit(pack), pack)
    text = audit_page(content, "html" if form == "html" else "markdown", site=site)
    if form == "html":
        assert re.findall('<section id="([^"]*)"', text) == ["made", *[s.id for s in content.sections[1:]], "mine"]
        links = re.findall('<li><a href="#([^"]*)">', text.partition("<nav")[2].partition("</nav>")[0])
        assert links == ["made", *[s.id for s in content.sections[1:]], "mine"]
    else:
        assert text.index("For an independent reviewer") < text.index(content.sections[1].passage.head) < text.index("My section")
        assert "Read and signed" not in text


@pytest.mark.parametrize("form", ["html", "md", "pdf"])
def test_on_the_command_line_a_fault_is_one_error_and_nothing_is_written(form: str, site: Path, tmp_path: Path) -> None:
    name = "report.md.j2" if form == "md" else "report.html.j2"
    write(site, "{% nonsense %}", name)
    goal = tmp_path / f"a.{form}"
    result = CliRunner().invoke(group, ["report", str(SPRING), "--pack", str(ORCHARD), "-o", str(goal), "--template", str(site)])
    assert isinstance(result.exception, GuidelineError)
    assert f"{site / name}:1" in str(result.exception)
    assert not goal.exists()


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_in_a_batch_a_fault_is_said_once(jobs: str, site: Path, tmp_path: Path) -> None:
    write(site, "{% nonsense %}")
    words = [
        "report",
        "--batch",
        str(ORCHARD / "cases"),
        "--pack",
        str(ORCHARD),
        "-o",
        str(tmp_path / "out"),
        "--template",
        str(site),
        "--jobs",
        jobs,
    ]
    result = CliRunner().invoke(group, words)
    assert isinstance(result.exception, GuidelineError)
    assert str(result.exception).count("unknown tag") == 1


def test_a_block_that_nothing_prints_is_named_with_the_nearest(spring: Report, site: Path) -> None:
    said = fault(spring, write(site, EXTENDS + "\n{% block lettrhead %}x{% endblock %}"))
    assert said.startswith(f"{site / 'report.html.j2'}:3")
    assert "has a block `lettrhead`, so nothing prints it (did you mean `letterhead`?)" in said


def test_a_block_inside_a_block_is_no_slip(spring: Report, site: Path) -> None:
    block = "{% block letterhead %}a{% block inner %}b{% endblock %}{{ self.beside() }}{% endblock %}{% block beside %}c{% endblock %}"
    assert "abc" in html(spring, write(site, EXTENDS + block))
