"""An answer in Markdown: what it holds, and text of users and packs as it was written."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_words import HERE, HOSTILE, ORCHARD, Golden, hostile, view

from explain.plain import code, fenced, markdown
from explain.render import render
from guideline import Pack, load_pack


@pytest.fixture(scope="module")
def orchard() -> Pack:
    return load_pack(ORCHARD)


def test_the_orchard_reads_as_agreed(orchard: Pack, golden: Golden) -> None:
    text = render(view(ORCHARD / "cases" / "spring.yaml", orchard), "markdown")
    golden(HERE / "golden" / "orchard_spring.md", text)


def test_markup_of_users_is_literal(orchard: Pack) -> None:
    text = render(hostile(orchard, command=HOSTILE), "markdown")
    heading = text.splitlines()[0]
    assert r"\*\*bold\*\*" in heading
    assert "&lt;script&gt;" in heading
    outside = re.sub(r"(?s)^```+text\n.*?^```+$|(`+)(?!`)[^\n]*?(?<!`)\1(?!`)", "", text, flags=re.MULTILINE)
    assert "<script>" not in outside
    assert r"\[red\]x\[/red\]" in outside


def test_what_the_pack_says_is_escaped_too(orchard: Pack) -> None:
    text = render(view(ORCHARD / "cases" / "spring.yaml", orchard), "markdown")
    assert r"Feed the tree, \*always\*." in text
    assert "The Almanac &amp; Orchard &lt;Book&gt;" in text


def test_an_empty_case_says_plainly_that_no_source_speaks(orchard: Pack) -> None:
    text = render(view("case: nobody", orchard), "markdown")
    assert "Nothing is recorded." in text
    assert "No source says anything that applies to this record." in text


def test_every_action_that_a_source_speaks_of_is_in_the_answer(orchard: Pack) -> None:
    made = view(ORCHARD / "cases" / "spring.yaml", orchard)
    text = render(made, "markdown")
    assert all(markdown(a.labels[0]) in text for g in made.groups for a in g.actions)


@given(st.text())
def test_escaped_text_holds_no_markup_of_markdown(text: str) -> None:
    escaped = markdown(text)
    assert "\n" not in escaped
    bare = re.sub(r"\\[^\w\s]|\\_|&(?:lt|gt|amp);", "", escaped)
    assert not re.search(r"[`*\[\]|~$<>&\\]", bare)
    assert not re.match(r"[#+=:-]|\d+[.)](\s|$)", escaped)


@given(st.text())
def test_a_fence_and_a_span_cannot_be_closed_from_inside(text: str) -> None:
    block = fenced(text).split("\n")
    assert block[-1] not in block[1:-1]
    span = code(text)
    tick = re.match("`+", span)
    assert tick
    assert tick[0] not in re.findall("`+", span[len(tick[0]) : len(span) - len(tick[0])])
