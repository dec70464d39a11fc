"""A case written as YAML that `read_case` accepts: for witnesses and completed cases."""

from __future__ import annotations

import json
import re

from guideline.model import Case, Recorded

_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9_ ]*")
_WORDS = {"true", "false", "null", "yes", "no", "on", "off", "y", "n"}
_AMOUNT = re.compile(r"[0-9A-Za-z][0-9A-Za-z. _%/-]*")


def case_yaml(case: Case, *, in_order: bool = False) -> str:
    """The case as a YAML document; exclusions and preferences in order of their names, findings too unless in that of the record."""
    rows = [f"case: {_scalar(case.name)}"]
    if case.title:
        rows.append(f"title: {_scalar(case.title)}")
    if case.date:
        rows.append(f"date: {case.date}")
    if case.recorded:
        rows.append("findings:")
        rows += [f"  {r.finding}: {value_yaml(r)}" for r in (case.recorded if in_order else sorted(case.recorded, key=lambda r: r.finding))]
    else:
        rows.append("findings: {}")
    if case.excluded:
        rows.append("excluded:")
        for e in sorted(case.excluded, key=lambda e: e.action):
            rows += [f"  - action: {e.action}", f"    because: {_scalar(e.because or 'not said')}"]
            rows += [f"    kind: {e.kind}"] if e.kind else []
    if case.preferences:
        rows.append("preferences:")
        for p in sorted(case.preferences, key=lambda p: (p.prefer, p.over)):
            rows += [f"  - prefer: {p.prefer}", f"    over: {p.over}"]
    if case.notes:
        rows.append(f"notes: {_scalar(case.notes)}")
    if case.expect:
        rows.append(f"expect: {_escaped(json.dumps(case.expect, ensure_ascii=False))}")
    return "\n".join(rows) + "\n"


def value_yaml(recorded: Recorded) -> str:
    """What is recorded of a finding, as a value in a YAML document."""
    value, text = recorded.value, recorded.text
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return _scalar(value)
    return text if _AMOUNT.fullmatch(text) else _quoted(text)


def _scalar(text: str) -> str:
    if _PLAIN.fullmatch(text) and text.strip() == text and text.lower() not in _WORDS:
        return text
    return _quoted(text)


def _quoted(text: str) -> str:
    """A JSON string, which is a YAML double-quoted scalar once the line breaks that only YAML knows are escaped."""
    return _escaped(json.dumps(text, ensure_ascii=False))


def _escaped(text: str) -> str:
    return re.sub("[\x7f-\x9f\u2028\u2029\ufeff]", lambda found: f"\\u{ord(found[0]):04x}", text)
