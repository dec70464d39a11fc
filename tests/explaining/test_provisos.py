"""What the numbers of provisional answers stand for: told once in full, later by an earlier number, with what is more or one less."""

from __future__ import annotations

from explain.provisos import Provisos
from explain.views.values import Answers, Condition


def yes_to(names: str) -> Answers:
    """A yes to each of some signs, any of which would do."""
    return tuple([(Condition("has", f"sign {n}"),) for n in names])


def told(*sets: Answers) -> list[str]:
    provisos = Provisos()
    for answers in sets:
        provisos.mark([answers])
    return [line.text for passage in provisos.tell() for line in passage.lines]


def test_a_larger_set_is_told_by_a_smaller_one_before_it() -> None:
    assert told(yes_to("abc"), yes_to("abcd")) == ["(1) yes to any of sign a, sign b or sign c", "(2) as (1); or sign d: yes"]


def test_one_answer_is_too_little_to_tell_another_by() -> None:
    assert told(yes_to("a"), yes_to("ab")) == ["(1) sign a: yes", "(2) yes to sign a or sign b"]
    assert told(yes_to("ab"), yes_to("abc"))[1] == "(2) as (1); or sign c: yes"


def test_a_set_with_one_answer_less_is_told_by_the_larger_one_before_it() -> None:
    assert told(yes_to("abcd"), yes_to("abc"))[1] == "(2) as (1), apart from sign d: yes"


def test_no_more_than_one_answer_is_taken_away() -> None:
    assert told(yes_to("abcdef"), yes_to("abcd"))[1] == "(2) yes to any of sign a, sign b, sign c or sign d"


def test_of_a_set_of_two_nothing_is_taken_away_from_a_larger_one() -> None:
    assert told(yes_to("abc"), yes_to("ab"))[1] == "(2) yes to sign a or sign b"


def test_a_no_beside_a_yes_that_an_earlier_number_has_is_told_as_any_answer() -> None:
    denied = (*yes_to("abc"), (Condition("lacks", "sign a"),))
    assert told(yes_to("abc"), denied)[1] == "(2) as (1); or any answer to sign a"


def test_nothing_is_told_by_a_number_that_comes_later() -> None:
    lines = told(yes_to("abcdefgh"), yes_to("abc"), yes_to("abcx"))
    assert lines[0] == "(1) yes to any of sign a, sign b, sign c, sign d, sign e, sign f, sign g or sign h"
    assert lines[2] == "(3) as (2); or sign x: yes"


def test_nothing_is_told_by_a_number_that_is_told_by_another_itself() -> None:
    assert told(yes_to("abc"), yes_to("abcd"), yes_to("abcde"))[2] == "(3) as (1); or yes to sign d or sign e"


def test_answers_that_are_neither_among_others_nor_hold_them_are_told_in_full() -> None:
    assert told(yes_to("abcd"), yes_to("bcde"))[1] == "(2) yes to any of sign b, sign c, sign d or sign e"
