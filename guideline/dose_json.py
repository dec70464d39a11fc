"""A regimen as JSON, with the amount that it comes to for the patient."""

from __future__ import annotations

from typing import Any

from guideline.dosing import amount_for
from guideline.model import Case, Dose, Statement, Vocabulary
from guideline.quantities import format_interval


def dose_json(d: Dose, s: Statement, case: Case, vocabulary: Vocabulary) -> dict[str, Any]:
    """A dose as `solve --json` prints it; `amount` is null where it does not hang on the patient."""
    amount = amount_for(d, case, vocabulary)
    return {
        "statement": s.id,
        "drug": d.drug,
        "purpose": d.purpose,
        "low": d.low,
        "high": d.high,
        "unit": d.unit,
        "every": d.every,
        "route": dict(s.routes).get(d.drug),
        "schedule": dict(s.schedules).get(d.drug),
        "repeat": dict(s.repeats).get(d.drug),
        "amount": {
            "finding": amount.finding,
            "measure": format_interval(amount.measure, amount.per) if amount.measure else None,
            "low": None if amount.low is None else float(amount.low),
            "high": None if amount.high is None else float(amount.high),
            "low_included": amount.low_included,
            "high_included": amount.high_included,
            "unit": amount.unit,
        }
        if amount
        else None,
    }
