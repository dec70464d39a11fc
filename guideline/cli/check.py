"""`guideline check`: is a pack fit for use?"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import click

from guideline.auditing.anyone import demand_anyone
from guideline.check_json import check_json
from guideline.check_pages import page
from guideline.cli.options import chosen_form, open_pack, pack_option, write_json
from guideline.errors import ExitCode, PackError, Problem
from guideline.lint import Linted, lint
from guideline.pack import Pack
from guideline.sarif import sarif


@click.command(name="check")
@click.argument("folders", nargs=-1, type=click.Path(path_type=Path), metavar="[PACK]...")
@pack_option
@click.option("--strict", is_flag=True, help="Exit with code 3 for warnings, too.")
@click.option("--explain", metavar="CODE", help="Print the page on a check, and check nothing.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "sarif"]),
    default="text",
    help="Text for people, JSON for programs, SARIF 2.1.0 for code hosts.",
)
@click.option("--json", "as_json", is_flag=True, help="The same as --format json.")
def command(folders: tuple[Path, ...], packs: tuple[Path, ...], strict: bool, explain: str | None, form: str, as_json: bool) -> None:
    """Check packs: defects, which keep a pack from being used, and warnings of what is seldom meant, each at its file and line.

    Exit code 3 when there is a defect; with --strict, when there is a warning. A pack accepts a warning by the fact
    `accepts(check, subject, "why")`.
    """
    if explain is not None:
        click.echo(page(explain).text, nl=False)
        return
    form = chosen_form(form, as_json)
    pack: Pack | None = None
    defects: tuple[Problem, ...] = ()
    linted = Linted((), ())
    try:
        pack = open_pack((*folders, *packs))
        demand_anyone(pack)
        linted = lint(pack.compiled)
    except PackError as error:
        defects = error.problems
    if form == "json":
        write_json(check_json(defects, linted))
    elif form == "sarif":
        write_json(sarif(defects, linted, Path.cwd()))
    else:
        _tell(pack, defects, linted)
    if defects or (strict and linted.warnings):
        sys.exit(ExitCode.UNCLEAN)


def _tell(pack: Pack | None, defects: Sequence[Problem], linted: Linted) -> None:
    """The same for people."""
    for word, problems in (("", defects), ("warning: ", linted.warnings)):
        for problem in problems:
            where = f"{problem.place}: " if problem.place else ""
            hint = f"\n  hint: {problem.hint}" if problem.hint else ""
            click.echo(f"{where}{word}{problem.message}{hint}\n  check: {problem.code}")
    counts = [_count(len(defects), "defect")]
    if linted.warnings or linted.accepted:
        counts.append(_count(len(linted.warnings), "warning"))
    if linted.accepted:
        counts.append(f"{len(linted.accepted)} accepted")
    if defects or pack is None:
        click.echo(f"{counts[0]}; warnings are looked for once there is none")
    else:
        known = pack.knowledge
        whole = f"{_count(len(known.statements), 'statement')} from {_count(len(known.sources), 'source')}"
        click.echo(f"{', '.join(counts)}: {whole}")
    if defects or linted.warnings:
        click.echo("`guideline check --explain CHECK` says what a check looks for, why, and how to mend it")


def _count(number: int, what: str) -> str:
    return f"{number or 'no'} {what}{'' if number == 1 else 's'}"
