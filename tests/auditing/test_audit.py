"""The audit as a whole: threads, the time given, what is clean; the shipped pack against its verdicts and as golden files."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from pathlib import Path

import jsonschema
import pytest
from made import pack_of, statement

from explain.corpus.audit_words import audit_markdown, audit_text
from guideline import Pack, load_pack, read_case
from guideline.answer import Conflict
from guideline.auditing.audit import SECTIONS, Audit, audit
from guideline.auditing.audit_json import AUDIT, audit_json
from guideline.auditing.lines import Pair
from guideline.auditing.matrix import Cell
from guideline.errors import GuidelineError
from guideline.expectations.expectation import Expectation, Verdict
from guideline.expectations.reader import read_expectation
from guideline.packs import shipped_pack
from guideline.trial.run import case_files

GOLDEN = Path(__file__).parent / "golden"
DISPUTED = Path(__file__).parent / "disputed"

DISPUTE = (
    statement("yes", "d", "recommends(yes, drug). applies(yes) :- has(ill)."),
    statement("no", "e", "opposes(no, drug). applies(no)."),
)


@pytest.fixture(scope="module")
def shipped() -> Pack:
    return load_pack()


@pytest.fixture(scope="module")
def whole(shipped: Pack) -> Audit:
    return audit(shipped)


def pairs(found: Audit) -> list[Pair]:
    return [p for line in found.lines for p in line.pairs]


# The whole


def test_an_unwaived_disagreement_is_not_clean_and_a_waived_one_is() -> None:
    waiver = 'waives(yes, no, "both are meant").'
    assert not audit(pack_of(*DISPUTE)).clean
    assert audit(pack_of(*DISPUTE, waiver)).clean
    assert audit(pack_of(DISPUTE[0])).clean


def test_a_disagreement_that_is_not_looked_for_does_not_make_it_unclean() -> None:
    found = audit(pack_of(*DISPUTE), sections=["dead"])
    assert found.clean
    assert (found.sections, found.lines) == (("dead",), ())


def test_sections_stand_in_their_order_and_unknown_ones_are_refused() -> None:
    pack = pack_of(*DISPUTE)
    assert audit(pack, sections=["unread", "conflicts", "unread"]).sections == ("conflicts", "unread")
    assert audit(pack).sections == SECTIONS
    with pytest.raises(GuidelineError, match="unknown section `conflict`"):
        audit(pack, sections=["conflict"])


def test_the_same_section_alone_and_among_all(shipped: Pack, whole: Audit) -> None:
    everything = audit_json(whole, shipped)
    keys = {
        "conflicts": ("lines", "waivers", "matrix"), "settled": ("settled",), "silence": ("silence",), "dead": ("dead",),
        "redundant": ("redundant",), "assumption": ("assumption_lines", "assumptions"), "unread": ("unread", "mute"),
    }  # fmt: skip
    for section, names in keys.items():
        alone = audit_json(audit(shipped, sections=[section]), shipped)
        assert {n: alone[n] for n in names} == {n: everything[n] for n in names}
        others = [n for s, rows in keys.items() if s != section for n in rows if n != "dead"]
        assert not any(alone[n] for n in others)


def test_a_matrix_counts_each_pair_once_by_kind() -> None:
    pack = pack_of(
        *DISPUTE,
        statement("own", "d", 'opposes(own, drug). applies(own). waives(own, yes, "known").'),
        statement("rule", "e", "permits(rule, drug). applies(rule)."),
    )
    found = audit(pack, sections=["conflicts"])
    assert found.matrix() == (
        Cell(("d", "d"), (("contradiction", 1),), 1),
        Cell(("d", "e"), (("contradiction", 1), ("degree", 1)), 0),
        Cell(("e", "e"), (("degree", 1),), 0),
    )
    assert sum(cell.pairs for cell in found.matrix()) == len(pairs(found))


# Threads and time


@pytest.mark.parametrize("threads", [2, 3])
def test_what_is_found_is_the_same_for_any_number_of_threads(threads: int, shipped: Pack, whole: Audit) -> None:
    assert json.dumps(audit_json(audit(shipped, threads=threads), shipped)) == json.dumps(audit_json(whole, shipped))


def test_progress_goes_up_to_its_end_with_any_number_of_threads() -> None:
    pack = pack_of(*DISPUTE)
    for threads in (1, 2):
        seen: list[tuple[int, int]] = []
        audit(pack, threads=threads, progress=lambda done, every, seen=seen: seen.append((done, every)))  # type: ignore[misc]  # bound early
        assert [done for done, _ in seen] == list(range(1, len(seen) + 1))
        assert {every for _, every in seen} == {len(seen)}


def test_time_that_suffices_for_nothing_leaves_everything_open_and_claims_nothing() -> None:
    pack = pack_of(*DISPUTE, 'context(ward, d, "the ward"). enters(ward) :- has(old).')
    found = audit(pack, seconds=1e-9)
    assert found.open == SECTIONS
    assert not found.clean
    assert [c.statements for c in found.conflicts.undecided] == [("yes", "no")]
    text = audit_text(found, pack)
    assert "did not suffice" in text
    assert "No disagreement" not in text
    assert "Every " not in text
    jsonschema.validate(json.loads(json.dumps(audit_json(found, pack))), AUDIT)


def test_whenever_time_ends_what_is_told_is_proved_and_the_rest_is_told_to_be_open(shipped: Pack, whole: Audit) -> None:
    every = {p.row: p for p in pairs(whole)}
    settled = {p.row for p in whole.unseen.settled}
    begin = time.monotonic()
    audit(shipped)
    none, all_of_it = 0.0, time.monotonic() - begin
    partly = 0
    # How long an audit takes swings with what else the machine does: the middle is looked for, by halves.
    for _ in range(40):
        share = (none + all_of_it) / 2
        found = audit(shipped, seconds=share)
        rows = {p.row for p in pairs(found)}
        assert all(every[p.row] == p for p in pairs(found))
        conflicts = {key(p.conflict) for p in whole.lines for p in p.pairs}
        assert {key(c) for c in found.conflicts.unproved} <= conflicts
        known = len(rows) + len(found.conflicts.unproved) + len(found.conflicts.undecided)
        assert {p.row for p in found.unseen.settled} <= settled
        if "conflicts" not in found.open:
            assert rows == every.keys()
        else:
            assert len(every) <= known <= found.paper
        for section, told, complete in (
            ("silence", found.unseen.silences, whole.unseen.silences),
            ("redundant", found.unseen.redundant, whole.unseen.redundant),
            ("assumption", found.assumptions, whole.assumptions),
        ):
            assert told == (() if section in found.open else complete)
        assert found.clean is bool(not found.open and whole.clean)
        if found.open == SECTIONS:
            none, all_of_it = share, max(all_of_it, 2 * share)
        elif not found.open:
            none, all_of_it = min(none, share / 2), share
        else:
            partly += 1
            none, all_of_it = (none, share) if partly % 2 else (share, all_of_it)
        if partly == 3:
            break
    assert audit(shipped, seconds=600).open == ()
    assert partly, "no run ended in the middle"


def key(conflict: Conflict) -> tuple[object, ...]:
    return conflict.kind, conflict.statements, conflict.actions


# The shipped pack


@pytest.fixture(scope="module")
def expected(shipped: Pack) -> list[Expectation]:
    cases = [read_case(path, shipped) for path in case_files(shipped_pack())]
    return [read_expectation(case, shipped.vocabulary, shipped.knowledge) for case in cases]


@pytest.fixture(scope="module")
def verdicts(expected: list[Expectation]) -> list[Verdict]:
    return [v for e in expected for v in e.verdicts]


def unsettled(verdict: Verdict, found: Audit, *, ordered: bool) -> list[Conflict]:
    """The pairs between statements of a verdict that nobody waives; also those that the editors' judgement alone orders, if asked for."""
    among = [p.conflict for p in pairs(found) if not p.conflict.waived and set(verdict.statements).issuperset(p.conflict.statements)]
    return [c for c in among if not c.settled_by or (ordered and all(s.kind == "judgement" for s in c.settled_by))]


def test_every_conflict_that_a_verdict_calls_real_is_found(whole: Audit, verdicts: list[Verdict]) -> None:
    real = [v for v in verdicts if v.status == "real"]
    assert real
    for verdict in real:
        kinds = {c.kind for c in unsettled(verdict, whole, ordered=True)}
        assert kinds
        assert kinds >= set(verdict.kinds or ()), verdict.entry


def test_no_tension_that_a_verdict_calls_compatible_or_resolved_is_reported_as_real(whole: Audit, verdicts: list[Verdict]) -> None:
    disputed = [v for v in verdicts if v.status in {"real", "open_source_ambiguous"}]
    calm = [v for v in verdicts if v not in disputed]
    assert calm
    for verdict in calm:
        for conflict in unsettled(verdict, whole, ordered=False):
            # A pair may be settled in one entry and the very subject of another.
            elsewhere = any(set(v.statements).issuperset(conflict.statements) for v in disputed)
            assert conflict.kind == "degree" or elsewhere, (verdict.entry, conflict)


def test_every_line_has_a_pair_that_a_verdict_or_an_expectation_of_some_case_names(whole: Audit, expected: list[Expectation]) -> None:
    judged = [frozenset(v.statements) for e in expected for v in e.verdicts]
    judged += [frozenset(pair.statements) for e in expected for pair in (*e.conflicts, *e.settled)]
    for line in whole.lines:
        assert any(named.issuperset(p.conflict.statements) for named in judged for p in line.pairs), line.subject


def test_the_shipped_pack_keeps_the_contract(shipped: Pack, whole: Audit) -> None:
    told = json.loads(json.dumps(audit_json(whole, shipped)))
    jsonschema.validate(told, AUDIT)
    assert told["sections"] == list(SECTIONS)
    assert told["open"] == []
    assert told["paper"] == len(told["settled"]) + sum(len(line["pairs"]) for line in (*told["lines"], *told["assumption_lines"]))


def test_the_shipped_pack_as_text(shipped: Pack, whole: Audit, golden: Callable[[Path, str], None]) -> None:
    text = audit_text(whole, shipped)
    assert max(map(len, text.splitlines())) <= 80
    golden(GOLDEN / "shipped.txt", text)


def test_the_pairs_of_the_shipped_pack(shipped: Pack, whole: Audit, golden: Callable[[Path, str], None]) -> None:
    """Of the JSON what a change may change for good or ill: pairs, patients, regions, what is settled by what."""
    told = audit_json(whole, shipped)
    rows = []
    for key_ in ("lines", "assumption_lines"):
        for line in told[key_]:
            rows.append(f"{key_}: {line['subject']} {', '.join(line['kinds'])} ({line['weight']})")
            for part in line["parts"]:
                shared = "; ".join(("" if s["holds"] else "not ") + s["term"] for s in part["region"]["telling"])
                rows.append(f"  region of {part['kind']}{' banned' if part['banned'] else ''} ({part['weight']}): {shared}")
            for p in line["pairs"]:
                facts = [r.strip() for r in p["witness"].partition("findings:")[2].splitlines() if r.strip()]
                rows.append(f"  {p['kind']}: {' / '.join(p['statements'])} on {' / '.join(p['actions'])}: {'; '.join(facts)}")
    for p in told["settled"]:
        ways = " or ".join(" and ".join(f"{a['kind']} {' '.join(a['names'])}" for a in lifts) for lifts in p["kept_apart_by"][:3])
        never = f"never said by {', '.join(p['never_said_by'])}" if p["never_said_by"] else ways
        rows.append(f"settled: {p['kind']}: {' / '.join(p['statements'])}: {never}")
    golden(GOLDEN / "shipped_pairs.txt", "\n".join(rows) + "\n")


# A small pack that has a disagreement of every standing


@pytest.mark.parametrize("full", [False, True])
def test_a_small_pack_as_text_and_as_markdown(full: bool, golden: Callable[[Path, str], None]) -> None:
    pack = load_pack(DISPUTED)
    found = audit(pack)
    name = "full" if full else "short"
    text = audit_text(found, pack, full=full)
    assert max(map(len, text.splitlines())) <= 80
    golden(GOLDEN / f"disputed_{name}.txt", text)
    golden(GOLDEN / f"disputed_{name}.md", audit_markdown(found, pack, full=full))


def test_a_small_pack_as_json(golden: Callable[[Path, str], None]) -> None:
    pack = load_pack(DISPUTED)
    told = audit_json(audit(pack), pack)
    jsonschema.validate(json.loads(json.dumps(told)), AUDIT)
    del told["packs"], told["engine"]
    golden(GOLDEN / "disputed.json", json.dumps(told, indent=1, ensure_ascii=False) + "\n")
