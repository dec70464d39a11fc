"""Why something is as it is: who says so, for which patients, on which of this patient's findings; plain values, no wording."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from explain.justification.justify import Justification
from explain.views.asked_with import AskedWith, asked_with
from explain.views.choices import DecisionView
from explain.views.deciding import decision
from explain.views.disputes import line, pair
from explain.views.exclusions import ruled_out
from explain.views.kinds import KindRow, addressed
from explain.views.opposed import LineView, PairView
from explain.views.standings import only_reached
from explain.views.terms import Terms
from explain.views.values import Answers, ExcludedRow
from explain.why.basis import Reader
from explain.why.grounds import Basis, Ground, ScopeBasis
from guideline.goal import Conclusion, Goal, place_of


@dataclass(frozen=True, slots=True)
class Why:
    """The reasons of one goal that holds.

    Attributes:
        goal: as asked.
        label: of the action, statement, context or source.
        status: of the action, or of the answer to the question: in_force, inside, outside, conflict, alternative.
        bases: the statements behind it.
        lines: the disagreements on it, with the camps.
        pairs: what is opposed there.
        scopes: the contexts in question.
        ruled_out: what the case rules out that the action is, or is a kind of, and why; None where it rules nothing of it out.
        ruled_out_on: what is recorded that implies so, where the case does not say it itself.
        offered: whether all that are for the action only offer it, as one way among others.
        reported: of a statement, whether it only reports.
        kinds: of a class that nothing is said of, the kinds that are addressed.
        beside: of an action that nothing is said of, what asks for it before or with another one.
        kind_of: the contested class whose ban reaches the action, or nothing.
        decision: the decision that an alternative belongs to.
        falls: answers to unrecorded critical findings under which it would be otherwise.
        roots: ids of the conclusions in the justification.
        reasons: the justification.
    """

    goal: Goal
    label: str
    status: str
    bases: tuple[Basis, ...]
    lines: tuple[LineView, ...]
    pairs: tuple[PairView, ...]
    scopes: tuple[ScopeBasis, ...]
    ruled_out: ExcludedRow | None
    roots: tuple[str, ...]
    reasons: Justification
    decision: DecisionView | None = None
    falls: Answers = ()
    kind_of: str = ""
    ruled_out_on: tuple[Ground, ...] = ()
    offered: bool = False
    reported: bool = False
    kinds: tuple[KindRow, ...] = ()
    beside: tuple[AskedWith, ...] = ()


def why(goal: Goal, held: tuple[Conclusion, ...], reader: Reader) -> Why:
    """The reasons of a goal.

    Args:
        goal: as asked.
        held: what it comes to in the answer, from `guideline.goal.conclusions`.
        reader: of the answer and of a justification of at least `held`.
    """
    return _MADE[goal.kind](goal, held, reader.terms, reader, reader.reasons)


Made = Callable[[Goal, tuple[Conclusion, ...], Terms, Reader, Justification], Why]


def _action(goal: Goal, held: tuple[Conclusion, ...], terms: Terms, reader: Reader, reasons: Justification) -> Why:
    action, answer = goal.names[-1], terms.answer
    status = answer.status.get(action, "not_addressed")
    # A ban on a class reaches its kinds; of a kind that nobody names, all that is said of its classes is to be told.
    reached = {action, *terms.above(action)} if status in {"settled_against", "excluded", "not_addressed"} else {action}
    words = {"against"} if status != "not_addressed" else None
    speaking = {s.statement: None for s in answer.stances if s.action == action or (s.action in reached and (not words or s.word in words))}
    # Sources that name different agents disagree on a purpose, which is no action.
    opposed = tuple(
        [c for c in answer.conflicts if action in c.actions or (c.kind == "agent" and not speaking.keys().isdisjoint(c.statements))]
    )
    speaking |= {s: None for c in opposed for s in c.statements}
    others = {a for c in opposed for a in c.actions}
    agents = {s for c in opposed if c.kind == "agent" for s in c.statements}
    others |= {s.action for s in answer.stances if s.statement in agents and s.word == "for"}
    speaking |= dict.fromkeys(reader.mentioning.get(action, ()))
    offered = answer.only_offered(action, terms.knowledge.statements)
    contested = only_reached(action, terms) if status == "settled_against" else ""
    return Why(
        goal=goal,
        label=terms.label(action),
        status=status,
        bases=tuple([reader.basis(s, reached | others, reached) for s in _ordered(speaking, terms)]),
        lines=tuple([line(x, terms) for x in answer.lines if not set(x.pairs).isdisjoint(opposed)]),
        pairs=tuple([pair(c, terms) for c in opposed]),
        scopes=(),
        ruled_out=ruled_out(action, terms) if status == "excluded" else None,
        roots=_roots(held, reasons),
        reasons=reasons,
        falls=terms.answers(answer.mark("status", action, status).provisional_on),
        kind_of=terms.label(contested) if contested else "",
        ruled_out_on=tuple([g for g in reader.grounds(f"unsuitable({action})") if g.condition.kind != "unsuitable"]),
        offered=offered,
        kinds=addressed(action, terms) if status == "not_addressed" else (),
        beside=asked_with(action, terms),
    )


def _ordered(names: Iterable[str], terms: Terms) -> list[str]:
    """By source, then in the order of the document."""
    known = terms.knowledge.statements
    return sorted(names, key=lambda s: (known[s].source, known[s].place, s))


def _statement(goal: Goal, held: tuple[Conclusion, ...], terms: Terms, reader: Reader, reasons: Justification) -> Why:
    name = goal.names[0]
    inside = name in terms.answer.in_force
    return Why(
        goal=goal,
        label=terms.cite(name).says,
        status="in_force" if inside else "not_in_force",
        bases=(reader.basis(name, ()),) if inside else (),
        lines=(),
        pairs=tuple([pair(c, terms) for c in terms.answer.conflicts if name in c.statements]),
        scopes=tuple([reader.scope(c) for c in terms.knowledge.statements[name].within]),
        ruled_out=None,
        roots=_roots(held, reasons),
        reasons=reasons,
        falls=terms.answers(terms.answer.mark("in_force", name).provisional_on),
        reported=bool(terms.knowledge.statements[name].reports) and not terms.knowledge.statements[name].decides,
    )


def _context(goal: Goal, held: tuple[Conclusion, ...], terms: Terms, reader: Reader, reasons: Justification) -> Why:
    scopes = tuple([reader.scope(c[1]) for c in held])
    source = terms.knowledge.sources.get(goal.names[0])
    label = source.title if goal.kind == "source" and source else terms.knowledge.contexts[goal.names[0]].label
    status = "inside" if any(s.inside for s in scopes) or not scopes else "outside"
    return Why(goal, label, status, (), (), (), scopes, None, _roots(held, reasons), reasons)


def _conflict(goal: Goal, held: tuple[Conclusion, ...], terms: Terms, reader: Reader, reasons: Justification) -> Why:
    between = [c for c in terms.answer.conflicts if set(c.statements) == set(goal.names)]
    actions = {a for c in between for a in c.actions}
    return Why(
        goal=goal,
        label="; ".join(terms.cite(s).says for s in goal.names),
        status="conflict" if between else "no_conflict",
        bases=tuple([reader.basis(s, actions) for s in goal.names if s in terms.answer.in_force]),
        lines=(),
        pairs=tuple([pair(c, terms) for c in between]),
        scopes=(),
        ruled_out=None,
        roots=_roots(held, reasons),
        reasons=reasons,
    )


def _alternative(goal: Goal, held: tuple[Conclusion, ...], terms: Terms, reader: Reader, reasons: Justification) -> Why:
    speaking = {c[1]: None for c in held}
    actions = {c[3] for c in held}
    place, index = place_of(goal, terms.answer)
    made = decision(terms.answer.decisions[place], terms)
    alone = {s.cite.name for s in made.alternatives[index].follows}
    return Why(
        goal=goal,
        label=made.alternatives[index].letter,
        status="alternative",
        bases=tuple([reader.basis(s, actions) for s in _ordered(speaking, terms) if s in alone or not alone]),
        lines=(),
        pairs=(),
        scopes=(),
        ruled_out=None,
        roots=_roots(held, reasons),
        reasons=reasons,
        decision=made,
    )


def _roots(held: tuple[Conclusion, ...], reasons: Justification) -> tuple[str, ...]:
    found = []
    for c in held:
        row = f"{c[0]}({','.join(c[1:])})"
        found += [x for x in (row, f"not {row}") if x in reasons.nodes]
    return tuple(found)


_MADE: dict[str, Made] = {
    "action": _action,
    "status": _action,
    "statement": _statement,
    "context": _context,
    "source": _context,
    "conflict": _conflict,
    "alternative": _alternative,
}
