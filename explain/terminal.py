"""The answer on a terminal: layout and colour; plain when piped; readable at 80 columns."""

from __future__ import annotations

import re
from collections.abc import Iterable

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

from explain.plain import one_line
from explain.render import STYLE, phrase, render
from explain.views import AlternativeView, DecisionView, View

WIDTH = 80
WIDEST = 110
COLUMNS = 4
"""More alternatives than this do not fit side by side; the first ones are shown, the rest is said to be there."""

_MARK = re.compile(f"{STYLE[0]}([^{STYLE[1]}]*){STYLE[1]}")
_STYLES = {"head": "bold cyan", "bold": "bold", "dim": "dim", "good": "green", "warn": "yellow", "alarm": "red"}


def console() -> Console:
    """A console for standard output: 80 columns when piped, and no wider than people read."""
    made = Console(highlight=False, soft_wrap=False)
    made.width = min(made.width, WIDEST) if made.is_terminal else WIDTH
    return made


def print_answer(view: View, to: Console | None = None, *, full: bool = False, width: int | None = None) -> None:
    """Prints an answer: what matters on the first screen, the rest in groups.

    Args:
        view: from `explain.context.view_of`.
        to: where; standard output without it.
        full: every statement in force, every change and the derivation too.
        width: columns, if not those of the console.
    """
    out = to or console()
    columns = width or out.width
    for line in render(view, "text", full=full).splitlines():
        mark = _MARK.fullmatch(line)
        if mark and mark[1].startswith("sides "):
            out.print(_sides(view.decisions[int(mark[1].removeprefix("sides "))], columns), width=columns)
        elif mark and mark[1] == "rule":
            out.print(Text("\u2500" * columns, style="dim"), width=columns)
        else:
            _print(line, out, columns)


def print_text(text: str, to: Console | None = None) -> None:
    """Prints text that was rendered for the terminal."""
    out = to or console()
    for line in text.splitlines():
        _print(line, out, out.width)


def _print(line: str, out: Console, width: int) -> None:
    """One paragraph, wrapped; what follows its indent and its bullet hangs under its first word."""
    body = line.lstrip(" ")
    text = styled(body)
    indent = len(line) - len(body)
    hang = indent + 2 if text.plain.startswith(("- ", "! ")) else indent
    if not text.plain:
        out.print()
        return
    head, rest = (text[:2], text[2:]) if hang > indent else (Text(""), text)
    for number, wrapped in enumerate(rest.wrap(out, max(width - hang, 20))):
        wrapped.rstrip()
        start = Text(" " * indent) + head if number == 0 else Text(" " * hang)
        out.print(start + wrapped, width=width, soft_wrap=True)


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
        [_cell((w for w in a.waits), "wait", "") for a in shown],
        [_cell([x for x in a.leaves if x not in done] if a.does else [], "without", "dim") for a in shown],
        [Text(phrase("who", _wishes(a))) for a in shown],
    ):
        if any(cell.plain for cell in row):
            table.add_row(*row)
    return table


def _wishes(alternative: AlternativeView) -> list[object]:
    """The words that set an alternative apart, wishes for what it alone does first."""
    return sorted(alternative.follows, key=lambda s: s.word.stance == "for" and s.word.action not in alternative.does)


def _cell(values: Iterable[object], name: str, style: str) -> Text:
    rows = list(values)
    return Text(one_line(phrase(name, rows)), style=style) if rows else Text("")
