"""Words that are put into a drawing afterwards stand as the library itself would have set them, in the same frame."""

from __future__ import annotations

from typing import Any

import pytest

from explain.report.lettering import Lettering
from explain.report.pictures import draw

WORDS = [
    ("a", "b", "c"),
    ("review of the response to treatment", "rest", "days"),
    ("rest", "from day 20 on, for a long while, and then for another one that leads far beyond the frame", "days"),
    ("rest", "x", "a title that is so long that it reaches beyond the drawing on both of its sides, and then some more, and more again"),
    ("<b>", "a & b", "\"quoted\" 'words' > others"),
    ("Überprüfung der Größe", "\u05d0\u05d1\u05d2", "…"),
    ("!i", "@rows", "$&"),
    ("WWWWWWWWWWWWWW", "MMMMMMMMMMMMMMMMMMMMMMMMMMMMMMMMMMMMMMMMMMMMMMMM", "@@@@"),
    ("  kept  apart  ", "a  b", " t "),
]


def described(row: str, says: str, title: str, at: int) -> dict[str, Any]:
    """Every kind of text: beside an axis, along one, from a mark to the right, around a mark and bold."""
    x = {"field": "n", "type": "quantitative", "scale": {"domain": [0, 10]}, "title": title}
    y = {"field": "row", "type": "nominal", "scale": {"domain": [row, "other"]}, "title": None}
    return {
        "width": 200,
        "height": {"step": 30},
        "data": {"values": [{"row": row, "n": at, "says": says}, {"row": "other", "n": 1, "says": ""}]},
        "layer": [
            {"mark": "point", "encoding": {"x": x, "y": y}},
            {"mark": {"type": "text", "align": "left"}, "encoding": {"x": x, "y": y, "text": {"field": "says"}}},
            {"mark": {"type": "text", "fontWeight": "bold"}, "encoding": {"x": x, "y": y, "text": {"field": "says"}}},
        ],
    }


@pytest.mark.parametrize("at", [0, 5, 10])
@pytest.mark.parametrize(("row", "says", "title"), WORDS)
def test_words_put_in_afterwards_make_the_same_picture(row: str, says: str, title: str, at: int) -> None:
    straight = draw("x", "t", "d", described(row, says, title, at)).svg
    letters = Lettering()
    later = draw("x", "t", "d", described(letters.mark(row), letters.mark(says), letters.mark(title), at), lettering=letters).svg
    assert later == straight


@pytest.mark.parametrize("at", [0, 10])
def test_what_is_given_stands_where_its_name_stood(at: int) -> None:
    straight = described("rest", "for a while", "days", at)
    named = described("rest", "for a while", "@title", at)
    named["data"] = {"name": "@rows"}
    for layer in named["layer"]:
        layer["encoding"]["x"]["scale"] = {"domain": [0, "@end"]}
        layer["encoding"]["y"]["scale"] = {"domain": ["@names"]}
    given = {"@rows": straight["data"]["values"], "@title": "days", "@end": 10, "@names": ["rest", "other"]}
    assert draw("x", "t", "d", named, given=given).svg == draw("x", "t", "d", straight).svg


def test_rows_that_read_alike_stand_apart() -> None:
    letters = Lettering()
    marks = [letters.mark("rest") for _ in range(600)]
    assert len(set(marks)) == len(marks)
    assert letters.words == ("rest",) * 600
