"""Tells the disagreements on what is asked, each with its sides, or what is opposed where there is none."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from dataclasses import replace

from explain.render import phrase
from explain.telling import Line, names
from explain.views.opposed import Camp
from explain.views.values import Cite
from explain.why.grounds_words import BOOK
from explain.why.reasons import Why


def tell_opposed(view: Why, *, full: bool) -> Iterator[Line]:
    """The disagreements, each with its sides, or what is opposed where there is none."""
    for line in view.lines:
        # What is in tension with something is told as the reason of the tension.
        spoken = {*(b.cite for b in view.bases), *(c for r in line.remarks if r.kind == "tension" for x in r.pairs for c in x.cites)}
        if line.weight == "choice" and all(c in spoken for camp in line.camps for c in camp.cites):
            # Who rates what stands above, and in short that one source does so of both.
            if full or line.remarks:
                yield Line(_say("disagreement", line), place="; ".join(place_of(c) for camp in line.camps for c in camp.cites))
            continue
        above = not full and all(spoken.issuperset(camp.cites) and _told_above(camp, view.label) for camp in line.camps)
        named = names(c for camp in line.camps for c in camp.cites) if above else ""
        yield Line(_say("disagreement", line), place=named, tone="warn")
        for camp in line.camps if not above else ():
            yield from _cited(Line(_say("camp", camp), 1), camp.cites, spoken)
        for remark in line.remarks:
            # Which pairs of how many is told in the answer itself.
            yield Line(phrase("remark", remark, 0), 1)
    for pair in view.pairs if not view.lines else ():
        yield from _cited(Line(_say("opposed", pair), tone="warn"), pair.cites, {b.cite for b in view.bases})


def _told_above(camp: Camp, label: str) -> bool:
    """Whether a side comes to the words on an action with which its statements stand above, or to a tension, whose reason follows."""
    return (camp.word in {"for", "against", "permits", "withholds"} and camp.action == label and not camp.agents) or camp.word == "tension"


def _cited(line: Line, cites: Iterable[Cite], spoken: Container[Cite]) -> Iterator[Line]:
    """A line with the statements that it rests on: those whose words stand above by their places, the others with what they say."""
    rows = tuple(dict.fromkeys(cites))
    yield replace(line, place="; ".join(place_of(c) for c in rows if c in spoken))
    yield from (Line(_say("says", c), line.depth + 1, place_of(c)) for c in rows if c not in spoken)


def place_of(cite: Cite) -> str:
    """A statement by its name and the place where it stands."""
    return f"{cite.id}, {cite.locator}" if cite.locator else cite.id


def _say(name: str, *values: object) -> str:
    return phrase(name, *values, book=BOOK)
