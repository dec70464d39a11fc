"""What views are made of: labelled conditions, statements with their place, words on actions. No wording; that is in the templates."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Known:
    """What the case has of a finding: `kind` is yes, no, value (then `text` says it) or missing.

    Where the text is the day on which something began, `counted` is how long that is before the date of the case.
    """

    kind: str
    text: str = ""
    counted: str = ""


@dataclass(frozen=True, slots=True)
class Condition:
    """A test or a group of tests. `kind` is that of the test, `between` (value to upper), `exactly` (an amount), `any` or `all`
    (members), or `one_of`: several choices of one finding, each a member; or `whatever`: any value.

    Of `between`, `over` says that the lower end is left out, and `to` that the upper one is taken in.
    """

    kind: str
    label: str = ""
    value: str = ""
    upper: str = ""
    known: Known | None = None
    """What is recorded, where the reader should see it beside the condition."""
    members: tuple[Condition, ...] = ()
    over: bool = False
    to: bool = False
    taken: str = ""
    """What the source says instead, where the editors of the pack put this for it."""
    name: str = field(default="", compare=False)
    """Of the finding or action of a test."""


Answers = tuple[tuple[Condition, ...], ...]


@dataclass(frozen=True, slots=True)
class Cite:
    """A statement with the place where it stands."""

    name: str
    source: str
    title: str
    locator: str
    kind: str
    strength: str
    says: str
    references: tuple[str, ...] = ()
    by: str = ""
    """The short label of the source."""

    @property
    def id(self) -> str:
        """Source and statement."""
        return f"{self.source}.{self.name}"


@dataclass(frozen=True, slots=True)
class Word:
    """The word of a statement on one action: a stance, with the criteria that hold it or that are met, and a panel's rating."""

    stance: str
    action: str
    criteria: tuple[Condition, ...] = ()
    """Unmet (withholds) or unknown (open)."""
    met: tuple[Condition, ...] = ()
    """Criteria of a wish that the patient meets, with the values."""
    since: str = ""
    until: str = ""
    offered: bool = False
    rating: str = ""
    score: int | None = None
    force_of: tuple[str, ...] = ()
    """Of a word that only permits: the other actions that the statement is for, which its force is said of."""
    taken: str = ""
    """What the source says instead of `since` or `until`, where the editors of the pack put that for it."""
    wish: str = "for"
    """What the statement says once its criteria are met: for, permits or another word; empty where it only asks for them beforehand."""


@dataclass(frozen=True, slots=True)
class Said:
    """A statement and its word on one action."""

    cite: Cite
    word: Word


@dataclass(frozen=True, slots=True)
class ExcludedRow:
    """An action that the case rules out, and the line of the case file (0: none) that says so."""

    label: str
    kind: str
    because: str
    line: int


@dataclass(frozen=True, slots=True)
class Regimen:
    """A dose of a drug for a purpose, with where it stands."""

    cite: Cite
    drug: str
    purpose: str
    low: int
    high: int
    unit: str
    every: str
    route: str = ""
    schedule: str = ""
    repeat: str = ""
    counted: Counted | None = None


@dataclass(frozen=True, slots=True)
class Counted:
    """What a dose comes to for the patient: the measure it is counted from, and the amounts; empty where not recorded or left open.

    `written` is the measure as the case writes it, where that is another number: `150 lb`.
    """

    label: str
    measure: str
    low: str
    high: str
    low_included: bool = True
    high_included: bool = True
    written: str = ""


@dataclass(frozen=True, slots=True)
class Because:
    """What is recorded, as it is asked for, and the line of the case."""

    condition: Condition
    line: int


@dataclass(frozen=True, slots=True)
class UrgentRow:
    """An action that a source wants at once.

    Attributes:
        label: of the action.
        status: the word of the answer on it.
        voices: words of force and the sources that say so.
        by: what these sources are called in few words.
        because: what is recorded that makes it so; critical findings that are there alone, if any are.
        falls: answers under which the status would be another.
        excluded: why the case rules it out.
        cites: the statements.
        requires: what has to come first, who says so, and why the case rules it out, if it does.
        wavering: sources whose word falls with an answer, though the status stays.
    """

    label: str
    status: str
    voices: tuple[tuple[str, tuple[str, ...]], ...]
    by: tuple[str, ...]
    because: tuple[Because, ...] = ()
    falls: Answers = ()
    excluded: ExcludedRow | None = None
    cites: tuple[Cite, ...] = ()
    requires: tuple[tuple[str, Cite, ExcludedRow | None], ...] = ()
    wavering: tuple[tuple[str, Answers], ...] = ()
