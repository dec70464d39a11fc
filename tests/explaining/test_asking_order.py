"""The order by the measure needs fewer questions than the order of the vocabulary, on shipped cases."""

from __future__ import annotations

from pathlib import Path

import pytest
from explaining.orders import asked, orders

from guideline import Pack, load_pack, read_case
from guideline.packs import shipped_pack

CASES = ("osteopenia_nerves_not_examined", "general_charcot_without_edema")
"""Two of them; `tests/explaining/orders.py` counts all."""


@pytest.fixture(scope="module")
def pack() -> Pack:
    return load_pack()


@pytest.mark.parametrize("name", CASES)
def test_fewer_questions_than_in_the_order_of_the_vocabulary(pack: Pack, name: str) -> None:
    case = read_case(Path(shipped_pack(), "cases", f"{name}.yaml"), pack)
    by = orders(pack)
    number = asked(case, pack, by["measure"])
    assert number < asked(case, pack, by["vocabulary"])
    assert number <= asked(case, pack, by["declared"])
