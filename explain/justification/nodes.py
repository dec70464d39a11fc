"""The nodes of a justification as plain values: literals with their reasons, whose words they are, and what the case says of them."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Literal, NamedTuple, Protocol, cast

from explain.justification.predicates import COMPLEMENTS
from explain.justification.turned import Needed
from guideline.errors import Place
from guideline.model import Exclusion, Recorded, Test, TestKind
from guideline.packs import encodings_folder

Kind = Literal[
    "recorded",
    "derived",
    "fact",
    "contradicted",
    "not_recorded",
    "undecided",
    "derived_false",
    "overridden",
    "out_of_scope",
    "switched_off",
    "no_rule",
    "circle",
    "open",
    "chosen",
    "chosen_otherwise",
]
"""How a literal comes about.

What holds is `recorded` by the case, `derived` by a rule, or a `fact` of the pack. What does not hold is `contradicted` by recorded
facts, `not_recorded`, `undecided` (its finding is recorded, but not so that it decides the test), `derived_false` (each of its rules
fails), `overridden`, `out_of_scope`, `switched_off`; there is `no_rule` that could make it for any patient; or it stands in a `circle`
of atoms that only each other could make true. A word of a statement, and a group of criteria, may be `open` for want of a record: no
criterion of it is known to be unmet, and not all are known to be met. What an alternative of a decision takes is `chosen`; what it sets
aside is `chosen_otherwise`.
"""


class Cite(NamedTuple):
    """Whose words a node is: a statement of a source, or, without a statement, the source of a context."""

    statement: str
    source: str
    locator: str
    place: Place | None


class Rule(NamedTuple):
    """A rule of a pack: where it stands, and its text."""

    place: Place
    text: str


class Node(NamedTuple):
    """One literal with its reason.

    Attributes:
        id: the atom as the program writes it, after `not ` where it does not hold.
        kind: how it comes about.
        name, args: of the atom; `not` is told by `holds`.
        holds: whether the atom holds.
        cite: the statement or source that it belongs to.
        record: what the case says of its finding or action, for a test that the case decides, or mentions.
        rules: the rule of the pack that derives it; of what does not hold, all that could have.
        by: the statements that override it; the reasons for which a context leaves the patient out; of what an alternative sets aside,
            the statements that it follows instead, or the one that asks for a companion.
        children: ids of the literals that it rests on.
    """

    id: str
    kind: Kind
    name: str
    args: tuple[str, ...]
    holds: bool
    cite: Cite | None
    record: Recorded | Exclusion | None
    rules: tuple[Rule, ...]
    by: tuple[str, ...]
    children: tuple[str, ...]


class Phrase(Protocol):
    """Words a node; `again` says that its reasons were given further up."""

    def __call__(self, node: Node, again: bool, /) -> str:
        """The words, on one line."""
        ...


class Trying(Protocol):
    """Tries more records for the patient of one answer."""

    def needed(self, nodes: Iterable[Node], test: Test) -> Needed:
        """What else has to be recorded with a test that nothing is recorded of, so that some of these nodes turns."""
        ...


@dataclass(frozen=True, slots=True)
class Justification:
    """The reasons of some conclusions. Acyclic; every node is there once; nothing rests on itself.

    Attributes:
        roots: the id of each conclusion, in the order in which they were asked for.
        nodes: by id, each after the node that led to it.
        turning: tries what more on record would turn some of them; None where only the reasons were asked for.
    """

    roots: tuple[str, ...]
    nodes: Mapping[str, Node]
    turning: Trying | None = field(default=None, compare=False, repr=False)

    def below(self, *roots: str) -> Iterator[Node]:
        """The given nodes (all, when none is given) and everything that they rest on, each once."""
        todo = list(reversed(roots or self.roots))
        seen: set[str] = set()
        while todo:
            name = todo.pop()
            if name not in seen:
                seen.add(name)
                node = self.nodes[name]
                yield node
                todo.extend(reversed(node.children))

    def tests(self, *roots: str) -> frozenset[Test]:
        """The recorded tests that the given nodes rest on: a case that records these and no other comes to the same."""
        found = [n for n in self.below(*roots) if n.kind == "recorded"]
        return frozenset(Test(cast(TestKind, n.name), n.args[0], "".join(n.args[1:])) for n in found)

    def statements(self, *roots: str) -> frozenset[str]:
        """The statements that the given nodes rest on: with all others switched off, they come to the same."""
        used: set[str] = set()
        for node in self.below(*roots):
            if node.holds and node.name in {"in_force", "live", "active"}:
                used.add(node.args[0])
            elif node.holds and node.name == "overridden":
                used.update(node.args[:2])
        return frozenset(used)

    def lines(self, root: str, phrase: Phrase | None = None, *, indent: str = "  ", told: set[str] | None = None) -> list[str]:
        """The reasons of one node as text, a line each, indented by depth; no longer than the graph has edges.

        Args:
            root: id of the node to begin with.
            phrase: words a node; without it a line holds id, kind and places as they are.
            indent: for one level.
            told: ids whose reasons were given before, for several roots in a row; grows.
        """
        return [indent * depth + text for depth, text in self.rows(root, phrase, told=told)]

    def rows(self, root: str, phrase: Phrase | None = None, *, told: set[str] | None = None) -> list[tuple[int, str]]:
        """The same as `lines`, each as its depth and its text. In words, what the record contradicts is told by what it says instead."""
        say = phrase or symbols
        made: list[tuple[int, str]] = []
        told = set() if told is None else told
        todo = [(0, root)]
        while todo:
            depth, name = todo.pop()
            node = self._instead(self.nodes[name]) if phrase else self.nodes[name]
            name = node.id
            again = name in told and bool(node.children)
            made.append((depth, say(node, again)))
            if not again:
                told.add(name)
                todo.extend((depth + 1, child) for child in reversed(node.children))
        return made

    def _instead(self, node: Node) -> Node:
        """Of a contradicted test, the opposite that contradicts it, where that is its one reason; else the node itself."""
        if node.kind != "contradicted" or len(node.children) != 1:
            return node
        child = self.nodes[node.children[0]]
        opposed = child.holds and child.name == COMPLEMENTS.get(node.name) and child.args == node.args
        return child if opposed else node

    def to_json(self) -> dict[str, Any]:
        """Plain values for `json.dumps`, with all keys in every node."""
        return {"roots": list(self.roots), "nodes": [node_json(n) for n in self.nodes.values()]}


def symbols(node: Node, again: bool) -> str:
    """A node without words: id, kind, places; `^` where its reasons stand further up."""
    if again:
        return f"{node.id} ^"
    parts = [node.id, node.kind, *node.by]
    if node.cite:
        parts.append(", ".join(filter(None, (node.cite.source, node.cite.locator))))
    if node.record:
        parts.append(str(node.record.place))
    parts += [told_place(r.place) for r in node.rules]
    return " | ".join(parts)


def told_place(place: Place) -> str:
    """A place in a pack; in the shipped one from its folder on, so that it does not tell where the engine is installed."""
    return str(place).removeprefix(_shipped())


@cache
def _shipped() -> str:
    return f"{encodings_folder()}{os.sep}"


def node_json(node: Node) -> dict[str, Any]:
    """A node as plain values, with all keys."""
    cite, record = node.cite, node.record
    return {
        "id": node.id,
        "kind": node.kind,
        "name": node.name,
        "args": list(node.args),
        "holds": node.holds,
        "statement": cite.statement or None if cite else None,
        "source": cite.source if cite else None,
        "locator": cite.locator or None if cite else None,
        "place": told_place(cite.place) if cite and cite.place else None,
        "record": {"text": record.text if isinstance(record, Recorded) else record.because, "place": str(record.place)} if record else None,
        "rules": [{"place": told_place(r.place), "text": r.text} for r in node.rules],
        "by": list(node.by),
        "children": list(node.children),
    }
