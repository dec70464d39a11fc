"""What no possible conflict shows, as plain values for JSON; and the schema of it."""

from __future__ import annotations

from typing import Any, get_args

from guideline.answer_json import conflict_json
from guideline.auditing.conflicts_json import REGION, region_json
from guideline.auditing.dead import Why
from guideline.auditing.settled import ApartKind, SettledPair
from guideline.auditing.silence import Silence
from guideline.auditing.unseen import Unseen
from guideline.cases.written import case_yaml
from guideline.contract_schema import FLAG, MAYBE, PAIR, TEXT, TEXTS, Schema, closed, one_of, rows
from guideline.pack import Pack

_APART = closed(kind=one_of(get_args(ApartKind)), names=TEXTS)
_FACT = closed(finding=TEXT, value=TEXT)
PARTS: dict[str, Schema] = {
    "settled": rows(closed(**PAIR["properties"], kept_apart_by=rows(rows(_APART)), more=FLAG, never_said_by=TEXTS, open=FLAG)),
    "silence": rows(closed(context=TEXT, source=TEXT, because=rows(_FACT), witness=TEXT, region=REGION, gaps=TEXTS)),
    "mute": rows(closed(finding=TEXT, answer=TEXT, bounds=TEXTS)),
    "dead": closed(
        statements=rows(closed(statement=TEXT, why=one_of(get_args(Why)), by=TEXTS)),
        words=rows(closed(statement=TEXT, stance=TEXT, action=TEXT)),
        overrides=rows(closed(statement=TEXT, overridden=TEXT, action=MAYBE, ever=FLAG)),
    ),
    "redundant": rows(closed(statement=TEXT, by=TEXT, equal=FLAG, across=FLAG)),
    "unread": rows(closed(finding=TEXT, answers=TEXTS, whole=FLAG, read=FLAG)),
}
"""The parts of an audit that `unseen_json` makes."""


def unseen_json(found: Unseen, pack: Pack) -> dict[str, Any]:
    """The keys of `PARTS` of an audit."""
    known = pack.knowledge.statements
    return {
        "settled": [_settled(p, pack) for p in found.settled],
        "silence": [_silence(s, pack) for s in found.silences],
        "mute": [{"finding": m.finding, "answer": m.answer, "bounds": list(map(str, m.bounds))} for m in found.mute],
        "dead": {
            "statements": [{"statement": known[d.statement].id, "why": d.why, "by": _ids(d.by, pack)} for d in found.idle.statements],
            "words": [{"statement": known[u.statement].id, "stance": u.word, "action": u.action} for u in found.idle.words],
            "overrides": [
                {"statement": known[o.statement].id, "overridden": known[o.overridden].id, "action": o.action or None, "ever": o.ever}
                for o in found.idle.overrides
            ],
        },
        "redundant": [
            {"statement": known[r.statement].id, "by": known[r.by].id, "equal": r.equal, "across": r.across} for r in found.redundant
        ],
        "unread": [{"finding": u.finding, "answers": list(u.answers), "whole": u.whole, "read": u.read} for u in found.undistinguished],
    }


def _ids(names: tuple[str, ...], pack: Pack) -> list[str]:
    return [pack.knowledge.statements[s].id for s in names]


def _settled(pair: SettledPair, pack: Pack) -> dict[str, Any]:
    return conflict_json(pair.conflict, pack) | {
        "kept_apart_by": [[{"kind": a.kind, "names": list(a.names)} for a in lifts] for lifts in pair.by],
        "more": pair.more,
        "never_said_by": _ids(pair.silent, pack),
        "open": pair.open,
    }


def _silence(silence: Silence, pack: Pack) -> dict[str, Any]:
    return {
        "context": silence.context,
        "source": silence.source,
        "because": [{"finding": r.finding, "value": r.text} for r in silence.because],
        "witness": case_yaml(silence.witness),
        "region": region_json(silence.region),
        "gaps": _ids(silence.gaps, pack),
    }


__all__ = ["PARTS", "unseen_json"]
