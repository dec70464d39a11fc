"""The words of an answer: whole outputs as golden files, 80 columns, and text of users that stays text."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from rich.console import Console

from explain.sheet import view_of
from explain.rendering import render
from explain.screen import print_answer
from guideline import Pack, load_pack, read_case
from guideline.case import parse_case

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
CASES = sorted((ROOT / "encodings" / "vcf" / "cases").glob("*.yaml"))
HOSTILE = "<script>alert(1)</script> **bold** {{ 7 * 7 }} {% raw %} [red]x[/red] | `code` # head"
Golden = Callable[[Path, str], None]


@pytest.fixture(scope="module")
def pack() -> Pack:
    return load_pack()


def terminal(pack: Pack, text_or_path: Path | str, *, full: bool = False) -> str:
    case = read_case(text_or_path, pack) if isinstance(text_or_path, Path) else parse_case(text_or_path, pack.vocabulary)
    out = io.StringIO()
    print_answer(view_of(pack.solve(case), pack), Console(file=out, width=80, highlight=False), full=full)
    return out.getvalue()


def hostile_case() -> str:
    return json.dumps({"case": "hostile", "title": HOSTILE, "notes": HOSTILE, "excluded": [{"action": "nsaid_pain", "because": HOSTILE}]})


@pytest.mark.parametrize("stem", ["acr_81_year_old", "acr_35_days_of_therapy", "acr_neurological_deficit"])
def test_the_terminal_output_is_as_agreed(stem: str, pack: Pack, golden: Golden) -> None:
    path = next(p for p in CASES if p.stem == stem)
    relative = path.relative_to(ROOT)
    text = terminal(pack, path).replace(str(path), str(relative))
    golden(HERE / "golden" / f"{stem}.txt", text)


def test_the_markdown_is_as_agreed(pack: Pack, golden: Golden) -> None:
    case = read_case(next(p for p in CASES if p.stem == "acr_81_year_old"), pack)
    golden(HERE / "golden" / "acr_81_year_old.md", render(view_of(pack.solve(case), pack), "markdown"))


@pytest.mark.parametrize("path", CASES, ids=lambda p: p.stem)
@pytest.mark.parametrize("full", [False, True], ids=["short", "full"])
def test_no_line_is_wider_than_80_columns(path: Path, full: bool, pack: Pack) -> None:
    assert max(map(len, terminal(pack, path, full=full).splitlines())) <= 80


def test_the_first_screen_of_the_article_patient_holds_what_matters(pack: Pack) -> None:
    first = "\n".join(terminal(pack, next(p for p in CASES if p.stem == "acr_81_year_old")).splitlines()[:40])
    for words in (
        "medical management only",
        "percutaneous vertebral augmentation",
        "cleft",
        "Ask first",
        "neurological deficit",
        "malignancy",
        "Avoid",
    ):
        assert words in first


def test_every_case_prints_in_every_form(pack: Pack) -> None:
    for path in CASES:
        view = view_of(pack.solve(read_case(path, pack)), pack)
        for form in ("markdown", "report", "html"):
            assert render(view, form).strip()


def test_an_empty_case_says_plainly_that_no_source_speaks(pack: Pack) -> None:
    case = parse_case("case: nobody", pack.vocabulary)
    page = render(view_of(pack.solve(case), pack), "html")
    assert "Nothing is recorded." in page


def test_markup_of_users_is_shown_and_not_obeyed_on_a_page(pack: Pack) -> None:
    page = render(view_of(pack.solve(parse_case(hostile_case(), pack.vocabulary)), pack), "html")
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "{{ 7 * 7 }}" in page


def test_markup_of_users_is_shown_and_not_obeyed_on_the_terminal(pack: Pack) -> None:
    text = terminal(pack, hostile_case())
    assert "[red]x[/red]" in text
    assert "{{ 7 * 7 }}" in text


def test_markup_of_users_is_literal_in_markdown(pack: Pack) -> None:
    text = render(view_of(pack.solve(parse_case(hostile_case(), pack.vocabulary)), pack), "markdown")
    heading = text.splitlines()[0]
    assert r"\*\*bold\*\*" in heading
    assert "<script>" not in heading


def test_the_page_needs_no_network_and_no_script(pack: Pack) -> None:
    page = render(view_of(pack.solve(read_case(CASES[0], pack)), pack), "html")
    assert "<script" not in page
    assert "src=" not in page
    assert "http" not in page
