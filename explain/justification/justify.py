"""The reasons of an answer as data: a graph from conclusions through rules to what is recorded, missing, and said by the sources."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from weakref import WeakKeyDictionary

from explain.justification.background import Background, Knowing
from explain.justification.chosen import TAKES, Chosen, takes
from explain.justification.derivation import Weighing
from explain.justification.graph import Graph
from explain.justification.ground_rules import GroundRules
from explain.justification.nodes import Cite, Justification, Kind, Node, Phrase, Rule, symbols
from explain.justification.turning import Setting, Turning
from guideline.answer import Answer
from guideline.model import Case, Exclusion, Recorded, Test
from guideline.pack import Pack, Seat
from guideline.program import GroundProgram
from guideline.terms.atoms import Atom

__all__ = [
    "Cite",
    "Conclusion",
    "Justification",
    "Justifier",
    "Kind",
    "Knowing",
    "Node",
    "Phrase",
    "Rule",
    "justification",
    "records",
    "results",
    "symbols",
    "takes",
]

Conclusion = tuple[str, ...]
"""An atom as name and arguments: ("in_force", s), ("stance", s, word, a), ("status", a, word), ("conflict", kind, s, a, t, b),
("scope", c), ("excludes", c, reason), ("overridden", s, t), ("takes", decision, alternative, s, word, a), both counted from 1, ...;
it need not hold."""


class Justifier:
    """Gives reasons from one ground program.

    Not for use from several threads at a time: it prepares itself as it is used. It reads the program and never runs the solver.
    """

    def __init__(self, program: GroundProgram, compiled: Knowing) -> None:
        self._background = Background(program, compiled)

    @property
    def ground(self) -> GroundRules:
        """The rules."""
        return self._background.ground

    def justify(
        self,
        true: frozenset[int],
        recorded: Mapping[Test, Recorded | Exclusion],
        conclusions: Iterable[Conclusion],
        findings: Iterable[Recorded] = (),
    ) -> Justification:
        """The reasons why conclusions hold, or do not.

        Args:
            true: the literals that hold, at least those of the externals; what follows from them is found again.
            recorded: what the case says behind its tests, from `records`.
            conclusions: to give reasons for; equal ones count once.
            findings: all that the case records, those included that decide no test (an interval around every threshold).
        """
        asked = [Atom(c[0], tuple(c[1:])) for c in conclusions]
        known = [self._background.literals[a] for a in asked if a in self._background.literals]
        reasons = Weighing(self._background.ground, true).below(known)
        made = Graph(self._background, reasons, recorded, findings).made(asked)
        self._background.used = True
        return made


_SEATED: WeakKeyDictionary[Seat, Justifier] = WeakKeyDictionary()


def justification(answer: Answer, pack: Pack, conclusions: Iterable[Conclusion] | None = None) -> Justification:
    """The reasons of an answer.

    Args:
        answer: from `pack.solve`.
        pack: that gave it.
        conclusions: to give reasons for, whether they hold or not; without them, all that the answer holds.
    """
    with pack.seats.borrow() as seat:
        justifier = _seated(seat, pack)
        off = {f"active {s}" for s in answer.without}
        held = _held(seat.session.program, answer.case.tests, off)
        asked = results(answer) if conclusions is None else list(conclusions)
        chosen = [c for c in asked if c[0] == TAKES]
        below: list[Conclusion] = []
        if chosen:
            choice = Chosen(answer, seat.tables, chosen)
            below = choice.below
        derived = [c for c in asked if c[0] != TAKES]
        made = justifier.justify(held, records(answer.case), [*derived, *below], answer.case.recorded)
        made = choice.joined(asked, made) if chosen else made
        here = (justifier.ground, held)
    return replace(made, turning=Turning(answer.case, pack.vocabulary, lambda: _setting(pack, answer.case.tests, off, here)))


@contextmanager
def _setting(pack: Pack, tests: frozenset[Test], off: Collection[str], last: Setting) -> Iterator[Setting]:
    """The rules of a pack, and the literals of tests and switches, for the length of a `with` block; mostly those that were used last."""
    with pack.seats.borrow() as seat:
        ground = _seated(seat, pack).ground
        yield last if ground is last[0] else (ground, _held(seat.session.program, tests, off))


def _seated(seat: Seat, pack: Pack) -> Justifier:
    justifier = _SEATED.get(seat)
    if justifier is None:
        justifier = _SEATED[seat] = Justifier(seat.session.program, pack.compiled)
    return justifier


def _held(program: GroundProgram, tests: Iterable[Test], off: Collection[str]) -> frozenset[int]:
    on = [n for name, n in program.switches.items() if name.startswith("active ") and name not in off]
    return frozenset([*(program.given[t] for t in tests if t in program.given), *on])


def results(answer: Answer) -> list[Conclusion]:
    """Everything that holds in an answer, as conclusions, in the order of the answer."""
    found: list[Conclusion] = [("scope", c.context) for c in answer.contexts if c.in_scope]
    found += [("excludes", c.context, reason) for c in answer.contexts for reason in c.reasons]
    found += [("in_force", s) for s in answer.in_force]
    found += [("overridden", by, s, a) if a else ("overridden", by, s) for s, rows in answer.overridden.items() for by, a in rows]
    found += [("stance", *s.key) for s in answer.stances]
    found += [("conflict", c.kind, c.statements[0], c.actions[0], c.statements[1], c.actions[1]) for c in answer.conflicts]
    found += [("status", a, word) for a, word in answer.status.items()]
    return found


def records(case: Case) -> dict[Test, Recorded | Exclusion]:
    """What a case says behind each test that it decides, in the order of the tests."""
    findings = {r.finding: r for r in case.recorded}
    actions = {e.action: e for e in case.excluded}
    made: dict[Test, Recorded | Exclusion] = {}
    for test in sorted(case.tests):
        said = actions.get(test.subject) if test.kind == "unsuitable" else findings.get(test.subject)
        if said:
            made[test] = said
    return made
