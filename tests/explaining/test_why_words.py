"""Why something is as it is, in words: what is said beside a wish, bans that reach a kind, readings, and the overview."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from explain.explaining import Asked, Explained
from explain.explanation_schema import EXPLANATION
from explain.telling import Length, Passage
from guideline import Pack, load_pack, read_case

HERE = Path(__file__).parent
CASES = HERE.parents[1] / "encodings" / "vcf" / "cases"
ORCHARD = HERE.parent / "explain" / "orchard"


@pytest.fixture(scope="module")
def pack() -> Pack:
    return load_pack()


@pytest.fixture(scope="module")
def orchard() -> Pack:
    return load_pack(ORCHARD)


def explained(name: str, pack: Pack, *why: str) -> Explained:
    folder = CASES if (CASES / f"{name}.yaml").is_file() else ORCHARD / "cases"
    return Explained(read_case(folder / f"{name}.yaml", pack), pack, Asked(why=why))


def texts(passage: Passage) -> list[str]:
    return [line.text for line in passage.lines]


def told(name: str, pack: Pack, why: str, length: Length = "short") -> list[str]:
    return texts(explained(name, pack, why).telling(length)[0])


def test_a_statement_that_only_doses_a_drug_speaks_of_it(orchard: Pack) -> None:
    found = told("spring", orchard, "compost")
    assert "compost: 2 to 3 kg per month, route not stated" in found
    assert "no difference between compost and manure" in found
    assert "no statement in force speaks of it" not in found


def test_what_orders_and_what_goes_with_an_action_is_told_beside_it(pack: Pack) -> None:
    found = told("acr_neurologically_intact", pack, "vertebral_augmentation")
    assert "percutaneous vertebral augmentation rather than medical management only" in found
    whole = told("acr_neurologically_intact", pack, "vertebral_augmentation", "full")
    assert "first: check of coagulation before the procedure" in whole
    assert "together with long-term osteoporosis medication" in whole


def test_a_kind_that_a_contested_ban_reaches_says_so(pack: Pack) -> None:
    trial = "NSAID or COXIB as a trial before other treatment of the edema"
    reached = f"nothing in force speaks of it by name; what is said against its class reaches it, and that is contested: {trial}"
    made = explained("acr_neurologically_intact", pack, "naproxen_trial")
    assert reached in texts(made.telling("short")[0])
    assert made.document["explanations"][0]["kind_of"] == trial
    overview = {p.head: texts(p) for p in explained("acr_neurologically_intact", pack).telling("line")}
    kinds = "celecoxib as a trial, diclofenac as a trial, indomethacin as a trial, naproxen as a trial"
    assert f"what is said against it holds for these too: {kinds}" in overview["To decide"]
    assert not any("naproxen" in t for t in overview["Advised against"])
    assert not any(reached in t for t in told("acr_neurologically_intact", pack, "prolonged_bed_rest"))


def test_what_the_wording_leaves_open_is_always_told_and_notes_where_the_statement_is_asked_about(pack: Pack) -> None:
    name = "acr_neurologically_intact"
    wording = "left open by the wording: 'most cases' is not spelled out"
    note = "as the pack's editors read it: what comes first has been had once an NSAID has failed"
    for why, length, notes in (("nsaid_trial", "short", False), ("nsaid_trial", "full", True), ("nsaid_first_line_most", "short", True)):
        found = told(name, pack, why, length)  # type: ignore[arg-type]  # mypy reads the rows of the tuple as plain strings
        assert any(t.startswith(wording) for t in found)
        assert any(t.startswith(note) for t in found) is notes


def test_what_enters_a_scenario_is_told_once(pack: Pack) -> None:
    found = told("acr_neurologically_intact", pack, "iv_bisphosphonate_edema")
    entered = [t for t in found if t.startswith("because of: extent of the edema") and "neurological deficit: no" in t]
    # Of the statement that says it otherwise than the editors take it, it is told with the words of that statement.
    assert sorted("the editors' reading" in t for t in entered) == [False, True]


@pytest.mark.parametrize("path", sorted(CASES.glob("*.yaml"))[::40], ids=lambda p: p.stem)
def test_nothing_is_told_twice_under_one_line(path: Path, pack: Pack) -> None:
    actions = list(pack.solve(read_case(path, pack), marks=False, inquire=False).status)
    for passage in explained(path.stem, pack, *actions).telling("short"):
        above: list[str] = []
        seen: dict[tuple[str, ...], set[tuple[str, str]]] = {}
        for line in passage.lines:
            above = above[: line.depth]
            under = seen.setdefault(tuple(above), set())
            assert (line.text, line.place) not in under
            under.add((line.text, line.place))
            above.append(f"{line.text} [{line.place}]")
            # Items of a list in a line, too, each stand once.
            items = line.text.partition(": ")[2].split("; ")
            assert len(items) == len(set(items)), line.text


def test_the_overview_tells_the_scope_of_each_source_and_what_goes_first(pack: Pack) -> None:
    passages = {p.head: texts(p) for p in explained("acr_neurological_deficit", pack).telling("line")}
    sources = passages["Sources and scope"]
    acr = "ACR ratings article (acr_vcf): out of scope, neurological deficit; 4 of its statements on what to do or leave apply all the same"
    assert acr in sources
    assert any(t.startswith("Voormolen 2006 (voormolen_2006): its scenario is not met by what is recorded (") for t in sources)
    assert any("(bme_vertebral)" in t and "in scope" in t for t in sources)
    decided = passages["To decide"]
    assert decided[:2] == ["medical (conservative) management", "A: without medical (conservative) management (bme_vertebral)"]
    assert decided[2].startswith("B: medical (conservative) management (bme_general), only while conservative therapy so far is ")
    assert decided[3] == "A before B, by judgement of the pack's editors"


def test_a_main_scenario_that_leaves_the_patient_out_is_told_before_a_smaller_one_that_takes_him_in(pack: Pack) -> None:
    (sources,) = [p for p in explained("acr_incidental_fracture_limited_edema", pack).telling("line") if p.head == "Sources and scope"]
    (told,) = [line.text for line in sources.lines if line.text.startswith("ACR ratings article")]
    assert "its main scenario leaves this patient out (" in told
    assert "edema or a cleft: no pain that fits the fracture); in scope: " in told


@pytest.mark.parametrize(("name", "why"), [("spring", "compost"), ("acr_neurologically_intact", "pamidronate_edema")])
def test_what_is_said_beside_and_the_readings_are_in_the_schema(name: str, why: str, pack: Pack, orchard: Pack) -> None:
    made = explained(name, orchard if name == "spring" else pack, why).document
    Draft202012Validator(EXPLANATION).validate(json.loads(json.dumps(made)))
    rows = made["explanations"][0]["statements"]
    assert any(r["beside"]["regimens"] for r in rows)
    assert any(r["entered"] or r["grounds"] for r in rows)


def test_the_words_of_a_judgement_are_told_once_and_say_who_goes_before_whom(pack: Pack) -> None:
    decided = [t for p in explained("acr_neurological_deficit", pack).telling("line") if p.head == "To decide" for t in texts(p)]
    judged = [t.partition("This gives way here: ")[2].partition(" [")[0] for t in decided if "This gives way here: " in t]
    assert judged
    assert len(judged) == len(set(judged))
    assert any("This gives way here for the same reason as above" in t for t in decided)
    why = told("acr_neurological_deficit", pack, "medical_management")
    named = "ordered by judgement of the pack's editors: bme_vertebral goes before bme_general here: "
    assert any(t.startswith(named + judged[0]) for t in why)


def test_the_findings_of_a_scenario_that_were_told_are_named_by_its_label(pack: Pack) -> None:
    found = told("acr_35_days_of_therapy", pack, "vertebral_augmentation")
    assert any('the same findings of the scenario "symptomatic, acute or subacute' in t for t in found)
    assert not any("the same findings of the scenario as in" in t for t in found)
