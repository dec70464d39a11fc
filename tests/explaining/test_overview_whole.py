"""The overview marks every word that hangs on an answer or a time, and names what would become urgent."""

from __future__ import annotations

from pathlib import Path

import pytest
from overviews import WOULD, lines, says, texts


def test_a_permission_beside_the_word_that_counts_is_marked_where_an_answer_takes_it_away(tmp_path: Path) -> None:
    rules = (says("a", "book", "recommends(a, walk)"), says("b", "leaf", "permits(b, walk)", when="not has(ill)"))
    assert texts(lines(tmp_path, *rules), "Do") == ["a walk (book); may be done (leaf); the word of leaf is provisional (1)"]


def test_a_permission_that_no_answer_takes_away_is_not_marked(tmp_path: Path) -> None:
    rules = (says("a", "book", "recommends(a, walk)"), says("b", "leaf", "permits(b, walk)"))
    assert texts(lines(tmp_path, *rules), "Do") == ["a walk (book); may be done (leaf)"]


def test_a_permission_beside_the_word_that_counts_is_told_with_its_own_bound(tmp_path: Path) -> None:
    rules = (says("a", "book", "recommends(a, walk)"), says("b", "leaf", "permits(b, walk)", when='not above(days, "4 weeks")'))
    told = "a walk (book); may be done (leaf), only while days of rest is at most 4 weeks (recorded: 9 days)"
    assert texts(lines(tmp_path, *rules, findings="days: 9 days"), "Do") == [told]


def test_what_all_that_a_source_says_in_its_scope_hangs_on_is_marked_at_the_scope(tmp_path: Path) -> None:
    scope = 'context(all, book, "everybody"). enters(all) :- not has(ill). context(few, leaf, "some"). enters(few).\n'
    rules = (
        says("a", "book", "recommends(a, walk)", "within(a, all)"),
        says("b", "book", "recommends(b, swim)", "within(b, all)", when="not has(old)"),
        says("c", "leaf", "recommends(c, sing)", "within(c, few)", when="not has(old)"),
        says("d", "leaf", "recommends(d, see)", "within(d, few)"),
    )
    made = lines(tmp_path, scope, *rules)
    assert texts(made, "Sources and scope") == [
        "A book (book): in scope, everybody; what it says in this scope is provisional (1)",
        "A leaflet (leaf): in scope, some",
    ]
    assert texts(made, "Provisional: answers to critical questions that would change it")[0] == "(1) illness: yes"


def test_a_source_that_is_for_it_already_is_not_told_to_depend_on_what_one_more_statement_asks_for(tmp_path: Path) -> None:
    rules = (
        says("a", "book", "recommends(a, walk)"),
        says("b", "book", "recommends(b, walk)", "needs(b, walk, has(sore))", when="not lacks(sore)"),
    )
    told = "a walk (book); book would be for it by a further statement too, which depends on: soreness (not recorded)"
    assert texts(lines(tmp_path, *rules), "Do") == [told]


def test_what_a_source_only_asks_to_know_before_an_action_is_no_dependence_of_its_word(tmp_path: Path) -> None:
    rules = (
        says("a", "book", "recommends(a, walk)"),
        says("b", "leaf", "recommends(b, scan)", "needs(b, walk, has(sore))"),
    )
    assert "a walk (book); before it, leaf asks for: soreness (not recorded)" in texts(lines(tmp_path, *rules), "Do")


def test_a_finding_that_counts_only_as_long_as_an_answer_is_open_does_not_stand_for_that_answer(tmp_path: Path) -> None:
    fresh = "new :- has(sore), not lacks(numb). follows(has(sore)) :- has(numb).\n"
    assert texts(lines(tmp_path, fresh, says("a", "book", "recommends(a, walk)", when="new")), WOULD) == ["a walk: do, with numbness: yes"]


@pytest.mark.parametrize(
    ("pairs", "told"),
    [
        (["has(ill), has(old)"], "a walk: do, with illness together with age"),
        (
            ["has(ill), has(old)", "has(ill), has(hot)", "has(old), has(hot)", "has(ill), has(weak)"],
            "with certain answers together: a walk",
        ),
    ],
    ids=["one", "four"],
)
def test_few_sets_of_answers_that_do_it_together_are_named(pairs: list[str], told: str, tmp_path: Path) -> None:
    rule = says("a", "book", "recommends(a, walk)", when=pairs[0]) + "".join(f"applies(a) :- {p}.\n" for p in pairs[1:])
    assert texts(lines(tmp_path, rule), WOULD) == [told]


def test_what_is_addressed_and_would_become_urgent_is_told_with_what_would_be_added(tmp_path: Path) -> None:
    rules = (
        says("a", "book", "permits(a, see)"),
        says("b", "leaf", "recommends(b, see)", "urgent(b)", when="has(ill)"),
        says("c", "leaf", "recommends(c, scan)", when="has(ill)"),
    )
    assert texts(lines(tmp_path, *rules), WOULD) == ["a visit: do, at once, with illness: yes", "a scan: do, with illness: yes"]
    assert WOULD not in lines(tmp_path, *rules, findings="ill: true")


def test_an_answer_that_brings_an_action_without_hurry_is_told_apart_from_those_that_make_it_urgent(tmp_path: Path) -> None:
    rules = (
        says("a", "book", "recommends(a, see)", "urgent(a)", when="has(ill)"),
        says("b", "leaf", "recommends(b, see)", when="has(old)"),
    )
    assert texts(lines(tmp_path, *rules), WOULD) == ["a visit: do, at once, with illness: yes", "a visit: do, with age: yes"]


def test_a_source_that_also_waits_for_something_is_marked_where_an_answer_takes_its_word_away(tmp_path: Path) -> None:
    rules = (
        says("a", "book", "recommends(a, walk)"),
        says("b", "leaf", "recommends(b, walk)", when="not has(ill)"),
        says("c", "leaf", "recommends(c, scan)", "needs(c, walk, has(sore))"),
    )
    (line,) = [x for x in texts(lines(tmp_path, *rules), "Do") if x.startswith("a walk")]
    assert "the word of leaf is provisional (1)" in line


def test_what_is_urgent_already_is_not_told_to_become_so(tmp_path: Path) -> None:
    rules = (
        says("a", "book", "recommends(a, see)", "urgent(a)"),
        says("b", "leaf", "recommends(b, see)", "urgent(b)", when="has(ill)"),
    )
    assert WOULD not in lines(tmp_path, *rules)


def test_the_latest_time_of_a_criterion_is_not_told_as_an_earliest_one(tmp_path: Path) -> None:
    rules = (
        says("a", "book", "recommends(a, walk)", 'needs(a, walk, below(days, "6 weeks"))'),
        says("b", "leaf", "recommends(b, walk)"),
    )
    early = texts(lines(tmp_path, *rules, findings="days: 20 days"), "Do")
    assert early == ["a walk: by leaf; by book, only while days of rest is less than 6 weeks (recorded: 20 days)"]
    late = texts(lines(tmp_path, *rules, findings="days: 50 days"), "Contested")
    assert late == ["a walk: for (leaf); book asks for: days of rest: less than 6 weeks (recorded: 50 days)"]


@pytest.mark.parametrize(
    ("group", "told"),
    [
        ('any_of(k, (at_least(days, "3 weeks"); at_least(days, "12 weeks"))).', "waits until 3 weeks"),
        ('all_of(k, (at_least(days, "3 weeks"); at_least(days, "12 weeks"))).', "waits until 12 weeks"),
    ],
    ids=["one is enough", "all are needed"],
)
def test_a_group_of_times_is_waited_for_until_it_is_met(group: str, told: str, tmp_path: Path) -> None:
    how = group[:3]
    rules = (
        says("a", "book", "recommends(a, walk)", f"needs(a, walk, {how}(k))", group.rstrip(".")),
        says("b", "leaf", "recommends(b, walk)"),
    )
    (line,) = texts(lines(tmp_path, *rules, findings="days: 10 days"), "Contested")
    assert told in line


def test_a_group_of_a_time_or_another_finding_names_no_time_alone(tmp_path: Path) -> None:
    rules = (
        says("a", "book", "recommends(a, walk)", "needs(a, walk, any(k))", 'any_of(k, (at_least(days, "3 weeks"); has(sore)))'),
        says("b", "leaf", "recommends(b, walk)"),
    )
    told = [x for rows in lines(tmp_path, *rules, findings="days: 10 days, sore: false").values() for x in (r.text for r in rows)]
    assert not any("until 3 weeks" in x for x in told)


def test_a_source_whose_other_statement_steps_in_is_not_told_to_fall_silent(tmp_path: Path) -> None:
    rules = (
        says("a", "book", "recommends(a, walk)"),
        says("b", "leaf", "permits(b, walk)", when="not has(ill)"),
        says("c", "leaf", "permits(c, walk)", when="has(ill)"),
    )
    assert texts(lines(tmp_path, *rules), "Do") == ["a walk (book); may be done (leaf)"]


def test_what_an_answer_takes_from_a_wait_is_marked(tmp_path: Path) -> None:
    rules = (
        says("a", "book", "recommends(a, walk)"),
        says("b", "leaf", "recommends(b, walk)", 'needs(b, walk, at_least(days, "3 weeks"))', when="not has(ill)"),
        says("c", "book", "opposes(c, walk)"),
    )
    line = texts(lines(tmp_path, *rules, findings="days: 10 days"), "Contested")[0]
    assert "the word of leaf is provisional (1)" in line


def test_what_meets_the_criterion_of_an_urgent_wish_is_told_as_what_makes_it_so(tmp_path: Path) -> None:
    rule = says("a", "book", "recommends(a, scan)", "urgent(a)", "needs(a, scan, has(hot))", when="has(sore)")
    (line,) = texts(lines(tmp_path, rule, findings="sore: true, hot: true"), "At once")
    assert "fever" in line


def test_what_waits_for_an_answer_to_be_urgent_is_told_with_what_would_become_so(tmp_path: Path) -> None:
    rule = says("a", "book", "recommends(a, scan)", "urgent(a)", "needs(a, scan, has(hot))")
    assert texts(lines(tmp_path, rule), WOULD) == ["a scan: do, at once, with fever: yes"]


def test_an_alternative_names_those_who_wish_what_it_does_and_apart_who_only_bars_the_other(tmp_path: Path) -> None:
    rules = (
        "exclusive(pill, drop).\n",
        says("a", "book", "recommends(a, pill)"),
        says("b", "book", "recommends(b, drop)"),
        says("c", "leaf", "opposes(c, drop)"),
    )
    told = texts(lines(tmp_path, *rules), "To decide")
    assert "A: a pill (book), instead of a drop (leaf)" in told or "B: a pill (book), instead of a drop (leaf)" in told


def test_a_permission_that_waits_is_not_told_as_one_more_statement_for_it(tmp_path: Path) -> None:
    rules = (
        says("a", "book", "recommends(a, walk)"),
        says("b", "book", "permits(b, walk)", "needs(b, walk, has(sore))", when="not lacks(sore)"),
    )
    assert not any("a further statement" in x for x in texts(lines(tmp_path, *rules), "Do"))


def test_a_choice_that_an_answer_takes_away_is_marked_as_such(tmp_path: Path) -> None:
    rules = (
        says("a", "book", "offers(a, (walk; swim))", when="not has(ill)"),
        says("b", "book", "offers(b, walk)"),
        says("c", "book", "offers(c, swim)"),
    )
    assert texts(lines(tmp_path, *rules), "One of these")[0] == "by book (must); provisional (1)"
