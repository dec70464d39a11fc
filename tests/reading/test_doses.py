"""Amounts for one patient: exact, in the unit of the dose, open where the record is open."""

from __future__ import annotations

import json
from fractions import Fraction

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st
from outputs import printed

from explain.terminal import print_answer
from explain.views.context import view_of
from guideline import Pack
from guideline.answer_json import answer_json
from guideline.cases.reading import parse_case
from guideline.contract_schema import SCHEMAS
from guideline.dosing import amount_for
from guideline.errors import CaseError
from guideline.model import Case, Dose, Interval

MOST = 2**31 - 1
"""The largest whole number that a pack can state."""


def of(weight: str, pack: Pack, more: str = "") -> Case:
    """A case with a weight, where one is given, and whatever else."""
    pairs = [f"weight: {json.dumps(weight)}"] if weight else []
    return parse_case(f"case: someone\nfindings: {{{', '.join([*pairs, *filter(None, [more])])}}}\n", pack.vocabulary)


def dose(low: int, high: int, unit: str = "mg/kg") -> Dose:
    return Dose("pill", "pain", low, high, unit, "day")


@pytest.mark.parametrize(
    ("weight", "measure", "low", "high"),
    [
        ("68 kg", Interval(Fraction(68), Fraction(68)), 204, 340),
        ("68.5 kg", Interval(Fraction(137, 2), Fraction(137, 2)), Fraction(411, 2), Fraction(685, 2)),
        ("68500 g", Interval(Fraction(137, 2), Fraction(137, 2)), Fraction(411, 2), Fraction(685, 2)),
        ("60 to 70 kg", Interval(Fraction(60), Fraction(70)), 180, 350),
        (">= 60 kg", Interval(Fraction(60), None), 180, None),
        ("< 70 kg", Interval(None, Fraction(70), high_included=False), None, 350),
        ("150 lb", Interval(Fraction("68.0388555"), Fraction("68.0388555")), Fraction("204.1165665"), Fraction("340.1942775")),
        ("> 100 lb", Interval(Fraction("45.359237"), None, low_included=False), Fraction("136.077711"), None),
    ],
)
def test_an_amount_is_counted_from_the_weight(
    joint: Pack, weight: str, measure: Interval, low: Fraction | None, high: Fraction | None
) -> None:
    amount = amount_for(dose(3, 5), of(weight, joint), joint.vocabulary)
    assert amount is not None
    assert (amount.finding, amount.per, amount.unit) == ("weight", "kg", "mg")
    assert (amount.low, amount.high) == (low, high)
    assert amount.measure is not None
    assert (amount.measure.low, amount.measure.high) == (measure.low, measure.high)
    assert (amount.measure.low_included, amount.measure.high_included) == (measure.low_included, measure.high_included)
    assert (amount.low_included, amount.high_included) == (measure.low_included, measure.high_included)
    assert amount.text == weight


def test_nothing_per_kilogram_is_an_amount_of_nothing_at_any_weight(joint: Pack) -> None:
    amount = amount_for(dose(0, 5), of("> 60 kg", joint), joint.vocabulary)
    assert amount is not None
    assert amount.low == 0
    assert amount.low_included


def test_without_a_weight_the_amount_is_open_and_says_what_is_missing(joint: Pack) -> None:
    amount = amount_for(dose(3, 5), of("", joint), joint.vocabulary)
    assert amount is not None
    assert (amount.finding, amount.measure, amount.low, amount.high, amount.unit) == ("weight", None, None, None, "mg")


@pytest.mark.parametrize("unit", ["mg", "IU", "mg/m2", "mg/kg/day"])
def test_a_dose_that_does_not_hang_on_the_patient_has_no_amount(joint: Pack, unit: str) -> None:
    assert amount_for(dose(3, 5, unit), of("68 kg", joint), joint.vocabulary) is None


def test_the_largest_numbers_stay_exact(joint: Pack) -> None:
    amount = amount_for(dose(1, MOST), of("299.999 kg", joint), joint.vocabulary)
    assert amount is not None
    assert (amount.low, amount.high) == (Fraction(299999, 1000), MOST * Fraction(299999, 1000))


@given(low=st.integers(0, MOST), more=st.integers(0, 1000), grams=st.integers(20_000, 300_000))
def test_the_amount_grows_in_step_with_the_weight(joint: Pack, low: int, more: int, grams: int) -> None:
    amount = amount_for(dose(low, low + more), of(f"{grams} g", joint), joint.vocabulary)
    assert amount is not None
    assert (amount.low, amount.high) == (low * Fraction(grams, 1000), (low + more) * Fraction(grams, 1000))


@pytest.mark.parametrize(("weight", "unit"), [("150 pd", "pd"), ("10 stone", "stone")])
def test_a_unit_that_is_not_known_is_refused_at_its_place(joint: Pack, weight: str, unit: str) -> None:
    with pytest.raises(CaseError, match=f"`weight`: unknown unit `{unit}` in `{weight}`") as caught:
        of(weight, joint)
    (problem,) = caught.value.problems
    assert problem.place is not None
    assert problem.place.line == 2


@pytest.mark.parametrize(
    ("weight", "amount", "words"),
    [
        ("68 kg", {"measure": "68 kg", "low": 204.0, "high": 340.0}, "3 to 5 mg/kg x 68 kg = 204 mg to 340 mg"),
        ("60 to 70 kg", {"measure": "60 kg - 70 kg", "low": 180.0, "high": 350.0}, "= 180 mg to 350 mg"),
        ("> 60 kg", {"measure": "> 60 kg", "low": 180.0, "high": None, "low_included": False}, "= more than 180 mg"),
        (">= 60 kg", {"measure": ">= 60 kg", "low": 180.0, "high": None}, "= 180 mg or more"),
        ("< 70 kg", {"measure": "< 70 kg", "low": None, "high": 350.0, "high_included": False}, "= less than 350 mg"),
        ("<= 70 kg", {"measure": "<= 70 kg", "low": None, "high": 350.0}, "= 350 mg or less"),
        (
            "> 60 kg and <= 70 kg",
            {"measure": "> 60 kg and <= 70 kg", "low": 180.0, "high": 350.0, "low_included": False},
            "= more than 180 mg and at most 350 mg",
        ),
        (
            "150 lb",
            {"measure": "68.0388555 kg", "low": 204.1165665, "high": 340.1942775},
            "3 to 5 mg/kg x 68.0388555 kg (recorded as 150 lb) = 204.1165665 mg to 340.1942775 mg",
        ),
        ("", {"measure": None, "low": None, "high": None}, "body weight not recorded, so the amount for this patient is not worked out"),
    ],
)
def test_the_answer_has_the_amount_in_json_and_in_words(joint: Pack, weight: str, amount: dict[str, object], words: str) -> None:
    answer = joint.solve(of(weight, joint, "knee_swelling: true, walks_far: true"), marks=False, inquire=False)
    document = json.loads(json.dumps(answer_json(answer, joint)))
    jsonschema.validate(document, SCHEMAS["answer"], jsonschema.Draft202012Validator)
    doses = {(d["statement"], d["drug"]): d for a in document["actions"] for d in a["doses"]}
    assert doses["manual.everything", "pill"]["amount"] == {
        "finding": "weight",
        "unit": "mg",
        "low_included": True,
        "high_included": True,
        **amount,
    }
    assert doses["leaflet.low_dose", "pill"]["amount"] is None
    assert doses["manual.everything", "infusion"]["high"] == MOST
    text = " ".join(printed(lambda to: print_answer(view_of(answer, joint), to, full=True)).split())
    assert words in text


def test_a_dose_of_a_drug_that_nothing_in_force_speaks_of_is_not_lost(joint: Pack) -> None:
    answer = joint.solve(of("68 kg", joint), marks=False, inquire=False)
    assert "everything" not in answer.in_force
    rows = {a["action"]: a for a in answer_json(answer, joint)["actions"]}
    assert rows["pill"]["status"] == "not_addressed"
    assert [(d["statement"], d["low"]) for d in rows["pill"]["doses"]] == [("leaflet.low_dose", 1)]
    assert "infusion" not in rows, "its dose stands in a statement that is not in force"
    text = " ".join(printed(lambda to: print_answer(view_of(answer, joint), to, full=True)).split())
    assert "pill: 1 mg per day" in text
