"""Contrasts check themselves on random packs: they tell exactly the difference of two alternatives, and order them as the answer does."""

from __future__ import annotations

import tempfile
from itertools import pairwise, permutations
from pathlib import Path

from hypothesis import HealthCheck, given, note, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from reference.decisions import decisions
from reference.generate import cases, packs
from reference.solver import World
from reference.written import lines, yaml

from explain.contrast.against import Contrast, contrast, contrasted
from explain.contrast.contrast_json import CONTRAST, contrast_json
from explain.contrast.contrast_words import tell_contrast
from explain.justification.justify import justification, results, takes
from explain.justification.set_aside import set_aside
from explain.views.terms import Terms
from explain.why.steps import Words
from guideline import CaseError, Pack, load_pack
from guideline.answer import Answer, Decision
from guideline.cases.reading import parse_case
from guideline.goal import Goal
from guideline.standing import PAIR

CHECK = Draft202012Validator(CONTRAST)
PAIRS = 8


def loaded_from(text: str) -> Pack:
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "pack.lp").write_text(text, encoding="utf-8")
        pack = load_pack(folder)
        with pack.seats.borrow():  # grounds while the files are there
            return pack


def held_against(one: Goal, other: Goal, answer: Answer, pack: Pack) -> Contrast:
    with pack.seats.borrow() as seat:
        tables = seat.tables
    asked = contrasted(one, other, answer, pack.knowledge)
    reasons = justification(answer, pack, dict.fromkeys([*results(answer), *asked]))
    return contrast(one, other, Terms(answer, pack.vocabulary, pack.knowledge, tables.members), reasons, tables)


def reached(made: Decision, start: int) -> set[int]:
    found: set[int] = set()
    todo = [start]
    while todo:
        first = todo.pop()
        new = {b.second for b in made.before if b.first == first} - found
        found |= new
        todo += sorted(new)
    return found


def tells_the_difference(view: Contrast, made: Decision, i: int, j: int) -> None:
    keys = [frozenset(s.key for s in made.alternatives[k].stances) for k in (i, j)]
    for side, mine, theirs in zip(view.sides, keys, keys[::-1], strict=True):
        assert set(side.stances) == mine - theirs
        assert [b.cite.name for b in side.held] == list(dict.fromkeys(b.cite.name for b in side.held))
        assert {b.cite.name for b in side.held} == {s for s, _, _ in mine - theirs}
        assert sum(len(b.words) for b in side.held) == len(mine - theirs)
        # For every word that the other side does not follow there is something that keeps it from doing so.
        named = {c.name for x in view.partings for c in x.cites[view.sides.index(side)]}
        assert {s for s, _, _ in mine - theirs} <= named
    assert len(view.common) == len(keys[0] & keys[1])


def orders_as_the_answer(view: Contrast, made: Decision, i: int, j: int) -> None:
    direct = [b for b in made.before if {b.first, b.second} == {i, j}]
    if direct:
        (b,) = direct
        assert view.first == (0 if b.first == i else 1)
        deciding = [w for w in view.weighed if w.decides]
        assert {w.level for w in deciding} == {b.level}
        assert len(deciding) == len(b.reasons)
        assert {w.side for w in deciding} == {view.first}
        return
    assert not any(w.decides for w in view.weighed)
    forth, back = j in reached(made, i), i in reached(made, j)
    assert view.first == ({True: 0, False: 1}[forth] if forth != back else None)
    assert bool(view.chain) == (forth != back)
    if view.first is not None:
        places = [i, j] if view.first == 0 else [j, i]
        assert made.alternatives[places[0]].rank < made.alternatives[places[1]].rank
        assert view.chain[0].first == view.sides[view.first].label
        assert view.chain[-1].seconds == (view.sides[1 - view.first].label,)
        assert all(a.seconds == (b.first,) for a, b in pairwise(view.chain))


def says_truly_what_is_set_aside(
    made: Decision, index: int, answer: Answer, pack: Pack, world: World, ways: set[frozenset[object]]
) -> None:
    with pack.seats.borrow() as seat:
        rows = set_aside(made, index, answer, seat.tables)
    taken = {s.key for s in made.alternatives[index].stances}
    assert [r.stance.key for r in rows] == [s.key for s in made.stances if s.key not in taken]
    for row in rows:
        assert row.bars
        for bar in row.bars:
            by = {s.key for s in bar.by}
            assert by <= taken or bar.why == "companion"
            if bar.why == "ruled_out":
                assert world.unsuitable(row.stance.action)
            elif bar.why == "companion":
                assert not by & taken
                assert all(by & way for way in ways if row.stance.key in way)
            else:
                assert not any({row.stance.key, *by} <= way for way in ways)


@settings(max_examples=settings.default.max_examples // 3, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(st.data())
def test_alternatives_are_told_by_their_difference(data: st.DataObject) -> None:
    drawn = data.draw(packs(), label="pack")
    text = "\n".join(lines(drawn)) + "\n"
    pack = loaded_from(text)
    for _ in range(3):
        patient = data.draw(cases(drawn), label="case")
        note(f"{text}\n{yaml(patient, drawn)}")
        try:
            case = parse_case(yaml(patient, drawn), pack.vocabulary)
            answer = pack.solve(case, marks=False, inquire=False, policy=data.draw(st.permutations(drawn.sources)))
        except CaseError:
            continue
        world = World(drawn, patient.tests(drawn))
        known = decisions(world)
        words = Words(answer, pack)
        for d, made in enumerate(answer.decisions):
            ways = known[frozenset(s.key for s in made.stances)]
            for k in range(len(made.alternatives))[:PAIRS]:
                says_truly_what_is_set_aside(made, k, answer, pack, world, ways)
                reasons = justification(answer, pack, takes(answer, d, k))
                assert len(reasons.roots) == len(made.stances)
                assert all(n.kind in {"chosen", "chosen_otherwise"} for n in map(reasons.nodes.get, reasons.roots) if n)
            subjects = [n for x in answer.decisions for n in x.subject.split(PAIR)]
            own = [n for n in made.subject.split(PAIR) if subjects.count(n) == 1]
            for i, j in list(permutations(range(len(made.alternatives)), 2))[:PAIRS] if own else ():
                goals = [Goal("alternative", (str(k + 1), own[0])) for k in (i, j)]
                view = held_against(goals[0], goals[1], answer, pack)
                tells_the_difference(view, made, i, j)
                orders_as_the_answer(view, made, i, j)
                CHECK.validate(contrast_json(view))
                for length in ("line", "short", "full"):
                    assert all(p.lines for p in tell_contrast(view, words, length))
