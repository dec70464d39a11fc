"""Reasons as data: each kind of reason, on a pack about one plant whose reasons are known by heart."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from explain.justification.justify import Conclusion, Justification, Node, justification, records, results, takes
from guideline import Pack, load_pack, read_case
from guideline.cases.reading import parse_case
from guideline.model import Recorded, Test
from guideline.packs import encodings_folder, shipped_pack

HERE = Path(__file__).parent


@pytest.fixture(scope="module")
def garden() -> Pack:
    return load_pack(HERE / "test_justification_garden")


def why(garden: Pack, findings: str, *conclusions: Conclusion, excluded: str = "", without: tuple[str, ...] = ()) -> Justification:
    rows = "".join(f"  {row.strip()}\n" for row in findings.split(";") if row.strip())
    text = f"case: plant\n{'findings:' if rows else ''}\n{rows}"
    if excluded:
        text += f"excluded:\n  - action: {excluded}\n    because: no\n"
    case = parse_case(text, garden.vocabulary)
    return justification(garden.solve(case, marks=False, inquire=False, without=without), garden, conclusions or None)


def root(made: Justification) -> Node:
    return made.nodes[made.roots[0]]


def children(made: Justification, name: str | None = None) -> list[str]:
    return list(made.nodes[name or made.roots[0]].children)


def test_a_statement_in_force_rests_on_its_rule_its_scope_and_the_record(garden: Pack) -> None:
    made = why(garden, "wilting: true; outdoors: false", ("in_force", "soak"))
    node = root(made)
    assert (node.kind, node.holds) == ("derived", True)
    assert node.cite
    assert (node.cite.source, node.cite.locator) == ("almanac", "page 1")
    assert children(made) == ["scope(indoor)", "applies(soak)", "within(soak,indoor)"]
    assert children(made, "applies(soak)") == ["has(wilting)"]
    assert made.nodes["applies(soak)"].rules[0].text == "applies(soak) :- has(wilting)."
    assert children(made, "scope(indoor)") == ["enters(indoor)", "not excludes(indoor,frozen)"]
    leaf = made.nodes["has(wilting)"]
    assert leaf.kind == "recorded"
    assert isinstance(leaf.record, Recorded)
    assert (leaf.record.text, leaf.record.place.line) == ("true", 3)


def test_a_stance_cites_the_wish_and_the_criterion(garden: Pack) -> None:
    made = why(garden, "wilting: true; outdoors: false; dry_days: 9 days", ("stance", "soak", "for", "deep_water"))
    assert children(made) == [
        "in_force(soak)",
        'at_least(dry_days,"1 week")',
        "recommends(soak,deep_water)",
        'needs(soak,deep_water,at_least(dry_days,"1 week"))',
    ]
    fact = made.nodes["recommends(soak,deep_water)"]
    assert fact.kind == "fact"
    assert fact.cite
    assert fact.cite.statement == "soak"


def test_a_withheld_stance_cites_the_criterion_that_is_unmet(garden: Pack) -> None:
    made = why(garden, "wilting: true; outdoors: false; dry_days: 2 days", ("stance", "soak", "withholds", "deep_water"))
    assert children(made) == [
        "in_force(soak)",
        'below(dry_days,"1 week")',
        'needs(soak,deep_water,at_least(dry_days,"1 week"))',
    ]


def test_an_open_stance_says_what_is_unknown(garden: Pack) -> None:
    made = why(garden, "wilting: true; outdoors: false", ("stance", "soak", "open", "deep_water"))
    assert {'not below(dry_days,"1 week")', 'not at_least(dry_days,"1 week")'} < set(children(made))
    assert made.nodes['not at_least(dry_days,"1 week")'].kind == "not_recorded"


def test_a_group_of_criteria_is_met_by_one_of_them(garden: Pack) -> None:
    made = why(garden, "light: sun", ("stance", "season", "for", "spring_plan"))
    assert "met(any(signs))" in children(made)
    assert children(made, "met(any(signs))") == ["is(light,sun)", "any_of(signs,is(light,sun))"]


def test_a_conflict_cites_the_taxonomy_that_ties_its_sides(garden: Pack) -> None:
    made = why(
        garden,
        "wilting: true; outdoors: false; dry_days: 9 days; mould: true",
        ("conflict", "contradiction", "soak", "deep_water", "hold", "water"),
    )
    assert children(made) == ["stance(soak,for,deep_water)", "stance(hold,against,water)", "kind_of(deep_water,water)"]
    made = why(garden, "flowering: true; light: sun", ("conflict", "contradiction", "season", "spring_plan", "ban_feed", "feed"))
    assert children(made)[-1] == "includes(spring_plan,feed)"


def test_a_divergence_cites_the_exclusive_pair_and_the_ways_to_it(garden: Pack) -> None:
    made = why(
        garden,
        "wilting: true; outdoors: false; dry_days: 9 days; light: shade",
        ("conflict", "divergence", "soak", "deep_water", "sunward", "move"),
    )
    assert children(made)[-3:] == ["exclusive(move,care)", "kind_of(deep_water,water)", "kind_of(water,care)"]


def test_a_recorded_fact_contradicts(garden: Pack) -> None:
    made = why(garden, "outdoors: true", ("scope", "indoor"))
    assert (root(made).kind, root(made).by) == ("out_of_scope", ())
    assert children(made, "not enters(indoor)") == ["not lacks(outdoors)"]
    node = made.nodes["not lacks(outdoors)"]
    assert (node.kind, node.children) == ("contradicted", ("has(outdoors)",))
    assert made.nodes["has(outdoors)"].kind == "recorded"


def test_an_interval_may_leave_a_threshold_undecided(garden: Pack) -> None:
    made = why(garden, "wilting: true; outdoors: false; dry_days: 5-20 days", ("stance", "soak", "for", "deep_water"))
    node = made.nodes['not at_least(dry_days,"1 week")']
    assert (node.kind, isinstance(node.record, Recorded) and node.record.text) == ("undecided", "5-20 days")
    made = why(garden, "wilting: true; outdoors: false; dry_days: 1-20 weeks", ("stance", "soak", "for", "deep_water"))
    assert root(made).holds


def test_the_record_that_leaves_a_threshold_undecided_is_that_of_this_patient(garden: Pack) -> None:
    asked = ("stance", "soak", "for", "deep_water")
    for days in ("5-20 days", "6-20 days", "5-20 days"):
        node = why(garden, f"wilting: true; outdoors: false; dry_days: {days}", asked).nodes['not at_least(dry_days,"1 week")']
        assert isinstance(node.record, Recorded)
        assert node.record.text == days


def test_out_of_scope_names_the_reason(garden: Pack) -> None:
    made = why(garden, "wilting: true; outdoors: false; frost: true", ("in_force", "soak"))
    assert (root(made).kind, root(made).by) == ("out_of_scope", ("frozen",))
    assert children(made) == ["not scope(indoor)"]
    assert children(made, "not scope(indoor)") == ["excludes(indoor,frozen)"]
    assert made.nodes["excludes(indoor,frozen)"].rules[0].text == "excludes(indoor,frozen) :- has(frost)."


def test_overridden_names_by_whom(garden: Pack) -> None:
    made = why(garden, "mites: true", ("in_force", "wash"))
    assert (root(made).kind, root(made).by) == ("overridden", ("quarantine",))
    assert children(made) == ["overridden(quarantine,wash)"]
    assert "overrides(quarantine,wash)" in children(made, "overridden(quarantine,wash)")
    assert made.statements() == {"quarantine", "wash"}


def test_a_statement_may_be_switched_off(garden: Pack) -> None:
    made = why(garden, "mites: true", ("in_force", "quarantine"), without=("quarantine",))
    assert (root(made).kind, root(made).children) == ("switched_off", ())


def test_each_rule_that_could_have_made_it_has_its_nearest_failing_condition(garden: Pack) -> None:
    made = why(garden, "spots: true; outdoors: true; mites: false", ("in_force", "wash"))
    node = made.nodes["not infested"]
    assert node.kind == "derived_false"
    assert set(node.children) == {"not has(mites)", "has(outdoors)"}
    assert [r.text for r in node.rules] == ["infested :- has(mites).", "infested :- has(spots); not has(outdoors)."]
    assert made.nodes["not has(mites)"].kind == "contradicted"


def test_what_a_record_implies_cites_the_rule_of_the_pack(garden: Pack) -> None:
    made = why(garden, "mould: true", ("applies", "wash"))
    node = made.nodes["has(spots)"]
    assert (node.kind, node.children) == ("derived", ("has(mould)",))
    assert node.rules[0].text == "follows(has(spots)) :- has(mould)."
    missing = why(garden, "", ("applies", "wash")).nodes["not has(spots)"]
    assert (missing.kind, missing.children) == ("not_recorded", ("not has(mould)",))


def test_a_missing_threshold_says_from_what_it_does_not_follow_either(garden: Pack) -> None:
    made = why(garden, "", ("at_least", "dry_days", "1 week"), ("in_force", "drench"))
    assert children(made, 'not at_least(dry_days,"7 days")') == ["not has(parched)"]
    assert children(made, 'not at_least(dry_days,"1 week")') == ["not has(parched)"]


def test_the_cheapest_support_goes_first(garden: Pack) -> None:
    made = why(garden, "mites: true; spots: true", ("applies", "wash"))
    assert children(made, "infested") == ["has(mites)"]


def test_what_no_rule_can_make_says_so(garden: Pack) -> None:
    made = why(garden, "", ("stance", "soak", "against", "move"))
    assert (root(made).kind, root(made).holds, root(made).id) == ("no_rule", False, "not stance(soak,against,move)")


def test_what_holds_for_everybody_is_a_fact_with_its_place(garden: Pack) -> None:
    made = why(garden, "", ("applies", "groom"))
    assert (root(made).kind, root(made).rules[0].text) == ("fact", "applies(groom).")
    assert "applies(groom)" in children(why(garden, "", ("in_force", "groom")))


def test_an_excluded_action_carries_the_way_from_what_the_case_rules_out(garden: Pack) -> None:
    made = why(garden, "mould: true", ("status", "deep_water", "excluded"), excluded="water")
    assert children(made, "unsuitable(deep_water)") == ["unsuitable(water)", "kind_of(deep_water,water)"]
    leaf = made.nodes["unsuitable(water)"]
    assert leaf.kind == "recorded"
    assert leaf.record
    assert made.tests() == {Test("unsuitable", "water")}


def test_the_status_of_an_action_says_why_nobody_disputes_it(garden: Pack) -> None:
    made = why(garden, "wilting: true; outdoors: false; dry_days: 9 days", ("status", "deep_water", "settled_for"))
    assert children(made)[0] == "stance(soak,for,deep_water)"
    assert {"not unsuitable(deep_water)", "not contested(deep_water)"} < set(children(made))
    assert "not stance(hold,against,water)" in children(made, "not contested(deep_water)")


def test_the_cited_tests_and_statements_are_what_it_rests_on(garden: Pack) -> None:
    made = why(garden, "wilting: true; outdoors: false; dry_days: 9 days; mites: true", ("stance", "soak", "for", "deep_water"))
    assert made.tests() == {Test("has", "wilting"), Test("lacks", "outdoors"), Test("at_least", "dry_days", "1 week")}
    assert made.statements() == {"soak"}


def test_where_support_is_unique_dropping_any_cited_finding_loses_it(garden: Pack) -> None:
    findings = {"wilting": "true", "outdoors": "false", "dry_days": "9 days"}
    goal = ("stance", "soak", "for", "deep_water")
    whole = why(garden, ";".join(f"{f}: {v}" for f, v in findings.items()), goal)
    assert {t.subject for t in whole.tests()} == set(findings)
    for dropped in findings:
        assert not root(why(garden, ";".join(f"{f}: {v}" for f, v in findings.items() if f != dropped), goal)).holds


def test_where_support_is_unique_switching_off_any_cited_statement_loses_it(garden: Pack) -> None:
    goal = ("conflict", "contradiction", "soak", "deep_water", "hold", "water")
    findings = "wilting: true; outdoors: false; dry_days: 9 days; mould: true"
    whole = why(garden, findings, goal)
    assert whole.statements() == {"soak", "hold"}
    for dropped in whole.statements():
        assert not root(why(garden, findings, goal, without=(dropped,))).holds


def test_lines_tell_shared_reasons_once(garden: Pack) -> None:
    made = why(garden, "wilting: true; outdoors: false; dry_days: 9 days; mould: true", ("status", "deep_water", "contested"))
    told = made.lines(made.roots[0], lambda node, again: f"{node.id}{' (see above)' if again else ''}")
    assert told[0] == "status(deep_water,contested)"
    assert len(told) == 1 + sum(len(n.children) for n in made.below())
    in_full = [line.strip() for line in told if "see above" not in line]
    assert all(in_full.count(n.id) == 1 for n in made.below() if n.children)


def test_lines_without_words_hold_ids_kinds_and_places(garden: Pack) -> None:
    made = why(garden, "mites: true", ("in_force", "wash"))
    assert made.lines(made.roots[0])[:2] == [
        "not in_force(wash) | overridden | quarantine | almanac, page 3",
        "  overridden(quarantine,wash) | derived | almanac, page 4",
    ]


def test_json_has_every_key_in_every_node(garden: Pack) -> None:
    made = why(garden, "wilting: true; outdoors: false; dry_days: 2 days; mould: true")
    plain = json.loads(json.dumps(made.to_json()))
    keys = {"id", "kind", "name", "args", "holds", "statement", "source", "locator", "place", "record", "rules", "by", "children"}
    assert all(set(n) == keys for n in plain["nodes"])
    assert {n["id"] for n in plain["nodes"]} == set(made.nodes)
    leaf = next(n for n in plain["nodes"] if n["id"] == "has(mould)")
    assert leaf["record"]["text"] == "true"


def test_places_in_the_shipped_pack_do_not_tell_where_the_engine_is_installed() -> None:
    pack = load_pack()
    case = read_case(shipped_pack() / "cases" / "acr_35_days_of_therapy.yaml", pack)
    told = json.dumps(justification(pack.solve(case), pack).to_json())
    assert '"place": "vcf/bme_general.lp:' in told
    assert str(encodings_folder()) not in told.replace(str(shipped_pack() / "cases"), "")


def test_all_results_of_an_answer_hold_in_its_justification(garden: Pack) -> None:
    case = parse_case("case: plant\nfindings:\n  mites: true\n  mould: true\n  light: shade\n", garden.vocabulary)
    answer = garden.solve(case)
    made = justification(answer, garden)
    assert len(made.roots) == len(set(results(answer)))
    assert all(made.nodes[r].holds for r in made.roots)
    assert set(records(case)) == set(case.tests)


def test_a_word_is_open_for_want_of_a_record_and_not_where_its_criterion_fails(garden: Pack) -> None:
    missing = why(garden, "wilting: true; outdoors: false", ("stance", "soak", "for", "deep_water"))
    assert root(missing).kind == "open"
    assert missing.nodes['not at_least(dry_days,"1 week")'].kind == "not_recorded"
    unmet = why(garden, "wilting: true; outdoors: false; dry_days: 2 days", ("stance", "soak", "for", "deep_water"))
    assert root(unmet).kind == "derived_false"


def test_a_group_is_open_until_one_of_its_criteria_is_known_or_all_are_unmet(garden: Pack) -> None:
    asked = ("stance", "season", "for", "spring_plan")
    assert why(garden, "", asked).nodes["not met(any(signs))"].kind == "open"
    known = why(garden, "light: shade; wilting: false", asked)
    assert known.nodes["not met(any(signs))"].kind == "derived_false"
    assert root(known).kind == "derived_false"


def test_what_an_alternative_sets_aside_names_what_it_takes_instead(garden: Pack) -> None:
    case = parse_case("case: plant\nfindings:\n  wilting: true\n  outdoors: false\n  dry_days: 9 days\n  mould: true\n", garden.vocabulary)
    answer = garden.solve(case, marks=False, inquire=False)
    made = justification(answer, garden, takes(answer, 0, 0))
    kinds = {n.kind for n in map(made.nodes.__getitem__, made.roots)}
    assert kinds == {"chosen", "chosen_otherwise"}
    node = next(n for n in map(made.nodes.__getitem__, made.roots) if not n.holds)
    assert node.cite
    assert node.by
    assert all(made.nodes[c].holds for c in node.children)
    assert any(c.startswith("takes(1,1,") for c in node.children)
    assert any(c.startswith("conflict(contradiction,") for c in node.children)
