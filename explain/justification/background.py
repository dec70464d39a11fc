"""What every justification from one ground program shares: ids, citations, the facts and rules of the packs behind the ground rules."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol, cast

from explain.justification.cited_facts import CitedFacts
from explain.justification.ground_rules import Body, GroundRules, Lookup
from explain.justification.nodes import Cite, Node, Rule
from explain.justification.predicates import OF_CONTEXT, OF_STATEMENT, TESTS, hidden
from explain.justification.source_rules import SourceRules
from guideline.model import Knowledge, Test, TestKind
from guideline.program import GroundProgram
from guideline.terms.atoms import Atom
from guideline.terms.parsed import SourceRule

MOST = 1 << 14
"""So many different ways for literals to rest on others are kept; a patient needs some hundreds."""


class Knowing(Protocol):
    """What is needed of a compiled pack (`guideline.packs.Compiled`)."""

    @property
    def knowledge(self) -> Knowledge:
        """The sources, contexts and statements."""

    @property
    def rules(self) -> Sequence[SourceRule]:
        """The rules of the packs."""


class Face(NamedTuple):
    """What does not change of the node of a literal: its id, its atom, whose words it is, and the test that it stands for, if it does."""

    id: str
    atom: Atom
    cite: Cite | None
    test: Test | None


@dataclass(slots=True)
class Rest:
    """What a literal rests on.

    Attributes:
        below: literals.
        facts: facts of the pack, and what these rest on, by id.
        rules: rules of the pack.
        children: ids of the literals, and of the facts that it rests on itself.
        node: the last node that was made of it, for the next patient of whom the same is to be said.
    """

    below: tuple[int, ...]
    facts: Mapping[str, Node]
    rules: tuple[Rule, ...]
    children: tuple[str, ...]
    node: Node | None = None


class Background:
    """Looks things up once and keeps them; what a pack never asks about costs nothing.

    Attributes:
        ground: the rules.
        literals: the number of each atom that depends on the patient.
        shown: the literal that stands for one below others: of a record the test as known; 0 where its reasons stand in its place.
        inside: of a body, the literals whose reasons stand in their place, the last first.
        faces: what does not change of the node of a literal.
        rests: what literals rest on, by the literal and the reasons that were followed; `kept` adds to it.
        used: whether reasons were given before; for one patient alone it takes longer to keep what literals rest on than it saves.
    """

    def __init__(self, program: GroundProgram, compiled: Knowing) -> None:
        self.ground = GroundRules(program)
        self.literals = program.literals
        self._knowledge = compiled.knowledge
        self._cited = CitedFacts(program)
        self._rules = SourceRules(compiled.rules, program.facts, program.literals)
        self._facts = {name: frozenset(rows) for name, rows in program.facts.items()}
        self._fixed: dict[Atom, Node] = {}
        self._named: dict[str, Node] = {}
        self._behind: dict[tuple[int, Body], tuple[tuple[Node, ...], tuple[Rule, ...]]] = {}
        self._could: dict[int, tuple[Rule, ...]] = {}
        self.shown = Lookup(self._shown)
        self.inside = Lookup(self._inside)
        self.faces = Lookup(self._face)
        self.rests: dict[tuple[int | Body, ...], Rest] = {}
        self.used = False

    def fixed(self, atom: Atom) -> Node:
        """The node of an atom that is the same for every patient: a fact, or what no rule can make; `below` has what it rests on."""
        made = self._fixed.get(atom)
        if made is None:
            holds = atom.args in self._facts.get(atom.name, ())
            made = self._fact(atom, frozenset((atom,))) if holds else None
            if made is None:
                rules = [Rule(r.place, r.text) for r in self._rules.of(atom)]
                made = self._fixed[atom] = self._settled(atom, holds, () if holds else tuple(rules), ())
        return made

    def below(self, node: Node) -> Iterator[Node]:
        """The facts that a fact rests on, as the rule that makes it for every patient has conditions."""
        todo, seen = list(reversed(node.children)), set(node.children)
        while todo:
            child = self._named[todo.pop()]
            yield child
            more = [c for c in child.children if c not in seen]
            seen.update(more)
            todo += reversed(more)

    def _fact(self, atom: Atom, above: frozenset[Atom]) -> Node | None:
        """The node of a fact that rests on none of those above it; None where there is no such way to it, or no rule."""
        made = self._fixed.get(atom)
        if made is not None:
            return made
        ways = self._ways(atom)
        for rule, facts in ways:
            nodes = [self._fact(f, above | {f}) for f in facts if f not in above]
            known = [n for n in nodes if n]
            if len(known) == len(facts):
                made = self._settled(atom, True, (Rule(rule.place, rule.text),), tuple([n.id for n in known]))
                break
        if made is None and not ways:
            made = self._settled(atom, True, (), ())
        if made is not None:
            self._fixed[atom] = self._named[made.id] = made
        return made

    def _ways(self, atom: Atom) -> list[tuple[SourceRule, tuple[Atom, ...]]]:
        """The rules that make an atom for every patient; for a test that only follows from others of its finding, the rules of these."""
        if atom.name not in TESTS:
            return self._rules.fits(atom, ())
        others = [Atom(n, row) for n in sorted(TESTS) for row in self._facts.get(n, ()) if row[0] == atom.args[0]]
        for test in (atom, *others):
            found = self._rules.fits(Atom("follows", (written(test),)), ())
            if found:
                return found
        return []

    def _settled(self, atom: Atom, holds: bool, rules: tuple[Rule, ...], children: tuple[str, ...]) -> Node:
        return Node(
            id=("" if holds else "not ") + written(atom),
            kind="fact" if holds else "no_rule",
            name=atom.name,
            args=atom.args,
            holds=holds,
            cite=self._cite(atom, fact=holds),
            record=None,
            rules=rules,
            by=(),
            children=children,
        )

    def behind(self, head: int, body: Body) -> tuple[tuple[Node, ...], tuple[Rule, ...]]:
        """The facts and the rule of the pack behind a ground rule."""
        made = self._behind.get((head, body))
        if made is None:
            atom, read = self.ground.atom(head), [(x > 0, self.ground.atom(abs(x))) for x in body]
            facts = self._cited.behind(atom, [a for _, a in read])
            rule, more = self._rules.behind(atom, read)
            nodes = tuple([self.fixed(f) for f in dict.fromkeys((*facts, *more))])
            made = self._behind[head, body] = (nodes, (Rule(rule.place, rule.text),) if rule else ())
        return made

    def could(self, head: int) -> tuple[Rule, ...]:
        """The rules of the pack that may derive an atom for some patient."""
        made = self._could.get(head)
        if made is None:
            rules = [r for body in self.ground.bodies[head] for r in self.behind(head, body)[1]]
            made = self._could[head] = tuple(sorted(dict.fromkeys(rules)))
        return made

    def _shown(self, literal: int) -> int:
        if literal in self.ground.given:
            return self.ground.known(literal)
        atom = self.ground.atom(abs(literal))
        # That a test is not recorded says the node of the test; only a circle names the missing record itself.
        if hidden(atom, holds=literal > 0) and not (atom.name == "given" and literal < 0):
            return 0
        return literal

    def _inside(self, body: Body) -> list[int]:
        return [x for x in reversed(body) if not self.shown[x]]

    def _face(self, literal: int) -> Face:
        atom = self.ground.atom(abs(literal))
        test = None
        if atom.name in TESTS or atom.name == "given":
            test = self.ground.given.get(abs(literal)) or Test(cast(TestKind, atom.name), atom.args[0], "".join(atom.args[1:]))
        return Face(("" if literal > 0 else "not ") + written(atom), atom, self._cite(atom, fact=False), test)

    def kept(self, key: tuple[int | Body, ...], rest: Rest) -> Rest:
        """Keeps what a literal rests on; patients share most of it, and no number of them makes it more than a program can hold."""
        if len(self.rests) >= MOST:
            self.rests.clear()
            self.inside.clear()
        self.rests[key] = rest
        return rest

    def _cite(self, atom: Atom, *, fact: bool) -> Cite | None:
        if not atom.args:
            return None
        first = atom.args[0]
        statement = self._knowledge.statements.get(first)
        if statement and (fact or atom.name in OF_STATEMENT):
            return Cite(statement.name, statement.source, statement.locator, statement.place)
        context = self._knowledge.contexts.get(first)
        return Cite("", context.source, "", None) if context and atom.name in OF_CONTEXT else None


def written(atom: Atom) -> str:
    """An atom as the program writes it, texts in quotes."""
    return f"{atom.name}({','.join([_argument(a) for a in atom.args])})" if atom.args else atom.name


def _argument(text: str) -> str:
    if text.removeprefix("-").isdecimal():
        return text
    word = text.partition("(")[0]
    name = word.lstrip("_")[:1].islower() and word.replace("_", "a").replace("'", "a").isalnum()
    if name and (word == text or text.endswith(")")):
        return text
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'
