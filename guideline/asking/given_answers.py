"""Answers as they are typed, or written in a file: read as values of findings, and taken together with what is recorded."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path

from guideline.cases.reading import read_text
from guideline.cases.record import accepted
from guideline.documents import Node, read_document
from guideline.errors import CaseError, GuidelineError, Place, Problem, closest, quoted
from guideline.model import Case, Finding, Interval, Recorded, TestKind, Value, Vocabulary
from guideline.quantities import QuantityError, bounded, check_range, format_interval, parse_interval

YES_NO: Mapping[str, bool] = {"yes": True, "y": True, "true": True, "no": False, "n": False, "false": False}

_FORM = "write one `finding: value` a line"


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


def joined(new: Recorded, case: Case, vocabulary: Vocabulary) -> Recorded:
    """The answer taken together with bounds that are recorded already.

    Raises:
        CaseError: the two exclude each other.
    """
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
        raise CaseError([_of_answers(p) for p in error.problems]) from None
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


def _of_answers(problem: Problem) -> Problem:
    """A problem of any file as one of a file of answers."""
    if problem.code == "not-a-file":
        return replace(problem, message="this is a folder, not a file of answers", hint=_FORM)
    return replace(problem, hint=_FORM) if problem.code == "empty" else problem


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
