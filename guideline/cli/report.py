"""`guideline report`: documents that people read and sign, for one case or for many."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from guideline.cases.reading import read_text
from guideline.cli.options import made_at, open_case, open_pack, pack_option, policy_option, without_option, write_bytes
from guideline.errors import ExitCode

if TYPE_CHECKING:
    from explain.report.produce import Form, Options

FORMS: dict[str, Form] = {".html": "html", ".htm": "html", ".md": "md", ".pdf": "pdf", ".json": "json"}
ENDINGS = ".html, .md, .pdf or .json"


@click.command(name="report")
@click.argument("cases", metavar="CASE", nargs=-1, required=True, type=click.Path(path_type=Path, allow_dash=True, readable=False))
@pack_option
@without_option
@policy_option
@click.option(
    "-o",
    "--output",
    "named",
    type=click.Path(),
    required=True,
    metavar="FILE",
    help=f"Where to write; {ENDINGS} says the form. With --batch: the folder.",
)
@click.option("--batch", "as_batch", is_flag=True, help="A report of each CASE (files, or folders of them), with an index page.")
@click.option(
    "--format", "form", type=click.Choice(["html", "md", "pdf", "json"]), help="The form; with --batch html unless said otherwise."
)
@click.option(
    "--template",
    "site",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Folder of templates that override blocks of the standard ones (docs/reports.md).",
)
@click.option("--short", is_flag=True, help="For a meeting: without the full justification and the list of the statements cited.")
@click.option(
    "--jobs", type=click.IntRange(1), metavar="N", help="With --batch: processes at once; as many as there are cores unless said."
)
def command(
    cases: tuple[Path, ...],
    packs: tuple[Path, ...],
    without: tuple[str, ...],
    policy: tuple[str, ...],
    named: str,
    as_batch: bool,
    form: Form | None,
    site: Path | None,
    short: bool,
    jobs: int | None,
) -> None:
    """Write the answer to CASE, with its reasons and everything needed to check it, as one document.

    The HTML is one file that needs no network, and no script to be read; what is from a source has the name of its statement and its place.
    """
    if jobs and not as_batch:
        raise click.UsageError("--jobs goes with --batch")
    if not as_batch and len(cases) != 1:
        raise click.UsageError("a report is of one case; --batch writes one of each")
    output = Path(named)
    if not as_batch and (named.endswith(("/", os.sep)) or output.is_dir()):
        raise click.BadParameter(f"`{named}` is a folder; name a file in it, or give --batch", param_hint="'-o'")
    chosen = form or ("html" if as_batch else FORMS.get(output.suffix.lower()))
    if chosen is None:
        raise click.BadParameter(f"`{output.name}` has no form; end it in {ENDINGS}, or give --format", param_hint="'-o'")
    if short and chosen == "json":
        raise click.UsageError("--short goes with .html, .md and .pdf; the JSON has everything")
    if site and chosen == "json":
        raise click.UsageError("--template goes with .html, .md and .pdf; the JSON is made without templates")
    from explain.report.produce import Options  # noqa: PLC0415 (help does not wait for what draws and renders)

    options = Options(chosen, without, policy, site, made_at(), short)
    words = ["guideline", "report", *_repeated("--pack", packs), *_repeated("--without", without), *_repeated("--policy", policy)]
    words += _repeated("--template", [site] if site else []) + ["--short"] * short
    if as_batch and str(output) == "-":
        raise click.BadParameter("--batch writes a folder, and none to standard output", param_hint="'-o'")
    if as_batch:
        _batch(cases, packs, output, options, words, jobs or os.cpu_count() or 1)
    else:
        _single(cases[0], packs, output, options, words)


def _single(path: Path, packs: tuple[Path, ...], output: Path, options: Options, words: list[str]) -> None:
    from explain.report.produce import produce, unset_words  # noqa: PLC0415 (help does not wait for what draws and renders)

    pack = open_pack(packs)
    case = open_case(path, pack)
    text = read_text(path) if str(path) != "-" else ""
    if output.exists() and path.exists() and output.samefile(path):
        raise click.ClickException(f"{output}: the report would overwrite its case")
    made, _ = produce(case, pack, options, command=[*words, str(path), "-o", str(output)], text=text)
    _warn(unset_words(made.unset))
    if str(output) == "-":
        sys.stdout.buffer.write(made.made)
        return
    write_bytes(made.made, output)


def _batch(paths: tuple[Path, ...], packs: tuple[Path, ...], folder: Path, options: Options, words: list[str], jobs: int) -> None:
    # Help does not wait for what draws and renders.
    from explain.report.batch import INDEX, batch, cases_in  # noqa: PLC0415
    from explain.report.produce import unset_words  # noqa: PLC0415

    found, lost = cases_in(paths)
    # A fault of the pack is one fault, not one of each case; and it is said before anything is written.
    open_pack(packs)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise click.ClickException(f"{folder}: cannot be made: {(error.strerror or str(error)).lower()}") from error
    with click.progressbar(length=len(found), label="reports", file=sys.stderr, hidden=not sys.stderr.isatty()) as bar:
        jobs = min(jobs, len(found))
        index = batch(found, packs, folder, options, lost=lost, jobs=jobs, command=words, progress=lambda: bar.update(1))
    _warn(unset_words("".join(sorted({c for row in index.rows for c in row.unset}))))
    wrong = (*index.lost, *index.failed)
    for row in wrong:
        click.echo(f"error: {row.error}", err=True)
    click.echo(f"{len(found) - len(index.failed)} of {len(found)} reports written; see {folder / INDEX}")
    if wrong:
        sys.exit(ExitCode.FAILED)


def _warn(words: str) -> None:
    if words:
        click.echo(f"warning: {words}", err=True)


def _repeated(option: str, values: Iterable[object]) -> list[str]:
    return [word for value in values for word in (option, str(value))]
