"""Typesets a report for paper: reads its page in HTML and writes it as Typst, whose compiler makes the PDF.

The page is the one content of a report; so whatever a site's templates change there is changed on paper too. Folds are printed open.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser

import typst

VOID = frozenset({"br", "meta", "link", "input", "hr", "img", "col", "wbr"})
LEFT_OUT = frozenset({"head", "nav", "script", "style", "button", "input", "label", "template"})
"""What has no meaning on paper."""

NARROW, WIDE = 6, 40
"""Characters: columns share the width by their longest cell, within these bounds."""
PIXEL = 0.75
"""Points."""
LONG, PIECE = 24, 12
"""Characters: a word that is longer may be broken after its punctuation, and where it has none after so many."""
ZERO_WIDTH = "\N{ZERO WIDTH SPACE}"
_PIECES = re.compile(rf"[^._/-]{{1,{PIECE}}}[._/-]*|[._/-]+")

_HEAD = """#set document(title: %(title)s, date: none)
#set page(paper: "a4", margin: (x: 18mm, top: 18mm, bottom: 20mm), numbering: "1 / 1")
#set text(font: ("Libertinus Serif", "DejaVu Sans Mono"), size: 10pt, lang: %(language)s)
#set par(leading: 0.6em, spacing: 0.8em)
#set list(indent: 0.4em, spacing: 0.6em)
#set table(stroke: (x: none, y: 0.4pt + gray), inset: (x: 3pt, y: 3pt))
#show heading: set block(above: 1.3em, below: 0.7em, sticky: true)
#show raw: set text(font: "DejaVu Sans Mono", size: 0.85em)
#let warn(body) = text(fill: rgb("#8a4600"), body)
#let soft(body) = text(fill: rgb("#444444"), body)
#let good(body) = text(fill: rgb("#116329"), weight: "bold", body)
#let card(body) = block(stroke: 0.5pt + gray, inset: 7pt, radius: 3pt, width: 100%%, body)
#let dense(body) = {
  set text(size: 8pt)
  set list(indent: 0.1em, body-indent: 0.3em, spacing: 0.45em)
  set par(leading: 0.5em)
  columns(2, gutter: 6mm, body)
}
#let fold(title, body) = block(above: 0.9em, sticky: true, text(weight: "bold", title)) + pad(left: 0.8em, body)
"""


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


class _Tree(HTMLParser):
    """Reads a page into elements. Pages are written by templates here, so that every element that is opened is closed."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Element("page")
        self._open = [self.root]
        self._drawing = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self._drawing or tag == "svg":
            if not self._drawing:
                self._push(Element("svg"))
            self._drawing += 1
            self._open[-1].drawing += self.get_starttag_text() or ""
            return
        element = Element(tag, {k: v or "" for k, v in attrs})
        if tag in VOID:
            self._open[-1].children.append(element)
        else:
            self._push(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self._drawing:
            self._open[-1].drawing += self.get_starttag_text() or ""
        else:
            self._open[-1].children.append(Element(tag, {k: v or "" for k, v in attrs}))

    def handle_endtag(self, tag: str) -> None:
        if self._drawing:
            self._drawing -= 1
            self._open[-1].drawing += f"</{tag}>"
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
            self._open[-1].drawing += data.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        else:
            self._open[-1].children.append(data)

    def _push(self, element: Element) -> None:
        self._open[-1].children.append(element)
        self._open.append(element)


def pdf(page: str) -> bytes:
    """A page in HTML as PDF: tagged, with page numbers and without a date, so that the same page gives the same bytes.

    Args:
        page: from `explain.report.page.page`, or any page of such simple make.
    """
    return typst.compile(typesetting(page).encode(), format="pdf")


def typesetting(page: str) -> str:
    """The same page as Typst."""
    tree = _Tree()
    tree.feed(page)
    tree.close()
    html = next(_find(tree.root, "html"), tree.root)
    title = next(_find(tree.root, "title"), Element("title"))
    body = next(_find(tree.root, "body"), tree.root)
    head = _HEAD % {"title": json.dumps(_plain(title)), "language": json.dumps(html.attributes.get("lang", "en"))}
    return head + _inside(body)


def _find(element: Element, name: str) -> Iterator[Element]:
    for child in element.children:
        if isinstance(child, Element):
            if child.name == name:
                yield child
            yield from _find(child, name)


def _plain(element: Element) -> str:
    return "".join(c if isinstance(c, str) else _plain(c) for c in element.children).strip()


def _text(text: str, write: str = "#{};") -> str:
    """Words as strings of Typst, in which nothing is markup; the semicolon ends the expression.

    Between the pieces of a long word stands no character, which who copies the word would copy too, but an empty box.
    """
    if not text:
        return ""
    pieces = [""]
    for word in re.split(rf"(\S{{{LONG + 1},}})", text):
        first, *rest = _PIECES.findall(word) if len(word) > LONG and not re.search(r"\s", word) else [word]
        pieces[-1] += first
        pieces += rest
    return "#box();".join(write.format(_string(p)) for p in pieces)


def _breakable(text: str) -> str:
    """Lines in which a word that may be wider than the page has spaces of no width, as a verbatim block can have nothing else."""
    return re.sub(rf"\S{{{4 * PIECE},}}", lambda m: ZERO_WIDTH.join(re.findall(rf".{{1,{PIECE}}}", m[0])), text)


def _string(text: str) -> str:
    r"""A string literal of Typst, which spells code points as `\u{..}`."""
    quoted = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(c if c.isprintable() or c in "\n\t" else f"\\u{{{ord(c):x}}}" for c in quoted) + '"'


def _inside(element: Element, *, verbatim: bool = False) -> str:
    made = []
    for child in element.children:
        if isinstance(child, str):
            words = child if verbatim else " ".join(child.split())
            before = " " if not verbatim and child[:1].isspace() else ""
            after = " " if not verbatim and child[-1:].isspace() and words else ""
            made.append(f"{before}{_text(words)}{after}")
        else:
            made.append(_element(child))
    return "".join(made)


def _element(element: Element) -> str:
    if element.name in LEFT_OUT or "tools" in element.classes or "hidden" in element.attributes:
        return ""
    writer = _WRITERS.get(element.name)
    words = writer(element) if writer else _inside(element)
    for name in ("warn", "alarm", "soft", "dim", "word", "good"):
        if name in element.classes and element.name not in {"li", "p"}:
            words = f"#{_STYLE[name]}[{words}]"
    if element.name in {"li", "p"}:
        return words
    if "dense" in element.classes:
        return f"\n#dense[{words}]\n"
    if "card" in element.classes:
        return f"\n#card[{words}]\n"
    return f"\n\n{words}\n\n" if element.name in {"section", "div", "header", "footer", "main", "figcaption"} else words


_STYLE = {"warn": "warn", "alarm": "warn", "soft": "soft", "dim": "soft", "word": "soft", "good": "good", "bold": "strong"}


def _styled(element: Element) -> str:
    words = _inside(element).strip()
    for name in sorted(element.classes & set(_STYLE)):
        words = f"#{_STYLE[name]}[{words}]"
    return words


def _heading(level: int) -> Callable[[Element], str]:
    return lambda element: f"\n\n#heading(level: {level})[{_inside(element).strip()}]\n\n"


def _list(element: Element) -> str:
    items = [f"[{_styled(c)}]" for c in element.children if isinstance(c, Element) and c.name == "li"]
    return f"\n#list({', '.join(items)})\n" if items else ""


def _table(element: Element) -> str:
    rows = list(_find(element, "tr"))
    cells = [[c for c in r.children if isinstance(c, Element) and c.name in {"th", "td"}] for r in rows]
    columns = max(map(len, cells), default=0)
    if not columns:
        return ""
    widths = [max([len(_plain(r[i])) for r in cells if i < len(r)], default=0) for i in range(columns)]
    shares = ", ".join(f"{min(max(w, NARROW), WIDE)}fr" for w in widths)
    head = cells[0] if cells[0] and all(c.name == "th" for c in cells[0]) else []
    header = f"table.header({', '.join(f'strong[{_inside(c).strip()}]' for c in head)}), " if head else ""
    body = ", ".join(f"[{_inside(c).strip()}]" for r in cells[bool(head) :] for c in [*r, *[Element("td")] * (columns - len(r))])
    return f"\n#table(columns: ({shares},), {header}{body})\n"


def _fold(element: Element) -> str:
    summary = next((c for c in element.children if isinstance(c, Element) and c.name == "summary"), Element("summary"))
    rest = Element("div", {}, [c for c in element.children if c is not summary])
    return f"\n#fold([{_inside(summary).strip()}], [{_inside(rest).strip()}])\n"


def _drawing(element: Element) -> str:
    # The ink of the page around it is black on paper.
    svg = element.drawing.replace("currentColor", "#000000")
    said = next(_svg_texts(svg, "desc"), "")
    box = re.search(r'viewBox="0 0 ([0-9.]+)', svg)
    width = f"calc.min({float(box.group(1)) * PIXEL:.2f}pt, size.width)" if box else "size.width"
    return f'\n#layout(size => image(bytes({_string(svg)}), format: "svg", width: {width}, alt: {_string(said)}))\n'


def _figure(element: Element) -> str:
    """A picture with its caption; the table that says the same stands in for it only where there is no picture."""
    return _inside(Element("div", {}, [c for c in element.children if not (isinstance(c, Element) and c.name == "details")]))


def _svg_texts(svg: str, name: str) -> Iterator[str]:
    tree = _Tree()
    tree.feed(svg.replace("<svg", "<drawing", 1))
    for found in _find(tree.root, name):
        yield _plain(found)


def _link(element: Element) -> str:
    goal = element.attributes.get("href", "")
    words = _inside(element)
    return f"#link({_string(goal)})[{words}]" if goal.startswith(("https://", "http://")) else words


_WRITERS: Mapping[str, Callable[[Element], str]] = {
    **{f"h{n}": _heading(n) for n in range(1, 7)},
    "p": lambda e: f"\n\n{_styled(e)}\n\n",
    "ul": _list,
    "ol": _list,
    "dl": lambda e: f"\n\n{_inside(e)}\n\n",
    "dt": lambda e: f"\n\n#strong[{_inside(e).strip()}] ",
    "dd": lambda e: f"{_inside(e).strip()}\n\n",
    "table": _table,
    "details": _fold,
    "figure": _figure,
    "svg": _drawing,
    "a": _link,
    "strong": lambda e: f"#strong[{_inside(e)}]",
    "b": lambda e: f"#strong[{_inside(e)}]",
    "em": lambda e: f"#emph[{_inside(e)}]",
    "i": lambda e: f"#emph[{_inside(e)}]",
    "code": lambda e: _text(_plain(e), "#raw({});"),
    "pre": lambda e: f"\n\n#raw(block: true, {_string(_breakable(_plain(e)))})\n\n",
    "br": lambda _e: "#linebreak()",
    "hr": lambda _e: "\n#line(length: 100%)\n",
}
