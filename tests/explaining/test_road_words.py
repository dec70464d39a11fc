"""What comes next in words and as JSON: whole texts as golden files, what each length holds, a schema that every road meets."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from rich.console import Console
from roads import BASE

from explain.explaining import Asked, Explained
from explain.render import phrase, render
from explain.road_words import tell_road
from explain.telling import Length, Telling
from explain.terminal import styled
from explain.views.terms import Terms
from guideline import Pack, load_pack, read_case
from guideline.cases.reading import parse_case
from guideline.model import Case
from guideline.road.ahead import Road, road
from guideline.road.road_json import ROAD, road_json

HERE = Path(__file__).parent
CASES = HERE.parents[1] / "encodings" / "vcf" / "cases"
LENGTHS: tuple[Length, ...] = ("line", "short", "full")
Golden = Callable[[Path, str], None]


@pytest.fixture(scope="module")
def pack() -> Pack:
    return load_pack()


def told(case: Case, pack: Pack, length: Length) -> tuple[Road, Telling]:
    answer = pack.solve(case, marks=False, inquire=False)
    with pack.seats.borrow() as seat:
        terms = Terms(answer, pack.vocabulary, pack.knowledge, seat.tables.members)
    made = road(answer, pack)
    return made, tell_road(made, terms, length)


def text(telling: Telling) -> str:
    out = io.StringIO()
    Console(file=out, width=100, highlight=False).print(styled(render(telling, "telling text")))
    return "".join(f"{line.rstrip()}\n" for line in out.getvalue().splitlines())


@pytest.mark.parametrize("name", ["acr_35_days_of_therapy", "limited_edema_day_20"])
@pytest.mark.parametrize("length", LENGTHS)
def test_text(name: str, length: Length, pack: Pack, golden: Golden) -> None:
    _, telling = told(read_case(CASES / f"{name}.yaml", pack), pack, length)
    golden(HERE / "golden" / f"{name}.next_{length}.txt", text(telling))


BOUNDS = (
    BASE.replace("case: twin", "case: bounds")
    + """\
  conservative_therapy: 2-4 weeks
  since_identification: "< 3 weeks"
"""
)


@pytest.mark.parametrize("length", LENGTHS)
def test_text_of_clocks_between_bounds(length: Length, pack: Pack, golden: Golden) -> None:
    _, telling = told(parse_case(BOUNDS, pack.vocabulary), pack, length)
    golden(HERE / "golden" / f"bounds.next_{length}.txt", text(telling))


@pytest.mark.parametrize("path", sorted(CASES.glob("*.yaml"))[::12], ids=lambda p: p.stem)
def test_every_road_can_be_told_in_labels_and_meets_the_schema(path: Path, pack: Pack) -> None:
    case = read_case(path, pack)
    names = {*pack.vocabulary.findings, *pack.vocabulary.actions, *pack.knowledge.statements, *pack.knowledge.contexts}
    for length in LENGTHS:
        made, telling = told(case, pack, length)
        lines = [line for passage in telling for line in passage.lines]
        # A statement is named together with its source, as `guideline show` takes it; nothing else is.
        named = [re.sub(r"\b[a-z0-9_]+\.[a-z0-9_]+\b", "", line.text) for line in lines]
        words = {w for text in named for w in re.findall(r"[a-z0-9]+(?:_[a-z0-9]+)+", text)}
        assert not words & names
        days = [int(x[1]) for line in lines if line.depth == 0 and (x := re.match(r"In ([0-9]+) days?\b", line.text))]
        untold = sum(len(re.findall(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", line.text)) for line in lines if "which reports" in line.text)
        assert len(days) + untold == len(made.steps)
        changing = {
            s.day for s in made.steps if s.status or s.turns or s.disagreements_begin or s.disagreements_end or s.enters or s.leaves
        }
        assert changing <= set(days) <= {s.day for s in made.steps}
        assert length != "full" or not untold
        assert all(b.depth <= a.depth + 1 for p in telling for a, b in zip(p.lines, p.lines[1:], strict=False))
        for form in ("telling text", "telling markdown", "telling html"):
            assert render(telling, form)
    told_as_json = json.loads(json.dumps(road_json(made, pack)))
    Draft202012Validator(ROAD).validate(told_as_json)
    assert [s["day"] for s in told_as_json["steps"]] == [s.day for s in made.steps]


def test_a_line_a_day_carries_the_places_of_the_statements_that_bring_it_about(pack: Pack) -> None:
    made, telling = told(read_case(CASES / "limited_edema_day_20.yaml", pack), pack, "line")
    assert len(telling) == 1
    days = [line for line in telling[0].lines if line.text.startswith("In ")]
    assert 1 < len(days) < len(made.steps)
    assert all(line.place for line in days)
    assert days[0].place.startswith("bme_vertebral.augmentation_after_3_weeks, Treatment Algorithm")


def test_a_day_that_only_moves_what_is_reported_is_named_at_full_length(pack: Pack) -> None:
    case = read_case(CASES / "acr_neurological_deficit.yaml", pack)
    for length in ("line", "short"):
        (line, *_) = told(case, pack, length)[1][0].lines  # type: ignore[arg-type]  # mypy reads the rows of the tuple as plain strings
        assert line.text.startswith(
            "The times that are recorded change only which reports of the sources speak of this patient, on 2026-07-05 and 2026-08-02;"
        )
    assert told(case, pack, "full")[1][0].lines[0].text.startswith("In 36 days (2026-07-05)")


def test_nothing_is_told_where_no_clock_is_recorded(pack: Pack) -> None:
    _, telling = told(parse_case("case: empty\nfindings: {osteoporosis: true}", pack.vocabulary), pack, "line")
    assert telling[0].lines[0].text.startswith("No duration is recorded")
    assert telling[0].remark == ""


SMALL = """
finding(therapy, quantity("day")). range(therapy, "0 days", "1 year"). clock(therapy). label(therapy, "therapy").
finding(illness, quantity("day")). range(illness, "0 days", "100 days"). clock(illness). label(illness, "illness").
action(walk). label(walk, "walking").
source(guide, "A guide"). context(late, guide, "late patients"). enters(late) :- above(therapy, "30 days").
impossible(short_illness, "the illness cannot last three weeks") :- at_least(illness, "3 weeks"), below(therapy, "25 days").
statement(s, guide, recommendation, should). locator(s, "1"). says(s, "Walk."). recommends(s, walk). within(s, late).
applies(s).
statement(t, guide, follow_up, should). locator(t, "2"). says(t, "See again."). follows_up(t, visit, "2 weeks", "4 weeks").
label(visit, "visit"). applies(t) :- at_least(therapy, "3 months").
"""


def test_a_broken_axiom_a_scope_a_review_and_the_end_of_a_range_are_told(tmp_path: Path, golden: Golden) -> None:
    (tmp_path / "small.lp").write_text(SMALL, encoding="utf-8")
    small = load_pack(tmp_path)
    case = parse_case("case: c\ndate: 2026-05-30\nfindings: {therapy: 10 days, illness: 14 days}", small.vocabulary)
    parts = [text(told(case, small, length)[1]) for length in LENGTHS]
    late = parse_case("case: c\nfindings: {therapy: 10 days, illness: 90 days}".replace("10", "26"), small.vocabulary)
    golden(HERE / "golden" / "small.next.txt", "\n".join([*parts, text(told(late, small, "short")[1])]))
    made, _ = told(case, small, "line")
    Draft202012Validator(ROAD).validate(json.loads(json.dumps(road_json(made, small))))


OFFERED = """
finding(therapy, quantity("day")). range(therapy, "0 days", "1 year"). clock(therapy). label(therapy, "therapy").
action((walk; swim)). label(walk, "walking"). label(swim, "swimming").
source(guide, "A guide").
statement(s, guide, recommendation, should). locator(s, "1"). says(s, "Walk or swim."). offers(s, (walk; swim)).
applies(s) :- at_least(therapy, "2 weeks").
statement(t, guide, recommendation, should). locator(t, "2"). says(t, "Walk."). recommends(t, walk).
applies(t) :- at_least(therapy, "3 weeks"), below(therapy, "4 weeks").
statement(u, guide, recommendation, may). locator(u, "3"). says(u, "Swimming will do."). permits(u, swim).
applies(u) :- below(therapy, "1 week").
"""


def test_what_is_only_offered_is_told_as_the_overview_heads_it(tmp_path: Path) -> None:
    (tmp_path / "offered.lp").write_text(OFFERED, encoding="utf-8")
    small = load_pack(tmp_path)
    _, telling = told(parse_case("case: c\nfindings: {therapy: 0 days}", small.vocabulary), small, "short")
    offered = phrase("heading", "offered").lower()
    assert [(line.text, line.place) for line in telling[0].lines if line.depth] == [
        # A permission that ends is the status that ends, and is not said once more below it.
        ("swimming: no longer addressed (before: may be done)", "guide.u, 3"),
        (f"swimming: {offered} (before: not addressed)", ""),
        ("offered (guide)", "guide.s, 1"),
        (f"walking: {offered} (before: not addressed)", ""),
        ("offered (guide)", "guide.s, 1"),
        (f"walking: do (before: {offered})", ""),
        ("for it (guide)", "guide.t, 2"),
        (f"walking: {offered} (before: do)", ""),
        ("no longer for it (guide)", "guide.t, 2"),
    ]
    _, telling = told(parse_case("case: c\nfindings: {therapy: 14 days}", small.vocabulary), small, "line")
    assert [line.text.rpartition(": walking: ")[2] for line in telling[0].lines[:2]] == ["do", offered]


def test_a_change_tells_what_becomes_only_offered_so(tmp_path: Path) -> None:
    (tmp_path / "offered.lp").write_text(OFFERED, encoding="utf-8")
    small = load_pack(tmp_path)
    case = parse_case("case: c\nfindings: {therapy: 0 days}", small.vocabulary)
    (*_, change) = Explained(case, small, Asked(change="settled_for walk")).telling("full")
    assert f"swimming: {phrase('heading', 'offered').lower()} (now: may be done)" in [line.text for line in change.lines]


def test_at_full_length_no_statement_is_only_counted(pack: Pack) -> None:
    case = read_case(CASES / "acr_pain_worse_day_28_moderate.yaml", pack)
    assert re.search(r"and [0-9]+ more", text(told(case, pack, "short")[1]))
    assert not re.search(r"and [0-9]+ more", text(told(case, pack, "full")[1]))


@pytest.mark.parametrize("path", sorted(CASES.glob("*.yaml"))[3::12], ids=lambda p: p.stem)
def test_a_disagreement_that_goes_on_is_cited_with_those_in_force_on_that_day(path: Path, pack: Pack) -> None:
    case = read_case(path, pack)
    made, telling = told(case, pack, "short")
    in_force = set(pack.solve(case, marks=False, inquire=False).in_force)
    days = [i for i, line in enumerate(telling[0].lines) if line.depth == 0]
    for step, start, end in zip(made.steps, days, days[1:], strict=False):
        in_force = (in_force | set(step.now_in_force)) - set(step.no_longer_in_force)
        for line in telling[0].lines[start:end]:
            if re.search(r"\bstill (dis|contra|diff|choose|give|both)|goes on", line.text):
                cited = re.findall(r"\b[a-z0-9_]+\.([a-z0-9_]+), ", line.place)
                assert cited
                assert in_force.issuperset(cited)


@pytest.mark.parametrize("path", sorted(CASES.glob("*.yaml"))[::12], ids=lambda path: path.stem)
def test_that_a_statement_comes_or_goes_is_told_once_a_day(path: Path, pack: Pack) -> None:
    found, telling = told(read_case(path, pack), pack, "short")
    known = pack.knowledge.statements
    days: list[list[str]] = []
    for line in telling[0].lines:
        if line.depth == 0:
            days.append([])
        elif days:
            days[-1].append(f"{line.text} [{line.place}]")
    for step, lines in zip(found.steps, days, strict=False):
        for name in {*step.now_in_force, *step.no_longer_in_force} - {t.statement for t in step.turns}:
            where = [x for x in lines if known[name].says in x]
            assert len(where) <= 1
            if where:
                moved = [x for x in lines if x.startswith(("no longer with [", "now also with [")) and known[name].id in x]
                assert not moved


def test_the_end_of_a_disagreement_is_told_with_the_status_and_by_itself_where_the_action_stays_contested(pack: Pack) -> None:
    case = read_case(CASES / "acr_35_days_of_therapy.yaml", pack)
    ended = {
        "line": "the tension on percutaneous vertebral augmentation ends; ",
        "short": "this tension on percutaneous vertebral augmentation ends: ",
    }
    for length, words_of_end in ended.items():
        words = " ".join(text(told(case, pack, length)[1]).split())  # type: ignore[arg-type]  # mypy reads the keys as plain strings
        assert words_of_end in words
        assert "; the action stays contested" in words
        assert "no longer contradict each other" not in words
    assert "no longer contradict each other" in " ".join(text(told(case, pack, "full")[1]).split())


def test_a_status_that_stays_with_fewer_statements_is_not_told_as_ended(pack: Pack) -> None:
    _, telling = told(read_case(CASES / "acr_35_days_of_therapy.yaml", pack), pack, "short")
    lines = [line.text for line in telling[0].lines]
    assert lines[lines.index("medical (conservative) management: still do") + 1] == "fewer statements for it (bme_general)"
