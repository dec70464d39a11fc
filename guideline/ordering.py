"""What orders the alternatives of a decision: reasons on levels, and never a tie broken silently."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from guideline.answer import Before, Reason, Stance
from guideline.model import Case
from guideline.standing import Standing

LEVELS = ("judgement", "preference", "patient", "policy", "strength")
"""The levels of reasons, strongest first: the editors' `yields`, a source's `prefers`, the patient's wishes, a site's order of sources, and
strength inside one source."""

Key = tuple[str, str, str]


class Scales:
    """Weighs the alternatives of one decision against each other.

    Args:
        taken: the stances of each alternative.
        pairs: stances of the decision that cannot be followed together.
        case: for the patient's own preferences.
        policy: sources in a site's order of trust.
        tables: of the pack.
        in_force: statements whose `prefers` counts.
    """

    def __init__(
        self,
        taken: Sequence[tuple[Stance, ...]],
        pairs: Sequence[tuple[Stance, Stance]],
        case: Case,
        policy: Sequence[str],
        tables: Standing,
        in_force: Iterable[str],
    ) -> None:
        self._pairs, self._tables = pairs, tables
        self._speaks = _reasons(pairs, policy, tables)
        self._wishes = wishes(case, tables, in_force)
        self._keys = [frozenset(s.key for s in group) for group in taken]
        self._does = [frozenset(s.action for s in group if s.word == "for") for group in taken]

    def reasons(self, i: int, j: int) -> list[tuple[int, Reason]]:
        """All that speaks between two alternatives, by place: 1 with the reason where it favours the first, -1 the second."""
        found = _compared(self._keys[i], self._keys[j], self._speaks)
        found += _stronger(self._keys[i], self._keys[j], self._pairs, self._tables)
        return found + preferred(self._does[i], self._does[j], self._wishes, self._tables)

    def before(self) -> Iterable[Before]:
        """What goes before what."""
        for i in range(len(self._keys)):
            for j in range(i + 1, len(self._keys)):
                side, reasons = favoured(self.reasons(i, j))
                if side:
                    first, second = (i, j) if side == 1 else (j, i)
                    yield Before(first, second, reasons[0].level, reasons)


def favoured(found: Sequence[tuple[int, Reason]]) -> tuple[int, tuple[Reason, ...]]:
    """Which of two goes first if, on the first level on which any reason speaks, all reasons favour it; and these reasons. 0: neither."""
    level = min((reason.level for _, reason in found), key=LEVELS.index, default="")
    sides = {side for side, reason in found if reason.level == level}
    if len(sides) != 1:
        return 0, ()
    return sides.pop(), tuple(sorted({r for _, r in found if r.level == level}, key=lambda r: (r.by, r.words)))


Wish = tuple[Reason, str, str]


def wishes(case: Case, tables: Standing, in_force: Iterable[str]) -> list[Wish]:
    """What is preferred to what, by the sources and by the patient: the reason, the better and the worse action."""
    found = [(Reason("preference", s, f"{a} > {b}"), a, b) for s in in_force for a, b in tables.knowledge.statements[s].prefers]
    return found + [(Reason("patient", "case", f"{p.prefer} > {p.over}"), p.prefer, p.over) for p in case.preferences]


def preferred(first: frozenset[str], second: frozenset[str], known: Iterable[Wish], tables: Standing) -> list[tuple[int, Reason]]:
    """The preferences that speak between two sets of actions: 1 where they favour the first, -1 the second."""
    return [(side, reason) for reason, a, b in known if (side := _prefers(first, second, a, b, tables))]


def _compared(one: frozenset[Key], other: frozenset[Key], speaks: Iterable[tuple[Key, Key, Reason]]) -> list[tuple[int, Reason]]:
    """What speaks between two alternatives: 1 with the reason where it favours the first, -1 the second."""
    found = []
    for better, worse, reason in speaks:
        if better in one and better not in other and worse in other and worse not in one:
            found.append((1, reason))
        elif better in other and better not in one and worse in one and worse not in other:
            found.append((-1, reason))
    return found


def _stronger(
    one: frozenset[Key], other: frozenset[Key], pairs: Iterable[tuple[Stance, Stance]], tables: Standing
) -> list[tuple[int, Reason]]:
    """Strength inside a source: its strongest word for or against on either side, among the stances that oppose each other.

    A weaker word beside the strongest takes nothing away. Who withholds an action waits for a criterion: how strongly the statement speaks
    of the action once the criterion is met does not say how strongly it holds back before, so what is only withheld is not weighed.
    """
    best: dict[tuple[str, int], tuple[int, str]] = {}
    for pair in pairs:
        if any(s.word == "withholds" for s in pair):
            continue
        for mine, theirs in (pair, pair[::-1]):
            for side, here, there in ((1, one, other), (-1, other, one)):
                if mine.key in here and mine.key not in there and theirs.key in there and theirs.key not in here:
                    statement = tables.knowledge.statements[mine.statement]
                    rank = tables.knowledge.sources[statement.source].strengths.get(statement.strength)
                    if rank is not None:
                        key = (statement.source, side)
                        best[key] = max(best.get(key, (rank, statement.name)), (rank, statement.name))
    found = []
    for source in sorted({s for s, _ in best}):
        if (source, 1) in best and (source, -1) in best and best[source, 1][0] != best[source, -1][0]:
            side = 1 if best[source, 1][0] > best[source, -1][0] else -1
            winner, loser = (tables.knowledge.statements[best[source, x][1]] for x in (side, -side))
            found.append((side, Reason("strength", winner.name, f"{winner.strength} > {loser.strength}")))
    return found


def _prefers(first: frozenset[str], second: frozenset[str], better: str, worse: str, tables: Standing) -> int:
    """1 if the first does the better and the second the worse instead, -1 the other way round, else 0."""

    def does(actions: frozenset[str], which: str) -> bool:
        return any((a, which) in tables.contains for a in actions)

    def clearly(one: frozenset[str], other: frozenset[str]) -> bool:
        return does(one, better) and not does(one, worse) and does(other, worse) and not does(other, better)

    return 1 if clearly(first, second) else -1 if clearly(second, first) else 0


def _reasons(pairs: Sequence[tuple[Stance, Stance]], policy: Sequence[str], tables: Standing) -> list[tuple[Key, Key, Reason]]:
    """What speaks for one stance of a pair against the other: the editors' judgement, the site's order of sources."""
    statements = tables.knowledge.statements
    place: Mapping[str, int] = {name: i for i, name in enumerate(policy)}
    found = []
    for one, other in pairs:
        for a, b in ((one, other), (other, one)):
            s, t = statements[a.statement], statements[b.statement]
            found += [(b.key, a.key, Reason("judgement", s.name, why)) for z, why in s.yields if z == t.name]
            if s.source != t.source:
                here, there = place.get(s.source, len(policy)), place.get(t.source, len(policy))
                if here < there:
                    found.append((a.key, b.key, Reason("policy", s.source, f"before {t.source}")))
    return found


def ranked(size: int, before: Iterable[Before]) -> list[int]:
    """The rank of each alternative: 1 and one more for each step that goes before it; those in a circle share a rank."""
    after: dict[int, set[int]] = {i: set() for i in range(size)}
    for b in before:
        after[b.first].add(b.second)
    reach = {i: _reach(i, after) for i in range(size)}
    ranks = [0] * size
    left = set(range(size))
    rank = 0
    while left:
        rank += 1
        first = {i for i in left if not any(i in reach[j] and j not in reach[i] for j in left if j != i)}
        for i in first:
            ranks[i] = rank
        left -= first
    return ranks


def _reach(start: int, after: Mapping[int, set[int]]) -> set[int]:
    seen: set[int] = set()
    todo = [start]
    while todo:
        for nxt in after[todo.pop()]:
            if nxt not in seen:
                seen.add(nxt)
                todo.append(nxt)
    return seen
