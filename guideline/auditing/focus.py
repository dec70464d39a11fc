"""What an audit is restricted to: sources, actions, kinds of conflict, two sides, and the patients who meet some tests."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cached_property

from guideline.answer import Conflict
from guideline.auditing.harm import SEVERITY
from guideline.auditing.under import Under, read_under
from guideline.errors import GuidelineError, Problem, closest, quoted
from guideline.model import Knowledge, Statement, Vocabulary
from guideline.selection import find, kinds_of, select, spoken_of
from guideline.standing import PAIR


@dataclass(frozen=True)
class Focus:
    """What an audit looks at; nothing given restricts nothing. Made by `read_focus`, as names are not checked here.

    Attributes:
        sources: conflicts with a statement of one of them; silences, statements and overrides of one of them.
        actions: conflicts over one of them or a kind of it; statements that speak of one.
        kinds: of conflict.
        between: conflicts of one statement of the first with one of the second, for one of these pairs; each a source or a statement.
        under: only patients who meet all of these.
    """

    vocabulary: Vocabulary
    knowledge: Knowledge
    sources: tuple[str, ...] = ()
    actions: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    between: tuple[tuple[str, str], ...] = ()
    under: tuple[Under, ...] = ()

    @property
    def whole(self) -> bool:
        """Whether nothing is left out."""
        return not (self.sources or self.actions or self.kinds or self.between or self.under)

    @property
    def of_pairs(self) -> bool:
        """Whether only pairs of statements can fit."""
        return bool(self.kinds or self.between)

    @cached_property
    def _actions(self) -> frozenset[str]:
        return frozenset(a for name in self.actions for a in kinds_of(name, self.vocabulary))

    def _is(self, statement: str, side: str) -> bool:
        return side in {statement, self.knowledge.statements[statement].source}

    def wants(self, conflict: Conflict) -> bool:
        """Whether a pair fits all that is given."""
        if self.actions and self._actions.isdisjoint({*conflict.actions, *conflict.subject.split(PAIR)}):
            return False
        if self.kinds and conflict.kind not in self.kinds:
            return False
        return self.wants_two(*conflict.statements)

    def wants_two(self, one: str, other: str) -> bool:
        """Whether two statements fit the sources and the sides that are given."""
        if self.sources and not {self.knowledge.statements[s].source for s in (one, other)}.intersection(self.sources):
            return False
        pairs = [*self.between, *((b, a) for a, b in self.between)]
        return not pairs or any(self._is(one, a) and self._is(other, b) for a, b in pairs)

    def wants_statement(self, name: str) -> bool:
        """Whether a statement by itself fits the sources and actions that are given."""
        statement: Statement = self.knowledge.statements[name]
        if self.sources and statement.source not in self.sources:
            return False
        return not self.actions or not self._actions.isdisjoint(spoken_of(statement))


def read_focus(
    vocabulary: Vocabulary, knowledge: Knowledge, *, sources: Sequence[str] = (), actions: Sequence[str] = (), kinds: Sequence[str] = (),
    between: Sequence[tuple[str, str]] = (), under: Sequence[str] = (),
) -> Focus:  # fmt: skip
    """What the words of somebody who restricts an audit mean.

    Args:
        vocabulary: of the pack.
        knowledge: of the pack.
        sources: by name.
        actions: by name.
        kinds: of conflict, as `guideline schema audit` has them.
        between: pairs of a source or a statement, each by name (`s` or `source.s`).
        under: tests as packs write them, several in one text or in several.

    Raises:
        GuidelineError: with every word that the pack does not know.
    """
    problems: list[Problem] = []
    try:
        select(knowledge, vocabulary, sources=sources, actions=actions)
    except GuidelineError as error:
        problems += error.problems
    problems += [
        Problem("unknown-kind", f"unknown kind of conflict {quoted(k)}", hint=closest(k, SEVERITY) or f"there are {', '.join(SEVERITY)}")
        for k in kinds
        if k not in SEVERITY
    ]
    sides: list[str] = []
    for side in (s for pair in between for s in pair):
        found, unknown = _side(side, knowledge)
        sides.append(found)
        problems += unknown
    tests, wrong = read_under(under, vocabulary, knowledge)
    problems += wrong
    if problems:
        raise GuidelineError(problems)
    pairs = tuple(dict.fromkeys(zip(sides[::2], sides[1::2], strict=True)))
    return Focus(vocabulary, knowledge, _once(sources), _once(actions), _once(kinds), pairs, tests)


def _once(words: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(words))


def _side(name: str, knowledge: Knowledge) -> tuple[str, Collection[Problem]]:
    """A source or a statement, by its name without its source."""
    if name in knowledge.sources:
        return name, ()
    try:
        return find(name, knowledge).name, ()
    except GuidelineError:
        known = [*knowledge.sources, *knowledge.statements, *(s.id for s in knowledge.statements.values())]
        hint = closest(name, known) or f"the sources are {', '.join(sorted(knowledge.sources))}; see `guideline statements`"
        return name, [Problem("unknown-side", f"unknown source or statement {quoted(name)}", hint=hint)]


__all__ = ["Focus", "read_focus"]
