"""The part of the SARIF 2.1.0 schema that a check uses, closed: a property that the standard does not have there is refused.

Written from the standard (OASIS, 2020): sections 3.13 log file, 3.14 run, 3.19 tool component, 3.27 result, 3.28 location, 3.29 physical
location, 3.30 region, 3.35 suppression, 3.49 reporting descriptor.
"""

from __future__ import annotations

from typing import Any

Schema = dict[str, Any]
TEXT: Schema = {"type": "string", "minLength": 1}
LEVEL: Schema = {"enum": ["none", "note", "warning", "error"]}
ONE: Schema = {"type": "integer", "minimum": 1}


def thing(required: tuple[str, ...] = (), **properties: Schema) -> Schema:
    return {"type": "object", "additionalProperties": False, "required": list(required), "properties": properties}


def rows(item: Schema, **more: object) -> Schema:
    return {"type": "array", "items": item, **more}


MESSAGE = thing(("text",), text=TEXT, markdown=TEXT)
ARTIFACT = thing((), uri={"type": "string", "format": "uri-reference"}, uriBaseId=TEXT, index={"type": "integer", "minimum": -1})
REGION = thing((), startLine=ONE, startColumn=ONE, endLine=ONE, endColumn=ONE)
LOCATION = thing(
    (), id={"type": "integer", "minimum": -1}, physicalLocation=thing(("artifactLocation",), artifactLocation=ARTIFACT, region=REGION)
)
RULE = thing(
    ("id",),
    id=TEXT,
    name=TEXT,
    shortDescription=MESSAGE,
    fullDescription=MESSAGE,
    help=MESSAGE,
    helpUri={"type": "string", "format": "uri"},
    defaultConfiguration=thing((), enabled={"type": "boolean"}, level=LEVEL),
)
RESULT = thing(
    ("message",),
    ruleId=TEXT,
    ruleIndex={"type": "integer", "minimum": -1},
    level=LEVEL,
    message=MESSAGE,
    locations=rows(LOCATION),
    suppressions=rows(
        thing(
            ("kind",),
            kind={"enum": ["inSource", "external"]},
            status={"enum": ["accepted", "underReview", "rejected"]},
            justification=TEXT,
        )
    ),
)
DRIVER = thing(("name",), name=TEXT, version=TEXT, semanticVersion=TEXT, informationUri=TEXT, rules=rows(RULE, uniqueItems=True))
SARIF: Schema = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    **thing(
        ("version", "runs"),
        **{"$schema": {"type": "string", "format": "uri"}},
        version={"const": "2.1.0"},
        runs=rows(
            thing(
                ("tool",),
                tool=thing(("driver",), driver=DRIVER),
                columnKind={"enum": ["utf16CodeUnits", "unicodeCodePoints"]},
                originalUriBaseIds={"type": "object", "additionalProperties": ARTIFACT},
                results=rows(RESULT),
            )
        ),
    ),
}
