"""Patients who exclude actions (contraindicated, declined, unavailable): each exclusion as a finding that is there or not recorded.

The search for minimal patients knows findings; so an exclusion is told to it as a finding of yes or no, of which no is never recorded.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from guideline.differences.product import Product
from guideline.errors import Place
from guideline.model import Case, Exclusion, Finding, Test, Vocabulary
from guideline.program import GroundProgram
from guideline.terms.atoms import Atom


def finding_of(action: str) -> str:
    """The finding that stands for the exclusion of an action; no finding of a pack has such a name."""
    return f"unsuitable({action})"


def excluded_by(finding: str) -> str | None:
    """The action of whose exclusion a finding stands; None for a finding of a pack."""
    return finding[len("unsuitable(") : -1] if finding.startswith("unsuitable(") else None


def with_exclusions(product: Product) -> GroundProgram:
    """The program of a product for patients who may exclude actions; its rules are those that the product has now."""
    program = product.program
    given = {test: n for test, n in program.given.items() if test.kind != "unsuitable"}
    rules = list(program.rules)
    atoms = dict(program.atoms)
    for test, number in sorted(program.given.items()):
        if test.kind == "unsuitable":
            name = finding_of(test.subject)
            given[Test("has", name)] = number
            never = product.fresh()
            given[Test("lacks", name)] = never
            rules.append((0, (never,)))
            values = [product.value(side, Atom("unsuitable", (test.subject,))) for side in (0, 1)]
            if values[0] == values[1] and not isinstance(values[0], bool):
                atoms[values[0]] = Atom("has", (name,))
    return replace(program, given=given, rules=rules, atoms=atoms)


def vocabulary_with(vocabulary: Vocabulary, actions: Iterable[str]) -> Vocabulary:
    """A vocabulary with the findings that stand for exclusions."""
    made = {finding_of(a): Finding(finding_of(a), "boolean", vocabulary.label(a)) for a in actions}
    return replace(vocabulary, findings={**vocabulary.findings, **made})


def excluding(case: Case) -> Case:
    """A case with its exclusions where a case has them."""
    actions = [action for r in case.recorded if (action := excluded_by(r.finding))]
    return replace(
        case,
        recorded=tuple(r for r in case.recorded if not excluded_by(r.finding)),
        excluded=(*case.excluded, *(Exclusion(action, "", "", Place("witness")) for action in actions)),
    )


__all__ = ["excluded_by", "excluding", "finding_of", "vocabulary_with", "with_exclusions"]
