"""YAML and JSON as plain nodes with their places: nothing is constructed, expanded or executed."""

from __future__ import annotations

import json
import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

from guideline.errors import CaseError, Place, Problem, quoted

DEPTH = 40
"""Deeper nesting than this is no case."""
NODES = 20_000
"""More keys, values and entries than this are no case; reading stops there."""

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

    def places(self) -> dict[tuple[str | int, ...], Place]:
        """Where every key and every entry below this node stands, by its path of keys and numbers; the empty path is the node itself."""
        found: dict[tuple[str | int, ...], Place] = {(): self.place}
        below: list[tuple[str | int, Place, Node]] = [(k.text, k.place, v) for k, v in self.pairs]
        below += [(number, n.place, n) for number, n in enumerate(self.items)]
        for step, place, node in below:
            found.update({(step, *path): where for path, where in node.places().items()})
            found[(step,)] = place
        return found


def read_document(text: str, origin: str, problems: list[Problem], *, as_json: bool = False) -> Node:
    """Reads one document.

    Args:
        text: YAML 1.2, or JSON.
        origin: named in places.
        problems: takes what leaves the document readable: duplicated keys, keys that are no names, control characters.
        as_json: whether the text has to be strict JSON.

    Raises:
        CaseError: not YAML (or not JSON); empty; more than one document; anchors, aliases, merge keys and tags, which are refused as they
            can stand for more than is written or for code; too many or too deep nodes.
    """
    builder = _Json(text, origin, problems) if as_json else _Yaml(text, origin, problems)
    roots = builder.documents()
    if builder.refused:
        raise CaseError([*builder.refused, *problems])
    if len(roots) > 1:
        raise CaseError(Problem("several-documents", "the file holds more than one document", roots[1].place, "keep one case a file"))
    if not roots or (roots[0].kind == "scalar" and roots[0].value is None):
        raise CaseError(Problem("empty", "the file is empty", Place(origin), "a case needs at least `case: name` and `findings:`"))
    return roots[0]


class _Stop(Exception):  # noqa: N818 (no error of its own: what went wrong is in the problems)
    """Reading cannot go on."""


class _Builder:
    """Counts the nodes and checks the keys of one document, in whichever notation."""

    def __init__(self, text: str, origin: str, problems: list[Problem]) -> None:
        self.refused: list[Problem] = []
        self._text = text
        self._origin = origin
        self._problems = problems
        self._nodes = 0

    def documents(self) -> list[Node]:
        """The roots; what could be read of them where something was refused."""
        roots: list[Node] = []
        try:
            roots.extend(self._roots())
        except _Stop:
            pass
        except RecursionError:
            self.refused.append(Problem("too-deep", f"nested more than {DEPTH} levels deep", Place(self._origin)))
        return roots

    def _roots(self) -> Iterator[Node]:
        raise NotImplementedError

    def _fail(self, code: str, message: str, place: Place, hint: str | None = None) -> _Stop:
        self.refused.append(Problem(code, message, place, hint))
        return _Stop()

    def _enter(self, place: Place, depth: int) -> None:
        self._nodes += 1
        if depth > DEPTH:
            raise self._fail("too-deep", f"nested more than {DEPTH} levels deep", place)
        if self._nodes > NODES:
            raise self._fail("too-many", f"more than {NODES:,} keys and values", place, "keep one case a file")

    def _scalar(self, place: Place, value: Scalar, text: str) -> Node:
        odd = next((c for c in text if unicodedata.category(c) in {"Cc", "Cs"} and c not in "\n\t"), None)
        if odd is not None:
            self._problems.append(Problem("control-character", f"the text holds the character U+{ord(odd):04X}", place, "leave it out"))
        return Node("scalar", place, value, text)

    def _mapping(self, place: Place, pairs: Iterator[tuple[Node, Node]]) -> Node:
        kept: list[tuple[Node, Node]] = []
        seen: dict[str, Place] = {}
        for key, value in pairs:
            if key.kind != "scalar" or not isinstance(key.value, str):
                words = f"the key {quoted(key.text)} is not a name" if key.kind == "scalar" else f"a {key.kind} cannot be a key"
                self._problems.append(Problem("key", words, key.place, "a key is a name, such as `findings`"))
            elif key.text in seen:
                message = f"{quoted(key.text)} stands twice; the first is at {seen[key.text]}"
                self._problems.append(Problem("duplicate-key", message, key.place, "keep one of them"))
            else:
                seen[key.text] = key.place
                kept.append((key, value))
        return Node("mapping", place, pairs=tuple(kept))


class _Yaml(_Builder):
    def _roots(self) -> Iterator[Node]:
        from ruamel.yaml import YAML  # noqa: PLC0415 (facts and witnesses do not need it)
        from ruamel.yaml.error import MarkedYAMLError, YAMLError  # noqa: PLC0415 (as above)
        from ruamel.yaml.reader import ReaderError  # noqa: PLC0415 (as above)

        reader = YAML(typ="safe", pure=True)
        reader.version = (1, 2)
        try:
            events = iter(reader.parse(self._text))
            for event in events:
                if type(event).__name__ == "DocumentStartEvent":
                    first = next(events)
                    if type(first).__name__ != "DocumentEndEvent":
                        yield self._node(first, events, 0)
        except ReaderError as error:
            before = self._text[: error.position]
            place = Place(self._origin, before.count("\n") + 1, len(before) - before.rfind("\n"))
            message = f"not valid YAML: the character U+{ord(self._text[error.position]):04X}"
            raise self._fail("not-yaml", message, place, "leave it out") from error
        except MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            if "end of stream" in (error.problem or "") and error.context_mark:
                mark = error.context_mark  # where the quote was opened
            place = self._place(mark) if mark else Place(self._origin)
            words = (error.problem or error.context or "unreadable").strip()
            raise self._fail("not-yaml", f"not valid YAML: {words}", place, _mend(words)) from error
        except (YAMLError, ValueError) as error:
            raise self._fail("not-yaml", f"not valid YAML: {str(error).splitlines()[0].strip()}", Place(self._origin)) from error

    def _place(self, mark: Any) -> Place:
        return Place(self._origin, mark.line + 1, mark.column + 1)

    def _node(self, event: Any, events: Iterator[Any], depth: int) -> Node:
        name, place = type(event).__name__, self._place(event.start_mark)
        self._enter(place, depth)
        if name == "AliasEvent":
            # One is enough to refuse the file, and a bomb has thousands.
            if not any(p.code == "alias" for p in self.refused):
                self.refused.append(Problem("alias", "an alias is not allowed", place, "write the value out"))
            return Node("scalar", place)
        if getattr(event, "anchor", None):
            message = f"the anchor {quoted('&' + event.anchor)} is not allowed"
            self.refused.append(Problem("anchor", message, place, "write the value out where it is used"))
        if getattr(event, "tag", None):
            self.refused.append(Problem("tag", f"the tag {quoted(str(event.tag))} is not allowed", place, "write plain values"))
        if name == "ScalarEvent":
            return self._scalar(place, _value(event.value) if event.style is None else event.value, event.value)
        if name == "SequenceStartEvent":
            items = []
            while type(inner := next(events)).__name__ != "SequenceEndEvent":
                items.append(self._node(inner, events, depth + 1))
            return Node("sequence", place, items=tuple(items))
        return self._mapping(place, self._pairs(events, depth))

    def _pairs(self, events: Iterator[Any], depth: int) -> Iterator[tuple[Node, Node]]:
        while type(inner := next(events)).__name__ != "MappingEndEvent":
            key = self._node(inner, events, depth + 1)
            value = self._node(next(events), events, depth + 1)
            if key.text == "<<":
                self.refused.append(Problem("merge", "a merge key `<<` is not allowed", key.place, "write the entries out"))
            else:
                yield key, value


def _mend(words: str) -> str | None:
    """What to do about the mistakes that are made most."""
    if "\\t" in words:
        return "indent with spaces, not with tabs"
    if "mapping values are not allowed" in words:
        return "put a text that holds `: ` in quotes"
    if "expected a comment or a line break" in words:
        return 'put a value that begins with `>` or `|` in quotes, such as `"> 10 percent"`'
    return None


class _Json(_Builder):
    """Reads the structure of a text that `json` has found to be valid; each scalar is left to `json` again."""

    def __init__(self, text: str, origin: str, problems: list[Problem]) -> None:
        super().__init__(text, origin, problems)
        self._lines = [0, *(m.end() for m in re.finditer("\n", text))]
        self._position = 0
        self._decoder = json.JSONDecoder(parse_int=str, parse_float=str)

    def _roots(self) -> Iterator[Node]:
        if not self._text.strip():
            return
        try:
            json.loads(self._text, parse_constant=str, parse_int=str, parse_float=str)
        except json.JSONDecodeError as error:
            words = f"not valid JSON: {error.msg[0].lower()}{error.msg[1:]}"
            raise self._fail("not-json", words, Place(self._origin, error.lineno, error.colno)) from error
        yield self._node(0)

    def _next(self) -> str:
        while self._text[self._position] in " \t\r\n":
            self._position += 1
        return self._text[self._position]

    def _node(self, depth: int) -> Node:
        first = self._next()
        line = bisect_right(self._lines, self._position)
        place = Place(self._origin, line, self._position - self._lines[line - 1] + 1)
        self._enter(place, depth)
        if first == "{":
            return self._mapping(place, self._pairs(depth))
        if first == "[":
            return Node("sequence", place, items=tuple(self._items(depth)))
        value, end = self._decoder.raw_decode(self._text, self._position)
        written = self._text[self._position : end]
        self._position = end
        if written in {"NaN", "Infinity", "-Infinity"}:
            raise self._fail("not-json", f"`{written}` is not JSON", place, "write a number")
        return self._scalar(place, value, value) if first == '"' else self._scalar(place, _value(written), written)

    def _pairs(self, depth: int) -> Iterator[tuple[Node, Node]]:
        for key in self._items(depth):
            self._next()
            self._position += 1  # the colon
            yield key, self._node(depth + 1)

    def _items(self, depth: int) -> Iterator[Node]:
        self._position += 1  # the bracket or brace, and below the comma
        while self._next() not in "]}":
            yield self._node(depth + 1)
            if self._next() == ",":
                self._position += 1
        self._position += 1


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
