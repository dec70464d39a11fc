"""`guideline sources`: the documents of a pack."""

from __future__ import annotations

from pathlib import Path

import click

from guideline.cli.options import open_pack, pack_option, write_json
from guideline.knowledge_json import sources_json


@click.command(name="sources")
@pack_option
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def command(packs: tuple[Path, ...], as_json: bool) -> None:
    """List the documents of a pack: what they are, their words of force, their contexts, and whom each takes in and leaves out."""
    pack = open_pack(packs)
    if as_json:
        write_json(sources_json(pack))
    else:
        from explain.corpus.knowledge_words import print_sources  # noqa: PLC0415 (JSON does not wait for rich and jinja2)

        print_sources(pack)
