"""The amount that a witness records of a stretch between two thresholds: round, and well away from both."""

from __future__ import annotations

import pytest
from made import BASE, pack_of, statement

from guideline.auditing.inside import well_inside
from guideline.changes.values import stretches


@pytest.mark.parametrize(
    ("thresholds", "told"),
    [
        (("2 weeks", "3 weeks"), ["1 week", "2 weeks", "18 days", "3 weeks", "1 month"]),
        (("3 weeks", "3 months"), ["2 weeks", "3 weeks", "2 months", "3 months", "5 months"]),
        (("1 day", "2 days"), ["12 hours", "1 day", "36 hours", "2 days", "3 days"]),
        (("1 year",), ["5 months", "1 year", "20 months"]),
    ],
)
def test_a_time_is_round_in_the_greatest_unit_that_fits_the_middle_half(thresholds: tuple[str, ...], told: list[str]) -> None:
    rules = [f'applies(yes) :- at_least(wait, "{t}").' for t in thresholds]
    pack = pack_of(statement("yes", "d", "recommends(yes, drug)."), *rules)
    finding = pack.vocabulary.findings["wait"]
    assert [well_inside(s, finding, pack.vocabulary)[1] for s in stretches(finding)] == told


@pytest.mark.parametrize(
    ("low", "high", "thresholds", "told"),
    [
        ("0 percent", "100 percent", ("20 percent", "35 percent"), ["10 percent", "20 percent", "30 percent", "35 percent", "50 percent"]),
        ("-5 score", "5 score", ("-2.5 score", "-1 score"), ["-4 scores", "-2.5 score", "-2 scores", "-1 score", "-0.5 scores"]),
        ("0 percent", "100 percent", ("0 percent", "100 percent"), ["0 percent", "50 percent", "100 percent"]),
    ],
)
def test_other_amounts_are_round_in_their_own_unit(low: str, high: str, thresholds: tuple[str, ...], told: list[str]) -> None:
    unit = low.split()[1]
    rules = [f'applies(yes) :- at_least(x, "{t}").' for t in thresholds]
    declared = f'finding(x, quantity("{unit}")). range(x, "{low}", "{high}"). label(x, "x").'
    pack = pack_of(declared, statement("yes", "d", "recommends(yes, drug)."), *rules, base=BASE)
    finding = pack.vocabulary.findings["x"]
    assert [well_inside(s, finding, pack.vocabulary)[1] for s in stretches(finding)] == told
