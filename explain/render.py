"""Renders views through templates: the one place that knows jinja2.

Templates run in a sandbox, and undefined names are errors. All that a template prints is escaped for its medium, and the result of a macro
counts as escaped, so no template can forget to escape. The style marks of the terminal are control characters, which no text of a user can
hold, as `visible` has spelt them out.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

from jinja2 import FileSystemBytecodeCache, FileSystemLoader, StrictUndefined
from jinja2.bccache import Bucket
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup, escape

from explain.plain import code, fenced, markdown, one_line, visible
from guideline.packs import cache_folder

TEMPLATES = Path(__file__).parent / "templates"
Medium = Literal["html", "markdown", "terminal"]
FORMS: dict[str, tuple[str, Medium]] = {
    "markdown": ("answer.md.j2", "markdown"),
    "report": ("report.md.j2", "markdown"),
    "html": ("report.html.j2", "html"),
    "text": ("answer.txt.j2", "terminal"),
    "audit markdown": ("audit.md.j2", "markdown"),
    "audit text": ("audit.txt.j2", "terminal"),
    "sources text": ("sources.txt.j2", "terminal"),
    "statements text": ("statements.txt.j2", "terminal"),
    "statement text": ("statement.txt.j2", "terminal"),
    "vocabulary text": ("vocabulary.txt.j2", "terminal"),
    "trace text": ("trace.txt.j2", "terminal"),
    "trial text": ("trial.txt.j2", "terminal"),
    "verdicts text": ("verdicts.txt.j2", "terminal"),
    "telling text": ("telling.txt.j2", "terminal"),
    "telling markdown": ("telling.md.j2", "markdown"),
    "telling html": ("telling.html.j2", "html"),
}
"""Form of a document: its template, and the medium that it is escaped for."""

STYLE = ("\x02", "\x03")
"""What stands around the name of a style in text for the terminal; the empty name ends a style."""

_ESCAPE: dict[Medium, Callable[[str], str]] = {
    "html": lambda text: escape(visible(text)),
    "markdown": markdown,
    "terminal": one_line,
}
_LINES: dict[Medium, Callable[[str], str]] = {"html": _ESCAPE["html"], "markdown": fenced, "terminal": visible}


class _Compiled(FileSystemBytecodeCache):
    """Compiled templates in the engine's cache folder; failing to keep one is no error."""

    def dump_bytecode(self, bucket: Bucket) -> None:
        with suppress(OSError):
            super().dump_bytecode(bucket)


def languages() -> tuple[str, ...]:
    """The languages that there are templates for: one folder each."""
    return tuple(sorted(p.name for p in TEMPLATES.iterdir() if (p / "phrases.j2").is_file()))


@lru_cache(maxsize=8)
def _environment(medium: Medium, language: str) -> ImmutableSandboxedEnvironment:
    def marked(into: Callable[[str], str]) -> Callable[[object], Markup]:
        return lambda value: value if isinstance(value, Markup) else Markup(into(str(value)))  # noqa: S704 (every `into` given here escapes for its medium)

    folder = cache_folder()
    environment = ImmutableSandboxedEnvironment(
        loader=FileSystemLoader(TEMPLATES / language),
        # Compiling the templates takes longer than solving a case.
        bytecode_cache=_Compiled(str(folder)) if folder else None,
        undefined=StrictUndefined,
        autoescape=True,
        finalize=marked(_ESCAPE[medium]),
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["lines"] = marked(_LINES[medium])
    environment.filters["code"] = marked(code)
    environment.globals["on"] = lambda style: Markup("\x02{}\x03").format(style)
    environment.globals["off"] = Markup("\x02\x03")
    return environment


def render(view: Any, form: str, *, language: str = "en", full: bool = False) -> str:
    """A view as a document.

    Args:
        view: from `explain.context.view_of` (or of an audit, for the forms that take one).
        form: a key of `FORMS`: `markdown`, `report` (Markdown with all statements and provenance), `html`; `text` for `explain.terminal`.
        language: one of `languages()`.
        full: for `text`: every statement in force and the derivation too.

    Raises:
        ValueError: there is no such form or language.
    """
    if form not in FORMS:
        raise ValueError(f"no form `{form}`, expected one of {', '.join(sorted(FORMS))}")
    if language not in languages():
        raise ValueError(f"no language `{language}`, expected one of {', '.join(languages())}")
    name, medium = FORMS[form]
    text = _environment(medium, language).get_template(name).render(v=view, full=full)
    return _tidy(text, "```" if medium == "markdown" else "<pre" if medium == "html" else "")


def phrase(name: str, *values: Any, book: str = "phrases", language: str = "en") -> str:
    """The words of one macro of `phrases.j2`, or of another `book` of phrases, as plain text, for what is laid out outside templates."""
    module: Any = _environment("terminal", language).get_template(f"{book}.j2").module
    return str(getattr(module, name)(*values)).strip()


def _tidy(text: str, verbatim: str) -> str:
    """No trailing blanks and no two empty lines in a row, up to where a verbatim block starts and after it has ended."""
    lines: list[str] = []
    closing = ""
    for raw in text.split("\n"):
        if closing:
            lines.append(raw)
            closing = "" if closing in raw and (closing.startswith("<") or raw == closing) else closing
            continue
        if verbatim and verbatim in raw:
            closing = "</pre>" if verbatim == "<pre" else raw[: len(raw) - len(raw.lstrip("`"))]
            if closing == "</pre>" and closing in raw:
                closing = ""
        line = raw.rstrip()
        if line or (lines and lines[-1]):
            lines.append(line)
    return "\n".join(lines).strip("\n") + "\n"
