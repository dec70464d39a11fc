"""Writes a small working pack to begin with: one document, two statements, and a case on either side of their threshold."""

from __future__ import annotations

import re
from pathlib import Path

from guideline.errors import GuidelineError, Place, Problem

TEMPLATE = Path(__file__).parent / "new_pack"
STAND_IN = "SOURCE"
"""What stands for the name of the document in the files of the template, and in their names."""
NAME = re.compile(r"[a-z][a-z0-9_]{0,49}")


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
        raise GuidelineError(Problem("pack-name", f"`{name}` cannot name a pack", hint=hint))
    home = Path(into) / name
    try:
        home.mkdir(parents=True)
    except FileExistsError:
        words = "is there already, and nothing is overwritten"
        raise GuidelineError(Problem("pack-folder", f"folder `{home}` {words}", Place(str(home)), "choose another name")) from None
    except OSError as error:
        words = (error.strerror or str(error)).lower()
        raise GuidelineError(Problem("pack-folder", f"folder `{home}` cannot be made: {words}", Place(str(home)))) from error
    written = []
    for path in sorted(p for p in TEMPLATE.rglob("*") if p.is_file()):
        target = home / path.relative_to(TEMPLATE).as_posix().replace(STAND_IN, name)
        target.parent.mkdir(exist_ok=True)
        target.write_text(path.read_text(encoding="utf-8").replace(STAND_IN, name), encoding="utf-8", newline="\n")
        written.append(target)
    return written
