"""What answers to critical questions all imply stands in their place where it is enough by itself."""

from __future__ import annotations

from pathlib import Path

from explain.overview import in_short
from explain.render import phrase
from guideline import Pack, load_pack
from guideline.cases.reading import parse_case

PACK = """
source(book, "A book of care"). strength(book, must, 2).
finding((broken; two; tumorous; fever), boolean). critical((two; tumorous; fever)).
label(broken, "broken bone"). label(two, "two broken bones"). label(tumorous, "bone broken by a tumor"). label(fever, "fever").
follows(has(broken)) :- has((two; tumorous)).
action((splint; search; test)). label(splint, "a splint"). label(search, "a search"). label(test, "a test").
"""
SPLINT = """
statement(a, book, recommendation, must). locator(a, "1"). says(a, "Splint what is broken."). recommends(a, splint). applies(a) :- {asked}.
"""


def brought(folder: Path, *rules: str, findings: str = "") -> list[str]:
    (folder / "care.lp").write_text(PACK + "".join(rules), encoding="utf-8")
    pack: Pack = load_pack(folder)
    made = pack.solve(parse_case(f"case: x\n{findings}", pack.vocabulary), inquire=True)
    return [x.text for p in in_short(made, pack) if p.head == phrase("heading", "possible_actions") for x in p.lines]


def test_the_plain_finding_stands_for_the_critical_ones_that_imply_it(tmp_path: Path) -> None:
    assert brought(tmp_path, SPLINT.format(asked="has(broken)")) == ["a splint: do, with broken bone: yes"]


def test_critical_answers_stay_where_the_plain_finding_is_not_enough(tmp_path: Path) -> None:
    rules = SPLINT.format(asked="has((two; tumorous))")
    assert brought(tmp_path, rules) == ["a splint: do, with yes to any of bone broken by a tumor or two broken bones"]


def test_an_answer_that_does_not_imply_the_plain_finding_stays_beside_it(tmp_path: Path) -> None:
    rules = SPLINT.format(asked="has((broken; fever))")
    assert brought(tmp_path, rules) == ["a splint: do, with yes to any of fever or broken bone"]


def test_the_plain_finding_is_not_told_where_it_brings_up_another_status(tmp_path: Path) -> None:
    against = (
        'statement(b, book, recommendation, must). locator(b, "2"). says(b, "No splint."). opposes(b, splint).'
        "applies(b) :- has(broken), not has(two), not has(tumorous)."
    )
    told = brought(tmp_path, SPLINT.format(asked="has(broken)"), against)
    assert any("two broken bones" in x for x in told)
    assert not any(x.endswith("with broken bone: yes") for x in told)


def test_what_the_record_denies_does_not_stand_for_anything(tmp_path: Path) -> None:
    assert brought(tmp_path, SPLINT.format(asked="has(broken)"), findings="findings:\n  broken: false\n") == []
