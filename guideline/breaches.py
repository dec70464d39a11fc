"""Breaches: which axioms a record breaks, in words, with the recorded facts that break them."""

from __future__ import annotations

from collections.abc import Sequence

from guideline.assumptions import Ground
from guideline.errors import Place, Problem
from guideline.model import Case, Recorded, Test, Vocabulary


def breaches(case: Case, ground: Ground, true: frozenset[int], vocabulary: Vocabulary) -> list[Problem]:
    """One problem for each axiom that the record breaks; clashes of the same recorded facts are one contradiction.

    Args:
        case: the record.
        ground: the rules of the program.
        true: the literals that hold when all axioms are set aside.
        vocabulary: for labels.
    """
    found: list[Problem] = []
    clashes: dict[tuple[Recorded, ...], set[str]] = {}
    for literal in sorted(true):
        atom = ground.program.atoms.get(literal)
        if atom is None or atom.name not in BROKEN:
            continue
        facts = _recorded(support(literal, ground, true), case)
        if atom.name == "clash":
            clashes.setdefault(tuple(facts), set()).add(_clashing(atom.args, vocabulary))
        else:
            found.append(_problem(_impossible(atom.args), facts, case))
    found += [_problem(f"the record contradicts itself on {' and '.join(sorted(on))}", facts, case) for facts, on in clashes.items()]
    always = [_impossible(args) for args in ground.program.facts.get("impossible", ())]
    always += [f"the record contradicts itself on {_clashing(args, vocabulary)}" for args in ground.program.facts.get("clash", ())]
    return found + [Problem("axiom", words, Place(case.origin), "by the rules of the pack every record does") for words in always]


BROKEN = ("clash", "impossible")


def _problem(words: str, facts: Sequence[Recorded], case: Case) -> Problem:
    hint = "recorded: " + "; ".join(f"`{r.finding}: {r.text}` ({r.place})" for r in facts) if facts else None
    return Problem("axiom", words, facts[-1].place if facts else Place(case.origin), hint)


def _impossible(args: tuple[str, ...]) -> str:
    return f"the record breaks the axiom `{args[0]}`: {args[1]}"


def _clashing(args: tuple[str, ...], vocabulary: Vocabulary) -> str:
    finding = vocabulary.findings.get(args[0].partition("(")[2].rstrip(")").partition(",")[0])
    return f"`{finding.name}` ({finding.label})" if finding else f"`{args[0]}`"


def support(atom: int, ground: Ground, true: frozenset[int]) -> frozenset[Test]:
    """The recorded tests that one derivation of an atom rests on."""
    seen: dict[int, frozenset[Test]] = {}

    def below(literal: int) -> frozenset[Test]:
        if literal in seen:
            return seen[literal]
        seen[literal] = frozenset()
        if literal in ground.tests:
            found = frozenset({ground.tests[literal]})
        else:
            bodies = [b for b in ground.rules.get(literal, ()) if all((x in true) if x > 0 else (-x not in true) for x in b)]
            options = [frozenset().union(*(below(x) for x in b if x > 0)) for b in bodies]
            found = min(options, key=lambda s: (len(s), sorted(s)), default=frozenset())
        seen[literal] = found
        return found

    return below(atom)


def _recorded(tests: frozenset[Test], case: Case) -> list[Recorded]:
    names = {t.subject for t in tests}
    # What was answered since the case was written comes last: a problem is shown where the newest of them stands.
    return sorted((r for r in case.recorded if r.finding in names), key=lambda r: (r.place.file != case.origin, r.place, r.finding))
