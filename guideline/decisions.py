"""Decisions of one patient: stances tied by conflicts and companions, their alternatives, and what orders these."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from guideline.answer import Alternative, Before, Conflict, Decision, Stance
from guideline.model import Case
from guideline.ordering import before, ranked
from guideline.solving import alternatives
from guideline.standing import PAIR, Standing

EDGES = frozenset({"contradiction", "timing", "criterion"})
"""Kinds of conflict whose two stances cannot be followed together; exclusive actions are the other ground for an edge."""
TAKEN = frozenset({"for", "against", "withholds"})


class _Ties:
    """Which stances hang together: union-find over their numbers."""

    def __init__(self, size: int) -> None:
        self._parent = list(range(size))

    def root(self, i: int) -> int:
        parent = self._parent
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    def tie(self, nodes: Iterable[int]) -> None:
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
    number = {n.key: i for i, n in enumerate(nodes)}
    edges: set[tuple[int, int]] = set()
    contested: set[tuple[int, int]] = set()
    for c in conflicts:
        if c.kind in EDGES:
            (s, t), (a, b) = c.statements, c.actions
            other = "withholds" if c.kind != "contradiction" else "against"
            i, j = number.get((s, "for", a)), number.get((t, other, b))
            if i is not None and j is not None:
                edges.add((min(i, j), max(i, j)))
                contested.add((min(i, j), max(i, j)))
        elif c.kind == "divergence":
            i, j = number.get((c.statements[0], "for", c.actions[0])), number.get((c.statements[1], "for", c.actions[1]))
            if i is not None and j is not None:
                contested.add((min(i, j), max(i, j)))
    wishes = [i for i, n in enumerate(nodes) if n.word == "for"]
    exclusive = [i for i in wishes if nodes[i].action in tables.rivals]
    for i in exclusive:
        rivals = tables.rivals[nodes[i].action]
        edges.update((i, j) for j in exclusive if i < j and nodes[j].action in rivals)
    companions = _companions(nodes, wishes, tables, in_force, unsuitable)
    bars = _bars(nodes, wishes, tables)
    contested.update((barred, barred) for barred, _ in bars)
    ties = _Ties(len(nodes))
    for edge in edges:
        ties.tie(edge)
    for trigger, helper in companions:
        ties.tie([*trigger, *helper])
    for barred, parts in bars:
        ties.tie([barred, *(i for part in parts for i in part)])
    groups: dict[int, list[int]] = {}
    for i in range(len(nodes)):
        groups.setdefault(ties.root(i), []).append(i)
    made = []
    tied = {i for trigger, _ in companions for i in trigger}
    for members in groups.values():
        if len(members) > 1 or members[0] in tied:
            facts = _facts(members, nodes, edges, companions, bars, unsuitable)
            sets, complete = alternatives(encoding, facts)
            made.append(_decision(members, nodes, edges, contested, sets, complete, case, policy, tables, in_force))
    return tuple(sorted(made, key=lambda d: (d.open_choice, d.subject, [s.key for s in d.stances])))


def _companions(
    nodes: Sequence[Stance], wishes: Sequence[int], tables: Standing, in_force: Iterable[str], unsuitable: frozenset[str]
) -> list[tuple[list[int], list[int]]]:
    """Pairs of triggers and helpers: where a trigger is taken, a helper must be."""
    found = []
    for name in in_force:
        statement = tables.knowledge.statements[name]
        for rules, always in ((statement.only_with, True), (statement.goes_with, False)):
            for a, b in rules:
                trigger = [i for i in wishes if (nodes[i].action, a) in tables.under]
                helper = [i for i in wishes if (nodes[i].action, b) in tables.contains]
                if not trigger:
                    continue
                if not always and all(nodes[i].action in unsuitable for i in helper):
                    continue
                found.append((trigger, helper))
    return found


def _bars(nodes: Sequence[Stance], wishes: Sequence[int], tables: Standing) -> list[tuple[int, list[list[int]]]]:
    """Bans on a combination all of whose parts are wanted: who bans, and who would bring each part."""
    found = []
    for i, node in enumerate(nodes):
        plan = tables.vocabulary.actions.get(node.action)
        if node.word == "against" and plan is not None and plan.includes:
            parts = [[j for j in wishes if (nodes[j].action, part) in tables.contains] for part in plan.includes]
            if all(parts):
                found.append((i, parts))
    return found


def _facts(
    members: Sequence[int],
    nodes: Sequence[Stance],
    edges: Iterable[tuple[int, int]],
    companions: Iterable[tuple[list[int], list[int]]],
    bars: Iterable[tuple[int, list[list[int]]]],
    unsuitable: frozenset[str],
) -> str:
    place = {n: k for k, n in enumerate(members)}
    facts = [f"node({place[n]})." for n in members if not (nodes[n].word == "for" and nodes[n].action in unsuitable)]
    facts += sorted(f"edge({place[i]},{place[j]})." for i, j in edges if i in place)
    for k, (trigger, helper) in enumerate(companions):
        if trigger[0] in place:
            facts += [f"trigger({k},{place[i]})." for i in trigger] + [f"helper({k},{place[j]})." for j in helper]
    for k, (barred, parts) in enumerate(bars):
        if barred in place:
            facts.append(f"bar({k},{place[barred]}).")
            for p, suppliers in enumerate(parts):
                facts += [f"part({k},{p})."] + [f"supplier({k},{p},{place[j]})." for j in suppliers]
    return " ".join(facts)


def _decision(
    members: Sequence[int],
    nodes: Sequence[Stance],
    edges: set[tuple[int, int]],
    contested: set[tuple[int, int]],
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
    order = tuple(before(taken, pairs, case, policy, tables, in_force))
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
