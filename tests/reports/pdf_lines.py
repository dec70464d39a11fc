"""Reads the lines of a page of a PDF with their place and whether all of a line is bold."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass

import pypdfium2 as pdfium
from pypdfium2 import raw

FOOT = 50
"""Points: below it stands the number of the page."""


@dataclass(frozen=True)
class PdfLine:
    """Words on one base line of a column; `y` from the foot of the page."""

    text: str
    y: int
    bold: bool


def last_lines(made: bytes) -> Iterator[tuple[int, PdfLine]]:
    """The lowest line of each page, and where it is set in two columns the lowest of each, with the number of the page."""
    for number, page in enumerate(pdfium.PdfDocument(made), 1):
        middle = page.get_width() / 2
        rows: dict[int, list[tuple[float, str, bool]]] = {}
        for x, y, letter, bold in _letters(page):
            rows.setdefault(y, []).append((x, letter, bold))
        # A line that runs over the middle is set in one column, and so is the page at its foot.
        across = {y for y, row in rows.items() if min(row)[0] < middle - 40 and any(abs(x - middle) < 8 for x, _, _ in row)}
        sides = [(0.0, 2 * middle)] if min(rows) in across else [(0.0, middle), (middle, 2 * middle)]
        for left, right in sides:
            low = min((y for y, row in rows.items() if any(left <= x < right for x, _, _ in row)), default=0)
            if low and (low not in across or len(sides) == 1):
                line = sorted(x for x in rows[low] if left <= x[0] < right)
                yield number, PdfLine("".join(c for _, c, _ in line), low, all(b for _, _, b in line))


def _letters(page: pdfium.PdfPage) -> Iterator[tuple[float, int, str, bool]]:
    text = page.get_textpage()
    name, flags = ctypes.create_string_buffer(200), ctypes.c_int()
    x, y = ctypes.c_double(), ctypes.c_double()
    for n in range(text.count_chars()):
        letter = chr(raw.FPDFText_GetUnicode(text, n))
        raw.FPDFText_GetCharOrigin(text, n, x, y)
        if letter.strip() and y.value > FOOT:
            raw.FPDFText_GetFontInfo(text, n, name, 200, flags)
            yield x.value, round(y.value), letter, b"Bold" in name.value
