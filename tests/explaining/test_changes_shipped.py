"""What would change it over the shipped cases: every patch is put over the file of the case, and `solve` confirms what was wished for."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from explain.changes_words import tell_changes
from explain.render import render
from explain.telling import Length
from explain.views.terms import Terms
from guideline import Pack, load_pack, read_case
from guideline.answer import Answer
from guideline.cases.reading import parse_case
from guideline.changes import smallest
from guideline.changes.changes_json import CHANGES, changes_json
from guideline.changes.patch import patch
from guideline.changes.smallest import LISTED, Changes, changes, read_wish
from guideline.contract_schema import STATUSES
from guideline.packs import shipped_pack

CASES = sorted(shipped_pack().glob("cases/*.yaml"))


@lru_cache(maxsize=1)
def pack() -> Pack:
    return load_pack()


def applied(diff: str, text: str) -> str:
    """A unified diff put over a text, as `patch` does it."""
    rows, made, at = text.splitlines(keepends=True), [], 0
    hunks = re.split(r"^@@ -(\d+)(?:,\d+)? \+\d+(?:,\d+)? @@\n", diff, flags=re.MULTILINE)[1:]
    for start, body in zip(hunks[::2], hunks[1::2], strict=True):
        made += rows[at : int(start) - 1]
        at = int(start) - 1
        for row in body.splitlines(keepends=True):
            if row[0] in " -":
                assert rows[at] == row[1:]
                at += 1
            made += [row[1:]] if row[0] in " +" else []
    return "".join([*made, *rows[at:]])


def wishes(number: int) -> list[str]:
    """What is wished for a case: each time something else of another action or statement, and for some what most statements speak of."""
    actions, statements = sorted(pack().vocabulary.actions), sorted(pack().knowledge.statements)
    status = STATUSES[number % len(STATUSES)]
    other = (
        f"statement {statements[number * 7 % len(statements)]}" if number % 3 == 0 else f"{status} {actions[number * 11 % len(actions)]}"
    )
    return [other, *([] if number % 4 else ["settled_for vertebral_augmentation"])]


def fulfilled(words: str, answer: Answer) -> bool:
    *denied, kind, name = words.split()
    held = name in answer.in_force if kind == "statement" else answer.status.get(name, "not_addressed") == kind
    return held != bool(denied)


@pytest.mark.parametrize("part", range(5))
def test_every_patch_is_confirmed(part: int) -> None:
    for number, path in list(enumerate(CASES))[part::5]:
        # Without what it expects, which takes longer to read than the case; at times with it.
        text = re.sub(r"(?ms)^expect:.*\Z", "" if number % 20 else r"\g<0>", path.read_text(encoding="utf-8"))
        case = parse_case(text, pack().vocabulary, str(path), "yaml")
        for words in wishes(number):
            found = changes(case, pack(), read_wish(words, pack().vocabulary, pack().knowledge))
            assert found.complete
            assert found.holds == fulfilled(words, pack().solve(case, marks=False, inquire=False))
            for size in found.sizes:
                diff = patch(size.changes[0], pack().vocabulary, text)
                made = parse_case(applied(diff, text), pack().vocabulary, str(path), "yaml")
                assert {r.finding: r.value for r in made.recorded} == {r.finding: r.value for r in size.changes[0].case.recorded}
                for change in [replace(size.changes[0], case=made), *size.changes[1:3]]:
                    assert fulfilled(words, pack().solve(change.case, marks=False, inquire=False)), (path.name, words)


def told(name: str, words: str, length: Length, form: str = "telling text") -> tuple[Changes, str]:
    path = shipped_pack() / "cases" / f"{name}.yaml"
    case = read_case(path, pack())
    with pack().seats.borrow() as seat:
        groups = seat.tables.members
    terms = Terms(pack().solve(case, inquire=False), pack().vocabulary, pack().knowledge, groups)
    found = changes(case, pack(), read_wish(words, pack().vocabulary, pack().knowledge))
    text = path.read_text(encoding="utf-8").replace(str(path), path.name)
    return found, re.sub("\x02[^\x03]*\x03", "", render(tell_changes(found, terms, length, text), form))


def told_small(folder: Path, rules: str, words: str) -> tuple[Changes, str]:
    """The same of a pack of its own and a patient of whom nothing is recorded."""
    (folder / "small.lp").write_text(rules, encoding="utf-8")
    small = load_pack(folder)
    case = parse_case("case: c\nfindings: {}\n", small.vocabulary)
    terms = Terms(small.solve(case, inquire=False), small.vocabulary, small.knowledge, {})
    found = changes(case, small, read_wish(words, small.vocabulary, small.knowledge))
    return found, re.sub("\x02[^\x03]*\x03", "", render(tell_changes(found, terms), "telling text"))


def test_a_line_says_the_first_change_of_each_size() -> None:
    _, text = told("acr_35_days_of_therapy", "settled_for vertebral_augmentation", "line")
    assert text.splitlines()[0] == "What would bring about: percutaneous vertebral augmentation: do, or offered"
    assert len(text.splitlines()) == 2
    assert "wait until conservative therapy so far is at least 3 months (recorded: 35 days; 55 days to go)" in text


def test_more_changes_than_are_listed_are_counted() -> None:
    found, text = told("acr_81_year_old", "settled_for vertebral_augmentation", "full")
    size = found.sizes[0]
    assert len(size.changes) == LISTED
    assert size.more > 0
    assert f"{LISTED + size.more} smallest changes: each records 2 findings" in text
    assert f"and {size.more} further changes of the same size" in text


def test_a_fixed_finding_in_the_way_is_named_with_its_value() -> None:
    _, text = told("acr_cancer_known", "context acr_vcf_main", "short")
    assert text.splitlines()[1:] == [
        "- No change of these findings can.",
        "- In the way stands:",
        "  - known malignancy cannot be changed (recorded: yes)",
    ]


def test_an_exclusion_in_the_way_is_told_with_its_reason() -> None:
    _, text = told("edema_nsaid_ruled_out", "settled_for nsaid_trial", "short")
    assert "  - the case rules out NSAID or COXIB as a trial before other treatment of the edema (a recent gastric bleed)" in text


def test_all_choices_but_one_are_told_by_that_one() -> None:
    _, text = told("acr_35_days_of_therapy", "not settled_for iv_bisphosphonate_edema", "full")
    assert "- change extent of the edema in the vertebral body to anything but full vertebral body (recorded: full vertebral body)" in text


WIDE = """
finding(extent, choice). choice(extent, (none; some; between; full)). label(extent, "extent").
label(choice(extent, between), "neither some nor full").
source(guide, "A guide"). action((walk; swim)). label(walk, "walking"). label(swim, "swimming").
statement(s, guide, recommendation, should). locator(s, "1"). says(s, "Swim."). recommends(s, swim).
applies(s) :- is(extent, (some; between)).
statement(t, guide, recommendation, should). locator(t, "2"). says(t, "Walk."). recommends(t, walk).
"""


def test_a_choice_whose_words_could_be_read_on_into_the_next_stands_in_quotation_marks(tmp_path: Path) -> None:
    text = told_small(tmp_path, WIDE + "applies(t).", "settled_for swim")[1]
    assert '- record extent: "neither some nor full" or some' in text


@pytest.mark.parametrize(("ways", "whole"), [(7, True), (8, True), (9, False), (60, False)])
def test_of_more_ways_than_are_looked_at_it_is_said_that_there_may_be_more(
    ways: int, whole: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(smallest, "LOOKED_AT", 8)
    wide = "".join(f'finding(f{i}, boolean). label(f{i}, "finding {i}"). applies(t) :- has(f{i}).\n' for i in range(ways))
    found, text = told_small(tmp_path, WIDE + wide, "settled_for walk")
    assert found.complete == whole
    assert len(found.changes) == min(ways, 8)
    assert ("There may be more: not all were looked for." in text) != whole
    assert (f"at least {min(ways, 8)} smallest changes" in text) != whole


@pytest.mark.parametrize("length", ["line", "short", "full"])
@pytest.mark.parametrize("form", ["telling text", "telling markdown", "telling html"])
def test_every_answer_can_be_told(length: Length, form: str) -> None:
    names = ("acr_81_year_old", "acr_cancer_known", "edema_nsaid_ruled_out")
    wished = (
        "vertebral_augmentation",
        "not acr_vcf",
        "acr_vcf_main",
        "excluded nsaid_trial",
        "conflict iv_bisphosphonate_first rating_augmentation",
    )
    for name, words in zip(names * 2, wished, strict=False):
        found, text = told(name, words, length, form)
        assert text.strip()
        assert not re.search(r"\b(at_least|settled_for|not_addressed|in_force)\b", text), text
        if length == "full":
            assert text.count("--- ") == len(found.changes)


def test_json_is_as_its_schema_says() -> None:
    check = Draft202012Validator(CHANGES)
    for path in CASES[::90]:
        case = read_case(path, pack())
        for words in ("settled_for vertebral_augmentation", "not nsaid_trial", "acr_vcf_main"):
            found = changes(case, pack(), read_wish(words, pack().vocabulary, pack().knowledge))
            made = changes_json(found, pack(), path.read_text(encoding="utf-8"))
            check.validate(made)
            for size, kept in zip(made["sizes"], found.sizes, strict=True):
                for row, change in zip(size["changes"][:2], kept.changes, strict=False):
                    assert parse_case(row["case"], pack().vocabulary).tests == change.case.tests
