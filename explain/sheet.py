"""From an answer to the plain values that the templates print: names become labels, statements carry their place."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from explain.terms import Terms
from explain.views import Condition
from guideline import __version__
from guideline.answer import CONTESTING, Alternative, Answer, Ask, Before, Conflict, Decision, Line, Settlement, Stance
from guideline.pack import Pack

Row = dict[str, Any]
ORDER = ("contested", "option", "settled_for", "settled_against", "withheld", "open", "permitted", "undecided", "excluded")
WEIGHT = (
    "contested",
    "option",
    "settled_against",
    "settled_for",
    "withheld",
    "open",
    "excluded",
    "undecided",
    "permitted",
    "not_addressed",
)
"""Of two changes of status the one is named first whose old or new status stands further to the left."""
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def view_of(answer: Answer, pack: Pack, *, derivation: Sequence[str] = (), command: str = "") -> Row:
    """The view of an answer: plain values for every format, without wording.

    Args:
        answer: from `Pack.solve`.
        pack: that gave it.
        derivation: indented lines that derive the results, for the full output.
        command: the command line that reproduces the answer, for reports.
    """
    groups = {f"{kind}({name})": members for kind, name, members in _groups(pack)}
    return _View(answer, pack, Terms(answer, pack.vocabulary, pack.knowledge, groups)).made(derivation, command)


def _groups(pack: Pack) -> Iterable[tuple[str, str, tuple[str, ...]]]:
    with pack.seats.borrow() as seat:
        for term, members in seat.tables.members.items():
            kind, _, name = term.partition("(")
            yield kind, name.removesuffix(")"), members


class _View:
    def __init__(self, answer: Answer, pack: Pack, terms: Terms) -> None:
        self._answer, self._pack, self._terms = answer, pack, terms
        self._known = pack.knowledge.statements

    def made(self, derivation: Sequence[str], command: str) -> Row:
        answer, terms = self._answer, self._terms
        case = answer.case
        return {
            "case": {
                "name": case.name,
                "title": case.title,
                "date": case.date,
                "notes": case.notes,
                "origin": case.origin,
                "findings": [
                    {"label": terms.label(r.finding), "known": terms.value(r), "line": r.place.line}
                    for r in sorted(case.recorded, key=lambda r: terms.label(r.finding))
                ],
                "excluded": [
                    {"label": terms.label(e.action), "kind": e.kind, "because": e.because}
                    for e in sorted(case.excluded, key=lambda e: e.action)
                ],
                "preferences": [{"prefer": terms.label(p.prefer), "over": terms.label(p.over)} for p in case.preferences],
            },
            "sources": self._sources(),
            "decisions": [self._decision(d) for d in answer.decisions],
            "ask": [self._ask(a) for a in answer.ask],
            "status": {word: self._actions(word) for word in ORDER},
            "musts": self._musts(),
            "lines": [self._line(line) for line in answer.lines if CONTESTING.intersection(line.kinds)],
            "choices": [self._line(line) for line in answer.lines if not CONTESTING.intersection(line.kinds)],
            "apart": self._apart(),
            "reviews": [
                {
                    "label": terms.label(r.review),
                    "windows": [{"cite": terms.cite(s), "earliest": e, "latest": late} for s, e, late in r.windows],
                    "common": r.common,
                }
                for r in answer.reviews
            ],
            "doses": [
                {"cite": terms.cite(n), "drug": terms.label(d.drug), "dose": d} for n in answer.in_force for d in self._known[n].doses
            ],
            "evidence": self._notes("evidence", "prognosis"),
            "gaps": [terms.cite(s) for s in answer.in_force if self._known[s].silent],
            "ambiguous": [{"cite": terms.cite(s), "words": w} for s in answer.in_force for w in self._known[s].ambiguous],
            "assumed": [
                {
                    "label": terms.label(f),
                    "critical": self._pack.vocabulary.findings[f].critical,
                    "count": len(by),
                    "cites": [terms.cite(s) for s in by[:3]],
                }
                for f, by in answer.assumed
            ],
            "statements": self._statements(),
            "overridden": [
                {"cite": terms.cite(s), "by": [{"cite": terms.cite(o), "action": terms.label(a) if a else ""} for o, a in by]}
                for s, by in answer.overridden.items()
            ],
            "possible": [
                {"cite": terms.cite(row[1]), "sets": terms.answers(m.possible_if)}
                for row, m in answer.marks.items()
                if row[0] == "in_force" and m.possible_if
            ],
            "marked": answer.marked,
            "without": [terms.cite(s) for s in answer.without],
            "policy": list(answer.policy),
            "derivation": list(derivation),
            "provenance": {"version": __version__, "packs": self._pack.compiled.hashes, "command": command},
        }

    def _sources(self) -> list[Row]:
        rows = []
        for source in sorted(self._pack.knowledge.sources.values(), key=lambda s: s.name):
            contexts = [c for c in self._answer.contexts if self._pack.knowledge.contexts[c.context].source == source.name]
            rows.append(
                {
                    "name": source.name,
                    "title": source.title,
                    "date": source.date,
                    "issuer": source.issuer,
                    "kind": source.kind,
                    "contexts": [
                        {
                            "label": self._pack.knowledge.contexts[c.context].label,
                            "inside": c.in_scope,
                            "reasons": self._terms.labels(c.reasons),
                            "main": not self._pack.knowledge.contexts[c.context].narrower,
                        }
                        for c in contexts
                    ],
                    "inside": not contexts or any(c.in_scope for c in contexts),
                    "in_force": sum(self._known[s].source == source.name for s in self._answer.in_force),
                }
            )
        return rows

    def _said(self, stance: Stance) -> Row:
        return {"cite": self._terms.cite(stance.statement), "word": self._terms.word(stance), "since": stance.since, "until": stance.until}

    def _decision(self, decision: Decision) -> Row:
        return {
            "subject": self._terms.subject(decision.subject),
            "open_choice": decision.open_choice,
            "complete": decision.complete,
            "alternatives": [self._alternative(i, a, decision) for i, a in enumerate(decision.alternatives)],
            "order": [self._order(b) for b in decision.before],
            "sets": self._decision_marks(decision),
        }

    def _decision_marks(self, decision: Decision) -> list[tuple[Condition, ...]]:
        """Answers under which some action of the decision would not have its status."""
        found: dict[Any, None] = {}
        for action in sorted({s.action for s in decision.stances if s.word == "for"}):
            status = self._answer.status.get(action)
            if status in {"option", "contested"}:
                found.update(dict.fromkeys(self._answer.mark("status", action, status).provisional_on))
        first = {a.finding: i for i, a in enumerate(self._answer.ask)}
        order = sorted(found, key=lambda s: (len(s), [first.get(t.subject, len(first)) for t in s], s))
        return [self._terms.tests(s) for s in order]

    def _alternative(self, number: int, alternative: Alternative, decision: Decision) -> Row:
        taken = {s.key for s in alternative.stances}
        shared = {a for a in alternative.actions if all(a in other.actions for other in decision.alternatives)}
        return {
            "letter": LETTERS[number] if number < len(LETTERS) else str(number + 1),
            "rank": alternative.rank,
            "does": self._terms.labels(a for a in alternative.actions if a not in shared or len(decision.alternatives) == 1),
            "shared": self._terms.labels(sorted(shared)) if len(decision.alternatives) > 1 else (),
            "leaves": self._terms.labels(alternative.avoids),
            "follows": [self._said(s) for s in alternative.stances],
            "aside": [self._said(s) for s in decision.stances if s.key not in taken],
        }

    def _order(self, before: Before) -> Row:
        reasons = []
        for reason in before.reasons:
            better, _, worse = reason.words.partition(" > ")
            named = reason.by in self._known
            reasons.append(
                {
                    "cite": self._terms.cite(reason.by) if named else None,
                    "by": reason.by,
                    "better": self._terms.label(better) if worse else "",
                    "worse": self._terms.label(worse) if worse else "",
                    "words": "" if worse else reason.words,
                }
            )
        return {"first": LETTERS[before.first % 26], "second": LETTERS[before.second % 26], "level": before.level, "reasons": reasons}

    def _ask(self, ask: Ask) -> Row:
        finding = self._pack.vocabulary.findings[ask.finding]
        return {
            "label": finding.label,
            "question": finding.question,
            "critical": ask.critical,
            "turns": ask.turns,
            "replies": [
                {
                    "if": self._terms.tests(tests),
                    "changes": [
                        {"action": self._terms.label(a), "old": o, "new": n}
                        for a, o, n in sorted(changes, key=lambda c: (min(WEIGHT.index(c[1]), WEIGHT.index(c[2])), c[0]))
                    ],
                }
                for tests, changes in ask.outcomes
            ],
        }

    def _actions(self, status: str) -> list[Row]:
        rows = []
        for action, word in self._answer.status.items():
            if word == status:
                said = [s for s in self._answer.stances if s.action == action]
                if status == "settled_against":
                    said += [s for s in self._answer.stances if s.word == "against" and s.action in self._terms.above(action)]
                rows.append(
                    {
                        "label": self._terms.label(action),
                        "said": [self._said(s) for s in said],
                        "falls": self._terms.answers(self._answer.mark("status", action, status).provisional_on),
                        "excluded": self._answer.excluded.get(action),
                    }
                )
        return sorted(rows, key=lambda r: r["label"])

    def _musts(self) -> list[str]:
        """Actions that are settled for by a statement of the greatest force that its source has words for."""
        top = {s.name: max(s.strengths.values(), default=None) for s in self._pack.knowledge.sources.values()}
        found: set[str] = set()
        for stance in self._answer.stances:
            statement = self._known[stance.statement]
            rank = self._pack.knowledge.sources[statement.source].strengths.get(statement.strength)
            if (
                stance.word == "for"
                and rank is not None
                and rank == top[statement.source]
                and self._answer.status.get(stance.action) == "settled_for"
            ):
                found.add(self._terms.label(stance.action))
        return sorted(found)

    def _line(self, line: Line) -> Row:
        return {
            "subject": self._terms.subject(line.subject),
            "kinds": line.kinds,
            "camps": [
                {
                    "word": c.word,
                    "action": self._terms.about(c.action) if c.action else "",
                    "since": c.since,
                    "until": c.until,
                    "criteria": [self._terms.condition(t) for t in c.criteria],
                    "cites": [self._terms.cite(s) for s in c.statements],
                }
                for c in line.camps
            ],
            "left": self._terms.labels(line.left),
            "pairs": [self._pair(c) for c in line.pairs],
        }

    def _pair(self, conflict: Conflict) -> Row:
        return {
            "kind": conflict.kind,
            "cites": [self._terms.cite(s) for s in conflict.statements],
            "by": [self._settlement(s) for s in conflict.settled_by],
            "hinges": conflict.hinges,
            "waived": conflict.waived,
        }

    def _settlement(self, settlement: Settlement) -> Row:
        name, _, words = settlement.by.partition(": ")
        named = name in self._known
        return {
            "kind": settlement.kind,
            "cite": self._terms.cite(name) if named else None,
            "words": words if named else self._terms.label(words) if words else "",
            "whose": settlement.whose,
        }

    def _apart(self) -> list[Row]:
        grouped: dict[tuple[str, str], list[Conflict]] = {}
        for conflict in self._answer.settled:
            first = conflict.settled_by[0]
            grouped.setdefault((first.kind, first.by), []).append(conflict)
        return [
            {"by": self._settlement(pairs[0].settled_by[0]), "pairs": [self._pair(c) for c in pairs]}
            for _, pairs in sorted(grouped.items())
        ]

    def _notes(self, *topics: str) -> list[Row]:
        return [
            {"cite": self._terms.cite(s), "topic": t[0], "words": t[-1]}
            for s in self._answer.in_force
            for t in self._known[s].reports
            if t[0] in topics
        ]

    def _statements(self) -> list[Row]:
        rows = []
        for source in sorted(self._pack.knowledge.sources.values(), key=lambda s: s.name):
            mine = sorted((s for s in self._answer.in_force if self._known[s].source == source.name), key=lambda s: self._known[s].place)
            stances: dict[str, list[Row]] = {}
            for stance in self._answer.stances:
                stances.setdefault(stance.statement, []).append(self._said(stance))
            rows.append(
                {
                    "name": source.name,
                    "title": source.title,
                    "statements": [
                        {
                            "cite": self._terms.cite(s),
                            "said": stances.get(s, []),
                            "prefers": [{"better": self._terms.label(a), "worse": self._terms.label(b)} for a, b in self._known[s].prefers],
                            "falls": self._terms.answers(self._answer.mark("in_force", s).provisional_on),
                        }
                        for s in mine
                    ],
                }
            )
        return rows
