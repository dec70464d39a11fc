"""Why a conclusion does not hold, as plain values: what stands in the way of each statement that could lead to it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from explain.why_not.attribution import NOWHERE, Via
from explain.why_not.left_out import LeftOut
from guideline.goal import Conclusion, Goal
from guideline.model import Exclusion, Interval, Recorded, Test, Value

Kind = Literal[
    "not_recorded",
    "undecided",
    "waiting",
    "amount",
    "contradicted",
    "fixed",
    "ruled_out",
    "not_ruled_out",
    "overridden",
    "opposed",
    "switched_off",
]
"""What stands in the way: a finding `not_recorded`; recorded, but so that it leaves the condition `undecided`; a clock that has not run
long enough (`waiting`); another `amount`; `contradicted` by the record, of a `fixed` finding too; an action that the case has
`ruled_out`, or `not_ruled_out`; a statement that overrides (`overridden`) or stands against (`opposed`); or the statement itself, or one
that it needs, `switched_off`."""


@dataclass(frozen=True, slots=True)
class Otherwise:
    """Another way to meet a part of a statement: changes that go together, and how many blockers, this one the last, they would do for."""

    changes: tuple[Blocker, ...]
    of: int


@dataclass(frozen=True, slots=True)
class Blocker:
    """One thing that stands in the way of a conclusion.

    Attributes:
        kind: see `Kind`.
        subject: the finding, the action or the statement.
        asked: tests of which one must hold, or, of an amount, tests that must all hold: what the part of the statement asks for.
        needed: of an amount, what it takes for this patient, where that is more than `asked`; else empty.
        setting: what was tried: the tests that the finding would decide (or `unsuitable`).
        value, text: what to record for it; None and empty for taking a record back.
        record: what the case says.
        distance: how far an amount is away, in the unit of the finding, between bounds where bounds are recorded; the time that has to
            pass, for `waiting`.
        away: the same as a case writes it.
        via: which part of the statement asks for it.
        others: what would do for the same part of the statement instead, the cheapest first.
        all_told: whether these are all the others; else further ones were not looked for.
        removal: of a statement in the way: the cheapest changes that take its word away; none where only switching it off does.
        words: of a statement in the way: what it says once all else is met, as stance and action.
        kinds: of a statement in the way: the kinds of the conflicts that it is in then.
        stands: of a statement in the way: whether it says that by the record as it is.
    """

    kind: Kind
    subject: str
    asked: tuple[Test, ...] = ()
    setting: frozenset[Test] = frozenset()
    value: Value | None = None
    text: str = ""
    record: Recorded | Exclusion | None = None
    distance: Interval | None = None
    away: str = ""
    via: Via = NOWHERE
    needed: tuple[Test, ...] = ()
    others: tuple[Otherwise, ...] = ()
    all_told: bool = True
    removal: tuple[Blocker, ...] = ()
    words: tuple[tuple[str, str], ...] = ()
    kinds: tuple[str, ...] = ()
    stands: bool = False

    @property
    def forbids(self) -> bool:
        """Whether a statement is against it by the record as it is."""
        return self.kind == "opposed" and self.stands and any(word == "against" for word, _ in self.words)


@dataclass(frozen=True, slots=True)
class Way:
    """How one statement could lead to the conclusion.

    Attributes:
        statement: by name; empty where no statement is in between.
        through: its word, or the conflict or scope, as name and arguments.
        holds: whether that word holds already, so that something else stands in the way.
        blockers: with these met and nothing else changed the conclusion comes about; what the record forbids first, then the statement's
            own conditions, then what other statements say.
        cost: how many changes of each price (`explain.why_not.amends.PRICES`).
        reachable: whether any change of the record leads there; if not, there are no blockers.
        proved: that nothing cheaper would do (or that nothing would).
    """

    statement: str
    through: Conclusion
    holds: bool
    blockers: tuple[Blocker, ...]
    cost: tuple[int, ...]
    reachable: bool
    proved: bool


@dataclass(frozen=True, slots=True)
class WhyNot:
    """Why a conclusion does not hold.

    Attributes:
        conclusion: as name and arguments.
        holds: whether it holds after all; then there are no ways.
        ways: the cheapest first, then by strength, then by name.
    """

    conclusion: Conclusion
    holds: bool
    ways: tuple[Way, ...]


@dataclass(frozen=True, slots=True)
class Absence:
    """All that is said of a goal that is asked about.

    Attributes:
        goal: what was asked.
        status: the status of the action asked about; empty for another goal.
        whynots: for each conclusion that the goal is about.
        left_out: the alternatives that leave the action out, with the stances that it cannot stand beside.
    """

    goal: Goal
    status: str
    whynots: tuple[WhyNot, ...]
    left_out: tuple[LeftOut, ...] = ()
