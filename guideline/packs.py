"""From folders to packs ready for use: read, checked, compiled, and kept in a cache so that a command starts at once.

Reading and checking need clingo, clorm and pint, which take longer to import than a cached pack takes to load; so their modules are
imported inside the functions that compile, and nowhere else here.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from guideline.errors import PackError, Place, Problem
from guideline.kept import cache_folder, cached, engine, feed, keep
from guideline.model import COMPARISONS, Finding, Knowledge, Test, Vocabulary
from guideline.terms.parsed import BodyLiteral, SourceRule

__all__ = [
    "BodyLiteral", "Compiled", "SourceRule", "compile_packs", "core_files", "encodings_folder", "program_facts",
    "shipped_pack",
]  # fmt: skip

PACKAGE = Path(__file__).parent


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
    known = cached(path, Compiled)
    if known is None:
        known = _compile(folders, files)
        keep(path, known)
    return known


def _key(folders: Sequence[Path], files: Sequence[_File]) -> str:
    """The name of a cache entry. The paths count, because the places in the packs name them."""
    digest = hashlib.sha256()
    feed(digest, engine(), *(str(folder.resolve()).encode() for folder in folders))
    for file in files:
        feed(digest, str(file.pack).encode(), file.path.encode(), file.content)
    return digest.hexdigest()


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
    knowledge = build_knowledge(reading.facts, vocabulary, reading.rules)
    hashes: list[tuple[str, str]] = []
    for number, folder in enumerate(folders):
        digest = hashlib.sha256()
        own = [file for file in files if file.pack == number]
        for file in own:
            feed(digest, file.name.encode(), file.content)
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
