"""From the atoms of one solution to an answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from guideline.answer import Answer, ContextResult, Marks, ReviewResult, Stance
from guideline.decisions import decide
from guideline.disagreements import lines, settled
from guideline.due import due
from guideline.marks import Answers
from guideline.model import Case, Statement
from guideline.program import GroundProgram
from guideline.solving import Solution
from guideline.standing import Standing


def answer(
    solution: Solution, case: Case, tables: Standing, encoding: Path, *, without: Sequence[str] = (), policy: Sequence[str] = ()
) -> Answer:
    """Reads an answer off a solution; marks, assumptions and questions are added by who asks for them.

    Args:
        solution: of the case.
        case: as read.
        tables: of the pack.
        encoding: the file `decide.lp`.
        without: statements that were switched off.
        policy: sources in a site's order of trust.
    """
    shown = solution.shown
    unmet = frozenset(row[0] for row in shown.get("unmet", ()))
    met = frozenset(row[0] for row in shown.get("met", ()))
    stances = tuple([tables.stance(row, unmet, met) for row in shown.get("stance", ())])
    by_word: dict[tuple[str, str], list[Stance]] = {}
    for stance in stances:
        by_word.setdefault((stance.statement, stance.action), []).append(stance)
    rows = shown.get("conflict", [])
    conflicts = tuple([tables.conflicts[row] for row in rows])
    in_force = tuple([row[0] for row in shown.get("in_force", ())])
    unsuitable = frozenset([row[0] for row in shown.get("unsuitable", ())])
    overridden: dict[str, list[tuple[str, str]]] = {}
    for row in shown.get("overridden", ()):
        overridden.setdefault(row[1], []).append((row[0], row[2] if len(row) > 2 else ""))
    status = {row[0]: row[1] for row in shown.get("status", ())}
    return Answer(
        case=case,
        contexts=_contexts(shown, tables),
        in_force=in_force,
        overridden={s: tuple(sorted(o)) for s, o in sorted(overridden.items())},
        stances=stances,
        status=status,
        conflicts=conflicts,
        settled=settled(shown, frozenset(rows), by_word, tables),
        lines=lines(conflicts, by_word, tables),
        decisions=decide(stances, conflicts, case, policy, tables, encoding, in_force, unsuitable),
        reviews=_reviews(in_force, status, stances, case, tables),
        without=tuple(sorted(without)),
        policy=tuple(policy),
    )


def _contexts(shown: Mapping[str, list[tuple[str, ...]]], tables: Standing) -> tuple[ContextResult, ...]:
    inside = {row[0] for row in shown.get("scope", ())}
    reasons: dict[str, list[str]] = {}
    for context, reason in shown.get("excludes", ()):
        reasons.setdefault(context, []).append(reason)
    return tuple([ContextResult(c, c in inside, tuple(reasons.get(c, ()))) for c in sorted(tables.knowledge.contexts)])


def _reviews(
    in_force: Sequence[str], status: Mapping[str, str], stances: Sequence[Stance], case: Case, tables: Standing
) -> tuple[ReviewResult, ...]:
    windows: dict[str, list[tuple[Statement, int]]] = {}
    for name in in_force:
        statement = tables.knowledge.statements[name]
        for i, review in enumerate(statement.reviews):
            if due(review, statement.source, status, stances, case, tables.knowledge, tables.vocabulary):
                windows.setdefault(review.review, []).append((statement, i))
    made = []
    for looked_at, rows in sorted(windows.items()):
        held = [s.reviews[i] for s, i in rows]
        low = max(r.earliest.value for r in held)
        high = min(r.latest.value for r in held)
        made.append(
            ReviewResult(
                looked_at,
                tuple((s.name, s.reviews[i].earliest.text, s.reviews[i].latest.text) for s, i in rows),
                (int(low), int(high)) if low <= high else None,
            )
        )
    return tuple(made)


def marks_of(program: GroundProgram, found: Mapping[int, Answers], true: frozenset[int]) -> dict[tuple[str, ...], Marks]:
    """Marks by result, from the literals that `Marker.marks` speaks of."""
    made: dict[tuple[str, ...], Marks] = {}
    for literal, sets in found.items():
        atom = program.atoms[literal]
        made[(atom.name, *atom.args)] = Marks(provisional_on=sets) if literal in true else Marks(possible_if=sets)
    return dict(sorted(made.items()))
