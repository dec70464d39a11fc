"""Complete records: what it means that every finding is answered, added to a ground program as atoms to assume."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from guideline.auditing.answers import questions
from guideline.auditing.moot import Body, Supposed, supposed
from guideline.program import GroundProgram
from guideline.terms.atoms import Atom

COMPLETE = "complete"
ANSWERED = "answered"


@dataclass(frozen=True, slots=True)
class Completeness:
    """Literals of one program to assume; both follow from the record, so what is not asked about them is as before.

    Attributes:
        literal: holds where every finding is answered. Assumed, the records are the complete ones; its negation, the others.
        answered: the same of each finding that has a test, by name: `has` or `lacks` is known, one choice is, a quantity lies at one
            threshold or between two that follow each other; or nothing is recorded, and every answer would contradict the record.
    """

    literal: int
    answered: Mapping[str, int]


def complete(program: GroundProgram) -> Completeness:
    """The atoms for complete records, added to the program when first asked for.

    What follows from other findings counts as answered: such a record and the one that writes it down know the same tests.
    """
    known = program.literals.get(Atom(COMPLETE, ()))
    if known is not None:
        return Completeness(known, {a.args[0]: n for n, a in sorted(program.atoms.items()) if a.name == ANSWERED})
    rules: dict[int, list[Body]] = {}
    constraints: list[Body] = []
    for head, body in program.rules:
        if head:
            rules.setdefault(head, []).append(body)
        else:
            constraints.append(body)
    moot = supposed(program, rules, constraints)
    made: list[tuple[int, Sequence[int]]] = []
    answered: dict[str, int] = {}
    with program.control.backend() as backend:
        for finding, rows in questions(program).items():
            answered[finding] = backend.add_atom()
            parts = []
            for options in rows:
                parts.append(backend.add_atom())
                made += [(parts[-1], [literal] if literal else []) for literal in options]
            made.append((answered[finding], parts))
            if finding in moot:
                refuted = [backend.add_atom() for _ in moot[finding]]
                made.append((answered[finding], [*(-n for n in moot[finding][0].tests), *refuted]))
                for atom, answer in zip(refuted, moot[finding], strict=True):
                    made += _refuted(atom, answer, {head: backend.add_atom() for head in answer.rules})
        whole = backend.add_atom()
        made.append((whole, list(answered.values())))
        for head, literals in made:
            backend.add_rule([head], literals)
    for name, args, literal in [(COMPLETE, (), whole), *((ANSWERED, (f,), n) for f, n in answered.items())]:
        program.atoms[literal] = Atom(name, args)
        program.literals[program.atoms[literal]] = literal
    return Completeness(whole, answered)


def _refuted(atom: int, answer: Supposed, copies: Mapping[int, int]) -> list[tuple[int, Sequence[int]]]:
    """Rules that make an atom hold where an answer would contradict the record; the atoms it reaches are copied."""
    rows = [(copies[head], body) for head, bodies in answer.rules.items() for body in bodies]
    found: list[tuple[int, Sequence[int]]] = []
    for head, body in [*rows, *((atom, body) for body in answer.contradictions)]:
        if all(answer.tests.get(abs(n), n > 0) == (n > 0) for n in body):
            left = [n for n in body if abs(n) not in answer.tests]
            found.append((head, [copies.get(n, n) if n > 0 else -copies.get(-n, -n) for n in left]))
    return found


__all__ = ["Completeness", "complete"]
