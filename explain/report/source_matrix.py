"""The matrix of an audit: sources against sources, with the pairs that can collide counted by kind."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from explain.render import phrase
from explain.report.pictures import BLUE, INK, ROW_LABEL, Picture, draw, row_name
from guideline.auditing.matrix import Cell

BOOK = "report"
LINE = 15
"""Height of a line of text in pixels."""
MOST = 26
"""Characters of a label that find room over a column."""


def source_matrix(cells: Sequence[Cell], sources: Mapping[str, str]) -> Picture | None:
    """The picture; None where nothing can collide.

    Args:
        cells: from `guideline.auditing.audit.Audit.matrix`.
        sources: name of each source to its label, in the order of the rows; those without a pair stand there empty.
    """
    if not cells:
        return None
    said = {cell.sources: [phrase("matrix_count", n, kind, book=BOOK) for kind, n in cell.kinds] for cell in cells}
    place = {name: n for n, name in enumerate(sources)}
    # Rows that are labelled alike differ by their number.
    row = {name: row_name(n, label, MOST) for n, (name, label) in enumerate(sources.items())}
    told = [replace(cell, sources=(sources[cell.sources[0]], sources[cell.sources[1]])) for cell in cells]
    both = [(a, b, cell) for cell in cells for a, b in {cell.sources, cell.sources[::-1]}]
    both.sort(key=lambda row: (place[row[0]], place[row[1]]))
    shown = [{"one": row[a], "other": row[b], "pairs": cell.pairs} for a, b, cell in both]
    texts = [
        {"one": row[a], "other": row[b], "says": words, "line": n - (len(said[cell.sources]) - 1) / 2}
        for a, b, cell in both
        for n, words in enumerate(said[cell.sources])
    ]
    axis = {"labelExpr": ROW_LABEL, "ticks": False, "domain": False, "labelAngle": 0, "grid": False}
    x = {"field": "other", "type": "nominal", "scale": {"domain": list(row.values())}, "title": None, "axis": {**axis, "orient": "top"}}
    y = {"field": "one", "type": "nominal", "scale": {"domain": list(row.values())}, "title": None, "axis": axis}
    bare_x, bare_y = ({k: v for k, v in channel.items() if k != "axis"} for channel in (x, y))
    size = LINE * max(map(len, said.values())) + 12
    layers: list[dict[str, Any]] = [
        {
            "data": {"values": [{"one": a, "other": b} for a in row.values() for b in row.values()]},
            "mark": {"type": "rect", "fillOpacity": 0, "stroke": INK, "strokeOpacity": 0.25},
            "encoding": {"x": x, "y": y},
        },
        {
            "data": {"values": shown},
            "mark": {"type": "rect", "color": BLUE, "stroke": INK, "strokeOpacity": 0.25},
            "encoding": {
                "x": bare_x,
                "y": bare_y,
                # Pale enough that the words on it are legible; the figures say what the shade says.
                "opacity": {"field": "pairs", "type": "quantitative", "scale": {"range": [0.08, 0.4]}, "legend": None},
            },
        },
        {
            "data": {"values": texts},
            "mark": {"type": "text", "yOffset": {"expr": f"datum.line * {LINE}"}},
            "encoding": {"x": bare_x, "y": bare_y, "text": {"field": "says"}},
        },
    ]
    description = {"width": {"step": 140}, "height": {"step": size}, "layer": layers}
    header = tuple([phrase("column", key, book=BOOK) for key in ("source", "source", "pairs", "kinds", "waived")])
    rows = [
        (*named.sources, str(cell.pairs), "; ".join(said[cell.sources]), str(cell.waived)) for cell, named in zip(cells, told, strict=True)
    ]
    return draw("matrix", phrase("matrix", book=BOOK), phrase("matrix_says", told, book=BOOK), description, (header, *rows))
