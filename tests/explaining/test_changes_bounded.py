"""The search for what would change it is bounded: by conflicts of the solver, not by time; and what was not looked for is said."""

from __future__ import annotations

import re
from itertools import combinations
from pathlib import Path

import pytest

from explain.changes_words import tell_changes
from explain.render import render
from explain.views.terms import Terms
from guideline import load_pack
from guideline.cases.reading import parse_case
from guideline.changes import cheapest, prepared, smallest
from guideline.changes.changes_json import changes_json
from guideline.changes.smallest import Changes, changes, read_wish

HEAD = """
source(guide, "A guide"). action(walk). label(walk, "walking"). finding(known, boolean). label(known, "what is known").
statement(s, guide, recommendation, should). locator(s, "1"). says(s, "Walk."). recommends(s, walk).
"""
SORTS = 3


def sorts(size: int) -> str:
    """A statement that asks for a finding of each of three sorts."""
    rules = [f'finding(f{i}, boolean). label(f{i}, "finding {i}"). sort{i % SORTS} :- has(f{i}).' for i in range(SORTS * size)]
    return "\n".join([HEAD, f"applies(s) :- {', '.join(f'sort{i}' for i in range(SORTS))}.", *rules])


def pairs(size: int) -> str:
    """A statement that asks for one of each two findings, so for all but one: hard to prove, however it is searched."""
    names = [f"f{i}" for i in range(size)]
    rules = [f'finding({n}, boolean). label({n}, "finding {n}").' for n in names]
    both = [(a, b) for a, b in combinations(names, 2)]
    rules += [f"one_of({a}, {b}) :- has({a}). one_of({a}, {b}) :- has({b})." for a, b in both]
    return "\n".join([HEAD, *rules, f"applies(s) :- {', '.join(f'one_of({a}, {b})' for a, b in both)}."])


def asked(folder: Path, rules: str, findings: str = "{}") -> tuple[Changes, str]:
    (folder / "small.lp").write_text(rules, encoding="utf-8")
    pack = load_pack(folder)
    case = parse_case(f"case: c\nfindings: {findings}\n", pack.vocabulary)
    found = changes(case, pack, read_wish("settled_for walk", pack.vocabulary, pack.knowledge))
    assert changes_json(found, pack)["complete"] == found.complete
    terms = Terms(pack.solve(case, inquire=False), pack.vocabulary, pack.knowledge, {})
    return found, re.sub("\x02[^\x03]*\x03", "", render(tell_changes(found, terms), "telling text"))


def test_that_fewer_will_not_do_is_proved_without_trying_them_through(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cheapest, "CONFLICTS", 100)
    found, text = asked(tmp_path, sorts(7))
    (size,) = found.sizes
    assert (size.changed, size.recorded, len(size.changes) + size.more, found.complete) == (0, SORTS, 7**SORTS, True)
    assert "not all were looked for" not in text


def test_a_search_that_is_broken_off_says_so_and_denies_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cheapest, "CONFLICTS", 1)
    monkeypatch.setattr(prepared, "CONFLICTS", 1)
    found, text = asked(tmp_path, pairs(9))
    assert (found.sizes, found.barriers, found.complete) == ((), (), False)
    assert text.splitlines()[1:] == [
        "- The search grew too long and was broken off before it was known which change of these findings can, or what stands in the way."
    ]


def test_what_was_found_before_is_kept_where_a_further_size_is_broken_off(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cheapest, "CONFLICTS", 100)
    rules = sorts(20) + "\nother :- has(known). applies(s) :- other, sort0, sort1."
    found, text = asked(tmp_path, rules, "{known: false}")
    assert (found.sizes[0].changed, found.sizes[0].recorded) == (0, SORTS)
    assert not found.complete
    assert "There may be more: not all were looked for." in text


def test_of_more_than_are_looked_at_the_same_ones_are_told_each_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(smallest, "LOOKED_AT", 5)
    (tmp_path / "again").mkdir()
    first, text = asked(tmp_path, sorts(7))
    assert (len(first.changes), first.complete) == (5, False)
    assert asked(tmp_path / "again", sorts(7))[1] == text
