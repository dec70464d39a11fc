"""Why this rather than that, on packs whose answers are known by heart."""

from __future__ import annotations

from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from explain.contrast.against import Contrast, contrast, contrasted
from explain.contrast.contrast_json import CONTRAST, contrast_json
from explain.contrast.contrast_words import tell_contrast
from explain.justification.justify import justification, results
from explain.telling import Length
from explain.views.terms import Terms
from explain.why.steps import Words
from guideline import Pack, load_pack, read_case
from guideline.answer import Answer
from guideline.cases.reading import parse_case
from guideline.errors import GuidelineError
from guideline.goal import read_goal

HERE = Path(__file__).parent
ORCHARD = HERE.parent / "explain" / "orchard"
SHIPPED = HERE.parents[1] / "encodings" / "vcf" / "cases"


@pytest.fixture(scope="module")
def orchard() -> Pack:
    return load_pack(ORCHARD)


@pytest.fixture(scope="module")
def spring(orchard: Pack) -> Answer:
    return orchard.solve(read_case(ORCHARD / "cases" / "spring.yaml", orchard), marks=False, inquire=False)


@pytest.fixture(scope="module")
def shipped() -> Pack:
    return load_pack()


def rather(one: str, other: str, answer: Answer, pack: Pack) -> Contrast:
    goals = [read_goal(words, pack.vocabulary, pack.knowledge) for words in (one, other)]
    asked = contrasted(goals[0], goals[1], answer, pack.knowledge)
    reasons = justification(answer, pack, dict.fromkeys([*results(answer), *asked]))
    with pack.seats.borrow() as seat:
        tables = seat.tables
    view = contrast(goals[0], goals[1], Terms(answer, pack.vocabulary, pack.knowledge, tables.members), reasons, tables)
    Draft202012Validator(CONTRAST).validate(contrast_json(view))
    return view


def told(view: Contrast, answer: Answer, pack: Pack, length: Length = "short") -> list[str]:
    return [line.text for passage in tell_contrast(view, Words(answer, pack), length) for line in passage.lines]


def test_alternatives_part_where_their_words_do(orchard: Pack, spring: Answer) -> None:
    view = rather("alternative A pruning", "alternative B pruning", spring, orchard)
    assert [[s.cite.name for s in side.held] for side in view.sides] == [["cut_it", "prune_it"], ["rest_first", "leave_it", "no_knife"]]
    parts = {x.kind: [[c.name for c in cites] for cites in x.cites] for x in view.partings}
    assert parts == {
        "rival": [["cut_it", "prune_it"], ["leave_it"]],
        "contradiction": [["cut_it", "prune_it"], ["no_knife"]],
        "timing": [["cut_it", "prune_it"], ["rest_first"]],
    }
    assert [w.until for w in view.sides[1].waits] == ["1 year"]
    assert view.common == ()


def test_the_deciding_reason_goes_before_those_it_outweighs(orchard: Pack, spring: Answer) -> None:
    view = rather("alternative B pruning", "alternative A pruning", spring, orchard)
    assert view.first == 1
    assert [(w.level, w.side, w.decides) for w in view.weighed] == [
        ("judgement", 1, True),
        ("preference", 0, False),
        ("patient", 0, False),
    ]
    lines = told(view, spring, orchard)
    assert "A before B, by judgement of the pack's editors" in lines
    assert lines.index("of less weight:") > next(
        i for i, t in enumerate(lines) if "This gives way here: a letter gives way to a book [uncle.no_knife, 3 May]" in t
    )


def test_a_line_says_what_each_does_and_what_orders_them(orchard: Pack, spring: Answer) -> None:
    view = rather("alternative A pruning", "alternative B pruning", spring, orchard)
    assert told(view, spring, orchard, "line") == [
        "A: pruning",
        "B: leaving the tree alone; waits with pruning until 1 year (almanac)",
        "A before B, by judgement of the pack's editors",
    ]


def test_full_length_tells_what_is_set_aside_and_why(orchard: Pack, spring: Answer) -> None:
    view = rather("alternative A pruning", "alternative B pruning", spring, orchard)
    lines = told(view, spring, orchard, "full")
    place = lines.index("alternative A sets aside: for leaving the tree alone [council.leave_it, row 1]")
    assert lines[place + 1 : place + 3] == [
        "alternative A follows: for pruning [almanac.cut_it, page 1] (as above)",
        "leaving the tree alone and pruning cannot both be chosen",
    ]


def test_reasons_of_one_weight_on_both_sides_order_nothing(orchard: Pack, spring: Answer) -> None:
    view = rather("winter_pruning", "summer_pruning", spring, orchard)
    assert view.first is None
    assert [(w.side, w.level, w.decides) for w in view.weighed] == [(0, "preference", False), (1, "preference", False)]
    assert [(x.kind, x.words) for x in view.partings] == [("preference", (("", "pruning in winter"), ("", "pruning in summer")))]
    assert "Reasons of one weight speak on both sides, so nothing puts one before the other:" in told(view, spring, orchard)
    assert [[b.cite.name for b in side.held] for side in view.sides] == [["old_rule"], ["old_exception"]]


def test_a_preference_that_orders_no_alternatives_is_told_all_the_same(tmp_path: Path) -> None:
    rows = 'finding(ill, boolean). label(ill, "ill"). source(d, "D"). action((x; y; y1; y2)). kind_of((y1; y2), y). exclusive(x, y1).'
    rows += "".join(f'label({a}, "{a} words"). ' for a in ("x", "y", "y1", "y2"))
    wishes = {
        "sx": "recommends(sx, x).",
        "s1": "recommends(s1, y1).",
        "s2": "recommends(s2, y2). goes_with(s2, y2, x).",
        "sp": "prefers(sp, x, y).",
    }
    for name, body in wishes.items():
        rows += f'statement({name}, d, recommendation, should). locator({name}, "p"). says({name}, "{name} says"). {body}'
        rows += f"applies({name}) :- has(ill)."
    (tmp_path / "pack.lp").write_text(rows, encoding="utf-8")
    pack = load_pack(tmp_path)
    answer = pack.solve(parse_case("case: a\nfindings: {ill: true}\n", pack.vocabulary))
    view = rather("x", "y1", answer, pack)
    assert view.first is None
    assert [(w.side, w.level, w.decides) for w in view.weighed] == [(0, "preference", False)]
    assert "What speaks between the two orders no alternatives here:" in told(view, answer, pack)
    assert "What speaks between the two orders no alternatives here" in told(view, answer, pack, "line")


def test_what_is_torn_is_not_told_in_a_line_as_without_preference(orchard: Pack, spring: Answer) -> None:
    view = rather("winter_pruning", "summer_pruning", spring, orchard)
    assert told(view, spring, orchard, "line")[-1] == "Reasons of one weight speak on both sides, so nothing puts one before the other"


def test_two_actions_may_be_kept_apart_by_a_ban_on_both_together(orchard: Pack, spring: Answer) -> None:
    view = rather("watering", "feeding", spring, orchard)
    assert [(x.kind, x.rule and x.rule.name) for x in view.partings] == [("combination", "not_at_once")]
    assert "watering and feeding together: advised against" in told(view, spring, orchard)
    assert view.joint
    assert [side.alternatives for side in view.sides] == [("C",), ("A",)]


def test_a_status_asked_for_and_not_held_is_said(orchard: Pack, spring: Answer) -> None:
    view = rather("settled_for pruning", "option leave_alone", spring, orchard)
    lines = told(view, spring, orchard, "line")
    assert lines[:2] == ["pruning: contested; done in alternative A", "asked about as do; it is contested"]
    assert lines[2] == "leaving the tree alone: an option; done in alternative B"


@pytest.mark.parametrize(
    ("one", "other", "words"),
    [
        ("pruning", "settled_for pruning", "are the same action"),
        ("alternative A pruning", "alternative A pruning", "are the same alternative"),
        ("alternative A pruning", "alternative A feeding", "are alternatives of two decisions"),
        ("alternative A pruning", "felling", "are not of one kind"),
        ("cut_it", "no_knife", "are not of one kind"),
    ],
)
def test_what_cannot_be_held_against_each_other_is_refused(one: str, other: str, words: str, orchard: Pack, spring: Answer) -> None:
    with pytest.raises(GuidelineError, match=words):
        rather(one, other, spring, orchard)


def test_an_order_may_hold_by_way_of_a_third(tmp_path: Path) -> None:
    rows = "finding(ill, boolean). action((x; y; z)). exclusive(x, y). exclusive(y, z). exclusive(x, z)."
    for n, (name, action) in enumerate((("sx", "x"), ("sy", "y"), ("sz", "z"))):
        rows += (
            f'source(d{n}, "D{n}"). statement({name}, d{n}, recommendation, should). locator({name}, "p"). says({name}, "{name} says").'
            f"recommends({name}, {action}). applies({name}) :- has(ill)."
        )
    rows += 'yields(sy, sx, "x first"). yields(sz, sy, "y first").'
    rows += "".join(f'label({a}, "{a}"). ' for a in ("x", "y", "z")) + 'label(ill, "ill"). question(ill, "ill?").'
    (tmp_path / "pack.lp").write_text(rows, encoding="utf-8")
    pack = load_pack(tmp_path)
    answer = pack.solve(parse_case("case: a\nfindings:\n  ill: true\n", pack.vocabulary), marks=False, inquire=False)
    view = rather("alternative C", "alternative A", answer, pack)
    assert view.first == 1
    assert view.weighed == ()
    assert [(o.first, o.seconds) for o in view.chain] == [("A", ("B",)), ("B", ("C",))]
    assert "A before C, by way of what stands between them" in told(view, answer, pack)
    actions = rather("x", "z", answer, pack)
    assert actions.first is None
    assert "No statement that applies prefers one to the other." in told(actions, answer, pack)


ORDERED = """
source(book, "B"). strength(book, must, 2). finding((ill; heavy), boolean). label(ill, "ill"). label(heavy, "heavy").
action((drugs; drug_a; drug_b; surgery; plan)). kind_of(drug_a, drugs). kind_of(drug_b, drugs). includes(plan, surgery).
label(drugs, "the drugs"). label(drug_a, "drug A"). label(drug_b, "drug B"). label(surgery, "surgery"). label(plan, "the plan").
exclusive(drug_a, surgery). exclusive(drug_a, drug_b).
statement(sa, book, recommendation, must). locator(sa, "1"). says(sa, "Drug A."). recommends(sa, drug_a). applies(sa).
statement(sb, book, recommendation, must). locator(sb, "2"). says(sb, "Drug B rather than drug A."). recommends(sb, drug_b).
prefers(sb, drug_b, drug_a). applies(sb).
statement(sc, book, recommendation, must). locator(sc, "3"). says(sc, "Surgery."). recommends(sc, surgery). applies(sc).
"""


@pytest.fixture(scope="module")
def ordered(tmp_path_factory: pytest.TempPathFactory) -> tuple[Pack, Answer]:
    folder = tmp_path_factory.mktemp("ordered")
    (folder / "pack.lp").write_text(ORDERED, encoding="utf-8")
    pack = load_pack(folder)
    return pack, pack.solve(parse_case("case: a\n", pack.vocabulary), marks=False, inquire=False)


def test_an_order_of_alternatives_is_not_told_as_one_of_the_actions(ordered: tuple[Pack, Answer]) -> None:
    pack, answer = ordered
    view = rather("surgery", "drug_a", answer, pack)
    assert (view.first, contrast_json(view)["by_alternatives"]) == (0, True)
    line = told(view, answer, pack, "line")[-1]
    assert line.startswith("the alternative that does surgery (drug B, surgery) goes before the alternative that does drug A, by ")


def test_an_order_of_the_actions_themselves_is_told_as_one(ordered: tuple[Pack, Answer]) -> None:
    pack, answer = ordered
    view = rather("drug_b", "drug_a", answer, pack)
    assert (view.first, contrast_json(view)["by_alternatives"]) == (0, False)
    assert told(view, answer, pack, "line")[-1].startswith("drug B goes before drug A, by ")


@pytest.mark.parametrize(
    ("one", "other", "words"),
    [
        ("drug_a", "drugs", "drug A is a kind of the drugs: whoever does it does both."),
        ("drugs", "drug_a", "drug A is a kind of the drugs: whoever does it does both."),
        ("plan", "surgery", "the plan includes surgery: whoever does it does both."),
    ],
)
@pytest.mark.parametrize("length", ["line", "short"])
def test_of_a_kind_and_its_class_it_is_said_that_they_are(
    ordered: tuple[Pack, Answer], one: str, other: str, words: str, length: Length
) -> None:
    pack, answer = ordered
    view = rather(one, other, answer, pack)
    found = told(view, answer, pack, length)
    assert words in found
    assert not any("Nothing in force" in t for t in found)


def test_augmentation_rather_than_medical_management_for_the_acr_patient_of_35_days(shipped: Pack) -> None:
    answer = shipped.solve(read_case(SHIPPED / "acr_35_days_of_therapy.yaml", shipped), marks=False, inquire=False)
    view = rather("alternative A vertebral_augmentation", "alternative B vertebral_augmentation", answer, shipped)
    assert told(view, answer, shipped, "line") == [
        "A: percutaneous vertebral augmentation",
        "B: medical management only; waits with percutaneous vertebral augmentation until 3 months, "
        "as the editors read it (bme_general, osteopenia_vcf)",
        "A before B, by a preference of the source for such a patient",
    ]
    assert {x.kind for x in view.partings} == {"rival", "timing"}
    assert {w.level for w in view.weighed if w.decides} == {"preference"}
    assert [w.level for w in view.weighed if not w.decides] == []


@pytest.mark.parametrize("path", sorted(SHIPPED.glob("*.yaml"))[::9], ids=lambda p: p.stem)
def test_every_pair_of_alternatives_of_shipped_cases_is_told(path: Path, shipped: Pack) -> None:
    answer = shipped.solve(read_case(path, shipped), marks=False, inquire=False)
    for made in answer.decisions:
        for k in range(1, len(made.alternatives)):
            names = [f"alternative {n + 1} {made.stances[0].action}" for n in (0, k)]
            view = rather(names[0], names[1], answer, shipped)
            assert all(side.stances for side in view.sides)
            assert view.partings
            roots = [r for side in view.sides for r in side.roots]
            edges = sum(len(n.children) for n in view.reasons.below(*roots))
            steps = [p for p in tell_contrast(view, Words(answer, shipped), "full") if p.head.startswith("Step by step")]
            assert len(steps) == 2
            assert sum(len(p.lines) for p in steps) <= edges + len(roots)
