"""Reading a case: one patient from a file in YAML, JSON or facts."""

from __future__ import annotations

import io
import os
import re
import time
from pathlib import Path
from typing import BinaryIO

from guideline.cases.given import FactReader
from guideline.cases.record import Reader, accepted, tests_of
from guideline.errors import CaseError, Place, Problem, closest, quoted
from guideline.model import Case, Vocabulary

SIZE_LIMIT = 1_000_000
"""Bytes; a case is a page. Larger files are refused before they are read."""
PATIENCE = 1.0
"""Seconds that a pipe may be without anybody who writes to it."""
FORMS = {".json": "json", ".lp": "lp", ".yaml": "yaml", ".yml": "yaml"}


def read_case(path: str | Path, vocabulary: Vocabulary) -> Case:
    """Reads a case file: `.json`, `.lp` and `.yaml` by their ending, any other by its content.

    Raises:
        CaseError: the file cannot be read, or with every problem that it has.
    """
    path = Path(path)
    return parse_case(read_text(path), vocabulary, origin=str(path), form=FORMS.get(path.suffix.lower()))


def read_text(path: Path) -> str:
    """The text of a file of the size of a page, in UTF-8.

    Raises:
        CaseError: there is no such file, it cannot be read, it is too large, or it is not text.
    """
    place = Place(str(path))
    try:
        if path.is_dir():
            raise CaseError(Problem("not-a-file", "this is a folder, not a case file", place))
        size = path.stat().st_size
        if size <= SIZE_LIMIT:
            # A device or a pipe has no size: never read more than may be there.
            with _opened(path) as stream:
                raw = stream.read(SIZE_LIMIT + 1)
            size = len(raw)
        if size > SIZE_LIMIT:
            words = f"the file has {size:,} bytes" if size > SIZE_LIMIT + 1 else "the file is too large"
            raise CaseError(Problem("too-large", f"{words}; a case may have {SIZE_LIMIT:,} bytes", place, "keep one case a file"))
    except FileNotFoundError:
        siblings = [p.name for p in path.parent.glob("*") if p.is_file()] if path.parent.is_dir() else []
        raise CaseError(Problem("missing-file", "there is no such file", place, closest(path.name, siblings))) from None
    except OSError as error:
        raise CaseError(Problem("unreadable", f"the file cannot be read: {(error.strerror or str(error)).lower()}", place)) from None
    except ValueError:
        raise CaseError(Problem("missing-file", f"{quoted(str(path))} cannot be the name of a file")) from None
    return _decoded(raw, place)


def _opened(path: Path) -> BinaryIO:
    """A file open for reading; a pipe only once somebody writes to it, as waiting for that may never end.

    Raises:
        CaseError: nobody has written to the pipe for `PATIENCE` seconds.
        OSError: it cannot be opened.
    """
    if not path.is_fifo():
        return path.open("rb")
    pipe = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    try:
        first, ends = b"", time.monotonic() + PATIENCE
        while not first and time.monotonic() < ends:
            try:
                # Without a writer a pipe reads as ended; with one that has not written yet, reading would block.
                first = os.read(pipe, 1)
            except BlockingIOError:
                break
            time.sleep(0 if first else 0.01)
        else:
            if not first:
                raise CaseError(Problem("unreadable", "this is a pipe, and nothing was written to it", Place(str(path))))
        os.set_blocking(pipe, True)
        with os.fdopen(os.dup(pipe), "rb") as stream:
            return io.BytesIO(first + stream.read(SIZE_LIMIT + 1 - len(first)))
    finally:
        os.close(pipe)


def _decoded(raw: bytes, place: Place) -> str:
    if b"\0" in raw:
        line = raw[: raw.index(b"\0")].count(b"\n") + 1
        raise CaseError(Problem("not-text", "the file is not text", Place(place.file, line), "a case is YAML, JSON or facts in UTF-8"))
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise CaseError(Problem("not-text", "the file is not UTF-8 text", Place(place.file, line), "save it as UTF-8")) from None


def parse_case(text: str, vocabulary: Vocabulary, origin: str = "the text", form: str | None = None) -> Case:
    """Reads a case from text.

    Args:
        text: at most `SIZE_LIMIT` long.
        vocabulary: what the pack can record.
        origin: named in places.
        form: `yaml`, `json` or `lp`; None to see from how the text begins.

    Raises:
        CaseError: with every problem of the text.
    """
    if len(text) > SIZE_LIMIT:
        raise CaseError(Problem("too-large", f"the text has {len(text):,} characters; a case may have {SIZE_LIMIT:,}", Place(origin)))
    text = text.removeprefix("\ufeff")
    form = form or _form_of(text)
    if form == "lp":
        return FactReader(vocabulary, origin).facts(text)
    return Reader(vocabulary, origin).document(text, as_json=form == "json")


def _form_of(text: str) -> str:
    start = text.lstrip()
    if start.startswith("{"):
        return "json"
    return "lp" if re.match(r"(%[^\n]*\n\s*)*(given|threshold|outside|window)\s*\(", start) else "yaml"


__all__ = ["SIZE_LIMIT", "accepted", "parse_case", "read_case", "read_text", "tests_of"]
