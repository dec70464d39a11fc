"""What stands in the way as plain values for JSON."""

from __future__ import annotations

from typing import Any, get_args

from explain.why_not.absence import Absence, Blocker, Kind, Way
from explain.why_not.amends import PRICES
from guideline.answer_json import taken_json
from guideline.contract_schema import COUNT, FLAG, KINDS, MAYBE, TAKEN, TEXT, TEXTS, Schema, closed, one_of, rows
from guideline.model import Knowledge, Recorded

_BLOCKER: dict[str, Schema] = {
    "kind": one_of(get_args(Kind)),
    "subject": TEXT,
    "asked": TEXTS,
    "needed": {**TEXTS, "description": "of an amount, what it takes for this patient, where that is more than is asked"},
    "setting": TEXTS,
    "value": MAYBE,
    "recorded": MAYBE,
    "place": MAYBE,
    "distance": MAYBE,
    "via": {"anyOf": [closed(part=TEXT, name=TEXT, reason=MAYBE), {"type": "null"}]},
}
_PLAIN = rows(closed(**_BLOCKER))
_BESIDE: dict[str, Schema] = {
    "others": rows(closed(changes=_PLAIN, of=COUNT)),
    "others_complete": {**FLAG, "description": "whether these are all; else further ones were not looked for"},
    "removal": _PLAIN,
    "words": rows(closed(stance=TEXT, action=TEXT)),
    "kinds": rows(one_of(KINDS)),
}
WHY_NOT: Schema = closed(
    question=one_of(("why_not",)),
    goal=TEXT,
    status=MAYBE,
    conclusions=rows(
        closed(
            conclusion=TEXTS,
            holds=FLAG,
            ways=rows(
                closed(
                    statement=MAYBE,
                    locator=MAYBE,
                    taken_as=TAKEN,
                    through=TEXTS,
                    says_so=FLAG,
                    reachable=FLAG,
                    proved=FLAG,
                    counts=closed(**dict.fromkeys(PRICES, COUNT)),
                    blockers=rows(closed(**_BLOCKER, **_BESIDE)),
                )
            ),
        )
    ),
    left_out=rows(closed(decision=COUNT, alternative=COUNT, by=rows(closed(statement=TEXT, stance=TEXT, action=TEXT)))),
)
"""The schema of `why_not_json`."""


def why_not_json(absence: Absence, knowledge: Knowledge) -> dict[str, Any]:
    """What stands in the way of one goal; see `guideline schema explanation`.

    Amounts are written as a case has them; `counts` says how many changes of each kind a way takes.
    """
    return {
        "question": "why_not",
        "goal": absence.goal.text,
        "status": absence.status or None,
        "conclusions": [
            {"conclusion": list(w.conclusion), "holds": w.holds, "ways": [_way(y, knowledge) for y in w.ways]} for w in absence.whynots
        ],
        "left_out": [
            {
                "decision": x.decision,
                "alternative": x.alternative,
                "by": [{"statement": knowledge.statements[s.statement].id, "stance": s.word, "action": s.action} for s in x.by],
            }
            for x in absence.left_out
        ],
    }


def _way(way: Way, knowledge: Knowledge) -> dict[str, Any]:
    statement = knowledge.statements.get(way.statement)
    return {
        "statement": statement.id if statement else None,
        "locator": statement.locator if statement else None,
        "taken_as": taken_json(statement) if statement else [],
        "through": list(way.through),
        "says_so": way.holds,
        "reachable": way.reachable,
        "proved": way.proved,
        "counts": dict(zip(PRICES, way.cost or (0,) * len(PRICES), strict=True)),
        "blockers": [_whole(b, knowledge) for b in way.blockers],
    }


def _whole(blocker: Blocker, knowledge: Knowledge) -> dict[str, Any]:
    return _blocker(blocker, knowledge) | {
        "others": [{"changes": [_blocker(x, knowledge) for x in o.changes], "of": o.of} for o in blocker.others],
        "others_complete": blocker.all_told,
        "removal": [_blocker(r, knowledge) for r in blocker.removal],
        "words": [{"stance": word, "action": action} for word, action in blocker.words],
        "kinds": list(blocker.kinds),
    }


def _blocker(blocker: Blocker, knowledge: Knowledge) -> dict[str, Any]:
    record, via = blocker.record, blocker.via
    statement = knowledge.statements.get(blocker.subject) if blocker.kind in {"overridden", "opposed", "switched_off"} else None
    return {
        "kind": blocker.kind,
        "subject": statement.id if statement else blocker.subject,
        "asked": [str(t) for t in blocker.asked],
        "needed": [str(t) for t in blocker.needed],
        "setting": sorted(str(t) for t in blocker.setting),
        "value": blocker.text or None,
        "recorded": (record.text if isinstance(record, Recorded) else record.because) if record else None,
        "place": str(record.place) if record else None,
        "distance": blocker.away or None,
        "via": {"part": via.part, "name": via.name, "reason": via.reason or None} if via.part else None,
    }
