"""Draws pictures from descriptions in Vega-Lite: plain SVG that stands in a page, with a text alternative."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from math import ceil
from typing import Any

import vl_convert
from markupsafe import Markup, escape

INK = "currentColor"
"""The colour of the text around the picture, so that it is legible on light, on dark and on paper."""
BLUE, ORANGE = "#2f7fb8", "#c8641a"
"""A pair that is told apart with any colour vision and on a light or a dark ground; shape or stroke always says the same."""
WIDTH = 640
"""Width of the drawing area in pixels; the page scales the whole."""
LEAST = 11 / 12
"""A picture is made no smaller than this, so that no type is under 11 pixels: on a narrow screen it is moved sideways in its frame."""
LABEL = 64
"""Characters of a label beside an axis."""

_CONFIG: Mapping[str, Any] = {
    "background": None,
    "font": "Liberation Sans, Arial, Helvetica, sans-serif",
    "view": {"stroke": None},
    "axis": {
        "labelColor": INK,
        "titleColor": INK,
        "tickColor": INK,
        "domainColor": INK,
        "gridColor": INK,
        "gridOpacity": 0.15,
        "labelFontSize": 12,
        "titleFontSize": 12,
        "titleFontWeight": "normal",
        # No limit: to shorten a label the library measures it many times over, which takes longer than all else.
        "labelLimit": 0,
    },
    "text": {"color": INK, "fontSize": 12},
    "rule": {"color": INK},
    "legend": {"labelColor": INK, "titleColor": INK, "labelFontSize": 12, "titleFontSize": 12},
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


def draw(name: str, title: str, alternative: str, description: Mapping[str, Any], rows: tuple[tuple[str, ...], ...] = ()) -> Picture:
    """Draws a Vega-Lite description.

    Args:
        name: unique in a document.
        title: what it shows, in a few words.
        alternative: the same in a sentence or two.
        rows: the data in words, a header first.
        description: marks, encodings and data; the look is added here.
    """
    spec = {"$schema": "https://vega.github.io/schema/vega-lite/v5.json", "config": _CONFIG, **description}
    return Picture(name, title, alternative, _told(_drawn(json.dumps(spec)), name, title, alternative), rows)


@lru_cache(maxsize=256)
def _drawn(spec: str) -> str:
    """The drawing of a description in JSON; patients of whom the same is to be decided share it, and drawing takes as long as solving."""
    svg: str = vl_convert.vegalite_to_svg(spec)
    return svg


def without_axis(channel: Mapping[str, Any]) -> dict[str, Any]:
    """An encoding for a layer beside one that says how the axis looks."""
    return {k: v for k, v in channel.items() if k not in {"axis", "title"}}


def shorten(label: str, most: int) -> str:
    """A label of at most so many characters."""
    return label if len(label) <= most else f"{label[: most - 1].rstrip()}\N{HORIZONTAL ELLIPSIS}"


def row_name(number: int, words: str, most: int = LABEL) -> str:
    """The name of a row for `rows_axis`, of at most so many characters: rows that read alike differ by their number."""
    return shorten(f"{number}|{words}", most)


def rows_axis(names: Sequence[str]) -> dict[str, Any]:
    """The encoding of the rows of a picture, from the top down, by the field `row`: each says its name but for the number."""
    axis = {"labelExpr": "substring(datum.value, indexof(datum.value, '|') + 1)", "ticks": False, "domain": False}
    return {"field": "row", "type": "nominal", "sort": list(names), "title": None, "axis": axis}


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
    return Markup(drawn)  # noqa: S704 (the library that draws escapes the texts in the data, and title and description are escaped above)
