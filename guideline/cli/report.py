"""`guideline report`: a document that a colleague can check line by line."""

from __future__ import annotations

import shlex
import sys
from pathlib import Path

import click

from guideline.answer_json import answer_json
from guideline.cli.options import case_argument, open_case, open_pack, pack_option, policy_option, without_option, write, write_json

FORMS = {".html": "html", ".htm": "html", ".md": "report", ".json": "json"}


@click.command(name="report")
@case_argument
@pack_option
@without_option
@policy_option
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    required=True,
    metavar="FILE",
    help="Where to write; .html, .md or .json says the form.",
)
def command(case_file: Path, packs: tuple[Path, ...], without: tuple[str, ...], policy: tuple[str, ...], output: Path) -> None:
    """Write the answer to CASE and its justification as one self-contained document.

    The HTML needs no network and no script; every line names its statement and the place in the source.
    """
    form = FORMS.get(output.suffix.lower())
    if form is None:
        raise click.BadParameter(f"`{output.name}` has no form; end it in .html, .md or .json", param_hint="'-o'")
    pack = open_pack(packs)
    case = open_case(case_file, pack)
    answer = pack.solve(case, without=without, policy=policy)
    if form == "json":
        write_json(answer_json(answer, pack), output)
        return
    from explain.context import view_of  # noqa: PLC0415 (JSON does not wait for rich and jinja2)
    from explain.derive import derivation  # noqa: PLC0415 (JSON does not wait for rich and jinja2)
    from explain.render import render  # noqa: PLC0415 (JSON does not wait for rich and jinja2)

    line = shlex.join(["guideline", "report", *sys.argv[sys.argv.index("report") + 1 :]]) if "report" in sys.argv else ""
    write(render(view_of(answer, pack, derivation=derivation(answer, pack), command=line), form), output)
