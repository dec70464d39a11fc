"""`guideline test`: a pack against its own cases."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from guideline.cli.options import open_pack, pack_option, write, write_json
from guideline.errors import ExitCode
from guideline.trial.run import try_packs
from guideline.trial.trial_json import trial_json


@click.command(name="test")
@click.argument("folders", nargs=-1, type=click.Path(path_type=Path), metavar="[PACK]...")
@pack_option
@click.option(
    "--case", "names", multiple=True, metavar="NAME", help="Try only cases of this name; `*` and `?` stand for anything; repeatable."
)
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
@click.option("--junit", type=click.Path(path_type=Path), metavar="FILE", help="Write the result as JUnit XML as well.")
@click.option("--coverage/--no-coverage", default=True, show_default=True, help="Count which statements the cases try out.")
@click.option("--verdicts", is_flag=True, help="Print what the cases judge of known tensions, as a table.")
@click.option("-x", "stop", is_flag=True, help="Stop at the first case that does not come out as expected.")
def command(
    folders: tuple[Path, ...],
    packs: tuple[Path, ...],
    names: tuple[str, ...],
    as_json: bool,
    junit: Path | None,
    coverage: bool,
    verdicts: bool,
    stop: bool,
) -> None:
    """Solve the cases of packs (PACK/cases/**/*.yaml) and compare each answer with what its case expects.

    Several packs are combined, as everywhere. Exit code 3 when something does not come out as expected or a pack has no cases; 1 when a
    pack cannot be loaded.
    """
    homes = (*folders, *packs)
    pack = open_pack(homes)
    trial = try_packs(pack, homes, names=names, count=coverage, stop=stop)
    if junit:
        from guideline.trial.junit import junit_xml  # noqa: PLC0415 (only `--junit` waits for an XML library)

        write(junit_xml(trial), junit)
    if as_json:
        write_json(trial_json(trial, pack))
    else:
        from explain.corpus.trial_words import print_trial  # noqa: PLC0415 (JSON does not wait for rich and jinja2)

        print_trial(trial, pack.knowledge, verdicts=verdicts)
    if not trial.passed:
        sys.exit(ExitCode.UNCLEAN)
