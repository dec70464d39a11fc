"""Every defect of a pack that has been read, all at once: each check is a small function with a name of its own."""

from __future__ import annotations

from collections.abc import Mapping

from guideline.checks import cycles, declared, names, said
from guideline.checks.ledger import Ledger
from guideline.errors import Problem
from guideline.terms.syntax import Reading

__all__ = ["check"]


def check(reading: Reading, pack_of: Mapping[str, int]) -> list[Problem]:
    """All defects of the packs, those that reading found among them, in the order of the files.

    Args:
        reading: all files of all packs.
        pack_of: the number of the pack of each file, so that packs that share a declaration are told from a pack that repeats itself.
    """
    ledger = Ledger(reading, pack_of)
    # Names first: a misspelt name also leaves a gap under the right one, and the gap is then not reported a second time.
    for part in (names, declared, said, cycles):
        for each in part.CHECKS:
            each(ledger)
    return sorted(dict.fromkeys([*reading.problems, *ledger.problems]), key=lambda p: p.sort_key)
