"""Possible conflicts, witnesses, regions and ranking in packs made by hand."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import jsonschema
import pytest
from made import pack_of, statement

from explain.corpus.conflicts_words import tell_assumed, tell_region, tell_waiver, tell_witness
from explain.views.labels import Labels
from guideline import Pack, load_pack
from guideline.auditing.assumption import Assumption, assumptions, by_finding
from guideline.auditing.conflicts import conflicts
from guideline.auditing.conflicts_json import ASSUMPTION, PARTS, assumptions_json, conflicts_json
from guideline.auditing.harm import Waiver
from guideline.auditing.lines import ConflictLine
from guideline.auditing.region import Region
from guideline.contract_schema import closed, rows
from guideline.model import Test

ROOT = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def _no_cache(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GUIDELINE_CACHE", "off")


def only(pack: Pack) -> ConflictLine:
    (line,) = conflicts(pack).lines
    return line


def recorded(line: ConflictLine) -> dict[str, str]:
    return {r.finding: r.text for r in line.witness.recorded}


def told(region: Region) -> list[str]:
    return [("" if s.holds else "not ") + s.term for s in region.telling]


def test_a_region_tells_the_stronger_threshold_and_leaves_out_what_follows() -> None:
    line = only(
        pack_of(
            statement("yes", "d", 'recommends(yes, drug). applies(yes) :- has(ill), at_least(wait, "3 weeks").'),
            statement("no", "e", 'opposes(no, drug). applies(no) :- at_least(wait, "3 months"), not has(flag).'),
        )
    )
    assert told(line.region) == ['at_least(wait,"3 months")', "not has(flag)", "has(ill)"]
    terms = {s.term for s in line.region.whole}
    assert terms >= {'at_least(wait,"3 weeks")', 'above(wait,"3 weeks")', "lacks(ill)", 'below(wait,"3 months")'}
    assert recorded(line) == {"ill": "true", "wait": "3 months"}


def test_a_context_that_says_more_than_its_tests_is_told() -> None:
    line = only(
        pack_of(
            'context(adults, d, "adults"). enters(adults) :- has(old). excludes(adults, flagged) :- has(flag). label(flagged, "a flag").',
            statement("yes", "d", "recommends(yes, drug). within(yes, adults). applies(yes)."),
            statement("no", "e", "opposes(no, drug). applies(no) :- is(stage, late)."),
        )
    )
    assert told(line.region) == ["adults", "is(stage,late)"]
    assert recorded(line) == {"old": "true", "stage": "late"}


def test_a_denied_red_flag_goes_before_a_present_one() -> None:
    line = only(
        pack_of(
            statement("yes", "d", "recommends(yes, drug). applies(yes) :- has(flag). applies(yes) :- lacks(flag)."),
            statement("no", "e", "opposes(no, drug). applies(no)."),
        )
    )
    assert recorded(line) == {"flag": "false"}


def test_amounts_lie_in_the_middle_and_are_written_as_the_pack_writes_them() -> None:
    line = only(
        pack_of(
            statement("yes", "d", 'recommends(yes, drug). applies(yes) :- at_least(wait, "2 weeks").'),
            statement("no", "e", 'opposes(no, drug). applies(no) :- at_most(wait, "6 months").'),
            statement("rest", "e", 'reports(rest, topic, "words"). applies(rest) :- at_least(wait, "3 weeks").'),
        )
    )
    assert recorded(line) == {"wait": "3 weeks"}


def test_an_amount_stays_between_bounds_where_only_that_shows_the_conflict() -> None:
    found = conflicts(
        pack_of(
            statement("yes", "d", 'recommends(yes, drug). applies(yes) :- at_least(wait, "2 weeks"), not at_least(wait, "3 months").'),
            statement("no", "e", 'opposes(no, drug). applies(no) :- at_least(wait, "2 weeks"), not below(wait, "3 months").'),
        )
    )
    assert not found.lines
    (line,) = found.assumption_lines
    (row,) = line.witness.recorded
    assert row.text == "> 14 days and <= 90 days"


def test_a_conflict_of_everybody_is_shown_by_a_patient_without_a_record() -> None:
    line = only(
        pack_of(statement("yes", "d", "recommends(yes, drug). applies(yes)."), statement("no", "e", "opposes(no, drug). applies(no)."))
    )
    assert recorded(line) == {}
    assert line.region == Region((), ())


def test_where_an_axiom_asks_for_a_record_every_witness_has_it() -> None:
    line = only(
        pack_of(
            'impossible(ageless, "age is always known") :- not has(old), not lacks(old).',
            statement("yes", "d", "recommends(yes, drug). applies(yes) :- has(ill)."),
            statement("no", "e", "opposes(no, drug). applies(no) :- has(ill)."),
        )
    )
    assert recorded(line) == {"ill": "true", "old": "true"}
    assert told(line.region) == ["has(ill)"]


def test_a_conflict_that_every_answer_ends_is_one_of_assumption() -> None:
    pack = pack_of(
        statement("yes", "d", "recommends(yes, drug). applies(yes) :- not has(old)."),
        statement("no", "e", "opposes(no, drug). applies(no) :- not lacks(old)."),
    )
    found = conflicts(pack)
    assert not found.lines
    assert [line.subject for line in found.assumption_lines] == ["drug"]
    assert assumptions(pack.grounded(), pack.knowledge) == (
        Assumption("no", "old", (Test("lacks", "old"),), ("drug",)),
        Assumption("yes", "old", (Test("has", "old"),), ("drug",)),
    )


def test_a_default_that_turns_nothing_is_told_without_a_decision() -> None:
    pack = pack_of(
        statement("mild", "d", "recommends(mild, drug). applies(mild) :- not has(old)."),
        statement("firm", "e", "recommends(firm, drug). applies(firm)."),
    )
    assert assumptions(pack.grounded(), pack.knowledge) == (Assumption("mild", "old", (Test("has", "old"),), ()),)


def test_the_weakest_amount_that_ends_a_default_is_told() -> None:
    pack = pack_of(
        statement("yes", "d", 'recommends(yes, drug). applies(yes) :- not at_least(wait, "3 weeks").'),
        statement("no", "e", 'opposes(no, knife). applies(no) :- at_least(wait, "3 months").'),
    )
    (row,) = assumptions(pack.grounded(), pack.knowledge)
    assert row.ended_by == (Test("at_least", "wait", "3 weeks"),)


def test_a_rule_that_asks_for_something_and_its_absence_holds_of_nobody() -> None:
    pack = pack_of(
        "never :- has(ill), not has(ill). follows(has(old)) :- never.",
        statement("yes", "d", "recommends(yes, drug). applies(yes) :- never. applies(yes) :- has(old)."),
        statement("no", "e", "opposes(no, drug). applies(no) :- not never."),
    )
    assert recorded(only(pack)) == {"old": "true"}


def test_waivers_that_no_patient_needs() -> None:
    pack = pack_of(
        statement("yes", "d", 'recommends(yes, drug). applies(yes) :- has(ill). waives(yes, no, "known"). waives(yes, never, "long ago").'),
        statement("no", "e", "opposes(no, drug). applies(no)."),
        statement("never", "e", "opposes(never, drug). applies(never) :- lacks(ill)."),
    )
    found = conflicts(pack)
    assert found.waivers == (Waiver("yes", "never", "long ago"),)
    assert [(line.waived, line.clean) for line in found.lines] == [(True, True)]
    assert "long ago" in tell_waiver(found.waivers[0], Labels(pack.vocabulary, pack.knowledge, {}))


def test_a_ban_against_a_duty_before_a_wait_before_an_option_and_waived_ones_last() -> None:
    pack = pack_of(
        "action((a1; a2; a3; a4; a5)).",
        'label((a1; a2; a3; a4; a5), "an action").',
        statement("may_a1", "d", "offers(may_a1, a1). applies(may_a1)."),
        statement("not_a1", "e", "opposes(not_a1, a1). applies(not_a1)."),
        statement("wait_a2", "d", 'recommends(wait_a2, a2). needs(wait_a2, a2, at_least(wait, "3 weeks")). applies(wait_a2).', "must"),
        statement("now_a2", "e", "recommends(now_a2, a2). applies(now_a2)."),
        statement("must_a3", "d", "recommends(must_a3, a3). applies(must_a3).", "must"),
        statement("not_a3", "e", "opposes(not_a3, a3). applies(not_a3)."),
        statement("permit_a4", "d", "permits(permit_a4, a4). applies(permit_a4)."),
        statement("not_a4", "e", "opposes(not_a4, a4). applies(not_a4)."),
        statement("must_a5", "d", 'recommends(must_a5, a5). applies(must_a5). waives(must_a5, not_a5, "accepted").', "must"),
        statement("not_a5", "e", "opposes(not_a5, a5). applies(not_a5)."),
    )
    lines = conflicts(pack).lines
    assert [(line.subject, line.kinds) for line in lines] == [
        ("a3", ("contradiction",)),
        ("a1", ("contradiction",)),
        ("a2", ("timing",)),
        ("a4", ("degree",)),
        ("a5", ("contradiction",)),
    ]


def test_a_line_is_about_its_most_harmful_kind_and_has_a_region_and_a_patient_of_each() -> None:
    line = only(
        pack_of(
            statement("yes", "d", "recommends(yes, drug). applies(yes) :- has(ill)."),
            statement("no", "e", "opposes(no, drug). applies(no) :- has(ill), is(stage, late)."),
            statement("z", "e", 'recommends(z, drug). needs(z, drug, at_least(wait, "3 weeks")). applies(z) :- is(stage, early).'),
        )
    )
    assert told(line.region) == ["has(ill)", "is(stage,late)"]
    assert recorded(line) == {"ill": "true", "stage": "late"}
    assert {p.kind: told(p.region) for p in line.parts} == {
        "contradiction": ["has(ill)", "is(stage,late)"],
        "timing": ['below(wait,"3 weeks")', "has(ill)", "is(stage,early)"],
    }


def test_what_time_does_not_suffice_for_is_told_apart() -> None:
    pack = pack_of(statement("yes", "d", "recommends(yes, drug). applies(yes)."), statement("no", "e", "opposes(no, drug). applies(no)."))
    found = conflicts(pack, until=time.monotonic() - 1)
    assert not found.lines
    assert not found.unproved
    assert [c.statements for c in found.undecided] == [("yes", "no")]


def test_only_what_is_wanted_is_looked_at_and_progress_is_told() -> None:
    pack = pack_of(
        statement("yes", "d", "recommends(yes, drug). recommends(yes, knife). applies(yes)."),
        statement("no", "e", "opposes(no, drug). opposes(no, knife). applies(no)."),
    )
    seen: list[tuple[int, int]] = []
    found = conflicts(pack, wanted=lambda c: c.subject == "knife", progress=lambda done, every: seen.append((done, every)))
    assert [line.subject for line in found.lines] == ["knife"]
    assert seen == [(1, 1)]


def test_the_shipped_pack_and_its_json_and_words() -> None:
    pack = load_pack()
    found = conflicts(pack)
    labels = Labels(pack.vocabulary, pack.knowledge, {})
    for line in found.lines:
        # Each witness, solved as any case, shows its conflict.
        for pair in line.pairs:
            assert pair.conflict in pack.solve(pair.witness, marks=False, inquire=False).conflicts
        for part in line.parts:
            own = [p for p in line.pairs if (p.conflict.kind, p.banned, p.weight) == (part.kind, part.banned, part.weight)]
            assert len(part.witness.recorded) == min(len(p.witness.recorded) for p in own)
            assert any(c.kind == part.kind and c.subject == line.subject for c in pack.solve(part.witness, marks=False).conflicts)
            assert tell_region(part, labels).endswith(".")
        assert tell_witness(line.witness, labels).startswith("For example")
    assert not found.assumption_lines
    jsonschema.validate(conflicts_json(found, pack), closed(**PARTS))
    taken = assumptions(pack.grounded(), pack.knowledge)
    jsonschema.validate(assumptions_json(taken, pack), rows(ASSUMPTION))
    assert len(tell_assumed(by_finding(taken), labels)) == len({a.finding for a in taken})


def test_the_same_bytes_whatever_the_hash_seed() -> None:
    program = (
        "import json; from guideline import load_pack; from guideline.auditing.conflicts import conflicts; "
        "from guideline.auditing.conflicts_json import conflicts_json; p = load_pack(); print(json.dumps(conflicts_json(conflicts(p), p)))"
    )
    command = [sys.executable, "-c", program]
    seeds = [os.environ | {"PYTHONHASHSEED": seed} for seed in ("1", "2")]
    texts = {subprocess.run(command, capture_output=True, check=True, cwd=ROOT, env=seed).stdout for seed in seeds}
    assert len(texts) == 1
    assert json.loads(texts.pop())["lines"]
