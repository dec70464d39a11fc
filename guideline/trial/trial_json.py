"""The JSON of a trial: the contract of `guideline test`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from guideline.errors import Place, Problem
from guideline.json_document import document
from guideline.model import Knowledge
from guideline.pack import Pack
from guideline.trial.coverage import Covered
from guideline.trial.run import Trial, Tried

SCHEMA = "guideline.test/1"


def trial_json(trial: Trial, pack: Pack) -> dict[str, Any]:
    """The trial as plain values for `json.dumps`; `guideline.trial.trial_schema.TRIAL` describes them."""
    outcomes = [_outcome(c) for c in trial.cases]
    verdicts = sorted(((v, c.name, not against) for c in trial.cases for v, against in c.verdicts), key=lambda row: (row[0].entry, row[1]))
    known = pack.knowledge
    return document(SCHEMA, pack.compiled.hashes) | {
        "passed": trial.passed,
        "counts": {
            "cases": len(trial.cases),
            **{word: outcomes.count(word) for word in ("as_expected", "not_as_expected", "broken")},
            "untried": trial.untried,
        },
        "cases": [_case(c) for c in trial.cases],
        "verdicts": [
            {
                "entry": v.entry,
                "status": v.status,
                "listed": v.listed,
                "kinds": None if v.kinds is None else list(v.kinds),
                "statements": [known.statements[s].id for s in v.statements],
                "hangs_on": [{"statement": known.statements[s].id, "words": words or None} for s, words in v.hangs_on],
                "gives_way": [known.statements[s].id for s in v.gives_way],
                "side_by_side": [known.statements[s].id for s in v.side_by_side],
                "case": name,
                "holds": holds,
                "because": v.because,
                "departs": v.departs or None,
            }
            for v, name, holds in verdicts
        ],
        "coverage": _coverage(trial, known),
        "problems": [_problem(p) for p in trial.problems],
    }


def _outcome(tried: Tried) -> str:
    return "broken" if tried.broken else "as_expected" if tried.passed else "not_as_expected"


def _case(tried: Tried) -> dict[str, Any]:
    return {
        "case": tried.name,
        "file": tried.file,
        "outcome": _outcome(tried),
        "differences": [
            {"key": d.key, "expected": d.expected, "found": d.found, "words": d.words, **_place(d.place)} for d in tried.differences
        ],
        "problems": [_problem(p) for p in tried.problems],
    }


def _problem(problem: Problem) -> dict[str, Any]:
    return {"code": problem.code, "message": problem.message, "hint": problem.hint, **_place(problem.place)}


def _place(place: Place | None) -> dict[str, Any]:
    return {"file": place.file if place else None, "line": place.line if place else 0, "column": place.column if place else 0}


def _coverage(trial: Trial, knowledge: Knowledge) -> dict[str, Any] | None:
    if trial.coverage is None:
        return None
    ids = {name: s.id for name, s in knowledge.statements.items()}
    return {
        "rules": _group(trial.coverage.group(rule=True)),
        "others": _group(trial.coverage.group(rule=False)),
        "strict": trial.strict,
        "gaps": [{"statement": ids[g.statement], "never": g.never} for g in trial.gaps],
        "exceptions": [
            {"statement": ids[e.statement], "never": e.never, "because": e.because, "file": e.place.file, "line": e.place.line}
            for e in trial.exceptions
        ],
        "statements": [
            {
                "statement": ids[s.statement],
                "rule": s.rule,
                "in_force": list(s.in_force),
                "falls_away": list(s.falls_away),
                "named": list(s.named),
                "out_of_scope": list(s.out_of_scope),
            }
            for s in trial.coverage.statements
        ],
    }


def _group(statements: Sequence[Covered]) -> dict[str, int]:
    return {
        "statements": len(statements),
        "in_force": sum(bool(s.in_force) for s in statements),
        "falls_away": sum(bool(s.falls_away) for s in statements),
        "named": sum(bool(s.named) for s in statements),
        "falls_away_inside": sum(bool(s.falls_away_inside) for s in statements),
    }
