"""The JSON of an audit: the contract of `audit`."""

from __future__ import annotations

from typing import Any

from guideline.answer_json import conflict_json
from guideline.audit import Audit, AuditLine
from guideline.case_yaml import case_yaml
from guideline.json_document import document
from guideline.pack import Pack

SCHEMA = "guideline.audit/1"


def audit_json(audit: Audit, pack: Pack) -> dict[str, Any]:
    """The audit as plain values for `json.dumps`; keys of parts that are not built yet are there and empty."""
    return document(SCHEMA, pack.compiled.hashes) | {
        "lines": [_line(line, pack) for line in audit.lines],
        "assumption_lines": [],
        "settled": [],
        "silence": [],
        "dead": [],
        "redundant": [],
        "unread": [],
        "waivers": [],
        "unproved": [conflict_json(c, pack) for c in audit.unproved],
    }


def _line(line: AuditLine, pack: Pack) -> dict[str, Any]:
    known = pack.knowledge.statements
    return {
        "subject": line.subject,
        "kinds": list(line.kinds),
        "camps": [
            {
                "stance": c.word,
                "action": c.action or None,
                "since": c.since or None,
                "until": c.until or None,
                "criteria": list(c.criteria),
                "statements": [known[s].id for s in c.statements],
            }
            for c in line.camps
        ],
        "pairs": [conflict_json(p.conflict, pack) | {"witness": case_yaml(p.witness) if p.witness else None} for p in line.pairs],
        "region": None,
        "waived": line.waived,
    }
