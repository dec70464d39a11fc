"""What the cases of a pack try out: for each statement where it is in force, where it is not, and who expects something of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from guideline.expectation import Expectation
from guideline.model import Knowledge


@dataclass(frozen=True, slots=True)
class Covered:
    """The cases of one statement, by name, in the order in which they were tried."""

    statement: str
    rule: bool
    in_force: tuple[str, ...]
    falls_away: tuple[str, ...]
    named: tuple[str, ...]


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


def coverage(tried: Iterable[tuple[str, frozenset[str], Expectation]], knowledge: Knowledge) -> Coverage:
    """Counts what cases try out.

    Args:
        tried: name, statements in force and expectation of each case that could be solved.
        knowledge: of the pack.
    """
    rows = [(name, in_force, expectation.named) for name, in_force, expectation in tried]
    return Coverage(
        len(rows),
        tuple(
            Covered(
                name,
                statement.decides,
                tuple(case for case, force, _ in rows if name in force),
                tuple(case for case, force, _ in rows if name not in force),
                tuple(case for case, _, named in rows if name in named),
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
