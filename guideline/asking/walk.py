"""The walk of `guideline ask`: one question after the other until no answer can change a decision any more, and the completed case."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from guideline.answer import Answer
from guideline.asking.given_answers import joined, value_of
from guideline.asking.questions import Inquiry, Question, inquire
from guideline.cases.record import tests_of
from guideline.errors import CaseError, Place
from guideline.left_open.measure import Changes
from guideline.model import Case, Recorded
from guideline.pack import Pack


@dataclass(frozen=True, slots=True)
class Step:
    """One question of a walk with its answer.

    Attributes:
        question: as it was asked.
        stage: what was still open then.
        recorded: the answer; None where it is not known.
        changes: of status that the answer brought.
        settled: the actions that it settled, each with its status: before it some further answer could have changed it, now none can,
            not even one that nobody knew so far.
        needless: the other questions that it made needless, those apart that were passed over before.
        left: how many questions are left.
    """

    question: Question
    stage: str
    recorded: Recorded | None
    changes: Changes
    settled: tuple[tuple[str, str], ...]
    needless: tuple[str, ...]
    left: int


@dataclass(frozen=True, slots=True)
class _State:
    """Where a walk stands: the case, what nobody knew, what is left to ask, and what were left if somebody came to know it after all."""

    case: Case
    unknown: frozenset[str]
    inquiry: Inquiry
    whole: Inquiry


class Walk:
    """Questions to one patient. What is answered is recorded in `case`; what is not known is kept here alone.

    Args:
        case: to begin with.
        pack: that answers it.
        without: names of statements that are switched off.
        policy: sources in a site's order of trust.

    Raises:
        CaseError: the record breaks an axiom.
        GuidelineError: `without` or `policy` name something that the pack does not have.
    """

    def __init__(self, case: Case, pack: Pack, without: Sequence[str] = (), policy: Sequence[str] = ()) -> None:
        self.answer: Answer = pack.solve(case, without=without, policy=policy, marks=False, inquire=False)
        """To the case as the walk began."""
        self._pack, self._without, self._policy = pack, self.answer.without, self.answer.policy
        first = self._inquire(case, frozenset())
        self._states: list[_State] = [_State(case, frozenset(), first, first)]
        self.steps: list[Step] = []

    def _inquire(self, case: Case, unknown: frozenset[str], detailed: int | Collection[str] = 1) -> Inquiry:
        return inquire(case, self._pack, without=self._without, policy=self._policy, unknown=unknown, detailed=detailed)

    @property
    def case(self) -> Case:
        """The case with all that was answered so far."""
        return self._states[-1].case

    @property
    def unknown(self) -> frozenset[str]:
        """The findings that nobody could tell."""
        return self._states[-1].unknown

    @property
    def inquiry(self) -> Inquiry:
        """What is left to ask."""
        return self._states[-1].inquiry

    @property
    def question(self) -> Question | None:
        """The next question; None when no answer can change a decision any more."""
        return self.about(self.inquiry.order[0]) if self.inquiry.order else None

    def about(self, finding: str) -> Question:
        """One of the questions that are left."""
        for question in self.inquiry.questions:
            if question.finding == finding:
                return question
        return self._inquire(self.case, self.unknown, {finding}).questions[0]

    def reply(self, finding: str, text: str, place: Place) -> Step:
        """Records an answer.

        Args:
            finding: one of `inquiry.order`.
            text: as a case writes a value; `yes` and `no` as well, and the number of a choice, counted from 1.
            place: where the answer was given.

        Raises:
            CaseError: the text is no value of the finding, goes against what is recorded of it, or no patient can be so.
        """
        question = self.about(finding)
        read = value_of(text, self._pack.vocabulary.findings[finding], self._pack.vocabulary, self.case.date, place)
        recorded = joined(read, self.case, self._pack.vocabulary)
        case = self._with(self.case, (recorded,))
        after = self._inquire(case, self.unknown)
        if after.stage == "record" and not after.order:
            self._refuse(case, place)
        return self._step(question, recorded, case, self.unknown, after)

    def skip(self, finding: str) -> Step:
        """Goes on without an answer: nobody knows."""
        unknown = self.unknown | {finding}
        return self._step(self.about(finding), None, self.case, unknown, self._inquire(self.case, unknown))

    def back(self) -> bool:
        """Takes the last answer back; False where there is none."""
        if not self.steps:
            return False
        self._states.pop()
        self.steps.pop()
        return True

    def take(self, answers: Mapping[str, Recorded]) -> list[str]:
        """Asks in order, as far as answers are at hand; those that were not needed are recorded too, as nothing told is dropped.

        Args:
            answers: by finding, as `read_answers` has them.

        Returns:
            the findings whose answers were not needed, sorted.

        Raises:
            CaseError: no patient can be as the case and all answers together say, whether or not all of them are needed.
        """
        # First the whole: a question that an earlier answer made needless must not hide that a later one contradicts it.
        self._solve(self._with(self.case, answers.values()))
        left = dict(answers)
        while (finding := next((f for f in self.inquiry.order if f in left), None)) is not None:
            given = left.pop(finding)
            self.reply(finding, given.text, given.place)
        if left:
            case, unknown = self._with(self.case, left.values()), self.unknown
            after = self._inquire(case, unknown)
            self._states.append(_State(case, unknown, after, self._inquire(case, frozenset(), 0) if unknown else after))
        return sorted(left)

    def _with(self, case: Case, answers: Iterable[Recorded]) -> Case:
        """A case with answers in it, each together with the bounds that are recorded already."""
        rows = {r.finding: r for r in case.recorded} | {r.finding: joined(r, case, self._pack.vocabulary) for r in answers}
        recorded = tuple(rows.values())
        return replace(case, recorded=recorded, tests=tests_of(recorded, case.excluded, self._pack.vocabulary))

    def remaining(self) -> tuple[str, ...]:
        """The findings whose answers could still change a decision, those included that nobody knew."""
        return self._states[-1].whole.order

    def _step(self, question: Question, recorded: Recorded | None, case: Case, unknown: frozenset[str], after: Inquiry) -> Step:
        before, now = self._states[-1].whole, after
        if unknown:
            now = self._inquire(case, frozenset(), 0)
        told = "record" not in {before.stage, now.stage}
        names = sorted(before.status.keys() | now.status.keys()) if told else ()
        word = "not_addressed"
        step = Step(
            question=question,
            stage=self.inquiry.stage,
            recorded=recorded,
            changes=tuple(
                (a, before.status.get(a, word), now.status.get(a, word)) for a in names if before.status.get(a) != now.status.get(a)
            ),
            settled=tuple((a, now.status.get(a, word)) for a in before.open if a not in now.open) if told else (),
            needless=tuple(f for f in before.order if f != question.finding and f not in now.order and f not in unknown),
            left=len(after.order),
        )
        self._states.append(_State(case, unknown, after, now))
        self.steps.append(step)
        return step

    def _refuse(self, case: Case, place: Place) -> None:
        """Says which axioms a record breaks that no further answer can mend."""
        try:
            self._solve(case)
        except CaseError as error:
            raise CaseError([replace(p, place=place) for p in error.problems]) from None

    def _solve(self, case: Case) -> Answer:
        return self._pack.solve(case, without=self._without, policy=self._policy, marks=False, inquire=False)
