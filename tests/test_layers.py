"""The layers hold: who may import whom, and who may touch clingo, jinja2 and click."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent

LAYERS = [
    {"guideline.errors", "guideline.authoring", "guideline.contract_schema", "guideline.check_pages"},
    {"guideline.model"},
    {
        "guideline.answer",
        "guideline.json_document",
        "guideline.selection",
        "guideline.functions",
        "guideline.quantities",
        "guideline.units",
    },
    {"guideline.terms"},
    {"guideline.vocabulary", "guideline.spots", "guideline.knowledge", "guideline.checks", "guideline.packs", "guideline.lint"},
    {
        "guideline.documents",
        "guideline.dosing",
        "guideline.inventory",
        "guideline.case_record",
        "guideline.case",
        "guideline.case_yaml",
        "guideline.case_completed",
        "guideline.case_facts",
        "guideline.case_schema",
        "guideline.shapes",
        "guideline.expectation",
        "guideline.expectation_names",
        "guideline.expectation_reader",
        "guideline.expectation_schema",
        "guideline.program",
    },
    {"guideline.solving", "guideline.marks", "guideline.assumptions", "guideline.standing", "guideline.replies"},
    {"guideline.asking_open", "guideline.asking_spread", "guideline.asking_solving", "guideline.asking_measure", "guideline.asking_order"},
    {"guideline.disagreements", "guideline.ordering", "guideline.breaches", "guideline.goal", "guideline.ties"},
    {"guideline.decisions"},
    {"guideline.answering", "guideline.inquiry", "guideline.unread", "guideline.witness"},
    {"guideline.pack"},
    {"guideline.asking_choices"},
    {"guideline.asking"},
    {"guideline.asking_walk"},
    {"guideline.asking_json"},
    {"guideline.road", "guideline.road_clocks", "guideline.road_reviews", "guideline.road_step"},
    {"guideline.absence"},
    {"guideline.changes", "guideline.changes_goal", "guideline.changes_patch", "guideline.changes_values"},
    {"guideline.dose_json", "guideline.answer_json", "guideline.verdicts", "guideline.coverage"},
    {"guideline.auditing"},
    {"guideline.differences"},
    {"guideline.audit"},
    {"guideline.audit_witnesses"},
    {"guideline.check_json", "guideline.check_schema", "guideline.sarif", "guideline.collisions", "guideline.knowledge_schema"},
    {"guideline.audit_json", "guideline.audit_sarif", "guideline.comparison", "guideline.coverage_exceptions", "guideline.trial_schema"},
    {"guideline.trial"},
    {"guideline.trial_json", "guideline.junit", "guideline.knowledge_json"},
    {"guideline.changes_json"},
    {"guideline.road_json"},
    {"explain"},
    {"guideline.cli"},
]
AUDITING = (
    "guideline.auditing.deadline", "guideline.auditing.excerpt", "guideline.auditing.replay", "guideline.auditing.twins",
    "guideline.differences.product",
)  # fmt: skip
"""What solves parts of a ground program over again."""
ONLY = {
    "clingo": ("guideline.terms", "guideline.program", "guideline.solving", "guideline.asking_solving", *AUDITING),
    "clorm": ("guideline.terms",),
    "jinja2": ("explain.render",),
    "typst": ("explain.report.typeset",),
    "vl_convert": ("explain.report.pictures",),
    "click": ("guideline.cli",),
    "rich": ("explain.terminal", "explain.audit_words", "explain.trial_words", "explain.knowledge_words"),
}


def modules() -> dict[str, Path]:
    found = {}
    for package in ("guideline", "explain"):
        for path in sorted((ROOT / package).rglob("*.py")):
            parts = path.relative_to(ROOT).with_suffix("").parts
            found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


def imports(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module)
    return names


def layer(module: str) -> int | None:
    for number, members in enumerate(LAYERS):
        if any(module == m or module.startswith(m + ".") for m in members):
            return number
    return None


@pytest.mark.parametrize("module", [m for m in modules() if m not in {"guideline"}])
def test_every_module_has_a_layer_and_imports_only_downwards(module: str) -> None:
    mine = layer(module)
    assert mine is not None, f"{module} stands in no layer"
    for name in imports(modules()[module]):
        theirs = layer(name)
        assert theirs is None or theirs <= mine, f"{module} imports {name}, which stands above it"


@pytest.mark.parametrize("library", sorted(ONLY))
def test_a_library_is_imported_in_its_rooms_alone(library: str) -> None:
    users = {m for m, p in modules().items() if any(i == library or i.startswith(library + ".") for i in imports(p))}
    strays = {m for m in users if not any(m == room or m.startswith(room + ".") for room in ONLY[library])}
    assert not strays


def test_symbol_arguments_are_touched_in_terms_alone() -> None:
    strays = {m for m, p in modules().items() if ".arguments" in p.read_text(encoding="utf-8") and not m.startswith("guideline.terms")}
    assert not strays


def test_nobody_imports_the_command_line() -> None:
    users = {m for m, p in modules().items() if any(i.startswith("guideline.cli") for i in imports(p))}
    assert all(m.startswith("guideline.cli") for m in users)


def test_the_folder_of_encodings_is_no_package() -> None:
    assert not (ROOT / "encodings" / "__init__.py").exists()
    assert not (ROOT / "guideline" / "encodings.py").exists()
