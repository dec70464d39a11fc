"""Finds the characters of a page that no font of the machine has: on paper they come out as empty boxes, and nothing else says so."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterable

import typst

UNSEEN = frozenset({"Cc", "Cf", "Mn", "Me", "Zs", "Zl", "Zp"})
"""Kinds of characters that have no look of their own: controls, joiners, accents, blanks."""
MOST = 60
"""So many characters are looked at one by one; of more the first ones tell enough."""
REFUSED = "could not be displayed"
"""Of the message by which the compiler refuses a document for readers that are read to."""
_PROBE = '#set document(title: "probe", date: none)\n#set text(font: ("Libertinus Serif", "DejaVu Sans Mono"), lang: "en")\n#%s'


def unset(page: str) -> str:
    """The characters of a page that no font has, each once, in their order; empty where all can be set.

    Args:
        page: in HTML.
    """
    unusual = sorted({c for c in page if not c.isascii() and unicodedata.category(c) not in UNSEEN})
    if not unusual or _can_be_set(unusual):
        return ""
    return "".join(c for c in unusual[:MOST] if not _can_be_set([c]))


def _can_be_set(characters: Iterable[str]) -> bool:
    """Whether some font has each of some characters: the accessible form of PDF refuses what none has."""
    try:
        typst.compile((_PROBE % json.dumps(" ".join(characters), ensure_ascii=False)).encode(), format="pdf", pdf_standards="ua-1")
    except typst.TypstError as error:
        return REFUSED not in str(error)
    return True
