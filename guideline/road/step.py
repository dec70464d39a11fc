"""What one day comes to, and what changes from one day to another."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from guideline.answer import Conflict, Stance
from guideline.model import Interval
from guideline.road.clocks import Crossing
from guideline.standing import Standing

UNSPOKEN = "not_addressed"
Left = Literal["none", "fewer", "others"]
"""How many statements of a source say a word on an action once one has ceased to: none, fewer than before, or as many, being others."""


@dataclass(frozen=True, slots=True)
class Breach:
    """An axiom that a record breaks: its id with its words; `records` where a finding contradicts itself, which the words then name."""

    axiom: str
    words: str


@dataclass(frozen=True, slots=True)
class StatusChange:
    """An action whose status changes, and the statements whose word or conflict brings that about."""

    action: str
    old: str
    new: str
    statements: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Turn:
    """What the words of a statement on an action were, and what they become; none where it says nothing.

    Attributes:
        statement, action: which says what of which.
        old, new: the words before and from the day on.
        left: of a statement that falls silent, how many others of its source say the same then; `none` where no word of it is left.
    """

    statement: str
    action: str
    old: tuple[Stance, ...]
    new: tuple[Stance, ...]
    left: Left = "none"


@dataclass(frozen=True, slots=True)
class Step:
    """A day on which the answer changes; everything is in a fixed order.

    Attributes:
        day: counted from the day of the record.
        date: of the calendar, where the case has one.
        crossings: the thresholds that bring the change about.
        values: what each growing clock then comes to, in the unit of its finding.
        breaches: the axioms that the record, rolled forward, would break; nothing can then be said of that day.
        again: whether the record broke an axiom just before, and does so no more.
        status, turns: changes of the status of actions, and of the words of statements on them.
        now_in_force, no_longer_in_force: statements.
        begins, ends: conflicts.
        stays: conflicts that stand before and after, of a subject and kind of which some begin or end.
        offered: the actions that are settled for and only offered from then on, as one way among others.
        disagreements_begin, disagreements_end: subject and kind of conflict, where the first pair begins or the last one ends.
        enters, leaves: contexts that come into scope or go out of it.
    """

    day: int
    date: str
    crossings: tuple[Crossing, ...]
    values: tuple[tuple[str, Interval], ...]
    breaches: tuple[Breach, ...] = ()
    again: bool = False
    status: tuple[StatusChange, ...] = ()
    turns: tuple[Turn, ...] = ()
    now_in_force: tuple[str, ...] = ()
    no_longer_in_force: tuple[str, ...] = ()
    begins: tuple[Conflict, ...] = ()
    ends: tuple[Conflict, ...] = ()
    stays: tuple[Conflict, ...] = ()
    offered: frozenset[str] = frozenset()
    disagreements_begin: tuple[tuple[str, str], ...] = ()
    disagreements_end: tuple[tuple[str, str], ...] = ()
    enters: tuple[str, ...] = ()
    leaves: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class State:
    """What one day comes to. Of stances the criteria count that hold them, and not which of the met ones is the last."""

    status: Mapping[str, str] = field(default_factory=dict)
    in_force: frozenset[str] = frozenset()
    stances: Mapping[tuple[str, str, str, tuple[str, ...]], Stance] = field(default_factory=dict)
    conflicts: frozenset[tuple[str, ...]] = frozenset()
    scope: frozenset[str] = frozenset()
    breaches: tuple[Breach, ...] = ()

    def same(self, other: State) -> bool:
        """Whether the two days come to the same."""
        return (
            self.breaches == other.breaches
            and self.status == other.status
            and self.in_force == other.in_force
            and self.stances.keys() == other.stances.keys()
            and self.conflicts == other.conflicts
            and self.scope == other.scope
        )


def change(head: Step, old: State, new: State, tables: Standing, *, again: bool) -> Step:
    """The step with what changes in it.

    Args:
        head: day, crossings and values.
        old: the last day before it on which the record was possible.
        new: the day itself.
        tables: of the pack.
        again: whether the day before broke an axiom.
    """
    if new.breaches:
        return replace(head, breaches=new.breaches)
    turns = _turns(old, new, tables)
    begins = tuple([tables.conflicts[row] for row in sorted(new.conflicts - old.conflicts)])
    ends = tuple([tables.conflicts[row] for row in sorted(old.conflicts - new.conflicts)])
    about = {(c.subject, c.kind) for c in (*begins, *ends)}
    both = [tables.conflicts[row] for row in sorted(old.conflicts & new.conflicts)]
    stood, stand = ({(tables.conflicts[row].subject, row[0]) for row in state.conflicts} for state in (old, new))
    changed = [a for a in sorted(old.status.keys() | new.status.keys()) if old.status.get(a) != new.status.get(a)]
    return replace(
        head,
        again=again,
        status=tuple(
            [
                StatusChange(a, old.status.get(a, UNSPOKEN), new.status.get(a, UNSPOKEN), _by(a, turns, [*begins, *ends], tables))
                for a in changed
            ]
        ),
        turns=turns,
        now_in_force=tuple(sorted(new.in_force - old.in_force)),
        no_longer_in_force=tuple(sorted(old.in_force - new.in_force)),
        begins=begins,
        ends=ends,
        stays=tuple([c for c in both if (c.subject, c.kind) in about]),
        offered=_offered(new, tables),
        disagreements_begin=tuple(sorted(stand - stood)),
        disagreements_end=tuple(sorted(stood - stand)),
        enters=tuple(sorted(new.scope - old.scope)),
        leaves=tuple(sorted(old.scope - new.scope)),
    )


def _offered(state: State, tables: Standing) -> frozenset[str]:
    """As `guideline.answer.Answer.only_offered` has it of the day of the record."""
    known = tables.knowledge.statements
    wishes = [s for s in state.stances.values() if s.word == "for" and state.status.get(s.action) == "settled_for"]
    wished = {s.action for s in wishes if s.action not in known[s.statement].offers}
    return frozenset([s.action for s in wishes if s.action not in wished])


def _turns(old: State, new: State, tables: Standing) -> tuple[Turn, ...]:
    changed = sorted({(key[0], key[2]) for key in old.stances.keys() ^ new.stances.keys()})

    def said(state: State, pair: tuple[str, str]) -> tuple[Stance, ...]:
        return tuple([s for key, s in sorted(state.stances.items()) if (key[0], key[2]) == pair])

    before, after = _said_by_sources(old, tables), _said_by_sources(new, tables)

    def left(stances: Sequence[Stance]) -> Left:
        words = [_word(s, tables) for s in stances]
        kept = [w for w in words if after[w]]
        return "none" if not kept else "fewer" if any(after[w] < before[w] for w in kept) else "others"

    made = [Turn(*pair, said(old, pair), said(new, pair)) for pair in changed]
    return tuple([replace(t, left=left(t.old)) if not t.new else t for t in made])


def _word(stance: Stance, tables: Standing) -> tuple[str, str, str, bool]:
    """Which source says which word on which action; an offer, being one way among others, is a word of its own."""
    statement = tables.knowledge.statements[stance.statement]
    return statement.source, stance.action, stance.word, stance.action in statement.offers


def _said_by_sources(state: State, tables: Standing) -> Counter[tuple[str, str, str, bool]]:
    """How many statements say each word of their source on an action."""
    said = {(s.statement, *_word(s, tables)) for s in state.stances.values()}
    return Counter([row[1:] for row in said])


def _by(action: str, turns: Sequence[Turn], conflicts: Sequence[Conflict], tables: Standing) -> tuple[str, ...]:
    """The statements that bring a status about: by their word on the action, on its parts and classes, by conflicts, on its rivals."""
    near = tables.contains

    def touches(other: str) -> bool:
        return (action, other) in near or (other, action) in near

    options = (
        (t.statement for t in turns if t.action == action),
        (t.statement for t in turns if touches(t.action)),
        (s for c in conflicts if any(a == action or touches(a) for a in c.actions) for s in c.statements),
        (t.statement for t in turns if t.action in tables.rivals.get(action, ())),
    )
    return next((tuple(sorted(found)) for option in options if (found := set(option))), ())
