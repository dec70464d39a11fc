"""What an answer takes for absent: only what neither is recorded nor follows from the record."""

from __future__ import annotations

import pytest

from guideline import Pack, load_pack
from guideline.case import parse_case

CASE = """
case: denied
title: A fracture with edema
findings:
  vertebral_fracture: true
  osteoporosis: true
  symptomatic: true
  edema_extent: full
  {deficit}
"""


@pytest.fixture(scope="module")
def pack() -> Pack:
    return load_pack()


@pytest.mark.parametrize(("deficit", "assumed"), [("neurological_deficit: false", False), ("age: 70 years", True)])
def test_what_follows_from_a_denial_is_not_assumed(pack: Pack, deficit: str, assumed: bool) -> None:
    case = parse_case(CASE.format(deficit=deficit), pack.vocabulary)
    taken = {finding for finding, _ in pack.solve(case, inquire=True).assumed}
    assert ("motor_weakness" in taken) is assumed
