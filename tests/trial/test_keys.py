"""Each key of an expectation: one that is met, and its twin that is not, with the words for it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from guideline.expectations.expectation import Expectation
from guideline.trial.comparison import Difference

Read = Callable[[str, str], Expectation]
Try = Callable[[str, str], list[Difference]]

TWINS = [
    # key, patient, met, not met, words
    ("in_scope", "left", "in_scope: [wrist]", None, None),
    ("in_scope", "numb", None, "in_scope: [wrist]", "context wrist: expected in scope, found out of scope (nerve)"),
    ("out_of_scope", "numb", "out_of_scope: {wrist: nerve}", None, None),
    (
        "out_of_scope.wrist",
        "nobody",
        "out_of_scope: {wrist: }",
        "out_of_scope: {wrist: nerve}",
        "context wrist: expected out of scope (nerve), found out of scope (not entered)",
    ),
    ("out_of_scope.wrist", "left", None, "out_of_scope: {wrist: }", "context wrist: expected out of scope, found in scope"),
    (
        "in_force",
        "left",
        "in_force: [splint_early, no_splint]",
        "in_force: [splint_athlete]",
        "in force: missing splint_athlete (does not apply)",
    ),
    (
        "in_force",
        "numb",
        "in_force: [splint_any]",
        "in_force: [splint_early]",
        "in force: missing splint_early (out of scope, wrist: nerve)",
    ),
    (
        "in_force",
        "athlete",
        "in_force: [splint_athlete]",
        "in_force: [splint_any]",
        "in force: missing splint_any (overridden by splint_athlete)",
    ),
    (
        "not_in_force",
        "athlete",
        "not_in_force: [splint_any]",
        "not_in_force: [splint_athlete]",
        "in force: splint_athlete, which is expected not to be",
    ),
    ("silent", "athlete", "silent: [manual]", None, None),
    (
        "silent",
        "left",
        None,
        "silent: [manual]",
        "source manual: expected to support no action, found splint_any for splint, splint_early for splint",
    ),
    (
        "actions.splint",
        "left",
        "actions: {splint: contested, walking: not_addressed}",
        "actions: {splint: settled_for}",
        "action splint: expected settled_for, found contested (against: no_splint; for: splint_any, splint_early)",
    ),
    (
        "actions.walking",
        "left",
        "actions: {imaging: settled_for}",
        "actions: {walking: permitted}",
        "action walking: expected permitted, found not_addressed",
    ),
    (
        "conflicts",
        "left",
        "conflicts: [{kind: contradiction, statements: [no_splint, splint_early]}]",
        "conflicts: [{kind: restriction, statements: [no_splint, splint_early]}]",
        "conflict: missing restriction between no_splint and splint_early (between them stands contradiction)",
    ),
    (
        "conflicts",
        "left",
        None,
        "conflicts: [{kind: divergence, statements: [move_later, splint_early]}]",
        "conflict: missing divergence between move_later and splint_early "
        '(divergence, kept apart by time phase (at_least(pain_duration,"2 weeks")))',
    ),
    (
        "conflicts",
        "nobody",
        None,
        "conflicts: [{kind: contradiction, statements: [no_splint, splint_any]}]",
        "conflict: missing contradiction between no_splint and splint_any (no_splint is not in force: does not apply)",
    ),
    (
        "conflicts",
        "left",
        None,
        "conflicts: [{kind: contradiction, statements: [image_wrist, no_splint]}]",
        "conflict: missing contradiction between image_wrist and no_splint (both are in force, and nothing stands between them)",
    ),
    (
        "forbid.conflicts",
        "left",
        "forbid: {conflicts: [timing, [no_splint, image_wrist]]}",
        "forbid: {conflicts: [contradiction]}",
        "conflict: contradiction between splint_any and no_splint; contradiction between splint_early and no_splint stands, "
        "and any contradiction is forbidden",
    ),
    (
        "forbid.conflicts",
        "left",
        "forbid: {conflicts: [{kind: timing, statements: [no_splint, splint_any]}]}",
        "forbid: {conflicts: [[no_splint, splint_any]]}",
        "conflict: contradiction between splint_any and no_splint stands, and any kind between no_splint and splint_any is forbidden",
    ),
    (
        "forbid.in_force",
        "left",
        "forbid: {in_force: [splint_athlete]}",
        "forbid: {in_force: [no_splint]}",
        "in force: no_splint, which is expected not to be",
    ),
    (
        "forbid.status.splint",
        "left",
        "forbid: {status: {splint: [settled_for, withheld]}}",
        "forbid: {status: {splint: contested}}",
        "action splint: found contested, which is forbidden (against: no_splint; for: splint_any, splint_early)",
    ),
    (
        "settled",
        "left",
        "settled: [{by: time phase, statements: [move_later, splint_early]}]",
        "settled: [{by: specificity, statements: [move_later, splint_early]}]",
        "settled: missing move_later and splint_early settled by specificity (settled by time phase)",
    ),
    (
        "settled",
        "numb",
        "settled: [{by: population, statements: [splint_early, no_splint]}]",
        "settled: [{by: variant, statements: [splint_any, no_splint]}]",
        "settled: missing no_splint and splint_any settled by variant (between them stands contradiction)",
    ),
    ("settled", "athlete", "settled: [{by: specificity, statements: [splint_any, splint_athlete]}]", None, None),
    (
        "camps.splint",
        "left",
        "camps: {splint: [{word: for, statements: [splint_any, splint_early]}, {word: against, statements: [no_splint]}]}",
        "camps: {splint: [{word: for, statements: [splint_early, splint_any]}]}",
        "camps on splint: not expected against: no_splint",
    ),
    (
        "camps.splint",
        "left",
        None,
        "camps: {splint: [{word: for, since: 1 week, statements: [splint_any]}, {word: for, statements: [splint_any, splint_early]}, "
        "{word: against, statements: [no_splint]}]}",
        "camps on splint: missing for since 1 week: splint_any",
    ),
    ("camps.imaging", "left", None, "camps: {imaging: [{word: for, statements: [image_wrist]}]}", "camps on imaging: nobody disagrees"),
    ("marks", "left", "marks: {provisional: {splint_early: [has(numbness)]}}", None, None),
    ("marks", "late", "marks: none", None, None),
    (
        "marks.provisional.no_splint",
        "left",
        None,
        "marks: {provisional: {no_splint: ['has(numbness)']}}",
        "marks: no_splint expected provisional on has(numbness), found no such mark",
    ),
    (
        "marks.possible.splint_early",
        "left",
        None,
        "marks: {possible: {splint_early: ['lacks( numbness )']}}",
        "marks: splint_early expected possible if lacks(numbness), found no such mark",
    ),
    ("ask", "left", "ask: [numbness]", "ask: [athlete]", "ask: missing athlete (asked: numbness)"),
    ("assumed", "left", "assumed: [athlete, numbness]", "assumed: [swelling]", "assumed: missing swelling (assumed: athlete, numbness)"),
    ("favours.splint", "late", "favours: {splint: exercise}", None, None),
    (
        "favours.exercise",
        "late",
        None,
        "favours: {exercise: splint}",
        "favours: expected splint before exercise, found rank 2 for splint and 1 for exercise",
    ),
    (
        "favours.imaging",
        "late",
        None,
        "favours: {imaging: walking}",
        "favours: expected walking before imaging, found no decision with both among its alternatives",
    ),
]


@pytest.mark.parametrize(("patient", "met"), [(t[1], t[2]) for t in TWINS if t[2]])
def test_what_is_as_expected_makes_no_difference(patient: str, met: str, differences: Try) -> None:
    assert differences(patient, met) == []


@pytest.mark.parametrize(("key", "patient", "unmet", "words"), [(t[0], t[1], t[3], t[4]) for t in TWINS if t[3]])
def test_what_is_not_as_expected_is_said_with_its_place(key: str, patient: str, unmet: str, words: str, differences: Try) -> None:
    found = differences(patient, unmet)
    assert [d.words for d in found] == [words]
    assert found[0].key == key
    assert found[0].place is not None
    assert found[0].place.line >= 4


def test_marks_that_nobody_expects_are_counted(differences: Try) -> None:
    (found,) = differences("left", "marks: none")
    assert found.words.startswith("marks: expected none, ")


def test_an_empty_expectation_is_empty_and_a_full_one_names_its_statements(read: Read) -> None:
    assert read("left", "in_force: []").empty
    wanted = read(
        "left", "in_force: [no_splint]\nforbid: {conflicts: [[splint_any, splint_early]]}\nmarks: {possible: {move_later: [has(swelling)]}}"
    )
    assert wanted.named == {"no_splint", "splint_any", "splint_early", "move_later"}
    assert wanted.needs_marks
    assert not wanted.needs_inquiry
