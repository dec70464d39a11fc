"""Makes text of users safe to show: control characters visible, Markdown literal."""

from __future__ import annotations

import re

_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
"""C0 and C1 controls but tab and newline, and the marks that reorder or hide text."""
_SPACE = re.compile(r"\s+")
_INLINE = re.compile(r"([\\`*\[\]|~$<>&])|(?<![^\W_])(_)|(_)(?![^\W_])")
_START = re.compile(r"^(?=[#+=-]|\d+[.)])")
_ENTITIES = {"<": "&lt;", ">": "&gt;", "&": "&amp;"}


def visible(text: str) -> str:
    """Controls and direction marks as `\\xNN` or `\\uNNNN`, so that no terminal or page obeys them; tabs and newlines stay."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n")
    return _CONTROL.sub(lambda m: f"\\x{ord(m[0]):02x}" if ord(m[0]) < 256 else f"\\u{ord(m[0]):04x}", text)


def one_line(text: str) -> str:
    """Visible, and every run of white space one space."""
    return _SPACE.sub(" ", visible(text)).strip()


def markdown(text: str) -> str:
    """Text that any Markdown renderer shows as it is written, on one line, wherever in a paragraph, list or table it stands."""
    text = one_line(text)
    escaped = _INLINE.sub(lambda m: _ENTITIES.get(m[0], "\\" + m[0]), text)
    number = re.match(r"^(\d+)([.)])", escaped)
    if number:
        return f"{number[1]}\\{escaped[len(number[1]) :]}"
    return "\\" + escaped if _START.match(escaped) else escaped


def fenced(text: str) -> str:
    """A fenced block of Markdown that holds the text verbatim, whatever backticks it has itself."""
    text = visible(text).strip("\n")
    longest = max((len(run) for run in re.findall(r"`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}text\n{text}\n{fence}"
