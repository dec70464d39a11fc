"""The alternatives of one decision, against brute force over random graphs with companions and bars."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from guideline.packs import encodings_folder
from guideline.solving import ALTERNATIVES, alternatives

ENCODING = encodings_folder() / "core" / "decide.lp"


@dataclass(frozen=True)
class Decision:
    """Nodes by number; those in `missing` are stances that nobody may take, and can still be named as triggers, helpers and suppliers."""

    size: int
    missing: frozenset[int]
    edges: frozenset[tuple[int, int]]
    companions: tuple[tuple[frozenset[int], frozenset[int]], ...]
    bars: tuple[tuple[int, tuple[frozenset[int], ...]], ...]

    def facts(self) -> str:
        """As the encoding reads it."""
        found = [f"node({i})." for i in range(self.size) if i not in self.missing]
        found += [f"edge({i},{j})." for i, j in sorted(self.edges)]
        for k, (triggers, helpers) in enumerate(self.companions):
            found += [f"trigger({k},{i})." for i in sorted(triggers)] + [f"helper({k},{j})." for j in sorted(helpers)]
        for k, (ban, parts) in enumerate(self.bars):
            found.append(f"bar({k},{ban}).")
            for p, suppliers in enumerate(parts):
                found += [f"part({k},{p})."] + [f"supplier({k},{p},{j})." for j in sorted(suppliers)]
        return " ".join(found)

    def sound(self, chosen: frozenset[int]) -> bool:
        """Whether these can be followed together."""
        return not (
            chosen & self.missing
            or any(i in chosen and j in chosen for i, j in self.edges)
            or any(triggers & chosen and not helpers & chosen for triggers, helpers in self.companions)
            or any(ban in chosen and all(suppliers & chosen for suppliers in parts) for ban, parts in self.bars)
        )

    def alternatives(self) -> set[frozenset[int]]:
        """The subset-maximal sound sets, by looking at all sets."""
        every = [frozenset(c) for n in range(self.size + 1) for c in combinations(range(self.size), n)]
        sound = [c for c in every if self.sound(c)]
        return {c for c in sound if not any(c < other for other in sound)}


@st.composite
def decisions(draw: st.DrawFn) -> Decision:
    """Up to nine nodes."""
    size = draw(st.integers(1, 9))
    node = st.integers(0, size - 1)
    some = st.frozensets(node, min_size=1, max_size=3)
    pairs = draw(st.frozensets(st.tuples(node, node).filter(lambda p: p[0] < p[1]), max_size=12)) if size > 1 else frozenset()
    return Decision(
        size=size,
        missing=draw(st.frozensets(node, max_size=2)),
        edges=pairs,
        companions=tuple(draw(st.lists(st.tuples(some, st.frozensets(node, max_size=3)), max_size=3))),
        bars=tuple(draw(st.lists(st.tuples(node, st.lists(some, min_size=1, max_size=3).map(tuple)), max_size=2))),
    )


@given(decisions())
def test_alternatives_are_the_maximal_sound_sets(decision: Decision) -> None:
    found, complete = alternatives(ENCODING, decision.facts())
    expected = decision.alternatives()
    assert complete == (len(expected) <= ALTERNATIVES)
    assert len(found) == len(set(found)) == min(len(expected), ALTERNATIVES)
    assert {frozenset(c) for c in found} <= expected
    assert list(found) == sorted(found)


def test_many_alternatives_are_cut_and_said_to_be() -> None:
    seven_pairs = Decision(14, frozenset(), frozenset((2 * i, 2 * i + 1) for i in range(7)), (), ())
    found, complete = alternatives(ENCODING, seven_pairs.facts())
    assert not complete
    assert len(found) == ALTERNATIVES
    assert all(seven_pairs.sound(frozenset(c)) and len(c) == 7 for c in found)
