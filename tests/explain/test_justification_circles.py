"""Rules that go round in circles: whatever has a reason has one from outside the circle, on random programs that no solver has made."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st
from justified import Nothing, is_acyclic, shuffled

from explain.justification.justify import Justification, Justifier
from guideline.model import Test
from guideline.program import GroundProgram
from guideline.terms.atoms import Atom

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
        ranks={},
        rows=[],
        given={Test(k, f): numbers[Atom("given", (f"{k}({f})",))] for f in FINDINGS for k in ("has", "lacks")},  # type: ignore[arg-type]  # has or lacks
        switches={},
        results=(),
        rules=[(numbers[h], tuple(numbers[a] if s else -numbers[a] for s, a in b)) for h, b in rules],
    )
    holds = model(rules, record)
    conclusions = [(a.name, *a.args) for a in sorted(heads)]
    made = Justifier(program, Nothing()).justify(frozenset(numbers[a] for a in holds if a in numbers), {}, conclusions)
    assert {n.id for n in map(made.nodes.__getitem__, made.roots) if n.holds} == {
        f"{a.name}({a.args[0]})" if a.args else a.name for a in heads & holds
    }
    assert is_acyclic(made)
    all_tests = {Test(k, f) for f in FINDINGS for k in ("has", "lacks")}  # type: ignore[arg-type]  # has or lacks
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
    again_made = Justifier(other, Nothing()).justify(frozenset(new[numbers[a]] for a in holds if a in numbers), {}, conclusions)
    assert again_made == made
