"""Reading a case: one patient from YAML, JSON or facts, checked against a vocabulary, with all problems of the file at once."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

from guideline.case_facts import read_facts
from guideline.documents import Node, read_document
from guideline.errors import CaseError, Place, Problem, closest
from guideline.model import Case, Exclusion, Finding, Interval, Preference, Recorded, Test, Value, Vocabulary
from guideline.quantities import QuantityError, Units, decided, format_quantity, parse_interval

SIZE_LIMIT = 1_000_000
"""Bytes; a case is a page. Larger files are refused before they are read."""
KEYS = ("case", "title", "date", "findings", "excluded", "preferences", "notes", "expect")
EXCLUSION_KINDS = ("contraindicated", "declined", "unavailable")
DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def read_case(path: str | Path, vocabulary: Vocabulary) -> Case:
    """Reads a case file; `.json` and `.lp` by their ending, everything else as YAML.

    Raises:
        CaseError: the file cannot be read, or with every problem that it has.
    """
    path = Path(path)
    place = Place(str(path))
    try:
        if path.is_dir():
            raise CaseError(Problem("not-a-file", "this is a folder, not a case file", place))
        size = path.stat().st_size
        if size > SIZE_LIMIT:
            raise CaseError(
                Problem("too-large", f"the file has {size:,} bytes; a case may have {SIZE_LIMIT:,}", place, "keep one case a file")
            )
        raw = path.read_bytes()
    except FileNotFoundError:
        siblings = [p.name for p in path.parent.glob("*") if p.is_file()] if path.parent.is_dir() else []
        raise CaseError(Problem("missing-file", "there is no such file", place, closest(path.name, siblings))) from None
    except OSError as error:
        raise CaseError(Problem("unreadable", f"the file cannot be read: {(error.strerror or str(error)).lower()}", place)) from None
    return parse_case(
        _decoded(raw, place), vocabulary, origin=str(path), form={".json": "json", ".lp": "lp"}.get(path.suffix.lower(), "yaml")
    )


def _decoded(raw: bytes, place: Place) -> str:
    if b"\0" in raw:
        raise CaseError(Problem("not-text", "the file is not text", place, "a case is YAML, JSON or facts in UTF-8"))
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise CaseError(Problem("not-text", "the file is not UTF-8 text", Place(place.file, line), "save it as UTF-8")) from None


def parse_case(text: str, vocabulary: Vocabulary, origin: str = "the text", form: str = "yaml") -> Case:
    """Reads a case from text.

    Args:
        text: at most `SIZE_LIMIT` long.
        vocabulary: what the pack can record.
        origin: named in places.
        form: `yaml` (which takes JSON too), `json`, or `lp`.

    Raises:
        CaseError: with every problem of the text.
    """
    if len(text) > SIZE_LIMIT:
        raise CaseError(Problem("too-large", f"the text has {len(text):,} characters; a case may have {SIZE_LIMIT:,}", Place(origin)))
    reader = _Reader(vocabulary, origin)
    if form == "lp":
        return reader.facts(text)
    if form == "yaml" and text.lstrip().startswith("{"):
        form = "json"
    return reader.document(read_document(text, origin, as_json=form == "json"))


class _Reader:
    def __init__(self, vocabulary: Vocabulary, origin: str) -> None:
        self._vocabulary = vocabulary
        self._units: Units = vocabulary.units
        self._origin = origin
        self._problems: list[Problem] = []
        self._date: datetime.date | None = None

    def _problem(self, code: str, message: str, place: Place, hint: str | None = None) -> None:
        self._problems.append(Problem(code, message, place, hint))

    def facts(self, text: str) -> Case:
        """A case from `given/1` facts."""
        given = read_facts(text, self._origin, self._problems)
        recorded: list[Recorded] = []
        excluded: list[Exclusion] = []
        by_subject: dict[str, list[tuple[Test, Place]]] = {}
        for test, place in given:
            if test.kind == "unsuitable":
                if self._action(test.subject, place):
                    excluded.append(Exclusion(test.subject, "", "", place))
            else:
                by_subject.setdefault(test.subject, []).append((test, place))
        for name, tests in by_subject.items():
            finding = self._finding(name, tests[0][1])
            value = self._joined(finding, tests) if finding else None
            if finding and value is not None:
                recorded.append(Recorded(name, value, " and ".join(str(t) for t, _ in tests), tests[0][1]))
        return self._case(Path(self._origin).stem, {}, recorded, excluded, [], {})

    def _joined(self, finding: Finding, tests: list[tuple[Test, Place]]) -> Value | None:
        """The one value that several facts on a finding come to."""
        found: Value | None = None
        for test, place in tests:
            value = self._of_test(finding, test, place)
            if value is None:
                return None
            if isinstance(found, Interval) and isinstance(value, Interval):
                found = meet(found, value)
                if found is None:
                    self._problem("contradiction", f"no value of `{finding.name}` meets both {tests[0][1]} and this", place)
                    return None
            elif found is not None and found != value:
                self._problem("contradiction", f"`{finding.name}` is recorded otherwise at {tests[0][1]}", place, "keep one of them")
                return None
            else:
                found = value
        if isinstance(found, Interval) and not self._in_range(finding, found, str(tests[0][0]), tests[0][1]):
            return None
        return found

    def _of_test(self, finding: Finding, test: Test, place: Place) -> Value | None:
        wanted = {"has": "boolean", "lacks": "boolean", "is": "choice"}.get(test.kind, "quantity")
        if finding.kind != wanted:
            self._problem(
                "wrong-type", f"`{test.kind}` does not go with `{finding.name}`, which is a {finding.kind}", place, accepted(finding)
            )
            return None
        if test.kind in {"has", "lacks"}:
            return test.kind == "has"
        if test.kind == "is":
            return self._choice(finding, test.value, place)
        signs = {"at_least": ">=", "above": ">", "below": "<", "at_most": "<="}
        try:
            return parse_interval(f"{signs[test.kind]} {test.value}", finding.unit, self._units)
        except QuantityError as error:
            self._problem("quantity", error.message, place, error.hint)
            return None

    def document(self, root: Node) -> Case:
        """A case from the nodes of a document."""
        if root.kind != "mapping":
            raise CaseError(Problem("not-a-case", "a case is a mapping of keys to values", root.place, "begin with `case: name`"))
        parts: dict[str, Node] = {}
        for key, value in root.pairs:
            if key.text in KEYS:
                parts[key.text] = value
            else:
                hint = closest(key.text, KEYS)
                if key.text in self._vocabulary.findings:
                    hint = f"findings stand under `findings:`; indent `{key.text}` below it"
                self._problem("unknown-key", f"unknown key `{key.text}`", key.place, hint or f"known keys: {', '.join(KEYS)}")
        texts = {k: self._text(k, parts[k]) for k in ("case", "title", "notes", "date") if k in parts}
        if "case" not in parts:
            self._problem("no-name", "the case has no name", root.place, "add `case: a_name`")
        elif not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,99}", texts["case"]):
            self._problem(
                "bad-name",
                f"`{_short(texts['case'])}` is not a name for a case",
                parts["case"].place,
                "use letters, digits, `_`, `-` and `.`",
            )
        if "date" in parts:
            self._date = self._day(texts["date"], parts["date"].place)
        recorded = self._findings(parts["findings"]) if "findings" in parts else []
        excluded = self._list(parts.get("excluded"), "excluded", self._exclusion)
        self._twice(excluded, "excluded", lambda e: e.action)
        preferences = self._list(parts.get("preferences"), "preferences", self._preference)
        expect = parts["expect"].plain() if "expect" in parts else {}
        if not isinstance(expect, Mapping):
            self._problem("wrong-type", "`expect` is a mapping", parts["expect"].place)
            expect = {}
        return self._case(texts.get("case", ""), texts, recorded, excluded, preferences, expect)

    def _case(
        self, name: str, texts: Mapping[str, str], recorded: list[Recorded], excluded: list[Exclusion], preferences: list[Preference],
        expect: Mapping[str, Any],
    ) -> Case:  # fmt: skip
        if self._problems:
            raise CaseError(self._problems)
        return Case(
            name=name,
            title=texts.get("title", ""),
            date=texts.get("date", ""),
            recorded=tuple(recorded),
            excluded=tuple(excluded),
            preferences=tuple(preferences),
            notes=texts.get("notes", ""),
            origin=self._origin,
            tests=tests_of(recorded, excluded, self._vocabulary),
            expect=expect,
        )

    def _text(self, key: str, node: Node) -> str:
        if node.kind != "scalar" or node.value is None:
            self._problem("wrong-type", f"`{key}` is a text", node.place)
            return ""
        return node.text

    def _day(self, text: str, place: Place) -> datetime.date | None:
        try:
            if DATE.fullmatch(text):
                return datetime.date.fromisoformat(text)
        except ValueError:
            pass
        self._problem("date", f"`{_short(text)}` is not a date", place, "write it like `2026-05-30`")
        return None

    def _findings(self, node: Node) -> list[Recorded]:
        if node.kind != "mapping":
            if node.kind == "scalar" and node.value is None:
                return []
            self._problem("wrong-type", "`findings` is a mapping of findings to values", node.place, "write one `finding: value` a line")
            return []
        found = []
        for key, value in node.pairs:
            finding = self._finding(key.text, key.place)
            read = self._value(finding, value) if finding else None
            if finding and read is not None:
                found.append(Recorded(finding.name, read, value.text, value.place))
        return found

    def _finding(self, name: str, place: Place) -> Finding | None:
        known = self._vocabulary.findings
        if name not in known:
            self._problem("unknown-finding", f"unknown finding `{_short(name)}`", place, closest(name, known) or "see `guideline schema`")
        return known.get(name)

    def _value(self, finding: Finding, node: Node) -> Value | None:
        if node.kind != "scalar":
            self._problem("wrong-type", f"`{finding.name}` has a {node.kind} for a value", node.place, accepted(finding))
            return None
        if node.value is None:
            self._problem("no-value", f"`{finding.name}` has no value", node.place, "leave a finding out where nothing is recorded")
            return None
        if finding.kind == "boolean":
            words = {"present": True, "absent": False}
            value = node.value if isinstance(node.value, bool) else words.get(node.text)
            if value is None:
                self._problem("wrong-type", f"`{_short(node.text)}` is not a value of `{finding.name}`", node.place, accepted(finding))
            return value
        if finding.kind == "choice":
            return self._choice(finding, node.text, node.place)
        return self._quantity(finding, node)

    def _choice(self, finding: Finding, value: str, place: Place) -> str | None:
        if value in finding.choices:
            return value
        self._problem(
            "unknown-value",
            f"`{_short(value)}` is not a value of `{finding.name}`",
            place,
            closest(value, finding.choices) or accepted(finding),
        )
        return None

    def _quantity(self, finding: Finding, node: Node) -> Interval | None:
        if isinstance(node.value, bool):
            self._problem("wrong-type", f"`{node.text}` is not an amount of `{finding.name}`", node.place, accepted(finding))
            return None
        if isinstance(node.value, str) and DATE.fullmatch(node.text):
            interval = self._since(finding, node)
            if interval is None:
                return None
        else:
            try:
                value = node.value if isinstance(node.value, int | Decimal) else node.text
                interval = parse_interval(value, finding.unit, self._units)
            except QuantityError as error:
                self._problem("quantity", f"`{finding.name}`: {error.message}", node.place, error.hint)
                return None
        return interval if self._in_range(finding, interval, node.text, node.place) else None

    def _since(self, finding: Finding, node: Node) -> Interval | None:
        """The time from a date to the date of the case."""
        day = self._day(node.text, node.place)
        if day is None:
            return None
        if self._units.get(finding.unit, ("",))[0] != self._units.get("day", ("time",))[0]:
            self._problem("wrong-type", f"a date is no value of `{finding.name}`", node.place, accepted(finding))
            return None
        if self._date is None:
            self._problem("no-date", f"`{finding.name}` is a date, and the case has none to count to", node.place, "add `date: 2026-05-30`")
            return None
        days = (self._date - day).days
        if days < 0:
            self._problem("future", f"`{finding.name}` is a date after the date of the case, {self._date}", node.place)
            return None
        return parse_interval(f"{days} days", finding.unit, self._units)

    def _in_range(self, finding: Finding, interval: Interval, text: str, place: Place) -> bool:
        low, high = finding.low, finding.high
        below = low is not None and (
            (interval.low is not None and interval.low < low.value) or (interval.high is not None and interval.high < low.value)
        )
        over = high is not None and (
            (interval.high is not None and interval.high > high.value) or (interval.low is not None and interval.low > high.value)
        )
        if below or over:
            ends = f"{low.text if low else '...'} to {high.text if high else '...'}"
            self._problem("out-of-range", f"`{finding.name}: {_short(text)}` is out of range", place, f"accepted: {ends}")
        return not (below or over)

    def _action(self, name: str, place: Place) -> bool:
        known = self._vocabulary.actions
        if name not in known:
            self._problem("unknown-action", f"unknown action `{_short(name)}`", place, closest(name, known))
        return name in known

    def _list(self, node: Node | None, key: str, read: Callable[[Node], Any]) -> list[Any]:
        if node is None or (node.kind == "scalar" and node.value is None):
            return []
        if node.kind != "sequence":
            self._problem("wrong-type", f"`{key}` is a list", node.place, "begin each entry with `-`")
            return []
        return [entry for item in node.items if (entry := read(item)) is not None]

    def _entry(self, node: Node, key: str, needed: Iterable[str], allowed: Iterable[str]) -> dict[str, Node] | None:
        if node.kind != "mapping":
            self._problem("wrong-type", f"an entry of `{key}` is a mapping", node.place, f"with the keys {', '.join(allowed)}")
            return None
        parts = {}
        for k, value in node.pairs:
            if k.text not in allowed:
                self._problem("unknown-key", f"unknown key `{_short(k.text)}` in `{key}`", k.place, closest(k.text, allowed))
            elif value.kind != "scalar" or value.value is None:
                self._problem("wrong-type", f"`{k.text}` is a text", value.place)
            else:
                parts[k.text] = value
        missing = [n for n in needed if n not in {k.text for k, _ in node.pairs}]
        if missing:
            self._problem("missing-key", f"an entry of `{key}` lacks `{missing[0]}`", node.place)
        return parts if all(n in parts for n in needed) else None

    def _exclusion(self, node: Node) -> Exclusion | None:
        parts = self._entry(node, "excluded", ("action", "because"), ("action", "because", "kind"))
        if parts is None:
            return None
        kind = parts["kind"].text if "kind" in parts else ""
        if kind and kind not in EXCLUSION_KINDS:
            self._problem(
                "unknown-value", f"`{_short(kind)}` is not a kind of exclusion", parts["kind"].place, f"one of {', '.join(EXCLUSION_KINDS)}"
            )
        known = self._action(parts["action"].text, parts["action"].place)
        return Exclusion(parts["action"].text, parts["because"].text, kind, parts["action"].place) if known else None

    def _preference(self, node: Node) -> Preference | None:
        parts = self._entry(node, "preferences", ("prefer", "over"), ("prefer", "over"))
        if parts is None:
            return None
        one, other = parts["prefer"], parts["over"]
        if one.text == other.text:
            self._problem("preference", f"`{_short(one.text)}` is preferred to itself", one.place)
        known = [self._action(n.text, n.place) for n in (one, other)]
        return Preference(one.text, other.text, one.place) if all(known) else None

    def _twice(self, entries: list[Exclusion], key: str, name: Callable[[Exclusion], str]) -> None:
        seen: dict[str, Place] = {}
        for entry in entries:
            if name(entry) in seen:
                self._problem("duplicate", f"`{name(entry)}` stands twice in `{key}`; the first is at {seen[name(entry)]}", entry.place)
            seen.setdefault(name(entry), entry.place)


def tests_of(recorded: Iterable[Recorded], excluded: Iterable[Exclusion], vocabulary: Vocabulary) -> frozenset[Test]:
    """The tests that a record decides to hold."""
    tests = {Test("unsuitable", e.action) for e in excluded}
    for r in recorded:
        if isinstance(r.value, bool):
            tests.add(Test("has" if r.value else "lacks", r.finding))
        elif isinstance(r.value, str):
            tests.add(Test("is", r.finding, r.value))
        else:
            tests.update(Test(kind, r.finding, text) for kind, text in decided(r.value, vocabulary.findings[r.finding].thresholds))
    return frozenset(tests)


def meet(one: Interval, other: Interval) -> Interval | None:
    """What both intervals allow, or None when that is nothing."""
    low, low_in = _tighter(one.low, one.low_included, other.low, other.low_included, 1)
    high, high_in = _tighter(one.high, one.high_included, other.high, other.high_included, -1)
    if low is not None and high is not None and (low > high or (low == high and not (low_in and high_in))):
        return None
    return Interval(low, high, low_in, high_in)


def _tighter(a: Fraction | None, a_in: bool, b: Fraction | None, b_in: bool, sign: int) -> tuple[Fraction | None, bool]:
    if a is None:
        return b, b_in
    if b is None or a * sign > b * sign:
        return a, a_in
    return (a, a_in and b_in) if a == b else (b, b_in)


def accepted(finding: Finding) -> str:
    """The accepted form of a finding's value, with an example."""
    if finding.kind == "boolean":
        return f"write `{finding.name}: true` or `{finding.name}: false`; leave it out where it is not recorded"
    if finding.kind == "choice":
        return f"one of {', '.join(f'`{c}`' for c in finding.choices)}"
    example = finding.thresholds[0].text if finding.thresholds else format_quantity(Fraction(5), finding.unit)
    return f"write an amount like `{example}`, `> {example}`, or a number of {finding.unit}s"


def _short(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:57]}..."
