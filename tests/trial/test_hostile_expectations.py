"""Expectations that cannot be read: everything that is wrong is said, at its line, with a hint."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from guideline import CaseError
from guideline.expectations.expectation import Expectation

Read = Callable[[str, str], Expectation]

VERDICT = "verdict: {entry: e, statements: [no_splint, splint_any], because: it is so, "

BAD = [
    (
        "verdict: {entry: e, statements: [no_splint], because: it is so, status: compatible}",
        "missing-key",
        "a verdict names at least two statements",
        "name all those of the entry",
    ),
    (
        "verdict: {entry: e, statements: 3, because: it is so, status: compatible}",
        "wrong-type",
        "`statements` is a list, not `3`",
        "begin each entry with `-`",
    ),
    # expectation, code, message, hint
    ("infroce: [a]", "unknown-key", "unknown key `infroce` in `expect`", "did you mean `in_force` or `not_in_force`?"),
    ("in_force: no_splint", "wrong-type", "`in_force` is a list, not `no_splint`", "begin each entry with `-`"),
    ("in_force: {no_splint: true}", "wrong-type", "`in_force` is a list, not a mapping", "begin each entry with `-`"),
    ("in_force: [[no_splint]]", "wrong-type", "a list stands where a statement is named", "write the name of one statement"),
    ("in_force: [1]", "wrong-type", "`1` stands where a statement is named", "write the name of one statement"),
    ("in_force: [true]", "wrong-type", "`true` stands where a statement is named", "write the name of one statement"),
    ("in_force: [no_splnt]", "unknown-statement", "unknown statement `no_splnt`", "did you mean `no_splint`?"),
    (
        "in_force: [leaflet.no_splint]",
        "unknown-statement",
        "unknown statement `leaflet.no_splint`",
        "write `no_splint`, without its source",
    ),
    ("in_force: [no_splint, no_splint]", "duplicate", "`no_splint` stands twice in `in_force`", "keep one of them"),
    ('in_force: ["\\e[31m"]', "control-character", "the text holds the character U+001B", "leave it out"),
    ("in_scope: [wrst]", "unknown-context", "unknown context `wrst`", "did you mean `wrist`?"),
    ("out_of_scope: {wrist: nerves}", "unknown-reason", "unknown reason `nerves`", "did you mean `nerve`?"),
    ("out_of_scope: [wrist]", "wrong-type", "`out_of_scope` is a mapping, not a list", "write one `name: value` a line"),
    ("actions: {splnt: contested}", "unknown-action", "unknown action `splnt`", "did you mean `splint`?"),
    ("actions: {splint: contestd}", "unknown-status", "unknown status `contestd`", "did you mean `contested`?"),
    ("actions: [splint]", "wrong-type", "`actions` is a mapping, not a list", "write one `name: value` a line"),
    ("conflicts: [contradiction]", "wrong-type", "`conflicts` is a mapping, not `contradiction`", "with the keys kind, statements"),
    ("conflicts: [{kind: timing}]", "missing-key", "`statements` is missing in `conflicts`", "the keys are kind, statements"),
    (
        "conflicts: [{kind: tension, statements: [no_splint]}]",
        "wrong-type",
        "a pair is a list of two statements, not 1",
        "write `[one, other]`",
    ),
    (
        "conflicts: [{kind: tensoin, statements: [no_splint, splint_any]}]",
        "unknown-kind-of-conflict",
        "unknown kind of conflict `tensoin`",
        "did you mean `tension`?",
    ),
    (
        "settled: [{by: time, statements: [no_splint, splint_any]}]",
        "unknown-kind-of-settlement",
        "unknown kind of settlement `time`",
        "one of specificity, population, time phase, other findings, variant, edition, judgement",
    ),
    (
        "settled: [{by: [1], statements: [no_splint, splint_any]}]",
        "wrong-type",
        "a list stands where a kind of settlement is named",
        "write the name of one kind of settlement",
    ),
    ("camps: {splint: {word: for}}", "wrong-type", "`splint` is a list, not a mapping", "begin each entry with `-`"),
    (
        "camps: {splint: [{word: four, statements: [no_splint]}]}",
        "unknown-word-of-a-camp",
        "unknown word of a camp `four`",
        "did you mean `for`?",
    ),
    (
        "camps: {splint: [{word: for, since: 3, statements: [no_splint]}]}",
        "wrong-type",
        "`since` is a text, not `3`",
        "put it in quotes, or leave it out",
    ),
    ("marks: some", "wrong-type", "`marks` is `some`", "write `none`, or a mapping of `provisional` and `possible`"),
    (
        "marks: {possible: {no_splint: [numbness]}}",
        "wrong-type",
        "`numbness` is not a test",
        'write `has(f)`, `lacks(f)`, `is(f, value)` or `at_least(f, "3 weeks")`',
    ),
    ("marks: {possible: {no_splint: [has(numb)]}}", "unknown-finding", "unknown finding `numb`", "did you mean `numbness`?"),
    ("marks: {possible: {no_splint: ['is(side, lft)']}}", "unknown-value", "no rule can ask `is(side, lft)`", "did you mean `left`?"),
    ("marks: {possible: {no_splint: [has(side)]}}", "unknown-value", "no rule can ask `has(side)`", "`side` is a choice"),
    (
        """marks: {possible: {no_splint: ['above(pain_duration, "9 days")']}}""",
        "unknown-value",
        'no rule can ask `above(pain_duration, "9 days")`',
        "`pain_duration` is a quantity: 2 weeks",
    ),
    ("marks: {possible: {no_splint: []}}", "missing-key", "no test is named for `no_splint`", "write `[has(finding)]`"),
    ("ask: [numb]", "unknown-finding", "unknown finding `numb`", "did you mean `numbness`?"),
    ("favours: {splint: exrcise}", "unknown-action", "unknown action `exrcise`", "did you mean `exercise`?"),
    ("forbid: [contradiction]", "wrong-type", "`forbid` is a mapping, not a list", "with the keys conflicts, in_force, status"),
    ("forbid: {actions: {}}", "unknown-key", "unknown key `actions` in `forbid`", "known keys: conflicts, in_force, status"),
    ("forbid: {conflicts: [3]}", "wrong-type", "`conflicts` is a mapping, not `3`", "with the keys kind, statements"),
    ("forbid: {status: {splint: {a: b}}}", "wrong-type", "`splint` is a list, not a mapping", "begin each entry with `-`"),
    (
        "verdict: real",
        "wrong-type",
        "`verdict` is a mapping, not `real`",
        "with the keys entry, status, kinds, statements, hangs_on, gives_way, side_by_side, because, departs, listed",
    ),
    (
        VERDICT + "status: open_source_ambiguous}",
        "missing-key",
        "a verdict `open_source_ambiguous` names the statements that report what is unclear",
        "add `hangs_on: [statement]`",
    ),
    (
        VERDICT + "status: open_source_ambiguous, hangs_on: [no_splint]}",
        "nothing-unclear",
        "`no_splint` reports nothing that is unclear",
        "name a statement that the pack marks as `ambiguous` or `silent`",
    ),
    (
        VERDICT + "status: open_source_ambiguous, hangs_on: {splint_any: everyone}}",
        "unknown-ambiguity",
        "`everyone` is in no ambiguity of `splint_any`",
        "it reports: whether everybody includes athletes; read as not",
    ),
    (
        VERDICT + "status: open_source_ambiguous, hangs_on: {splint_any: 3}}",
        "wrong-type",
        "`splint_any` is a text, not `3`",
        "put it in quotes, or leave it out",
    ),
    (
        VERDICT + "status: open_source_ambiguous, hangs_on: {splint_ny: }}",
        "unknown-statement",
        "unknown statement `splint_ny`",
        "did you mean `splint_any` or `splint_early` or `no_splint`?",
    ),
    (
        VERDICT + "status: compatible, hangs_on: [splint_any]}",
        "unknown-key",
        "`hangs_on` says nothing of a verdict `compatible`",
        "leave it out",
    ),
    (
        VERDICT + "status: resolved_by_population}",
        "missing-key",
        "a verdict `resolved_by_population` names what gives way, or what stands side by side",
        "add `gives_way: [statement]`",
    ),
    (
        VERDICT + "status: resolved_by_population, gives_way: [splint_early]}",
        "unknown-statement",
        "`splint_early` is not among the statements of the verdict",
        "add it to `statements`, or leave it out here",
    ),
    (
        VERDICT + "status: resolved_by_population, side_by_side: [no_splint]}",
        "missing-key",
        "one statement stands beside nothing",
        "name at least two",
    ),
    (
        VERDICT + "status: resolved_by_population, gives_way: [no_splint], side_by_side: [no_splint, splint_any]}",
        "contradiction",
        "`no_splint` is said to give way and to stand side by side",
        "keep one of them",
    ),
    (
        VERDICT + "status: real, kinds: [timing], gives_way: [no_splint]}",
        "unknown-key",
        "`gives_way` says nothing of a verdict `real`",
        "leave it out",
    ),
    (
        VERDICT + "status: reel, kinds: [timing]}",
        "unknown-status-of-a-verdict",
        "unknown status of a verdict `reel`",
        "did you mean `real`?",
    ),
    (
        VERDICT + "status: real}",
        "missing-key",
        "a verdict `real` names the kinds of the conflicts that stand",
        "add `kinds: [contradiction]`",
    ),
    (
        VERDICT + "status: compatible, departs: because}",
        "missing-key",
        "`departs` and `listed` go together",
        "say what the list has, and why this is something else",
    ),
    (
        VERDICT + "status: compatible, departs: because, listed: compatible}",
        "contradiction",
        "`listed` is the status itself, `compatible`",
        "leave out `listed` and `departs`",
    ),
    (
        "in_force: [no_splint]\nnot_in_force: [no_splint]",
        "contradiction",
        "`no_splint` is expected in force and not in force",
        "keep one of them",
    ),
    (
        "in_scope: [wrist]\nout_of_scope: {wrist: nerve}",
        "contradiction",
        "`wrist` is expected in scope and out of scope",
        "keep one of them",
    ),
    (
        "actions: {splint: open}\nforbid: {status: {splint: [open]}}",
        "contradiction",
        "`open` is expected and forbidden for `splint`",
        "keep one of them",
    ),
]


@pytest.mark.parametrize(("expect", "code", "message", "hint"), BAD, ids=[b[0] for b in BAD])
def test_it_is_said_where_and_what_and_how_to_mend_it(expect: str, code: str, message: str, hint: str, read: Read) -> None:
    with pytest.raises(CaseError) as caught:
        read("left", expect)
    (problem,) = caught.value.problems
    assert (problem.code, problem.message, problem.hint) == (code, message, hint)
    assert problem.place is not None
    assert (problem.place.file, problem.place.line) == ("case.yaml", 3 + len(expect.splitlines()))


def test_all_of_it_is_said_at_once_in_the_order_of_the_file(read: Read) -> None:
    with pytest.raises(CaseError) as caught:
        read("left", "in_force: [nobody_knows]\nactions: {splint: what}\nask: 3\nnonsense: {}")
    assert [(p.place.line if p.place else 0, p.code) for p in caught.value.problems] == [
        (4, "unknown-statement"),
        (5, "unknown-status"),
        (6, "wrong-type"),
        (7, "unknown-key"),
    ]


def test_a_long_list_of_unknown_names_does_not_take_long(read: Read) -> None:
    with pytest.raises(CaseError) as caught:
        read("left", f"in_force: [{', '.join(f'statement_{i}' for i in range(5000))}]")
    assert len(caught.value.problems) == 5000
