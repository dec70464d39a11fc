"""`guideline audit`: every possible patient."""

from __future__ import annotations

import math
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click
from click.core import ParameterSource

from guideline.auditing.audit import SECTIONS, Audit, audit
from guideline.auditing.audit_json import audit_json
from guideline.auditing.focus import read_focus
from guideline.cli.options import chosen_form, made_at, named_folder, open_pack, pack_option, write, write_bytes, write_json
from guideline.errors import ExitCode
from guideline.pack import Pack

if TYPE_CHECKING:
    from explain.report.produce import Form

FORMS = {".json": "json", ".md": "markdown", ".sarif": "sarif", ".txt": "text"}
REPORTS: dict[str, Form] = {".html": "html", ".htm": "html", ".md": "md", ".pdf": "pdf", ".json": "json"}
MOST_THREADS = 64


def _number(_ctx: click.Context, _param: click.Parameter, value: float | None) -> float | None:
    if value is not None and math.isnan(value):
        raise click.BadParameter("`nan` is not a number of seconds")
    return value


@click.command(name="audit")
@click.argument("folders", nargs=-1, type=click.Path(path_type=Path), metavar="[PACK]...")
@pack_option
@click.option("--source", "sources", multiple=True, metavar="SOURCE", help="Only what concerns this document; repeatable.")
@click.option("--action", "actions", multiple=True, metavar="ACTION", help="Only what concerns this action or a kind of it; repeatable.")
@click.option("--kind", "kinds", multiple=True, metavar="KIND", help="Only conflicts of this kind, such as `timing`; repeatable.")
@click.option(
    "--between", multiple=True, nargs=2, metavar="A B", help="Only conflicts of A with B, each a statement or a source; repeatable."
)
@click.option(
    "--under",
    multiple=True,
    metavar="TEST",
    help="Only patients who meet TEST, such as `has(fever)` or `scope(CONTEXT)`; several with commas, or repeated.",
)
@click.option("--section", "sections", multiple=True, metavar="NAME", help=f"Only this section; repeatable: {', '.join(SECTIONS)}.")
@click.option("--full", is_flag=True, help="All pairs behind each line with a patient each, and all rows of every section.")
@click.option(
    "--seconds",
    type=click.FloatRange(min=0, max=1e6, min_open=True),
    callback=_number,
    metavar="N",
    help="Search no longer than this; what is proved and what is open are told apart.",
)
@click.option(
    "--threads",
    type=click.IntRange(1, MOST_THREADS),
    default=1,
    show_default=True,
    metavar="N",
    help="Work at so many parts at a time; the result is the same.",
)
@click.option(
    "--witnesses", type=click.Path(path_type=Path, file_okay=False), metavar="DIR", help="Write each witness as a case file to DIR."
)
@click.option("--force", is_flag=True, help="Write over witnesses that are there already.")
@click.option(
    "--report",
    "reports",
    multiple=True,
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Write all of it as a document with pictures too; .html, .md, .pdf or .json says the form; repeatable.",
)
@click.option(
    "--template",
    "site",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="With --report: folder of templates that override blocks of the standard ones (docs/reports.md).",
)
@click.option("--format", "form", type=click.Choice(["text", "markdown", "json", "sarif"]), default="text", show_default=True)
@click.option("--json", "as_json", is_flag=True, help="The same as --format json.")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Write to FILE; without --format, .md, .json or .sarif at its end says the form.",
)
def command(
    folders: tuple[Path, ...],
    packs: tuple[Path, ...],
    sources: tuple[str, ...],
    actions: tuple[str, ...],
    kinds: tuple[str, ...],
    between: tuple[tuple[str, str], ...],
    under: tuple[str, ...],
    sections: tuple[str, ...],
    full: bool,
    seconds: float | None,
    threads: int,
    witnesses: Path | None,
    force: bool,
    reports: tuple[Path, ...],
    site: Path | None,
    form: str,
    as_json: bool,
    output: Path | None,
) -> None:
    """Look at packs for every possible patient: which statements collide, and for whom; what keeps the others apart; where sources are
    silent; what never comes to bear, adds nothing, or hangs on what is not recorded.

    Exit code 3 when a disagreement is possible that nobody waived, or something is left open by --seconds.
    """
    form = _form(chosen_form(form, as_json), output)
    _can_write(output, witnesses, reports, force=force)
    if site is not None and not reports:
        raise click.UsageError("--template goes with --report")
    if site is not None and all(file.suffix.lower() == ".json" for file in reports):
        raise click.UsageError("--template goes with reports in .html, .md and .pdf; the JSON is made without templates")
    pack = open_pack(tuple([named_folder(f) for f in (*folders, *packs)]))
    focus = read_focus(
        pack.vocabulary, pack.knowledge, sources=sources, actions=actions, kinds=kinds, between=between, under=under
    )  # fmt: skip

    def look(tell: Callable[[int, int], None] = lambda _done, _all: None) -> Audit:
        return audit(pack, focus, sections=sections, seconds=seconds, threads=threads, progress=tell)

    found = _watched(look) if sys.stderr.isatty() else look()
    if witnesses is not None:
        _write_witnesses(found, witnesses)
    if reports:
        _write_reports(found, pack, reports, site)
    # What was asked for as a document is not told a second time, but where its form is asked for as well.
    if not reports or output is not None or form != "text":
        _write(found, pack, form, output, full=full)
    if not found.clean:
        sys.exit(ExitCode.UNCLEAN)


def _form(form: str, output: Path | None) -> str:
    if output is None or click.get_current_context().get_parameter_source("form") is ParameterSource.COMMANDLINE or form == "json":
        return form
    return FORMS.get(output.suffix.lower(), form)


def _watched(look: Callable[[Callable[[int, int], None]], Audit]) -> Audit:
    """Looks with a bar on standard error."""
    with click.progressbar(length=1, label="audit", file=sys.stderr) as bar:

        def tell(done: int, length: int) -> None:
            bar.length = length
            bar.update(done - bar.pos)

        return look(tell)


def _can_write(output: Path | None, witnesses: Path | None, reports: tuple[Path, ...], *, force: bool) -> None:
    """Says what cannot be written before the work is done, not after it."""
    for file in (*([output] if output is not None and str(output) != "-" else []), *reports):
        if not file.parent.is_dir():
            raise click.UsageError(f"{file}: there is no folder `{file.parent}`")
    for number, file in enumerate(reports):
        if file in reports[:number]:
            raise click.BadParameter(f"`{file}` is named twice", param_hint="'--report'")
        if str(file) == "-":
            raise click.BadParameter("a report of an audit goes to a file; end it in .html, .md, .pdf or .json", param_hint="'--report'")
        if file.suffix.lower() not in REPORTS:
            raise click.BadParameter(f"`{file.name}` has no form; end it in .html, .md, .pdf or .json", param_hint="'--report'")
    if witnesses is not None and not force and witnesses.is_dir() and any(witnesses.glob("*.yaml")):
        raise click.UsageError(f"the folder `{witnesses}` holds cases already; choose another, or write over them with --force")


def _write_witnesses(found: Audit, folder: Path) -> None:
    from guideline.auditing.audit_witnesses import witness_files  # noqa: PLC0415 (nobody else waits for it)

    files = witness_files(found)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise click.ClickException(f"{folder}: cannot be made: {(error.strerror or str(error)).lower()}") from error
    for name, text in files.items():
        write(text, folder / name)
    click.echo(f"{len(files)} witness{'' if len(files) == 1 else 'es'} written to {folder}", err=True)


def _write_reports(found: Audit, pack: Pack, reports: tuple[Path, ...], site: Path | None) -> None:
    from explain.report.produce import produce_audit, unset_words  # noqa: PLC0415 (who asks for no report does not wait for what draws)

    words = sys.argv[sys.argv.index("audit") :] if "audit" in sys.argv else ["audit"]
    forms = [REPORTS[file.suffix.lower()] for file in reports]
    made = produce_audit(found, pack, forms, site=site, time=made_at(), command=["guideline", *words])
    for file, document in zip(reports, made, strict=True):
        write_bytes(document.made, file)
    lacking = unset_words("".join(sorted({c for document in made for c in document.unset})))
    if lacking:
        click.echo(f"warning: {lacking}", err=True)
    click.echo(f"{len(reports)} report{'' if len(reports) == 1 else 's'} written: {', '.join(map(str, reports))}", err=True)


def _write(found: Audit, pack: Pack, form: str, output: Path | None, *, full: bool) -> None:
    if form == "json":
        write_json(audit_json(found, pack), output)
        return
    if form == "sarif":
        from guideline.auditing.audit_sarif import audit_sarif  # noqa: PLC0415 (nobody else waits for it)

        write_json(audit_sarif(found, pack, Path.cwd()), output)
        return
    from explain.corpus.audit_words import audit_markdown, audit_text, print_audit  # noqa: PLC0415 (JSON does not wait for rich and jinja2)

    if form == "markdown":
        write(audit_markdown(found, pack, full=full), output)
    elif output is not None and str(output) != "-":
        write(audit_text(found, pack, full=full), output)
    else:
        print_audit(found, pack, full=full)
