"""What would change it, by hand: what may change and what not, which values are chosen, what is said to stand in the way."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest

from guideline import GuidelineError, Pack, load_pack
from guideline.cases.reading import parse_case
from guideline.changes.patch import patch
from guideline.changes.smallest import Barrier, Changes, changes, read_wish
from guideline.changes.values import boxes

PACK = """
finding(age, quantity("year")). range(age, "0 years", "120 years"). fixed(age). label(age, "age").
finding(therapy, quantity("day")). range(therapy, "0 days", "20 years"). clock(therapy). label(therapy, "therapy so far").
finding(loss, quantity("percent")). range(loss, "0 percent", "100 percent"). label(loss, "height loss").
finding(severe, boolean). label(severe, "severe pain").
finding(fever, boolean). critical(fever). label(fever, "fever").
finding(cancer, boolean). fixed(cancer). label(cancer, "cancer").
finding(edema, choice). choice(edema, (none; limited; full)). label(edema, "edema").
label(choice(edema, none), "none"). label(choice(edema, limited), "limited"). label(choice(edema, full), "full").
action(cement). label(cement, "cement"). action(rest). label(rest, "rest"). action(drug). label(drug, "drug").
action(scan). label(scan, "scan"). action(walk). label(walk, "walking").
source(guide, "A guide"). strength(guide, should, 1).
context(ward, guide, "patients of the ward"). enters(ward). excludes(ward, ill) :- has(cancer). label(ill, "illness").
impossible(feverish, "fever without severe pain") :- has(fever), lacks(severe).

statement(late, guide, recommendation, should). locator(late, "1"). says(late, "Cement after 3 months.").
recommends(late, cement). applies(late) :- at_least(therapy, "3 months"), has(severe). within(late, ward).
statement(early, guide, recommendation, should). locator(early, "2"). says(early, "Rest before 2 weeks of therapy.").
recommends(early, rest). applies(early) :- below(therapy, "2 weeks").
statement(old, guide, recommendation, should). locator(old, "3"). says(old, "Drug from 65 years on, if the loss is above 20 percent.").
recommends(old, drug). applies(old) :- at_least(age, "65 years"), above(loss, "20 percent").
statement(looks, guide, recommendation, should). locator(looks, "4"). says(looks, "Scan any edema, unless there is fever.").
recommends(looks, scan). applies(looks) :- is(edema, (limited; full)), not has(fever).
statement(ban, guide, recommendation, should). locator(ban, "5"). says(ban, "No walking.").
opposes(ban, walk). applies(ban).
statement(go, guide, recommendation, should). locator(go, "6"). says(go, "Walking without cancer.").
recommends(go, walk). applies(go) :- lacks(cancer).
"""


@pytest.fixture(scope="module")
def pack() -> Pack:
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "pack.lp").write_text(PACK, encoding="utf-8")
        loaded = load_pack(folder)
        with loaded.seats.borrow():  # grounds while the file is there
            return loaded


def ask(pack: Pack, words: str, findings: str = "", rest: str = "") -> Changes:
    case = parse_case(f"case: a\ndate: 2026-05-30\nfindings:\n{findings}{rest}", pack.vocabulary)
    return changes(case, pack, read_wish(words, pack.vocabulary, pack.knowledge))


def told(found: Changes) -> list[list[tuple[str, str, str]]]:
    return [[(e.kind, e.finding, e.after.text) for e in c.edits] for c in found.changes]


def test_what_holds_needs_no_change(pack: Pack) -> None:
    found = ask(pack, "settled_for scan", "  edema: full\n")
    assert (found.holds, found.carried, found.sizes) == (True, ("looks",), ())
    assert ask(pack, "not settled_for cement").holds


def test_an_action_alone_means_that_it_is_settled_for(pack: Pack) -> None:
    assert read_wish("scan", pack.vocabulary, pack.knowledge) == read_wish("settled_for scan", pack.vocabulary, pack.knowledge)


def test_an_unknown_is_recorded_with_every_value_that_will_do(pack: Pack) -> None:
    found = ask(pack, "scan")
    assert told(found) == [[("recorded", "edema", "full")]]
    assert [str(t) for tests in found.changes[0].edits[0].any_of for t in tests] == ["is(edema,full)", "is(edema,limited)"]
    assert found.changes[0].carried == ("looks",)


def test_a_clock_goes_forward_in_the_unit_of_the_record(pack: Pack) -> None:
    assert told(ask(pack, "cement", "  therapy: 35 days\n  severe: true\n")) == [[("changed", "therapy", "90 days")]]
    assert told(ask(pack, "cement", "  therapy: 5 weeks\n  severe: true\n")) == [[("changed", "therapy", "3 months")]]
    assert told(ask(pack, "cement", "  therapy: 2026-05-01\n  severe: true\n")) == [[("changed", "therapy", "3 months")]]


def test_a_clock_never_goes_back(pack: Pack) -> None:
    found = ask(pack, "rest", "  therapy: 35 days\n")
    assert found.sizes == ()
    assert found.barriers == (Barrier(findings=("therapy",)),)


def test_a_clock_within_bounds_may_turn_out_early(pack: Pack) -> None:
    assert told(ask(pack, "rest", "  therapy: 1-4 weeks\n")) == [[("narrowed", "therapy", "1 week")]]


def test_a_fixed_finding_keeps_its_value(pack: Pack) -> None:
    found = ask(pack, "drug", "  age: 50 years\n  loss: 30 percent\n")
    assert (found.sizes, found.barriers) == ((), (Barrier(findings=("age",)),))


def test_an_unrecorded_fixed_finding_may_turn_out_any_way(pack: Pack) -> None:
    assert told(ask(pack, "drug", "  loss: 30 percent\n")) == [[("recorded", "age", "65 years")]]
    assert told(ask(pack, "drug", "  loss: 30 percent\n  age: '> 50 years'\n")) == [[("narrowed", "age", "65 years")]]


def test_a_value_beside_a_threshold_is_near_it(pack: Pack) -> None:
    assert told(ask(pack, "drug", "  age: 70\n  loss: 12 percent\n")) == [[("changed", "loss", "21 percent")]]
    assert told(ask(pack, "not drug", "  age: 70\n  loss: 50 %\n")) == [[("changed", "loss", "20 %")]]


def test_changes_of_more_known_findings_are_told_where_they_record_less(pack: Pack) -> None:
    found = ask(pack, "not scan", "  edema: full\n")
    assert [(z.changed, z.recorded) for z in found.sizes] == [(0, 1), (1, 0)]
    assert told(found) == [[("recorded", "fever", "true")], [("changed", "edema", "none")]]


def test_an_axiom_is_kept(pack: Pack) -> None:
    found = ask(pack, "not scan", "  edema: full\n  severe: false\n")
    assert told(found) == [[("changed", "edema", "none")]]


def test_a_statement_in_the_way_is_named(pack: Pack) -> None:
    found = ask(pack, "settled_for walk")
    assert (found.sizes, found.barriers) == ((), (Barrier(statements=("ban",)),))


def test_what_is_kept_and_what_is_stated_may_both_be_in_the_way(pack: Pack) -> None:
    found = ask(pack, "not go", "  cancer: false\n")
    assert found.barriers == (Barrier(findings=("cancer",)), Barrier(statements=("go",)))


def test_values_are_joined_only_where_all_of_them_will_do() -> None:
    assert boxes([(1,), (2,), (4,)], [True]) == [((1, 2),), ((4,),)]
    assert boxes([(1,), (2,), (4,)], [False]) == [((1, 2, 4),)]
    assert boxes([(0, 0), (0, 1), (1, 1)], [True, True]) == [((0,), (0, 1)), ((0, 1), (1,))]
    assert boxes([(0, 3), (0, 5), (1, 3), (1, 5)], [False, True]) == [((0, 1), (3,)), ((0, 1), (5,))]


def test_an_exclusion_in_the_way_is_named(pack: Pack) -> None:
    rest = "excluded:\n  - action: scan\n    because: declined\n"
    assert ask(pack, "scan", "  edema: full\n", rest).barriers == (Barrier(excluded=("scan",)),)


def test_what_no_patient_can_have_has_no_barriers(pack: Pack) -> None:
    found = ask(pack, "contested cement")
    assert (found.sizes, found.barriers, found.complete) == ((), (), True)


def test_a_context_and_a_source_may_be_wished_for(pack: Pack) -> None:
    assert ask(pack, "context ward").holds
    assert told(ask(pack, "not ward")) == [[("recorded", "cancer", "true")]]
    assert ask(pack, "source guide", "  cancer: true\n").barriers == (Barrier(findings=("cancer",)),)


def test_a_conflict_may_be_wished_for(pack: Pack) -> None:
    found = ask(pack, "conflict ban go")
    assert told(found) == [[("recorded", "cancer", "false")]]
    assert found.changes[0].carried == ("ban", "go")


def test_an_alternative_may_not(pack: Pack) -> None:
    with pytest.raises(GuidelineError, match="a choice among what the findings leave open"):
        read_wish("alternative 1", pack.vocabulary, pack.knowledge)


def test_the_case_is_left_as_it_was(pack: Pack) -> None:
    case = parse_case("case: a\nfindings:\n  therapy: 35 days\n  severe: true\n", pack.vocabulary)
    before = pack.solve(case)
    changes(case, pack, read_wish("cement", pack.vocabulary, pack.knowledge))
    assert pack.solve(case) == before


def test_statements_that_are_switched_off_are_left_off_and_said_to_be_in_the_way(pack: Pack) -> None:
    case = parse_case("case: a\n", pack.vocabulary)
    found = changes(case, pack, read_wish("scan", pack.vocabulary, pack.knowledge), without=["looks", "ban"])
    assert (found.sizes, found.barriers) == ((), (Barrier(switched_off=("looks",)),))


def test_a_search_that_was_cut_short_says_so(pack: Pack, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("guideline.changes.smallest.LOOKED_AT", 1)
    found = ask(pack, "scan")
    assert (len(found.changes), found.complete) == (1, False)


def patched_text(pack: Pack, text: str, words: str, origin: str = "a.yaml") -> str:
    case = parse_case(text, pack.vocabulary, origin)
    (change, *_) = changes(case, pack, read_wish(words, pack.vocabulary, pack.knowledge)).changes
    return patch(change, pack.vocabulary, text)


def test_a_patch_keeps_lines_and_comments(pack: Pack) -> None:
    text = "case: a   # me\nfindings:\n  severe: true\n  therapy: '35 days'  # counted\n\nnotes: x\n"
    rows = ["--- a.yaml\n", "+++ a.yaml\n", "@@ -2,5 +2,5 @@\n", " findings:\n", "   severe: true\n"]
    rows += ["-  therapy: '35 days'  # counted\n", '+  therapy: "90 days"  # counted\n', " \n", " notes: x\n"]
    assert patched_text(pack, text, "cement") == "".join(rows)


@pytest.mark.parametrize(
    ("text", "origin"),
    [
        ("case: a\n", "a.yaml"),
        ("case: a", "a.yaml"),
        ("case: a\nfindings: {}  # none yet\nnotes: x\n", "a.yaml"),
        ("case: a\nfindings:\n    fever: false", "a.yaml"),
        ("case: a\r\nfindings:\r\n  fever: false\r\nnotes: x\r\n", "a.yaml"),
        ('{\n  "case": "a",\n  "findings": {\n    "fever": false\n  }\n}\n', "a.json"),
        ("% a\ngiven(lacks(fever)).\n", "a.lp"),
    ],
)
def test_a_finding_is_added_to_every_form_of_case(pack: Pack, text: str, origin: str) -> None:
    made = patched_text(pack, text, "scan", origin)
    added = [row for row in made.splitlines() if row.startswith("+") and "edema" in row]
    assert made.startswith(f"--- {origin}\n")
    assert len(added) == 1


def test_where_lines_will_not_do_the_part_to_put_over_is_shown(pack: Pack) -> None:
    assert patched_text(pack, "case: a\nfindings: {fever: false}\n", "scan") == "findings:\n  edema: full\n"
    assert patched_text(pack, "case: a\nfindings: {edema: none, fever: false}\n", "scan").startswith("--- a.yaml\n")
