"""`guideline check`: is a pack fit for use?"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from guideline.cli.options import open_pack, pack_option
from guideline.errors import ExitCode, PackError


@click.command(name="check")
@click.argument("folders", nargs=-1, type=click.Path(path_type=Path), metavar="[PACK]...")
@pack_option
@click.option("--json", "as_json", is_flag=True, help="Print the defects as JSON.")
def command(folders: tuple[Path, ...], packs: tuple[Path, ...], as_json: bool) -> None:
    """Check packs and list every defect at its file and line. Exit code 3 when there is one."""
    try:
        pack = open_pack((*folders, *packs))
        pack.grounded()
        problems = []
    except PackError as error:
        problems = list(error.problems)
    if as_json:
        rows = [
            {
                "check": p.code,
                "file": p.place.file if p.place else None,
                "line": p.place.line if p.place else None,
                "column": p.place.column if p.place else None,
                "message": p.message,
                "hint": p.hint,
            }
            for p in problems
        ]
        click.echo(json.dumps({"schema": "guideline.check/1", "defects": rows}, indent=2, ensure_ascii=False))
    elif problems:
        for problem in problems:
            click.echo(f"{problem} [{problem.code}]" if not problem.hint else f"{problem}\n  check: {problem.code}")
        click.echo(f"{len(problems)} defect{'s' if len(problems) != 1 else ''}")
    else:
        known = pack.knowledge
        click.echo(f"no defects: {len(known.statements)} statements from {len(known.sources)} sources")
    if problems:
        sys.exit(ExitCode.UNCLEAN)
