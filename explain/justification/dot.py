"""A justification as a graph in the language of Graphviz, for a picture."""

from __future__ import annotations

import textwrap

from explain.justification.nodes import Justification, Node, Phrase, symbols

WIDTH = 40
"""Characters of a line in a node."""
SHAPES = {
    "recorded": "box",
    "contradicted": "box",
    "not_recorded": "box",
    "undecided": "box",
    "fact": "note",
    "chosen": "hexagon",
    "chosen_otherwise": "hexagon",
}
"""Shape by kind: what the record says or lacks, what a source states, what is chosen. A statement in force, or not, is a tab; all else that
rules decide an ellipse. What does not hold has a dashed outline; so no colour is needed."""
LEGEND = (
    "Dashed: does not hold. Solid: holds. Bold: what was asked about. An arrow leads to a reason.",
    "Box: what the record says or lacks. Note: what a source states. Tab: a statement in force, or not.",
    "Hexagon: what an alternative takes or sets aside. Ellipse: all else that rules decide.",
)
"""Stands before the graph, as comments."""


def dot(graph: Justification, say: Phrase | None = None) -> str:
    """The graph as text for `dot`: the same for the same justification.

    Args:
        graph: the justification.
        say: words a node; without it, its id and kind.
    """
    numbers = {name: f"n{i}" for i, name in enumerate(graph.nodes)}
    words = say or symbols
    lines = [f"// {row}" for row in LEGEND]
    lines += ["digraph justification {", "  rankdir=TB;", '  node [fontname="sans-serif", fontsize=10];']
    for name, node in graph.nodes.items():
        lines.append(f"  {numbers[name]} [{_attributes(node, words(node, False), name in graph.roots)}];")
    for name, node in graph.nodes.items():
        lines += [f"  {numbers[name]} -> {numbers[child]};" for child in node.children]
    return "\n".join([*lines, "}"]) + "\n"


def _attributes(node: Node, words: str, root: bool) -> str:
    style = "solid" if node.holds else "dashed"
    rows = textwrap.wrap(words, WIDTH, break_long_words=False, break_on_hyphens=False) or [node.id]
    label = "\\n".join(row.replace("\\", "\\\\").replace('"', '\\"') for row in rows)
    pen = ", penwidth=2" if root else ""
    shape = SHAPES.get(node.kind, "tab" if node.name in {"in_force", "live"} else "ellipse")
    return f'shape={shape}, style={style}{pen}, label="{label}"'
