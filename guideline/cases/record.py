"""What a case records: from a document to checked values and tests, with all problems at once."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from guideline.documents import Node, read_document
from guideline.errors import CaseError, Place, Problem, closest, quoted
from guideline.model import Case, Exclusion, Finding, Interval, Preference, Recorded, Test, Value, Vocabulary
from guideline.quantities import (
    QuantityError,
    Units,
    check_range,
    decided,
    format_quantity,
    parse_interval,
    plural,
)

KEYS = ("case", "title", "date", "findings", "excluded", "preferences", "notes", "expect")
EXCLUSION_KINDS = ("contraindicated", "declined", "unavailable")
NAME = r"[A-Za-z0-9][A-Za-z0-9_.-]{0,99}"
MANY = 50
"""Problems after which unknown names get no hint any more: looking for near names is slow."""
ELSEWHERE = "most findings of this case are unknown here: if it is a case of another pack, name that with `--pack DIR`"
"""Said at the first of them: near names of another field only mislead."""


class Reader:
    """Checks one document, and collects all that is wrong with it."""

    def __init__(self, vocabulary: Vocabulary, origin: str) -> None:
        self._vocabulary = vocabulary
        self._units: Units = vocabulary.units
        self._origin = origin
        self._problems: list[Problem] = []
        self._date: date | None = None
        self._undated = False
        self._elsewhere = False

    def _problem(self, code: str, message: str, place: Place, hint: str | None = None) -> None:
        self._problems.append(Problem(code, message, place, hint))

    def document(self, text: str, *, as_json: bool) -> Case:
        """A case from a document."""
        root = read_document(text, self._origin, self._problems, as_json=as_json)
        if root.kind != "mapping":
            self._problem("not-a-case", "a case is a mapping of keys to values", root.place, "begin with `case: name`")
            raise CaseError(self._problems)
        parts: dict[str, Node] = {}
        for key, value in root.pairs:
            if key.text in KEYS:
                parts[key.text] = value
            else:
                hint = closest(key.text, KEYS)
                if key.text in self._vocabulary.findings:
                    hint = f"findings stand under `findings:`; indent `{key.text}` below it"
                self._problem("unknown-key", f"unknown key {quoted(key.text)}", key.place, hint or f"known keys: {', '.join(KEYS)}")
        texts: dict[str, str] = {k: self._text(k, parts[k]) for k in ("case", "title", "notes", "date") if k in parts}
        if "case" not in parts:
            self._problem("no-name", "the case has no name", root.place, "add `case: a_name`")
        elif not re.fullmatch(NAME, texts["case"]) and isinstance(parts["case"].value, str | int | Decimal):
            words = f"{quoted(texts['case'])} is not a name for a case"
            self._problem("bad-name", words, parts["case"].place, "use letters, digits, `_`, `-` and `.`")
        if "date" in parts:
            self._date = self._day(texts["date"], parts["date"].place) if texts["date"] else None
            self._undated = self._date is None
        recorded = self._findings(parts["findings"]) if "findings" in parts else []
        excluded = self._list(parts.get("excluded"), "excluded", self._exclusion)
        self._once(((e.action,), f"`{e.action}` is excluded twice", e.place) for e in excluded)
        preferences = self._list(parts.get("preferences"), "preferences", self._preference)
        pairs = [(p, tuple(sorted((p.prefer, p.over)))) for p in preferences]
        self._once((pair, f"`{pair[0]}` and `{pair[1]}` are compared twice", p.place) for p, pair in pairs)
        expect = parts["expect"].plain() if "expect" in parts else {}
        if not isinstance(expect, Mapping):
            self._problem("wrong-type", "`expect` is a mapping", parts["expect"].place, "write one `key: value` a line")
            expect = {}
        case = self._case(texts.get("case", ""), texts, recorded, excluded, preferences, expect)
        return replace(case, expect_places=parts["expect"].places()) if expect else case

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
            self._problem("wrong-type", f"`{key}` is a text", node.place, "put it in quotes, or leave it out")
            return ""
        return node.text

    def _day(self, text: str, place: Place) -> date | None:
        try:
            if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
                return date.fromisoformat(text)
        except ValueError:
            pass
        self._problem("date", f"{quoted(text)} is not a date", place, "write it like `2026-05-30`")
        return None

    def _findings(self, node: Node) -> list[Recorded]:
        if node.kind != "mapping":
            if node.kind == "scalar" and node.value is None:
                return []
            self._problem("wrong-type", "`findings` is a mapping of findings to values", node.place, "write one `finding: value` a line")
            return []
        found = []
        self._strange([key.text for key, _ in node.pairs])
        for key, value in node.pairs:
            finding = self._finding(key.text, key.place)
            read = self._value(finding, value, key.place) if finding else None
            if finding and read is not None:
                found.append(Recorded(finding.name, read, value.text, value.place))
        return found

    def _strange(self, names: Collection[str]) -> None:
        """Notes whether a record looks like one of another pack: two findings or more, most of them unknown."""
        unknown = sum(name not in self._vocabulary.findings for name in names)
        self._elsewhere = unknown > 1 and 2 * unknown > len(names)

    def _finding(self, name: str, place: Place) -> Finding | None:
        known = self._vocabulary.findings
        if name not in known:
            hint = ELSEWHERE if self._elsewhere else self._near(name, known) or "see `guideline schema`"
            self._elsewhere = False
            self._problem("unknown-finding", f"unknown finding {quoted(name)}", place, hint)
        return known.get(name)

    def _value(self, finding: Finding, node: Node, key: Place) -> Value | None:
        if node.kind != "scalar":
            self._problem(
                "wrong-type",
                f"`{finding.name}` has a {'list' if node.kind == 'sequence' else node.kind} for a value",
                node.place,
                accepted(finding),
            )
            return None
        if node.value is None:
            self._problem("no-value", f"`{finding.name}` has no value", key, "leave a finding out where nothing is recorded")
            return None
        if finding.kind == "boolean":
            words = {"present": True, "absent": False}
            value = node.value if isinstance(node.value, bool) else words.get(node.text)
            if value is None:
                self._problem("wrong-type", f"{quoted(node.text)} is not a value of `{finding.name}`", node.place, accepted(finding))
            return value
        if finding.kind == "choice":
            return self._choice(finding, node.text, node.place)
        return self._quantity(finding, node)

    def _choice(self, finding: Finding, value: str, place: Place) -> str | None:
        if value in finding.choices:
            return value
        words = f"{quoted(value)} is not a value of `{finding.name}`"
        self._problem("unknown-value", words, place, self._near(value, finding.choices) or accepted(finding))
        return None

    def _quantity(self, finding: Finding, node: Node) -> Interval | None:
        if isinstance(node.value, bool):
            self._problem("wrong-type", f"{quoted(node.text)} is not an amount of `{finding.name}`", node.place, accepted(finding))
            return None
        try:
            interval = parse_interval(node.text, finding.unit, self._units, self._date)
            check_range(interval, finding, node.text)
        except QuantityError as error:
            # A date that could not be read has been reported; what counts up to it cannot be judged.
            if not (self._undated and error.code == "no-date"):
                named = f"`{finding.name}`"
                self._problem(error.code, error.message if named in error.message else f"{named}: {error.message}", node.place, error.hint)
            return None
        return interval

    def _near(self, name: str, known: Iterable[str]) -> str | None:
        return closest(name, known) if len(self._problems) < MANY and len(name) < 100 else None

    def _action(self, name: str, place: Place) -> bool:
        known = self._vocabulary.actions
        if name not in known:
            self._problem("unknown-action", f"unknown action {quoted(name)}", place, self._near(name, known) or "see `guideline schema`")
        return name in known

    def _list(self, node: Node | None, key: str, read: Callable[[Node], Any]) -> list[Any]:
        if node is None or (node.kind == "scalar" and node.value is None):
            return []
        if node.kind != "sequence":
            self._problem("wrong-type", f"`{key}` is a list", node.place, "begin each entry with `-`")
            return []
        return [entry for item in node.items if (entry := read(item)) is not None]

    def _entry(
        self, node: Node, key: str, actions: Iterable[str], texts: Iterable[str], optional: Iterable[str] = ()
    ) -> dict[str, Node] | None:
        """The parts of an entry that name actions, and those that are texts; None where it is at fault."""
        needed = (*actions, *texts)
        allowed = (*needed, *optional)
        if node.kind != "mapping":
            self._problem("wrong-type", f"an entry of `{key}` is a mapping", node.place, f"with the keys {', '.join(allowed)}")
            return None
        parts = {}
        for k, value in node.pairs:
            if k.text not in allowed:
                hint = closest(k.text, allowed) or f"known keys: {', '.join(allowed)}"
                self._problem("unknown-key", f"unknown key {quoted(k.text)} in `{key}`", k.place, hint)
            elif value.kind != "scalar" or value.value is None or not value.text.strip():
                self._problem("wrong-type", f"`{k.text}` is a text", value.place, "leave it out" if k.text in optional else None)
            elif k.text not in actions or self._action(value.text, value.place):
                parts[k.text] = value
        for name in needed:
            if name not in {k.text for k, _ in node.pairs}:
                self._problem("missing-key", f"an entry of `{key}` lacks `{name}`", node.place, f"it has the keys {', '.join(allowed)}")
        return parts if all(n in parts for n in needed) else None

    def _exclusion(self, node: Node) -> Exclusion | None:
        parts = self._entry(node, "excluded", ("action",), ("because",), ("kind",))
        kind = ""
        for key, value in node.pairs:
            if key.text == "kind" and value.kind == "scalar" and value.value is not None and value.text.strip():
                kind = value.text
                if kind not in EXCLUSION_KINDS:
                    words = f"{quoted(kind)} is not a kind of exclusion"
                    self._problem("unknown-value", words, value.place, f"one of {', '.join(EXCLUSION_KINDS)}")
        if parts is None:
            return None
        return Exclusion(parts["action"].text, parts["because"].text, kind, parts["action"].place)

    def _preference(self, node: Node) -> Preference | None:
        parts = self._entry(node, "preferences", ("prefer", "over"), ())
        if parts is None:
            return None
        one, other = parts["prefer"], parts["over"]
        if one.text == other.text:
            self._problem("preference", f"`{one.text}` is preferred to itself", one.place, "name two different actions")
            return None
        return Preference(one.text, other.text, one.place)

    def _once(self, entries: Iterable[tuple[tuple[str, ...], str, Place]]) -> None:
        """Reports every entry whose key an earlier one has."""
        seen: dict[tuple[str, ...], Place] = {}
        for key, words, place in entries:
            if key in seen:
                self._problem("duplicate", f"{words}; the first is at {seen[key]}", place, "keep one of them")
            seen.setdefault(key, place)


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


def accepted(finding: Finding) -> str:
    """The accepted form of a finding's value, with an example."""
    if finding.kind == "boolean":
        return f"write `{finding.name}: true` or `{finding.name}: false`; leave it out where it is not recorded"
    if finding.kind == "choice":
        return f"one of {', '.join(f'`{c}`' for c in finding.choices)}"
    example = finding.thresholds[0].text if finding.thresholds else format_quantity(Fraction(5), finding.unit)
    return f"write an amount like `{example}`, `> {example}`, or a number of {plural(finding.unit)}"
