"""A trial in words, for the terminal."""

from __future__ import annotations

from rich.console import Console

from explain.corpus.trial_view import trial_view
from explain.render import phrase, render
from explain.terminal import console, print_table, print_text
from guideline.model import Knowledge
from guideline.trial.run import Trial

NAME = 18
"""Columns of a name in a table; five columns have to fit into 80."""
NARROW = 78
"""On fewer columns than this a table leaves no room for the verdict: there is a line for each thing instead."""


def print_trial(trial: Trial, knowledge: Knowledge, to: Console | None = None, *, verdicts: bool = False) -> None:
    """Prints what did not come out as expected, the totals, and the coverage; the table of verdicts first where it is asked for."""
    view = trial_view(trial, knowledge)
    out = to or console()
    if verdicts and out.width < NARROW:
        print_text(render(view, "verdicts text", full=True), out)
    elif verdicts:
        widths = {"entry": NAME, "status": 0, "kinds": 15, "case": NAME, "holds": 5}
        heads = {phrase("verdict_column", key): width for key, width in widths.items()}
        rows = [
            [_broken(v.entry), phrase("verdict_status", v), ", ".join(v.kinds), _broken(v.case), phrase("verdict_holds", v)]
            for v in view.verdicts
        ]
        print_table(heads, rows, out)
        print_text(render(view, "verdicts text"), out)
    print_text(render(view, "trial text"), out)


def _broken(name: str) -> str:
    """A long name in lines that end at its underscores, so that a column of names stays readable."""
    lines = [""]
    for part in name.replace("_", "_ ").split(" "):
        if lines[-1] and len(lines[-1]) + len(part) > NAME:
            lines.append("")
        lines[-1] += part
    return "\n".join(lines)
