"""Dead, redundant, silent: looked up over all patients of small random packs."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from enumerated import Everyone, answers, size
from hypothesis import HealthCheck, given, note, settings
from reference.generate import packs
from reference.records import Pack, Test, outside
from reference.solver import World
from reference.written import lines

import guideline
from guideline import load_pack
from guideline.auditing.dead import idle
from guideline.auditing.ground_rules import GroundRules
from guideline.auditing.patients import Patients
from guideline.auditing.silence import Silence, silences
from guideline.auditing.subsumed import subsumed
from guideline.model import Recorded

SMALL = 12
QUIET = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much, HealthCheck.function_scoped_fixture]


@pytest.fixture(autouse=True)
def _no_cache(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GUIDELINE_CACHE", "off")


def grounded(text: Sequence[str]) -> tuple[GroundRules, guideline.Pack]:
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "pack.lp").write_text("\n".join(text) + "\n", encoding="utf-8")
        loaded = load_pack(folder)
        return GroundRules(loaded.grounded()), loaded


@settings(suppress_health_check=QUIET)
@given(packs().filter(lambda p: size(answers(p)) <= SMALL))
def test_all_is_as_the_enumeration_of_all_patients_has_it(pack: Pack) -> None:
    note("\n".join(lines(pack)))
    everyone = Everyone(pack, exclusions=True)
    worlds = everyone.complete()
    ground, loaded = grounded(lines(pack))
    asked = Patients(ground, loaded.knowledge)
    found = idle(asked)
    assert {(d.statement, d.why, d.by) for d in found.statements} == _dead(pack, worlds)
    alive = {s for w in worlds for s in w.in_force}
    said = {row for w in worlds for row in w.stances}
    leanings = {row for row in World(pack, ()).leanings if row[0] in alive}
    assert {(u.statement, u.word, u.action) for u in found.words} == leanings - said
    assert {(o.statement, o.overridden, o.action): o.ever for o in found.overrides} == _idle(pack, worlds)
    pairs = _subsumed(pack, worlds)
    expected = {(s, t, (t, s) in pairs, pack.statements[s][0] != pack.statements[t][0]) for s, t in pairs}
    assert {(u.statement, u.by, u.equal, u.across) for u in subsumed(asked)} == expected
    told = silences(ground, loaded.vocabulary, loaded.knowledge, loaded.compiled.rules)
    nothing_excluded = [w for w in worlds if not any(t[0] == "unsuitable" for t in w.record)]
    silent = {c: [w for w in nothing_excluded if _silent(w, c)] for c in pack.contexts}
    assert {s.context for s in told} == {c for c, rows in silent.items() if rows}
    for silence in told:
        _check_silence(silence, everyone, silent[silence.context], nothing_excluded)


def _dead(pack: Pack, worlds: list[World]) -> set[tuple[str, str, tuple[str, ...]]]:
    found: set[tuple[str, str, tuple[str, ...]]] = set()
    for s in pack.statements:
        if any(s in w.in_force for w in worlds):
            continue
        over = {by for w in worlds for by, t, a in w.overridden if t == s and not a}
        speaks = any(not w.contexts_of(s) or w.contexts_of(s) & w.scope for w in worlds)
        if not any(("applies", s) in w.model for w in worlds):
            found.add((s, "never_applies", ()))
        elif not speaks:
            found.add((s, "never_in_scope", ()))
        elif not any(s in w.live for w in worlds):
            found.add((s, "never_together", ()))
        else:
            found.add((s, "always_overridden", tuple(sorted(over))))
    return found


def _idle(pack: Pack, worlds: list[World]) -> dict[tuple[str, str, str], bool]:
    """By taking each override out of the pack and comparing all answers."""
    found = {}
    for row in pack.rows("overrides"):
        without = replace(pack, facts={**pack.facts, "overrides": pack.rows("overrides") - {row}})
        others = [World(without, w.record, taxonomy=w.tax) for w in worlds]
        if all((w.in_force, w.stances) == (o.in_force, o.stances) for w, o in zip(worlds, others, strict=True)):
            key = (row[0], row[1], row[2] if len(row) == 3 else "")
            found[key] = any(key in w.overridden for w in worlds)
    return found


def _subsumed(pack: Pack, worlds: list[World]) -> set[tuple[str, str]]:
    def paper(s: str) -> set[tuple[str, ...]]:
        wishes = {(w, a) for x, w, a in World(pack, ()).leanings if x == s}
        limits = {("limit", row[1]) for row in pack.rows("needs") if row[0] == s and row[1] not in {a for _, a in wishes}}
        other = {
            (n, *row[1:])
            for n in ("prefers", "equal", "only_with", "goes_with", "doses", "follows_up", "overrides")
            for row in pack.rows(n)
            if row[0] == s
        }
        return wishes | limits | other

    def covered(s: str, t: str) -> bool:
        mine, theirs = paper(s), paper(t)
        needed = {("limit", row[1]) for row in pack.rows("needs") if row[0] == t}
        return mine <= theirs | needed

    found = set()
    for s in pack.statements:
        if not any(x == s for x, _, _ in World(pack, ()).leanings) or not any(s in w.in_force for w in worlds):
            continue
        for t in pack.statements:
            if t != s and _as_strong(pack, s, t) and covered(s, t) and all(_stands_in(w, s, t) for w in worlds):
                found.add((s, t))
    return found


def _as_strong(pack: Pack, s: str, t: str) -> bool:
    """Whether the word of the second is that of the first, or a stronger one of the same source."""
    (one, _, mine), (other, _, theirs) = pack.statements[s], pack.statements[t]
    ranks = {word: int(rank) for source, word, rank in pack.rows("strength") if source == one}
    return mine == theirs or (one == other and mine in ranks and ranks.get(theirs, 0) > ranks[mine])


def _stands_in(world: World, s: str, t: str) -> bool:
    if s in world.in_force and t not in world.in_force:
        return False
    return all((t, w, a) in world.stances for x, w, a in world.stances if x == s and w != "open")


def _silent(world: World, context: str) -> bool:
    source = world.pack.contexts[context]
    return context in world.scope and not any(word in {"for", "permits"} and world.source(s) == source for s, word, _ in world.stances)


def _check_silence(silence: Silence, everyone: Everyone, silent: list[World], others: list[World]) -> None:
    ranked = sorted(silent, key=lambda w: _rank(w, everyone))
    shown = {(t.kind, t.subject, *([t.value] if t.value else [])) for t in silence.witness.tests}
    assert {t for t in shown if t[0] != "unsuitable"} == _known(ranked[0])
    core = [_tests(r, silence) for r in silence.because]
    # Whoever shares it is such a patient, and nothing of it can be left out.
    assert all(_silent(w, silence.context) for w in others if set().union(*core) <= w.model)
    for i in range(len(core)):
        rest = set().union(*core[:i], *core[i + 1 :])
        assert any(not _silent(w, silence.context) for w in others if rest <= w.model)
    whole = {(s.test.kind, s.test.subject, *([s.test.value] if s.test.value else []), s.holds) for s in silence.region.whole if s.test}
    assert {(*t, sign) for t in _universe(everyone) for sign in (True, False) if _shared(t, sign, silent, others)} == whole
    scopes = {(s.term, s.holds) for s in silence.region.whole if s.kind == "scope"}
    everywhere = {(c, sign) for c in everyone.pack.contexts for sign in (True, False) if all((c in w.scope) == sign for w in others)}
    assert (
        scopes
        == {(c, sign) for c in everyone.pack.contexts for sign in (True, False) if all((c in w.scope) == sign for w in silent)} - everywhere
    )


def _shared(test: Test, sign: bool, silent: list[World], others: list[World]) -> bool:
    return all((test in w.model) == sign for w in silent) and not all((test in w.model) == sign for w in others)


def _known(world: World) -> set[Test]:
    return {t for t in world.model if t[0] in {"has", "lacks", "is", "at_least", "above", "below", "at_most"}}


def _universe(everyone: Everyone) -> set[Test]:
    found = set()
    for name, rows in answers(everyone.pack).items():
        found |= {t for row in rows for t in row} if everyone.pack.findings[name].kind == "quantity" else set().union(*rows)
    return found


def _tests(recorded: Recorded, silence: Silence) -> set[Test]:
    return {(t.kind, t.subject, *([t.value] if t.value else [])) for t in silence.witness.tests if t.subject == recorded.finding}


def _rank(world: World, everyone: Everyone) -> tuple[object, ...]:
    pack = everyone.pack
    flags = sum(t[0] == "has" and pack.findings[t[1]].critical for t in _known(world))
    present = sum(t[0] == "has" for t in _known(world)) - flags
    away, order = 0, []
    rows = answers(pack)
    for name in sorted(rows, key=lambda f: (not pack.findings[f].critical, f)):
        cells = [row for row in rows[name] if not any(outside(pack, t) for t in row if t[0] in {"at_least", "above", "below", "at_most"})]
        mine = next((i for i, row in enumerate(cells) if row <= world.model), None)
        if mine is None:
            order.append(len(cells))
        elif pack.findings[name].kind == "quantity":
            middle = (len(cells) - 1) / 2
            away += int(abs(mine - middle))
            order.append(sorted(range(len(cells)), key=lambda i: (abs(i - middle), i)).index(mine))
        else:
            order.append(mine)
    return flags, present, away, order
