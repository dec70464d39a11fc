"""The view of a trial of a pack's cases: plain values for the template to word."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from guideline.errors import Problem
from guideline.model import Knowledge
from guideline.trial.coverage import Coverage
from guideline.trial.run import Trial, Tried


@dataclass(frozen=True, slots=True)
class ComplaintView:
    """One thing that is wrong: in words, the line of the file (0 when unknown), and how to mend it (may be empty)."""

    words: str
    line: int
    hint: str = ""


@dataclass(frozen=True, slots=True)
class FailureView:
    """A case that did not come out as expected, or that could not be tried."""

    name: str
    file: str
    broken: bool
    complaints: tuple[ComplaintView, ...]


@dataclass(frozen=True, slots=True)
class VerdictView:
    """What one case judges of a known tension; `kinds` are empty where nothing has to stand."""

    entry: str
    status: str
    listed: str
    kinds: tuple[str, ...]
    case: str
    holds: bool
    because: str
    departs: str


@dataclass(frozen=True, slots=True)
class CoverageView:
    """Counts of the statements that bear on answers, the names of those that lack something, and counts of the rest."""

    rules: int
    in_force: int
    falls_away: int
    falls_away_inside: int
    named: int
    never_in_force: tuple[str, ...]
    never_falling_away: tuple[str, ...]
    unnamed: tuple[str, ...]
    accepted: int
    rest: int
    rest_in_force: int
    rest_named: int


@dataclass(frozen=True, slots=True)
class TrialView:
    """All that is printed of a trial."""

    failures: tuple[FailureView, ...]
    problems: tuple[Problem, ...]
    passed: int
    failed: int
    broken: int
    untried: int
    entries: int
    departures: int
    verdicts: tuple[VerdictView, ...]
    coverage: CoverageView | None
    strict: bool
    clean: bool


def trial_view(trial: Trial, knowledge: Knowledge) -> TrialView:
    """The view of a trial."""
    broken = sum(c.broken for c in trial.cases)
    passed = sum(c.passed for c in trial.cases)
    verdicts = tuple(_verdicts(trial.cases))
    return TrialView(
        failures=tuple(_failure(c) for c in trial.cases if not c.passed),
        problems=trial.problems,
        passed=passed,
        failed=len(trial.cases) - passed - broken,
        broken=broken,
        untried=trial.untried,
        entries=len({v.entry for v in verdicts}),
        departures=len({v.entry for v in verdicts if v.listed}),
        verdicts=verdicts,
        coverage=_coverage(trial.coverage, trial, knowledge) if trial.coverage else None,
        strict=trial.strict,
        clean=trial.passed,
    )


def _failure(tried: Tried) -> FailureView:
    told = [ComplaintView(p.message, p.place.line if p.place else 0, p.hint or "") for p in tried.problems]
    told += [ComplaintView(d.words, d.place.line if d.place else 0) for d in tried.differences]
    return FailureView(tried.name, tried.file, tried.broken, tuple(told))


def _verdicts(cases: Iterable[Tried]) -> Iterable[VerdictView]:
    rows = [(v, tried.name, not against) for tried in cases for v, against in tried.verdicts]
    for verdict, name, holds in sorted(rows, key=lambda row: (row[0].entry, row[1])):
        yield VerdictView(
            verdict.entry, verdict.status, verdict.listed or "", verdict.kinds or (), name, holds, verdict.because, verdict.departs
        )


def _coverage(counted: Coverage, trial: Trial, knowledge: Knowledge) -> CoverageView:
    rules, rest = counted.group(rule=True), counted.group(rule=False)
    missing = {
        never: tuple(knowledge.statements[g.statement].id for g in trial.gaps if g.never == never) for never in ("in_force", "falls_away")
    }
    return CoverageView(
        rules=len(rules),
        in_force=sum(bool(s.in_force) for s in rules),
        falls_away=sum(bool(s.falls_away) for s in rules),
        falls_away_inside=sum(bool(s.falls_away_inside) for s in rules),
        named=sum(bool(s.named) for s in rules),
        never_in_force=missing["in_force"],
        never_falling_away=missing["falls_away"],
        unnamed=tuple(knowledge.statements[s.statement].id for s in rules if not s.named),
        accepted=len(trial.exceptions),
        rest=len(rest),
        rest_in_force=sum(bool(s.in_force) for s in rest),
        rest_named=sum(bool(s.named) for s in rest),
    )
