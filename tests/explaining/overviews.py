"""Overviews of small packs: a head with findings and actions, statements in a line each, and what the overview tells of a case."""

from __future__ import annotations

from pathlib import Path

from explain.overview import in_short
from explain.telling import Line
from guideline import load_pack
from guideline.cases.reading import parse_case

HEAD = """
source(book, "A book"). strength(book, must, 3). strength(book, may, 1).
source(leaf, "A leaflet"). strength(leaf, must, 3). strength(leaf, may, 1).
finding((ill; old; hot; weak; sore; numb), boolean). critical((ill; old; hot; weak; numb)).
label(ill, "illness"). label(old, "age"). label(hot, "fever"). label(weak, "weakness"). label(sore, "soreness"). label(numb, "numbness").
finding(days, quantity("day")). range(days, "0 days", "2 years"). clock(days). label(days, "days of rest").
action((walk; swim; sing; see; cut; scan; pill; drop)). purpose(pill, pain).
label(walk, "a walk"). label(swim, "a swim"). label(sing, "a song").
label(see, "a visit"). label(cut, "the cut"). label(scan, "a scan"). label(pill, "a pill"). label(drop, "a drop").
"""


def says(name: str, source: str, does: str, *more: str, when: str = "", words: str = "") -> str:
    text = words or f"{name.capitalize()} says so."
    body = f" :- {when}" if when else ""
    beside = " ".join(f"{m}." for m in more)
    return (
        f'statement({name}, {source}, recommendation, must). locator({name}, "{name}"). says({name}, "{text}"). {does}. {beside} '
        f"applies({name}){body}.\n"
    )


def lines(folder: Path, *rules: str, findings: str = "") -> dict[str, list[Line]]:
    (folder / "pack.lp").write_text(HEAD + "".join(rules), encoding="utf-8")
    pack = load_pack(folder)
    rows = "".join(f"  {row.strip()}\n" for row in findings.split(",") if row.strip())
    case = parse_case("case: x\n" + (f"findings:\n{rows}" if rows else ""), pack.vocabulary)
    return {p.head: list(p.lines) for p in in_short(pack.solve(case), pack)}


def texts(found: dict[str, list[Line]], head: str) -> list[str]:
    return [x.text for x in found.get(head, [])]


WOULD = "Would be added, or become urgent, by an answer"
