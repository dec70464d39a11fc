"""What a pack holds, in words and as JSON: whole outputs as golden files, every part of a statement, and the schemas."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from outputs import GOLDEN, JOINT, ROOT, guideline, printed, valid
from rich.console import Console

from explain.corpus.knowledge_view import KnowledgeViews
from explain.corpus.knowledge_words import print_sources, print_statement, print_statements, print_trace, print_vocabulary
from explain.render import render
from guideline import Pack, load_pack
from guideline.cases.reading import parse_case
from guideline.collisions import collisions
from guideline.inventory import read_inventory, trace
from guideline.knowledge_json import sources_json, statement_json, statements_json, trace_json, vocabulary_json
from guideline.knowledge_schema import SCHEMAS
from guideline.packs import shipped_pack
from guideline.selection import find, select
from guideline.trial.run import cases_of

SHOWN = (
    "acr_vcf.pva_coagulation_unsafe",
    "bme_vertebral.dose_infliximab",
    "osteopenia_vcf.medical_first_3_months",
    "voormolen_2006.gap_numbers",
)
DENIED = """
finding((knee; ankle), boolean). label(knee, "knee"). label(ankle, "ankle"). action(walking). label(walking, "walking").
source(note, "A note"). strength(note, firm, 1).
bad(knee) :- has(knee). bad(ankle) :- has(ankle). label(bad(knee), "a bad joint"). label(bad(ankle), "a bad joint").
statement(walk, note, recommendation, firm). locator(walk, "Page 1"). says(walk, "Walk."). recommends(walk, walking).
applies(walk) :- not bad((knee; ankle)).
"""
Golden = Callable[[Path, str], None]
Show = Callable[[Console], None]


def printers(pack: Pack, folder: Path) -> dict[str, Show]:
    """What prints each golden file of a pack."""
    return {
        "sources": lambda to: print_sources(pack, to),
        "vocabulary": lambda to: print_vocabulary(pack, to),
        "trace": lambda to: print_trace(trace(read_inventory(folder), pack.knowledge), pack, to),
    }


def show(name: str, pack: Pack) -> Show:
    """What prints one statement, without its cases."""
    statement = find(name, pack.knowledge)
    found = collisions(pack, statement.name)
    return lambda to: print_statement(statement, pack, found, None, to)


@pytest.fixture(autouse=True)
def _at_the_root(monkeypatch: pytest.MonkeyPatch) -> None:
    """Places are printed from the folder where a command runs."""
    monkeypatch.chdir(ROOT)


@pytest.mark.parametrize("what", ["sources", "vocabulary", "trace"])
def test_the_shipped_pack_in_words(what: str, shipped: Pack, golden: Golden) -> None:
    golden(GOLDEN / f"{what}.txt", printed(printers(shipped, shipped_pack())[what]))


@pytest.mark.parametrize("what", ["sources", "vocabulary", "trace"])
def test_the_small_pack_in_words(what: str, joint: Pack, golden: Golden) -> None:
    golden(GOLDEN / f"joint_{what}.txt", printed(printers(joint, JOINT)[what]))


def test_a_list_of_statements_in_words(shipped: Pack, joint: Pack, golden: Golden) -> None:
    chosen = select(shipped.knowledge, shipped.vocabulary, sources=["voormolen_2006"])
    golden(GOLDEN / "statements.txt", printed(lambda to: print_statements(chosen, shipped, to)))
    everything = select(joint.knowledge, joint.vocabulary)
    golden(GOLDEN / "joint_statements.txt", printed(lambda to: print_statements(everything, joint, to)))
    assert printed(lambda to: print_statements((), joint, to)) == "No statement fits.\n"


@pytest.mark.parametrize("name", SHOWN)
def test_a_statement_in_words(name: str, shipped: Pack, golden: Golden) -> None:
    golden(GOLDEN / f"{name}.txt", printed(show(name, shipped)))


def test_a_statement_with_every_part_in_words(joint: Pack, golden: Golden) -> None:
    golden(GOLDEN / "joint_everything.txt", printed(show("everything", joint)))
    golden(GOLDEN / "joint_everything_120.txt", printed(show("everything", joint), 120))


def test_no_line_is_wider_than_the_console(shipped: Pack) -> None:
    for width in (80, 120):
        for print_it in (*printers(shipped, shipped_pack()).values(), *(show(name, shipped) for name in SHOWN)):
            text = printed(print_it, width)
            assert all(len(line) <= width for line in text.splitlines())
            assert not any(line != line.rstrip() for line in text.splitlines())
            assert "\n\n\n" not in text


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "a strained knee (load on a joint (walks far; or runs), and a swollen joint (swelling of the knee; or swelling of the ankle), "
            "unless a joint at ease (rest, and warmth)) or a strained ankle (load on a joint (walks far; or runs), "
            "and a swollen joint (swelling of the knee; or swelling of the ankle), unless a joint at ease (rest, and warmth)), "
            "and walks far or runs, and time since the first pain: less than 2 years, "
            "unless a calm joint (warmth is recorded as no, unless a strained knee (load on a joint (walks far; or runs), "
            "and a swollen joint (swelling of the knee; or swelling of the ankle), unless a joint at ease (rest, and warmth)))"),
        (1, "a strained joint (load on a joint (walks far; or runs), and a swollen joint (swelling of the knee; or swelling of the ankle), "
            "unless a joint at ease (rest, and warmth)), and a joint of note"),
        (2, "walking is ruled out, unless time since the first pain: at least 2 weeks"),
    ],
)  # fmt: skip
def test_when_a_statement_applies_in_words(number: int, words: str, joint: Pack) -> None:
    lines = printed(show("everything", joint), 2000).split("Applies\n")[1].split("\n\n")[0].splitlines()
    assert len(lines) == 3
    assert lines[number] == f"- {words}"


def test_the_words_of_a_pool_a_denial_and_a_group_follow_the_rules(joint: Pack) -> None:
    page = KnowledgeViews(joint).page(find("everything", joint.knowledge), (), None)
    strained, calm, pool, below = page.applies[0].clauses
    assert [(c.label, len(c.ways)) for c in strained.concepts] == [("a strained knee", 1), ("a strained ankle", 1)]
    assert (calm.positive, [c.label for c in calm.concepts]) == (False, ["a calm joint"])
    assert ([t.label for t in pool.any_of], pool.concepts) == (["walks far", "runs"], ())
    assert below.any_of[0].value == "2 years"
    splint = next(lean for lean in page.row.leans if lean.action == "splint")
    assert {c.kind for c in splint.criteria} == {"any", "all"}


def test_a_denied_pool_of_concepts_says_that_all_of_them_have_to_hold(tmp_path: Path) -> None:
    (tmp_path / "pack.lp").write_text(DENIED, encoding="utf-8")
    pack = load_pack(tmp_path)
    text = printed(show("walk", pack), 200)
    assert "- always, unless a bad joint (knee) and a bad joint (ankle)\n" in text
    in_force = {}
    for knee, ankle in ((False, False), (True, False), (False, True), (True, True)):
        case = parse_case(f"case: a\nfindings: {{knee: {str(knee).lower()}, ankle: {str(ankle).lower()}}}\n", pack.vocabulary)
        in_force[knee, ankle] = "walk" in pack.solve(case, marks=False, inquire=False).in_force
    assert in_force == {(False, False): True, (True, False): True, (False, True): True, (True, True): False}


def test_a_statement_that_only_limits_says_its_limit(shipped: Pack) -> None:
    row = KnowledgeViews(shipped).row(find("pva_coagulation_unsafe", shipped.knowledge))
    assert row.leans == ()
    assert [limit.action for limit in row.limits] == ["percutaneous vertebral augmentation"]


def test_every_statement_of_the_shipped_pack_has_a_page(shipped: Pack) -> None:
    views = KnowledgeViews(shipped)
    for s in shipped.knowledge.statements.values():
        page = views.page(s, (), None)
        text = render(page, "statement text")
        # Every heading has something under it.
        assert "\n\n\n" not in text
        assert page.applies
        assert page.speaks or s.silent or "nothing that answers follow" in text
        valid("statement", statement_json(s, shipped, (), None))


def test_the_cases_of_a_statement(joint: Pack, tmp_path: Path) -> None:
    everything = find("everything", joint.knowledge)
    covered = cases_of("everything", joint, [JOINT])
    assert covered is not None
    text = printed(lambda to: print_statement(everything, joint, (), covered, to))
    assert text.endswith("Cases\n- in force in 1 case, not in force in 0; named by the expectation of 1: left\n")
    part = cases_of("pitfall", joint, [JOINT])
    text = printed(lambda to: print_statement(find("pitfall", joint.knowledge), joint, (), part, to))
    assert text.endswith("Cases\n- in force in 0 cases, not in force in 1; named by the expectation of none\n")
    assert cases_of("everything", joint, [tmp_path]) is None


def test_every_part_of_a_statement_is_in_its_json(joint: Pack) -> None:
    s = find("everything", joint.knowledge)
    document = valid("statement", statement_json(s, joint, collisions(joint, s.name), cases_of(s.name, joint, [JOINT])))
    empty = [key for key, value in document.items() if value in ([], None, "", {})]
    assert empty == []
    assert document["cases"] == {"in_force": ["left"], "falls_away": [], "named": ["left"]}
    assert document["overridden_by"] == [{"statement": "manual.last_word", "action": "ice"}]
    assert document["applies"][1]["conditions"] == [{"holds": True, "any_of": ["strained/1"]}, {"holds": True, "any_of": ["noted/1"]}]
    assert document["applies"][2]["conditions"] == [
        {"holds": True, "any_of": ["unsuitable(walking)"]},
        {"holds": False, "any_of": ['at_least(duration,"2 weeks")']},
    ]


@pytest.mark.parametrize("name", ["shipped", "joint"])
def test_the_json_of_each_verb_fits_its_schema(name: str, request: pytest.FixtureRequest) -> None:
    pack: Pack = request.getfixturevalue(name)
    folder = shipped_pack() if name == "shipped" else JOINT
    documents: dict[str, Any] = {
        "sources": sources_json(pack),
        "statements": statements_json(select(pack.knowledge, pack.vocabulary), pack),
        "vocabulary": vocabulary_json(pack),
        "trace": trace_json(trace(read_inventory(folder), pack.knowledge), pack),
    }
    read = {what: valid(what, document) for what, document in documents.items()}
    assert len(read["statements"]["statements"]) == len(pack.knowledge.statements)
    assert sum(s["statements"] for s in read["sources"]["sources"]) == len(pack.knowledge.statements)
    assert {f["finding"] for f in read["vocabulary"]["findings"]} == set(pack.vocabulary.findings)
    assert read["trace"]["complete"]


@pytest.mark.parametrize("what", sorted(SCHEMAS))
def test_the_schemas_are_schemas_and_take_nothing_else(what: str, joint: Pack) -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMAS[what])
    document = {**sources_json(joint), "schema": f"guideline.{what}/1"}
    with pytest.raises(jsonschema.ValidationError):
        valid(what, {**document, "more": 1})


def test_the_commands_print_what_their_published_schemas_take() -> None:
    for verb, what in (("show", "statement"), ("sources", "sources")):
        schema = json.loads(guideline("schema", what).stdout)
        assert schema == SCHEMAS[what]
        run = guideline(verb, *(["everything"] if verb == "show" else []), "--pack", JOINT, "--json")
        assert (run.returncode, run.stderr) == (0, "")
        jsonschema.validate(json.loads(run.stdout), schema, jsonschema.Draft202012Validator)
