"""What the editors put for words of a source is never told as the source's own; what a source calls urgent is told first of all."""

from __future__ import annotations

from pathlib import Path

import pytest

from explain.explaining import Asked, Explained
from explain.telling import Length
from guideline import Pack, load_pack
from guideline.cases.reading import parse_case

SMALL = """
finding(therapy, quantity("day")). range(therapy, "0 days", "2 years"). clock(therapy). label(therapy, "therapy").
finding((ill; flag; old), boolean). label(ill, "ill"). label(flag, "red flag"). label(old, "old"). critical(flag).
question(flag, "Any flag?").
action((drug; cut; visit)). label(drug, "drug"). label(cut, "operation"). label(visit, "visit").
source(guide, "A guide"). source(leaflet, "A leaflet"). label(failed, "therapy failed").
failed :- at_least(therapy, "2 weeks"), has(ill).
statement(s, guide, recommendation, should). locator(s, "1"). says(s, "Drug if refractory."). recommends(s, drug). applies(s) :- failed.
statement(w, leaflet, recommendation, should). locator(w, "2"). says(w, "Drug after 2 weeks."). recommends(w, drug). applies(w) :- failed.
statement(n, guide, recommendation, should). locator(n, "3"). says(n, "Operate late."). recommends(n, cut).
needs(n, cut, at_least(therapy, "3 months")). applies(n) :- has(ill).
statement(f, guide, escalation, should). locator(f, "4"). says(f, "See at once."). recommends(f, visit).
applies(f) :- has(old), has(ill). applies(f) :- has(flag), not has(old).
"""
TAKEN = """
taken_as({owner}, at_least(therapy, "2 weeks"), "'refractory'").
taken_as(n, at_least(therapy, "3 months"), "'late'").
urgent(f).
"""
SAYS = "the source says 'refractory'"


def made(folder: Path, owner: str) -> Pack:
    (folder / "small.lp").write_text(SMALL + TAKEN.format(owner=owner), encoding="utf-8")
    return load_pack(folder)


@pytest.fixture(scope="module")
def pack(tmp_path_factory: pytest.TempPathFactory) -> Pack:
    return made(tmp_path_factory.mktemp("one"), "s")


def told(pack: Pack, findings: str, asked: Asked, length: Length = "short") -> list[str]:
    case = parse_case(f"case: c\ndate: 2026-05-30\nfindings: {{{findings}}}\n", pack.vocabulary)
    passages = Explained(case, pack, asked).telling(length)
    return [text for p in passages for text in (p.head, *(line.text for line in p.lines), p.remark)]


@pytest.mark.parametrize("length", ["short", "full"])
def test_a_figure_of_the_editors_is_told_as_theirs_and_with_the_words_of_the_source(pack: Pack, length: Length) -> None:
    (line,) = [x for x in told(pack, "therapy: 35 days, ill: true", Asked(why=("guide.s",)), length) if SAYS in x and "35 days" in x]
    assert "35 days (the editors take at least 2 weeks; the source says 'refractory') (line 3)" in line
    assert not any("asked: at least 2 weeks" in x for x in told(pack, "therapy: 35 days, ill: true", Asked(why=("guide.s",)), length))


def test_who_gives_the_figure_is_still_said_to_ask_for_it(pack: Pack) -> None:
    lines = told(pack, "therapy: 35 days, ill: true", Asked(why=("leaflet.w",)))
    assert any("35 days (asked: at least 2 weeks)" in x for x in lines)
    assert not any(SAYS in x for x in lines)


def test_said_of_a_concept_it_holds_of_all_that_ask_for_it(tmp_path: Path) -> None:
    both = made(tmp_path, "failed")
    for name in ("guide.s", "leaflet.w"):
        assert any(SAYS in x for x in told(both, "therapy: 35 days, ill: true", Asked(why=(name,))))


@pytest.mark.parametrize("length", ["line", "short", "full"])
def test_what_stands_in_the_way_is_not_told_as_the_sources_figure(pack: Pack, length: Length) -> None:
    lines = told(pack, "therapy: 3 days, ill: true", Asked(why_not=("guide.s",)), length)
    assert any("at least 2 weeks (the editors' reading of 'refractory')" in x for x in lines)


@pytest.mark.parametrize(
    ("length", "words"),
    [
        ("line", "waits until 3 months, as the editors read it"),
        ("short", "waits, asks for: therapy: at least 3 months (the editors' reading of 'late'; recorded: 3 days)"),
    ],
)
def test_a_time_that_the_editors_set_is_told_as_theirs(pack: Pack, length: Length, words: str) -> None:
    assert any(words in x for x in told(pack, "therapy: 3 days, ill: true", Asked(why=("cut",)), length))


def test_the_days_of_a_month_are_said_once_where_a_threshold_is_written_in_months(pack: Pack) -> None:
    ahead = told(pack, "therapy: 3 days, ill: true", Asked(ahead=True))
    assert sum(x.count("A month counts as 30 days.") for x in ahead) == 1
    assert not any("A month" in x for x in told(pack, "therapy: 3 days, ill: true", Asked(why_not=("guide.s",))))
    assert any("A month counts" in x for x in told(pack, "therapy: 3 days, ill: true", Asked(why_not=("cut",))))


@pytest.mark.parametrize("length", ["line", "short", "full"])
def test_what_is_urgent_stands_before_all_else_with_what_makes_it_so(pack: Pack, length: Length) -> None:
    lines = told(pack, "flag: true", Asked(), length)
    at = lines.index("At once")
    assert lines[at + 1].startswith("visit (guide: should), because of red flag (line 3)")
    assert not any(x.startswith(("Sources", "To decide", "Do")) for x in lines[:at])


def test_a_rule_that_does_not_hold_is_no_reason_for_what_is_urgent(pack: Pack) -> None:
    lines = told(pack, "flag: true, ill: true", Asked())
    assert any(x.startswith("visit (guide: should), because of red flag (line 3)") for x in lines)
    lines = told(pack, "flag: true, ill: true, old: true", Asked())
    assert any(x.startswith("visit (guide: should), because of old (line 3), ill (line 3)") for x in lines)


def test_without_anything_urgent_nothing_is_said_of_it(pack: Pack) -> None:
    assert "At once" not in told(pack, "ill: true", Asked())


def test_a_decision_is_told_with_the_gaps_that_bear_on_its_statements(tmp_path: Path) -> None:
    gap = """
    statement(g, guide, gap, neutral). locator(g, "9"). says(g, "No length is given."). silent(g). applies(g). bears_on(g, s).
    statement(no, leaflet, recommendation, should). locator(no, "8"). says(no, "No drug."). opposes(no, drug). applies(no) :- has(old).
    """
    (tmp_path / "small.lp").write_text(SMALL + gap, encoding="utf-8")
    pack = load_pack(tmp_path)
    lines = told(pack, "therapy: 35 days, ill: true, old: true", Asked())
    assert "No length is given. [guide.g, 9]" in lines[lines.index("To decide") : lines.index("Do")]
    assert "No length is given. [guide.g, 9]" not in told(pack, "therapy: 3 days, ill: true", Asked())
