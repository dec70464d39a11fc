"""Makes text of users safe to show: control characters visible, Markdown literal."""

from __future__ import annotations

import re

_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]")
"""C0 and C1 controls but tab and newline, and the marks that reorder or hide text."""
# Persian and Indic words, and emoji of several parts, are spelt with a joiner or non-joiner inside; elsewhere it only hides.
_JOINED = re.compile(
    "(?<=[\u0600-\u1fff\u2190-\u2bff\ufe0f\U0001f000-\U0001faff])[\u200c\u200d](?=[\u0600-\u1fff\u2190-\u2bff\U0001f000-\U0001faff])"
)
_BREAKS = re.compile("\r\n|[\r\u2028\u2029]")
_SPACE = re.compile(r"\s+")
_INLINE = re.compile(r"([\\`*\[\]|~$<>&])|(?<![^\W_])(_)|(_)(?![^\W_])")
_START = re.compile(r"^(?=[#+=:-])")
_NUMBER = re.compile(r"^(\d+)(?=[.)](?:\s|$))")
_ENTITIES = {"<": "&lt;", ">": "&gt;", "&": "&amp;"}


def visible(text: str) -> str:
    """Controls and direction marks spelt out as hexadecimal escapes, so that no terminal or page obeys them.

    Tabs, newlines and the joiners inside a word or an emoji stay.
    """
    if text.isprintable():
        return text
    text = _BREAKS.sub("\n", text)
    joined = {m.start() for m in _JOINED.finditer(text)}
    return _CONTROL.sub(lambda m: m[0] if m.start() in joined else _escape(ord(m[0])), text)


def _escape(code: int) -> str:
    return f"\\x{code:02x}" if code <= 0xFF else f"\\u{code:04x}"


def one_line(text: str) -> str:
    """Visible, and every run of white space one space."""
    return _SPACE.sub(" ", visible(text)).strip()


def markdown(text: str) -> str:
    """Text that any Markdown renderer shows as it is written, on one line, wherever in a paragraph, list or table it stands."""
    escaped = _INLINE.sub(lambda m: _ENTITIES.get(m[0], "\\" + m[0]), one_line(text))
    return _NUMBER.sub(r"\1\\", _START.sub(r"\\", escaped))


def fenced(text: str, mark: str = "`") -> str:
    """A fenced block of Markdown that holds the text verbatim, whatever backticks it has itself."""
    text = visible(text).strip("\n")
    fence = mark * max(3, _longest(text, mark) + 1)
    return f"{fence}text\n{text}\n{fence}"


def code(text: str) -> str:
    """A code span of Markdown that holds the text verbatim on one line."""
    text = one_line(text)
    tick = "`" * (_longest(text, "`") + 1)
    pad = " " if text.startswith("`") or text.endswith("`") else ""
    return f"{tick}{pad}{text}{pad}{tick}"


def _longest(text: str, mark: str) -> int:
    return max((len(run) for run in re.findall(f"{re.escape(mark)}+", text)), default=0)
