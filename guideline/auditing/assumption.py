"""What is taken for absent: the statements that stand as long as a finding is not recorded, and the decisions that its answer can turn."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from guideline.auditing.answers import questions
from guideline.auditing.excerpt import reduced_rules
from guideline.auditing.reduced import Reduced
from guideline.auditing.twins import Twins
from guideline.marks import weakest
from guideline.model import Knowledge, Test
from guideline.program import GroundProgram


@dataclass(frozen=True, slots=True, order=True)
class Assumption:
    """A statement that reads the absence of a finding as an answer to it.

    Attributes:
        statement: that is in force for some patient of whom the finding is not recorded, and no longer so once it is.
        finding: the finding.
        ended_by: the answers that end it, the weakest of each amount: `has` where absence is read as "no".
        turns: the actions that the statement speaks of whose status some such answer changes.
    """

    statement: str
    finding: str
    ended_by: tuple[Test, ...]
    turns: tuple[str, ...]


def assumptions(
    program: GroundProgram, knowledge: Knowledge, reduced: Reduced | None = None, statements: Iterable[str] | None = None
) -> tuple[Assumption, ...]:
    """All such statements over all records, each with every finding whose absence it reads as an answer.

    Args:
        program: of the pack.
        knowledge: of the pack.
        reduced: its reduced rules, where they are there already.
        statements: only these; all that bear on answers by default.
    """
    search = _Search(program, knowledge, reduced or reduced_rules(program))
    names = sorted(statements if statements is not None else (s.name for s in knowledge.statements.values() if s.decides))
    ended = {s: rows for s in names if (rows := search.ended(s))}
    turned = search.turned(ended)
    found = [(s, f, tests, turned.get((s, f), set())) for s, rows in ended.items() for f, tests in rows.items()]
    return tuple(sorted(Assumption(s, f, tests, tuple(sorted(actions))) for s, f, tests, actions in found))


@dataclass(frozen=True, slots=True)
class Assumed:
    """One finding with all that rests on its absence: which answers end it, for which statements, turning the status of which actions."""

    finding: str
    ended_by: tuple[Test, ...]
    statements: tuple[str, ...]
    turns: tuple[str, ...]


def by_finding(rows: Iterable[Assumption]) -> tuple[Assumed, ...]:
    """The assumptions put together by finding; first those whose answer can turn most."""
    groups: dict[str, list[Assumption]] = {}
    for row in rows:
        groups.setdefault(row.finding, []).append(row)
    made = [
        Assumed(
            finding=f,
            ended_by=tuple(sorted({t for r in members for t in r.ended_by})),
            statements=tuple(sorted({r.statement for r in members})),
            turns=tuple(sorted({a for r in members for a in r.turns})),
        )
        for f, members in groups.items()
    ]
    return tuple(sorted(made, key=lambda a: (-len(a.turns), -len(a.statements), a.finding)))


class _Search:
    def __init__(self, program: GroundProgram, knowledge: Knowledge, reduced: Reduced) -> None:
        self._knowledge, self._reduced = knowledge, reduced
        self._questions = questions(program)
        self._in_force = {a.args[0]: n for n, a in sorted(program.atoms.items()) if a.name == "in_force"}
        self._status: dict[str, list[int]] = {}
        for n, a in sorted(program.atoms.items()):
            if a.name == "status" and n in reduced.rules:
                self._status.setdefault(a.args[0], []).append(n)
        self._ranks = {(f, q): int(n) for f, q, n in program.facts.get("threshold", [])}

    def ended(self, statement: str) -> dict[str, tuple[Test, ...]]:
        """The findings whose absence a statement reads as an answer, with the answers that end it."""
        goal = self._in_force.get(statement, 0)
        if goal not in self._reduced.rules:
            return {}
        candidates: dict[str, list[tuple[Test, int]]] = {}
        for n in sorted(self._reduced.against(goal)):
            test = self._reduced.tests[n]
            candidates.setdefault(test.subject, []).append((test, n))
        if not candidates:
            return {}
        twins = Twins(self._reduced, [goal], self._questions)
        fallen = [twins.before(goal), -twins.after(goal)]
        found = {}
        for finding, rows in sorted(candidates.items()):
            if twins.some(finding, fallen):
                sets = [(test,) for test, n in rows if twins.some(finding, [*fallen, twins.after(n)])]
                found[finding] = tuple(t for s in weakest(sorted(sets), self._ranks) for t in s)
        return found

    def turned(self, ended: Mapping[str, Mapping[str, tuple[Test, ...]]]) -> dict[tuple[str, str], set[str]]:
        """Of each statement and finding the actions whose status turns as the statement ends."""
        speaking: dict[str, list[str]] = {}
        for s in sorted(ended):
            statement = self._knowledge.statements[s]
            for action in sorted({a for _, a in statement.leans} | {a for a, _ in statement.needs}):
                speaking.setdefault(action, []).append(s)
        found: dict[tuple[str, str], set[str]] = {}
        for action, names in speaking.items():
            words = self._status.get(action, [])
            if not words:
                continue
            goals = [self._in_force[s] for s in names]
            twins = Twins(self._reduced, [*goals, *words], self._questions)
            differs = twins.differ(words)
            for s, goal in zip(names, goals, strict=True):
                for finding in sorted(ended[s]):
                    if twins.some(finding, [twins.before(goal), -twins.after(goal), differs]):
                        found.setdefault((s, finding), set()).add(action)
        return found
