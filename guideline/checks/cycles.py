"""Checks of order: nothing is a kind, a part, a special case, a later edition or a criterion of itself, and rules are stratified."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping

from guideline.checks.ledger import Ledger
from guideline.errors import Place
from guideline.model import COMPARISONS, Test
from guideline.terms import assertions as a
from guideline.terms import declarations as d
from guideline.terms.contract import RULED
from guideline.terms.parsed import Group, SourceRule

Edge = tuple[str, str, Place]


def components(graph: Mapping[str, Iterable[str]]) -> list[list[str]]:
    """The strongly connected components of a graph with more than one node, or with an edge to itself, each sorted.

    Tarjan's algorithm with a stack of its own: packs may nest deeper than Python lets functions call each other.
    """
    index: dict[str, int] = {}
    low: dict[str, int] = {}
    stack: list[str] = []
    on_stack: set[str] = set()
    found: list[list[str]] = []
    for root in sorted(graph):
        if root in index:
            continue
        work = [(root, iter(sorted(graph[root])))]
        index[root] = low[root] = len(index)
        stack.append(root)
        on_stack.add(root)
        while work:
            node, rest = work[-1]
            for target in rest:
                if target not in index:
                    index[target] = low[target] = len(index)
                    stack.append(target)
                    on_stack.add(target)
                    work.append((target, iter(sorted(graph.get(target, ())))))
                    break
                if target in on_stack:
                    low[node] = min(low[node], index[target])
            else:
                work.pop()
                if work:
                    low[work[-1][0]] = min(low[work[-1][0]], low[node])
                if low[node] == index[node]:
                    cut = stack.index(node)
                    members = sorted(stack[cut:])
                    del stack[cut:]
                    on_stack.difference_update(members)
                    if len(members) > 1 or node in graph.get(node, ()):
                        found.append(members)
    return sorted(found)


def _walk(start: str, end: str, graph: Mapping[str, Iterable[str]], inside: set[str]) -> list[str]:
    """A shortest way from `start` to `end` within some nodes, both named (one node where they are the same)."""
    if start == end:
        return [start]
    before: dict[str, str] = {}
    layer = [start]
    while layer and end not in before:
        ahead: list[str] = []
        for node in layer:
            for target in sorted(graph.get(node, ())):
                if target in inside and target != start and target not in before:
                    before[target] = node
                    ahead.append(target)
        layer = ahead
    way = [end]
    while way[-1] != start:
        way.append(before[way[-1]])
    return way[::-1]


def _graph(edges: Iterable[Edge]) -> dict[str, set[str]]:
    graph: dict[str, set[str]] = defaultdict(set)
    for start, end, _ in edges:
        graph[start].add(end)
    return graph


def _acyclic(ledger: Ledger, code: str, what: str, edges: list[Edge]) -> None:
    """Notes one defect for each knot of edges, at the last of them."""
    graph = _graph(edges)
    for members in components(graph):
        inside = set(members)
        start, end, place = max((e for e in edges if e[0] in inside and e[1] in inside), key=lambda e: (e[2], e[0], e[1]))
        way = [start, *_walk(end, start, graph, inside)]
        ledger.report(code, place, f"{what} in a circle: {_arrows(way)}", "take one of these away")


def _arrows(way: list[str]) -> str:
    return " -> ".join(f"`{node}`" for node in way)


def taxonomy(ledger: Ledger) -> None:
    """`taxonomy-cycle`: an action is a kind or a part of itself."""
    edges = [(f.action, f.parent, place) for f, place in ledger.facts.of(d.KindOf)]
    edges += [(f.action, f.part, place) for f, place in ledger.facts.of(d.Includes)]
    _acyclic(ledger, "taxonomy-cycle", "`kind_of` and `includes`", edges)


def editions(ledger: Ledger) -> None:
    """`succeeds-cycle`: a document is a later edition of itself."""
    _acyclic(ledger, "succeeds-cycle", "`succeeds`", [(f.source, f.earlier, place) for f, place in ledger.facts.of(d.Succeeds)])


def scopes(ledger: Ledger) -> None:
    """`narrower-cycle`: a context is a special case of itself."""
    _acyclic(ledger, "narrower-cycle", "`narrower`", [(f.context, f.wider, place) for f, place in ledger.facts.of(d.Narrower)])


def overriding(ledger: Ledger) -> None:
    """`override-cycle`: a statement beats itself, in the whole or for one action."""
    whole = [(f.statement, f.other, place) for f, place in ledger.facts.of(a.Overrides)]
    before = len(ledger.problems)
    _acyclic(ledger, "override-cycle", "`overrides`", whole)
    partial: dict[str, list[Edge]] = defaultdict(list)
    for fact, place in ledger.facts.of(a.OverridesFor):
        partial[fact.action].append((fact.statement, fact.other, place))
    if len(ledger.problems) == before:  # else each action would name the same circle again
        for action, edges in sorted(partial.items()):
            _acyclic(ledger, "override-cycle", f"`overrides` for `{action}`", [*whole, *edges])


def criteria(ledger: Ledger) -> None:
    """`group-cycle`: a group of criteria is a member of itself."""
    edges: list[Edge] = []
    for any_of, place in ledger.facts.of(a.AnyOf):
        if isinstance(any_of.criterion, Group):
            edges.append((f"any({any_of.group})", str(any_of.criterion), place))
    for all_of, place in ledger.facts.of(a.AllOf):
        if isinstance(all_of.criterion, Group):
            edges.append((f"all({all_of.group})", str(all_of.criterion), place))
    _acyclic(ledger, "group-cycle", "groups of criteria", edges)


def stratified(ledger: Ledger) -> None:
    """`unstratified`: a concept, or what follows from a record, hangs on its own absence."""
    heads = _heads(ledger)
    edges: list[tuple[str, str, bool, Place]] = []
    for rule in ledger.reading.rules:
        for literal in rule.body:
            targets = {_known(test) for test in literal.tests} or {f"{literal.name}/{literal.arity}"}
            edges += [(head, target, literal.positive, rule.place) for head in heads(rule) for target in sorted(targets)]
    graph = _graph((head, target, place) for head, target, _, place in edges)
    for members in components(graph):
        inside = set(members)
        negative = [e for e in edges if not e[2] and e[0] in inside and e[1] in inside]
        if negative:
            head, target, _, place = min(negative, key=lambda e: (e[3], e[0], e[1]))
            way = [head, *_walk(target, head, graph, inside)]
            message = f"`{head.split('/')[0]}` hangs on its own absence: {_arrows(way)}"
            ledger.report("unstratified", place, message, "let no rule ask, by way of `not`, for what rests on it")


def _heads(ledger: Ledger) -> Callable[[SourceRule], list[str]]:
    """What a rule states that bodies can ask for."""
    following: dict[Place, list[str]] = defaultdict(list)
    for fact, place in ledger.facts.of(d.Follows):
        following[place].append(_known(fact.test))
    closed = {kind.meta.name for kind in RULED}

    def of(rule: SourceRule) -> list[str]:
        if rule.head_name == "follows":
            return following[rule.place]
        return [] if rule.head_name in closed else [f"{rule.head_name}/{rule.head_arity}"]

    return of


def _known(test: Test) -> str:
    """What a test is for the order of rules: thresholds imply each other, and so do actions and their classes."""
    if test.kind in COMPARISONS:
        return f"{'at least' if test.kind in {'at_least', 'above'} else 'at most'} {test.subject}"
    return "unsuitable" if test.kind == "unsuitable" else str(test)


CHECKS: tuple[Callable[[Ledger], None], ...] = (taxonomy, editions, scopes, overriding, criteria, stratified)
