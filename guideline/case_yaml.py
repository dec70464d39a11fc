"""A case written as YAML that `read_case` accepts: for witnesses and completed cases."""

from __future__ import annotations

import json
import re

from guideline.model import Case

_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9_ ]*")
_WORDS = {"true", "false", "null", "yes", "no", "on", "off", "y", "n"}


def case_yaml(case: Case) -> str:
    """The case as a YAML document; findings, exclusions and preferences in order of their names."""
    rows = [f"case: {_scalar(case.name)}"]
    for key in ("title", "date"):
        if getattr(case, key):
            rows.append(f"{key}: {getattr(case, key) if key == 'date' else _scalar(getattr(case, key))}")
    if case.recorded:
        rows.append("findings:")
        rows += [
            f"  {r.finding}: {_amount(r.text) if not isinstance(r.value, bool) else str(r.value).lower()}"
            for r in sorted(case.recorded, key=lambda r: r.finding)
        ]
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
    return "\n".join(rows) + "\n"


def _scalar(text: str) -> str:
    if _PLAIN.fullmatch(text) and text.strip() == text and text.lower() not in _WORDS:
        return text
    # A JSON string is a YAML double-quoted scalar.
    return json.dumps(text, ensure_ascii=False)


def _amount(text: str) -> str:
    return text if re.fullmatch(r"[0-9A-Za-z][0-9A-Za-z. _%/-]*", text) else json.dumps(text, ensure_ascii=False)
