"""Looks for what is allowed in a pack and seldom meant: a registry of checks, and the warnings that the editors have not accepted."""

from __future__ import annotations

from dataclasses import dataclass

from guideline.errors import Problem, closest
from guideline.lint import conditions, content, files, unused, wording
from guideline.lint.check import Check
from guideline.packs import Compiled

__all__ = ["ACCEPTANCES", "CHECKS", "Check", "Linted", "lint"]

CHECKS: tuple[Check, ...] = tuple(
    sorted((*unused.CHECKS, *conditions.CHECKS, *content.CHECKS, *wording.CHECKS, *files.CHECKS), key=lambda check: check.code)
)
"""Every check, by code."""

ACCEPTANCES: dict[str, str] = {
    "unknown-check": "an acceptance of a check that does not exist",
    "unneeded-acceptance": "an acceptance that no warning needs",
}
"""The codes of what can be wrong with an `accepts`, with what each says; they cannot be accepted themselves."""


@dataclass(frozen=True, slots=True)
class Linted:
    """What the lint has to say of packs.

    Attributes:
        warnings: those that stand, in the order of the files.
        accepted: those that the packs accept, each with the reason given.
    """

    warnings: tuple[Problem, ...]
    accepted: tuple[tuple[Problem, str], ...]


def lint(packs: Compiled) -> Linted:
    """All warnings on packs without defects.

    Args:
        packs: from `guideline.packs.compile_packs`.
    """
    warnings: set[Problem] = set()
    accepted: set[tuple[Problem, str]] = set()
    used: set[tuple[str, str]] = set()
    for check in CHECKS:
        for remark in check.find(packs):
            key = (check.word, remark.subject)
            problem = Problem(check.code, remark.message, remark.place, remark.hint)
            if key in packs.knowledge.accepted:
                used.add(key)
                accepted.add((problem, packs.knowledge.accepted[key]))
            else:
                warnings.add(problem)
    warnings.update(_acceptances(packs, used))
    return Linted(
        tuple(sorted(warnings, key=lambda problem: problem.sort_key)),
        tuple(sorted(accepted, key=lambda pair: (pair[0].sort_key, pair[1]))),
    )


def _acceptances(packs: Compiled, used: set[tuple[str, str]]) -> list[Problem]:
    words = {check.word for check in CHECKS}
    found: list[Problem] = []
    for check, subject in packs.knowledge.accepted:
        place = packs.place(f"accepts {check} {subject}")
        if check not in words:
            hint = closest(check, words) or "the checks are listed in the index of their pages, without hyphens here"
            found.append(Problem("unknown-check", f"unknown check `{check}`", place, hint))
        elif (check, subject) not in used:
            message = f"no warning `{check.replace('_', '-')}` is given of `{subject}`"
            found.append(Problem("unneeded-acceptance", message, place, "leave it out"))
    return found
