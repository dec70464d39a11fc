"""An audit in words: for the terminal and as Markdown."""

from __future__ import annotations

from io import StringIO

from rich.console import Console

from explain.corpus.audit_matrix import tell_matrix
from explain.corpus.audit_telling import tell_head, tell_rest
from explain.render import render
from explain.telling import Telling
from explain.terminal import WIDTH, print_text
from explain.views.labels import Labels
from guideline.auditing.audit import Audit
from guideline.pack import Pack


def audit_markdown(audit: Audit, pack: Pack, *, full: bool = False) -> str:
    """The audit as a Markdown document; `full` has every pair and every row."""
    return render(tell(audit, pack, full=full), "telling markdown")


def audit_text(audit: Audit, pack: Pack, *, full: bool = False) -> str:
    """The audit as plain text at 80 columns."""
    text = StringIO()
    print_audit(audit, pack, Console(file=text, width=WIDTH, color_system=None, highlight=False), full=full)
    return text.getvalue()


def print_audit(audit: Audit, pack: Pack, to: Console | None = None, *, full: bool = False) -> None:
    """Prints the audit on a terminal."""
    print_text(render(tell(audit, pack, full=full), "telling text"), to)


def tell(audit: Audit, pack: Pack, *, full: bool) -> Telling:
    """All passages of an audit, the head first."""
    labels = Labels(pack.vocabulary, pack.knowledge, audit.groups)
    head, between = tell_head(audit, labels, full=full), tell_matrix(audit)
    return (head, *([between] if between.lines else []), *tell_rest(audit, labels, full=full))
