"""A case as `given/1` facts, for the stock clingo program, and such facts read back."""

from __future__ import annotations

import re
from collections.abc import Iterator

from guideline.errors import Place, Problem, quoted
from guideline.model import COMPARISONS, Case, Test, TestKind

_TOKEN = re.compile(
    # What `guideline facts` adds of the pack, each on a line of its own: the pack that answers has these itself.
    r"(?P<pack>^(?:threshold\(\w+,\"[^\"\n\\]*\",\d+\)|outside\(\w+\(\w+,\"[^\"\n\\]*\"\)\)|window\(\w+,\w+,\d+,\d+\))\.(?=[ \t\r]*$))"
    r"|(?P<space>[ \t\r]+)|(?P<line>\n)|(?P<block>%\*)|(?P<comment>%[^\n]*)"
    r"|(?P<name>_*[a-z][A-Za-z0-9_']*)|(?P<text>\"[^\"\n\\]*\")|(?P<sign>[(),.])",
    re.MULTILINE,
)
_KINDS: dict[str, TestKind] = {k: k for k in ("has", "lacks", "is", "unsuitable", *COMPARISONS)}
_FORM = 'write facts like `given(has(osteoporosis)).` or `given(at_least(pain_duration,"3 weeks")).`'


def case_facts(case: Case) -> str:
    """The case as facts, one a line, in order; a comment says whose they are. They are its tests: what any rule can see of it."""
    rows = [f"given({test})." for test in sorted(case.tests)]
    head = f"% {case.name}" + (f": {case.title}" if case.title else "")
    return "\n".join([" ".join(head.split()), *rows]) + "\n"


def read_facts(text: str, origin: str, problems: list[Problem]) -> list[tuple[Test, Place]]:
    """Reads `given/1` facts and `%` comments, and passes over what `guideline facts` prints of the pack.

    What is of no such form is added to `problems`.
    """
    found: list[tuple[Test, Place]] = []
    words: list[str] = []
    start: Place | None = None
    spoilt = passed = False
    for kind, word, place in _tokens(text, origin):
        if kind == "block":
            problems.append(Problem("facts", "a comment over several lines is not read", place, "begin each line of a comment with `%`"))
            return found
        if kind == "pack" and start is None:
            passed = True
            continue
        start = start or place
        if kind == "odd":
            # One complaint a fact: what stands around the odd character is not judged.
            if not spoilt:
                problems.append(Problem("facts", f"unexpected {quoted(word)}", place, _FORM))
            spoilt = True
        elif word != ".":
            words.append(word)
        else:
            test = _test(words)
            if test is not None and not spoilt:
                found.append((test, start))
            elif not spoilt:
                problems.append(Problem("facts", f"{quoted(''.join(words))} is not a fact of a case", start, _FORM))
            words, start, spoilt = [], None, False
    if start is not None and not spoilt:
        problems.append(Problem("facts", "a fact ends without its full stop", start, _FORM))
    if not found and not passed and not problems:
        problems.append(Problem("empty", "the file is empty", Place(origin), _FORM))
    return found


def _test(words: list[str]) -> Test | None:
    match words:
        case ["given", "(", kind, "(", subject, ")", ")"] if kind in {"has", "lacks", "unsuitable"} and _is_name(subject):
            return Test(_KINDS[kind], subject)
        case ["given", "(", "is", "(", subject, ",", value, ")", ")"] if _is_name(subject) and _is_name(value):
            return Test("is", subject, value)
        case ["given", "(", kind, "(", subject, ",", value, ")", ")"] if kind in COMPARISONS and _is_name(subject) and value[0] == '"':
            return Test(_KINDS[kind], subject, value[1:-1])
        case _:
            return None


def _is_name(word: str) -> bool:
    return word[0].isalpha() or word[0] == "_"


def _tokens(text: str, origin: str) -> Iterator[tuple[str, str, Place]]:
    """Kind, text and place of each token; a character that begins none is `odd`."""
    line, start, position = 1, 0, 0
    while position < len(text):
        found = _TOKEN.match(text, position)
        place = Place(origin, line, position - start + 1)
        if found is None:
            yield "odd", text[position], place
            position += 1
            continue
        position = found.end()
        if found.lastgroup == "line":
            line, start = line + 1, position
        elif found.lastgroup in {"name", "text", "sign", "block", "pack"}:
            yield found.lastgroup, found.group(), place
