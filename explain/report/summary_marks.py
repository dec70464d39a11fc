"""What the rows of a summary carry beside their words: tensions with other rows, and words of sources that hang on a time not recorded."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from explain.render import phrase
from explain.report.criteria import asked_tests
from explain.views.answer import View
from explain.views.terms import Terms
from explain.views.values import Cite
from guideline.answer import Decision

BOOK = "report"
TENSION = "tension"


@dataclass(frozen=True, slots=True)
class Tension:
    """Another action that is asked for too, in tension with the one that has this; `order` is first, behind or empty: which of both goes
    before by a judgement of the editors.
    """

    other: str
    order: str = ""


def tensions(view: View) -> Mapping[str, tuple[Tension, ...]]:
    """The tensions of each action that is to be done, by its label, with others that are."""
    wishes: dict[Cite, dict[str, None]] = {}
    for a in (*view.group("settled_for"), *view.group("offered")):
        for s in a.said:
            if s.word.stance == "for":
                wishes.setdefault(s.cite, {}).update(dict.fromkeys(a.labels))
    found: dict[str, dict[Tension, None]] = {}
    for pair in [p for line in view.lines for p in line.pairs if p.kind == TENSION]:
        first = next((s.cite for s in pair.settled_by if s.kind == "judgement" and s.cite), None)
        for mine, other in (pair.cites, pair.cites[::-1]):
            order = "" if first is None else "first" if first.id == mine.id else "behind"
            for label in wishes.get(mine, ()):
                rows = [Tension(x, order) for x in wishes.get(other, ()) if x != label]
                found.setdefault(label, {}).update(dict.fromkeys(rows))
    return {label: tuple(rows) for label, rows in found.items() if rows}


def in_tension(labels: tuple[str, ...], known: Mapping[str, tuple[Tension, ...]]) -> Iterator[str]:
    """The tensions of a row in words."""
    for tension in dict.fromkeys(x for label in labels for x in known.get(label, ())):
        yield phrase("in_tension", tension, book=BOOK)


def untimed(made: Decision, subject: tuple[str, ...], terms: Terms) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The sources whose words on the subject of a decision hang on a time of which nothing is recorded, and labels of these times.

    Args:
        made: the decision.
        subject: the actions that it is about.
        terms: of the answer.
    """
    recorded = {r.finding for r in terms.answer.case.recorded}
    findings = terms.vocabulary.findings
    sources: dict[str, None] = {}
    times: dict[str, None] = {}
    followed = {s.statement for s in made.stances}
    for stance in [s for action in subject for s in terms.stances.get(action, ()) if s.word == "open" and s.statement not in followed]:
        asked = [test.subject for term in stance.criteria for test in asked_tests(term, terms)]
        clocks = [f for f in asked if f in findings and findings[f].clock and f not in recorded]
        if clocks:
            sources[terms.cite(stance.statement).by] = None
            times.update(dict.fromkeys(terms.labels(clocks)))
    return tuple(sources), tuple(times)
