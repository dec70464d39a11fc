"""Views of what a pack holds: its sources, lists of statements, one statement whole, its vocabulary, its trace."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from explain.views.applicability import Applicability, Way
from explain.views.labels import Labels
from explain.views.values import Cite, Condition, Regimen
from guideline.answer import Conflict
from guideline.errors import Place
from guideline.inventory import Trace
from guideline.model import Action, Finding, Source, Statement
from guideline.pack import Pack
from guideline.trial.coverage import Covered


@dataclass(frozen=True, slots=True)
class ContextRow:
    """A clinical scenario: whom it takes in and leaves out (reason and rules), and how many statements speak in it."""

    name: str
    label: str
    wider: tuple[str, ...]
    enters: tuple[Way, ...]
    excludes: tuple[tuple[str, tuple[Way, ...]], ...]
    statements: int


@dataclass(frozen=True, slots=True)
class SourceRow:
    """A document with its contexts, and its words of force from the strongest."""

    source: Source
    statements: int
    contexts: tuple[ContextRow, ...]
    strengths: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Lean:
    """The word of a statement on an action, and what it asks for first; a panel's rating and score where it is one."""

    stance: str
    action: str
    offered: bool
    criteria: tuple[Condition, ...]
    rating: str
    score: int | None


@dataclass(frozen=True, slots=True)
class Limit:
    """What a statement asks for before an action that it does not wish itself."""

    action: str
    criteria: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class StatementRow:
    """A statement with its place, its wishes and its limits."""

    cite: Cite
    leans: tuple[Lean, ...]
    limits: tuple[Limit, ...]


@dataclass(frozen=True, slots=True)
class Collision:
    """Another statement with which this one can be in conflict: the kinds, and what orders the pair."""

    cite: Cite
    kinds: tuple[str, ...]
    actions: tuple[str, ...]
    ordered: tuple[tuple[str, str], ...]
    waived: str


@dataclass(frozen=True, slots=True)
class StatementPage:
    """Everything that a pack says of one statement; see `guideline.model.Statement` for the parts."""

    row: StatementRow
    statement: Statement
    place: str
    contexts: tuple[ContextRow, ...]
    applies: tuple[Way, ...]
    prefers: tuple[tuple[str, str], ...]
    equal: tuple[tuple[str, str], ...]
    companions: tuple[tuple[str, str, str], ...]
    requires: tuple[tuple[str, str], ...]
    regimens: tuple[Regimen, ...]
    schedules: tuple[tuple[str, str], ...]
    reviews: tuple[tuple[str, str, str], ...]
    supports: tuple[Cite, ...]
    supported_by: tuple[Cite, ...]
    bears_on: tuple[Cite, ...]
    overrides: tuple[tuple[Cite, str], ...]
    overridden_by: tuple[tuple[Cite, str], ...]
    judgements: tuple[tuple[str, Cite, str], ...]
    """Kind (yields, gives_way, waives, tension, hinges), the other statement, the words."""
    taken: tuple[Condition, ...]
    """What the editors put for words of the source."""
    collisions: tuple[Collision, ...]
    covered: Covered | None

    @property
    def speaks(self) -> bool:
        """Whether it says anything formal beside when it applies."""
        mine = (self.row.leans, self.row.limits, self.prefers, self.equal, self.companions, self.requires, self.regimens, self.schedules)
        return any(mine) or bool(self.reviews or self.statement.reports)


@dataclass(frozen=True, slots=True)
class VocabularyView:
    """Findings and actions, each by label."""

    findings: tuple[Finding, ...]
    actions: tuple[tuple[Action, tuple[str, ...]], ...]
    choices: dict[tuple[str, str], str]


@dataclass(frozen=True, slots=True)
class TraceView:
    """A trace, and the statements that say why they differ from the inventory."""

    trace: Trace
    present: int
    agreeing: int
    explained: tuple[tuple[str, str], ...]


class KnowledgeViews:
    """Makes the views of one pack."""

    def __init__(self, pack: Pack) -> None:
        self._pack = pack
        self._known = pack.knowledge.statements
        with pack.seats.borrow() as seat:
            groups = seat.tables.members
        self.labels = Labels(pack.vocabulary, pack.knowledge, groups)
        self._when = Applicability(pack.compiled.rules, self.labels)

    def sources(self) -> tuple[SourceRow, ...]:
        """All documents, by name."""
        found = []
        for s in sorted(self._pack.knowledge.sources.values(), key=lambda s: s.name):
            contexts = sorted(c.name for c in self._pack.knowledge.contexts.values() if c.source == s.name)
            strengths = sorted(s.strengths, key=lambda w: (-s.strengths[w], w))
            mine = sum(x.source == s.name for x in self._known.values())
            found.append(SourceRow(s, mine, tuple(self.context(c) for c in contexts), tuple(strengths)))
        return tuple(found)

    def context(self, name: str) -> ContextRow:
        """One context."""
        c = self._pack.knowledge.contexts[name]
        return ContextRow(
            name=c.name,
            label=c.label,
            wider=tuple(self._pack.knowledge.contexts[w].label for w in c.narrower),
            enters=self._when.ways(f"enters({c.name})"),
            excludes=tuple((words, self._when.ways(f"excludes({c.name},{reason})")) for reason, words in sorted(c.exclusions.items())),
            statements=sum(c.name in s.within for s in self._known.values()),
        )

    def row(self, s: Statement) -> StatementRow:
        """One statement, short."""
        rates, scores = dict(s.rates), dict(s.scores)
        leant = {a for _, a in s.leans}
        limited = dict.fromkeys(a for a, _ in s.needs if a not in leant)
        rates_of = {a: (self.labels.label(w), scores.get(a)) for a, w in rates.items()}
        return StatementRow(
            self.labels.cite(s.name),
            tuple(
                Lean(
                    w,
                    self.labels.label(a),
                    a in s.offers,
                    self._criteria(s, a),
                    *rates_of.get(a, ("", None)),
                )
                for w, a in s.leans
            ),
            tuple(Limit(self.labels.label(a), self._criteria(s, a)) for a in limited),
        )

    def _criteria(self, s: Statement, action: str) -> tuple[Condition, ...]:
        return tuple(self.labels.criterion(c, s.name) for a, c in s.needs if a == action)

    def page(self, s: Statement, collides: Sequence[Conflict], covered: Covered | None) -> StatementPage:
        """One statement, whole."""
        label, cite = self.labels.label, self.labels.cite
        others = sorted(self._known.values(), key=lambda o: o.id)
        dosed = {d.drug for d in s.doses}
        return StatementPage(
            row=self.row(s),
            statement=s,
            place=near(s.place),
            contexts=tuple(self.context(c) for c in s.within),
            applies=self._when.ways(f"applies({s.name})"),
            prefers=tuple((label(a), label(b)) for a, b in s.prefers),
            equal=tuple((label(a), label(b)) for a, b in s.equal),
            companions=tuple(
                (how, label(a), label(b)) for how, pairs in (("only_with", s.only_with), ("goes_with", s.goes_with)) for a, b in pairs
            ),
            requires=tuple((label(a), label(b)) for a, b in s.requires),
            regimens=tuple(self.labels.regimen(s.name, d) for d in s.doses),
            schedules=tuple((label(drug), words) for drug, words in s.schedules if drug not in dosed),
            reviews=tuple((label(r.review), r.earliest.text, r.latest.text) for r in s.reviews),
            supports=tuple(cite(o) for o in s.supports),
            bears_on=tuple(cite(o) for o in s.bears_on),
            supported_by=tuple(cite(o.name) for o in others if s.name in o.supports),
            overrides=tuple((cite(o), label(a) if a else "") for o, a in s.overrides),
            overridden_by=tuple((cite(o.name), label(a) if a else "") for o in others for t, a in o.overrides if t == s.name),
            judgements=tuple(
                [("yields", cite(o), w) for o, w in s.yields]
                + [("gives_way", cite(o.name), w) for o in others for t, w in o.yields if t == s.name]
                + [("waives", cite(o), w) for o, w in s.waives]
                + [("tension", cite(o), w) for o, w in s.tensions]
                + [("tension", cite(o.name), w) for o in others for t, w in o.tensions if t == s.name]
                + [("hinges", cite(o), w) for o, w in s.hinges]
            ),
            taken=tuple([self.labels.criterion(test, s.name) for test, _ in s.taken]),
            collisions=self._collisions(s, collides),
            covered=covered,
        )

    def _collisions(self, s: Statement, collides: Sequence[Conflict]) -> tuple[Collision, ...]:
        by_other: dict[str, list[Conflict]] = {}
        for c in collides:
            other = c.statements[1] if c.statements[0] == s.name else c.statements[0]
            by_other.setdefault(other, []).append(c)
        return tuple(
            Collision(
                cite=self.labels.cite(o),
                kinds=tuple(dict.fromkeys(c.kind for c in pairs)),
                actions=tuple(dict.fromkeys(self.labels.about(a) for c in pairs for a in c.actions if a != "tension")),
                ordered=tuple(dict.fromkeys((x.kind, self.by(x.by)) for c in pairs for x in c.settled_by)),
                waived=next((c.waived for c in pairs if c.waived), ""),
            )
            for o, pairs in sorted(by_other.items(), key=lambda item: self._known[item[0]].id)
        )

    def by(self, by: str) -> str:
        """What orders a pair: a statement with its place, or a statement and why."""
        name, colon, words = by.partition(": ")
        s = self._known.get(name)
        return f"{s.id}{colon}{words}" if s else by

    def vocabulary(self) -> VocabularyView:
        """All findings and actions, by name; of an action, the labels of its classes."""
        v = self._pack.vocabulary
        return VocabularyView(
            findings=tuple(f for _, f in sorted(v.findings.items())),
            actions=tuple((a, self.labels.labels(a.kind_of)) for _, a in sorted(v.actions.items())),
            choices=dict(v.choice_labels),
        )

    def trace(self, found: Trace) -> TraceView:
        """A trace."""
        explained = [(e.entry.statement, why) for e in found.entries if e.statement for why in e.statement.departs]
        explained += [(s.id, why) for s in found.beyond for why in s.departs]
        return TraceView(
            trace=found,
            present=sum(e.statement is not None for e in found.entries),
            agreeing=sum(e.statement is not None and not e.differences for e in found.entries),
            explained=tuple(explained),
        )


def near(place: Place) -> str:
    """A place as a reader opens it: from the folder where the command runs, where the file is inside it."""
    path, here = Path(place.file).resolve(), Path.cwd()
    return str(Place(str(path.relative_to(here)) if path.is_relative_to(here) else place.file, place.line, place.column))
