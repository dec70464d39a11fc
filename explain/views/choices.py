"""Views of what is open: decisions with their alternatives, and questions with what each reply would decide."""

from __future__ import annotations

from dataclasses import dataclass

from explain.views.values import Answers, Cite, Condition, ExcludedRow, Said, Word


@dataclass(frozen=True, slots=True)
class AlternativeView:
    """One way to choose, told by what sets it apart from the others.

    Attributes:
        letter: its name in the answer.
        rank: 1 goes first.
        does: actions that it does and not every alternative does.
        waits: what it holds back, until when or on what.
        leaves: what it leaves out.
        follows: words of statements that it follows and not every alternative follows.
        aside: words of statements that it sets aside.
    """

    letter: str
    rank: int
    does: tuple[str, ...]
    waits: tuple[Word, ...]
    leaves: tuple[str, ...]
    follows: tuple[Said, ...]
    aside: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class ReasonView:
    """Why one alternative goes before another; `cite` is the statement that says so (of a judgement, the one that gives way)."""

    cite: Cite | None
    by: str = ""
    better: str = ""
    worse: str = ""
    words: str = ""
    taken: tuple[Condition, ...] = ()
    """Of what is recorded, that which the editors put for words of this statement's source."""


@dataclass(frozen=True, slots=True)
class OrderView:
    """The alternative `first` goes before all of `seconds`, for these reasons; letters."""

    first: str
    seconds: tuple[str, ...]
    level: str
    reasons: tuple[ReasonView, ...]
    alone: bool = False
    """Whether one source gives all reasons, and others speak in the decision too."""


@dataclass(frozen=True, slots=True)
class DecisionView:
    """What has to be chosen together.

    Attributes:
        subject: one label, or the two of a pair.
        tie: disagree; open (nobody contradicts anybody); apart (not all of it together, as a combination is barred); one_way is left; or
            none_left, as the case rules out all that the subject is about.
        ruled_out: wished-for actions that the case rules out, and why.
        untrusted: where an order of trust was given and orders nothing: `silent`, or the level of reasons that went before it; else empty.
        complete: whether all alternatives are listed.
        alternatives: in their order.
        order: what goes before what, and why.
        unranked: letters of alternatives on one rank that nothing puts in an order.
        shared: actions that every alternative does.
        common: words of statements that every alternative follows.
        sets: answers under which the decision would be another.
        gaps: what the sources leave open, or say of their limits, that bears on a statement of the decision.
        hinges: readings of a wording on which a conflict of the decision hangs.
    """

    subject: tuple[str, ...]
    tie: str
    ruled_out: tuple[tuple[str, ExcludedRow], ...]
    untrusted: str
    complete: bool
    alternatives: tuple[AlternativeView, ...]
    order: tuple[OrderView, ...]
    unranked: tuple[tuple[str, ...], ...]
    shared: tuple[str, ...]
    common: tuple[Said, ...]
    sets: Answers
    gaps: tuple[Cite, ...] = ()
    hinges: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Change:
    """Actions that a reply would give another status: the new one, and each action with the status that it has now."""

    new: str
    actions: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Reply:
    """Replies to a question, any one of them, and what such a reply alone would decide."""

    conditions: tuple[Condition, ...]
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class AskView:
    """A question."""

    label: str
    question: str
    critical: bool
    replies: tuple[Reply, ...]

    @property
    def idle(self) -> bool:
        """Whether no answer to it alone changes a status."""
        return not any(r.changes for r in self.replies)
