"""Random packs and cases: the engine and the reference solver say the same of everything that an answer holds."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable
from pathlib import Path

import pytest
from hypothesis import given, note
from hypothesis import strategies as st
from reference import records
from reference.generate import cases, lines, packs, yaml
from reference.records import Case
from reference.solver import World, decisions, marks

from guideline import CaseError, Pack, load_pack
from guideline.answer import Answer
from guideline.case import parse_case
from guideline.model import COMPARISONS

os.environ["GUIDELINE_CACHE"] = "off"


@given(st.data())
def test_engine_and_reference_agree(data: st.DataObject) -> None:
    pack = data.draw(packs(), label="pack")
    case = data.draw(cases(pack), label="case")
    without = data.draw(st.lists(st.sampled_from(sorted(pack.statements)), max_size=1), label="without")
    compare(pack, case, without)


def compare(pack: records.Pack, case: Case, without: Iterable[str] = ()) -> None:
    """Asserts that both solvers say the same of one case."""
    without = list(without)
    text = "\n".join(lines(pack)) + "\n"
    note(f"{text}\n{yaml(case, pack)}\nwithout {without}")
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "pack.lp").write_text(text, encoding="utf-8")
        same(load_pack(folder), pack, case, without)


def same(engine: Pack, pack: records.Pack, case: Case, without: list[str]) -> None:
    """Compares part by part, in the order in which one rests on another."""
    world = World(pack, case.tests(pack), without)
    read = parse_case(yaml(case, pack), engine.vocabulary)
    assert {str(t) for t in read.tests} == {
        f'{t[0]}({t[1]},"{t[2]}")' if t[0] in COMPARISONS else f"{t[0]}({','.join(t[1:])})" for t in case.tests(pack)
    }
    if not world.possible:
        with pytest.raises(CaseError):
            engine.solve(read, without=without)
        return
    answer = engine.solve(read, without=without)
    assert set(answer.in_force) == world.in_force
    assert {(by, s, a) for s, rows in answer.overridden.items() for by, a in rows} == world.overridden
    assert {c.context for c in answer.contexts if c.in_scope} == world.scope
    assert {(c.context, r) for c in answer.contexts for r in c.reasons} == {a[1:] for a in world.model if a[0] == "excludes"}
    assert {s.key for s in answer.stances} == world.stances
    assert {told(c.kind, c.statements, c.actions) for c in answer.conflicts} == {forget(row) for row in world.conflicts}
    assert dict(answer.status) == world.status
    same_decisions(answer, world)
    same_marks(answer, pack, case, without)


def told(kind: str, statements: tuple[str, str], actions: tuple[str, str]) -> tuple[str, ...]:
    """A conflict of the engine as a row of the reference."""
    return forget((kind, statements[0], actions[0], statements[1], actions[1]))


def forget(row: tuple[str, ...]) -> tuple[str, ...]:
    """A tension is about two statements, and its sides are no actions."""
    return (row[0], row[1], "", row[3], "") if row[0] == "tension" else row


def same_decisions(answer: Answer, world: World) -> None:
    """Compares components and alternatives."""
    expected = decisions(world)
    assert {frozenset(s.key for s in d.stances) for d in answer.decisions} == set(expected)
    for decision in answer.decisions:
        alternatives = expected[frozenset(s.key for s in decision.stances)]
        found = [frozenset(s.key for s in a.stances) for a in decision.alternatives]
        assert len(found) == len(set(found))
        assert decision.complete == (len(alternatives) <= 50)
        assert set(found) == alternatives if decision.complete else set(found) < alternatives


def same_marks(answer: Answer, pack: records.Pack, case: Case, without: Iterable[str]) -> None:
    """Compares both marks of all results."""
    found = {}
    for result, mark in answer.marks.items():
        assert bool(mark.provisional_on) != bool(mark.possible_if)
        sets = mark.provisional_on or mark.possible_if
        answers = [frozenset((t.kind, t.subject, t.value) if t.value else (t.kind, t.subject) for t in s) for s in sets]
        assert len(answers) == len(set(answers))
        found[plain(result)] = (bool(mark.provisional_on), frozenset(answers))
    assert found == {plain(result): mark for result, mark in marks(pack, case, without).items()}


def plain(result: tuple[str, ...]) -> tuple[str, ...]:
    """A result without what a tension calls its sides."""
    return (result[0], *forget(result[1:])) if result[0] == "conflict" else result
