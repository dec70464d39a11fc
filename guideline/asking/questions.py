"""What to ask next: the unrecorded findings whose answers can still change a decision, the most decisive first.

What counts as a change, when a finding is asked, and what "most decisive" means is defined in `docs/semantics.md`, section Questions.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from guideline.asking.choices import Choices
from guideline.left_open.measure import Alone, Changes, Tried
from guideline.left_open.open_part import OpenPart, narrowed
from guideline.left_open.order import ordered, parting, urgent
from guideline.left_open.replies import answers
from guideline.left_open.solving import Pairs, Search
from guideline.marks import free_tests
from guideline.model import Case, Test
from guideline.pack import Pack, Seat

Stage = Literal["record", "status", "choice", "settled"]


@dataclass(frozen=True, slots=True)
class Reply:
    """One answer to a question, all else as recorded.

    Attributes:
        tests: that it decides.
        possible: False where the record with it breaks an axiom until more is answered.
        changes: of status.
        chooses: whether it changes no status, but the alternatives of a decision or their order.
        spares: the other questions that it makes needless.
    """

    tests: tuple[Test, ...]
    possible: bool
    changes: Changes
    chooses: bool
    spares: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """A finding to ask for.

    Attributes:
        finding: its name.
        first: whether it is critical, and critical findings alone can turn a status with it; such questions come before all others.
        replies: each answer that the record allows, with what it does.
        spares: how many other questions an answer makes needless, on average over the answers.
        spared: how many other questions have answers that make this one needless, each counted with the share of such answers.
        together: where no answer to this question alone changes anything: answers to others beside which one does.
        statements: the statements whose condition or criterion rests on it, in order of the documents.
        contexts: the contexts whose scope rests on it.
    """

    finding: str
    first: bool
    replies: tuple[Reply, ...]
    spares: Fraction
    spared: Fraction
    together: tuple[Test, ...]
    statements: tuple[str, ...]
    contexts: tuple[str, ...]

    @property
    def weight(self) -> int:
        """How many changes of status its answers bring by themselves, taken together; the measure among those that come first."""
        return sum(len(reply.changes) for reply in self.replies)

    @property
    def gain(self) -> Fraction:
        """The questions that it spares, less those that spare it; the measure among the others."""
        return self.spares - self.spared


@dataclass(frozen=True, slots=True)
class Inquiry:
    """What is left to ask.

    Attributes:
        stage: `status` while some answers can change a status; then `choice` while some can change the alternatives of a decision or their
            order; then `settled`. Before all that `record` where the record breaks an axiom until more is answered.
        order: the findings to ask for, the most decisive first (`guideline.left_open.order`). Empty if and only if nothing that is answered
            can change a decision.
        questions: the first of them in detail.
        open: the actions whose status some answers change.
        status: the status of each action as recorded.
        urgent: those at the head of the order that come before all others.
    """

    stage: Stage
    order: tuple[str, ...]
    questions: tuple[Question, ...]
    open: tuple[str, ...]
    status: Mapping[str, str]
    urgent: tuple[str, ...] = ()


def inquire(
    case: Case,
    pack: Pack,
    *,
    without: Sequence[str] = (),
    policy: Sequence[str] = (),
    unknown: Collection[str] = (),
    detailed: int | Collection[str] | None = None,
) -> Inquiry:
    """What to ask for a case.

    Args:
        case: read with this pack. It need not be possible by itself, but with some further answers.
        pack: that answers it.
        without: statements that are switched off, as `Answer.without` has them.
        policy: sources in a site's order of trust, as `Answer.policy` has them.
        unknown: findings that nobody can answer; they stay unrecorded.
        detailed: how many questions are told in detail, or which; None for all.
    """
    with pack.seats.borrow() as seat:
        return _Asker(case, pack, seat, tuple(without), tuple(policy), frozenset(unknown)).inquiry(detailed)


class _Asker:
    def __init__(
        self, case: Case, pack: Pack, seat: Seat, without: tuple[str, ...], policy: tuple[str, ...], unknown: frozenset[str]
    ) -> None:
        self._case, self._pack, self._seat, self._without, self._policy = case, pack, seat, without, policy
        self._findings = pack.vocabulary.findings
        self._program = seat.session.program
        free = free_tests(case, (f for f in self._findings.values() if f.name not in unknown))
        self._free = frozenset(t for t in free if t in self._program.given)
        self._choices = Choices(case, pack, seat, without, policy)
        self._pairs: Pairs | None = None
        self._uses: dict[int, list[int]] = {}

    def inquiry(self, detailed: int | Collection[str] | None) -> Inquiry:
        seat = self._seat
        seat.session.set(self._case.tests, self._without)
        solution = seat.session.solve()
        if solution is None:
            names = self._unbroken()
            none = Fraction(0)
            plain = tuple(Question(f, True, (), none, none, (), (), ()) for f in _chosen(names, detailed))
            return Inquiry("record", names, plain, (), {})
        status = {row[0]: row[1] for row in solution.shown.get("status", ())}
        part, search, turned = self._turned(lambda name, _: name == "status")
        actions = tuple(sorted({self._program.atoms[r].args[0] for r in turned}))
        stage: Stage = "status"
        asked = parting(part, turned) if turned else ()
        if not turned:
            stage = "choice"
            part, search, turned = self._turned(self._choices.bears)
            asked = self._choices.asked(part, search, turned) if turned else ()
        if not asked:
            return Inquiry("settled", (), (), (), status)
        return self._ordered(stage, part, search, asked, actions, status, detailed)

    def _part(self, free: Iterable[Test], results: Collection[int]) -> OpenPart:
        return self._seat.reading.open_part(self._case.tests, self._without, free, results)

    def _turned(self, which: Callable[[str, tuple[str, ...]], bool]) -> tuple[OpenPart, Search, frozenset[int]]:
        """The open part below the results that some answers turn, a search in it, and these results."""
        results = [n for n, a in self._program.atoms.items() if which(a.name, a.args)]
        part = self._part(self._free, results)
        search = Search(part)
        turned = (search.open_results() or frozenset()) if part.results else frozenset()
        if len(turned) < len(part.results):
            part = narrowed(part, self._free, turned)
            search = Search(part)
        return part, search, turned

    def _unbroken(self) -> tuple[str, ...]:
        """The findings that a broken axiom waits for; none where no answers can mend it."""
        session = self._seat.session
        session.set(self._case.tests, self._without, self._free)
        if session.solve() is None:
            return ()
        session.set(self._case.tests, self._without, (), [*self._pack.knowledge.axioms, "records"])
        broken = [n for n, a in self._program.atoms.items() if a.name in {"axiom", "clash"}]
        solution = session.solve(broken)
        session.set(())
        names = self._part(self._free, solution.true if solution else ()).findings
        return tuple(sorted(names, key=lambda f: (not self._findings[f].critical, f)))

    def _ordered(
        self,
        stage: Stage,
        part: OpenPart,
        search: Search,
        asked: tuple[str, ...],
        actions: tuple[str, ...],
        status: Mapping[str, str],
        detailed: int | Collection[str] | None,
    ) -> Inquiry:
        replies = {f: answers(self._findings[f], self._case, self._seat.compared) for f in asked}
        tried, alone = Tried(part, replies), Alone(part, self._seat.statuses, replies)
        critical = stage == "status" and any(self._findings[f].critical for f in asked)
        first = urgent(part, lambda f: self._findings[f].critical) & frozenset(asked) if critical else frozenset()
        order = ordered(asked, first, alone, tried.gain)
        questions = [self._question(f, stage, part, search, tried, alone, first) for f in _chosen(order, detailed)]
        return Inquiry(stage, order, tuple(questions), actions, status, order[: len(first)])

    def _question(
        self,
        finding: str,
        stage: Stage,
        part: OpenPart,
        search: Search,
        tried: Tried,
        alone: Alone,
        first: frozenset[str],
    ) -> Question:
        replies = []
        for i, tests in tried.allowed(finding):
            changes = alone.changes(tests)
            chooses = changes == () and self._choices.change(frozenset(tests))
            replies.append(Reply(tests, changes is not None, changes or (), chooses, tried.needless(i, finding)))
        unmoved = not any(r.changes or r.chooses for r in replies)
        statements, contexts = self._where(finding, part)
        return Question(
            finding=finding,
            first=finding in first,
            replies=tuple(replies),
            spares=tried.spares(finding),
            spared=tried.spared(finding),
            together=self._together(finding, part, search) if unmoved and stage == "status" else (),
            statements=statements,
            contexts=contexts,
        )

    def _together(self, finding: str, part: OpenPart, search: Search) -> tuple[Test, ...]:
        """Answers to other findings, none of which can be left out, beside which an answer to this one changes a status."""
        if self._pairs is None:
            self._pairs = Pairs(part, part.results)
        for one, other in self._pairs.of(finding, 1):
            mine, theirs = ([t for t in r if t.subject == finding] for r in (one, other))
            kept = frozenset(t for t in one if t.subject != finding)
            for name in sorted({t.subject for t in kept}, key=lambda f: (self._findings[f].critical, f)):
                less = frozenset(t for t in kept if t.subject != name)
                results = search.possible(less.union(mine)), search.possible(less.union(theirs))
                if None not in results and results[0] != results[1]:
                    kept = less
            return tuple(sorted(kept))
        return ()

    def _where(self, finding: str, part: OpenPart) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The statements and the contexts that rest on a finding, not by way of other statements."""
        if not self._uses:
            for head, bodies in part.rules.items():
                for atom in {abs(x) for body in bodies for x in body} if head in part.cone else ():
                    self._uses.setdefault(atom, []).append(head)
        todo = [n for n, t in part.free.items() if t.subject == finding]
        seen = set(todo)
        found: dict[str, set[str]] = {"applies": set(), "stance": set(), "scope": set()}
        while todo:
            for head in self._uses.get(todo.pop(), ()):
                if head not in seen:
                    seen.add(head)
                    known_as = self._program.atoms.get(head)
                    if known_as is not None and known_as.name in found:
                        found[known_as.name].add(known_as.args[0])
                    else:
                        todo.append(head)
        known = self._pack.knowledge.statements
        statements = sorted(found["applies"] | found["stance"], key=lambda s: (known[s].source, known[s].place, s))
        return tuple(statements), tuple(sorted(found["scope"]))


def _chosen(order: tuple[str, ...], detailed: int | Collection[str] | None) -> tuple[str, ...]:
    if isinstance(detailed, Collection):
        return tuple(f for f in order if f in detailed)
    return order if detailed is None else order[:detailed]
