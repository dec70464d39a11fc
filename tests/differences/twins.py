"""Two small packs, the second made from the first by a few changes such as a new version has: hypothesis strategies."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from typing import Any

from hypothesis import strategies as st
from reference.generate import SHARES, TIMES, packs
from reference.records import COMPARISONS, Atom, Finding, Pack, Rule, amount

Draw = Callable[[st.SearchStrategy[Any]], Any]
Change = Callable[[Draw, Pack], None]


@st.composite
def twins(draw: Draw) -> tuple[Pack, Pack]:
    """A pack and a new version of it."""
    first = draw(packs())
    second = deepcopy(first)
    wanted = draw(st.integers(0, 9)) < 9
    for _ in range(4):
        # One pair in ten stays as it is; of the others most have one change, which more would hide.
        if wanted and (second == first or draw(st.integers(0, 2)) == 0):
            draw(st.sampled_from(CHANGES))(draw, second)
    if wanted and second == first:
        new_finding(draw, second)
    return first, second


def moved(draw: Draw, pack: Pack) -> None:
    """A threshold is another one, in one rule."""
    places = [(i, j) for i, r in enumerate(pack.rules) for j, (_, atom) in enumerate(r.body) if atom[0] in COMPARISONS]
    if not places:
        return
    i, j = draw(st.sampled_from(places))
    rule = pack.rules[i]
    sign, (kind, name, text) = rule.body[j]
    finding = pack.findings[name]
    pool = SHARES if finding.unit == "percent" else (*TIMES, "25 days")
    inside = [t for t in pool if not finding.low or amount(finding.low) <= amount(t) <= amount(finding.high)]
    new = draw(st.sampled_from(sorted(inside) or [text]))
    pack.rules[i] = Rule(rule.head, (*rule.body[:j], (sign, (kind, name, new)), *rule.body[j + 1 :]))


def spare(pack: Pack) -> list[bool]:
    """Of each rule whether every concept that it asks about is asked about elsewhere: one that is not is a defect of a pack."""
    asked = [{atom for _, atom in r.body if atom[0] == "concept"} for r in pack.rules]
    return [concepts <= set().union(*asked[:i], *asked[i + 1 :]) for i, concepts in enumerate(asked)]


def dropped_rule(draw: Draw, pack: Pack) -> None:
    """A statement or a scope has one way less to come about, and keeps another."""
    heads = [r.head for r in pack.rules]
    kept = spare(pack)
    places = [i for i, h in enumerate(heads) if h[0] in {"applies", "enters"} and heads.count(h) > 1 and kept[i]]
    if places:
        del pack.rules[draw(st.sampled_from(places))]


def other_sign(draw: Draw, pack: Pack) -> None:
    """A statement applies where something is recorded as absent, and no longer where nothing is recorded; or the other way round."""
    places = [
        (i, j)
        for i, r in enumerate(pack.rules)
        if r.head[0] == "applies"
        for j, (_, atom) in enumerate(r.body)
        if atom[0] in {"has", "lacks"}
    ]
    if places:
        i, j = draw(st.sampled_from(places))
        rule = pack.rules[i]
        sign, (kind, name) = rule.body[j]
        other: tuple[bool, Atom] = (not sign, ("lacks" if kind == "has" else "has", name))
        if other not in rule.body:
            pack.rules[i] = Rule(rule.head, (*rule.body[:j], other, *rule.body[j + 1 :]))


def without_axiom(draw: Draw, pack: Pack) -> None:
    """What was impossible is possible."""
    kept = spare(pack)
    places = [i for i, r in enumerate(pack.rules) if r.head[0] == "impossible" and kept[i]]
    if places:
        del pack.rules[draw(st.sampled_from(places))]


def no_wish(draw: Draw, pack: Pack) -> None:
    """A statement says no longer what it said of an action."""
    rows = sorted((name, row) for name in ("recommends", "offers", "permits", "opposes", "undecided", "needs") for row in pack.rows(name))
    if rows:
        name, row = draw(st.sampled_from(rows))
        pack.facts[name] = pack.rows(name) - {row}


def other_wish(draw: Draw, pack: Pack) -> None:
    """A statement is against what it was for, or the other way round."""
    rows = sorted((name, row) for name in ("recommends", "opposes") for row in pack.rows(name))
    if rows:
        name, row = draw(st.sampled_from(rows))
        pack.facts[name] = pack.rows(name) - {row}
        pack.facts["opposes" if name == "recommends" else "recommends"].add(row)


def renamed(draw: Draw, pack: Pack) -> None:
    """A finding of yes or no has another name: each pack knows one that the other does not."""
    places = [n for n, f in pack.findings.items() if f.kind == "boolean"]
    if not places:
        return
    old = draw(st.sampled_from(places))
    new = f"{old}x"

    def told(atom: Atom) -> Atom:
        return tuple(new if part == old else part for part in atom)

    pack.findings = {new if n == old else n: f for n, f in pack.findings.items()}
    pack.rules = [Rule(told(r.head), tuple((sign, told(atom)) for sign, atom in r.body)) for r in pack.rules]
    for name in ("needs", "any_of", "all_of"):
        pack.facts[name] = {told(row) for row in pack.rows(name)}


def new_finding(draw: Draw, pack: Pack) -> None:
    """A statement asks for something that was never asked."""
    if "fresh" not in pack.findings:
        pack.findings["fresh"] = Finding("boolean", critical=draw(st.booleans()))
    places = [i for i, r in enumerate(pack.rules) if r.head[0] == "applies"]
    i = draw(st.sampled_from(places))
    rule = pack.rules[i]
    literal = draw(st.sampled_from([(True, ("has", "fresh")), (True, ("lacks", "fresh")), (False, ("has", "fresh"))]))
    if literal not in rule.body:
        pack.rules[i] = Rule(rule.head, (*rule.body, literal))


CHANGES: tuple[Change, ...] = (moved, moved, dropped_rule, other_sign, without_axiom, no_wish, other_wish, renamed, new_finding)


__all__ = ["twins"]
