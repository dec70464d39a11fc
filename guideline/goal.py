"""What may be asked about: an action, its status, a statement, a context, a source, a conflict or an alternative, read from words."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal

from guideline.answer import Answer
from guideline.contract_schema import STATUSES
from guideline.errors import GuidelineError, Problem, closest, quoted
from guideline.model import Knowledge, Vocabulary
from guideline.selection import find
from guideline.standing import PAIR

_LETTER = re.compile(r"[0-9]{1,4}|[A-Z]{1,2}")

Kind = Literal["action", "status", "statement", "context", "source", "conflict", "alternative"]
Conclusion = tuple[str, ...]
"""An atom as name and arguments: ("in_force", s), ("status", a, word), ("conflict", kind, s, a, t, b), ("scope", c), ..."""

FORMS = (
    "ACTION", "STATUS ACTION (as in `settled_for ACTION`)", "STATEMENT", "CONTEXT", "SOURCE",
    "conflict STATEMENT STATEMENT",
    "alternative A (or B, C, ...), or alternative A ACTION where there are several decisions",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Goal:
    """Something to be explained or brought about.

    Attributes:
        kind: what it is.
        names: (action), (status, action), (statement), (context), (source), (statement, statement), or (number) or (number, action) of an
            alternative, counted from 1 in the order in which `solve` lists them.
    """

    kind: Kind
    names: tuple[str, ...]

    @property
    def text(self) -> str:
        """The goal as words that `read_goal` accepts."""
        lead = {"status": (), "conflict": ("conflict",), "alternative": ("alternative",)}.get(self.kind, (self.kind,))
        rest = (lettered(int(self.names[0])), *self.names[1:]) if self.kind == "alternative" else self.names
        return " ".join((*lead, *rest))


def read_goal(words: str, vocabulary: Vocabulary, knowledge: Knowledge) -> Goal:
    """A goal from words: one of `FORMS`; statements with or without their source; `action x`, ... where a name means several.

    Raises:
        GuidelineError: the words are no goal of this pack; the closest names are named.
    """
    match words.split():
        case [name]:
            found = _named(name, vocabulary, knowledge)
        case ["conflict", one, other]:
            found = Goal("conflict", _two(find(one, knowledge).name, find(other, knowledge).name))
        case ["conflict", *_]:
            hint = "name two statements: `conflict STATEMENT STATEMENT`"
            raise GuidelineError(Problem("unknown-goal", f"{quoted(words)} does not name two statements", hint=hint))
        case ["alternative", number, *subject] if _LETTER.fullmatch(number) and len(subject) <= 1:
            found = Goal("alternative", (str(_counted(number)), *[_action(a, vocabulary) for a in subject]))
        case ["action", name]:
            found = Goal("action", (_action(name, vocabulary),))
        case ["statement", name]:
            found = Goal("statement", (find(name, knowledge).name,))
        case ["context", name]:
            found = Goal("context", (_known("context", name, knowledge.contexts),))
        case ["source", name]:
            found = Goal("source", (_known("source", name, knowledge.sources),))
        case [status, name] if status != "alternative":
            found = Goal("status", (_known("status", status, STATUSES), _action(name, vocabulary)))
        case _:
            raise GuidelineError(
                Problem("unknown-goal", f"{quoted(words)} is nothing to ask about", hint=f"write one of {'; '.join(FORMS)}")
            )
    return found


def names(vocabulary: Vocabulary, knowledge: Knowledge) -> tuple[str, ...]:
    """All single names that can be asked about, sorted: for completion in a shell."""
    return tuple(sorted({*vocabulary.actions, *knowledge.sources, *knowledge.contexts, *(s.id for s in knowledge.statements.values())}))


def conclusions(goal: Goal, answer: Answer, knowledge: Knowledge) -> tuple[Conclusion, ...]:
    """What a goal comes to in an answer, as atoms that hold there or could hold.

    An action: the status that it has; without one, none. A source: its contexts. A conflict: all conflicts between the two statements.
    An alternative: its stances.

    Raises:
        GuidelineError: the answer has no such alternative.
    """
    match goal.kind, goal.names:
        case "action", (action,):
            found: tuple[Conclusion, ...] = (("status", action, answer.status[action]),) if action in answer.status else ()
        case "conflict", (one, other):
            found = tuple(
                ("conflict", c.kind, c.statements[0], c.actions[0], c.statements[1], c.actions[1])
                for c in answer.conflicts
                if set(c.statements) == {one, other}
            )
        case "alternative", _:
            decision, index = place_of(goal, answer)
            found = tuple(("stance", *s.key) for s in answer.decisions[decision].alternatives[index].stances)
        case _:
            found = whatever(goal, knowledge)
    return found


def whatever(goal: Goal, knowledge: Knowledge) -> tuple[Conclusion, ...]:
    """What a goal comes to whatever the answer: of a source, its contexts; of what needs the answer, nothing."""
    found: tuple[Conclusion, ...] = ()
    match goal.kind, goal.names:
        case "status", (status, action):
            found = (("status", action, status),)
        case "statement", (name,):
            found = (("in_force", name),)
        case "context", (name,):
            found = (("scope", name),)
        case "source", (name,):
            found = tuple(("scope", c.name) for c in sorted(knowledge.contexts.values(), key=lambda c: c.name) if c.source == name)
    return found


def place_of(goal: Goal, answer: Answer) -> tuple[int, int]:
    """Where an alternative stands: which decision and which of its alternatives, both counted from 0.

    Raises:
        GuidelineError: the answer has no such alternative, or several decisions do.
    """
    number = int(goal.names[0])
    about = goal.names[1] if len(goal.names) > 1 else ""
    subjects = [d.subject.split(PAIR) for d in answer.decisions]
    fitting = [i for i, names in enumerate(subjects) if not about or about in names]
    if not fitting:
        fitting = [i for i, d in enumerate(answer.decisions) if any(about in (*a.actions, *a.avoids) for a in d.alternatives)]
    if not fitting:
        hint = f"the decisions are about {' and '.join(names[0] for names in subjects)}" if subjects else None
        raise GuidelineError(
            Problem("no-decision", f"there is no decision{f' about {quoted(about)}' if about else ''} in this answer", hint=hint)
        )
    held = [len(answer.decisions[i].alternatives) for i in fitting]
    if not 1 <= number <= max(held):
        last = " and ".join(dict.fromkeys(f"A to {lettered(n)}" if n > 1 else "A alone" for n in held))
        hint = f"the decision has {last}" if len(held) == 1 else f"the decisions have {last}"
        raise GuidelineError(Problem("no-alternative", f"there is no alternative {lettered(number)}", hint=hint))
    # Where one decision alone has so many, it is meant.
    fitting = [i for i, n in zip(fitting, held, strict=True) if number <= n]
    if len(fitting) > 1:
        ways = " or ".join(f"`alternative {lettered(number)} {subjects[i][0]}`" for i in fitting)
        raise GuidelineError(Problem("ambiguous-goal", f"{quoted(goal.text)} may mean {len(fitting)} decisions", hint=f"write {ways}"))
    return fitting[0], number - 1


def _two(one: str, other: str) -> tuple[str, str]:
    """The two statements of a conflict."""
    if one == other:
        hint = "name two statements: `conflict STATEMENT STATEMENT`"
        raise GuidelineError(Problem("same-statement", f"{quoted(one)} does not collide with itself", hint=hint))
    return one, other


def lettered(number: int) -> str:
    """The letters by which an alternative is named, counted from 1: A to Z, AA to ZZ; past these the number itself."""
    first, last = divmod(number - 1, 26)
    if not 1 <= number <= 26 * 27:
        return str(number)
    return (chr(ord("A") + first - 1) if first else "") + chr(ord("A") + last)


def _counted(number: str) -> int:
    """`B` and `2` are the second."""
    if number.isdecimal():
        return int(number)
    found = 0
    for letter in number:
        found = found * 26 + ord(letter) - ord("A") + 1
    return found


def _named(name: str, vocabulary: Vocabulary, knowledge: Knowledge) -> Goal:
    statement = knowledge.statements.get(name.rpartition(".")[2])
    held = statement is not None and name in {statement.name, statement.id}
    found: list[Kind] = []
    found += ["action"] if name in vocabulary.actions else []
    found += ["statement"] if held else []
    found += ["context"] if name in knowledge.contexts else []
    found += ["source"] if name in knowledge.sources else []
    if len(found) > 1:
        ways = " or ".join(f"`{kind} {name}`" for kind in found)
        raise GuidelineError(Problem("ambiguous-goal", f"{quoted(name)} is the name of {len(found)} things", hint=f"write {ways}"))
    if not found:
        known = {*names(vocabulary, knowledge), *knowledge.statements}
        hint = closest(name, known) or f"write one of {'; '.join(FORMS)}"
        raise GuidelineError(Problem("unknown-goal", f"the pack has no action, statement, context or source {quoted(name)}", hint=hint))
    return Goal(found[0], (statement.name,) if statement and found[0] == "statement" else (name,))


def _action(name: str, vocabulary: Vocabulary) -> str:
    if name not in vocabulary.actions:
        hint = closest(name, vocabulary.actions) or "see `guideline vocabulary`"
        raise GuidelineError(Problem("unknown-action", f"unknown action {quoted(name)}", hint=hint))
    return name


def _known(what: str, name: str, known: Collection[str]) -> str:
    if name not in known:
        hint = closest(name, known) or f"there are {', '.join(sorted(known))}"
        raise GuidelineError(Problem(f"unknown-{what}", f"unknown {what} {quoted(name)}", hint=hint))
    return name
