"""The reasons of one goal as plain values for JSON."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from explain.justification.nodes import node_json
from explain.views.values import Condition
from explain.why.grounds import Basis, Ground, ScopeBasis
from explain.why.reasons import Why
from guideline.contract_schema import COUNT, FLAG, MAYBE, TEXT, TEXTS, Schema, closed, one_of, rows

_SAYS: Schema = {
    **MAYBE,
    "description": "what the source says where the editors of the pack put this for it; null where the source gives it",
}
_TEST = {"finding": TEXT, "label": TEXT, "asked": TEXT, "value": MAYBE}
_FOLLOWS: Schema = {
    **rows(closed(**_TEST, recorded=MAYBE, source_says=_SAYS, line=COUNT)),
    "description": "of what is denied without a record of its own, the records from which an axiom makes it so",
}
_TURNS: Schema = {
    "type": ["boolean", "null"],
    "description": "of what is not recorded, whether a record of it could change what rests on it, alone or with `beside`; false where "
    "no patient can have it beside what is recorded; null where that was not found out",
}
_BESIDE: Schema = {**rows(closed(**_TEST)), "description": "what would have to be recorded together with it"}
_GROUND = closed(**_TEST, recorded=MAYBE, source_says=_SAYS, kind=TEXT, line=COUNT, follows_from=_FOLLOWS, turns=_TURNS, beside=_BESIDE)
_SCOPE = closed(
    context=TEXT,
    label=TEXT,
    source=TEXT,
    inside=FLAG,
    entered=rows(_GROUND),
    left_out=rows(closed(reason=TEXT, grounds=rows(_GROUND))),
)
_ASKED = closed(**_TEST, recorded=MAYBE, source_says=_SAYS)
_PAIR = closed(action=TEXT, other=TEXT)
WHY: Schema = closed(
    question=one_of(("why",)),
    goal=TEXT,
    label=TEXT,
    status=TEXT,
    ruled_out=MAYBE,
    kind_of=MAYBE,
    kinds=rows(closed(action=TEXT, status=TEXT)),
    asked_with={
        **rows(closed(kind=one_of(("requires", "only_with", "goes_with")), action=TEXT, statement=TEXT)),
        "description": "of an action that nothing asks for by itself, the actions before or with which it is asked for",
    },
    statements=rows(
        closed(
            statement=TEXT,
            locator=TEXT,
            strength=TEXT,
            says=TEXT,
            words=rows(closed(action=TEXT, stance=TEXT, since=MAYBE, until=MAYBE, source_says=_SAYS, rating=MAYBE)),
            contexts=rows(closed(context=TEXT, label=TEXT)),
            grounds=rows(_GROUND),
            entered=rows(_GROUND),
            overrides=TEXTS,
            beside=closed(
                regimens=rows(closed(drug=TEXT, low=COUNT, high=COUNT, unit=TEXT, every=TEXT, route=MAYBE, schedule=MAYBE, repeat=MAYBE)),
                prefers=rows(_PAIR),
                equal=rows(_PAIR),
                first=rows(_PAIR),
                limits=rows(closed(action=TEXT, asks=rows(_ASKED))),
                companions=rows(closed(kind=one_of(("only_with", "goes_with")), action=TEXT, other=TEXT)),
            ),
            ambiguous=TEXTS,
            readings=TEXTS,
            reported=rows(closed(statement=TEXT, topic=TEXT, words=TEXT)),
        )
    ),
    conflicts=rows(closed(kind=TEXT, statements=TEXTS, actions=TEXTS, waived=MAYBE)),
    contexts=rows(_SCOPE),
    derivation=closed(roots=TEXTS, nodes=rows({"type": "object"})),
)
"""The schema of `why_json`; the nodes of the derivation are those of `guideline schema justification`."""


def why_json(view: Why) -> dict[str, Any]:
    """The reasons of one goal; see `guideline schema explanation`."""
    below = view.reasons.below(*view.roots) if view.roots else ()
    return {
        "question": "why",
        "goal": view.goal.text,
        "label": view.label,
        "status": view.status,
        "ruled_out": (view.ruled_out.because or view.ruled_out.kind or None) if view.ruled_out else None,
        "kind_of": view.kind_of or None,
        "kinds": [{"action": k.name, "status": k.status} for k in view.kinds],
        "asked_with": [{"kind": x.how, "action": x.action, "statement": x.cite.id} for x in view.beside],
        "statements": [basis_json(b) for b in view.bases],
        "conflicts": [
            {"kind": x.kind, "statements": [c.id for c in x.cites], "actions": list(x.actions), "waived": x.waived or None}
            for x in view.pairs
        ],
        "contexts": [_scope(s) for s in view.scopes],
        "derivation": {"roots": list(view.roots), "nodes": [node_json(n) for n in below]},
    }


def ground_json(ground: Ground) -> dict[str, Any]:
    """A finding that a reason rests on."""
    return {
        **_asked(ground.condition),
        "kind": ground.kind,
        "line": ground.line,
        "follows_from": [{**_asked(b.condition), "line": b.line} for b in ground.follows_from],
        "turns": ground.turns,
        "beside": [_test(c) for c in ground.beside],
    }


def _test(condition: Condition) -> dict[str, Any]:
    return {"finding": condition.name, "label": condition.label, "asked": condition.kind, "value": condition.value or None}


def _asked(condition: Condition) -> dict[str, Any]:
    return {**_test(condition), "recorded": _known(condition), "source_says": condition.taken or None}


def _single(condition: Condition) -> Iterator[Condition]:
    if condition.kind not in {"any", "all"}:
        yield condition
    for member in condition.members if condition.kind in {"any", "all"} else ():
        yield from _single(member)


def _known(condition: Condition) -> str | None:
    known = condition.known
    if known is None or known.kind == "missing":
        return None
    return known.text if known.kind == "value" else known.kind


def basis_json(basis: Basis) -> dict[str, Any]:
    """A statement in force with its words and what it rests on."""
    return {
        "statement": basis.cite.id,
        "locator": basis.cite.locator,
        "strength": basis.cite.strength,
        "says": basis.cite.says,
        "words": [
            {
                "action": w.action,
                "stance": w.stance,
                "since": w.since or None,
                "until": w.until or None,
                "source_says": w.taken or None,
                "rating": w.rating or None,
            }
            for w in basis.words
        ],
        "contexts": [{"context": name, "label": label} for name, label in basis.scopes],
        "grounds": [ground_json(g) for g in basis.grounds],
        "entered": [ground_json(g) for g in basis.entered],
        "overrides": [c.id for c in basis.overrides],
        "beside": {
            "regimens": [
                {
                    "drug": r.drug,
                    "low": r.low,
                    "high": r.high,
                    "unit": r.unit,
                    "every": r.every,
                    "route": r.route or None,
                    "schedule": r.schedule or None,
                    "repeat": r.repeat or None,
                }
                for r in basis.beside.regimens
            ],
            "prefers": [{"action": a, "other": b} for a, b in basis.beside.prefers],
            "equal": [{"action": a, "other": b} for a, b in basis.beside.equal],
            "first": [{"action": a, "other": b} for a, b in basis.beside.before],
            "limits": [{"action": a, "asks": [_asked(m) for c in asked for m in _single(c)]} for a, asked in basis.beside.limits],
            "companions": [{"kind": how, "action": a, "other": b} for how, a, b in basis.beside.with_],
        },
        "ambiguous": list(basis.ambiguous),
        "readings": list(basis.readings),
        "reported": [{"statement": n.cite.id, "topic": n.topic, "words": n.words} for n in basis.reported],
    }


def _scope(scope: ScopeBasis) -> dict[str, Any]:
    return {
        "context": scope.name,
        "label": scope.label,
        "source": scope.source,
        "inside": scope.inside,
        "entered": [ground_json(g) for g in scope.entered],
        "left_out": [{"reason": reason, "grounds": [ground_json(g) for g in grounds]} for reason, grounds in scope.left_out],
    }
