"""What a case sets in a ground program: the externals, and which finding, exclusion or statement each belongs to."""

from __future__ import annotations

from collections.abc import Mapping

from explain.why_not.amends import ON
from guideline.model import Test

Key = tuple[str, str]
"""The kind and the name of a variable."""


class Externals:
    """Prepared once for a program: a large one has as many as it has thresholds.

    Args:
        tests: the test that each external records.
        switches: the statement that each external switches.

    Attributes:
        switches: the same.
        variable: the variable that each external belongs to.
        of: of each variable, the externals that its states set, each with its test.
    """

    def __init__(self, tests: Mapping[int, Test], switches: Mapping[int, str]) -> None:
        self._tests, self.switches = tests, switches
        self.variable: dict[int, Key] = {}
        self.of: dict[Key, list[tuple[int, Test]]] = {}
        keys: dict[Key, Key] = {}
        for external in (*tests, *switches):
            key = self._key(external)
            # One tuple for all externals of a variable.
            key = self.variable[external] = keys.setdefault(key, key)
            self.of.setdefault(key, []).append((external, self.test(external)))

    def has(self, atom: int) -> bool:
        """Whether an atom is set by a case."""
        return atom in self.variable

    def test(self, external: int) -> Test:
        """What an external records; of a switch, that it is on."""
        return self._tests.get(external, ON)

    def _key(self, external: int) -> Key:
        test = self._tests.get(external)
        if test is None:
            return ("statement", self.switches[external])
        return ("exclusion" if test.kind == "unsuitable" else "finding", test.subject)
