"""Lines of an audit: a possible disagreement over one subject, with the parts of it by kind and the pairs of statements behind it."""

from __future__ import annotations

from dataclasses import dataclass

from guideline.answer import CONTESTING, Camp, Conflict
from guideline.auditing.harm import WEIGHTS, Harm, Weight
from guideline.auditing.region import Region
from guideline.model import Case

Row = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two statements that can collide, with a minimal witness.

    Attributes:
        row: the arguments of the conflict.
        banned: whether it is a difference of force with one side against.
        weight: what it comes to.
    """

    row: Row
    conflict: Conflict
    harm: Harm
    banned: bool
    weight: Weight
    witness: Case


@dataclass(frozen=True, slots=True)
class Part:
    """The pairs of one line that are one kind of disagreement.

    Attributes:
        kind: of them all.
        banned: of `degree`, whether one side is against what the other permits; such pairs are a part of their own.
        pairs: how many there are.
        weight: of the pair that weighs most.
        witness: the minimal one over the pairs of that weight.
        region: of all patients with any of the pairs.
    """

    kind: str
    banned: bool
    pairs: int
    weight: Weight
    witness: Case
    region: Region


@dataclass(frozen=True, slots=True)
class ConflictLine:
    """One possible disagreement.

    Attributes:
        subject: what is disputed.
        camps: its sides.
        pairs: behind it: what needs attention first, then by harm.
        parts: its pairs by kind, in the same order.
        harm: of its most harmful pair among those that weigh most.
    """

    subject: str
    camps: tuple[Camp, ...]
    pairs: tuple[Pair, ...]
    parts: tuple[Part, ...]
    harm: Harm

    @property
    def kinds(self) -> tuple[str, ...]:
        """Of its pairs, in the order of its parts."""
        return tuple(dict.fromkeys(p.kind for p in self.parts))

    @property
    def witness(self) -> Case:
        """The minimal patient with what weighs most."""
        return self.parts[0].witness

    @property
    def region(self) -> Region:
        """Of all patients with what weighs most."""
        return self.parts[0].region

    @property
    def weight(self) -> Weight:
        """Of the pair that weighs most."""
        return min((p.weight for p in self.pairs), key=WEIGHTS.index)

    @property
    def waived(self) -> bool:
        """Whether every pair is."""
        return self.weight == "accepted"

    @property
    def clean(self) -> bool:
        """Whether no disagreement stands: all is waived, ordered by the editors, a ban against a permission, an open choice, or a shade."""
        return not any(p.weight == "attention" and p.conflict.kind in CONTESTING for p in self.pairs)


__all__ = ["ConflictLine", "Pair", "Part", "Row"]
