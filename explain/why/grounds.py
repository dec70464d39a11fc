"""What reasons are made of: the findings below a statement or a context, and what else the statement says; plain values, no wording."""

from __future__ import annotations

from dataclasses import dataclass

from explain.justification.justify import Kind
from explain.views.answer import Note
from explain.views.values import Answers, Because, Cite, Condition, Regimen, Word
from explain.views.wanting import NOTHING, Wanting


@dataclass(frozen=True, slots=True)
class Ground:
    """One thing recorded or missing that a reason rests on.

    Attributes:
        condition: what is asked, with what the case records.
        kind: how it comes about: `recorded`, or how it is absent (`contradicted`, `not_recorded`, `undecided`).
        line: of the case, 0 where nothing is recorded; where it follows from other records, of the first of these.
        rank: of the amount among the thresholds of its finding; 0 where none is asked for.
        turns: of what is not recorded, whether a record of it could change what rests on this, alone or with `beside`; False where no
            patient may have it beside what is recorded, None where that was not found out.
        beside: what would have to be recorded with it.
        follows_from: of what the case denies by an axiom, without a record of its own, the records from which that follows.
        aside: of what is recorded as absent, whether the scenario takes it as well as what the patient has in its place.
        by_way_of: the label of the concept of the pack that it would make hold, and that must not; empty where there is none.
    """

    condition: Condition
    kind: Kind
    line: int
    rank: int = 0
    turns: bool | None = None
    beside: tuple[Condition, ...] = ()
    follows_from: tuple[Because, ...] = ()
    aside: bool = False
    by_way_of: str = ""


@dataclass(frozen=True, slots=True)
class ScopeBasis:
    """A context, whether it takes the patient in, and on what: what enters it, and each reason that leaves the patient out.

    `lacks` is all that the record lacks for it, where that is known and nothing else stands in the way.
    """

    name: str
    label: str
    source: str
    inside: bool
    entered: tuple[Ground, ...]
    left_out: tuple[tuple[str, tuple[Ground, ...]], ...]
    lacks: Wanting = NOTHING


@dataclass(frozen=True, slots=True)
class Beside:
    """What a statement says of actions besides being for or against them, in labels.

    Attributes:
        regimens: doses of them.
        prefers: pairs, the first rather than the second.
        equal: pairs held equal.
        before: pairs of an action and what has to come first.
        with_: `only_with` or `goes_with`, an action and its companion.
        limits: what is asked for before an action, by a statement that is not for it itself, and is met.
    """

    regimens: tuple[Regimen, ...] = ()
    prefers: tuple[tuple[str, str], ...] = ()
    equal: tuple[tuple[str, str], ...] = ()
    before: tuple[tuple[str, str], ...] = ()
    limits: tuple[tuple[str, tuple[Condition, ...]], ...] = ()
    with_: tuple[tuple[str, str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Basis:
    """A statement in force, its words on what is asked about, and what it rests on.

    Attributes:
        cite: the statement.
        words: on the actions in question.
        beside: what else it says of them.
        scopes: the contexts that it speaks in and that take the patient in.
        grounds: what makes it apply; empty where it applies to everybody in its contexts.
        entered: what takes the patient into its contexts.
        met: what meets the criteria of its words.
        falls: answers under which it would not say these words, or where it has none, not be in force.
        met_apart: of several actions, what meets the criteria that only some of them have, by the label of the action.
        overrides: statements that it overrides for this patient.
        reported: evidence, reasons and prognosis for it.
        ambiguous: what the wording of the source leaves open, with the reading that is taken.
        readings: notes of the pack's editors, and why it reads otherwise than the inventory.
    """

    cite: Cite
    words: tuple[Word, ...]
    beside: Beside
    scopes: tuple[tuple[str, str], ...]
    grounds: tuple[Ground, ...]
    overrides: tuple[Cite, ...]
    reported: tuple[Note, ...]
    ambiguous: tuple[str, ...] = ()
    readings: tuple[str, ...] = ()
    entered: tuple[Ground, ...] = ()
    met: tuple[Ground, ...] = ()
    met_apart: tuple[tuple[str, tuple[Ground, ...]], ...] = ()
    falls: Answers = ()
