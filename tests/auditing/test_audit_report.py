"""The report of an audit: every section of the audit, its pictures, and the same in each form."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader

from explain.corpus.audit_words import tell
from explain.report.audit_report import AuditReport, audit_report
from explain.report.content import Made
from explain.report.criteria import asked_tests
from explain.report.page import audit_page
from explain.report.source_matrix import source_matrix
from explain.report.typeset import pdf
from explain.report.windows import windows
from explain.views.labels import Labels
from guideline import Pack, load_pack
from guideline.answer import Camp
from guideline.auditing.audit import Audit, audit

DISPUTED = Path(__file__).parent / "disputed"


@pytest.fixture(scope="module")
def pack() -> Pack:
    return load_pack(DISPUTED)


@pytest.fixture(scope="module")
def found(pack: Pack) -> Audit:
    return audit(pack)


@pytest.fixture(scope="module")
def made(found: Audit, pack: Pack) -> AuditReport:
    return audit_report(found, pack, Made("2026-01-01 00:00 UTC", "guideline audit --report x.html"))


def test_every_passage_is_a_section_and_every_line_is_in_it(found: Audit, pack: Pack, made: AuditReport) -> None:
    passages = tell(found, pack, full=True)
    # The first is headed and closed as a page of paper, not as a screen whose reader types commands.
    assert [s.passage for s in made.sections[1:]] == list(passages[1:])
    assert (made.sections[0].passage.head, made.sections[0].passage.lines) == ("Summary", passages[0].lines)
    assert "--" not in made.sections[0].passage.remark
    for section in made.sections:
        lines = [(x.text, depth) for f in section.folds for x, depth in ((f.line, 0), *((y, y.depth + 1) for y in f.below))]
        assert lines == [(x.text, x.depth) for x in section.passage.lines]


def test_the_forms_say_the_same(made: AuditReport) -> None:
    html, text = audit_page(made, "html"), audit_page(made, "markdown")
    paper = " ".join(page.extract_text() for page in PdfReader(BytesIO(pdf(html))).pages)
    squeezed = re.sub(r"\s+", "", paper)
    for section in made.sections:
        assert section.passage.head in html
        assert section.passage.head in text
        assert re.sub(r"\s+", "", section.passage.head) in squeezed
    assert "2026-01-01 00:00 UTC" in html


def test_the_page_allows_no_network_and_its_own_script_alone(made: AuditReport) -> None:
    html = audit_page(made, "html")
    assert re.search(r"script-src '?(&#39;)?sha256-", html)
    assert not re.search(r"<(link|img|iframe|object)\b|\bsrc=|@import|url\(https?:", html)
    assert html.count("<script>") == 1


def test_ids_are_unique_and_inner_links_lead_somewhere(made: AuditReport) -> None:
    html = audit_page(made, "html")
    ids = re.findall(r'\bid="([^"]+)"', html)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'href="#([^"]+)"', html)) <= set(ids)


def test_the_same_audit_gives_the_same_bytes(found: Audit, pack: Pack) -> None:
    one, other = (audit_page(audit_report(found, pack), "html") for _ in range(2))
    assert one == other
    assert pdf(one) == pdf(other)


def test_the_matrix_counts_what_the_audit_counts(found: Audit, pack: Pack) -> None:
    picture = source_matrix(found.matrix(), {name: name.upper() for name in sorted(pack.knowledge.sources)})
    assert picture is not None
    assert sum(int(row[2]) for row in picture.rows[1:]) == sum(len(line.pairs) for line in found.conflicts.lines)
    for cell in found.matrix():
        for kind, n in cell.kinds:
            assert n >= 1
            assert kind
        assert any(row[:2] == tuple(name.upper() for name in cell.sources) for row in picture.rows)
    assert "<title" in picture.svg
    assert "<desc" in picture.svg


def test_nothing_to_collide_is_no_matrix(pack: Pack) -> None:
    assert source_matrix((), {name: name for name in sorted(pack.knowledge.sources)}) is None


def test_windows_are_drawn_in_days_and_only_where_they_differ(pack: Pack) -> None:
    labels = Labels(pack.vocabulary, pack.knowledge, {})
    name = sorted(pack.knowledge.statements)[0]
    weeks, months = (Camp("for", "", "", (), (name,), since=since) for since in ("3 weeks", "3 months"))
    picture = windows("x", (weeks, months), labels, 1)
    assert picture is not None
    assert [row[1] for row in picture.rows[1:]] == ["from 3 weeks on", "from 3 months on"]
    assert windows("x", (weeks, weeks), labels, 1) is None
    assert windows("x", (Camp("for", "", "", (), (name,)),), labels, 1) is None


def test_the_axis_of_windows_names_the_clock_where_there_is_one_and_else_each_row_does() -> None:
    shipped = load_pack()
    labels = Labels(shipped.vocabulary, shipped.knowledge, audit(shipped).groups)
    action, since = "vertebral_augmentation", ("2 weeks", "3 weeks", "3 months")
    timed = [
        (s.name, test.subject, test.value)
        for s in shipped.knowledge.statements.values()
        for a, term in s.needs
        if a == action
        for test in asked_tests(term, labels)
        if test.value in since and shipped.vocabulary.findings[test.subject].clock
    ]
    by: dict[str, list[Camp]] = {}
    for name, clock, value in timed:
        by.setdefault(clock, []).append(Camp("for", action, "", (), (name,), since=value))
    same = next(camps for camps in by.values() if len({c.since for c in camps}) > 1)
    one = windows("x", same, labels, 1)
    assert one is not None
    label = labels.label(next(clock for clock, camps in by.items() if camps is same))
    assert f"days of: {label}" in one.svg
    assert all(label not in row[1] for row in one.rows[1:])


def test_what_counts_no_time_has_no_window(pack: Pack) -> None:
    labels = Labels(pack.vocabulary, pack.knowledge, {})
    name = sorted(pack.knowledge.statements)[0]
    camps = tuple(Camp("for", "", "", (), (name,), since=since) for since in ("3 cm", "5 cm"))
    assert windows("x", camps, labels, 1) is None


def run(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    call = "from guideline.cli import main; main()"
    return subprocess.run([sys.executable, "-c", call, "audit", *arguments], capture_output=True, text=True, check=False, cwd=cwd)


def test_the_command_writes_each_form_that_is_asked_for(tmp_path: Path) -> None:
    files = [tmp_path / f"audit.{ending}" for ending in ("html", "md", "pdf", "json")]
    done = run(str(DISPUTED), *[word for f in files for word in ("--report", str(f))], cwd=tmp_path)
    assert done.returncode == 3
    assert done.stdout == ""
    assert "4 reports written" in done.stderr
    assert files[0].read_text(encoding="utf-8").startswith("<!doctype html>")
    assert files[1].read_text(encoding="utf-8").startswith("# ")
    assert files[2].read_bytes().startswith(b"%PDF")
    assert json.loads(files[3].read_text(encoding="utf-8"))["schema"].startswith("guideline.audit/")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--report", "audit.docx"), "has no form"),
        (("--report", "no/such/folder/audit.html"), "there is no folder"),
        (("--template", "somewhere"), "--template goes with --report"),
    ],
)
def test_what_cannot_be_written_is_said_before_the_work(arguments: tuple[str, ...], words: str, tmp_path: Path) -> None:
    done = run(str(DISPUTED), *arguments, cwd=tmp_path)
    assert done.returncode == 2
    assert words in done.stderr
    assert "Traceback" not in done.stderr
