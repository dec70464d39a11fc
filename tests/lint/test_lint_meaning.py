"""What the checks take for one thing and what for two: the edges of each, beyond its twins."""

from __future__ import annotations

from pathlib import Path

import pytest

from guideline.errors import PackError
from guideline.lint import CHECKS, lint
from guideline.packs import compile_packs

MINIMAL = (Path(__file__).parent / "minimal" / "pack.lp").read_text(encoding="utf-8")


def codes(text: str, folder: Path) -> list[str]:
    (folder / "0.lp").write_text(MINIMAL, encoding="utf-8")
    (folder / "1.lp").write_text(text, encoding="utf-8")
    return [problem.code for problem in lint(compile_packs([folder], use_cache=False)).warnings]


def test_each_check_says_what_it_looks_for_and_why() -> None:
    assert len({check.code for check in CHECKS}) == len(CHECKS) >= 18
    for check in CHECKS:
        assert check.what
        assert check.why
        assert "\n" not in check.what + check.why


@pytest.mark.parametrize(
    "body",
    [
        "has(fever), lacks(fever)",
        "has(cough), not has(cough)",
        'at_least(pain_duration, "3 weeks"), below(pain_duration, "21 days")',
        'above(pain_duration, "3 weeks"), at_most(pain_duration, "3 weeks")',
        'at_least(pain_duration, "4 weeks"), not at_least(pain_duration, "3 weeks")',
        'below(pain_duration, "2 weeks"), not at_most(pain_duration, "3 weeks")',
        'above(pain_duration, "20 years")',
        'below(pain_duration, "0 days")',
        "well, has(fever)",
        "is(stage, (early; late)), not is(stage, early), not is(stage, late)",
    ],
)
def test_bodies_that_nobody_meets(body: str, tmp_path: Path) -> None:
    spelt = {"two-spellings"} if "21 days" in body else set()
    found = codes(f'label(well, "well").\nwell :- lacks(fever).\napplies(move) :- {body}.\napplies(stay) :- well.\n', tmp_path)
    assert set(found) - spelt == {"impossible-body"}


@pytest.mark.parametrize(
    "body",
    [
        'at_least(pain_duration, "3 weeks"), at_most(pain_duration, "3 weeks")',
        'at_least(pain_duration, "2 weeks"), below(pain_duration, "3 weeks")',
        'at_least(pain_duration, "3 weeks"), not at_least(pain_duration, "4 weeks")',
        'at_most(pain_duration, "0 days")',
        "not has(cough), not lacks(cough)",
        "is(stage, (early; late)), not is(stage, early)",
        "has(cough), lacks(fever)",
        "weak, has(fever)",
    ],
)
def test_bodies_that_somebody_meets(body: str, tmp_path: Path) -> None:
    text = f'label(weak, "weak").\nweak :- lacks(fever).\nweak :- has(cough).\napplies(move) :- {body}.\napplies(stay) :- weak.\n'
    assert codes(text, tmp_path) == []


def test_a_body_with_very_many_ways_is_left_alone(tmp_path: Path) -> None:
    pools = ", ".join(f"has((f{i}; g{i}))" for i in range(7))
    names = "; ".join(f"{letter}{i}" for letter in "fg" for i in range(7))
    labels = "\n".join(f'label({letter}{i}, "{letter}{i}").' for letter in "fg" for i in range(7))
    assert codes(f"finding(({names}), boolean).\n{labels}\napplies(move) :- {pools}, lacks((f0; g0)).\n", tmp_path) == []


def test_a_finding_that_only_implies_a_read_one_is_read(tmp_path: Path) -> None:
    declared = 'finding(rash, boolean).\nlabel(rash, "rash").\n'
    assert codes(declared + "follows(has(fever)) :- has(rash).\n", tmp_path) == []
    assert codes(declared + "follows(has(rash)) :- has(fever).\n", tmp_path) == ["unused-finding"]
    assert codes(declared + 'impossible(both, "both") :- has(rash), lacks(cough).\n', tmp_path) == ["unused-finding"]
    assert codes(declared + "needs(move, walking, lacks(rash)).\n", tmp_path) == []


def test_an_action_is_spoken_of_by_way_of_its_classes_kinds_plans_and_parts(tmp_path: Path) -> None:
    declared = 'action(swim).\nlabel(swim, "swimming").\n'
    assert codes(declared, tmp_path) == ["unused-action"]
    for fact in ("kind_of(swim, bed_rest)", "kind_of(walking, swim)", "includes(swim, walking)", "includes(walking, swim)"):
        assert codes(f"{declared}{fact}.\n", tmp_path) == []
    assert codes(f"{declared}applies(move) :- unsuitable(swim).\n", tmp_path) == []


def test_a_wider_context_is_used_by_its_special_cases(tmp_path: Path) -> None:
    text = 'context(all, guide, "everybody").\nenters(all).\n'
    assert codes(text, tmp_path) == ["unused-context"]
    assert codes(text + "narrower(ward, all).\n", tmp_path) == []


def test_an_absence_is_assumed_by_way_of_a_concept_and_only_for_a_wish(tmp_path: Path) -> None:
    concept = 'label(fit, "fit").\nfit :- not has(fever).\n'
    assert codes(concept + "applies(move) :- fit.\n", tmp_path) == ["absence-assumed"]
    assert codes(concept + "enters(ward) :- fit.\n", tmp_path) == []
    assert codes("applies(move) :- not has(cough).\n", tmp_path) == []


def test_an_override_tells_two_statements_apart(tmp_path: Path) -> None:
    twin = 'statement(stroll, guide, permission, may).\nlocator(stroll, "1").\nsays(stroll, "Stroll.").\npermits(stroll, walking).\n'
    twin += "applies(stroll) :- lacks(fever).\n"
    assert codes(twin, tmp_path) == ["indistinct-statements"]
    assert codes(twin + "overrides(rest, stroll).\n", tmp_path) == []


def test_packs_without_statements_and_files_without_facts(tmp_path: Path) -> None:
    (tmp_path / "words.lp").write_text('source(guide, "A guide").\n', encoding="utf-8")
    (tmp_path / "blank.lp").write_text("", encoding="utf-8")
    found = lint(compile_packs([tmp_path], use_cache=False)).warnings
    assert sorted(problem.code for problem in found) == ["empty-file", "no-statements"]


def test_an_acceptance_cannot_be_accepted(tmp_path: Path) -> None:
    found = codes('accepts(unneeded_acceptance, fever, "why").\naccepts(unused_finding, fever, "why").\n', tmp_path)
    assert sorted(found) == ["unknown-check", "unneeded-acceptance"]


def test_two_reasons_for_one_acceptance_are_a_defect(tmp_path: Path) -> None:
    with pytest.raises(PackError, match="accepts"):
        codes('accepts(unused_finding, fever, "a").\naccepts(unused_finding, fever, "b").\n', tmp_path)
