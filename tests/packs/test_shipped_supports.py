"""What the shipped pack reports in support of advice is told to patients to whom the advice is given."""

from __future__ import annotations

import pytest

from guideline import Pack, load_pack, read_case
from guideline.auditing.excerpt import Excerpt, reduced_rules
from guideline.packs import shipped_pack
from guideline.terms.atoms import Atom

RULED_OUT = {("dect_accuracy", "dect_if_mri_contraindicated"): "imaging_mri_ruled_out"}
"""Pairs that speak only where something is ruled out, which the patients of an audit never do, with a case in which both are in force."""


@pytest.fixture(scope="module")
def pack() -> Pack:
    return load_pack()


def test_every_support_is_in_force_beside_what_it_supports_for_some_patient(pack: Pack) -> None:
    program = pack.grounded()
    pairs = [(name, other) for name, s in sorted(pack.knowledge.statements.items()) for other in sorted(s.supports)]
    literals = {pair: [program.literals[Atom("in_force", (name,))] for name in pair] for pair in pairs}
    excerpt = Excerpt(reduced_rules(program), sorted({n for both in literals.values() for n in both}))
    never = {pair for pair, both in literals.items() if not excerpt.some([excerpt.literal(n) for n in both])}
    assert never == set(RULED_OUT)


@pytest.mark.parametrize(("pair", "case"), RULED_OUT.items())
def test_a_support_that_needs_something_ruled_out_has_its_case(pair: tuple[str, str], case: str, pack: Pack) -> None:
    answer = pack.solve(read_case(shipped_pack() / "cases" / f"{case}.yaml", pack))
    assert set(pair) <= set(answer.in_force)
