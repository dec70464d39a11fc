"""The overview marks every word that hangs on an answer or a time, names what would become urgent, and tells nothing twice."""

from __future__ import annotations

from pathlib import Path

import pytest

from explain.overview import in_short
from explain.telling import Line
from guideline import load_pack
from guideline.cases.reading import parse_case

HEAD = """
source(book, "A book"). strength(book, must, 3). strength(book, may, 1).
source(leaf, "A leaflet"). strength(leaf, must, 3). strength(leaf, may, 1).
finding((ill; old; hot; weak; sore; numb), boolean). critical((ill; old; hot; weak; numb)).
label(ill, "illness"). label(old, "age"). label(hot, "fever"). label(weak, "weakness"). label(sore, "soreness"). label(numb, "numbness").
finding(days, quantity("day")). range(days, "0 days", "2 years"). clock(days). label(days, "days of rest").
action((walk; swim; sing; see; cut; scan; pill; drop)). purpose(pill, pain).
label(walk, "a walk"). label(swim, "a swim"). label(sing, "a song").
label(see, "a visit"). label(cut, "the cut"). label(scan, "a scan"). label(pill, "a pill"). label(drop, "a drop").
"""


def says(name: str, source: str, does: str, *more: str, when: str = "", words: str = "") -> str:
    text = words or f"{name.capitalize()} says so."
    body = f" :- {when}" if when else ""
    beside = " ".join(f"{m}." for m in more)
    return (
        f'statement({name}, {source}, recommendation, must). locator({name}, "{name}"). says({name}, "{text}"). {does}. {beside} '
        f"applies({name}){body}.\n"
    )


def lines(folder: Path, *rules: str, findings: str = "") -> dict[str, list[Line]]:
    (folder / "pack.lp").write_text(HEAD + "".join(rules), encoding="utf-8")
    pack = load_pack(folder)
    rows = "".join(f"  {row.strip()}\n" for row in findings.split(",") if row.strip())
    case = parse_case("case: x\n" + (f"findings:\n{rows}" if rows else ""), pack.vocabulary)
    return {p.head: list(p.lines) for p in in_short(pack.solve(case), pack)}


def texts(found: dict[str, list[Line]], head: str) -> list[str]:
    return [x.text for x in found.get(head, [])]


WOULD = "Would be added, or become urgent, by an answer"


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


def test_sources_that_ask_for_the_same_in_other_words_are_told_together(tmp_path: Path) -> None:
    rules = [
        says(
            n, by, f"recommends({n}, walk)", f"needs({n}, walk, has(sore))", f"taken_as({n}, has(sore), \"'{w}'\")", when="not lacks(sore)"
        )
        for n, by, w in (("a", "book", "pain"), ("b", "leaf", "ache"))
    ]
    told = "a walk: for book and leaf it depends on: soreness (the editors' reading of 'pain' and 'ache'; not recorded)"
    assert texts(lines(tmp_path, *rules), "Waiting for an answer") == [told]


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


def test_a_choice_that_an_answer_takes_away_is_marked_as_such(tmp_path: Path) -> None:
    rules = (
        says("a", "book", "offers(a, (walk; swim))", when="not has(ill)"),
        says("b", "book", "offers(b, walk)"),
        says("c", "book", "offers(c, swim)"),
    )
    assert texts(lines(tmp_path, *rules), "One of these")[0] == "by book (must); provisional (1)"


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
