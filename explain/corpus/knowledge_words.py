"""What a pack holds, in words for the terminal."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.console import Console

from explain.corpus.knowledge_view import KnowledgeViews
from explain.render import render
from explain.terminal import print_text
from guideline.answer import Conflict
from guideline.inventory import Trace
from guideline.model import Statement
from guideline.pack import Pack
from guideline.trial.coverage import Covered


def print_sources(pack: Pack, to: Console | None = None) -> None:
    """Prints the documents with their contexts."""
    print_text(render(KnowledgeViews(pack).sources(), "sources text"), to)


def print_statements(chosen: Iterable[Statement], pack: Pack, to: Console | None = None) -> None:
    """Prints a list of statements."""
    views = KnowledgeViews(pack)
    print_text(render([views.row(s) for s in chosen], "statements text"), to)


def print_statement(s: Statement, pack: Pack, collides: Sequence[Conflict], covered: Covered | None, to: Console | None = None) -> None:
    """Prints one statement whole."""
    print_text(render(KnowledgeViews(pack).page(s, collides, covered), "statement text"), to)


def print_vocabulary(pack: Pack, to: Console | None = None) -> None:
    """Prints findings and actions."""
    print_text(render(KnowledgeViews(pack).vocabulary(), "vocabulary text"), to)


def print_trace(found: Trace, pack: Pack, to: Console | None = None) -> None:
    """Prints what differs from the inventory, the counts, and the readings that the pack explains."""
    print_text(render(KnowledgeViews(pack).trace(found), "trace text"), to)
