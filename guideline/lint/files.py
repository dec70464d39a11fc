"""Checks of files: that each holds something, and that the packs together hold a statement."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePath

from guideline.errors import Place
from guideline.lint.check import Check, Remark
from guideline.packs import Compiled


def empty(packs: Compiled) -> Iterator[Remark]:
    """Files without a fact and without a rule."""
    for path in packs.files:
        if f"file {path}" not in packs.places:
            yield Remark(PurePath(path).stem, "the file states nothing", Place(path, 1), "fill it, or delete it")


def without_statements(packs: Compiled) -> Iterator[Remark]:
    """Packs that together hold no statement."""
    if not packs.knowledge.statements:
        hint = "load it together with a pack that has some, or state one: `statement(name, source, recommendation, should)`"
        yield Remark("pack", "the pack has no statements", Place(packs.files[0], 1), hint)


CHECKS = (
    Check("empty-file", "a file of a pack that states nothing", "it was forgotten, or all of it is commented out", empty),
    Check(
        "no-statements",
        "packs without any statement",
        "every answer is then silence, which is hardly what a reader takes it for",
        without_statements,
    ),
)
