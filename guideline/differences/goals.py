"""What can differ in the answers of two sides for one patient: the status of an action, a conflict, whether a statement is in force."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Literal as Word

from guideline.auditing.possible import Row
from guideline.differences.product import Literal, Product
from guideline.differences.sides import Sides
from guideline.standing import Standing
from guideline.terms.atoms import Atom

What = Word["status", "conflict", "statement"]
NOT_ADDRESSED = "not_addressed"


@dataclass(frozen=True, slots=True, order=True)
class Difference:
    """One way in which two answers differ.

    Attributes:
        what: is compared.
        subject: the action; what a conflict is about; the statement.
        before: on the first side: the status; `yes` or `no` for whether there is such a conflict, or the statement is in force.
        after: the same on the second side.
    """

    what: What
    subject: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Goal:
    """What shows a difference: the atom that holds of the patients of whom it is so. `row` are the arguments of a conflict."""

    difference: Difference
    literal: int
    row: Row = ()


def goals(product: Product, sides: Sides, tables: tuple[Standing, Standing]) -> list[Goal]:
    """All goals that the rules of both sides do not rule out at sight; their atoms are added to the product."""
    made = [*_statuses(product, sides)]
    if sides.of != "sources":
        # Sources share no statement, and what one of them says against itself is a matter of the audit.
        made += [*_conflicts(product, tables), *_statements(product, sides)]
    found = product.define([body] for _, _, body in made)
    return [Goal(difference, n, row) for (difference, row, _), n in zip(made, found, strict=True) if n]


Made = tuple[Difference, Row, list[Literal]]


def _statuses(product: Product, sides: Sides) -> Iterable[Made]:
    words: list[dict[str, dict[str, int | bool]]] = []
    for side in (0, 1):
        own: dict[str, dict[str, int | bool]] = {}
        for atom in product.atoms(side, "status"):
            own.setdefault(atom.args[0], {})[atom.args[1]] = product.value(side, atom)
        words.append(own)
    wanted: Callable[[str], bool] = (lambda a: a in words[0] and a in words[1]) if sides.of == "sources" else (lambda _action: True)
    for action in sorted(filter(wanted, {*words[0], *words[1]})):
        mine, other = (w.get(action, {}) for w in words)
        if mine == other:
            continue
        for before in (*sorted(mine), NOT_ADDRESSED):
            for after in (*sorted(other), NOT_ADDRESSED):
                if before != after and (before not in mine or mine[before] != other.get(before)):
                    yield Difference("status", action, before, after), (), [*_status(mine, before), *_status(other, after)]


def _status(words: dict[str, int | bool], word: str) -> list[Literal]:
    return [Literal(words[word])] if word in words else [Literal(v, holds=False) for v in words.values()]


def _conflicts(product: Product, tables: tuple[Standing, Standing]) -> Iterable[Made]:
    for side in (0, 1):
        for atom in product.atoms(side, "conflict"):
            here, there = product.value(side, atom), product.value(1 - side, atom)
            if here != there:
                subject = tables[side].conflicts[atom.args].subject
                words = ("yes", "no") if side == 0 else ("no", "yes")
                yield Difference("conflict", subject, *words), atom.args, [Literal(here), Literal(there, holds=False)]


def _statements(product: Product, sides: Sides) -> Iterable[Made]:
    for name in sorted(sides.first.statements.keys() & sides.second.statements.keys()):
        mine, other = (product.value(side, Atom("in_force", (name,))) for side in (0, 1))
        if mine != other:
            yield Difference("statement", name, "yes", "no"), (), [Literal(mine), Literal(other, holds=False)]
            yield Difference("statement", name, "no", "yes"), (), [Literal(mine, holds=False), Literal(other)]


__all__ = ["NOT_ADDRESSED", "Difference", "Goal", "goals"]
