"""Witnesses: from a setting of the free tests to the smallest ordinary patient that shows a result."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from guideline.errors import Place
from guideline.model import Case, Finding, Interval, Recorded, Test, Threshold, Value, Vocabulary
from guideline.quantities import decided, format_interval, format_quantity
from guideline.solving import Session

ORIGIN = "witness"


def smallest(literal: int, tests: Iterable[Test], session: Session, vocabulary: Vocabulary) -> Case | None:
    """A case that shows the result with so few recorded findings that none can be left out.

    Args:
        literal: the result that has to hold.
        tests: a setting of the tests under which it holds.
        session: of the pack; its externals are changed.
        vocabulary: of the pack.

    Returns:
        The case, with exact ordinary values where they still show the result; None when no record of whole values does.
    """
    kept = _grouped(tests)
    for finding in sorted(kept, key=lambda f: (vocabulary.findings[f].critical, f)):
        less = {f: t for f, t in kept.items() if f != finding}
        if _shows(literal, (t for group in less.values() for t in group), session):
            kept = less
    values: dict[str, tuple[Value, str]] = {}
    for finding in sorted(kept):
        values[finding] = _bounds(kept[finding], vocabulary.findings[finding])
    for finding in sorted(kept):
        exact = _ordinary(values[finding][0], vocabulary.findings[finding])
        if exact is not None:
            trial = values | {finding: exact}
            if _shows(literal, case_of("trial", trial, vocabulary).tests, session):
                values = trial
    case = case_of("witness", values, vocabulary)
    return case if _shows(literal, case.tests, session) else None


def _grouped(tests: Iterable[Test]) -> dict[str, list[Test]]:
    groups: dict[str, list[Test]] = {}
    for test in sorted(tests):
        groups.setdefault(test.subject, []).append(test)
    return groups


def _shows(literal: int, tests: Iterable[Test], session: Session) -> bool:
    session.set(tests)
    solution = session.solve([literal])
    return solution is not None and literal in solution.true


def _bounds(tests: list[Test], finding: Finding) -> tuple[Value, str]:
    """The value that a finding's tests leave, and how a case would write it."""
    if finding.kind == "boolean":
        return (tests[0].kind == "has", "true" if tests[0].kind == "has" else "false")
    if finding.kind == "choice":
        return (tests[0].value, tests[0].value)
    by_text = {t.text: t for t in finding.thresholds}
    low: tuple[Threshold, bool] | None = None
    high: tuple[Threshold, bool] | None = None
    for test in tests:
        threshold = by_text[test.value]
        if test.kind in {"at_least", "above"}:
            if low is None or (threshold.rank, test.kind == "above") > (low[0].rank, not low[1]):
                low = (threshold, test.kind == "at_least")
        elif high is None or (threshold.rank, test.kind == "at_most") < (high[0].rank, high[1]):
            high = (threshold, test.kind == "at_most")
    interval = Interval(low[0].value if low else None, high[0].value if high else None, low[1] if low else True, high[1] if high else True)
    return (interval, format_interval(interval, finding.unit))


def _ordinary(value: Value, finding: Finding) -> tuple[Value, str] | None:
    """An exact value inside the bounds: the end that is included, or the whole number next to or between the ends."""
    if not isinstance(value, Interval):
        return None
    low = value.low if value.low is not None else finding.low.value if finding.low else None
    high = value.high if value.high is not None else finding.high.value if finding.high else None
    if value.low is None and high is not None:
        guess = high if value.high_included else max(high - 1, low) if low is not None else high - 1
    elif low is not None:
        guess = low if value.low_included else low + 1
        if high is not None and guess > high:
            guess = (low + high) / 2
    else:
        return None
    return (Interval(guess, guess), format_quantity(guess, finding.unit))


def case_of(name: str, values: Mapping[str, tuple[Value, str]], vocabulary: Vocabulary, title: str = "") -> Case:
    """A case made of values instead of a file."""
    tests: set[Test] = set()
    recorded = []
    for finding, (value, text) in sorted(values.items()):
        recorded.append(Recorded(finding, value, text, Place(ORIGIN)))
        if isinstance(value, bool):
            tests.add(Test("has" if value else "lacks", finding))
        elif isinstance(value, str):
            tests.add(Test("is", finding, value))
        else:
            tests.update(Test(kind, finding, text) for kind, text in decided(value, vocabulary.findings[finding].thresholds))
    return Case(
        name=name,
        title=title,
        date="",
        recorded=tuple(recorded),
        excluded=(),
        preferences=(),
        notes="",
        origin=ORIGIN,
        tests=frozenset(tests),
    )
