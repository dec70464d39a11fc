"""Draws pictures from descriptions in Vega-Lite: plain SVG that stands in a page, with a text alternative."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from math import ceil
from typing import Any

import vl_convert
from markupsafe import Markup, escape

from explain.report.lettering import FONT, SIZE, Lettering, lettered

INK = "currentColor"
"""The colour of the text around the picture, so that it is legible on light, on dark and on paper."""
BLUE, ORANGE = "#2f7fb8", "#c8641a"
"""A pair that is told apart with any colour vision and on a light or a dark ground; shape or stroke always says the same."""
WIDTH = 640
"""Width of the drawing area in pixels; the page scales the whole."""
LEAST = 11 / 12
"""A picture is made no smaller than this, so that no type is under 11 pixels: on a narrow screen it is moved sideways in its frame."""
LABEL = 76
"""Characters of a label beside an axis."""

_CONFIG: Mapping[str, Any] = {
    "background": None,
    "font": FONT,
    # What each mark says of itself is left out of the page.
    "aria": False,
    "view": {"stroke": None},
    "axis": {
        "labelColor": INK,
        "titleColor": INK,
        "tickColor": INK,
        "domainColor": INK,
        "gridColor": INK,
        "gridOpacity": 0.15,
        "labelFontSize": SIZE,
        "titleFontSize": SIZE,
        "titleFontWeight": "normal",
        # No limit: to shorten a label the library measures it many times over, which takes longer than all else.
        "labelLimit": 0,
    },
    "text": {"color": INK, "fontSize": SIZE},
    "rule": {"color": INK},
    "legend": {"labelColor": INK, "titleColor": INK, "labelFontSize": SIZE, "titleFontSize": SIZE},
}


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture with what it says in words.

    Attributes:
        name: unique in a document; ids are made from it.
        title: what it shows, in a few words.
        alternative: the same in a sentence or two, for who cannot see it.
        svg: an `<svg>` element without a declaration.
        rows: the data in words, a header first; a table that stands for the picture.
    """

    name: str
    title: str
    alternative: str
    svg: Markup = field(repr=False)
    rows: tuple[tuple[str, ...], ...] = ()


def draw(
    name: str,
    title: str,
    alternative: str,
    description: Mapping[str, Any],
    rows: tuple[tuple[str, ...], ...] = (),
    *,
    given: Mapping[str, Any] | None = None,
    lettering: Lettering | None = None,
) -> Picture:
    """Draws a Vega-Lite description.

    Args:
        name: unique in a document.
        title: what it shows, in a few words.
        alternative: the same in a sentence or two.
        rows: the data in words, a header first.
        description: marks, encodings and data; the look is added here.
        given: what stands in the description by a name alone, so that it is the same for each picture of its kind: the values of data that
            are called so, a text, a number, and where the name stands alone in a list, that list.
        lettering: the words that marks stand for.
    """
    spec = {"$schema": "https://vega.github.io/schema/vega-lite/v5.json", "config": _CONFIG, **description}
    svg = _drawn(json.dumps(spec), json.dumps(given or {}))
    if lettering:
        svg = lettered(svg, lettering.words)
    return Picture(name, title, alternative, _told(svg, name, title, alternative), rows)


@lru_cache(maxsize=1024)
def _drawn(spec: str, given: str) -> str:
    """The drawing of a description in JSON; patients share it who differ in nothing but the words, such as the day of the record."""
    svg: str = vl_convert.vega_to_svg(_filled(_compiled(spec), json.loads(given)))
    return svg


@lru_cache(maxsize=64)
def _compiled(spec: str) -> dict[str, Any]:
    """The description of the marks one by one that the library makes of one of the data: once for each kind of picture."""
    made: dict[str, Any] = vl_convert.vegalite_to_vega(spec)
    return made


def _filled(part: Any, given: Mapping[str, Any]) -> Any:
    """A description with what is given in place of its names."""
    if not given:
        return part
    if isinstance(part, str):
        return given.get(part, part)
    if isinstance(part, list):
        if len(part) == 1 and isinstance(part[0], str) and isinstance(given.get(part[0]), list):
            return given[part[0]]
        return [_filled(p, given) for p in part]
    if isinstance(part, dict):
        # What refers to data by its name goes on doing so.
        named = {k for k in ("name", "data", "source") if isinstance(part.get(k), str)}
        made = {k: p if k in named else _filled(p, given) for k, p in part.items()}
        if isinstance(given.get(part.get("name", "")), list) and "values" not in part:
            made["values"] = given[part["name"]]
        return made
    return part


def without_axis(channel: Mapping[str, Any]) -> dict[str, Any]:
    """An encoding for a layer beside one that says how the axis looks."""
    return {k: v for k, v in channel.items() if k not in {"axis", "title"}}


def shorten(label: str, most: int) -> str:
    """A label of at most so many characters."""
    return label if len(label) <= most else f"{label[: most - 1].rstrip()}\N{HORIZONTAL ELLIPSIS}"


def row_name(number: int, words: str, most: int = LABEL) -> str:
    """The name of a row, of at most so many characters: rows that read alike differ by their number."""
    return shorten(f"{number}|{words}", most)


def row_words(number: int, words: str, most: int = LABEL) -> str:
    """The words of a `row_name`."""
    return row_name(number, words, most).partition("|")[2]


ROW_LABEL = "substring(datum.value, indexof(datum.value, '|') + 1)"
"""The words of a `row_name`, as an expression of the library."""


def rows_axis(names: str) -> dict[str, Any]:
    """The encoding of the rows of a picture, from the top down, by the field `row`; `names` is what they are given as.

    The words of a row stand over it, as `row_labels` draws them: beside it they would leave no room on a narrow screen.
    """
    return {"field": "row", "type": "nominal", "scale": {"domain": [names]}, "title": None, "axis": None}


def row_labels(row: Mapping[str, Any]) -> dict[str, Any]:
    """The layer that writes the words of each row over it, from the left edge on."""
    return {
        "mark": {"type": "text", "align": "left", "baseline": "bottom", "dy": -23, "fontWeight": "bold"},
        "encoding": {"y": row, "x": {"value": 0}, "text": {"field": "row"}},
    }


ROW = 58
"""Height of such a row in pixels: its words, what is written at its bar, and the bar."""


def _told(svg: str, name: str, title: str, alternative: str) -> Markup:
    """The drawing as one image with a title and a description, instead of one that reads out each of its marks."""
    svg = re.sub(r' (?:role|aria-[a-z]+)="[^"]*"', "", svg)
    # The library numbers what is clipped through all the drawings of a process.
    seen: dict[str, str] = {}
    svg = re.sub(r"\bclip\d+\b", lambda m: seen.setdefault(m[0], f"{name}-clip{len(seen)}"), svg)
    # A fixed height would stay when the page makes the picture narrower.
    opening = re.sub(r' (?:width|height)="[^"]*"', "", svg[: svg.index(">")])
    width = re.search(r'viewBox="0 0 ([0-9.]+)', opening)
    least = ceil(float(width.group(1)) * LEAST) if width else 0
    style = f' style="width:100%;min-width:{least}px;max-width:{width.group(1)}px;height:auto"' if width else ""
    said = f'<title id="{name}-title">{escape(title)}</title><desc id="{name}-desc">{escape(alternative)}</desc>'
    drawn = f'{opening} role="img" aria-labelledby="{name}-title {name}-desc"{style}>{said}{svg[svg.index(">") + 1 :]}'
    return Markup(drawn)  # noqa: S704 (`lettered` escapes the words that it puts in, and title and description are escaped above)
