"""What a finding can be answered with: each yes, no, choice and amount that tests tell apart, as literals and as values of a case."""

from __future__ import annotations

from dataclasses import dataclass

from guideline.auditing.inside import well_inside
from guideline.changes.values import bounds, stretches
from guideline.model import Finding, Interval, Test, Value, Vocabulary
from guideline.program import GroundProgram
from guideline.quantities import decided
from guideline.terms.atoms import Atom


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer to the question for one finding; all amounts that decide the same tests are one answer.

    Attributes:
        value: one of those that the answer stands for (of an amount a round one, `guideline.auditing.inside`); `text` as a case writes it.
        tests: that it decides to hold.
        bounds: as few of them as say all: the ends of a stretch.
    """

    finding: str
    value: Value
    text: str
    tests: tuple[Test, ...]
    bounds: tuple[Test, ...] = ()


def known(test: Test, program: GroundProgram) -> int:
    """The literal of the atom that says that a test is known, 0 where it is of everybody."""
    return program.literals.get(Atom(test.kind, (test.subject, test.value) if test.value else (test.subject,)), 0)


def questions(program: GroundProgram) -> dict[str, list[list[int]]]:
    """Each finding that has tests, with what has to be known of it: of every row one literal, 0 where that holds of everybody."""
    sides = {"at_least": "from", "below": "from", "above": "past", "at_most": "past"}
    found: dict[str, dict[tuple[str, str], list[int]]] = {}
    for test in sorted(program.given):
        if test.kind != "unsuitable":
            row = (sides[test.kind], test.value) if test.kind in sides else ("", "")
            found.setdefault(test.subject, {}).setdefault(row, []).append(known(test, program))
    return {finding: [rows[row] for row in sorted(rows)] for finding, rows in sorted(found.items())}


def answers(finding: Finding, vocabulary: Vocabulary) -> tuple[Answer, ...]:
    """The answers to the question for a finding, the most ordinary first: no, the first choice, the amounts in the middle."""
    name = finding.name
    if finding.kind == "boolean":
        return (Answer(name, False, "false", (Test("lacks", name),)), Answer(name, True, "true", (Test("has", name),)))
    if finding.kind == "choice":
        return tuple(Answer(name, v, v, (Test("is", name, v),)) for v in finding.choices)
    cells = [_cell(finding, part, vocabulary) for part in stretches(finding)]
    middle = (len(cells) - 1) / 2
    return tuple(c for _, _, c in sorted((abs(i - middle), i, c) for i, c in enumerate(cells)))


def _cell(finding: Finding, part: Interval, vocabulary: Vocabulary) -> Answer:
    value, text = well_inside(part, finding, vocabulary)
    tests = tuple(sorted(Test(k, finding.name, t) for k, t in decided(part, finding.thresholds)))
    return Answer(finding.name, value, text, tests, bounds(part, part, finding))
