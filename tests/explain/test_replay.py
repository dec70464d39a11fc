"""A justification replayed: what it cites gives the conclusion in plain clingo, in every answer set; without any one of it, no longer."""

from __future__ import annotations

import os
import random
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, note, settings
from hypothesis import strategies as st
from justified import everything, true_atoms
from reference.generate import cases, packs
from reference.written import lines, yaml
from replayed import Bare, chosen_rules, cited, frame, models, positive

from explain.justification.derivation import Reasons, Weighing
from explain.justification.ground_rules import GroundRules
from explain.justification.justify import Justification, Justifier, records, results
from explain.justification.predicates import TESTS
from guideline import Pack, load_pack, read_case
from guideline.cases.reading import parse_case
from guideline.solving import Session
from guideline.terms.atoms import Atom
from guideline.trial.run import case_files

HERE = Path(__file__).parent
EVERY = case_files(HERE.parents[1] / "encodings" / "vcf")
SHIPPED = EVERY if os.environ.get("HYPOTHESIS_PROFILE") else EVERY[::8]
"""All of them take a minute; a plain run looks at some."""


def replays(made: Justification, roots: list[str], declared: str, pack: Pack) -> None:
    """What is cited below some nodes, over the declarations of the pack, gives each of them in every answer set."""
    nodes = list(made.below(*roots))
    if any(n.kind == "derived" and n.name in TESTS and not (n.children or n.rules) for n in nodes):
        return  # a test that rules of the pack make known of every patient, in a circle: the grounder keeps no trace of these
    off = {n.args[0] for n in nodes if n.name == "active" and not n.holds} | set(pack.knowledge.statements) - made.statements(*roots)
    found = models(declared, cited(nodes).values(), [r.removeprefix("not ") for r in roots], off)
    assert found
    for root in roots:
        node = made.nodes[root]
        assert all((root.removeprefix("not ") in atoms) == node.holds for atoms in found), root


RESTRICTING = {"within", "needs", "all_of", "enters"}
"""What a statement asks for before it speaks: without it the statement says more, not less. Who is taken in stands with `within`."""


def falls_without_any_part(made: Justification, root: str, declared: str, pack: Pack) -> None:
    """A word of a statement, or its being in force, is lost when any one of the facts and rules that support it is left out.

    Where one part stands in for another (thresholds of one finding, two wishes for one action) it is lost when all of these are left out.
    Of facts that restrict (`RESTRICTING`) it is not asked: without one the statement says more, and the conclusion comes by another way.
    That each of them is needed for the derivation that is shown, `nothing_is_cited_in_vain` holds, of every ground rule that was chosen.
    """
    nodes = list(made.below(root))
    parts, off = cited(nodes), set(pack.knowledge.statements) - made.statements(root)
    support = cited(n for n in positive(made, root) if n.name not in RESTRICTING)
    wishes = [n.id for n in positive(made, root) if n.name in {"recommends", "offers", "permits", "opposes", "undecided", "rates"}]
    for key in support:
        node = made.nodes.get(key)
        alike = {key}
        if node and node.kind == "recorded":
            alike |= {n.id for n in nodes if n.kind == "recorded" and n.args[0] == node.args[0]}
        elif key in wishes:
            alike |= set(wishes)
        found = models(declared, [row for other, row in parts.items() if other not in alike], [root], off)
        assert not any(root in atoms for atoms in found), (root, key)


def nothing_is_cited_in_vain(ground: GroundRules, reasons: Reasons, root: int) -> int:
    """The chosen ground rules, with the recorded and the missing, give a literal in every answer set; without any one, no longer."""
    rules = chosen_rules(reasons, root)
    for head, body in rules.items():
        assert tuple(sorted(set(body))) in {tuple(sorted(set(b))) for b in ground.complete[head]}
    below = {x for b in rules.values() for x in b} | {root}
    bare = Bare(rules, {x for x in below if x > 0 and x not in rules}, {-x for x in below if x < 0})
    assert bare.always(root)
    for part in bare.parts:
        assert not bare.always(root, part), part
    return len(bare.parts)


class Shipped:
    """The shipped pack, and what is read off its program once."""

    def __init__(self) -> None:
        self.pack = load_pack()
        self.program = self.pack.grounded()
        self.session = Session(self.program)
        self.ground = GroundRules(self.program)
        self.justifier = Justifier(self.program, self.pack.compiled)
        self.frame = frame(self.program, self.pack)


@pytest.fixture(scope="module")
def shipped() -> Shipped:
    return Shipped()


@pytest.mark.parametrize("path", SHIPPED, ids=lambda p: p.stem)
def test_shipped_cases_replay(path: Path, shipped: Shipped) -> None:
    pack, program = shipped.pack, shipped.program
    case = read_case(path, pack)
    answer = pack.solve(case, marks=False, inquire=False)
    true = true_atoms(shipped.session, case.tests, ())
    asked = results(answer)
    made = shipped.justifier.justify(true, records(case), asked)
    replays(made, list(made.roots), shipped.frame, pack)
    literals = sorted(program.literals[Atom(c[0], c[1:])] for c in asked if Atom(c[0], c[1:]) in program.literals)
    reasons = Weighing(shipped.ground, true).below(literals)
    chance = random.Random(path.stem)  # noqa: S311 (any choice will do)
    for literal in chance.sample(literals, min(2, len(literals))):
        nothing_is_cited_in_vain(shipped.ground, reasons, literal)


@settings(max_examples=settings.default.max_examples * 2 // 3, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(st.data())
def test_random_packs_replay(data: st.DataObject) -> None:
    drawn = data.draw(packs(), label="pack")
    text = "\n".join(lines(drawn)) + "\n"
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "pack.lp").write_text(text, encoding="utf-8")
        pack = load_pack(folder)
        program = pack.grounded()
    session, declared = Session(program), frame(program, pack)
    ground, justifier = GroundRules(program), Justifier(program, pack.compiled)
    for _ in range(3):
        patient = data.draw(cases(drawn), label="case")
        note(f"{text}\n{yaml(patient, drawn)}")
        case = parse_case(yaml(patient, drawn), pack.vocabulary)
        true = true_atoms(session, case.tests, [*pack.knowledge.axioms, "records"])
        made = justifier.justify(true, records(case), everything(program))
        chance = random.Random(len(text))  # noqa: S311 (any choice will do)
        for root in chance.sample(made.roots, min(2, len(made.roots))):
            replays(made, [root], declared, pack)
            if made.nodes[root].holds and made.nodes[root].name in {"in_force", "stance", "scope"}:
                falls_without_any_part(made, root, declared, pack)
        asked = [program.literals[a] for n in made.roots if (a := Atom(made.nodes[n].name, made.nodes[n].args)) in program.literals]
        held = [x for x in asked if x in true]
        reasons = Weighing(ground, true).below(asked)
        for literal in chance.sample(held, min(6, len(held))):
            nothing_is_cited_in_vain(ground, reasons, literal)


def test_why_two_statements_name_one_agent_is_cited_where_they_do_not_conflict() -> None:
    text = """
source(a, "A"). source(b, "B"). strength((a; b), should, 1). label(pain, "pain"). finding(x, boolean). label(x, "x").
action((rest; drug)). label(rest, "rest"). label(drug, "drug"). kind_of(rest, drug). purpose((drug; rest), pain).
statement(mu, a, recommendation, should). locator(mu, "1"). says(mu, "m"). recommends(mu, rest). applies(mu) :- has(x).
statement(ka, b, recommendation, should). locator(ka, "1"). says(ka, "k"). recommends(ka, drug). applies(ka) :- has(x).
"""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "pack.lp").write_text(text, encoding="utf-8")
        pack = load_pack(folder)
        program = pack.grounded()
    case = parse_case("case: a\nfindings: {x: true}\n", pack.vocabulary)
    true = true_atoms(Session(program), case.tests, ())
    made = Justifier(program, pack.compiled).justify(true, records(case), [("conflict", "agent", "mu", "pain", "ka", "pain")])
    assert "kind_of(rest,drug)" in made.nodes
    replays(made, list(made.roots), frame(program, pack), pack)
