"""A trial of a pack: which files it takes, what it counts, what it says when something is not as expected."""

from __future__ import annotations

import json
from pathlib import Path
from xml.etree import ElementTree as Xml

import jsonschema
import pytest
from click.testing import CliRunner, Result

from guideline import GuidelineError, Pack, load_pack
from guideline.cli.schema import command as schema_command
from guideline.cli.test import command
from guideline.trial.coverage import Gap
from guideline.trial.junit import junit_xml
from guideline.trial.run import case_files, try_packs
from guideline.trial.trial_json import trial_json
from guideline.trial.trial_schema import TRIAL

SMALL = Path(__file__).parent / "small"
BROKEN = "case: broken\nfindings: {sweling: true}\nexpect: {in_force: [no_splint]}\n"
WRONG = "case: wrong\nfindings: {side: left}\nexpect:\n  actions: {splint: settled_for}\n"


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(command, [str(a) for a in arguments])


def add(home: Path, name: str, text: str) -> Path:
    path = home / "cases" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_cases_are_found_in_sub_folders_and_the_list_of_exceptions_is_none() -> None:
    assert [p.relative_to(SMALL / "cases").as_posix() for p in case_files(SMALL)] == ["deep/athlete.yaml", "late.yaml", "left.yaml"]


def test_a_pack_that_keeps_its_word_passes(small: Pack) -> None:
    trial = try_packs(small, [SMALL])
    assert trial.passed
    assert trial.strict
    assert trial.coverage is not None
    rules = {s.statement: s for s in trial.coverage.group(rule=True)}
    assert [s.statement for s in trial.coverage.group(rule=False)] == ["natural_course"]
    assert rules["splint_any"].in_force == ("late", "left")
    assert rules["splint_any"].falls_away == ("athlete",)
    assert rules["splint_any"].falls_away_inside == ("athlete",)
    # In the one case without a swollen wrist its context is left: nothing is shown of its own condition.
    assert rules["splint_early"].falls_away == rules["splint_early"].out_of_scope == ("athlete",)
    assert rules["splint_early"].falls_away_inside == ()
    assert rules["image_wrist"].named == ("athlete",)
    assert trial.gaps == ()


def test_the_output_is_the_same_every_time_and_names_no_time() -> None:
    first, second = run(SMALL, "--verdicts"), run(SMALL, "--verdicts")
    assert first.exit_code == 0
    assert first.output == second.output
    assert "3 cases: 3 as expected" in first.output
    assert "7 of 7 rule statements are in force in some case, 6 fall away in some" in " ".join(first.output.split())
    assert "real (listed:" in first.output
    lines = first.output.splitlines()
    assert lines[0].split() == ["Tension", "Verdict", "Conflicts", "Case", "Holds"]
    assert max(len(line) for line in lines) <= 80
    assert "the manual sets no end to the splint" in " ".join(first.output.split())


def test_a_broken_case_is_listed_and_the_rest_is_tried(home: Path) -> None:
    add(home, "broken.yaml", BROKEN)
    add(home, "wrong.yaml", WRONG)
    add(home, "empty.yaml", "case: empty\n")
    add(home, "breach.yaml", "")
    shown = run(home)
    text = " ".join(shown.output.split())
    assert shown.exit_code == 3
    assert "cannot be tried: broken" in text
    assert "unknown finding `sweling` [line 2]; hint: did you mean `swelling`?" in text
    assert "action splint: expected settled_for, found contested (against: no_splint; for: splint_any) [line 4]" in text
    assert "the case expects nothing" in text
    assert "7 cases: 3 as expected, 2 not, 2 could not be tried" in text


def test_names_choose_cases_and_coverage_is_not_counted_over_a_part(home: Path) -> None:
    add(home, "wrong.yaml", WRONG)
    shown = run(home, "--case", "l*", "--case", "athlete")
    assert shown.exit_code == 0
    assert "3 cases: 3 as expected; 1 left out" in shown.output
    assert "Coverage" not in shown.output
    with pytest.raises(GuidelineError, match="no case is called `athlet`"):
        try_packs(load_pack(home), [home], names=["athlet"])


def test_it_stops_at_the_first_failure_when_told(home: Path) -> None:
    add(home, "a.yaml", WRONG)
    shown = run(home, "-x")
    assert shown.exit_code == 3
    assert "1 case: 0 as expected, 1 not; 3 left out" in shown.output


def test_a_pack_without_cases_says_so(tmp_path: Path) -> None:
    (tmp_path / "pack.lp").write_text((SMALL / "pack.lp").read_text(encoding="utf-8"), encoding="utf-8")
    shown = run(tmp_path)
    assert shown.exit_code == 3
    assert "the pack has no cases" in " ".join(shown.output.split())


def test_several_packs_are_tried_together_and_one_named_twice_once(tmp_path: Path) -> None:
    (tmp_path / "more.lp").write_text(
        'finding(fever, boolean). label(fever, "fever").\nfollows(has(swelling)) :- has(fever).\n', encoding="utf-8"
    )
    add(tmp_path, "fever.yaml", "case: fever\nfindings: {fever: true}\nexpect: {in_force: [splint_early]}\n")
    shown = run(SMALL, tmp_path, SMALL)
    assert "4 cases: 4 as expected" in shown.output, shown.output


def test_two_cases_of_one_name_and_two_verdicts_on_one_tension_are_wrong(home: Path) -> None:
    add(
        home,
        "second.yaml",
        (home / "cases" / "left.yaml").read_text(encoding="utf-8").replace("kinds: [contradiction]", "").replace("real", "compatible"),
    )
    trial = try_packs(load_pack(home), [home])
    assert [p.code for p in trial.problems] == ["duplicate", "contradiction"]
    assert "judged compatible here and real by the case left" in trial.problems[1].message


def test_a_pack_that_lists_exceptions_is_held_to_them(home: Path) -> None:
    (home / "cases" / "deep" / "athlete.yaml").unlink()
    pack = load_pack(home)
    strict = try_packs(pack, [home])
    assert Gap("splint_athlete", "in_force") in strict.gaps
    assert not strict.passed
    assert "any other is a failure" in " ".join(run(home).output.split())
    assert run(home, "--no-coverage").exit_code == 0
    (home / "cases" / "exceptions.yaml").unlink()
    free = try_packs(pack, [home])
    assert set(strict.gaps) < set(free.gaps)
    assert free.passed


EXCEPTIONS = [
    (
        "- {statement: splint_any, never: in_force, because: no}",
        "unneeded-exception",
        "the exception is not needed: `splint_any` is in force in some case",
    ),
    (
        "- {statement: natural_course, never: falls_away, because: no}",
        "unneeded-exception",
        "the exception is not needed: `natural_course` needs no exception",
    ),
    ("- {statement: splint_ny, never: in_force, because: no}", "unknown-statement", "unknown statement `splint_ny`"),
    ("- {statement: splint_any, never: inforce, because: no}", "unknown-never", "`inforce` is nothing that a statement can never be"),
    ("- {statement: splint_any, never: in_force}", "missing-key", "an exception lacks `because`"),
    ("- {statement: splint_any, never: in_force, because: [no]}", "wrong-type", "`because` is a text"),
    ("- {statement: rather_exercise, never: falls_away, because: no, why: no}", "unknown-key", "unknown key `why` in an exception"),
    ("- rather_exercise", "wrong-type", "an exception is a mapping"),
    ("rather_exercise: falls_away", "wrong-type", "exceptions are a list"),
    ("- {statement: [", "not-yaml", "not valid YAML: "),
    (
        "- {statement: rather_exercise, never: falls_away, because: a}\n" * 2,
        "duplicate",
        "`rather_exercise` stands twice; the first is at ",
    ),
]


@pytest.mark.parametrize(("text", "code", "message"), EXCEPTIONS)
def test_an_exception_is_read_closely_and_has_to_be_needed(text: str, code: str, message: str, home: Path) -> None:
    path = add(home, "exceptions.yaml", text)
    trial = try_packs(load_pack(home), [home])
    assert not trial.passed
    problem = trial.problems[0]
    assert problem.code == code
    assert problem.message.startswith(message)
    assert problem.place is not None
    assert problem.place.file == str(path)


def test_junit_says_the_same(home: Path) -> None:
    add(home, "broken.yaml", BROKEN)
    add(home, "wrong.yaml", WRONG + "  in_force: [splint_athlete]\n")
    add(home, "zz.yaml", "case: left\nfindings: {}\nexpect: {in_force: [splint_any]}\n")
    target = home / "junit.xml"
    assert run(home, "--junit", target).exit_code == 3
    root = Xml.parse(target).getroot()  # noqa: S314 (as above)
    assert [(s.get("name"), s.get("tests"), s.get("failures"), s.get("errors")) for s in root] == [
        ("small", "6", "1", "1"),
        ("packs", "1", "1", "0"),
    ]
    assert (root.get("tests"), root.get("failures"), root.get("errors")) == ("7", "2", "1")
    cases = {c.get("name"): c for c in root.iter("testcase") if len(c)}
    assert cases["wrong"].findall("failure")[0].get("message") == "in force: missing splint_athlete (does not apply) (and 1 more)"
    text = cases["wrong"].findall("failure")[0].text or ""
    assert len(text.splitlines()) == 2
    assert "wrong.yaml:5:14: in force: missing" in text
    assert "did you mean" in (cases["broken"].findall("error")[0].text or "")
    assert {c.get("time") for c in root.iter("testcase")} == {"0"}


def test_junit_is_a_document_even_of_a_name_that_xml_cannot_hold(home: Path) -> None:
    add(home, "odd.yaml", 'case: odd\nfindings: {}\nexpect: {in_force: ["\\uFFFE <&"]}\n')
    text = junit_xml(try_packs(load_pack(home), [home]))
    root = Xml.fromstring(text)  # noqa: S314 (as above)
    assert "<&" in (next(root.iter("error")).text or "")


def test_json_keeps_its_schema(home: Path) -> None:
    add(home, "broken.yaml", BROKEN)
    add(home, "wrong.yaml", WRONG)
    shown = run(home, "--json")
    assert shown.exit_code == 3
    found = json.loads(shown.output)
    jsonschema.validate(found, TRIAL)
    assert found["counts"] == {"cases": 5, "as_expected": 3, "not_as_expected": 1, "broken": 1, "untried": 0}
    assert [(v["entry"], v["case"], v["holds"]) for v in found["verdicts"]] == [
        ("splint_of_athletes", "athlete", True),
        ("splint_on_the_left", "left", True),
        ("splint_or_exercise", "late", True),
    ]
    assert [c["case"] for c in found["cases"] if c["outcome"] == "broken"] == ["broken"]
    part = trial_json(try_packs(load_pack(home), [home], names=["left"]), load_pack(home))
    jsonschema.validate(part, TRIAL)
    assert part["coverage"] is None


def test_the_schema_is_printed() -> None:
    shown = CliRunner().invoke(schema_command, ["test"])
    assert json.loads(shown.output) == TRIAL
