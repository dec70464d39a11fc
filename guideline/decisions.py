"""Decisions of one patient: stances tied by conflicts and companions, their alternatives, and what orders these."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from guideline.answer import Alternative, Before, Conflict, Decision, Stance
from guideline.model import Case
from guideline.ordering import Scales, ranked
from guideline.solving import alternatives
from guideline.standing import PAIR, Standing
from guideline.ties import EDGES, Ties, ties

__all__ = ["EDGES", "TAKEN", "decide"]

TAKEN = frozenset({"for", "against", "withholds"})


class _Groups:
    """Which stances hang together: union-find over their numbers."""

    def __init__(self, size: int) -> None:
        self._parent = list(range(size))

    def root(self, i: int) -> int:
        parent = self._parent
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    def join(self, nodes: Iterable[int]) -> None:
        roots = [self.root(i) for i in nodes]
        for r in roots[1:]:
            self._parent[self.root(r)] = self.root(roots[0])


def decide(
    stances: Sequence[Stance],
    conflicts: Iterable[Conflict],
    case: Case,
    policy: Sequence[str],
    tables: Standing,
    encoding: Path,
    in_force: Iterable[str],
    unsuitable: frozenset[str],
) -> tuple[Decision, ...]:
    """The decisions of an answer, by subject.

    Args:
        stances: all stances, in their fixed order.
        conflicts: the pairs that stand.
        case: for what the patient prefers.
        policy: sources in a site's order of trust, first the most trusted; may be empty.
        tables: of the pack.
        encoding: the file `decide.lp`.
        in_force: names of the statements in force, whose companion rules and preferences count.
        unsuitable: actions that are ruled out, by the case or by what it implies, and all that contains them.
    """
    nodes = [s for s in stances if s.word in TAKEN]
    tied = ties(nodes, conflicts, tables, in_force, unsuitable)
    edges, contested = tied.edges, tied.contested
    groups_of = _Groups(len(nodes))
    for edge in edges:
        groups_of.join(edge)
    for rule in tied.companions:
        groups_of.join([*rule.triggers, *rule.helpers])
    for bar in tied.bars:
        groups_of.join([bar.ban, *(i for part in bar.parts for i in part)])
    groups: dict[int, list[int]] = {}
    for i in range(len(nodes)):
        groups.setdefault(groups_of.root(i), []).append(i)
    made = []
    needy = {i for rule in tied.companions for i in rule.triggers}
    for members in groups.values():
        if len(members) > 1 or members[0] in needy:
            facts = _facts(members, nodes, tied, unsuitable)
            sets, complete = alternatives(encoding, facts)
            made.append(_decision(members, nodes, edges, contested, sets, complete, case, policy, tables, in_force))
    return tuple(sorted(made, key=lambda d: (d.open_choice, d.subject, [s.key for s in d.stances])))


def _facts(members: Sequence[int], nodes: Sequence[Stance], tied: Ties, unsuitable: frozenset[str]) -> str:
    place = {n: k for k, n in enumerate(members)}
    facts = [f"node({place[n]})." for n in members if not (nodes[n].word == "for" and nodes[n].action in unsuitable)]
    facts += sorted(f"edge({place[i]},{place[j]})." for i, j in tied.edges if i in place)
    for k, rule in enumerate(tied.companions):
        if rule.triggers[0] in place:
            facts += [f"trigger({k},{place[i]})." for i in rule.triggers] + [f"helper({k},{place[j]})." for j in rule.helpers]
    for k, bar in enumerate(tied.bars):
        if bar.ban in place:
            facts.append(f"bar({k},{place[bar.ban]}).")
            for p, suppliers in enumerate(bar.parts):
                facts += [f"part({k},{p})."] + [f"supplier({k},{p},{place[j]})." for j in suppliers]
    return " ".join(facts)


def _decision(
    members: Sequence[int],
    nodes: Sequence[Stance],
    edges: frozenset[tuple[int, int]],
    contested: frozenset[tuple[int, int]],
    sets: Sequence[tuple[int, ...]],
    complete: bool,
    case: Case,
    policy: Sequence[str],
    tables: Standing,
    in_force: Iterable[str],
) -> Decision:
    stances = tuple(nodes[n] for n in members)
    taken = [tuple(stances[k] for k in chosen) for chosen in sets]
    inside = frozenset(members)
    pairs = [(nodes[i], nodes[j]) for i, j in sorted(edges) if i in inside]
    order = tuple(Scales(taken, pairs, case, policy, tables, in_force).before()) if len(taken) > 1 else ()
    ranks = ranked(len(taken), order)
    actions = [tuple(sorted({s.action for s in group if s.word == "for"})) for group in taken]
    every = {a for group in actions for a in group}
    made = [
        Alternative(group, does, tuple(sorted(({s.action for s in group if s.word != "for"} | every) - set(does))), rank)
        for group, does, rank in zip(taken, actions, ranks, strict=True)
    ]
    listed = sorted(
        range(len(made)), key=lambda k: (made[k].rank, -len(made[k].stances), made[k].actions, [s.key for s in made[k].stances])
    )
    moved = {old: new for new, old in enumerate(listed)}
    return Decision(
        subject=_subject(stances, pairs, tables),
        stances=stances,
        alternatives=tuple(made[k] for k in listed),
        before=tuple(
            sorted((Before(moved[b.first], moved[b.second], b.level, b.reasons) for b in order), key=lambda b: (b.first, b.second))
        ),
        complete=complete,
        open_choice=not any(i in inside for i, _ in contested),
    )


def _subject(stances: Sequence[Stance], pairs: Sequence[tuple[Stance, Stance]], tables: Standing) -> str:
    """The exclusive pair if the decision has one, else its topmost class."""
    present = {s.action for s in stances if s.word == "for"}
    for a, b in sorted(tables.vocabulary.exclusive):
        if any((x, a) in tables.under for x in present) and any((x, b) in tables.under for x in present):
            return PAIR.join(sorted((a, b)))
    actions = sorted({s.action for pair in pairs for s in pair} or {s.action for s in stances})
    top = [a for a in actions if not any(a != b and (a, b) in tables.under for b in actions)]
    return (top or actions)[0]
