"""What would change it, in words: what is in the way and why, what was switched off, what is asked for only beside another action."""

from __future__ import annotations

import io
import json
import shutil
import subprocess
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from rich.console import Console

from explain.explaining import Asked, Explained
from explain.explanation_schema import EXPLANATION
from explain.telling import Length
from explain.terminal import print_text
from guideline import Pack, load_pack
from guideline.cases.reading import parse_case
from guideline.model import Case

PACK = """
source(book, "A book of care"). strength(book, must, 2).
finding(days, quantity("day")). range(days, "0 days", "10 years"). clock(days). label(days, "days of therapy").
finding((smoker; old; ill; hot), boolean). fixed((smoker; old)). label(smoker, "smoking"). label(old, "old age").
label(ill, "an illness"). label(hot, "heat").
impossible(cold, "an illness without heat") :- has(ill), not has(hot).
action((cut; check; picture; drug; walk; cure)). label(cut, "the operation"). label(check, "a check"). label(picture, "a picture").
label(drug, "the drug"). label(walk, "a walk"). label(cure, "the cure").
statement(operate, book, recommendation, must). locator(operate, "1"). says(operate, "Operate.").
recommends(operate, cut). applies(operate).
statement(first, book, recommendation, must). locator(first, "2"). says(first, "A check before, a picture with it.").
requires(first, cut, check). goes_with(first, cut, picture). applies(first).
statement(late, book, recommendation, must). locator(late, "3"). says(late, "The drug after 10 days."). recommends(late, drug).
applies(late) :- at_least(days, "10 days").
statement(both, book, recommendation, must). locator(both, "4"). says(both, "A walk for the old who smoke."). recommends(both, walk).
applies(both) :- has(smoker), has(old).
statement(ailing, book, recommendation, must). locator(ailing, "5"). says(ailing, "Cure the ill where heat is absent.").
recommends(ailing, cure). applies(ailing) :- has(ill), lacks(hot).
"""


@pytest.fixture(scope="module")
def pack(tmp_path_factory: pytest.TempPathFactory) -> Pack:
    folder = tmp_path_factory.mktemp("pack")
    (folder / "pack.lp").write_text(PACK, encoding="utf-8")
    return load_pack(folder)


def case_of(pack: Pack, findings: str = "") -> Case:
    return parse_case(f"case: somebody\nfindings: {{{findings}}}\n", pack.vocabulary)


def lines(pack: Pack, asked: Asked, findings: str = "", length: Length = "short", without: tuple[str, ...] = ()) -> list[tuple[str, str]]:
    made = Explained(case_of(pack, findings), pack, asked, without=without)
    Draft202012Validator(EXPLANATION).validate(json.loads(json.dumps(made.document)))
    return [(line.text, line.place) for p in made.telling(length) for line in p.lines]


@pytest.mark.parametrize(
    ("action", "words", "place"),
    [("check", "asked for before the operation", "book.first, 2"), ("picture", "asked for together with the operation", "book.first, 2")],
)
@pytest.mark.parametrize("question", ["why", "why_not", "change"])
def test_what_is_asked_for_only_beside_another_action_says_so(pack: Pack, question: str, action: str, words: str, place: str) -> None:
    asked = Asked(change=action) if question == "change" else Asked(why=(action,)) if question == "why" else Asked(why_not=(action,))
    found = lines(pack, asked)
    assert ("nothing asks for it by itself", "") in found
    assert (words, place) in found
    assert not any("no statement in force speaks of it" in t or "No statement could" in t or "No record that" in t for t, _ in found)


def test_in_a_line_too(pack: Pack) -> None:
    told = ("nothing asks for it by itself; asked for before the operation", "book.first")
    for asked in (Asked(why=("check",)), Asked(why_not=("check",))):
        assert lines(pack, asked, length="line") == [told]


def test_where_the_statement_that_asks_is_not_in_force_nothing_is_said_of_it(pack: Pack) -> None:
    assert lines(pack, Asked(why=("check",)), without=("first",)) == [("no statement in force speaks of it", "")]


def test_a_statement_that_is_switched_off_is_what_stands_in_the_way(pack: Pack) -> None:
    found = [t for t, _ in lines(pack, Asked(change="operate"), without=("operate",))]
    assert "switched off here (--without): Operate." in found
    assert not any("No record that a patient can have" in t for t in found)


def test_of_several_things_that_have_to_go_together_each_is_said_to_be_in_the_way(pack: Pack) -> None:
    found = [t for t, _ in lines(pack, Asked(change="both"), "smoker: false, old: false")]
    assert "In the way stands each of these; only without all of them some change could:" in found
    assert "smoking cannot be changed (recorded: no)" in found
    assert not any("together" in t for t in found)


def test_an_axiom_in_the_way_is_named(pack: Pack) -> None:
    assert "no patient can be so: an illness without heat (axiom cold)" in [t for t, _ in lines(pack, Asked(change="ailing"))]


@pytest.mark.parametrize(
    ("recorded", "wait"),
    [
        ("3 days", "7 days to go"),
        ("< 3 days", "more than 7 days and at most 10 days to go"),
        (">= 2 days and < 3 days", "more than 7 days and at most 8 days to go"),
        ("2-4 days", "between 6 days and 8 days to go"),
        ("> 2 days and <= 4 days", "at least 6 days and less than 8 days to go"),
        ("< 10 days", "at most 10 days to go"),
        ("> 2 days and < 4 days", "more than 6 days and less than 8 days to go"),
    ],
)
def test_a_clock_that_is_recorded_within_bounds_has_a_wait_within_bounds(pack: Pack, recorded: str, wait: str) -> None:
    (found,) = [t for t, _ in lines(pack, Asked(change="late"), f'days: "{recorded}"') if t.startswith("wait")]
    assert found.endswith(f"; {wait})")


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_patch_on_the_terminal_keeps_the_ends_of_the_lines_of_the_file(pack: Pack, end: str, tmp_path: Path) -> None:
    text = end.join(["case: somebody", "findings:", "  smoker: true", "  days: 2 days # by report", ""])
    file = tmp_path / "case.yaml"
    file.write_bytes(text.encode())
    made = Explained(parse_case(text, pack.vocabulary, str(file)), pack, Asked(change="late"), text=text)
    out = io.StringIO(newline="")
    print_text(made.words("text", "short"), Console(file=out, width=80, highlight=False))
    told = out.getvalue()
    patch = made.document["explanations"][0]["sizes"][0]["changes"][0]["patch"]
    assert told.endswith(f"\n{patch}")
    assert f"-  days: 2 days # by report{end}+  days: 10 days # by report{end}" in patch
    if tool := shutil.which("patch"):
        done = subprocess.run([tool, "-s", str(file)], input=patch.encode(), check=False, capture_output=True)
        assert (done.returncode, file.read_bytes()) == (0, text.replace("2 days #", "10 days #").encode())
