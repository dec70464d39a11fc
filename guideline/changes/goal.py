"""What is to come about: a goal or its opposite, the atoms that it comes to, and the statements that carry it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from guideline.errors import GuidelineError, Problem, quoted
from guideline.goal import Goal, read_goal
from guideline.model import Knowledge, Vocabulary
from guideline.program import GroundProgram
from guideline.standing import Standing
from guideline.terms.atoms import Atom

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
    literals = tuple(sorted([n for row in wanted if (n := program.literals.get(Atom(*row))) is not None]))
    return Target(literals, wish.holds, any(args in program.facts.get(name, ()) for name, args in wanted))


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
