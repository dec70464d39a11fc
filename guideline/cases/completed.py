"""A case file with more findings recorded: the file as its author wrote it, with lines added where that is safe."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from guideline.cases.reading import parse_case
from guideline.cases.written import value_yaml
from guideline.documents import Node, read_document
from guideline.errors import CaseError
from guideline.model import Case, Recorded, Vocabulary

_QUOTED = re.compile(r""""(?:[^"\\]|\\.)*"|'(?:[^']|'')*'""")
_EMPTY = re.compile(r"\{\s*\}")


def completed(text: str, before: Case, after: Case, vocabulary: Vocabulary) -> str | None:
    """The text of a case with what has been recorded since, and without its expectations, which were written for the case as it was.

    Order, comments and everything else stay. What comes out is read again: it is given back only if it says what `after` does.

    Args:
        text: YAML, from which `before` was read.
        before: the case in it.
        after: the same case with findings added, or recorded more exactly.
        vocabulary: with which both were read.

    Returns:
        the new text; None where the file is written in a way that does not take lines safely.
    """
    known = {r.finding: r.value for r in before.recorded}
    new = [r for r in after.recorded if known.get(r.finding) != r.value or r.finding not in known]
    if not new:
        return text
    try:
        made = _edited(text, {r.finding: r for r in new})
        read = parse_case(made, vocabulary, form="yaml") if made is not None else None
    except CaseError:
        return None
    return made if read is not None and _same(read, after) else None


def _same(read: Case, wanted: Case) -> bool:
    found, asked = ({r.finding: r.value for r in case.recorded} for case in (read, wanted))
    told = [(c.name, c.title, c.date, c.notes, c.tests, [(p.prefer, p.over) for p in c.preferences]) for c in (read, wanted)]
    return found == asked and told[0] == told[1] and not read.expect


def _edited(text: str, new: Mapping[str, Recorded]) -> str | None:
    root = read_document(text.removeprefix("\ufeff"), "the case", [])
    lines = text.split("\n")
    if root.kind != "mapping" or any(key.place.column != 1 for key, _ in root.pairs):
        return None
    starts = [key.place.line for key, _ in root.pairs]
    ends = {key.text: _last(lines, start, stop) for (key, _), start, stop in zip(root.pairs, starts, [*starts[1:], None], strict=True)}
    findings = next(((key, value) for key, value in root.pairs if key.text == "findings"), None)
    if findings is None:
        return None
    end = "\r" if "\r\n" in text else ""
    added = _recorded(lines, *findings, new)
    if added is None:
        return None
    cuts = [(ends["findings"], ends["findings"], [row + end for row in added])]
    cuts += [(key.place.line - 1, ends["expect"], []) for key, _ in root.pairs if key.text == "expect"]
    if added and ends["findings"] == len(lines):
        lines[-1] += end
        cuts[0][2].append("")
    for start, stop, rows in sorted(cuts, reverse=True):
        lines[start:stop] = rows
    return "\n".join(lines)


def _last(lines: Sequence[str], start: int, stop: int | None) -> int:
    """The number of the last line of a part, given its first and the first of the next; comments and empty lines after it are not of it."""
    last = len(lines) if stop is None else stop - 1
    while last > start and lines[last - 1].strip()[:1] in {"", "#"}:
        last -= 1
    return last


def _recorded(lines: list[str], key: Node, value: Node, new: Mapping[str, Recorded]) -> list[str] | None:
    """Writes values over those that stand there; returns the lines to add to the findings. None where neither is safe."""
    there = {k.text: v for k, v in value.pairs}
    more = [r for name, r in new.items() if name not in there]
    for name, node in there.items():
        if name in new and not _overwritten(lines, node, value_yaml(new[name])):
            return None
    row = value.place.line - 1
    at = value.place.column - 1
    if value.kind == "mapping" and lines[row][at : at + 1] != "{":
        return [f"{' ' * at}{r.finding}: {value_yaml(r)}" for r in more]
    if value.kind == "scalar" and value.value is None and not value.text:
        return [f"  {r.finding}: {value_yaml(r)}" for r in more]
    if value.kind != "mapping" or row != key.place.line - 1:
        return None
    if empty := _EMPTY.match(lines[row], at):
        lines[row] = (lines[row][:at].rstrip() + lines[row][empty.end() :]).rstrip(" ")
        return [f"  {r.finding}: {value_yaml(r)}" for r in more]
    close = lines[row].rfind("}")
    rest = "".join(f", {r.finding}: {value_yaml(r)}" for r in more)
    lines[row] = lines[row][:close].rstrip() + rest + lines[row][close:]
    return []


def _overwritten(lines: list[str], node: Node, written: str) -> bool:
    """Whether a value on one line has been written over."""
    row, at = node.place.line - 1, node.place.column - 1
    quoted = _QUOTED.match(lines[row], at)
    end = quoted.end() if quoted else at + len(node.text)
    if not quoted and lines[row][at:end] != node.text:
        return False
    lines[row] = lines[row][:at] + written + lines[row][end:]
    return True
