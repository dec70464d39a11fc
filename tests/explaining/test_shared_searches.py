"""What is shared between the patients of a pack changes no answer: goals stated once, parts read from what holds, what records turn."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, note, settings
from hypothesis import strategies as st
from reference.generate import cases, packs
from reference.written import lines, yaml

from explain.justification import turned
from explain.justification.turned import Needed, Turned
from guideline import Pack, load_pack, read_case
from guideline.cases.reading import parse_case
from guideline.changes import prepared, smallest
from guideline.changes.prepared import Preparations, Prepared
from guideline.changes.smallest import changes, read_wish
from guideline.left_open.reading import Reading
from guideline.marks import free_tests
from guideline.model import Case, Test
from guideline.packs import shipped_pack

CASES = sorted(shipped_pack().glob("cases/*.yaml"))
PATIENTS = 4
EXAMPLES = max(15, settings.default.max_examples // 5)


@pytest.fixture(autouse=True)
def _no_cache(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GUIDELINE_CACHE", "off")


def load(text: str) -> Pack:
    note(text)
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "pack.lp").write_text(text, encoding="utf-8")
        loaded = load_pack(folder)
        with loaded.seats.borrow():  # grounds while the files are there
            return loaded


@settings(max_examples=EXAMPLES, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_a_goal_that_is_prepared_finds_for_each_patient_what_a_search_of_its_own_finds(data: st.DataObject) -> None:
    drawn = data.draw(packs())
    fixed = data.draw(st.lists(st.sampled_from(sorted(drawn.findings)), max_size=2, unique=True))
    pack = load("\n".join([*lines(drawn), *(f"fixed({f})." for f in sorted(fixed))]) + "\n")
    patients = [parse_case(yaml(data.draw(cases(drawn)), drawn), pack.vocabulary) for _ in range(PATIENTS)]
    names = sorted([*pack.vocabulary.actions, *(f"not {a}" for a in pack.vocabulary.actions), *pack.knowledge.statements])
    words = data.draw(st.lists(st.sampled_from(names), min_size=1, max_size=2, unique=True))
    for case in patients:
        for wish in [read_wish(w, pack.vocabulary, pack.knowledge) for w in words]:
            if not possible(pack, case):
                continue
            found = changes(case, pack, wish)
            with pytest.MonkeyPatch.context() as patch:
                patch.setattr(smallest, "VALUES", -1)
                assert found == changes(case, pack, wish)


def possible(pack: Pack, case: Case) -> bool:
    with pack.seats.borrow() as seat:
        seat.session.set(case.tests)
        return seat.session.solve() is not None


@settings(max_examples=EXAMPLES, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_a_part_read_from_what_holds_is_that_read_from_nothing(data: st.DataObject) -> None:
    drawn = data.draw(packs())
    pack = load("\n".join(lines(drawn)) + "\n")
    case = parse_case(yaml(data.draw(cases(drawn)), drawn), pack.vocabulary)
    without = data.draw(st.lists(st.sampled_from(sorted(drawn.statements)), max_size=1))
    findings = data.draw(st.lists(st.sampled_from(sorted(drawn.findings)), unique=True))
    with pack.seats.borrow() as seat:
        seat.session.set(case.tests, without)
        solution = seat.session.solve(None)
        if solution is None:
            return
        struck = frozenset(t for t in case.tests if t.subject in findings)
        free = struck.union(free_tests(case, [pack.vocabulary.findings[f] for f in findings]))
        results = seat.session.program.results
        asked = (case.tests - struck, without, free, results)
        part = seat.reading.open_part(*asked, solution.true)
        assert part == Reading(seat.session.program).open_part(*asked)
        assert list(part.free) == list(seat.reading.open_part(*asked).free)


def shipped(pack: Pack, number: int) -> Case:
    return read_case(CASES[number], pack)


def test_few_goals_stay_prepared(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(prepared, "KEPT", 2)
    kept = Preparations()
    asked = [kept.of(goal, lambda: Prepared([], [], [], [])) for goal in (1, 2, 1, 3, 1, 2)]
    # The second was not asked for when the third came, so it went; the first has stayed.
    assert asked[0] is asked[2]
    assert asked[0] is asked[4]
    assert asked[1] is not asked[5]


def test_where_the_search_takes_too_long_it_is_left_to_one_that_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    pack = load_pack()
    case, wish = shipped(pack, 0), read_wish("vertebral_augmentation", pack.vocabulary, pack.knowledge)
    found = changes(case, pack, wish)
    assert found.sizes
    monkeypatch.setattr(Prepared, "ways", lambda *_, **__: None)
    assert changes(case, pack, wish) == found


class Rules:
    """As much of ground rules as is asked: an atom 9 rests on the records 1 and 2, a constraint on 2 and 3."""

    given = {1: Test("has", "a"), 2: Test("has", "b"), 3: Test("has", "c"), 4: Test("has", "d")}  # noqa: RUF012 (never changed)
    tests: dict[int, str] = {}  # noqa: RUF012 (never changed)
    touched = {2: [(2, 3)], 3: [(2, 3)]}  # noqa: RUF012 (never changed)

    def reached(self, roots: object) -> tuple[list[int], list[int]]:
        return ([1, 2], [9]) if list(roots) == [9] else (sorted(roots), [])  # type: ignore[call-overload]

    def record_of(self, _: int) -> None:
        return None


@pytest.mark.parametrize(
    ("true", "recorded", "again"),
    [
        ({1}, {"a"}, False),
        ({1, 4}, {"a", "d"}, False),  # nothing asked about hangs on `d`
        ({1, 3}, {"a", "c"}, True),  # what may stand beside `b` hangs on `c`
        ({2}, {"b"}, True),
        ({1}, {"a", "b"}, True),  # of `b` something is recorded that decides no test
    ],
)
def test_what_a_record_turns_is_found_out_again_where_something_differs_that_it_hangs_on(
    true: set[int], recorded: set[str], again: bool
) -> None:
    known = Turned()
    question = ((9,), Test("has", "b"))
    first, second = Needed(True), Needed(False)
    known.of(question, Rules(), frozenset({1}), frozenset({"a"}), lambda: first)  # type: ignore[arg-type]  # stands in for the rules
    found = known.of(question, Rules(), frozenset(true), frozenset(recorded), lambda: second)  # type: ignore[arg-type]
    assert found is (second if again else first)


def test_little_is_kept_of_what_records_turn(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turned, "KEPT", 2)
    known = Turned()
    found = [Needed(True, (Test("has", str(n)),)) for n in range(5)]
    told = [
        known.of(((9,), Test("has", "b")), Rules(), frozenset({n}), frozenset(), lambda i=i: found[i])  # type: ignore[arg-type, misc]
        for i, n in enumerate((1, 2, 1, 3, 2))
    ]
    # The second was not asked for when the third came, so it went.
    assert told == [found[0], found[1], found[0], found[3], found[4]]
