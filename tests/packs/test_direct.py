"""The short ways into the solver lead where the ordinary ones do; without them the ordinary ones are gone."""

from __future__ import annotations

from typing import Any

import clingo
import pytest

from guideline.terms import direct
from guideline.terms.direct import key, keys, stating

PROGRAM = '{a; b(1); c("x", f(1, -2))}. d(X) :- b(X). e(2).'


def models(program: str) -> list[list[clingo.Symbol]]:
    control = clingo.Control(["0"])
    control.add("base", [], program)
    control.ground([("base", [])])
    found: list[list[clingo.Symbol]] = []

    def keep(model: clingo.Model) -> None:
        for symbols in (model.symbols(shown=True), model.symbols(atoms=True, complement=True)):
            assert list(keys(symbols)) == [key(s) for s in symbols]
            found.append(list(symbols))

    control.solve(on_model=keep)
    return found


@pytest.fixture(params=["short", "ordinary"])
def way(request: Any, monkeypatch: pytest.MonkeyPatch) -> str:
    if request.param == "ordinary":
        monkeypatch.setattr(direct, "_ffi", None)
        monkeypatch.setattr(direct, "_lib", None)
    return str(request.param)


def test_this_version_of_the_solver_has_the_short_ways() -> None:
    assert direct._ffi is not None
    assert hasattr(direct._lib, "clingo_backend_rule")


@pytest.mark.usefixtures("way")
def test_keys_are_those_of_the_symbols_one_by_one_and_equal_for_equal_symbols_alone() -> None:
    found = models(PROGRAM)
    assert any(found)
    assert [] in models("")
    symbols = {s for row in found for s in row}
    assert len({key(s) for s in symbols}) == len(symbols) == 5
    assert {key(s) for row in models(PROGRAM) for s in row} == {key(s) for s in symbols}


def test_rules_that_are_stated_mean_what_they_mean(way: str) -> None:
    control = clingo.Control(["0"])
    with control.backend() as backend:
        atom, state = stating(backend)
        assert (state == backend.add_rule) == (way == "ordinary")
        first, second, third = atom(), atom(), backend.add_atom(clingo.Function("third"))
        assert len({first, second, third}) == 3
        backend.add_rule([first, second], choice=True)
        state([third], [first, -second])
        state([], [-first, -second])
    seen: list[tuple[bool, bool, list[str]]] = []
    control.solve(on_model=lambda m: seen.append((m.is_true(first), m.is_true(second), [str(s) for s in m.symbols(atoms=True)])))
    assert sorted(seen) == [(False, True, []), (True, False, ["third"]), (True, True, [])]
