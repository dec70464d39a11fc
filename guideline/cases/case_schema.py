"""The JSON Schema of a case, made from the vocabulary of a pack, so that an editor completes and validates."""

from __future__ import annotations

from typing import Any

from guideline.cases.record import EXCLUSION_KINDS, KEYS, NAME
from guideline.expectations.expectation_schema import expectation_names, expectation_schema
from guideline.model import Finding, Knowledge, Vocabulary
from guideline.quantities import unit_pattern

DATE = "[0-9]{4}-[0-9]{2}-[0-9]{2}"


def case_schema(vocabulary: Vocabulary, knowledge: Knowledge | None = None) -> dict[str, Any]:
    """JSON Schema (2020-12) for case files of this vocabulary; with the knowledge of the pack, for what they expect as well.

    It accepts every case that `read_case` accepts, with whatever expectation `read_expectation` accepts, and less than they check: that
    ends of an amount with a unit lie in the range, that dates exist, that nothing is said twice, and the axioms are left to the engine.
    """
    actions = sorted(vocabulary.actions)
    action = {"enum": actions} if actions else {"type": "string"}
    said = {"type": ["string", "number", "boolean"], "pattern": r"\S"}
    properties: dict[str, Any] = {
        "case": {"type": ["string", "integer", "number"], "pattern": f"^{NAME}$", "description": "name of the case"},
        "title": {"type": ["string", "number", "boolean"]},
        "date": {"type": "string", "pattern": f"^{DATE}$", "description": "the day that durations count to"},
        "findings": {
            "type": ["object", "null"],
            "description": "what is recorded; a finding that is not listed is not recorded, `false` is a recorded absence",
            "additionalProperties": False,
            "properties": {name: _finding(f, vocabulary) for name, f in sorted(vocabulary.findings.items())},
        },
        "excluded": {
            "type": ["array", "null"],
            "description": "actions that are ruled out for this patient",
            "items": {
                "type": "object",
                "additionalProperties": False,
                "required": ["action", "because"],
                "properties": {"action": action, "because": said, "kind": {"enum": list(EXCLUSION_KINDS)}},
            },
        },
        "preferences": {
            "type": ["array", "null"],
            "description": "what the patient would rather have",
            "items": {
                "type": "object",
                "additionalProperties": False,
                "required": ["prefer", "over"],
                "properties": {"prefer": action, "over": action},
            },
        },
        "notes": {"type": ["string", "number", "boolean"], "description": "carried and shown, never interpreted"},
        "expect": expectation_schema()
        if knowledge
        else {"type": "object", "description": "in the cases of a pack: what the answer must and must not hold"},
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A case",
        "type": "object",
        "required": ["case"],
        "additionalProperties": False,
        "properties": {key: properties[key] for key in KEYS},
        **({"$defs": expectation_names(vocabulary, knowledge)} if knowledge else {}),
    }


def _finding(finding: Finding, vocabulary: Vocabulary) -> dict[str, Any]:
    words = " ".join(x for x in (f"{finding.label}.", finding.question) if x)
    if finding.kind == "boolean":
        return {"description": words, "enum": [True, False, "present", "absent"]}
    if finding.kind == "choice":
        named = [
            f"{c}: {vocabulary.choice_labels[finding.name, c]}" for c in finding.choices if (finding.name, c) in vocabulary.choice_labels
        ]
        return {
            "description": f"{words} {'; '.join(named)}".strip(),
            "enum": [*finding.choices, *(w == "true" for w in ("true", "false") if w in finding.choices)],
        }
    number: dict[str, Any] = {"type": "number"}
    if finding.low:
        number["minimum"] = float(finding.low.value)
    if finding.high:
        number["maximum"] = float(finding.high.value)
    ends = f"; {finding.low.text if finding.low else '...'} to {finding.high.text if finding.high else '...'}"
    made: dict[str, Any] = {
        "description": f"{words} In {finding.unit}, or with a unit{ends if finding.low or finding.high else ''}.",
        "anyOf": [number, {"type": "string", "pattern": _amount(finding, vocabulary)}],
    }
    examples = [t.text for t in finding.thresholds[:3]]
    if examples:
        made["examples"] = [*examples, f">= {examples[0]}"]
    return made


def _amount(finding: Finding, vocabulary: Vocabulary) -> str:
    """A pattern for one amount, a bound, two bounds, or two ends; for a duration a date as well."""
    amount = rf"[-\u2212]?[0-9]+(\.[0-9]+)?\s*({unit_pattern(finding.unit, vocabulary.units)})?"
    bound = rf"(>=|<=|≥|≤|>|<)\s*{amount}"
    forms = [amount, rf"{amount}\s*(-|\u2013|to)\s*{amount}", rf"{bound}(\s+and\s+{bound})*"]
    if vocabulary.units[finding.unit][0] == "time":
        forms.append(DATE)
    return rf"^\s*({'|'.join(forms)})\s*$"
