"""Renders views through templates: the one place that knows jinja2. Templates run in a sandbox, and undefined names are errors."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from jinja2 import FileSystemLoader, StrictUndefined
from jinja2.sandbox import SandboxedEnvironment

from explain.plain import fenced, markdown, visible

TEMPLATES = Path(__file__).parent / "pages"
LANGUAGE = "en"
FORMS = {"markdown": "answer.md.j2", "html": "report.html.j2", "report": "report.md.j2"}


@lru_cache(maxsize=8)
def _environment(html: bool, escape: Callable[[str], str] | None) -> SandboxedEnvironment:
    environment = SandboxedEnvironment(
        loader=FileSystemLoader(TEMPLATES / LANGUAGE),
        undefined=StrictUndefined,
        autoescape=html,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["md"] = lambda text: markdown(str(text))
    environment.filters["fenced"] = fenced
    environment.filters["visible"] = visible
    if escape is not None:
        environment.filters["e"] = lambda text: escape(visible(str(text)))
    return environment


def render(view: Mapping[str, Any], form: str) -> str:
    """A view as a document.

    Args:
        view: from `explain.context.view_of` (or of an audit, for a template that takes one).
        form: `markdown`, `html`, `report` (Markdown with provenance), or the name of a template.
    """
    name = FORMS.get(form, form)
    text = _environment(".html" in name, None).get_template(name).render(v=view)
    return _tidy(text)


def render_text(view: Mapping[str, Any], escape: Callable[[str], str], *, full: bool, name: str = "answer.txt.j2") -> str:
    """A view as the terminal's markup; `escape` makes text of users literal in it."""
    return _tidy(_environment(False, escape).get_template(name).render(v=view, full=full))


def phrase(name: str, value: object) -> str:
    """One phrase of the templates, as plain text."""
    return str(getattr(_phrases(), name)(value)).strip()


@lru_cache(maxsize=1)
def _phrases() -> Any:
    return _environment(False, None).get_template("phrases.j2").module


def _tidy(text: str) -> str:
    """No trailing blanks, no two empty lines in a row."""
    lines: list[str] = []
    for line in map(str.rstrip, text.splitlines()):
        if line or (lines and lines[-1]):
            lines.append(line)
    return "\n".join(lines).strip("\n") + "\n"
