"""A walk of questions: from the command line, from a file, and what is refused."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from jsonschema import Draft202012Validator

from guideline import CaseError, Pack, load_pack
from guideline.asking.asking_json import ASKING, WALK, asking_json
from guideline.asking.given_answers import read_answers, value_of
from guideline.asking.questions import inquire
from guideline.asking.walk import Walk
from guideline.cases.reading import parse_case, read_case
from guideline.cli.ask import command
from guideline.errors import Place

PACK = """
source(guide, "A guide"). strength(guide, should, 1).
finding((fever; cough; rash; asleep; drowsy), boolean). label(drowsy, "drowsiness"). critical(fever).
label(fever, "fever"). label(cough, "cough"). label(rash, "rash"). label(asleep, "asleep").
question(fever, "Is there fever?").
finding(stage, choice). choice(stage, (early; late; grave)). label(stage, "stage").
finding(pain_days, quantity("day")). range(pain_days, "0 days", "1 year"). label(pain_days, "days of pain").
finding(age, quantity("year")). range(age, "0 years", "120 years"). label(age, "age").
action((rest; drug; scan)). label(rest, "rest"). label(drug, "the drug"). label(scan, "a scan").
statement(resting, guide, recommendation, should). locator(resting, "1"). says(resting, "Rest while there is fever.").
recommends(resting, rest). applies(resting) :- has(fever).
statement(treating, guide, recommendation, should). locator(treating, "2"). says(treating, "The drug in late disease, after 3 weeks.").
recommends(treating, drug). needs(treating, drug, at_least(pain_days, "3 weeks")). applies(treating) :- is(stage, late).
statement(scanning, guide, recommendation, should). locator(scanning, "3"). says(scanning, "A scan where there is cough and rash.").
recommends(scanning, scan). applies(scanning) :- has(cough), has(rash).
follows(has(asleep)) :- has(drowsy).
impossible(asleep_and_grave, "nobody sleeps in grave disease") :- has(asleep), is(stage, grave).
impossible(asleep_and_coughing, "nobody coughs asleep") :- has(asleep), has(cough).
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("pack")
    (made / "pack.lp").write_text(PACK, encoding="utf-8")
    return made


@pytest.fixture(scope="module")
def pack(folder: Path) -> Pack:
    return load_pack(folder)


@pytest.fixture
def case_file(tmp_path: Path) -> Path:
    path = tmp_path / "a.yaml"
    path.write_text("case: a\nfindings:\n  asleep: false\nnotes: kept\n", encoding="utf-8")
    return path


def run(folder: Path, *words: object, said: str = "") -> tuple[int, str, str]:
    done = CliRunner().invoke(command, [str(w) for w in words] + ["--pack", str(folder)], input=said)
    error = f"{done.exception}" if done.exception and not isinstance(done.exception, SystemExit) else ""
    return done.exit_code, done.stdout, done.stderr + error


def test_critical_findings_come_first_and_findings_without_effect_never(pack: Pack) -> None:
    asked = inquire(parse_case("case: a\nfindings: {}\n", pack.vocabulary), pack)
    assert asked.order[0] == "fever"
    assert set(asked.order) == {"fever", "stage", "pain_days", "cough", "rash", "asleep"} - {"asleep"}


def test_a_finding_that_decides_nothing_alone_names_what_it_decides_with(pack: Pack) -> None:
    asked = inquire(parse_case("case: a\nfindings: {}\n", pack.vocabulary), pack)
    cough = next(q for q in asked.questions if q.finding == "cough")
    assert [bool(r.changes) for r in cough.replies] == [False, False]
    assert [str(t) for t in cough.together] == ["has(rash)"]
    assert cough.statements == ("scanning",)
    assert [r.spares for r in cough.replies] == [(), ("rash",)]


def test_the_walk_ends_when_nothing_can_change(pack: Pack) -> None:
    walk = Walk(parse_case("case: a\nfindings: {}\n", pack.vocabulary), pack)
    said = {"fever": "no", "stage": "3", "pain_days": "> 4 weeks", "cough": "yes", "rash": "n"}
    while walk.question:
        walk.reply(walk.question.finding, said[walk.question.finding], Place("here"))
    assert walk.inquiry.stage == "settled"
    assert pack.solve(walk.case).status == {"drug": "settled_for"}
    assert {r.finding: r.text for r in walk.case.recorded} == {
        "fever": "false", "stage": "late", "pain_days": "> 4 weeks", "cough": "true", "rash": "false",
    }  # fmt: skip


def test_an_answer_is_taken_back_and_one_that_nobody_knows_is_not_recorded(pack: Pack) -> None:
    walk = Walk(parse_case("case: a\nfindings: {}\n", pack.vocabulary), pack)
    assert not walk.back()
    before = walk.inquiry
    walk.reply("fever", "yes", Place("here"))
    assert walk.back()
    assert (walk.inquiry, walk.case.recorded) == (before, ())
    walk.skip("fever")
    assert "fever" not in walk.inquiry.order
    assert "fever" in walk.remaining()
    assert walk.case.recorded == ()


def test_bounds_are_made_narrower_and_never_left(pack: Pack) -> None:
    walk = Walk(parse_case("case: a\nfindings:\n  stage: late\n  pain_days: '> 2 weeks'\n", pack.vocabulary), pack)
    assert "pain_days" in walk.inquiry.order
    with pytest.raises(CaseError, match="goes against what is recorded"):
        walk.reply("pain_days", "3 days", Place("here"))
    walk.reply("pain_days", "< 3 weeks", Place("here"))
    assert {r.finding: r.text for r in walk.case.recorded}["pain_days"] == "> 14 days and < 21 days"


def test_an_answer_that_no_patient_can_have_is_refused(pack: Pack) -> None:
    walk = Walk(parse_case("case: a\nfindings:\n  asleep: true\n", pack.vocabulary), pack)
    assert "cough" not in walk.inquiry.order
    with pytest.raises(CaseError, match="nobody sleeps in grave disease"):
        walk.reply("stage", "grave", Place("here"))
    assert not walk.steps


@pytest.mark.parametrize(
    ("finding", "text", "complaint"),
    [
        ("fever", "maybe", "neither yes nor no"),
        ("stage", "4", "is not a value"),
        ("pain_days", "3 parsecs", "pain_days"),
        ("age", "900 years", "age"),
    ],
)
def test_what_is_no_value_is_refused_with_the_form(pack: Pack, finding: str, text: str, complaint: str) -> None:
    with pytest.raises(CaseError, match=complaint) as error:
        value_of(text, pack.vocabulary.findings[finding], pack.vocabulary, "", Place("here"))
    assert error.value.problems[0].hint


def test_the_dialog_asks_again_explains_and_writes_the_case(folder: Path, case_file: Path) -> None:
    code, out, err = run(folder, case_file, said="maybe\n?\nno\nback\nno\nskip\nlate\n25 days\n")
    assert code == 0
    assert "neither yes nor no" in err
    assert "Rest while there is fever. [guide.resting, 1]" in err
    assert "taken back: fever" in err
    assert "no further answer" not in err
    read = parse_case(out, load_pack(folder).vocabulary)
    assert read.notes == "kept"
    assert {r.finding for r in read.recorded} >= {"asleep", "fever"}


def test_the_end_of_the_answers_stops(folder: Path, case_file: Path) -> None:
    for said in ("", "stop\n"):
        code, out, err = run(folder, case_file, said=said)
        assert code == 0
        assert "0 questions answered; 5 questions can still change a decision" in err
        assert out.startswith("case: a")


def test_what_nobody_knows_settles_nothing(folder: Path, case_file: Path, pack: Pack) -> None:
    walk = Walk(parse_case("case: a\nfindings: {asleep: false}\n", pack.vocabulary), pack)
    step = walk.skip("fever")
    assert (step.settled, step.needless, step.changes) == ((), (), ())
    walk.skip("stage")
    # The drug waits for the stage, so no answer about pain settles it; a scan does not wait for what nobody knows.
    assert dict(walk.reply("cough", "no", Place("here")).settled) == {"scan": "not_addressed"}
    assert set(walk.remaining()) == {"fever", "stage", "pain_days"}
    _, _, err = run(folder, case_file, said="skip\n")
    assert "left open: it can still change a decision" in err
    assert "settled" not in err
    assert "0 questions answered, 1 left open because nobody knows; 5 questions can still change a decision" in err


COMMENTED = """# for the round
case: a
title: "kept"   # and this
findings:
    rash: true   # seen at once
    # pain, by the diary
    pain_days: '> 2 weeks'   # about
    asleep: false

# why so
notes: kept
expect:
  status: {drug: open}
# the end
"""


def test_the_file_keeps_its_order_and_comments_and_loses_what_it_expected(folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    answers = tmp_path / "answers.yaml"
    answers.write_text("fever: no\nstage: late\npain_days: 25 days\ncough: true\n", encoding="utf-8")
    for ends in ("\n", "\r\n"):
        path.write_text(COMMENTED, encoding="utf-8", newline=ends)
        target = tmp_path / f"{len(ends)}.yaml"
        code, _, err = run(folder, path, "--answers", answers, "-o", target)
        assert code == 0, err
        assert "What the case expects is left out" in err
        wanted = (
            COMMENTED.replace("'> 2 weeks'", "25 days")
            .replace("asleep: false\n", "asleep: false\n    fever: false\n    stage: late\n    cough: true\n")
            .replace("expect:\n  status: {drug: open}\n", "")
        )
        lines = target.read_bytes().decode().split(ends)
        assert sorted(lines) == sorted(wanted.split("\n"))
        assert lines[:8] == wanted.split("\n")[:8]


@pytest.mark.parametrize(
    ("findings", "wanted"),
    [
        ("findings: {}   # none yet", "findings:   # none yet\n  fever: false"),
        ("findings: {asleep: false}   # known", "findings: {asleep: false, fever: false}   # known"),
        ("findings:\n  asleep: false", "findings:\n  asleep: false\n  fever: false"),
        ("findings: {asleep:\n  false}", None),
    ],
)
def test_answers_are_added_where_lines_can_be_and_else_it_is_said(findings: str, wanted: str | None, folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text(f"case: a\n{findings}\nnotes: kept # here", encoding="utf-8")
    code, out, err = run(folder, path, said="no\n")
    assert code == 0
    assert ("takes no lines" in err) == (wanted is None)
    if wanted is not None:
        assert out == f"case: a\n{wanted}\nnotes: kept # here\n"
    assert {r.finding for r in parse_case(out, load_pack(folder).vocabulary).recorded} >= {"fever"}


def test_a_case_that_got_no_answer_is_left_as_it_is(folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text(COMMENTED, encoding="utf-8")
    _, out, err = run(folder, path, said="skip\nstop\n")
    assert out == COMMENTED
    assert "left out" not in err


def test_answers_from_a_file(folder: Path, case_file: Path, tmp_path: Path) -> None:
    answers, target = tmp_path / "answers.yaml", tmp_path / "b.yaml"
    answers.write_text("fever: no\nstage: early\npain_days: 25 days\ncough: false\nrash: true\nage: 3 years\n", encoding="utf-8")
    code, out, err = run(folder, case_file, "--answers", answers, "-o", target, "--json")
    assert code == 0, err
    made = json.loads(out)
    Draft202012Validator(WALK).validate(made)
    assert next(s["finding"] for s in made["steps"]) == "fever"
    assert set(made["not_needed"]) >= {"age", "pain_days"}
    assert made["remaining"] == []
    assert target.read_text(encoding="utf-8") == made["completed"]
    assert "no further answer can change a decision" in err


def test_answers_that_are_not_needed_are_recorded_too(folder: Path, case_file: Path, tmp_path: Path) -> None:
    answers = tmp_path / "answers.yaml"
    answers.write_text("cough: false\nrash: true\nage: 3 years\n", encoding="utf-8")
    _, out, err = run(folder, case_file, "--answers", answers)
    assert {"cough: false", "rash: true", "age: 3 years"} <= {line.strip() for line in out.splitlines()}
    assert "recorded all the same: age; rash" in err


def test_answers_that_contradict_each_other_are_refused_where_they_stand_though_one_is_not_needed(
    folder: Path, case_file: Path, tmp_path: Path
) -> None:
    answers = tmp_path / "answers.yaml"
    answers.write_text("fever: no\ndrowsy: yes\nasleep: no\n", encoding="utf-8")
    case_file.write_text("case: a\nfindings: {}\n", encoding="utf-8")
    code, out, err = run(folder, case_file, "--answers", answers)
    assert (code, out) == (1, "")
    assert f"{answers}:2:9: the record contradicts itself" in err or f"{answers}:3:9: the record contradicts itself" in err
    assert f"`drowsy: true` ({answers}:2:9)" in err
    assert f"`asleep: false` ({answers}:3:9)" in err
    answers.write_text("fever: no\ndrowsy: yes\n", encoding="utf-8")
    case_file.write_text("case: a\nfindings:\n  asleep: false\n", encoding="utf-8")
    code, out, err = run(folder, case_file, "--answers", answers)
    assert (code, out) == (1, "")
    assert f"{answers}:2:9: the record contradicts itself" in err
    assert f"`asleep: false` ({case_file}:3:11)" in err


def test_a_folder_of_answers_is_refused_as_one(folder: Path, case_file: Path, tmp_path: Path) -> None:
    code, out, err = run(folder, case_file, "--answers", tmp_path)
    assert (code, out) == (1, "")
    assert "this is a folder, not a file of answers" in err
    assert "`finding: value` a line" in err


def test_all_that_is_wrong_with_a_file_is_said_at_once(case_file: Path, pack: Pack, tmp_path: Path) -> None:
    answers = tmp_path / "answers.yaml"
    answers.write_text("fver: true\nfever: 3\nstage: 1\npain_days: true\nasleep: true\nrash:\n", encoding="utf-8")
    with pytest.raises(CaseError) as error:
        read_answers(answers, read_case(case_file, pack.vocabulary), pack.vocabulary)
    problems = error.value.problems
    assert [p.place.line for p in problems if p.place] == [1, 2, 3, 4, 5, 6]
    assert "did you mean `fever`" in str(problems[0].hint)
    assert all(p.hint for p in problems)


def test_no_file_is_written_over_silently(folder: Path, case_file: Path) -> None:
    code, _, err = run(folder, case_file, "-o", case_file, said="no\n")
    assert code == 2
    assert "is the case itself" in err
    assert "fever" not in case_file.read_text(encoding="utf-8")
    assert run(folder, case_file, "-o", case_file, "--force", said="no\n")[0] == 0
    assert "fever: false" in case_file.read_text(encoding="utf-8")


def test_no_folder_for_the_case_is_said_before_anything_is_asked(folder: Path, case_file: Path, tmp_path: Path) -> None:
    code, out, err = run(folder, case_file, "-o", tmp_path / "nowhere" / "b.yaml", said="no\n")
    assert (code, out) == (2, "")
    assert "there is no folder" in err


def test_the_part_of_an_explanation_keeps_to_its_schema(pack: Pack) -> None:
    case = parse_case("case: a\nfindings: {}\n", pack.vocabulary)
    made = asking_json(inquire(case, pack), pack.solve(case).assumed, pack)
    Draft202012Validator(ASKING).validate(made)
    assert json.loads(json.dumps(made)) == made
