"""Statements chosen by what they are and what they speak of."""

from __future__ import annotations

import pytest
from outputs import guideline

from guideline import Pack
from guideline.errors import GuidelineError
from guideline.selection import find, kinds_of, select, spoken_of

ALL = (
    *("leaflet.no_splint", "leaflet.rather_walk", "leaflet.low_dose", "leaflet.unsaid"),
    *("manual.everything", "manual.pitfall", "manual.part", "manual.last_word"),
)


def chosen(pack: Pack, **filters: list[str]) -> tuple[str, ...]:
    return tuple(s.id for s in select(pack.knowledge, pack.vocabulary, **filters))


@pytest.mark.parametrize(
    ("filters", "names"),
    [
        ({}, ALL),
        ({"sources": ["leaflet"]}, ALL[:4]),
        ({"sources": ["manual", "leaflet"]}, ALL),
        ({"kinds": ["pitfall", "gap"]}, ("leaflet.unsaid", "manual.pitfall")),
        ({"strengths": ["may_be"]}, ("manual.part",)),
        ({"actions": ["walking"]}, ("leaflet.rather_walk", "manual.everything")),
        ({"actions": ["pill"]}, ("leaflet.low_dose", "manual.everything")),
        ({"actions": ["bandage"]}, ("manual.everything", "manual.part")),
        ({"actions": ["splint"]}, ("leaflet.no_splint", "manual.everything", "manual.pitfall", "manual.part")),
        ({"actions": ["plan"]}, ()),
        ({"sources": ["leaflet"], "actions": ["splint", "ice"]}, ("leaflet.no_splint", "leaflet.rather_walk")),
        ({"sources": ["leaflet"], "kinds": ["pitfall"]}, ()),
        ({"sources": ["manual"], "kinds": ["recommendation"], "strengths": ["should"], "actions": ["ice"]}, ("manual.everything", ALL[7])),
    ],
)
def test_filters_join_and_their_words_are_alternatives(joint: Pack, filters: dict[str, list[str]], names: tuple[str, ...]) -> None:
    assert chosen(joint, **filters) == names


def test_every_filter_is_the_statements_that_it_describes(shipped: Pack) -> None:
    known = shipped.knowledge.statements.values()
    assert len(chosen(shipped)) == len(known)
    for source in shipped.knowledge.sources:
        assert set(chosen(shipped, sources=[source])) == {s.id for s in known if s.source == source}
    for kind in {s.kind for s in known}:
        assert set(chosen(shipped, kinds=[kind])) == {s.id for s in known if s.kind == kind}
    for action in shipped.vocabulary.actions:
        wanted = kinds_of(action, shipped.vocabulary)
        assert set(chosen(shipped, actions=[action])) == {s.id for s in known if spoken_of(s) & wanted}


def test_all_unknown_words_are_said_at_once_each_with_a_hint(joint: Pack) -> None:
    with pytest.raises(GuidelineError) as caught:
        chosen(joint, sources=["manul", "manual"], kinds=["pitfal"], strengths=["x"], actions=["splnt", "\x1b[31m"])
    assert [(p.code, p.message, p.hint) for p in caught.value.problems] == [
        ("unknown-action", "no statement has the action `\\x1b[31m`", "there are bandage, exercise, ice, imaging, infusion, pill, plan, "
         "plaster, referral, splint, walking"),
        ("unknown-action", "no statement has the action `splnt`", "did you mean `splint` or `plan`?"),
        ("unknown-kind", "no statement has the kind `pitfal`", "did you mean `pitfall`?"),
        ("unknown-source", "no statement has the source `manul`", "did you mean `manual`?"),
        ("unknown-strength", "no statement has the strength `x`", "there are firm, may_be, should"),
    ]  # fmt: skip


def test_a_long_list_of_known_words_says_that_it_goes_on(shipped: Pack) -> None:
    with pytest.raises(GuidelineError) as caught:
        chosen(shipped, actions=["zzz"])
    (problem,) = caught.value.problems
    rest = len(shipped.vocabulary.actions) - 12
    assert (problem.hint or "").endswith(f" and {rest} more: `guideline vocabulary` lists them")


def test_a_statement_is_found_with_and_without_its_source(joint: Pack) -> None:
    assert find("part", joint.knowledge) is find("manual.part", joint.knowledge)
    for name in ("leaflet.part", ".", "", "manual.", "manual.part.", "\x1b[31m", "Part"):
        with pytest.raises(GuidelineError, match="unknown statement") as caught:
            find(name, joint.knowledge)
        assert "\x1b" not in str(caught.value)
        assert caught.value.problems[0].hint
    with pytest.raises(GuidelineError, match=r"did you mean `manual\.part`"):
        find("manal.part", joint.knowledge)


def test_the_commands_say_what_is_unknown_and_exit_with_1() -> None:
    run = guideline("statements", "--source", "acr", "--kind", "nothing")
    assert (run.returncode, run.stdout) == (1, "")
    assert run.stderr.count("error: no statement has the") == 2
    run = guideline("show", "nothing_like_it")
    assert (run.returncode, run.stdout) == (1, "")
    assert run.stderr == "error: unknown statement `nothing_like_it`\n  hint: see `guideline statements`\n"
