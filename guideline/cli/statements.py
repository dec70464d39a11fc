"""`guideline statements`: the statements of a pack, all or some."""

from __future__ import annotations

from pathlib import Path

import click

from guideline.cli.options import open_pack, pack_option, write_json
from guideline.knowledge_json import statements_json
from guideline.selection import select


@click.command(name="statements")
@pack_option
@click.option("--source", "sources", multiple=True, metavar="SOURCE", help="Only those of this document; repeatable.")
@click.option("--kind", "kinds", multiple=True, metavar="KIND", help="Only those of this kind, such as `contraindication`; repeatable.")
@click.option(
    "--action", "actions", multiple=True, metavar="ACTION", help="Only those that speak of this action or a kind of it; repeatable."
)
@click.option("--strength", "strengths", multiple=True, metavar="WORD", help="Only those with this word of force; repeatable.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def command(
    packs: tuple[Path, ...],
    sources: tuple[str, ...],
    kinds: tuple[str, ...],
    actions: tuple[str, ...],
    strengths: tuple[str, ...],
    as_json: bool,
) -> None:
    """List statements in the order of their documents: name, kind, strength, place, our words, and what each wishes."""
    pack = open_pack(packs)
    chosen = select(pack.knowledge, pack.vocabulary, sources=sources, kinds=kinds, strengths=strengths, actions=actions)
    if as_json:
        write_json(statements_json(chosen, pack))
    else:
        from explain.corpus.knowledge_words import print_statements  # noqa: PLC0415 (JSON does not wait for rich and jinja2)

        print_statements(chosen, pack)
