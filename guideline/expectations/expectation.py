"""What a case of a pack expects of its answer, as plain checked values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal, get_args

from guideline.errors import Place
from guideline.model import Test
from guideline.shapes import Path, place_of

VerdictStatus = Literal[
    "real",
    "open_source_ambiguous",
    "resolved_by_specificity",
    "resolved_by_time_phase",
    "resolved_by_population",
    "same_direction_different_strength",
    "compatible",
]
VERDICTS: tuple[VerdictStatus, ...] = get_args(VerdictStatus)
"""What can be judged of a known tension."""

RESOLVED: tuple[VerdictStatus, ...] = ("resolved_by_specificity", "resolved_by_time_phase", "resolved_by_population")
"""Verdicts that name what gives way, or what stands side by side."""

SETTLEMENTS = ("specificity", "population", "time phase", "other findings", "variant", "edition", "judgement")
"""What keeps a pair apart, or orders it while it stands."""

CAMPS = ("for", "prefers", "permits", "undecided", "open", "withholds", "against", "regimen", "review", "tension")
"""Words of the camps of a disagreement."""


@dataclass(frozen=True, slots=True)
class PairWanted:
    """A conflict that has to stand, or must not: its kind (empty: any), its statements (empty: any)."""

    kind: str
    statements: tuple[str, ...]
    path: Path


@dataclass(frozen=True, slots=True)
class SettledWanted:
    """A pair that a settlement of this kind keeps apart, or orders."""

    by: str
    statements: tuple[str, ...]
    path: Path


@dataclass(frozen=True, slots=True)
class CampWanted:
    """One camp of a disagreement, with exactly these statements."""

    word: str
    since: str
    until: str
    statements: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MarkWanted:
    """A statement whose being in force hangs on answers.

    `provisional`: each of the tests alone makes it fall. Not `provisional`: the tests together make it come into force.
    """

    statement: str
    provisional: bool
    tests: tuple[Test, ...]
    path: Path


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is judged of a known tension between statements, and that this case shows it.

    Attributes:
        entry: name of the tension in a list that the pack was checked against.
        status: the judgement.
        kinds: kinds of the pairs among `statements` that stand and that nothing orders; None where the case does not say.
        statements: all statements of the entry.
        hangs_on: for `open_source_ambiguous`: statements that report what is unclear, each with a part of the words of its ambiguity
            (empty: any of its ambiguities, or its silence).
        gives_way: for `resolved_by_...`: those of the statements that what resolves takes away or holds back.
        side_by_side: for `resolved_by_...`: those that hold together, as each speaks of something else.
        because: one sentence.
        departs: why this is not what the list says; empty where it is.
        listed: what the list says, where that is something else.
    """

    entry: str
    status: VerdictStatus
    kinds: tuple[str, ...] | None
    statements: tuple[str, ...]
    hangs_on: tuple[tuple[str, str], ...]
    gives_way: tuple[str, ...]
    side_by_side: tuple[str, ...]
    because: str
    departs: str
    listed: VerdictStatus | None
    path: Path


@dataclass(frozen=True, slots=True)
class Expectation:
    """All that a case expects; what it does not name may be anything."""

    in_scope: tuple[str, ...] = ()
    out_of_scope: tuple[tuple[str, str], ...] = ()
    """Pairs of a context and a reason; the reason is empty where any will do."""
    in_force: tuple[str, ...] = ()
    not_in_force: tuple[str, ...] = ()
    silent: tuple[str, ...] = ()
    """Sources of which no statement in force is for an action or permits one."""
    actions: tuple[tuple[str, str], ...] = ()
    conflicts: tuple[PairWanted, ...] = ()
    settled: tuple[SettledWanted, ...] = ()
    camps: tuple[tuple[str, tuple[CampWanted, ...]], ...] = ()
    unmarked: bool = False
    """Whether no result may carry a mark."""
    marks: tuple[MarkWanted, ...] = ()
    ask: tuple[str, ...] = ()
    assumed: tuple[str, ...] = ()
    favours: tuple[tuple[str, str], ...] = ()
    """Pairs of an action and the one that goes before it."""
    barred_conflicts: tuple[PairWanted, ...] = ()
    barred_in_force: tuple[str, ...] = ()
    barred_status: tuple[tuple[str, tuple[str, ...]], ...] = ()
    verdicts: tuple[Verdict, ...] = ()
    places: Mapping[Path, Place] = field(default_factory=dict, compare=False, repr=False)

    @property
    def empty(self) -> bool:
        """Whether nothing is expected."""
        return self == Expectation()

    @property
    def needs_marks(self) -> bool:
        """Whether comparing needs an answer with marks."""
        return self.unmarked or bool(self.marks or self.ask)

    @property
    def needs_inquiry(self) -> bool:
        """Whether comparing needs an answer that says what was assumed and what to ask."""
        return bool(self.ask or self.assumed)

    def place(self, path: Path) -> Place | None:
        """Where a part of the expectation stands, or the part around it."""
        return place_of(path, self.places)

    @property
    def named(self) -> frozenset[str]:
        """Every statement that the expectation names, wherever."""
        groups: list[Iterable[str]] = [self.in_force, self.not_in_force, self.barred_in_force, [m.statement for m in self.marks]]
        groups += [p.statements for p in (*self.conflicts, *self.barred_conflicts)]
        groups += [s.statements for s in self.settled]
        groups += [(*v.statements, *(s for s, _ in v.hangs_on)) for v in self.verdicts]
        groups += [c.statements for _, camps in self.camps for c in camps]
        return frozenset(name for group in groups for name in group)
