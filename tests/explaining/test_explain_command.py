"""`guideline explain`: every question in every form, what is refused, and that words and JSON say the same."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click
import jsonschema
import pytest
from click.testing import CliRunner, Result

from explain.explanation_schema import EXPLANATION
from explain.justification.justification_schema import JUSTIFICATION
from guideline import load_pack
from guideline.cli.explain import FORMS, GRAPHS, LENGTHS, command, complete
from guideline.errors import ExitCode, GuidelineError
from guideline.packs import shipped_pack

PACK = load_pack()
CASE = str(shipped_pack() / "cases" / "acr_35_days_of_therapy.yaml")
WHY = (
    "vertebral_augmentation",
    "contested vertebral_augmentation",
    "bme_vertebral",
    "rating_augmentation",
    "conflict rating_augmentation rating_medical_management",
    "alternative B vertebral_augmentation",
)
QUESTIONS: tuple[tuple[str, ...], ...] = (
    (),
    *(("--why", x) for x in WHY),
    ("--why-not", "settled_for vertebral_augmentation"),
    ("--why-not", "iv_bisphosphonate_edema"),
    ("--why", "alternative A vertebral_augmentation", "--rather-than", "alternative B vertebral_augmentation"),
    ("--why", "vertebral_augmentation", "--rather-than", "medical_management_only"),
    ("--change", "settled_for nsaid_trial"),
    ("--next",),
)


@pytest.fixture(autouse=True)
def loaded(monkeypatch: pytest.MonkeyPatch) -> None:
    """Loading the pack takes longer than all that is asked of it here."""
    monkeypatch.setattr("guideline.cli.explain.open_pack", lambda _: PACK)
    monkeypatch.setattr("guideline.cli.explain.load_pack", lambda: PACK)


def run(*args: str) -> Result:
    return CliRunner().invoke(command, [CASE, *args], catch_exceptions=False)


@pytest.mark.parametrize("question", QUESTIONS, ids=" ".join)
@pytest.mark.parametrize("form", FORMS)
def test_every_question_is_answered_in_every_form(question: tuple[str, ...], form: str) -> None:
    result = run(*question, "--format", form)
    if form in GRAPHS and not {"--why-not", "--change", "--next"}.isdisjoint(question):
        # What is not so, or not yet, has no graph; an empty one would look as if nothing were the reason.
        assert result.exit_code == ExitCode.USAGE
        assert "it goes with --why" in result.output
        return
    assert result.exit_code == 0
    assert result.output.strip()


@pytest.mark.parametrize("question", QUESTIONS, ids=" ".join)
def test_json_is_as_the_schema_says(question: tuple[str, ...]) -> None:
    document = json.loads(run(*question, "--json").output)
    jsonschema.validate(document, EXPLANATION)
    if not question or question[0] == "--why":
        jsonschema.validate(json.loads(run(*question, "--format", "justification").output), JUSTIFICATION)


@pytest.mark.parametrize("question", [q for q in QUESTIONS if q], ids=" ".join)
def test_the_longer_forms_say_more(question: tuple[str, ...]) -> None:
    line, short, full = (len(run(*question, "--length", length).output) for length in LENGTHS)
    assert line <= short <= full


def test_words_name_every_statement_that_the_json_names() -> None:
    asked = ("--why", "vertebral_augmentation")
    (part,) = json.loads(run(*asked, "--json").output)["explanations"]
    text = " ".join(run(*asked).output.split())
    assert part["statements"]
    for statement in part["statements"]:
        assert statement["says"] in text
        assert statement["locator"] in text


def test_several_questions_are_answered_in_turn() -> None:
    parts = json.loads(run("--why", "nsaid_trial", "--why", "acr_vcf", "--next", "--json").output)["explanations"]
    assert [(p["question"], p.get("goal")) for p in parts] == [("why", "action nsaid_trial"), ("why", "source acr_vcf"), ("next", None)]


def test_what_the_derivation_rests_on_is_in_it() -> None:
    (part,) = json.loads(run("--why", "nsaid_trial", "--json").output)["explanations"]
    nodes: dict[str, Any] = {n["id"]: n for n in part["derivation"]["nodes"]}
    assert set(part["derivation"]["roots"]) <= set(nodes)
    for node in nodes.values():
        assert set(node["children"]) <= set(nodes)


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (("--why", "nsaid_tria"), "`nsaid_trial`"),
        (("--why", "settled_fro nsaid_trial"), "`settled_for`"),
        (("--why", "alternative 99 vertebral_augmentation"), "there is no alternative CU"),
        (("--why-not", "alternative A"), "--rather-than"),
        (("--why", "nsaid_trial", "--rather-than", "acr_vcf"), "not of one kind"),
        (("--why-not", "nsaid_tria"), "`nsaid_trial`"),
        (("--change", "settled_for nsaid_tria"), "`nsaid_trial`"),
        (("--why", ""), "nothing to ask about"),
        (("--change", ""), "nothing to ask about"),
        (("--why", "nsaid_trial", "--rather-than", ""), "nothing to ask about"),
        (("--why", "percutaneous vertebral augmentation"), "write `vertebral_augmentation`"),
        (("--why", "Percutaneous vertebral augmentatoin"), "write `vertebral_augmentation`"),
        (("--why-not", "do nsaid_trial"), "write `settled_for nsaid_trial`"),
        (("--why-not", "an option vertebral_augmentation"), "write `option vertebral_augmentation`"),
        (("--change", "not do physical therapy"), "write `not settled_for physical_therapy`"),
        (("--why", "settled_for percutaneous vertebral augmentation"), "write `settled_for vertebral_augmentation`"),
        (("--why", "alternative a"), "write `alternative A`"),
        (("--why", "alternative Z"), "the decisions? ha[sv]e? A to "),
    ],
)
def test_what_cannot_be_asked_is_refused_with_the_closest_name(args: tuple[str, ...], words: str) -> None:
    with pytest.raises(GuidelineError, match=words):
        run(*args)


def test_one_change_is_asked_for_at_a_time() -> None:
    result = run("--change", "mri", "--change", "nsaid_trial")
    assert (result.exit_code, "one GOAL" in result.output) == (ExitCode.USAGE, True)


def test_a_graph_says_what_its_shapes_mean() -> None:
    assert run("--why", "nsaid_trial", "--format", "dot").output.startswith("// Dashed: does not hold.")


def test_rather_than_goes_with_one_why() -> None:
    assert "one --why" in run("--rather-than", "nsaid_trial").output
    assert "one --why" in run("--why", "nsaid_trial", "--why", "acr_vcf", "--rather-than", "nsaid_trial").output


def test_a_case_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(GuidelineError, match="no such file"):
        CliRunner().invoke(command, [str(tmp_path / "none.yaml"), "--next"], catch_exceptions=False)


def test_names_are_completed() -> None:
    found = [c.value for c in complete(click.Context(command), command.params[0], "nsaid_tri")]
    assert found == ["nsaid_trial"]
