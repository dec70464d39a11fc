"""An answer against what its case expects: each difference with its place and in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from guideline.answer import Answer, Conflict
from guideline.errors import Place
from guideline.expectations.expectation import CampWanted, Expectation, MarkWanted, PairWanted, SettledWanted
from guideline.model import Knowledge
from guideline.shapes import Path
from guideline.trial.absence import why_not
from guideline.trial.verdicts import shortcomings


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that is not as expected.

    Attributes:
        key: the key of the expectation, with its parts: `actions.walking`.
        expected: the expected value or name.
        found: what the answer has in its place; empty for nothing.
        words: the whole in one line; it starts lower case and has no full stop.
        place: where the expectation stands.
    """

    key: str
    expected: str
    found: str
    words: str
    place: Place | None = None


def compare(answer: Answer, expectation: Expectation, knowledge: Knowledge) -> list[Difference]:
    """Every difference, in the order of the keys.

    Args:
        answer: solved with marks and inquiry where the expectation needs them (`needs_marks`, `needs_inquiry`).
        expectation: of the same case.
        knowledge: of the pack.
    """
    seen = _Comparison(answer, expectation, knowledge)
    return [
        *seen.contexts(),
        *seen.force(),
        *seen.silences(),
        *seen.actions(),
        *seen.conflicts(),
        *seen.settled(),
        *seen.camps(),
        *seen.marks(),
        *seen.questions(),
        *seen.favours(),
        *seen.verdicts(),
    ]


class _Comparison:
    def __init__(self, answer: Answer, expectation: Expectation, knowledge: Knowledge) -> None:
        self._answer = answer
        self._wanted = expectation
        self._knowledge = knowledge
        self._in_force = frozenset(answer.in_force)

    def _difference(self, path: Path, expected: str, found: str, words: str, key: str = "") -> Difference:
        name = key or ".".join(str(step) for step in path if isinstance(step, str))
        return Difference(name, expected, found, words, self._wanted.place(path))

    def contexts(self) -> Iterator[Difference]:
        results = {c.context: c for c in self._answer.contexts}

        def told(context: str) -> str:
            result = results[context]
            return "in scope" if result.in_scope else f"out of scope ({', '.join(result.reasons) or 'not entered'})"

        for number, context in enumerate(self._wanted.in_scope):
            if not results[context].in_scope:
                words = f"context {context}: expected in scope, found {told(context)}"
                yield self._difference(("in_scope", number), context, told(context), words)
        for context, reason in self._wanted.out_of_scope:
            result = results[context]
            if result.in_scope or (reason and reason not in result.reasons):
                expected = f"out of scope ({reason})" if reason else "out of scope"
                words = f"context {context}: expected {expected}, found {told(context)}"
                yield self._difference(("out_of_scope", context), expected, told(context), words)

    def force(self) -> Iterator[Difference]:
        for number, name in enumerate(self._wanted.in_force):
            if name not in self._in_force:
                why = why_not(name, self._answer, self._knowledge)
                yield self._difference(("in_force", number), name, why, f"in force: missing {name} ({why})")
        for path, names in ((("not_in_force",), self._wanted.not_in_force), (("forbid", "in_force"), self._wanted.barred_in_force)):
            for number, name in enumerate(names):
                if name in self._in_force:
                    yield self._difference((*path, number), name, "in force", f"in force: {name}, which is expected not to be")

    def silences(self) -> Iterator[Difference]:
        for number, source in enumerate(self._wanted.silent):
            own = [s for s in self._answer.stances if self._knowledge.statements[s.statement].source == source]
            heard = sorted({f"{s.statement} {s.word} {s.action}" for s in own if s.word in {"for", "permits"}})
            if heard:
                words = f"source {source}: expected to support no action, found {', '.join(heard)}"
                yield self._difference(("silent", number), source, ", ".join(heard), words)

    def actions(self) -> Iterator[Difference]:
        for action, status in self._wanted.actions:
            found = self._answer.status.get(action, "not_addressed")
            if found != status:
                words = f"action {action}: expected {status}, found {found}{self._said(action)}"
                yield self._difference(("actions", action), status, found, words)
        for action, statuses in self._wanted.barred_status:
            found = self._answer.status.get(action, "not_addressed")
            if found in statuses:
                words = f"action {action}: found {found}, which is forbidden{self._said(action)}"
                yield self._difference(("forbid", "status", action), f"not {', '.join(statuses)}", found, words)

    def _said(self, action: str) -> str:
        """Who says what of an action."""
        by_word: dict[str, list[str]] = {}
        for stance in self._answer.stances:
            if stance.action == action:
                by_word.setdefault(stance.word, []).append(stance.statement)
        told = "; ".join(f"{word}: {', '.join(sorted(names))}" for word, names in sorted(by_word.items()))
        return f" ({told})" if told else ""

    def conflicts(self) -> Iterator[Difference]:
        for wanted in self._wanted.conflicts:
            if not any(_is(c, wanted) for c in self._answer.conflicts):
                found = self._instead(wanted.statements)
                words = f"conflict: missing {_pair(wanted.kind, wanted.statements)} ({found})"
                yield self._difference(wanted.path, _pair(wanted.kind, wanted.statements), found, words)
        for wanted in self._wanted.barred_conflicts:
            told = _several(c for c in self._answer.conflicts if _is(c, wanted))
            if told:
                barred = _pair(wanted.kind, wanted.statements)
                yield self._difference(wanted.path, f"no {barred}", told, f"conflict: {told} stands, and {barred} is forbidden")

    def _instead(self, statements: Iterable[str]) -> str:
        """What there is between two statements."""
        sides = frozenset(statements)
        told = [c.kind for c in self._answer.conflicts if frozenset(c.statements) == sides]
        if told:
            return f"between them stands {', '.join(dict.fromkeys(told))}"
        apart = [
            f"{c.kind}, kept apart by {s.kind} ({s.by})"
            for c in self._answer.settled
            if frozenset(c.statements) == sides
            for s in c.settled_by
        ]
        if apart:
            return "; ".join(dict.fromkeys(apart))
        absent = [f"{s} is not in force: {why_not(s, self._answer, self._knowledge)}" for s in sorted(sides - self._in_force)]
        return "; ".join(absent) or "both are in force, and nothing stands between them"

    def settled(self) -> Iterator[Difference]:
        for wanted in self._wanted.settled:
            pairs = [c for c in (*self._answer.settled, *self._answer.conflicts) if frozenset(c.statements) == frozenset(wanted.statements)]
            kinds = sorted({s.kind for c in pairs for s in c.settled_by})
            if wanted.by not in kinds:
                found = f"settled by {', '.join(kinds)}" if kinds else self._instead(wanted.statements)
                expected = _settled(wanted)
                yield self._difference(wanted.path, expected, found, f"settled: missing {expected} ({found})")

    def camps(self) -> Iterator[Difference]:
        lines = {line.subject: line for line in self._answer.lines}
        for subject, wanted in self._wanted.camps:
            path: Path = ("camps", subject)
            if subject not in lines:
                yield self._difference(path, "a disagreement", "", f"camps on {subject}: nobody disagrees")
                continue
            found = {CampWanted(c.word, c.since, c.until, tuple(sorted(c.statements))) for c in lines[subject].camps}
            for camp in (c for c in wanted if c not in found):
                yield self._difference(path, _camp(camp), "", f"camps on {subject}: missing {_camp(camp)}")
            for camp in sorted(found - set(wanted), key=_camp):
                yield self._difference(path, "", _camp(camp), f"camps on {subject}: not expected {_camp(camp)}")

    def marks(self) -> Iterator[Difference]:
        if self._wanted.unmarked and self._answer.marks:
            count = len(self._answer.marks)
            told = f"{count} {'result carries' if count == 1 else 'results carry'} marks, the first is {' '.join(min(self._answer.marks))}"
            yield self._difference(("marks",), "none", told, f"marks: expected none, {told}")
        for wanted in self._wanted.marks:
            mark = self._answer.mark("in_force", wanted.statement)
            sets = mark.provisional_on if wanted.provisional else mark.possible_if
            told = " or ".join(sorted(" and ".join(sorted(str(t) for t in s)) for s in sets))
            expected = _mark(wanted)
            singles = {s[0] for s in sets if len(s) == 1}
            holds = set(wanted.tests) <= singles if wanted.provisional else any(frozenset(s) == frozenset(wanted.tests) for s in sets)
            if not holds:
                yield self._difference(wanted.path, expected, told, f"marks: {expected}, found {told or 'no such mark'}")

    def questions(self) -> Iterator[Difference]:
        asked = [a.finding for a in self._answer.ask]
        for number, finding in enumerate(self._wanted.ask):
            if finding not in asked:
                words = f"ask: missing {finding} (asked: {', '.join(asked) or 'nothing'})"
                yield self._difference(("ask", number), finding, ", ".join(asked), words)
        assumed = [f for f, _ in self._answer.assumed]
        for number, finding in enumerate(self._wanted.assumed):
            if finding not in assumed:
                words = f"assumed: missing {finding} (assumed: {', '.join(assumed) or 'nothing'})"
                yield self._difference(("assumed", number), finding, ", ".join(assumed), words)

    def favours(self) -> Iterator[Difference]:
        for behind, first in self._wanted.favours:
            found = self._ranks(behind, first)
            if found:
                expected = f"{first} before {behind}"
                yield self._difference(("favours", behind), expected, found, f"favours: expected {expected}, {found}")

    def _ranks(self, behind: str, first: str) -> str:
        """Why `first` does not go before `behind`; empty where it does."""
        for decision in self._answer.decisions:
            ranks = {a: [x.rank for x in decision.alternatives if a in x.actions] for a in (behind, first)}
            if ranks[first] and ranks[behind]:
                best = {a: min(r) for a, r in ranks.items()}
                return "" if best[first] < best[behind] else f"found rank {best[first]} for {first} and {best[behind]} for {behind}"
        return "found no decision with both among its alternatives"

    def verdicts(self) -> Iterator[Difference]:
        for verdict in self._wanted.verdicts:
            for found in shortcomings(verdict, self._answer, self._knowledge):
                expected = f"{verdict.entry}: {verdict.status}"
                yield self._difference(verdict.path, expected, found, f"verdict {expected}, but {found}", "verdict")


def _is(conflict: Conflict, wanted: PairWanted) -> bool:
    kind = not wanted.kind or conflict.kind == wanted.kind
    return kind and (not wanted.statements or frozenset(conflict.statements) == frozenset(wanted.statements))


def _pair(kind: str, statements: Iterable[str]) -> str:
    sides = " and ".join(statements)
    return f"{kind or 'any kind'} between {sides}" if sides else f"any {kind}"


def _several(conflicts: Iterable[Conflict], most: int = 3) -> str:
    told = [_pair(c.kind, c.statements) for c in conflicts]
    more = f" and {len(told) - most} more" if len(told) > most else ""
    return f"{'; '.join(told[:most])}{more}"


def _settled(wanted: SettledWanted) -> str:
    return f"{' and '.join(wanted.statements)} settled by {wanted.by}"


def _camp(camp: CampWanted) -> str:
    when = "".join(f" {word} {text}" for word, text in (("since", camp.since), ("until", camp.until)) if text)
    return f"{camp.word}{when}: {', '.join(camp.statements)}"


def _mark(wanted: MarkWanted) -> str:
    tests = [str(t) for t in wanted.tests]
    if wanted.provisional:
        return f"{wanted.statement} expected provisional on {', '.join(tests)}"
    return f"{wanted.statement} expected possible if {' and '.join(tests)}"
