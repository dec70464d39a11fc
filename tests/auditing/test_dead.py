"""What never comes about, and what adds nothing, in packs made by hand and in the shipped one."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path

import pytest

from guideline import load_pack
from guideline.auditing.dead import Dead, Idle, IdleOverride, Unsaid, idle
from guideline.auditing.ground_rules import GroundRules
from guideline.auditing.patients import Patients
from guideline.auditing.subsumed import Subsumed, subsumed


@pytest.fixture(autouse=True)
def _no_cache(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GUIDELINE_CACHE", "off")


def patients(text: Sequence[str]) -> Patients:
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "pack.lp").write_text("\n".join(text) + "\n", encoding="utf-8")
        loaded = load_pack(folder)
        return Patients(GroundRules(loaded.grounded()), loaded.knowledge)


BASE = """
source(d, "A document"). source(e, "Another document").
strength(d, should, 2). strength(d, may, 1).
finding(ill, boolean). finding(old, boolean). finding(heavy, boolean). finding(wait, quantity("day")). clock(wait).
range(wait, "0 days", "2 years").
action(drug). action(knife). label((drug; knife), "an action"). label((ill; old; heavy; wait), "a finding").
""".strip().splitlines()


def statement(name: str, content: str, source: str = "d", strength: str = "should") -> str:
    return f'statement({name}, {source}, recommendation, {strength}). locator({name}, "1"). says({name}, "words"). {content}'


def test_why_a_statement_is_in_force_for_nobody() -> None:
    text = [
        *BASE,
        'context(young, d, "the young"). enters(young) :- lacks(old).',
        'context(nobody, d, "nobody"). enters(nobody) :- has(old), lacks(old).',
        statement("never", "recommends(never, drug). applies(never) :- has(ill), lacks(ill)."),
        statement("placeless", "recommends(placeless, drug). applies(placeless) :- has(ill). within(placeless, nobody)."),
        statement("apart", "recommends(apart, drug). applies(apart) :- has(old). within(apart, young)."),
        statement("beaten", "recommends(beaten, drug). applies(beaten) :- has(ill), has(old)."),
        statement("first", "recommends(first, knife). applies(first) :- has(ill). overrides(first, beaten)."),
        statement(
            "words", 'recommends(words, drug). needs(words, drug, below(wait, "3 weeks")). applies(words) :- at_least(wait, "3 weeks").'
        ),
    ]
    found = idle(patients(text))
    assert found == Idle(
        statements=(
            Dead("apart", "never_together"),
            Dead("beaten", "always_overridden", ("first",)),
            Dead("never", "never_applies"),
            Dead("placeless", "never_in_scope"),
        ),
        words=(Unsaid("words", "for", "drug"),),
        overrides=(),
    )


def test_an_override_that_another_makes_idle_or_that_takes_nothing_away() -> None:
    text = [
        *BASE,
        statement("beaten", "recommends(beaten, drug). applies(beaten) :- has(ill)."),
        statement("wide", "opposes(wide, drug). applies(wide) :- has(old). overrides(wide, beaten)."),
        statement("narrow", "opposes(narrow, drug). applies(narrow) :- has(old), has(heavy). overrides(narrow, beaten)."),
        statement("mute", "opposes(mute, drug). applies(mute) :- has(old). overrides(mute, beaten, knife)."),
    ]
    assert idle(patients(text)).overrides == (
        IdleOverride("mute", "beaten", "knife", ever=True),
        IdleOverride("narrow", "beaten", "", ever=True),
    )


def test_statements_that_add_nothing() -> None:
    text = [
        *BASE,
        statement("wide", "recommends(wide, drug). applies(wide) :- has(ill)."),
        statement("narrow", "recommends(narrow, drug). applies(narrow) :- has(ill), has(old)."),
        statement("same", "recommends(same, drug). applies(same) :- has(ill).", source="e"),
        statement("weak", "recommends(weak, drug). applies(weak) :- has(ill), lacks(old).", strength="may"),
        statement("more", "recommends(more, drug). recommends(more, knife). applies(more) :- has(ill), has(old)."),
    ]
    assert subsumed(patients(text)) == (
        Subsumed("narrow", "more", equal=False, across=False),
        Subsumed("narrow", "same", equal=False, across=True),
        Subsumed("narrow", "wide", equal=False, across=False),
        Subsumed("same", "wide", equal=True, across=True),
        Subsumed("weak", "wide", equal=False, across=False),
        Subsumed("wide", "same", equal=True, across=True),
    )


def test_the_shipped_pack_has_no_dead_statement() -> None:
    pack = load_pack()
    with pack.seats.borrow() as seat:
        found = idle(Patients(GroundRules(seat.session.program), pack.knowledge))
    assert found.statements == ()
    assert found.words == ()
    assert found.overrides == (IdleOverride("pva_coagulation_unsafe", "timely_referral", "vertebral_augmentation", ever=True),)
