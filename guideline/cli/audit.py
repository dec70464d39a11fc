"""`guideline audit`: every possible patient."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from guideline.audit import audit
from guideline.audit_json import audit_json
from guideline.cli.options import chosen_form, open_pack, pack_option, write_json
from guideline.errors import ExitCode


@click.command(name="audit")
@click.argument("folders", nargs=-1, type=click.Path(path_type=Path), metavar="[PACK]...")
@pack_option
@click.option("--format", "form", type=click.Choice(["text", "markdown", "json"]), default="text", show_default=True)
@click.option("--json", "as_json", is_flag=True, help="The same as --format json.")
def command(folders: tuple[Path, ...], packs: tuple[Path, ...], form: str, as_json: bool) -> None:
    """List every pair of statements that can collide for some patient, by subject and kind, with a witness case each.

    Exit code 3 when a disagreement is possible that nobody waived.
    """
    form = chosen_form(form, as_json)
    pack = open_pack((*folders, *packs))
    if sys.stderr.isatty():
        with click.progressbar(length=1, label="witnesses", file=sys.stderr) as bar:

            def tell(_done: int, length: int) -> None:
                bar.length = length
                bar.update(1)

            found = audit(pack, tell)
    else:
        found = audit(pack)
    if form == "json":
        write_json(audit_json(found, pack))
    else:
        from explain.audit_words import audit_markdown, print_audit  # noqa: PLC0415 (JSON does not wait for rich and jinja2)

        if form == "markdown":
            click.echo(audit_markdown(found, pack), nl=False)
        else:
            print_audit(found, pack)
    if not found.clean:
        sys.exit(ExitCode.UNCLEAN)
