"""The JSON of a check: defects, warnings, and the warnings that the packs accept."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from guideline.errors import Problem
from guideline.json_document import document
from guideline.lint import Linted

SCHEMA = "guideline.check/1"


def check_json(defects: Iterable[Problem], linted: Linted) -> dict[str, Any]:
    """A check as plain values for `json.dumps`; `guideline.check_schema.CHECK` describes them.

    Args:
        defects: what keeps the packs from being used; where there are some, the lint has not looked.
        linted: what the lint found.
    """
    return document(SCHEMA) | {
        "defects": [_row(problem) for problem in defects],
        "warnings": [_row(problem) for problem in linted.warnings],
        "accepted": [{**_row(problem), "why": why} for problem, why in linted.accepted],
    }


def _row(problem: Problem) -> dict[str, Any]:
    place = problem.place
    return {
        "check": problem.code,
        "file": place.file if place else None,
        "line": place.line if place else None,
        "column": place.column if place else None,
        "message": problem.message,
        "hint": problem.hint,
    }
