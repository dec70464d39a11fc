"""`guideline new`: something to begin with."""

from __future__ import annotations

from pathlib import Path

import click

from guideline.authoring import write_pack


@click.group(name="new", invoke_without_command=False)
def command() -> None:
    """Write something to begin with."""


@command.command(name="pack")
@click.argument("name")
@click.option("--into", type=click.Path(path_type=Path), default=Path(), metavar="DIR", help="Where the new folder goes; here without it.")
def new_pack(name: str, into: Path) -> None:
    """Write a small working pack NAME: one document, two statements, three cases. It passes `check`, `test` and `trace`."""
    for path in write_pack(name, into):
        click.echo(f"wrote {path}")
    home = into / name
    click.echo(f"next: guideline check {home}; guideline test {home}; guideline trace {home}")
