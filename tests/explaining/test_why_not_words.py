"""What is told of what stands in the way, sentence by sentence, on a pack of a few statements; every sentence is true of the case."""

from __future__ import annotations

import pytest

from explain.explaining import Asked, Explained
from explain.telling import Passage
from guideline import Pack, load_pack
from guideline.cases.reading import parse_case
from guideline.errors import GuidelineError

ROWS = """
source(book, "Book"). source(letter, "Letter").
finding((severe; frail; wet), boolean). finding(days, quantity("day")). clock(days).
label(severe, "severe pain"). label(frail, "frailty"). label(wet, "wet feet"). label(days, "days of pain").
action((walk; rest; swim; nap; pill; drop; sing)). exclusive(walk, rest).
label(walk, "walking"). label(rest, "resting"). label(swim, "swimming"). label(nap, "a nap"). label(sing, "singing").
label(pill, "the pill"). label(drop, "the drops"). purpose((pill; drop), sleep). label(sleep, "sleep").
statement(walk_if, book, recommendation, must). locator(walk_if, "1"). says(walk_if, "Walk in severe pain or after a week.").
recommends(walk_if, walk). needs(walk_if, walk, any(cause)). any_of(cause, has(severe)). any_of(cause, at_least(days, "1 week")).
applies(walk_if).
statement(rest_if, book, recommendation, should). locator(rest_if, "2"). says(rest_if, "Rest when frail or wet.").
recommends(rest_if, rest). applies(rest_if) :- has(frail). applies(rest_if) :- has(wet).
statement(swim_if, book, recommendation, must). locator(swim_if, "3"). says(swim_if, "Swim when frail and wet, or in severe pain.").
recommends(swim_if, swim). applies(swim_if) :- has(frail), has(wet). applies(swim_if) :- has(severe).
statement(no_swim, letter, recommendation, must). locator(no_swim, "4"). says(no_swim, "No swimming for the wet.").
opposes(no_swim, swim). applies(no_swim) :- has(wet).
statement(nap_late, book, recommendation, must). locator(nap_late, "5"). says(nap_late, "A nap after a week.").
recommends(nap_late, nap). needs(nap_late, nap, at_least(days, "1 week")). applies(nap_late).
statement(nap_later, letter, recommendation, must). locator(nap_later, "6"). says(nap_later, "A nap after two weeks.").
recommends(nap_later, nap). needs(nap_later, nap, at_least(days, "2 weeks")). applies(nap_later).
statement(pill_book, book, recommendation, must). locator(pill_book, "7"). says(pill_book, "The pill for sleep.").
recommends(pill_book, pill). applies(pill_book) :- has(frail).
statement(drop_letter, letter, recommendation, must). locator(drop_letter, "8"). says(drop_letter, "The drops for sleep.").
recommends(drop_letter, drop). applies(drop_letter) :- has(frail).
statement(also_pill, book, recommendation, must). locator(also_pill, "9"). says(also_pill, "The pill again.").
recommends(also_pill, pill). applies(also_pill) :- has(frail).
"""


@pytest.fixture(scope="module")
def pack(tmp_path_factory: pytest.TempPathFactory) -> Pack:
    folder = tmp_path_factory.mktemp("pack")
    (folder / "pack.lp").write_text(ROWS, encoding="utf-8")
    return load_pack(folder)


def told(pack: Pack, goal: str, findings: str = "", excluded: str = "") -> list[str]:
    text = f"case: somebody\nfindings: {{{findings}}}\n"
    text += f"excluded:\n  - action: {excluded}\n    because: allergy\n    kind: contraindicated\n" if excluded else ""
    made = Explained(parse_case(text, pack.vocabulary), pack, Asked(why_not=(goal,)))
    return [line.text for passage in made.telling("short") for line in passage.lines]


def why(pack: Pack, goal: str, findings: str = "") -> list[str]:
    made = Explained(parse_case(f"case: somebody\nfindings: {{{findings}}}\n", pack.vocabulary), pack, Asked(why=(goal,)))
    return [line.text for passage in made.telling("short") for line in passage.lines]


def test_of_two_conditions_of_which_one_is_enough_both_are_told(pack: Pack) -> None:
    assert told(pack, "rest") == [
        "Rest when frail or wet.",
        "applies with frailty; not recorded; in its place would do wet feet: yes (not recorded)",
    ]


def test_of_criteria_of_which_one_is_enough_all_are_told(pack: Pack) -> None:
    assert told(pack, "walk", "severe: false, days: 2 days")[1] == (
        "asks for days of pain: at least 1 week; recorded: 2 days, due in 5 days; in its place would do severe pain: yes (recorded: no)"
    )


def test_what_would_do_instead_of_several_says_so(pack: Pack) -> None:
    assert told(pack, "swim", "severe: false")[1:3] == [
        "applies with frailty; not recorded",
        "applies with wet feet; not recorded; in place of these 2 would do severe pain: yes (recorded: no)",
    ]


def test_an_amount_says_what_it_takes_for_this_patient_and_not_only_what_is_asked(pack: Pack) -> None:
    assert told(pack, "nap") == [
        "A nap after a week.",
        "asks for days of pain: at least 1 week (as all else is, it takes at least 2 weeks); not recorded",
        "A nap after two weeks.",
        "asks for days of pain: at least 2 weeks; not recorded",
    ]


def test_what_the_case_rules_out_comes_first_and_once(pack: Pack) -> None:
    lines = told(pack, "pill", excluded="pill")
    assert lines[0] == "the case rules out the pill: contraindicated (allergy)"
    assert sum("rules out" in line for line in lines) == 1


def test_what_the_record_forbids_comes_before_what_is_missing(pack: Pack) -> None:
    lines = told(pack, "swim", "wet: true")
    assert lines[0] == "against swimming: No swimming for the wet."
    assert told(pack, "swim", "wet: false")[0] == "Swim when frail and wet, or in severe pain."


def test_a_statement_for_the_same_action_is_not_said_to_be_against_it(pack: Pack) -> None:
    lines = told(pack, "pill", "frail: true")
    assert "in its way, for the drops: The drops for sleep." in lines
    assert not any(line.startswith("in its way:") for line in lines)
    drops = told(pack, "drop", "frail: true")
    assert [x for x in drops if "in its way" in x] == [
        "in its way, for the pill: The pill again.",
        "in its way, for the pill: The pill for sleep.",
    ]


def test_what_is_spoken_of_names_who_speaks_of_it(pack: Pack) -> None:
    assert told(pack, "not_addressed swim", "wet: true, severe: true") == [
        "against swimming: No swimming for the wet.",
        "for swimming: Swim when frail and wet, or in severe pain.",
    ]


def test_what_nobody_speaks_of_is_not_addressed_already(pack: Pack) -> None:
    assert told(pack, "not_addressed sing") == ["So it is already: nothing stands in the way. `--why` gives the reasons."]
    assert told(pack, "sing") == ["No statement could lead there, whatever is recorded."]


def test_a_source_without_scenarios_says_so(pack: Pack) -> None:
    assert told(pack, "book") == [
        "The source is limited to no scenario: it takes every patient in. Why a statement of it is not in force is asked of the statement."
    ]
    assert why(pack, "book") == ["it takes every patient in; its statements can be asked about one by one"]


def test_of_criteria_of_which_one_is_met_the_other_is_no_reason(pack: Pack) -> None:
    lines = why(pack, "walk", "severe: false, days: 9 days")
    assert "because of: days of pain: 9 days (asked: at least 1 week) (line 2)" in lines
    assert not any("severe" in line for line in lines if line != "Walk in severe pain or after a week.")


def test_a_statement_does_not_collide_with_itself(pack: Pack) -> None:
    with pytest.raises(GuidelineError, match="`walk_if` does not collide with itself"):
        told(pack, "conflict walk_if book.walk_if")


def passages(pack: Pack, goal: str, findings: str = "") -> tuple[Passage, ...]:
    case = parse_case(f"case: somebody\nfindings: {{{findings}}}\n", pack.vocabulary)
    return Explained(case, pack, Asked(why_not=(goal,))).telling("short")


def test_a_statement_is_cited_once_in_the_heading(pack: Pack) -> None:
    (made,) = passages(pack, "statement rest_if", "severe: false")
    assert made.head.startswith("Why not in force: ")
    assert made.head.endswith("[book.rest_if, 2]")
    assert made.lines
    assert not any(line.place for line in made.lines)


@pytest.mark.parametrize(
    ("goal", "findings", "head"),
    [("rest", "frail: true", "resting: do"), ("statement rest_if", "frail: true", "In force: Rest when frail or wet. [book.rest_if, 2]")],
)
def test_what_is_so_already_is_not_headed_by_a_denial(pack: Pack, goal: str, findings: str, head: str) -> None:
    (made,) = passages(pack, goal, findings)
    assert made.head == head
    assert [line.text for line in made.lines] == ["So it is already: nothing stands in the way. `--why` gives the reasons."]
