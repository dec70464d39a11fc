"""A report as JSON, with its schema: the same answer, reasons, changes and days that the pages word."""

from __future__ import annotations

from typing import Any

from explain.justification.justification_schema import JUSTIFICATION
from explain.report.content import Gathered, Made
from explain.report.missing import missing
from explain.report.timeline import Span, spans
from guideline.answer_json import answer_json
from guideline.changes.changes_json import CHANGES, changes_json
from guideline.contract_schema import COUNT, FLAG, MAYBE, SCHEMAS, TEXT, TEXTS, Schema, closed, document, one_of, rows
from guideline.json_document import document as headed
from guideline.road.road_json import ROAD, road_json

HEAD = ("schema", "engine", "packs")
DAY: Schema = {"type": ["integer", "null"], "description": "counted from the day of the record; null where open"}


def _body(schema: Schema) -> Schema:
    """The schema of a document without its head, which the report has once."""
    return closed(**{k: v for k, v in schema["properties"].items() if k not in HEAD})


REPORT: Schema = document(
    "A report of `guideline report`",
    "report",
    made=closed(time=MAYBE, command=MAYBE),
    answer=_body(SCHEMAS["answer"]),
    missing=rows(closed(finding=TEXT, critical=FLAG, why=one_of(("asked", "assumed")), recorded=MAYBE)),
    timeline=rows(closed(source=TEXT, action=TEXT, kind=one_of(("due", "review")), first=DAY, last=DAY, asks=TEXTS, statements=TEXTS)),
    road=ROAD,
    changes=rows(CHANGES),
    changes_not_looked_for=COUNT,
    justification=_body(JUSTIFICATION),
)
"""The document."""


def report_json(gathered: Gathered, made: Made, text: str = "") -> dict[str, Any]:
    """A report as plain values for `json.dumps`; `text` is the file of the case, which the patches are of."""
    answer, pack = gathered.answer, gathered.explained.pack
    terms = gathered.terms
    return headed(
        "guideline.report/1",
        pack.compiled.hashes,
        made={"time": made.time or None, "command": made.command or None},
        answer=_without_head(answer_json(answer, pack)),
        missing=[
            {"finding": m.finding, "critical": m.critical, "why": m.why, "recorded": m.partly or None} for m in missing(answer, terms)
        ],
        timeline=[_span(s) for s in spans(terms, gathered.road)],
        road=road_json(gathered.road, pack),
        changes=[changes_json(c, pack, text) for c in gathered.changes],
        changes_not_looked_for=gathered.unasked,
        justification=_without_head(gathered.explained.justification),
    )


def _without_head(made: dict[str, Any]) -> dict[str, Any]:
    return {k: v for k, v in made.items() if k not in HEAD}


def _span(s: Span) -> dict[str, Any]:
    return {
        "source": s.source,
        "action": s.action,
        "kind": s.kind,
        "first": s.first,
        "last": s.last,
        "asks": list(s.asks),
        "statements": list(s.statements),
    }
