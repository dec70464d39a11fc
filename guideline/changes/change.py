"""What a change of a record is: its edits, what the answer then is, changes by their size, and what forbids one."""

from __future__ import annotations

from dataclasses import dataclass

from guideline.changes.goal import Wish
from guideline.changes.values import EditKind
from guideline.model import Case, Recorded, Test


@dataclass(frozen=True, slots=True)
class Edit:
    """One finding in a change.

    Attributes:
        finding: its name.
        kind: whether it is recorded, narrowed or changed.
        before: what the case has of it, None where it is unrecorded.
        any_of: every value that will do, as sets of tests; an empty set where any value will.
        after: the value of them that the changed case has.
    """

    finding: str
    kind: EditKind
    before: Recorded | None
    any_of: tuple[tuple[Test, ...], ...]
    after: Recorded


@dataclass(frozen=True, slots=True)
class Change:
    """A smallest change: its edits by finding, the case after it, and what `solve` says of that case.

    `carried` are the statements that the goal then rests on, `status` the other actions whose status changes too (action, from, to),
    `offered` those of them that are settled for then, and only offered.
    """

    edits: tuple[Edit, ...]
    case: Case
    carried: tuple[str, ...]
    status: tuple[tuple[str, str, str], ...]
    offered: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Size:
    """All smallest changes that alter so many known findings and record so many others.

    First come those that turn the status of the fewest other actions, then those of critical findings, then by name. `more` counts
    those that were found and are not listed.
    """

    changed: int
    recorded: int
    changes: tuple[Change, ...]
    more: int = 0


@dataclass(frozen=True, slots=True)
class Barrier:
    """What forbids a goal: a smallest set of things without which some change of the findings would bring it about."""

    findings: tuple[str, ...] = ()
    """Fixed findings, and clocks that cannot go back."""
    excluded: tuple[str, ...] = ()
    """Actions that the case rules out."""
    axioms: tuple[str, ...] = ()
    statements: tuple[str, ...] = ()
    switched_off: tuple[str, ...] = ()
    """Statements that were left out of the question (`--without`) and would have to be heard."""


@dataclass(frozen=True, slots=True)
class Changes:
    """The answer to a wish.

    Attributes:
        wish: what was asked.
        case: of which patient.
        holds: whether it is so already; then there is nothing to change, and `carried` are the statements that carry it.
        sizes: the smallest changes by their size; first those that alter the fewest known findings.
        complete: whether every way was looked at, so that these, or else the barriers, are all that there are. Where not, and there is
            neither change nor barrier, the search was broken off before it was known whether there is any.
        barriers: where there is no change, what forbids it; empty where no patient can have it, with any findings and any statements off.
    """

    wish: Wish
    case: Case
    holds: bool
    carried: tuple[str, ...] = ()
    sizes: tuple[Size, ...] = ()
    complete: bool = True
    barriers: tuple[Barrier, ...] = ()

    @property
    def changes(self) -> tuple[Change, ...]:
        """The changes of all sizes that are listed."""
        return tuple([c for size in self.sizes for c in size.changes])
