"""The answer on a terminal: layout and colour; plain when piped; readable at 80 columns."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

from explain.plain import one_line
from explain.render import STYLE, phrase, render
from explain.views.answer import View
from explain.views.choices import AlternativeView, DecisionView
from explain.views.values import Said

WIDTH = 80
WIDEST = 110
COLUMNS = 4
"""More alternatives than this do not fit side by side; the first ones are shown, the rest is said to be there."""
NAMED = 2
"""With more columns than this there is no room for names of statements in them; the report has all."""

_MARK = re.compile(f"{STYLE[0]}([^{STYLE[1]}]*){STYLE[1]}")
VERBATIM = "verbatim".join(STYLE)
"""Begins a line of a text to copy."""
RETURNED = "verbatim crlf".join(STYLE)
"""Begins one that ends with a carriage return and a line feed."""
_STYLES = {"head": "bold cyan", "bold": "bold", "dim": "dim", "good": "green", "warn": "yellow", "alarm": "red"}


class _Console(Console):
    """A console that leaves it to the command line what a reader who has gone means."""

    def on_broken_pipe(self) -> None:
        raise BrokenPipeError


def console() -> Console:
    """A console for standard output: 80 columns when piped, and no wider than people read."""
    made = _Console(highlight=False, soft_wrap=False)
    made.width = min(made.width, WIDEST) if made.is_terminal else WIDTH
    return made


def print_answer(view: View, to: Console | None = None, *, full: bool = False, width: int | None = None) -> None:
    """Prints an answer: what matters on the first screen, the rest in groups.

    Args:
        view: from `explain.views.context.view_of`.
        to: where; standard output without it.
        full: every statement in force, every change and the derivation too.
        width: columns, if not those of the console.
    """
    out = to or console()
    columns = width or out.width
    pending: list[Text] = []
    for line in render(view, "text", full=full).splitlines():
        mark = _MARK.fullmatch(line)
        if mark and mark[1].startswith("sides "):
            _flush(pending, out)
            out.print(_sides(view.decisions[int(mark[1].removeprefix("sides "))], columns), width=columns)
        elif mark and mark[1] == "rule":
            pending.append(Text("\u2500" * columns, style="dim"))
        else:
            pending += _paragraph(line, out, columns)
    _flush(pending, out)


def print_text(text: str, to: Console | None = None) -> None:
    """Prints text that was rendered for the terminal."""
    out = to or console()
    pending: list[Text] = []
    for line in text.splitlines():
        if line.startswith(RETURNED):
            _flush(pending, out)
            # As an end of the line, since rich drops it from a text.
            out.print(styled(line), end="\r\n", soft_wrap=True)
        else:
            pending += _paragraph(line, out, out.width)
    _flush(pending, out)


def print_table(heads: Mapping[str, int], rows: Iterable[Iterable[str]], to: Console | None = None) -> None:
    """Prints a table of plain texts; what is too wide for its column wraps, names without blanks too.

    Args:
        heads: the heading of each column, and its width in characters (0: what the others leave).
        rows: cells, which may have several lines.
        to: where; standard output without it.
    """
    out = to or console()
    table = Table(width=out.width, box=SIMPLE_HEAD, padding=(0, 1, 0, 0), header_style="bold", show_edge=False, pad_edge=False)
    for head, width in heads.items():
        table.add_column(Text(head), overflow="fold", width=width or None)
    for row in rows:
        table.add_row(*[Text("\n".join(one_line(line) for line in cell.split("\n"))) for cell in row])
    if table.rows:
        out.print(table)


def _flush(lines: list[Text], out: Console) -> None:
    """Prints lines that are wrapped already, all at once: rich takes its time for each call."""
    if lines:
        out.print(Text("\n").join(lines), soft_wrap=True)
        lines.clear()


def _paragraph(line: str, out: Console, width: int) -> list[Text]:
    """One line of the template, wrapped; what follows its indent and its bullet hangs under its first word."""
    if line.startswith(VERBATIM):
        # A text to copy: broken lines would make it another.
        return [styled(line)]
    body = line.lstrip(" ")
    text = styled(body)
    indent = min(len(line) - len(body), width // 2)
    bullet = 2 if text.plain.startswith(("- ", "! ")) else 0
    head, rest = text[:bullet], text[bullet:]
    wrapped = rest.wrap(out, width - indent - bullet) if rest.plain else [rest]
    for row in wrapped:
        row.rstrip()
    return [
        Text.assemble(" " * indent, head, row) if number == 0 else Text.assemble(" " * (indent + bullet), row)
        for number, row in enumerate(wrapped)
    ]


def styled(marked: str) -> Text:
    """Text with its style marks as styles; nothing else in it is read as markup."""
    text, style, place = Text(), "", 0
    for mark in _MARK.finditer(marked):
        text.append(marked[place : mark.start()], style or None)
        style, place = _STYLES.get(mark[1], ""), mark.end()
    text.append(marked[place:], style or None)
    return text


def _sides(decision: DecisionView, width: int) -> Table:
    """The alternatives side by side: what each does, waits with and leaves out, and who says so."""
    shown = decision.alternatives[:COLUMNS]
    ranked = len({a.rank for a in decision.alternatives}) > 1
    done = {action for a in decision.alternatives for action in a.does}
    table = Table(width=width, box=SIMPLE_HEAD, padding=(0, 1), header_style="bold", show_edge=False, pad_edge=False)
    for a in shown:
        table.add_column(Text(phrase("side", a, ranked)), ratio=1, overflow="fold")
    table.add_row(*[_cell(a.does, "does", "bold") or _cell(a.leaves, "without", "bold") for a in shown])
    for row in (
        [_cell(a.waits, "wait", "") for a in shown],
        [_cell([x for x in a.leaves if x not in done] if a.does else [], "without", "dim") for a in shown],
        [Text(phrase("who", _wishes(a), len(shown) > NAMED)) for a in shown],
    ):
        if any(cell.plain for cell in row):
            table.add_row(*row)
    return table


def _wishes(alternative: AlternativeView) -> list[Said]:
    """The words that set an alternative apart, wishes for what it alone does first."""
    return sorted(alternative.follows, key=lambda s: s.word.stance == "for" and s.word.action not in alternative.does)


def _cell(values: Iterable[object], name: str, style: str) -> Text:
    rows = list(values)
    return Text(one_line(phrase(name, rows)), style=style) if rows else Text("")
