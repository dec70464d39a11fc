"""Questions without an answer: findings of which every answer contradicts what else is known of a patient (the onset of what is not there).

A record that leaves such a finding open is complete all the same: there is nothing to add.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from guideline.auditing.ground_rules import below
from guideline.model import Test
from guideline.program import GroundProgram

Body = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Supposed:
    """One answer to a finding, supposed: what would then hold, in copies of the atoms that it reaches.

    Attributes:
        tests: the literal of each test of the finding, and whether it would be given.
        rules: head and bodies of each atom that the tests reach on the way to a contradiction.
        contradictions: bodies of which one would hold if the answer were impossible.
    """

    tests: Mapping[int, bool]
    rules: Mapping[int, Sequence[Body]]
    contradictions: Sequence[Body]


def positions(tests: Iterable[Test], ranks: Mapping[str, int]) -> Iterator[frozenset[Test]]:
    """What each answer to a finding gives: yes or no, one choice, or one place of an amount among the thresholds.

    Args:
        tests: all of the finding.
        ranks: of its thresholds, by their text; empty where it is no quantity.
    """
    own = sorted(tests)
    if not ranks:
        yield from (frozenset([t]) for t in own)
        return
    for place in range(2 * max(ranks.values()) + 1):
        yield frozenset([t for t in own if _meets(place, t.kind, ranks[t.value])])


def _meets(place: int, kind: str, rank: int) -> bool:
    """Whether an amount at a place (odd at a threshold, even between two) meets a comparison with the threshold of a rank."""
    at = 2 * rank - 1
    return {"at_least": place >= at, "above": place > at, "below": place < at, "at_most": place <= at}[kind]


def supposed(program: GroundProgram, rules: Mapping[int, Sequence[Body]], constraints: Iterable[Body]) -> dict[str, list[Supposed]]:
    """The findings that may be without an answer, with each answer to them supposed.

    A finding with an answer in its range that nothing follows from, and no axiom asks about, always has that answer, and is left out.
    """
    kept = list(constraints)
    relevant = below(rules, (n for body in kept for n in body))
    uses: dict[int, list[int]] = {}
    for head in relevant:
        for body in rules.get(head, ()):
            for n in body:
                uses.setdefault(abs(n), []).append(head)
    # Two answers at once clash as well; but of one answer only what follows from it, an axiom or the range of its finding says anything.
    telling = {n for n, a in program.atoms.items() if a.name in {"follows", "impossible"} or (a.name == "clash" and a.args[1] == "range")}
    tests: dict[str, dict[int, Test]] = {}
    for test, number in sorted(program.given.items()):
        if test.kind != "unsuitable":
            tests.setdefault(test.subject, {})[number] = test
    ranks: dict[str, dict[str, int]] = {}
    for f, quantity, rank in program.facts.get("threshold", []):
        ranks.setdefault(f, {})[quantity] = int(rank)
    found: dict[str, list[Supposed]] = {}
    for finding, own in tests.items():
        answers = list(positions(own.values(), ranks.get(finding, {})))
        if not all(_reached(uses, [n for n, t in own.items() if t in answer]) & telling for answer in answers):
            continue
        reached = _reached(uses, own)
        chain = {n: rules[n] for n in sorted(reached) if n in rules}
        contradictions = [body for body in kept if any(abs(n) in reached for n in body)]
        found[finding] = [Supposed({n: t in answer for n, t in own.items()}, chain, contradictions) for answer in answers]
    return found


def _reached(uses: Mapping[int, Sequence[int]], atoms: Iterable[int]) -> set[int]:
    todo = list(atoms)
    found = set(todo)
    while todo:
        for head in uses.get(todo.pop(), ()):
            if head not in found:
                found.add(head)
                todo.append(head)
    return found
