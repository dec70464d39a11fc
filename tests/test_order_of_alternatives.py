"""What goes first by the force of a source's words: words for and against do, a statement that only waits does not."""

from __future__ import annotations

from pathlib import Path

from guideline import load_pack
from guideline.answer import Answer
from guideline.cases.reading import parse_case

ROWS = """
source(book, "Book"). strength(book, must, 2). strength(book, may, 1).
finding(weeks, quantity("week")). clock(weeks). label(weeks, "weeks of it"). action(cut). label(cut, "cutting").
statement(cut_now, book, recommendation, may). locator(cut_now, "1"). says(cut_now, "Cutting may be done."). offers(cut_now, cut).
applies(cut_now).
statement(other, book, recommendation, must). locator(other, "2"). says(other, "Words."). applies(other).
"""
WAITS = 'recommends(other, cut). needs(other, cut, at_least(weeks, "3 weeks")).'
FORBIDS = "opposes(other, cut)."


def answered(folder: Path, rows: str, weeks: str) -> Answer:
    (folder / "pack.lp").write_text(ROWS + rows, encoding="utf-8")
    pack = load_pack(folder)
    return pack.solve(parse_case(f"case: t\nfindings: {{weeks: {weeks}}}\n", pack.vocabulary), marks=False, inquire=False)


def test_a_statement_that_withholds_orders_nothing_by_its_strength(tmp_path: Path) -> None:
    (decision,) = answered(tmp_path, WAITS, "2 weeks").decisions
    assert {s.word for s in decision.stances} == {"for", "withholds"}
    assert decision.before == ()
    assert {a.rank for a in decision.alternatives} == {1}


def test_a_statement_that_forbids_goes_first_by_its_strength(tmp_path: Path) -> None:
    rows = FORBIDS + ' applies(cut_now) :- below(weeks, "3 weeks").'
    (decision,) = answered(tmp_path, rows, "2 weeks").decisions
    (before,) = decision.before
    assert before.level == "strength"
    assert decision.alternatives[before.first].avoids == ("cut",)
