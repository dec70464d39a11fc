"""A check as SARIF 2.1.0, the format in which code hosts take findings and show them at their lines."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any
from urllib.parse import quote

from guideline import __version__
from guideline.check_pages import page
from guideline.errors import Place, Problem
from guideline.lint import Linted

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
ROOT = "SRCROOT"

Object = dict[str, Any]


def sarif(defects: Iterable[Problem], linted: Linted, folder: Path) -> Object:
    """A check as plain values for `json.dumps`.

    Args:
        defects: what keeps the packs from being used, level `error`.
        linted: what the lint found, level `warning`; what the packs accept is told as suppressed, with the reason.
        folder: paths of files inside it are given relative to it, others whole.
    """
    found: list[tuple[Problem, str, str | None]] = [
        *((problem, "error", None) for problem in defects),
        *((problem, "warning", None) for problem in linted.warnings),
        *((problem, "warning", why) for problem, why in linted.accepted),
    ]
    levels = {problem.code: level for problem, level, _ in found}
    index = {code: number for number, code in enumerate(sorted(levels))}
    rules = [_rule(code, levels[code]) for code in index]
    return log(rules, [_result(problem, level, why, index, folder) for problem, level, why in found], folder)


def log(rules: list[Object], results: list[Object], folder: Path) -> Object:
    """A log of one run: what was looked for, and what was found; `folder` is what paths are relative to."""
    return {
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {"driver": {"name": "guideline", "semanticVersion": __version__, "rules": rules}},
                "columnKind": "unicodeCodePoints",
                "originalUriBaseIds": {ROOT: {"uri": f"{folder.resolve().as_uri()}/"}},
                "results": results,
            }
        ],
    }


def _rule(code: str, level: str) -> Object:
    known = page(code)
    return {
        "id": code,
        "shortDescription": {"text": known.what},
        "help": {"text": known.text, "markdown": known.text},
        "defaultConfiguration": {"level": level},
    }


def _result(problem: Problem, level: str, why: str | None, index: dict[str, int], folder: Path) -> Object:
    hint = f"; {problem.hint}" if problem.hint else ""
    result: Object = {
        "ruleId": problem.code,
        "ruleIndex": index[problem.code],
        "level": level,
        "message": {"text": f"{problem.message}{hint}"},
        "locations": [location(problem.place, folder)] if problem.place else [],
    }
    if why is not None:
        result["suppressions"] = [{"kind": "inSource", "justification": why}]
    return result


def location(place: Place, folder: Path) -> Object:
    """A place in a file; one without a line is the whole file."""
    path = Path(place.file).resolve()
    artifact: Object
    if path.is_relative_to(folder.resolve()):
        artifact = {"uri": quote(path.relative_to(folder.resolve()).as_posix()), "uriBaseId": ROOT}
    else:
        artifact = {"uri": path.as_uri()}
    physical: Object = {"artifactLocation": artifact}
    if place.line:
        physical["region"] = {"startLine": place.line, **({"startColumn": place.column} if place.column else {})}
    return {"physicalLocation": physical}
