"""Tells what asks for an action beside another one, where nothing asks for it by itself."""

from __future__ import annotations

from collections.abc import Iterator

from explain.render import phrase
from explain.telling import Line
from explain.views.asked_with import AskedWith


def tell_asked_with(found: tuple[AskedWith, ...], depth: int = 0, *, short: bool = False) -> Iterator[Line]:
    """That nothing asks for it by itself, and what asks for it beside what, each with its place; nothing where nothing does."""
    if short and found:
        rows = [phrase("beside_what", x.how, x.label) for x in found]
        yield Line("; ".join([phrase("not_by_itself"), *rows]), depth, "; ".join(dict.fromkeys(x.cite.id for x in found)))
        return
    if found:
        yield Line(phrase("not_by_itself"), depth)
    for x in found:
        yield Line(phrase("beside_what", x.how, x.label), depth + 1, ", ".join(filter(None, (x.cite.id, x.cite.locator))))
