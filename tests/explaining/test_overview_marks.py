"""The overview names all that a scenario lacks, what comes first, whose word alone hangs on an answer, and kinds below their class."""

from __future__ import annotations

from pathlib import Path

import pytest

from explain.explaining import Asked, Explained
from explain.report.content import gather, report
from explain.report.page import page
from explain.telling import Line
from guideline import Pack, load_pack
from guideline.cases.reading import parse_case
from guideline.road.ahead import road

PACK = """
source(book, "A book of care"). strength(book, must, 2). strength(book, may, 1).
source(leaf, "A leaflet"). strength(leaf, must, 2). strength(leaf, may, 1).
finding((fracture; bones; edema; swollen; cleft; flag; risk; other; tumor), boolean). critical((risk; other; tumor)).
label(fracture, "fracture"). label(bones, "weak bones"). label(edema, "edema"). label(swollen, "swelling"). label(cleft, "cleft").
label(flag, "red flag"). label(risk, "risk"). label(other, "other risk"). label(tumor, "tumor").
finding((days; weeks), quantity("day")). range((days; weeks), "0 days", "2 years"). clock((days; weeks)).
label(days, "days of pain"). label(weeks, "days since the image").
follows(has(edema)) :- has(swollen).
weak :- has(bones). label(weak, "weak").
context(main, book, "painful fracture"). enters(main) :- has(fracture), weak, has((edema; cleft)).
context(small, book, "any fracture"). enters(small) :- has(fracture).
action((rest; walk; visit; image; drug; pill; drop; treat; oil; balm)).
label(rest, "rest"). label(walk, "walking"). label(visit, "visit"). label(image, "image"). label(drug, "drug"). label(pill, "pill").
label(drop, "drop"). label(treat, "treatment"). label(oil, "oil"). label(balm, "balm"). kind_of((pill; drop), drug).
statement(a, book, recommendation, must). locator(a, "1"). says(a, "Rest."). recommends(a, rest). within(a, main). applies(a).
statement(b, book, recommendation, must). locator(b, "2"). says(b, "Much rest."). recommends(b, rest). within(b, main). applies(b).
statement(c, book, recommendation, must). locator(c, "3"). says(c, "Rest a while."). recommends(c, rest). within(c, small). applies(c).
statement(d, book, recommendation, must). locator(d, "4"). says(d, "Walk."). recommends(d, walk). applies(d) :- not has(risk).
statement(e, leaf, recommendation, must). locator(e, "1"). says(e, "Go for a walk."). recommends(e, walk). applies(e).
statement(f, leaf, escalation, must). locator(f, "2"). says(f, "See at once."). recommends(f, visit). urgent(f).
applies(f) :- at_least(days, "2 weeks"). taken_as(f, at_least(days, "2 weeks"), "'long'"). requires(f, visit, image).
statement(g, book, recommendation, may). locator(g, "5"). says(g, "An image."). recommends(g, image). applies(g).
statement(h, book, recommendation, must). locator(h, "6"). says(h, "The drug."). recommends(h, drug). applies(h).
statement(i, leaf, recommendation, must). locator(i, "3"). says(i, "No drug."). opposes(i, drug). applies(i) :- has(flag).
statement(j, book, recommendation, may). locator(j, "7"). says(j, "As a pill or as a drop."). permits(j, (pill; drop)). applies(j).
statement(k, leaf, recommendation, must). locator(k, "4"). says(k, "Treat the tumor."). recommends(k, treat). applies(k) :- has(tumor).
tension(k, h, "the tumor is treated first"). yields(h, k, "the cause first").
statement(l, leaf, evidence, may). locator(l, "5"). says(l, "Pain goes in 3 weeks."). reports(l, course, "3 weeks").
applies(l) :- below(weeks, "3 weeks").
"""


@pytest.fixture(scope="module")
def pack(tmp_path_factory: pytest.TempPathFactory) -> Pack:
    folder = tmp_path_factory.mktemp("pack")
    (folder / "pack.lp").write_text(PACK, encoding="utf-8")
    return load_pack(folder)


def told(pack: Pack, findings: str = "", *why: str) -> dict[str, tuple[Line, ...]]:
    case = parse_case(f"case: somebody\nfindings: {{{findings}}}\n", pack.vocabulary)
    return {p.head: p.lines for p in Explained(case, pack, Asked(why=why)).telling("short" if why else "line")}


def texts(lines: tuple[Line, ...]) -> list[str]:
    return [x.text for x in lines]


@pytest.mark.parametrize(
    ("findings", "words"),
    [
        ("", "(painful fracture); not recorded: fracture; weak bones; edema or cleft"),
        ("edema: false", "(painful fracture); not recorded: fracture; weak bones; cleft"),
        ("swollen: true", "(painful fracture); not recorded: fracture; weak bones"),
        ("swollen: true, bones: true", "(painful fracture); not recorded: fracture"),
        ("fracture: false", "(painful fracture); recorded: fracture: no (line 2)"),
    ],
)
def test_all_that_a_scenario_lacks_is_named_at_once_but_for_what_would_only_imply_it(pack: Pack, findings: str, words: str) -> None:
    (line,) = [x for x in texts(told(pack, findings)["Sources and scope"]) if x.startswith("A book of care")]
    head = "A book of care (book): its scenario is not met by what is recorded"
    assert line == f"{head} {words}; 4 of its statements on what to do or leave apply all the same"


def test_with_all_of_that_recorded_the_scenario_takes_the_patient_in(pack: Pack) -> None:
    lines = texts(told(pack, "fracture: true, bones: true, cleft: true")["Sources and scope"])
    assert "A book of care (book): in scope, painful fracture" in lines


def test_a_small_scenario_that_is_met_does_not_hide_the_main_one_that_is_not(pack: Pack) -> None:
    lines = texts(told(pack, "fracture: true")["Sources and scope"])
    assert lines[0] == (
        "A book of care (book): its main scenario is not met by what is recorded"
        " (painful fracture; not recorded: weak bones; edema or cleft); in scope: any fracture"
    )
    assert not any(line.startswith("painful") for line in lines)


def test_what_is_urgent_is_told_with_what_comes_first_and_with_the_reading_of_the_editors(pack: Pack) -> None:
    urgent = told(pack, "days: 14 days")["At once"]
    assert texts(urgent) == [
        "visit (leaf: must), because of days of pain: 14 days (line 2; the editors' reading of 'long')",
        "first: image",
    ]
    assert [x.place for x in urgent] == ["leaf.f", "leaf.f"]
    assert "At once" not in told(pack, "days: 13 days")
    made = report(gather(parse_case("case: c\nfindings: {days: 14 days}", pack.vocabulary), pack))
    (card,) = [c for c in made.summary if c.key == "urgent"]
    assert card.items[0].says == "first: image"
    assert "first: image" in page(made, "html")


def test_whose_word_an_answer_would_take_away_is_marked_where_the_status_would_stay(pack: Pack) -> None:
    assert "walking (book, leaf); the word of book is provisional (1)" in texts(told(pack)["Do"])
    assert "walking (book, leaf)" in texts(told(pack, "risk: false")["Do"])
    assert "walking (leaf)" in texts(told(pack, "risk: true")["Do"])


@pytest.mark.parametrize(("findings", "head"), [("flag: true", "Contested"), ("", "May be done")])
def test_kinds_that_may_be_done_stand_below_a_class_that_is_open_to_choice(pack: Pack, findings: str, head: str) -> None:
    below = "of these: drop, pill: may be done (book)"
    made = told(pack, findings)
    assert (below in texts(made.get("Contested", ()))) is (head == "Contested")
    assert ("drop, pill (book)" in texts(made.get("May be done", ()))) is (head == "May be done")


def test_an_answer_that_puts_something_else_first_is_told_with_it(pack: Pack) -> None:
    (line,) = [x for x in told(pack)["Do"] if "tumor: yes" in x.text]
    assert line.text == "with tumor: yes, treatment (leaf) would go first: the cause first"
    assert line.place == "leaf.k"


WAYS = """
source(book, "A book of care"). finding((mild; harsh), boolean). label(mild, "mild case"). label(harsh, "harsh case").
context(both, book, "mild or harsh cases"). enters(both) :- has((mild; harsh)).
context(some, book, "mild cases"). enters(some) :- has(mild).
action((rest; walk)). label(rest, "rest"). label(walk, "walking").
statement(a, book, recommendation, must). locator(a, "1"). says(a, "Rest if mild."). recommends(a, rest). within(a, both).
applies(a) :- has(mild), not has(harsh).
statement(b, book, recommendation, must). locator(b, "2"). says(b, "Walk if mild."). recommends(b, walk). within(b, some).
applies(b) :- not has(harsh).
"""


def test_what_a_scenario_takes_as_well_is_not_told_as_a_condition_and_what_it_does_not_take_is(tmp_path: Path) -> None:
    (tmp_path / "pack.lp").write_text(WAYS, encoding="utf-8")
    small = load_pack(tmp_path)
    only = "holds only without harsh case (recorded: no; line 2)"
    (lines,) = told(small, "mild: true, harsh: false", "rest").values()
    assert not any("harsh case (" in x or "harsh case: " in x for x in texts(lines))
    (lines,) = told(small, "mild: true, harsh: false", "walk").values()
    assert only in texts(lines)


def test_a_number_of_the_provisional_refers_to_one_that_is_told_in_full(tmp_path: Path) -> None:
    names = [f"f{n}" for n in range(1, 8)]
    text = 'source(book, "A book"). action((a; b; c)). label(a, "walk a"). label(b, "walk b"). label(c, "walk c").\n' + "".join(
        f'finding({f}, boolean). critical({f}). label({f}, "sign {f}"). sign({n}) :- has({f}).\n' for n, f in enumerate(names, 1)
    )
    for action, most in (("a", 3), ("b", 4), ("c", 5)):
        body = ", ".join(f"not sign({n})" for n in range(1, most + 1))
        text += f'statement(s{action}, book, recommendation, must). locator(s{action}, "{most}"). says(s{action}, "Walk {action}.").'
        text += f"recommends(s{action}, {action}). applies(s{action}) :- {body}" + (", not sides.\n" if action == "c" else ".\n")
    (tmp_path / "pack.lp").write_text(text + "sides :- has(f6), has(f7).\n", encoding="utf-8")
    lines = texts(told(load_pack(tmp_path))["Provisional: answers to critical questions that would change it"])
    assert lines == [
        "(1) yes to any of sign f1, sign f2 or sign f3",
        "(2) as (1); or sign f4: yes",
        "(3) as (1); or yes to sign f4 or sign f5; or sign f6 together with sign f7",
    ]


def test_a_permission_has_no_force_beside_it_that_only_says_the_same(pack: Pack) -> None:
    (lines,) = told(pack, "", "pill").values()
    assert "may be done" in texts(lines)
    (lines,) = told(pack, "", "image").values()
    assert "for (may)" in texts(lines)


def test_durations_that_move_reports_alone_are_told_apart(pack: Pack) -> None:
    case = parse_case("case: c\nfindings: {fracture: true}", pack.vocabulary)
    made = road(pack.solve(case, marks=False, inquire=False), pack)
    assert (made.missing, made.reporting) == (("days", "weeks"), ("weeks",))
    ahead = {p.head: p for p in Explained(case, pack, Asked(ahead=True)).telling("short")}
    assert texts(ahead["Durations not recorded"].lines) == [
        "could change today's answer: days of pain",
        "could change only which reports apply: days since the image",
    ]


def test_why_a_source_leaves_somebody_out_names_all_that_is_lacking_too(pack: Pack) -> None:
    (lines,) = told(pack, "", "main").values()
    assert "not recorded: fracture; weak bones; edema or cleft" in texts(lines)
