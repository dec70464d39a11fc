"""The map of a decision: which statements speak for and against each alternative, grouped by source."""

from __future__ import annotations

from typing import Any

from explain.render import phrase
from explain.report.lettering import Lettering
from explain.report.pictures import BLUE, LABEL, ORANGE, Picture, draw, shorten, without_axis
from explain.views.choices import DecisionView
from explain.views.values import Said

BOOK = "report"
FOLLOWS, ASIDE = "follows", "aside"
SOURCE = "="
"""Begins the row of a source; its statements stand under it."""
IS_SOURCE = f"indexof(datum.value, '{SOURCE}') === 0"


def decision_map(decision: DecisionView, number: int) -> Picture | None:
    """A grid of statements against alternatives; None where there is only one alternative, so that nothing is to be weighed.

    Args:
        decision: of the view of an answer.
        number: of the decision in its report, for ids.
    """
    if len(decision.alternatives) < 2:
        return None
    marks: dict[str, dict[str, str]] = {}
    says: dict[str, Said] = {}
    for a in decision.alternatives:
        for which, words in ((FOLLOWS, a.follows), (ASIDE, a.aside)):
            for said in words:
                says.setdefault(said.cite.id, said)
                # A statement with several words that is followed in part is followed only as far as the list beside the picture says.
                marks.setdefault(said.cite.id, {}).setdefault(a.letter, which)
    names = sorted(says, key=lambda i: (says[i].cite.source, i))
    if not names:
        return None
    lettering = Lettering()
    row = {i: lettering.mark(says[i].cite.name) for i in names}
    # Sources that are labelled alike have rows of their own.
    by = {says[i].cite.source: says[i].cite.by for i in names}
    source = {name: f"{SOURCE}{lettering.mark(shorten(label, LABEL))}" for name, label in by.items()}
    values = [{"row": row[i], "alternative": letter, "mark": mark} for i in names for letter, mark in sorted(marks[i].items())]
    letters = [a.letter for a in decision.alternatives]
    labels = {key: phrase("map_mark", key, book=BOOK) for key in (FOLLOWS, ASIDE)}
    given = {
        "@marks": values,
        "@letters": letters,
        "@rows": list(dict.fromkeys(r for i in names for r in (source[says[i].cite.source], row[i]))),
        "@axis": lettering.mark(phrase("map_axis", book=BOOK)),
    }
    x = {
        "field": "alternative",
        "type": "nominal",
        "scale": {"domain": ["@letters"]},
        "title": "@axis",
        "axis": {"labelAngle": 0, "orient": "top", "domain": False, "ticks": False, "labelFontWeight": "bold", "grid": True},
    }
    y = {
        "field": "row",
        "type": "nominal",
        "scale": {"domain": ["@rows"]},
        "title": None,
        "axis": {
            "labelExpr": f"substring(datum.value, indexof(datum.value, '{SOURCE}') + 1)",
            "labelFontWeight": {"condition": {"test": IS_SOURCE, "value": "bold"}, "value": "normal"},
            "domain": False,
            "ticks": False,
        },
    }
    description: dict[str, Any] = {
        "width": {"step": 56},
        "height": {"step": 22},
        "data": {"name": "@marks"},
        "layer": [
            {
                "transform": [{"filter": f"datum.mark === '{FOLLOWS}'"}],
                "mark": {"type": "point", "shape": "circle", "size": 110, "filled": True, "opacity": 1, "color": BLUE},
                "encoding": {"x": x, "y": y},
            },
            {
                "transform": [{"filter": f"datum.mark === '{ASIDE}'"}],
                "mark": {"type": "point", "shape": "cross", "angle": 45, "size": 150, "filled": True, "opacity": 1, "color": ORANGE},
                "encoding": {"x": without_axis(x), "y": without_axis(y)},
            },
        ],
    }
    header = tuple([phrase("column", c, book=BOOK) for c in ("source", "statement", "says")] + letters)
    rows = [
        (
            says[i].cite.by,
            says[i].cite.name,
            says[i].cite.says,
            *[labels.get(marks[i].get(x, ""), phrase("map_none", book=BOOK)) for x in letters],
        )
        for i in names
    ]
    title = phrase("map", decision.subject, book=BOOK)
    alternative = phrase("map_says", decision, len(names), book=BOOK)
    return draw(f"map-{number}", title, alternative, description, (header, *rows), given=given, lettering=lettering)
