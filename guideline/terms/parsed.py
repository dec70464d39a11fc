"""What a pack file says, as plain values that can be stored: criteria, body literals, rules. Knows neither clingo nor clorm."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from guideline.errors import Place
from guideline.model import Test


class Group(NamedTuple):
    """A criterion that stands for others: `any(K)` or `all(K)`."""

    kind: str
    name: str

    def __str__(self) -> str:
        return f"{self.kind}({self.name})"


Criterion = Test | Group


class Term(NamedTuple):
    """Whatever a label or a code may be given to: a constant, or a term such as `choice(edema_extent, full)`."""

    name: str
    args: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"{self.name}({','.join(self.args)})" if self.args else self.name


@dataclass(frozen=True, slots=True)
class BodyLiteral:
    """One literal of a rule body: a test, or a concept of the pack.

    Attributes:
        positive: whether it must hold; False where it is negated.
        name: its predicate.
        arity: the number of its arguments.
        atoms: the ground atoms that it stands for, as the program writes them: several where it has a pool, none where
            it has a variable.
        tests: the same as tests; empty for a concept.
    """

    positive: bool
    name: str
    arity: int
    atoms: tuple[str, ...]
    tests: tuple[Test, ...] = ()


@dataclass(frozen=True, slots=True)
class SourceRule:
    """A rule as the pack has it: what an explanation cites. A fact of a predicate that may have rules has an empty body.

    Attributes:
        head_name: the predicate of the head.
        head_arity: the number of its arguments.
        heads: the ground atoms of the head, several where it has a pool, none where it has a variable.
        body: tests and concepts, in the order of the rule; comparisons are left out.
        place: where the rule starts.
        text: the rule on one line.
    """

    head_name: str
    head_arity: int
    heads: tuple[str, ...]
    body: tuple[BodyLiteral, ...]
    place: Place
    text: str
