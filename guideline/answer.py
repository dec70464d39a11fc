"""An answer to one case as plain values: what `solve` returns, and every printed form is made from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from guideline.model import Case, Exclusion, Statement, Test

Answers = tuple[tuple[Test, ...], ...]

CONTESTING = frozenset(
    {"contradiction", "restriction", "combination", "divergence", "timing", "criterion", "agent", "dose", "preference", "tension"}
)
"""Kinds of conflict that are disagreements; `co_appropriate` is an open choice, `degree` and `undecided` stand below the rest."""


@dataclass(slots=True, frozen=True)
class Marks:
    """Sets of answers to unrecorded critical findings under which a result falls (it holds now) or comes about (it does not)."""

    provisional_on: Answers = ()
    possible_if: Answers = ()


NO_MARKS = Marks()


@dataclass(slots=True, frozen=True)
class Stance:
    """The word of a statement on an action.

    `criteria` are the terms that are unmet (`withholds`) or unknown (`open`); `until` is the threshold of the last clock among the unmet,
    `since` that of the last clock among the met ones of a wish ("from 3 weeks on").
    """

    statement: str
    word: str
    action: str
    criteria: tuple[str, ...] = ()
    until: str = ""
    since: str = ""

    @property
    def key(self) -> tuple[str, str, str]:
        """What identifies a stance among those of one answer."""
        return (self.statement, self.word, self.action)


@dataclass(slots=True, frozen=True)
class Settlement:
    """What keeps an opposed pair apart, or orders it: its kind, by which name or in which words, and whose judgement it is."""

    kind: str
    by: str
    whose: str


@dataclass(slots=True, frozen=True)
class Conflict:
    """A pair of statements that cannot both be followed, or the same pair kept apart (then it stands in `Answer.settled`)."""

    kind: str
    statements: tuple[str, str]
    actions: tuple[str, str]
    subject: str
    settled_by: tuple[Settlement, ...] = ()
    hinges: tuple[str, ...] = ()
    waived: str = ""


@dataclass(slots=True, frozen=True)
class Camp:
    """One side of a disagreement: what is said of which action, since or until when or on what, and by whom."""

    word: str
    action: str
    until: str
    criteria: tuple[str, ...]
    statements: tuple[str, ...]
    since: str = ""


@dataclass(slots=True, frozen=True)
class Line:
    """One disagreement, with the pairs behind it."""

    subject: str
    kinds: tuple[str, ...]
    camps: tuple[Camp, ...]
    pairs: tuple[Conflict, ...]
    left: tuple[str, ...] = ()
    """What remains of a class after a restriction."""


@dataclass(slots=True, frozen=True)
class Alternative:
    """A subset-maximal set of stances that can be followed together; `actions` are those that it does, `avoids` those that it does not."""

    stances: tuple[Stance, ...]
    actions: tuple[str, ...]
    avoids: tuple[str, ...]
    rank: int = 1


@dataclass(slots=True, frozen=True)
class Reason:
    """What favours one alternative over another: its level, and the statement (or the case, or a policy) that says so."""

    level: str
    by: str
    words: str = ""


@dataclass(slots=True, frozen=True)
class Before:
    """Alternative `first` goes before `second` (places in the list of alternatives)."""

    first: int
    second: int
    level: str
    reasons: tuple[Reason, ...]


@dataclass(slots=True, frozen=True)
class Decision:
    """What has to be chosen together: stances that are tied by conflicts or companions, and the ways to choose."""

    subject: str
    stances: tuple[Stance, ...]
    alternatives: tuple[Alternative, ...]
    before: tuple[Before, ...]
    complete: bool
    open_choice: bool
    """Whether only a choice that the sources leave open ties the stances together: nobody contradicts anybody."""


@dataclass(slots=True, frozen=True)
class ContextResult:
    """Whether a context takes the patient in; `reasons` are those for leaving him or her out."""

    context: str
    in_scope: bool
    reasons: tuple[str, ...]
    marks: Marks = NO_MARKS


@dataclass(slots=True, frozen=True)
class Ask:
    """A finding to ask for, and what each answer would decide: changes of status as (action, from, to)."""

    finding: str
    critical: bool
    outcomes: tuple[tuple[tuple[Test, ...], tuple[tuple[str, str, str], ...]], ...]
    """For each answer: the tests that stand for it, and the changes; an empty set of changes where it decides nothing."""
    turns: int
    """How many results carry a mark that this finding is part of."""


@dataclass(slots=True, frozen=True)
class Unread:
    """A recorded finding on which nothing that is live rests, and the statements that would rest on it, escalations first."""

    finding: str
    critical: bool
    denied: bool
    """Whether it is recorded as `no`: then nothing is raised that could be missed."""
    statements: tuple[str, ...]

    @property
    def alarming(self) -> bool:
        """Whether it is to be said first: a critical finding that the patient has, and that brings nothing about."""
        return self.critical and not self.denied


@dataclass(slots=True, frozen=True)
class ReviewResult:
    """When something is to be reviewed: each statement with its window, and the days that satisfy all (None where there are none)."""

    review: str
    windows: tuple[tuple[str, str, str], ...]
    common: tuple[int, int] | None


@dataclass(slots=True)
class Answer:
    """All that the engine has to say of one case.

    Statements are named without their source; `guideline.model.Knowledge` has the rest. Everything is in a fixed order.
    """

    case: Case
    contexts: tuple[ContextResult, ...]
    in_force: tuple[str, ...]
    overridden: Mapping[str, tuple[tuple[str, str], ...]]
    """Statement -> pairs of the overriding statement and the action (empty for the whole)."""
    stances: tuple[Stance, ...]
    status: Mapping[str, str]
    """Action -> status word; an action that is not named is not addressed."""
    conflicts: tuple[Conflict, ...]
    settled: tuple[Conflict, ...]
    lines: tuple[Line, ...]
    decisions: tuple[Decision, ...]
    reviews: tuple[ReviewResult, ...]
    without: tuple[str, ...] = ()
    policy: tuple[str, ...] = ()
    marks: Mapping[tuple[str, ...], Marks] = field(default_factory=dict)
    """Result -> marks; a result is the atom's name and arguments: ("in_force", s), ("status", a, word), ..."""
    marked: bool = False
    assumed: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """Finding taken for absent without a record -> the statements in force that rest on it."""
    ask: tuple[Ask, ...] = ()
    unread: tuple[Unread, ...] = ()
    """Recorded findings on which nothing that is live rests, though the pack has statements that would."""

    def mark(self, *result: str) -> Marks:
        """The marks of a result, `NO_MARKS` where no unrecorded critical finding turns it."""
        return self.marks.get(result, NO_MARKS)

    def only_offered(self, action: str, known: Mapping[str, Statement]) -> bool:
        """Whether an action is settled for, and all statements for it only offer it, as one way among others."""
        wishes = [s for s in self.stances if s.word == "for" and s.action == action]
        settled = self.status.get(action) == "settled_for" and bool(wishes)
        return settled and all(action in known[s.statement].offers for s in wishes)

    @property
    def excluded(self) -> Mapping[str, Exclusion]:
        """What the case rules out, by action."""
        return {e.action: e for e in self.case.excluded}
