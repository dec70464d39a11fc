"""Makes the nodes of one justification from the reasons of its atoms."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from explain.justification import ground_rules
from explain.justification.background import Background, Face, Rest
from explain.justification.derivation import Reasons
from explain.justification.ground_rules import Body
from explain.justification.nodes import Justification, Kind, Node, Rule
from guideline.model import Exclusion, Recorded, Test
from guideline.terms.atoms import Atom

NOTHING = Rest((), {}, (), ())
TELLING = frozenset({ground_rules.CIRCLE, "active", "scope", "in_force", "stance", "met", "unmet", "live", "speaks"})
"""The predicates whose absences are of several kinds."""
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
        nodes, faces = self._nodes, self._background.faces
        for atom in asked:
            number = self._background.literals.get(atom)
            if number is None:
                node = self._background.fixed(atom)
                nodes[node.id] = node
                nodes.update((n.id, n) for n in self._background.below(node))
                roots[node.id] = None
                continue
            literal = number if number in self._weight else -number
            roots[faces[literal].id] = None
            todo.append(literal)
            while todo:
                x = todo.pop()
                face = faces[x]
                if face.id not in nodes:
                    todo += self._node(face, x)[::-1]
        return Justification(tuple(roots), nodes)

    def _node(self, face: Face, literal: int) -> tuple[int, ...]:
        """Adds the node of a literal and those of the facts that it rests on; returns the literals that it rests on."""
        name, atom, cite, test = face
        rest = NOTHING
        record: Recorded | Exclusion | None = None
        kind: Kind = "derived"
        by: tuple[str, ...] = ()
        if test is not None:
            kind, record, against = self._test(literal, test)
            if against:
                rest = Rest((against,), {}, (), (self._background.faces[against].id,))
            elif kind == "derived" or (literal < 0 and literal in self._reason):
                rest = self._rest(literal)
        else:
            rest = self._rest(literal)
            if literal < 0:
                kind, by = self._absence(literal, atom)
        node = rest.node
        if node is None or node.kind != kind or node.by != by or node.record is not record:
            node = Node(name, kind, atom.name, atom.args, literal > 0, cite, record, rest.rules, by, rest.children)
            if rest is not NOTHING:
                rest.node = node
        self._nodes[name] = node
        self._nodes.update(rest.facts)
        return rest.below

    def _test(self, literal: int, test: Test) -> tuple[Kind, Recorded | Exclusion | None, int]:
        """A test as known, or the missing record of one: kind, what is recorded, and what contradicts it, or 0."""
        if literal > 0:
            if self._ground.recorded(literal, self._reason[literal]):
                return "recorded", self._recorded.get(test), 0
            return "derived", None, 0
        record = self._by_finding.get(test.subject) if test.kind != "unsuitable" else None
        weight = self._weight
        # Only what rests on nothing missing contradicts: else two absences might vouch for each other.
        opposite = self._ground.opposite(self._ground.known(-literal) if -literal in self._ground.given else -literal)
        against = [o for o in opposite if o in weight and not weight[o] & self._missing]
        if against:
            # What is recorded outright says it better than what follows.
            return "contradicted", record, min(against, key=lambda o: not self._ground.recorded(o, self._reason[o]))
        return "undecided" if record else "not_recorded", record, 0

    def _rest(self, literal: int) -> Rest:
        """What a literal rests on, steps that are not shown replaced by what they rest on."""
        if not self._background.used:
            return self._followed(literal)
        reason, background = self._reason, self._background
        body = reason.get(literal, ())
        key: tuple[int | Body, ...] = (literal, body)
        known = background.rests.get(key)
        if known:
            # What has steps inside is kept by these too, and never by so little.
            return known
        inside = background.inside
        todo = inside[body]
        if todo:
            todo = todo.copy()
            bodies: list[Body] = []
            while todo:
                # A switch has no reason: on it says nothing, off it is told by the kind of the node.
                body = reason.get(todo.pop(), ())
                bodies.append(body)
                todo += inside[body]
            key += tuple(bodies)
            known = background.rests.get(key)
        return known or background.kept(key, self._followed(literal))

    def _followed(self, literal: int) -> Rest:
        below: dict[int, None] = {}
        facts: dict[str, Node] = {}
        rules: dict[Rule, None] = {}
        reason, background, shown = self._reason, self._background, self._background.shown
        todo = [literal]
        while todo:
            x = todo.pop()
            if x != literal and (seen := shown[x]):
                below[seen] = None
                continue
            body = reason.get(x)
            if body is None:
                continue
            if x > 0:
                nodes, stated = background.behind(x, body)
                for node in nodes:
                    facts[node.id] = node
                for rule in stated:
                    rules[rule] = None
            else:
                for rule in background.could(-x):
                    rules[rule] = None
            if todo or background.inside[body]:
                todo += reversed(body)
            else:
                below.update(dict.fromkeys([shown[y] for y in body]))
        children = (*[background.faces[x].id for x in below], *facts)
        whole: dict[str, Node] = {}
        for node in facts.values():
            whole[node.id] = node
            whole.update((n.id, n) for n in background.below(node))
        return Rest(tuple(below), whole, tuple(rules), children)

    def _absence(self, literal: int, atom: Atom) -> tuple[Kind, tuple[str, ...]]:
        """The kind of an absence, and by whom or for what reasons."""
        kind: Kind = "derived_false"
        by: tuple[str, ...] = ()
        if atom.name not in TELLING:
            return kind, by
        body = self._reason.get(literal, ())
        named = {self._background.faces[x].atom.name: x for x in body}
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
