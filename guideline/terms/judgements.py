"""What the editors of a pack say of its statements: how a wording is read, what stands against what, what is accepted, and why."""

from __future__ import annotations

from clorm import Predicate, field

from guideline.model import Test
from guideline.terms.parsed import Term
from guideline.terms.roles import STATEMENT, TERM, TEST, TEXT, WORD


class Tension(Predicate, name="tension"):
    """A disagreement that the formal content cannot show."""

    statement: str = field(STATEMENT)
    other: str = field(STATEMENT)
    why: str = field(TEXT)


class BearsOn(Predicate, name="bears_on"):
    """A gap, or what a source says of its own limits, that is to be known where another statement takes part in a decision."""

    statement: str = field(STATEMENT)
    other: str = field(STATEMENT)


class Ambiguous(Predicate, name="ambiguous"):
    """The wording allows two readings."""

    statement: str = field(STATEMENT)
    words: str = field(TEXT)


class Hinges(Predicate, name="hinges"):
    """A conflict with another statement that hangs on the reading."""

    statement: str = field(STATEMENT)
    other: str = field(STATEMENT)
    words: str = field(TEXT)


class TakenAs(Predicate, name="taken_as"):
    """A test that the editors put for words of the source which do not give it: of a statement, or of all that ask for a concept."""

    owner: str = field(WORD)
    test: Test = field(TEST)
    words: str = field(TEXT)


class Yields(Predicate, name="yields"):
    """Across sources, the statement gives way to another, as the editors judge."""

    statement: str = field(STATEMENT)
    other: str = field(STATEMENT)
    why: str = field(TEXT)


class Waives(Predicate, name="waives"):
    """A known and accepted divergence."""

    statement: str = field(STATEMENT)
    other: str = field(STATEMENT)
    why: str = field(TEXT)


class Accepts(Predicate, name="accepts"):
    """A warning of the lint that the editors have looked at and leave standing: its check, what it is about, and why."""

    check: str = field(WORD)
    subject: Term = field(TERM)
    why: str = field(TEXT)


class Note(Predicate, name="note"):
    """A remark of the editors: how a wording was read, and why."""

    statement: str = field(STATEMENT)
    words: str = field(TEXT)


class Departs(Predicate, name="departs"):
    """Where a statement reads otherwise than the entry of the pack's inventory that it stands for, and why."""

    statement: str = field(STATEMENT)
    words: str = field(TEXT)
