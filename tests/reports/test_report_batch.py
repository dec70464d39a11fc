"""Reports of many cases: the index, a bad case among good ones, the same bytes however many work at it, and clear faults."""

from __future__ import annotations

import json
import os
import pickle
import shutil
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from click.testing import CliRunner, Result
from report_pages import ORCHARD, Page

from explain.report.batch import INDEX, batch, cases_in
from explain.report.produce import Options
from guideline.cli import group
from guideline.errors import CaseError, GuidelineError, Place, Problem

SPRING, AUTUMN = (ORCHARD / "cases" / f"{name}.yaml" for name in ("spring", "autumn"))
BAD = "case: bad\nfindings:\n  apple_treee: true\n"
TIME = {"SOURCE_DATE_EPOCH": "1775120400"}


@pytest.fixture
def cases(tmp_path: Path) -> Path:
    folder = tmp_path / "cases"
    folder.mkdir()
    for path in (SPRING, AUTUMN):
        shutil.copy(path, folder)
    (folder / "notes.txt").write_text("not a case", encoding="utf-8")
    return folder


def run(*words: str | Path, **environment: str) -> Result:
    return CliRunner(env={**TIME, **environment}).invoke(group, ["report", *map(str, words), "--pack", str(ORCHARD)])


def clean(result: Result, code: int = 1) -> str:
    """The one message of a command that could not run."""
    assert result.exit_code == code, result.output
    if code == 1 and result.exception is not None and not isinstance(result.exception, SystemExit):
        assert isinstance(result.exception, GuidelineError | OSError), result.exception
        return str(result.exception)
    return result.output


def test_a_folder_gives_a_report_of_each_case_and_an_index(cases: Path, tmp_path: Path) -> None:
    target = tmp_path / "new" / "reports"
    result = run("--batch", cases, "-o", target, "--jobs", "1")
    assert result.exit_code == 0, result.output
    assert result.output == f"2 of 2 reports written; see {target / INDEX}\n"
    assert sorted(p.name for p in target.iterdir()) == ["autumn.html", INDEX, "spring.html"]
    index = Page((target / INDEX).read_text(encoding="utf-8"))
    assert [unquote(link) for link in index.links] == ["autumn.html", "spring.html"]
    for words in ("An old apple tree in spring", "2026-04-01", "feeding; leaving the tree alone / pruning", "3 critical, 3 in all"):
        assert words in index.words
    assert "script" not in index.tags


def test_each_report_names_the_command_that_makes_it_again(cases: Path, tmp_path: Path) -> None:
    assert run("--batch", cases / "spring.yaml", "-o", tmp_path, "--jobs", "1").exit_code == 0
    page = Page((tmp_path / "spring.html").read_text(encoding="utf-8")).words
    assert f"guideline report --pack {ORCHARD} {cases / 'spring.yaml'} -o spring.html" in page


def test_the_same_bytes_come_from_one_process_and_from_two_and_from_a_report_of_one(cases: Path, tmp_path: Path) -> None:
    for jobs in ("1", "2"):
        assert run("--batch", cases, "-o", tmp_path / jobs, "--jobs", jobs).exit_code == 0
    names = sorted(p.name for p in (tmp_path / "1").iterdir())
    assert len(names) == 3
    assert all((tmp_path / "1" / n).read_bytes() == (tmp_path / "2" / n).read_bytes() for n in names)


def test_a_bad_case_is_listed_and_does_not_stop_the_rest(cases: Path, tmp_path: Path) -> None:
    (cases / "bad.yaml").write_text(BAD, encoding="utf-8")
    for jobs in ("1", "2"):
        target = tmp_path / jobs
        result = run("--batch", cases, cases / "gone.yaml", "-o", target, "--jobs", jobs)
        assert result.exit_code == 1
        assert "2 of 4 reports written" in result.output
        assert f"error: {cases / 'bad.yaml'}:3" in result.output
        assert "there is no such file" in result.output
        assert not (target / "bad.html").exists()
        index = Page((target / INDEX).read_text(encoding="utf-8")).words
        assert "2 cases have no report" in index
        assert "apple_treee" in index
        assert "spring" in index


def test_a_case_that_only_solving_finds_at_fault_does_not_stop_the_rest(tmp_path: Path) -> None:
    pack = tmp_path / "pack"
    pack.mkdir()
    (pack / "p.lp").write_text(
        'finding((a; b), boolean). label(a, "a"). label(b, "b"). action(walk). label(walk, "walk").\n'
        'impossible(both, "both at once") :- has(a), has(b).\n'
        'source(s, "S"). strength(s, should, 1). statement(go, s, recommendation, should). locator(go, "1"). says(go, "Walk.").\n'
        "recommends(go, walk). applies(go) :- has(a).\n",
        encoding="utf-8",
    )
    for name, findings in (("both", "{a: true, b: true}"), ("one", "{a: true}")):
        (tmp_path / f"{name}.yaml").write_text(f"case: {name}\nfindings: {findings}\n", encoding="utf-8")
    index = batch([tmp_path / "both.yaml", tmp_path / "one.yaml"], [pack], tmp_path, Options())
    assert [(row.file, bool(row.error)) for row in index.rows] == [("", True), ("one.html", False)]
    assert "both at once" in index.rows[0].error


def test_what_goes_wrong_is_shown_and_not_obeyed_in_the_index(tmp_path: Path) -> None:
    path = tmp_path / "<b>x<b> javascript:#1.yaml"
    path.write_text('case: x\ntitle: "<script>alert(1)</script>"\nfindings: {}\n', encoding="utf-8")
    (tmp_path / "bad.yaml").write_text('case: y\nfindings: {"<script>alert(2)</script>": true}\n', encoding="utf-8")
    batch([path, tmp_path / "bad.yaml"], [ORCHARD], tmp_path, Options())
    index = Page((tmp_path / INDEX).read_text(encoding="utf-8"))
    assert not {"script", "b"} & set(index.tags)
    assert index.words.count("<script>alert") >= 2
    assert [unquote(link) for link in index.links] == ["<b>x<b> javascript:#1.html"]


def test_progress_is_told_after_each_case(tmp_path: Path) -> None:
    for jobs in (1, 2):
        told: list[int] = []
        batch([SPRING, AUTUMN], [ORCHARD], tmp_path, Options(), jobs=jobs, progress=lambda told=told: told.append(1))
        assert len(told) == 2


def test_two_cases_of_one_name_are_refused_before_anything_is_written(cases: Path, tmp_path: Path) -> None:
    other = tmp_path / "Spring.yaml"
    shutil.copy(SPRING, other)
    target = tmp_path / "reports"
    said = clean(run("--batch", cases, other, "-o", target))
    assert f"{other}: its report would be named as that of {cases / 'spring.yaml'}" in said
    assert not target.exists()


def test_a_case_named_as_the_index_is_refused(tmp_path: Path) -> None:
    with pytest.raises(GuidelineError, match="named as the index"):
        cases_in([tmp_path / "index.yaml"])


def test_a_folder_without_a_case_is_listed_and_does_not_stop_the_rest(cases: Path, tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    (empty / "a.txt").write_text("", encoding="utf-8")
    target = tmp_path / "reports"
    result = run("--batch", empty, cases, "-o", target, "--jobs", "1")
    assert result.exit_code == 1
    assert f"error: {empty}: the folder holds no case" in result.output
    assert "2 of 2 reports written" in result.output
    index = Page((target / INDEX).read_text(encoding="utf-8")).words
    assert "Reports of 2 cases" in index
    assert "1 folder holds no case" in index


def test_what_is_called_as_a_case_and_is_no_file_is_listed_with_its_error(cases: Path, tmp_path: Path) -> None:
    (cases / "dangling.yaml").symlink_to(tmp_path / "nowhere")
    (cases / "folder.yaml").mkdir()
    os.mkfifo(cases / "pipe.yaml")
    target = tmp_path / "reports"
    result = run("--batch", cases, "-o", target, "--jobs", "1")
    assert result.exit_code == 1
    assert "2 of 5 reports written" in result.output
    for words in ("dangling.yaml: there is no such file", "folder.yaml: this is a folder", "pipe.yaml: this is a pipe"):
        assert words in result.output
        assert words in Page((target / INDEX).read_text(encoding="utf-8")).words


def test_a_case_that_may_not_be_read_is_listed_and_does_not_stop_the_rest(
    cases: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed = cases / "autumn.yaml"
    opened = Path.open

    def refuse(self: Path, *args: Any, **options: Any) -> Any:
        if self == closed:
            raise PermissionError(13, "Permission denied", str(self))
        return opened(self, *args, **options)

    # Who runs as root may read everything.
    monkeypatch.setattr(os, "access", lambda path, _mode, **_options: Path(path) != closed)
    monkeypatch.setattr(Path, "open", refuse)
    result = run("--batch", closed, cases / "spring.yaml", "-o", tmp_path / "out", "--jobs", "1")
    assert result.exit_code == 1
    assert "1 of 2 reports written" in result.output
    assert "the file cannot be read: permission denied" in result.output


def test_a_folder_as_the_goal_of_one_report_is_refused_with_what_to_do(tmp_path: Path) -> None:
    for goal in (str(tmp_path), f"{tmp_path}/new/"):
        result = run(SPRING, "-o", goal)
        assert result.exit_code == 2
        assert "is a folder; name a file in it, or give --batch" in result.output


def test_a_file_from_before_is_left_and_named_where_the_case_now_fails(cases: Path, tmp_path: Path) -> None:
    target = tmp_path / "reports"
    assert run("--batch", cases, "-o", target, "--jobs", "1").exit_code == 0
    old = (target / "spring.html").read_bytes()
    (cases / "spring.yaml").write_text(BAD, encoding="utf-8")
    assert run("--batch", cases, "-o", target, "--jobs", "1").exit_code == 1
    assert (target / "spring.html").read_bytes() == old
    index = Page((target / INDEX).read_text(encoding="utf-8"))
    assert "a file from before, which is not of this case as it is now: spring.html" in index.words
    # A case that fails for the first time has none.
    (target / "spring.html").unlink()
    assert run("--batch", cases, "-o", target, "--jobs", "1").exit_code == 1
    assert "from before" not in Page((target / INDEX).read_text(encoding="utf-8")).words


def test_cases_of_one_name_are_told_apart_by_their_files(cases: Path, tmp_path: Path) -> None:
    shutil.copy(SPRING, cases / "twin.yaml")
    assert run("--batch", cases, "-o", tmp_path / "out", "--jobs", "1").exit_code == 0
    words = Page((tmp_path / "out" / INDEX).read_text(encoding="utf-8")).words
    assert str(cases / "twin.yaml") in words
    assert str(cases / "spring.yaml") in words
    assert str(cases / "autumn.yaml") not in words


def test_the_index_says_what_makes_the_answers_others_than_those_of_the_pack(cases: Path, tmp_path: Path) -> None:
    for number, (words, said) in enumerate([((), False), (("--without", "no_knife"), True)]):
        target = tmp_path / str(number)
        assert run("--batch", cases, "-o", target, "--jobs", "1", *words).exit_code == 0
        index = Page((target / INDEX).read_text(encoding="utf-8")).words
        assert ("Not all that the sources say: this statement is switched off" in index) is said


def test_a_target_that_is_a_file_or_stands_in_one_is_refused(cases: Path, tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("mine", encoding="utf-8")
    for target in (file, file / "reports"):
        assert f"{target}: cannot be made" in clean(run("--batch", cases, "-o", target))
    assert file.read_text(encoding="utf-8") == "mine"


def test_a_report_that_cannot_be_written_is_one_bad_case(cases: Path, tmp_path: Path) -> None:
    (tmp_path / "spring.html").mkdir()
    result = run("--batch", cases, "-o", tmp_path, "--jobs", "1")
    assert result.exit_code == 1
    assert "1 of 2 reports written" in result.output
    assert f"error: {tmp_path / 'spring.html'}: cannot be written: is a directory" in result.output


def test_an_index_that_cannot_be_written_is_said(cases: Path, tmp_path: Path) -> None:
    (tmp_path / INDEX).mkdir()
    assert INDEX in clean(run("--batch", cases, "-o", tmp_path, "--jobs", "1"))


def test_no_report_overwrites_its_case(tmp_path: Path) -> None:
    case = tmp_path / "a.json"
    case.write_text(json.dumps({"case": "a", "findings": {}}), encoding="utf-8")
    before = case.read_bytes()
    assert "would overwrite its case" in clean(run("--batch", tmp_path, "-o", tmp_path, "--format", "json", "--jobs", "1"))
    assert "would overwrite its case" in clean(run(case, "-o", case))
    assert case.read_bytes() == before


def test_a_fault_that_every_case_would_have_is_said_once(cases: Path, tmp_path: Path) -> None:
    for jobs in ("1", "2"):
        result = run("--batch", cases, "-o", tmp_path / "reports", "--without", "no_such", "--jobs", jobs)
        assert clean(result).count("unknown statement") == 1


def test_an_error_keeps_its_problems_from_one_process_to_another() -> None:
    error = CaseError(Problem("a", "wrong", Place("x.yaml", 3), "mend it"))
    again = pickle.loads(pickle.dumps(error))  # noqa: S301 (made here)
    assert type(again) is CaseError
    assert again.problems == error.problems
    assert str(again) == str(error)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((SPRING, AUTUMN, "-o", "x.html"), "--batch"),
        ((SPRING, "-o", "x.html", "--jobs", "2"), "--jobs goes with --batch"),
        ((SPRING, "-o", "x.docx"), ".html, .md, .pdf or .json"),
        ((SPRING, "-o", "-"), "has no form"),
        ((SPRING, "-o", "x.html/"), "is a folder"),
        ((SPRING, "--batch", "-o", "x", "--jobs", "0"), "--jobs"),
        ((SPRING, "--batch", "-o", "-"), "none to standard output"),
    ],
)
def test_wrong_use_says_what_is_right(words: tuple[str | Path, ...], said: str) -> None:
    assert said in clean(run(*words), 2)


def test_a_time_that_is_none_is_wrong_use(tmp_path: Path) -> None:
    for wrong in ("yesterday", "9" * 30, "-", "-5"):
        assert "SOURCE_DATE_EPOCH" in clean(run(SPRING, "-o", tmp_path / "a.html", SOURCE_DATE_EPOCH=wrong), 2)
    assert not (tmp_path / "a.html").exists()


@pytest.mark.parametrize("form", ["html", "md", "json"])
def test_a_report_of_one_case_is_the_same_twice_and_goes_to_standard_output(form: str, tmp_path: Path) -> None:
    path = tmp_path / f"a.{form}"
    made = []
    for _ in range(2):
        assert run(SPRING, "-o", path).exit_code == 0
        made.append(path.read_bytes())
    assert made[0] == made[1]
    assert b"2026-04-02 09:00 UTC" in made[0]
    piped = CliRunner(env=TIME).invoke(group, ["report", str(SPRING), "--pack", str(ORCHARD), "-o", "-", "--format", form])
    assert piped.stdout_bytes.replace(b"-o -", b"-o " + bytes(path)) == made[0]
