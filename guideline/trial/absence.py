"""Why a statement is not in force in an answer."""

from __future__ import annotations

from guideline.answer import Answer, ContextResult
from guideline.model import Knowledge


def closed_contexts(statement: str, answer: Answer, knowledge: Knowledge) -> tuple[ContextResult, ...]:
    """The contexts of a statement where none of them takes the patient in; nothing where one does, and of a statement without contexts."""
    within = knowledge.statements[statement].within
    found = tuple(c for c in answer.contexts if c.context in within)
    return () if any(c.in_scope for c in found) else found


def why_not(statement: str, answer: Answer, knowledge: Knowledge) -> str:
    """In words: overridden, out of scope, or not applying."""
    over = [by for by, action in answer.overridden.get(statement, ()) if not action]
    if over:
        return f"overridden by {', '.join(over)}"
    closed = {c.context: c for c in closed_contexts(statement, answer, knowledge)}
    if closed:
        order = (c for c in knowledge.statements[statement].within if c in closed)
        told = [f"{c}: {', '.join(closed[c].reasons) or 'not entered'}" for c in order]
        return f"out of scope, {'; '.join(told)}"
    return "does not apply"
