"""Plays a justification back in plain clingo: from what it cites alone, and from the ground rules that it chose."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

import clingo

from explain.justification.background import written
from explain.justification.derivation import Reasons
from explain.justification.justify import Justification, Node
from guideline import Pack
from guideline.packs import core_files
from guideline.program import GroundProgram
from guideline.terms.atoms import Atom

FRAME = ("finding", "choice", "action", "source", "context", "statement", "clock", "threshold", "outside", "range")
"""What a pack declares, as against what its statements say."""
CORE = [str(p) for p in core_files() if p.name != "decide.lp"]


def frame(program: GroundProgram, pack: Pack) -> str:
    """The declarations of a pack, and what the engine adds, as facts."""
    rows = [f"{written(Atom(name, args))}." for name in FRAME for args in program.facts.get(name, ())]
    return "\n".join([*rows, pack.compiled.facts])


def positive(made: Justification, root: str) -> list[Node]:
    """A node that holds, and what it rests on that holds."""
    found: dict[str, Node] = {}
    todo = [root]
    while todo:
        node = made.nodes[todo.pop()]
        if node.holds and node.id not in found:
            found[node.id] = node
            todo += node.children
    return list(found.values())


def cited(nodes: Iterable[Node]) -> dict[str, str]:
    """What nodes cite, each as a line of a program: what is recorded, facts, rules of packs."""
    found: dict[str, str] = {}
    for n in nodes:
        if n.kind == "recorded":
            found[n.id] = f"given({n.id})."
        elif n.kind == "fact" and not n.rules:
            found[n.id] = f"{n.id}."
        for rule in n.rules:
            found[f"{rule.place} {rule.text}"] = rule.text
    return found


def models(frame_of_pack: str, text: Collection[str], asked: Iterable[str], without: Iterable[str] = ()) -> list[frozenset[str]]:
    """The answer sets of the core over some lines, each as those of the asked atoms that hold; `without` are statements to switch off."""
    control = clingo.Control(["0", "--warn=none"], logger=lambda _c, _m: None, message_limit=1)
    for path in CORE:
        control.load(path)
    recorded = [row for row in text if row.startswith("given(")]
    control.add("base", [], "\n".join([frame_of_pack, *(row for row in text if row not in recorded)]))
    control.ground([("base", [])])
    for row in recorded:
        control.assign_external(clingo.parse_term(row[:-1]), True)
    control.assign_external(clingo.parse_term("lifted(records)"), True)
    for name in without:
        control.assign_external(clingo.Function("active", [clingo.Function(name)]), False)
    symbols = {a: clingo.parse_term(a) for a in asked}
    found: list[frozenset[str]] = []
    control.solve(on_model=lambda m: found.append(frozenset(a for a, symbol in symbols.items() if m.contains(symbol))))
    return found


def chosen_rules(reasons: Reasons, root: int) -> dict[int, tuple[int, ...]]:
    """The ground rules that a literal which holds rests on, one for each atom that is not recorded or switched on."""
    found: dict[int, tuple[int, ...]] = {}
    todo = [root]
    while todo:
        x = todo.pop()
        if x > 0 and x not in found and x in reasons.reason:
            found[x] = reasons.reason[x]
            todo += found[x]
    return found


class Bare:
    """Ground rules, and nothing else, in clingo: which literals hold whatever else is so, with some of them left out."""

    def __init__(self, rules: dict[int, tuple[int, ...]], leaves: Collection[int], absent: Collection[int]) -> None:
        self._control = clingo.Control(["0"])
        self._atoms: dict[int, int] = {}
        self._kept: dict[int, int] = {}
        with self._control.backend() as backend:
            for number in dict.fromkeys([*rules, *leaves, *absent, *(abs(x) for b in rules.values() for x in b)]):
                self._atoms[number] = backend.add_atom()
            for number in [*rules, *leaves, *(-a for a in absent)]:
                self._kept[number] = backend.add_atom()
                backend.add_external(self._kept[number], clingo.TruthValue.True_)
            for head, body in rules.items():
                backend.add_rule([self._atoms[head]], [self._kept[head], *self._literals(body)])
            for number in leaves:
                backend.add_rule([self._atoms[number]], [self._kept[number]])
            for number in absent:
                # Nothing is known of what is absent but that it is cited as absent.
                backend.add_rule([self._atoms[number]], choice=True)
                backend.add_rule([], [self._kept[-number], self._atoms[number]])

    def _literals(self, body: Iterable[int]) -> Iterator[int]:
        for x in body:
            yield self._atoms[x] if x > 0 else -self._atoms[-x]

    @property
    def parts(self) -> list[int]:
        """All that may be left out: rules by their head, recorded atoms, and absent ones as negative numbers."""
        return list(self._kept)

    def always(self, goal: int, left_out: int = 0) -> bool:
        """Whether there is an answer set, and a literal holds in every one, with one part left out (0: none)."""
        if left_out:
            self._control.assign_external(self._kept[left_out], False)
        found: list[bool] = []
        self._control.solve(on_model=lambda m: found.append(m.is_true(self._atoms[goal])))
        if left_out:
            self._control.assign_external(self._kept[left_out], True)
        return bool(found) and all(found)
