"""Disagreements of one patient: the pairs that stand, the pairs that are kept apart, and one line with its camps for each subject."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from guideline.answer import Camp, Conflict, Line, Settlement, Stance
from guideline.standing import PAIR, Standing

OPPOSED = frozenset({"contradiction", "restriction", "divergence", "co_appropriate"})
"""Kinds in which two wishes are opposed on paper, so that a criterion that holds one back keeps them apart."""

Side = tuple[str, str, str, str, tuple[str, ...]]
"""What tells camps apart: word, action, since when, until when, on what."""

Shown = Mapping[str, Sequence[tuple[str, ...]]]


def lines(conflicts: Iterable[Conflict], stances: Mapping[tuple[str, str], Sequence[Stance]], tables: Standing) -> tuple[Line, ...]:
    """Groups the pairs by subject. `stances` are those of the answer, by statement and action."""
    grouped: dict[str, list[Conflict]] = {}
    for conflict in conflicts:
        grouped.setdefault(conflict.subject, []).append(conflict)
    made = []
    for subject in sorted(grouped):
        pairs = grouped[subject]
        made.append(
            Line(
                subject=subject,
                kinds=tuple(dict.fromkeys(c.kind for c in pairs)),
                camps=_camps(pairs, stances),
                pairs=tuple(pairs),
                left=_left(pairs, stances, tables),
            )
        )
    return tuple(made)


_ORDER = ("for", "prefers", "permits", "undecided", "open", "withholds", "against", "regimen", "review", "tension")


def _camps(pairs: Iterable[Conflict], stances: Mapping[tuple[str, str], Sequence[Stance]]) -> tuple[Camp, ...]:
    sides: dict[Side, dict[str, None]] = {}
    for pair in pairs:
        for place, (statement, action) in enumerate(zip(pair.statements, pair.actions, strict=True)):
            for key in _sides(pair, place, statement, action, stances):
                sides.setdefault(key, {})[statement] = None
    ordered = sorted(sides.items(), key=lambda item: (_ORDER.index(item[0][0]), item[0][1:]))
    return tuple(
        Camp(word, action, until, criteria, tuple(sorted(names)), since) for (word, action, since, until, criteria), names in ordered
    )


def _sides(pair: Conflict, place: int, statement: str, action: str, stances: Mapping[tuple[str, str], Sequence[Stance]]) -> Iterable[Side]:
    words = {"agent": "for", "dose": "regimen", "tension": "tension", "preference": "prefers"}
    if pair.kind in words:
        told = action if pair.kind != "preference" or place == 0 else pair.actions[1]
        return [(words[pair.kind], "" if pair.kind == "tension" else told, "", "", ())]
    if action.startswith("review("):
        return [("review", action, "", "", ())]
    wanted = _words(pair.kind, place)
    return [(s.word, s.action, s.since, s.until, s.criteria) for s in stances.get((statement, action), ()) if s.word in wanted]


def _words(kind: str, place: int) -> tuple[str, ...]:
    if kind in {"timing", "criterion"}:
        return ("for",) if place == 0 else ("withholds",)
    if kind in {"contradiction", "restriction", "combination"}:
        return ("for",) if place == 0 else ("against",)
    if kind == "degree":
        return ("permits",) if place == 0 else ("for", "against")
    if kind == "undecided":
        return ("undecided",) if place == 0 else ("for", "against")
    return ("for",)


def _left(pairs: Iterable[Conflict], stances: Mapping[tuple[str, str], Sequence[Stance]], tables: Standing) -> tuple[str, ...]:
    """What is left of the wished class when every ban on a kind is kept."""
    classes = {p.actions[0] for p in pairs if p.kind == "restriction"}
    bans = {s.action for group in stances.values() for s in group if s.word == "against"}
    left = {leaf for c in classes for leaf in tables.leaves.get(c, ()) if not any((leaf, b) in tables.contains for b in bans)}
    return tuple(sorted(left))


def settled(
    shown: Shown, standing: frozenset[tuple[str, ...]], stances: Mapping[tuple[str, str], Sequence[Stance]], tables: Standing
) -> tuple[Conflict, ...]:
    """Pairs of which both statements apply and that are opposed on paper, with what keeps them apart for this patient.

    By an override (specificity), an exclusion of a context (population), a threshold on a clock (time phase) or another criterion.
    """
    applying = {row[0] for row in shown.get("applies", ())}
    silenced = _silenced(shown, applying, tables)
    part: dict[tuple[str, str], list[str]] = {}
    for row in shown.get("overridden", ()):
        if len(row) == 3:
            part.setdefault((row[1], row[2]), []).append(row[0])
    waiting = {s for (s, _), said in stances.items() if any(x.word == "withholds" for x in said)}
    found: list[Conflict] = []
    for row in sorted({row for s in silenced.keys() | waiting | {s for s, _ in part} for row in tables.possible.get(s, ())}):
        if row in standing or row[1] not in applying or row[3] not in applying:
            continue
        by = [*silenced.get(row[1], ()), *silenced.get(row[3], ())]
        for s, a in ((row[1], row[2]), (row[3], row[4])):
            by += [Settlement("specificity", o, tables.knowledge.statements[o].source) for o in sorted(part.get((s, a), ()))]
            if row[0] in OPPOSED:
                by += _held(s, a, stances, tables)
        if by:
            found.append(replace(tables.conflicts[row], settled_by=tuple(dict.fromkeys(by))))
    return tuple(found)


def _silenced(shown: Shown, applying: set[str], tables: Standing) -> dict[str, tuple[Settlement, ...]]:
    """Statements that apply and are not in force: out of scope by an exclusion, or overridden whole."""
    live = {row[0] for row in shown.get("live", ())}
    reasons: dict[str, list[str]] = {}
    for context, reason in shown.get("excludes", ()):
        reasons.setdefault(context, []).append(reason)
    found: dict[str, tuple[Settlement, ...]] = {}
    for row in shown.get("overridden", ()):
        if len(row) == 2:
            by = Settlement("specificity", row[0], tables.knowledge.statements[row[0]].source)
            found[row[1]] = (*found.get(row[1], ()), by)
    for s in sorted(applying - live):
        statement = tables.knowledge.statements[s]
        why = sorted({(c, r) for c in statement.within for r in reasons.get(c, ())})
        if why:
            found[s] = tuple(Settlement("population", f"{c}: {r}", statement.source) for c, r in why)
    return found


def _held(statement: str, action: str, stances: Mapping[tuple[str, str], Sequence[Stance]], tables: Standing) -> Iterable[Settlement]:
    for stance in stances.get((statement, action), ()):
        if stance.word == "withholds":
            kind = "time phase" if stance.until else "other findings"
            yield Settlement(kind, ", ".join(stance.criteria), tables.knowledge.statements[statement].source)


def pair_of(subject: str) -> tuple[str, ...]:
    """The names in a subject: one, or the two of a pair."""
    return tuple(subject.split(PAIR))
