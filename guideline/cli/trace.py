"""`guideline trace`: a pack against the inventory of its documents."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from guideline.cli.options import open_pack, pack_option, write_json
from guideline.errors import ExitCode
from guideline.inventory import read_inventory, trace
from guideline.knowledge_json import trace_json
from guideline.packs import shipped_pack


@click.command(name="trace")
@click.argument("folders", nargs=-1, type=click.Path(path_type=Path), metavar="[PACK]...")
@pack_option
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def command(folders: tuple[Path, ...], packs: tuple[Path, ...], as_json: bool) -> None:
    """Hold packs against their inventories (PACK/inventory.csv): every entry has its statement, with its kind, strength, form and
    place.

    Exit code 3 when an entry has no statement, or a statement differs and does not say why.
    """
    homes = (*folders, *packs)
    pack = open_pack(homes)
    found = trace([entry for home in homes or (shipped_pack(),) for entry in read_inventory(home)], pack.knowledge)
    if as_json:
        write_json(trace_json(found, pack))
    else:
        from explain.corpus.knowledge_words import print_trace  # noqa: PLC0415 (JSON does not wait for rich and jinja2)

        print_trace(found, pack)
    if not found.complete:
        sys.exit(ExitCode.UNCLEAN)
