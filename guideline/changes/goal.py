"""What is to come about: a goal or its opposite, the atoms that it comes to, the rules below them, and the statements that carry it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from guideline.assumptions import Ground
from guideline.errors import GuidelineError, Problem, quoted
from guideline.goal import Goal, read_goal
from guideline.model import Knowledge, Vocabulary
from guideline.program import GroundProgram, GroundRule
from guideline.standing import Standing

Shown = Mapping[str, list[tuple[str, ...]]]
"""The atoms of a solution by predicate."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to come about: a goal, or that it does not hold any more."""

    goal: Goal
    holds: bool = True

    @property
    def text(self) -> str:
        """The wish as words that `read_wish` accepts."""
        return self.goal.text if self.holds else f"not {self.goal.text}"


def read_wish(words: str, vocabulary: Vocabulary, knowledge: Knowledge) -> Wish:
    """A wish from words: a goal, or `not` and a goal. An action alone means that it is settled for.

    Raises:
        GuidelineError: it is no goal of this pack, or none that findings bring about.
    """
    first, _, rest = words.strip().partition(" ")
    denied = first == "not" and bool(rest.strip())
    goal = read_goal(rest if denied else words, vocabulary, knowledge)
    if goal.kind == "alternative":
        hint = "name what is to be done, such as `settled_for ACTION`"
        raise GuidelineError(Problem("no-change", f"{quoted(goal.text)} is a choice among what the findings leave open", hint=hint))
    if goal.kind == "action":
        goal = Goal("status", ("settled_for", *goal.names))
    return Wish(goal, not denied)


@dataclass(frozen=True, slots=True)
class Target:
    """A wish in the ground program.

    Attributes:
        literals: the atoms of which one has to hold, or none may.
        holds: which of the two.
        fact: whether the goal holds for every patient.
    """

    literals: tuple[int, ...]
    holds: bool
    fact: bool

    def met(self, true: frozenset[int]) -> bool:
        """Whether the wish is fulfilled where these literals hold."""
        return (self.fact or not true.isdisjoint(self.literals)) == self.holds


def target_of(wish: Wish, program: GroundProgram, knowledge: Knowledge) -> Target:
    """What a wish comes to. A source takes the patient in where one of its contexts does, or where it has none."""
    wanted: list[tuple[str, tuple[str, ...]]]
    match wish.goal.kind, wish.goal.names:
        case "status", ("not_addressed", action):
            rows = [a for a in program.atoms.values() if a.name == "status" and a.args[0] == action]
            literals = tuple(sorted(program.literals[a] for a in rows))
            return Target(literals, not wish.holds, any(r[0] == action for r in program.facts.get("status", ())))
        case "status", (status, action):
            wanted = [("status", (action, status))]
        case "statement", (name,):
            wanted = [("in_force", (name,))]
        case "context", (name,):
            wanted = [("scope", (name,))]
        case "source", (name,):
            wanted = [("scope", (c.name,)) for c in knowledge.contexts.values() if c.source == name]
            if not wanted:
                return Target((), wish.holds, fact=True)
        case _:
            sides = set(wish.goal.names)
            wanted = [(a.name, a.args) for a in program.atoms.values() if a.name == "conflict" and {a.args[1], a.args[3]} == sides]
    literals = tuple(sorted(n for n, a in program.atoms.items() if (a.name, a.args) in set(wanted)))
    return Target(literals, wish.holds, any(args in program.facts.get(name, ()) for name, args in wanted))


@dataclass(frozen=True, slots=True)
class Reach:
    """The part of a program that a goal hangs on: its rules and constraints, all atoms in them, and the findings that they read, sorted."""

    rules: tuple[GroundRule, ...]
    atoms: frozenset[int]
    findings: tuple[str, ...]


def reach(literals: Iterable[int], ground: Ground, vocabulary: Vocabulary) -> Reach:
    """The rules below a goal, with the constraints that a change of what they read could break, and the rules below those."""
    atoms = _below(literals, ground)
    waiting = [(body, _below(map(abs, body), ground)) for head, body in ground.program.rules if not head]
    constraints: list[GroundRule] = []
    while True:
        tests = {n for n in atoms if n in ground.tests}
        touched = [(body, cone) for body, cone in waiting if not tests.isdisjoint(cone)]
        if not touched:
            break
        waiting = [row for row in waiting if tests.isdisjoint(row[1])]
        for body, cone in touched:
            constraints.append((0, body))
            atoms |= cone
    rules = [(head, body) for head in sorted(atoms) for body in ground.rules.get(head, ())]
    subjects = {ground.tests[n].subject for n in atoms if n in ground.tests and ground.tests[n].kind != "unsuitable"}
    return Reach((*rules, *constraints), frozenset(atoms), tuple(sorted(subjects & vocabulary.findings.keys())))


def _below(starts: Iterable[int], ground: Ground) -> set[int]:
    seen = set(starts)
    todo = list(seen)
    while todo:
        for body in ground.rules.get(todo.pop(), ()):
            for n in body:
                if abs(n) not in seen:
                    seen.add(abs(n))
                    todo.append(abs(n))
    return seen


SPEAKS = {
    "settled_for": "for",
    "option": "for",
    "withheld": "withholds",
    "open": "open",
    "permitted": "permits",
    "undecided": "undecided",
}
"""The stance that gives an action its status."""


def carried(wish: Wish, shown: Shown, tables: Standing) -> tuple[str, ...]:
    """The statements in force that a fulfilled wish rests on, sorted; none where it is that something does not hold."""
    found: set[str] = set()
    if wish.holds:
        match wish.goal.kind, wish.goal.names:
            case "statement", (name,):
                found = {name}
            case "conflict", sides:
                found = set(sides)
            case "status", ("settled_against", action):
                found = {s for s, word, a in shown.get("stance", ()) if word == "against" and (action, a) in tables.contains}
            case "status", ("contested", action):
                found = {s for row in shown.get("conflict", ()) if action in (row[2], row[4]) for s in (row[1], row[3])}
            case "status", (status, action):
                found = {s for s, word, a in shown.get("stance", ()) if word == SPEAKS.get(status) and a == action}
    return tuple(sorted(found))
