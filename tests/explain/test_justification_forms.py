"""A justification as JSON by its published schema, and as a graph for Graphviz."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner
from jsonschema import Draft202012Validator

from explain.justification.dot import dot
from explain.justification.justification_schema import GRAPH, JUSTIFICATION
from explain.justification.justify import Justification, justification, results, takes
from explain.justification.nodes import Node
from explain.why.steps import Words
from guideline import Pack, load_pack, read_case
from guideline.cli import group
from guideline.trial.run import case_files

HERE = Path(__file__).parent
SHIPPED = case_files(HERE.parents[1] / "encodings" / "vcf")[::12]
TEXT = r'"(?:[^"\\\n]|\\.)*"'
VALUE = rf"(?:{TEXT}|[\w.]+)"
PAIRS = rf"\w+={VALUE}(?:, \w+={VALUE})*"
LINE = re.compile(rf"  (?:rankdir=TB|(?:node|(?P<node>n\d+)) \[(?P<pairs>{PAIRS})\]|(?P<tail>n\d+) -> (?P<head>n\d+));")
"""A line of the part of the language of Graphviz that is written."""


@pytest.fixture(scope="module")
def pack() -> Pack:
    return load_pack()


def whole(path: Path, pack: Pack) -> tuple[Justification, Words]:
    answer = pack.solve(read_case(path, pack), marks=False, inquire=False)
    chosen = [c for d, made in enumerate(answer.decisions) for k in range(len(made.alternatives)) for c in takes(answer, d, k)]
    return justification(answer, pack, [*results(answer), *chosen]), Words(answer, pack)


def read(text: str) -> tuple[dict[str, dict[str, str]], set[tuple[str, str]]]:
    """Nodes with their attributes, and edges."""
    legend = [line for line in text.splitlines() if line.startswith("// ")]
    assert text.startswith("\n".join(legend))
    assert legend[0].startswith("// Dashed: does not hold.")
    first, *middle, last = text.splitlines()[len(legend) :]
    assert (first, last) == ("digraph justification {", "}")
    nodes: dict[str, dict[str, str]] = {}
    edges: set[tuple[str, str]] = set()
    for line in middle:
        found = LINE.fullmatch(line)
        assert found, line
        if found["tail"]:
            assert (found["tail"], found["head"]) not in edges
            edges.add((found["tail"], found["head"]))
        elif found["node"]:
            assert found["node"] not in nodes
            nodes[found["node"]] = dict(re.findall(rf"(\w+)=({VALUE})", found["pairs"]))
    return nodes, edges


def test_the_schemas_are_schemas() -> None:
    Draft202012Validator.check_schema(JUSTIFICATION)
    Draft202012Validator.check_schema(GRAPH)


@pytest.mark.parametrize("path", SHIPPED, ids=lambda p: p.stem)
def test_json_is_as_the_schema_says(path: Path, pack: Pack) -> None:
    made, _ = whole(path, pack)
    plain = json.loads(json.dumps(made.to_json()))
    Draft202012Validator(GRAPH).validate(plain)
    known = [n["id"] for n in plain["nodes"]]
    assert len(known) == len(set(known))
    assert {r for n in plain["nodes"] for r in n["children"]} | set(plain["roots"]) <= set(known)


@pytest.mark.parametrize("path", SHIPPED, ids=lambda p: p.stem)
def test_a_graph_has_the_nodes_and_edges_of_the_justification(path: Path, pack: Pack) -> None:
    made, words = whole(path, pack)
    nodes, edges = read(dot(made, words))
    names = dict(zip(made.nodes, nodes, strict=True))
    assert edges == {(names[n.id], names[c]) for n in made.nodes.values() for c in n.children}
    for node in made.nodes.values():
        shown = nodes[names[node.id]]
        assert shown["style"].strip('"') == ("solid" if node.holds else "dashed")
        assert ("penwidth" in shown) == (node.id in made.roots)
        assert not {"color", "fillcolor", "fontcolor"} & set(shown)
    assert dot(made, words) == dot(*whole(path, pack))


def test_shapes_tell_what_is_recorded_from_what_sources_state_and_what_follows() -> None:
    rows = [("recorded", True), ("fact", True), ("derived", True), ("not_recorded", False), ("derived_false", False), ("chosen", True)]
    nodes = {k: Node(k, k, k, (), holds, None, None, (), (), ()) for k, holds in rows}  # type: ignore[arg-type]  # kinds by name
    found, _ = read(dot(Justification(tuple(nodes), nodes)))
    shapes = dict(zip(nodes, (a["shape"] for a in found.values()), strict=True))
    assert shapes["recorded"] == shapes["not_recorded"]
    assert len({shapes[k] for k in ("recorded", "fact", "derived", "chosen")}) == 4
    assert shapes["derived"] == shapes["derived_false"]


@pytest.mark.parametrize(
    "words", ['say "so"', "back\\slash at the end\\", "two\nlines\r\nof it", "", "a" * 90, "grün -> <b> {x|y} \\n \\l"]
)
def test_labels_are_escaped(words: str) -> None:
    node = Node("a", "derived", "a", (), True, None, None, (), (), ())
    found, _ = read(dot(Justification(("a",), {"a": node}), lambda _node, _again: words))
    label = found["n0"]["label"][1:-1]
    lines = [re.sub(r"\\(.)", r"\1", row) for row in re.split(r"(?<!\\)(?:\\\\)*\\n", label)] if words else ["a"]
    assert " ".join(" ".join(lines).split()) or words == ""
    if words and "\\" not in words:
        assert "".join("".join(lines).split()) == "".join(words.split())


def test_the_command_prints_the_document_of_the_schema(pack: Pack) -> None:
    case = str(SHIPPED[0])
    run = CliRunner().invoke(group, ["explain", case, "--format", "justification"])
    assert run.exit_code == 0
    document = json.loads(run.output)
    Draft202012Validator(JUSTIFICATION).validate(document)
    assert document["case"] == read_case(SHIPPED[0], pack).name
    printed = CliRunner().invoke(group, ["schema", "justification"])
    assert json.loads(printed.output) == json.loads(json.dumps(JUSTIFICATION))
    drawn = CliRunner().invoke(group, ["explain", case, "--format", "dot"])
    nodes, _ = read(drawn.output)
    assert nodes


def test_what_an_alternative_takes_and_sets_aside_is_in_the_graph(pack: Pack) -> None:
    case = next(str(p) for p in SHIPPED if len(pack.solve(read_case(p, pack), marks=False, inquire=False).decisions) == 1)
    drawn = CliRunner().invoke(group, ["explain", case, "--why", "alternative A", "--format", "justification"])
    assert drawn.exit_code == 0, drawn.output
    document = json.loads(drawn.output)
    Draft202012Validator(JUSTIFICATION).validate(document)
    kinds = {node["kind"] for node in document["nodes"]}
    assert {"chosen", "chosen_otherwise"} <= kinds
    chosen = [node["id"] for node in document["nodes"] if node["kind"] == "chosen"]
    assert set(chosen) <= set(document["roots"])
    nodes, _ = read(CliRunner().invoke(group, ["explain", case, "--why", "alternative A", "--format", "dot"]).output)
    assert len(nodes) == len(document["nodes"])
