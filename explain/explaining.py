"""Answers the questions about one case: reads what is asked, gathers the reasons, and gives them as words and as plain values."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from explain.changes_words import tell_changes
from explain.derive import Words
from explain.dot import dot
from explain.justification import Justification, justification, results
from explain.render import phrase
from explain.road_words import tell_road
from explain.standings import ORDER
from explain.telling import Length, Line, Passage, Telling
from explain.terms import Terms
from explain.why import Why, why
from explain.why_json import why_json
from explain.why_words import tell_in_a_line, tell_why
from guideline.answer import Answer
from guideline.changes import Changes, changes
from guideline.changes_goal import read_wish
from guideline.changes_json import changes_json
from guideline.goal import Conclusion, Goal, conclusions, read_goal
from guideline.json_document import document
from guideline.model import Case
from guideline.pack import Pack
from guideline.road import Road, road
from guideline.road_json import road_json

SCHEMA = "guideline.explanation/1"


@dataclass(frozen=True, slots=True)
class Asked:
    """The questions, as words that `guideline.goal.read_goal` reads; empty ones are not asked."""

    why: tuple[str, ...] = ()
    why_not: tuple[str, ...] = ()
    rather_than: str = ""
    change: str = ""
    ahead: bool = False

    @property
    def nothing(self) -> bool:
        """Whether no question is asked: then all results are explained."""
        return not (self.why or self.why_not or self.rather_than or self.change or self.ahead)


class Explained:
    """The questions about one case with their answers, each as passages of words and as plain values.

    Args:
        case: from `read_case` with the pack.
        pack: that answers.
        asked: the questions; they are read at once.
        without, policy: as for `Pack.solve`.
        text: of the case file, for patches; without it a change is shown as findings to record.

    Raises:
        GuidelineError: a question asks for what the pack, or the answer, does not have.
    """

    def __init__(
        self, case: Case, pack: Pack, asked: Asked, *, without: Iterable[str] = (), policy: Sequence[str] = (), text: str = ""
    ) -> None:
        self.asked, self.case, self.pack, self._text = asked, case, pack, text
        self._why = [self._goal(words) for words in asked.why]
        self._wish = read_wish(asked.change, pack.vocabulary, pack.knowledge) if asked.change else None
        self.answer: Answer = pack.solve(case, without=without, policy=policy, inquire=False)
        with pack.seats.borrow() as seat:
            members = seat.tables.members
        self._terms = Terms(self.answer, pack.vocabulary, pack.knowledge, members)
        self._words = Words(self.answer, pack)
        goals = self._results if asked.nothing else self._why
        self._held = {goal: conclusions(goal, self.answer, pack.knowledge) for goal in goals}

    @cached_property
    def _results(self) -> list[Goal]:
        """Every action that is addressed, by status, then by label."""
        status = self.answer.status
        return [Goal("action", (a,)) for a in sorted(status, key=lambda a: (ORDER.index(status[a]), self._terms.label(a), a))]

    @cached_property
    def reasons(self) -> Justification:
        """The reasons of everything that holds, and of what is asked about."""
        asked: list[Conclusion] = [c for held in self._held.values() for c in held]
        return justification(self.answer, self.pack, dict.fromkeys([*results(self.answer), *asked]))

    @cached_property
    def _whys(self) -> list[Why]:
        return [why(goal, self._held[goal], self._terms, self.reasons) for goal in self._why]

    @cached_property
    def _changes(self) -> Changes | None:
        return changes(self.case, self.pack, self._wish, without=self.answer.without) if self._wish else None

    @cached_property
    def _road(self) -> Road:
        return road(self.answer, self.pack)

    def telling(self, length: Length = "short") -> Telling:
        """The answers in words."""
        if self.asked.nothing:
            return self._all(length)
        told = [p for view in self._whys for p in tell_why(view, self._words, length)]
        if self._changes:
            told += tell_changes(self._changes, self._terms, length, self._text)
        if self.asked.ahead:
            told += tell_road(self._road, self._terms, length)
        return tuple(told)

    @property
    def document(self) -> dict[str, Any]:
        """The answers as plain values; see `guideline schema explanation`."""
        views = [why(goal, held, self._terms, self.reasons) for goal, held in self._held.items()]
        parts = [why_json(view) for view in views]
        if self._changes:
            parts.append({"question": "change", **changes_json(self._changes, self.pack, self._text)})
        if self.asked.ahead:
            parts.append({"question": "next", **road_json(self._road, self.pack)})
        return document(SCHEMA, self.pack.compiled.hashes, case=self.case.name, explanations=parts)

    @property
    def justification(self) -> dict[str, Any]:
        """The reasons as a graph; see `guideline schema justification`."""
        return document("guideline.justification/1", self.pack.compiled.hashes, case=self.case.name, **self._graph.to_json())

    @property
    def dot(self) -> str:
        """The reasons as a graph for Graphviz."""
        return dot(self._graph, self._words)

    @cached_property
    def _graph(self) -> Justification:
        asked = [c for held in self._held.values() for c in held]
        return justification(self.answer, self.pack, dict.fromkeys(asked))

    def _goal(self, words: str) -> Goal:
        return read_goal(words, self.pack.vocabulary, self.pack.knowledge)

    def _all(self, length: Length) -> Telling:
        views = [why(goal, held, self._terms, self.reasons) for goal, held in self._held.items()]
        if length == "full":
            return tuple(p for view in views for p in tell_why(view, self._words, length))
        passages = []
        for status in ORDER:
            lines = tuple(Line(tell_in_a_line(view)) for view in views if view.status == status)
            if lines:
                passages.append(Passage(phrase("status_heading", status, book="why"), lines))
        return tuple(passages)
