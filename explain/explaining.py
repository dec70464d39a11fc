"""Answers the questions about one case: reads what is asked, gathers the reasons, and gives them as words and as plain values."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property
from typing import Any, NamedTuple, TypeVar

from explain.asking_words import SHOWN, tell_asking
from explain.changes_words import tell_changes
from explain.contrast.against import contrast, contrasted
from explain.contrast.contrast_json import contrast_json
from explain.contrast.contrast_words import tell_contrast
from explain.justification.dot import dot
from explain.justification.justify import Justification, justification, results, takes
from explain.overview import overview, tell_questions
from explain.overview_case import tell_unread, tell_urgent
from explain.provisos import Provisos
from explain.render import render
from explain.road_words import tell_road
from explain.suggestions import suggested
from explain.telling import Length, Passage, Telling
from explain.views.limits import limits_of
from explain.views.standings import ORDER
from explain.views.terms import Terms
from explain.views.urgency import urgent
from explain.why.basis import Reader
from explain.why.reasons import why
from explain.why.steps import Words
from explain.why.why_json import why_json
from explain.why.why_words import tell_why
from explain.why_not.blockers import why_not
from explain.why_not.blockers_json import why_not_json
from explain.why_not.why_not_words import tell_why_not
from guideline.answer import Answer
from guideline.asking.asking_json import asking_json
from guideline.asking.questions import inquire
from guideline.changes.changes_json import changes_json
from guideline.changes.goal import Wish, read_wish
from guideline.changes.smallest import changes
from guideline.errors import GuidelineError, Problem
from guideline.goal import Conclusion, Goal, conclusions, place_of, read_goal
from guideline.json_document import document
from guideline.model import Case, Knowledge, Vocabulary
from guideline.pack import Pack
from guideline.road.ahead import road
from guideline.road.road_json import road_json

SCHEMA = "guideline.explanation/1"
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Asked:
    """The questions, as words that `guideline.goal.read_goal` reads; None where it is not asked."""

    why: tuple[str, ...] = ()
    why_not: tuple[str, ...] = ()
    rather_than: str | None = None
    change: str | None = None
    ahead: bool = False

    @property
    def nothing(self) -> bool:
        """Whether no question is asked: then all results are explained."""
        return not (self.why or self.why_not or self.ahead) and self.rather_than is None and self.change is None


class Part(NamedTuple):
    """The answer to one question: how it is told, and as plain values."""

    tell: Callable[[Length], Telling]
    document: Callable[[], dict[str, Any]]


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
        whys = [self._goal(words) for words in asked.why]
        absent = [self._goal(words) for words in asked.why_not]
        for goal in absent:
            if goal.kind == "alternative":
                hint = 'ask where two alternatives part: `--why "alternative A" --rather-than "alternative B"`'
                raise GuidelineError(Problem("no-why-not", "an alternative has no why-not of its own", hint=hint))
        wish = self._read(asked.change, read_wish) if asked.change is not None else None
        other = self._goal(asked.rather_than) if asked.rather_than is not None else None
        # What would change a result is told in the order in which it would be asked.
        self.answer: Answer = pack.solve(case, without=without, policy=policy, inquire=asked.nothing or bool(asked.why))
        with pack.seats.borrow() as seat:
            self._tables = seat.tables
        self._terms = Terms(self.answer, pack.vocabulary, pack.knowledge, self._tables.members)
        self._phrases = Words(self.answer, pack)
        goals = self._results if asked.nothing else whys
        self._held = {goal: conclusions(goal, self.answer, pack.knowledge) for goal in goals}
        self.parts: list[Part] = []
        if other:
            self.parts.append(self._rather_than(whys[0], other))
        else:
            self.parts += [self._why(goal) if self._holds(goal) else self._why_not(goal) for goal in goals]
        self.parts += [self._why_not(goal) for goal in absent]
        self.parts += [self._change(wish)] if wish else []
        self.parts += [self._next()] if asked.ahead else []
        self.parts += [self._asking()] if asked.nothing else []

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
    def _reader(self) -> Reader:
        return Reader(self._terms, self.reasons, self.pack.compiled.rules)

    def telling(self, length: Length = "short") -> Telling:
        """The answers in words."""
        if self.asked.nothing and length != "full":
            asking = self.parts[-1].tell(length) if length == "short" else tell_questions(self._terms)
            return overview(self._terms, self.pack) + asking
        told = tuple(_remarked_once(passage for part in self.parts for passage in part.tell(length)))
        return self._hurry() + told if self.asked.nothing else told

    def _hurry(self) -> Telling:
        """What is urgent, with what could turn it."""
        provisos = Provisos()
        hurry = tell_urgent(urgent(self._terms, self.pack.compiled.rules), {}, provisos)
        return (*tell_unread(self._terms), *hurry, *provisos.tell())

    def words(self, form: str, length: Length) -> str:
        """The answers as a document: `text` (for `explain.terminal`), `markdown` or `html`."""
        return render(self.telling(length), f"telling {form}")

    @property
    def document(self) -> dict[str, Any]:
        """The answers as plain values; see `guideline schema explanation`."""
        return document(SCHEMA, self.pack.compiled.hashes, case=self.case.name, explanations=[part.document() for part in self.parts])

    @property
    def justification(self) -> dict[str, Any]:
        """The reasons as a graph; see `guideline schema justification`."""
        return document("guideline.justification/1", self.pack.compiled.hashes, case=self.case.name, **self._graph.to_json())

    @property
    def dot(self) -> str:
        """The reasons as a graph for Graphviz."""
        return dot(self._graph, self._phrases)

    @cached_property
    def _graph(self) -> Justification:
        # An alternative is chosen and not derived: what it takes and sets aside goes before what that rests on.
        chosen = [c for goal in self._held if goal.kind == "alternative" for c in takes(self.answer, *place_of(goal, self.answer))]
        asked = [*chosen, *(c for held in self._held.values() for c in held)]
        return justification(self.answer, self.pack, dict.fromkeys(asked))

    def _goal(self, words: str) -> Goal:
        return self._read(words, read_goal)

    def _read(self, words: str, read: Callable[[str, Vocabulary, Knowledge], T]) -> T:
        try:
            return read(words, self.pack.vocabulary, self.pack.knowledge)
        except GuidelineError as error:
            raise suggested(error, words, self.pack) from None

    def _holds(self, goal: Goal) -> bool:
        """Whether there is something to give reasons for; of what does not hold, it is asked what stands in its way."""
        if goal.kind == "status":
            return self.answer.status.get(goal.names[1], "not_addressed") == goal.names[0]
        return goal.kind != "statement" or goal.names[0] in self.answer.in_force

    def _why(self, goal: Goal) -> Part:
        made = cache(lambda: why(goal, self._held[goal], self._reader))
        return Part(lambda length: tell_why(made(), self._phrases, length), lambda: why_json(made()))

    def _why_not(self, goal: Goal) -> Part:
        made = cache(lambda: why_not(goal, self.answer, self.pack))
        return Part(lambda length: tell_why_not(made(), self._terms, length), lambda: why_not_json(made(), self.pack.knowledge))

    def _rather_than(self, one: Goal, other: Goal) -> Part:
        for conclusion in contrasted(one, other, self.answer, self.pack.knowledge):
            self._held.setdefault(one, ())
            self._held[one] = (*self._held[one], conclusion)
        made = cache(lambda: contrast(one, other, self._terms, self.reasons, self._tables))
        return Part(lambda length: tell_contrast(made(), self._phrases, length), lambda: contrast_json(made()))

    def _asking(self) -> Part:
        """What was assumed, and what to ask next."""
        made = cache(lambda most: inquire(self.case, self.pack, without=self.answer.without, policy=self.answer.policy, detailed=most))
        return Part(
            lambda length: tell_asking(made(None if length == "full" else SHOWN), self._terms, length),
            lambda: {"question": "ask", **asking_json(made(None), self.answer.assumed, self.pack)},
        )

    def _change(self, wish: Wish) -> Part:
        made = cache(lambda: changes(self.case, self.pack, wish, without=self.answer.without, now=self.answer))
        return Part(
            lambda length: tell_changes(made(), self._terms, length, self._text),
            lambda: {"question": "change", **changes_json(made(), self.pack, self._text)},
        )

    def _next(self) -> Part:
        made = cache(lambda: road(self.answer, self.pack))
        return Part(
            lambda length: tell_road(made(), self._terms, length, limits_of(self.pack)),
            lambda: {"question": "next", **road_json(made(), self.pack)},
        )


def _remarked_once(told: Iterable[Passage]) -> Iterator[Passage]:
    """The passages, without remarks that stand whole below an earlier one."""
    seen: set[str] = set()
    for passage in told:
        remark = passage.remark
        for earlier in seen:
            remark = " ".join(remark.replace(earlier, "").split()) if earlier in remark else remark
        yield replace(passage, remark=remark)
        seen |= {passage.remark} - {""}
