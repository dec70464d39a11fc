"""JSON Schema (2020-12) of what `guideline explain --json` prints: one part for each question."""

from __future__ import annotations

from explain.contrast.contrast_json import CONTRAST
from explain.why.why_json import WHY
from explain.why_not.blockers_json import WHY_NOT
from guideline.asking.asking_json import ASKING
from guideline.changes.changes_json import CHANGES
from guideline.contract_schema import TEXT, Schema, closed, document, one_of
from guideline.road.road_json import ROAD

NEXT: Schema = closed(question=one_of(("next",)), **ROAD["properties"])
ASK: Schema = closed(question=one_of(("ask",)), **ASKING["properties"])
CHANGE: Schema = closed(question=one_of(("change",)), **CHANGES["properties"])
PARTS: tuple[Schema, ...] = (WHY, WHY_NOT, CONTRAST, ASK, CHANGE, NEXT)
"""The schema of each kind of answer; `question` tells them apart."""

EXPLANATION: Schema = document(
    "Answers of `guideline explain`", "explanation", case=TEXT, explanations={"type": "array", "items": {"oneOf": list(PARTS)}}
)
"""The document."""
