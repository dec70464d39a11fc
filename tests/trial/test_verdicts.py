"""A verdict holds where the standing conflicts are such as it says, and is refused where they are not."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from guideline.comparison import Difference

Try = Callable[[str, str], list[Difference]]

LEFT = "splint_early, no_splint"
APART = "move_later, splint_early"
TWINS = [
    # patient, statements, status and kinds, and what speaks against it
    ("left", LEFT, "status: real, kinds: [contradiction]", None),
    (
        "left",
        LEFT,
        "status: real, kinds: [contradiction, timing]",
        "expected kinds contradiction, timing, found contradiction (splint_early and no_splint)",
    ),
    ("left", APART, "status: real, kinds: [divergence]", "no conflict among its statements stands"),
    ("left", APART, "status: resolved_by_time_phase", None),
    ("left", APART, "status: resolved_by_time_phase, kinds: []", None),
    ("left", APART, "status: resolved_by_time_phase, kinds: [degree]", "expected kinds degree, found none"),
    ("left", LEFT, "status: resolved_by_time_phase", "conflicts stand that nothing settles: contradiction (splint_early and no_splint)"),
    ("left", LEFT, "status: resolved_by_population", "conflicts stand that nothing settles: contradiction (splint_early and no_splint)"),
    ("numb", LEFT, "status: resolved_by_population", None),
    ("athlete", "splint_any, splint_athlete", "status: resolved_by_specificity", None),
    (
        "left",
        LEFT,
        "status: same_direction_different_strength",
        "conflicts stand that nothing settles: contradiction (splint_early and no_splint)",
    ),
    ("left", APART, "status: compatible", None),
    ("left", LEFT, "status: compatible", "conflicts stand: contradiction (splint_early and no_splint)"),
    ("nobody", "splint_any, no_splint", "status: open_source_ambiguous", None),
    (
        "left",
        "splint_any, no_splint",
        "status: open_source_ambiguous",
        "expected kinds none, found contradiction (splint_any and no_splint)",
    ),
    ("left", "splint_any, no_splint", "status: open_source_ambiguous, kinds: [contradiction]", None),
    ("athlete", "splint_any, no_splint", "status: open_source_ambiguous", "none of its statements in force is marked as ambiguous"),
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
