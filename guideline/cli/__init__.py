"""The command line: one file a verb, found by name and imported when it is called. The composition root; nobody imports it."""

from __future__ import annotations

import io
import os
import sys
from importlib import import_module

import click

from guideline import __version__
from guideline.errors import ExitCode, GuidelineError, closest

VERBS = (
    "ask", "audit", "check", "diff", "explain", "facts", "new", "report", "schema", "show", "solve", "sources", "statements", "test",
    "trace", "vocabulary",
)  # fmt: skip


class _Verbs(click.Group):
    """A group that imports a verb only when it is called: starting up must not wait for what is not used."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 (click hands over a context; the verbs hang on none)
        return list(VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 (as above)
        if cmd_name not in VERBS:
            return None
        found: click.Command = import_module(f"guideline.cli.{cmd_name}").command
        return found

    def resolve_command(self, ctx: click.Context, args: list[str]) -> tuple[str | None, click.Command | None, list[str]]:
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            hint = closest(args[0], VERBS) if args else None
            if hint is None:
                raise
            raise click.UsageError(f"no such command `{args[0]}`; {hint}", ctx) from error


@click.group(cls=_Verbs, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="guideline")
def group() -> None:
    """Guideline statements as rules: what may be done for a patient, on whose word, and where the sources disagree.

    Exit codes: 0 answered; 1 could not run; 2 wrong usage; 3 ran, and is not clean (an unwaived conflict, a defect).
    """


def main() -> None:
    """Runs the command line, and turns what stops the engine into words and an exit code."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # A terminal that cannot show a character shows its code instead.
            stream.reconfigure(errors="backslashreplace")
    if sys.stdout is None:
        click.echo("error: standard output is closed", err=True)
        sys.exit(ExitCode.FAILED)
    try:
        group.main(prog_name="guideline", standalone_mode=False)
        sys.stdout.flush()
    except GuidelineError as error:
        for problem in error.problems:
            click.echo(f"error: {problem}", err=True)
        sys.exit(ExitCode.FAILED)
    except click.exceptions.Exit as leave:
        sys.exit(leave.exit_code)
    except click.Abort:
        click.echo("error: interrupted", err=True)
        sys.exit(ExitCode.FAILED)
    except click.ClickException as error:
        if isinstance(error, click.UsageError) and error.ctx is not None:
            click.echo(error.ctx.get_usage(), err=True)
            click.echo(f"`{error.ctx.command_path} --help` says more", err=True)
        words = error.format_message().removesuffix(".")
        click.echo(f"error: {words[:1].lower()}{words[1:]}", err=True)
        sys.exit(error.exit_code)
    except BrokenPipeError:
        # The reader has gone (`guideline solve ... | head`); nothing is wrong with the answer.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(ExitCode.ANSWERED)
    except OSError as error:
        where = f"{error.filename}" if error.filename else "standard output cannot be written"
        click.echo(f"error: {where}: {(error.strerror or str(error)).lower()}", err=True)
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(ExitCode.FAILED)
    except RecursionError:
        click.echo("error: the input is nested too deeply", err=True)
        sys.exit(ExitCode.FAILED)
