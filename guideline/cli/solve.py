"""`guideline solve`: one patient."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from guideline.answer import CONTESTING, Answer
from guideline.cli.options import (
    case_argument,
    chosen_form,
    open_case,
    open_pack,
    pack_option,
    policy_option,
    without_option,
    write,
    write_json,
)
from guideline.errors import ExitCode
from guideline.pack import Pack

LENGTHS = ("line", "short", "full")
"""Every action on a line; every statement in force too; the derivation too."""


@click.command(name="solve")
@case_argument
@pack_option
@without_option
@policy_option
@click.option("--format", "form", type=click.Choice(["text", "markdown", "json"]), default="text", show_default=True)
@click.option("--json", "as_json", is_flag=True, help="The same as --format json.")
@click.option("--length", type=click.Choice(LENGTHS), default="line", show_default=True, help="How much is told.")
@click.option("--full", is_flag=True, help="The same as --length full: the derivation of every result too.")
@click.option("--no-marks", is_flag=True, help="Leave out what unrecorded critical findings could turn, and what to ask.")
@click.option("--fail-on-conflict", is_flag=True, help="Exit with 3 when statements in force disagree and nobody waived it.")
def command(
    case_file: Path,
    packs: tuple[Path, ...],
    without: tuple[str, ...],
    policy: tuple[str, ...],
    form: str,
    as_json: bool,
    length: str,
    full: bool,
    no_marks: bool,
    fail_on_conflict: bool,
) -> None:
    """Say what may be done for the patient in CASE, what not, on whose word, and where the sources disagree.

    CASE is a YAML or JSON file, or an .lp file of given/1 facts; `-` reads standard input. What a case can record: `guideline schema`.
    """
    form = chosen_form(form, as_json)
    length = "full" if full else length
    if length == "full" and form != "text":
        raise click.UsageError("--full goes with --format text; `guideline report` has the derivation in its documents")
    pack = open_pack(packs)
    case = open_case(case_file, pack)
    answer = pack.solve(case, without=without, policy=policy, marks=not no_marks, inquire=not no_marks)
    if form == "json":
        _print_json(answer, pack)
    else:
        _print_words(answer, pack, form, length)
    if fail_on_conflict and any(c.kind in CONTESTING and not c.waived for c in answer.conflicts):
        sys.exit(ExitCode.UNCLEAN)


def _print_json(answer: Answer, pack: Pack) -> None:
    from guideline.answer_json import answer_json  # noqa: PLC0415 (words do not need it)

    write_json(answer_json(answer, pack))


def _print_words(answer: Answer, pack: Pack, form: str, length: str) -> None:
    if length == "line":
        _print_short(answer, pack, form)
        return
    full = length == "full"
    from explain.views.context import view_of  # noqa: PLC0415 (JSON does not wait for rich and jinja2)

    view = view_of(answer, pack, derivation=_derivation(answer, pack) if full else ())
    if form == "markdown":
        from explain.render import render  # noqa: PLC0415 (JSON does not wait for rich and jinja2)

        click.echo(render(view, "markdown"), nl=False)
    else:
        from explain.terminal import print_answer  # noqa: PLC0415 (JSON does not wait for rich and jinja2)

        print_answer(view, full=full)


def _print_short(answer: Answer, pack: Pack, form: str) -> None:
    from explain.overview import in_short  # noqa: PLC0415 (JSON does not wait for rich and jinja2)
    from explain.render import render  # noqa: PLC0415 (JSON does not wait for rich and jinja2)
    from explain.terminal import print_text  # noqa: PLC0415 (JSON does not wait for rich and jinja2)

    text = render(in_short(answer, pack), f"telling {form}")
    if form == "text":
        print_text(text)
    else:
        write(text, None)


def _derivation(answer: Answer, pack: Pack) -> list[str]:
    from explain.why.steps import derivation  # noqa: PLC0415 (only where it is asked for)

    return derivation(answer, pack)
