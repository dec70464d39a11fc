"""The words for the status of an action, a function each, in the order in which the first that holds is taken."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reference.solver import World

CONTESTING = {"contradiction", "restriction", "combination", "divergence", "timing", "criterion", "agent", "degree", "undecided"}


def _excluded(w: World, action: str) -> bool:
    spoken = {a for _, _, a in w.leanings} | {row[1] for row in w.pack.rows("needs")}
    banned = any((action, b) in w.tax.contains for _, word, b in w.leanings if word == "against")
    return w.unsuitable(action) and (action in spoken or banned)


def _contested(w: World, action: str) -> bool:
    for kind, s, a, t, b in w.conflicts:
        if kind in CONTESTING and action in {a, b}:
            return True
        if kind == "agent" and w.tax.serves(action, a) and {(s, action), (t, action)} & w.said("for"):
            return True
    return False


def _stands(word: str) -> Callable[[World, str], bool]:
    return lambda w, action: any(a == action for _, a in w.said(word))


STATUSES: dict[str, Callable[[World, str], bool]] = {
    "excluded": _excluded,
    "contested": _contested,
    "option": lambda w, x: _stands("for")(w, x) and any(w.tax.rivals(x, y) for _, y in w.said("for")),
    "settled_for": _stands("for"),
    "settled_against": lambda w, x: any((x, b) in w.tax.contains for _, b in w.said("against")),
    "withheld": _stands("withholds"),
    "open": _stands("open"),
    "permitted": _stands("permits"),
    "undecided": _stands("undecided"),
}
