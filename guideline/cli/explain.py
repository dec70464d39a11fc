"""`guideline explain`: why, why not, why this rather than that, what would change the answer, what comes next."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click
from click.shell_completion import CompletionItem

from guideline.cases.reading import read_text
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
from guideline.errors import GuidelineError
from guideline.goal import names
from guideline.pack import load_pack

if TYPE_CHECKING:
    from explain.explaining import Explained
    from explain.telling import Length

FORMS = ("text", "markdown", "html", "json", "justification", "dot")
GRAPHS = ("justification", "dot")
"""Forms that are the graph behind the reasons of what is so."""
LENGTHS = ("line", "short", "full")


def complete(ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Names of the pack that begin with what was typed."""
    try:
        pack = load_pack(*(ctx.params.get("packs") or ()))
    except GuidelineError:
        return []
    return [CompletionItem(n) for n in names(pack.vocabulary, pack.knowledge) if n.startswith(incomplete)]


@click.command(name="explain")
@case_argument
@pack_option
@without_option
@policy_option
@click.option("--why", "why", multiple=True, metavar="X", shell_complete=complete, help="Why X is as it is; repeatable.")
@click.option("--why-not", "why_not", multiple=True, metavar="X", shell_complete=complete, help="What stands in the way of X; repeatable.")
@click.option("--rather-than", metavar="Y", shell_complete=complete, help="With one --why X: where X and Y part, and what orders them.")
@click.option(
    "--change",
    "changes",
    multiple=True,
    metavar="GOAL",
    shell_complete=complete,
    help="The smallest changes of the record that bring GOAL about.",
)
@click.option("--next", "ahead", is_flag=True, help="The days at which the answer changes as time goes on.")
@click.option("--length", type=click.Choice(LENGTHS), default="short", show_default=True, help="How much is told.")
@click.option("--format", "form", type=click.Choice(FORMS), default="text", show_default=True)
@click.option("--json", "as_json", is_flag=True, help="The same as --format json.")
def command(
    case_file: Path,
    packs: tuple[Path, ...],
    without: tuple[str, ...],
    policy: tuple[str, ...],
    why: tuple[str, ...],
    why_not: tuple[str, ...],
    rather_than: str | None,
    changes: tuple[str, ...],
    ahead: bool,
    length: Length,
    form: str,
    as_json: bool,
) -> None:
    """Explain the answer for the patient in CASE.

    X is an action, `STATUS ACTION` (as in `settled_for ACTION`), a statement, a context, a source,
    `conflict STATEMENT STATEMENT` or `alternative A`. Without a question: every result, what was assumed, and what to ask next.
    """
    form = chosen_form(form, as_json)
    if rather_than is not None and len(why) != 1:
        raise click.UsageError("--rather-than goes with one --why")
    if len(changes) > 1:
        raise click.UsageError("--change takes one GOAL; ask for one after the other")
    if form in GRAPHS and (why_not or changes or ahead):
        raise click.UsageError(f"--format {form} is the graph of reasons: it goes with --why, or without a question")
    change = next(iter(changes), None)
    pack = open_pack(packs)
    case = open_case(case_file, pack)
    from explain.explaining import Asked, Explained  # noqa: PLC0415 (help does not wait for jinja2)

    asked = Asked(why=why, why_not=why_not, rather_than=rather_than, change=change, ahead=ahead)
    text = read_text(case_file) if change and str(case_file) != "-" else ""
    _print(Explained(case, pack, asked, without=without, policy=policy, text=text), form, length)


def _print(told: Explained, form: str, length: Length) -> None:
    if form == "json":
        write_json(told.document)
    elif form == "justification":
        write_json(told.justification)
    elif form == "dot":
        write(told.dot, None)
    elif form == "text":
        from explain.terminal import print_text  # noqa: PLC0415 (only the terminal needs rich)

        print_text(told.words(form, length))
    else:
        write(told.words(form, length), None)
