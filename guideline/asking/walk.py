"""The walk of `guideline ask`: one question after the other until no answer can change a decision any more, and the completed case."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from pathlib import Path

from guideline.answer import Answer
from guideline.asking.measure import Changes
from guideline.asking.questions import Inquiry, Question, inquire
from guideline.cases.reading import read_text
from guideline.cases.record import accepted, tests_of
from guideline.documents import Node, read_document
from guideline.errors import CaseError, GuidelineError, Place, Problem, closest, quoted
from guideline.model import Case, Finding, Interval, Recorded, TestKind, Value, Vocabulary
from guideline.pack import Pack
from guideline.quantities import QuantityError, bounded, check_range, format_interval, parse_interval

YES_NO: Mapping[str, bool] = {"yes": True, "y": True, "true": True, "no": False, "n": False, "false": False}

_FORM = "write one `finding: value` a line"


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
        recorded = _joined(read, self.case, self._pack.vocabulary)
        held = any(r.finding == finding for r in self.case.recorded)
        rows = (*(recorded if r.finding == finding else r for r in self.case.recorded), *(() if held else (recorded,)))
        case = replace(self.case, recorded=rows, tests=tests_of(rows, self.case.excluded, self._pack.vocabulary))
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
        """Asks in order, as far as answers are at hand.

        Args:
            answers: by finding, as `read_answers` has them.

        Returns:
            the findings whose answers were not needed, sorted.

        Raises:
            CaseError: with an answer no patient can be so.
        """
        left = dict(answers)
        while (finding := next((f for f in self.inquiry.order if f in left), None)) is not None:
            given = left.pop(finding)
            self.reply(finding, given.text, given.place)
        return sorted(left)

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
            self._pack.solve(case, without=self._without, policy=self._policy, marks=False, inquire=False)
        except CaseError as error:
            raise CaseError([replace(p, place=place) for p in error.problems]) from None


def value_of(text: str, finding: Finding, vocabulary: Vocabulary, day: str, place: Place) -> Recorded:
    """An answer as a recorded value.

    Raises:
        CaseError: it is no value of the finding; the hint has the accepted form.
    """
    words = " ".join(text.split())
    value: Value
    if finding.kind == "boolean":
        if words.lower() not in YES_NO:
            raise CaseError(
                Problem("wrong-type", f"`{finding.name}`: {quoted(words)} is neither yes nor no", place, "answer `yes` or `no`")
            )
        value = YES_NO[words.lower()]
        return Recorded(finding.name, value, str(value).lower(), place)
    if finding.kind == "choice":
        number = int(words) if words.isdecimal() and len(words) < 4 else 0
        value = finding.choices[number - 1] if 0 < number <= len(finding.choices) and words not in finding.choices else words
        if value not in finding.choices:
            hint = closest(words, finding.choices) or accepted(finding)
            raise CaseError(Problem("unknown-value", f"{quoted(words)} is not a value of `{finding.name}`", place, hint))
        return Recorded(finding.name, value, value, place)
    try:
        interval = parse_interval(words, finding.unit, vocabulary.units, date.fromisoformat(day) if day else None)
        check_range(interval, finding, words)
    except QuantityError as error:
        named = error.message if f"`{finding.name}`" in error.message else f"`{finding.name}`: {error.message}"
        raise CaseError(Problem(error.code, named, place, error.hint or accepted(finding))) from None
    return Recorded(finding.name, interval, words, place)


def _joined(new: Recorded, case: Case, vocabulary: Vocabulary) -> Recorded:
    """The answer taken together with bounds that are recorded already."""
    old = next((r for r in case.recorded if r.finding == new.finding), None)
    if old is None or not isinstance(old.value, Interval) or not isinstance(new.value, Interval):
        return new
    ends = [end for v in (old.value, new.value) for end in _ends(v)]
    try:
        both = bounded(ends)
    except QuantityError:
        words = f"`{new.finding}`: {quoted(new.text)} goes against what is recorded, {quoted(old.text)}"
        raise CaseError(Problem("contradiction", words, new.place, "answer inside the bounds that are recorded")) from None
    if both == new.value:
        return new
    return replace(new, value=both, text=format_interval(both, vocabulary.findings[new.finding].unit))


def _ends(value: Interval) -> list[tuple[TestKind, Fraction]]:
    found: list[tuple[TestKind, Fraction]] = []
    if value.low is not None:
        found.append(("at_least" if value.low_included else "above", value.low))
    if value.high is not None:
        found.append(("at_most" if value.high_included else "below", value.high))
    return found


def read_answers(path: Path, case: Case, vocabulary: Vocabulary) -> dict[str, Recorded]:
    """Answers from a YAML or JSON file, `finding: value` a line, with every problem of the file.

    Raises:
        CaseError: the file cannot be read, names an unknown finding, has a wrong value, or answers what is recorded already.
    """
    problems: list[Problem] = []
    try:
        root = read_document(read_text(path), str(path), problems, as_json=path.suffix.lower() == ".json")
    except CaseError as error:
        raise CaseError([replace(p, hint=_FORM if p.code == "empty" else p.hint) for p in error.problems]) from None
    found: dict[str, Recorded] = {}
    if root.kind != "mapping":
        problems.append(Problem("not-answers", "answers are a mapping of findings to values", root.place, _FORM))
    for key, node in root.pairs:
        try:
            read = _answered(key, node, case, vocabulary)
            found[read.finding] = read
        except GuidelineError as error:
            problems += error.problems
    if problems:
        raise CaseError(problems)
    return found


def _answered(key: Node, node: Node, case: Case, vocabulary: Vocabulary) -> Recorded:
    finding = vocabulary.findings.get(key.text)
    if finding is None:
        hint = closest(key.text, vocabulary.findings) or "see `guideline vocabulary`"
        raise CaseError(Problem("unknown-finding", f"unknown finding {quoted(key.text)}", key.place, hint))
    if node.kind != "scalar" or node.value is None:
        hint = accepted(finding) if node.kind != "scalar" else "leave a finding out where nothing is known"
        raise CaseError(Problem("no-value", f"`{finding.name}` has no single value", key.place, hint))
    if finding.kind == "choice" and node.text not in finding.choices:
        hint = closest(node.text, finding.choices) or accepted(finding)
        raise CaseError(Problem("unknown-value", f"{quoted(node.text)} is not a value of `{finding.name}`", node.place, hint))
    if isinstance(node.value, bool) != (finding.kind == "boolean") and not (finding.kind == "boolean" and node.text.lower() in YES_NO):
        raise CaseError(Problem("wrong-type", f"{quoted(node.text)} is not a value of `{finding.name}`", node.place, accepted(finding)))
    read = value_of(node.text, finding, vocabulary, case.date, node.place)
    old = next((r for r in case.recorded if r.finding == finding.name), None)
    if old is not None and not (isinstance(old.value, Interval) and old.value.exact is None):
        words = f"`{finding.name}` is recorded already, as {quoted(old.text)} ({old.place})"
        raise CaseError(Problem("recorded", words, key.place, "leave it out, or change the case"))
    return read
