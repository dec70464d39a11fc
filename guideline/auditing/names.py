"""Names and titles of witnesses as cases: one for each pair, fit for a file."""

from __future__ import annotations

import re
from collections.abc import Iterable

from guideline.model import Knowledge

LONGEST = 90
"""Characters of a name without its number; a case has at most 100."""

Row = tuple[str, ...]


def names(rows: Iterable[Row], knowledge: Knowledge) -> dict[Row, tuple[str, str]]:
    """The name and the title of the witness of each conflict; names that would be the same are numbered.

    Args:
        rows: the arguments of the conflicts.
        knowledge: of the pack.
    """
    found: dict[Row, tuple[str, str]] = {}
    taken: set[str] = set()
    for row in sorted(set(rows)):
        kind, one, _, other, _ = row
        plain = fit(f"{kind}_{one}_{other}")
        name, number = plain, 1
        # File systems may take capitals and small letters for the same.
        while name.lower() in taken:
            number += 1
            name = f"{plain}_{number}"
        taken.add(name.lower())
        known = knowledge.statements
        found[row] = name, f"{kind.replace('_', ' ')}: {known[one].id} and {known[other].id}"
    return found


def fit(name: str) -> str:
    """A name that a case may have, made of another one."""
    return re.sub(r"[^A-Za-z0-9_.-]", "-", name)[:LONGEST]


__all__ = ["fit", "names"]
