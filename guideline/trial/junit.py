"""A trial as JUnit XML, for what shows test results in continuous integration."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from xml.etree import ElementTree as Xml

from guideline.errors import Problem
from guideline.trial.run import Trial, Tried


def junit_xml(trial: Trial) -> str:
    """One `testsuite` a pack, one `testcase` a case; what is wrong beside the cases is a `testcase` of the suite `packs`.

    A difference from the expectation is a `failure`, a case that cannot be tried is an `error`. There are no times: the same trial gives
    the same bytes.
    """
    root = Xml.Element("testsuites", name="guideline test")
    for folder in trial.folders:
        cases = [c for c in trial.cases if c.folder == folder]
        _suite(root, _clean(Path(folder).resolve().name), (_case(c) for c in cases))
    beside = list(_beside(trial))
    if beside:
        _suite(root, "packs", beside)
    for count in ("tests", "failures", "errors"):
        root.set(count, str(sum(int(suite.get(count, "0")) for suite in root)))
    root.set("time", "0")
    Xml.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + Xml.tostring(root, encoding="unicode") + "\n"


def _suite(root: Xml.Element, name: str, cases: Iterable[Xml.Element]) -> None:
    suite = Xml.SubElement(root, "testsuite", name=name)
    for case in cases:
        case.set("classname", name)
        suite.append(case)
    suite.set("tests", str(len(suite)))
    suite.set("failures", str(sum(case.find("failure") is not None for case in suite)))
    suite.set("errors", str(sum(case.find("error") is not None for case in suite)))
    suite.set("skipped", "0")
    suite.set("time", "0")


def _case(tried: Tried) -> Xml.Element:
    case = Xml.Element("testcase", name=_clean(tried.name), file=_clean(tried.file), time="0")
    if tried.problems:
        _add(case, "error", tried.problems[0].message, [str(p) for p in tried.problems])
    elif tried.differences:
        lines = [f"{d.place}: {d.words}" if d.place else d.words for d in tried.differences]
        _add(case, "failure", tried.differences[0].words, lines)
    return case


def _beside(trial: Trial) -> Iterable[Xml.Element]:
    groups: dict[str, list[Problem]] = {}
    for problem in trial.problems:
        groups.setdefault(problem.code, []).append(problem)
    for code, problems in sorted(groups.items()):
        case = Xml.Element("testcase", name=code, time="0")
        _add(case, "failure", problems[0].message, [str(p) for p in problems])
        yield case
    if trial.strict:
        case = Xml.Element("testcase", name="coverage", time="0")
        if trial.gaps:
            lines = [f"{g.statement}: never {g.never.replace('_', ' ')}" for g in trial.gaps]
            _add(case, "failure", f"{len(lines)} gaps in the coverage that nobody accepted", lines)
        yield case


def _add(case: Xml.Element, kind: str, message: str, lines: list[str]) -> None:
    more = f" (and {len(lines) - 1} more)" if len(lines) > 1 else ""
    Xml.SubElement(case, kind, message=_clean(message + more), type=kind).text = _clean("\n".join(lines))


def _clean(text: str) -> str:
    """Characters that XML cannot hold, spelt out."""
    return "".join(c if _allowed(c) else c.encode("unicode_escape").decode("ascii") for c in text)


def _allowed(char: str) -> bool:
    code = ord(char)
    return char in "\t\n" or 0x20 <= code <= 0xD7FF or 0xE000 <= code <= 0xFFFD or code >= 0x10000
