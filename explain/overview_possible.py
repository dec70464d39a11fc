"""Tells the actions that an answer would bring up, with the answers and the statements."""

from __future__ import annotations

from collections.abc import Sequence

from explain.render import phrase
from explain.telling import Line, Passage, names
from explain.views.possible import PossibleActions

BOOK = "why"


def tell_possible(found: Sequence[PossibleActions]) -> tuple[Passage, ...]:
    """Such actions, a line each; nothing where there is none."""
    lines = tuple([Line(brought(x), 0, names(x.cites), "bold" if x.urgent else "") for x in found])
    return (Passage(phrase("heading", "possible_actions"), lines, phrase("critical_alone", book=BOOK)),) if lines else ()


def brought(found: PossibleActions) -> str:
    """In words."""
    if not found.sets:
        return phrase("brought_together", found.labels, book=BOOK)
    return phrase("all_in_a_line", phrase("list", found.labels), brought_as(found), book=BOOK)


def brought_as(found: PossibleActions, *, titled: bool = False) -> str:
    """In words, what such actions would be and with which answers; `titled` names sources by their labels."""
    by = sorted({c.by if titled else c.source for c in found.by})
    return phrase("brought_as", found.status, found.sets, found.more, found.urgent, by, book=BOOK)
