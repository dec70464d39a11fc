"""An audit in words: for the terminal and as Markdown."""

from __future__ import annotations

from rich.console import Console

from explain.audit_view import AuditView, audit_view
from explain.render import render
from explain.terminal import print_text
from guideline.audit import Audit
from guideline.pack import Pack


def audit_markdown(audit: Audit, pack: Pack) -> str:
    """The audit as a Markdown document."""
    return render(_view(audit, pack), "audit markdown")


def print_audit(audit: Audit, pack: Pack, to: Console | None = None) -> None:
    """Prints the audit on a terminal."""
    print_text(render(_view(audit, pack), "audit text"), to)


def _view(audit: Audit, pack: Pack) -> AuditView:
    with pack.seats.borrow() as seat:
        groups = seat.tables.members
    return audit_view(audit, pack.vocabulary, pack.knowledge, groups)
