"""Why this rather than that as plain values for JSON."""

from __future__ import annotations

from typing import Any

from explain.contrast.against import Contrast
from explain.contrast.parting import Parting
from explain.contrast.sides import Side, Weighed
from explain.justification.justification_schema import GRAPH
from explain.views.choices import ReasonView
from explain.why.why_json import WHY, basis_json
from guideline.contract_schema import FLAG, KINDS, MAYBE, STATUSES, TEXT, TEXTS, Schema, closed, one_of, rows
from guideline.ordering import LEVELS

APART = (*KINDS, "rival", "companion", "ruled_out")
_LEVEL = one_of(LEVELS)
_REASON: Schema = {"statement": MAYBE, "by": TEXT, "better": MAYBE, "worse": MAYBE, "words": MAYBE}
_STANCE = closed(statement=TEXT, stance=TEXT, action=TEXT)
_APART_SIDE = closed(stance=MAYBE, action=MAYBE, statements=TEXTS)
CONTRAST: Schema = closed(
    question=one_of(("rather_than",)),
    goal=TEXT,
    rather_than=TEXT,
    of=one_of(("alternatives", "actions")),
    sides=rows(
        closed(
            goal=TEXT,
            label=TEXT,
            status={"anyOf": [one_of(STATUSES), {"type": "null"}]},
            ruled_out=MAYBE,
            does=TEXTS,
            waits=rows(closed(action=TEXT, until=MAYBE)),
            leaves=TEXTS,
            alternatives=TEXTS,
            stances=rows(_STANCE),
            statements=WHY["properties"]["statements"],
        )
    ),
    partings=rows(closed(kind=one_of(APART), rule=MAYBE, sides=rows(_APART_SIDE))),
    first={**MAYBE, "description": "the goal that goes first; null where nothing orders the two"},
    reasons=rows(closed(**{"for": TEXT}, level=_LEVEL, decides=FLAG, **_REASON)),
    by_way_of=rows(closed(first=TEXT, second=TEXT, level=_LEVEL, reasons=rows(closed(**_REASON)))),
    mixed={**FLAG, "description": "alternatives that do the one are not all ordered alike against those that do the other"},
    by_alternatives={
        **FLAG,
        "description": "what orders the two orders alternatives that do the one or the other, not the actions themselves",
    },
    inside={**MAYBE, "description": "the action that does the other too, as a kind of it or as a plan that includes it"},
    joint={**FLAG, "description": "both actions can be done together"},
    common=rows(closed(statement=TEXT, stance=TEXT, action=TEXT)),
    derivation=GRAPH,
)
"""The schema of `contrast_json`."""


def contrast_json(view: Contrast) -> dict[str, Any]:
    """One contrast; see `guideline schema explanation`."""
    goals = [g.text for g in view.goals]
    roots = list(dict.fromkeys(r for side in view.sides for r in side.roots))
    below = {n.id for n in view.reasons.below(*roots)} if roots else set()
    return {
        "question": "rather_than",
        "goal": goals[0],
        "rather_than": goals[1],
        "of": view.kind,
        "sides": [_side(goal, side) for goal, side in zip(goals, view.sides, strict=True)],
        "partings": [_parting(x) for x in view.partings],
        "first": None if view.first is None else goals[view.first],
        "reasons": [_weighed(w, goals) for w in view.weighed],
        "by_way_of": [
            {"first": o.first, "second": o.seconds[0], "level": o.level, "reasons": [_reason(r) for r in o.reasons]} for o in view.chain
        ],
        "mixed": view.mixed,
        "by_alternatives": bool(view.ways),
        "inside": None if view.inside is None else view.goals[view.inside].names[-1],
        "joint": view.joint,
        "common": [{"statement": s.cite.id, "stance": s.word.stance, "action": s.word.action} for s in view.common],
        "derivation": {"roots": roots, "nodes": [n for n in view.reasons.to_json()["nodes"] if n["id"] in below]},
    }


def _side(goal: str, side: Side) -> dict[str, Any]:
    return {
        "goal": goal,
        "label": side.label,
        "status": side.status or None,
        "ruled_out": side.ruled_out or None,
        "does": list(side.does),
        "waits": [{"action": w.action, "until": w.until or None} for w in side.waits],
        "leaves": list(side.leaves),
        "alternatives": list(side.alternatives),
        "stances": [{"statement": s, "stance": w, "action": a} for s, w, a in side.stances],
        "statements": [basis_json(b) for b in side.held],
    }


def _parting(x: Parting) -> dict[str, Any]:
    return {
        "kind": x.kind,
        "rule": x.rule.id if x.rule else None,
        "sides": [
            {"stance": stance or None, "action": action or None, "statements": [c.id for c in cites]}
            for (stance, action), cites in zip(x.words, x.cites, strict=True)
        ],
    }


def _weighed(weighed: Weighed, goals: list[str]) -> dict[str, Any]:
    return {"for": goals[weighed.side], "level": weighed.level, "decides": weighed.decides, **_reason(weighed.reason)}


def _reason(reason: ReasonView) -> dict[str, Any]:
    return {
        "statement": reason.cite.id if reason.cite else None,
        "by": reason.by,
        "better": reason.better or None,
        "worse": reason.worse or None,
        "words": reason.words or None,
    }
