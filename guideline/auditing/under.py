"""Tests that restrict an audit to some patients: read from words, and set as axioms of a ground program."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from guideline.auditing.ground_rules import GroundRules
from guideline.auditing.replay import Replay
from guideline.errors import GuidelineError, Problem, closest, quoted
from guideline.model import COMPARISONS, TEST_KINDS, Finding, Knowledge, Test, Vocabulary
from guideline.program import GroundProgram
from guideline.quantities import QuantityError, parse_quantity
from guideline.terms.atoms import Atom

LONGEST = 10_000
"""Characters of one text."""
GOES_WITH = {"boolean": ("has", "lacks"), "choice": ("is",), "quantity": COMPARISONS}
WORDS = (*(k for k in TEST_KINDS if k != "unsuitable"), "scope")
_TERM = re.compile(r"\s*([A-Za-z_][A-Za-z0-9_']*)\s*\(\s*([A-Za-z_][A-Za-z0-9_']*)\s*(?:,\s*(?:\"([^\"]*)\"|([^\",()]*?))\s*)?\)\s*")
_HOW = 'write tests as packs do, such as `has(FINDING)`, `lacks(FINDING)`, `at_least(FINDING, "3 weeks")` or `scope(CONTEXT)`'


@dataclass(frozen=True, slots=True, order=True)
class Under:
    """One thing that all patients of an audit meet: a test that their record decides to hold, or a context that takes them in."""

    test: Test | None = None
    context: str = ""

    def __str__(self) -> str:
        return str(self.test) if self.test else f"scope({self.context})"

    def literal(self, program: GroundProgram) -> int | None:
        """The literal that holds where it does, None where that is of nobody and 0 where it is of everybody."""
        atom = Atom("scope", (self.context,))
        if self.test:
            t = self.test
            atom = Atom(t.kind, (t.subject, t.value) if t.value else (t.subject,))
        if atom in program.literals:
            return program.literals[atom]
        return 0 if atom.args in program.facts.get(atom.name, []) else None


def read_under(texts: Iterable[str], vocabulary: Vocabulary, knowledge: Knowledge) -> tuple[tuple[Under, ...], list[Problem]]:
    """The tests in some texts, without repetition and in their order, and what is wrong with the texts."""
    found: dict[Under, None] = {}
    problems: list[Problem] = []
    for text in texts:
        terms, problem = _terms(text)
        problems += [problem] if problem else []
        for kind, name, value in terms:
            try:
                found[_meant(kind, name, value, vocabulary, knowledge)] = None
            except GuidelineError as error:
                problems += error.problems
    return tuple(found), problems


def _terms(text: str) -> tuple[list[tuple[str, str, str | None]], Problem | None]:
    found: list[tuple[str, str, str | None]] = []
    at = 0
    while len(text) <= LONGEST and (term := _TERM.match(text, at)):
        found.append((term[1], term[2], term[3] if term[3] is not None else term[4]))
        at = term.end()
        if at == len(text):
            return found, None
        if text[at] not in ",;":
            break
        at += 1
    return [], Problem("bad-restriction", f"{quoted(text)} is not a test of a patient", hint=_HOW)


def _meant(kind: str, name: str, value: str | None, vocabulary: Vocabulary, knowledge: Knowledge) -> Under:
    if kind not in WORDS:
        raise GuidelineError(Problem("bad-restriction", f"{quoted(kind)} is not a test", hint=closest(kind, WORDS) or _HOW))
    whole = f"{kind}({name}{f', {value}' if value is not None else ''})"
    wants_value = kind == "is" or kind in COMPARISONS
    if wants_value == (value is None):
        words = "lacks what to compare with" if value is None else "has a word too many"
        raise GuidelineError(Problem("bad-restriction", f"{quoted(whole)} {words}", hint=_HOW))
    if kind == "scope":
        if name not in knowledge.contexts:
            hint = closest(name, knowledge.contexts) or f"there are {_listed(sorted(knowledge.contexts))}"
            raise GuidelineError(Problem("unknown-context", f"unknown context {quoted(name)}", hint=hint))
        return Under(context=name)
    finding = vocabulary.findings.get(name)
    if finding is None:
        hint = closest(name, vocabulary.findings) or "see `guideline vocabulary`"
        raise GuidelineError(Problem("unknown-finding", f"unknown finding {quoted(name)}", hint=hint))
    fitting = GOES_WITH[finding.kind]
    if kind not in fitting:
        hint = f"a {finding.kind} goes with {_listed(fitting)}"
        raise GuidelineError(Problem("wrong-test", f"`{kind}` does not go with `{name}`, which is a {finding.kind}", hint=hint))
    if kind == "is":
        if value not in finding.choices:
            hint = closest(value or "", finding.choices) or f"its choices are {_listed(finding.choices)}"
            raise GuidelineError(Problem("unknown-choice", f"`{name}` has no choice {quoted(value or '')}", hint=hint))
        return Under(Test("is", name, value or ""))
    return Under(Test(TEST_KINDS[kind], name, _threshold(finding, value or "", vocabulary) if value is not None else ""))


def _threshold(finding: Finding, value: str, vocabulary: Vocabulary) -> str:
    """The threshold of a finding that an amount is, as the pack writes it."""
    try:
        amount = parse_quantity(value, finding.unit, vocabulary.units).value
    except QuantityError as error:
        raise GuidelineError(Problem(error.code, f"`{finding.name}`: {error.message}", hint=error.hint)) from error
    for threshold in finding.thresholds:
        if threshold.value == amount:
            return threshold.text
    listed = _listed([t.text for t in finding.thresholds])
    hint = f"its thresholds are {listed}" if finding.thresholds else "no statement asks for it"
    raise GuidelineError(Problem("no-threshold", f"no rule changes at {quoted(value)} of `{finding.name}`", hint=hint))


def _listed(words: Sequence[str]) -> str:
    return ", ".join(f"`{w}`" for w in words)


def restrict(program: GroundProgram, under: Sequence[Under]) -> None:
    """Adds to a program of one's own that no patient is possible but those who meet some tests.

    Raises:
        GuidelineError: no possible patient meets all.
    """
    if not under:
        return
    literals = [each.literal(program) for each in under]
    with program.control.backend() as backend:
        for literal in literals:
            if literal != 0:
                backend.add_rule([], [] if literal is None else [-literal])
    if Replay(GroundRules(program), []).some([]) is None:
        words = " and ".join(f"`{each}`" for each in under)
        raise GuidelineError(Problem("no-patient", f"no patient that the axioms allow meets {words}", hint="leave one of them out"))


__all__ = ["Under", "read_under", "restrict"]
