"""Atoms of the ground program as plain values, and the way back from a test to its symbol."""

from __future__ import annotations

from typing import NamedTuple, cast

import clingo

from guideline.model import COMPARISONS, Test, TestKind

UNARY: frozenset[str] = frozenset({"has", "lacks", "unsuitable"})


class Atom(NamedTuple):
    """A ground atom: its predicate, and its arguments as text (constants and terms as written, strings without quotes)."""

    name: str
    args: tuple[str, ...]


def text_of(symbol: clingo.Symbol) -> str:
    """The text of a term: strings lose their quotes, everything else stands as the program writes it."""
    if symbol.type is clingo.SymbolType.String:
        return symbol.string
    if symbol.type is clingo.SymbolType.Function and not symbol.arguments:
        return symbol.name
    return str(symbol)


def atom_of(symbol: clingo.Symbol) -> Atom:
    """The plain value of an atom."""
    name, bracket, rest = str(symbol).partition("(")
    if not bracket:
        return Atom(name, ())
    if '"' not in rest and "(" not in rest:
        # One call into the library instead of several for each argument; most atoms are of this kind.
        return Atom(name, tuple(rest[:-1].split(",")))
    return Atom(symbol.name, tuple(text_of(a) for a in symbol.arguments))


def test_of(symbol: clingo.Symbol) -> Test | None:
    """The test that a term stands for, or None for any other term (a group of criteria, say)."""
    if symbol.type is not clingo.SymbolType.Function:
        return None
    args = symbol.arguments
    if len(args) == 1 and symbol.name in UNARY:
        return Test(cast(TestKind, symbol.name), text_of(args[0]))
    if len(args) == 2 and (symbol.name == "is" or symbol.name in COMPARISONS):
        return Test(cast(TestKind, symbol.name), text_of(args[0]), text_of(args[1]))
    return None


def external_of(symbol: clingo.Symbol) -> Test | str | None:
    """What an external stands for: the test of `given/1`, the name of `active/1` or `lifted/1` with its predicate, else None."""
    if symbol.name == "given" and len(symbol.arguments) == 1:
        return test_of(symbol.arguments[0])
    if symbol.name in {"active", "lifted"} and len(symbol.arguments) == 1:
        return f"{symbol.name} {text_of(symbol.arguments[0])}"
    return None


def number_of(symbol: clingo.Symbol) -> int:
    """The number that is the one argument of an atom."""
    return symbol.arguments[0].number
