"""`guideline schema`: JSON Schemas for what goes in and what comes out."""

from __future__ import annotations

from pathlib import Path

import click

from guideline.case_schema import case_schema
from guideline.cli.options import open_pack, pack_option, write_json
from guideline.contract_schema import SCHEMAS
from guideline.knowledge_schema import SCHEMAS as KNOWN
from guideline.trial_schema import TRIAL

KNOWLEDGE = ("sources", "statements", "statement", "vocabulary", "trace")
WHAT = ("case", "answer", "audit", "test", *KNOWLEDGE)


@click.command(name="schema")
@click.argument("what", type=click.Choice(WHAT), default="case", metavar="[WHAT]")
@pack_option
@click.option("-o", "--output", type=click.Path(path_type=Path), metavar="FILE", help="Write to a file instead of standard output.")
def command(what: str, packs: tuple[Path, ...], output: Path | None) -> None:
    """Print a JSON Schema: of a case file for this pack (an editor completes and validates with it), or of what a verb prints as JSON.

    WHAT is case, answer (of solve), audit, test, sources, statements, statement (of show), vocabulary or trace; case without it.
    """
    if what == "case":
        schema = case_schema(open_pack(packs).vocabulary)
    elif what in KNOWLEDGE:
        schema = KNOWN[what]
    elif what == "test":
        schema = TRIAL
    else:
        schema = SCHEMAS[what]
    write_json(schema, output)
