"""The overview says no more of an action than holds: within which clock, beside what, against whom, and if an answer could turn it."""

from __future__ import annotations

from pathlib import Path

import pytest

from explain.explaining import Asked, Explained
from explain.views.limits import limits_of
from guideline import Pack, load_pack
from guideline.cases.reading import parse_case
from guideline.model import Test

PACK = """
source(book, "A book of care"). strength(book, must, 2). strength(book, may, 1).
source(leaf, "A leaflet"). strength(leaf, must, 2). strength(leaf, may, 1).
finding((since; therapy), quantity("day")). range((since; therapy), "0 days", "10 years"). clock((since; therapy)).
label(since, "time since the fall"). label(therapy, "therapy so far").
finding((ill; frail; risk), boolean). label(ill, "illness"). label(frail, "frailty"). label(risk, "risk"). critical(risk).
action((spray; rest; walk; swim; brace; splint; oil; salt; balm; drug; pill; drop; scan)).
label(spray, "spray"). label(rest, "rest"). label(walk, "walk"). label(swim, "swim"). label(brace, "brace"). label(splint, "splint").
label(oil, "oil"). label(salt, "salt"). label(balm, "balm"). label(drug, "drug"). label(pill, "pill"). label(drop, "drop").
label(scan, "scan"). action((stretch; still; bed; chair)). label(stretch, "stretching"). label(still, "lying still").
label(bed, "staying in bed"). label(chair, "sitting all day"). kind_of((bed; chair), still). label(ease, "easing the skin").
kind_of((pill; drop), drug). purpose((oil; salt; balm), ease).
statement(early, book, recommendation, may). locator(early, "1"). says(early, "Spray in the first 4 weeks.").
permits(early, spray). applies(early) :- not above(since, "4 weeks").
statement(first, book, recommendation, must). locator(first, "2"). says(first, "Rest for 2 weeks.").
recommends(first, rest). applies(first) :- below(therapy, "2 weeks").
applies(first) :- has(ill), not at_least(therapy, "6 weeks").
statement(longer, leaf, recommendation, must). locator(longer, "1"). says(longer, "Rest for 3 months.").
recommends(longer, rest). applies(longer) :- not at_least(therapy, "3 months").
statement(onward, book, recommendation, must). locator(onward, "3"). says(onward, "Walk, at first and whenever frail.").
recommends(onward, walk). applies(onward) :- not at_least(therapy, "3 months"). applies(onward) :- has(frail).
statement(alone, book, recommendation, may). locator(alone, "4"). says(alone, "A swim is to be considered.").
offers(alone, swim). applies(alone).
statement(either, book, recommendation, may). locator(either, "5"). says(either, "A brace or a splint.").
offers(either, (brace; splint)). applies(either).
statement(oils, book, recommendation, must). locator(oils, "6"). says(oils, "Oil, else balm.").
offers(oils, (oil; balm)). prefers(oils, oil, balm). applies(oils).
statement(salts, leaf, recommendation, must). locator(salts, "2"). says(salts, "Salt."). recommends(salts, salt). applies(salts).
statement(drugs, book, recommendation, must). locator(drugs, "7"). says(drugs, "Give the drug."). recommends(drugs, drug). applies(drugs).
statement(no_drugs, leaf, recommendation, must). locator(no_drugs, "3"). says(no_drugs, "Never a drug."). opposes(no_drugs, drug).
applies(no_drugs).
statement(no_drops, book, recommendation, must). locator(no_drops, "8"). says(no_drops, "Never drops."). opposes(no_drops, drop).
applies(no_drops).
statement(look, book, recommendation, must). locator(look, "9"). says(look, "Scan all but those at risk."). recommends(look, scan).
applies(look) :- not has(risk).
statement(stretches, book, recommendation, must). locator(stretches, "10"). says(stretches, "Stretch."). recommends(stretches, stretch).
applies(stretches).
statement(may_stretch, leaf, recommendation, may). locator(may_stretch, "4"). says(may_stretch, "Stretching is to be considered.").
offers(may_stretch, stretch). applies(may_stretch).
action(bath). label(bath, "bath"). statement(bathe, leaf, recommendation, must). locator(bathe, "6"). says(bathe, "A bath.").
recommends(bathe, bath). applies(bathe). statement(helped, book, recommendation, must). locator(helped, "12").
says(helped, "A bath only for the frail."). needs(helped, bath, has(frail)). applies(helped).
statement(up, book, recommendation, must). locator(up, "11"). says(up, "Do not lie still."). opposes(up, still). applies(up).
statement(out, leaf, recommendation, must). locator(out, "5"). says(out, "Out of bed."). opposes(out, bed). applies(out).
"""


@pytest.fixture(scope="module")
def pack(tmp_path_factory: pytest.TempPathFactory) -> Pack:
    folder = tmp_path_factory.mktemp("pack")
    (folder / "pack.lp").write_text(PACK, encoding="utf-8")
    return load_pack(folder)


def told(pack: Pack, findings: str = "", *why: str) -> dict[str, list[str]]:
    case = parse_case(f"case: somebody\nfindings: {{{findings}}}\n", pack.vocabulary)
    passages = Explained(case, pack, Asked(why=why)).telling("short" if why else "line")
    return {p.head: [p.lead, *(line.text for line in p.lines)] if p.lead else [line.text for line in p.lines] for p in passages}


@pytest.mark.parametrize(
    ("findings", "head", "words"),
    [
        (
            "",
            "Depends on a time that is not recorded",
            "spray: may be done (book), only while time since the fall is at most 4 weeks (not recorded)",
        ),
        ("since: 28 days", "May be done", "spray (book), only while time since the fall is at most 4 weeks (recorded: 28 days)"),
    ],
)
def test_leave_that_ends_with_a_clock_says_so_and_stands_apart_without_a_record_of_it(
    pack: Pack, findings: str, head: str, words: str
) -> None:
    assert [name for name, lines in told(pack, findings).items() if words in lines] == [head]


def test_each_source_that_speaks_for_it_is_told_with_its_own_end(pack: Pack) -> None:
    words = (
        "rest: by book, only while therapy so far is less than 6 weeks (recorded: 13 days);"
        " by leaf, only while therapy so far is less than 3 months (recorded: 13 days)"
    )
    assert words in told(pack, "therapy: 13 days")["Do"]
    assert "rest (leaf), only while therapy so far is less than 3 months (recorded: 50 days)" in told(pack, "therapy: 50 days")["Do"]


def test_what_one_way_at_least_says_without_end_has_none(pack: Pack) -> None:
    assert "walk (book)" in told(pack)["Do"]


def test_a_bound_is_the_widest_of_all_ways_and_the_narrowest_of_one(pack: Pack) -> None:
    assert limits_of(pack) == {
        "early": (Test("at_most", "since", "4 weeks"),),
        "first": (Test("below", "therapy", "6 weeks"),),
        "longer": (Test("below", "therapy", "3 months"),),
    }


def test_what_one_statement_offers_together_is_a_choice_and_an_offer_alone_is_told_with_its_force(pack: Pack) -> None:
    made = told(pack)
    assert "swim (book: may)" in made["Offered"]
    assert made["One of these"] == ["by book (may)", "brace", "splint"]
    assert "offered (may)" in told(pack, "", "swim")["swim: offered"]
    assert "offered (may)" in told(pack, "", "brace")["brace: offered"]


def test_of_a_choice_the_preferred_comes_first(tmp_path: Path) -> None:
    text = PACK.replace("offers(either, (brace; splint)).", "offers(either, (brace; splint)). prefers(either, splint, brace).")
    (tmp_path / "pack.lp").write_text(text, encoding="utf-8")
    assert told(load_pack(tmp_path))["One of these"] == ["by book (may)", "splint, preferred by book", "brace"]


def test_agents_of_one_purpose_stand_under_their_disagreement_by_source(pack: Pack) -> None:
    made = told(pack)
    at = made["To decide"].index("easing the skin: contested, as the sources name different agents")
    assert made["To decide"][at + 1 :] == [
        "book: oil rather than balm",
        "leaf: salt",
        "No statement that applies says which of these sources goes first.",
    ]
    assert not any(line.startswith(("oil", "balm", "salt")) for line in made["Contested"])
    why = told(pack, "", "oil")["oil: contested"]
    assert why[why.index("different agents: easing the skin") + 1 :] == ["book names oil rather than balm", "leaf names salt"]


def test_what_a_contested_ban_alone_reaches_stands_with_it_and_what_has_a_ban_of_its_own_by_itself(pack: Pack) -> None:
    made = told(pack)
    below = made["Contested"].index("drug: for (book); against (leaf)") + 1
    assert made["Contested"][below] == "what is said against it holds for this too: pill"
    assert any(line.startswith("of these: drop: ") for line in made["Contested"])


def test_kinds_stand_below_what_they_are_kinds_of_and_one_that_nothing_else_is_said_of_is_only_named(pack: Pack) -> None:
    against = told(pack)["Advised against"]
    at = against.index("lying still (book)")
    assert against[at + 1 : at + 3] == [
        "what is said against it holds for this too: sitting all day",
        "of these: staying in bed (leaf)",
    ]


@pytest.mark.parametrize(("frail", "met"), [("true", True), ("false", False)])
def test_what_another_statement_asks_for_first_is_told_where_it_is_met_too(pack: Pack, frail: str, met: bool) -> None:
    (lines,) = told(pack, f"frail: {frail}", "bath").values()
    assert "A bath only for the frail." in lines
    assert ("asks for, and that is met: frailty (recorded: yes)" in lines) is met


def test_who_only_offers_something_is_no_voice_for_doing_it(pack: Pack) -> None:
    assert "stretching (book); offered (leaf: may)" in told(pack)["Do"]


def test_what_an_answer_could_turn_is_marked_and_the_mark_is_explained_once(pack: Pack) -> None:
    made = told(pack)
    assert "scan (book); provisional (1)" in made["Do"]
    assert made["Provisional: answers to critical questions that would change it"] == ["(1) risk: yes"]
    assert made["Ask first"] == ["risk", "frailty"]
    answered = told(pack, "risk: false")
    assert "scan (book)" in answered["Do"]
    assert not any(head.startswith("Provisional") for head in answered)


def test_a_denied_finding_is_told_as_what_would_be_in_the_way(pack: Pack) -> None:
    (lines,) = told(pack, "risk: false", "scan").values()
    assert "holds only without risk (recorded: no; line 2)" in lines
    assert not any(line.startswith("because of") for line in lines)


TIMES = """
source(book, "A book of care"). strength(book, must, 2). strength(book, may, 1). source(leaf, "A leaflet"). strength(leaf, must, 1).
finding(therapy, quantity("day")). range(therapy, "0 days", "10 years"). clock(therapy). label(therapy, "therapy so far").
finding((safe; ill), boolean). label(safe, "safety shown"). label(ill, "illness"). critical(ill).
action((cut; walk; hold)). label(cut, "surgery"). label(walk, "walking"). label(hold, "holding still").
context(well, book, "people without illness"). enters(well) :- lacks(ill). context(all, book, "everybody"). enters(all).
narrower(well, all).
statement(soon, book, recommendation, must). locator(soon, "1"). says(soon, "Surgery after 3 weeks."). offers(soon, cut).
needs(soon, cut, at_least(therapy, "3 weeks")). within(soon, all). applies(soon).
statement(sooner, leaf, recommendation, must). locator(sooner, "1"). says(sooner, "Surgery after 10 days."). offers(sooner, cut).
needs(sooner, cut, at_least(therapy, "10 days")). applies(sooner).
statement(late, book, recommendation, must). locator(late, "2"). says(late, "No surgery before 3 months."). within(late, all).
needs(late, cut, at_least(therapy, "3 months")). applies(late).
statement(checked, leaf, recommendation, must). locator(checked, "2"). says(checked, "Only once safe."). needs(checked, cut, has(safe)).
applies(checked).
statement(move, leaf, recommendation, must). locator(move, "3"). says(move, "Walk."). recommends(move, walk). applies(move).
statement(still, book, recommendation, must). locator(still, "3"). says(still, "The ill hold still."). recommends(still, hold).
applies(still) :- has(ill). within(still, all). tension(still, move, "nobody walks who holds still"). yields(move, still, "illness first").
statement(fit, book, recommendation, may). locator(fit, "4"). says(fit, "The well may run."). permits(fit, walk). within(fit, well).
applies(fit).
"""


@pytest.fixture(scope="module")
def times(tmp_path_factory: pytest.TempPathFactory) -> Pack:
    folder = tmp_path_factory.mktemp("times")
    (folder / "pack.lp").write_text(TIMES, encoding="utf-8")
    return load_pack(folder)


def test_who_speaks_from_when_and_who_waits_is_told_in_the_order_of_time_and_what_is_asked_for_is_named(times: Pack) -> None:
    contested = told(times, "therapy: 5 weeks")["Contested"]
    assert contested == [
        "surgery: offered, from 10 days on (leaf: must); offered, from 3 weeks on (book: must); waits until 3 months (book);"
        " before it, leaf asks for: safety shown (not recorded)",
        "book says both: for, in 1; waits, in 2",
    ]


def test_a_tension_that_an_answer_would_bring_is_told_and_one_that_stands_too(times: Pack) -> None:
    do = told(times)["Do"]
    assert do[do.index("walking (leaf)") + 1] == ("with illness: yes, holding still (book) would go first: illness first")
    assert "Where the sources disagree" not in told(times)
    disagree = told(times, "ill: true")["Where the sources disagree"]
    assert disagree[1:2] == ["nobody walks who holds still"]
    assert "in tension with book" in told(times, "ill: true")["Do"]


def test_a_tension_with_a_statement_that_forbids_as_well_is_not_told_of_what_it_asks_for(tmp_path: Path) -> None:
    (tmp_path / "pack.lp").write_text(TIMES + "opposes(still, cut).\n", encoding="utf-8")
    assert not any("would go first" in line or "in tension" in line for line in told(load_pack(tmp_path))["Do"])


@pytest.mark.parametrize(
    ("findings", "words"),
    [
        ("", ["people without illness: not met by what is recorded; not recorded: illness"]),
        ("ill: true", []),
        ("ill: false", []),
    ],
)
def test_a_part_of_a_source_that_waits_for_a_recorded_absence_is_told_with_what_is_not_recorded(
    times: Pack, findings: str, words: list[str]
) -> None:
    sources = told(times, findings)["Sources and scope"]
    assert [line for line in sources if line.startswith("people")] == words


BARRED = """
source(book, "A book of care"). strength(book, must, 1). label(book, "book").
source(leaf, "A leaflet"). strength(leaf, must, 1). label(leaf, "leaf").
finding((ill; ill_spine; old; weak), boolean). label(ill, "illness anywhere"). label(ill_spine, "illness of the spine").
label(old, "old age"). label(weak, "weakness").
follows(lacks(ill_spine)) :- lacks(ill). follows(has(ill)) :- has(ill_spine).
action(rest). label(rest, "rest").
context(spine, book, "illness of the spine"). enters(spine) :- has(ill_spine).
context(frail, leaf, "frail people"). enters(frail) :- has(old). enters(frail) :- has(weak).
statement(lie, book, recommendation, must). locator(lie, "1"). says(lie, "Rest."). recommends(lie, rest). within(lie, spine). applies(lie).
statement(sit, leaf, recommendation, must). locator(sit, "1"). says(sit, "Rest."). recommends(sit, rest). within(sit, frail). applies(sit).
"""


@pytest.mark.parametrize(
    ("findings", "book", "leaf"),
    [
        ("", "not recorded: illness of the spine", "not recorded: old age or weakness"),
        # What is recorded may deny by what follows from it; what bars one way of two is no reason.
        ("ill: false, old: false", "recorded: illness anywhere: no (line 2)", "not recorded: weakness"),
        ("old: false, weak: false", "not recorded: illness of the spine", "recorded: old age: no (line 2); weakness: no (line 2)"),
    ],
)
def test_of_a_scenario_that_the_record_bars_it_is_told_what_is_recorded_against_it(
    tmp_path: Path, findings: str, book: str, leaf: str
) -> None:
    (tmp_path / "pack.lp").write_text(BARRED, encoding="utf-8")
    assert told(load_pack(tmp_path), findings)["Sources and scope"] == [
        f"book: its scenario is not met by what is recorded (illness of the spine); {book}",
        f"leaf: its scenario is not met by what is recorded (frail people); {leaf}",
    ]


KINDS = """
source(book, "A book of care"). strength(book, must, 2). strength(book, may, 1).
action((drug; pill; drop; oil; rest)). label(drug, "drug"). label(pill, "pill"). label(drop, "drop").
label(oil, "oil"). label(rest, "rest").
kind_of((pill; drop; oil), drug).
statement(pills, book, recommendation, may). locator(pills, "1"). says(pills, "A pill will do.").
permits(pills, (pill; rest)). applies(pills).
statement(drops, book, recommendation, may). locator(drops, "2"). says(drops, "Drops will do."). permits(drops, drop). applies(drops).
statement(oils, book, recommendation, may). locator(oils, "3"). says(oils, "Oil, better than drops."). permits(oils, oil).
prefers(oils, oil, drop). applies(oils).
"""


def test_kinds_of_one_class_of_which_the_same_is_said_are_told_together_and_one_that_is_preferred_by_itself(tmp_path: Path) -> None:
    (tmp_path / "pack.lp").write_text(KINDS, encoding="utf-8")
    assert told(load_pack(tmp_path))["May be done"] == ["drop, pill (book)", "oil (book); preferred by book to drop", "rest (book)"]


THREE = """
source(book, "A book"). strength(book, may, 1). action((splint; brace; rest)). label(splint, "splint"). label(brace, "brace").
label(rest, "rest"). statement(s, book, recommendation, may). locator(s, "1"). says(s, "One of three."). offers(s, (splint; brace; rest)).
applies(s). exclusive(splint, brace). prefers(s, splint, {worse}).
"""


@pytest.mark.parametrize(("worse", "told_at"), [("rest", ["splint: offered (book: may); preferred by book to rest"]), ("brace", [])])
def test_a_preference_among_three_ways_of_which_two_exclude_each_other_is_told_unless_the_decision_does(
    worse: str, told_at: list[str], tmp_path: Path
) -> None:
    (tmp_path / "pack.lp").write_text(THREE.format(worse=worse), encoding="utf-8")
    lines = [x for rows in told(load_pack(tmp_path)).values() for x in rows]
    assert [x for x in lines if "; preferred by" in x] == told_at
    assert any("by what book prefers" in x for x in lines) == (worse == "brace")
