"""Where things stand in the files of packs: the first place of each declaration, test and criterion, for those who point at them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from guideline.errors import Place
from guideline.terms import assertions as a
from guideline.terms import declarations as d
from guideline.terms import judgements as j
from guideline.terms.syntax import Reading
from guideline.vocabulary import criteria, mentions

_DECLARED: tuple[tuple[type[Any], str], ...] = (
    (d.Finding, "finding"),
    (d.Action, "action"),
    (d.Context, "context"),
    (d.Source, "source"),
    (d.Label, "label"),
    (d.Question, "question"),
    (a.Locator, "locator"),
    (a.Says, "says"),
    (d.Impossible, "impossible"),
)
_PAIRED: tuple[tuple[type[Any], str], ...] = ((d.Choice, "choice"), (d.Excludes, "excludes"), (j.Accepts, "accepts"))


def spots(reading: Reading, files: Sequence[str]) -> Mapping[str, tuple[int, int, int]]:
    """The first place of each, by what it is and its name, sorted: the number of the file in `files`, line and column.

    Keys: `finding fever`, and so for actions, contexts, sources, labels, questions, locators, `says` and axioms;
    `choice stage late`, `excludes ward fever`, `accepts unused_finding fever`; `test at_least(...)` for a test wherever it is asked,
    follows or is a criterion, `criterion at_least(...)` for one that is a criterion; `file name.lp` for a file that holds something.
    """
    found: dict[str, Place] = {}

    def note(key: str, place: Place) -> None:
        known = found.get(key)
        if known is None or place < known:
            found[key] = place

    for _, facts in reading.facts:
        for _, place in facts:
            note(f"file {place.file}", place)
    for rule in reading.rules:
        note(f"file {rule.place.file}", rule.place)
    for kind, word in _DECLARED:
        for fact, place in reading.facts.of(kind):
            note(f"{word} {fact[0]}", place)
    for kind, word in _PAIRED:
        for fact, place in reading.facts.of(kind):
            note(f"{word} {fact[0]} {fact[1]}", place)
    for test, place in mentions(reading):
        note(f"test {test}", place)
    for criterion, place in criteria(reading.facts):
        note(f"criterion {criterion}", place)
    number = {path: i for i, path in enumerate(files)}
    return {key: (number[place.file], place.line, place.column) for key, place in sorted(found.items())}
