"""A pack in which sources tie actions to clocks in every way, and cases of it at any value of the clocks."""

from __future__ import annotations

from pathlib import Path

from report_pages import reported

from explain.report.content import Report, gather
from explain.report.timeline import Span, spans
from guideline import Pack
from guideline.cases.reading import parse_case

LONG = "a walk of so many words that they do not find room beside the axis of any picture, however wide the page may be"
PACK = f"""
finding(ill, boolean). label(ill, "ill").
finding(waited, quantity("day")). clock(waited). range(waited, "0 days", "5 years"). label(waited, "wait").
finding(hurting, quantity("week")). clock(hurting). range(hurting, "0 weeks", "300 weeks"). label(hurting, "pain").
finding(weight, quantity("kg")). range(weight, "1 kg", "300 kg"). label(weight, "weight").
action((walk; rest; swim; run; read)). label(walk, "{LONG}"). label(rest, "rest").
label(swim, "a swim"). label(run, "a run"). label(read, "reading").
label(check, "check of the knee").
source(leaflet, "Leaflet"). source(book, "Book"). strength(leaflet, should, 1). strength(book, should, 1).
statement(after_21, leaflet, recommendation, should). locator(after_21, "1"). says(after_21, "Walk after three weeks.").
recommends(after_21, walk). needs(after_21, walk, at_least(waited, "3 weeks")). applies(after_21) :- has(ill).
statement(beyond_21, book, recommendation, should). locator(beyond_21, "1"). says(beyond_21, "Walk beyond three weeks.").
recommends(beyond_21, walk). needs(beyond_21, walk, above(waited, "3 weeks")). applies(beyond_21) :- has(ill).
statement(before_14, leaflet, recommendation, should). locator(before_14, "2"). says(before_14, "Rest before two weeks.").
recommends(before_14, rest). needs(before_14, rest, below(waited, "2 weeks")). applies(before_14) :- has(ill).
statement(up_to_14, book, recommendation, should). locator(up_to_14, "2"). says(up_to_14, "Rest for up to two weeks.").
recommends(up_to_14, rest). needs(up_to_14, rest, at_most(waited, "2 weeks")). applies(up_to_14) :- has(ill).
statement(between, leaflet, recommendation, should). locator(between, "3"). says(between, "Swim in the second and third week of pain.").
permits(between, swim). needs(between, swim, at_least(hurting, "1 week")). needs(between, swim, below(hurting, "3 weeks")).
applies(between) :- has(ill).
statement(light, book, recommendation, should). locator(light, "3"). says(light, "Run, if not too heavy.").
recommends(light, run). needs(light, run, below(weight, "90 kg")). applies(light) :- has(ill).
statement(never, book, recommendation, should). locator(never, "4"). says(never, "Do not read.").
opposes(never, read). needs(never, read, at_least(waited, "1 week")). applies(never) :- has(ill).
statement(see, leaflet, follow_up, should). locator(see, "4"). says(see, "See again after two to four weeks.").
follows_up(see, check, "2 weeks", "4 weeks"). counts_from(see, check, waited). applies(see) :- has(ill), has(weak).
finding(weak, boolean). label(weak, "weak").
"""
DATE = "2026-03-01"


def written(folder: Path) -> Path:
    (folder / "timed.lp").write_text(PACK, encoding="utf-8")
    return folder


def case(findings: str, date: str = DATE) -> str:
    return f"case: timed\n{f'date: {date}' if date else ''}\nfindings: {{ill: true, {findings}}}\n"


def of(pack: Pack, findings: str, date: str = DATE) -> Report:
    return reported(case(findings, date), pack)


def spans_of(pack: Pack, findings: str) -> dict[str, Span]:
    """By the first statement of each."""
    gathered = gather(parse_case(case(findings), pack.vocabulary), pack)
    return {s.statements[0]: s for s in spans(gathered.terms, gathered.road)}
