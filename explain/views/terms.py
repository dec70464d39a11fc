"""Reads names and terms of an answer as labelled values: conditions with what the case records, and citations."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from functools import cached_property

from explain.views.labels import Labels, grouped, parse_test
from explain.views.stretches import bounded
from explain.views.values import Answers, Condition, Counted, Known, Regimen, Word
from guideline.answer import Answer, Stance
from guideline.dosing import amount_for
from guideline.model import Dose, Interval, Knowledge, Recorded, Test, Vocabulary
from guideline.quantities import format_interval, format_quantity
from guideline.standing import PAIR

MISSING = Known("missing")


class Terms(Labels):
    """Labels for one answer.

    Args:
        answer: whose terms are read.
        vocabulary: labels of findings, choices and actions.
        knowledge: sources and statements.
        groups: criterion groups, `any(k)` or `all(k)` to their members.
    """

    def __init__(self, answer: Answer, vocabulary: Vocabulary, knowledge: Knowledge, groups: Mapping[str, tuple[str, ...]]) -> None:
        super().__init__(vocabulary, knowledge, groups)
        self.answer = answer
        self._recorded = {r.finding: r for r in answer.case.recorded}
        self._asked = {a.finding: place for place, a in enumerate(answer.ask)}

    def subject(self, name: str) -> tuple[str, ...]:
        """The words for a subject, two where it is a pair; of statements, their names and the places where they stand."""
        return tuple(
            [
                f"{self.cite(n).id}, {self.cite(n).locator}" if n in self.knowledge.statements and not self._is_term(n) else self.about(n)
                for n in name.split(PAIR)
            ]
        )

    def _is_term(self, name: str) -> bool:
        return name in self.vocabulary.actions or name in self.vocabulary.labels

    def known(self, finding: str) -> Known:
        """What the case records of a finding."""
        recorded = self._recorded.get(finding)
        return self.value(recorded) if recorded else MISSING

    def value(self, recorded: Recorded) -> Known:
        """A recorded value: yes, no, the label of a choice, or the quantity as it was written."""
        if isinstance(recorded.value, bool):
            return Known("yes" if recorded.value else "no")
        if isinstance(recorded.value, str):
            return Known("value", self.vocabulary.choice_labels.get((recorded.finding, recorded.value), recorded.value))
        unit = self.vocabulary.findings[recorded.finding].unit
        if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", recorded.text.strip()):
            return Known("value", recorded.text.strip(), counted=self._counted_up(recorded))
        bare = recorded.text.strip().lstrip("<>= ").replace(".", "", 1).isdigit()
        return Known("value", f"{recorded.text} {_plural(unit, recorded.text)}" if bare else recorded.text)

    def _counted_up(self, recorded: Recorded) -> str:
        """How long it is from the day that is recorded to the date of the case: whole years where years are asked for, else days."""
        value = recorded.value
        if self.vocabulary.findings[recorded.finding].unit == "year" and isinstance(value, Interval) and value.low is not None:
            return f"{int(value.low)} {_plural('year', str(int(value.low)))}"
        until = self.answer.case.date
        days = (date.fromisoformat(until) - date.fromisoformat(recorded.text.strip())).days if until else 0
        return f"{days} {_plural('day', str(days))}" if until else ""

    def condition(self, term: str, *, missing: bool = False, show: bool = True, owner: str = "") -> Condition:
        """A criterion as the program writes it.

        Args:
            term: the criterion.
            missing: whether to say of an unrecorded finding that it is not recorded.
            show: whether to carry what is recorded.
            owner: the statement that asks for it, where what its source says instead is to be told.
        """
        members = self._groups.get(term)
        if members is not None:
            return grouped(term.partition("(")[0], [self.condition(m, missing=missing, show=show, owner=owner) for m in members])
        test = parse_test(term)
        known = self.known(test.subject) if show and test.kind != "unsuitable" else None
        if known == MISSING and not missing:
            known = None
        return self.test(test, known, owner)

    def within(self, test: Test, owner: str = "") -> Condition:
        """A bound, with what is recorded or that nothing is; `owner` is the statement of which what its source says instead is told."""
        return self.test(test, self.known(test.subject), owner)

    def tests(self, tests: Iterable[Test]) -> tuple[Condition, ...]:
        """Tests that hold together; a lower and an upper bound of one finding become one stretch."""
        return tuple([stretch or self.test(test) for test, stretch in bounded(tests, self.vocabulary.findings)])

    def answers(self, sets: Iterable[tuple[Test, ...]]) -> Answers:
        """Sets of answers, the smallest first, then in the order of the questions to ask."""
        ordered = sorted(sets, key=lambda s: (len(s), [self._asked.get(t.subject, len(self._asked)) for t in s], s))
        return tuple([self.tests(s) for s in ordered])

    def word(self, stance: Stance) -> Word:
        """A stance with its criteria, the patient's values beside them."""
        s = self.knowledge.statements[stance.statement]
        held = set(stance.criteria)
        met: tuple[Condition, ...] = ()
        if stance.word not in {"withholds", "open", "against"}:
            met = tuple([self.met(t, s.name) for a, t in s.needs if a == stance.action and t not in held])
        return Word(
            stance=stance.word,
            action=self.label(stance.action),
            criteria=tuple([self.condition(t, missing=stance.word == "open", owner=s.name) for t in stance.criteria]),
            met=met,
            since=stance.since,
            until=stance.until,
            offered=self.offered(stance),
            rating=next((self.label(w) for a, w in s.rates if a == stance.action), ""),
            score=next((n for a, n in s.scores if a == stance.action), None),
            force_of=self.labels(dict.fromkeys(a for w, a in s.leans if w == "for" and a != stance.action))
            if stance.word == "permits"
            else (),
            taken=self.taken_bound(s.name, stance.action, stance.since or stance.until),
            wish=next((w for w, a in s.leans if a == stance.action), next((stance.word for a, _ in s.rates if a == stance.action), "")),
        )

    def taken_here(self, statement: str) -> tuple[Condition, ...]:
        """What the editors put for words of a statement's source and the record has, so that the statement may rest on it."""
        known = self.knowledge.statements.get(statement)
        rows = [(parse_test(term), words) for term, words in known.taken] if known else []
        found: list[Condition] = []
        for test, words in rows:
            if test in self.answer.case.tests:
                # Of several values that stand for the same words of the source none is what the editors take by itself.
                alike = [t for t, w in rows if (t.kind, t.subject, w) == ("is", test.subject, words)]
                made = self.test(test, owner=statement)
                members = tuple([self.test(t) for t in alike])
                found.append(replace(made, kind="one_of", value="", members=members, taken="") if len(alike) > 1 else made)
                found[-1] = replace(found[-1], taken=made.taken)
        return tuple(dict.fromkeys(found))

    def met(self, term: str, owner: str = "") -> Condition:
        """A criterion that is met: of several of which one is enough, those that the record meets, as what is not met is no reason."""
        members = self._groups.get(term)
        if members is None:
            return self.condition(term, owner=owner)
        kind = term.partition("(")[0]
        if kind == "any":
            members = tuple([m for m in members if self._records(m)]) or members
        return grouped(kind, [self.met(m, owner) for m in members]) if len(members) > 1 else self.met(members[0], owner)

    def _records(self, term: str) -> bool:
        """Whether the record alone meets a criterion."""
        members = self._groups.get(term)
        if members is None:
            return parse_test(term) in self.answer.case.tests
        return (any if term.startswith("any(") else all)(self._records(m) for m in members)

    def offered(self, stance: Stance) -> bool:
        """Whether a stance is an offer: a wish for an action as one way among others."""
        return stance.word == "for" and stance.action in self.knowledge.statements[stance.statement].offers

    @cached_property
    def statuses(self) -> Mapping[str, str]:
        """The status of each action that the answer addresses, by its label; what is only offered is settled for."""
        return {self.label(a): status for a, status in self.answer.status.items()}

    @cached_property
    def stances(self) -> Mapping[str, tuple[Stance, ...]]:
        """The words of the answer by the action that they are on."""
        found: dict[str, list[Stance]] = {}
        for stance in self.answer.stances:
            found.setdefault(stance.action, []).append(stance)
        return {action: tuple(rows) for action, rows in found.items()}

    def regimen(self, statement: str, dose: Dose) -> Regimen:
        """A dose with where it stands, how it is given, and what it comes to for the patient."""
        return replace(super().regimen(statement, dose), counted=self._counted(dose))

    def _counted(self, dose: Dose) -> Counted | None:
        amount = amount_for(dose, self.answer.case, self.vocabulary)
        if amount is None:
            return None
        low, high = ["" if end is None else format_quantity(end, amount.unit) for end in (amount.low, amount.high)]
        measure = format_interval(amount.measure, amount.per) if amount.measure else ""
        written = "" if _numbers(amount.text) == _numbers(measure) else amount.text
        return Counted(self.label(amount.finding), measure, low, high, amount.low_included, amount.high_included, written)

    def above(self, action: str) -> tuple[str, ...]:
        """The classes and parts of plans that doing the action is doing too, sorted."""
        return tuple(sorted(self._contains.get(action, frozenset()) - {action}))

    def strongest(self, statement: str) -> bool:
        """Whether the word of a statement outranks other words of its source, and none outranks it."""
        s = self.knowledge.statements[statement]
        ranks = self.knowledge.sources[s.source].strengths
        return s.strength in ranks and min(ranks.values()) < ranks[s.strength] == max(ranks.values())

    @cached_property
    def reported(self) -> Mapping[str, tuple[tuple[str, str, str], ...]]:
        """Statement -> what statements in force report for it: (who reports it, topic, words)."""
        found: dict[str, list[tuple[str, str, str]]] = {}
        for name in self.answer.in_force:
            statement = self.knowledge.statements[name]
            for supported in statement.supports:
                found.setdefault(supported, []).extend((name, r[0], r[-1]) for r in statement.reports)
        return {name: tuple(rows) for name, rows in found.items()}

    @cached_property
    def _contains(self) -> Mapping[str, frozenset[str]]:
        return contained(self.vocabulary)


def _numbers(text: str) -> list[str]:
    return re.findall(r"[0-9.]+", text)


def _plural(unit: str, number: str) -> str:
    return unit if unit.endswith("t") or number.strip() == "1" or "/" in unit or len(unit) < 3 else f"{unit}s"


def split_terms(text: str) -> list[str]:
    """Terms in a list such as `has(a), any(k)`; commas inside brackets and quotes do not part."""
    found, depth, quoted, start = [], 0, False, 0
    for i, c in enumerate(text):
        if c == '"':
            quoted = not quoted
        elif quoted:
            continue
        elif c == "(":
            depth += 1
        elif c == ")":
            depth -= 1
        elif c == "," and depth == 0:
            found.append(text[start:i].strip())
            start = i + 1
    return [t for t in [*found, text[start:].strip()] if t]


def contained(vocabulary: Vocabulary) -> Mapping[str, frozenset[str]]:
    """For each action, all that doing it is doing: the relation `contains` of the core, from the taxonomy and the parts of plans."""
    actions = vocabulary.actions
    under: dict[str, set[str]] = {}

    def above(name: str) -> set[str]:
        if name not in under:
            under[name] = {name}
            for parent in actions[name].kind_of if name in actions else ():
                under[name] |= above(parent)
        return under[name]

    found = {a: set(above(a)) for a in actions}
    grown = True
    while grown:
        grown = False
        for a in actions:
            reached = {c for part in actions[a].includes for c in found.get(part, ())}
            reached |= {c for b in above(a) for c in found.get(b, ())}
            if not reached <= found[a]:
                found[a] |= reached
                grown = True
    return {a: frozenset(reached) for a, reached in found.items()}
