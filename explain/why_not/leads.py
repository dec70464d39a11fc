"""Which statements could lead to a conclusion, and what has to hold beside each."""

from __future__ import annotations

from typing import NamedTuple

from explain.justification.ground_rules import Body, GroundRules
from guideline.goal import Conclusion, Goal, whatever
from guideline.model import Knowledge
from guideline.program import GroundProgram
from guideline.terms.atoms import Atom

STEPS = frozenset({"status", "level", "wished", "banned", "contested", "option"})
"""What stands between the status of an action and the word of a statement."""


class Lead(NamedTuple):
    """One way to a conclusion.

    Attributes:
        statement: whose word would lead there; empty where none does.
        through: that word (or the conflict, or the scope), as name and arguments.
        literals: all that must hold.
        alone: whether all other statements can only stand in the way.
        sure: whether none of them could clear the way either, by overriding a part of this one.
    """

    statement: str
    through: Conclusion
    literals: Body
    alone: bool = True
    sure: bool = True

    @property
    def own(self) -> frozenset[str]:
        """The statements that have to be heard."""
        name, *args = self.through
        return frozenset((args[1], args[3])) if name == "conflict" else frozenset({self.statement} - {""})


def asked(goal: Goal, knowledge: Knowledge) -> tuple[Conclusion, ...]:
    """What a goal is about when it is asked why it is not so. An action: that it is settled for. A conflict: any between the two."""
    match goal.kind, goal.names:
        case "action", (action,):
            found: tuple[Conclusion, ...] = (("status", action, "settled_for"),)
        case "conflict", (one, other):
            found = (("conflict", one, other),)
        case _:
            found = whatever(goal, knowledge)
    return found


def leads(conclusion: Conclusion, program: GroundProgram, ground: GroundRules) -> list[Lead]:
    """The ways to a conclusion, in an order that does not depend on the program's numbers; none where no patient is there."""
    if conclusion[0] == "conflict" and len(conclusion) == 3:
        sides = set(conclusion[1:])
        found = sorted(
            (a, n) for n, a in program.atoms.items() if a.name == "conflict" and {a.args[1], a.args[3]} == sides and len(sides) > 1
        )
        return [Lead(conclusion[1], (a.name, *a.args), (n,), alone=False) for a, n in found]
    if conclusion[0] == "status" and conclusion[2] == "not_addressed":
        return _unspoken(conclusion, program)
    literal = program.literals.get(Atom(conclusion[0], conclusion[1:]))
    if literal is None:
        return []
    if conclusion[0] != "status":
        statement = conclusion[1] if conclusion[0] in {"in_force", "stance"} else ""
        return [Lead(statement, conclusion, (literal,))]
    # Who overrides but a part of a statement may clear its way as to another action.
    helped = {row[1] for row in program.facts.get("overrides", ()) if len(row) == 3}
    made: dict[Lead, None] = {}
    for literals in _expanded(literal, conclusion[1], ground):
        for lead in _told(literals, conclusion, ground):
            made[lead._replace(sure=lead.statement not in helped)] = None
    return sorted(made, key=lambda x: (x.statement, x.through, [(y < 0, ground.text(abs(y))) for y in x.literals]))


def _unspoken(conclusion: Conclusion, program: GroundProgram) -> list[Lead]:
    """The way to no status at all: every other word is taken away."""
    action = conclusion[1]
    if any(row[0] == action for row in program.facts.get("status", ())):
        return []
    held = sorted((a, n) for n, a in program.atoms.items() if a.name == "status" and a.args[0] == action)
    return [Lead("", conclusion, tuple([-n for _, n in held]))]


def _expanded(literal: int, action: str, ground: GroundRules) -> list[Body]:
    """The conjunctions of words, conflicts and absences that a status comes about by."""
    done: list[Body] = []
    todo: list[Body] = [(literal,)]
    while todo:
        literals = todo.pop()
        step = next((x for x in literals if x > 0 and _is_step(ground.atom(x), action)), None)
        if step is None:
            done.append(literals)
            continue
        rest = [x for x in literals if x != step]
        todo += [tuple(dict.fromkeys([*body, *rest])) for body in ground.bodies[step]]
    return done


def _is_step(atom: Atom, action: str) -> bool:
    # Of a choice between rivals the action's own side is looked into.
    return atom.name in STEPS and atom.args[0] == action


def _told(literals: Body, conclusion: Conclusion, ground: GroundRules) -> list[Lead]:
    _, action, status = conclusion
    alone = status not in {"contested", "option"}
    atoms = [ground.atom(x) for x in literals if x > 0]
    for name in ("aims", "stance"):
        for atom in atoms:
            if atom.name == name:
                return [Lead(atom.args[0], (atom.name, *atom.args), literals, alone)]
    for atom in atoms:
        if atom.name == "conflict":
            _, s, a, t, b = atom.args
            sides = [x for x, about in ((s, a), (t, b)) if about == action] or [s, t]
            return [Lead(x, (atom.name, *atom.args), literals, alone) for x in sides]
    return [Lead("", conclusion, literals)]
