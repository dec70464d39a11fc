"""`guideline ask`: the questions whose answers can still change a decision, one at a time, and the completed case."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from guideline.asking.given_answers import read_answers
from guideline.asking.walk import Walk
from guideline.cases.completed import completed
from guideline.cases.reading import read_text
from guideline.cases.written import case_yaml
from guideline.cli.options import case_argument, open_case, open_pack, pack_option, policy_option, without_option, write, write_json
from guideline.errors import CaseError, Place
from guideline.model import Case
from guideline.pack import Pack

if TYPE_CHECKING:
    from explain.views.terms import Terms
    from guideline.asking.questions import Question

ORIGIN = "standard input"


@click.command(name="ask")
@case_argument
@pack_option
@without_option
@policy_option
@click.option("--answers", "answer_file", type=click.Path(path_type=Path), metavar="FILE", help="Take answers from FILE and ask nobody.")
@click.option("-o", "--output", type=click.Path(path_type=Path), metavar="FILE", help="Write the completed case to FILE.")
@click.option("--force", is_flag=True, help="Write over a file that exists.")
@click.option("--json", "as_json", is_flag=True, help="Print the walk as JSON: questions, answers, what they changed, what is left.")
def command(
    case_file: Path,
    packs: tuple[Path, ...],
    without: tuple[str, ...],
    policy: tuple[str, ...],
    answer_file: Path | None,
    output: Path | None,
    force: bool,
    as_json: bool,
) -> None:
    """Ask what is not recorded of the patient in CASE and can still change a decision, the most decisive question first.

    It ends when no further answer can change the status of an action, or a choice. The completed case goes to FILE or to standard output:
    as its author wrote it, with the answers added, and without `expect`, which was written for the case as it was. Questions go to
    standard error and answers are read from standard input, one a line. FILE of --answers has one `finding: value` a line.
    """
    if str(case_file) == "-" and answer_file is None:
        raise click.UsageError("a case from standard input goes with --answers, as standard input cannot hold both")
    if output is not None and output.exists() and not force:
        what = "the case itself" if output.resolve() == case_file.resolve() else "a file that exists"
        raise click.UsageError(f"{output} is {what}; choose another name, or write over it with --force")
    if output is not None and str(output) != "-" and not output.parent.is_dir():
        # Said before anything is asked: the answers would be lost.
        raise click.UsageError(f"{output}: there is no folder `{output.parent}`")
    pack = open_pack(packs)
    written = read_text(case_file) if case_file.is_file() and case_file.suffix.lower() in {".yaml", ".yml"} else None
    case = open_case(case_file, pack)
    answers = read_answers(answer_file, case, pack.vocabulary) if answer_file else None
    walk = Walk(case, pack, without, policy)
    dialog = _Dialog(walk, pack)
    if answers is None:
        dialog.ask()
        unused: list[str] = []
    else:
        unused = walk.take(answers)
    dialog.close(unused)
    text = dialog.completed(case, written)
    if as_json:
        from guideline.asking.asking_json import walk_json  # noqa: PLC0415 (words do not need it)

        write_json(walk_json(walk, text, unused, pack))
        if output:
            write(text, output)
    else:
        write(text, output)
    if output:
        dialog.say("written", str(output))


class _Dialog:
    """Questions on standard error, answers from standard input."""

    def __init__(self, walk: Walk, pack: Pack) -> None:
        from explain import asking_words  # noqa: PLC0415 (help does not wait for jinja2)

        self._words, self._walk, self._pack = asking_words, walk, pack
        self._lines = 0

    @property
    def _terms(self) -> Terms:
        return self._words.terms_of(self._walk.case, self._walk.answer, self._pack)

    def say(self, name: str, *values: object) -> None:
        """One line of the dialog."""
        self._show(self._words.say(name, *values))

    def _show(self, text: str, depth: int = 0, place: str = "") -> None:
        click.echo(f"{'  ' * depth}{text}{f' [{place}]' if place else ''}", err=True)

    def ask(self) -> None:
        """Asks until nothing is left to ask, or the reader stops."""
        if self._walk.inquiry.order:
            self.say("usage")
        while (question := self._walk.question) is not None:
            terms = self._terms
            recorded = terms.known(question.finding)
            held = recorded.text if recorded.kind == "value" else ""
            left = len(self._walk.inquiry.order)
            self._show(self._words.prompt(question, len(self._walk.steps) + 1, left, terms, held))
            line = sys.stdin.readline()
            self._lines += 1
            if not line or line.strip().lower() == "stop":
                return
            self._heard(question, line.strip(), terms)

    def _heard(self, question: Question, text: str, terms: Terms) -> None:
        match text.lower():
            case "":
                self.say("usage")
            case "?":
                rows = [*self._words.reply_lines(question, terms, full=False), *self._words.why_lines(question, terms, full=True)]
                for line in rows:
                    self._show(line.text, line.depth, line.place)
            case "back":
                last = self._walk.steps[-1].question.finding if self._walk.steps else ""
                if self._walk.back():
                    self.say("taken_back", terms.label(last))
                else:
                    self.say("no_back")
            case "skip":
                self._walk.skip(question.finding)
                self._report(terms)
            case _:
                try:
                    self._walk.reply(question.finding, text, Place(ORIGIN, self._lines))
                except CaseError as error:
                    for problem in error.problems:
                        self._show(str(replace(problem, place=None)))
                else:
                    self._report(terms)

    def _report(self, terms: Terms) -> None:
        for line in self._words.told(self._walk.steps[-1], terms):
            self._show(line.text, line.depth + 1, line.place)

    def completed(self, before: Case, written: str | None) -> str:
        """The case with the answers, as YAML; it is said where its order and comments are not kept."""
        after = self._walk.case
        if before.expect and after != before:
            self.say("expectations_dropped")
            after = replace(after, expect={}, expect_places={})
        kept = completed(written, before, after, self._pack.vocabulary) if written is not None else None
        if kept is None and written is not None:
            self.say("rewritten")
        return case_yaml(after, in_order=True) if kept is None else kept

    def close(self, unused: list[str]) -> None:
        """What was answered, what was not needed, and what is left."""
        steps, remaining, terms = self._walk.steps, self._walk.remaining(), self._terms
        if unused:
            self.say("not_needed", terms.labels(unused))
        if remaining:
            self.say("still_open", terms.labels(remaining))
        skipped = sum(s.recorded is None for s in steps)
        self.say("done", len(steps) - skipped, skipped, len(remaining))
