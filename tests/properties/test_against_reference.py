"""Random packs and cases: the engine and the reference solver say the same of everything that an answer holds."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, note, settings
from hypothesis import strategies as st
from reference import records
from reference.decisions import decisions
from reference.generate import cases, packs
from reference.marks import marks
from reference.order import order
from reference.records import Case
from reference.solver import World
from reference.written import lines, yaml

from guideline import CaseError, Pack, load_pack
from guideline.answer import Answer
from guideline.cases.reading import parse_case
from guideline.model import Test
from guideline.solving import ALTERNATIVES

View = dict[str, Any]
"""What an answer holds, part by part, as plain sets that both solvers can be put into."""


@settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.function_scoped_fixture])
@given(st.data())
def test_engine_and_reference_agree(data: st.DataObject) -> None:
    pack = data.draw(packs())
    note("\n".join(lines(pack)))
    loaded = load(pack)
    # Several cases, one after the other: nothing may stay behind from the one before.
    for _ in range(data.draw(st.integers(1, 3))):
        case = data.draw(cases(pack))
        without = data.draw(st.lists(st.sampled_from(sorted(pack.statements)), max_size=1))
        policy = data.draw(st.lists(st.sampled_from(pack.sources), max_size=2, unique=True))
        note(f"{yaml(case, pack)}without {without}, policy {policy}")
        ours, theirs = engine(loaded, pack, case, without, policy), reference(pack, case, without, policy)
        assert list(ours) == list(theirs)
        for part, told in ours.items():
            assert told == theirs[part], part


def load(pack: records.Pack) -> Pack:
    """The pack in the engine, by way of a folder."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "pack.lp").write_text("\n".join(lines(pack)) + "\n", encoding="utf-8")
        loaded = load_pack(folder)
        with loaded.seats.borrow():  # grounds while the files are there
            return loaded


def engine(loaded: Pack, pack: records.Pack, case: Case, without: Iterable[str] = (), policy: Sequence[str] = ()) -> View:
    """What the engine says of a case, by way of the text of a file."""
    read = parse_case(yaml(case, pack), loaded.vocabulary)
    view: View = {"tests": {_test(t) for t in read.tests}}
    try:
        answer = loaded.solve(read, without=without, policy=policy)
    except CaseError as error:
        return view | {"possible": {p.code for p in error.problems} != {"axiom"}}
    assert loaded.solve(read, without=without, inquire=False).marks == answer.marks
    return view | {
        "possible": True,
        "scope": {c.context for c in answer.contexts if c.in_scope},
        "reasons": {(c.context, r) for c in answer.contexts for r in c.reasons},
        "in force": set(answer.in_force),
        "overridden": {(by, s, a) for s, rows in answer.overridden.items() for by, a in rows},
        "stances": {s.key for s in answer.stances},
        "conflicts": {_forget((c.kind, c.statements[0], c.actions[0], c.statements[1], c.actions[1])) for c in answer.conflicts},
        "status": dict(answer.status),
        "decisions": {
            frozenset(s.key for s in d.stances): ({frozenset(s.key for s in a.stances) for a in d.alternatives}, d.complete)
            for d in answer.decisions
        },
        "order": {
            frozenset(s.key for s in d.stances): {
                (*(frozenset(s.key for s in d.alternatives[k].stances) for k in (b.first, b.second)), b.level) for b in d.before
            }
            for d in answer.decisions
            if d.complete
        },
        "marks": _marks(answer),
    }


def reference(pack: records.Pack, case: Case, without: Iterable[str] = (), policy: Sequence[str] = ()) -> View:
    """What the reference says of it."""
    record = case.tests(pack)
    world = World(pack, record, without)
    view: View = {"tests": set(record)}
    if not world.possible:
        return view | {"possible": False}
    return view | {
        "possible": True,
        "scope": world.scope,
        "reasons": {a[1:] for a in world.model if a[0] == "excludes"},
        "in force": world.in_force,
        "overridden": world.overridden,
        "stances": world.stances,
        "conflicts": {_forget(row) for row in world.conflicts},
        "status": world.status,
        "decisions": {nodes: (sets, len(sets) <= ALTERNATIVES) for nodes, sets in decisions(world).items()},
        "order": {nodes: order(world, sets, policy) for nodes, sets in decisions(world).items() if len(sets) <= ALTERNATIVES},
        "marks": {_result(row): mark for row, mark in marks(pack, case, without).items()},
    }


def _test(test: Test) -> tuple[str, ...]:
    return (test.kind, test.subject, test.value) if test.value else (test.kind, test.subject)


def _forget(row: tuple[str, ...]) -> tuple[str, ...]:
    """A tension is about two statements, and its sides are no actions."""
    return (row[0], row[1], "", row[3], "") if row[0] == "tension" else row


def _result(row: tuple[str, ...]) -> tuple[str, ...]:
    return (row[0], *_forget(row[1:])) if row[0] == "conflict" else row


def _marks(answer: Answer) -> dict[tuple[str, ...], tuple[bool, frozenset[frozenset[tuple[str, ...]]]]]:
    """Whether each marked result holds now, and the sets of answers that turn it."""
    found = {}
    for row, mark in answer.marks.items():
        assert bool(mark.provisional_on) != bool(mark.possible_if)
        sets = [frozenset(map(_test, s)) for s in mark.provisional_on or mark.possible_if]
        assert len(sets) == len(set(sets))
        found[_result(row)] = (bool(mark.provisional_on), frozenset(sets))
    return found
