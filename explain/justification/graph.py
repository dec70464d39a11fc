"""Makes the nodes of one justification from the reasons of its atoms."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import cast

from explain.justification import ground_rules
from explain.justification.background import Background
from explain.justification.derivation import Reasons
from explain.justification.ground_rules import Body
from explain.justification.nodes import Justification, Kind, Node, Rule
from explain.justification.predicates import TESTS
from guideline.model import Exclusion, Recorded, Test, TestKind
from guideline.terms.atoms import Atom

UNFOLLOWED = frozenset({"withholds", "open"})
"""What a statement says of an action while its criteria keep its word from counting."""


class Graph:
    """One justification in the making.

    Args:
        background: of the program.
        reasons: of the model, for everything below the conclusions.
        recorded: what the case says behind its tests.
        findings: what the case records, whether it decides a test or not.
    """

    def __init__(
        self,
        background: Background,
        reasons: Reasons,
        recorded: Mapping[Test, Recorded | Exclusion],
        findings: Iterable[Recorded],
    ) -> None:
        self._background = background
        self._ground = background.ground
        self._weight, self._reason, self._missing = reasons.weight, reasons.reason, reasons.missing
        self._recorded = recorded
        self._by_finding = {r.finding: r for r in (*recorded.values(), *findings) if isinstance(r, Recorded)}
        self._nodes: dict[str, Node] = {}

    def made(self, asked: Iterable[Atom]) -> Justification:
        """The graph below some conclusions."""
        roots: dict[str, None] = {}
        todo: list[int] = []
        nodes, text = self._nodes, self._background.text
        for atom in asked:
            number = self._background.literals.get(atom)
            if number is None:
                node = self._background.fixed(atom)
                nodes[node.id] = node
                nodes.update((n.id, n) for n in self._background.below(node))
                roots[node.id] = None
                continue
            literal = number if number in self._weight else -number
            roots[text(literal)] = None
            todo.append(literal)
            while todo:
                x = todo.pop()
                name = text(x)
                if name not in nodes:
                    todo.extend(reversed(self._node(name, x)))
        return Justification(tuple(roots), nodes)

    def _node(self, name: str, literal: int) -> list[int]:
        """Adds the node of a literal and those of the facts that it rests on; returns the literals that it rests on."""
        atom = self._ground.atom(abs(literal))
        below: list[int] = []
        facts: dict[str, Node] = {}
        rules: tuple[Rule, ...] = ()
        record: Recorded | Exclusion | None = None
        kind: Kind = "derived"
        by: tuple[str, ...] = ()
        if atom.name in TESTS or atom.name == "given":
            kind, record, expand, below = self._test(literal, atom)
        else:
            expand = True
            if literal < 0:
                kind, by = self._absence(literal, atom)
        if expand:
            below, facts, rules = self._expand(literal)
        text = self._background.text
        children = (*[text(x) for x in below], *facts)
        cite = self._background.cite(literal, atom)
        self._nodes[name] = Node(name, kind, atom.name, atom.args, literal > 0, cite, record, rules, by, children)
        for node in facts.values():
            self._nodes[node.id] = node
            if node.children:
                self._nodes.update((n.id, n) for n in self._background.below(node))
        return below

    def _test(self, literal: int, atom: Atom) -> tuple[Kind, Recorded | Exclusion | None, bool, list[int]]:
        """A test as known, or the missing record of one: kind, what is recorded, whether its rules say more, what contradicts it."""
        test = self._ground.given.get(abs(literal))
        number = self._ground.known(abs(literal)) if test else abs(literal)
        if test is None:
            test = Test(cast(TestKind, atom.name), atom.args[0], "".join(atom.args[1:]))
        if literal > 0:
            if self._ground.recorded(literal, self._reason[literal]):
                return "recorded", self._recorded.get(test), False, []
            return "derived", None, True, []
        record = self._by_finding.get(test.subject) if test.kind != "unsuitable" else None
        weight = self._weight
        # Only what rests on nothing missing contradicts: else two absences might vouch for each other.
        against = [o for o in self._ground.opposite(number) if o in weight and not weight[o] & self._missing]
        if against:
            # What is recorded outright says it better than what follows.
            return "contradicted", record, False, [min(against, key=lambda o: not self._ground.recorded(o, self._reason[o]))]
        return "undecided" if record else "not_recorded", record, literal in self._reason, []

    def _expand(self, literal: int) -> tuple[list[int], dict[str, Node], tuple[Rule, ...]]:
        """What a literal rests on, steps that are not shown replaced by what they rest on: literals, facts, rules of the pack."""
        below: dict[int, None] = {}
        facts: dict[str, Node] = {}
        rules: dict[Rule, None] = {}
        reason, given, background = self._reason, self._ground.given, self._background
        hidden, behind = background.hidden, background.behind
        todo = [literal]
        while todo:
            x = todo.pop()
            if x != literal:
                if x in given:
                    below[self._ground.known(x)] = None
                    continue
                if not hidden(x):
                    below[x] = None
                    continue
            body = reason.get(x)
            if body is None:
                continue  # a switch: on it says nothing, off it is told by the kind of the node
            if x > 0:
                nodes, stated = behind(x, body)
                for node in nodes:
                    facts[node.id] = node
                for rule in stated:
                    rules[rule] = None
            else:
                for rule in background.could(-x):
                    rules[rule] = None
            todo += reversed(body)
        return list(below), facts, tuple(rules)

    def _absence(self, literal: int, atom: Atom) -> tuple[Kind, tuple[str, ...]]:
        """The kind of an absence, and by whom or for what reasons."""
        body = self._reason.get(literal, ())
        named = {self._ground.atom(abs(x)).name: x for x in body}
        kind: Kind = "derived_false"
        by: tuple[str, ...] = ()
        match atom.name:
            case ground_rules.CIRCLE:
                kind = "circle"
            case "active":
                kind = "switched_off"
            case "scope":
                kind, by = "out_of_scope", self._left_out(literal)
            case "in_force" | "stance" if named.get("beaten", 0) > 0:
                kind, by = "overridden", tuple(sorted({self._ground.atom(x).args[0] for x in self._reason[named["beaten"]]}))
            case "stance" if atom.args[1] not in UNFOLLOWED and self._stands(-literal):
                kind = "open"
            case "met" | "unmet" if not (self._ground.settled(-literal) or self._stands(-literal)):
                kind = "open"
            case "in_force" if "live" in named:
                kind, by = self._absence(named["live"], self._ground.atom(-named["live"]))
            case "live" if "active" in named:
                kind = "switched_off"
            case "live" | "speaks" if atom.name == "speaks" or "speaks" in named:
                kind, by = "out_of_scope", tuple(dict.fromkeys(r for x in self._contexts(body) for r in self._left_out(x)))
        return kind, by

    def _stands(self, number: int) -> bool:
        return any(x in self._weight for x in self._ground.counterpart(number))

    def _contexts(self, body: Body) -> list[int]:
        found: list[int] = []
        for x in body:
            name = self._ground.atom(abs(x)).name
            found += [x] if name == "scope" else self._contexts(self._reason[x]) if name == "speaks" else []
        return found

    def _left_out(self, scope: int) -> tuple[str, ...]:
        """The reasons for which a context leaves the patient out; none where he or she does not enter it."""
        excluded = [x for x in self._reason.get(scope, ()) if x > 0]
        return tuple([self._ground.atom(r).args[1] for x in excluded for r in self._reason[x]])
