"""`guideline vocabulary`: what cases can record and statements can speak of."""

from __future__ import annotations

from pathlib import Path

import click

from guideline.cli.options import open_pack, pack_option, write_json
from guideline.knowledge_json import vocabulary_json


@click.command(name="vocabulary")
@pack_option
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def command(packs: tuple[Path, ...], as_json: bool) -> None:
    """List the findings a case may record, with their values and thresholds, and the actions with their classes."""
    pack = open_pack(packs)
    if as_json:
        write_json(vocabulary_json(pack))
    else:
        from explain.corpus.knowledge_words import print_vocabulary  # noqa: PLC0415 (JSON does not wait for rich and jinja2)

        print_vocabulary(pack)
