"""The JSON of an answer: the contract of `solve`. Every other format is printed from the same values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from guideline.answer import Answer, Answers, Camp, Conflict, Decision, Line, Marks, Stance
from guideline.dose_json import dose_json
from guideline.json_document import document
from guideline.model import Interval, Recorded, Statement
from guideline.pack import Pack

SCHEMA = "guideline.answer/1"
Json = dict[str, Any]


def answer_json(answer: Answer, pack: Pack) -> Json:
    """The answer as plain values for `json.dumps`, in a fixed order of keys and rows; see `guideline schema answer`."""
    known, words = pack.knowledge, pack.vocabulary
    standing = frozenset(answer.in_force)
    return document(SCHEMA, pack.compiled.hashes) | {
        "options": {
            "without": [known.statements[s].id for s in answer.without],
            "policy": list(answer.policy),
            "marks": answer.marked,
        },
        "case": _case(answer, pack),
        "sources": _sources(answer, pack),
        "statements": {
            "in_force": [_statement(s, answer, pack) for s in answer.in_force],
            "overridden": [
                {
                    "statement": known.statements[s].id,
                    "by": [{"statement": known.statements[o].id, "action": a or None} for o, a in by],
                }
                for s, by in answer.overridden.items()
            ],
            "possible": [
                {"statement": known.statements[row[1]].id, "possible_if": answers_json(m.possible_if)}
                for row, m in answer.marks.items()
                if row[0] == "in_force" and m.possible_if
            ],
        },
        "actions": [_action(a, answer, pack) for a in _spoken(answer, known.statements)],
        "disagreements": [line_json(line, pack) for line in answer.lines],
        "conflicts": [conflict_json(c, pack, answer.mark("conflict", *_row(c))) for c in answer.conflicts],
        "settled": [conflict_json(c, pack) for c in answer.settled],
        "decisions": [_decision(d, pack) for d in answer.decisions],
        "assumed": [
            {"finding": f, "label": words.label(f), "statements": [known.statements[s].id for s in by]} for f, by in answer.assumed
        ],
        "unread": [
            {
                "finding": u.finding,
                "label": words.label(u.finding),
                "critical": u.critical,
                "denied": u.denied,
                "statements": [known.statements[s].id for s in u.statements],
            }
            for u in answer.unread
        ],
        "ask": [
            {
                "finding": a.finding,
                "label": words.label(a.finding),
                "question": words.findings[a.finding].question,
                "critical": a.critical,
                "turns": a.turns,
                "answers": [
                    {"if": [str(t) for t in tests], "changes": [{"action": x, "from": o, "to": n} for x, o, n in changes]}
                    for tests, changes in a.outcomes
                ],
            }
            for a in answer.ask
        ],
        "reviews": [
            {
                "review": r.review,
                "label": words.label(r.review),
                "windows": [{"statement": known.statements[s].id, "earliest": e, "latest": late} for s, e, late in r.windows],
                "days_for_all": list(r.common) if r.common else None,
            }
            for r in answer.reviews
        ],
        "evidence": [
            {
                "statement": known.statements[s].id,
                "locator": known.statements[s].locator,
                "topic": t[0],
                "says": t[-1],
                "supports": [known.statements[x].id for x in known.statements[s].supports if x in standing],
            }
            for s in answer.in_force
            for t in known.statements[s].reports
        ],
        "silent": [
            {"statement": known.statements[s].id, "locator": known.statements[s].locator, "says": known.statements[s].says}
            for s in answer.in_force
            if known.statements[s].silent
        ],
        "ambiguous": [
            {"statement": known.statements[s].id, "locator": known.statements[s].locator, "readings": w}
            for s in answer.in_force
            for w in known.statements[s].ambiguous
        ],
    }


def answers_json(sets: Answers) -> list[list[str]]:
    """Sets of answers, each a list of tests as the program writes them."""
    return [[str(t) for t in s] for s in sets]


def _marks(marks: Marks) -> Json:
    return {"provisional_on": answers_json(marks.provisional_on), "possible_if": answers_json(marks.possible_if)}


def _row(c: Conflict) -> tuple[str, ...]:
    return (c.kind, c.statements[0], c.actions[0], c.statements[1], c.actions[1])


def _case(answer: Answer, pack: Pack) -> Json:
    case, words = answer.case, pack.vocabulary
    return {
        "case": case.name,
        "title": case.title,
        "date": case.date or None,
        "origin": case.origin,
        "notes": case.notes,
        "findings": [_recorded(r, pack) for r in sorted(case.recorded, key=lambda r: r.finding)],
        "excluded": [
            {
                "action": e.action,
                "label": words.label(e.action),
                "kind": e.kind or None,
                "because": e.because,
                "line": e.place.line,
            }
            for e in case.excluded
        ],
        "preferences": [{"prefer": p.prefer, "over": p.over} for p in case.preferences],
    }


def _recorded(r: Recorded, pack: Pack) -> Json:
    finding = pack.vocabulary.findings[r.finding]
    value: Any = r.value
    if isinstance(r.value, Interval):
        ends = (r.value.low, r.value.high)
        value = {
            "low": None if ends[0] is None else float(ends[0]),
            "high": None if ends[1] is None else float(ends[1]),
            "low_included": r.value.low_included,
            "high_included": r.value.high_included,
        }
    return {
        "finding": r.finding,
        "label": finding.label,
        "value": value,
        "unit": finding.unit or None,
        "text": r.text,
        "line": r.place.line,
    }


def _sources(answer: Answer, pack: Pack) -> list[Json]:
    rows = []
    for source in sorted(pack.knowledge.sources.values(), key=lambda s: s.name):
        contexts = [
            {
                "context": c.context,
                "label": pack.knowledge.contexts[c.context].label,
                "in_scope": c.in_scope,
                "reasons": [{"reason": r, "label": pack.vocabulary.label(r)} for r in c.reasons],
            }
            for c in answer.contexts
            if pack.knowledge.contexts[c.context].source == source.name
        ]
        rows.append({"id": source.name, "title": source.title, "date": source.date or None, "contexts": contexts})
    return rows


def _stance(s: Stance) -> Json:
    return {"stance": s.word, "action": s.action, "criteria": list(s.criteria), "since": s.since or None, "until": s.until or None}


def cited_json(s: Statement) -> Json:
    """What identifies a statement, and its words."""
    return {
        "statement": s.id,
        "source": s.source,
        "kind": s.kind,
        "strength": s.strength,
        "locator": s.locator,
        "says": s.says,
        "cites": list(s.cites),
    }


def taken_json(s: Statement) -> list[Json]:
    """What the editors put for words of the source, and these words."""
    return [{"test": test, "source_says": words} for test, words in s.taken]


def _statement(name: str, answer: Answer, pack: Pack) -> Json:
    s = pack.knowledge.statements[name]
    return cited_json(s) | {
        "urgent": s.urgent,
        "taken_as": taken_json(s),
        "stances": [_stance(x) for x in answer.stances if x.statement == name],
        "prefers": [{"action": a, "over": b} for a, b in s.prefers],
        **_marks(answer.mark("in_force", name)),
    }


def _spoken(answer: Answer, known: Mapping[str, Statement]) -> Iterable[str]:
    """The actions that an answer addresses, or would under some answer to a critical question, and the drugs that it doses.

    A statement may dose a drug that nothing in force takes a stance on: a label says how much, and leaves whether to others.
    """
    stood = {*answer.status, *(s.action for s in answer.stances), *(row[1] for row in answer.marks if row[0] == "status")}
    return sorted(stood | {d.drug for n in answer.in_force for d in known[n].doses})


def _action(name: str, answer: Answer, pack: Pack) -> Json:
    known = pack.knowledge.statements
    status = answer.status.get(name, "not_addressed")
    mine = [s for s in answer.stances if s.action == name]

    def said(word: str) -> list[Json]:
        return [
            {"statement": known[s.statement].id, "criteria": list(s.criteria), "until": s.until or None} for s in mine if s.word == word
        ]

    excluded = answer.excluded.get(name)
    return {
        "action": name,
        "label": pack.vocabulary.label(name),
        "status": status,
        "only_offered": answer.only_offered(name, known),
        "provisional_on": answers_json(answer.mark("status", name, status).provisional_on),
        "possible_if": [
            {"status": row[2], "answers": answers_json(m.possible_if)}
            for row, m in answer.marks.items()
            if row[0] == "status" and row[1] == name and m.possible_if
        ],
        "for": [known[s.statement].id for s in mine if s.word == "for"],
        "against": [known[s.statement].id for s in mine if s.word == "against"],
        "withheld": said("withholds"),
        "open": said("open"),
        "permitted": [known[s.statement].id for s in mine if s.word == "permits"],
        "undecided": [known[s.statement].id for s in mine if s.word == "undecided"],
        "requires": [{"statement": known[n].id, "first": b} for n in answer.in_force for a, b in known[n].requires if a == name],
        "doses": [
            dose_json(d, known[n], answer.case, pack.vocabulary)
            for n in answer.in_force
            for d in known[n].doses
            if name in {d.purpose, d.drug}
        ],
        "excluded": {"kind": excluded.kind or None, "because": excluded.because} if excluded else None,
    }


def conflict_json(c: Conflict, pack: Pack, marks: Marks | None = None) -> Json:
    """A pair."""
    known = pack.knowledge.statements
    row: Json = {
        "kind": c.kind,
        "statements": [known[s].id for s in c.statements],
        "actions": list(c.actions),
        "settled_by": [{"kind": s.kind, "by": s.by, "whose": s.whose} for s in c.settled_by],
        "hinges": list(c.hinges),
        "waived": c.waived or None,
    }
    return row if marks is None else row | _marks(marks)


def _camp(c: Camp, known: Mapping[str, Any]) -> Json:
    return {
        "stance": c.word,
        "action": c.action or None,
        "since": c.since or None,
        "until": c.until or None,
        "criteria": list(c.criteria),
        "statements": [known[s].id for s in c.statements],
    }


def line_json(line: Line, pack: Pack) -> Json:
    """A disagreement with its camps."""
    known = pack.knowledge.statements
    return {
        "subject": line.subject,
        "kinds": list(line.kinds),
        "camps": [_camp(c, known) for c in line.camps],
        "pairs": len(line.pairs),
        "left": list(line.left),
    }


def _decision(d: Decision, pack: Pack) -> Json:
    known = pack.knowledge.statements

    def stances(group: Sequence[Stance]) -> list[Json]:
        return [{"statement": known[s.statement].id, **_stance(s)} for s in group]

    return {
        "subject": d.subject,
        "open_choice": d.open_choice,
        "alternatives": [
            {"rank": a.rank, "actions": list(a.actions), "avoids": list(a.avoids), "stances": stances(a.stances)} for a in d.alternatives
        ],
        "before": [
            {
                "first": b.first,
                "second": b.second,
                "level": b.level,
                "reasons": [{"by": known[r.by].id if r.by in known else r.by, "words": r.words} for r in b.reasons],
            }
            for b in d.before
        ],
        "complete": d.complete,
    }


__all__ = ["SCHEMA", "answer_json", "answers_json", "conflict_json", "line_json"]
