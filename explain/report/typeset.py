"""Typesets a report for paper: reads its page in HTML and writes it as Typst, whose compiler makes the PDF.

The page is the one content of a report; so whatever a site's templates change there is changed on paper too. Folds are printed open.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import typst

from explain.render import unusable
from explain.report.page_tree import Element, elements, find, plain
from guideline.errors import GuidelineError

LEFT_OUT = frozenset({"head", "nav", "script", "style", "button", "input", "label", "template"})
"""What has no meaning on paper."""
HIDDEN = frozenset({"tools", "lines"})
"""Classes of what is to be clicked, and of what is to be copied into a file."""

SHORT, MOST_SHORT = 14, 4
"""Characters: a column of so few is as wide as its longest cell, where there are no more than so many of them."""
NARROW, WIDE = 6, 40
"""Characters: other columns share the width by their longest cell, within these bounds."""
HALVED = 8
"""So many short items of a list stand in two columns."""
WHOLE = 700
"""Characters: a row of cells no longer than this fits a page even in a narrow column, and is not broken."""
PIXEL = 0.75
"""Points."""
TEXT, TALL = 504, 620
"""Points: the width of the text on a page, and the most of its height that a picture takes, as its title and caption stand with it."""
LEGIBLE = 0.7
"""Below this part of its size the words in a picture, of 11 or 12 pixels, are too small to read."""
RUNNING = 90
"""Characters of the title that fit beside the number of a page."""
LONG, PIECE = 24, 12
"""Characters: a word that is longer may be broken after its punctuation, and where it has none after so many."""
ZERO_WIDTH = "\N{ZERO WIDTH SPACE}"
_PIECES = re.compile(rf"[^._/-]{{1,{PIECE}}}[._/-]*|[._/-]+")

_HEAD = """#set document(title: %(title)s, date: none)
#set page(paper: "a4", margin: (x: 16mm, top: 16mm, bottom: 18mm), footer: context {
  set text(size: 8pt, fill: rgb("#444444"))
  %(running)s
  h(1fr)
  counter(page).display("1 / 1", both: true)
})
#set text(font: ("Libertinus Serif", "DejaVu Sans Mono"), size: 9.5pt, lang: %(language)s)
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
  set list(indent: 0.1em, body-indent: 0.3em, spacing: 0.4em)
  set par(leading: 0.45em)
  columns(2, gutter: 5mm, body)
}
#let lead(body) = block(above: 0.8em, below: 0.6em, sticky: true, body)
#let picture(body) = place(auto, float: true, clearance: 1.2em, block(breakable: false, width: 100%%, align(start, body)))
#let fold(title, body) = block(above: 0.9em, sticky: true, text(weight: "bold", title)) + pad(left: 0.8em, body)
"""


def pdf(page: str, site: Path | None = None) -> bytes:
    """A page in HTML as PDF: tagged, with page numbers and without a date, so that the same page gives the same bytes.

    Args:
        page: from `explain.report.page.page`, or any page of such simple make.
        site: the folder of templates that the page was made with, if any.

    Raises:
        GuidelineError: what a template of the site prints cannot be set: a drawing that is none, elements too deep in each other.
    """
    try:
        return typst.compile(typesetting(page).encode(), format="pdf")
    except (typst.TypstError, RecursionError) as error:
        if site is None:
            raise
        words = "elements stand too deep in each other" if isinstance(error, RecursionError) else str(error)
        raise GuidelineError(unusable(f"what it prints cannot be set on paper: {words}", site)) from error


def typesetting(page: str) -> str:
    """The same page as Typst."""
    root = elements(page)
    html = next(find(root, "html"), root)
    title = next(find(root, "title"), Element("title"))
    body = next(find(root, "body"), root)
    head = _HEAD % {
        "title": json.dumps(plain(title)),
        "running": _string(running(plain(title))),
        "language": json.dumps(html.attributes.get("lang", "en")),
    }
    return head + _inside(body)


def running(title: str) -> str:
    """What stands at the foot of each page beside its number, so that a loose one can be told: the title, cut to the width."""
    words = " ".join(title.split())
    return words if len(words) <= RUNNING else words[: RUNNING - 1].rstrip() + "…"


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
    if element.name in LEFT_OUT or element.classes & HIDDEN or "hidden" in element.attributes:
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


def _paragraph(element: Element) -> str:
    """A paragraph; one that only heads what follows stays on its page."""
    words = _styled(element)
    return f"\n#lead[{words}]\n" if element.classes & {"bold", "lead"} or plain(element).endswith(":") else f"\n\n{words}\n\n"


def _heading(level: int) -> Callable[[Element], str]:
    return lambda element: f"\n\n#heading(level: {level})[{_inside(element).strip()}]\n\n"


def _list(element: Element) -> str:
    items = [f"[{_item(c)}]" for c in element.children if isinstance(c, Element) and c.name == "li"]
    if "close" in element.classes and len(items) >= HALVED and max(len(plain(c)) for c in find(element, "li")) <= 2 * WIDE:
        half = -(-len(items) // 2)
        parts = [f"list({', '.join(part)})" for part in (items[:half], items[half:])]
        return f"\n#grid(columns: (1fr, 1fr), gutter: 4mm, {', '.join(parts)})\n"
    return f"\n#list({', '.join(items)})\n" if items else ""


def _item(element: Element) -> str:
    """An item of a list; one that has a list of its own begins on the page on which that begins."""
    place = next((n for n, c in enumerate(element.children) if isinstance(c, Element) and c.name in {"ul", "ol"}), 0)
    head, rest = (Element("li", element.attributes, part) for part in (element.children[:place], element.children[place:]))
    return f"#lead[{_styled(head)}]{_styled(rest)}" if plain(head) else _styled(element)


def _table(element: Element) -> str:
    rows = list(find(element, "tr"))
    cells = [[c for c in r.children if isinstance(c, Element) and c.name in {"th", "td"}] for r in rows]
    columns = max(map(len, cells), default=0)
    if not columns:
        return ""
    widths = [max([len(plain(r[i])) for r in cells if i < len(r)], default=0) for i in range(columns)]
    # The last one takes the rest where all are short.
    narrow = [w <= SHORT for w in widths[:-1]] + [False] if sum(w <= SHORT for w in widths) <= MOST_SHORT else [False] * columns
    shares = ", ".join("auto" if short else f"{min(max(w, NARROW), WIDE)}fr" for w, short in zip(widths, narrow, strict=True))
    head = cells[0] if cells[0] and all(c.name == "th" for c in cells[0]) else []
    header = f"table.header({', '.join(f'strong[{_inside(c).strip()}]' for c in head)}), " if head else ""
    body = ", ".join(_row([*r, *[Element("td")] * (columns - len(r))]) for r in cells[bool(head) :])
    if "signed" in element.attributes.get("class", "").split():
        # To write on by hand.
        rows_to_sign = f"(auto,) + (11mm,) * {len(rows) - 1}"
        table = f"table(columns: (1fr,) * {columns}, rows: {rows_to_sign}, stroke: 0.4pt + gray, {header}{body})"
        return f"\n#block(breakable: false, sticky: true, {table})\n"
    return f"\n#table(columns: ({shares},), {header}{body})\n"


def _row(cells: list[Element]) -> str:
    """The cells of a row; one that is no longer than a part of a page stays on one."""
    whole = max(len(plain(c)) for c in cells) <= WHOLE
    return ", ".join(f"table.cell(breakable: false)[{_inside(c).strip()}]" if whole else f"[{_inside(c).strip()}]" for c in cells)


def _fold(element: Element) -> str:
    summary = next((c for c in element.children if isinstance(c, Element) and c.name == "summary"), Element("summary"))
    rest = Element("div", {}, [c for c in element.children if c is not summary])
    return f"\n#fold([{_inside(summary).strip()}], [{_inside(rest).strip()}])\n"


def _drawing(element: Element) -> str:
    # The ink of the page around it is black on paper.
    svg = element.drawing.replace("currentColor", "#000000")
    said = next(_svg_texts(svg, "desc"), "")
    box = _size(element)
    width = f"calc.min({box[0] * PIXEL * min(1, TALL / (box[1] * PIXEL)):.2f}pt, size.width)" if box else "size.width"
    return f'\n#layout(size => image(bytes({_string(svg)}), format: "svg", width: {width}, alt: {_string(said)}))\n'


def _size(drawing: Element) -> tuple[float, float] | None:
    """Width and height of a drawing in pixels."""
    box = re.search(r'viewBox="0 0 ([0-9.]+) ([0-9.]+)', drawing.drawing)
    return (float(box.group(1)), max(float(box.group(2)), 1)) if box else None


def _scale(drawing: Element) -> float:
    """To which part of its size a drawing is shrunk to find room on a page."""
    box = _size(drawing)
    return min(1, TEXT / (box[0] * PIXEL), TALL / (box[1] * PIXEL)) if box else 1


def _figure(element: Element) -> str:
    """A picture with its title and caption on one page; the table that says the same follows only where the picture comes out too small."""
    table = [c for c in element.children if isinstance(c, Element) and c.name == "details"]
    rest = Element("div", {}, [c for c in element.children if c not in table])
    small = any(_scale(x) < LEGIBLE for x in find(element, "svg"))
    return f"\n#picture[{_inside(rest)}]\n" + ("".join(map(_fold, table)) if small else "")


def _svg_texts(svg: str, name: str) -> Iterator[str]:
    for found in find(elements(svg.replace("<svg", "<drawing", 1)), name):
        yield plain(found)


def _link(element: Element) -> str:
    goal = element.attributes.get("href", "")
    words = _inside(element)
    return f"#link({_string(goal)})[{words}]" if goal.startswith(("https://", "http://")) else words


_WRITERS: Mapping[str, Callable[[Element], str]] = {
    **{f"h{n}": _heading(n) for n in range(1, 7)},
    "p": _paragraph,
    "ul": _list,
    "ol": _list,
    "dl": lambda e: f"\n\n{_inside(e)}\n\n",
    "dt": lambda e: f"\n\n#strong[{_inside(e).strip()}:] ",
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
    "code": lambda e: _text(plain(e), "#raw({});"),
    "pre": lambda e: f"\n\n#raw(block: true, {_string(_breakable(plain(e)))})\n\n",
    "br": lambda _e: "#linebreak()",
    "hr": lambda _e: "\n#line(length: 100%)\n",
}
