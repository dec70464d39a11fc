"""Writes a small working pack to begin with: one document, two statements, and a case on either side of their threshold."""

from __future__ import annotations

import re
from pathlib import Path

from guideline.errors import GuidelineError, Place, Problem, quoted

TEMPLATE = Path(__file__).parent / "new_pack"
STAND_IN = "SOURCE"
"""What stands for the name of the document in the files of the template, and in their names."""
NAME = re.compile(r"[a-z][a-z0-9_]{0,49}")
TAKEN = {"not": "a word of the language of packs", "vocabulary": "the name of another file of the pack"}
"""Names that no document can have, and what they are."""


def write_pack(name: str, into: str | Path = ".") -> list[Path]:
    """Writes the pack `name` into a new folder of that name, and returns its files in their order.

    Args:
        name: of the folder and of the document; small letters, digits and underscores.
        into: the folder that gets the new one.

    Raises:
        GuidelineError: the name cannot be one, the folder is there already, or it cannot be written; nothing is overwritten.
    """
    if not NAME.fullmatch(name):
        hint = "begin with a small letter; small letters, digits and underscores follow, such as `ankle_sprain`"
        raise GuidelineError(Problem("pack-name", f"{quoted(name)} cannot name a pack", hint=hint))
    if name in TAKEN:
        raise GuidelineError(Problem("pack-name", f"`{name}` cannot name a pack: it is {TAKEN[name]}", hint="choose another name"))
    home = Path(into) / name
    try:
        home.mkdir(parents=True)
    except FileExistsError:
        words = "something of this name is there already, and nothing is overwritten"
        raise GuidelineError(Problem("pack-folder", words, Place(str(home)), "choose another name")) from None
    except OSError as error:
        raise _unwritten("the folder cannot be made", home, error) from error
    written = []
    for path in sorted(p for p in TEMPLATE.rglob("*") if p.is_file()):
        target = home / path.relative_to(TEMPLATE).as_posix().replace(STAND_IN, name)
        try:
            target.parent.mkdir(exist_ok=True)
            target.write_text(path.read_text(encoding="utf-8").replace(STAND_IN, name), encoding="utf-8", newline="\n")
        except OSError as error:
            raise _unwritten("the file cannot be written", target, error) from error
        written.append(target)
    return written


def _unwritten(what: str, path: Path, error: OSError) -> GuidelineError:
    return GuidelineError(Problem("pack-folder", f"{what}: {(error.strerror or str(error)).lower()}", Place(str(path))))
