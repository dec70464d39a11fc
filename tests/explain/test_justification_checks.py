"""Reasons check themselves: they are acyclic, reproduce what they give reasons for, and do not depend on the order of anything."""

from __future__ import annotations

import json
import random
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, note, settings
from hypothesis import strategies as st
from reference.generate import cases, lines, packs, yaml

from explain.derivation import Weighing
from explain.ground_rules import GroundRules
from explain.justification import Conclusion, Justification, Justifier, records, results
from explain.predicates import SHOWN, TESTS
from guideline import Pack, load_pack, read_case
from guideline.case import parse_case
from guideline.model import Case, Knowledge, Test
from guideline.packs import SourceRule, core_files
from guideline.program import RESULTS, GroundProgram, ground
from guideline.solving import Session
from guideline.terms.atoms import Atom

HERE = Path(__file__).parent
SHIPPED = sorted((HERE.parents[1] / "encodings" / "vcf" / "cases").glob("*.yaml"))
GARDEN = HERE / "test_justification_garden"
ABSENT = {"contradicted", "not_recorded", "undecided", "derived_false", "overridden", "out_of_scope", "switched_off", "no_rule", "circle"}


def everything(program: GroundProgram) -> list[Conclusion]:
    """All results that some patient may have."""
    return [(a.name, *a.args) for a in sorted(program.atoms.values()) if a.name in {*RESULTS, "scope", "overridden"}]


def true_atoms(session: Session, tests: Iterable[Test], lifted: Iterable[str], without: Iterable[str] = ()) -> frozenset[int]:
    session.set(tests, without, (), lifted)
    solution = session.solve(session.program.atoms)
    session.set(())
    assert solution is not None
    return solution.true


def is_acyclic(made: Justification) -> bool:
    done: set[str] = set()
    for root in made.nodes:
        path: list[tuple[str, int]] = [(root, 0)]
        on = {root}
        while path:
            name, at = path.pop()
            below = made.nodes[name].children
            if name in done or at == len(below):
                done.add(name)
                on.discard(name)
                continue
            path.append((name, at + 1))
            if below[at] in on:
                return False
            if below[at] not in done:
                on.add(below[at])
                path.append((below[at], 0))
    return True


def is_sound(made: Justification) -> None:
    assert is_acyclic(made)
    reached = {n.id for n in made.below()}
    assert reached == set(made.nodes)
    for name, node in made.nodes.items():
        assert name == node.id
        assert node.holds == (not name.startswith("not ")) == (node.kind not in ABSENT)
        assert len(set(node.children)) == len(node.children)
        if node.kind == "contradicted":
            assert all(n.kind != "not_recorded" for n in made.below(name))


def reproduces(made: Justification, session: Session, knowledge: Knowledge, roots: Sequence[str]) -> None:
    """The recorded tests and the statements below a conclusion bring it about again: alone, and whatever else is recorded."""
    program, lifted = session.program, [*knowledge.axioms, "records"]
    chance = random.Random(len(made.nodes))  # noqa: S311 (any choice will do)
    for root in roots:
        node = made.nodes[root]
        literal = program.literals.get(Atom(node.name, node.args))
        if literal is None:
            continue
        cited = made.tests(root)
        true = true_atoms(session, cited, lifted, set(knowledge.statements) - made.statements(root))
        assert (literal in true) == node.holds, root
        # A missing test stands for all of its finding that would imply it, a missing exclusion for those of wider actions.
        named = {
            n.args[0].partition("(")[2].rstrip(")").partition(",")[0] if n.name == "given" else n.args[0]
            for n in made.below(root)
            if n.name in {*TESTS, "given"}
        }
        wide = any(n.name == "unsuitable" for n in made.below(root))
        others = sorted(t for t in program.given if t.subject not in named and not (wide and t.kind == "unsuitable"))
        for size in (1, 3, 9):
            more = chance.sample(others, min(size, len(others)))
            true = true_atoms(session, [*cited, *more], lifted)
            if not any(program.atoms[n].name == "clash" for n in true):
                assert (literal in true) == node.holds, (root, more)


@pytest.fixture(scope="module")
def pack() -> Pack:
    return load_pack()


@pytest.mark.parametrize("path", SHIPPED, ids=lambda p: p.stem)
def test_shipped_cases_have_reasons_that_reproduce_their_results(path: Path, pack: Pack) -> None:
    case = read_case(path, pack)
    answer = pack.solve(case, marks=False, inquire=False)
    with pack.seats.borrow() as seat:
        session = seat.session
        true = true_atoms(session, case.tests, ())
        made = Justifier(session.program, pack.compiled).justify(true, records(case), results(answer))
        assert all(made.nodes[r].holds for r in made.roots)
        is_sound(made)
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


def shuffled(program: GroundProgram, seed: int) -> tuple[GroundProgram, dict[int, int]]:
    """The same program with other numbers for its atoms, and its rules and their literals in another order."""
    chance = random.Random(seed)  # noqa: S311 (any order will do)
    numbers = sorted({*program.atoms, *(abs(x) for h, b in program.rules for x in (h, *b))} - {0})
    new = dict(zip(numbers, chance.sample(range(1, 3 * len(numbers)), len(numbers)), strict=True)) | {0: 0}
    rules = [(new[h], tuple(chance.sample([new[x] if x > 0 else -new[-x] for x in b], len(b)))) for h, b in program.rules]
    chance.shuffle(rules)
    atoms = list(program.atoms.items())
    chance.shuffle(atoms)
    return (
        replace(
            program,
            rules=rules,
            atoms={new[n]: a for n, a in atoms},
            literals={a: new[n] for n, a in atoms},
            given={t: new[n] for t, n in reversed(program.given.items())},
        ),
        new,
    )


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


class _Nothing:
    """A pack without statements or rules of its own."""

    knowledge = Knowledge({}, {}, {})
    rules: tuple[SourceRule, ...] = ()


FINDINGS = ("a", "b", "c")
LAYERS = 3

Rule = tuple[Atom, tuple[tuple[bool, Atom], ...]]


def term(atom: Atom) -> str:
    return f"{atom.name}({atom.args[0]})"


@st.composite
def programs(draw: st.DrawFn) -> tuple[list[Rule], frozenset[Test]]:
    """Normal rules in layers: anything goes inside a layer but `not`; tests may follow from each other, in circles and by default too."""
    has, lacks = ([Atom(k, (f,)) for f in FINDINGS] for k in ("has", "lacks"))
    rules: list[Rule] = [(t, ((True, Atom(n, (term(t),))),)) for t in (*has, *lacks) for n in ("given", "follows")]
    below: list[Atom] = []

    def layer(heads: list[Atom], members: list[Atom], most: int) -> None:
        anything = st.tuples(st.just(True), st.sampled_from([*members, *below]))
        literal = st.one_of(anything, st.tuples(st.just(False), st.sampled_from(below))) if below else anything
        for head in heads:
            bodies = draw(st.lists(st.lists(literal, min_size=1, max_size=3), max_size=most))
            rules.extend((head, tuple(dict.fromkeys(body))) for body in bodies)
        below.extend(members)

    for tests in (has, lacks):
        layer([Atom("follows", (term(t),)) for t in tests], tests, 2)
    for number in range(LAYERS):
        concepts = [Atom(f"concept_{number}{n}", ()) for n in range(4)]
        layer(concepts, concepts, 3)
    known = {f: draw(st.sampled_from(("has", "lacks", ""))) for f in FINDINGS}
    return rules, frozenset(Test(k, f) for f, k in known.items() if k)  # type: ignore[arg-type]  # has or lacks


def stratum(head: Atom) -> int:
    if head.name.startswith("concept"):
        return int(head.name[8]) + 2
    return int("lacks" in (head.name, *(a.partition("(")[0] for a in head.args)))


def model(rules: list[Rule], record: Iterable[Test]) -> set[Atom]:
    """The perfect model, layer by layer, from nothing."""
    holds = {Atom("given", (str(t),)) for t in record}
    layered: list[list[Rule]] = [[] for _ in range(LAYERS + 2)]
    for rule in rules:
        layered[stratum(rule[0])].append(rule)
    for layer in layered:
        size = -1
        while size != len(holds):
            size = len(holds)
            holds |= {head for head, body in layer if all((a in holds) == sign for sign, a in body)}
    return holds


def mentioned(made: Justification, root: str) -> set[str]:
    """The tests that some node below says anything of, recorded or missing."""
    found = set()
    for node in made.below(root):
        if node.name in {"has", "lacks"}:
            found.add(f"{node.name}({node.args[0]})")
        elif node.name == "given":
            found.add(node.args[0])
    return found


@given(programs())
def test_circles_have_reasons_from_outside_themselves(drawn: tuple[list[Rule], frozenset[Test]]) -> None:
    rules, record = drawn
    externals = [Atom("given", (f"{k}({f})",)) for f in FINDINGS for k in ("has", "lacks")]
    heads = {h for h, _ in rules}
    # As the grounder does: what nothing can derive is taken out, over and over.
    while True:
        kept = [(h, b) for h, b in rules if all(a in heads or a in externals or not s for s, a in b)]
        if len(kept) == len(rules):
            break
        rules, heads = kept, {h for h, _ in kept}
    rules = [(h, tuple((s, a) for s, a in b if s or a in heads)) for h, b in rules]
    rules = [(h, b) for h, b in rules if b]
    heads = {h for h, _ in rules}
    rules = [(h, b) for h, b in rules if all(a in heads or a in externals for _, a in b)]
    numbers = {a: n for n, a in enumerate(sorted({*heads, *externals, *(a for _, b in rules for _, a in b)}), 1)}
    program = GroundProgram(
        control=None,  # type: ignore[arg-type]  # no solver is asked
        atoms={n: a for a, n in numbers.items()},
        literals=dict(numbers),
        facts={},
        shown={},
        given={Test(k, f): numbers[Atom("given", (f"{k}({f})",))] for f in FINDINGS for k in ("has", "lacks")},  # type: ignore[arg-type]
        switches={},
        results=(),
        rules=[(numbers[h], tuple(numbers[a] if s else -numbers[a] for s, a in b)) for h, b in rules],
    )
    holds = model(rules, record)
    conclusions = [(a.name, *a.args) for a in sorted(heads)]
    made = Justifier(program, _Nothing()).justify(frozenset(numbers[a] for a in holds if a in numbers), {}, conclusions)
    assert {n.id for n in map(made.nodes.__getitem__, made.roots) if n.holds} == {
        f"{a.name}({a.args[0]})" if a.args else a.name for a in heads & holds
    }
    assert is_acyclic(made)
    all_tests = {Test(k, f) for f in FINDINGS for k in ("has", "lacks")}  # type: ignore[arg-type]
    for root in made.roots:
        node = made.nodes[root]
        cited = made.tests(root)
        assert cited <= record
        # Whatever else is recorded, what is cited decides it: so nothing that it rests on was left out.
        others = sorted(t for t in all_tests - cited if str(t) not in mentioned(made, root))
        for more in (o for n in range(len(others) + 1) for o in combinations(others, n)):
            again = model(rules, cited | set(more))
            if not any({Atom("has", (f,)), Atom("lacks", (f,))} <= again for f in FINDINGS):
                assert (Atom(node.name, node.args) in again) == node.holds
    other, new = shuffled(program, 3)
    again_made = Justifier(other, _Nothing()).justify(frozenset(new[numbers[a]] for a in holds if a in numbers), {}, conclusions)
    assert again_made == made


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
    made = Justifier(load_pack(GARDEN).grounded(), _Nothing()).justify(frozenset(), {}, atoms)
    assert made.roots == ('not p("a,b")', "not p(a,b)", 'not p("x y")', "not p(-3)")


def test_two_absences_do_not_vouch_for_each_other(tmp_path: Path) -> None:
    (tmp_path / "core_only.lp").write_text(
        "finding((a; b), boolean). follows(lacks(a)) :- not has(b). follows(lacks(b)) :- not has(a)."
        "both :- not has(a), not has(b). #defined both/0.",
        encoding="utf-8",
    )
    program = ground([p for p in core_files() if p.name != "decide.lp"], [tmp_path / "core_only.lp"], "")
    made = Justifier(program, _Nothing()).justify(frozenset(), {}, [("both",), ("lacks", "a"), ("has", "a")])
    assert is_acyclic(made)
    assert made.nodes["not has(a)"].kind == "not_recorded"
    assert made.nodes["lacks(a)"].children == ("not has(b)",)
