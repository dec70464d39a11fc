"""What a case records as `given/1` facts: those on one finding taken together to its one value, a choice or the bounds of an amount."""

from __future__ import annotations

import re
from collections import defaultdict
from fractions import Fraction
from pathlib import Path

from guideline.cases.facts import read_facts
from guideline.cases.record import Reader
from guideline.errors import Place
from guideline.model import Case, Exclusion, Finding, Interval, Recorded, Test, TestKind, Value
from guideline.quantities import QuantityError, bounded, check_range, format_interval, parse_quantity

TESTS_OF = {"boolean": "`has` and `lacks`", "choice": "`is`", "quantity": "`at_least`, `above`, `below` and `at_most`"}


class FactReader(Reader):
    """Checks one list of facts, and collects all that is wrong with it."""

    def facts(self, text: str) -> Case:
        """A case from `given/1` facts."""
        given = read_facts(text, self._origin, self._problems)
        recorded: list[Recorded] = []
        excluded: list[Exclusion] = []
        by_subject: dict[str, list[tuple[Test, Place]]] = defaultdict(list)
        for test, place in given:
            if test.kind == "unsuitable":
                # A fact that is repeated says nothing new.
                if self._action(test.subject, place) and test.subject not in {e.action for e in excluded}:
                    excluded.append(Exclusion(test.subject, "", "", place))
            else:
                by_subject[test.subject].append((test, place))
        self._strange(by_subject)
        for name, tests in by_subject.items():
            finding = self._finding(name, tests[0][1])
            value = self._joined(finding, tests) if finding else None
            if finding and value is not None:
                text = format_interval(value, finding.unit) if isinstance(value, Interval) else value if isinstance(value, str) else ""
                recorded.append(Recorded(name, value, text or str(value).lower(), tests[0][1]))
        stem = re.sub(r"[^A-Za-z0-9_.-]+", "_", Path(self._origin).stem).strip("_.-")[:100]
        return self._case(stem or "case", {}, recorded, excluded, [], {})

    def _joined(self, finding: Finding, tests: list[tuple[Test, Place]]) -> Value | None:
        """The one value that several facts on a finding come to; None where one of them is at fault."""
        values: list[Value | None] = []
        ends: list[tuple[tuple[TestKind, Fraction], Place]] = []
        first: tuple[Value, Place] | None = None
        for test, place in tests:
            kind = {"has": "boolean", "lacks": "boolean", "is": "choice"}.get(test.kind, "quantity")
            value: Value | None = None
            if finding.kind != kind:
                words = f"`{test.kind}` does not go with `{finding.name}`, which is a {finding.kind}"
                self._problem("wrong-type", words, place, f"a {finding.kind} goes with {TESTS_OF[finding.kind]}")
            elif kind == "quantity":
                value = self._bound(finding, test, place, ends)
            else:
                value = test.kind == "has" if kind == "boolean" else self._choice(finding, test.value, place)
                if first and value is not None and first[0] != value:
                    self._problem("contradiction", f"`{finding.name}` is recorded otherwise at {first[1]}", place, "keep one of them")
                    value = None
                elif value is not None:
                    first = first or (value, place)
            values.append(value)
        return None if None in values else values[-1]

    def _bound(self, finding: Finding, test: Test, place: Place, ends: list[tuple[tuple[TestKind, Fraction], Place]]) -> Interval | None:
        """The interval that the comparisons so far leave; `ends` grows by this one."""
        try:
            end = (test.kind, parse_quantity(test.value, finding.unit, self._units).value)
            check_range(bounded([end]), finding, test.value)
        except QuantityError as error:
            self._problem(error.code, error.message, place, error.hint)
            return None
        for other, first in ends:
            try:
                bounded([other, end])
            except QuantityError:
                words = f"no value of `{finding.name}` meets both this and the fact at {first}"
                self._problem("contradiction", words, place, "keep one of them")
                return None
        ends.append((end, place))
        return bounded(end for end, _ in ends)
