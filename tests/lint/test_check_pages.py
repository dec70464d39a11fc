"""Every code of a check has its page, every page a code; what a page shows is what the check says."""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from guideline.check_pages import codes, page, pages_folder
from guideline.errors import GuidelineError, PackError
from guideline.lint import ACCEPTANCES, CHECKS, lint
from guideline.packs import compile_packs

ROOT = Path(__file__).parent.parent.parent
LOADER = [ROOT / "guideline" / "packs.py", *(ROOT / "guideline" / "checks").glob("*.py"), *(ROOT / "guideline" / "terms").glob("*.py")]
LOADER.append(ROOT / "guideline" / "auditing" / "anyone.py")
CODE_AT = {"Problem": 0, "Complaint": 0, "report": 0, "absent": 1, "_acyclic": 1, "quantity": 2, "Role": 2}
"""The calls that give a defect its code, with the number of the argument."""
SCANNED = {"byte-order-mark", "include", "odd-character", "syntax"}
"""Codes that stand in tables of `guideline.terms.scan`."""
WARNINGS = {check.code for check in CHECKS} | set(ACCEPTANCES)
HAND_MADE = {
    "no-pack",
    "pack-folder",
    "empty-pack",
    "unreadable-file",
    "not-utf8",
    "null-character",
    "byte-order-mark",
    "language",
    "nobody-possible",
}
"""Defects that no text of a page can show."""
BLOCK = re.compile(r"```prolog\n(.*?)```", re.DOTALL)


def codes_of(path: Path) -> set[str]:
    """The codes in the calls of a module; of `unknown-...` and `missing-...`, which are put together, every one."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else node.func.id if isinstance(node.func, ast.Name) else ""
        at = CODE_AT.get(name)
        code = node.args[at] if at is not None and len(node.args) > at else None
        if isinstance(code, ast.Constant) and isinstance(code.value, str):
            found.add(code.value)
        elif name == "unknown" and isinstance(node.args[0], ast.Constant):
            found.add(f"unknown-{node.args[0].value}")
    return found


def loader_codes() -> set[str]:
    found = set().union(*map(codes_of, LOADER)) | SCANNED
    # `references` puts together the code from what is referred to, `complete` from what is missing, roles have one for all.
    found |= {f"unknown-{what}" for what in ("finding", "action", "source", "context", "statement")}
    return found | {f"missing-{what}" for what in ("locator", "says", "applies")} | {"wrong-argument"}


def test_every_code_has_its_page_and_every_page_a_code() -> None:
    assert set(codes()) == loader_codes() | WARNINGS


def test_the_index_names_every_page() -> None:
    index = (pages_folder() / "README.md").read_text(encoding="utf-8")
    assert set(re.findall(r"\]\((.+?)\.md\)", index)) == set(codes())


@pytest.mark.parametrize("code", codes())
def test_a_page_says_what_why_how_it_looks_and_how_to_mend_it(code: str) -> None:
    found = page(code)
    assert found.text.startswith(f"# {code}\n\n")
    assert re.findall(r"^## (.*)$", found.text, re.MULTILINE) == ["Why", "Example", "Mend"]
    assert ("**Warning.**" in found.text) == (code in WARNINGS)
    assert found.what.endswith(".")
    assert BLOCK.findall(found.text) or code in HAND_MADE | {"no-statements"}


def said_of(text: str, folder: Path, code: str) -> list[str]:
    minimal = ROOT / "tests" / ("lint" if code in WARNINGS else "packs") / "minimal" / "pack.lp"
    shutil.copy(minimal, folder / "0.lp")
    (folder / "1.lp").write_text(text, encoding="utf-8")
    try:
        packs = compile_packs([folder], use_cache=False)
    except PackError as error:
        return [problem.code for problem in error.problems]
    return [problem.code for problem in lint(packs).warnings] if code in WARNINGS else []


@pytest.mark.parametrize("code", [c for c in codes() if BLOCK.search(page(c).text)])
def test_the_example_is_reported_and_the_mended_one_is_not(code: str, tmp_path: Path) -> None:
    example, *mended = BLOCK.findall(page(code).text)
    assert said_of(example, tmp_path, code) == [code]
    for text in mended:
        assert said_of(text, tmp_path, code) == []


def test_an_unknown_code_is_refused_with_the_nearest_one() -> None:
    with pytest.raises(GuidelineError, match="unused-finding"):
        page("unused-findings")
    with pytest.raises(GuidelineError):
        page("../checks/README")


def test_the_command_line_prints_a_page() -> None:
    def run(*words: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-c", "from guideline.cli import main; main()", "check", "--explain", *words]
        return subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT, encoding="utf-8")

    assert run("two-spellings").stdout == page("two-spellings").text
    refused = run("two-spelling")
    assert (refused.returncode, refused.stdout) == (1, "")
    assert "did you mean `two-spellings`?" in refused.stderr
