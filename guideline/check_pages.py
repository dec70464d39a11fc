"""The pages on the checks: one a code, with what it looks for, why, an example and how to mend it; they ship with the engine."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from guideline.errors import GuidelineError, Problem, closest

PACKAGE = Path(__file__).parent
INDEX = "README"


@dataclass(frozen=True, slots=True)
class Page:
    """One page: its code, its first paragraph on one line, and the whole of it as Markdown."""

    code: str
    what: str
    text: str


def pages_folder() -> Path:
    """The folder with the pages: inside an installed package, among the documents of a checkout."""
    inside = PACKAGE / "pages"
    return inside if inside.is_dir() else PACKAGE.parent / "docs" / "checks"


def codes() -> tuple[str, ...]:
    """Every code that has a page, sorted."""
    return tuple(sorted(path.stem for path in pages_folder().glob("*.md") if path.stem != INDEX))


def page(code: str) -> Page:
    """The page on a code.

    Raises:
        GuidelineError: there is no such code.
    """
    known = codes()
    if code not in known:
        hint = closest(code, known) or "every message of `guideline check` ends with the code of its check"
        raise GuidelineError(Problem("unknown-code", f"unknown check `{code}`", None, hint))
    text = (pages_folder() / f"{code}.md").read_text(encoding="utf-8")
    return Page(code, " ".join(text.split("\n\n")[1].split()), text)
