"""The collisions of one statement are the pairs of the audit with it in them."""

from __future__ import annotations

from guideline import Pack
from guideline.answer import Conflict
from guideline.auditing.audit import audit
from guideline.collisions import collisions


def pairs(pack: Pack) -> set[Conflict]:
    """Every pair of the audit."""
    return {p.conflict for line in audit(pack).lines for p in line.pairs}


def test_every_statement_of_a_small_pack_collides_as_the_audit_says(joint: Pack) -> None:
    found = pairs(joint)
    assert found
    for name in joint.knowledge.statements:
        mine = collisions(joint, name)
        assert len(set(mine)) == len(mine)
        assert set(mine) == {c for c in found if name in c.statements}


def test_what_orders_or_accepts_a_pair_stands_in_it(joint: Pack) -> None:
    mine = collisions(joint, "everything")
    other = {c.statements[1] if c.statements[0] == "everything" else c.statements[0] for c in mine}
    assert other == {"no_splint", "rather_walk"}
    assert {c.waived for c in mine if "rather_walk" in c.statements} == {"both are meant"}
    assert {s.kind for c in mine if "no_splint" in c.statements for s in c.settled_by} == {"judgement", "edition"}


def test_looking_for_collisions_leaves_the_pack_as_it_was(joint: Pack) -> None:
    first = collisions(joint, "part")
    collisions(joint, "everything")
    assert collisions(joint, "part") == first


def test_statements_of_the_shipped_pack_collide_as_the_audit_says(shipped: Pack) -> None:
    found = pairs(shipped)
    colliding = sorted({s for c in found for s in c.statements})
    calm = sorted(set(shipped.knowledge.statements) - set(colliding))
    # Each takes a search of its own, so some stand for the rest.
    for name in (*colliding[::4], *calm[::40]):
        assert set(collisions(shipped, name)) == {c for c in found if name in c.statements}
