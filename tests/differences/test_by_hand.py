"""What differs between packs made by hand: thresholds, findings of one side, axioms, exclusions, sources, statements left out."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from explain.corpus.diff_words import tell_diff
from guideline import Pack, load_pack
from guideline.auditing.region import Region
from guideline.cases.reading import parse_case
from guideline.cases.written import case_yaml
from guideline.differences.found import Differences
from guideline.differences.goals import Difference
from guideline.differences.search import differences
from guideline.differences.sides import Sides, two_packs, two_sources, with_and_without
from guideline.differences.texts import StatementChange, WordChange, texts
from guideline.errors import GuidelineError
from guideline.packs import shipped_pack

BASE = """
source(d, "A document"). source(e, "Another document").
strength(d, should, 2). strength(d, may, 1). strength(e, should, 2).
finding((ill; flag), boolean). critical(flag). label(ill, "illness"). label(flag, "red flag").
finding(wait, quantity("day")). clock(wait). range(wait, "0 days", "2 years"). label(wait, "waiting").
finding(stage, choice). choice(stage, (early; late)). label(stage, "stage").
action(drug). action(knife). label(drug, "drug"). label(knife, "operation").
"""
Folder = Callable[..., Path]


def statement(name: str, content: str, source: str = "d", strength: str = "should") -> str:
    return f'statement({name}, {source}, recommendation, {strength}). locator({name}, "item {name}"). says({name}, "{name}"). {content}'


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Folder:
    monkeypatch.setenv("GUIDELINE_CACHE", "off")

    def make(name: str, *text: str, base: str = BASE) -> Path:
        path = tmp_path / name
        path.mkdir()
        (path / "pack.lp").write_text("\n".join([base, *text]) + "\n", encoding="utf-8")
        return path

    return make


@pytest.fixture
def compared(folder: Folder) -> Callable[[list[str], list[str]], tuple[Sides, Differences]]:
    def compare(one: list[str], other: list[str]) -> tuple[Sides, Differences]:
        sides = two_packs(load_pack(folder("old", *one)), load_pack(folder("new", *other)), ("old", "new"))
        return sides, differences(sides)

    return compare


Compared = Callable[[list[str], list[str]], tuple[Sides, Differences]]


def told(region: Region) -> list[str]:
    return [("" if s.holds else "not ") + s.term for s in region.telling]


def recorded(found: Differences, place: int = 0) -> dict[str, str]:
    return {r.finding: r.text for r in found.found[place].witness.recorded}


def words(sides: Sides, found: Differences) -> str:
    telling = tell_diff(sides, texts(sides, found.words), found, full=True)
    return "\n".join(line.text for passage in telling for line in passage.lines)


def test_a_pack_against_itself_is_proved_equal(compared: Compared) -> None:
    text = [statement("s", 'recommends(s, drug). applies(s) :- at_least(wait, "3 weeks"), not has(flag).')]
    sides, found = compared(text, text)
    assert found.equal
    assert texts(sides, found.words).equal
    assert "Proved: the same answer for every patient" in words(sides, found)


def test_a_threshold_in_other_words_is_the_same_threshold(compared: Compared) -> None:
    old = [statement("s", 'recommends(s, drug). applies(s) :- at_least(wait, "3 weeks").')]
    new = [statement("s", 'recommends(s, drug). applies(s) :- at_least(wait, "21 days").')]
    sides, found = compared(old, new)
    assert found.equal
    assert texts(sides, found.words).statements == (StatementChange("s", "changed", ("applies",)),)


def test_a_moved_threshold_changes_the_days_between_and_no_others(compared: Compared) -> None:
    old = [statement("s", 'recommends(s, drug). applies(s) :- at_least(wait, "3 weeks").')]
    new = [statement("s", 'recommends(s, drug). applies(s) :- at_least(wait, "4 weeks").')]
    sides, found = compared(old, new)
    assert [f.difference for f in found.found] == [
        Difference("status", "drug", "settled_for", "not_addressed"),
        Difference("statement", "s", "yes", "no"),
    ]
    assert told(found.found[0].region) == ['at_least(wait,"3 weeks")', 'below(wait,"4 weeks")']
    assert recorded(found).keys() == {"wait"}
    assert not found.assumed
    text = words(sides, found)
    assert "waiting from 3 weeks to less than 4 weeks (day 21 to day 27)" in text
    differing = [day for day in range(15, 35) if len({_drug(s.pack, f"{day} days") for s in sides.both}) > 1]
    assert differing == [*range(21, 28)]


def _drug(pack: Pack, wait: str) -> str:
    case = parse_case(f"case: c\nfindings:\n  wait: {wait}\n", pack.vocabulary)
    return pack.solve(case).status.get("drug", "")


def test_what_only_an_incomplete_record_shows_is_told_apart(compared: Compared) -> None:
    old = [statement("s", "recommends(s, drug). applies(s) :- has(ill), not has(flag).")]
    new = [statement("s", "recommends(s, drug). applies(s) :- has(ill), lacks(flag).")]
    _, found = compared(old, new)
    assert not found.found
    assert [f.difference.subject for f in found.assumed] == ["drug", "s"]
    assert {r.finding: r.text for r in found.assumed[0].witness.recorded} == {"ill": "true"}


def test_a_conflict_that_is_new_is_told_with_its_pair(compared: Compared) -> None:
    yes = statement("yes", "recommends(yes, drug). applies(yes) :- has(ill).")
    no = statement("no", "opposes(no, drug). applies(no) :- is(stage, late).", "e")
    sides, found = compared([yes], [yes, no])
    new = next(f for f in found.found if f.difference == Difference("conflict", "drug", "no", "yes"))
    assert new.rows == (("contradiction", "yes", "drug", "no", "drug"),)
    assert told(new.region) == ["has(ill)", "is(stage,late)"]
    assert Difference("status", "drug", "settled_for", "contested") in {f.difference for f in found.found}
    assert "drug: new: contradiction" in words(sides, found)


def test_a_finding_that_one_side_knows_is_recorded_and_the_other_side_reads_the_rest(compared: Compared) -> None:
    old = [statement("s", "recommends(s, drug). applies(s) :- has(ill).")]
    new = [
        'finding(fever, boolean). label(fever, "fever").',
        statement("s", "recommends(s, drug). applies(s) :- has(ill), not has(fever)."),
    ]
    sides, found = compared(old, new)
    assert recorded(found) == {"fever": "true", "ill": "true"}
    assert [{r.finding for r in c.recorded} for c in found.found[0].cases] == [{"ill"}, {"ill", "fever"}]
    assert "Only new knows 1 finding: fever." in words(sides, found)
    assert texts(sides, found.words).words == (WordChange("finding", "fever", "added"),)


def test_no_patient_has_a_choice_of_each_side_at_once(compared: Compared) -> None:
    rule = statement("s", "recommends(s, drug). applies(s) :- is(stage, {}).")
    _, found = compared(
        ["choice(stage, middle).", rule.format("middle")],
        ["choice(stage, terminal).", rule.format("terminal")],
    )
    assert {f.difference for f in found.found if f.difference.what == "status"} == {
        Difference("status", "drug", "settled_for", "not_addressed"),
        Difference("status", "drug", "not_addressed", "settled_for"),
    }
    for f in found.found:
        assert len(f.witness.recorded) == 1
        assert sorted(len(c.recorded) for c in f.cases) == [0, 1]


def test_one_name_for_two_findings_is_read_by_each_side_as_its_own(compared: Compared) -> None:
    rule = statement("s", "recommends(s, drug). applies(s) :- {}.")
    base = 'finding(pain, {}). label(pain, "pain").'
    sides, found = compared(
        [base.format("boolean"), rule.format("has(pain)")],
        [base.format('quantity("day")'), rule.format('at_least(pain, "3 days")')],
    )
    assert found.words.apart == ("pain",)
    first = next(f for f in found.found if f.difference == Difference("status", "drug", "settled_for", "not_addressed"))
    assert [{r.finding: r.text for r in c.recorded} for c in first.cases] == [{"pain": "true"}, {"pain": "2 days"}]
    assert "another finding on each side" in words(sides, found)


def test_a_patient_whom_one_side_alone_allows_is_told(compared: Compared) -> None:
    rule = statement("s", "recommends(s, drug). applies(s) :- has(ill).")
    axiom = 'impossible(both, "ill and flagged") :- has(ill), has(flag).'
    sides, found = compared([rule, axiom], [rule])
    assert not found.every
    assert not found.equal
    assert found.allowed[0] is None
    assert found.allowed[1] is not None
    assert {r.finding: r.text for r in found.allowed[1].recorded} == {"ill": "true", "flag": "true"}
    assert "Only new allows" in words(sides, found)


def test_a_difference_that_only_an_exclusion_shows_is_found(compared: Compared) -> None:
    first = statement("one", "recommends(one, drug). applies(one) :- has(ill).")
    second = statement("two", "recommends(two, knife). applies(two) :- has(ill), unsuitable(drug).")
    third = second.replace("unsuitable(drug)", "unsuitable(drug), has(flag)")
    sides, found = compared([first, second], [first, third])
    assert not found.found
    assert not found.assumed
    (knife,) = [f for f in found.excluding if f.difference.what == "status"]
    assert [e.action for e in knife.witness.excluded] == ["drug"]
    assert {r.finding for r in knife.witness.recorded} == {"ill"}
    assert [a.status.get("knife") for a in knife.answers] == ["settled_for", None]
    assert "excluded by the patient: drug" in words(sides, found)


def test_without_a_statement_that_overrides_another(folder: Folder) -> None:
    pack = load_pack(
        folder(
            "p",
            statement("general", "recommends(general, drug). applies(general) :- has(ill)."),
            statement("special", "opposes(special, drug). overrides(special, general). applies(special) :- has(ill), has(flag)."),
        )
    )
    found = differences(with_and_without(pack, ["d.special"], ("with", "without")))
    changes = {f.difference for f in found.found}
    assert Difference("status", "drug", "settled_against", "settled_for") in changes
    assert Difference("statement", "general", "no", "yes") in changes
    overridden = differences(with_and_without(pack, ["general"], ("with", "without")))
    assert {f.difference for f in overridden.found} == {Difference("status", "drug", "settled_for", "not_addressed")}


def test_an_unknown_statement_or_source_is_named_with_what_comes_near(folder: Folder) -> None:
    pack = load_pack(folder("p", statement("general", "recommends(general, drug). applies(general).")))
    with pytest.raises(GuidelineError, match="did you mean"):
        with_and_without(pack, ["generl"], ("a", "b"))
    with pytest.raises(GuidelineError, match="unknown source `f`"):
        two_sources(pack, "d", "f")
    with pytest.raises(GuidelineError, match="named twice"):
        two_sources(pack, "d", "d")


def test_two_sources_are_compared_by_what_both_speak_of(folder: Folder) -> None:
    pack = load_pack(
        folder(
            "p",
            statement("now", "recommends(now, drug). applies(now) :- has(ill)."),
            statement("later", 'recommends(later, drug). needs(later, drug, at_least(wait, "3 weeks")). applies(later) :- has(ill).', "e"),
            statement("cut", "recommends(cut, knife). applies(cut) :- has(ill).", "e"),
        )
    )
    found = differences(two_sources(pack, "d", "e"))
    assert found.spoken_alone == ((), ("knife",))
    (waits,) = found.found
    assert waits.difference == Difference("status", "drug", "settled_for", "withheld")
    assert told(waits.region) == ['below(wait,"3 weeks")', "has(ill)"]
    assert [f.difference.after for f in found.assumed] == ["open"]


def test_packs_with_nothing_in_common_are_not_asked_about_patients(folder: Folder) -> None:
    other = BASE.replace("ill", "sick").replace("flag", "sign").replace("wait", "delay").replace("stage", "phase")
    other = other.replace("drug", "pill").replace("knife", "cut")
    one = load_pack(folder("one", statement("s", "recommends(s, drug). applies(s) :- has(ill).")))
    two = load_pack(folder("two", statement("t", "recommends(t, pill). applies(t) :- has(sick)."), base=other))
    sides = two_packs(one, two, ("one", "two"))
    found = differences(sides)
    assert not found.comparable
    assert not found.equal
    assert "no finding and no action in common" in words(sides, found)


def test_where_both_axioms_together_leave_nobody_that_is_said(compared: Compared) -> None:
    rule = statement("s", "recommends(s, drug). applies(s) :- has(ill).")
    sides, found = compared(
        [rule, 'impossible(a, "ill, or not known") :- not lacks(ill).'], [rule, 'impossible(b, "not ill, or not known") :- not has(ill).']
    )
    assert found.anyone is False
    assert not found.equal
    assert "No patient is possible on both sides" in words(sides, found)


def test_what_time_does_not_suffice_for_is_left_open(compared: Compared) -> None:
    old = [statement("s", "recommends(s, drug). applies(s) :- has(ill).")]
    new = [statement("s", "recommends(s, drug). applies(s) :- lacks(ill).")]
    sides, _ = compared(old, new)
    found = differences(sides, until=time.monotonic() - 1)
    assert found.anyone is None
    assert found.open
    assert not found.equal
    assert Difference("status", "drug", "settled_for", "not_addressed") in found.undecided
    assert "Time did not suffice" in words(sides, found)


def test_members_of_a_group_that_changed_are_a_change_of_the_statement(compared: Compared) -> None:
    group = "any_of(k, has(ill)). any_of(k, {}). " + statement("s", "recommends(s, drug). needs(s, drug, any(k)). applies(s).")
    sides, found = compared([group.format("has(flag)")], [group.format("lacks(flag)")])
    assert texts(sides, found.words).statements == (StatementChange("s", "changed", ("needs",)),)
    assert "word before: recommends drug, not before or without: any of illness" in words(sides, found) or "red flag" in words(sides, found)


def test_the_shipped_pack_against_itself_is_proved_equal() -> None:
    sides = two_packs(load_pack(), load_pack(), ("one", "other"))
    found = differences(sides)
    assert found.equal
    assert texts(sides, found.words).equal


def test_the_shipped_pack_with_a_threshold_moved_from_3_to_4_weeks(tmp_path: Path) -> None:
    old = 'needs(augmentation_after_3_weeks, vertebral_augmentation, at_least(conservative_therapy, "{}"))'
    twin = tmp_path / "twin"
    shutil.copytree(shipped_pack(), twin)
    file = twin / "bme_vertebral.lp"
    text = file.read_text(encoding="utf-8")
    assert text.count(old.format("3 weeks")) == 1
    file.write_text(text.replace(old.format("3 weeks"), old.format("4 weeks")), encoding="utf-8")
    sides = two_packs(load_pack(), load_pack(twin), ("old", "new"))
    found = differences(sides)
    assert texts(sides, found.words).statements == (StatementChange("augmentation_after_3_weeks", "changed", ("needs",)),)
    assert found.found
    assert not found.excluding
    for f in found.found:
        assert {'at_least(conservative_therapy,"3 weeks")', 'below(conservative_therapy,"4 weeks")'} <= set(told(f.region))
        days = {day: _answers(sides, f.cases, day) for day in (20, 21, 27, 28)}
        assert {day for day, (one, other) in days.items() if one != other} == {21, 27}
    assert "conservative therapy so far from 3 weeks to less than 4 weeks (day 21 to day 27)" in words(sides, found)


def _answers(sides: Sides, cases: tuple[object, ...], day: int) -> list[tuple[object, ...]]:
    """The statuses and conflicts of a witness on another day."""
    found = []
    for side, case in zip(sides.both, cases, strict=True):
        text = "\n".join(
            f"  conservative_therapy: {day} days" if row.startswith("  conservative_therapy:") else row
            for row in case_yaml(case).splitlines()  # type: ignore[arg-type]
        )
        answer = side.pack.solve(parse_case(text + "\n", side.pack.vocabulary), marks=False, inquire=False)
        conflicts = {(c.kind, c.statements, c.actions) for c in answer.conflicts}
        found.append((dict(answer.status), conflicts))
    return found
