"""Words for the reviews that statements in force ask for: on which days each falls, or what already answers it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from explain.render import phrase
from explain.views.terms import Terms
from guideline.road.reviews import ReviewAhead

BOOK = "road"


def tell_reviews(reviews: Iterable[ReviewAhead], terms: Terms) -> Iterator[tuple[str, int, tuple[str, ...]]]:
    """Each review in a line, several of the same thing below a line that names it: words, depth, and the statement that asks for it."""
    of: dict[str, list[ReviewAhead]] = {}
    for r in reviews:
        of.setdefault(r.review, []).append(r)
    for name, rows in of.items():
        if len(rows) > 1:
            yield terms.label(name), 0, ()
        for r in rows:
            words = _review(r, terms)
            yield (words, 1, (r.statement,)) if len(rows) > 1 else (f"{terms.label(name)}: {words}", 0, (r.statement,))


def _review(r: ReviewAhead, terms: Terms) -> str:
    lines = {x.finding: x.place.line for x in terms.answer.case.recorded}
    found = [_say("found", terms.label(f), terms.known(f), lines.get(f, 0)) for f in r.found]
    if r.counted:
        clock, recorded = r.counted.finding.label, terms.value(r.counted.recorded).text
        if r.answered:
            return _say("review_answered", r.window, clock, recorded, found, terms.labels(r.wanting))
        wanting = terms.labels(r.wanting) if r.days and r.days[1] < 0 and not found else ()
        return _say("review_from", r.window, clock, recorded, _say("span", r.days, r.dates, r.certain), found, wanting)
    if r.unknown:
        return _say("review_from_unknown", r.window, terms.labels(r.unknown), found)
    return _say("review_from_record", r.window)


def _say(name: str, *values: object) -> str:
    return phrase(name, *values, book=BOOK)
