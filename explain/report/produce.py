"""Produces the bytes of a report in one of its forms."""

from __future__ import annotations

import json
import shlex
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args

from explain.report.content import Made, gather, report
from explain.report.page import page
from explain.report.report_json import report_json
from guideline.answer import Answer
from guideline.model import Case
from guideline.pack import Pack

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
    """

    form: Form = "html"
    without: tuple[str, ...] = ()
    policy: tuple[str, ...] = ()
    site: Path | None = None
    time: str = ""


def produce(case: Case, pack: Pack, options: Options, *, command: Sequence[str] = (), text: str = "") -> tuple[bytes, Answer]:
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
    made = Made(options.time, shlex.join(command))
    if options.form == "json":
        words = json.dumps(report_json(gathered, made, text), indent=2, ensure_ascii=False) + "\n"
        return words.encode(), gathered.answer
    content = report(gathered, made)
    if options.form == "md":
        return page(content, "markdown", site=options.site).encode(), gathered.answer
    html = page(content, "html", site=options.site)
    if options.form == "html":
        return html.encode(), gathered.answer
    from explain.report.typeset import pdf  # noqa: PLC0415 (only the PDF waits for the typesetter)

    return pdf(html), gathered.answer
