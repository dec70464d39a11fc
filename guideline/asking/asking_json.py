"""What to ask next, and a walk of questions, as JSON, with their schemas."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from guideline.asking.questions import Inquiry, Question
from guideline.asking.walk import Step, Walk
from guideline.contract_schema import COUNT, FLAG, MAYBE, STATUSES, TEXT, TEXTS, closed, document, one_of, rows
from guideline.json_document import document as json_document
from guideline.left_open.measure import Changes
from guideline.model import Recorded, Vocabulary
from guideline.pack import Pack

Json = dict[str, Any]
SCHEMA = "guideline.asking/1"
STAGES = ("record", "status", "choice", "settled")

_CHANGES = rows(closed(action=TEXT, **{"from": one_of(STATUSES)}, to=one_of(STATUSES)))
_FIRST = {"type": "boolean", "description": "a critical finding that can turn a status, with critical findings alone"}
_MEAN = {"type": "number", "minimum": 0}
_REPLY = closed(**{"if": TEXTS}, possible=FLAG, changes=_CHANGES, changes_choices=FLAG, makes_needless=TEXTS)
_QUESTION = closed(
    finding=TEXT, label=TEXT, question=TEXT, critical=FLAG, first=_FIRST, spares=_MEAN, spared=_MEAN, answers=rows(_REPLY),
    together_with=TEXTS, statements=TEXTS, contexts=TEXTS,
)  # fmt: skip
_INQUIRY = closed(stage=one_of(STAGES), open=TEXTS, order=TEXTS, questions=rows(_QUESTION))
ASKING = closed(assumed=rows(closed(finding=TEXT, label=TEXT, critical=FLAG, statements=TEXTS)), **_INQUIRY["properties"])
"""What `asking_json` gives: one part of a document."""
_STEP = closed(
    **_QUESTION["properties"],
    stage=one_of(STAGES),
    answer=MAYBE,
    changes=_CHANGES,
    settled=rows(closed(action=TEXT, status=one_of(STATUSES))),
    made_needless=TEXTS,
    left=COUNT,
)
WALK = document(
    "A walk of `guideline ask`", "asking", case=TEXT, steps=rows(_STEP), unknown=TEXTS, not_needed=TEXTS, remaining=TEXTS,
    completed=TEXT,
)  # fmt: skip
"""The document of a walk."""


def asking_json(inquiry: Inquiry, assumed: Sequence[tuple[str, tuple[str, ...]]], pack: Pack) -> Json:
    """What was assumed and what to ask next as plain values for `json.dumps`; `assumed` as `Answer.assumed` has it."""
    known, words = pack.knowledge.statements, pack.vocabulary
    return {
        "assumed": [
            {
                "finding": f,
                "label": words.label(f),
                "critical": words.findings[f].critical,
                "statements": [known[s].id for s in by],
            }
            for f, by in assumed
        ],
        "stage": inquiry.stage,
        "open": list(inquiry.open),
        "order": list(inquiry.order),
        "questions": [_question(q, pack) for q in inquiry.questions],
    }


def walk_json(walk: Walk, completed: str, not_needed: Sequence[str], pack: Pack) -> Json:
    """A walk as plain values: the questions in their order, with what each answer did; `completed` is the case as YAML."""
    return json_document(SCHEMA, pack.compiled.hashes) | {
        "case": walk.case.name,
        "steps": [_step(s, pack) for s in walk.steps],
        "unknown": sorted(walk.unknown),
        "not_needed": list(not_needed),
        "remaining": list(walk.remaining()),
        "completed": completed,
    }


def _question(q: Question, pack: Pack) -> Json:
    words: Vocabulary = pack.vocabulary
    return {
        "finding": q.finding,
        "label": words.label(q.finding),
        "question": words.findings[q.finding].question,
        "critical": words.findings[q.finding].critical,
        "first": q.first,
        "spares": round(float(q.spares), 6),
        "spared": round(float(q.spared), 6),
        "answers": [
            {
                "if": [str(t) for t in r.tests],
                "possible": r.possible,
                "changes": _changes(r.changes),
                "changes_choices": r.chooses,
                "makes_needless": list(r.spares),
            }
            for r in q.replies
        ],
        "together_with": [str(t) for t in q.together],
        "statements": [pack.knowledge.statements[s].id for s in q.statements],
        "contexts": list(q.contexts),
    }


def _step(step: Step, pack: Pack) -> Json:
    recorded: Recorded | None = step.recorded
    return _question(step.question, pack) | {
        "stage": step.stage,
        "answer": recorded.text if recorded else None,
        "changes": _changes(step.changes),
        "settled": [{"action": a, "status": w} for a, w in step.settled],
        "made_needless": list(step.needless),
        "left": step.left,
    }


def _changes(changes: Changes) -> list[Mapping[str, str]]:
    return [{"action": a, "from": old, "to": new} for a, old, new in changes]
