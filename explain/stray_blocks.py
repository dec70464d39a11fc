"""Blocks in the templates of a site that nothing prints: a slip in a name would be passed over without a word."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from jinja2 import BaseLoader, Environment, TemplateNotFound, nodes


@dataclass(frozen=True, slots=True)
class Stray:
    """A block of a site that nothing prints.

    Attributes:
        name: of the block.
        path, line: where it stands.
        known: the blocks that there are.
    """

    name: str
    path: str
    line: int
    known: tuple[str, ...]


def stray_block(environment: Environment, loader: BaseLoader, name: str, site: Path) -> Stray | None:
    """The first block of a template of a site that no template which it extends has, and that neither `order` nor a `self` names.

    Args:
        environment: that parses.
        loader: of the templates.
        name: of the template that is rendered.
        site: its folder.
    """
    chain: list[tuple[str, nodes.Template]] = []
    goal: str | None = name
    seen: set[str] = set()
    while goal and goal not in seen:
        seen.add(goal)
        try:
            text, path, _ = loader.get_source(environment, goal)
        except TemplateNotFound:
            # Rendering says so, with the line.
            return None
        tree = environment.parse(text, goal, path)
        chain.append((path or "", tree))
        extends = tree.find(nodes.Extends)
        if extends is None:
            break
        goal = extends.template.value if isinstance(extends.template, nodes.Const) else None
    if goal is None:
        # Which template it extends is known only when it is rendered.
        return None
    for number, (path, tree) in enumerate(chain[:-1]):
        if not Path(path).is_relative_to(site):
            return None
        known = {b.name for _, later in chain[number + 1 :] for b in later.find_all(nodes.Block)}
        named = {word for _, any_of in chain for word in _named(any_of)}
        for block in tree.body:
            if isinstance(block, nodes.Block) and block.name not in known | named:
                return Stray(block.name, path, block.lineno, tuple(sorted(known)))
    return None


def _named(tree: nodes.Template) -> Iterator[str]:
    """Names of blocks that a template prints by name."""
    for block in tree.find_all(nodes.Block):
        if block.name == "order":
            for text in block.find_all((nodes.TemplateData, nodes.Const)):
                value = text.data if isinstance(text, nodes.TemplateData) else text.value  # type: ignore[attr-defined]  # the other has it
                yield from str(value).split()
    for access in tree.find_all(nodes.Getattr):
        if isinstance(access.node, nodes.Name) and access.node.name == "self":
            yield access.attr
