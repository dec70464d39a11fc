"""Names in an expectation, each checked against what the pack knows."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, TypeVar

from guideline.contract_schema import KINDS, STATUSES
from guideline.errors import closest, quoted
from guideline.model import Case, Knowledge, Vocabulary
from guideline.shapes import Path, Shapes, kind_of

Word = TypeVar("Word", bound=str)

MANY = 50
"""Problems after which unknown names get no hint any more: looking for near names is slow."""


class Named(Shapes):
    """Reads what a case expects, and knows the names of its pack; an unknown one is reported, and left out."""

    def __init__(self, case: Case, vocabulary: Vocabulary, knowledge: Knowledge) -> None:
        super().__init__("expect", case.expect_places, case.origin)
        self._case = case
        self._vocabulary = vocabulary
        self._knowledge = knowledge

    def _known(self, value: Any, path: Path, what: str, known: Collection[Word]) -> Word | None:
        if not isinstance(value, str):
            self.problem("wrong-type", f"{kind_of(value)} stands where a {what} is named", path, f"write the name of one {what}")
            return None
        if value in known:
            return next(word for word in known if word == value)
        short = value.rpartition(".")[2]
        hint = f"write `{short}`, without its source" if short in known else None
        if hint is None and len(self.problems) < MANY and len(value) < 100:
            hint = closest(value, known)
        if hint is None and len(known) < 20:
            hint = f"one of {', '.join(known)}"
        self.problem(f"unknown-{what.replace(' ', '-')}", f"unknown {what} {quoted(value)}", path, hint)
        return None

    def _context(self, value: Any, path: Path) -> str | None:
        return self._known(value, path, "context", self._knowledge.contexts)

    def _statement(self, value: Any, path: Path) -> str | None:
        return self._known(value, path, "statement", self._knowledge.statements)

    def _source(self, value: Any, path: Path) -> str | None:
        return self._known(value, path, "source", self._knowledge.sources)

    def _action(self, value: Any, path: Path) -> str | None:
        return self._known(value, path, "action", self._vocabulary.actions)

    def _finding(self, value: Any, path: Path) -> str | None:
        return self._known(value, path, "finding", self._vocabulary.findings)

    def _status(self, value: Any, path: Path) -> str | None:
        return self._known(value, path, "status", STATUSES)

    def _kindword(self, value: Any, path: Path) -> str | None:
        return self._known(value, path, "kind of conflict", KINDS)

    def _statuses(self, _action: str, value: Any, path: Path) -> tuple[str, ...]:
        return self.names([value] if isinstance(value, str) else value, path, self._status)

    def _reason(self, context: str, value: Any, path: Path) -> str | None:
        """A reason of the context; nothing stands for any reason, or none."""
        if value is None or context not in self._knowledge.contexts:
            return ""
        return self._known(value, path, "reason", self._knowledge.contexts[context].exclusions)

    def _subject(self, value: Any, path: Path) -> str | None:
        """The subject of a disagreement: an action, two of them or two statements with ` | ` between, or a review."""
        parts = value.split(" | ")
        reviews = {r.review for s in self._knowledge.statements.values() for r in s.reviews}
        known = {*self._vocabulary.actions, *self._knowledge.statements, *(f"review({r})" for r in reviews)}
        read = [self._known(part, path, "subject", known) for part in parts]
        return value if all(read) else None

    def _sides(self, value: Any, path: Path) -> tuple[str, ...] | None:
        """Two statements."""
        if not isinstance(value, list) or len(value) != 2:
            count = f"{len(value)}" if isinstance(value, list) else kind_of(value)
            self.problem("wrong-type", f"a pair is a list of two statements, not {count}", path, "write `[one, other]`")
            return None
        names = self.entries(value, path, self._statement)
        return tuple(sorted(names)) if len(names) == 2 else None
