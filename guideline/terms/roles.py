"""The roles that an argument of a pack's fact may have, as clorm field types: what it refers to and how it is written."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, cast

import clingo
from clorm import BaseField, ConstantField, IntegerField, StringField

from guideline.model import COMPARISONS, Test
from guideline.terms.parsed import Criterion, Group, Term


@dataclass(frozen=True, slots=True)
class Role:
    """What an argument is: `name` says to what it refers, `form` how it is written; `code` names the check of the form."""

    name: str
    form: str
    code: str = "wrong-argument"

    @property
    def phrase(self) -> str:
        """The name with its article."""
        return f"{'an' if self.name[0] in 'aeiou' else 'a'} {self.name}"


_ROLES: dict[type[BaseField], Role] = {}


def _role(role: Role, base: Any, read: Callable[[Any], Any] = lambda value: value) -> type[BaseField]:
    """A field type for a role. `read` refuses with TypeError; nothing is ever written back by way of these fields.

    `base` is a class of clorm; it is not typed because clorm makes its field types abstract.
    """
    made: type[BaseField] = type(base)(role.name.title(), (base,), {"cltopy": read, "pytocl": lambda value: value})
    _ROLES[made] = role
    return made


def _constant(name: str) -> str:
    if name.startswith("-"):
        raise TypeError
    return str(name)


def _name(symbol: clingo.Symbol) -> str:
    if symbol.type is not clingo.SymbolType.Function or symbol.arguments or symbol.negative or not symbol.name:
        raise TypeError
    return symbol.name


def test_of_symbol(symbol: clingo.Symbol) -> Test:
    """The test that a symbol is; TypeError where it is none, or has arguments of the wrong type."""
    if symbol.type is not clingo.SymbolType.Function or symbol.negative:
        raise TypeError
    match symbol.name, symbol.arguments:
        case "has" | "lacks" | "unsuitable" as kind, [subject]:
            return Test(kind, _name(subject))
        case "is", [subject, value]:
            return Test("is", _name(subject), _name(value))
        case kind, [subject, value] if kind in COMPARISONS and value.type is clingo.SymbolType.String:
            return Test(kind, _name(subject), value.string)
    raise TypeError


def _criterion(symbol: clingo.Symbol) -> Criterion:
    if symbol.type is clingo.SymbolType.Function and symbol.name in {"any", "all"} and len(symbol.arguments) == 1:
        return Group(symbol.name, _name(symbol.arguments[0]))
    return test_of_symbol(symbol)


def _term(symbol: clingo.Symbol) -> Term:
    if symbol.type is not clingo.SymbolType.Function or symbol.negative or not symbol.name:
        raise TypeError
    return Term(symbol.name, tuple(str(a) for a in symbol.arguments))


def _kind(symbol: clingo.Symbol) -> tuple[str, str]:
    match symbol.type, symbol.name if symbol.type is clingo.SymbolType.Function else "":
        case clingo.SymbolType.Function, "boolean" | "choice" as name if not symbol.arguments and symbol.positive:
            return name, ""
        case clingo.SymbolType.Function, "quantity":
            units = [a.string for a in symbol.arguments if a.type is clingo.SymbolType.String]
            if len(units) == len(symbol.arguments) == 1:
                return "quantity", units[0]
    raise TypeError


def role_of(definition: object) -> Role:
    """The role of a clorm field, which may be given as its class or its instance."""
    return _ROLES[cast(type[BaseField], definition if isinstance(definition, type) else type(definition))]


_A_NAME = "a name in small letters, such as `bed_rest`"
_A_TEST = 'a test, such as `has(fever)`, `is(stage, late)` or `at_least(pain_duration, "3 weeks")`'

STATEMENT = _role(Role("statement", _A_NAME), ConstantField, _constant)
SOURCE = _role(Role("source", _A_NAME), ConstantField, _constant)
CONTEXT = _role(Role("context", _A_NAME), ConstantField, _constant)
FINDING = _role(Role("finding", _A_NAME), ConstantField, _constant)
ACTION = _role(Role("action", _A_NAME), ConstantField, _constant)
CHOICE = _role(Role("choice value", _A_NAME), ConstantField, _constant)
GROUP = _role(Role("group", _A_NAME), ConstantField, _constant)
WORD = _role(Role("word", _A_NAME), ConstantField, _constant)
TEXT = _role(Role("text", 'words in quotes, such as `"bed rest"`'), StringField)
QUANTITY = _role(Role("quantity", 'a quantity in quotes, such as `"3 weeks"`'), StringField)
NUMBER = _role(Role("number", "a whole number, such as `3`"), IntegerField)
TEST = _role(Role("test", _A_TEST), BaseField, test_of_symbol)
CRITERION = _role(Role("criterion", f"{_A_TEST}, or a group, `any(k)` or `all(k)`"), BaseField, _criterion)
TERM = _role(Role("term", "a name or a term, such as `fever` or `choice(stage, late)`"), BaseField, _term)
KIND = _role(Role("kind", '`boolean`, `choice`, or `quantity` with a unit, such as `quantity("day")`', "unknown-kind"), BaseField, _kind)
