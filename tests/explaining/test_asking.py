"""What is asked, against brute force over all records of small packs: whatever is asked can change a decision, and nothing else can."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import product
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, given, note, settings
from hypothesis import strategies as st
from reference.generate import cases, packs
from reference.written import lines, yaml

from guideline import CaseError, Pack, load_pack
from guideline.asking.choices import content
from guideline.asking.questions import Inquiry, Question, inquire
from guideline.cases.reading import parse_case
from guideline.changes.values import meet, stretches
from guideline.marks import free_tests
from guideline.model import Case, Finding, Interval, Test
from guideline.quantities import decided

RECORDS = 400
"""So many records of one case are looked at; findings beyond that are taken for unknowable."""

Record = frozenset[Test]


@pytest.fixture(autouse=True)
def _no_cache(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GUIDELINE_CACHE", "off")


def load(text: str) -> Pack:
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "pack.lp").write_text(text + "\n", encoding="utf-8")
        pack = load_pack(folder)
        with pack.seats.borrow():  # grounds while the files are there
            return pack


@dataclass
class Worlds:
    """Every record that further answers can make, with what it comes to; impossible ones are left out."""

    status: dict[Record, dict[str, str]] = field(default_factory=dict)
    choices: dict[Record, object] = field(default_factory=dict)

    def parts(self, finding: str, told: dict[Record, object], within: Record = frozenset()) -> bool:
        """Whether two records that differ in one finding alone, and have all of `within`, come to something different."""
        seen: dict[Record, object] = {}
        for record, comes_to in told.items():
            if within <= record:
                rest = frozenset(t for t in record if t.subject != finding)
                if seen.setdefault(rest, comes_to) != comes_to:
                    return True
        return False


def answered(finding: Finding, free: Sequence[Test]) -> list[Record]:
    """Every answer to one finding, none included, as the tests that it decides."""
    mine = [t for t in free if t.subject == finding.name]
    if finding.kind != "quantity":
        return [frozenset(), *(frozenset({t}) for t in mine)]
    pairs = [("at_least", "below"), ("above", "at_most")]
    groups = [[t for t in mine if t.value == q and t.kind in pair] for q in dict.fromkeys(t.value for t in mine) for pair in pairs]
    return [frozenset(t for row in rows for t in row) for rows in product(*[[(), *((t,) for t in g)] for g in groups if g])]


def worlds(case: Case, pack: Pack, without: Iterable[str], known: Iterable[str]) -> Worlds:
    """Every record that answers to these findings can make."""
    findings = [pack.vocabulary.findings[f] for f in sorted(known)]
    free = free_tests(case, findings)
    made = Worlds()
    for rows in product(*[answered(f, free) for f in findings]):
        record = frozenset[Test]().union(*rows)
        try:
            answer = pack.solve(replace(case, tests=case.tests | record), without=without, marks=False, inquire=False)
        except CaseError:
            continue
        made.status[record] = dict(answer.status)
        made.choices[record] = content(answer.decisions)
    return made


def small(case: Case, pack: Pack, names: Sequence[str]) -> frozenset[str]:
    """As many of the findings as brute force can bear."""
    left, kept = RECORDS, set()
    for name in names:
        size = len(answered(pack.vocabulary.findings[name], free_tests(case, [pack.vocabulary.findings[name]])))
        if size <= left:
            left //= size
            kept.add(name)
    return frozenset(kept)


@settings(max_examples=max(20, settings.default.max_examples // 5), suppress_health_check=list(HealthCheck))
@given(st.data())
def test_what_is_asked_is_what_can_change_a_decision(data: st.DataObject) -> None:
    drawn = data.draw(packs())
    note("\n".join(lines(drawn)))
    pack = load("\n".join(lines(drawn)))
    given_case = data.draw(cases(drawn))
    note(yaml(given_case, drawn))
    case = parse_case(yaml(given_case, drawn), pack.vocabulary)
    known = small(case, pack, data.draw(st.permutations(sorted(pack.vocabulary.findings))))
    unknown = frozenset(pack.vocabulary.findings) - known
    inquiry = inquire(case, pack, unknown=unknown)
    seen = worlds(case, pack, (), known)
    if not seen.status:
        assert (inquiry.stage, inquiry.order) == ("record", ())
        return
    if frozenset() not in seen.status:
        assert inquiry.stage == "record"
        assert inquiry.order
        return
    assume(len(seen.status) > 1)
    check(inquiry, seen, known, pack, case)


def complete(question: Question, seen: Worlds, finding: Finding, case: Case) -> None:
    """Whatever the finding may turn out to be is one of the replies, and does what is told of that reply."""
    base = seen.status[frozenset()]
    for value in values(finding, case):
        mine = [r for r in question.replies if frozenset(r.tests) <= value]
        if value - case.tests not in seen.status:
            assert not any(r.possible for r in mine)
            continue
        assert len(mine) == 1
        after = seen.status[value - case.tests]
        turned = {a for a in after.keys() | base.keys() if after.get(a) != base.get(a)}
        assert {a for a, _, _ in mine[0].changes} == turned


def values(finding: Finding, case: Case) -> Iterator[Record]:
    """All that an exact answer can decide, beside the record of the case: each time the tests of the finding that then hold."""
    if finding.kind == "boolean":
        yield from (frozenset({Test("has", finding.name)}), frozenset({Test("lacks", finding.name)}))
    elif finding.kind == "choice":
        yield from (frozenset({Test("is", finding.name, v)}) for v in finding.choices)
    else:
        held = next((r.value for r in case.recorded if r.finding == finding.name), None)
        for part in stretches(finding):
            if not isinstance(held, Interval) or meet(part, held):
                yield frozenset(Test(kind, finding.name, text) for kind, text in decided(part, finding.thresholds))


def check(inquiry: Inquiry, seen: Worlds, known: frozenset[str], pack: Pack, case: Case) -> None:
    """An inquiry against all records."""
    base = seen.status[frozenset()]
    open_now = {a for s in seen.status.values() for a in s.keys() | base.keys() if s.get(a) != base.get(a)}
    chooses = any(c != seen.choices[frozenset()] for c in seen.choices.values())
    assert set(inquiry.open) == open_now
    assert inquiry.status == base
    assert inquiry.stage == ("status" if open_now else "choice" if chooses else "settled")
    told: dict[Record, object] = dict(seen.status) if open_now else dict(seen.choices)
    asked = {f for f in known if seen.parts(f, told)} if inquiry.stage != "settled" else set()
    if asked or inquiry.stage == "settled":
        assert set(inquiry.order) == asked
    else:
        assert inquiry.order  # axioms tie the answers: they are asked together
    assert tuple(q.finding for q in inquiry.questions) == inquiry.order
    keys = [(not q.first, -(q.weight if q.first else q.gain), q.finding) for q in inquiry.questions]
    assert keys == sorted(keys)
    for question in inquiry.questions:
        complete(question, seen, pack.vocabulary.findings[question.finding], case)
        for reply in question.replies:
            record = frozenset(reply.tests) - case.tests
            after = seen.status.get(record)
            assert reply.possible == (after is not None)
            if after is not None:
                turned = {a for a in after.keys() | base.keys() if after.get(a) != base.get(a)}
                assert {a for a, _, _ in reply.changes} == turned
                assert all((base.get(a, "not_addressed"), after.get(a, "not_addressed")) == (o, n) for a, o, n in reply.changes)
                assert reply.chooses == (not turned and seen.choices[record] != seen.choices[frozenset()])
            # What a reply is said to spare is spared: no record with it hangs on those answers.
            assert not any(seen.parts(f, told, record) for f in reply.spares)
        if question.together:
            assert not any(r.changes for r in question.replies)
            beside = frozenset(question.together)
            results = [s for r, s in seen.status.items() if frozenset(t for t in r if t.subject != question.finding) == beside]
            assert any(s != results[0] for s in results)
    critical = {r: s for r, s in seen.status.items() if all(pack.vocabulary.findings[t.subject].critical for t in r)}
    first = {f for f in known if seen.parts(f, dict(critical))} & set(inquiry.order)
    if first:
        assert {q.finding for q in inquiry.questions if q.first} == first
