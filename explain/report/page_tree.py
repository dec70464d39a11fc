"""Reads a page of a report into its elements, drawings as they stand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = frozenset({"br", "meta", "link", "input", "hr", "img", "col", "wbr"})
OUTSIDE = "image"
"""An element of a drawing that takes a picture from elsewhere; a browser shows none, as the page allows no image."""


@dataclass(slots=True)
class Element:
    """An element of the page with what stands in it; `drawing` is the text of an `<svg>` as it stands."""

    name: str
    attributes: Mapping[str, str] = field(default_factory=dict)
    children: list[Element | str] = field(default_factory=list)
    drawing: str = ""

    @property
    def classes(self) -> frozenset[str]:
        """Of the element."""
        return frozenset(self.attributes.get("class", "").split())


class _Reader(HTMLParser):
    """Reads a page into elements. Pages are written by templates here, so that every element that is opened is closed."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Element("page")
        self._open = [self.root]
        self._drawing: list[str] = []
        """The elements of a drawing that are open, as they are written: a drawing tells capitals from small letters, HTML does not."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self._drawing or tag == "svg":
            if not self._drawing:
                self._push(Element("svg"))
            text = self.get_starttag_text() or ""
            self._drawing.append(text[1 : 1 + len(tag)])
            self._draw("" if tag == OUTSIDE else text)
            return
        element = Element(tag, {k: v or "" for k, v in attrs})
        if tag in VOID:
            self._open[-1].children.append(element)
        else:
            self._push(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self._drawing:
            self._draw("" if tag == OUTSIDE else self.get_starttag_text() or "")
        else:
            self._open[-1].children.append(Element(tag, {k: v or "" for k, v in attrs}))

    def handle_endtag(self, tag: str) -> None:
        if self._drawing:
            name = self._drawing.pop() if self._drawing[-1].lower() == tag else tag
            self._draw("" if tag == OUTSIDE else f"</{name}>")
            if not self._drawing:
                self._open.pop()
            return
        if tag in VOID:
            return
        for place in range(len(self._open) - 1, 0, -1):
            if self._open[place].name == tag:
                del self._open[place:]
                return

    def handle_data(self, data: str) -> None:
        if self._drawing:
            self._draw(data.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"))
        else:
            self._open[-1].children.append(data)

    def _draw(self, text: str) -> None:
        self._open[-1].drawing += text

    def _push(self, element: Element) -> None:
        self._open[-1].children.append(element)
        self._open.append(element)


def elements(page: str) -> Element:
    """The root that the elements of a page stand in.

    Args:
        page: in HTML, as the templates of reports write it: what is opened is closed.
    """
    reader = _Reader()
    reader.feed(page)
    reader.close()
    return reader.root


def find(element: Element, name: str) -> Iterator[Element]:
    """All elements of a name inside one, in order."""
    for child in element.children:
        if isinstance(child, Element):
            if child.name == name:
                yield child
            yield from find(child, name)


def plain(element: Element) -> str:
    """The words inside an element, at any depth."""
    return "".join(c if isinstance(c, str) else plain(c) for c in element.children).strip()
