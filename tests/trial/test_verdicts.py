"""A verdict holds where the standing conflicts are such as it says, and is refused where they are not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from guideline import load_pack, read_case
from guideline.expectations.reader import read_expectation
from guideline.packs import shipped_pack
from guideline.trial.comparison import Difference
from guideline.trial.verdicts import shortcomings

Try = Callable[[str, str], list[Difference]]

LEFT = "splint_early, no_splint"
APART = "move_later, splint_early"
STANDS = "conflicts stand that nothing settles: contradiction (splint_early and no_splint)"
ALSO = "rather_exercise, splint_any, no_splint"
TWINS = [
    # patient, statements, status and what goes with it, and what speaks against it
    ("left", LEFT, "status: real, kinds: [contradiction]", None),
    (
        "left",
        LEFT,
        "status: real, kinds: [contradiction, timing]",
        "expected kinds contradiction, timing, found contradiction (splint_early and no_splint)",
    ),
    ("left", APART, "status: real, kinds: [divergence]", "no conflict among its statements stands"),
    # What waits for its time gives way to what is due.
    ("left", APART, "status: resolved_by_time_phase, gives_way: [move_later]", None),
    ("left", APART, "status: resolved_by_time_phase, gives_way: [splint_early]", "splint_early does not give way"),
    (
        "left",
        APART,
        "status: resolved_by_population, gives_way: [move_later]",
        "move_later does not give way by that, but by time phase",
    ),
    ("late", "move_later, rather_exercise", "status: resolved_by_time_phase, gives_way: [move_later]", "move_later does not give way"),
    ("left", APART, "status: resolved_by_time_phase, gives_way: [move_later], kinds: []", None),
    ("left", APART, "status: resolved_by_time_phase, gives_way: [move_later], kinds: [degree]", "expected kinds degree, found none"),
    ("left", LEFT, "status: resolved_by_time_phase, gives_way: [no_splint]", STANDS),
    ("left", LEFT, "status: resolved_by_population, gives_way: [splint_early]", STANDS),
    # A context that leaves the patient out: a border of the population, and an exception of the source.
    ("numb", LEFT, "status: resolved_by_population, gives_way: [splint_early]", None),
    ("numb", LEFT, "status: resolved_by_specificity, gives_way: [splint_early]", None),
    (
        "numb",
        LEFT,
        "status: resolved_by_time_phase, gives_way: [splint_early]",
        "splint_early does not give way by that, but by population or specificity",
    ),
    ("numb", LEFT, "status: resolved_by_population, gives_way: [no_splint]", "no_splint does not give way"),
    # A context that nobody enters, and a condition that does not hold.
    ("nobody", "splint_early, splint_any", "status: resolved_by_population, gives_way: [splint_early]", None),
    (
        "nobody",
        "splint_early, splint_any",
        "status: resolved_by_specificity, gives_way: [splint_early]",
        "splint_early does not give way by that, but by population",
    ),
    ("late", "splint_any, no_splint", "status: resolved_by_population, gives_way: [no_splint]", None),
    ("nobody", LEFT, "status: resolved_by_population, gives_way: [splint_early]", "none of its statements is in force"),
    # An override by one of the statements, and by another that the verdict does not name.
    ("athlete", "splint_any, splint_athlete", "status: resolved_by_specificity, gives_way: [splint_any]", None),
    (
        "athlete",
        "splint_any, splint_athlete",
        "status: resolved_by_population, gives_way: [splint_any]",
        "splint_any does not give way by that, but by specificity",
    ),
    ("athlete", "splint_any, rather_exercise", "status: resolved_by_specificity, gives_way: [splint_any]", "splint_any does not give way"),
    # Both hold.
    ("left", "image_wrist, no_splint", "status: resolved_by_population, side_by_side: [image_wrist, no_splint]", None),
    (
        "athlete",
        "rather_exercise, splint_any",
        "status: resolved_by_population, side_by_side: [rather_exercise, splint_any]",
        "splint_any is not in force, and so stands beside nothing",
    ),
    ("left", LEFT, "status: same_direction_different_strength", STANDS),
    ("left", APART, "status: compatible", None),
    ("left", LEFT, "status: compatible", "conflicts stand: contradiction (splint_early and no_splint)"),
    # The ambiguity that is meant, and another that is reported as well.
    ("nobody", ALSO, "status: open_source_ambiguous, hangs_on: [splint_any]", None),
    ("nobody", ALSO, "status: open_source_ambiguous, hangs_on: {splint_any: includes athletes, rather_exercise: }", None),
    ("athlete", ALSO, "status: open_source_ambiguous, hangs_on: {rather_exercise: first or instead}", None),
    (
        "athlete",
        ALSO,
        "status: open_source_ambiguous, hangs_on: [splint_any]",
        "splint_any, on which it hangs, is not in force, and so reports nothing",
    ),
    (
        "left",
        "splint_any, no_splint",
        "status: open_source_ambiguous, hangs_on: [splint_any]",
        "expected kinds none, found contradiction (splint_any and no_splint)",
    ),
    ("left", "splint_any, no_splint", "status: open_source_ambiguous, hangs_on: [splint_any], kinds: [contradiction]", None),
]


@pytest.mark.parametrize(("patient", "statements", "judged", "against"), TWINS)
def test_what_is_judged_is_held_against_what_stands(
    patient: str, statements: str, judged: str, against: str | None, differences: Try
) -> None:
    found = differences(patient, f"verdict: {{entry: e, statements: [{statements}], because: it is so, {judged}}}")
    status = judged.removeprefix("status: ").partition(",")[0]
    assert [d.words for d in found] == ([f"verdict e: {status}, but {against}"] if against else [])
    assert all(d.key == "verdict" for d in found)


def test_a_case_can_hold_several_verdicts(differences: Try) -> None:
    found = differences(
        "left",
        f"verdict:\n- {{entry: a, status: compatible, statements: [{LEFT}], because: x}}\n"
        f"- {{entry: b, status: compatible, statements: [{APART}], because: x}}",
    )
    assert [d.expected for d in found] == ["a: compatible"]


@pytest.mark.parametrize(
    ("behind", "against"),
    [("iv_bisphosphonate_first", []), ("myeloma_treat_malignancy", ["myeloma_treat_malignancy does not give way"])],
)
def test_what_the_editors_put_behind_gives_way_while_the_pair_stands(behind: str, against: list[str]) -> None:
    pack = load_pack()
    case = read_case(shipped_pack() / "cases" / "tension_myeloma_vs_edema_infusion.yaml", pack)
    answer = pack.solve(case, marks=False, inquire=False)
    (verdict,) = read_expectation(case, pack.vocabulary, pack.knowledge).verdicts
    assert list(shortcomings(replace(verdict, gives_way=(behind,)), answer, pack.knowledge)) == against
    beside = replace(verdict, gives_way=(), side_by_side=("iv_bisphosphonate_first", "myeloma_treat_malignancy"))
    (found,) = shortcomings(beside, answer, pack.knowledge)
    assert found == "myeloma_treat_malignancy and iv_bisphosphonate_first do not stand side by side: tension"
