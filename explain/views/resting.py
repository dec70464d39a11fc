"""On which of the recorded findings statements in force rest, read off the rules of the pack and the record alone."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

from explain.views.labels import parse_test
from explain.views.terms import Terms
from explain.views.values import Because, Condition
from guideline.model import Test
from guideline.terms.parsed import BodyLiteral, SourceRule


class Resting:
    """Reads off the rules on which of the recorded findings statements in force rest.

    Args:
        terms: of the answer.
        rules: of the pack.
    """

    def __init__(self, terms: Terms, rules: Iterable[SourceRule]) -> None:
        self._terms = terms
        self._tests: Collection[Test] = terms.answer.case.tests
        self._barred: frozenset[Test] = frozenset()
        self._lines = {r.finding: r.place.line for r in terms.answer.case.recorded}
        self._inside = {c.context for c in terms.answer.contexts if c.in_scope}
        self._rules: dict[str, list[SourceRule]] = {}
        for rule in rules:
            for head in rule.heads:
                self._rules.setdefault(head, []).append(rule)

    def on(self, statements: Sequence[str], action: str) -> tuple[Because, ...]:
        """What the words of several statements on an action rest on; on what takes the patient into their contexts where they apply to
        everybody there.
        """
        # Each test with what the sources say in its place, empty where one asks for it itself.
        found: dict[Test, list[str]] = {}
        for name in statements:
            needs = [term for a, term in self._terms.knowledge.statements[name].needs if a == action]
            made = (*(self._holds(f"applies({name})", frozenset()) or ()), *(t for term in needs for t in self._meeting(term)))
            contexts = [c for c in self._terms.knowledge.statements[name].within if c in self._inside] if not made else []
            rows = [(t, name) for t in made] + [(t, c) for c in contexts for t in self._holds(f"enters({c})", frozenset()) or ()]
            for test, owner in rows:
                found.setdefault(test, []).append(self._terms.taken(test, name) or self._terms.taken(test, owner))
        findings = self._terms.vocabulary.findings
        # A critical finding that is there makes it urgent; one that is denied only stands in nobody's way.
        critical = [t for t in found if t.kind != "lacks" and t.subject in findings and findings[t.subject].critical]
        shown: dict[str, Because] = {}
        for test in critical or found:
            condition = self._terms.test(test, self._terms.known(test.subject))
            words = found[test][0] if all(found[test]) else ""
            shown.setdefault(test.subject, Because(replace(condition, taken=words), self._lines.get(test.subject, 0)))
        return tuple(shown.values())

    def editors(self, statement: str, action: str) -> tuple[Condition, ...]:
        """What holds and was put by the editors for words of the source, if what a statement says of an action rests on it."""
        known = self._terms.knowledge.statements[statement]
        taken = [t for t in (parse_test(term) for term, _ in known.taken) if self._test(str(t), frozenset()) is not None]
        if not taken or not self._speaks(statement, action):
            return ()
        self._barred = frozenset(taken)
        try:
            alone = self._speaks(statement, action)
        finally:
            self._barred = frozenset()
        return () if alone else tuple([self._terms.test(t, owner=statement) for t in taken])

    def rules_of(self, atom: str) -> Sequence[SourceRule]:
        """The rules of the pack for a ground atom."""
        return self._rules.get(atom, ())

    def holds(self, atom: str, *, test: bool) -> bool:
        """Whether an atom holds by the record and the rules; `test` says that it is a test of a finding."""
        return (self._test(atom, frozenset()) if test else self._holds(atom, frozenset())) is not None

    def by(self, atom: str, *, test: bool) -> tuple[Test, ...]:
        """The recorded tests by which an atom holds; none where it does not."""
        return (self._test(atom, frozenset()) if test else self._holds(atom, frozenset())) or ()

    def _speaks(self, statement: str, action: str) -> bool:
        known = self._terms.knowledge.statements[statement]
        contexts = [c for c in known.within if c in self._inside]
        inside = not contexts or any(self._holds(f"enters({c})", frozenset()) is not None for c in contexts)
        met = all(self._met(term, frozenset()) for a, term in known.needs if a == action)
        return inside and met and self._holds(f"applies({statement})", frozenset()) is not None

    def _met(self, term: str, above: frozenset[str]) -> bool:
        members = self._terms.members(term)
        if members is None:
            return self._test(term, frozenset()) is not None
        return term not in above and (any if term.startswith("any(") else all)(self._met(m, above | {term}) for m in members)

    def _meeting(self, term: str) -> tuple[Test, ...]:
        """The recorded tests that meet a criterion."""
        members = self._terms.members(term)
        if members is None:
            return self._test(term, frozenset()) or ()
        return tuple(dict.fromkeys(t for m in members for t in self._meeting(m)))

    def _holds(self, atom: str, above: frozenset[str]) -> tuple[Test, ...] | None:
        """The recorded tests by which an atom holds; None where the rules do not say that it does."""
        if atom in above:
            return None
        found: dict[Test, None] = {}
        fires = False
        for rule in self._rules.get(atom, ()):
            parts = [self._literal(x, above | {atom}) for x in rule.body]
            if all(p is not None for p in parts):
                fires = True
                found |= dict.fromkeys(t for p in parts for t in p or ())
        return tuple(found) if fires else None

    def _literal(self, literal: BodyLiteral, above: frozenset[str]) -> tuple[Test, ...] | None:
        ways = [self._test(a, above) if literal.tests else self._holds(a, above) for a in literal.atoms]
        met = [w for w in ways if w is not None]
        if not literal.positive:
            return None if met else ()
        return tuple(dict.fromkeys(t for w in met for t in w)) if met else None

    def _test(self, atom: str, above: frozenset[str]) -> tuple[Test, ...] | None:
        """A test holds by the record, or follows from it."""
        test = parse_test(atom)
        if test in self._barred:
            return None
        if test in self._tests and test.subject in self._lines:
            return (test,)
        return self._holds(f"follows({atom})", above)
