"""`guideline show`: one statement whole."""

from __future__ import annotations

from pathlib import Path

import click

from guideline.cli.options import open_pack, pack_option, write_json
from guideline.collisions import collisions
from guideline.knowledge_json import statement_json
from guideline.selection import find
from guideline.trial.run import cases_of


@click.command(name="show")
@click.argument("statement")
@pack_option
@click.option("--cases/--no-cases", default=True, show_default=True, help="Solve the pack's cases to see which exercise the statement.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def command(statement: str, packs: tuple[Path, ...], cases: bool, as_json: bool) -> None:
    """Show STATEMENT, as `name` or `source.name`: place, strength, when it applies, its rule, what it collides with, its cases."""
    pack = open_pack(packs)
    found = find(statement, pack.knowledge)
    collides = collisions(pack, found.name)
    covered = cases_of(found.name, pack, packs) if cases else None
    if as_json:
        write_json(statement_json(found, pack, collides, covered))
    else:
        from explain.corpus.knowledge_words import print_statement  # noqa: PLC0415 (JSON does not wait for rich and jinja2)

        print_statement(found, pack, collides, covered)
