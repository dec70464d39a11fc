"""`guideline schema`: JSON Schemas for what goes in and what comes out."""

from __future__ import annotations

import json
from pathlib import Path

import click

from guideline.cli.options import open_pack, pack_option, write


@click.command(name="schema")
@click.argument("what", type=click.Choice(["case", "answer", "audit", "test"]), default="case")
@pack_option
@click.option("-o", "--output", type=click.Path(path_type=Path), metavar="FILE", help="Write to a file instead of standard output.")
def command(what: str, packs: tuple[Path, ...], output: Path | None) -> None:
    """Print a JSON Schema: of a CASE file for this pack (an editor completes and validates with it), of an ANSWER, an AUDIT, a TEST."""
    if what == "case":
        from guideline.case_schema import case_schema  # noqa: PLC0415 (only for this choice)

        schema = case_schema(open_pack(packs).vocabulary)
    elif what == "test":
        from guideline.trial_schema import TRIAL  # noqa: PLC0415 (only for this choice)

        schema = TRIAL
    else:
        from guideline.contract_schema import SCHEMAS  # noqa: PLC0415 (only for this choice)

        schema = SCHEMAS[what]
    write(json.dumps(schema, indent=2, ensure_ascii=False) + "\n", output)
