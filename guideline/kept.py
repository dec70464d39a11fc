"""What the engine keeps between two runs: results by the hash of what they came from, in a folder of the user that stays small."""

from __future__ import annotations

import hashlib
import os
import pickle
import stat
import sys
import tempfile
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import TypeVar

__all__ = ["cache_folder", "cached", "engine", "feed", "keep"]

T = TypeVar("T")
_PACKAGE = Path(__file__).parent
KEPT = 200
"""Files in the cache folder; of more, those go that were used longest ago."""
_OURS = ("*.pickle", ".new-*", "__jinja2_*")
"""What the engine writes there: compiled packs, those that were being written when a process died, and compiled templates."""


def feed(digest: hashlib._Hash, *parts: bytes) -> None:
    """Adds parts with their lengths, so that nothing can move from one to the next unseen."""
    for part in parts:
        digest.update(f"{len(part)}:".encode())
        digest.update(part)


@lru_cache(maxsize=1)
def engine() -> bytes:
    """The version of the engine and of Python: a hash over the modules of this package, so that no change is ever missed."""
    digest = hashlib.sha256()
    feed(digest, sys.version.encode())
    for path in sorted(_PACKAGE.rglob("*.py")):
        feed(digest, path.relative_to(_PACKAGE).as_posix().encode(), path.read_bytes())
    return digest.digest()


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


def cached(path: Path, kind: type[T]) -> T | None:
    """An earlier result of a type, if it is there, is ours and can be read."""
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
    return known if isinstance(known, kind) else None


def keep(path: Path, result: object) -> None:
    """Writes a cache entry in one step, so that no other process sees half of one; failing is no error."""
    with suppress(OSError, pickle.PicklingError, RecursionError):
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".new-")
        try:
            with os.fdopen(handle, "wb") as stream:
                pickle.dump(result, stream, protocol=pickle.HIGHEST_PROTOCOL)
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
