"""Answers the questions about one case: reads what is asked, gathers the reasons, and gives them as words and as plain values."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from explain.derive import Words
from explain.justification import Justification, justification, results
from explain.telling import Length, Passage, Telling
from explain.terms import Terms
from explain.why import why
from explain.why_words import tell_why
from guideline.answer import Answer
from guideline.goal import Conclusion, conclusions, read_goal
from guideline.model import Case
from guideline.pack import Pack


@dataclass(frozen=True, slots=True)
class Asked:
    """The questions, as words that `guideline.goal.read_goal` reads; empty ones are not asked."""

    why: tuple[str, ...] = ()
    why_not: tuple[str, ...] = ()
    rather_than: str = ""
    change: str = ""
    ahead: bool = False


class Explaining:
    """One case, its answer, and what its explanations are made of."""

    def __init__(self, case: Case, pack: Pack, *, without: Iterable[str] = (), policy: Sequence[str] = ()) -> None:
        self.case, self.pack = case, pack
        self.answer: Answer = pack.solve(case, without=without, policy=policy)
        with pack.seats.borrow() as seat:
            members = seat.tables.members
        self.terms = Terms(self.answer, pack.vocabulary, pack.knowledge, members)
        self.words = Words(self.answer, pack)

    def reasons(self, held: Iterable[Conclusion] = ()) -> Justification:
        """The reasons of everything that holds, and of these conclusions too."""
        return justification(self.answer, self.pack, dict.fromkeys([*results(self.answer), *held]))

    def why(self, words: str, length: Length) -> tuple[Passage, ...]:
        """Why something is as it is."""
        goal = read_goal(words, self.pack.vocabulary, self.pack.knowledge)
        held = conclusions(goal, self.answer, self.pack.knowledge)
        reasons = self.reasons(held)
        return tell_why(why(goal, held, self.terms, reasons), self.words, length)


def explain(
    case: Case, pack: Pack, asked: Asked, length: Length = "short", *, without: Iterable[str] = (), policy: Sequence[str] = ()
) -> Telling:
    """The passages that answer the questions, in the order in which they are asked."""
    made = Explaining(case, pack, without=without, policy=policy)
    return tuple(p for words in asked.why for p in made.why(words, length))
