"""What comes next as JSON, and its part of a schema."""

from __future__ import annotations

from typing import Any

from guideline.answer import Stance
from guideline.answer_json import conflict_json
from guideline.contract_schema import COUNT, FLAG, KINDS, MAYBE, PAIR, STATUSES, TEXT, TEXTS, WORDS, closed, one_of, rows
from guideline.pack import Pack
from guideline.quantities import format_interval
from guideline.road.ahead import Road, Step

Json = dict[str, Any]

_CLOCK = closed(finding=TEXT, label=TEXT, recorded=TEXT)
_VALUE = closed(finding=TEXT, value=TEXT)
_CROSSING = closed(
    finding=TEXT, threshold=TEXT, how=one_of(("reached", "passed")), certain=FLAG, earliest=COUNT, latest=COUNT
)  # fmt: skip
_SAID = rows(closed(stance=one_of(WORDS), criteria=TEXTS, since=MAYBE, until=MAYBE))
_ABOUT = rows(closed(subject=TEXT, kind=one_of(KINDS)))
_STEP = closed(
    day=COUNT,
    date=MAYBE,
    clocks=rows(_VALUE),
    crossings=rows(_CROSSING),
    breaches=rows(closed(axiom=TEXT, words=TEXT)),
    possible_again=FLAG,
    actions=rows(closed(action=TEXT, **{"from": one_of(STATUSES)}, to=one_of(STATUSES), statements=TEXTS)),
    stances=rows(closed(statement=TEXT, action=TEXT, **{"from": _SAID}, to=_SAID)),
    in_force=closed(now=TEXTS, no_longer=TEXTS),
    conflicts=closed(begin=rows(PAIR), end=rows(PAIR)),
    disagreements=closed(begin=_ABOUT, end=_ABOUT),
    contexts=closed(enter=TEXTS, leave=TEXTS),
)
ROAD = closed(
    date=MAYBE,
    clocks=rows(_CLOCK),
    missing=rows(closed(finding=TEXT, label=TEXT, only_reports=FLAG)),
    steps=rows(_STEP),
    last_day=COUNT,
    beyond=MAYBE,
    reviews=rows(
        closed(
            review=TEXT,
            label=TEXT,
            statement=TEXT,
            window={"type": "array", "items": TEXT, "minItems": 2, "maxItems": 2},
            days={
                "anyOf": [
                    {"type": "array", "items": {"type": ["integer", "null"]}, "minItems": 2, "maxItems": 2},
                    {"type": "null", "description": "no beginning is recorded"},
                ]
            },
            dates={"anyOf": [{"type": "array", "items": MAYBE, "minItems": 2, "maxItems": 2}, {"type": "null"}]},
            counted_from=MAYBE,
            not_recorded=TEXTS,
            answered_by=TEXTS,
        )
    ),
)
"""What `road_json` gives: one part of a document."""


def road_json(road: Road, pack: Pack) -> Json:
    """The road as plain values for `json.dumps`, in a fixed order.

    Days count from the day of the record; of a review, those that are past are negative, and the first is null where the clock that it is
    counted from may have begun at any time. Dates are null without a date of the case.
    """
    known, words = pack.knowledge.statements, pack.vocabulary
    return {
        "date": road.date or None,
        "clocks": [{"finding": c.finding.name, "label": c.finding.label, "recorded": c.recorded.text} for c in road.clocks],
        "missing": [{"finding": f, "label": words.label(f), "only_reports": f in road.reporting} for f in road.missing],
        "steps": [_step(s, pack) for s in road.steps],
        "last_day": road.last,
        "beyond": road.beyond or None,
        "reviews": [
            {
                "review": r.review,
                "label": words.label(r.review),
                "statement": known[r.statement].id,
                "window": list(r.window),
                "days": list(r.days) if r.days else None,
                "dates": [d or None for d in r.dates] if r.dates[1] else None,
                "counted_from": r.counted.finding.name if r.counted else None,
                "not_recorded": list(r.unknown),
                "answered_by": list(r.found) if r.answered else [],
            }
            for r in road.reviews
        ],
    }


def _step(step: Step, pack: Pack) -> Json:
    known, units = pack.knowledge.statements, pack.vocabulary.findings
    return {
        "day": step.day,
        "date": step.date or None,
        "clocks": [{"finding": f, "value": format_interval(v, units[f].unit)} for f, v in step.values],
        "crossings": [
            {
                "finding": c.finding,
                "threshold": c.threshold,
                "how": c.how,
                "certain": c.certain,
                "earliest": c.earliest,
                "latest": c.latest,
            }
            for c in step.crossings
        ],
        "breaches": [{"axiom": b.axiom, "words": b.words} for b in step.breaches],
        "possible_again": step.again,
        "actions": [
            {"action": c.action, "from": c.old, "to": c.new, "statements": [known[s].id for s in c.statements]} for c in step.status
        ],
        "stances": [
            {"statement": known[t.statement].id, "action": t.action, "from": [_said(s) for s in t.old], "to": [_said(s) for s in t.new]}
            for t in step.turns
        ],
        "in_force": {
            "now": [known[s].id for s in step.now_in_force],
            "no_longer": [known[s].id for s in step.no_longer_in_force],
        },
        "conflicts": {
            "begin": [conflict_json(c, pack) for c in step.begins],
            "end": [conflict_json(c, pack) for c in step.ends],
        },
        "disagreements": {
            "begin": [{"subject": subject, "kind": kind} for subject, kind in step.disagreements_begin],
            "end": [{"subject": subject, "kind": kind} for subject, kind in step.disagreements_end],
        },
        "contexts": {"enter": list(step.enters), "leave": list(step.leaves)},
    }


def _said(stance: Stance) -> Json:
    return {"stance": stance.word, "criteria": list(stance.criteria), "since": stance.since or None, "until": stance.until or None}
