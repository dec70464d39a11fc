"""Amounts of a regimen for one patient: what is printed per kilogram, times the weight that the case records."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from guideline.model import Case, Dose, Interval, Vocabulary
from guideline.units import to_unit


@dataclass(frozen=True, slots=True)
class Amount:
    """What a dose comes to.

    Attributes:
        finding: the quantity that it is counted from.
        measure: the recorded value in the unit of the dose (kg of `mg/kg`); None where the case does not record it.
        per: that unit.
        low, high: of the amount in `unit`; None where the record leaves that end open.
        unit: of the amount (`mg` of `mg/kg`).
        low_included, high_included: whether the amount may be that end itself: of a weight above 60 kg, no dose is that of 60 kg.
        text: the measure as the case writes it; empty where it does not record it.
    """

    finding: str
    measure: Interval | None
    per: str
    low: Fraction | None
    high: Fraction | None
    unit: str
    low_included: bool = True
    high_included: bool = True
    text: str = ""


def amount_for(dose: Dose, case: Case, vocabulary: Vocabulary) -> Amount | None:
    """The amount of a dose for the patient; None where the dose does not hang on the patient.

    `3 to 5 mg/kg` at 68 kg is 204 to 340 mg. A weight recorded as a range gives the least amount at its lower end and the most at its
    upper end; an end that the record leaves out, the amount leaves out too. Nothing is rounded.
    """
    unit, _, per = dose.unit.partition("/")
    finding = vocabulary.dosed_per.get(per)
    if finding is None:
        return None
    recorded = next((r for r in case.recorded if r.finding == finding), None)
    if recorded is None or not isinstance(recorded.value, Interval):
        return Amount(finding, None, per, None, None, unit)
    value = recorded.value
    declared = vocabulary.findings[finding].unit
    ends = [None if end is None else to_unit(end, declared, per, vocabulary.units) for end in (value.low, value.high)]
    low = None if ends[0] is None else dose.low * ends[0]
    high = None if ends[1] is None else dose.high * ends[1]
    return Amount(
        finding,
        Interval(ends[0], ends[1], value.low_included, value.high_included),
        per,
        low,
        high,
        unit,
        # Nothing per kilogram is nothing at any weight.
        value.low_included or dose.low == 0,
        value.high_included or dose.high == 0,
        recorded.text,
    )
