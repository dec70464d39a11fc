"""Words put into a drawing once it is drawn: the library that draws measures each letter of each word anew in each picture.

That takes more time than all else of a picture. So short marks stand for the words while it is drawn; afterwards the words take their
place, and the frame grows by what they are longer. How long words are, the library says too, but only once for the same words.
"""

from __future__ import annotations

import re
from functools import lru_cache
from math import ceil
from typing import Any

import vl_convert

FONT = "Liberation Sans, Arial, Helvetica, sans-serif"
SIZE = 12
"""Of type, in pixels."""
PADDING = 5
"""Around a drawing, in pixels, as the library has it."""
_NARROW = "ijl.,:;'"
"""Marks are narrow, so that no frame is wider than its words need."""
_FIRST = "!"
_TEXT = re.compile(rf"<text\b([^>]*)>{_FIRST}([{_NARROW}]+)</text>")
_PLACE = re.compile(r'transform="translate\((-?[0-9.]+)')
_ANCHOR = re.compile(r'text-anchor="(\w+)"')
_HEAD = re.compile(
    r'width="(?P<w>[0-9.]+)" height="(?P<h>[0-9.]+)" viewBox="0 0 (?P=w) (?P=h)"(?P<between>.*?)'
    r'transform="translate\((?P<x>[0-9.]+),(?P<y>[0-9.]+)\)"',
    re.DOTALL,
)
_GROUND = re.compile(r'class="background"[^>]* d="M0,0h([0-9.]+)v')


class Lettering:
    """The words of one picture."""

    def __init__(self) -> None:
        self._words: list[str] = []

    @property
    def words(self) -> tuple[str, ...]:
        """In the order in which marks were given."""
        return tuple(self._words)

    def mark(self, words: str) -> str:
        """What stands for words until the picture is drawn; no mark is given twice, so rows that read alike are told apart by it."""
        # White space around words is not drawn, and the library measures it by no width.
        words = words.strip()
        self._words.append(words)
        return _mark(len(self._words) - 1) if words else ""


def _mark(number: int) -> str:
    digits = [_NARROW[number % 8]]
    while number := number // 8:
        digits.append(_NARROW[number % 8])
    return _FIRST + "".join(reversed(digits))


def _number(mark: str) -> int:
    number = 0
    for digit in mark:
        number = number * 8 + _NARROW.index(digit)
    return number


def lettered(svg: str, words: tuple[str, ...]) -> str:
    """A drawing with words in place of their marks, in a frame that is wide enough for them.

    Args:
        svg: as the library has drawn it.
        words: from `Lettering.words`.
    """
    head, ground = _HEAD.search(svg), _GROUND.search(svg)
    if head and ground:
        width = float(ground.group(1))
        left = float(head["x"]) - PADDING
        right = float(head["w"]) - width - left - 2 * PADDING
        rows = [_Row(m.group(1), words[n]) for m in _TEXT.finditer(svg) if (n := _number(m.group(2))) < len(words)]
        # Those that may reach farthest come first: what may reach no farther than is known need not be measured.
        for row in sorted(rows, key=lambda r: -r.most):
            if row.left(row.most) > left or row.right(row.most) > width + right:
                left, right = max(left, ceil(row.left(row.wide))), max(right, ceil(row.right(row.wide) - width))
        whole = f"{left + width + right + 2 * PADDING:g}"
        opening = f'width="{whole}" height="{head["h"]}" viewBox="0 0 {whole} {head["h"]}"'
        opening += f'{head["between"]}transform="translate({left + PADDING:g},{head["y"]})"'
        svg = f"{svg[: head.start()]}{opening}{svg[head.end() :]}"

    def put(found: re.Match[str]) -> str:
        number = _number(found.group(2))
        return f"<text{found.group(1)}>{_escaped(words[number])}</text>" if number < len(words) else found.group(0)

    return _TEXT.sub(put, svg)


class _Row:
    """A piece of text in a drawing: where it stands and how far it reaches."""

    def __init__(self, attributes: str, words: str) -> None:
        place, anchor = _PLACE.search(attributes), _ANCHOR.search(attributes)
        self._x = float(place.group(1)) if place else 0.0
        self._before = {"middle": 0.5, "end": 1.0}.get(anchor.group(1) if anchor else "", 0.0)
        self._words = words
        self._weight = "bold" if 'font-weight="bold"' in attributes else "normal"
        # No letter of ASCII is wider than its type is high by more than a little; of other letters some are, as those of several in one.
        self.most = float(SIZE * len(words)) * (1.1 if words.isascii() else 3)

    @property
    def wide(self) -> float:
        """In pixels."""
        return _width(self._words, self._weight)

    def left(self, wide: float) -> float:
        """How far it reaches to the left of where the drawing begins, being so wide."""
        return wide * self._before - self._x

    def right(self, wide: float) -> float:
        """How far it reaches to the right of where the drawing begins, being so wide."""
        return self._x + wide * (1 - self._before)


def _escaped(words: str) -> str:
    """As the library escapes text."""
    return words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


@lru_cache(maxsize=1 << 14)
def _width(words: str, weight: str) -> float:
    """How wide words come out, in pixels: a bar as long as they are is drawn and read."""
    look = {"text": words, "font": FONT, "fontSize": SIZE, "fontWeight": weight}
    description: dict[str, Any] = {
        "$schema": "https://vega.github.io/schema/vega/v5.json",
        "autosize": "none",
        "marks": [
            {"name": "words", "type": "text", "encode": {"enter": {k: {"value": v} for k, v in look.items()}}},
            {
                "type": "rect",
                "from": {"data": "words"},
                "encode": {"enter": {"width": {"field": "bounds.x2"}, "height": {"value": 1}, "fill": {"value": "red"}}},
            },
        ],
    }
    found = re.search(r'd="M0,0h([0-9.e-]+)v[^"]*" fill="red"', vl_convert.vega_to_svg(description))
    return float(found.group(1)) if found else float(SIZE * len(words))
