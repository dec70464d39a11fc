"""What stands in the way, kind by kind, on the pack about one plant and on shipped cases; its words as golden files; its JSON."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from explain.render import render
from explain.telling import Length
from explain.views.terms import Terms
from explain.why_not.absence import Absence, Blocker, Way
from explain.why_not.blockers import why_not
from explain.why_not.blockers_json import WHY_NOT, why_not_json
from explain.why_not.why_not_words import tell_why_not
from guideline import Pack, load_pack, read_case
from guideline.answer import Answer
from guideline.cases.reading import parse_case
from guideline.goal import read_goal
from guideline.model import Test

HERE = Path(__file__).parent
CASES = HERE.parents[1] / "encodings" / "vcf" / "cases"
PLACE = re.compile(r" \\\[[^\n]*\\\]$", re.MULTILINE)
GARDEN = HERE.parent / "explain" / "test_justification_garden"
LENGTHS: tuple[Length, ...] = ("line", "short", "full")
Golden = Callable[[Path, str], None]


@pytest.fixture(scope="module")
def garden() -> Pack:
    return load_pack(GARDEN)


@pytest.fixture(scope="module")
def pack() -> Pack:
    return load_pack()


def answered(garden: Pack, findings: str, excluded: str = "", without: tuple[str, ...] = ()) -> Answer:
    rows = "".join(f"  {row.strip()}\n" for row in findings.split(";") if row.strip())
    text = f"case: plant\n{'findings:' if rows else ''}\n{rows}"
    text += f"excluded:\n  - action: {excluded}\n    because: no\n" if excluded else ""
    return garden.solve(parse_case(text, garden.vocabulary), marks=False, inquire=False, without=without)


def absence(garden: Pack, goal: str, findings: str, excluded: str = "", without: tuple[str, ...] = ()) -> Absence:
    answer = answered(garden, findings, excluded, without)
    return why_not(read_goal(goal, garden.vocabulary, garden.knowledge), answer, garden)


def ways(garden: Pack, goal: str, findings: str, excluded: str = "", without: tuple[str, ...] = ()) -> tuple[Way, ...]:
    (found,) = absence(garden, goal, findings, excluded, without).whynots
    return found.ways


def only(found: tuple[Way, ...]) -> Blocker:
    assert len(found) == 1
    (blocker,) = found[0].blockers
    return blocker


def test_what_is_missing_would_need_a_record(garden: Pack) -> None:
    found = only(ways(garden, "soak", "outdoors: false"))
    assert (found.kind, found.subject, found.asked, found.text) == ("not_recorded", "wilting", (Test("has", "wilting"),), "true")
    assert found.via.part == "applies"


def test_a_clock_says_when_it_is_due(garden: Pack) -> None:
    found = only(ways(garden, "deep_water", "wilting: true; outdoors: false; dry_days: 2 days"))
    assert (found.kind, found.asked) == ("waiting", (Test("at_least", "dry_days", "1 week"),))
    assert (found.text, found.away) == ("7 days", "5 days")
    assert (found.via.part, found.via.name) == ("needs", "deep_water")


def test_an_interval_leaves_it_open(garden: Pack) -> None:
    found = only(ways(garden, "deep_water", "wilting: true; outdoors: false; dry_days: 5-20 days"))
    assert (found.kind, found.asked, found.text) == ("undecided", (Test("at_least", "dry_days", "1 week"),), "7 days")


def test_a_record_contradicts(garden: Pack) -> None:
    found = only(ways(garden, "soak", "wilting: true; outdoors: true"))
    assert (found.kind, found.asked, found.via.part) == ("contradicted", (Test("lacks", "outdoors"),), "enters")


def test_a_scenario_leaves_the_plant_out_for_a_reason(garden: Pack) -> None:
    found = only(ways(garden, "soak", "wilting: true; outdoors: false; frost: true"))
    assert (found.kind, found.subject) == ("contradicted", "frost")
    assert found.via == ("excludes", "indoor", "frozen")
    (blocker,) = ways(garden, "indoor", "outdoors: false; frost: true")[0].blockers
    assert blocker.via == found.via


def test_an_override_is_named_with_what_would_take_it_away(garden: Pack) -> None:
    found = only(ways(garden, "wash", "mites: true; spots: true; outdoors: false"))
    assert (found.kind, found.subject) == ("overridden", "quarantine")
    assert [(r.kind, r.subject, r.asked) for r in found.removal] == [("contradicted", "mites", (Test("lacks", "mites"),))]


def test_where_nothing_else_supports_it_what_takes_the_override_away_is_left_unsaid(garden: Pack) -> None:
    # Without mites nothing would be infested: the override falls together with its victim.
    assert only(ways(garden, "wash", "mites: true")).removal == ()


def test_an_opposing_statement_is_named(garden: Pack) -> None:
    found = absence(garden, "deep_water", "wilting: true; outdoors: false; dry_days: 9 days; mould: true")
    assert found.status == "contested"
    (way,) = found.whynots[0].ways
    assert way.holds
    blocker = only((way,))
    assert (blocker.kind, blocker.subject) == ("opposed", "hold")
    assert [(r.kind, r.subject) for r in blocker.removal] == [("contradicted", "mould")]
    assert [[s.statement for s in x.by] for x in found.left_out] == [["hold"]]


def test_what_the_case_rules_out_and_what_is_switched_off(garden: Pack) -> None:
    found = only(ways(garden, "deep_water", "wilting: true; outdoors: false; dry_days: 9 days", excluded="water"))
    assert (found.kind, found.subject) == ("ruled_out", "water")
    found = only(ways(garden, "quarantine", "mites: true", without=("quarantine",)))
    assert (found.kind, found.subject) == ("switched_off", "quarantine")


def test_the_cheapest_of_several_rules_not_the_first(garden: Pack) -> None:
    # Mites would do too, but they are known to be absent, and would call for the quarantine.
    found = only(ways(garden, "wash", "mites: false; outdoors: false"))
    assert (found.kind, found.subject) == ("not_recorded", "spots")
    found = only(ways(garden, "wash", "spots: false; outdoors: false; mites: false; mould: false"))
    assert (found.kind, found.subject) == ("contradicted", "spots")


def test_what_nobody_says_has_no_ways(garden: Pack) -> None:
    assert ways(garden, "settled_for prune", "mites: true") == ()


def test_what_holds_says_so(garden: Pack) -> None:
    (found,) = absence(garden, "soak", "wilting: true; outdoors: false").whynots
    assert (found.holds, found.ways) == (True, ())


def test_the_nearest_statement_comes_first(pack: Pack) -> None:
    answer = pack.solve(read_case(CASES / "acr_35_days_of_therapy.yaml", pack), marks=False, inquire=False)
    goal = read_goal("vertebral_augmentation", pack.vocabulary, pack.knowledge)
    (found,) = why_not(goal, answer, pack).whynots
    first = found.ways[0].blockers[0]
    assert (first.kind, first.subject, first.away) == ("waiting", "conservative_therapy", "55 days")
    gravest = [tuple(reversed(w.cost)) for w in found.ways if w.reachable]
    assert gravest == sorted(gravest)


@pytest.mark.parametrize(
    ("case", "goal"),
    [
        ("acr_35_days_of_therapy", "vertebral_augmentation"),
        ("acr_81_year_old", "iv_bisphosphonate_edema"),
        ("acr_neurological_deficit", "rating_augmentation"),
        ("acr_neurological_deficit", "acr_vcf"),
        ("acr_81_year_old", "conflict augmentation_after_3_weeks vcf_augmentation_after_3_months"),
        ("edema_pamidronate_ruled_out", "pamidronate_edema"),
        ("osteopenia_persisting_day_89", "vertebral_augmentation"),
        ("red_flag_deformity_stops_nsaid_trial", "nsaid_trial"),
        ("general_denosumab_calcium_low", "denosumab_edema"),
        ("acr_81_year_old", "not_addressed vertebral_augmentation"),
    ],
)
@pytest.mark.parametrize("length", LENGTHS)
def test_the_words(case: str, goal: str, length: Length, pack: Pack, golden: Golden) -> None:
    answer = pack.solve(read_case(CASES / f"{case}.yaml", pack), marks=False, inquire=False)
    view = why_not(read_goal(goal, pack.vocabulary, pack.knowledge), answer, pack)
    with pack.seats.borrow() as seat:
        terms = Terms(answer, pack.vocabulary, pack.knowledge, seat.tables.members)
    text = render(tell_why_not(view, terms, length), "telling markdown")
    assert "_" not in PLACE.sub("", text), "a name where there is a label"
    golden(HERE / "golden" / f"{case}.why_not_{goal.replace(' ', '_')}_{length}.md", text)
    Draft202012Validator(WHY_NOT).validate(why_not_json(view, pack.knowledge))
