"""Breaches: which axioms a record breaks, in words, with the recorded facts that break them."""

from __future__ import annotations

from guideline.assumptions import Ground
from guideline.errors import Place, Problem
from guideline.model import Case, Recorded, Test, Vocabulary


def breaches(case: Case, ground: Ground, true: frozenset[int], vocabulary: Vocabulary) -> list[Problem]:
    """One problem for each axiom that the record breaks.

    Args:
        case: the record.
        ground: the rules of the program.
        true: the literals that hold when all axioms are set aside.
        vocabulary: for labels.
    """
    found: list[Problem] = []
    for literal in sorted(true):
        atom = ground.program.atoms.get(literal)
        if atom is None or atom.name not in BROKEN:
            continue
        facts = _recorded(support(literal, ground, true), case)
        hint = "recorded: " + "; ".join(f"`{r.finding}: {r.text}` ({r.place})" for r in facts) if facts else None
        place = facts[-1].place if facts else Place(case.origin)
        found.append(Problem("axiom", _words(atom.name, atom.args, vocabulary), place, hint))
    always = [_words(name, args, vocabulary) for name in BROKEN for args in ground.program.facts.get(name, ())]
    return found + [Problem("axiom", words, Place(case.origin), "by the rules of the pack every record does") for words in always]


BROKEN = ("clash", "impossible")


def _words(name: str, args: tuple[str, ...], vocabulary: Vocabulary) -> str:
    if name == "impossible":
        return f"the record breaks the axiom `{args[0]}`: {args[1]}"
    finding = vocabulary.findings.get(args[0].partition("(")[2].rstrip(")").partition(",")[0])
    return f"the record contradicts itself on {f'`{finding.name}` ({finding.label})' if finding else '`' + args[0] + '`'}"


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
    return sorted((r for r in case.recorded if r.finding in names), key=lambda r: (r.place, r.finding))
