"""Pictures in a page: told to who cannot see them, distinct in one page, legible on any ground, and nothing but drawing."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from dataclasses import replace
from pathlib import Path

import pytest
from report_pages import CASES, HOSTILE, ORCHARD, SPRING, hostile_case, hostile_pack, opened, reported

from explain.plain import one_line
from explain.report import pictures
from explain.report.decision_map import decision_map
from explain.report.page import page
from explain.report.pictures import Picture, draw, shorten
from explain.views.choices import DecisionView
from guideline import Pack

SVG = "{http://www.w3.org/2000/svg}"
BARS = {
    "width": 100,
    "data": {"values": [{"a": "one", "n": 1}, {"a": "other", "n": 2}]},
    "mark": {"type": "bar", "clip": True},
    "encoding": {"y": {"field": "a", "type": "nominal"}, "x": {"field": "n", "type": "quantitative"}},
}


@pytest.fixture(scope="module")
def orchard() -> Pack:
    return opened(ORCHARD)


def shipped(stem: str) -> list[Picture]:
    content = reported(next(p for p in CASES if p.stem == stem), opened())
    return [p for p in (*content.maps, content.timeline) if p]


def parsed(picture: Picture) -> ET.Element:
    return ET.fromstring(str(picture.svg).replace("&nbsp;", "\u00a0"))  # noqa: S314 (drawn here)


@pytest.mark.parametrize("stem", ["acr_35_days_of_therapy", "limited_edema_day_21", "vertebroplasty_day_90"])
def test_a_picture_is_one_image_with_a_title_and_a_description(stem: str) -> None:
    for picture in shipped(stem):
        root = parsed(picture)
        assert root.get("role") == "img"
        said = {e.get("id"): e.text for e in root if e.tag in {f"{SVG}title", f"{SVG}desc"}}
        assert str(root.get("aria-labelledby")).split() == list(said)
        assert list(said.values()) == [picture.title, picture.alternative]
        assert not [e for e in root.iter() if e is not root and (e.get("role") or e.get("aria-label"))]


def test_the_ids_of_several_pictures_in_a_page_are_distinct() -> None:
    one, other = draw("one", "One", "1", BARS), draw("other", "Other", "2", BARS)
    ids = [e.get("id") for p in (one, other) for e in parsed(p).iter() if e.get("id")]
    assert len(ids) > 4
    assert len(ids) == len(set(ids))
    for picture in (one, other):
        used = set(re.findall(r"url\(#([^)]*)\)", str(picture.svg)))
        assert used <= {e.get("id") for e in parsed(picture).iter()}
        assert used


def test_a_picture_holds_nothing_that_runs_or_loads() -> None:
    for picture in shipped("acr_35_days_of_therapy"):
        assert not {e.tag for e in parsed(picture).iter()} & {f"{SVG}{t}" for t in ("script", "image", "foreignObject", "style", "a")}
        assert not re.search(r'(href|src)="', str(picture.svg))


def test_ink_is_that_of_the_page_so_that_a_picture_is_legible_on_light_and_on_dark() -> None:
    for picture in shipped("acr_35_days_of_therapy"):
        for text in parsed(picture).iter(f"{SVG}text"):
            assert text.get("fill") == "currentColor"
        assert "white" not in str(picture.svg)
        assert "#fff" not in str(picture.svg)


def test_markup_in_labels_is_drawn_as_text(tmp_path: Path) -> None:
    pack = opened(hostile_pack(tmp_path))
    content = reported(hostile_case(pack, "waited: 2 weeks"), pack)
    assert content.timeline
    assert content.maps[0]
    printable = one_line("".join(c for c in HOSTILE if c.isprintable()))
    for picture in (content.timeline, content.maps[0]):
        root = parsed(picture)
        assert not list(root.iter(f"{SVG}script"))
        assert not [e for e in root.iter() if e.tag in {f"{SVG}b", "b"}]
    assert any(printable[:30] in (t.text or "") for t in parsed(content.timeline).iter(f"{SVG}text"))
    assert printable in [one_line(cell) for cell in content.timeline.rows[1]]


def test_a_title_and_a_description_are_escaped() -> None:
    picture = draw("x", "<b>", "<script>&", BARS)
    assert [e.text for e in parsed(picture) if e.tag in {f"{SVG}title", f"{SVG}desc"}] == ["<b>", "<script>&"]


def test_the_same_description_gives_the_same_bytes() -> None:
    one = draw("x", "t", "d", BARS).svg
    pictures._drawn.cache_clear()
    draw("another", "drawn", "between", {**BARS, "width": 90})
    pictures._drawn.cache_clear()
    assert draw("x", "t", "d", BARS).svg == one


@pytest.mark.parametrize(("label", "most", "short"), [("abc", 3, "abc"), ("abcd", 3, "ab…"), ("a bcd", 3, "a…"), ("", 3, "")])
def test_a_label_is_shortened_to_what_there_is_room_for(label: str, most: int, short: str) -> None:
    assert shorten(label, most) == short


def choices(pack: Pack, path: Path = SPRING) -> tuple[DecisionView, ...]:
    return reported(path, pack).view.decisions


def test_a_map_says_in_its_table_what_the_decision_says(orchard: Pack) -> None:
    for number, decision in enumerate(choices(orchard), 1):
        picture = decision_map(decision, number)
        assert picture
        assert picture.name == f"map-{number}"
        letters = picture.rows[0][3:]
        assert letters == tuple(a.letter for a in decision.alternatives)
        for row in picture.rows[1:]:
            for letter, mark in zip(letters, row[3:], strict=True):
                a = next(a for a in decision.alternatives if a.letter == letter)
                follows = row[1] in {s.cite.name for s in a.follows}
                aside = row[1] in {s.cite.name for s in a.aside}
                assert mark == ("followed" if follows else "not followed" if aside else "not concerned")
        texts = [t.text for t in parsed(picture).iter(f"{SVG}text")]
        assert {r[0] for r in picture.rows[1:]} | {r[1] for r in picture.rows[1:]} | set(letters) <= set(texts)


def test_the_statements_of_a_map_stand_under_their_source(orchard: Pack) -> None:
    picture = decision_map(choices(orchard)[1], 1)
    assert picture
    assert [row[:2] for row in picture.rows[1:]] == [
        ("The Almanac & Orchard <Book>", "cut_it"),
        ("The Almanac & Orchard <Book>", "rest_first"),
        ("Council Leaflet 7", "leave_it"),
        ("Council Leaflet 7", "prune_it"),
        ("Letters of an Uncle", "no_knife"),
    ]


def test_marks_for_and_against_differ_in_shape_as_well_as_in_colour(orchard: Pack) -> None:
    picture = decision_map(choices(orchard)[1], 1)
    assert picture
    drawn: dict[str, set[str]] = {}
    for path in parsed(picture).iter(f"{SVG}path"):
        if path.get("fill", "").startswith("#"):
            drawn.setdefault(str(path.get("fill")), set()).add(str(path.get("d")))
    shapes = list(drawn.values())
    assert len(shapes) == 2
    assert not shapes[0] & shapes[1]


def test_where_there_is_nothing_to_weigh_there_is_no_map(orchard: Pack) -> None:
    decision = choices(orchard)[0]
    assert decision_map(replace(decision, alternatives=decision.alternatives[:1]), 1) is None


def test_a_page_with_several_pictures_has_each_id_once(orchard: Pack) -> None:
    text = page(reported(SPRING, orchard), "html")
    assert text.count("<svg") == 3
    ids = re.findall(r'\bid="([^"]*)"', text)
    assert len(ids) == len(set(ids))
