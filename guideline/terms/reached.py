"""What a pack asks for in a statement, a context or a concept: the tests of its rules and criteria, through the concepts that they use."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from guideline.model import Test
from guideline.terms import assertions as a
from guideline.terms.parsed import Group, SourceRule
from guideline.terms.syntax import Facts


class Reach(NamedTuple):
    """What is asked for: the tests, and the concepts by their names."""

    tests: frozenset[Test]
    concepts: frozenset[str]


class Asked:
    """Reads rules and facts of packs.

    Args:
        rules: of the packs.
        facts: with the criteria of statements and of groups.
    """

    def __init__(self, rules: Iterable[SourceRule], facts: Facts) -> None:
        self._rules: dict[str, list[SourceRule]] = {}
        for rule in rules:
            for head in rule.heads or (rule.head_name,):
                self._rules.setdefault(head, []).append(rule)
        self._excludes: dict[str, list[str]] = {}
        for head in self._rules:
            if head.startswith("excludes("):
                self._excludes.setdefault(head[len("excludes(") :].partition(",")[0], []).append(head)
        self._within: dict[str, list[str]] = {}
        for fact, _ in facts.of(a.Within):
            self._within.setdefault(fact.statement, []).append(fact.context)
        self._needs: dict[str, list[Test | Group]] = {}
        for needs, _ in facts.of(a.Needs):
            self._needs.setdefault(needs.statement, []).append(needs.criterion)
        self._members: dict[Group, list[Test | Group]] = {}
        for one, _ in facts.of(a.AnyOf):
            self._members.setdefault(Group("any", one.group), []).append(one.criterion)
        for part, _ in facts.of(a.AllOf):
            self._members.setdefault(Group("all", part.group), []).append(part.criterion)

    def statement(self, name: str) -> Reach:
        """Of a statement: when it applies, in which contexts, and its criteria."""
        found = [self._of([f"applies({name})"]), *(self.context(c) for c in self._within.get(name, ()))]
        criteria = frozenset(test for c in self._needs.get(name, ()) for test in self._tests(c, frozenset()))
        return Reach(criteria.union(*(r.tests for r in found)), frozenset().union(*(r.concepts for r in found)))

    def context(self, name: str) -> Reach:
        """Of a context: whom it takes in and leaves out."""
        return self._of([f"enters({name})", *self._excludes.get(name, ())])

    def concept(self, name: str) -> Reach:
        """Of a concept without arguments."""
        return self._of([name])

    def _tests(self, criterion: Test | Group, above: frozenset[Group]) -> Iterator[Test]:
        if isinstance(criterion, Test):
            yield criterion
        elif criterion not in above:
            for member in self._members.get(criterion, ()):
                yield from self._tests(member, above | {criterion})

    def _of(self, heads: list[str]) -> Reach:
        tests: set[Test] = set()
        concepts: set[str] = set()
        todo = list(heads)
        while todo:
            for rule in self._rules.get(todo.pop(), ()):
                for literal in rule.body:
                    tests.update(literal.tests)
                    if not literal.tests and literal.name not in concepts:
                        concepts.add(literal.name)
                        todo += [literal.name, *(atom for atom in literal.atoms if atom != literal.name)]
        return Reach(frozenset(tests), frozenset(concepts))
