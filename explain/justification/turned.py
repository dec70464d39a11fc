"""Keeps what a record was found to turn, by all that it hangs on: the patients of a pack share most of what their reasons rest on."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import NamedTuple, TypeVar

from explain.justification.ground_rules import GroundRules
from guideline.model import Test

KEPT = 4096
"""So many findings-out are kept for the rules of a program, and the reach of as many questions; each takes a few kilobytes."""

Key = TypeVar("Key", bound=Hashable)
Made = TypeVar("Made")


class Needed(NamedTuple):
    """What a record turns.

    Attributes:
        turns: whether a record of the test turns something; False where no patient may have it beside what is recorded; None where that was
            not found out: of the companions that rules ask for, only the first few are tried.
        beside: tests of other findings without a record that have to be met with it; none where it turns something alone.
    """

    turns: bool | None
    beside: tuple[Test, ...] = ()


Question = tuple[tuple[int, ...], Test]
"""The atoms of which some is to turn, and the test that nothing is recorded of."""


class Turned:
    """What was found out with the rules of one program. Not for use from several threads at a time; belongs to these rules."""

    def __init__(self) -> None:
        self._found: dict[tuple[Question, frozenset[int], frozenset[str]], Needed] = {}
        self._reach: dict[Question, tuple[frozenset[int], frozenset[str]]] = {}

    def of(
        self, question: Question, ground: GroundRules, true: frozenset[int], recorded: frozenset[str], find: Callable[[], Needed]
    ) -> Needed:
        """The answer, found out unless it is known of a patient who is alike in all that it hangs on.

        Args:
            question: what is asked.
            ground: the rules.
            true: the literals that are set for the patient.
            recorded: the findings with a record.
            find: finds it out from these alone.
        """
        atoms, findings = _latest(self._reach, question, lambda: reach(question, ground))
        return _latest(self._found, (question, true & atoms, recorded & findings), find)


def _latest(known: dict[Key, Made], key: Key, make: Callable[[], Made]) -> Made:
    """What is known by a key, made where it is not; what was asked for last stands last, and what was not for long goes."""
    made = known.pop(key, None)
    if made is None:
        made = make()
    known[key] = made
    if len(known) > KEPT:
        del known[next(iter(known))]
    return made


def reach(question: Question, ground: GroundRules) -> tuple[frozenset[int], frozenset[str]]:
    """What an answer hangs on: the atoms without rules that are read on the way to it, and the findings below what is to turn.

    More records are tried of these findings alone, and each may break the constraints that it touches, which rest on others again.
    """
    roots, test = question
    outside, derived = ground.reached(roots)
    given = ground.given
    records = [r for x in derived if x in ground.tests and (r := ground.record_of(x)) is not None]
    findings = frozenset([test.subject, *(given[x].subject for x in (*outside, *records) if x in given)])
    tried = [n for n, t in given.items() if t.subject in findings]
    bodies = {body for x in tried for body in ground.touched.get(x, ())}
    bound, _ = ground.reached({abs(x) for body in bodies for x in body})
    return frozenset([*outside, *bound]), findings
