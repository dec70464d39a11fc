"""Shapes of plain values from a document: mappings, lists, names and texts, with all that is wrong with them at its place."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import Any, TypeVar

from guideline.errors import Place, Problem, closest, quoted

T = TypeVar("T")
Path = tuple[str | int, ...]
"""Keys and numbers that lead to a part of a document."""


class Shapes:
    """Reads parts of one document and collects the problems; what is at fault is left out of what is returned.

    Args:
        root: what the document is called in messages.
        places: where each part stands.
        origin: the file.
    """

    def __init__(self, root: str, places: Mapping[Path, Place], origin: str) -> None:
        self.problems: list[Problem] = []
        self._root = root
        self._places = places
        self._origin = origin

    def problem(self, code: str, message: str, path: Path, hint: str | None = None) -> None:
        """Takes down a problem at the place of a path, or of the part around it."""
        self.problems.append(Problem(code, message, place_of(path, self._places) or Place(self._origin), hint))

    def keys(self, value: Any, path: Path, known: Collection[str], needed: Collection[str] = ()) -> dict[str, Any]:
        """The known parts of a mapping; unknown and missing ones are reported."""
        where = f" in `{name_of(path) or self._root}`"
        if value is None and not needed:
            return {}
        if not isinstance(value, Mapping):
            words = f"`{name_of(path) or self._root}` is a mapping, not {kind_of(value)}"
            self.problem("wrong-type", words, path, f"with the keys {', '.join(known)}")
            return {}
        for key in value:
            if key not in known:
                hint = closest(key, known) or f"known keys: {', '.join(known)}"
                self.problem("unknown-key", f"unknown key {quoted(key)}{where}", (*path, key), hint)
        for key in needed:
            if value.get(key) is None:
                self.problem("missing-key", f"`{key}` is missing{where}", path, f"the keys are {', '.join(known)}")
        return {k: v for k, v in value.items() if k in known and v is not None}

    def entries(self, value: Any, path: Path, read: Callable[[Any, Path], T | None]) -> tuple[T, ...]:
        """What can be read of a list."""
        if value is None:
            return ()
        if not isinstance(value, list):
            self.problem("wrong-type", f"`{name_of(path)}` is a list, not {kind_of(value)}", path, "begin each entry with `-`")
            return ()
        read_all = [read(item, (*path, number)) for number, item in enumerate(value)]
        return tuple(entry for entry in read_all if entry is not None)

    def names(self, value: Any, path: Path, read: Callable[[Any, Path], str | None]) -> tuple[str, ...]:
        """A list of names, each once."""
        found: dict[str, None] = {}
        for number, name in enumerate(self.entries(value, path, lambda v, p: (read(v, p) or "",))):
            if name[0] and name[0] in found:
                self.problem("duplicate", f"`{name[0]}` stands twice in `{name_of(path)}`", (*path, number), "keep one of them")
            found.setdefault(name[0])
        return tuple(n for n in found if n)

    def pairs(
        self, value: Any, path: Path, key: Callable[[Any, Path], str | None], read: Callable[[str, Any, Path], T | None]
    ) -> tuple[tuple[str, T], ...]:
        """A mapping of names to something."""
        if value is None:
            return ()
        if not isinstance(value, Mapping):
            words = f"`{name_of(path)}` is a mapping, not {kind_of(value)}"
            self.problem("wrong-type", words, path, "write one `name: value` a line")
            return ()
        found = []
        for name, inner in value.items():
            known = key(name, (*path, name))
            made = read(name, inner, (*path, name))
            if known is not None and made is not None:
                found.append((known, made))
        return tuple(found)

    def text(self, value: Any, path: Path) -> str | None:
        """A text that says something."""
        if isinstance(value, str) and value.strip():
            return value
        self.problem("wrong-type", f"`{name_of(path)}` is a text, not {kind_of(value)}", path, "put it in quotes, or leave it out")
        return None


def place_of(path: Path, places: Mapping[Path, Place]) -> Place | None:
    """Where a part of a document stands, or the part around it."""
    return next((places[path[:length]] for length in range(len(path), -1, -1) if path[:length] in places), None)


def name_of(path: Path) -> str:
    """The last key of a path, for messages."""
    return next((str(step) for step in reversed(path) if isinstance(step, str)), "")


def kind_of(value: Any) -> str:
    """What a value is, for messages."""
    if value is None:
        return "nothing"
    if isinstance(value, Mapping):
        return "a mapping"
    if isinstance(value, list):
        return "a list"
    return quoted(str(value).lower() if isinstance(value, bool) else str(value))
