"""The windows of a disagreement of timing, on one axis: from when on, and until when, each side would have it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from explain.render import phrase
from explain.report.criteria import asked_tests
from explain.report.lettering import Lettering
from explain.report.pictures import BLUE, LABEL, ORANGE, ROW, WIDTH, Picture, draw, row_labels, row_words, rows_axis, without_axis
from explain.views.labels import Labels
from guideline.answer import Camp
from guideline.model import Vocabulary
from guideline.quantities import QuantityError, parse_quantity
from guideline.standing import PAIR

BOOK = "report"
DAY = "day"


def windows(subject: str, camps: Iterable[Camp], labels: Labels, number: int) -> Picture | None:
    """The picture of one line of an audit; None where no two sides name different days.

    Args:
        subject: of the disagreement.
        camps: its sides; those that name no day of a clock are left out.
        labels: of the pack.
        number: of the line in its report, for ids.
    """
    found = []
    for camp in camps:
        since, until = _days(camp.since, labels.vocabulary), _days(camp.until, labels.vocabulary)
        if since is not None or until is not None:
            found.append((camp, since, until))
    if len({(since, until) for _, since, until in found}) < 2:
        return None
    found.sort(key=lambda row: (row[1] if row[1] is not None else row[2] or 0, row[0].word, row[0].action))
    last = max(d for _, since, until in found for d in (since, until) if d is not None)
    end = last * 1.25 + 1
    who = [_who(camp, labels) for camp, _, _ in found]
    clocks = [_clocks(camp, labels) for camp, _, _ in found]
    # Where all days are of one clock, the axis names it once.
    one = clocks[0] if len(set(clocks)) == 1 else ()
    says = [
        phrase("window_says", camp.since, camp.until, () if one else of, book=BOOK) for (camp, _, _), of in zip(found, clocks, strict=True)
    ]
    letters = Lettering()
    values = [
        {
            "row": letters.mark(row_words(n, who[n], LABEL + 4)),
            "from": 0 if since is None else since,
            "to": end if until is None else until,
            "waits": camp.word == "withholds",
            "at": until if since is None else since,
            "says": letters.mark(says[n]),
        }
        for n, (camp, since, until) in enumerate(found)
    ]
    x: dict[str, Any] = {
        "field": "from",
        "type": "quantitative",
        "scale": {"domain": [0, "@end"], "nice": False},
        "title": "@axis",
        "axis": {"grid": True},
    }
    row = rows_axis("@rows")
    bare, plain_row = without_axis(x), without_axis(row)
    description = {
        "width": WIDTH - 160,
        "height": {"step": ROW},
        "data": {"name": "@sides"},
        "layer": [
            {
                "transform": [{"filter": "!datum.waits"}],
                "mark": {"type": "bar", "height": 12, "color": BLUE},
                "encoding": {"y": row, "x": x, "x2": {"field": "to"}},
            },
            {
                "transform": [{"filter": "datum.waits"}],
                "mark": {"type": "rule", "strokeDash": [3, 3], "strokeWidth": 3, "color": ORANGE},
                "encoding": {"y": plain_row, "x": bare, "x2": {"field": "to"}},
            },
            {
                "mark": {"type": "text", "align": "left", "baseline": "bottom", "dy": -8},
                "encoding": {"y": plain_row, "x": bare, "text": {"field": "says"}},
            },
            row_labels(plain_row),
        ],
    }
    label = " / ".join(labels.about(n) for n in subject.split(PAIR))
    header = tuple([phrase("column", key, book=BOOK) for key in ("side", "days", "statements")])
    rows = [(one, when, ", ".join(camp.statements)) for one, when, (camp, _, _) in zip(who, says, found, strict=True)]
    said = phrase("windows_says", list(zip(who, says, strict=True)), book=BOOK)
    given = {
        "@axis": letters.mark(phrase("windows_axis", one, book=BOOK)),
        "@end": end,
        "@rows": [v["row"] for v in values],
        "@sides": values,
    }
    title = phrase("windows", label, book=BOOK)
    return draw(f"windows-{number}", title, said, description, (header, *rows), given=given, lettering=letters)


def _who(camp: Camp, labels: Labels) -> str:
    sources = dict.fromkeys(labels.knowledge.statements[s].source for s in camp.statements)
    return phrase(
        "window_of", [labels.source(name) for name in sources], camp.word, labels.about(camp.action) if camp.action else "", book=BOOK
    )


def _clocks(camp: Camp, labels: Labels) -> tuple[str, ...]:
    """Labels of the clocks that the days of a side are counted on."""
    findings = labels.vocabulary.findings
    needs = [term for s in camp.statements for action, term in labels.knowledge.statements[s].needs if action == camp.action]
    tests = [test for term in needs for test in asked_tests(term, labels)]
    named = [t.subject for t in tests if t.value in {camp.since, camp.until} and t.subject in findings and findings[t.subject].clock]
    return tuple(dict.fromkeys(labels.label(name) for name in named))


def _days(threshold: str, vocabulary: Vocabulary) -> float | None:
    """A duration in days; None where it is empty, or counts something else than time."""
    if not threshold:
        return None
    try:
        return float(parse_quantity(threshold, DAY, vocabulary.units).value)
    except QuantityError:
        return None
