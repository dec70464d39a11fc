"""What the parser cannot say well: characters it does not take, texts left open, `#include`, and its messages in our words."""

from __future__ import annotations

import re
from functools import cached_property

from guideline.errors import Place, Problem

_TOKEN = re.compile(
    r"""(?P<block>%\*) | (?P<line>%[^\n]*) | (?P<string>"(?:[^"\\\n]|\\["\\n])*") | (?P<open>"[^\n]*)
      | (?P<include>\#include\b[^\S\n]*(?:"[^"\n]*"|<[^>\n]*>)?[^\S\n]*\.?) | (?P<odd>[^\x00-\x7f]+)""",
    re.VERBOSE,
)
_ESCAPES = 'in a text, write a quote as `\\"`, a backslash as `\\\\`, a new line as `\\n`'
_BOM = ("byte-order-mark", "the file starts with a byte order mark", "save it as UTF-8 without one")
_REFUSED = {
    "include": ("include", "a pack has no `#include`", "all `.lp` files of the folder are loaded anyway; leave it out"),
    "odd": ("odd-character", "`{}` stands outside of a text", "names have letters a to z; put words in quotes"),
    "open": ("syntax", "a text is not closed on its line, or has an unknown escape", _ESCAPES),
}
_WORDS = re.compile(r"[a-z_][A-Za-z0-9_']*")
_BLOCK = re.compile(r"%\*|\*%")
_MESSAGE = re.compile(r"^.*?:(\d+):(\d+)(?:-[\d:]+)?: error: (.*)", re.DOTALL)
_NAMES = {
    "<IDENTIFIER>": "a name",
    "<VARIABLE>": "a variable",
    "<STRING>": "a text in quotes",
    "<NUMBER>": "a number",
    "<EOF>": "the end of the file",
    "EOF": "the end of the file",
}


class Cleaned:
    """The text of a file as the parser may have it, with the same lines, and what had to be taken out."""

    def __init__(self, text: str, problems: list[Problem] | None = None, original: str | None = None) -> None:
        self.text = text
        self.problems = problems or []
        self._original = text if original is None else original
        self._ascii = text.isascii()

    @cached_property
    def lines(self) -> list[str]:
        """The lines that the parser sees."""
        return self.text.split("\n")

    @property
    def last_line(self) -> int:
        """The number of the last line that is not blank."""
        return self.text.rstrip().count("\n") + 1

    def column(self, line: int, column: int) -> int:
        """The column in characters, from the parser's column in bytes."""
        if self._ascii:
            return column
        return len(self.lines[line - 1].encode()[: column - 1].decode(errors="ignore")) + 1

    def hidden(self, line: int) -> range:
        """The lines that a fault on a line may have taken away: its statement, and the next one if the fault ate the full stop."""
        lines = self.lines
        first = last = max(min(line, len(lines)) - 1, 0)
        while first > 0 and lines[first - 1].strip() and not lines[first - 1].rstrip().endswith("."):
            first -= 1
        while last < len(lines) - 1 and not lines[last].rstrip().endswith("."):
            last += 1
        return range(first + 1, last + 2)

    def words(self, line: int) -> set[str]:
        """The names on those lines, as they were written."""
        original = self._original.split("\n")
        rows = [row for number in self.hidden(line) for row in (self.lines[number - 1], original[number - 1])]
        return {word for row in rows for word in _WORDS.findall(row)}


def clean(path: str, text: str, *, thorough: bool = False) -> Cleaned:
    """Takes out what the parser must not see, and says so.

    The parser cannot report a character beyond ASCII that stands outside of texts and comments (it ends the process
    instead), and it follows `#include` by itself. Files that have neither are passed on as they are, unless `thorough`: then
    texts that are not closed are taken out, too, of which the parser would make nonsense.
    """
    if text.isascii() and "#include" not in text and not thorough:
        return Cleaned(text)
    problems: list[Problem] = []
    kept: list[str] = []
    position = 0
    while match := _TOKEN.search(text, position):
        start, end = match.span()
        kept.append(text[position:start])
        group = match.lastgroup or ""
        if group == "block":
            end = _end_of_block(text, start)
        if group in _REFUSED:
            code, message, hint = _BOM if match[0] == "\ufeff" else _REFUSED[group]
            line = text.count("\n", 0, start) + 1
            place = Place(path, line, start - text.rfind("\n", 0, start))
            problems.append(Problem(code, message.format(match[0]), place, hint))
            kept.append("".join("_" if group == "odd" and c.isalpha() else " " for c in match[0]))
        else:
            kept.append(text[start:end])
        position = end
    kept.append(text[position:])
    return Cleaned("".join(kept), problems, text)


def _end_of_block(text: str, start: int) -> int:
    """The end of a block comment; they nest."""
    depth = 0
    for match in _BLOCK.finditer(text, start):
        depth += 1 if match[0] == "%*" else -1
        if depth == 0:
            return match.end()
    return len(text)


def syntax_problems(path: str, cleaned: Cleaned, messages: list[str]) -> list[Problem]:
    """The parser's messages in our words: the first of each line, and none that only follows from what was taken out."""
    found: dict[int, Problem] = {}
    said = {n for p in cleaned.problems if p.place and p.code != "include" for n in cleaned.hidden(p.place.line)}
    for message in messages:
        match = _MESSAGE.match(message)
        if not match:
            found.setdefault(0, Problem("syntax", message.strip().lower(), Place(path)))
            continue
        line, column, words = int(match[1]), int(match[2]), _words(match[3].strip())
        hint = "look for a missing comma, full stop or bracket just before"
        if "lexer" in match[3] and "EOF" in match[3]:
            words, hint = "a comment is opened here or before and not closed", "close it with `*%`"
        elif line > cleaned.last_line:
            hint = "a fact or rule ends with `.`"
        if line > cleaned.last_line:
            line, column = cleaned.last_line, len(cleaned.lines[cleaned.last_line - 1].rstrip()) + 1
        else:
            column = cleaned.column(line, column)
        if line not in said:
            found.setdefault(line, Problem("syntax", words, Place(path, line, column), hint))
    return list(found.values())


def ends_early(messages: list[str]) -> bool:
    """Whether the rest of the file is lost in a comment that is not closed."""
    return any("lexer error" in message and "EOF" in message for message in messages)


def _words(message: str) -> str:
    """The useful part of `syntax error, unexpected <IDENTIFIER>, expecting ) or ;`."""
    rest = re.sub(r"^(syntax|lexer) error,? ?", "", message).replace("\n", " ")
    unexpected, _, expected = rest.partition(", expecting ")
    what = _token(unexpected.removeprefix("unexpected ").strip())
    wanted = " or ".join(_token(t) for t in expected.split(" or ")) if expected else ""
    return f"{what} is not expected here" + (f", but {wanted}" if wanted else "")


def _token(token: str) -> str:
    return _NAMES.get(token, f"`{token}`")
