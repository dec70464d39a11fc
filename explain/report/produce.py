"""Produces the bytes of a report in one of its forms."""

from __future__ import annotations

import hashlib
import json
import shlex
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, get_args

from explain.plain import visible
from explain.render import phrase
from explain.report.content import Made, gather, report
from explain.report.page import audit_page, page
from explain.report.report_json import report_json
from guideline.answer import Answer
from guideline.model import Case
from guideline.pack import Pack

if TYPE_CHECKING:
    from guideline.auditing.audit import Audit

Form = Literal["html", "md", "pdf", "json"]
FORMS: tuple[Form, ...] = get_args(Form)


@dataclass(frozen=True, slots=True)
class Options:
    """How reports are made.

    Attributes:
        form: of the document.
        without, policy: as for `Pack.solve`.
        site: a folder of templates that go before the standard ones.
        time: printed as the time of making; empty for none.
        short: without the full justification and the list of the statements cited; JSON has no short form.
    """

    form: Form = "html"
    without: tuple[str, ...] = ()
    policy: tuple[str, ...] = ()
    site: Path | None = None
    time: str = ""
    short: bool = False


@dataclass(frozen=True, slots=True)
class Produced:
    """A document, and the characters in it that no font of the machine has: on paper they come out as boxes."""

    made: bytes
    unset: str = ""


def produce(case: Case, pack: Pack, options: Options, *, command: Sequence[str] = (), text: str = "") -> tuple[Produced, Answer]:
    """A report of a case, and the answer that it is of.

    Args:
        case: from `read_case` with the pack.
        pack: that answers.
        options: of the report.
        command: words of the command line that reproduces it.
        text: of the case file, for patches.

    Raises:
        GuidelineError: a template of the site is at fault.
    """
    gathered = gather(case, pack, without=options.without, policy=options.policy, text=text)
    made = Made(options.time, shlex.join(command), hashlib.sha256(text.encode()).hexdigest() if text else "")
    if options.form == "json":
        return Produced(_json(report_json(gathered, made, text))), gathered.answer
    content = report(gathered, made, short=options.short)
    if options.form == "md":
        return Produced(page(content, "markdown", site=options.site).encode()), gathered.answer
    html = page(content, "html", site=options.site)
    return (Produced(html.encode()) if options.form == "html" else _on_paper(html, options.site)), gathered.answer


def _on_paper(html: str, site: Path | None) -> Produced:
    # A page does not wait for what sets type.
    from explain.report.typeset import pdf  # noqa: PLC0415 (see above)
    from explain.report.unset import unset  # noqa: PLC0415 (see above)

    return Produced(pdf(html, site), unset(html))


def unset_words(characters: str) -> str:
    """What is said on standard error of characters that no font has; nothing where there are none."""
    return phrase("unset", visible(" ".join(characters)), book="report") if characters else ""


def produce_audit(
    audit: Audit, pack: Pack, forms: Sequence[Form], *, site: Path | None, time: str, command: Sequence[str]
) -> list[Produced]:
    """The report of an audit in each of some forms.

    Args:
        audit: of the pack.
        pack: that was audited.
        forms: of the documents, in the order in which they are wanted.
        site: a folder of templates that go before the standard ones.
        time: printed as the time of making; empty for none.
        command: words of the command line that reproduces it.

    Raises:
        GuidelineError: a template of the site is at fault.
    """
    # A report of a case does not wait for what audits and compares.
    from explain.report.audit_report import audit_report  # noqa: PLC0415 (see above)
    from guideline.auditing.audit_json import audit_json  # noqa: PLC0415 (see above)

    content = audit_report(audit, pack, Made(time, shlex.join(command)))
    made = []
    for form in forms:
        if form == "json":
            made.append(Produced(_json(audit_json(audit, pack))))
            continue
        words = audit_page(content, "markdown" if form == "md" else "html", site=site)
        made.append(_on_paper(words, site) if form == "pdf" else Produced(words.encode()))
    return made


def _json(document: dict[str, Any]) -> bytes:
    return (json.dumps(document, indent=2, ensure_ascii=False) + "\n").encode()
