"""What `--why` gives as a reason is so in the model: nothing that the record rules out, by itself or by an axiom, is told as a yes."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, note, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from reference.generate import cases, packs
from reference.written import lines, yaml

from explain.explaining import Asked, Explained
from explain.explanation_schema import EXPLANATION
from explain.justification.justify import justification
from explain.justification.predicates import TESTS
from explain.render import phrase
from explain.views.labels import OPPOSITES
from explain.views.terms import Terms
from explain.why.basis import Reader
from explain.why.grounds import Ground
from guideline import CaseError, Pack, load_pack, read_case
from guideline.answer import Answer
from guideline.cases.reading import parse_case
from guideline.solving import Session
from guideline.terms.atoms import Atom

SHIPPED = sorted((Path(__file__).parents[2] / "encodings" / "vcf" / "cases").glob("*.yaml"))
PACK = """
source(book, "A book of care"). strength(book, must, 2).
finding((growth; history; spot; scan), boolean). label(growth, "a growth"). label(history, "a history of growths").
label(spot, "a spot"). label(scan, "a scan"). finding(extent, choice). choice(extent, (none; some)). label(extent, "extent of the spot").
label(choice(extent, none), "no spot").
follows(lacks(growth)) :- lacks(history). follows(lacks(spot)) :- is(extent, none). follows(has(spot)) :- is(extent, some).
action((rest; walk)). label(rest, "rest"). label(walk, "a walk").
context(spotted, book, "patients with a spot"). enters(spotted) :- has(spot).
statement(calm, book, recommendation, must). locator(calm, "1"). says(calm, "Rest, a growth being absent.").
recommends(calm, rest). applies(calm) :- has(scan), not has(growth).
statement(go, book, recommendation, must). locator(go, "2"). says(go, "Walk."). recommends(go, walk). applies(go). within(go, spotted).
"""


@pytest.fixture(autouse=True)
def _no_cache(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GUIDELINE_CACHE", "off")


@pytest.fixture(scope="module")
def pack(tmp_path_factory: pytest.TempPathFactory) -> Pack:
    folder = tmp_path_factory.mktemp("pack")
    (folder / "pack.lp").write_text(PACK, encoding="utf-8")
    return load_pack(folder)


def told(pack: Pack, findings: str, why: str) -> list[str]:
    case = parse_case(f"case: x\nfindings: {{{findings}}}\n", pack.vocabulary)
    return [line.text for line in Explained(case, pack, Asked(why=(why,))).telling("short")[0].lines]


def grounds(answer: Answer, pack: Pack) -> Iterator[Ground]:
    """All that the reasons of an answer rest on: of statements in force, of contexts inside and outside."""
    asked = [("in_force", s) for s in answer.in_force] + [(n, c.context) for c in answer.contexts for n in ("scope", "enters")]
    asked += [("stance", *s.key) for s in answer.stances]
    with pack.seats.borrow() as seat:
        terms = Terms(answer, pack.vocabulary, pack.knowledge, seat.tables.members)
    reader = Reader(terms, justification(answer, pack, asked))
    for s in answer.in_force:
        basis = reader.basis(s, ())
        yield from (*basis.grounds, *basis.entered, *basis.met)
    for c in answer.contexts:
        made = reader.scope(c.context)
        yield from (*made.entered, *(g for _, rows in made.left_out for g in rows))


def are_true(found: Iterable[Ground], answer: Answer, pack: Pack, session: Session) -> int:
    """Checks the words of each ground that is given as recorded, or as denied, against the model; how many follow from other records."""
    session.set(answer.case.tests, answer.without)
    solution = session.solve(None)
    assert solution is not None
    true = {a for a, n in session.program.literals.items() if n in solution.true and a.name in TESTS}
    followed = 0
    for g in dict.fromkeys(found):
        if g.kind not in {"recorded", "contradicted"} or g.condition.kind == "unsuitable":
            continue
        c = g.condition
        words = phrase("ground", g, book="why").removeprefix(f"{c.label}: ")
        assert g.line, words
        followed += bool(g.follows_from)
        values = [
            v for v in pack.vocabulary.findings[c.name].choices if words.startswith(pack.vocabulary.choice_labels.get((c.name, v), v))
        ]
        if c.kind in {"has", "lacks"}:
            assert words.startswith(("yes", "no"))
            assert Atom("has" if words.startswith("yes") else "lacks", (c.name,)) in true, words
        elif c.kind == "is":
            assert words.startswith("other than") or any(Atom("is", (c.name, v)) in true for v in values), words
        else:
            kind = c.kind if g.kind == "recorded" else OPPOSITES[c.kind]
            assert Atom(kind, (c.name, c.value)) in true, words
    return followed


def test_what_an_axiom_denies_is_told_with_the_record_that_denies_it(pack: Pack) -> None:
    found = told(pack, "scan: true, history: false", "calm")
    assert "because of: a scan: yes (line 2)" in found
    assert "holds only without a growth (no, as a history of growths: no; line 2)" in found
    assert "holds only without a growth (recorded: no; line 2)" in told(pack, "scan: true, growth: false", "calm")


def test_a_scenario_that_an_axiom_closes_says_what_the_record_makes_of_it(pack: Pack) -> None:
    assert "because of: a spot: no (as extent of the spot: no spot; line 2)" in told(pack, "extent: none", "spotted")
    assert "because of: a spot: no (line 2)" in told(pack, "spot: false", "spotted")


def test_a_ground_has_its_name_its_label_and_what_it_follows_from_in_json(pack: Pack) -> None:
    case = parse_case("case: x\nfindings: {scan: true, history: false}\n", pack.vocabulary)
    made = Explained(case, pack, Asked(why=("calm",))).document
    Draft202012Validator(EXPLANATION).validate(json.loads(json.dumps(made)))
    rows = {g["finding"]: g for g in made["explanations"][0]["statements"][0]["grounds"]}
    assert (rows["growth"]["label"], rows["growth"]["recorded"], rows["growth"]["line"]) == ("a growth", "no", 2)
    assert [(b["finding"], b["recorded"], b["line"]) for b in rows["growth"]["follows_from"]] == [("history", "no", 2)]
    assert rows["scan"]["follows_from"] == []


def test_what_could_change_a_reason_is_in_json_too(pack: Pack) -> None:
    case = parse_case("case: x\nfindings: {scan: true}\n", pack.vocabulary)
    made = Explained(case, pack, Asked(why=("calm",))).document
    (row,) = [g for g in made["explanations"][0]["statements"][0]["grounds"] if g["kind"] == "not_recorded"]
    assert (row["finding"], row["turns"], row["beside"]) == ("growth", True, [])


@pytest.mark.parametrize("part", range(8))
def test_no_reason_in_a_shipped_case_contradicts_its_model(part: int) -> None:
    shipped = load_pack()
    session = Session(shipped.grounded())
    followed = 0
    for path in SHIPPED[part::8]:
        answer = shipped.solve(read_case(path, shipped), marks=False, inquire=False)
        followed += are_true(grounds(answer, shipped), answer, shipped, session)
    assert followed


@settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.function_scoped_fixture])
@given(st.data())
def test_no_reason_contradicts_the_model_in_random_packs(data: st.DataObject) -> None:
    drawn = data.draw(packs(), label="pack")
    text = "\n".join(lines(drawn)) + "\n"
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "pack.lp").write_text(text, encoding="utf-8")
        made = load_pack(folder)
        session = Session(made.grounded())
        with made.seats.borrow():  # grounds while the files are there
            pass
    for _ in range(3):
        patient = data.draw(cases(drawn), label="case")
        note(f"{text}\n{yaml(patient, drawn)}")
        try:
            answer = made.solve(parse_case(yaml(patient, drawn), made.vocabulary), marks=False, inquire=False)
        except CaseError:
            continue
        are_true(grounds(answer, made), answer, made, session)
