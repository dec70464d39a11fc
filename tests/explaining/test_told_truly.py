"""What is told is no more than is known: bounds, counts, names, classes that are silent, words that two may misread."""

from __future__ import annotations

import json

import pytest
from jsonschema import Draft202012Validator

from explain.explaining import Asked, Explained
from explain.explanation_schema import EXPLANATION
from explain.telling import Length
from guideline import Pack, load_pack
from guideline.cases.reading import parse_case
from guideline.model import Case

CAUSES = 40
PACK = """
source(book, "A book of care"). strength(book, must, 2). strength(book, may, 1).
finding(days, quantity("day")). range(days, "0 days", "10 years"). clock(days). label(days, "days of therapy").
finding(dose, quantity("mg")). range(dose, "0 mg", "500 mg"). label(dose, "the dose").
finding(course, choice). choice(course, (better; same; worse; gone)). label(course, "the course").
label(choice(course, same), "little or no better"). label(choice(course, better), "better").
label(choice(course, worse), "worse"). label(choice(course, gone), "gone").
finding((frail; old; tired), boolean). label(frail, "frailty"). label(old, "old age"). label(tired, "weariness").
follows(has(tired)) :- has(frail).
action((picture; fine_picture; drug; pill; drop; rest; brace; walk; lift)).
label(picture, "picture"). label(fine_picture, "fine picture"). label(drug, "drug"). label(pill, "pill"). label(drop, "drop").
label(rest, "rest"). label(brace, "brace"). label(walk, "walking"). label(lift, "lifting").
kind_of(fine_picture, picture). kind_of(pill, drug). kind_of(drop, drug).
statement(look, book, recommendation, must). locator(look, "1"). says(look, "Make a fine picture.").
recommends(look, fine_picture). applies(look).
statement(late, book, recommendation, must). locator(late, "2"). says(late, "Rest after 3 months.").
recommends(late, rest). applies(late) :- at_least(days, "3 months").
statement(braced, book, recommendation, may). locator(braced, "3"). says(braced, "A brace is one way for the weary.").
offers(braced, brace). needs(braced, brace, has(tired)). applies(braced).
statement(many, book, recommendation, must). locator(many, "4"). says(many, "Walk for any of many causes.").
recommends(many, walk).
statement(ill, book, recommendation, may). locator(ill, "5"). says(ill, "The pill and the drop.").
recommends(ill, pill). permits(ill, drop). applies(ill).
statement(exact, book, recommendation, must). locator(exact, "6"). says(exact, "Lift at just this dose.").
recommends(exact, lift). applies(exact) :- at_least(dose, "10.2 mg"), at_most(dose, "10.2 mg"), is(course, (better; same; worse)).
""" + "".join(f'finding(c{n}, boolean). label(c{n}, "cause {n}"). applies(many) :- has(c{n}).\n' for n in range(1, CAUSES + 1))


@pytest.fixture(scope="module")
def pack(tmp_path_factory: pytest.TempPathFactory) -> Pack:
    folder = tmp_path_factory.mktemp("pack")
    (folder / "pack.lp").write_text(PACK, encoding="utf-8")
    return load_pack(folder)


def case_of(pack: Pack, findings: str = "", more: str = "") -> Case:
    return parse_case(f"case: somebody\nfindings: {{{findings}}}\n{more}", pack.vocabulary)


def told(pack: Pack, case: Case, asked: Asked, length: Length = "short") -> list[str]:
    return [t for p in Explained(case, pack, asked).telling(length) for t in (p.head, *(line.text for line in p.lines), p.remark) if t]


@pytest.mark.parametrize(
    ("recorded", "due"),
    [
        ("14 days", "due in 76 days"),
        ("2-4 weeks", "due in 62 to 76 days"),
        ("< 3 weeks", "due in more than 69 days and at most 90 days"),
        (">= 20 days and < 90 days", "due within 70 days"),
    ],
)
def test_a_clock_that_is_recorded_within_bounds_is_due_within_bounds(pack: Pack, recorded: str, due: str) -> None:
    found = told(pack, case_of(pack, f'days: "{recorded}"'), Asked(why_not=("late",)))
    assert found[1].endswith(due)


def test_a_change_that_waits_counts_from_both_bounds(pack: Pack) -> None:
    found = told(pack, case_of(pack, 'days: "2-4 weeks"'), Asked(change="late"))
    assert any("between 62 days and 76 days to go" in t for t in found)


@pytest.mark.parametrize("length", ["line", "short", "full"])
def test_a_list_that_was_cut_does_not_pass_for_all_there_are(pack: Pack, length: Length) -> None:
    (found,) = [t for t in told(pack, case_of(pack), Asked(why_not=("many",)), length) if "applies with" in t]
    assert "at least" in found or "there may be further ways" in found
    assert ", and " not in found


def test_an_action_is_ruled_out_by_its_own_name_too(pack: Pack) -> None:
    assert "asks that pill is ruled out, by its name or with a class of it; the case leaves it in" in told(
        pack, case_of(pack), Asked(why=("excluded pill",))
    )
    assert "asks that rest is ruled out; the case leaves it in" in told(pack, case_of(pack, "days: 90 days"), Asked(why=("excluded rest",)))


@pytest.mark.parametrize("asked", [Asked(why=("picture",)), Asked(why_not=("picture",)), Asked(change="picture")])
@pytest.mark.parametrize("length", ["line", "short", "full"])
def test_a_class_that_nothing_is_said_of_names_its_kinds(pack: Pack, asked: Asked, length: Length) -> None:
    found = told(pack, case_of(pack), asked, length)
    assert any("picture as such" in t for t in found)
    assert any("fine picture: do (fine_picture)" in t for t in found)


def test_the_kinds_of_a_silent_class_are_values_too(pack: Pack) -> None:
    made = Explained(case_of(pack), pack, Asked(why=("picture",))).document
    Draft202012Validator(EXPLANATION).validate(json.loads(json.dumps(made)))
    assert made["explanations"][0]["kinds"] == [{"action": "fine_picture", "status": "settled_for"}]


def test_what_nothing_is_said_of_and_has_no_kinds_is_told_plainly(pack: Pack) -> None:
    assert told(pack, case_of(pack), Asked(why=("rest",)))[1] == "no statement in force speaks of it"


def test_an_exclusion_tells_its_kind_and_the_class_that_the_case_names(pack: Pack) -> None:
    row = "excluded:\n  - {{action: {0}, because: an allergy, kind: contraindicated}}\n"
    by_class = told(pack, case_of(pack, more=row.format("drug")), Asked(why=("pill",)))
    assert by_class[1] == "the case rules drug out (contraindicated: an allergy) (line 4)"
    itself = told(pack, case_of(pack, more=row.format("pill")), Asked(why=("pill",)), "line")
    assert itself[1] == "the case rules it out (contraindicated: an allergy) (line 4)"


def test_a_criterion_that_follows_is_told_by_what_it_follows_from(pack: Pack) -> None:
    found = told(pack, case_of(pack, "frail: true"), Asked(why=("brace",)))
    assert "because of: frailty: yes (line 2)" in found
    assert not any("met: " in t for t in found)


def test_an_offer_is_headed_as_one(pack: Pack) -> None:
    assert told(pack, case_of(pack, "frail: true"), Asked(why=("brace",)))[0] == "brace: offered"
    assert told(pack, case_of(pack), Asked(why=("fine_picture",)))[0] == "fine picture: do"


def test_a_statement_that_is_asked_about_is_said_once(pack: Pack) -> None:
    found = told(pack, case_of(pack), Asked(why=("look",)))
    assert found[:2] == ["In force: Make a fine picture.", "said by: A book of care"]


def test_both_bounds_of_one_amount_are_the_amount(pack: Pack) -> None:
    text = "\n".join(told(pack, case_of(pack, "dose: 3 mg, course: gone"), Asked(change="exact")))
    assert "change the dose to exactly 10.2 mg" in text
    assert "change the course to anything but gone" in text


def test_a_case_that_takes_no_lines_says_where_the_change_goes(pack: Pack) -> None:
    text = "{case: somebody, findings: {dose: 3 mg, course: better}}\n"
    made = Explained(parse_case(text, pack.vocabulary, "a.yaml", "yaml"), pack, Asked(change="late"), text=text)
    passage = made.telling("short")[1]
    assert passage.verbatim.startswith("findings:\n")
    assert "among its findings" in passage.remark
