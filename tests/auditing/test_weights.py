"""What a line comes to: what needs attention, what the editors order, shades, and what is accepted; and what a line is about."""

from __future__ import annotations

from pathlib import Path

import pytest
from made import pack_of, statement

from explain.corpus.audit_words import audit_markdown, audit_text
from guideline import Pack
from guideline.auditing.anyone import demand_anyone
from guideline.auditing.audit import Audit, audit
from guideline.auditing.audit_json import audit_json
from guideline.auditing.audit_sarif import audit_sarif
from guideline.auditing.audit_witnesses import witness_files
from guideline.errors import PackError
from guideline.trial.run import try_case

FOR = statement("yes", "d", "recommends(yes, drug). applies(yes) :- has(ill).")
AGAINST = statement("no", "e", "opposes(no, drug). applies(no) :- has(old).")
PERMITS = statement("may", "d", "permits(may, knife). applies(may).", "may")
NO_KNIFE = statement("never", "e", "opposes(never, knife). applies(never).")


@pytest.fixture(autouse=True)
def _no_cache(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GUIDELINE_CACHE", "off")


def weights(found: Audit) -> list[tuple[str, str, bool]]:
    return [(line.subject, line.weight, line.clean) for line in found.conflicts.lines]


def words(found: Audit, pack: Pack) -> str:
    return " ".join(audit_text(found, pack).split())


def results(found: Audit, pack: Pack) -> list[tuple[str, str]]:
    return [(r["ruleId"], r["level"]) for r in audit_sarif(found, pack, Path.cwd())["runs"][0]["results"]]


# Ordered by the editors


def test_what_the_editors_order_stands_apart_with_the_reason_and_is_clean() -> None:
    pack = pack_of(FOR, AGAINST, 'yields(yes, no, "age goes first").')
    found = audit(pack, sections=["conflicts"])
    assert weights(found) == [("drug", "ordered", True)]
    assert found.clean
    text = words(found, pack)
    assert "No disagreement needs attention" in text
    assert "1 disagreement is ordered by judgement of the pack's editors" in text
    assert "ordered: age goes first (1 pair)" in text
    assert "## Ordered by judgement of the pack's editors (1)" in audit_markdown(found, pack)
    (line,) = audit_json(found, pack)["lines"]
    assert (line["weight"], line["clean"], [p["weight"] for p in line["pairs"]]) == ("ordered", True, ["ordered"])
    assert results(found, pack) == [("audit-contradiction", "note")]


def test_one_pair_that_is_not_ordered_keeps_the_line_among_what_needs_attention_and_the_patient_shows_it() -> None:
    other = statement("third", "e", "opposes(third, drug). applies(third) :- is(stage, late).")
    pack = pack_of(FOR, AGAINST, other, 'yields(yes, no, "age goes first").')
    found = audit(pack, sections=["conflicts"])
    assert weights(found) == [("drug", "attention", False)]
    (line,) = found.conflicts.lines
    assert {r.finding for r in line.witness.recorded} == {"ill", "stage"}
    assert [p.weight for p in line.pairs] == ["attention", "ordered"]
    assert results(found, pack) == [("audit-contradiction", "error"), ("audit-contradiction", "note")]


def test_a_line_is_headed_by_what_stands_and_not_by_what_is_ordered() -> None:
    waits = statement("late", "e", 'recommends(late, drug). needs(late, drug, at_least(wait, "3 weeks")). applies(late) :- lacks(old).')
    pack = pack_of(FOR, AGAINST, waits, 'yields(yes, no, "age goes first").')
    (line,) = audit(pack, sections=["conflicts"]).conflicts.lines
    assert line.kinds == ("timing", "contradiction")
    assert [p.weight for p in line.parts] == ["attention", "ordered"]
    assert {r.finding for r in line.witness.recorded} == {"ill", "old", "wait"}


# A ban against a permission


def test_a_ban_against_a_permission_needs_attention_and_does_not_count_for_the_exit_code() -> None:
    pack = pack_of(PERMITS, NO_KNIFE)
    found = audit(pack, sections=["conflicts"])
    assert weights(found) == [("knife", "attention", True)]
    assert found.clean
    text = words(found, pack)
    assert "1 disagreement needs attention: a ban against a permission 1" in text
    assert "ontradicts" not in text
    assert results(found, pack) == [("audit-degree", "warning")]


def test_a_ban_against_a_permission_comes_after_a_wait_and_before_a_choice() -> None:
    pack = pack_of(
        'action((salve; cast; splint)). label((salve; cast; splint), "an action"). exclusive(cast, splint).',
        PERMITS,
        NO_KNIFE,
        statement("now", "d", "recommends(now, salve). applies(now)."),
        statement("late", "e", "recommends(late, salve). needs(late, salve, has(flag)). applies(late)."),
        statement("one", "d", "recommends(one, cast). applies(one)."),
        statement("two", "e", "recommends(two, splint). applies(two)."),
    )
    lines = audit(pack, sections=["conflicts"]).conflicts.lines
    assert [line.parts[0].kind for line in lines] == ["criterion", "degree", "divergence"]


def test_a_shade_without_anybody_against_stays_below() -> None:
    pack = pack_of(
        statement("rated", "d", "rates(rated, drug, may_be_appropriate). applies(rated)."),
        statement("firm", "e", "recommends(firm, drug). applies(firm).", "must"),
        "strength(e, must, 3).",
    )
    found = audit(pack, sections=["conflicts"])
    assert weights(found) == [("drug", "shade", True)]
    assert "1 line is no disagreement" in words(found, pack)


# What a line is about


def test_each_kind_of_a_line_is_told_with_its_own_region_and_patient() -> None:
    waits = statement("late", "e", 'recommends(late, drug). needs(late, drug, at_least(wait, "3 weeks")). applies(late) :- lacks(old).')
    pack = pack_of(FOR, AGAINST, waits)
    text = words(audit(pack, sections=["conflicts"]), pack)
    assert "contradiction (1 pair): all patients with it have in common: a finding: yes; a finding: yes. For example" in text
    assert "timing (1 pair): all patients with it have in common: waiting: less than 3 weeks" in text
    one = pack_of(FOR, AGAINST)
    assert "All patients with this contradiction have in common:" in words(audit(one, sections=["conflicts"]), one)


# Witnesses are plain


def test_a_finding_that_implies_nothing_goes_before_one_that_does() -> None:
    pack = pack_of(
        'finding((aged; zoster), boolean). label((aged; zoster), "a finding"). follows(has(zoster)) :- has(aged).',
        statement("yes", "d", "recommends(yes, drug). applies(yes) :- has(zoster)."),
        statement("no", "e", "opposes(no, drug). applies(no)."),
    )
    (line,) = audit(pack, sections=["conflicts"]).conflicts.lines
    assert [r.finding for r in line.witness.recorded] == ["zoster"]


def test_a_red_flag_that_follows_counts_as_one_that_is_recorded() -> None:
    pack = pack_of(
        'finding((mild; plain), boolean). label((mild; plain), "a finding"). follows(has(flag)) :- has(mild).',
        statement("yes", "d", "recommends(yes, drug). applies(yes) :- has(mild). applies(yes) :- has(plain), lacks(flag)."),
        statement("no", "e", "opposes(no, drug). applies(no)."),
    )
    (line,) = audit(pack, sections=["conflicts"]).conflicts.lines
    # Fewest findings come first, whatever follows from them.
    assert [r.finding for r in line.witness.recorded] == ["mild"]
    other = pack_of(
        'finding((mild; plain), boolean). label((mild; plain), "a finding"). follows(has(flag)) :- has(mild). '
        "follows(has(old)) :- has(plain). follows(has(ill)) :- has(plain).",
        statement("yes", "d", "recommends(yes, drug). applies(yes) :- has(mild). applies(yes) :- has(plain)."),
        statement("no", "e", "opposes(no, drug). applies(no)."),
    )
    (line,) = audit(other, sections=["conflicts"]).conflicts.lines
    assert [r.finding for r in line.witness.recorded] == ["plain"]


# Nobody at all, and nothing at all


def test_a_pack_of_which_no_patient_is_possible_is_refused_by_its_axioms() -> None:
    pack = pack_of(FOR, 'impossible(none, "nobody is ill") :- has(ill).', 'impossible(all, "all are ill") :- not has(ill).')
    with pytest.raises(PackError, match=r"axioms `all` \(\"all are ill\"\) and `none` \(\"nobody is ill\"\) together rule out everybody"):
        audit(pack)
    allowed = pack_of(FOR, 'impossible(none, "nobody is ill") :- has(ill).', 'impossible(all, "all are ill") :- not lacks(ill).')
    demand_anyone(allowed)


def test_where_there_is_no_scenario_no_source_is_praised() -> None:
    bans = pack_of(AGAINST)
    text = words(audit(bans), bans)
    assert "Each source supports" not in text
    assert "No scenario is declared here" in text
    ward = pack_of(FOR, 'context(ward, d, "the ward"). enters(ward) :- has(ill). within(yes, ward).')
    assert "Each source supports something for every patient in its scenarios" in words(audit(ward), ward)


def test_a_finding_that_an_axiom_reads_is_not_said_to_be_read_by_no_rule() -> None:
    pack = pack_of(FOR, 'impossible(both, "never both") :- has(old), lacks(old), has(flag).')
    text = words(audit(pack, sections=["unread"]), pack)
    assert "a finding: no statement hangs on it, whatever the answer; axioms or concepts read it" in text
    assert "stage: no rule reads it" in text


# Silence


def test_a_witness_of_silence_fails_once_the_source_supports_something(tmp_path: Path) -> None:
    ward = 'context(ward, d, "the ward"). enters(ward) :- has(ill). within(yes, ward).'
    loud = statement("yes", "d", "recommends(yes, drug). applies(yes) :- has(flag).")
    quiet = pack_of(loud, ward)
    ((name, text),) = witness_files(audit(quiet, sections=["silence"])).items()
    (tmp_path / name).write_text(text, encoding="utf-8")
    assert try_case(tmp_path / name, quiet).passed
    mended = pack_of(loud, ward, statement("rest", "d", "permits(rest, knife). within(rest, ward). applies(rest)."))
    tried = try_case(tmp_path / name, mended)
    assert [d.words for d in tried.differences] == ["source d: expected to support no action, found rest permits knife"]
