"""Tells what was assumed and what to ask next, and words the questions of a walk."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from explain.render import phrase
from explain.telling import Length, Line, Passage, Telling
from explain.views.terms import Terms
from explain.views.values import Condition, Known
from guideline.answer import Answer
from guideline.asking.questions import Inquiry, Question, Reply
from guideline.asking.walk import Step
from guideline.left_open.measure import Changes
from guideline.model import Case, Finding
from guideline.pack import Pack

BOOK = "asking"
SHOWN = 5
"""So many questions are told in short, and so many findings in one line."""
CHANGES = 8
"""So many changes of status are told after an answer; more are counted."""
PLACES = 2
"""So many statements stand below a question in short; the full length has all."""

BACKS: Mapping[str, frozenset[str]] = {
    "settled_for": frozenset({"for"}),
    "option": frozenset({"for"}),
    "contested": frozenset({"for", "against"}),
    "settled_against": frozenset({"against"}),
    "withheld": frozenset({"needs"}),
    "open": frozenset({"needs"}),
}
"""What a statement has to say of an action to back a status: a word, or a criterion."""


@dataclass(frozen=True, slots=True)
class Change:
    """A status that several actions come to: pairs of an action and its status before."""

    new: str
    actions: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class ReplyView:
    """One answer with what it does; `spares` counts the questions that fall away."""

    conditions: tuple[Condition, ...]
    possible: bool
    changes: tuple[Change, ...]
    chooses: bool
    spares: int


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a choice."""

    label: str


def tell_asking(inquiry: Inquiry, terms: Terms, length: Length) -> Telling:
    """What was assumed, and what to ask next.

    Args:
        inquiry: of the same case, with as many questions in detail as are to be told (`SHOWN` but for the full length).
        terms: labels of an answer with `assumed`.
        length: a line each; the first questions with what each answer does; all of them, with every statement.
    """
    return tell_assumed(terms, length) + tell_questions(inquiry, terms, length)


def tell_assumed(terms: Terms, length: Length) -> Telling:
    """The findings that the answer takes for absent without a record, critical ones first; those of the same statements together."""
    known = terms.vocabulary.findings
    rows = sorted(terms.answer.assumed, key=lambda row: (not known[row[0]].critical, terms.label(row[0]), row[0]))
    lines: list[Line] = []
    if not rows:
        lines = [Line(_say("nothing_assumed"))]
    elif length == "line":
        labels = [terms.label(f) for f, _ in rows]
        lines = [Line(_say("assumed_in_a_line", labels[:SHOWN], max(0, len(labels) - SHOWN)))]
    else:
        groups: dict[tuple[bool, tuple[str, ...]], list[str]] = {}
        for finding, names in rows:
            groups.setdefault((known[finding].critical, names), []).append(terms.label(finding))
        for (critical, names), labels in groups.items():
            few = len(names) <= PLACES
            lines.append(Line(_say("assumed", labels, critical, len(names)), place="" if few else _sources(names, terms)))
            lines += _statements(names if few or length == "full" else (), terms)
    return (Passage(_say("heading", "assumed" if rows else "none"), tuple(lines)),)


def _sources(names: Sequence[str], terms: Terms) -> str:
    """How many of the statements stand in which source."""
    count: dict[str, int] = {}
    for name in names:
        source = terms.knowledge.statements[name].source
        count[source] = count.get(source, 0) + 1
    return _say("sources", sorted(count.items()))


def tell_questions(inquiry: Inquiry, terms: Terms, length: Length) -> Telling:
    """The questions whose answers can still change a decision, the most decisive first."""
    head = _say("heading", "ask")
    if not inquiry.order:
        return (Passage(head, (Line(_say("nothing_to_ask")),)),)
    if length == "line":
        finding = terms.vocabulary.findings[inquiry.order[0]]
        words = _say("question", finding.label, finding.question)
        return (Passage(head, (Line(_say("asked_in_a_line", words, len(inquiry.order) - 1)),)),)
    told = inquiry.questions if length == "full" else inquiry.questions[:SHOWN]
    lines = [line for question in told for line in question_lines(question, terms, full=length == "full")]
    urgent = [f for f in inquiry.urgent if f not in {q.finding for q in told}]
    if urgent:
        lines.append(Line(_say("also_urgent", terms.labels(urgent)), tone="warn"))
    left = len(inquiry.order) - len(told) - len(urgent)
    if left:
        lines.append(Line(_say("more", left), tone="dim"))
    return (Passage(head, tuple(lines), _say("stage", inquiry.stage, len(inquiry.open))),)


def question_lines(question: Question, terms: Terms, *, full: bool) -> Iterator[Line]:
    """A question, what each answer does, and the statements that rest on it."""
    finding = terms.vocabulary.findings[question.finding]
    yield Line(_say("asked", finding.label, finding.question, finding.critical), tone="warn" if question.first else "bold")
    yield from reply_lines(question, terms, full=full)
    yield from why_lines(question, terms, full=full)


def reply_lines(question: Question, terms: Terms, *, full: bool) -> Iterator[Line]:
    """What each answer does."""
    for reply in question.replies:
        yield Line(_say("reply", _reply(reply, terms), 99 if full else 3), 1)
    if question.together:
        yield Line(_say("together", terms.tests(question.together)), 1)


def why_lines(question: Question, terms: Terms, *, full: bool) -> Iterator[Line]:
    """The statements and contexts that rest on a finding, each with its place; first those that speak of what the answers change."""
    names = _decisive(question, terms)
    if names:
        yield Line(_say("rests_on_it"), 1)
        yield from _statements(names if full else names[:PLACES], terms, 2)
    for name in question.contexts if full or not names else ():
        context = terms.knowledge.contexts[name]
        yield Line(_say("context", context.label), 1, context.source)


def prompt(question: Question, number: int, left: int, terms: Terms, recorded: str) -> str:
    """The words that ask a question in a walk."""
    finding = terms.vocabulary.findings[question.finding]
    return _say("prompt", number, left, _say("question", finding.label, finding.question), form(finding, terms), recorded)


def form(finding: Finding, terms: Terms) -> str:
    """How a question is answered."""
    labels = terms.vocabulary.choice_labels
    choices = [Choice(labels.get((finding.name, c), c.replace("_", " "))) for c in finding.choices]
    return _say("form", finding.kind, choices, finding.unit)


def told(step: Step, terms: Terms, *, most: int = SHOWN) -> Iterator[Line]:
    """What an answer did: what it changed, what it settled, and how many questions fell away."""
    yield Line(_say("noted", terms.label(step.question.finding), _known(step, terms)), tone="bold")
    for action, old, new in step.changes[:CHANGES]:
        yield Line(_say("change", terms.label(action), old, new), 1)
    if len(step.changes) > CHANGES:
        yield Line(_say("changes_more", len(step.changes) - CHANGES), 1)
    changed = {a for a, _, _ in step.changes}
    settled = [(a, w) for a, w in step.settled if a not in changed and w != "not_addressed"]
    for action, word in settled[:most] if len(settled) <= most else ():
        yield Line(_say("settled", terms.label(action), word), 1, tone="good")
    if len(settled) > most:
        yield Line(_say("settled_many", len(settled)), 1, tone="good")
    if step.needless:
        yield Line(_say("needless", len(step.needless)), 1, tone="dim")
    if step.recorded is None:
        yield Line(_say("skipped"), 1, tone="dim")
    elif not (step.changes or settled or step.needless):
        yield Line(_say("nothing_yet"), 1, tone="dim")


def terms_of(case: Case, answer: Answer, pack: Pack) -> Terms:
    """Labels for a walk: of an answer, with what a case has come to record since."""
    with pack.seats.borrow() as seat:
        return Terms(replace(answer, case=case), pack.vocabulary, pack.knowledge, seat.tables.members)


def say(name: str, *values: object) -> str:
    """A phrase of the walk."""
    return _say(name, *values)


def _reply(reply: Reply, terms: Terms) -> ReplyView:
    return ReplyView(terms.tests(reply.tests), reply.possible, _changes(reply.changes, terms), reply.chooses, len(reply.spares))


def _changes(changes: Changes, terms: Terms) -> tuple[Change, ...]:
    by_new: dict[str, list[tuple[str, str]]] = {}
    for action, old, new in changes:
        by_new.setdefault(new, []).append((terms.label(action), old))
    return tuple(Change(new, tuple(sorted(rows))) for new, rows in sorted(by_new.items()))


def _known(step: Step, terms: Terms) -> Known | None:
    return terms.value(step.recorded) if step.recorded else None


def _decisive(question: Question, terms: Terms) -> list[str]:
    """The statements that rest on a finding, first those that back most of the statuses that an answer changes.

    What is in force backs a status that goes, what is not one that comes. A context that rests on the finding decides for the statements
    that speak inside it; of these only such are told.
    """
    known, scopes = terms.knowledge.statements, frozenset(question.contexts)
    through = [s.name for s in known.values() if s.name not in question.statements and not scopes.isdisjoint(s.within)]
    backed = {s: _backed(s, question, terms) for s in (*question.statements, *through)}
    rows = [s for s in backed if backed[s] or s in question.statements]
    return sorted(rows, key=lambda s: -backed[s])


def _backed(statement: str, question: Question, terms: Terms) -> int:
    said = terms.knowledge.statements[statement]
    words = {*said.leans, *(("needs", a) for a, _ in said.needs)}
    now = statement in terms.answer.in_force
    turned = {(a, old if now else new) for reply in question.replies for a, old, new in reply.changes}
    return sum(any((word, a) in words for word in BACKS.get(status, ())) for a, status in turned)


def _statements(names: Sequence[str], terms: Terms, depth: int = 1) -> Iterator[Line]:
    for cite in map(terms.cite, names):
        yield Line(_say("rests", cite.says), depth, f"{cite.id}, {cite.locator}" if cite.locator else cite.id)


def _say(name: str, *values: object) -> str:
    return phrase(name, *values, book=BOOK)
