"""Prints a report: the standard templates, or those of a site that build on them."""

from __future__ import annotations

import base64
import hashlib
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from explain.render import asset, render
from explain.report.content import Report
from explain.site_templates import FILE, inside
from guideline.errors import GuidelineError, Place, Problem

if TYPE_CHECKING:
    from explain.report.audit_report import AuditReport

Page = Literal["html", "markdown"]
SCRIPT = "report.js"
ENDING = {"html": "html", "markdown": "md"}
SHARED = {"html": ("report_page.html.j2", "report.j2", "phrases.j2", "report.css"), "markdown": ("report.j2", "phrases.j2")}
KINDS = ("report", "audit_report")
NAMES = tuple(
    dict.fromkeys([f"{kind}.{ending}.j2" for kind in KINDS for ending in ENDING.values()] + [n for x in SHARED.values() for n in x])
)
"""Templates that a site may have its own of."""


def page(report: Report, form: Page, *, language: str = "en", site: Path | None = None) -> str:
    """A report as one document.

    Args:
        report: from `explain.report.content.report`.
        form: `html`, one self-contained page; or `markdown`.
        language: of the words.
        site: a folder with templates that override blocks of `report.html.j2` or `report.md.j2`.

    Raises:
        GuidelineError: a template of the site is at fault, or the folder holds none for the form.
    """
    if site is not None:
        _check(site, "report", form)
    script = asset(SCRIPT, language)
    beside = {"r": report, "script": script, "script_hash": digest(script)}
    return render(report.view, f"report {form}", language=language, site=site, beside=beside)


def audit_page(report: AuditReport, form: Page, *, language: str = "en", site: Path | None = None) -> str:
    """The report of an audit as one document.

    Args:
        report: from `explain.report.audit_report.audit_report`.
        form: as for `page`.
        language: of the words.
        site: as for `page`; the templates are `audit_report.html.j2` and `audit_report.md.j2`.

    Raises:
        GuidelineError: a template of the site is at fault, or the folder holds none for the form.
    """
    if site is not None:
        _check(site, "audit_report", form)
    script = asset(SCRIPT, language)
    beside = {"script": script, "script_hash": digest(script)}
    return render(report, f"audit report {form}", language=language, site=site, beside=beside)


def digest(script: str) -> str:
    """The hash by which a page allows its own script and no other; see Content Security Policy, `script-src`."""
    return "sha256-" + base64.b64encode(hashlib.sha256(script.encode()).digest()).decode("ascii")


def _check(site: Path, kind: str, form: Page) -> None:
    """A folder in which no template has a name that is looked for would be passed over without a word."""
    if not site.is_dir():
        raise GuidelineError(Problem("no-template", "there is no such folder of templates", Place(str(site))))
    names = (f"{kind}.{ENDING[form]}.j2", *SHARED[form])
    if not any((site / name).is_file() for name in names):
        hint = f"name it as the template that it overrides: {', '.join(names)}"
        others = [name for name in NAMES if (site / name).is_file()]
        what = f"only {', '.join(others)}, and none for this form" if others else "no template that is looked for"
        raise GuidelineError(Problem("no-template", f"the folder holds {what}", Place(str(site)), hint))
    for path in sorted(p for p in site.rglob("*") if p.suffix in {".j2", ".css"} and not p.is_dir()):
        if not inside(path, site):
            message = f"the file leads out of the folder of templates, is no ordinary file or is over {FILE} bytes"
            raise GuidelineError(Problem("bad-template", message, Place(str(path))))
        try:
            path.read_bytes().decode()
        except UnicodeDecodeError:
            raise GuidelineError(Problem("bad-template", "the file is not UTF-8 text", Place(str(path)), "save it as UTF-8")) from None
        except OSError as error:
            raise GuidelineError(
                Problem("bad-template", f"the file cannot be read: {(error.strerror or str(error)).lower()}", Place(str(path)))
            ) from None
