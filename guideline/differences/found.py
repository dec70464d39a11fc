"""What is found of two sides over all patients, as plain values."""

from __future__ import annotations

from dataclasses import dataclass

from guideline.answer import Answer
from guideline.auditing.possible import Row
from guideline.auditing.region import Region
from guideline.differences.goals import Difference
from guideline.differences.language import Language
from guideline.model import Case


@dataclass(frozen=True, slots=True)
class Found:
    """One difference with the patients who show it.

    Attributes:
        difference: what differs.
        rows: of conflicts, the arguments of all that come or go together.
        witness: the minimal patient who shows it, in the words of both packs; see `differences`.
        cases: the same as each pack reads it.
        answers: of both sides for it.
        region: what all patients who show it have in common; of those with a complete record, where there is any.
    """

    difference: Difference
    rows: tuple[Row, ...]
    witness: Case
    cases: tuple[Case, Case]
    answers: tuple[Answer, Answer]
    region: Region


@dataclass(frozen=True, slots=True)
class Differences:
    """What differs over all patients that the axioms of both sides allow.

    Attributes:
        words: in which patients are described.
        anyone: whether the axioms of both allow any patient; None where time did not suffice to say.
        found: what some complete record shows.
        assumed: what only a record shows that leaves something unanswered.
        excluding: what only a patient shows who excludes an action.
        unseen: differences that some patient shows, and whose patients time did not suffice to look at.
        undecided: differences of which time did not suffice to say whether any patient shows them.
        allowed: of each side, the minimal patient whom its axioms allow and those of the other do not; None where there is none.
        unsure: whether time did not suffice to say whom one side alone allows.
        comparable: whether the two know any finding or action in common; else nothing is looked for.
        spoken_alone: of two sources, the actions that each alone speaks of; no difference is looked for in their status.
    """

    words: Language
    anyone: bool | None
    found: tuple[Found, ...] = ()
    assumed: tuple[Found, ...] = ()
    excluding: tuple[Found, ...] = ()
    unseen: tuple[Difference, ...] = ()
    undecided: tuple[Difference, ...] = ()
    allowed: tuple[Case | None, Case | None] = (None, None)
    unsure: bool = False
    comparable: bool = True
    spoken_alone: tuple[tuple[str, ...], tuple[str, ...]] = ((), ())

    @property
    def every(self) -> tuple[Found, ...]:
        """All that was found."""
        return (*self.found, *self.assumed, *self.excluding)

    @property
    def open(self) -> bool:
        """Whether time did not suffice for all."""
        return bool(self.unseen or self.undecided or self.unsure or (self.comparable and self.anyone is None))

    @property
    def equal(self) -> bool:
        """Whether it is proved that both sides allow the same patients, and answer alike for all of them."""
        return self.comparable and not (self.every or self.open or any(self.allowed))


__all__ = ["Differences", "Found"]
