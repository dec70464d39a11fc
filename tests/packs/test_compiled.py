"""What comes out of a pack, and that no order of its facts, rules and files can change it."""

from __future__ import annotations

import pickle
import re
import shutil
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import clingo.ast
from hypothesis import given, settings
from hypothesis import strategies as st

from guideline.errors import Place
from guideline.model import Test
from guideline.packs import Compiled, compile_packs, core_files, shipped_pack
from guideline.terms.contract import CONTRACT
from guideline.terms.language import CORE, TESTS

HERE = Path(__file__).parent
MINIMAL = HERE / "minimal"
NOWHERE = Place("")


def compiled(*folders: Path) -> Compiled:
    return compile_packs(list(folders), use_cache=False)


def without_places(value: Compiled) -> Compiled:
    statements = {name: replace(s, place=NOWHERE) for name, s in value.knowledge.statements.items()}
    rules = tuple(replace(rule, place=NOWHERE) for rule in value.rules)
    return replace(value, knowledge=replace(value.knowledge, statements=statements), rules=rules, files=(), hashes=(), places={})


def pieces(folder: Path) -> list[str]:
    """The facts and rules of a pack, as clingo prints them."""
    found: list[str] = []
    for path in sorted(folder.glob("*.lp")):
        clingo.ast.parse_string(path.read_text(encoding="utf-8"), lambda node: found.append(str(node)))
    return [piece for piece in found if not piece.startswith(("%", "#program"))]


SHIPPED, SMALL = pieces(shipped_pack()), pieces(MINIMAL)
EXPECTED = {"shipped": without_places(compiled(shipped_pack())), "small": without_places(compiled(MINIMAL))}


def iteration_order(value: Compiled) -> list[list[object]]:
    """What equality of mappings does not see."""
    vocabulary, knowledge = value.vocabulary, value.knowledge
    mappings = (vocabulary.findings, vocabulary.actions, vocabulary.labels, vocabulary.choice_labels)
    mappings += (knowledge.sources, knowledge.contexts, knowledge.statements, knowledge.axioms)
    return [list(mapping) for mapping in mappings]


@settings(max_examples=25, deadline=None)
@given(st.permutations(SMALL), st.integers(1, 5))
def test_no_order_changes_the_small_pack(order: list[str], files: int) -> None:
    check_order(order, files, EXPECTED["small"])


@settings(max_examples=5, deadline=None)
@given(st.integers(0, 10**6), st.integers(1, 5))
def test_no_order_changes_the_shipped_pack(seed: int, files: int) -> None:
    order = sorted(SHIPPED)
    Random(seed).shuffle(order)  # noqa: S311 (an order, not a secret)
    check_order(order, files, EXPECTED["shipped"])


def check_order(order: list[str], files: int, expected: Compiled) -> None:
    with TemporaryDirectory() as name:
        for number in range(files):
            (Path(name) / f"{number}.lp").write_text("\n".join(order[number::files]) + "\n", encoding="utf-8")
        found = without_places(compiled(Path(name)))
    assert found == expected
    assert iteration_order(found) == iteration_order(expected)


def test_equal_thresholds_share_a_rank() -> None:
    thresholds = compiled(MINIMAL).vocabulary.findings["pain_duration"].thresholds
    assert [(t.text, t.value, t.rank) for t in thresholds] == [("21 days", Fraction(21), 1), ("3 weeks", Fraction(21), 1)]


def test_comparisons_that_no_value_in_the_range_meets_are_outside(tmp_path: Path) -> None:
    shutil.copy(MINIMAL / "pack.lp", tmp_path / "0.lp")
    (tmp_path / "1.lp").write_text(
        'applies(move) :- above(pain_duration, "20 years").\napplies(move) :- at_most(pain_duration, "0 days").\n'
    )
    lines = compiled(tmp_path).facts.splitlines()
    assert lines == [
        'threshold(pain_duration,"0 days",1).',
        'threshold(pain_duration,"21 days",2).',
        'threshold(pain_duration,"3 weeks",2).',
        'threshold(pain_duration,"20 years",3).',
        'outside(below(pain_duration,"0 days")).',
        'outside(above(pain_duration,"20 years")).',
    ]


def test_review_windows_are_in_days(tmp_path: Path) -> None:
    shutil.copy(MINIMAL / "pack.lp", tmp_path / "0.lp")
    (tmp_path / "1.lp").write_text('follows_up(move, pain, "2 weeks", "1 month").')
    assert "window(move,pain,14,30)." in compiled(tmp_path).facts.splitlines()


def test_every_test_that_a_pack_mentions_is_declared() -> None:
    assert compiled(MINIMAL).declared == {
        Test("has", "fever"),
        Test("has", "cough"),
        Test("lacks", "fever"),
        Test("is", "stage", "late"),
        Test("is", "stage", "early"),
        Test("below", "pain_duration", "3 weeks"),
        Test("at_least", "pain_duration", "21 days"),
    }


def test_what_is_said_of_a_statement_is_gathered() -> None:
    rest = compiled(MINIMAL).knowledge.statements["rest"]
    assert rest.id == "guide.rest"
    assert rest.leans == (("for", "bed_rest"),)
    assert rest.needs == (("bed_rest", 'below(pain_duration,"3 weeks")'),)
    assert rest.within == ("ward",)
    assert rest.place == Place(str(MINIMAL / "pack.lp"), 36, 1)


def test_rules_are_kept_for_citing() -> None:
    rules = {rule.text: rule for rule in compiled(MINIMAL).rules}
    rule = rules["applies(rest) :- unwell; not is(stage,early)."]
    assert (rule.head_name, rule.head_arity, rule.heads) == ("applies", 1, ("applies(rest)",))
    assert [(literal.name, literal.positive, literal.atoms) for literal in rule.body] == [
        ("unwell", True, ("unwell",)),
        ("is", False, ("is(stage,early)",)),
    ]
    assert rules["applies(stay)."].body == ()
    assert not any(text.startswith("recommends") for text in rules)


def test_a_compiled_pack_can_be_stored() -> None:
    value = compiled(MINIMAL)
    assert pickle.loads(pickle.dumps(value)) == value  # noqa: S301 (made on the spot)


def test_the_words_of_the_core_are_taken() -> None:
    heads: set[str] = set()

    def note(node: clingo.ast.AST) -> None:
        text = str(node)
        if node.ast_type is clingo.ast.ASTType.Rule and not text.startswith("#false"):
            heads.update(re.findall(r"^[{ ]*([a-z_]+)", text))
        elif node.ast_type is clingo.ast.ASTType.External:
            heads.update(re.findall(r"^#external ([a-z_]+)", text))

    for path in core_files():
        clingo.ast.parse_string(path.read_text(encoding="utf-8"), note)
    contract = {name for name, _ in CONTRACT}
    assert heads - CORE - contract - TESTS.keys() == set()
