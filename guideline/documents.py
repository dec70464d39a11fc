"""YAML and JSON as plain nodes with their places: nothing is constructed, expanded or executed."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

from guideline.errors import CaseError, Place, Problem

DEPTH = 40
"""Deeper nesting than this is no case."""

Scalar = bool | int | Decimal | str | None


@dataclass(frozen=True, slots=True)
class Node:
    """A part of a document: a scalar with its value, a mapping as pairs, or a sequence; `text` is a scalar as written."""

    kind: Literal["scalar", "mapping", "sequence"]
    place: Place
    value: Scalar = None
    text: str = ""
    pairs: tuple[tuple[Node, Node], ...] = ()
    items: tuple[Node, ...] = ()

    def plain(self) -> Any:
        """The values without their places."""
        if self.kind == "mapping":
            return {k.text: v.plain() for k, v in self.pairs}
        if self.kind == "sequence":
            return [n.plain() for n in self.items]
        return float(self.value) if isinstance(self.value, Decimal) else self.value


def read_document(text: str, origin: str, *, as_json: bool = False) -> Node:
    """Reads one document.

    Raises:
        CaseError: not YAML (or not JSON); more than one document; anchors, aliases and tags, which are refused as they can stand for
            more than is written or for code; nesting too deep. Duplicated keys are reported with both places.
    """
    if as_json:
        _check_json(text, origin)
        text = text.replace("\t", " ")
    problems: list[Problem] = []
    try:
        roots = list(_Builder(origin, problems).documents(text))
    except _Stop:
        roots = []
    if problems:
        raise CaseError(problems)
    if len(roots) > 1:
        raise CaseError(Problem("several-documents", "the file holds more than one document", roots[1].place, "keep one case a file"))
    if not roots or (roots[0].kind == "scalar" and roots[0].value is None):
        raise CaseError(Problem("empty", "the file is empty", Place(origin), "a case needs at least `case: name` and `findings:`"))
    return roots[0]


class _Stop(Exception):  # noqa: N818 (no error of its own: what went wrong is in the problems)
    """Reading cannot go on."""


class _Builder:
    def __init__(self, origin: str, problems: list[Problem]) -> None:
        self._origin = origin
        self._problems = problems

    def _place(self, mark: Any) -> Place:
        return Place(self._origin, mark.line + 1, mark.column + 1)

    def documents(self, text: str) -> Iterator[Node]:
        from ruamel.yaml import YAML  # noqa: PLC0415 (facts and witnesses do not need it)
        from ruamel.yaml.error import MarkedYAMLError, YAMLError  # noqa: PLC0415 (as above)

        reader = YAML(typ="safe", pure=True)
        reader.version = (1, 2)  # type: ignore[assignment]  # ruamel's own types are narrower than what it accepts
        try:
            events = iter(reader.parse(text))
            for event in events:
                if type(event).__name__ == "DocumentStartEvent":
                    first = next(events)
                    if type(first).__name__ != "DocumentEndEvent":
                        yield self._node(first, events, 0)
        except MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            self._fail("not-yaml", f"not valid YAML: {(error.problem or error.context or 'unreadable').strip()}", mark)
        except YAMLError as error:
            self._problems.append(Problem("not-yaml", f"not valid YAML: {str(error).splitlines()[0].strip()}", Place(self._origin)))
            raise _Stop from error

    def _fail(self, code: str, message: str, mark: Any) -> None:
        self._problems.append(Problem(code, message, self._place(mark) if mark else Place(self._origin)))
        raise _Stop

    def _node(self, event: Any, events: Iterator[Any], depth: int) -> Node:
        name, place = type(event).__name__, self._place(event.start_mark)
        if depth > DEPTH:
            self._problems.append(Problem("too-deep", f"nested more than {DEPTH} levels deep", place))
            raise _Stop
        if name == "AliasEvent":
            self._problems.append(Problem("alias", "an alias is not allowed", place, "write the value out"))
            return Node("scalar", place)
        if getattr(event, "anchor", None):
            self._problems.append(
                Problem("anchor", f"the anchor `&{event.anchor}` is not allowed", place, "write the value out where it is used")
            )
        tag = getattr(event, "tag", None)
        if tag:
            self._problems.append(Problem("tag", f"the tag `{tag}` is not allowed", place, "write plain values"))
        if name == "ScalarEvent":
            return Node("scalar", place, _value(event.value) if event.style is None else event.value, event.value)
        if name == "SequenceStartEvent":
            items = []
            while type(inner := next(events)).__name__ != "SequenceEndEvent":
                items.append(self._node(inner, events, depth + 1))
            return Node("sequence", place, items=tuple(items))
        pairs: list[tuple[Node, Node]] = []
        seen: dict[str, Place] = {}
        while type(inner := next(events)).__name__ != "MappingEndEvent":
            key = self._node(inner, events, depth + 1)
            value = self._node(next(events), events, depth + 1)
            if key.kind != "scalar" or not isinstance(key.value, str):
                self._problems.append(Problem("key", f"the key `{key.text}` is not a name", key.place))
            elif key.text == "<<":
                self._problems.append(Problem("merge", "a merge key `<<` is not allowed", key.place, "write the entries out"))
            elif key.text in seen:
                self._problems.append(
                    Problem("duplicate-key", f"`{key.text}` stands twice; the first is at {seen[key.text]}", key.place, "keep one of them")
                )
            else:
                seen[key.text] = key.place
                pairs.append((key, value))
        return Node("mapping", place, pairs=tuple(pairs))


def _value(text: str) -> Scalar:
    """A plain scalar after the core schema of YAML 1.2; amounts and dates stay text."""
    if text in {"true", "True", "TRUE"}:
        return True
    if text in {"false", "False", "FALSE"}:
        return False
    if text in {"", "~", "null", "Null", "NULL"}:
        return None
    if re.fullmatch(r"[-+]?[0-9]{1,30}", text):
        return int(text)
    if re.fullmatch(r"[-+]?(\.[0-9]{1,30}|[0-9]{1,30}\.[0-9]{0,30})", text):
        return Decimal(text)
    return text


def _check_json(text: str, origin: str) -> None:
    def refuse(name: str) -> None:
        raise CaseError(Problem("not-json", f"`{name}` is not JSON", Place(origin), "write a number"))

    try:
        json.loads(text, parse_constant=refuse)
    except json.JSONDecodeError as error:
        raise CaseError(
            Problem("not-json", f"not valid JSON: {error.msg[0].lower()}{error.msg[1:]}", Place(origin, error.lineno, error.colno))
        ) from None
    except (RecursionError, ValueError) as error:
        raise CaseError(Problem("not-json", f"not readable as JSON: {str(error).splitlines()[0].lower()}", Place(origin))) from None
