"""The JSON Schema of `expect:` in a case, made from what a pack knows, so that an editor completes and validates tests, too."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from guideline.contract_schema import KINDS, STATUSES
from guideline.expectations.expectation import CAMPS, RESOLVED, SETTLEMENTS, VERDICTS
from guideline.expectations.reader import FORBIDDEN, KEYS, VERDICT
from guideline.model import COMPARISONS, Knowledge, Vocabulary

Schema = dict[str, Any]
TEXT: Schema = {"type": "string", "pattern": r"\S"}
_NAME = r"\s*[A-Za-z0-9_]+\s*"
_VALUED = "|".join(("is", *sorted(COMPARISONS)))
TEST: Schema = {
    "type": "string",
    "pattern": rf'^\s*((has|lacks)\({_NAME}|({_VALUED})\({_NAME},[^"]*("[^"]*"\s*)?)\)\s*$',
}


def expectation_schema() -> Schema:
    """Schema of the mapping under `expect`; it refers to the definitions of `expectation_names`.

    It accepts what `read_expectation` accepts, and less than it checks: which tests can be asked of a finding, whose words an ambiguity
    is, that the parts of a verdict are among its statements, and expectations that exclude each other are left to the engine.
    """
    pair = {"type": "array", "items": _of("statement"), "minItems": 2, "maxItems": 2}
    conflict = _closed({"kind": _of("conflict"), "statements": pair}, ("kind", "statements"))
    by = {"enum": sorted({word.replace(" ", mark) for word in SETTLEMENTS for mark in " _"})}
    camp = _closed(
        {"word": {"enum": list(CAMPS)}, "since": _maybe(TEXT), "until": _maybe(TEXT), "statements": _names("statement")},
        ("word", "statements"),
    )
    tests = _mapping("statement", {"type": "array", "items": TEST, "minItems": 1})
    status = _of("status")
    forbidden = {
        "conflicts": _rows({"anyOf": [_of("conflict"), pair, conflict]}),
        "in_force": _names("statement"),
        "status": _mapping("action", {"anyOf": [status, _names("status")]}),
    }
    verdict = _verdict()
    parts: dict[str, Schema] = {
        "in_scope": _names("context") | _told("contexts that take the patient in"),
        "out_of_scope": _of("out_of_scope") | _told("contexts that do not, each with the reason, or with nothing: whatever the reason"),
        "in_force": _names("statement") | _told("statements, without their source"),
        "not_in_force": _names("statement"),
        "silent": _names("source") | _told("sources of which no statement in force is for an action or permits one"),
        "actions": _mapping("action", status) | _told("the status of actions"),
        "conflicts": _rows(conflict) | _told("pairs that stand"),
        "settled": _rows(_closed({"by": by, "statements": pair}, ("by", "statements")))
        | _told("pairs that are kept apart, or that stand and are ordered"),
        "camps": _mapping("subject", _rows(camp)) | _told("all camps of a disagreement, with exactly these statements"),
        "marks": {"anyOf": [{"const": "none"}, _closed({"provisional": tests, "possible": tests}) | {"type": ["object", "null"]}]}
        | _told("which answers turn a statement, or none: nothing unrecorded turns any result"),
        "ask": _names("finding") | _told("findings to ask for"),
        "assumed": _names("finding") | _told("findings taken for absent without a record"),
        "favours": _mapping("action", _of("action")) | _told("behind: first"),
        "forbid": _closed({key: forbidden[key] for key in FORBIDDEN})
        | {"type": ["object", "null"]}
        | _told("what the answer must not hold"),
        "verdict": {"anyOf": [verdict, _rows(verdict)]} | _told("what is judged of a known tension, or of several"),
    }
    return _closed({key: parts[key] for key in KEYS}) | _told("what the answer must and must not hold; the rest may be anything")


def expectation_names(vocabulary: Vocabulary, knowledge: Knowledge) -> dict[str, Schema]:
    """The definitions that `expectation_schema` refers to: every name that a pack knows, by what it names."""
    statements = knowledge.statements
    reviews = {f"review({r.review})" for s in statements.values() for r in s.reviews}
    reasons = {name: {"enum": [*sorted(context.exclusions), None]} for name, context in sorted(knowledge.contexts.items())}
    return {
        "context": _one(knowledge.contexts),
        "statement": _one(statements),
        "unclear": _one(name for name, s in statements.items() if s.ambiguous or s.silent),
        "source": _one(knowledge.sources),
        "action": _one(vocabulary.actions),
        "finding": _one(vocabulary.findings),
        "status": {"enum": list(STATUSES)},
        "conflict": {"enum": list(KINDS)},
        # Two sides of a subject are too many to list.
        "subject": {"anyOf": [_one({*vocabulary.actions, *statements, *reviews}), {"type": "string", "pattern": r"^\S+( \| \S+)+$"}]},
        "out_of_scope": _closed(reasons) | {"type": ["object", "null"]},
    }


def _verdict() -> Schema:
    some: Schema = {"type": "array", "minItems": 1}
    rests: dict[str, Schema] = {key: {"type": "null"} for key in ("hangs_on", "gives_way", "side_by_side")}
    resting = {
        ("open_source_ambiguous",): {
            "required": ["hangs_on"],
            "properties": rests | {"hangs_on": {"anyOf": [some, {"type": "object", "minProperties": 1}]}},
        },
        RESOLVED: {
            "properties": {"hangs_on": rests["hangs_on"]},
            "anyOf": [{"required": [key], "properties": {key: some}} for key in ("gives_way", "side_by_side")],
        },
        ("real",): {"required": ["kinds"], "properties": rests | {"kinds": some}},
    }
    told = {word for words in resting for word in words}
    resting[tuple(word for word in VERDICTS if word not in told)] = {"properties": rests}
    rules = [
        {"if": {"required": ["status"], "properties": {"status": {"enum": list(words)}}}, "then": then} for words, then in resting.items()
    ]
    rules.append(
        {
            "if": {"required": ["status"], "properties": {"status": {"not": {"const": "open_source_ambiguous"}}}},
            "then": {"properties": {"statements": {"minItems": 2}}},
        }
    )
    parts: dict[str, Schema] = {
        "entry": TEXT | _told("name of the tension in your list"),
        "status": {"enum": list(VERDICTS)},
        "kinds": _names("conflict") | _told("kinds of the pairs that stand and that nothing orders; needed for `real`"),
        "statements": {"type": "array", "items": _of("statement"), "uniqueItems": True, "minItems": 1} | _told("all those of the entry"),
        "hangs_on": {"anyOf": [_names("unclear"), _mapping("unclear", _maybe(TEXT))]}
        | _told("for `open_source_ambiguous`: statements that report what is unclear, each perhaps with a part of the words"),
        "gives_way": _names("statement") | _told("for `resolved_by_...`: those that what resolves takes away or holds back"),
        "side_by_side": _names("statement")
        | {"if": {"type": "array", "minItems": 1}, "then": {"minItems": 2}}
        | _told("for `resolved_by_...`: those that hold together"),
        "because": TEXT | _told("one sentence"),
        "departs": _maybe(TEXT) | _told("why this is not what the list has"),
        "listed": {"enum": [*VERDICTS, None]} | _told("what the list has, where that is something else"),
    }
    return _closed({key: parts[key] for key in VERDICT}, ("entry", "status", "statements", "because")) | {
        "dependentRequired": {"departs": ["listed"], "listed": ["departs"]},
        "allOf": rules,
    }


def _of(what: str) -> Schema:
    return {"$ref": f"#/$defs/{what}"}


def _one(names: Iterable[str]) -> Schema:
    known = sorted(names)
    return {"enum": known} if known else {"type": "string"}


def _told(words: str) -> Schema:
    return {"description": words}


def _maybe(schema: Schema) -> Schema:
    return schema | {"type": [schema["type"], "null"]}


def _rows(item: Schema) -> Schema:
    return {"type": ["array", "null"], "items": item}


def _names(what: str) -> Schema:
    return _rows(_of(what)) | {"uniqueItems": True}


def _mapping(key: str, value: Schema) -> Schema:
    return {"type": ["object", "null"], "propertyNames": _of(key), "additionalProperties": value}


def _closed(properties: dict[str, Schema], required: Iterable[str] = ()) -> Schema:
    needed = list(required)
    return {"type": "object", "additionalProperties": False, "properties": properties} | ({"required": needed} if needed else {})


__all__ = ["expectation_names", "expectation_schema"]
