"""An audit in words: for the terminal and as Markdown."""

from __future__ import annotations

from dataclasses import fields

from rich.console import Console
from rich.markup import escape

from explain.audit_view import AuditView, audit_view
from explain.rendering import render, render_text
from explain.screen import print_text
from guideline.audit import Audit
from guideline.pack import Pack


def audit_markdown(audit: Audit, pack: Pack) -> str:
    """The audit as a Markdown document."""
    return render(_values(_view(audit, pack)), "audit.md.j2")


def print_audit(audit: Audit, pack: Pack, to: Console | None = None) -> None:
    """Prints the audit on a terminal."""
    view = _values(_view(audit, pack))
    print_text(render_text(view, escape, full=True, name="audit.txt.j2"), to)


def _view(audit: Audit, pack: Pack) -> AuditView:
    with pack.seats.borrow() as seat:
        groups = seat.tables.members
    return audit_view(audit, pack.vocabulary, pack.knowledge, groups)


def _values(view: AuditView) -> dict[str, object]:
    return {f.name: getattr(view, f.name) for f in fields(view)}
