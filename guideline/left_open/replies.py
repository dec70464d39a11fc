"""What a finding can be answered with: yes or no, a choice, or the stretches of an amount that the rules of a pack tell apart."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from guideline.model import COMPARISONS, TEST_KINDS, Case, Finding, Test, TestKind
from guideline.program import GroundProgram

OPPOSITES: Mapping[TestKind, TestKind] = {"at_least": "below", "below": "at_least", "above": "at_most", "at_most": "above"}
"""The comparison with the same threshold that holds exactly where another does not."""
PLUMBING = frozenset({*COMPARISONS, "clash"})
"""Heads of the rules that put thresholds in their order and records to the proof; what stands in their bodies decides nothing by itself."""


def compared(program: GroundProgram) -> frozenset[Test]:
    """The comparisons that decide something: some rule asks for them, or they follow from something and so may break a record."""
    known = {n: Test(TEST_KINDS[a.name], *a.args) for n, a in program.atoms.items() if a.name in COMPARISONS}
    plumbing = {n for n, a in program.atoms.items() if a.name in PLUMBING}
    literals = {*known, *(-n for n in known)}
    # Most bodies hold none of them, which is seen quickest on whole bodies.
    read = {abs(x) for head, body in program.rules if not literals.isdisjoint(body) and head not in plumbing for x in body}
    following = {a.args[0] for a in program.atoms.values() if a.name == "follows"}
    return frozenset(t for n, t in known.items() if n in read or str(t) in following)


def answers(finding: Finding, case: Case, asked: Collection[Test]) -> list[tuple[Test, ...]]:
    """What may be answered: yes or no; one of the choices; each stretch of a quantity.

    A stretch ends before a threshold where `at_least` or `below` it is asked for, and at it where `above` or `at_most` is; where both are,
    just that amount is a stretch of its own.

    Args:
        finding: that is asked for.
        case: answers that go against its record are left out.
        asked: the comparisons that decide something, as `compared` has them.

    Returns:
        for each answer, the tests that say it: of a stretch its lower end, then its upper end. All that these imply holds with them.
    """
    name = finding.name
    if finding.kind == "boolean":
        return [(Test("has", name),), (Test("lacks", name),)]
    if finding.kind == "choice":
        return [(Test("is", name, choice),) for choice in finding.choices]
    stretches: list[tuple[Test, ...]] = []
    low: tuple[Test, ...] = ()
    for under, over in _ends(finding, asked):
        stretches.append((*low, under))
        low = (over,)
    stretches.append(low)
    return [s for s in stretches if not any(Test(OPPOSITES[t.kind], name, t.value) in case.tests for t in s)]


def _ends(finding: Finding, asked: Collection[Test]) -> list[tuple[Test, Test]]:
    """The places where something changes as the amount grows: the test that no longer holds, and the one that does from there on."""
    name = finding.name
    texts = {t.rank: t.text for t in reversed(finding.thresholds)}
    ranks = {t.text: t.rank for t in finding.thresholds}
    read = {(ranks[t.value], t.kind) for t in asked if t.subject == name}
    found = []
    for rank, text in sorted(texts.items()):
        for over, under in (("at_least", "below"), ("above", "at_most")):
            if not read.isdisjoint({(rank, over), (rank, under)}):
                found.append((Test(TEST_KINDS[under], name, text), Test(TEST_KINDS[over], name, text)))
    return found
