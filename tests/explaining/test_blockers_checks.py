"""Blockers check themselves on random packs: met, they bring about what was asked; none is superfluous; nothing cheaper does."""

from __future__ import annotations

import random
import tempfile
from pathlib import Path

import pytest
from blocked import Everything, goals, insteads_lead_there, is_complete, is_minimal
from hypothesis import HealthCheck, assume, given, note, settings
from hypothesis import strategies as st
from reference.generate import cases, packs
from reference.written import lines, yaml

from explain.why_not.amends import Variables, findings_only
from explain.why_not.blockers import Finder, Prepared, why_not
from explain.why_not.cheapest import Question, Search
from explain.why_not.leads import asked, leads
from explain.why_not.worlds import World
from guideline import CaseError, Pack, load_pack, read_case
from guideline.answer import Answer
from guideline.cases.reading import parse_case
from guideline.goal import Goal
from guideline.solving import Session

SHIPPED = sorted((Path(__file__).parents[2] / "encodings" / "vcf" / "cases").glob("*.yaml"))
SETTINGS = settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much])
GOALS = 6
"""So many questions are asked of one random case."""
RECORDS = 150
"""So many records are tried one by one for one question."""


@pytest.fixture(autouse=True)
def _no_cache(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GUIDELINE_CACHE", "off")


def drawn(data: st.DataObject) -> tuple[Pack, Prepared, Answer, random.Random]:
    """A random pack and the answer to a random case of it."""
    made = data.draw(packs(), label="pack")
    patient = data.draw(cases(made), label="case")
    without = data.draw(st.lists(st.sampled_from(sorted(made.statements)), max_size=1))
    text = "\n".join(lines(made)) + "\n"
    note(f"{text}\n{yaml(patient, made)}\nwithout {without}")
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "pack.lp").write_text(text, encoding="utf-8")
        pack = load_pack(folder)
        prepared = Prepared(pack.grounded())
        with pack.seats.borrow():
            pass
    case = parse_case(yaml(patient, made), pack.vocabulary)
    try:
        answer = pack.solve(case, marks=False, inquire=False, without=without)
    except CaseError:
        assume(False)
        raise
    return pack, prepared, answer, random.Random(len(text))  # noqa: S311 (any choice will do)


@SETTINGS
@given(st.data())
def test_blockers_met_bring_about_what_was_asked(data: st.DataObject) -> None:
    pack, prepared, answer, chance = drawn(data)
    session, finder = Session(prepared.program), Finder(prepared, answer, pack)
    every = list(goals(pack, answer))
    for goal in chance.sample(every, min(GOALS, len(every))):
        for conclusion in asked(goal, pack.knowledge):
            found = finder.why_not(conclusion)
            assert not found.holds
            for way in found.ways:
                is_complete(way, conclusion, session, answer)
                is_minimal(way, conclusion, session, answer)
                insteads_lead_there(way, conclusion, session, answer)


@SETTINGS
@given(st.data())
def test_nothing_cheaper_would_do_for_the_findings(data: st.DataObject) -> None:
    """Against all records: what findings change is the least that can, and where nothing is found nothing can."""
    pack, prepared, answer, chance = drawn(data)
    session = Session(prepared.program)
    variables = Variables(answer.case, pack.vocabulary, answer.without)
    held = {prepared.program.given[t] for t in answer.case.tests if t in prepared.program.given}
    off = {prepared.program.switches[f"active {s}"] for s in answer.without if f"active {s}" in prepared.program.switches}
    search = Search(World(prepared.reach, frozenset(held | (prepared.switches.keys() - off))), variables, prepared.externals)
    every = [c for g in goals(pack, answer) for c in asked(g, pack.knowledge)]
    found = [x for c in chance.sample(every, min(3 * GOALS, len(every))) for x in leads(c, prepared.program, prepared.ground)]
    few = [(x, e) for x in found if x.alone and x.sure and (e := Everything(x, prepared, variables)).size <= RECORDS]
    for lead, records in few[:2]:
        cone = prepared.reach.closure(map(abs, lead.literals))
        result = search.cheapest(Question(tuple([(x,) for x in lead.literals]), lead.own, alone=True), cone)
        least = records.least(session, answer.case)
        note(f"{lead} {result} {least}")
        if result.states is None:
            assert least is None or not result.proved
        else:
            assert least is not None
            assert findings_only(result.cost) == least or (not result.proved and findings_only(result.cost) > least)


@pytest.mark.parametrize("path", SHIPPED[:: max(1, len(SHIPPED) // 5)], ids=lambda p: p.stem)
def test_shipped_cases_are_told_what_brings_the_conclusion_about(path: Path) -> None:
    pack = load_pack()
    answer = pack.solve(read_case(path, pack), marks=False, inquire=False)
    session = Session(pack.grounded())
    every = [g for g in goals(pack, answer) if g.kind != "conflict"]
    for goal in every[::17]:
        for found in why_not(goal, answer, pack).whynots:
            for way in found.ways:
                is_complete(way, found.conclusion, session, answer)
                insteads_lead_there(way, found.conclusion, session, answer)


@pytest.mark.parametrize(
    ("name", "goal"),
    [
        ("suspicion_two_fractures", Goal("statement", ("cleft_intervention_compelling",))),
        ("general_subchondral_spot", Goal("statement", ("mm_failed_reevaluate_refer",))),
    ],
)
def test_a_finding_that_two_parts_of_a_statement_ask_for_is_not_replaced_by_what_does_for_one(name: str, goal: Goal) -> None:
    pack = load_pack()
    answer = pack.solve(read_case(SHIPPED[0].with_name(f"{name}.yaml"), pack), marks=False, inquire=False)
    session = Session(pack.grounded())
    for found in why_not(goal, answer, pack).whynots:
        for way in found.ways:
            insteads_lead_there(way, found.conclusion, session, answer)
