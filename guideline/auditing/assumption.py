"""What is taken for absent: the statements that stand as long as a finding is not recorded, and the decisions that its answer can turn."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from guideline.auditing.answers import questions
from guideline.auditing.excerpt import reduced_rules
from guideline.auditing.reduced import Reduced
from guideline.auditing.twins import Twins
from guideline.marks import weakest
from guideline.model import Knowledge, Test
from guideline.program import GroundProgram

TOGETHER = 60
"""So many statements share a solver."""


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
    names = statements if statements is not None else (s.name for s in knowledge.statements.values() if s.decides)
    found: list[Assumption] = []
    # Statements on the same actions rest on much the same, so they share a solver; not too many, as each question costs what it holds.
    rows = sorted((search.actions(s), s) for s in names if search.reads_absence(s))
    for start in range(0, len(rows), TOGETHER):
        found += search.found([s for _, s in rows[start : start + TOGETHER]])
    return tuple(sorted(found))


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
        self._in_force = {a.args[0]: n for n, a in sorted(program.atoms.items()) if a.name == "in_force" and n in reduced.rules}
        self._status: dict[str, list[int]] = {}
        for n, a in sorted(program.atoms.items()):
            if a.name == "status" and n in reduced.rules:
                self._status.setdefault(a.args[0], []).append(n)
        self._ranks = {(f, q): int(n) for f, q, n in program.facts.get("threshold", [])}
        self._against: dict[str, dict[str, list[tuple[Test, int]]]] = {}

    def actions(self, statement: str) -> tuple[str, ...]:
        """The actions that a statement speaks of."""
        known = self._knowledge.statements[statement]
        return tuple(sorted({a for _, a in known.leans} | {a for a, _ in known.needs}))

    def reads_absence(self, statement: str) -> bool:
        """Whether something that is recorded of the patient may keep a statement from being in force."""
        goal = self._in_force.get(statement)
        rows: dict[str, list[tuple[Test, int]]] = {}
        for n in sorted(self._reduced.against(goal)) if goal else ():
            test = self._reduced.tests[n]
            rows.setdefault(test.subject, []).append((test, n))
        self._against[statement] = rows
        return bool(rows)

    def found(self, statements: Sequence[str]) -> Iterator[Assumption]:
        """The assumptions of some statements: for each finding the brave consequences over a patient before and after its answer."""
        actions = sorted({a for s in statements for a in self.actions(s)})
        words = {a: self._status[a] for a in actions if a in self._status}
        goals = {s: self._in_force[s] for s in statements}
        twins = Twins(self._reduced, [*goals.values(), *(n for rows in words.values() for n in rows)], self._questions)
        differs = {a: twins.differ(rows) for a, rows in words.items()}
        keys: list[tuple[str, str, Test | None, str]] = []
        bodies: list[list[int]] = []
        for s, goal in goals.items():
            fallen = [twins.before(goal), -twins.after(goal)]
            for finding, tests in self._against[s].items():
                answered = [twins.findings[finding], *fallen]
                keys += [(s, finding, test, "") for test, _ in tests]
                bodies += [[*answered, twins.after(n)] for _, n in tests]
                speaks = [a for a in self.actions(s) if a in differs]
                keys += [(s, finding, None, a) for a in speaks]
                bodies += [[*answered, differs[a]] for a in speaks]
        asked: dict[str, dict[int, tuple[str, str, Test | None, str]]] = {}
        for n, key in zip(twins.define(bodies), keys, strict=True):
            asked.setdefault(key[1], {})[n] = key
        ended: dict[tuple[str, str], list[tuple[Test, ...]]] = {}
        turned: dict[tuple[str, str], list[str]] = {}
        for finding, literals in sorted(asked.items()):
            for s, _, test, action in (literals[n] for n in sorted(twins.brave(finding, literals))):
                if test:
                    ended.setdefault((s, finding), []).append((test,))
                else:
                    turned.setdefault((s, finding), []).append(action)
        for (s, finding), sets in ended.items():
            weak = tuple(t for tests in weakest(sorted(sets), self._ranks) for t in tests)
            yield Assumption(s, finding, weak, tuple(sorted(turned.get((s, finding), []))))
