"""What is told short leaves out what is said beside it: a finding it depends on, a reason told as a sentence, findings behind a concept."""

from __future__ import annotations

from pathlib import Path

import pytest

from explain.explaining import Asked, Explained
from explain.telling import Length
from guideline import Pack, load_pack
from guideline.cases.reading import parse_case

PACK = """
source(book, "A book of care"). strength(book, must, 2). source(leaf, "A leaflet"). strength(leaf, must, 2).
finding((scar; plate; screw; clot; weak), boolean). critical((scar; plate; screw)).
label(scar, "a scar"). label(plate, "a plate"). label(screw, "a screw"). label(clot, "clotting is safe"). label(weak, "weakness").
mended :- has((scar; plate; screw)). label(mended, "bone that was mended").
braced :- has((plate; screw)). label(braced, "bone that is braced").
action((cut; scan; drink; rest; wash)).
label(cut, "the cut"). label(scan, "a scan"). label(drink, "water"). label(rest, "rest"). label(wash, "washing").
statement(a, book, recommendation, must). locator(a, "1"). says(a, "Cut."). recommends(a, cut). applies(a) :- not mended.
statement(b, leaf, recommendation, must). locator(b, "1"). says(b, "Cut, too."). recommends(b, cut). applies(b) :- not braced.
statement(c, book, recommendation, must). locator(c, "2"). says(c, "Scan before the cut."). requires(c, cut, scan). applies(c).
statement(d, book, recommendation, must). locator(d, "3"). says(d, "Drink with the cut."). goes_with(d, cut, drink). applies(d).
statement(e, leaf, recommendation, must). locator(e, "2"). says(e, "No cut but with rest."). only_with(e, cut, rest). applies(e).
statement(f, leaf, recommendation, must). locator(f, "3"). says(f, "Cut where clotting is safe."). recommends(f, cut).
needs(f, cut, has(clot)). applies(f) :- not lacks(clot).
statement(h, book, recommendation, must). locator(h, "4"). says(h, "Wash, and scan first."). recommends(h, wash). requires(h, wash, scan).
applies(h).
"""
DISPUTE = """
statement(g, leaf, evidence, must). locator(g, "4"). says(g, "Most such pain goes by itself."). reports(g, course, "by itself"). applies(g).
tension(g, a, "the leaflet waits for pain that goes by itself").
statement(i, leaf, recommendation, must). locator(i, "5"). says(i, "No cut."). opposes(i, cut). applies(i) :- has(weak).
"""


@pytest.fixture(scope="module")
def pack(tmp_path_factory: pytest.TempPathFactory) -> Pack:
    folder = tmp_path_factory.mktemp("once")
    (folder / "care.lp").write_text(PACK + DISPUTE, encoding="utf-8")
    return load_pack(folder)


def why(pack: Pack, *, action: str = "cut", length: Length = "short", findings: str = "") -> dict[str, list[str]]:
    """The lines below each statement."""
    case = parse_case(f"case: x\n{findings}", pack.vocabulary)
    below: dict[str, list[str]] = {}
    lines = [x for p in Explained(case, pack, Asked(why=(action,))).telling(length) for x in p.lines]
    at = ""
    for x in lines:
        if x.depth == 0:
            at = x.place.partition(",")[0] or x.text
        below.setdefault(at, []).append(x.text)
    return below


def test_three_findings_that_are_missing_are_told_by_the_concept_that_they_make(pack: Pack) -> None:
    assert "as long as the record does not show: bone that was mended" in why(pack)["book.a"]


def test_two_findings_that_are_missing_are_named(pack: Pack) -> None:
    assert "as long as nothing is recorded of: a plate; a screw (yes to any of them could change this)" in why(pack)["leaf.b"]


def test_the_full_length_names_each_finding_behind_a_concept(pack: Pack) -> None:
    text = "as long as nothing is recorded of: a plate; a scar; a screw (yes to any of them could change this)"
    assert text in why(pack, length="full")["book.a"]


def test_a_concept_of_which_something_is_recorded_is_not_told_as_if_nothing_were(pack: Pack) -> None:
    told = why(pack, findings="findings:\n  scar: false\n")["book.a"]
    assert not any("record does not show" in x for x in told)
    assert any("a plate" in x and "a screw" in x and x.startswith("as long as nothing is recorded of") for x in told)


def test_a_finding_that_a_statement_depends_on_is_not_told_again_as_missing(pack: Pack) -> None:
    told = why(pack)["leaf.f"]
    assert any("depends on: clotting is safe" in x for x in told)
    assert not any("as long as" in x for x in told)


def test_the_full_length_says_what_the_missing_finding_would_change(pack: Pack) -> None:
    assert any("as long as nothing is recorded of: clotting is safe" in x for x in why(pack, length="full")["leaf.f"])


@pytest.mark.parametrize(
    ("statement", "words"), [("book.c", "first: a scan"), ("book.d", "together with water"), ("leaf.e", "only with rest")]
)
def test_what_a_sentence_says_comes_first_or_goes_along_is_told_in_full_alone(statement: str, words: str, pack: Pack) -> None:
    assert len(why(pack)[statement]) == 1
    assert words in why(pack, length="full")[statement]


def test_what_comes_first_is_told_where_the_sentence_is_for_the_action(pack: Pack) -> None:
    assert "first: a scan" in why(pack, action="wash")["book.h"]


def test_what_is_in_tension_is_told_by_the_reason_and_not_again_by_its_sentence(pack: Pack) -> None:
    told = [x for rows in why(pack, findings="findings:\n  weak: true\n").values() for x in rows]
    assert "tension: the leaflet waits for pain that goes by itself" in told
    assert "Most such pain goes by itself." not in told


def test_the_words_that_one_reading_stands_for_are_told_together(tmp_path: Path) -> None:
    rules = "".join(
        f'statement({s}, {by}, recommendation, must). locator({s}, "{s}"). says({s}, "Swim."). recommends({s}, swim). '
        f'applies({s}) :- has(warm), at_least(days, "2 days"). taken_as({s}, has(warm), "\'{warm}\'"). '
        f'taken_as({s}, at_least(days, "2 days"), "\'{days}\'").\n'
        for s, by, warm, days in (("x", "book", "mild", "some time"), ("y", "leaf", "not cold", "a while"))
    )
    (tmp_path / "care.lp").write_text(
        'source(book, "A book"). strength(book, must, 2). source(leaf, "A leaflet"). strength(leaf, must, 2).\n'
        'finding(warm, boolean). label(warm, "warmth").\n'
        'finding(days, quantity("day")). range(days, "0 days", "9 days"). label(days, "days").\n'
        'action(swim). label(swim, "a swim").\n' + rules,
        encoding="utf-8",
    )
    pack = load_pack(tmp_path)
    case = parse_case("case: x\nfindings:\n  warm: true\n  days: 3 days\n", pack.vocabulary)
    lines = [x.text for p in Explained(case, pack, Asked()).telling("line") for x in p.lines]
    words = "the editors' reading: days: at least 2 days, for 'some time'; and for 'a while'; and warmth, for 'mild'; and for 'not cold'"
    assert words in lines


RATED = """
source(panel, "A panel"). scale(good, for). label(good, "a good choice"). action(swim). label(swim, "a swim").
finding(rest, quantity("day")). range(rest, "0 days", "2 years"). clock(rest). label(rest, "rest").
statement(s, panel, rating, neutral). locator(s, "1"). says(s, "{words}"). rates(s, swim, good). applies(s) :- at_least(rest, "{least}").
"""


@pytest.mark.parametrize(
    ("words", "told"),
    [("A swim is a good choice here.", 0), ("A swim is rated well here.", 1)],
    ids=["the rating word for word", "in other words"],
)
def test_a_rating_that_its_sentence_has_word_for_word_is_not_told_below_it(words: str, told: int, tmp_path: Path) -> None:
    (tmp_path / "care.lp").write_text(RATED.format(words=words, least="2 weeks"), encoding="utf-8")
    pack = load_pack(tmp_path)
    lines = [x for rows in why(pack, action="swim", findings="findings:\n  rest: 20 days\n").values() for x in rows]
    assert sum("rated a good choice" in x for x in lines) == told


@pytest.mark.parametrize(("least", "told"), [("3 months", True), ("60 days", False)])
def test_how_many_days_a_month_counts_is_told_where_a_record_is_held_against_months(least: str, told: bool, tmp_path: Path) -> None:
    (tmp_path / "care.lp").write_text(RATED.format(words="Swim.", least=least), encoding="utf-8")
    pack = load_pack(tmp_path)
    case = parse_case("case: x\nfindings:\n  rest: 100 days\n", pack.vocabulary)
    remarks = [p.remark for p in Explained(case, pack, Asked(why=("swim",))).telling("short")]
    assert ("A month counts as 30 days." in remarks) is told


SEVERAL = """
source(book, "A book"). strength(book, must, 2). action((swim; walk)). label(swim, "a swim"). label(walk, "a walk").
finding((warm; hot; sunny; ill), boolean). critical(ill).
label(warm, "warmth"). label(hot, "heat"). label(sunny, "sun"). label(ill, "illness").
follows(has(warm)) :- has(hot).
statement(s, book, recommendation, must). locator(s, "1"). says(s, "Swim, or walk."). recommends(s, (swim; walk)).
needs(s, swim, has(warm)). taken_as(s, has(warm), "'fine weather'"). applies(s) :- has(sunny), not sick.
sick :- has(ill).
statement(n, book, recommendation, must). locator(n, "2"). says(n, "Swim."). recommends(n, swim). applies(n).
"""


def lines_of(folder: Path, findings: str, length: Length = "short") -> list[str]:
    (folder / "care.lp").write_text(SEVERAL, encoding="utf-8")
    pack = load_pack(folder)
    case = parse_case(f"case: x\nfindings:\n  sunny: true\n{findings}", pack.vocabulary)
    return [x.text for p in Explained(case, pack, Asked(why=("s",))).telling(length) for x in p.lines]


def test_what_is_asked_for_one_of_several_actions_is_told_of_that_alone(tmp_path: Path) -> None:
    told = lines_of(tmp_path, "  warm: true\n")
    at = told.index("for a swim alone")
    assert told[at + 1] == "because of: warmth: yes (the editors' reading of 'fine weather') (line 4)"
    assert told[at - 1].startswith(("because of: sun: yes (line 3)", "as long as"))


def test_a_reading_of_what_follows_from_the_record_is_told_with_the_record_behind_it(tmp_path: Path) -> None:
    told = lines_of(tmp_path, "  hot: true\n")
    assert "because of: warmth: yes (the editors' reading of 'fine weather'; as heat: yes; line 4)" in told


def test_an_answer_that_takes_a_statement_away_is_told_where_neither_it_nor_the_status_says_so(tmp_path: Path) -> None:
    rules = SEVERAL.replace("applies(s) :- has(sunny), not sick.", "applies(s) :- has(sunny). overrides(o, s).").replace(
        "sick :- has(ill).", ""
    )
    over = 'statement(o, book, recommendation, must). locator(o, "3"). says(o, "Rest."). recommends(o, rest). applies(o) :- has(ill).\n'
    (tmp_path / "care.lp").write_text(rules + over + 'action(rest). label(rest, "rest").\n', encoding="utf-8")
    pack = load_pack(tmp_path)
    case = parse_case("case: x\nfindings:\n  sunny: true\n  warm: true\n", pack.vocabulary)
    (passage,) = Explained(case, pack, Asked(why=("swim",))).telling("short")
    told = [(x.text, x.place) for x in passage.lines]
    assert ("provisional: this statement would not say so with illness: yes", "book.s") in told


def test_the_same_findings_are_not_told_twice_in_a_row(tmp_path: Path) -> None:
    rules = "".join(
        f'context({c}, book, "{c} days"). enters({c}) :- has(sunny).\n'
        f'statement({n}, book, recommendation, must). locator({n}, "{n}"). says({n}, "Swim, {n}."). recommends({n}, swim).\n'
        f"within({n}, {c}). applies({n}) :- has(warm).\n"
        for n, c in (("x", "fair"), ("y", "bright"))
    )
    head = SEVERAL.partition("statement(s")[0]
    (tmp_path / "care.lp").write_text(head + rules, encoding="utf-8")
    pack = load_pack(tmp_path)
    case = parse_case("case: x\nfindings:\n  sunny: true\n  warm: true\n", pack.vocabulary)
    told = [x.text for p in Explained(case, pack, Asked(why=("swim",))).telling("short") for x in p.lines]
    assert sum(x.startswith("because of: ") for x in told) == 1
    assert "for the same findings" in told


def test_what_was_told_of_the_action_alone_is_not_told_again_by_the_next_statement_on_it(tmp_path: Path) -> None:
    rules = SEVERAL.replace("recommends(n, swim). applies(n).", "recommends(n, swim). applies(n) :- has(sunny), has(warm).")
    rules = rules.replace("taken_as(s, has(warm), \"'fine weather'\").", "")
    (tmp_path / "care.lp").write_text(rules, encoding="utf-8")
    pack = load_pack(tmp_path)
    case = parse_case("case: x\nfindings:\n  sunny: true\n  warm: true\n", pack.vocabulary)
    told = [x.text for p in Explained(case, pack, Asked(why=("swim",))).telling("short") for x in p.lines]
    assert sum("warmth" in x for x in told) == 1
    assert "for the same findings" in told
