"""A comparison as plain values for JSON, and their schema: the contract of `diff`."""

from __future__ import annotations

from typing import Any

from guideline.answer import Answer
from guideline.auditing.conflicts_json import REGION, region_json
from guideline.cases.written import case_yaml
from guideline.contract_schema import COUNT, FLAG, KINDS, MAYBE, STATUSES, TEXT, TEXTS, WORDS, Schema, closed, one_of, rows
from guideline.contract_schema import document as schema_document
from guideline.differences.found import Differences, Found
from guideline.differences.goals import NOT_ADDRESSED, Difference
from guideline.differences.sides import Side, Sides
from guideline.differences.texts import Texts
from guideline.json_document import document

SCHEMA = "guideline.diff/1"
_PACK = closed(name=TEXT, sha256=TEXT)
_SIDE = closed(title=TEXT, packs=rows(_PACK), without=TEXTS)
_HOW = one_of(("added", "removed", "changed"))
_WHAT = one_of(("source", "context", "finding", "action", "choice_between", "concept", "implication", "axiom"))
_DIFFERENCE = closed(what=one_of(("status", "conflict", "statement")), subject=TEXT, before=TEXT, after=TEXT)
_STANCE = closed(statement=TEXT, stance=one_of(WORDS), action=TEXT, until=MAYBE)
_ANSWER = closed(status={"enum": [*STATUSES, None]}, stances=rows(_STANCE))
_FOUND = closed(
    **_DIFFERENCE["properties"],
    conflicts=rows(closed(kind=one_of(KINDS), statements=TEXTS, actions=TEXTS)),
    region=REGION,
    recorded=COUNT,
    witness=closed(first=TEXT, second=TEXT),
    answers=closed(first=_ANSWER, second=_ANSWER),
)
DIFF: Schema = schema_document(
    "A comparison of two packs, of two sources of one pack, or of a pack with and without statements",
    "diff",
    of_packs=False,
    of=one_of(("packs", "statements", "sources")),
    first=_SIDE,
    second=_SIDE,
    statements=rows(closed(statement=TEXT, how=_HOW, parts=TEXTS)),
    words=rows(closed(what=_WHAT, name=TEXT, how=_HOW, parts=TEXTS)),
    equal={**FLAG, "description": "proved: both sides allow the same patients, and give each the same answer"},
    comparable=FLAG,
    anyone={"type": ["boolean", "null"], "description": "whether any patient is possible on both sides; null: left open"},
    differences=rows(_FOUND),
    assumption_differences=rows(_FOUND),
    exclusion_differences=rows(_FOUND),
    allowed=closed(first=MAYBE, second=MAYBE),
    spoken_alone=closed(first=TEXTS, second=TEXTS),
    apart=TEXTS,
    unseen=rows(_DIFFERENCE),
    undecided=rows(_DIFFERENCE),
    unsure=FLAG,
)
"""JSON Schema of `diff_json`."""


def diff_json(sides: Sides, said: Texts, found: Differences) -> dict[str, Any]:
    """The comparison as plain values for `json.dumps`; witnesses are case files, as each side's pack reads them."""
    return document(
        SCHEMA,
        of=sides.of,
        first=_side(sides.first),
        second=_side(sides.second),
        statements=[{"statement": c.name, "how": c.how, "parts": list(c.parts)} for c in said.statements],
        words=[{"what": c.what, "name": c.name, "how": c.how, "parts": list(c.parts)} for c in said.words],
        equal=found.equal,
        comparable=found.comparable,
        anyone=found.anyone,
        differences=[_found(f, sides) for f in found.found],
        assumption_differences=[_found(f, sides) for f in found.assumed],
        exclusion_differences=[_found(f, sides) for f in found.excluding],
        allowed=_both([case_yaml(c) if c else None for c in found.allowed]),
        spoken_alone=_both([list(names) for names in found.spoken_alone]),
        apart=list(found.words.apart),
        unseen=[_difference(d) for d in found.unseen],
        undecided=[_difference(d) for d in found.undecided],
        unsure=found.unsure,
    )


def _both(values: list[Any]) -> dict[str, Any]:
    return {"first": values[0], "second": values[1]}


def _side(side: Side) -> dict[str, Any]:
    known = side.pack.knowledge.statements
    return {
        "title": side.title,
        "packs": [{"name": name, "sha256": digest} for name, digest in side.pack.compiled.hashes],
        "without": [known[s].id for s in side.off],
    }


def _difference(difference: Difference) -> dict[str, Any]:
    return {"what": difference.what, "subject": difference.subject, "before": difference.before, "after": difference.after}


def _found(found: Found, sides: Sides) -> dict[str, Any]:
    action = found.difference.subject if found.difference.what == "status" else None
    return {
        **_difference(found.difference),
        "conflicts": [{"kind": k, "statements": [s, t], "actions": [a, b]} for k, s, a, t, b in found.rows],
        "region": region_json(found.region),
        "recorded": len(found.witness.recorded) + len(found.witness.excluded),
        "witness": _both([case_yaml(c) for c in found.cases]),
        "answers": _both([_answer(a, action, s) for a, s in zip(found.answers, sides.both, strict=True)]),
    }


def _answer(answer: Answer, action: str | None, side: Side) -> dict[str, Any]:
    """What an answer says of an action; of anything else its statements say it."""
    known = side.pack.knowledge.statements
    stances = [s for s in answer.stances if s.action == action]
    return {
        "status": answer.status.get(action, NOT_ADDRESSED) if action else None,
        "stances": [{"statement": known[s.statement].id, "stance": s.word, "action": s.action, "until": s.until or None} for s in stances],
    }


__all__ = ["DIFF", "SCHEMA", "diff_json"]
