"""A change as a patch of the case: a unified diff of the file that it came from, its lines and comments kept, or a part to put over it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from difflib import unified_diff
from pathlib import Path

from guideline.cases.reading import FORMS, parse_case
from guideline.cases.written import value_yaml
from guideline.changes.change import Change, Edit
from guideline.errors import CaseError
from guideline.model import Case, Recorded, Vocabulary

AROUND = 2
"""Lines of the file shown before and after what changes."""
_EXPECTED = re.compile(r"^expect:[^\n]*\n(?:(?:[ \t#\r-][^\n]*)?\n)*", re.MULTILINE)
_QUOTED = re.compile(r'"(?:[^"\\\n]|\\.)*"|\'(?:[^\'\n]|\'\')*\'')


def patch(change: Change, vocabulary: Vocabulary, text: str = "") -> str:
    """The change as a unified diff of `text`; as `findings:` to put over the case where there is no text, or none that lines can be put in.

    Args:
        change: of the case that was read from the text.
        vocabulary: of the pack.
        text: the file of the case, in any form that a case can have.
    """
    new = patched(change, vocabulary, text) if text else None
    if new is None:
        return "findings:\n" + "".join(f"  {e.finding}: {value_yaml(e.after)}\n" for e in change.edits)
    name = change.case.origin
    rows = unified_diff(_lines(text), _lines(new), name, name, n=AROUND)
    return "".join(row if row.endswith("\n") else f"{row}\n\\ No newline at end of file\n" for row in rows)


def patched(change: Change, vocabulary: Vocabulary, text: str) -> str | None:
    """The text of the case with the change made; None where it takes more than to replace or add lines, or would be read otherwise."""
    form = FORMS.get(Path(change.case.origin).suffix.lower()) or ("json" if text.lstrip().startswith("{") else "yaml")
    edited: Callable[[list[str], Change], list[str] | None] = {"lp": _facts, "json": _json, "yaml": _yaml}[form]
    lines = edited(_lines(text), change)
    if lines is None:
        return None
    made = "".join(lines)
    try:
        # What a case expects is untouched, and often longer than the case.
        read = parse_case(_EXPECTED.sub("", made) if form == "yaml" else made, vocabulary, change.case.origin, form)
    except CaseError:
        return None
    same = form == "lp" or _values(read) == _values(change.case)
    return made if same and read.tests == change.case.tests else None


def _values(case: Case) -> dict[str, object]:
    return {r.finding: r.value for r in case.recorded}


def _lines(text: str) -> list[str]:
    """The lines with their ends; what other marks of a line's end there may be belong to the lines."""
    parts = text.split("\n")
    return [*(f"{p}\n" for p in parts[:-1]), *([parts[-1]] if parts[-1] else [])]


def _ending(lines: Sequence[str]) -> str:
    return "\r\n" if lines and lines[0].endswith("\r\n") else "\n"


def _replaced(lines: list[str], edits: Sequence[Edit]) -> bool:
    """Puts new values in the place of those that are recorded; whether all could be."""
    # From the end of a line to its start: what is replaced first must not move what comes after.
    for edit in sorted(edits, key=lambda e: (e.after.place.line or 0, e.after.place.column or 0), reverse=True):
        place = edit.after.place
        if edit.before is None or not place.line or not place.column or place.line > len(lines):
            return False
        line, start = lines[place.line - 1], place.column - 1
        found = _QUOTED.match(line, start)
        old = found[0] if found else edit.before.text
        if not old or not line.startswith(old, start):
            return False
        new = _json_value(edit.after) if found else value_yaml(edit.after)
        lines[place.line - 1] = line[:start] + new + line[start + len(old) :]
    return True


def _yaml(lines: list[str], change: Change) -> list[str] | None:
    known = [e for e in change.edits if e.before]
    added = [e.after for e in change.edits if not e.before]
    if not _replaced(lines, known):
        return None
    end = _ending(lines)
    if not added:
        return lines
    others = [r for r in change.case.recorded if r.finding not in {a.finding for a in added} and r.place.line]
    if lines and not lines[-1].endswith("\n"):
        lines[-1] += end
    if others:
        last = max(others, key=lambda r: r.place.line or 0)
        number = last.place.line or 0
        margin = _margin(lines, number, last.finding)
        if margin is None:
            return None
    else:
        number, margin = _head(lines, end), "  "
    lines[number:number] = [f"{margin}{r.finding}: {value_yaml(r)}{end}" for r in added]
    return lines


def _margin(lines: Sequence[str], number: int, finding: str) -> str | None:
    """What stands before a finding that has its line to itself."""
    found = re.match(rf"([ ]+)[\"']?{re.escape(finding)}[\"']?\s*:", lines[number - 1]) if 0 < number <= len(lines) else None
    return found[1] if found else None


def _head(lines: list[str], end: str) -> int:
    """The number of the line under which findings go where there are none yet; made where it is missing."""
    for number, line in enumerate(lines):
        found = re.match(r"findings:\s*(\{\s*\}|~|null)?\s*(#.*)?$", line.rstrip("\r\n"))
        if found:
            lines[number] = f"findings:{'  ' + found[2] if found[2] else ''}{end}"
            return number + 1
    lines.append(f"findings:{end}")
    return len(lines)


def _json(lines: list[str], change: Change) -> list[str] | None:
    known = [e for e in change.edits if e.before]
    added = [e.after for e in change.edits if not e.before]
    if not _replaced(lines, known):
        return None
    if not added:
        return lines
    others = [r for r in change.case.recorded if r.finding not in {a.finding for a in added} and r.place.line]
    first = min(others, key=lambda r: r.place.line or 0, default=None)
    margin = _margin(lines, first.place.line or 0, first.finding) if first else None
    if first is None or margin is None:
        return None
    number = (first.place.line or 1) - 1
    lines[number:number] = [f"{margin}{json.dumps(r.finding)}: {_json_value(r)},{_ending(lines)}" for r in added]
    return lines


def _json_value(recorded: Recorded) -> str:
    return json.dumps(recorded.value if isinstance(recorded.value, bool) else recorded.text, ensure_ascii=False)


def _facts(lines: list[str], change: Change) -> list[str] | None:
    names = "|".join(re.escape(e.finding) for e in change.edits)
    old = re.compile(rf"\s*given\s*\(\s*(?!unsuitable)[a-z_]+\s*\(\s*(?:{names})\s*[,)][^.]*\)\s*\.\s*(%.*)?")
    kept = [line for line in lines if not old.fullmatch(line.rstrip("\r\n"))]
    end = _ending(lines)
    if kept and not kept[-1].endswith("\n"):
        kept[-1] += end
    found = {e.finding for e in change.edits}
    return [*kept, *(f"given({t}).{end}" for t in sorted(change.case.tests) if t.subject in found and t.kind != "unsuitable")]
