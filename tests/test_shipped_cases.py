"""The shipped cases come out as their files expect."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from guideline import Answer, Pack, load_pack, read_case

CASES = sorted((Path(__file__).parent.parent / "encodings" / "vcf" / "cases").glob("*.yaml"))
KEYS = {
    "in_scope", "out_of_scope", "in_force", "not_in_force", "actions", "conflicts", "forbid", "ask", "favours", "camps", "marks", "assumed",
}  # fmt: skip


@pytest.fixture(scope="module")
def pack() -> Pack:
    return load_pack()


SOLVED: dict[Path, tuple[dict[str, Any], Answer]] = {}


@pytest.fixture(params=CASES, ids=lambda p: p.stem)
def solved(request: pytest.FixtureRequest, pack: Pack) -> tuple[dict[str, Any], Answer]:
    if request.param not in SOLVED:
        case = read_case(request.param, pack)
        SOLVED[request.param] = (dict(case.expect), pack.solve(case))
    return SOLVED[request.param]


def test_every_expectation_is_of_a_known_kind(solved: tuple[dict[str, Any], Answer]) -> None:
    assert solved[0], "a shipped case says what it expects"
    assert set(solved[0]) <= KEYS


def test_contexts_are_in_and_out_of_scope(solved: tuple[dict[str, Any], Answer]) -> None:
    expect, answer = solved
    inside = {c.context for c in answer.contexts if c.in_scope}
    reasons = {c.context: c.reasons for c in answer.contexts}
    assert set(expect.get("in_scope", [])) <= inside
    for context, reason in expect.get("out_of_scope", {}).items():
        assert context not in inside
        assert reason in reasons[context]


def test_statements_are_in_force_or_not(solved: tuple[dict[str, Any], Answer], pack: Pack) -> None:
    expect, answer = solved
    named = {*expect.get("in_force", []), *expect.get("not_in_force", []), *expect.get("forbid", {}).get("in_force", [])}
    assert named <= set(pack.knowledge.statements)
    assert set(expect.get("in_force", [])) <= set(answer.in_force)
    assert not set(expect.get("not_in_force", [])) & set(answer.in_force)
    assert not set(expect.get("forbid", {}).get("in_force", [])) & set(answer.in_force)


def test_actions_have_their_status(solved: tuple[dict[str, Any], Answer], pack: Pack) -> None:
    expect, answer = solved
    wanted = expect.get("actions", {})
    assert set(wanted) <= set(pack.vocabulary.actions)
    assert {a: answer.status.get(a, "not_addressed") for a in wanted} == wanted
    for action, words in expect.get("forbid", {}).get("status", {}).items():
        assert answer.status.get(action, "not_addressed") not in words


def test_conflicts_stand_and_forbidden_ones_do_not(solved: tuple[dict[str, Any], Answer]) -> None:
    expect, answer = solved
    found = {(c.kind, frozenset(c.statements)) for c in answer.conflicts}
    assert {(c["kind"], frozenset(c["statements"])) for c in expect.get("conflicts", [])} <= found
    for forbidden in expect.get("forbid", {}).get("conflicts", []):
        if isinstance(forbidden, str):
            assert forbidden not in {kind for kind, _ in found}
        elif isinstance(forbidden, list):
            assert frozenset(forbidden) not in {pair for _, pair in found}
        else:
            assert (forbidden["kind"], frozenset(forbidden["statements"])) not in found


def test_the_line_has_these_camps_and_no_others(solved: tuple[dict[str, Any], Answer]) -> None:
    expect, answer = solved
    for subject, camps in expect.get("camps", {}).items():
        line = next(x for x in answer.lines if x.subject == subject)
        assert {(c.word, c.since or None, c.until or None, c.statements) for c in line.camps} == {
            (c["word"], c.get("since"), c.get("until"), tuple(sorted(c["statements"]))) for c in camps
        }


def test_what_has_to_be_asked_is_asked(solved: tuple[dict[str, Any], Answer]) -> None:
    expect, answer = solved
    assert set(expect.get("ask", [])) <= {a.finding for a in answer.ask}


def test_marks_are_as_expected(solved: tuple[dict[str, Any], Answer]) -> None:
    expect, answer = solved
    if expect.get("marks") == "none":
        assert not answer.marks
        return
    for statement, tests in expect.get("marks", {}).get("provisional", {}).items():
        sets = answer.mark("in_force", statement).provisional_on
        assert set(tests) <= {str(t) for s in sets for t in s if len(s) == 1}
    for statement, tests in expect.get("marks", {}).get("possible", {}).items():
        sets = answer.mark("in_force", statement).possible_if
        assert sorted(tests) in [sorted(str(t) for t in s) for s in sets]


def test_one_alternative_goes_before_the_other(solved: tuple[dict[str, Any], Answer]) -> None:
    expect, answer = solved
    for behind, first in expect.get("favours", {}).items():
        decision = next(d for d in answer.decisions if any(first in a.actions for a in d.alternatives))
        ranks = {name: min(a.rank for a in decision.alternatives if name in a.actions) for name in (behind, first)}
        assert ranks[first] < ranks[behind]
