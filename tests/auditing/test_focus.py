"""What an audit is restricted to: what fits, what is refused, and that the patients are really others."""

from __future__ import annotations

import json

import pytest
from made import pack_of, statement

from guideline import Pack, load_pack
from guideline.auditing.audit import Audit, audit, fitting
from guideline.auditing.audit_json import audit_json
from guideline.auditing.focus import Focus, read_focus
from guideline.auditing.under import Under
from guideline.errors import GuidelineError
from guideline.model import Test

TEXT = (
    'context(ward, d, "the ward"). enters(ward) :- has(old).',
    statement("d_drug", "d", "recommends(d_drug, drug). applies(d_drug) :- has(ill)."),
    statement("d_knife", "d", 'recommends(d_knife, knife). within(d_knife, ward). applies(d_knife) :- at_least(wait, "3 weeks").'),
    statement("d_no_pill", "d", "opposes(d_no_pill, pill). applies(d_no_pill) :- has(flag)."),
    statement("e_no_drug", "e", "opposes(e_no_drug, drug). applies(e_no_drug) :- is(stage, late)."),
    statement("e_no_knife", "e", "opposes(e_no_knife, knife). applies(e_no_knife) :- lacks(flag)."),
    'action(pill). kind_of(pill, drug). label(pill, "a pill").',
)


@pytest.fixture(scope="module")
def pack() -> Pack:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GUIDELINE_CACHE", "off")
        return pack_of(*TEXT)


def focused(pack: Pack, **words: object) -> Audit:
    return audit(pack, read_focus(pack.vocabulary, pack.knowledge, **words))  # type: ignore[arg-type]  # words are those of `read_focus`


def pairs(found: Audit) -> set[tuple[str, str]]:
    return {p.conflict.statements for line in found.lines for p in line.pairs}


EVERY = {("d_drug", "d_no_pill"), ("d_drug", "e_no_drug"), ("d_knife", "e_no_knife")}


def test_without_a_focus_everything_is_looked_at(pack: Pack) -> None:
    found = focused(pack)
    assert pairs(found) == EVERY
    assert found.focus.whole
    assert found.paper == len(EVERY)


def test_an_action_takes_in_its_kinds(pack: Pack) -> None:
    assert pairs(focused(pack, actions=["drug"])) == {("d_drug", "d_no_pill"), ("d_drug", "e_no_drug")}
    assert pairs(focused(pack, actions=["drug", "knife"])) == EVERY
    assert pairs(focused(pack, actions=["pill"])) == {("d_drug", "d_no_pill")}
    assert pairs(focused(pack, actions=["knife"])) == {("d_knife", "e_no_knife")}


def test_two_sides_are_a_statement_or_a_source_in_either_order(pack: Pack) -> None:
    for sides in (("d", "e_no_drug"), ("e.e_no_drug", "d"), ("d_drug", "e"), ("e", "d.d_drug")):
        assert pairs(focused(pack, between=[sides])) == {("d_drug", "e_no_drug")}
    assert pairs(focused(pack, between=[("d", "e")])) == EVERY - {("d_drug", "d_no_pill")}
    assert pairs(focused(pack, between=[("d", "d")])) == {("d_drug", "d_no_pill")}
    assert pairs(focused(pack, between=[("e", "e")])) == set()


def test_a_kind_and_a_source_leave_out_what_does_not_fit(pack: Pack) -> None:
    assert pairs(focused(pack, kinds=["restriction"])) == {("d_drug", "d_no_pill")}
    assert pairs(focused(pack, kinds=["contradiction", "restriction"])) == EVERY
    assert pairs(focused(pack, kinds=["timing"])) == set()
    assert pairs(focused(pack, sources=["e"])) == EVERY - {("d_drug", "d_no_pill")}
    assert {s.source for s in focused(pack, sources=["d"]).unseen.silences} == {"d"}
    assert not focused(pack, sources=["e"]).unseen.silences


def test_what_is_not_about_pairs_falls_away_where_pairs_are_asked_for(pack: Pack) -> None:
    assert focused(pack, kinds=["timing"]).sections == ("conflicts", "settled", "assumption")
    assert "silence" not in fitting(read_focus(pack.vocabulary, pack.knowledge, actions=["drug"]))
    assert "dead" not in fitting(read_focus(pack.vocabulary, pack.knowledge, under=["has(ill)"]))
    with pytest.raises(GuidelineError, match="cannot be restricted"):
        audit(pack, read_focus(pack.vocabulary, pack.knowledge, kinds=["timing"]), sections=["silence"])


def same(found: Audit, pack: Pack) -> str:
    rows = audit_json(found, pack)
    return json.dumps({key: rows[key] for key in ("lines", "assumption_lines", "silence", "assumptions")})


@pytest.mark.parametrize(
    ("under", "body"),
    [
        ("has(ill)", "not has(ill)"),
        ("lacks(ill)", "not lacks(ill)"),
        ("is(stage, late)", "not is(stage, late)"),
        ("at_least(wait, 21 days)", 'not at_least(wait, "3 weeks")'),
        ("scope(ward)", "not has(old)"),
    ],
)
def test_patients_under_a_test_are_those_of_a_pack_that_knows_no_others(pack: Pack, under: str, body: str) -> None:
    other = pack_of(*TEXT, f'impossible(others, "no others") :- {body}.')
    assert same(focused(pack, under=[under]), pack) == same(audit(other), other)


def test_witnesses_meet_the_test_and_pairs_that_it_rules_out_are_gone(pack: Pack) -> None:
    found = focused(pack, under=["has(flag)"])
    assert pairs(found) == {("d_drug", "d_no_pill"), ("d_drug", "e_no_drug")}
    (line,) = found.lines
    assert {r.finding: r.text for r in line.witness.recorded} == {"flag": "true", "ill": "true", "stage": "late"}
    assert {r.finding: r.text for r in line.parts[1].witness.recorded} == {"flag": "true", "ill": "true"}
    assert "has(flag)" not in {s.term for s in line.region.whole}
    assert {p.conflict.statements for p in found.unseen.settled} == {("d_knife", "e_no_knife")}


def test_several_tests_in_one_text_or_in_several_are_one_restriction(pack: Pack) -> None:
    one = read_focus(pack.vocabulary, pack.knowledge, under=['has(ill), at_least( wait , "21 days" ); scope(ward)'])
    several = read_focus(pack.vocabulary, pack.knowledge, under=["has(ill)", "at_least(wait, 3 weeks)", "scope(ward)", "has(ill)"])
    assert one.under == several.under == (Under(Test("has", "ill")), Under(Test("at_least", "wait", "3 weeks")), Under(context="ward"))


@pytest.mark.parametrize(
    ("words", "message", "hint"),
    [
        ({"sources": ["dd"]}, "no statement has the source `dd`", "`d`"),
        ({"sources": ["zzz"]}, "no statement has the source `zzz`", "there are d, e"),
        ({"kinds": ["timming"]}, "unknown kind of conflict `timming`", "`timing`"),
        ({"actions": ["knive"]}, "no statement has the action `knive`", "`knife`"),
        ({"between": [("d_drugg", "e")]}, "unknown source or statement `d_drugg`", "`d_drug`"),
        ({"under": ["has(il)"]}, "unknown finding `il`", "`ill`"),
        ({"under": ["has(stage)"]}, "`has` does not go with `stage`", "`is`"),
        ({"under": ["is(stage, lat)"]}, "has no choice `lat`", "`late`"),
        ({"under": ["is(stage)"]}, "lacks what to compare with", "write tests"),
        ({"under": ["has(ill, 3)"]}, "a word too many", "write tests"),
        ({"under": ["hass(ill)"]}, "`hass` is not a test", "`has`"),
        ({"under": ["scope(wards)"]}, "unknown context `wards`", "`ward`"),
        ({"under": ["at_least(wait, 5 weeks)"]}, "no rule changes at `5 weeks`", "`3 weeks`"),
        ({"under": ["at_least(wait, 3 kg)"]}, "3 kg", ""),
        ({"under": ["at_least(wait, soon)"]}, "is not an amount", ""),
        ({"under": ["ill"]}, "is not a test of a patient", "write tests"),
        ({"under": [""]}, "an empty text is not a test", "write tests"),
        ({"under": ["not has(ill)"]}, "is not a test of a patient", "write tests"),
        ({"under": ["has(ill) has(old)"]}, "is not a test of a patient", "write tests"),
        ({"under": ["has(ill),"]}, "is not a test of a patient", "write tests"),
        ({"under": ["has(" * 5000]}, "is not a test of a patient", "write tests"),
        ({"under": ["has(\x1b[31mill)"]}, "is not a test of a patient", "write tests"),
    ],
)
def test_a_slip_of_the_pen_is_told_with_what_was_meant(pack: Pack, words: dict[str, object], message: str, hint: str) -> None:
    with pytest.raises(GuidelineError) as told:
        focused(pack, **words)
    (problem,) = told.value.problems
    assert message in problem.message
    assert hint in (problem.hint or "")
    assert "\x1b" not in problem.message


def test_a_restriction_that_nobody_meets_is_refused(pack: Pack) -> None:
    with pytest.raises(GuidelineError, match=r"no patient that the axioms allow meets `has\(ill\)` and `lacks\(ill\)`"):
        focused(pack, under=["has(ill), lacks(ill)"])


def test_a_finding_that_no_rule_reads_is_on_every_record_that_is_asked_for() -> None:
    other = pack_of(*TEXT, 'finding(dull, boolean). label(dull, "dull").')
    plain, found = focused(other), focused(other, under=["lacks(dull)"])
    assert pairs(found) == pairs(plain)
    assert all("dull" in {r.finding for r in line.witness.recorded} for line in found.lines)


def test_all_slips_are_told_at_once(pack: Pack) -> None:
    with pytest.raises(GuidelineError) as told:
        focused(pack, kinds=["timming"], under=["has(il)"], between=[("x", "y")])
    assert len(told.value.problems) == 4


def test_a_source_of_the_shipped_pack_is_in_every_pair_of_its_audit() -> None:
    shipped = load_pack()
    known = shipped.knowledge
    name = sorted(known.sources)[0]
    found = audit(shipped, Focus(shipped.vocabulary, known, sources=(name,)), sections=["conflicts"])
    assert found.lines
    assert all(name in {known.statements[s].source for s in pair} for pair in pairs(found))
