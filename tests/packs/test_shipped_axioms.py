"""What the shipped pack takes for no patient: a finding beside the denial of what it presupposes; and the nearest record that is one."""

from __future__ import annotations

import pytest

from guideline import Pack, load_pack
from guideline.cases.reading import parse_case
from guideline.errors import CaseError

APART = [
    pytest.param(
        "duration_of_no_pain",
        "pain_course: never, pain_duration: 1 day",
        "pain_course: resolved, pain_duration: 1 day",
        id="pain that never was",
    ),
    pytest.param(
        "course_without_therapy",
        "pain_course: unchanged, conservative_therapy: 0 days",
        "pain_course: unchanged, conservative_therapy: 1 day",
        id="pain under a therapy not begun",
    ),
    pytest.param(
        "course_of_function_without_therapy",
        "function_course: worse, conservative_therapy: 0 days",
        "function_course: worse, conservative_therapy: 1 day",
        id="function under a therapy not begun",
    ),
    pytest.param(
        "response_without_trial",
        "nsaid_response: insufficient, nsaid_therapy: 0 days",
        "nsaid_response: insufficient, nsaid_therapy: 1 day",
        id="response to a trial not begun",
    ),
    pytest.param(
        "stage_without_fracture",
        "fracture_acuity: chronic, vertebral_fracture: false",
        "fracture_acuity: chronic, vertebral_fracture: true",
        id="stage of no fracture",
    ),
    pytest.param(
        "age_without_fracture",
        "fracture_age: 13 weeks, vertebral_fracture: false",
        "fracture_age: 13 weeks",
        id="age of no fracture",
    ),
    pytest.param(
        "identified_without_fracture",
        "since_identification: 7 days, vertebral_fracture: false",
        "since_identification: 7 days",
        id="identification of no fracture",
    ),
    pytest.param(
        "time_since_no_vertebroplasty",
        "since_vertebroplasty: 90 days, vertebroplasty_done: false",
        "since_vertebroplasty: 90 days, vertebroplasty_done: true",
        id="time since no vertebroplasty",
    ),
    pytest.param(
        "cause_of_no_edema",
        "edema_cause_established: true, bone_marrow_edema: false",
        "edema_cause_established: true, vertebral_edema: false",
        id="cause of no edema",
    ),
    pytest.param(
        "refractory_without_edema",
        "refractory_edema: true, bone_marrow_edema: false",
        "refractory_edema: true, vertebral_edema: false",
        id="refractory and no edema",
    ),
    pytest.param(
        "refractory_without_edema",
        "severe_edema_case: true, bone_marrow_edema: false",
        "severe_edema_case: false, bone_marrow_edema: false",
        id="severe case of no edema",
    ),
    pytest.param(
        "duration_of_no_syndrome",
        "transient_edema_duration: 3 months, transient_edema_syndrome: false",
        "transient_edema_duration: 3 months",
        id="duration of no syndrome",
    ),
    pytest.param(
        "beside_no_edema",
        "foot_ulceration: true, foot_edema: false",
        "foot_infection_suspected: true, foot_edema: false",
        id="ulceration next to no edema",
    ),
]


@pytest.fixture(scope="module")
def pack() -> Pack:
    return load_pack()


@pytest.mark.parametrize(("axiom", "record", "twin"), APART)
def test_a_finding_without_what_it_presupposes_is_no_patient(axiom: str, record: str, twin: str, pack: Pack) -> None:
    with pytest.raises(CaseError, match=f"`{axiom}`"):
        pack.solve(parse_case(f"case: x\nfindings: {{{record}}}\n", pack.vocabulary))
    pack.solve(parse_case(f"case: x\nfindings: {{{twin}}}\n", pack.vocabulary))


@pytest.mark.parametrize(
    "record",
    [
        pytest.param(
            "vertebral_fracture: false, pain_severity: severe, edema_extent: full", id="painful edema of a vertebra that is not fractured"
        ),
        pytest.param("vertebral_fracture: false, kyphosis: 20 percent, height_loss: 20 percent", id="deformity without a fracture"),
        pytest.param(
            "vertebral_fracture: false, augmentation_done: true, vertebral_edema: true",
            id="edematous vertebra augmented without a fracture",
        ),
        pytest.param("second_line_therapy: false, since_second_line: 90 days", id="second line that has ended"),
        pytest.param("pain_course: resolved, pain_duration: 42 days", id="pain that has gone"),
    ],
)
def test_whom_a_source_speaks_of_stays_a_patient(record: str, pack: Pack) -> None:
    pack.solve(parse_case(f"case: x\nfindings: {{{record}}}\n", pack.vocabulary))
