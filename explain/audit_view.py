"""The view of an audit: plain values with labels, for the templates to word."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from explain.labels import Labels
from explain.values import Condition
from guideline.answer import Camp
from guideline.audit import Audit, AuditLine, Pair
from guideline.case_yaml import case_yaml
from guideline.model import Knowledge, Vocabulary
from guideline.standing import PAIR


@dataclass(frozen=True, slots=True)
class Named:
    """A statement with its place and what it says."""

    id: str
    locator: str
    strength: str
    says: str


@dataclass(frozen=True, slots=True)
class CampView:
    """One side of a possible disagreement."""

    word: str
    action: str
    since: str
    until: str
    criteria: tuple[Condition, ...]
    statements: tuple[Named, ...]


@dataclass(frozen=True, slots=True)
class PairView:
    """A pair that can collide, with a witness as a case file (empty where none was found) and in one line."""

    kind: str
    one: Named
    other: Named
    actions: tuple[str, str]
    settled: tuple[tuple[str, str], ...]
    hinges: tuple[str, ...]
    waived: str
    case: str
    recorded: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class LineView:
    """One possible disagreement."""

    subject: tuple[str, ...]
    kinds: tuple[str, ...]
    camps: tuple[CampView, ...]
    pairs: tuple[PairView, ...]
    waived: bool
    clean: bool


@dataclass(frozen=True, slots=True)
class AuditView:
    """All lines, those that need attention first, and counts."""

    lines: tuple[LineView, ...]
    statements: int
    sources: int
    pairs: int
    unproved: int


def audit_view(audit: Audit, vocabulary: Vocabulary, knowledge: Knowledge, groups: Mapping[str, tuple[str, ...]]) -> AuditView:
    """The view of an audit; `groups` are the members of the criteria `any(k)` and `all(k)`."""
    words = _Words(vocabulary, knowledge, groups)
    return AuditView(
        lines=tuple(words.line(line) for line in audit.lines),
        statements=len(knowledge.statements),
        sources=len(knowledge.sources),
        pairs=sum(len(line.pairs) for line in audit.lines),
        unproved=len(audit.unproved),
    )


class _Words:
    def __init__(self, vocabulary: Vocabulary, knowledge: Knowledge, groups: Mapping[str, tuple[str, ...]]) -> None:
        labels = Labels(vocabulary, knowledge, groups)
        self._knowledge = knowledge
        self.condition = labels.criterion
        self.label = labels.about

    def named(self, name: str) -> Named:
        s = self._knowledge.statements[name]
        return Named(s.id, s.locator, self.label(s.strength), s.says)

    def by(self, by: str) -> str:
        """A statement, or a statement and why, with its place for its name."""
        name, colon, words = by.partition(": ")
        s = self._knowledge.statements.get(name)
        return f"{s.source}, {s.locator}{colon}{words}" if s else by

    def line(self, line: AuditLine) -> LineView:
        return LineView(
            subject=tuple(self.label(n) for n in line.subject.split(PAIR)),
            kinds=line.kinds,
            camps=tuple(self.camp(c) for c in line.camps),
            pairs=tuple(self.pair(p) for p in line.pairs),
            waived=line.waived,
            clean=line.clean,
        )

    def camp(self, camp: Camp) -> CampView:
        return CampView(
            word=camp.word,
            action=self.label(camp.action) if camp.action else "",
            since=camp.since,
            until=camp.until,
            criteria=tuple(self.condition(c) for c in camp.criteria),
            statements=tuple(self.named(s) for s in camp.statements),
        )

    def pair(self, pair: Pair) -> PairView:
        c = pair.conflict
        return PairView(
            kind=c.kind,
            one=self.named(c.statements[0]),
            other=self.named(c.statements[1]),
            actions=(self.label(c.actions[0]), self.label(c.actions[1])),
            settled=tuple((s.kind, self.by(s.by)) for s in c.settled_by),
            hinges=c.hinges,
            waived=c.waived,
            case=case_yaml(pair.witness) if pair.witness else "",
            recorded=tuple((self.label(r.finding), r.text) for r in pair.witness.recorded) if pair.witness else (),
        )
