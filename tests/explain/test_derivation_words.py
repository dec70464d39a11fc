"""A derivation in words: what does not hold is said once, records read as yes or no, and every statement can be traced."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from explain.justification.dot import dot
from explain.justification.justify import justification, results
from explain.why.steps import Words, derivation
from guideline import Pack, load_pack, read_case
from guideline.cases.reading import parse_case

HERE = Path(__file__).parent
CASES = HERE.parents[1] / "encodings" / "vcf" / "cases"
ORCHARD = HERE / "orchard"
DENIED = re.compile(r"\bnot (not|against|unmet|do not)\b|\bno not\b|: not do\b")
RAW = re.compile(r"\b(true|false)\b|\((contested|wished|banned|clock|given|option|circle|tension|any of|all of|purpose|overrides|backs)\)$")


@pytest.fixture(scope="module")
def pack() -> Pack:
    return load_pack()


@pytest.fixture(scope="module")
def orchard() -> Pack:
    return load_pack(ORCHARD)


def lines(path: Path, pack: Pack) -> list[str]:
    return derivation(pack.solve(read_case(path, pack), marks=False, inquire=False), pack)


@pytest.mark.parametrize("path", sorted(CASES.glob("*.yaml"))[::20] + sorted((ORCHARD / "cases").glob("*.yaml")), ids=lambda p: p.stem)
def test_nothing_is_denied_twice_and_no_value_or_name_is_raw(path: Path, pack: Pack, orchard: Pack) -> None:
    known = orchard if path.parent.parent == ORCHARD else pack
    names = {*known.vocabulary.findings, *known.vocabulary.actions, *known.knowledge.contexts}
    found = lines(path, known)
    assert found
    for line in found:
        words = line.rpartition(" [")[0] or line
        assert not DENIED.search(words), line
        assert not RAW.search(words.removesuffix(" (as above)")), line
        assert not set(re.findall(r"[a-z0-9]+(?:_[a-z0-9]+)+", re.sub(r"\b[a-z_0-9]+\.[a-z_0-9]+", "", words))) & names, line


def test_every_statement_in_force_is_told_with_its_name_and_its_place(pack: Pack) -> None:
    found = [x for x in lines(CASES / "acr_neurologically_intact.yaml", pack) if re.match(r" *(not )?in force:", x)]
    assert found
    known = {s.id: s.locator for s in pack.knowledge.statements.values()}
    for line in found:
        place = re.search(r" \[(\w+\.\w+), (.*)\](?: \(as above\))?$", line)
        assert place, line
        assert known[place[1]] == place[2]


def test_a_picture_names_the_statements(pack: Pack) -> None:
    answer = pack.solve(read_case(CASES / "acr_neurologically_intact.yaml", pack), marks=False, inquire=False)
    text = dot(justification(answer, pack, results(answer)), Words(answer, pack)).replace("\\n", "")
    assert "bme_general.nsaid_first_line_most" in text


@pytest.mark.parametrize(
    ("record", "told", "untold"),
    [
        ("canker: false", "canker: no, as recorded (line 5)", "not canker"),
        ("vigour: weak", "canker", "vigour: weak, recorded"),
        ("", "not recorded: canker", "canker: no"),
    ],
)
def test_a_denial_is_told_by_what_is_recorded(orchard: Pack, record: str, told: str, untold: str) -> None:
    text = f"case: c\nfindings:\n  apple_tree: true\n  old: true\n  {record}\n"
    answer = orchard.solve(parse_case(text, orchard.vocabulary), marks=False, inquire=False)
    conclusion = ("in_force", "sick_tree")
    made = "\n".join(justification(answer, orchard, [conclusion]).lines("not in_force(sick_tree)", Words(answer, orchard)))
    assert told in made
    assert untold not in made
