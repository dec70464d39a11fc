"""`guideline facts`: a case as facts for the stock clingo program."""

from __future__ import annotations

from pathlib import Path

import click

from guideline.cases.facts import case_facts
from guideline.cli.options import case_argument, open_case, open_pack, pack_option, write


@click.command(name="facts")
@case_argument
@pack_option
@click.option("-o", "--output", type=click.Path(path_type=Path), metavar="FILE", help="Write to a file instead of standard output.")
def command(case_file: Path, packs: tuple[Path, ...], output: Path | None) -> None:
    """Print CASE as facts, with the thresholds of the pack in their order.

    With them the stock program gives the same answer:

        clingo encodings/core/*.lp encodings/vcf/*.lp CASE.lp
    """
    pack = open_pack(packs)
    case = open_case(case_file, pack)
    write(
        case_facts(case) + "\n% What the engine knows of the pack: thresholds in order, review windows in days.\n" + pack.compiled.facts,
        output,
    )
