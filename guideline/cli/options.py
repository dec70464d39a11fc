"""Options and arguments that several verbs share, and how a verb reads its pack and its case."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

import click
from click.core import ParameterSource

from guideline.cases.reading import parse_case, read_case
from guideline.errors import CaseError, Problem
from guideline.model import Case
from guideline.pack import Pack, load_pack
from guideline.packs import shipped_pack

F = TypeVar("F", bound=Callable[..., Any])

pack_option = click.option(
    "--pack",
    "packs",
    multiple=True,
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Folder of a pack; repeat it to combine packs. Without it: the shipped pack.",
)
case_argument = click.argument("case_file", metavar="CASE", type=click.Path(path_type=Path, allow_dash=True))
without_option = click.option(
    "--without", multiple=True, metavar="STATEMENT", help="Switch a statement off, as `name` or `source.name`; repeatable."
)
policy_option = click.option(
    "--policy",
    multiple=True,
    metavar="SOURCE",
    help="A site's order of trust, first the most trusted; repeatable. Orders, never hides.",
)


def chosen_form(form: str, as_json: bool) -> str:
    """The form of the output: that of `--format`, or JSON by `--json`.

    Raises:
        click.UsageError: `--json` stands beside a `--format` of another form.
    """
    if not as_json or form == "json":
        return form
    source = click.get_current_context().get_parameter_source("form")
    if source is ParameterSource.COMMANDLINE:
        raise click.UsageError(f"--json is --format json, and does not go with --format {form}")
    return "json"


def open_pack(packs: tuple[Path, ...]) -> Pack:
    """The pack of a command line."""
    return load_pack(*packs)


def named_folder(path: Path) -> Path:
    """A folder as named on a command line; the shipped pack by its name, where there is no such folder."""
    return shipped_pack() if not path.exists() and str(path) == shipped_pack().name else path


def open_case(path: Path, pack: Pack) -> Case:
    """The case of a command line; `-` reads it from standard input."""
    if str(path) != "-":
        return read_case(path, pack.vocabulary)
    try:
        text = sys.stdin.read()
    except UnicodeDecodeError:
        raise CaseError(Problem("not-text", "standard input is not UTF-8 text")) from None
    return parse_case(text, pack.vocabulary, origin="standard input")


def write_json(document: Any, target: Path | None = None) -> None:
    """Writes plain values as JSON to a file, or to standard output."""
    write(json.dumps(document, indent=2, ensure_ascii=False) + "\n", target)


def write(text: str, target: Path | None) -> None:
    """Writes a document to a file, or to standard output."""
    if target is None or str(target) == "-":
        click.echo(text, nl=not text.endswith("\n"))
        return
    try:
        target.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise click.ClickException(f"{target}: cannot be written: {(error.strerror or str(error)).lower()}") from error


def write_bytes(made: bytes, target: Path) -> None:
    """Writes a document that is no text, or is encoded already, to a file."""
    try:
        target.write_bytes(made)
    except OSError as error:
        raise click.ClickException(f"{target}: cannot be written: {(error.strerror or str(error)).lower()}") from error


def made_at() -> str:
    """The time of making; `SOURCE_DATE_EPOCH` stands in for the clock where the same bytes are wanted (reproducible-builds.org)."""
    fixed = os.environ.get("SOURCE_DATE_EPOCH", "")
    try:
        # A count before 1970 is none, and neither is one without digits alone.
        now = datetime.fromtimestamp(int(fixed.replace("-", "none")), UTC) if fixed else datetime.now(UTC)
    except (ValueError, OverflowError, OSError):
        raise click.UsageError(f"the variable SOURCE_DATE_EPOCH is `{fixed}`, not a count of seconds since 1970") from None
    return now.strftime("%Y-%m-%d %H:%M UTC")
