"""What has to hold of every why-not: that the blockers met bring it about, that none is superfluous, and that nothing cheaper does."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import product
from math import prod

from explain.why_not.absence import Blocker, Way
from explain.why_not.amends import Variable, Variables, findings_only
from explain.why_not.blockers import Prepared
from explain.why_not.leads import Lead
from guideline import Pack
from guideline.answer import Answer
from guideline.contract_schema import STATUSES
from guideline.goal import Conclusion, Goal
from guideline.model import Case, Test
from guideline.solving import Session
from guideline.terms.atoms import Atom

IN_THE_WAY = {"overridden", "opposed"}


def goals(pack: Pack, answer: Answer) -> Iterator[Goal]:
    """Everything that may be asked about and does not hold."""
    for action in sorted(pack.vocabulary.actions):
        for status in STATUSES:
            if answer.status.get(action, "not_addressed") != status != "not_addressed":
                yield Goal("status", (status, action))
    names = sorted(pack.knowledge.statements)
    yield from (Goal("statement", (name,)) for name in names if name not in answer.in_force)
    yield from (Goal("context", (c.context,)) for c in answer.contexts if not c.in_scope)
    held = {frozenset(c.statements) for c in answer.conflicts}
    for i, one in enumerate(names):
        yield from (Goal("conflict", (one, other)) for other in names[i + 1 :] if frozenset((one, other)) not in held)


def met(answer: Answer, blockers: Iterable[Blocker], removed: str = "") -> tuple[set[Test], set[str]]:
    """The tests of a case with blockers met, and the statements switched off; the word of `removed` is taken away instead."""
    tests, without = set(answer.case.tests), set(answer.without)
    for b in blockers:
        if b.kind in IN_THE_WAY and b.subject == removed:
            for r in b.removal:
                tests = _set(tests, r)
        elif b.kind in IN_THE_WAY:
            without.add(b.subject)
        elif b.kind == "switched_off":
            without.discard(b.subject)
        else:
            tests = _set(tests, b)
    return tests, without


def _set(tests: set[Test], b: Blocker) -> set[Test]:
    action = b.kind in {"ruled_out", "not_ruled_out"}
    return {t for t in tests if not (t.subject == b.subject and (t.kind == "unsuitable") == action)} | b.setting


def literals_of(conclusion: Conclusion, session: Session) -> list[int]:
    """The atoms of which one has to hold."""
    if len(conclusion) == 3 and conclusion[0] == "conflict":
        sides = set(conclusion[1:])
        return [n for a, n in session.program.literals.items() if a.name == "conflict" and {a.args[1], a.args[3]} == sides]
    return [session.program.literals[Atom(conclusion[0], conclusion[1:])]]


def derived(conclusion: Conclusion, session: Session, tests: Iterable[Test], without: Iterable[str]) -> bool:
    """Whether clingo derives a conclusion, in a record that breaks no axiom."""
    session.set(tests, without)
    solution = session.solve(literals_of(conclusion, session))
    return solution is not None and bool(solution.true)


def is_complete(way: Way, conclusion: Conclusion, session: Session, answer: Answer) -> None:
    """The blockers met, the conclusion comes about, whether statements in the way are switched off or lose their word."""
    assert bool(way.blockers) == way.reachable
    if way.reachable:
        assert derived(conclusion, session, *met(answer, way.blockers)), way
    for b in way.blockers:
        assert not b.removal or derived(conclusion, session, *met(answer, way.blockers, removed=b.subject)), (way, b.subject)


def is_minimal(way: Way, conclusion: Conclusion, session: Session, answer: Answer) -> None:
    """Any one blocker left unmet, the statement does not lead there."""
    for b in way.blockers:
        if way.proved or b.kind in IN_THE_WAY:
            rest = met(answer, [x for x in way.blockers if x is not b])
            assert not (derived(conclusion, session, *rest) and derived(way.through, session, *rest)), (way, b)


def insteads_lead_there(way: Way, conclusion: Conclusion, session: Session, answer: Answer) -> int:
    """Whatever is told to do instead of a blocker brings the conclusion about with the other blockers met; how many were tried."""
    tried = 0
    removed = {b.subject: b.removal for b in way.blockers if b.removal}
    for gone, rows in {"": way.blockers, **removed}.items():
        rest = [b for b in way.blockers if gone and not (b.kind in IN_THE_WAY and b.subject == gone)]
        for at, b in enumerate(rows):
            for o in b.others:
                alike = [x for x in rows[: at + 1] if x.via == b.via]
                if len(alike) != o.of:  # which of them it stands for is not told
                    continue
                tests, without = met(answer, [*rest, *(x for x in rows if x not in alike), *o.changes])
                assert derived(conclusion, session, tests, without), (way, b.subject, o)
                tried += 1
    return tried


class Everything:
    """All records that differ from one case where some conclusion is concerned, the least changes first.

    Args:
        lead: whose literals have to hold, all other statements switched off.
        prepared: of the pack.
        variables: of the case.
    """

    def __init__(self, lead: Lead, prepared: Prepared, variables: Variables) -> None:
        self._lead = lead
        reach = prepared.reach
        below = reach.closure([*map(abs, lead.literals), *reach.barred])
        found = {("statement", s) for s in lead.own}
        for n, t in prepared.tests.items():
            if n in below:
                found.add(("exclusion" if t.kind == "unsuitable" else "finding", t.subject))
        self._made: list[Variable] = [variables.of(kind, name) for kind, name in sorted(found)]

    @property
    def size(self) -> int:
        """How many there are."""
        return prod(len(v.states) for v in self._made)

    def least(self, session: Session, case: Case) -> int | None:
        """What findings have to change at least; None where nothing does."""
        lead = self._lead
        every = {name.removeprefix("active ") for name in session.program.switches if name.startswith("active ")}
        touched = {(v.kind, v.name) for v in self._made}
        kept = {t for t in case.tests if ("exclusion" if t.kind == "unsuitable" else "finding", t.subject) not in touched}
        for states in sorted(product(*(v.states for v in self._made)), key=lambda row: sum(s.cost for s in row)):
            rows = list(zip(self._made, states, strict=True))
            on = {v.name for v, s in rows if v.kind == "statement" and s.tests}
            session.set(kept.union(*(s.tests for v, s in rows if v.kind != "statement")), every - on)
            solution = session.solve([abs(x) for x in lead.literals])
            if solution is not None and all((abs(x) in solution.true) is (x > 0) for x in lead.literals):
                return findings_only(sum(s.cost for s in states))
        return None
