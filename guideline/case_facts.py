"""A case as `given/1` facts, for the stock clingo program, and such facts read back."""

from __future__ import annotations

import re
from collections.abc import Iterator

from guideline.errors import Place, Problem
from guideline.model import COMPARISONS, Case, Test, TestKind

_TOKEN = re.compile(
    r'(?P<space>[ \t\r]+)|(?P<line>\n)|(?P<comment>%[^\n]*)|(?P<name>[a-z_][A-Za-z0-9_]*)|(?P<text>"[^"\n\\]*")|(?P<sign>[(),.])'
)
_KINDS: dict[str, TestKind] = {k: k for k in ("has", "lacks", "is", "unsuitable", *COMPARISONS)}
_FORM = 'write facts like `given(has(osteoporosis)).` or `given(at_least(pain_duration,"3 weeks")).`'


def case_facts(case: Case) -> str:
    """The case as facts, one a line, in order; comments say whose they are."""
    rows = [f"given({test})." for test in sorted(case.tests)]
    head = f"% {case.name}" + (f": {case.title}" if case.title else "")
    return "\n".join([head.replace("\n", " "), *rows]) + "\n"


def read_facts(text: str, origin: str, problems: list[Problem]) -> list[tuple[Test, Place]]:
    """Reads `given/1` facts and nothing else; what is not of that form is added to `problems`."""
    found: list[tuple[Test, Place]] = []
    tokens = list(_tokens(text, origin, problems))
    position = 0
    while position < len(tokens):
        end = next((i for i in range(position, len(tokens)) if tokens[i][0] == "."), len(tokens))
        words, place = [t for t, _ in tokens[position:end]], tokens[position][1]
        test = _test(words)
        if end == len(tokens):
            problems.append(Problem("facts", "a fact ends without its full stop", place, _FORM))
        elif test is None:
            problems.append(Problem("facts", f"`{''.join(words)[:60]}` is not a fact of a case", place, _FORM))
        else:
            found.append((test, place))
        position = end + 1
    if not found and not problems:
        problems.append(Problem("empty", "the file is empty", Place(origin), _FORM))
    return found


def _test(words: list[str]) -> Test | None:
    match words:
        case ["given", "(", kind, "(", subject, ")", ")"] if kind in {"has", "lacks", "unsuitable"}:
            return Test(_KINDS[kind], subject)
        case ["given", "(", "is", "(", subject, ",", value, ")", ")"] if not value.startswith('"'):
            return Test("is", subject, value)
        case ["given", "(", kind, "(", subject, ",", value, ")", ")"] if kind in COMPARISONS and value.startswith('"'):
            return Test(_KINDS[kind], subject, value.strip('"'))
        case _:
            return None


def _tokens(text: str, origin: str, problems: list[Problem]) -> Iterator[tuple[str, Place]]:
    line, start, position = 1, 0, 0
    while position < len(text):
        found = _TOKEN.match(text, position)
        if found is None:
            problems.append(Problem("facts", f"unexpected `{text[position]}`", Place(origin, line, position - start + 1), _FORM))
            return
        if found.lastgroup == "line":
            line, start = line + 1, found.end()
        elif found.lastgroup in {"name", "text", "sign"}:
            yield found.group(), Place(origin, line, position - start + 1)
        position = found.end()
