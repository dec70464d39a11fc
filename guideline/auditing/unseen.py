"""What no possible conflict shows: what is settled, where sources are silent, what is dead, adds nothing or is told apart by no rule."""

from __future__ import annotations

from collections.abc import Collection, Container
from dataclasses import dataclass

from guideline.auditing.dead import Idle, idle
from guideline.auditing.ground_rules import GroundRules
from guideline.auditing.patients import Patients
from guideline.auditing.possible import possible
from guideline.auditing.settled import Row, SettledPair, settled
from guideline.auditing.silence import Silence, silences
from guideline.auditing.subsumed import Subsumed, subsumed
from guideline.auditing.undistinguished import Mute, Undistinguished, untold
from guideline.pack import Pack
from guideline.program import GroundProgram
from guideline.standing import standing

PARTS = ("settled", "silence", "dead", "redundant", "unread")
"""What `unseen` can look for; each costs time of its own."""


NOTHING = Idle((), (), ())


@dataclass(frozen=True, slots=True)
class Unseen:
    """All of it; what was not asked for is empty.

    Attributes:
        settled: pairs opposed on paper that no patient brings into conflict.
        silences: contexts with patients for whom the source supports nothing.
        idle: statements, words of statements and overrides that never come to bear.
        redundant: statements whose effect another always has.
        undistinguished: answers to a finding that come to the same.
        mute: answers that change nothing where nothing was recorded before.
    """

    settled: tuple[SettledPair, ...] = ()
    silences: tuple[Silence, ...] = ()
    idle: Idle = NOTHING
    redundant: tuple[Subsumed, ...] = ()
    undistinguished: tuple[Undistinguished, ...] = ()
    mute: tuple[Mute, ...] = ()


def unseen(
    pack: Pack, program: GroundProgram | None = None, collided: Collection[Row] | None = None, parts: Container[str] = PARTS
) -> Unseen:
    """Looks over all patients that the axioms allow.

    Args:
        pack: to look at.
        program: its ground program, where there is one already; it is left as it is.
        collided: the arguments of the conflicts that some patient has (`guideline.auditing.possible`), where they are known already.
        parts: which of `PARTS` to look for.
    """
    program = program or pack.grounded()
    ground = GroundRules(program)
    patients = Patients(ground, pack.knowledge) if "dead" in parts or "redundant" in parts else None
    told = untold(ground, pack.vocabulary) if "unread" in parts else None
    pairs: tuple[SettledPair, ...] = ()
    if "settled" in parts:
        if collided is None:
            collided = frozenset(row for row, _ in possible(program).rows)
        pairs = settled(ground, standing(program, pack.vocabulary, pack.knowledge), collided)
    return Unseen(
        settled=pairs,
        silences=silences(ground, pack.vocabulary, pack.knowledge, pack.compiled.rules) if "silence" in parts else (),
        idle=idle(patients) if patients and "dead" in parts else NOTHING,
        redundant=subsumed(patients) if patients and "redundant" in parts else (),
        undistinguished=told.undistinguished if told else (),
        mute=told.mute if told else (),
    )


__all__ = ["PARTS", "Unseen", "unseen"]
