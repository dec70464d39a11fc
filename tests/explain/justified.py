"""What has to hold of every justification: no circles, sound leaves, and that the facts cited reproduce the result."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from dataclasses import replace

from explain.justification.justify import Conclusion, Justification
from explain.justification.predicates import TESTS
from guideline.model import Knowledge, Test
from guideline.packs import SourceRule
from guideline.program import RESULTS, GroundProgram
from guideline.solving import Session
from guideline.terms.atoms import Atom

ABSENT = {
    "contradicted",
    "not_recorded",
    "undecided",
    "derived_false",
    "overridden",
    "out_of_scope",
    "switched_off",
    "no_rule",
    "circle",
    "open",
    "chosen_otherwise",
}


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


class Nothing:
    """A pack without statements or rules of its own."""

    knowledge = Knowledge({}, {}, {})
    rules: tuple[SourceRule, ...] = ()
