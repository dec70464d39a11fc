"""What would change it, as plain values for JSON, and their schema."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from guideline.answer_json import answers_json
from guideline.cases.written import case_yaml
from guideline.changes.change import Barrier, Change, Changes, Edit
from guideline.changes.patch import patch
from guideline.contract_schema import COUNT, FLAG, MAYBE, SETS, STATUSES, TEXT, TEXTS, closed, one_of, rows
from guideline.pack import Pack

KINDS = ("recorded", "narrowed", "changed")

_CHANGE = closed(
    edits=rows(closed(finding=TEXT, label=TEXT, kind=one_of(KINDS), before=MAYBE, any_of=SETS, after=TEXT)),
    statements=TEXTS,
    status=rows(closed(action=TEXT, **{"from": one_of(STATUSES)}, to=one_of(STATUSES))),
    patch=TEXT,
    case=TEXT,
)
CHANGES = closed(
    wish=TEXT,
    holds=FLAG,
    statements=TEXTS,
    sizes=rows(closed(changed=COUNT, recorded=COUNT, changes=rows(_CHANGE), more=COUNT)),
    complete=FLAG,
    barriers=rows(closed(findings=TEXTS, excluded=TEXTS, axioms=TEXTS, statements=TEXTS, switched_off=TEXTS)),
)
"""JSON Schema of `changes_json`."""


def changes_json(found: Changes, pack: Pack, text: str = "") -> dict[str, Any]:
    """The smallest changes as plain values for `json.dumps`; `text` is the file of the case, which the patches are of."""
    return {
        "wish": found.wish.text,
        "holds": found.holds,
        "statements": _ids(found.carried, pack),
        "sizes": [
            {"changed": z.changed, "recorded": z.recorded, "changes": [_change(c, pack, text) for c in z.changes], "more": z.more}
            for z in found.sizes
        ],
        "complete": found.complete,
        "barriers": [_barrier(b, pack) for b in found.barriers],
    }


def _change(change: Change, pack: Pack, text: str) -> dict[str, Any]:
    return {
        "edits": [_edit(e, pack) for e in change.edits],
        "statements": _ids(change.carried, pack),
        "status": [{"action": a, "from": old, "to": new} for a, old, new in change.status],
        "patch": patch(change, pack.vocabulary, text),
        "case": case_yaml(change.case),
    }


def _edit(edit: Edit, pack: Pack) -> dict[str, Any]:
    return {
        "finding": edit.finding,
        "label": pack.vocabulary.label(edit.finding),
        "kind": edit.kind,
        "before": edit.before.text if edit.before else None,
        "any_of": answers_json(edit.any_of),
        "after": edit.after.text,
    }


def _barrier(barrier: Barrier, pack: Pack) -> dict[str, Any]:
    return {
        "findings": list(barrier.findings),
        "excluded": list(barrier.excluded),
        "axioms": list(barrier.axioms),
        "statements": _ids(barrier.statements, pack),
        "switched_off": _ids(barrier.switched_off, pack),
    }


def _ids(names: Iterable[str], pack: Pack) -> list[str]:
    return [pack.knowledge.statements[s].id for s in names]
