"""JSON Schema (2020-12) of what `guideline check --json` prints."""

from __future__ import annotations

from guideline.contract_schema import MAYBE, TEXT, Schema, closed, document, rows

_AT: Schema = {
    "anyOf": [{"type": "integer", "minimum": 0}, {"type": "null"}],
    "description": "counted from 1; 0 when unknown, null without a file",
}
_PROBLEM = closed(check=TEXT, file=MAYBE, line=_AT, column=_AT, message=TEXT, hint=MAYBE)

CHECK = document(
    "What `guideline check --json` prints",
    "check",
    of_packs=False,
    defects=rows(_PROBLEM),
    warnings=rows(_PROBLEM),
    accepted=rows(closed(**_PROBLEM["properties"], why=TEXT)),
)
