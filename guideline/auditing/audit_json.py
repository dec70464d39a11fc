"""The JSON of an audit, and its schema: the contract of `audit`."""

from __future__ import annotations

from typing import Any

from guideline.auditing import conflicts_json, unseen_json
from guideline.auditing.audit import SECTIONS, Audit
from guideline.auditing.conflicts_json import ASSUMPTION, assumptions_json
from guideline.auditing.harm import SEVERITY
from guideline.contract_schema import COUNT, FLAG, KINDS, TEXT, TEXTS, closed, document, one_of, rows
from guideline.json_document import document as head
from guideline.pack import Pack

NAME = "guideline.audit/1"

AUDIT = document(
    "An audit of `guideline audit`",
    "audit",
    of_packs=True,
    focus=closed(
        sources=TEXTS,
        actions=TEXTS,
        kinds=rows(one_of(KINDS)),
        between=rows({"type": "array", "items": TEXT, "minItems": 2, "maxItems": 2}),
        under=TEXTS,
    ),
    sections=rows(one_of(SECTIONS)) | {"description": "what was looked at; the keys of all other sections are empty"},
    open=rows(one_of(SECTIONS)) | {"description": "sections for which the time given did not suffice"},
    clean=FLAG
    | {"description": "nothing is open, and no disagreement stands that nobody waived or ordered; bans against permissions do not count"},
    ranking=rows(one_of(KINDS))
    | {
        "description": "kinds of conflict, the most harmful first (a ban against a permission stands after `criterion`); "
        "of one weight, `lines` are in this order"
    },
    paper=COUNT | {"description": "pairs that are opposed on paper, whether any patient brings them into conflict or not"},
    **conflicts_json.PARTS,
    matrix=rows(
        closed(sources=TEXTS, pairs=COUNT, waived=COUNT, kinds=rows(closed(kind=one_of(KINDS), pairs=COUNT)))
        | {"description": "the pairs of `lines` between two sources, or inside one"}
    ),
    assumptions=rows(ASSUMPTION),
    **unseen_json.PARTS,
)
"""JSON Schema of `audit_json`."""


def audit_json(audit: Audit, pack: Pack) -> dict[str, Any]:
    """The audit as plain values for `json.dumps`."""
    focus = audit.focus
    return head(
        NAME,
        pack.compiled.hashes,
        focus={
            "sources": list(focus.sources),
            "actions": list(focus.actions),
            "kinds": list(focus.kinds),
            "between": [list(pair) for pair in focus.between],
            "under": [str(u) for u in focus.under],
        },
        sections=list(audit.sections),
        open=list(audit.open),
        clean=audit.clean,
        ranking=list(SEVERITY),
        paper=audit.paper,
        **conflicts_json.conflicts_json(audit.conflicts, pack),
        matrix=[
            {
                "sources": list(cell.sources),
                "pairs": cell.pairs,
                "waived": cell.waived,
                "kinds": [{"kind": kind, "pairs": n} for kind, n in cell.kinds],
            }
            for cell in audit.matrix()
        ],
        assumptions=assumptions_json(audit.assumptions, pack),
        **unseen_json.unseen_json(audit.unseen, pack),
    )


__all__ = ["AUDIT", "audit_json"]
