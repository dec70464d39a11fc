"""Marks: the sets of answers to critical findings that turn a result, by looking at every set."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import product

from reference.records import COMPARISONS, Atom, Case, Pack, Test
from reference.solver import Result, World
from reference.taxonomy import Taxonomy, implies

Answers = frozenset[frozenset[Test]]


def free_tests(pack: Pack, case: Case) -> list[list[Test]]:
    """For each pair or choice that the record leaves undecided of a critical finding, its tests."""
    record = case.tests(pack)
    found: list[list[Test]] = []
    for name, finding in sorted(pack.findings.items()):
        if not finding.critical:
            continue
        if finding.kind == "quantity":
            groups = [[(k, name, q) for k in pair] for q in pack.thresholds(name) for pair in (("at_least", "below"), ("above", "at_most"))]
        else:
            groups = [[("has", name), ("lacks", name)] if finding.kind == "boolean" else [("is", name, v) for v in finding.choices]]
        found += [g for g in groups if not record & set(g)]
    return found


def marks(pack: Pack, case: Case, without: Iterable[str] = ()) -> dict[Result, tuple[bool, Answers]]:
    """Result -> whether it holds as recorded, and the sets of answers with which that changes; results that nothing turns are left out."""
    record = case.tests(pack)
    taxonomy = Taxonomy(pack)
    # Two tests of one group clash, so no allowed set has both.
    options = [[frozenset[Test](), *(frozenset({t}) for t in group)] for group in free_tests(pack, case)]
    answers = sorted((frozenset[Test]().union(*chosen) for chosen in product(*options)), key=len)
    seen: dict[frozenset[Atom], frozenset[Result] | None] = {}
    worlds: list[tuple[frozenset[Test], frozenset[Result]]] = []
    for chosen in answers:
        world = World(pack, record | chosen, without, taxonomy)
        # A result hangs on what is known alone, so one look at each set of known tests is enough.
        if world.model not in seen:
            seen[world.model] = world.results if world.possible else None
        results = seen[world.model]
        if results is not None:
            worlds.append((chosen, results))
    base = World(pack, record, without, taxonomy).results
    found = {}
    for result in frozenset().union(*(results for _, results in worlds)):
        holds = result in base
        kept: list[frozenset[Test]] = []
        for chosen, results in worlds:
            if (result in results) != holds and not any(other <= chosen for other in kept):
                kept.append(chosen)
        if kept:
            found[result] = holds, weakest(kept)
    return found


def weakest(sets: list[frozenset[Test]]) -> Answers:
    """Drops a set where every test of another one is implied by one of its own; of sets that imply each other the first by name stays."""

    def weaker(one: frozenset[Test], other: frozenset[Test]) -> bool:
        return all(
            any(t == o or (o[0] in COMPARISONS and t[0] in COMPARISONS and t[1] == o[1] and implies(o, *t[::2])) for o in other)
            for t in one
        )

    return frozenset(s for s in sets if not any(o != s and weaker(o, s) and (not weaker(s, o) or sorted(o) < sorted(s)) for o in sets))
