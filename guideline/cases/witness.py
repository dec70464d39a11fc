"""A case made of values instead of a file: witnesses of an audit."""

from __future__ import annotations

from collections.abc import Mapping

from guideline.errors import Place
from guideline.model import Case, Recorded, Test, Value, Vocabulary
from guideline.quantities import decided

ORIGIN = "witness"


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
