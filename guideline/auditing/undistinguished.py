"""What no rule distinguishes: findings and answers of which no result of any patient depends; answers after which nothing is said.

Two patients are compared whose records are the same but for one finding; results are the statements in force, their stances, whether these
withhold because of a clock or of something else, and what carries weight in a declared tension. Conflicts and statuses rest on these alone.
All records are looked at and not the complete ones only: of a finding that follows from others, no complete record could show what it
decides where the others are not recorded.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise

from guideline.auditing.answers import Answer, answers
from guideline.auditing.ground_rules import GroundRules
from guideline.auditing.replay import Replay
from guideline.model import Interval, Test, Vocabulary
from guideline.terms.atoms import Atom

RESULTS = frozenset({"in_force", "stance", "heard"})
GROUNDS = frozenset({"clocked", "conditioned"})
"""Why a stance withholds."""


Question = tuple[str, tuple[Test, ...] | None, tuple[Test, ...] | None]
"""A finding, and what is recorded of it in the first record and in the second; nothing in the first; anything in both."""


@dataclass(frozen=True, slots=True)
class Undistinguished:
    """Answers to one finding, as a case writes them, that come to the same whatever else is recorded.

    Attributes:
        finding: that they answer.
        answers: which; of an amount one of each stretch, from the least to the greatest.
        whole: whether these are all answers, and recording nothing comes to the same too: the finding decides nothing.
        read: whether a rule of the pack asks for it all the same, such as an axiom.
    """

    finding: str
    answers: tuple[str, ...]
    whole: bool
    read: bool = False


@dataclass(frozen=True, slots=True)
class Mute:
    """An answer to a finding that changes nothing for any patient of whom the finding was not recorded before.

    Attributes:
        answer: as a case writes it; of an amount an ordinary one of its stretch.
        bounds: the tests that say which stretch; empty where it is no amount.
    """

    finding: str
    answer: str
    bounds: tuple[Test, ...] = ()


@dataclass(frozen=True, slots=True)
class Untold:
    """What no rule distinguishes in a pack; each tuple sorted by finding."""

    undistinguished: tuple[Undistinguished, ...]
    mute: tuple[Mute, ...]


def untold(ground: GroundRules, vocabulary: Vocabulary) -> Untold:
    """Looks for what no rule distinguishes. The patient excludes nothing, and every statement is on.

    Args:
        ground: the rules of the pack; their program is left as it is.
        vocabulary: of the pack.
    """
    asked: list[Question] = []
    findings: dict[str, list[Answer]] = {}
    for name, finding in sorted(vocabulary.findings.items()):
        rows = _ordered(answers(finding, vocabulary), finding.kind == "quantity")
        if rows and any(t.subject == name for t in ground.program.given):
            findings[name] = rows
            asked += [(name, None, None), *((name, None, a.tests) for a in rows)]
            pairs = pairwise(rows) if finding.kind == "quantity" else combinations(rows, 2)
            asked += [(name, a.tests, b.tests) for a, b in pairs]
    differing = _Work(ground).differing(asked)
    same: list[Undistinguished] = []
    mute: list[Mute] = []
    for name, rows in findings.items():
        mute += [Mute(name, a.text, a.bounds) for a in rows if (name, None, a.tests) not in differing]
        if (name, None, None) not in differing:
            same.append(Undistinguished(name, tuple(a.text for a in rows), whole=True))
        else:
            groups = _groups(rows, differing, ordered=vocabulary.findings[name].kind == "quantity")
            same += [Undistinguished(name, tuple(a.text for a in group), whole=False) for group in groups]
    return Untold(tuple(same), tuple(mute))


def _ordered(rows: Sequence[Answer], amounts: bool) -> list[Answer]:
    """Amounts from the least to the greatest: the more of them, the more comparisons with what lies below hold."""
    return sorted(rows, key=lambda a: sum(t.kind in {"at_least", "above"} for t in a.tests)) if amounts else list(rows)


def _groups(rows: Sequence[Answer], differing: Collection[Question], *, ordered: bool) -> Iterator[list[Answer]]:
    """Sets of several answers that come to the same; of an amount, stretches next to each other."""
    groups: list[list[Answer]] = []
    for answer in rows:
        for group in groups[-1:] if ordered else groups:
            if (answer.finding, group[-1].tests, answer.tests) not in differing:
                group.append(answer)
                break
        else:
            groups.append([answer])
    # At a threshold and past it there may well be no difference; two stretches that come to the same make the threshold between idle.
    return (group for group in groups if sum(_between(a) for a in group) > 1)


def _between(answer: Answer) -> bool:
    """Whether an answer is no amount at a threshold."""
    return not isinstance(answer.value, Interval) or not {t.value for t in answer.tests if t.kind == "at_least"} & {
        t.value for t in answer.tests if t.kind == "at_most"
    }


class _Work:
    """Two patients side by side."""

    def __init__(self, ground: GroundRules) -> None:
        self._ground, program = ground, ground.program
        rows: list[tuple[int, ...]] = []
        for n, atom in sorted(program.atoms.items()):
            if atom.name in RESULTS:
                rows.append((n,))
            elif atom.name in GROUNDS:
                withholds = program.literals.get(Atom("stance", (atom.args[0], "withholds", atom.args[1])))
                rows += [(n, withholds)] if withholds else []
        self._results = {n for row in rows for n in row}
        self._replay = Replay(ground, sorted(self._results), worlds=2, lifts=["finding"])
        self._replay.one_lift()
        sides = [[[[self._replay.literal(n, world) for n in row]] for row in rows] for world in (0, 1)]
        self._pairs = list(zip(rows, *map(self._replay.define_all, sides), strict=True))
        self._uses: dict[int, list[int]] = {}
        for head in self._replay.atoms:
            for body in ground.rules.get(head, ()):
                for n in body:
                    self._uses.setdefault(abs(n), []).append(head)

    def differing(self, asked: Sequence[Question]) -> frozenset[Question]:
        """Those questions to which the answer is that some two patients differ; all in one run, as most of them have it."""
        own: dict[str, dict[Test, int]] = {}
        for n, test in self._ground.tests.items():
            own.setdefault(test.subject, {})[test] = n
        names = list(dict.fromkeys(name for name, _, _ in asked))
        made = self._replay.define_all([list(self._differences(own[name].values())) for name in names])
        differ = dict(zip(names, made, strict=True))
        possible = []
        for question in asked:
            name, first, second = question
            told = own[name] if second is None else set(first or ()).symmetric_difference(second)
            if self._reached(own[name][t] for t in told):
                possible.append(question)
        bodies = []
        for name, first, second in possible:
            body = [self._replay.lifts["finding", name], differ[name]]
            for world, tests in ((0, first or ()), (1, second)) if second is not None else ():
                for t, n in own[name].items():
                    literal = self._replay.literal(n, world)
                    body.append(literal if t in tests else -literal)
            bodies.append([body])
        literals = self._replay.define_all(bodies)
        found = self._replay.brave(literals)
        return frozenset(q for q, n in zip(possible, literals, strict=True) if n in found)

    def _differences(self, tests: Iterable[int]) -> Iterator[list[int]]:
        """The ways in which two patients differ in a result that rests on some tests."""
        reached = self._reached(tests)
        for row, first, second in self._pairs:
            if reached.intersection(row):
                yield from ([first, -second], [-first, second])

    def _reached(self, atoms: Iterable[int]) -> frozenset[int]:
        """The results that rest on some atoms."""
        todo = list(atoms)
        found = set(todo)
        while todo:
            for head in self._uses.get(todo.pop(), ()):
                if head not in found:
                    found.add(head)
                    todo.append(head)
        return frozenset(found & self._results)


__all__ = ["Mute", "Undistinguished", "Untold", "untold"]
