"""Soundness against stock clingo: every node is true, or false, in the answer set as it says, and what holds is founded."""

from __future__ import annotations

import re
import tempfile
from pathlib import Path

import clingo
from hypothesis import HealthCheck, given, note, settings
from hypothesis import strategies as st
from justified import everything, is_acyclic
from reference.generate import cases, packs
from reference.written import lines, yaml
from replayed import CORE

from explain.justification.justify import Justification, justification, takes
from guideline import CaseError, load_pack
from guideline.cases.facts import case_facts
from guideline.cases.reading import parse_case

OF_THE_ENGINE = {"circle", "takes"}
"""Names of nodes that stand for no atom of the program."""
UNDERIVED = {"recorded", "fact", "chosen"}


def plain(atom: str) -> str:
    """Strings that read like names stand without quotes in the ids of nodes: `"mg"` and `mg`."""
    return re.sub(r'"(_*[a-z][A-Za-z0-9_]*)"', r"\1", atom)


def answer_set(pack: str, case: str, asked: list[str]) -> frozenset[str] | None:
    """Those of the asked atoms that hold in the one answer set of the stock program; None where there is none."""
    control = clingo.Control(["0", "--warn=none"], logger=lambda _c, _m: None, message_limit=1)
    for path in CORE:
        control.load(path)
    control.add("base", [], f"{pack}\n{case}")
    control.ground([("base", [])])
    wanted = {plain(str(clingo.parse_term(a))): a for a in asked}
    found: list[frozenset[str]] = []
    control.solve(on_model=lambda m: found.append(frozenset(wanted[a] for s in m.symbols(atoms=True) if (a := plain(str(s))) in wanted)))
    assert len(found) <= 1
    return found[0] if found else None


def is_founded(made: Justification) -> None:
    """What holds is recorded, stated, chosen, or rests on something; and never on itself, by whatever way."""
    assert is_acyclic(made)
    for node in made.nodes.values():
        if node.holds and node.kind not in UNDERIVED:
            assert (
                node.children or node.rules or node.name in {"in_force", "has", "lacks", "is", "at_least", "above", "below", "at_most"}
            ), node.id


@settings(max_examples=settings.default.max_examples * 7 // 10, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(st.data())
def test_every_node_is_as_stock_clingo_has_it(data: st.DataObject) -> None:
    drawn = data.draw(packs(), label="pack")
    text = "\n".join(lines(drawn)) + "\n"
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "pack.lp").write_text(text, encoding="utf-8")
        pack = load_pack(folder)
        with pack.seats.borrow() as seat:
            program = seat.session.program
    asked = everything(program)
    for _ in range(3):
        patient = data.draw(cases(drawn), label="case")
        note(f"{text}\n{yaml(patient, drawn)}")
        case = parse_case(yaml(patient, drawn), pack.vocabulary)
        try:
            answer = pack.solve(case, marks=False, inquire=False)
        except CaseError:
            continue
        chosen = [c for d, made in enumerate(answer.decisions) for k in range(len(made.alternatives))[:3] for c in takes(answer, d, k)]
        reasons = justification(answer, pack, [*asked, *chosen])
        is_founded(reasons)
        named = {n.id.removeprefix("not "): n for n in reasons.nodes.values() if n.name not in OF_THE_ENGINE}
        true = answer_set(text, case_facts(case) + pack.compiled.facts, list(named))
        assert true is not None
        for atom, node in named.items():
            assert node.holds == (atom in true), node.id
        stances = {s.key: s for s in answer.stances}
        for node in reasons.nodes.values():
            if node.kind == "open" and node.name == "stance":
                assert (node.args[0], "open", node.args[2]) in stances
            elif node.name == "takes":
                taken = answer.decisions[int(node.args[0]) - 1].alternatives[int(node.args[1]) - 1]
                assert node.holds == (stances[node.args[2], node.args[3], node.args[4]] in taken.stances)
