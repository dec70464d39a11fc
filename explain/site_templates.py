"""Templates of a site: read from its folder alone, and run in a sandbox with bounds on steps, size and time.

Templates may come from elsewhere, and a loop in a loop or `'a' * 10**10` would take all time and memory there is. Each turn of a loop,
each call and each filter is one step of a budget that one rendering has; what an operator or a filter would make is measured before it
is made.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import wraps
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, TemplateRuntimeError, nodes
from jinja2.loaders import split_template_path
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment

STEPS = 20_000_000
"""Turns of loops, calls and filters in one rendering; a long report of the shipped pack takes a thousandth."""
CHARACTERS = 200_000_000
"""Of all that is made on the way to one document, which passes through several hands."""
SECONDS = 60.0
"""Of the processor, so that a busy machine changes nothing."""
LARGEST = 20_000_000
"""Characters of a text, or items of a list."""
NUMBER = 1_000_000
"""The largest number that a filter or a method takes: a width, a count."""
DIGITS = 4_000
"""Bits of a number that a template may make."""
FILE = 2_000_000
"""Bytes of a template."""

_PLAIN = (str, bytes, int, float, list, tuple, dict, set, frozenset)
_CHOOSE = frozenset({"default", "d", "select", "reject", "selectattr", "rejectattr", "map", "groupby", "sort", "attr"})
"""Filters to which a number is no width."""
_WIDTH = re.compile(r"\d{6,}")
_NESTED = re.compile(r"%[^a-zA-Z%]*\*|\{[^{}]*\{")


@dataclass
class Budget:
    """What one rendering has used."""

    steps: int = 0
    characters: int = 0
    began: float = field(default_factory=time.thread_time)

    def spend(self, steps: int, characters: int = 0) -> None:
        """Counts.

        Raises:
            TemplateRuntimeError: a bound is reached.
        """
        self.steps += steps
        self.characters += characters
        if self.steps > STEPS:
            raise TemplateRuntimeError(f"it takes more than {STEPS} steps: does a loop stand in a loop, or a macro call itself?")
        if self.characters > CHARACTERS:
            raise TemplateRuntimeError(f"it makes more than {CHARACTERS} characters: does something grow in a loop?")
        if time.thread_time() - self.began > SECONDS:
            raise TemplateRuntimeError(f"it takes more than {SECONDS:g} seconds: does a loop stand in a loop?")


_budget: ContextVar[Budget | None] = ContextVar("budget", default=None)


@contextmanager
def bounded() -> Iterator[None]:
    """Gives the templates of a site that are rendered inside a budget of their own."""
    token = _budget.set(Budget())
    try:
        yield
    finally:
        _budget.reset(token)


def _spend(steps: int, characters: int = 0) -> None:
    budget = _budget.get()
    if budget:
        budget.spend(steps, characters)


def inside(path: Path, site: Path) -> bool:
    """Whether a path, with all links followed, is that of an ordinary file of a folder, and no larger than a template may be."""
    found = path.resolve()
    return found.is_relative_to(site.resolve()) and found.is_file() and found.stat().st_size <= FILE


class SiteLoader(FileSystemLoader):
    """Reads templates of one folder, and none that a link leads to outside."""

    def __init__(self, site: Path) -> None:
        super().__init__(site)
        self.site = site

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
        """As `FileSystemLoader` has it.

        Raises:
            TemplateRuntimeError: what the name leads to lies outside, is no ordinary file or is too large.
        """
        path = self.site.joinpath(*split_template_path(template))
        if path.exists() and not inside(path, self.site):
            raise TemplateRuntimeError(f"`{template}` leads out of the folder of templates, is no ordinary file or is over {FILE} bytes")
        return super().get_source(environment, template)


class SiteEnvironment(ImmutableSandboxedEnvironment):
    """The sandbox, with a budget."""

    intercepted_binops = frozenset({"*", "**", "+", "%"})

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        # What is drawn by chance would make other bytes each time.
        del self.globals["lipsum"], self.filters["random"]
        self.filters.update({name: _counted(name, function) for name, function in self.filters.items()})

    def step(self, characters: int = 0) -> bool:
        """One turn of a loop or one piece of a template that prints so many characters as they stand."""
        _spend(1, characters)
        return True

    def sized(self, value: Any) -> Any:
        """The value, counted."""
        return _sized(value)

    def call(__self, __context: Context, __obj: Any, *args: Any, **kwargs: Any) -> Any:  # noqa: N805 (so named in jinja2: arguments may have any name)
        """Calls, counted; a method of a plain value is measured first."""
        _spend(1)
        # The sandbox puts a function of its own around `str.format`.
        owner = getattr(getattr(__obj, "__wrapped__", __obj), "__self__", None)
        if isinstance(owner, _PLAIN):
            _measure(owner, (*args, *kwargs.values()))
        return _sized(super().call(__context, __obj, *args, **kwargs))

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        """An operator, measured before it makes something large."""
        if operator == "*":
            for one, other in ((left, right), (right, left)):
                if isinstance(one, int) and not isinstance(other, float):
                    _bound(len(other) * one if hasattr(other, "__len__") else 0, LARGEST)
            if isinstance(left, int) and isinstance(right, int):
                _bound(left.bit_length() + right.bit_length(), DIGITS)
        elif operator == "**" and isinstance(left, int) and isinstance(right, int):
            _bound(left.bit_length() * right, DIGITS)
        elif operator == "%" and isinstance(left, str):
            _measure(left, right if isinstance(right, tuple) else (right,))
        _spend(1)
        return _sized(super().call_binop(context, operator, left, right))

    def _generate(self, source: nodes.Template, name: str | None, filename: str | None, defer_init: bool = False) -> str:
        """Compiles a template into which the steps are written."""
        _write_steps(source, source.body, 1)
        for loop in list(source.find_all(nodes.For)):
            _write_steps(source, loop.body, loop.lineno)
            if loop.test is not None:
                loop.test = nodes.And(_call(source, "step", [], loop.lineno), loop.test).set_lineno(loop.lineno)
        for part in list(source.find_all((nodes.Macro, nodes.CallBlock, nodes.Block))):
            _write_steps(source, part.body, part.lineno)  # type: ignore[attr-defined]  # each of the three has one
        for joined in list(source.find_all(nodes.Concat)):
            joined.nodes = [_call(source, "sized", [node], joined.lineno) for node in joined.nodes]
        source.set_environment(self)
        return super()._generate(source, name, filename, defer_init)


def finalized(escape: Callable[[object], Any]) -> Callable[[object], Any]:
    """An escape whose results count."""

    def counted(value: object) -> Any:
        made = escape(value)
        _spend(0, len(made))
        return made

    return counted


def _call(source: nodes.Template, name: str, values: list[nodes.Expr], line: int) -> nodes.Call:
    made = nodes.Call(nodes.EnvironmentAttribute(name), values, [], None, None)
    for node in (made, made.node):
        node.set_lineno(line)
        if source.environment is not None:
            node.set_environment(source.environment)
    return made


def _write_steps(source: nodes.Template, body: list[nodes.Node], line: int) -> None:
    """Begins a body with a step that counts the text that stands in it, but for the bodies inside that have a step of their own."""
    length = sum(_text(node) for node in body)
    body.insert(0, nodes.ExprStmt(_call(source, "step", [nodes.Const(length, lineno=line)], line), lineno=line))


def _text(node: nodes.Node) -> int:
    if isinstance(node, nodes.TemplateData):
        return len(node.data)
    if isinstance(node, (nodes.For, nodes.Macro, nodes.CallBlock, nodes.Block)):
        return 0
    return sum(_text(child) for child in node.iter_child_nodes())


def _counted(name: str, function: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(function)
    def filtered(*args: Any, **kwargs: Any) -> Any:
        _spend(1)
        # A filter may take the context or the environment before its value.
        given = args[1:] if hasattr(function, "jinja_pass_arg") else args
        if name not in _CHOOSE and given:
            _measure(given[0], (*given[1:], *kwargs.values()))
        return _sized(function(*args, **kwargs))

    return filtered


def _measure(value: Any, others: Iterable[Any]) -> None:
    """Refuses what may make of a value something larger than any text: by its size times the largest number or text beside it."""
    others = list(others)
    size = max(1, _size(value))
    if isinstance(value, str) and _WIDTH.search(value):
        _bound(max(int(d[:9]) for d in _WIDTH.findall(value)), NUMBER)
    for other in others:
        number = isinstance(other, int) and not isinstance(other, bool)
        # Numbers that a format prints are no widths, unless it takes its widths from them.
        if number and isinstance(value, str) and ("%" in value or "{" in value) and not _NESTED.search(value):
            continue
        if number:
            _bound(abs(other), NUMBER)
        _bound(size * max(1, abs(other) if number else _size(other)), LARGEST * 10)


def _size(value: Any, deep: int = 2) -> int:
    """Characters of a text, or of all texts in a list or table, each item as one at least."""
    if isinstance(value, (str, bytes)):
        return len(value)
    if isinstance(value, Mapping):
        value = list(value.values())
    if isinstance(value, (list, tuple, set, frozenset)):
        return sum(max(1, _size(x, deep - 1)) for x in value) if deep else len(value)
    return 1


def _sized(value: Any) -> Any:
    if isinstance(value, (str, bytes)):
        _bound(len(value), LARGEST)
        _spend(0, len(value))
    elif isinstance(value, (list, tuple, dict, set, frozenset)):
        _bound(len(value), LARGEST)
    return value


def _bound(size: int, most: int) -> None:
    if size > most:
        raise TemplateRuntimeError(f"it would make a text, a list or a number that is too large (more than {most})")
