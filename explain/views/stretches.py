"""Stretches of an amount as conditions: from the tests that bound them, and two that touch as one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from explain.views.values import Condition
from guideline.model import COMPARISONS, Finding, Test

End = tuple[str, bool]
"""A threshold as the pack writes it, and whether the stretch lies above it (as a lower end), or up to and with it (as an upper one)."""


def bounded(tests: Iterable[Test], findings: Mapping[str, Finding]) -> Iterator[tuple[Test, Condition | None]]:
    """Tests that hold together, in their order; where just two are the ends of one amount, the first of them comes with the stretch.

    Args:
        tests: each once.
        findings: of the vocabulary.

    Yields:
        a test, and the stretch that takes the place of it and of the other end; None where the test stands for itself.
    """
    ordered = sorted(tests, key=lambda t: (t.subject, t.kind != "at_least", t.kind, t.value))
    sides: dict[str, tuple[list[Test], list[Test]]] = {}
    for test in ordered:
        if test.kind in COMPARISONS:
            sides.setdefault(test.subject, ([], []))[test.kind in {"below", "at_most"}].append(test)
    for test in ordered:
        lows, highs = sides.get(test.subject, ([], [])) if test.kind in COMPARISONS else ([], [])
        if len(lows) != 1 or len(highs) != 1:
            yield test, None
        elif test is lows[0]:
            finding, low, high = findings[test.subject], lows[0], highs[0]
            places = {t.text: t.rank for t in finding.thresholds}
            same = low.kind == "at_least" and high.kind == "at_most" and places.get(low.value) == places.get(high.value)
            whole = Condition("exactly", finding.label, low.value)
            yield test, whole if same else _made(finding.label, (low.value, low.kind == "above"), (high.value, high.kind == "at_most"))


def joined(first: Condition, second: Condition) -> Condition | None:
    """Two stretches of one amount of which the second begins where the first ends, as one; None where they are not that."""
    (low, end), (start, high) = _ends(first), _ends(second)
    if end is None or end != start:
        return None
    return _made(first.label, low, high)


def _ends(made: Condition) -> tuple[End | None, End | None]:
    """Where a stretch begins and where it ends; None where it goes on."""
    match made.kind:
        case "at_least" | "above":
            return (made.value, made.kind == "above"), None
        case "below" | "at_most":
            return None, (made.value, made.kind == "at_most")
        case "exactly":
            return (made.value, False), (made.value, True)
        case "between":
            return (made.value, made.over), (made.upper, made.to)
    return None, None


def _made(label: str, low: End | None, high: End | None) -> Condition:
    if low is None and high is not None:
        return Condition("at_most" if high[1] else "below", label, high[0])
    if high is None and low is not None:
        return Condition("above" if low[1] else "at_least", label, low[0])
    if low is None or high is None:
        return Condition("whatever", label)
    if low[0] == high[0]:
        return Condition("exactly", label, low[0])
    return Condition("between", label, low[0], high[0], over=low[1], to=high[1])
