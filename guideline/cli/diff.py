"""`guideline diff`: two packs, two sources, or a pack with and without a statement: what differs, and for which patients."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path

import click
from click.core import ParameterSource

from guideline.auditing.anyone import demand_anyone
from guideline.cli.options import chosen_form, named_folder, open_pack, write, write_json
from guideline.differences.diff_json import diff_json
from guideline.differences.found import Differences
from guideline.differences.language import language
from guideline.differences.search import differences
from guideline.differences.sides import Sides, two_packs, two_sources, with_and_without
from guideline.differences.texts import texts
from guideline.errors import ExitCode
from guideline.packs import shipped_pack


@click.command(name="diff")
@click.argument("packs", nargs=-1, type=click.Path(path_type=Path), metavar="[PACK] [OTHER]")
@click.option("--without", multiple=True, metavar="STATEMENT", help="Compare one pack with itself without this statement; repeatable.")
@click.option("--sources", nargs=2, metavar="A B", help="Compare what source A of one pack answers alone with what B does.")
@click.option("--strict", is_flag=True, help="Exit with code 3, too, when the packs say anything otherwise, whoever is concerned.")
@click.option("--full", is_flag=True, help="All rows of every part, and all pairs behind each disagreement.")
@click.option(
    "--seconds",
    type=click.FloatRange(min=0, max=1e6, min_open=True),
    metavar="N",
    help="Search no longer than this; what is proved and what is open are told apart.",
)
@click.option("--format", "form", type=click.Choice(["text", "markdown", "json"]), default="text", show_default=True)
@click.option("--json", "as_json", is_flag=True, help="The same as --format json.")
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), metavar="FILE", help="Write to FILE: Markdown, or JSON where it ends with .json."
)
def command(
    packs: tuple[Path, ...],
    without: tuple[str, ...],
    sources: tuple[str, str] | None,
    strict: bool,
    full: bool,
    seconds: float | None,
    form: str,
    as_json: bool,
    output: Path | None,
) -> None:
    """Compare two packs: what is said otherwise, and for which of all possible patients the answer is another, each with a minimal patient.

    PACK and OTHER are folders; the name of the shipped pack (`vcf`) stands for it where there is no such folder. With --without or
    --sources one pack is compared with itself: the shipped one when none is named.

    Exit code 0 when it is proved that every patient gets the same answer, 3 when some do not or time did not suffice. With --strict
    it is 3 as well when a statement, its strength or words, or anything else that the packs say is not the same.
    """
    form = _form(chosen_form(form, as_json), output)
    until = None if seconds is None else time.monotonic() + seconds
    sides = _sides(packs, without, sources)
    words = language(sides)
    # Between the patients of the one and nobody there is nothing to compare; that the two have nobody in common is told.
    for pack, program in dict(zip([s.pack for s in sides.both], words.programs, strict=True)).items():
        demand_anyone(pack, program)
    said = texts(sides, words)

    def look(tell: Callable[[int, int], None] = lambda _done, _all: None) -> Differences:
        return differences(sides, words, progress=tell, until=until)

    found = _watched(look) if sys.stderr.isatty() else look()
    if form == "json":
        write_json(diff_json(sides, said, found), output)
    else:
        from explain.corpus.diff_words import tell_diff  # noqa: PLC0415 (JSON does not wait for jinja2)
        from explain.render import render  # noqa: PLC0415

        told = tell_diff(sides, said, found, full=full)
        if form == "text":
            from explain.terminal import print_text  # noqa: PLC0415 (only the terminal needs rich)

            print_text(render(told, "telling text"))
        else:
            write(render(told, "telling markdown"), output)
    if not found.equal or (strict and not said.equal):
        sys.exit(ExitCode.UNCLEAN)


def _form(form: str, output: Path | None) -> str:
    """The form of the output; in a file JSON or Markdown, as its name ends, unless the command line says which.

    Raises:
        click.UsageError: text is asked for, which is laid out for a terminal, and a file; or the folder of the file is missing.
    """
    if output is None or str(output) == "-":
        return form
    if not output.parent.is_dir():
        raise click.UsageError(f"{output}: there is no folder `{output.parent}`")
    said = click.get_current_context().get_parameter_source("form") is ParameterSource.COMMANDLINE
    if said and form == "text":
        raise click.UsageError("text is laid out for a terminal: write a file with --format markdown or json")
    return form if form != "text" else "json" if output.suffix.lower() == ".json" else "markdown"


def _sides(packs: tuple[Path, ...], without: tuple[str, ...], sources: tuple[str, str] | None) -> Sides:
    """What the command line names.

    Raises:
        click.UsageError: too few packs, too many, or two questions at once.
    """
    if without and sources:
        raise click.UsageError("--without and --sources are two comparisons: ask for one at a time")
    if not without and not sources:
        if len(packs) != 2:
            raise click.UsageError("name two packs to compare, or one with --without or --sources")
        first, second = (open_pack((named_folder(p),)) for p in packs)
        return two_packs(first, second, _titles(*packs))
    if len(packs) > 1:
        raise click.UsageError(f"{'--without' if without else '--sources'} compares one pack with itself: name one, or none")
    folder = named_folder(packs[0]) if packs else shipped_pack()
    pack = open_pack((folder,))
    if sources:
        return two_sources(pack, *sources)
    name = folder.resolve().name
    return with_and_without(pack, without, (name, f"{name} without"))


def _titles(first: Path, second: Path) -> tuple[str, str]:
    """How the packs are told apart: by the name of the folder, by the path where that is the same, by number where that is, too."""
    names = first.resolve().name, second.resolve().name
    if names[0] == names[1]:
        names = str(first), str(second)
    return names if names[0] != names[1] else (f"{names[0]} (first)", f"{names[1]} (second)")


def _watched(look: Callable[[Callable[[int, int], None]], Differences]) -> Differences:
    """Looks with a bar on standard error."""
    with click.progressbar(length=1, label="differences", file=sys.stderr) as bar:

        def tell(done: int, length: int) -> None:
            bar.length = length
            bar.update(done - bar.pos)

        return look(tell)
