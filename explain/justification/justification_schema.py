"""JSON Schema (2020-12) of a justification: the graph from conclusions through rules to what is recorded, missing and said."""

from __future__ import annotations

from typing import get_args

from explain.justification.nodes import Kind
from guideline.contract_schema import FLAG, MAYBE, TEXT, TEXTS, Schema, closed, document, one_of, rows

NODE: Schema = closed(
    id={**TEXT, "description": "the atom as the program writes it, after `not ` where it does not hold; stable from run to run"},
    kind=one_of(get_args(Kind)),
    name=TEXT,
    args=TEXTS,
    holds=FLAG,
    statement=MAYBE,
    source=MAYBE,
    locator=MAYBE,
    place={**MAYBE, "description": "file and line of the statement in the pack"},
    record={"anyOf": [closed(text=TEXT, place=TEXT), {"type": "null"}]},
    rules=rows(closed(place=TEXT, text=TEXT)),
    by={**TEXTS, "description": "statements that override it or go instead of it, or reasons for which a context leaves the patient out"},
    children={**TEXTS, "description": "ids of the nodes that it rests on; following them never leads back"},
)
"""One node."""

GRAPH: Schema = closed(roots=TEXTS, nodes=rows(NODE))
"""What `Justification.to_json` gives."""

JUSTIFICATION: Schema = document(
    "A justification of `guideline explain --format justification`", "justification", case=TEXT, **GRAPH["properties"]
)
"""The document."""
