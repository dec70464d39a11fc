"""The two sides of a contrast as plain values: what each rests on, where they part, and what orders them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from explain.contrast.parting import Parting
from explain.justification.background import written
from explain.justification.justify import Conclusion, Justification
from explain.views.choices import OrderView, ReasonView
from explain.views.deciding import reason_view
from explain.views.terms import Terms
from explain.views.values import ExcludedRow, Said, Word
from explain.why.basis import Reader
from explain.why.grounds import Basis
from guideline.answer import Decision, Reason, Stance
from guideline.goal import Goal
from guideline.ordering import LEVELS, Scales
from guideline.standing import Standing
from guideline.terms.atoms import Atom
from guideline.ties import ties


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two.

    Attributes:
        label: the letter of an alternative, or the label of an action.
        status: of an action, as it is; empty for an alternative.
        does: actions that this alternative does and the other does not.
        waits: what it holds back and the other does not.
        leaves: where it does nothing that the other does not, what it leaves out and the other does not.
        alternatives: of an action, the letters of the alternatives that do it without the other.
        held: statements in force that it rests on and the other does not, each with its words; of an action, all that is said of it alone.
        stances: the same as statement, word and action, by name.
        ruled_out: why the case rules the action out, or nothing; in words of the case, for JSON.
        excluded: the same with its kind, for the telling.
        follows: of an alternative, who says what it holds back.
        roots: ids of its conclusions in the justification.
    """

    label: str
    status: str
    does: tuple[str, ...]
    waits: tuple[Word, ...]
    leaves: tuple[str, ...]
    alternatives: tuple[str, ...]
    held: tuple[Basis, ...]
    stances: tuple[tuple[str, str, str], ...]
    ruled_out: str
    roots: tuple[str, ...]
    excluded: ExcludedRow | None = None
    follows: tuple[Said, ...] = ()


@dataclass(frozen=True, slots=True)
class Weighed:
    """One reason that speaks between the two: for which (0 or 1), on which level, and whether it is among those that decide."""

    side: int
    level: str
    reason: ReasonView
    decides: bool


@dataclass(frozen=True, slots=True)
class Contrast:
    """Two that cannot both be had, or need not be.

    Attributes:
        goals: as asked.
        kind: `alternatives` or `actions`.
        sides: of the first and of the second goal.
        partings: what keeps the two apart, where anything does.
        first: which of the two goes first (0 or 1); None where nothing orders them.
        weighed: the reasons that speak between the two, the deciding ones first.
        chain: how one goes before the other by way of further alternatives, where nothing orders the two directly.
        common: of alternatives, words that both follow; of actions, statements with the same word on both.
        mixed: of actions, whether the alternatives that do the one are not all ordered alike against those that do the other.
        inside: of actions, which of the two (0 or 1) does the other too, as a kind of it (`by_kind`) or as a plan with it; else None.
        ways: of actions, where what orders them orders only alternatives that do more than the one or the other: for each side, what
            each alternative that does it does; else empty.
        joint: of actions, whether some alternative, or what is undisputed, does both.
        reasons: the justification.
    """

    goals: tuple[Goal, Goal]
    kind: str
    sides: tuple[Side, Side]
    partings: tuple[Parting, ...]
    first: int | None
    weighed: tuple[Weighed, ...]
    chain: tuple[OrderView, ...]
    common: tuple[Said, ...]
    mixed: bool
    joint: bool
    reasons: Justification
    ways: tuple[tuple[tuple[str, ...], ...], ...] = ()
    inside: int | None = None
    by_kind: bool = False


def held_by(stances: Iterable[Stance], terms: Terms, reader: Reader) -> tuple[Basis, ...]:
    """Statements with exactly these of their words, by source, then in the order of the document."""
    words: dict[str, list[Word]] = {}
    rows: dict[str, list[Stance]] = {}
    for s in stances:
        words.setdefault(s.statement, []).append(terms.word(s))
        rows.setdefault(s.statement, []).append(s)
    known = terms.knowledge.statements
    ordered = sorted(words, key=lambda s: (known[s].source, known[s].place, s))
    return tuple([replace(reader.basis(name, ()), words=tuple(words[name]), met=reader.met(rows[name], name)) for name in ordered])


def scales(made: Decision, terms: Terms, tables: Standing) -> Scales:
    """What weighs the alternatives of a decision."""
    answer, stances = terms.answer, made.stances
    edges = ties(stances, answer.conflicts, tables, answer.in_force, frozenset()).edges
    pairs = [(stances[a], stances[b]) for a, b in sorted(edges)]
    return Scales([a.stances for a in made.alternatives], pairs, answer.case, answer.policy, tables, answer.in_force)


def weighed(
    found: Iterable[tuple[int, Reason]], side: int, deciding: Iterable[Reason], terms: Terms
) -> tuple[int | None, tuple[Weighed, ...]]:
    """Which of two goes first, and all reasons that speak between them: those that decide, then the others by level.

    Args:
        found: reasons, with 1 where they favour the first, -1 the second.
        side: that is favoured, 0 where neither is.
        deciding: the reasons by which it is.
        terms: of the answer.
    """
    chosen = frozenset(deciding)
    rows = sorted(set(found), key=lambda f: (f[0] != side or f[1] not in chosen, LEVELS.index(f[1].level), -f[0], f[1].by, f[1].words))
    made = [Weighed(0 if s == 1 else 1, r.level, reason_view(r, terms), s == side and r in chosen) for s, r in rows]
    return {0: None, 1: 0, -1: 1}[side], tuple(made)


def roots_of(found: Iterable[Conclusion], reasons: Justification) -> tuple[str, ...]:
    """The ids of conclusions in a justification, those that it has."""
    names = [written(Atom(c[0], tuple(c[1:]))) for c in found]
    return tuple([x for name in names for x in (name, f"not {name}") if x in reasons.nodes])
