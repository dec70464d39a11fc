"""The sides of a possible disagreement, over all patients: who says what of which action, and what can hold it back."""

from __future__ import annotations

from collections.abc import Iterable

from guideline.answer import Camp, Conflict
from guideline.disagreements import Side
from guideline.standing import Standing

_WORDS = {
    "timing": ("for", "withholds"),
    "criterion": ("for", "withholds"),
    "degree": ("permits", "for"),
    "undecided": ("undecided", "for"),
    "preference": ("prefers", "prefers"),
    "dose": ("regimen", "regimen"),
    "tension": ("tension", "tension"),
}
_BANS = {"contradiction", "restriction", "combination"}


def camps(conflicts: Iterable[Conflict], tables: Standing) -> tuple[Camp, ...]:
    """The camps of some conflicts, with the criteria that can hold a side back."""
    sides: dict[Side, set[str]] = {}
    for conflict in conflicts:
        for word, statement, action in zip(words(conflict, tables), conflict.statements, conflict.actions, strict=True):
            sides.setdefault(_side(conflict.kind, word, statement, action, tables), set()).add(statement)
    return tuple(Camp(w, a, u, c, tuple(sorted(s)), f) for (w, a, f, u, c), s in sorted(sides.items()))


def words(conflict: Conflict, tables: Standing) -> tuple[str, str]:
    """What each side of a conflict says: the word of its stance."""
    first, second = _WORDS.get(conflict.kind, ("for", "against" if conflict.kind in _BANS else "for"))
    if conflict.kind in {"degree", "undecided"}:
        statement, action = conflict.statements[1], conflict.actions[1]
        if {w for w, a in tables.knowledge.statements[statement].leans if a == action} == {"against"}:
            second = "against"
    return first, second


def _side(kind: str, word: str, statement: str, action: str, tables: Standing) -> Side:
    if action.startswith("review("):
        return ("review", action, "", "", ())
    if word == "tension":
        return ("tension", "", "", "", ())
    criteria = tables.criteria.get((statement, action), ())
    if word == "withholds":
        timing = kind == "timing"
        held = tuple(c for c in criteria if any(t in tables.clocks for t in tables.parts(c)) == timing)
        return (word, action, "", tables.last_clock(held), held)
    return (word, action, tables.last_clock(criteria), "", ())
