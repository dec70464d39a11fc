"""What an answer says it passes over: recorded findings that statements read, and on which nothing that is live rests."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from guideline import Pack, load_pack
from guideline.cases.reading import parse_case
from guideline.cli import group

SMALL = """
source(guide, "A guide"). strength(guide, must, 2). strength(guide, should, 1).
finding((edema; unstable; pushed; calm; fracture; tired), boolean). critical((unstable; pushed)).
label(edema, "edema"). label(unstable, "instability"). label(pushed, "a fragment in the canal"). label(calm, "calm").
label(fracture, "fracture"). label(tired, "tiredness").
finding(weeks, quantity("week")). clock(weeks). label(weeks, "weeks").
action((surgeon; rest; walk; run)). label(surgeon, "a surgeon"). label(rest, "rest"). label(walk, "walking"). label(run, "running").
context(ward, guide, "patients with edema"). enters(ward) :- has(edema).
statement(flag, guide, escalation, must). locator(flag, "1"). says(flag, "Call a surgeon."). recommends(flag, surgeon).
within(flag, ward). applies(flag) :- has(unstable), has(pushed).
statement(after, guide, recommendation, should). locator(after, "2"). says(after, "Walk after some weeks."). recommends(after, walk).
within(after, ward). applies(after) :- at_least(weeks, "3 weeks"), has(calm).
label(restless, "restless"). restless :- not has(calm).
statement(quiet, guide, recommendation, should). locator(quiet, "3"). says(quiet, "Rest when not restless."). recommends(quiet, rest).
applies(quiet) :- has(fracture), not restless.
label(shaky, "shaky"). shaky :- has(edema), not has(unstable).
statement(steady, guide, recommendation, should). locator(steady, "4"). says(steady, "Run when not shaky."). recommends(steady, run).
applies(steady) :- not shaky.
statement(fresh, guide, recommendation, should). locator(fresh, "5"). says(fresh, "Run when not tired."). opposes(fresh, rest).
applies(fresh) :- has(edema), not has(tired).
"""


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Pack:
    folder = tmp_path_factory.mktemp("small")
    (folder / "pack.lp").write_text(SMALL, encoding="utf-8")
    pack = load_pack(folder)
    with pack.seats.borrow():
        return pack


@pytest.mark.parametrize(
    ("record", "passed"),
    [
        ("unstable: true, pushed: true", {"unstable": ("flag",), "pushed": ("flag",)}),
        ("unstable: true, pushed: true, edema: true", {}),
        ("unstable: true, pushed: true, edema: false", {"unstable": ("flag",), "pushed": ("flag",)}),
        ("unstable: true, edema: true", {}),  # it keeps the patient from being shaky, and `steady` rests on that
        ("unstable: true", {"unstable": ("flag",)}),  # without edema nobody is shaky, stable or not
        ("unstable: false", {}),  # no statement is for the stable
        ("calm: true", {"calm": ("after", "quiet")}),
        ("calm: true, fracture: true", {}),  # `quiet` rests on it by two negations
        ("fracture: true", {"fracture": ("quiet",)}),
        ("weeks: 4 weeks", {"weeks": ("after",)}),
        ("weeks: 2 weeks", {}),
        ("tired: true", {}),  # it only keeps a statement out
        ("edema: true", {}),
        ("", {}),
    ],
)
def test_what_nothing_rests_on(small: Pack, record: str, passed: dict[str, tuple[str, ...]]) -> None:
    answer = small.solve(parse_case(f"case: a\nfindings: {{{record}}}\n", small.vocabulary))
    assert {u.finding: u.statements for u in answer.unread} == passed
    assert {u.finding for u in answer.unread if u.alarming} == set(passed) & {"unstable", "pushed"}


def test_a_statement_that_is_switched_off_reads_nothing(small: Pack) -> None:
    case = parse_case("case: a\nfindings: {unstable: true, pushed: true, edema: true}\n", small.vocabulary)
    assert [u.finding for u in small.solve(case, without=["flag", "steady"]).unread] == ["pushed", "unstable"]


RED_FLAG = "case: a\nfindings:\n  vertebral_fracture: true\n  spinal_instability: true\n  retropulsion: true\n"
HEADING = "Recorded, and nothing in force rests on it"


@pytest.mark.parametrize(("edema", "silent"), [("", True), ("  vertebral_edema: true\n", False)])
def test_a_red_flag_whose_context_is_not_recorded_is_named_first(tmp_path: Path, edema: str, silent: bool) -> None:
    case = tmp_path / "a.yaml"
    case.write_text(RED_FLAG + edema, encoding="utf-8")
    told = CliRunner().invoke(group, ["solve", str(case)])
    assert told.exit_code == 0
    first = told.output.partition("Ask first")[0]
    assert (HEADING in first and "! spinal instability" in first and "bme_vertebral.red_flag_retropulsion_instability" in first) is silent
    rows = json.loads(CliRunner().invoke(group, ["solve", str(case), "--json"]).output)["unread"]
    assert ({r["finding"] for r in rows if r["critical"]} == {"spinal_instability", "retropulsion"}) is silent
    assert (HEADING in CliRunner().invoke(group, ["solve", str(case), "--format", "markdown"]).output) is silent
    page = tmp_path / "a.html"
    assert CliRunner().invoke(group, ["report", str(case), "-o", str(page)]).exit_code == 0
    assert (HEADING in page.read_text(encoding="utf-8")) is silent


def test_an_empty_record_points_to_the_questions(tmp_path: Path) -> None:
    case = tmp_path / "a.yaml"
    case.write_text("case: a\nfindings: {}\n", encoding="utf-8")
    told = " ".join(CliRunner().invoke(group, ["solve", str(case)]).output.split())
    assert "No source says anything that applies to this record. `guideline ask` asks for what may be missing." in told
