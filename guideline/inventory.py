"""A pack held against its inventory: every entry of the documents has its statement, or the pack says why not.

The inventory, `inventory.csv` in the folder of a pack, lists what a reader found in the documents before anything was encoded: names,
kinds, strengths and places, no sentences.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from guideline.errors import PackError, Place, Problem, closest, quoted
from guideline.model import Knowledge, Statement

FILE = "inventory.csv"
COLUMNS = ("statement", "kind", "strength", "form", "locator")
FORMS = ("rule", "fact", "report")
"""What an entry has to become: something that bears on answers; a fact that is stated; a report that decides nothing.

A statement stands for a fact, as for a report, by reporting it. An entry of kind `gap` is one that the document leaves unsaid: its
statement is silent.
"""

GAP = "gap"


@dataclass(frozen=True, slots=True)
class Entry:
    """One assertion of a document: `statement` as `source.name`, the words for its kind and strength, and its place."""

    statement: str
    kind: str
    strength: str
    form: str
    locator: str
    place: Place


@dataclass(frozen=True, slots=True)
class Traced:
    """An entry, the statement that stands for it (None where there is none), and what differs: property, entry's and statement's word."""

    entry: Entry
    statement: Statement | None
    differences: tuple[tuple[str, str, str], ...] = ()

    @property
    def holds(self) -> bool:
        """Whether the statement is there and agrees, or says why it does not."""
        return self.statement is not None and (not self.differences or bool(self.statement.departs))


@dataclass(frozen=True, slots=True)
class Trace:
    """All entries in the order of the inventory, and the statements that stand for none."""

    entries: tuple[Traced, ...]
    beyond: tuple[Statement, ...]

    @property
    def complete(self) -> bool:
        """Whether every entry holds, and every statement beyond the inventory says why it is there."""
        return all(e.holds for e in self.entries) and all(s.departs for s in self.beyond)


def read_inventory(folder: str | Path) -> list[Entry]:
    """The inventory of a pack.

    Raises:
        PackError: it is missing or unreadable, or rows are wrong; with every problem at its line.
    """
    path = Path(folder) / FILE
    if path.exists() and not path.is_file():
        raise PackError(Problem("unreadable", "the inventory is not a regular file", Place(str(path))))
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        hint = f"one row an entry, under the heads {','.join(COLUMNS)}"
        raise PackError(Problem("no-inventory", f"the pack has no `{FILE}`", Place(str(folder)), hint)) from None
    except (OSError, UnicodeDecodeError) as error:
        words = error.strerror.lower() if isinstance(error, OSError) and error.strerror else "it is not UTF-8 text"
        raise PackError(Problem("unreadable", f"the inventory cannot be read: {words}", Place(str(path)))) from error
    problems: list[Problem] = []
    found = list(_entries(text, str(path), problems))
    if problems:
        raise PackError(problems)
    return found


def _entries(text: str, path: str, problems: list[Problem]) -> Iterator[Entry]:
    # Only the ends of lines that files have end a row; a field may hold any other character, and a quoted one an end of line.
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    seen: dict[str, int] = {}
    begun = 1
    try:
        heads = next(reader, [])
        if tuple(heads) != COLUMNS:
            problems.append(Problem("inventory-heads", "the first line has other heads", Place(path, 1), f"write {','.join(COLUMNS)}"))
            return
        begun = reader.line_num + 1
        for row in reader:
            place = Place(path, begun)
            begun = reader.line_num + 1
            if len(row) != len(COLUMNS) or not all(c.strip() for c in row):
                problems.append(Problem("inventory-row", "a row has a field for each head, none of them empty", place, ",".join(COLUMNS)))
            elif row[3] not in FORMS:
                hint = closest(row[3], FORMS) or f"one of {', '.join(FORMS)}"
                problems.append(Problem("inventory-row", f"unknown form {quoted(row[3])}", place, hint))
            elif row[0] in seen:
                problems.append(Problem("duplicate", f"{quoted(row[0])} stands on line {seen[row[0]]} as well", place, "keep one of them"))
            else:
                seen[row[0]] = place.line
                yield Entry(row[0], row[1], row[2], row[3], row[4], place)
    except csv.Error as error:
        hint = 'quote a field that holds a comma, and double a quotation mark inside it: `"the word ""must"", bullet 2"`'
        problems.append(Problem("inventory-row", f"not a row of comma-separated fields: {error}", Place(path, begun), hint))


def trace(entries: list[Entry], knowledge: Knowledge) -> Trace:
    """Compares each entry with the statement of its name. Underscores stand for the hyphens and blanks of kinds and strengths."""
    by_id: Mapping[str, Statement] = {s.id: s for s in knowledge.statements.values()}
    traced = []
    for entry in entries:
        statement = by_id.get(entry.statement)
        traced.append(Traced(entry, statement, tuple(_differences(entry, statement)) if statement else ()))
    named = {e.statement for e in entries}
    beyond = sorted((s for s in by_id.values() if s.id not in named), key=lambda s: (s.source, s.place, s.name))
    return Trace(tuple(traced), tuple(beyond))


def _differences(entry: Entry, statement: Statement) -> Iterator[tuple[str, str, str]]:
    for what, listed, stated in (
        ("kind", _plain(entry.kind), statement.kind),
        ("strength", _plain(entry.strength), statement.strength),
        ("locator", entry.locator, statement.locator),
    ):
        if listed != stated:
            yield what, listed, stated
    listed, stated = _form(entry), form(statement)
    if listed != stated and not (listed == "fact" and stated == "report"):
        yield "form", listed, stated


def form(statement: Statement) -> str:
    """What a statement is: a `rule` where it bears on answers, a `gap` where it is silent, a `report` otherwise."""
    if statement.decides:
        return "rule"
    return GAP if statement.silent else "report"


def _form(entry: Entry) -> str:
    # What a document leaves unsaid is entered as a fact or a report about it; an entry that calls a gap a rule is taken at its word.
    return GAP if entry.kind == GAP and entry.form != "rule" else entry.form


def _plain(words: str) -> str:
    return words.strip().replace("-", "_").replace(" ", "_")
