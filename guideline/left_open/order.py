"""The order of questions, wherever some are listed: what is urgent first; `docs/semantics.md`, section Questions."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from fractions import Fraction

from guideline.left_open.definite import seen_parting
from guideline.left_open.measure import Alone
from guideline.left_open.open_part import OpenPart, narrowed
from guideline.left_open.solving import Pairs, Search


def parting(part: OpenPart, turned: Collection[int]) -> tuple[str, ...]:
    """The findings whose answer parts two possible records in some of the results that answers turn, sorted.

    Axioms may tie answers so that no single one does: then it is all findings that the open results rest on.
    """
    return Pairs(part, turned).findings() or part.findings


def urgent(part: OpenPart, critical: Callable[[str], bool]) -> frozenset[str]:
    """The critical findings that can turn a result while all other findings that are not critical stay as recorded."""
    free = frozenset(t for t in part.free.values() if critical(t.subject))
    part = narrowed(part, free, part.results)
    if not part.results:
        return frozenset()
    # A result that no answers turn parts no records, so that which ones turn need be known only where no single answer parts any.
    found = seen_parting(part)
    left = frozenset(part.findings) - found
    found |= frozenset(Pairs(part, part.results, left).findings()) if left else frozenset()
    if found:
        return found
    turned = Search(part).open_results()
    return frozenset(parting(narrowed(part, free, turned), turned)) if turned else frozenset()


def ordered(asked: Iterable[str], first: Collection[str], alone: Alone, gain: Callable[[str], Fraction] | None = None) -> tuple[str, ...]:
    """Questions in their order: the urgent ones by what their answers change by themselves, then the others by what they spare.

    Args:
        asked: the findings.
        first: the urgent ones.
        alone: what their answers change by themselves.
        gain: what the others spare, less what spares them (`Tried.gain`); None where that would take too long: then by what they change.
    """
    return tuple(sorted(asked, key=lambda f: (f not in first, -(gain(f) if gain and f not in first else alone.weight(f)), f)))
