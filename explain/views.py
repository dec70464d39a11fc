"""The view: plain values with labels and no wording, that every format prints; wording lives in the templates."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Known:
    """What the case has of a finding: `kind` is yes, no, value (then `text` says it) or missing."""

    kind: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Condition:
    """A test or a group of tests. `kind` is that of the test, `between` (value to upper), `any` or `all` (members)."""

    kind: str
    label: str = ""
    value: str = ""
    upper: str = ""
    known: Known | None = None
    """What is recorded, where the reader should see it beside the condition."""
    members: tuple[Condition, ...] = ()


Answers = tuple[tuple[Condition, ...], ...]


@dataclass(frozen=True, slots=True)
class Marked:
    """Sets of answers under which a result would fall, or come about."""

    falls: Answers = ()
    comes: Answers = ()


@dataclass(frozen=True, slots=True)
class Cite:
    """A statement with the place where it stands."""

    name: str
    source: str
    title: str
    locator: str
    kind: str
    strength: str
    says: str
    references: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """Source and statement."""
        return f"{self.source}.{self.name}"


@dataclass(frozen=True, slots=True)
class Word:
    """The word of a statement on one action: a stance, with the criteria that hold it or that are met, and a panel's rating."""

    stance: str
    action: str
    criteria: tuple[Condition, ...] = ()
    """Unmet (withholds) or unknown (open)."""
    met: tuple[Condition, ...] = ()
    until: str = ""
    offered: bool = False
    rating: str = ""
    score: int | None = None


@dataclass(frozen=True, slots=True)
class Said:
    """A statement and its word on one action."""

    cite: Cite
    word: Word


@dataclass(frozen=True, slots=True)
class Regimen:
    """A dose of a drug for a purpose, with where it stands."""

    cite: Cite
    drug: str
    purpose: str
    low: int
    high: int
    unit: str
    every: str


@dataclass(frozen=True, slots=True)
class FindingRow:
    """One recorded finding and the line of the case that has it."""

    label: str
    known: Known
    line: int


@dataclass(frozen=True, slots=True)
class ExcludedRow:
    """An action that the case rules out."""

    label: str
    kind: str
    because: str
    line: int


@dataclass(frozen=True, slots=True)
class PreferenceRow:
    """What the patient would rather have."""

    prefer: str
    over: str
    line: int


@dataclass(frozen=True, slots=True)
class Header:
    """Who and which case, and under which options it was answered."""

    case: str
    title: str
    date: str
    origin: str
    notes: str
    findings: tuple[FindingRow, ...]
    excluded: tuple[ExcludedRow, ...]
    preferences: tuple[PreferenceRow, ...]
    without: tuple[Cite, ...]
    policy: tuple[str, ...]
    marked: bool


@dataclass(frozen=True, slots=True)
class ScopeRow:
    """A context: whether it takes the patient in, and why not; `main` where no wider context of the source stands above it."""

    label: str
    inside: bool
    reasons: tuple[str, ...]
    main: bool
    marked: Marked


@dataclass(frozen=True, slots=True)
class SourceView:
    """A document and its contexts; without any, it speaks as a whole."""

    name: str
    title: str
    date: str
    issuer: str
    kind: str
    url: str
    contexts: tuple[ScopeRow, ...]
    in_force: int

    @property
    def inside(self) -> bool:
        """Whether at least one context takes the patient in, or there is none that could leave him or her out."""
        return not self.contexts or any(c.inside for c in self.contexts)


@dataclass(frozen=True, slots=True)
class AlternativeView:
    """One way to choose: what it does, waits with and leaves out; the statements that it follows and those that it sets aside."""

    letter: str
    rank: int
    does: tuple[str, ...]
    waits: tuple[Word, ...]
    leaves: tuple[str, ...]
    follows: tuple[Said, ...]
    aside: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class ReasonView:
    """Why one alternative goes before another: the level, the statement (or source, or the case) and what it puts before what."""

    level: str
    cite: Cite | None
    better: str = ""
    worse: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class OrderView:
    """The alternative `first` goes before all of `seconds`, for these reasons; letters."""

    first: str
    seconds: tuple[str, ...]
    level: str
    reasons: tuple[ReasonView, ...]


@dataclass(frozen=True, slots=True)
class DecisionView:
    """What has to be chosen together. `unranked` are groups of alternatives that nothing puts in an order."""

    number: int
    subject: tuple[str, ...]
    open_choice: bool
    complete: bool
    alternatives: tuple[AlternativeView, ...]
    order: tuple[OrderView, ...]
    unranked: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Change:
    """An action whose status a reply would turn."""

    action: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Reply:
    """A reply to a question and what it alone would decide."""

    conditions: tuple[Condition, ...]
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class AskView:
    """A question."""

    finding: str
    label: str
    question: str
    critical: bool
    replies: tuple[Reply, ...]
    turns: int


@dataclass(frozen=True, slots=True)
class Possible:
    """Another status that an action would have, and the answers that bring it about."""

    status: str
    sets: Answers


@dataclass(frozen=True, slots=True)
class ActionView:
    """An action with its status and what is said of it; `covers` are kinds or plans that the same words settle the same way."""

    name: str
    label: str
    status: str
    said: tuple[Said, ...]
    falls: Answers
    possible: tuple[Possible, ...]
    covers: tuple[str, ...] = ()
    regimens: tuple[Regimen, ...] = ()
    requires: tuple[tuple[str, Cite], ...] = ()
    companions: tuple[tuple[str, str, Cite], ...] = ()
    """(only_with or goes_with, the other action, who says so)."""
    excluded: ExcludedRow | None = None


@dataclass(frozen=True, slots=True)
class StatusGroup:
    """The actions of one status."""

    status: str
    actions: tuple[ActionView, ...]


@dataclass(frozen=True, slots=True)
class SettledBy:
    """What keeps a pair apart or orders it."""

    kind: str
    cite: Cite | None = None
    context: str = ""
    reason: str = ""
    conditions: tuple[Condition, ...] = ()
    words: str = ""


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
    marked: Marked


@dataclass(frozen=True, slots=True)
class CampView:
    """One side: its word, the action, until or on what, and who stands there."""

    word: Word
    cites: tuple[Cite, ...]
    regimens: tuple[Regimen, ...] = ()
    windows: tuple[Window, ...] = ()


@dataclass(frozen=True, slots=True)
class LineView:
    """A disagreement. `weight` is contested, choice (the sources leave it open) or shade (it splits no decision)."""

    subject: tuple[str, ...]
    kinds: tuple[str, ...]
    weight: str
    camps: tuple[CampView, ...]
    left: tuple[str, ...]
    pairs: tuple[PairView, ...]


@dataclass(frozen=True, slots=True)
class ApartView:
    """Pairs that are kept apart by the same things."""

    by: tuple[SettledBy, ...]
    pairs: tuple[PairView, ...]


@dataclass(frozen=True, slots=True)
class Window:
    """A review window of one statement, as its source writes it."""

    cite: Cite
    earliest: str
    latest: str


@dataclass(frozen=True, slots=True)
class ReviewView:
    """When something is to be looked at again, and the days that satisfy all."""

    label: str
    windows: tuple[Window, ...]
    common: tuple[int, int] | None


@dataclass(frozen=True, slots=True)
class Note:
    """Words attached to a statement: evidence with its topic, a gap, a reading."""

    cite: Cite
    topic: str
    words: str


@dataclass(frozen=True, slots=True)
class AssumedRow:
    """A finding taken for absent without a record, and who rests on it."""

    label: str
    critical: bool
    cites: tuple[Cite, ...]


@dataclass(frozen=True, slots=True)
class StatementView:
    """A statement in force with its words; `rests` are the recorded facts that make it apply."""

    cite: Cite
    words: tuple[Word, ...]
    prefers: tuple[tuple[str, str], ...]
    equal: tuple[tuple[str, str], ...]
    rests: tuple[Condition, ...]
    marked: Marked


@dataclass(frozen=True, slots=True)
class SourceStatements:
    """The statements in force of one source, in the order of the document."""

    source: str
    title: str
    statements: tuple[StatementView, ...]


@dataclass(frozen=True, slots=True)
class Overridden:
    """A statement that gives way inside its source; an empty action is the whole statement."""

    cite: Cite
    by: tuple[tuple[Cite, str], ...]


@dataclass(frozen=True, slots=True)
class PossibleStatement:
    """A statement that is not in force and would be with these answers."""

    cite: Cite
    sets: Answers


@dataclass(frozen=True, slots=True)
class Provenance:
    """All that reproduces the answer."""

    engine: str
    packs: tuple[tuple[str, str], ...]
    origin: str
    command: str


@dataclass(frozen=True, slots=True)
class View:
    """One answer, ready to be printed."""

    header: Header
    sources: tuple[SourceView, ...]
    decisions: tuple[DecisionView, ...]
    ask: tuple[AskView, ...]
    groups: tuple[StatusGroup, ...]
    lines: tuple[LineView, ...]
    apart: tuple[ApartView, ...]
    reviews: tuple[ReviewView, ...]
    evidence: tuple[Note, ...]
    gaps: tuple[Note, ...]
    ambiguities: tuple[Note, ...]
    assumed: tuple[AssumedRow, ...]
    statements: tuple[SourceStatements, ...]
    overridden: tuple[Overridden, ...]
    possible: tuple[PossibleStatement, ...]
    provenance: Provenance
    derivation: tuple[str, ...] = ()
    """Indented lines that derive the results, where the caller asked for them."""

    def group(self, *status: str) -> tuple[ActionView, ...]:
        """The actions that have one of these statuses, in the order of the statuses."""
        return tuple(a for word in status for g in self.groups if g.status == word for a in g.actions)
