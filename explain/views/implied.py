"""What several answers to critical questions all imply, where that alone would do: two fractures are not needed where one is enough."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from weakref import WeakKeyDictionary

from explain.views.labels import parse_test
from guideline.answer import Answer, Answers
from guideline.cases.record import tests_of
from guideline.errors import CaseError, Place
from guideline.model import Recorded, Test, TestKind
from guideline.pack import Pack

DENIED: Mapping[TestKind, TestKind] = {"has": "lacks", "lacks": "has"}
Brought = Callable[[Answers], Iterable[str]]
TRIED = 12
"""So many sets of answers are looked behind for an action."""
VALUED = frozenset({"has", "lacks", "is"})
"""Kinds of tests that one record meets just so."""


class Implied:
    """Looks behind answers for the plainer finding that they bring with them.

    Args:
        answer: of the case.
        pack: that gave it.
    """

    def __init__(self, answer: Answer, pack: Pack) -> None:
        self._answer = answer
        self._pack = pack
        self._steps = _steps(pack)
        self._tried: dict[tuple[Test, ...], Answer | None] = {}

    def widened(self, action: str, status: str, alone: Answers, brought: Brought) -> Answers:
        """The same single answers, those left out that imply a finding which brings up the action by itself; this stands for them.

        Args:
            action: that the answers bring up.
            status: what it would be.
            alone: single answers to critical questions.
            brought: the statements that some of them bring into force.
        """
        behind = {one: self._behind(one[0]) for one in alone}
        for test in sorted({t for tests in behind.values() for t in tests}):
            left = tuple([one for one in alone if test in behind[one]])
            # Where the plain finding does so only as long as nothing more is known, it is the answers that do it.
            denied = tuple(sorted(Test(DENIED[one[0].kind], one[0].subject, one[0].value) for one in left if one[0].kind in DENIED))
            wanted = set(brought(left))
            if all(self._does(action, status, wanted, (test, *more)) for more in ((), denied)):
                return ((test,), *[one for one in alone if one not in left])
        return alone

    def joined(self, action: str, status: str, sets: Answers, brought: Brought) -> Answers:
        """Sets of several answers, a member that implies a plainer finding given up for it where that does it with the others; each once.

        Of too many sets none is tried: they are not read one by one.
        """
        if len(sets) > TRIED:
            return sets
        found = dict.fromkeys(self._plainer(action, status, one, set(brought((one,)))) for one in sets)
        return tuple(x for x in found if not any(set(y) < set(x) for y in found))

    def _plainer(self, action: str, status: str, one: tuple[Test, ...], wanted: set[str]) -> tuple[Test, ...]:
        for member in one:
            rest = tuple(t for t in one if t != member)
            denied = (Test(DENIED[member.kind], member.subject, member.value),) if member.kind in DENIED else ()
            for test in sorted(self._behind(member)):
                if all(self._does(action, status, wanted, (*rest, test, *more)) for more in ((), denied)):
                    return tuple(sorted((*rest, test)))
        return one

    def _does(self, action: str, status: str, wanted: set[str], tests: tuple[Test, ...]) -> bool:
        made = self._with(tests)
        return made is not None and made.status.get(action) == status and wanted <= set(made.in_force)

    def _behind(self, test: Test) -> frozenset[Test]:
        """What a record of a test implies of findings that are not recorded, and not critical: those are answers of their own."""
        recorded = {r.finding for r in self._answer.case.recorded}
        found: set[Test] = set()
        todo = [test]
        while todo:
            for implied in self._steps.get(todo.pop(), ()):
                if implied not in found:
                    found.add(implied)
                    todo.append(implied)
        findings = self._pack.vocabulary.findings
        return frozenset(t for t in found if t.kind in VALUED and t.subject not in recorded and not findings[t.subject].critical)

    def _with(self, tests: tuple[Test, ...]) -> Answer | None:
        """The answer with more on record; None where no patient can have it beside what is recorded."""
        if tests not in self._tried:
            case = self._answer.case
            new = [Recorded(t.subject, t.value if t.kind == "is" else t.kind == "has", "", Place("")) for t in tests]
            recorded = (*case.recorded, *new)
            more = replace(case, recorded=recorded, tests=tests_of(recorded, case.excluded, self._pack.vocabulary))
            try:
                made = self._pack.solve(more, without=self._answer.without, policy=self._answer.policy, marks=False, inquire=False)
            except CaseError:
                self._tried[tests] = None
            else:
                self._tried[tests] = made
        return self._tried[tests]


_STEPS: WeakKeyDictionary[Pack, Mapping[Test, frozenset[Test]]] = WeakKeyDictionary()


def _steps(pack: Pack) -> Mapping[Test, frozenset[Test]]:
    """For each test what follows from it by an axiom that asks for nothing else."""
    known = _STEPS.get(pack)
    if known is None:
        found: dict[Test, set[Test]] = {}
        for rule in pack.compiled.rules:
            if rule.head_name == "follows" and len(rule.body) == 1 and rule.body[0].positive:
                for test in rule.body[0].tests:
                    found.setdefault(test, set()).update(parse_test(h.removeprefix("follows(").removesuffix(")")) for h in rule.heads)
        known = _STEPS[pack] = {t: frozenset(implied) for t, implied in found.items()}
    return known
