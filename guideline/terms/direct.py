"""Shorter ways into the solver than its Python layer has, for what is done thousands of times a case.

They rest on what that layer keeps to itself; where another version keeps it otherwise, they go the ordinary way.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from importlib import import_module
from typing import Any

import clingo


def _inside(name: str) -> Any:
    """A part of the layer that it keeps to itself, or None."""
    try:
        return getattr(import_module("clingo._internal"), name, None)
    except ImportError:
        return None


_ffi, _lib = _inside("_ffi"), _inside("_lib")


def key(symbol: clingo.Symbol) -> Hashable:
    """Equal for equal symbols and for no others, and hashed without asking the solver: its own number for the symbol."""
    return getattr(symbol, "_rep", symbol)


def keys(symbols: Sequence[clingo.Symbol]) -> Sequence[Hashable]:
    """The keys of the symbols of a model: taken over in one piece where the solver has them in one."""
    held = getattr(symbols, "_p_symbols", None)
    if held is None or _ffi is None:
        return [key(symbol) for symbol in symbols]
    numbers: Sequence[Hashable] = _ffi.unpack(held, len(held))
    return numbers


def stating(backend: clingo.Backend) -> tuple[Callable[[], int], Callable[[Sequence[int], Sequence[int]], object]]:
    """What makes a fresh atom, and what states a rule of a head and a body."""
    held = getattr(backend, "_rep", None)
    if held is None or not hasattr(_lib, "clingo_backend_rule"):
        return backend.add_atom, backend.add_rule
    made, nothing = _ffi.new("clingo_atom_t*"), _ffi.NULL
    add_atom, add_rule = _lib.clingo_backend_add_atom, _lib.clingo_backend_rule

    def atom() -> int:
        if not add_atom(held, nothing, made):
            return backend.add_atom()
        number: int = made[0]
        return number

    def rule(head: Sequence[int], body: Sequence[int]) -> None:
        if not add_rule(held, False, head, len(head), body, len(body)):
            backend.add_rule(head, body)

    return atom, rule
