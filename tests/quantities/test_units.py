"""Units: which there are, and that their dimensions are kept apart."""

from __future__ import annotations

import subprocess
import sys
from fractions import Fraction

import pytest
from declared import UNITS

from guideline.quantities import (
    QuantityError,
    unit_table,
)


@pytest.mark.parametrize("unit", ["fortnight", "", "mg/", "/kg", "mg/kg/day", "day day", "[time]", "day = 3"])
def test_a_unit_that_does_not_exist_is_refused(unit: str) -> None:
    with pytest.raises(QuantityError, match="unknown unit"):
        unit_table([unit])


def test_dimensions_are_kept_apart() -> None:
    assert len({UNITS[u][0] for u in ("day", "percent", "score", "mg", "mg/kg", "mm")}) == 6
    assert {UNITS[u] for u in ("week", "weeks", "wk")} == {("time", Fraction(7))}


def test_reading_a_case_does_not_wait_for_pint() -> None:
    code = "import sys, guideline.cases.reading, guideline.quantities; sys.exit('pint' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
