"""What a declared tension is filed under: never what one side says of another matter."""

from __future__ import annotations

from pathlib import Path

import pytest

from guideline import load_pack
from guideline.cases.reading import parse_case

HEAD = """
source(d, "Document"). strength(d, should, 5).
finding(ill, boolean). label(ill, "illness").
action((drug; tablet; cast; rest; walk)). kind_of(tablet, drug).
label(drug, "drug"). label(tablet, "tablet"). label(cast, "cast"). label(rest, "rest"). label(walk, "walking").
statement((one; two), d, recommendation, should). locator((one; two), "line 1"). says(one, "One."). says(two, "Two.").
applies((one; two)) :- has(ill).
tension(one, two, "one before the other").
"""


@pytest.mark.parametrize(
    ("wishes", "subject"),
    [
        pytest.param(
            "recommends(one, cast). recommends(two, walk). opposes(two, drug).", "walk", id="what the second is for, not what it bars"
        ),
        pytest.param(
            "recommends(one, drug). recommends(two, tablet). recommends(two, cast).", "tablet", id="a kind of what the first is for"
        ),
        pytest.param("recommends(one, rest). recommends(two, cast). permits(two, rest).", "rest", id="what both speak of"),
        pytest.param('reports(one, fact, "One."). recommends(two, walk).', "walk", id="the only wish, of the second"),
        pytest.param('recommends(one, walk). reports(two, fact, "Two.").', "walk", id="the only wish, of the first"),
        pytest.param("recommends(one, cast). opposes(two, drug).", "drug", id="a ban, where the second has no wish"),
        pytest.param('reports(one, fact, "One."). reports(two, fact, "Two.").', "one | two", id="the statements, where neither has a wish"),
    ],
)
def test_a_tension_is_filed_under(wishes: str, subject: str, tmp_path: Path) -> None:
    (tmp_path / "d.lp").write_text(HEAD + wishes, encoding="utf-8")
    pack = load_pack(tmp_path)
    answer = pack.solve(parse_case("case: x\nfindings: {ill: true}\n", pack.vocabulary))
    assert [(line.subject, line.kinds) for line in answer.lines] == [(subject, ("tension",))]
