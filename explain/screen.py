"""The answer on a terminal: layout and colour; plain when piped; readable at 80 columns."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.markup import escape
from rich.padding import Padding
from rich.table import Table

from explain.plain import visible
from explain.rendering import render_text

WIDTH = 80
WIDEST = 110
_PLACE = re.compile(r"===(alternatives (?P<number>\d+)|rest)===")


def console() -> Console:
    """A console that writes 80 columns when piped, and no wider than people read."""
    made = Console(highlight=False, soft_wrap=False)
    made.width = min(made.width, WIDEST) if made.is_terminal else WIDTH
    return made


def print_answer(view: Mapping[str, Any], to: Console | None = None, *, full: bool = False) -> None:
    """Prints the answer: what matters on the first screen, the rest in groups; `full` adds every statement and the derivation."""
    out = to or console()
    for line in render_text(view, escape, full=full).splitlines():
        place = _PLACE.fullmatch(line)
        if place is None:
            _line(out, line)
        elif place["number"]:
            out.print(_table(view["decisions"][int(place["number"])], out.width))
        else:
            out.rule(style="dim")


def print_text(text: str, to: Console | None = None) -> None:
    """Prints a rendered text with its markup."""
    out = to or console()
    for line in text.splitlines():
        _line(out, line)


def _line(out: Console, line: str) -> None:
    body = line.lstrip(" ")
    indent = len(line) - len(body)
    hang = indent + (2 if body.startswith(("- ", "[red]!")) else 0)
    if hang > indent:
        head, _, rest = body.partition(" ")
        table = Table.grid(padding=(0, 1, 0, 0))
        table.add_row(head, rest)
        out.print(Padding(table, (0, 0, 0, indent)))
    else:
        out.print(Padding(line.strip(), (0, 0, 0, indent)) if indent else line)


def _table(decision: Mapping[str, Any], width: int) -> Table:
    """The alternatives side by side, up to four; each with what it does, leaves out, and who says so."""
    shown = decision["alternatives"][:4]
    done = {action for a in decision["alternatives"] for action in a["does"]}
    table = Table(width=width, box=SIMPLE_HEAD, padding=(0, 1), header_style="bold", show_edge=False, pad_edge=False)
    for a in shown:
        first = len({x["rank"] for x in decision["alternatives"]}) > 1 and a["rank"] == 1
        table.add_column(escape(f"{a['letter']}{' (goes first)' if first else ''}"), ratio=1, overflow="fold")
    table.add_row(*[_list("", a["does"], "bold") or _list("without: ", a["leaves"], "bold") for a in shown])
    rows = [[x for x in a["leaves"] if x not in done] if a["does"] else [] for a in shown]
    if any(rows):
        table.add_row(*[_list("without: ", row, "dim") for row in rows])
    table.add_row(*[_who(a) for a in shown])
    return table


def _list(lead: str, words: Any, style: str) -> str:
    if not words:
        return ""
    return f"[{style}]{escape(lead + ', '.join(visible(w) for w in words))}[/{style}]"


def _who(alternative: Mapping[str, Any]) -> str:
    wishes = [s for s in alternative["follows"] if s["word"].action in alternative["does"] or s["word"].stance != "for"]
    rated = sorted(wishes, key=lambda s: not s["word"].rating)
    places = list(dict.fromkeys(f"{s['cite'].source}, {s['cite'].locator}" for s in rated))
    rating = f"{rated[0]['word'].rating}: " if rated and rated[0]["word"].rating else ""
    more = f" (and {len(places) - 1} more)" if len(places) > 1 else ""
    return escape(f"{rating}{places[0]}{more}") if places else ""
