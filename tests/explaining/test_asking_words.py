"""What was assumed and what to ask next, in words: the lengths, the places, and no name where a label exists."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from explain.asking_words import tell_asking, terms_of
from explain.telling import Length, Telling
from explain.views.terms import Terms
from guideline import Pack, load_pack, read_case
from guideline.asking.questions import inquire
from guideline.packs import shipped_pack

CASES = ("acr_81_year_old", "general_denosumab_balance_unknown", "edema_first_line_limited")


@pytest.fixture(scope="module")
def pack() -> Pack:
    return load_pack()


def told(name: str, pack: Pack, length: Length) -> tuple[Telling, Terms]:
    case = read_case(Path(shipped_pack(), "cases", f"{name}.yaml"), pack)
    answer = pack.solve(case, marks=False)
    terms = terms_of(case, answer, pack)
    return tell_asking(inquire(case, pack, detailed=5), terms, length), terms


@pytest.mark.parametrize("name", CASES)
def test_a_line_is_a_line_for_each_part(pack: Pack, name: str) -> None:
    telling, terms = told(name, pack, "line")
    assert [len(p.lines) for p in telling] == [1, 1]
    first = terms.vocabulary.findings[inquire(terms.answer.case, pack, detailed=0).order[0]]
    assert telling[1].lines[0].text.startswith(first.question or first.label)


@pytest.mark.parametrize("name", CASES)
def test_every_assumption_and_question_is_told_with_its_statements(pack: Pack, name: str) -> None:
    short, terms = told(name, pack, "short")
    full, _ = told(name, pack, "full")
    assert all(len(f.lines) >= len(s.lines) for f, s in zip(full, short, strict=True))
    says = {s.says: s for s in pack.knowledge.statements.values()}
    for passage in (*short, *full):
        for line in passage.lines:
            if line.text in says:
                assert line.place == f"{says[line.text].id}, {says[line.text].locator}"
            assert not re.search(r"\b[a-z]+_[a-z_]+\b", line.text), line.text
            assert "assumed" not in line.text
    assumed = " ".join(line.text for line in short[0].lines)
    assert all(terms.label(f) in assumed for f, _ in terms.answer.assumed)
    for finding, names in terms.answer.assumed:
        rows = [line for line in full[0].lines if terms.label(finding) in line.text]
        assert any(f"{len(names)} statement" in line.text for line in rows)


@pytest.mark.parametrize("name", CASES)
def test_no_critical_question_that_can_change_a_status_goes_unnamed(pack: Pack, name: str) -> None:
    telling, terms = told(name, pack, "short")
    asked = inquire(terms.answer.case, pack, detailed=0)
    assert asked.urgent
    words = " ".join(line.text for line in telling[1].lines)
    for finding in asked.urgent:
        known = pack.vocabulary.findings[finding]
        assert known.label in words or (known.question and known.question in words)


@pytest.mark.parametrize("name", CASES)
def test_an_answer_and_its_explanation_ask_in_one_order(pack: Pack, name: str) -> None:
    case = read_case(Path(shipped_pack(), "cases", f"{name}.yaml"), pack)
    asked = inquire(case, pack, detailed=None)
    by_answer = [a.finding for a in pack.solve(case).ask if a.finding in asked.urgent]
    assert by_answer == [f for f in asked.urgent if f in by_answer]
    assert len(by_answer) > 1
    outcomes = {a.finding: [(tests, changes) for tests, changes in a.outcomes] for a in pack.solve(case).ask}
    for question in asked.questions:
        if question.first and question.finding in outcomes:
            assert outcomes[question.finding] == [(r.tests, r.changes) for r in question.replies if r.possible]


def test_when_nothing_can_change_it_is_said(tmp_path: Path) -> None:
    (tmp_path / "pack.lp").write_text(
        'source(guide, "A guide"). strength(guide, should, 1). finding(fever, boolean). label(fever, "fever").\n'
        'action(rest). label(rest, "rest"). statement(one, guide, recommendation, should). locator(one, "1"). says(one, "Rest.").\n'
        "recommends(one, rest). applies(one) :- has(fever).\n",
        encoding="utf-8",
    )
    (tmp_path / "a.yaml").write_text("case: a\nfindings:\n  fever: true\n", encoding="utf-8")
    small = load_pack(tmp_path)
    case = read_case(tmp_path / "a.yaml", small)
    for length in ("line", "short", "full"):
        telling = tell_asking(inquire(case, small), terms_of(case, small.solve(case), small), length)
        assert [len(p.lines) for p in telling] == [1, 1]
        assert telling[0].head == "Assumed: nothing"
        assert [p.lines[0].text.partition(" ")[0] for p in telling] == ["No", "Nothing:"]


def test_below_a_question_stand_first_the_statements_that_back_what_an_answer_turns(tmp_path: Path) -> None:
    (tmp_path / "pack.lp").write_text(
        'source(guide, "A guide"). strength(guide, should, 1). finding((fever; cough), boolean). critical(fever).\n'
        'label(fever, "fever"). label(cough, "a cough"). action((rest; walk; swim)).\n'
        'label(rest, "rest"). label(walk, "a walk"). label(swim, "a swim").\n'
        'context(ward, guide, "the feverish"). enters(ward) :- has(fever).\n'
        'statement(aside, guide, recommendation, should). locator(aside, "1"). says(aside, "Walk, with fever and cough.").\n'
        "recommends(aside, walk). applies(aside) :- has(fever), has(cough).\n"
        'statement(other, guide, recommendation, should). locator(other, "2"). says(other, "Walk, with fever, a second time.").\n'
        "recommends(other, walk). applies(other) :- has(fever), has(cough).\n"
        'statement(turns, guide, recommendation, should). locator(turns, "3"). says(turns, "Rest, with fever.").\n'
        "recommends(turns, rest). applies(turns) :- has(fever).\n"
        'statement(inside, guide, recommendation, should). locator(inside, "4"). says(inside, "Swim.").\n'
        "recommends(inside, swim). applies(inside). within(inside, ward).\n",
        encoding="utf-8",
    )
    (tmp_path / "a.yaml").write_text("case: a\nfindings:\n  cough: false\n", encoding="utf-8")
    small = load_pack(tmp_path)
    case = read_case(tmp_path / "a.yaml", small)
    (_, asked) = tell_asking(inquire(case, small), terms_of(case, small.solve(case), small), "short")
    rows = [line.text for line in asked.lines]
    at = rows.index("rests on it:")
    assert rows[at + 1 : at + 3] == ["Rest, with fever.", "Swim."]


def test_a_question_on_the_nerves_does_not_cite_a_statement_on_tumours(pack: Pack) -> None:
    telling, _ = told("acr_81_year_old", pack, "short")
    rows = [line.text for line in telling[1].lines]
    at = rows.index("Is the neurological status getting worse? (critical)")
    below = rows[rows.index("rests on it:", at) + 1 :][:2]
    assert pack.knowledge.statements["consider_pathologic"].says not in below
    assert pack.knowledge.statements["neuro_red_flag_surgical"].says in below
