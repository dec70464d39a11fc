"""What statements ask for before they speak of an action, alike words together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from explain.render import phrase
from explain.views.answer import ActionView
from explain.views.values import Cite, Condition, Said, Word

BOOK = "why"
WORDS = ("for", "against", "permits", "withholds", "open", "undecided")
"""Words on an action are told in this order."""


@dataclass(frozen=True, slots=True)
class Ask:
    """What some statements ask for before they speak, in words."""

    words: str
    cites: tuple[Cite, ...]


def asking(word: Word) -> bool:
    """Whether a word hangs on more than a time that is told with it."""
    return word.stance == "open" or (word.stance == "withholds" and not (word.until and len(word.criteria) == 1))


def asks_of(said: Iterable[Said], view: ActionView) -> Iterator[Ask]:
    """What is asked for, alike words together: what is not met before what is open, then the fewest criteria first.

    A source that is for the action without that only would be so by one more statement.
    """
    firm = {s.cite.source for s in view.said if s.word.stance == "for" and s.word.action in view.labels}
    found: dict[tuple[str, tuple[Condition, ...], tuple[object, ...], str, str], list[Said]] = {}
    for s in sorted((s for s in said if asking(s.word)), key=lambda s: (WORDS.index(s.word.stance), len(s.word.criteria))):
        w = s.word
        how = w.stance if w.stance != "open" else "gate" if not w.wish else "more" if w.wish == "for" and s.cite.source in firm else "open"
        # What one source gives itself, or says in more than a word, is told of each.
        read = tuple((bool(c.taken), c.taken if c.taken and not phrase("quoted", c.taken) else "") for c in w.criteria)
        found.setdefault((w.stance, tuple(map(_bare, w.criteria)), read, w.action, how), []).append(s)
    for (_, _, _, action, how), rows in found.items():
        criteria = tuple(map(_read_alike, *[s.word.criteria for s in rows]))
        words = phrase("asked_for", criteria, book=BOOK)
        sources = sorted({s.cite.source for s in rows})
        yield Ask(phrase("ask_for", how, words, action, view.labels[0], sources, book=BOOK), tuple(dict.fromkeys(s.cite for s in rows)))


def _bare(condition: Condition) -> Condition:
    """A condition without the words that it was put for."""
    return replace(condition, taken="", members=tuple(map(_bare, condition.members)))


def _read_alike(condition: Condition, *others: Condition) -> Condition:
    """The same condition of several statements, with the words of all that put it for such; of none where one gives it itself."""
    words = tuple(dict.fromkeys(c.taken for c in (condition, *others)))
    members = tuple(map(_read_alike, condition.members, *[c.members for c in others]))
    return replace(condition, taken=" and ".join(words) if all(words) else "", members=members)
