"""What one recorded test, taken alone, makes known of other findings: by the rules that say what follows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from guideline.auditing.excerpt import Excerpt
from guideline.auditing.reduced import Reduced
from guideline.model import TEST_KINDS, Test
from guideline.program import GroundProgram


def known_tests(program: GroundProgram) -> Iterator[tuple[int, Test]]:
    """The atoms of a program that say that a test is known, with the test."""
    for number, atom in sorted(program.atoms.items()):
        if atom.name in TEST_KINDS and atom.name != "unsuitable":
            yield number, Test(TEST_KINDS[atom.name], *atom.args)


def consequences(reduced: Reduced, knowing: Iterable[tuple[int, Test]]) -> Mapping[int, frozenset[Test]]:
    """The tests of other findings that are known where one test alone is recorded, and not where nothing is.

    Only of tests that have such consequences, by the literal of the test. Axioms are passed over: a record of one test alone may well be
    impossible.

    Args:
        reduced: the rules of a pack.
        knowing: the atoms that say that a test is known, with the test; of one test there may be several, and any will do.

    Raises:
        OutOfTimeError: the time given does not suffice.
    """
    known: dict[int, Test] = {}
    below: set[int] = set()
    for number, test in knowing:
        if number in reduced.rules:
            others = [n for n in reduced.supports(number) if reduced.tests[n].subject != test.subject]
            if others:
                known[number] = test
                below.update(others)
    if not known:
        return {}
    excerpt = Excerpt(reduced, [], list(known), axioms=False)
    nothing = excerpt.cautious([-excerpt.literal(n) for n in excerpt.tests]) or frozenset()
    found: dict[int, frozenset[Test]] = {}
    for n in sorted(below):
        alone = excerpt.cautious([excerpt.literal(m) if m == n else -excerpt.literal(m) for m in excerpt.tests]) or frozenset()
        own = reduced.tests[n].subject
        tests = frozenset([known[k] for k in alone - nothing if known[k].subject != own])
        if tests:
            found[n] = tests
    return found


__all__ = ["consequences", "known_tests"]
