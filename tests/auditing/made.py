"""Packs made by hand, from lines of text."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path

from guideline import Pack, load_pack
from guideline.program import GroundProgram

BASE = """
source(d, "A document"). source(e, "Another document").
strength(d, must, 3). strength(d, should, 2). strength(d, may, 1). strength(e, should, 2). strength(e, may, 1).
finding((ill; flag; old), boolean). critical(flag). label((ill; flag; old), "a finding").
finding(wait, quantity("day")). clock(wait). range(wait, "0 days", "2 years"). label(wait, "waiting").
finding(stage, choice). choice(stage, (early; late)). label(stage, "stage").
action(drug). action(knife). label((drug; knife), "an action").
""".strip().splitlines()


def statement(name: str, source: str, content: str, strength: str = "should") -> str:
    return f'statement({name}, {source}, recommendation, {strength}). locator({name}, "item {name}"). says({name}, "{name}"). {content}'


def pack_of(*text: str, base: Sequence[str] = BASE) -> Pack:
    rows = [*base, *text]

    def grounded() -> GroundProgram:
        # The files are gone by then, and whoever asks gets a program to himself.
        with tempfile.TemporaryDirectory() as folder:
            return _written(folder, rows).grounded()

    with tempfile.TemporaryDirectory() as folder:
        pack = _written(folder, rows)
    pack.grounded = grounded  # type: ignore[method-assign]  # see above
    return pack


def _written(folder: str, rows: Sequence[str]) -> Pack:
    Path(folder, "pack.lp").write_text("\n".join(rows) + "\n", encoding="utf-8")
    return load_pack(folder)
