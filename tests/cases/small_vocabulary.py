"""A small vocabulary, written out in Python, for the tests of case reading."""

from __future__ import annotations

from guideline.model import Action, Finding, Threshold, Vocabulary
from guideline.quantities import parse_quantity, unit_table

UNITS = unit_table(["day", "year", "percent", "score", "mg/kg"])


def quantity(name: str, unit: str, low: str, high: str, *thresholds: str) -> Finding:
    values = {t: parse_quantity(t, unit, UNITS).value for t in thresholds}
    ranks = {value: rank for rank, value in enumerate(sorted(set(values.values())), start=1)}
    return Finding(
        name=name,
        kind="quantity",
        label=name.replace("_", " "),
        question=f"What is the {name.replace('_', ' ')}?",
        unit=unit,
        low=parse_quantity(low, unit, UNITS) if low else None,
        high=parse_quantity(high, unit, UNITS) if high else None,
        thresholds=tuple(Threshold(t, v, ranks[v]) for t, v in sorted(values.items(), key=lambda pair: (pair[1], pair[0]))),
    )


FINDINGS = [
    Finding("deficit", "boolean", "neurological deficit", "Is there a neurological deficit?", critical=True),
    Finding("osteoporosis", "boolean", "known osteoporosis"),
    Finding("edema", "choice", "extent of edema", "How far does it reach?", choices=("full", "limited", "null", "true")),
    Finding("severity", "choice", "severity of pain", choices=("mild", "severe")),
    quantity("age", "year", "0 years", "120 years", "50 years", "80 years"),
    quantity("pain", "day", "0 days", "20 years", "2 weeks", "3 weeks", "21 days", "4 weeks", "3 months"),
    quantity("height_loss", "percent", "0 percent", "100 percent", "20 percent"),
    quantity("t_score", "score", "-10 score", "10 score", "-2.5 score"),
    quantity("dose", "mg/kg", "", "", "5 mg/kg"),
]
VOCABULARY = Vocabulary(
    findings={f.name: f for f in FINDINGS},
    actions={name: Action(name, name.replace("_", " ")) for name in ("augmentation", "bed_rest", "nsaid")},
    choice_labels={("edema", "full"): "whole vertebral body"},
    units=UNITS,
)
