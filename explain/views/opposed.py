"""The view of what is opposed: pairs of statements, the disagreements that they make, and what keeps pairs apart; no wording."""

from __future__ import annotations

from dataclasses import dataclass

from explain.views.values import Cite, Condition


@dataclass(frozen=True, slots=True)
class SettledBy:
    """What keeps a pair apart or orders it.

    Where somebody judged who goes before whom, `first` and `behind` name them: the sources, or the statements where they share one.
    """

    kind: str
    cite: Cite | None = None
    words: str = ""
    conditions: tuple[Condition, ...] = ()
    first: str = ""
    behind: str = ""


@dataclass(frozen=True, slots=True)
class PairView:
    """Two statements that are opposed."""

    kind: str
    cites: tuple[Cite, Cite]
    actions: tuple[str, str]
    settled_by: tuple[SettledBy, ...]
    hinges: tuple[str, ...]
    waived: str
    why: str


@dataclass(frozen=True, slots=True)
class Camp:
    """One side: its word, the action (empty where the statements as a whole stand there), since or until when or on what, and who.

    Where the sources name different agents for one purpose, the action is the purpose and a side is a source: `agents` are those that it is
    for, but for those `behind`, to which it prefers another of them. `taken` is what the first of the sources says instead of `since` or
    `until`, where none of them gives that amount.
    """

    word: str
    action: str
    since: str
    until: str
    criteria: tuple[Condition, ...]
    cites: tuple[Cite, ...]
    agents: tuple[str, ...] = ()
    behind: tuple[str, ...] = ()
    taken: str = ""


@dataclass(frozen=True, slots=True)
class Remark:
    """What is said of pairs of a line: `kind` is tension (words say why), ordered (by `settled`), hinges or waived; and which pairs."""

    kind: str
    settled: SettledBy | None
    words: str
    pairs: tuple[PairView, ...]


@dataclass(frozen=True, slots=True)
class LineView:
    """A disagreement. `weight` is contested, choice (the sources leave it open) or shade (it splits no decision)."""

    subject: tuple[str, ...]
    kinds: tuple[str, ...]
    weight: str
    camps: tuple[Camp, ...]
    left: tuple[str, ...]
    pairs: tuple[PairView, ...]
    remarks: tuple[Remark, ...]


@dataclass(frozen=True, slots=True)
class ApartView:
    """Pairs that are kept apart by the same thing."""

    by: SettledBy
    pairs: tuple[PairView, ...]
