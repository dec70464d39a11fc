"""The view of an answer: plain values with labels and no wording, that every format prints."""

from __future__ import annotations

from dataclasses import dataclass

from explain.views.choices import AskView, DecisionView
from explain.views.opposed import ApartView, LineView
from explain.views.scopes import SourceView
from explain.views.values import Answers, Cite, Condition, ExcludedRow, Known, Regimen, Said, UrgentRow, Word


@dataclass(frozen=True, slots=True)
class FindingRow:
    """One recorded finding and the line of the case that has it."""

    label: str
    known: Known
    line: int


@dataclass(frozen=True, slots=True)
class PreferenceRow:
    """What the patient would rather have, and why that cannot be, where the case rules it out."""

    prefer: str
    over: str
    line: int
    out: ExcludedRow | None = None


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
class Possible:
    """Another status that an action would have, and the answers that bring it about."""

    status: str
    sets: Answers


Voices = tuple[tuple[str, tuple[str, ...]], ...]
"""Words of force, each with the sources that use it."""


@dataclass(frozen=True, slots=True)
class Limit:
    """Within what some sources back a status, as all that they say for it ends with a clock.

    Attributes:
        sources: whose words are so bounded, by name.
        bounds: groups of bounds on clocks, any one of which is enough.
        offered: whether the words are offers.
        whole: whether nobody else backs the status.
    """

    sources: tuple[str, ...]
    bounds: Answers
    offered: bool = False
    whole: bool = False

    @property
    def untimed(self) -> bool:
        """Whether each group asks for a clock of which nothing is recorded."""
        return all(any(c.known is not None and c.known.kind == "missing" for c in group) for group in self.bounds)


@dataclass(frozen=True, slots=True)
class ActionView:
    """Actions of one status of which the same is said: mostly one.

    Attributes:
        labels: the actions.
        said: the words on them; of a class too, where it is a ban.
        voices: words of force and the sources that back the status with them, a source with the strongest word that it has on the action.
        strongest: those of `voices` that are the strongest words of their sources; an offer, one way among others, is none.
        reaches: kinds of it that only what is said against it reaches, and nobody speaks of.
        classes: the actions of which it is a kind.
        limits: of the sources that back the status only as long as a clock has not run out, the bounds, source by source.
        other_limits: the same of other words than those that back the status: the word, the source, and the bounds.
        falls: answers under which the status would be another.
        possible: which others, with which answers.
        requires: what has to come first, who says so, and why the case rules it out, if it does.
        companions: (only_with or goes_with, the other action, who says so, why the case rules it out).
        excluded: why the case rules it out.
        urgent: whether a source says itself that it is to be done at once.
        wavering: sources whose word, for the status or beside it, falls with an answer, though the status stays, with those answers.
        taken: where all that backs the status rests on what the editors put for words of the sources, that, with the statement.
        status: the word of the answer on it.
        either: findings of which nothing is recorded, and of which every answer by itself would change the status.
    """

    labels: tuple[str, ...]
    said: tuple[Said, ...]
    voices: Voices = ()
    strongest: Voices = ()
    reaches: tuple[str, ...] = ()
    classes: tuple[str, ...] = ()
    limits: tuple[Limit, ...] = ()
    other_limits: tuple[tuple[str, str, Answers], ...] = ()
    falls: Answers = ()
    possible: tuple[Possible, ...] = ()
    requires: tuple[tuple[str, Cite, ExcludedRow | None], ...] = ()
    companions: tuple[tuple[str, str, Cite, ExcludedRow | None], ...] = ()
    excluded: ExcludedRow | None = None
    urgent: bool = False
    taken: tuple[tuple[str, Condition], ...] = ()
    status: str = ""
    either: tuple[str, ...] = ()
    wavering: tuple[tuple[str, Answers], ...] = ()


@dataclass(frozen=True, slots=True)
class StatusGroup:
    """The actions of one status; those that are settled for and only offered, as one way among others, stand apart as `offered`."""

    status: str
    actions: tuple[ActionView, ...]


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
    """A finding taken for absent without a record, and the statements that rest on it."""

    label: str
    critical: bool
    cites: tuple[Cite, ...]


@dataclass(frozen=True, slots=True)
class UnreadRow:
    """A recorded finding on which nothing rests, and the statements not in force that would rest on it; `alarming` is said first."""

    label: str
    known: Known
    alarming: bool
    cites: tuple[Cite, ...]


@dataclass(frozen=True, slots=True)
class StatementView:
    """A statement in force with its words, its preferences, and the answers under which it would not be in force.

    `reported` is what statements in force report as evidence, reason or prognosis for it.
    """

    cite: Cite
    words: tuple[Word, ...]
    prefers: tuple[tuple[str, str], ...]
    equal: tuple[tuple[str, str], ...]
    falls: Answers
    reported: tuple[Note, ...] = ()


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
class PossibleStatements:
    """Statements that are not in force and would be with any of these sets of answers."""

    sets: Answers
    cites: tuple[Cite, ...]


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
    regimens: tuple[Regimen, ...]
    reviews: tuple[ReviewView, ...]
    evidence: tuple[Note, ...]
    gaps: tuple[Note, ...]
    ambiguities: tuple[Note, ...]
    assumed: tuple[AssumedRow, ...]
    unread: tuple[UnreadRow, ...]
    statements: tuple[SourceStatements, ...]
    overridden: tuple[Overridden, ...]
    possible: tuple[PossibleStatements, ...]
    provenance: Provenance
    derivation: tuple[str, ...] = ()
    """Indented lines that derive the results, where the caller asked for them."""
    urgent: tuple[UrgentRow, ...] = ()
    """What is to be done at once, by the words of a source."""

    def group(self, status: str) -> tuple[ActionView, ...]:
        """The actions of one status."""
        return next((g.actions for g in self.groups if g.status == status), ())

    @property
    def musts(self) -> tuple[ActionView, ...]:
        """The settled actions that a source recommends in its strongest words."""
        found = [a for a in self.group("settled_for") if a.strongest]
        return tuple(
            sorted(found, key=lambda a: (not a.urgent, not any(s.cite.kind == "escalation" and s.word.stance == "for" for s in a.said)))
        )

    @property
    def avoid(self) -> tuple[ActionView, ...]:
        """What is settled against, the strongest words first."""
        return tuple(sorted(self.group("settled_against"), key=lambda a: not a.strongest))

    def lines_of(self, *weights: str) -> tuple[LineView, ...]:
        """The lines of these weights."""
        return tuple(line for line in self.lines if line.weight in weights)
