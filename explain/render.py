"""Renders views through templates: the one place that knows jinja2.

Templates of a site run in a sandbox, and undefined names are errors. All that a template prints is escaped for its medium, and the result
of a macro counts as escaped, so no template can forget to escape. The style marks of the terminal are control characters, which no text
of a user can hold, as `visible` has spelt them out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from traceback import walk_tb
from typing import Any, Literal

from jinja2 import (
    BaseLoader,
    ChoiceLoader,
    Environment,
    FileSystemBytecodeCache,
    FileSystemLoader,
    PrefixLoader,
    StrictUndefined,
    TemplateError,
    TemplateNotFound,
    TemplateRuntimeError,
    TemplateSyntaxError,
    pass_context,
)
from jinja2.bccache import Bucket
from jinja2.runtime import Context, Macro
from markupsafe import Markup, escape

from explain.compiling import PlainEnvironment, call
from explain.plain import code, fenced, markdown, one_line, visible
from explain.site_templates import SiteEnvironment, SiteLoader, bounded, finalized
from explain.stray_blocks import stray_block
from guideline.errors import GuidelineError, Place, Problem, closest
from guideline.kept import cache_folder

TEMPLATES = Path(__file__).parent / "templates"
Medium = Literal["html", "markdown", "terminal"]
FORMS: dict[str, tuple[str, Medium]] = {
    "markdown": ("answer.md.j2", "markdown"),
    "report markdown": ("report.md.j2", "markdown"),
    "report html": ("report.html.j2", "html"),
    "audit report html": ("audit_report.html.j2", "html"),
    "audit report markdown": ("audit_report.md.j2", "markdown"),
    "index html": ("report_index.html.j2", "html"),
    "text": ("answer.txt.j2", "terminal"),
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

FRAME = frozenset(
    {"order", "title", "subtitle", "notices", "letterhead", "disclaimer", "filter", "navigation", "contents", "sections", "style", "footer"}
)
"""Blocks of a report that are no section of it."""

UNUSABLE = "a template of the site cannot be used"
WHERE = "docs/reports.md lists the blocks and what they know"

STYLE = ("\x02", "\x03")
"""What stands around the name of a style in text for the terminal; the empty name ends a style."""

_ESCAPE: dict[Medium, Callable[[str], str]] = {
    "html": lambda text: escape(visible(text)),
    "markdown": markdown,
    "terminal": one_line,
}
_LINES: dict[Medium, Callable[[str], str]] = {"html": _ESCAPE["html"], "markdown": fenced, "terminal": visible}


_EMPTY = re.compile("\n{3,}")


class _Compiled(FileSystemBytecodeCache):
    """Compiled templates in the engine's cache folder; failing to keep one is no error."""

    def dump_bytecode(self, bucket: Bucket) -> None:
        with suppress(OSError):
            super().dump_bytecode(bucket)


def languages() -> tuple[str, ...]:
    """The languages that there are templates for: one folder each."""
    return tuple(sorted(p.name for p in TEMPLATES.iterdir() if (p / "phrases.j2").is_file()))


@lru_cache(maxsize=8)
def _environment(medium: Medium, language: str, site: Path | None = None) -> Environment:
    def marked(into: Callable[[str], str]) -> Callable[[object], Markup]:
        # The same labels and places stand again and again in a document, and to escape one takes longer than all else that prints it.
        @lru_cache(maxsize=1 << 14)
        def escaped(text: str) -> Markup:
            return Markup(into(text))  # noqa: S704 (every `into` given here escapes for its medium)

        return lambda value: value if isinstance(value, Markup) else escaped(str(value))

    folder = cache_folder()
    standard = FileSystemLoader(TEMPLATES / language)
    loader: BaseLoader = standard
    if site:
        # A template of the site comes first, and builds on the standard one of the same name by `standard/NAME`.
        loader = ChoiceLoader([SiteLoader(site), standard, PrefixLoader({"standard": standard})])
    # The standard templates are part of this package and need no sandbox, which takes as long again as all the rest.
    kind = SiteEnvironment if site else PlainEnvironment
    environment = kind(
        loader=loader,
        # Compiling the templates takes longer than solving a case.
        # What is compiled for a sandbox calls what only a sandbox has, so the files have names of their own.
        bytecode_cache=_Compiled(str(folder), "__jinja2_own_%s.cache") if folder and not site else None,
        auto_reload=False,
        undefined=StrictUndefined,
        autoescape=True,
        finalize=finalized(marked(_ESCAPE[medium])) if site else marked(_ESCAPE[medium]),
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    # What says of itself that it is safe would be printed as it stands: no template may say so of a user's text.
    del environment.filters["safe"]
    environment.filters["lines"] = marked(_LINES[medium])
    environment.filters["code"] = marked(code)
    environment.globals["on"] = lambda style: Markup("\x02{}\x03").format(style)
    environment.globals["off"] = Markup("\x02\x03")
    environment.globals["ordered"] = _ordered
    return environment


def render(
    view: Any, form: str, *, language: str = "en", full: bool = False, site: Path | None = None, beside: Mapping[str, Any] | None = None
) -> str:
    """A view as a document.

    Args:
        view: from `explain.views.context.view_of` (or of an audit, for the forms that take one); templates know it as `v`.
        form: a key of `FORMS`: `markdown`, `report markdown`, `report html`; `text` for `explain.terminal`.
        language: one of `languages()`.
        full: for `text`: every statement in force and the derivation too.
        site: a folder of templates that go before the standard ones of the same name.
        beside: what templates know besides, by name.

    Raises:
        ValueError: there is no such form or language.
        GuidelineError: a template of the site is at fault.
    """
    if form not in FORMS:
        raise ValueError(f"no form `{form}`, expected one of {', '.join(sorted(FORMS))}")
    if language not in languages():
        raise ValueError(f"no language `{language}`, expected one of {', '.join(languages())}")
    name, medium = FORMS[form]
    try:
        environment = _environment(medium, language, site)
        with bounded():
            if site is not None:
                _check_blocks(environment, name, site)
            text = environment.get_template(name).render(v=view, full=full, **(beside or {}))
    except GuidelineError:
        raise
    # A template of a site is code, and may fail in any way that code can.
    except Exception as error:
        if site is None:
            raise
        raise GuidelineError(_fault(error, site)) from error
    return _tidy(text, "```" if medium == "markdown" else "<pre" if medium == "html" else "")


def _check_blocks(environment: Environment, name: str, site: Path) -> None:
    """Refuses a block of a site that nothing would print: a slip in its name would be passed over without a word."""
    stray = stray_block(environment, environment.loader, name, site) if environment.loader else None
    if stray:
        near = closest(stray.name, stray.known)
        hint = f" ({near})" if near else f"; it has {', '.join(stray.known)}"
        message = f"no template that it extends has a block `{stray.name}`, so nothing prints it{hint}"
        raise GuidelineError(unusable(message, site, Place(stray.path, stray.line)))


@pass_context
def _ordered(context: Context, order: str) -> list[str]:
    """The names of sections in the text of the block `order`, each of which is a block of its own.

    Raises:
        TemplateRuntimeError: there is no name, or one has no block, or stands twice, so that links would lead to either.
    """
    names = order.split()
    if not names:
        raise TemplateRuntimeError("the block `order` names no section, so the report would be empty")
    # Of a block that is overridden the standard one comes last.
    known = "".join(context.blocks["order"][-1](context)).split()
    for place, name in enumerate(names):
        if name in names[:place]:
            raise TemplateRuntimeError(f"the block `order` names the section `{name}` twice")
        if name not in context.blocks or name in FRAME:
            near = closest(name, known)
            hint = f" ({near})" if near else ""
            raise TemplateRuntimeError(f"the block `order` names `{name}`, which is no section{hint}; the sections are {', '.join(known)}")
    return names


def asset(name: str, language: str = "en") -> Markup:
    """A file beside the templates that goes into a page as it stands."""
    return Markup((TEMPLATES / language / name).read_text(encoding="utf-8"))  # noqa: S704 (a file of this package)


def _fault(error: Exception, site: Path) -> Problem:
    """What is wrong with a template, and on which line of it."""
    place = None
    if isinstance(error, TemplateSyntaxError):
        place = Place(error.filename or error.name or str(site), error.lineno)
    else:
        # Jinja writes the lines of templates into the traceback.
        for frame, line in walk_tb(error.__traceback__):
            if Path(frame.f_code.co_filename).is_relative_to(site):
                place = Place(frame.f_code.co_filename, line)
    message = error.message if isinstance(error, TemplateError) and error.message else f"{type(error).__name__}: {error}"
    if isinstance(error, TemplateNotFound):
        message = f"there is no template `{error.name}`; a standard one is `standard/NAME`, one of the site's is a file of its folder"
    elif isinstance(error, RecursionError):
        message = "it includes, extends or calls itself without end"
    return unusable(message, site, place)


def unusable(message: str, site: Path, place: Place | None = None) -> Problem:
    """What is wrong with the templates of a site, and where, if it is known better than by their folder."""
    return Problem("bad-template", f"{UNUSABLE}: {visible(message)}", place or Place(str(site)), WHERE)


def phrase(name: str, *values: Any, book: str = "phrases", language: str = "en") -> str:
    """The words of one macro of `phrases.j2`, or of another `book` of phrases, as plain text, for what is laid out outside templates."""
    return str(call(_macro(name, book, language), *values)).strip()


@lru_cache(maxsize=1 << 10)
def _macro(name: str, book: str, language: str) -> Macro:
    module: Any = _environment("terminal", language).get_template(f"{book}.j2").module
    macro: Macro = getattr(module, name)
    return macro


def _tidy(text: str, verbatim: str) -> str:
    """No trailing blanks and no two empty lines in a row, up to where a verbatim block starts and after it has ended."""
    if not verbatim or verbatim not in text:
        return _EMPTY.sub("\n\n", "\n".join([line.rstrip() for line in text.split("\n")])).strip("\n") + "\n"
    lines: list[str] = []
    closing = ""
    for raw in text.split("\n"):
        if closing:
            lines.append(raw)
            closing = "" if closing in raw and (closing.startswith("<") or raw == closing) else closing
            continue
        if verbatim in raw:
            closing = "</pre>" if verbatim == "<pre" else raw[: len(raw) - len(raw.lstrip("`"))]
            if closing == "</pre>" and closing in raw:
                closing = ""
        line = raw.rstrip()
        if line or (lines and lines[-1]):
            lines.append(line)
    return "\n".join(lines).strip("\n") + "\n"
