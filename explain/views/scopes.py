"""Views of the sources and their contexts: which of them take the patient in, and which one says most in a line."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ScopeRow:
    """A context: whether it takes the patient in, and why not.

    Attributes:
        label: in words.
        inside: whether it takes the patient in.
        reasons: for leaving the patient out.
        main: whether no wider context of the source stands above it.
        name: of the context.
        statements: how many of the source's statements speak inside it.
    """

    label: str
    inside: bool
    reasons: tuple[str, ...]
    main: bool
    name: str = ""
    statements: int = 0


@dataclass(frozen=True, slots=True)
class SourceView:
    """A document and its contexts; without any, it speaks as a whole."""

    name: str
    title: str
    date: str
    issuer: str
    kind: str
    url: str
    contexts: tuple[ScopeRow, ...]
    in_force: int
    by: str = ""
    """What it is called in few words."""
    speaking: int = 0
    """How many of its statements in force say something on an action."""

    @property
    def shown(self) -> ScopeRow | None:
        """The context that says most in one line: of the main ones that take the patient in, the largest; else why none does."""
        main = [c for c in self.contexts if c.main] or list(self.contexts)
        found = [c for c in main if c.inside] or [c for c in self.contexts if c.inside] or [c for c in main if c.reasons] or main
        return max(found, key=lambda c: c.statements, default=None)

    @property
    def passed(self) -> ScopeRow | None:
        """The main context in which the source says most, where it leaves out a patient whom a smaller one takes in."""
        largest = max((c for c in self.contexts if c.main), key=lambda c: c.statements, default=None)
        shown = self.shown
        small = largest and shown and shown.inside and not largest.inside and largest.statements > shown.statements
        return largest if small else None
