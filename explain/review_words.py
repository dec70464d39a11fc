"""Words for the reviews that statements in force ask for: on which days each falls, or what already answers it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from explain.render import phrase
from explain.views.terms import Terms
from guideline.road.reviews import ReviewAhead

BOOK = "road"


def tell_reviews(reviews: Iterable[ReviewAhead], terms: Terms) -> Iterator[tuple[str, int, tuple[str, ...]]]:
    """Each review in a line, several of the same thing below a line that names it: words, depth, and the statements that ask for it.

    What the wording of a statement leaves open stands once, below the first review that it counts from a clock: whose beginning the source
    means is then a reading of the editors.
    """
    of: dict[str, list[ReviewAhead]] = {}
    for r in reviews:
        of.setdefault(r.review, []).append(r)
    read: set[str] = set()
    for name, rows in of.items():
        joined = _joined(rows)
        if len(joined) > 1:
            yield terms.label(name), 0, ()
        for group in joined:
            depth, by = int(len(joined) > 1), tuple([r.statement for r in group])
            words = _review(group, terms)
            yield words if depth else f"{terms.label(name)}: {words}", depth, by
            for r in [r for r in group if (r.counted or r.unknown) and r.statement not in read]:
                read.add(r.statement)
                for reading in terms.knowledge.statements[r.statement].ambiguous:
                    yield _say("review_open", reading), depth + 1, (r.statement,) if len(group) > 1 else ()


def _joined(reviews: Iterable[ReviewAhead]) -> list[list[ReviewAhead]]:
    """Reviews of one thing, those together that the same findings answer for the same treatment."""
    found: dict[tuple[object, ...], list[ReviewAhead]] = {}
    for r in reviews:
        answer = (r.counted.finding.name, r.found, r.wanting) if r.counted and r.answered else (r.statement, r.counted)
        found.setdefault(answer, []).append(r)
    return list(found.values())


def _review(group: Sequence[ReviewAhead], terms: Terms) -> str:
    r = group[0]
    lines = {x.finding: x.place.line for x in terms.answer.case.recorded}
    found = [_say("found", terms.label(f), terms.known(f), lines.get(f, 0)) for f in r.found]
    if r.counted:
        clock, recorded = r.counted.finding.label, terms.value(r.counted.recorded).text
        if r.answered:
            windows = list(dict.fromkeys(x.window for x in group))
            return _say("review_answered", windows, clock, recorded, found, terms.labels(r.wanting))
        wanting = terms.labels(r.wanting) if r.days and r.days[1] < 0 and not found else ()
        return _say("review_from", r.window, clock, recorded, _say("span", r.days, r.dates, r.certain), found, wanting)
    if r.unknown:
        return _say("review_from_unknown", r.window, terms.labels(r.unknown), found)
    return _say("review_from_record", r.window)


def _say(name: str, *values: object) -> str:
    return phrase(name, *values, book=BOOK)
