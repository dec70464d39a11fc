"""The layers hold: who may import whom, and who may touch clingo, jinja2 and click."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent

LAYERS = [
    {"guideline.errors", "guideline.authoring", "guideline.contract_schema", "guideline.check_pages", "guideline.kept"},
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
        "guideline.cases",
        "guideline.expectations",
        "guideline.shapes",
        "guideline.program",
    },
    {"guideline.solving", "guideline.marks", "guideline.assumptions", "guideline.standing"},
    {"guideline.left_open"},
    {
        "guideline.disagreements",
        "guideline.due",
        "guideline.ordering",
        "guideline.breaches",
        "guideline.goal",
        "guideline.reach",
        "guideline.ties",
    },
    {"guideline.decisions"},
    {"guideline.answering"},
    {"guideline.pack"},
    {"guideline.asking"},
    {"guideline.road"},
    {"guideline.changes"},
    {"guideline.dose_json", "guideline.answer_json"},
    {"guideline.auditing"},
    {"guideline.differences"},
    {"guideline.auditing.audit"},
    {"guideline.check_json", "guideline.check_schema", "guideline.sarif", "guideline.collisions", "guideline.knowledge_schema"},
    {"guideline.auditing.audit_json", "guideline.auditing.audit_sarif", "guideline.auditing.audit_witnesses"},
    {"guideline.trial"},
    {"guideline.knowledge_json"},
    {"guideline.road.road_json", "guideline.changes.changes_json"},
    {
        "explain.compiling",
        "explain.plain",
        "explain.render",
        "explain.site_templates",
        "explain.stray_blocks",
        "explain.telling",
        "explain.views.labels",
        "explain.views.values",
    },
    {"explain.justification"},
    {"explain.views"},
    {"explain.terminal", "explain.asked_with_words"},
    {"explain.why", "explain.why_not", "explain.contrast"},
    {"explain"},
    {"explain.corpus", "explain.report"},
    {"guideline.cli"},
]
"""From the lowest up; a module belongs to the longest name that fits it."""
AUDITING = (
    "guideline.auditing.deadline", "guideline.auditing.excerpt", "guideline.auditing.replay", "guideline.auditing.twins",
    "guideline.differences.product",
)  # fmt: skip
"""What solves parts of a ground program over again."""
ONLY = {
    "clingo": (
        "guideline.terms",
        "guideline.program",
        "guideline.solving",
        "guideline.left_open.solving",
        "guideline.changes.cheapest",
        "guideline.changes.prepared",
        *AUDITING,
    ),
    "clorm": ("guideline.terms",),
    "jinja2": ("explain.compiling", "explain.render", "explain.site_templates", "explain.stray_blocks"),
    "typst": ("explain.report.typeset", "explain.report.unset"),
    "vl_convert": ("explain.report.lettering", "explain.report.pictures"),
    "click": ("guideline.cli",),
    "rich": ("explain.terminal", "explain.corpus.audit_words", "explain.corpus.trial_words", "explain.corpus.knowledge_words"),
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
    found: tuple[int, int] | None = None
    for number, members in enumerate(LAYERS):
        for member in members:
            if (module == member or module.startswith(member + ".")) and (found is None or len(member) > found[0]):
                found = (len(member), number)
    return None if found is None else found[1]


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
