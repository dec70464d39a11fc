"""What the cases of a pack try out: for each statement where it is in force, where it is not, and who expects something of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from guideline.expectations.expectation import Expectation
from guideline.model import Knowledge


@dataclass(frozen=True, slots=True)
class Covered:
    """The cases of one statement, by name, in the order in which they were tried.

    `out_of_scope` are those among `falls_away` in which no context of the statement takes the patient in: they try its contexts, and
    say nothing of its own conditions.
    """

    statement: str
    rule: bool
    in_force: tuple[str, ...]
    falls_away: tuple[str, ...]
    named: tuple[str, ...]
    out_of_scope: tuple[str, ...]

    @property
    def falls_away_inside(self) -> tuple[str, ...]:
        """The cases in which it falls away though a context of it takes the patient in, or it has none."""
        return tuple(case for case in self.falls_away if case not in self.out_of_scope)


@dataclass(frozen=True, slots=True)
class Coverage:
    """All statements, by name."""

    cases: int
    statements: tuple[Covered, ...]

    def group(self, *, rule: bool) -> tuple[Covered, ...]:
        """The statements that bear on answers, or those that only report or record a gap."""
        return tuple(s for s in self.statements if s.rule == rule)


Never = Literal["in_force", "falls_away"]
NEVER: tuple[Never, ...] = ("in_force", "falls_away")


@dataclass(frozen=True, slots=True, order=True)
class Gap:
    """What no case shows of a statement: it in force, or it not in force."""

    statement: str
    never: Never


@dataclass(frozen=True, slots=True)
class Shown:
    """What one case that could be solved shows: statements in force, those out of scope, and its expectation."""

    case: str
    in_force: frozenset[str]
    out_of_scope: frozenset[str]
    expectation: Expectation


def coverage(tried: Iterable[Shown], knowledge: Knowledge) -> Coverage:
    """Counts what cases try out.

    Args:
        tried: the cases that could be solved.
        knowledge: of the pack.
    """
    rows = [(shown, shown.expectation.named) for shown in tried]
    return Coverage(
        len(rows),
        tuple(
            Covered(
                name,
                statement.decides,
                tuple(shown.case for shown, _ in rows if name in shown.in_force),
                tuple(shown.case for shown, _ in rows if name not in shown.in_force),
                tuple(shown.case for shown, named in rows if name in named),
                tuple(shown.case for shown, _ in rows if name in shown.out_of_scope),
            )
            for name, statement in sorted(knowledge.statements.items())
        ),
    )


def gaps(counted: Coverage) -> tuple[Gap, ...]:
    """Every rule statement that no case has in force, and every one that is in force in all cases."""
    found: list[Gap] = []
    for s in counted.group(rule=True):
        found += [Gap(s.statement, never) for never in NEVER if not getattr(s, never)]
    return tuple(found)
