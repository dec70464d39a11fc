"""The words of an answer on a terminal: whole outputs as golden files, 80 columns, the first screen, and text of users that stays text."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import UndefinedError
from rich.console import Console

from explain.plain import one_line, visible
from explain.render import STYLE, languages, phrase, render
from explain.terminal import print_answer, styled
from explain.views.answer import View
from explain.views.context import view_of
from guideline import Pack, load_pack, read_case
from guideline.answer import CONTESTING
from guideline.auditing.harm import SEVERITY
from guideline.cases.reading import parse_case
from guideline.errors import Place
from guideline.model import Exclusion
from guideline.ordering import LEVELS
from guideline.trial.run import case_files

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
CASES = case_files(ROOT / "encodings" / "vcf")
ORCHARD = HERE / "orchard"
HOSTILE = "<script>alert(1)</script> **bold** {{ 7 * 7 }} {% raw %} [red]x[/red] [/dim] \x02bold\x03 | `code` # head \x1b[31m \u202e"
Golden = Callable[[Path, str], None]


@pytest.fixture(scope="module")
def pack() -> Pack:
    return load_pack()


@pytest.fixture(scope="module")
def orchard() -> Pack:
    return load_pack(ORCHARD)


def shown(view: View, *, full: bool = False, width: int = 80) -> str:
    out = io.StringIO()
    print_answer(view, Console(file=out, width=width, highlight=False), full=full)
    return out.getvalue()


def view(case: Path | str, pack: Pack, **options: object) -> View:
    read = read_case(case, pack) if isinstance(case, Path) else parse_case(case, pack.vocabulary)
    return view_of(pack.solve(read), pack, **options)  # type: ignore[arg-type]  # the options of view_of


def hostile(pack: Pack, **options: object) -> View:
    """A case whose texts try everything, control characters too, which a case file may not even hold."""
    case = parse_case("case: hostile\nfindings: {apple_tree: true}", pack.vocabulary)
    excluded = (Exclusion("felling", HOSTILE, "", Place("file", 1)),)
    case = replace(case, title=HOSTILE, notes=f"{HOSTILE}\n\n- {HOSTILE}", origin=HOSTILE, excluded=excluded)
    return view_of(pack.solve(case), pack, **options)  # type: ignore[arg-type]  # the options of view_of


@pytest.mark.parametrize("full", [False, True], ids=["short", "full"])
@pytest.mark.parametrize("name", ["spring", "autumn"])
def test_the_orchard_reads_as_agreed(name: str, full: bool, orchard: Pack, golden: Golden) -> None:
    lines = ("status(felling,contested)", "  in_force(never_fell)") if full else ()
    text = shown(view(ORCHARD / "cases" / f"{name}.yaml", orchard, derivation=lines), full=full)
    golden(HERE / "golden" / f"orchard_{name}{'_full' if full else ''}.txt", text)


@pytest.mark.parametrize("stem", ["acr_81_year_old", "acr_35_days_of_therapy", "acr_neurological_deficit"])
def test_shipped_cases_read_as_agreed(stem: str, pack: Pack, golden: Golden) -> None:
    golden(HERE / "golden" / f"{stem}.txt", shown(view(next(p for p in CASES if p.stem == stem), pack)))


@pytest.mark.parametrize("path", CASES[::4], ids=lambda p: p.stem)
def test_no_line_is_wider_than_80_columns(path: Path, pack: Pack) -> None:
    seen = view(path, pack)
    for full in (False, True):
        assert max(map(len, shown(seen, full=full).splitlines())) <= 80


@pytest.mark.parametrize("width", [40, 60, 100])
def test_other_widths_hold_too(width: int, orchard: Pack) -> None:
    assert max(map(len, shown(view(ORCHARD / "cases" / "spring.yaml", orchard), width=width).splitlines())) <= width


def test_a_deep_derivation_stays_inside_the_width(orchard: Pack) -> None:
    deep = tuple(" " * (2 * n) + "because of what stands below" for n in range(60))
    text = shown(view(ORCHARD / "cases" / "spring.yaml", orchard, derivation=deep), full=True)
    assert "  because of what stands below" in text
    assert max(map(len, text.splitlines())) <= 80


def test_a_width_can_be_asked_for(orchard: Pack) -> None:
    out = io.StringIO()
    print_answer(view(ORCHARD / "cases" / "spring.yaml", orchard), Console(file=out, width=200, highlight=False), width=60)
    assert max(map(len, out.getvalue().splitlines())) <= 60


def test_the_first_screen_of_the_article_patient_holds_what_matters(pack: Pack) -> None:
    first = "\n".join(shown(view(next(p for p in CASES if p.stem == "acr_81_year_old"), pack)).splitlines()[:40])
    for words in (
        "acr_81_year_old",
        "in scope",
        "medical management only",
        "percutaneous vertebral augmentation",
        "A before B",
        "cleft",
        "Ask first",
        "neurological deficit",
        "malignancy",
        "Advised against",
        "prolonged bed rest",
    ):
        assert words in first


def test_alternatives_stand_side_by_side(orchard: Pack) -> None:
    lines = shown(view(ORCHARD / "cases" / "spring.yaml", orchard)).splitlines()
    assert any("pruning" in line[:40] and "leaving the tree alone" in line[40:] for line in lines)


def test_what_a_source_asks_for_stands_beside_what_the_patient_has(orchard: Pack) -> None:
    text = " ".join(shown(view(ORCHARD / "cases" / "spring.yaml", orchard)).split())
    assert "waits, asks for: rest since the last cut: at least 1 year (recorded: 40 days)" in text


def test_no_name_stands_where_a_label_exists(orchard: Pack) -> None:
    text = shown(view(ORCHARD / "cases" / "spring.yaml", orchard), full=True)
    for name in [*orchard.vocabulary.actions, *orchard.vocabulary.findings]:
        if "_" in name:
            assert name not in text


def test_all_the_words_of_the_engine_have_words() -> None:
    for word in (
        "contested",
        "option",
        "settled_for",
        "settled_against",
        "withheld",
        "open",
        "permitted",
        "undecided",
        "excluded",
        "not_addressed",
    ):
        assert phrase("status", word)
    for word in {*SEVERITY, *CONTESTING}:
        assert phrase("kind", word)
    for word in LEVELS:
        assert phrase("level", word)


def test_an_unknown_word_is_an_error() -> None:
    with pytest.raises(UndefinedError):
        phrase("status", "perhaps")


def test_an_undefined_name_is_an_error(orchard: Pack) -> None:
    bare = replace(view("case: nobody", orchard), header=object())  # type: ignore[arg-type]  # it lacks every name
    # The templates of the package read attributes as Python does; those of a site are tried in tests/reports.
    with pytest.raises(AttributeError):
        render(bare, "markdown")


def test_forms_and_languages_are_named_when_they_are_not_known(orchard: Pack) -> None:
    made = view("case: nobody", orchard)
    with pytest.raises(ValueError, match=r"expected one of .*html"):
        render(made, "pdf")
    with pytest.raises(ValueError, match="expected one of en"):
        render(made, "markdown", language="../en")
    assert languages() == ("en",)


def test_markup_of_users_is_shown_and_not_obeyed(orchard: Pack) -> None:
    text = shown(hostile(orchard))
    assert "[red]x[/red]" in text
    assert "{{ 7 * 7 }}" in text
    assert "\x1b" not in text
    assert r"\x1b[31m" in text
    assert r"\u202e" in text
    assert "\x02" not in text


def test_styles_are_colours_on_a_terminal_and_nothing_in_a_pipe(orchard: Pack) -> None:
    out = io.StringIO()
    print_answer(
        view(ORCHARD / "cases" / "spring.yaml", orchard), Console(file=out, width=80, force_terminal=True, color_system="standard")
    )
    assert "\x1b[1;36mTo decide" in out.getvalue()
    assert "\x1b" not in shown(view(ORCHARD / "cases" / "spring.yaml", orchard))


@pytest.mark.parametrize(
    "text", ["\U0001f469\u200d\u2695\ufe0f", "\u2764\ufe0f\u200d\U0001f525", "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645"]
)
def test_joiners_inside_an_emoji_or_a_word_stay(text: str) -> None:
    assert visible(text) == text


@pytest.mark.parametrize(
    "text", ["a\u200db", "\u200d\u0645", "\u0645\u200c", "\u0645\u200d\u200d\u0645", "\u0645\u202e\u0645", "pass\u200cword"]
)
def test_joiners_elsewhere_and_direction_marks_are_spelt_out(text: str) -> None:
    assert "\\u20" in visible(text)


@given(st.text())
def test_no_text_can_hold_a_style(text: str) -> None:
    assert not set(visible(text)) & set(STYLE)
    assert styled(one_line(text)).plain == one_line(text)
    assert "\n" not in one_line(text)
