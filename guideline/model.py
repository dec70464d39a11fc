"""The words of the engine as plain values: tests, vocabulary, knowledge and cases. Imports nothing of ours but errors."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, Literal, NamedTuple, get_args

from guideline.errors import Place

FindingKind = Literal["boolean", "choice", "quantity"]
TestKind = Literal["has", "lacks", "is", "at_least", "above", "below", "at_most", "unsuitable"]
COMPARISONS: tuple[TestKind, ...] = ("at_least", "above", "below", "at_most")
TEST_KINDS: Mapping[str, TestKind] = {kind: kind for kind in get_args(TestKind)}
"""The kinds of test by their names in the program."""


class Test(NamedTuple):
    """What a rule may ask of a patient. Named tuples are hashed and compared without a call into Python, millions of times in an audit.

    `subject` is a finding (an action for `unsuitable`); `value` is the choice of an `is`, the threshold as the pack
    writes it ("3 weeks") of a comparison, and empty otherwise. `str(test)` is the term that the program uses.
    """

    kind: TestKind
    subject: str
    value: str = ""

    def __str__(self) -> str:
        if self.kind in COMPARISONS:
            return f'{self.kind}({self.subject},"{self.value}")'
        return f"{self.kind}({self.subject},{self.value})" if self.value else f"{self.kind}({self.subject})"


Test.__test__ = False  # type: ignore[attr-defined]  # not a test class for pytest; nothing but fields may stand in a named tuple


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with a unit. `value` is exact and in the unit that the finding declares; `text` is what was written."""

    value: Fraction
    text: str


@dataclass(frozen=True, slots=True)
class Interval:
    """What is recorded of a quantity: between two ends, each included or not; an end that is None is open.

    An exact value has both ends equal and included.
    """

    low: Fraction | None
    high: Fraction | None
    low_included: bool = True
    high_included: bool = True

    @property
    def exact(self) -> Fraction | None:
        """The value, where one single value is recorded."""
        return self.low if self.low is not None and self.low == self.high else None


@dataclass(frozen=True, slots=True)
class Threshold:
    """A quantity at which some rule changes: as written, exact in the finding's unit, and its rank among equals (1 is least)."""

    text: str
    value: Fraction
    rank: int


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that a case may record of the patient."""

    name: str
    kind: FindingKind
    label: str
    question: str = ""
    choices: tuple[str, ...] = ()
    unit: str = ""
    low: Quantity | None = None
    high: Quantity | None = None
    critical: bool = False
    fixed: bool = False
    clock: bool = False
    codes: tuple[tuple[str, str], ...] = ()
    thresholds: tuple[Threshold, ...] = ()


@dataclass(frozen=True, slots=True)
class Action:
    """A treatment or test for a purpose. `kind_of` holds the classes straight above it, `includes` its parts if it is a plan."""

    name: str
    label: str
    kind_of: tuple[str, ...] = ()
    includes: tuple[str, ...] = ()
    purposes: tuple[str, ...] = ()
    complete: bool = False
    codes: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What the packs can talk about. `labels` has the words of every other term; `units` see `guideline.quantities`."""

    findings: Mapping[str, Finding]
    actions: Mapping[str, Action]
    exclusive: tuple[tuple[str, str], ...] = ()
    labels: Mapping[str, str] = field(default_factory=dict)
    choice_labels: Mapping[tuple[str, str], str] = field(default_factory=dict)
    units: Mapping[str, tuple[str, Fraction]] = field(default_factory=dict)
    dosed_per: Mapping[str, str] = field(default_factory=dict)
    """Unit of the patient in an amount ("kg" of "mg/kg") -> the quantity that it is counted from."""

    def label(self, name: str) -> str:
        """The words for a name, or the name itself with spaces where the pack has none."""
        known = self.findings.get(name) or self.actions.get(name)
        return known.label if known else self.labels.get(name, name.replace("_", " "))


@dataclass(frozen=True, slots=True)
class Source:
    """A document, as the pack describes it."""

    name: str
    title: str
    date: str = ""
    issuer: str = ""
    kind: str = ""
    url: str = ""
    succeeds: tuple[str, ...] = ()
    strengths: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Context:
    """A clinical scenario of a source; `exclusions` maps each reason for leaving somebody out to its label."""

    name: str
    source: str
    label: str
    narrower: tuple[str, ...] = ()
    exclusions: Mapping[str, str] = field(default_factory=dict)
    taken: tuple[tuple[str, str], ...] = ()
    """As for a statement: of the concepts that it uses."""


@dataclass(frozen=True, slots=True)
class Dose:
    """A regimen: `low` to `high` of `unit` per `every`, for a purpose."""

    drug: str
    purpose: str
    low: int
    high: int
    unit: str
    every: str


@dataclass(frozen=True, slots=True)
class Review:
    """When something is to be looked at again; days are exact, texts as the source has them.

    Attributes:
        review: what is looked at.
        earliest, latest: the window.
        clocks: the findings from whose beginning it is counted, sorted; none where the source, or the pack, names no beginning.
        answers: pairs of such a clock and a finding that says what came of the review for the treatment that began then, sorted.
        of: the treatments whose course it looks at, sorted; none where the pack does not say.
    """

    review: str
    earliest: Quantity
    latest: Quantity
    clocks: tuple[str, ...] = ()
    answers: tuple[tuple[str, str], ...] = ()
    of: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Statement:
    """One assertion of a source, with all that the pack says of it. Wishes are pairs of an action and the word used."""

    name: str
    source: str
    kind: str
    strength: str
    locator: str
    says: str
    place: Place
    cites: tuple[str, ...] = ()
    within: tuple[str, ...] = ()
    leans: tuple[tuple[str, str], ...] = ()
    """Pairs of a stance word (for, against, permits, undecided) and an action."""
    offers: tuple[str, ...] = ()
    rates: tuple[tuple[str, str], ...] = ()
    scores: tuple[tuple[str, int], ...] = ()
    needs: tuple[tuple[str, str], ...] = ()
    """Pairs of an action and a criterion, the criterion as the term in the program."""
    prefers: tuple[tuple[str, str], ...] = ()
    equal: tuple[tuple[str, str], ...] = ()
    only_with: tuple[tuple[str, str], ...] = ()
    goes_with: tuple[tuple[str, str], ...] = ()
    requires: tuple[tuple[str, str], ...] = ()
    doses: tuple[Dose, ...] = ()
    routes: tuple[tuple[str, str], ...] = ()
    """Pairs of a drug and how it is given."""
    schedules: tuple[tuple[str, str], ...] = ()
    """Pairs of a drug and when and for how long it is given."""
    repeats: tuple[tuple[str, str], ...] = ()
    """Pairs of a drug and after what time the regimen is given again."""
    reviews: tuple[Review, ...] = ()
    overrides: tuple[tuple[str, str], ...] = ()
    """Pairs of a statement and an action, the action empty where the whole statement is overridden."""
    yields: tuple[tuple[str, str], ...] = ()
    waives: tuple[tuple[str, str], ...] = ()
    tensions: tuple[tuple[str, str], ...] = ()
    ambiguous: tuple[str, ...] = ()
    hinges: tuple[tuple[str, str], ...] = ()
    reports: tuple[tuple[str, ...], ...] = ()
    supports: tuple[str, ...] = ()
    """Statements for which what is reported here is evidence or reason."""
    bears_on: tuple[str, ...] = ()
    """Statements with which this is to be known where they take part in a decision."""
    notes: tuple[str, ...] = ()
    """Remarks of the editors."""
    departs: tuple[str, ...] = ()
    """Why this statement reads otherwise than the entry of the inventory that it stands for."""
    silent: bool = False
    urgent: bool = False
    """Whether the source itself says that what it wishes is to be done at once."""
    taken: tuple[tuple[str, str], ...] = ()
    """Pairs of a test that is the editors', not the source's, and what the source says instead; from concepts that it uses too."""

    @property
    def decides(self) -> bool:
        """Whether it bears on answers: it wishes, limits, compares, joins, doses, reviews or overrides; else it reports or is silent."""
        return not self.silent and any(getattr(self, part) for part in DECIDING)

    @property
    def id(self) -> str:
        """The name that is shown: source and statement."""
        return f"{self.source}.{self.name}"


DECIDING = (
    "leans", "needs", "prefers", "equal", "only_with", "goes_with", "requires", "doses", "routes", "schedules", "repeats", "reviews",
    "overrides",
)  # fmt: skip
"""The parts of a statement that bear on answers."""


@dataclass(frozen=True, slots=True)
class Knowledge:
    """All that a pack states, apart from its rules."""

    sources: Mapping[str, Source]
    contexts: Mapping[str, Context]
    statements: Mapping[str, Statement]
    axioms: Mapping[str, str] = field(default_factory=dict)
    """Id of each `impossible`, with its words."""
    accepted: Mapping[tuple[str, str], str] = field(default_factory=dict)
    """Why a warning is left standing, by its check (in the pack's spelling, `unused_finding`) and what it is about."""


Value = bool | str | Interval


@dataclass(frozen=True, slots=True)
class Recorded:
    """One finding as the case has it: a boolean, a choice, or an interval in the finding's unit; `text` as it was written."""

    finding: str
    value: Value
    text: str
    place: Place


@dataclass(frozen=True, slots=True)
class Exclusion:
    """An action that the case rules out for this patient; `kind` is contraindicated, declined, unavailable or empty."""

    action: str
    because: str
    kind: str
    place: Place


@dataclass(frozen=True, slots=True)
class Preference:
    """What the patient would rather have."""

    prefer: str
    over: str
    place: Place


@dataclass(frozen=True, slots=True)
class Case:
    """One patient, read and checked against a vocabulary. `tests` are those that the record decides to hold."""

    name: str
    title: str
    date: str
    recorded: tuple[Recorded, ...]
    excluded: tuple[Exclusion, ...]
    preferences: tuple[Preference, ...]
    notes: str
    origin: str
    tests: frozenset[Test]
    expect: Mapping[str, Any] = field(default_factory=dict)
    expect_places: Mapping[tuple[str | int, ...], Place] = field(default_factory=dict, compare=False, repr=False)
    """Path of keys and numbers inside `expect` -> where the key or the entry stands."""
