"""The overview tells nothing twice: decisions, what is at once, what comes first, disagreements, doses, readings."""

from __future__ import annotations

from pathlib import Path

import pytest
from overviews import lines, says, texts


def test_sources_that_ask_for_the_same_in_other_words_are_told_together(tmp_path: Path) -> None:
    rules = [
        says(
            n, by, f"recommends({n}, walk)", f"needs({n}, walk, has(sore))", f"taken_as({n}, has(sore), \"'{w}'\")", when="not lacks(sore)"
        )
        for n, by, w in (("a", "book", "pain"), ("b", "leaf", "ache"))
    ]
    told = "a walk: for book and leaf it depends on: soreness (the editors' reading of 'pain' and 'ache'; not recorded)"
    assert texts(lines(tmp_path, *rules), "Waiting for an answer") == [told]


def test_what_is_told_at_once_is_told_again_only_where_its_status_says_more(tmp_path: Path) -> None:
    hurry = says("a", "book", "recommends(a, see)", "urgent(a)")
    other = says("b", "book", "recommends(b, see)")
    alone = lines(tmp_path, hurry, other)
    assert [x.place for x in alone["At once"]] == ["book.a, book.b"]
    assert "Do" not in alone
    more = lines(tmp_path, hurry, says("b", "leaf", "permits(b, see)"))
    assert texts(more, "Do") == ["a visit (book); may be done (leaf)"]


def test_a_decision_on_one_thing_is_told_whole_and_not_again_as_contested(tmp_path: Path) -> None:
    rules = (
        says("a", "book", "recommends(a, walk)", when='not above(days, "4 weeks")'),
        says("b", "leaf", "opposes(b, walk)"),
        says("c", "book", "recommends(c, scan)", "requires(c, walk, scan)"),
    )
    made = lines(tmp_path, *rules)
    assert "Contested" not in made
    assert [(x.text, x.place) for x in made["To decide"]] == [
        ("a walk", ""),
        ("A: without a walk (leaf)", "leaf.b"),
        ("B: a walk (book), only while days of rest is at most 4 weeks (not recorded)", "book.a"),
        ("No statement that applies prefers one to the other.", ""),
        ("first: a scan", "book.c"),
    ]


def test_a_decision_on_one_thing_of_which_more_is_said_is_told_by_its_status_too(tmp_path: Path) -> None:
    rules = (
        says("a", "book", "recommends(a, walk)"),
        says("b", "leaf", "opposes(b, walk)"),
        says("c", "leaf", "permits(c, walk)", when="has(ill)"),
    )
    assert "Contested" not in lines(tmp_path, *rules)
    assert len(lines(tmp_path, *rules, findings="ill: true")["Contested"]) == 1


def test_what_comes_before_each_way_of_a_choice_is_told_once(tmp_path: Path) -> None:
    rules = (says("a", "book", "offers(a, (walk; swim))"), says("b", "book", "recommends(b, scan)", "requires(b, (walk; swim), scan)"))
    assert texts(lines(tmp_path, *rules), "One of these") == ["by book (must)", "first: a scan", "a swim", "a walk"]
    one = (says("a", "book", "offers(a, (walk; swim))"), says("b", "book", "recommends(b, scan)", "requires(b, walk, scan)"))
    assert texts(lines(tmp_path, *one), "One of these") == ["by book (must)", "a swim", "a walk", "first: a scan"]


def test_a_tension_that_stands_is_named_beside_what_is_done(tmp_path: Path) -> None:
    rules = (
        says("a", "book", "recommends(a, walk)"),
        says("b", "leaf", "opposes(b, cut)", 'tension(b, a, "who walks is cut")', when="has(ill)"),
    )
    made = lines(tmp_path, *rules, findings="ill: true")
    assert [(x.text, x.place) for x in made["Do"]] == [("a walk (book)", "book.a"), ("in tension with leaf", "leaf.b")]
    assert texts(lines(tmp_path, *rules), "Do") == ["a walk (book)"]


def test_disagreements_for_one_reason_are_told_together(tmp_path: Path) -> None:
    why = "who walks or swims is cut"
    rules = (
        says("a", "book", "recommends(a, walk)"),
        says("b", "book", "recommends(b, swim)"),
        says("c", "leaf", "opposes(c, cut)", f'tension(c, (a; b), "{why}")'),
    )
    told = texts(lines(tmp_path, *rules), "Where the sources disagree")
    assert told[0] == "tension: a swim; a walk"
    assert told.count(why) == 1


@pytest.mark.parametrize(("amounts", "told"), [(["30"], 0), (["30", "45"], 2)], ids=["one regimen", "two regimens"])
def test_the_words_of_a_source_on_a_dose_are_told_where_they_tell_regimens_apart(amounts: list[str], told: int, tmp_path: Path) -> None:
    doses = "".join(says(f"d{x}", "book", f'doses(d{x}, pill, pain, {x}, {x}, "mg", "day")', words=f"The {x} mg way.") for x in amounts)
    made = lines(tmp_path, says("a", "book", "recommends(a, pill)"), doses)
    assert sum(x.endswith("mg way.") for x in texts(made, "Regimens")) == told


def test_a_preference_keeps_an_urgent_action_under_its_status_too(tmp_path: Path) -> None:
    kinds = 'action(drug). label(drug, "a drug"). kind_of((pill; drop), drug).\n'
    hurry = says("a", "book", "recommends(a, pill)", "urgent(a)")
    other = says("b", "book", "permits(b, drop)", "prefers(b, pill, drop)")
    assert any(x.startswith("a pill (book); preferred by book to a drop") for x in texts(lines(tmp_path, kinds, hurry, other), "Do"))


def test_a_tension_on_what_is_contested_is_told_among_the_disagreements(tmp_path: Path) -> None:
    rules = (
        says("a", "book", "recommends(a, walk)"),
        says("b", "leaf", "opposes(b, walk)"),
        says("c", "leaf", "recommends(c, swim)", 'tension(c, a, "nobody walks and swims")'),
    )
    assert "nobody walks and swims" in texts(lines(tmp_path, *rules), "Where the sources disagree")


def test_two_sources_that_would_give_way_to_the_same_are_told_in_one_line_with_what_their_reasons_share_once(tmp_path: Path) -> None:
    give = [
        f'yields({n}, c, "who is ill sits still; {n} says nothing of it"), tension({n}, c, "no walk")'.split(", tension")
        for n in ("a", "b")
    ]
    rules = [
        says(n, by, f"recommends({n}, walk)", first, f"tension{rest}")
        for (n, by), (first, rest) in zip((("a", "book"), ("b", "leaf")), give, strict=True)
    ]
    other = says("c", "leaf", "recommends(c, swim)", when="has(ill)")
    told = texts(lines(tmp_path, *rules, other), "Do")
    assert [x for x in told if "go first" in x] == [
        "with illness: yes, a swim (leaf) would go first, before what book and leaf say: "
        "who is ill sits still; a says nothing of it; b says nothing of it"
    ]
