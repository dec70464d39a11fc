"""Possible conflicts, their witnesses and regions, and what is taken for absent, as plain values for JSON; and their schema."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from guideline.answer import Camp
from guideline.answer_json import conflict_json
from guideline.auditing.assumption import Assumption
from guideline.auditing.conflicts import Conflicts
from guideline.auditing.harm import WEIGHTS, Waiver
from guideline.auditing.lines import ConflictLine, Pair, Part
from guideline.auditing.region import Region, Shared
from guideline.cases.written import case_yaml
from guideline.contract_schema import COUNT, FLAG, KINDS, MAYBE, PAIR, TEXT, TEXTS, Schema, closed, one_of, rows
from guideline.pack import Pack

_SHARED = closed(kind=one_of(("scope", "concept", "test")), term=TEXT, holds=FLAG)
REGION: Schema = closed(telling=rows(_SHARED), whole=rows(_SHARED))
"""JSON Schema of `region_json`."""
_CAMP = closed(stance=TEXT, action=MAYBE, since=MAYBE, until=MAYBE, criteria=TEXTS, statements=TEXTS)
_WEIGHT = one_of(WEIGHTS) | {
    "description": "what it comes to: a disagreement that stands, one that the editors order, a shade or an open choice, or accepted"
}
_BANNED = FLAG | {"description": "of the kind `degree`: whether one side is against what the other permits"}
LINE: Schema = closed(
    subject=TEXT,
    kinds=rows(one_of(KINDS)),
    weight=_WEIGHT,
    camps=rows(_CAMP),
    pairs=rows(closed(**PAIR["properties"], weight=_WEIGHT, banned=_BANNED, witness=TEXT)),
    waived=FLAG,
    clean=FLAG | {"description": "no disagreement stands in it that counts for the exit code"},
    witness=TEXT | {"description": "a minimal patient with its first part"},
    region=REGION,
    parts=rows(closed(kind=one_of(KINDS), banned=_BANNED, pairs=COUNT, weight=_WEIGHT, witness=TEXT, region=REGION))
    | {"description": "its pairs by kind: what weighs most and is most harmful first"},
)
"""JSON Schema of `line_json`."""
WAIVER: Schema = closed(statement=TEXT, other=TEXT, reason=TEXT)
ASSUMPTION: Schema = closed(statement=TEXT, finding=TEXT, ended_by=TEXTS, turns=TEXTS)
PARTS: dict[str, Schema] = {
    "lines": rows(LINE),
    "assumption_lines": rows(LINE),
    "waivers": rows(WAIVER),
    "unproved": rows(PAIR),
    "undecided": rows(PAIR),
}
"""The parts of an audit that `conflicts_json` makes."""


def conflicts_json(found: Conflicts, pack: Pack) -> dict[str, Any]:
    """The keys of `PARTS` of an audit."""
    return {
        "lines": [line_json(line, pack) for line in found.lines],
        "assumption_lines": [line_json(line, pack) for line in found.assumption_lines],
        "waivers": [waiver_json(w, pack) for w in found.waivers],
        "unproved": [conflict_json(c, pack) for c in found.unproved],
        "undecided": [conflict_json(c, pack) for c in found.undecided],
    }


def line_json(line: ConflictLine, pack: Pack) -> dict[str, Any]:
    """One disagreement."""
    return {
        "subject": line.subject,
        "kinds": list(line.kinds),
        "weight": line.weight,
        "camps": [_camp(c, pack) for c in line.camps],
        "pairs": [_pair(p, pack) for p in line.pairs],
        "waived": line.waived,
        "clean": line.clean,
        "witness": case_yaml(line.witness),
        "region": region_json(line.region),
        "parts": [_part(p) for p in line.parts],
    }


def _camp(camp: Camp, pack: Pack) -> dict[str, Any]:
    return {
        "stance": camp.word,
        "action": camp.action or None,
        "since": camp.since or None,
        "until": camp.until or None,
        "criteria": list(camp.criteria),
        "statements": [pack.knowledge.statements[s].id for s in camp.statements],
    }


def _pair(pair: Pair, pack: Pack) -> dict[str, Any]:
    return conflict_json(pair.conflict, pack) | {"weight": pair.weight, "banned": pair.banned, "witness": case_yaml(pair.witness)}


def _part(part: Part) -> dict[str, Any]:
    return {
        "kind": part.kind,
        "banned": part.banned,
        "pairs": part.pairs,
        "weight": part.weight,
        "witness": case_yaml(part.witness),
        "region": region_json(part.region),
    }


def region_json(region: Region) -> dict[str, Any]:
    """What some patients share."""
    return {"telling": [_shared(s) for s in region.telling], "whole": [_shared(s) for s in region.whole]}


def _shared(shared: Shared) -> dict[str, Any]:
    return {"kind": shared.kind, "term": shared.term, "holds": shared.holds}


def waiver_json(waiver: Waiver, pack: Pack) -> dict[str, Any]:
    """A waiver that no patient needs."""
    known = pack.knowledge.statements
    return {"statement": known[waiver.statement].id, "other": known[waiver.other].id, "reason": waiver.reason}


def assumptions_json(found: Iterable[Assumption], pack: Pack) -> list[dict[str, Any]]:
    """The statements that read absence as an answer."""
    known = pack.knowledge.statements
    return [
        {"statement": known[a.statement].id, "finding": a.finding, "ended_by": [str(t) for t in a.ended_by], "turns": list(a.turns)}
        for a in found
    ]
