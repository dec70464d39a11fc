"""Smallest changes against brute force: for random packs and cases, all of them are found, each is smallest, and each holds good."""

from __future__ import annotations

import itertools
import tempfile
from collections.abc import Callable, Iterable, Iterator
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, given, note, settings
from hypothesis import strategies as st
from reference import records
from reference.generate import cases, packs
from reference.records import COMPARISONS, Case, Span, amount, meets
from reference.solver import World
from reference.taxonomy import Taxonomy
from reference.written import lines, yaml

from guideline import Pack, load_pack
from guideline.cases.reading import parse_case
from guideline.changes.smallest import Barrier, Change, Changes, Size, changes, read_wish
from guideline.contract_schema import STATUSES
from guideline.model import Test

WORLDS = 81
"""Records that the reference may have to look at for one question."""
QUESTIONS = 6
"""Wishes that are tried for one case."""
Tests = frozenset[records.Test]
Step = tuple[str, str, bool, Tests]
"""A finding, what is done to it, whether that is barred, and the tests that it then decides."""
Holds = Callable[[World], bool]


@pytest.fixture(autouse=True)
def _no_cache(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GUIDELINE_CACHE", "off")


def load(text: str) -> Pack:
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "pack.lp").write_text(text, encoding="utf-8")
        loaded = load_pack(folder)
        with loaded.seats.borrow():  # grounds while the files are there
            return loaded


@settings(max_examples=max(15, settings.default.max_examples // 10), suppress_health_check=list(HealthCheck))
@given(st.data())
def test_the_changes_are_those_of_brute_force(data: st.DataObject) -> None:
    pack = data.draw(packs())
    fixed = set(data.draw(st.lists(st.sampled_from(sorted(pack.findings)), max_size=2, unique=True)))
    text = "\n".join([*lines(pack), *(f"fixed({f})." for f in sorted(fixed))]) + "\n"
    note(text)
    loaded = load(text)
    case = data.draw(cases(pack))
    without = data.draw(st.lists(st.sampled_from(sorted(pack.statements)), max_size=1))
    note(f"{yaml(case, pack)}without {without}")
    tax = Taxonomy(pack)
    base = World(pack, case.tests(pack), without, tax)
    assume(base.possible)
    steps = {name: list(possible(pack, name, case, name in fixed)) for name in pack.findings}
    # Findings that nobody reads have one value as good as another: none.
    free = {name: [s for s in rows if not s[2]] for name, rows in steps.items()}
    size = 1
    for rows in free.values():
        size *= len(rows) + 1
    assume(size <= WORLDS)
    worlds = [(choice, World(pack, record(case, pack, choice), without, tax)) for choice in combinations(free)]
    worlds = [(choice, w) for choice, w in worlds if w.possible]
    read = parse_case(yaml(case, pack), loaded.vocabulary)
    wishes = data.draw(st.permutations(list(questions(pack))))[:QUESTIONS]
    tried = False
    for words, holds in wishes:
        note(words)
        made = changes(read, loaded, read_wish(words, loaded.vocabulary, loaded.knowledge), without=without)
        assert made.holds == holds(base)
        if made.holds:
            assert not made.changes
            assert not made.barriers
            continue
        hits = {frozenset(choice) for choice, world in worlds if holds(world)}
        sizes = {cost(h) for h in hits}
        least = sorted(a for a in sizes if not any(b != a and b[0] <= a[0] and b[1] <= a[1] for b in sizes))
        assert [(z.changed, z.recorded) for z in made.sizes] == least
        for row in made.sizes:
            check_size(row, {h for h in hits if cost(h) == (row.changed, row.recorded)}, case, pack, free)
        if not hits and not tried:
            tried = True
            check_barriers(made, holds, case, pack, steps, without, tax)


def possible(pack: records.Pack, name: str, case: Case, fixed: bool) -> Iterator[Step]:
    """Every definite value of a finding that decides something else than the record."""
    finding, now = pack.findings[name], case.findings.get(name)
    if isinstance(now, Span) or (now is None and finding.kind == "quantity"):
        yield from amounts(pack, name, now if isinstance(now, Span) else None, fixed)
        return
    kind = "recorded" if now is None else "changed"
    values: tuple[bool | str, ...] = (True, False) if finding.kind == "boolean" else finding.choices
    for value in values:
        if value != now:
            test = ("is", name, value) if isinstance(value, str) else ("has" if value else "lacks", name)
            yield name, kind, kind == "changed" and fixed, frozenset([test])


def amounts(pack: records.Pack, name: str, now: Span | None, fixed: bool) -> Iterator[Step]:
    finding = pack.findings[name]
    texts = pack.thresholds(name)
    ends = [e for e in (now.low, now.high) if e is not None] if now else []
    limits = [amount(finding.low), amount(finding.high)] if finding.low else []
    groups: dict[Tests, list[Fraction]] = {}
    for value in records._probes([*map(amount, texts), *ends, *limits]):
        if not limits or limits[0] <= value <= limits[1]:
            tests = frozenset((kind, name, t) for t in texts for kind in COMPARISONS if meets(value, kind, amount(t)))
            groups.setdefault(tests, []).append(value)
    known = Case({name: now}).tests(pack) if now else frozenset()
    for tests, values in groups.items():
        if tests == known:
            continue
        inside = now is not None and any(records._in(v, now) for v in values)
        kind = "recorded" if now is None else "narrowed" if inside else "changed"
        back = finding.clock and now is not None and now.low is not None and all(v <= now.low for v in values)
        yield name, kind, kind == "changed" and (fixed or back), tests


def combinations(steps: dict[str, list[Step]]) -> Iterator[tuple[Step, ...]]:
    for picked in itertools.product(*([None, *rows] for rows in steps.values())):
        yield tuple(s for s in picked if s is not None)


def record(case: Case, pack: records.Pack, steps: Iterable[Step]) -> Tests:
    new = {s[0]: s[3] for s in steps}
    kept = {t for t in case.tests(pack) if t[0] == "unsuitable" or t[1] not in new}
    return frozenset(kept.union(*new.values()))


def cost(steps: Iterable[Step]) -> tuple[int, int]:
    kinds = [s[1] for s in steps]
    return kinds.count("changed"), len(kinds) - kinds.count("changed")


def questions(pack: records.Pack) -> Iterator[tuple[str, Holds]]:
    """Wishes in words, with what they mean in the reference."""
    goals: list[tuple[str, Holds]] = []
    for a in pack.actions:
        goals.append((f"action {a}", lambda w, a=a: w.status.get(a) == "settled_for"))
        for word in STATUSES:
            goals += [(f"{word} {a}", lambda w, a=a, word=word: w.status.get(a, "not_addressed") == word)]
    goals += [(f"statement {s}", lambda w, s=s: s in w.in_force) for s in pack.statements]
    goals += [(f"context {c}", lambda w, c=c: c in w.scope) for c in pack.contexts]
    for d in pack.sources:
        own = {c for c, source in pack.contexts.items() if source == d}
        goals.append((f"source {d}", lambda w, own=own: not own or bool(own & w.scope)))
    for s, t in itertools.combinations(sorted(pack.statements), 2):
        goals.append((f"conflict {s} {t}", lambda w, st={s, t}: any({row[1], row[3]} == st for row in w.conflicts)))
    for words, holds in goals:
        yield words, holds
        yield f"not {words}", lambda w, holds=holds: not holds(w)


def plain(test: Test) -> records.Test:
    return (test.kind, test.subject, test.value) if test.value else (test.kind, test.subject)


def allowed(change: Change, steps: dict[str, list[Step]]) -> set[frozenset[Step]]:
    """Every way to carry out a change."""
    rows = [
        [s for s in steps[e.finding] if s[1] == e.kind and any(s[3] >= set(map(plain, tests)) for tests in e.any_of)] for e in change.edits
    ]
    return {frozenset(picked) for picked in itertools.product(*rows)}


def check_size(size: Size, smallest: set[frozenset[Step]], case: Case, pack: records.Pack, free: dict[str, list[Step]]) -> None:
    found: set[frozenset[Step]] = set()
    for change in size.changes:
        ways = allowed(change, free)
        assert ways <= smallest, ("not smallest", change.edits)
        assert {plain(t) for t in change.case.tests} in {record(case, pack, steps) for steps in ways}
        assert not ways <= found, ("said twice", change.edits)
        found |= ways
    assert size.more or found == smallest


def check_barriers(
    made: Changes, holds: Holds, case: Case, pack: records.Pack, steps: dict[str, list[Step]], without: list[str], tax: Taxonomy
) -> None:
    """Those of one thing are all that there are of one thing; with what is named out of the way, some change would do."""

    def reachable(opened: Iterable[str] = (), off: Iterable[str] = (), excluded: Iterable[str] = (), heard: Iterable[str] = ()) -> bool:
        silent = [s for s in without if s not in heard]
        open_steps = {f: [s for s in rows if not s[2] or f in opened] for f, rows in steps.items()}
        less = Case(case.findings, tuple(a for a in case.excluded if a not in excluded))
        worlds = (World(pack, record(less, pack, c), [*silent, *off], tax) for c in combinations(open_steps))
        return any(w.possible and holds(w) for w in worlds)

    patient = {("findings", f) for f, rows in steps.items() if any(s[2] for s in rows) and reachable(opened=[f])}
    patient |= {("excluded", a) for a in case.excluded if reachable(excluded=[a])}
    statements = {("statements", s) for s in pack.statements if s not in without and reachable(off=[s])}
    heard = {("switched_off", s) for s in without if reachable(heard=[s])}
    single = {(kind, names[0]) for b in made.barriers if len(things(b)) == 1 for kind, names in things(b)[:1]}
    assert {row for row in single if row[0] == "statements"} == statements
    assert {row for row in single if row[0] == "switched_off"} == heard
    assert {row for row in single if row[0] in {"findings", "excluded"}} == patient
    for b in made.barriers:
        if not b.axioms:
            assert reachable(b.findings, b.statements, b.excluded, b.switched_off)


def things(barrier: Barrier) -> list[tuple[str, tuple[str, ...]]]:
    kinds = ("findings", "excluded", "axioms", "statements", "switched_off")
    rows = [(kind, getattr(barrier, kind)) for kind in kinds]
    return [(kind, (name,)) for kind, names in rows for name in names]
