"""Gaps in the coverage of a pack that its editors accept: read from `cases/exceptions.yaml`, each with a reason."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from guideline.cases.reading import read_text
from guideline.documents import Node, read_document
from guideline.errors import CaseError, Place, Problem, closest, quoted
from guideline.model import Knowledge
from guideline.trial.coverage import NEVER, Coverage, Never, gaps

FILE = "exceptions.yaml"
"""Name of the list, in the folder of the cases."""
KEYS = ("statement", "never", "because")


@dataclass(frozen=True, slots=True)
class CoverageException:
    """A rule statement that no case can have in force, or none can have fall away, and why."""

    statement: str
    never: Never
    because: str
    place: Place


def read_exceptions(path: Path, knowledge: Knowledge, problems: list[Problem]) -> list[CoverageException]:
    """Reads a list of `{statement, never, because}`; what is wrong with it is added to `problems`."""
    try:
        root = read_document(read_text(path), str(path), problems)
    except CaseError as error:
        problems += error.problems
        return []
    if root.kind != "sequence":
        problems.append(Problem("wrong-type", "exceptions are a list", root.place, f"begin each with `- {{{', '.join(KEYS)}}}`"))
        return []
    found: dict[tuple[str, str], CoverageException] = {}
    for node in root.items:
        made = _exception(node, knowledge, problems)
        if made is None:
            continue
        first = found.setdefault((made.statement, made.never), made)
        if first is not made:
            words = f"{quoted(made.statement)} stands twice; the first is at {first.place}"
            problems.append(Problem("duplicate", words, made.place, "keep one of them"))
    return list(found.values())


def _exception(node: Node, knowledge: Knowledge, problems: list[Problem]) -> CoverageException | None:
    if node.kind != "mapping":
        problems.append(Problem("wrong-type", "an exception is a mapping", node.place, f"with the keys {', '.join(KEYS)}"))
        return None
    before = len(problems)
    parts: dict[str, Node] = {}
    for key, value in node.pairs:
        if key.text not in KEYS:
            hint = closest(key.text, KEYS) or f"known keys: {', '.join(KEYS)}"
            problems.append(Problem("unknown-key", f"unknown key {quoted(key.text)} in an exception", key.place, hint))
        elif not isinstance(value.value, str) or not value.text.strip():
            problems.append(Problem("wrong-type", f"`{key.text}` is a text", value.place))
        else:
            parts[key.text] = value
    missing = [name for name in KEYS if name not in {k.text for k, _ in node.pairs}]
    problems += [Problem("missing-key", f"an exception lacks `{n}`", node.place, f"it has the keys {', '.join(KEYS)}") for n in missing]
    for name, known in (("statement", tuple(knowledge.statements)), ("never", NEVER)):
        if name in parts and parts[name].text not in known:
            near = closest(parts[name].text, known) or (f"one of {', '.join(known)}" if name == "never" else None)
            words = f"unknown statement {quoted(parts[name].text)}"
            if name == "never":
                words = f"{quoted(parts[name].text)} is nothing that a statement can never be"
            problems.append(Problem(f"unknown-{name}", words, parts[name].place, near))
    if len(problems) > before:
        return None
    never: Never = "in_force" if parts["never"].text == "in_force" else "falls_away"
    return CoverageException(parts["statement"].text, never, parts["because"].text, node.place)


def unneeded(exceptions: Iterable[CoverageException], counted: Coverage) -> Iterator[Problem]:
    """A problem for every exception that no gap needs."""
    open_gaps = {(g.statement, g.never) for g in gaps(counted)}
    rules = {s.statement: s for s in counted.statements}
    for e in exceptions:
        if (e.statement, e.never) in open_gaps:
            continue
        covered = rules[e.statement]
        cases = getattr(covered, e.never)
        why = f"see the case {cases[0]}" if cases and covered.rule else "it only reports, and reports are not counted"
        verb = "is in force in some case" if e.never == "in_force" else "falls away in some case"
        words = f"`{e.statement}` {verb}" if covered.rule else f"`{e.statement}` needs no exception"
        yield Problem("unneeded-exception", f"the exception is not needed: {words}", e.place, f"{why}; take the exception out")
