"""What two sides say otherwise, patients aside: statements and words added, removed, changed; of what changed, which parts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from typing import Literal

from guideline.differences.language import Language
from guideline.differences.sides import Side, Sides
from guideline.model import Action, Context, Finding, Source, Statement
from guideline.program import GroundProgram

How = Literal["added", "removed", "changed"]
What = Literal["source", "context", "finding", "action", "choice_between", "concept", "implication", "axiom"]
DECLARED = (Action, Context, Finding, Source, Statement)

UNCOMPARED = frozenset({"name", "place", "thresholds"})
"""Parts that say nothing of their own: names pair what is compared, places move, and thresholds are those of the rules."""
OF_OTHERS = frozenset({"applies", "enters", "excludes", "follows", "impossible"})
"""Heads of rules that belong to a statement, a context, an implication or an axiom; any other is a concept of the pack."""


@dataclass(frozen=True, slots=True)
class StatementChange:
    """A statement that stands on one side alone, or otherwise on both.

    Attributes:
        parts: of one that changed, what is otherwise: names of attributes of `guideline.model.Statement`, and `applies` for its rules.
    """

    name: str
    how: How
    parts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class WordChange:
    """The same of what else a pack declares. Rules of concepts, scopes, implications and axioms are parts as well, called `rules`."""

    what: What
    name: str
    how: How
    parts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Texts:
    """All that is said otherwise; statements by source and place in the document, words by what they are and by name."""

    statements: tuple[StatementChange, ...]
    words: tuple[WordChange, ...]

    @property
    def equal(self) -> bool:
        """Whether both sides say the same."""
        return not (self.statements or self.words)


class _Side:
    """What one side says, by what it is about."""

    def __init__(self, side: Side, program: GroundProgram) -> None:
        self.side = side
        self.rules = rules_of(side)
        self._members: dict[str, list[str]] = {}
        for group in ("any", "all"):
            for name, test in program.facts.get(f"{group}_of", []):
                self._members.setdefault(f"{group}({name})", []).append(test)
        knowledge, vocabulary = side.pack.knowledge, side.pack.vocabulary
        self.declared: dict[What, Mapping[str, object]] = {
            "source": knowledge.sources,
            "context": knowledge.contexts,
            "finding": vocabulary.findings,
            "action": vocabulary.actions,
            "choice_between": {" | ".join(sorted(pair)): True for pair in vocabulary.exclusive},
            "concept": {head: True for head in self.rules if head.partition("(")[0] not in OF_OTHERS},
            "implication": {head: True for head in self.rules if head.startswith("follows(")},
            "axiom": {head: True for head in self.rules if head.startswith("impossible(")},
        }

    def told(self, what: What | None, name: str, value: object) -> dict[str, object]:
        """The parts of something with what they say; the order of what is listed means nothing, but for choices."""
        rows = {f.name: getattr(value, f.name) for f in fields(value)} if isinstance(value, DECLARED) else {}
        parts = {part: _sorted(part, row) for part, row in rows.items() if part not in UNCOMPARED}
        if isinstance(value, Statement):
            parts["needs"] = sorted((action, self._criterion(term)) for action, term in value.needs)
            parts["applies"] = self.rules.get(f"applies({name})")
        elif what == "context":
            heads = [f"enters({name})", *(h for h in sorted(self.rules) if h.startswith(f"excludes({name},"))]
            parts["rules"] = [(head, self.rules.get(head)) for head in heads]
        elif what in {"concept", "implication", "axiom"}:
            parts["rules"] = self.rules[name]
        return parts

    def _criterion(self, term: str) -> str:
        members = self._members.get(term)
        if members is None:
            return term
        return f"{term.partition('(')[0]}({', '.join(sorted(map(self._criterion, members)))})"


def texts(sides: Sides, words: Language) -> Texts:
    """Compares what two sides say; two sources of one pack share no statement, and nothing of them is compared."""
    if sides.of == "sources":
        return Texts((), ())
    first, second = (_Side(s, p) for s, p in zip(sides.both, words.programs, strict=True))
    order = {n: (s.source, s.place.file, s.place.line, n) for side in (first, second) for n, s in side.side.statements.items()}
    statements = [StatementChange(*row) for row in _paired(None, first, second, first.side.statements, second.side.statements)]
    declared = [
        WordChange(what, *row)
        for what in first.declared
        for row in _paired(what, first, second, first.declared[what], second.declared[what])
    ]
    return Texts(tuple(sorted(statements, key=lambda c: order[c.name])), tuple(declared))


def rules_of(side: Side) -> Mapping[str, frozenset[str]]:
    """The rules of one side by what they make hold, as the pack writes them, blanks apart."""
    found: dict[str, set[str]] = {}
    for rule in side.pack.compiled.rules:
        for head in rule.heads or (rule.head_name,):
            found.setdefault(head, set()).add(" ".join(rule.text.split()))
    return {head: frozenset(rows) for head, rows in found.items()}


def _paired(
    what: What | None, first: _Side, second: _Side, mine: Mapping[str, object], other: Mapping[str, object]
) -> Iterable[tuple[str, How, tuple[str, ...]]]:
    """What was added, removed or changed, by name."""
    for name in sorted({*mine, *other}):
        if name not in mine:
            yield name, "added", ()
        elif name not in other:
            yield name, "removed", ()
        else:
            before, after = first.told(what, name, mine[name]), second.told(what, name, other[name])
            parts = tuple([part for part in before if before[part] != after[part]])
            if parts:
                yield name, "changed", parts


def _sorted(part: str, value: object) -> object:
    if isinstance(value, Mapping):
        return dict(value)
    return sorted(value, key=str) if isinstance(value, tuple) and part != "choices" else value


__all__ = ["How", "StatementChange", "Texts", "What", "WordChange", "rules_of", "texts"]
