"""Reviews that a patient's statements ask for: their days count from where the record has the treatment begin; some have their answer."""

from __future__ import annotations

from pathlib import Path

import pytest

from explain.explaining import Asked, Explained
from guideline import Pack, load_pack
from guideline.cases.reading import parse_case
from guideline.road.ahead import ReviewAhead, road

BOTH = "pain: worse (line 3); strength: worse (line 3)"
SMALL = """
finding((therapy; exercise), quantity("day")). range((therapy; exercise), "0 days", "1 year"). clock((therapy; exercise)).
label(therapy, "therapy"). label(exercise, "exercise"). label(visit, "visit"). label(scan, "scan").
finding((pain; strength), choice). choice((pain; strength), (better; worse)). finding(wellbeing, boolean).
label(pain, "pain"). label(strength, "strength"). label(wellbeing, "feels well").
source(guide, "A guide").
statement(s, guide, follow_up, should). locator(s, "1"). says(s, "See again."). follows_up(s, visit, "2 weeks", "4 weeks").
counts_from(s, visit, (therapy; exercise)). applies(s).
answered_by(s, visit, therapy, (pain; strength)). answered_by(s, visit, exercise, wellbeing).
statement(t, guide, follow_up, should). locator(t, "2"). says(t, "Scan."). follows_up(t, scan, "6 weeks", "6 weeks"). applies(t).
"""


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Pack:
    folder = tmp_path_factory.mktemp("small")
    (folder / "small.lp").write_text(SMALL, encoding="utf-8")
    return load_pack(folder)


def case_of(findings: str, date: str = "2026-05-30") -> str:
    return f"case: c\n{f'date: {date}' if date else ''}\nfindings: {{{findings}}}\n"


def visit(small: Pack, findings: str, date: str = "2026-05-30") -> ReviewAhead:
    answer = small.solve(parse_case(case_of(findings, date), small.vocabulary), marks=False, inquire=False)
    (found,) = [r for r in road(answer, small).reviews if r.review == "visit"]
    return found


def words(small: Pack, findings: str, date: str = "2026-05-30") -> list[str]:
    told = Explained(parse_case(case_of(findings, date), small.vocabulary), small, Asked(ahead=True)).telling()
    (passage,) = [p for p in told if p.head.startswith("Reviews")]
    return [line.text for line in passage.lines]


@pytest.mark.parametrize(
    ("findings", "days", "dates"),
    [
        ("therapy: 0 days", (14, 28), ("2026-06-13", "2026-06-27")),
        ("therapy: 10 days", (4, 18), ("2026-06-03", "2026-06-17")),
        ("therapy: 14 days", (0, 14), ("2026-05-30", "2026-06-13")),
        ("therapy: 28 days", (-14, 0), ("2026-05-16", "2026-05-30")),
        ("therapy: 29 days", (-15, -1), ("2026-05-15", "2026-05-29")),
        ("therapy: 2026-05-20", (4, 18), ("2026-06-03", "2026-06-17")),
        ("therapy: 1-2 weeks", (0, 21), ("2026-05-30", "2026-06-20")),
        ("therapy: '> 1 week'", (None, 21), ("", "2026-06-20")),
        ("therapy: '< 1 week'", (7, 28), ("2026-06-06", "2026-06-27")),
        ("", None, ("", "")),
    ],
)
def test_the_window_is_counted_from_the_beginning_of_the_recorded_clock(
    small: Pack, findings: str, days: tuple[int | None, int] | None, dates: tuple[str, str]
) -> None:
    found = visit(small, findings)
    assert (found.days, found.dates) == (days, dates)


def test_what_came_of_one_treatment_does_not_answer_the_review_of_another(small: Pack) -> None:
    assert standings(small, "therapy: 30 days, exercise: 13 days, wellbeing: true") == {"therapy": False, "exercise": False}
    assert standings(small, "therapy: 30 days, exercise: 14 days, wellbeing: true") == {"therapy": False, "exercise": True}
    assert standings(small, "therapy: 30 days, pain: worse, exercise: 14 days") == {"therapy": True, "exercise": False}


def standings(small: Pack, findings: str) -> dict[str, bool]:
    answer = small.solve(parse_case(case_of(findings), small.vocabulary), marks=False, inquire=False)
    return {r.counted.finding.name: r.answered for r in road(answer, small).reviews if r.review == "visit" and r.counted}


def test_of_several_clocks_with_the_same_answers_the_one_that_began_first_counts(tmp_path: Path) -> None:
    (tmp_path / "small.lp").write_text(SMALL.replace("exercise, wellbeing).", "exercise, (pain; strength))."), encoding="utf-8")
    found = visit(load_pack(tmp_path), "therapy: 3 days, exercise: 20 days")
    assert found.counted is not None
    assert found.counted.finding.name == "exercise"
    assert found.days == (-6, 8)


def test_clocks_that_would_tell_the_beginning_are_named_where_none_is_recorded(small: Pack) -> None:
    assert visit(small, "").unknown == ("exercise", "therapy")
    assert visit(small, "therapy: 3 days").unknown == ()


@pytest.mark.parametrize(
    ("findings", "date", "told"),
    [
        ("therapy: 10 days", "2026-05-30", "10 days; due in 4 to 18 days (2026-06-03 to 2026-06-17)"),
        ("therapy: 10 days", "", "10 days; due in 4 to 18 days"),
        ("therapy: 20 days", "", "20 days; due now, at the latest in 8 days"),
        ("therapy: 28 days", "", "28 days; due today at the latest"),
        ("therapy: 29 days", "2026-05-30", "29 days; that time is past: it ended 1 day ago (2026-05-29)"),
        ("therapy: 1-2 weeks", "", "1-2 weeks; due within 21 days"),
        ("therapy: 20 days, strength: better", "", "20 days, and already answered in part: strength: better (line 3); not recorded: pain"),
        ("therapy: 9 weeks, pain: worse, strength: worse", "", f"9 weeks, and already answered: {BOTH}"),
        ("therapy: 13 days, pain: worse", "", "13 days; due in 1 to 15 days; recorded so far: pain: worse (line 3)"),
    ],
)  # fmt: skip
def test_it_is_said_from_what_the_days_are_counted(small: Pack, findings: str, date: str, told: str) -> None:
    # Of a review whose time is past, what would say what came of it is named.
    past = "; not recorded: pain; strength" if findings == "therapy: 29 days" else ""
    assert f"visit: at 2 to 4 weeks of therapy; recorded: {told}{past}" in words(small, findings, date)


@pytest.mark.parametrize(
    ("findings", "date", "told"),
    [
        ("", "2026-05-30", ""),
        ("", "", ""),
        ("wellbeing: true", "", "; recorded so far: feels well: yes (line 3)"),
    ],
)
def test_without_a_record_of_the_beginning_no_day_is_told_as_if_something_had_begun(
    small: Pack, findings: str, date: str, told: str
) -> None:
    assert f"visit: at 2 to 4 weeks of exercise, or of therapy; neither is recorded{told}" in words(small, findings, date)


def test_a_beginning_that_the_source_does_not_name_is_said_to_be_so(small: Pack) -> None:
    scan = "scan: 6 weeks after a beginning that the source does not name"
    assert scan in words(small, "")
    assert scan in words(small, "", date="")


@pytest.mark.parametrize(
    ("findings", "answered", "found", "wanting"),
    [
        ("therapy: 14 days, pain: worse", True, ("pain",), ("strength",)),
        ("therapy: 13 days, pain: worse", False, ("pain",), ("strength",)),
        ("therapy: '>= 2 weeks', pain: worse", True, ("pain",), ("strength",)),
        ("therapy: 13-20 days, pain: worse", False, ("pain",), ("strength",)),
        ("therapy: 30 days", False, (), ("pain", "strength")),
        ("therapy: 30 days, wellbeing: true", False, (), ("pain", "strength")),
        ("pain: worse", False, ("pain",), ("strength", "wellbeing")),
    ],
)
def test_a_review_is_answered_by_what_is_recorded_once_its_window_has_begun(
    small: Pack, findings: str, answered: bool, found: tuple[str, ...], wanting: tuple[str, ...]
) -> None:
    ahead = visit(small, findings)
    assert (ahead.answered, ahead.found, ahead.wanting) == (answered, found, wanting)


def test_reviews_without_an_answer_come_first(small: Pack) -> None:
    case = parse_case(case_of("therapy: 20 days, pain: worse"), small.vocabulary)
    rows = road(small.solve(case, marks=False, inquire=False), small).reviews
    assert [(r.review, r.answered) for r in rows] == [("scan", False), ("visit", True)]


def test_several_reviews_of_one_thing_stand_below_its_name() -> None:
    pack = load_pack()
    findings = "neurological_deficit: false, edema_extent: limited, high_risk_features: false, nsaid_therapy: 20 days"
    told = Explained(parse_case(case_of(findings), pack.vocabulary), pack, Asked(ahead=True)).telling()
    (passage,) = [p for p in told if p.head.startswith("Reviews")]
    # What the wording of the one leaves open stands below it.
    assert [line.depth for line in passage.lines] == [0, 1, 1, 2]
    assert [bool(line.place) for line in passage.lines] == [False, True, True, False]


AGAIN = """
source(leaflet, "A leaflet").
statement(u, leaflet, follow_up, should). locator(u, "3"). says(u, "See once more."). follows_up(u, visit, "4 weeks", "6 weeks").
counts_from(u, visit, {clock}). answered_by(u, visit, {clock}, {answer}). applies(u).
"""


@pytest.mark.parametrize(
    ("clock", "answer", "days", "rows"),
    [
        ("therapy", "(pain; strength)", 28, ["at 2 to 4 weeks and at 4 to 6 weeks of therapy"]),
        ("therapy", "(pain; strength)", 27, ["at 4 to 6 weeks of therapy", "at 2 to 4 weeks of therapy"]),
        ("therapy", "pain", 28, ["at 2 to 4 weeks of therapy", "at 4 to 6 weeks of therapy"]),
        ("exercise", "(pain; strength)", 28, ["at 2 to 4 weeks of therapy", "at 4 to 6 weeks of exercise"]),
    ],
    ids=["answered by the same", "one not yet answered", "answered by less", "another treatment"],
)
def test_reviews_that_the_same_findings_answer_for_one_treatment_are_told_together(
    tmp_path: Path, clock: str, answer: str, days: int, rows: list[str]
) -> None:
    first = SMALL.replace("counts_from(s, visit, (therapy; exercise))", "counts_from(s, visit, therapy)")
    first = first.replace("answered_by(s, visit, exercise, wellbeing).", "")
    (tmp_path / "small.lp").write_text(first + AGAIN.format(clock=clock, answer=answer), encoding="utf-8")
    findings = f"therapy: {days} days, exercise: {days} days, pain: worse, strength: worse"
    told = [x.removeprefix("visit: ") for x in words(load_pack(tmp_path), findings)]
    assert [x.partition(";")[0] for x in told if " of " in x] == rows


def test_reviews_told_together_cite_each_statement(tmp_path: Path) -> None:
    first = SMALL.replace("counts_from(s, visit, (therapy; exercise))", "counts_from(s, visit, therapy)")
    first = first.replace("answered_by(s, visit, exercise, wellbeing).", "")
    (tmp_path / "small.lp").write_text(first + AGAIN.format(clock="therapy", answer="(pain; strength)"), encoding="utf-8")
    pack = load_pack(tmp_path)
    case = parse_case(case_of("therapy: 28 days, pain: worse, strength: worse"), pack.vocabulary)
    (passage,) = [p for p in Explained(case, pack, Asked(ahead=True)).telling() if p.head.startswith("Reviews")]
    assert [line.place for line in passage.lines if line.text.startswith("visit")] == ["guide.s, 1; leaflet.u, 3"]


OPEN = "left open by the wording: from when the weeks count is not said; counted from the start"


@pytest.mark.parametrize(
    ("statement", "findings", "told"),
    [
        ("s", "", 1),
        ("s", "therapy: 3 days", 1),
        ("s", "therapy: 3 days, exercise: 3 days", 1),
        ("t", "", 0),
    ],
    ids=["nothing recorded", "counted from one clock", "counted from two", "counted from none"],
)
def test_what_the_wording_leaves_open_is_told_once_with_a_review_that_counts_from_a_clock(
    tmp_path: Path, statement: str, findings: str, told: int
) -> None:
    reading = f'ambiguous({statement}, "{OPEN.partition(": ")[2]}").'
    (tmp_path / "small.lp").write_text(SMALL + reading, encoding="utf-8")
    assert words(load_pack(tmp_path), findings).count(OPEN) == told


LATER = f"""
statement(u, guide, follow_up, should). locator(u, "3"). says(u, "Look at the course."). follows_up(u, course, "4 weeks", "6 weeks").
label(course, "course"). counts_from(u, course, therapy). ambiguous(u, "{OPEN.partition(": ")[2]}").
applies(u) :- at_least(exercise, "2 weeks").
"""


@pytest.mark.parametrize(
    ("findings", "told"),
    [
        ("exercise: 13 days, therapy: 1 day", ["review from then: course, at 4 to 6 weeks of therapy", OPEN]),
        ("exercise: 13 days", ["review from then: course, in 4 to 6 weeks"]),
    ],
    ids=["counted from a clock", "counted from none"],
)
def test_what_the_wording_leaves_open_is_told_with_a_review_of_a_later_day(tmp_path: Path, findings: str, told: list[str]) -> None:
    (tmp_path / "small.lp").write_text(SMALL + LATER, encoding="utf-8")
    pack = load_pack(tmp_path)
    telling = Explained(parse_case(case_of(findings), pack.vocabulary), pack, Asked(ahead=True)).telling()
    (passage,) = [p for p in telling if p.head == "What comes next"]
    assert [line.text for line in passage.lines if line.text.startswith(("review", "left open"))] == told


def test_the_shipped_review_that_names_no_beginning_says_so() -> None:
    pack = load_pack()
    told = words(pack, "neurological_deficit: false, vertebral_edema: true, edema_extent: full")
    (review,) = [i for i, x in enumerate(told) if "at 4 to 6 weeks of" in x]
    assert told[review + 1].startswith("left open by the wording: the bullet names neither the treatment nor the start")


def test_a_review_of_the_shipped_pack_counts_from_the_trial() -> None:
    pack = load_pack()
    findings = "neurological_deficit: false, edema_extent: limited, high_risk_features: false, nsaid_therapy: 20 days"
    answer = pack.solve(parse_case(case_of(findings), pack.vocabulary), marks=False, inquire=False)
    days = {r.statement: r.days for r in road(answer, pack).reviews}
    assert days == {"evaluate_nsaid_2_4_weeks": (-6, 8), "reassess_4_6_weeks": (8, 22)}


CLOSING = """
action((drug; splint; rest)). label(drug, "drug"). label(splint, "splint"). label(rest, "rest"). kind_of((drug; splint), rest).
finding((flag; other), boolean). label(flag, "red flag"). label(other, "other").
review_of(s, visit, (drug; splint)).
statement(u, guide, recommendation, should). locator(u, "3"). says(u, "Give the drug."). recommends(u, drug). applies(u) :- not has(other).
statement(v, {against}, recommendation, should). locator(v, "4"). says(v, "No rest."). opposes(v, rest). applies(v) :- has(flag).
source(leaflet, "A leaflet").
"""


@pytest.mark.parametrize(
    ("against", "findings", "asked"),
    [
        ("guide", "", True),
        ("guide", "flag: true", False),
        ("guide", "flag: true, therapy: 3 days", False),
        ("leaflet", "flag: true", True),
        ("guide", "other: true", False),
        ("guide", "other: true, therapy: 3 days", True),
    ],
    ids=["open", "closed by its source", "closed and begun", "closed by another source", "nobody gives it", "nobody gives it, and begun"],
)
def test_there_is_no_review_of_a_treatment_that_is_closed_or_not_to_be_had(
    tmp_path: Path, against: str, findings: str, asked: bool
) -> None:
    (tmp_path / "small.lp").write_text(SMALL + CLOSING.format(against=against), encoding="utf-8")
    pack = load_pack(tmp_path)
    answer = pack.solve(parse_case(case_of(findings), pack.vocabulary), marks=False, inquire=False)
    assert ("visit" in {r.review for r in road(answer, pack).reviews}) is asked
    assert ("visit" in {r.review for r in answer.reviews}) is asked
