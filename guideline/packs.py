"""From folders to packs ready for use: read, checked, compiled, and kept in a cache so that a command starts at once.

Reading and checking need clingo, clorm and pint, which take longer to import than a cached pack takes to load; so their modules are
imported inside the functions that compile, and nowhere else here.
"""

from __future__ import annotations

import hashlib
import os
import pickle
import stat
import sys
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from guideline.errors import PackError, Place, Problem
from guideline.model import COMPARISONS, Finding, Knowledge, Test, Vocabulary
from guideline.terms.parsed import BodyLiteral, SourceRule

__all__ = [
    "BodyLiteral", "Compiled", "SourceRule", "cache_folder", "compile_packs", "core_files", "encodings_folder", "program_facts",
    "shipped_pack",
]  # fmt: skip

PACKAGE = Path(__file__).parent
KEPT = 200
"""Files in the cache folder; of more, those go that were used longest ago."""
_OURS = ("*.pickle", ".new-*", "__jinja2_*")
"""What the engine writes there: compiled packs, those that were being written when a process died, and compiled templates."""


@dataclass(frozen=True, slots=True)
class Compiled:
    """Packs as the engine uses them: plain values, the same whatever the order of facts and files, apart from places.

    Attributes:
        vocabulary: what cases can record and statements speak of.
        knowledge: sources, contexts and statements.
        files: the paths of all files, pack by pack in the order given, sorted inside each.
        hashes: name and SHA-256 of each pack, over the names and bytes of its files.
        facts: what the engine adds to the program: `threshold(F,"text",Rank).`, `outside(Test).` for comparisons that no value
            inside the range of a finding meets, `window(S,Review,Low,High).` in days; one a line.
        rules: the rules of the packs, and the facts that might have been rules (`applies(s).`), for citing.
        declared: every test that the packs mention.
        places: where what is declared stands, by the keys of `guideline.spots`, as file (a number in `files`), line and column: plain
            numbers, because a command that does not ask for them still loads them.
    """

    vocabulary: Vocabulary
    knowledge: Knowledge
    files: tuple[str, ...]
    hashes: tuple[tuple[str, str], ...]
    facts: str
    rules: tuple[SourceRule, ...]
    declared: frozenset[Test]
    places: Mapping[str, tuple[int, int, int]]

    def place(self, *keys: str) -> Place | None:
        """The place of the first of some keys that has one."""
        for key in keys:
            if key in self.places:
                file, line, column = self.places[key]
                return Place(self.files[file], line, column)
        return None


@dataclass(frozen=True, slots=True)
class _File:
    """One file of a pack: the number of its pack, its name inside the folder, its path as people know it, its content."""

    pack: int
    name: str
    path: str
    content: bytes


def encodings_folder() -> Path:
    """The folder with the core and the shipped packs: inside an installed package, beside it in a checkout."""
    inside = PACKAGE / "encodings"
    return inside if inside.is_dir() else PACKAGE.parent / "encodings"


def core_files() -> list[Path]:
    """The files of the core, sorted by name."""
    return sorted((encodings_folder() / "core").glob("*.lp"))


def shipped_pack() -> Path:
    """The folder of the pack that comes with the engine."""
    return encodings_folder() / "vcf"


def compile_packs(folders: Sequence[Path], *, use_cache: bool = True) -> Compiled:
    """Reads and checks packs, and combines them into one.

    Args:
        folders: of `.lp` files, sub-folders included. Identical declarations of several packs merge, different ones are a defect.
        use_cache: whether to look for the result of an earlier call with the same files, and to keep this one. The environment
            variable `GUIDELINE_CACHE=off` turns it off, too.

    Raises:
        PackError: with every defect of every pack, in the order of the files.
    """
    files, problems = _files(folders)
    if problems:
        # What can be read is checked as well: all defects are told at once.
        raise PackError([*problems, *_defects(files)])
    cache = cache_folder() if use_cache else None
    if cache is None:
        return _compile(folders, files)
    path = cache / f"{_key(folders, files)}.pickle"
    known = _cached(path)
    if known is None:
        known = _compile(folders, files)
        _keep(path, known)
    return known


def _files(folders: Sequence[Path]) -> tuple[list[_File], list[Problem]]:
    """The files of all packs, and what keeps any of them from being read. The same folder twice counts once."""
    files: list[_File] = []
    problems: list[Problem] = []
    if not folders:
        problems.append(Problem("no-pack", "no pack is given", None, "name the folder of a pack"))
    seen: set[Path] = set()
    for number, folder in enumerate(folders):
        place = Place(str(folder))
        if not folder.is_dir():
            what = "is a file, and a pack is a folder" if folder.exists() else "does not exist"
            problems.append(Problem("pack-folder", f"folder `{folder}` {what}", place, "name a folder that holds `.lp` files"))
            continue
        if folder.resolve() in seen:
            continue
        seen.add(folder.resolve())
        paths = sorted(folder.rglob("*.lp"), key=lambda path: path.relative_to(folder).as_posix())
        if not paths:
            problems.append(Problem("empty-pack", f"folder `{folder}` holds no `.lp` file", place, "a pack has at least one"))
        for path in paths:
            if path.exists() and not path.is_file():
                # Reading a pipe or a device may never end.
                problems.append(Problem("unreadable-file", f"this is {_what(path)}, not a regular file", Place(str(path))))
                continue
            try:
                content = path.read_bytes()
            except OSError as error:
                reason = (error.strerror or "unknown reason").lower()
                problems.append(Problem("unreadable-file", f"the file cannot be read: {reason}", Place(str(path))))
                continue
            defect = _content_defect(content, Place(str(path)))
            if defect:
                problems.append(defect)
            else:
                files.append(_File(number, path.relative_to(folder).as_posix(), str(path), content))
    return files, problems


def _what(path: Path) -> str:
    return "a folder" if path.is_dir() else "a pipe" if path.is_fifo() else "a socket" if path.is_socket() else "a device"


def _content_defect(content: bytes, place: Place) -> Problem | None:
    if b"\0" in content:
        line = content.count(b"\n", 0, content.index(b"\0")) + 1
        return Problem("null-character", "the file holds a null character", Place(place.file, line), "save it as plain text")
    try:
        content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        message = f"byte {content[error.start]:#04x} is not UTF-8"
        return Problem("not-utf8", message, Place(place.file, line), "save the file as UTF-8")
    return None


def _defects(files: Iterable[_File]) -> list[Problem]:
    """The defects of those files that could be read, while others are missing: nothing can be said to be unknown."""
    from guideline.checks import check  # noqa: PLC0415 (see the head of the module)
    from guideline.terms.syntax import Reader  # noqa: PLC0415

    reader = Reader()
    for file in files:
        reader.read(file.path, file.content.decode())
    reader.reading.cut = True
    return check(reader.reading, {file.path: file.pack for file in files})


def _compile(folders: Sequence[Path], files: Sequence[_File]) -> Compiled:
    from guideline.checks import check  # noqa: PLC0415 (see the head of the module)
    from guideline.knowledge import build_knowledge  # noqa: PLC0415
    from guideline.spots import spots  # noqa: PLC0415
    from guideline.terms.syntax import Reader  # noqa: PLC0415
    from guideline.vocabulary import build_vocabulary, mentions  # noqa: PLC0415

    reader = Reader()
    for file in files:
        reader.read(file.path, file.content.decode())
    reading = reader.reading
    problems = check(reading, {file.path: file.pack for file in files})
    if problems:
        raise PackError(problems)
    declared = frozenset(test for test, _ in mentions(reading))
    vocabulary = build_vocabulary(reading.facts, declared)
    knowledge = build_knowledge(reading.facts, vocabulary)
    hashes: list[tuple[str, str]] = []
    for number, folder in enumerate(folders):
        digest = hashlib.sha256()
        own = [file for file in files if file.pack == number]
        for file in own:
            _feed(digest, file.name.encode(), file.content)
        if own:
            hashes.append((folder.resolve().name, digest.hexdigest()))
    return Compiled(
        vocabulary=vocabulary,
        knowledge=knowledge,
        files=tuple(file.path for file in files),
        hashes=tuple(hashes),
        facts=program_facts(vocabulary, knowledge),
        rules=tuple(sorted(reading.rules, key=lambda rule: (rule.text, rule.place))),
        declared=declared,
        places=spots(reading, [file.path for file in files]),
    )


def program_facts(vocabulary: Vocabulary, knowledge: Knowledge) -> str:
    """The program text that the engine adds; see `Compiled.facts`."""
    lines: list[str] = []
    for finding in vocabulary.findings.values():
        lines += [f"threshold({finding.name},{_quoted(t.text)},{t.rank})." for t in finding.thresholds]
    for finding in vocabulary.findings.values():
        lines += [f"outside({kind}({finding.name},{_quoted(text)}))." for kind, text in _outside(finding)]
    for statement in knowledge.statements.values():
        for review in statement.reviews:
            low, high = int(review.earliest.value), int(review.latest.value)
            lines.append(f"window({statement.name},{review.review},{low},{high}).")
    return "".join(f"{line}\n" for line in lines)


def _outside(finding: Finding) -> Iterable[tuple[str, str]]:
    """The comparisons that no value from the low to the high end, both included, meets."""
    low, high = finding.low, finding.high
    for threshold in finding.thresholds:
        value = threshold.value
        unmet = {
            "at_least": high is not None and high.value < value,
            "above": high is not None and high.value <= value,
            "below": low is not None and low.value >= value,
            "at_most": low is not None and low.value > value,
        }
        for kind in COMPARISONS:
            if unmet[kind]:
                yield kind, threshold.text


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'


def _feed(digest: hashlib._Hash, *parts: bytes) -> None:
    """Adds parts with their lengths, so that nothing can move from one to the next unseen."""
    for part in parts:
        digest.update(f"{len(part)}:".encode())
        digest.update(part)


@lru_cache(maxsize=1)
def _engine() -> bytes:
    """The version of the engine and of Python: a hash over the modules of this package, so that no change is ever missed."""
    digest = hashlib.sha256()
    _feed(digest, sys.version.encode())
    for path in sorted(PACKAGE.rglob("*.py")):
        _feed(digest, path.relative_to(PACKAGE).as_posix().encode(), path.read_bytes())
    return digest.digest()


def _key(folders: Sequence[Path], files: Sequence[_File]) -> str:
    """The name of a cache entry. The paths count, because the places in the packs name them."""
    digest = hashlib.sha256()
    _feed(digest, _engine(), *(str(folder.resolve()).encode() for folder in folders))
    for file in files:
        _feed(digest, str(file.pack).encode(), file.path.encode(), file.content)
    return digest.hexdigest()


def cache_folder() -> Path | None:
    """The engine's folder in the user's cache, made if need be.

    None where there is none, or one that others can write to, or where the environment says `GUIDELINE_CACHE=off`.
    """
    if os.environ.get("GUIDELINE_CACHE", "").lower() == "off":
        return None
    base = os.environ.get("XDG_CACHE_HOME", "")
    try:
        folder = (Path(base) if base and Path(base).is_absolute() else Path.home() / ".cache") / "guideline-engine"
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return folder if _ours(folder.lstat(), stat.S_ISDIR) else None
    except (OSError, RuntimeError):
        return None


def _ours(found: os.stat_result, of_kind: object) -> bool:
    """Whether something belongs to this user and nobody else can write to it."""
    if not callable(of_kind) or not of_kind(found.st_mode):
        return False
    return not hasattr(os, "getuid") or (found.st_uid == os.getuid() and not found.st_mode & (stat.S_IWGRP | stat.S_IWOTH))


def _cached(path: Path) -> Compiled | None:
    """An earlier result, if it is there, is ours and can be read."""
    try:
        with path.open("rb") as stream:
            if path.is_symlink() or not _ours(os.fstat(stream.fileno()), stat.S_ISREG):
                return None
            known = pickle.load(stream)  # noqa: S301 (only a file of this user, in a folder that only this user can write to)
        # So that what is used goes last.
        with suppress(OSError):
            os.utime(path)
    except Exception:
        return None
    return known if isinstance(known, Compiled) else None


def _keep(path: Path, compiled: Compiled) -> None:
    """Writes a cache entry in one step, so that no other process sees half of one; failing is no error."""
    with suppress(OSError, pickle.PicklingError, RecursionError):
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".new-")
        try:
            with os.fdopen(handle, "wb") as stream:
                pickle.dump(compiled, stream, protocol=pickle.HIGHEST_PROTOCOL)
            Path(name).replace(path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
        _thin(path.parent)


def _thin(folder: Path) -> None:
    """Leaves the `KEPT` files of the cache that were used last.

    Other processes may do the same, or read or write: who has a file open keeps it, who finds none compiles anew.
    """
    used: list[tuple[int, str, Path]] = []
    for pattern in _OURS:
        for path in folder.glob(pattern):
            with suppress(OSError):
                used.append((path.lstat().st_mtime_ns, path.name, path))
    for _, _, path in sorted(used, reverse=True)[KEPT:]:
        with suppress(OSError):
            path.unlink()
