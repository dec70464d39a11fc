"""`guideline sources`: the documents of a pack."""

from __future__ import annotations

import json
from pathlib import Path

import click

from guideline.cli.options import open_pack, pack_option


@click.command(name="sources")
@pack_option
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def command(packs: tuple[Path, ...], as_json: bool) -> None:
    """List the documents of a pack: what they are, their words of force, their contexts, and whom each takes in and leaves out."""
    pack = open_pack(packs)
    if as_json:
        from guideline.knowledge_json import sources_json  # noqa: PLC0415 (words do not need it)

        click.echo(json.dumps(sources_json(pack), indent=2, ensure_ascii=False))
    else:
        from explain.knowledge_words import print_sources  # noqa: PLC0415 (json does not need words)

        print_sources(pack)
