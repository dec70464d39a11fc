"""Reasons check themselves: they are acyclic, reproduce what they give reasons for, and do not depend on the order of anything."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, note, settings
from hypothesis import strategies as st
from justified import Nothing, everything, is_acyclic, is_sound, reproduces, shuffled, true_atoms
from reference.generate import cases, packs
from reference.written import lines, yaml

from explain.justification.derivation import Weighing
from explain.justification.ground_rules import PLANS, GroundRules
from explain.justification.justify import Justifier, records, results
from explain.justification.predicates import SHOWN
from guideline import Pack, load_pack, read_case
from guideline.cases.reading import parse_case
from guideline.model import Case
from guideline.packs import core_files
from guideline.program import GroundProgram, ground
from guideline.solving import Session
from guideline.terms.atoms import Atom
from guideline.trial.run import case_files

HERE = Path(__file__).parent
SHIPPED = case_files(HERE.parents[1] / "encodings" / "vcf")
GARDEN = HERE / "test_justification_garden"


@pytest.fixture(scope="module")
def pack() -> Pack:
    return load_pack()


@pytest.mark.parametrize("path", SHIPPED, ids=lambda p: p.stem)
def test_shipped_cases_have_reasons_that_hold(path: Path, pack: Pack) -> None:
    case = read_case(path, pack)
    answer = pack.solve(case, marks=False, inquire=False)
    with pack.seats.borrow() as seat:
        session = seat.session
        made = Justifier(session.program, pack.compiled).justify(true_atoms(session, case.tests, ()), records(case), results(answer))
        assert all(made.nodes[r].holds for r in made.roots)
        is_sound(made)


@pytest.mark.parametrize("path", SHIPPED[::5], ids=lambda p: p.stem)
def test_every_atom_of_a_shipped_case_has_reasons_that_reproduce_it(path: Path, pack: Pack) -> None:
    case = read_case(path, pack)
    session = Session(pack.grounded())
    true = true_atoms(session, case.tests, ())
    whole = Justifier(session.program, pack.compiled).justify(true, records(case), everything(session.program))
    is_sound(whole)
    literals = [session.program.literals[Atom(c[0], c[1:])] for c in everything(session.program)]
    assert [whole.nodes[r].holds for r in whole.roots] == [n in true for n in literals]
    reproduces(whole, session, pack.knowledge, whole.roots[::97])
    of_the_pack = {r.head_name for r in pack.compiled.rules}
    assert {n.name for n in whole.nodes.values() if n.kind not in {"fact", "no_rule"}} <= {*SHOWN, *of_the_pack}


@settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(st.data())
def test_random_packs_have_reasons_that_reproduce_their_results(data: st.DataObject) -> None:
    drawn = data.draw(packs(), label="pack")
    patient = data.draw(cases(drawn), label="case")
    text = "\n".join(lines(drawn)) + "\n"
    note(f"{text}\n{yaml(patient, drawn)}")
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "pack.lp").write_text(text, encoding="utf-8")
        pack = load_pack(folder)
        program = pack.grounded()
    case = parse_case(yaml(patient, drawn), pack.vocabulary)
    session = Session(program)
    true = true_atoms(session, case.tests, [*pack.knowledge.axioms, "records"])
    weighed = Weighing(GroundRules(program), true).below(program.atoms).weight
    assert {n for n in weighed if n > 0 and n in program.atoms} == true
    made = Justifier(program, pack.compiled).justify(true, records(case), everything(program))
    is_sound(made)
    reproduces(made, session, pack.knowledge, made.roots[:: max(1, len(made.roots) // 40)])


def dumped(program: GroundProgram, pack: Pack, case: Case, true: frozenset[int]) -> str:
    return json.dumps(Justifier(program, pack.compiled).justify(true, records(case), everything(program)).to_json())


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize(
    "text",
    [
        "case: a\nfindings:\n  mites: true\n  mould: true\n  light: shade\n  wilting: true\n  outdoors: false\n  dry_days: 9 days\n",
        "case: b\nfindings:\n  frost: true\n  spots: true\n",
    ],
)
def test_numbers_and_order_of_the_ground_rules_change_nothing(seed: int, text: str) -> None:
    garden = load_pack(GARDEN)
    case = parse_case(text, garden.vocabulary)
    program = garden.grounded()
    true = true_atoms(Session(program), case.tests, ())
    other, new = shuffled(program, seed)
    assert dumped(program, garden, case, true) == dumped(other, garden, case, frozenset(new[n] for n in true))


def test_order_changes_nothing_for_a_shipped_case(pack: Pack) -> None:
    case = read_case(SHIPPED[0], pack)
    program = pack.grounded()
    true = true_atoms(Session(program), case.tests, ())
    other, new = shuffled(program, 1)
    assert dumped(program, pack, case, true) == dumped(other, pack, case, frozenset(new[n] for n in true))


def test_what_is_kept_of_earlier_patients_changes_nothing(pack: Pack) -> None:
    read = [read_case(path, pack) for path in SHIPPED[::16]]
    program = pack.grounded()
    session = Session(program)
    kept = Justifier(program, pack.compiled)
    for case in [*read, *reversed(read)]:
        asked = results(pack.solve(case, marks=False, inquire=False))
        true = true_atoms(session, case.tests, ())
        made = [j.justify(true, records(case), asked, case.recorded).to_json() for j in (kept, Justifier(program, pack.compiled))]
        assert made[0] == made[1]


def test_what_is_below_atoms_is_kept_for_the_last_sets_only(pack: Pack) -> None:
    ground = GroundRules(pack.grounded())
    roots = sorted(ground.order)[:: len(ground.order) // (3 * PLANS)]
    for root in [*roots, *reversed(roots)]:
        outside, steps = ground.plan([root])
        assert (sorted(outside), [s.atom for s in steps]) == (sorted(ground.reached([root])[0]), ground.reached([root])[1])
        assert len(ground.plans) <= PLANS
    assert len(ground.plans) == PLANS


def test_the_graph_is_no_larger_than_the_ground_rules(pack: Pack) -> None:
    case = read_case(SHIPPED[0], pack)
    program = pack.grounded()
    true = true_atoms(Session(program), case.tests, ())
    made = Justifier(program, pack.compiled).justify(true, records(case), everything(program))
    literals = sum(len(b) + 1 for _, b in program.rules)
    assert len(made.nodes) <= len(program.atoms) + sum(map(len, program.facts.values()))
    assert sum(len(n.children) for n in made.nodes.values()) < 2 * literals


def test_ids_tell_atoms_apart() -> None:
    atoms = [("p", "a,b"), ("p", "a", "b"), ("p", "x y"), ("p", "-3")]
    made = Justifier(load_pack(GARDEN).grounded(), Nothing()).justify(frozenset(), {}, atoms)
    assert made.roots == ('not p("a,b")', "not p(a,b)", 'not p("x y")', "not p(-3)")


def test_two_absences_do_not_vouch_for_each_other(tmp_path: Path) -> None:
    (tmp_path / "core_only.lp").write_text(
        "finding((a; b), boolean). follows(lacks(a)) :- not has(b). follows(lacks(b)) :- not has(a)."
        "both :- not has(a), not has(b). #defined both/0.",
        encoding="utf-8",
    )
    program = ground([p for p in core_files() if p.name != "decide.lp"], [tmp_path / "core_only.lp"], "")
    made = Justifier(program, Nothing()).justify(frozenset(), {}, [("both",), ("lacks", "a"), ("has", "a")])
    assert is_acyclic(made)
    assert made.nodes["not has(a)"].kind == "not_recorded"
    assert made.nodes["lacks(a)"].children == ("not has(b)",)
