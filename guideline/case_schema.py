"""The JSON Schema of a case, made from the vocabulary of a pack, so that an editor completes and validates."""

from __future__ import annotations

from typing import Any

from guideline.case import EXCLUSION_KINDS, KEYS
from guideline.model import Finding, Vocabulary

AMOUNT = r"^(>=|<=|>|<)?\s*[0-9]+(\.[0-9]+)?\s*[A-Za-z%/µ]*(\s*(-|–|to)\s*[0-9]+(\.[0-9]+)?\s*[A-Za-z%/µ]*)?$|^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
"""An exact amount, a bound or an interval; or a date, for durations."""


def case_schema(vocabulary: Vocabulary) -> dict[str, Any]:
    """JSON Schema (2020-12) for case files of this vocabulary. It says less than `read_case` checks: units, ranges and axioms are left to that."""
    actions = sorted(vocabulary.actions)
    action = {"enum": actions} if actions else {"type": "string"}
    properties: dict[str, Any] = {
        "case": {"type": "string", "pattern": "^[A-Za-z0-9][A-Za-z0-9_.-]{0,99}$", "description": "name of the case"},
        "title": {"type": "string"},
        "date": {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$", "description": "the day that durations count to"},
        "findings": {
            "type": ["object", "null"],
            "description": "what is recorded; a finding that is not listed is not recorded, `false` is a recorded absence",
            "additionalProperties": False,
            "properties": {name: _finding(f) for name, f in sorted(vocabulary.findings.items())},
        },
        "excluded": {
            "type": ["array", "null"],
            "description": "actions that are ruled out for this patient",
            "items": {
                "type": "object",
                "additionalProperties": False,
                "required": ["action", "because"],
                "properties": {"action": action, "because": {"type": ["string", "number"]}, "kind": {"enum": list(EXCLUSION_KINDS)}},
            },
        },
        "preferences": {
            "type": ["array", "null"],
            "items": {
                "type": "object",
                "additionalProperties": False,
                "required": ["prefer", "over"],
                "properties": {"prefer": action, "over": action},
            },
        },
        "notes": {"type": "string", "description": "carried and shown, never interpreted"},
        "expect": {"type": "object", "description": "in the cases of a pack: what the answer must and must not hold"},
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A case",
        "type": "object",
        "required": ["case"],
        "additionalProperties": False,
        "properties": {key: properties[key] for key in KEYS},
    }


def _finding(finding: Finding) -> dict[str, Any]:
    words = " ".join(x for x in (f"{finding.label}.", finding.question) if x)
    if finding.kind == "boolean":
        return {"description": words, "enum": [True, False, "present", "absent"]}
    if finding.kind == "choice":
        return {"description": words, "enum": list(finding.choices)}
    ends = f"{finding.low.text if finding.low else '...'} to {finding.high.text if finding.high else '...'}"
    examples = [t.text for t in finding.thresholds[:3]]
    made: dict[str, Any] = {
        "description": f"{words} In {finding.unit}s or with a unit; {ends}.",
        "anyOf": [{"type": "string", "pattern": AMOUNT}, {"type": "number"}],
    }
    if examples:
        made["examples"] = examples
    return made
