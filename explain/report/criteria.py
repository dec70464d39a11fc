"""The tests that a criterion asks for, those inside its groups too."""

from __future__ import annotations

from collections.abc import Iterator

from explain.views.labels import Labels, parse_test
from guideline.model import Test


def asked_tests(term: str, labels: Labels) -> Iterator[Test]:
    """The tests of a criterion as the program writes it; of `any(k)` and `all(k)` those of their members.

    Args:
        term: a test or a group.
        labels: that know the groups.
    """
    members = labels.members(term)
    if members is None:
        if not term.startswith(("any(", "all(")):
            yield parse_test(term)
        return
    for member in members:
        yield from asked_tests(member, labels)
