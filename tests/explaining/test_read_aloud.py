"""Ten shipped cases over all five sources, explained: texts that were read sentence by sentence against the case and the sources."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from rich.console import Console

from explain.explaining import Asked, Explained
from explain.render import render
from explain.terminal import print_text
from guideline import Pack, load_pack, read_case

HERE = Path(__file__).parent
CASES = HERE.parents[1] / "encodings" / "vcf" / "cases"
Golden = Callable[[Path, str], None]
READ = {
    "acr_35_days_of_therapy": "vertebral_augmentation",
    "acr_81_year_old": "medical_management_only",
    "acr_neurological_deficit": "medical_management",
    "edema_first_line_full": "iv_bisphosphonate_edema",
    "limited_edema_day_20": "nsaid_trial",
    "nsaid_trial_day_14": "iv_bisphosphonate_edema",
    "osteopenia_identified_day_28": "calcitonin_pain",
    "osteopenia_worse_day_90": "vertebral_augmentation",
    "tension_denosumab_vs_bisphosphonate_refractory": "denosumab_edema",
    "vertebroplasty_day_89": "relief_first_3_months",
}
"""Case -> what is asked: what is contested there, or due."""


@pytest.fixture(scope="module")
def pack() -> Pack:
    return load_pack()


@pytest.mark.parametrize("name", sorted(READ))
def test_a_case_reads_as_agreed(name: str, pack: Pack, golden: Golden) -> None:
    case = read_case(CASES / f"{name}.yaml", pack)
    overview = Explained(case, pack, Asked()).telling("line")
    asked = Explained(case, pack, Asked(why=(READ[name],), ahead=True)).telling("short")
    out = io.StringIO()
    print_text(render((*overview, *asked), "telling text"), Console(file=out, width=80, highlight=False))
    golden(HERE / "golden" / f"{name}.read_aloud.txt", "".join(f"{line.rstrip()}\n" for line in out.getvalue().splitlines()))
