"""What may be asked about is read from words, and names what it found or the closest names."""

from __future__ import annotations

from pathlib import Path

import pytest

from guideline import Pack, load_pack
from guideline.answer import Answer
from guideline.cases.reading import parse_case
from guideline.errors import GuidelineError
from guideline.goal import Goal, conclusions, names, place_of, read_goal

ORCHARD = Path(__file__).parent.parent / "explain" / "orchard"


@pytest.fixture(scope="module")
def orchard() -> Pack:
    return load_pack(ORCHARD)


@pytest.mark.parametrize(
    ("words", "goal"),
    [
        ("pruning", Goal("action", ("pruning",))),
        ("action pruning", Goal("action", ("pruning",))),
        ("  settled_for   pruning ", Goal("status", ("settled_for", "pruning"))),
        ("not_addressed pruning", Goal("status", ("not_addressed", "pruning"))),
        ("cut_it", Goal("statement", ("cut_it",))),
        ("almanac.cut_it", Goal("statement", ("cut_it",))),
        ("statement almanac.cut_it", Goal("statement", ("cut_it",))),
        ("any_tree", Goal("context", ("any_tree",))),
        ("almanac", Goal("source", ("almanac",))),
        ("conflict cut_it almanac.rest_first", Goal("conflict", ("cut_it", "rest_first"))),
        ("alternative B", Goal("alternative", ("2",))),
        ("alternative 2", Goal("alternative", ("2",))),
        ("alternative AB pruning", Goal("alternative", ("28", "pruning"))),
    ],
)
def test_a_goal_is_read_from_words(words: str, goal: Goal, orchard: Pack) -> None:
    assert read_goal(words, orchard.vocabulary, orchard.knowledge) == goal


@pytest.mark.parametrize(
    "words", ["pruning", "settled_for pruning", "cut_it", "any_tree", "almanac", "conflict cut_it rest_first", "alternative B"]
)
def test_the_text_of_a_goal_reads_as_the_same_goal(words: str, orchard: Pack) -> None:
    goal = read_goal(words, orchard.vocabulary, orchard.knowledge)
    assert read_goal(goal.text, orchard.vocabulary, orchard.knowledge) == goal


@pytest.mark.parametrize(
    ("words", "code", "hint"),
    [
        ("prun", "unknown-goal", "`pruning`"),
        ("almanak.cut_it", "unknown-goal", "`almanac.cut_it`"),
        ("settled_fro pruning", "unknown-status", "`settled_for`"),
        ("settled_for prun", "unknown-action", "`pruning`"),
        ("context any_tre", "unknown-context", "`any_tree`"),
        ("source almanak", "unknown-source", "`almanac`"),
        ("statement cut_i", "unknown-statement", "`cut_it`"),
        ("conflict cut_it nothing_of_the_kind", "unknown-statement", "guideline statements"),
        ("conflict cut_it almanac.cut_it", "same-statement", "name two statements"),
        ("conflict cut_it", "unknown-goal", "name two statements"),
        ("conflict cut_it rest_first any_tree", "unknown-goal", "name two statements"),
        ("alternative", "unknown-goal", "alternative A"),
        ("alternative b", "unknown-goal", "alternative A"),
        ("", "unknown-goal", "STATUS ACTION"),
        ("a b c d", "unknown-goal", "STATUS ACTION"),
    ],
)
def test_what_is_no_goal_is_refused_with_the_closest_names(words: str, code: str, hint: str, orchard: Pack) -> None:
    with pytest.raises(GuidelineError) as caught:
        read_goal(words, orchard.vocabulary, orchard.knowledge)
    (problem,) = caught.value.problems
    assert problem.code == code
    assert hint in str(problem.hint)


def test_an_alternative_is_named_by_its_letter_whichever_way_it_was_asked_for(orchard: Pack) -> None:
    texts = {w: read_goal(w, orchard.vocabulary, orchard.knowledge).text for w in ("alternative 2", "alternative B", "alternative 702")}
    assert texts == {"alternative 2": "alternative B", "alternative B": "alternative B", "alternative 702": "alternative ZZ"}
    assert read_goal("alternative 703", orchard.vocabulary, orchard.knowledge).text == "alternative 703"


def test_an_alternative_of_several_decisions_is_asked_back_by_its_letter(orchard: Pack) -> None:
    case = parse_case("case: t\nfindings: {apple_tree: true}\n", orchard.vocabulary)
    answer = orchard.solve(case)
    assert len(answer.decisions) > 1
    with pytest.raises(GuidelineError, match="`alternative B` may mean") as caught:
        place_of(Goal("alternative", ("2",)), answer)
    assert "write `alternative B " in str(caught.value.problems[0].hint)


def test_every_completed_name_is_a_goal(orchard: Pack) -> None:
    for name in names(orchard.vocabulary, orchard.knowledge):
        read_goal(name, orchard.vocabulary, orchard.knowledge)


def test_a_goal_comes_to_what_the_answer_holds(orchard: Pack) -> None:
    case = parse_case("case: t\nfindings: {apple_tree: true}\n", orchard.vocabulary)
    answer = orchard.solve(case)
    for action, status in answer.status.items():
        assert conclusions(Goal("action", (action,)), answer, orchard.knowledge) == (("status", action, status),)
    for decision in answer.decisions:
        about = decision.subject.split(" | ")[0]
        for number, alternative in enumerate(decision.alternatives, 1):
            held = conclusions(Goal("alternative", (str(number), about)), answer, orchard.knowledge)
            assert held == tuple(("stance", *s.key) for s in alternative.stances)


def test_an_alternative_that_is_not_there_is_refused(orchard: Pack) -> None:
    case = parse_case("case: t\nfindings: {apple_tree: true}\n", orchard.vocabulary)
    answer = orchard.solve(case)
    assert answer.decisions
    about = answer.decisions[0].subject.split(" | ")[0]
    with pytest.raises(GuidelineError, match="there is no alternative CU"):
        place_of(Goal("alternative", ("99", about)), answer)
    empty = orchard.solve(parse_case("case: t\nfindings: {apple_tree: false}\n", orchard.vocabulary))
    if not empty.decisions:
        with pytest.raises(GuidelineError, match="there is no decision"):
            place_of(Goal("alternative", ("1",)), empty)


@pytest.fixture(scope="module")
def two_choices(tmp_path_factory: pytest.TempPathFactory) -> Answer:
    """An answer with a choice of two and a choice of three."""
    folder = tmp_path_factory.mktemp("two")
    rows = "exclusive(x, y). exclusive(p, q). exclusive(q, r). exclusive(p, r).\n"
    for name in "xypqr":
        rows += (
            f'action({name}). label({name}, "{name}"). source(d{name}, "D{name}"). statement(s{name}, d{name}, recommendation, should).'
            f'locator(s{name}, "1"). says(s{name}, "Says {name}."). recommends(s{name}, {name}). applies(s{name}).\n'
        )
    (folder / "pack.lp").write_text(rows, encoding="utf-8")
    pack = load_pack(folder)
    return pack.solve(parse_case("case: a\n", pack.vocabulary), marks=False, inquire=False)


def test_an_alternative_that_one_decision_alone_has_is_meant(two_choices: Answer) -> None:
    counts = [len(d.alternatives) for d in two_choices.decisions]
    assert sorted(counts) == [2, 3]
    assert place_of(Goal("alternative", ("3",)), two_choices) == (counts.index(3), 2)


def test_an_alternative_that_no_decision_has_is_refused_with_those_that_there_are(two_choices: Answer) -> None:
    with pytest.raises(GuidelineError, match="there is no alternative D") as caught:
        place_of(Goal("alternative", ("4",)), two_choices)
    assert str(caught.value.problems[0].hint).startswith("the decisions have A to ")


def test_an_alternative_that_several_have_is_refused_with_what_to_write(two_choices: Answer) -> None:
    with pytest.raises(GuidelineError, match="may mean 2 decisions"):
        place_of(Goal("alternative", ("2",)), two_choices)
