"""What a pack holds, as JSON: its sources, its statements, one statement whole, its vocabulary, its trace."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from guideline.answer import Conflict
from guideline.answer_json import cited_json, conflict_json, taken_json
from guideline.inventory import Trace
from guideline.json_document import document
from guideline.model import Action, Finding, Quantity, Source, Statement
from guideline.pack import Pack
from guideline.terms.parsed import SourceRule
from guideline.trial.coverage import Covered

Json = dict[str, Any]


def sources_json(pack: Pack) -> Json:
    """The documents, each with its contexts."""
    return _document("sources", pack, sources=[_source(s, pack) for s in sorted(pack.knowledge.sources.values(), key=lambda s: s.name)])


def statements_json(chosen: Iterable[Statement], pack: Pack) -> Json:
    """Statements, each with what identifies it and what it wishes."""
    return _document("statements", pack, statements=[_brief(s) for s in chosen])


def statement_json(s: Statement, pack: Pack, collides: Sequence[Conflict], covered: Covered | None) -> Json:
    """One statement with everything that the pack says of it; `covered` is None where the cases were not looked at."""
    known = pack.knowledge.statements
    rules = [r for r in pack.compiled.rules if f"applies({s.name})" in r.heads]
    return _document(
        "statement",
        pack,
        **_brief(s),
        file=s.place.file,
        line=s.place.line,
        applies=[_rule(r) for r in rules],
        needs=[{"action": a, "criterion": c} for a, c in s.needs],
        prefers=[{"action": a, "over": b} for a, b in s.prefers],
        equal=[{"action": a, "other": b} for a, b in s.equal],
        only_with=[{"action": a, "other": b} for a, b in s.only_with],
        goes_with=[{"action": a, "other": b} for a, b in s.goes_with],
        requires=[{"action": a, "first": b} for a, b in s.requires],
        doses=[{"drug": d.drug, "purpose": d.purpose, "low": d.low, "high": d.high, "unit": d.unit, "every": d.every} for d in s.doses],
        routes=[{"drug": d, "words": w} for d, w in s.routes],
        schedules=[{"drug": d, "words": w} for d, w in s.schedules],
        repeats=[{"drug": d, "words": w} for d, w in s.repeats],
        reviews=[
            {
                "review": r.review,
                "earliest": r.earliest.text,
                "latest": r.latest.text,
                "counted_from": list(r.clocks),
                "answered_by": [{"counted_from": clock, "finding": finding} for clock, finding in r.answers],
                "of": list(r.of),
            }
            for r in s.reviews
        ],
        reports=[{"topic": t[0], "says": t[-1]} for t in s.reports],
        supports=[known[t].id for t in s.supports],
        bears_on=[known[t].id for t in s.bears_on],
        supported_by=[o.id for o in known.values() if s.name in o.supports],
        silent=s.silent,
        urgent=s.urgent,
        taken_as=taken_json(s),
        overrides=[{"statement": known[o].id, "action": a or None} for o, a in s.overrides],
        overridden_by=[{"statement": o.id, "action": a or None} for o in known.values() for t, a in o.overrides if t == s.name],
        yields=[{"statement": known[o].id, "why": w} for o, w in s.yields],
        waives=[{"statement": known[o].id, "why": w} for o, w in s.waives],
        tensions=[{"statement": known[o].id, "why": w} for o, w in s.tensions],
        ambiguous=list(s.ambiguous),
        hinges=[{"statement": known[o].id, "why": w} for o, w in s.hinges],
        notes=list(s.notes),
        departs=list(s.departs),
        collides=[conflict_json(c, pack) for c in collides],
        cases=_cases(covered) if covered else None,
    )


def vocabulary_json(pack: Pack) -> Json:
    """Findings and actions, and the words of everything else."""
    v = pack.vocabulary
    return _document(
        "vocabulary",
        pack,
        findings=[_finding(f) for _, f in sorted(v.findings.items())],
        actions=[_action(a) for _, a in sorted(v.actions.items())],
        exclusive=[list(pair) for pair in v.exclusive],
        labels=dict(sorted(v.labels.items())),
        choice_labels=[{"finding": f, "value": c, "label": w} for (f, c), w in sorted(v.choice_labels.items())],
    )


def trace_json(found: Trace, pack: Pack) -> Json:
    """Every entry of the inventory with its statement, and what differs."""
    return _document(
        "trace",
        pack,
        complete=found.complete,
        entries=[
            {
                "entry": e.entry.statement,
                "kind": e.entry.kind,
                "strength": e.entry.strength,
                "form": e.entry.form,
                "locator": e.entry.locator,
                "present": e.statement is not None,
                "differences": [{"of": what, "entry": listed, "statement": stated} for what, listed, stated in e.differences],
                "departs": list(e.statement.departs) if e.statement else [],
                "holds": e.holds,
            }
            for e in found.entries
        ],
        beyond=[{"statement": s.id, "departs": list(s.departs)} for s in found.beyond],
    )


def _document(name: str, pack: Pack, /, **parts: Any) -> Json:
    return document(f"guideline.{name}/1", pack.compiled.hashes, **parts)


def _cases(covered: Covered) -> Json:
    return {"in_force": list(covered.in_force), "falls_away": list(covered.falls_away), "named": list(covered.named)}


def _source(s: Source, pack: Pack) -> Json:
    mine = [x for x in pack.knowledge.statements.values() if x.source == s.name]
    return {
        "id": s.name,
        "title": s.title,
        "date": s.date or None,
        "issuer": s.issuer or None,
        "kind": s.kind or None,
        "url": s.url or None,
        "succeeds": list(s.succeeds),
        "strengths": dict(sorted(s.strengths.items(), key=lambda item: (-item[1], item[0]))),
        "statements": len(mine),
        "contexts": [
            {
                "context": c.name,
                "label": c.label,
                "narrower_than": list(c.narrower),
                "statements": sum(c.name in x.within for x in mine),
                "exclusions": [{"reason": r, "label": w} for r, w in sorted(c.exclusions.items())],
            }
            for c in sorted(pack.knowledge.contexts.values(), key=lambda c: c.name)
            if c.source == s.name
        ],
    }


def _brief(s: Statement) -> Json:
    return cited_json(s) | {
        "within": list(s.within),
        "stances": [{"stance": w, "action": a, "offered": a in s.offers} for w, a in s.leans],
        "ratings": [{"action": a, "rating": w, "score": dict(s.scores).get(a)} for a, w in s.rates],
    }


def _rule(r: SourceRule) -> Json:
    return {
        "rule": r.text,
        "file": r.place.file,
        "line": r.place.line,
        "conditions": [
            {"holds": b.positive, "any_of": [str(t) for t in b.tests] or list(b.atoms) or [f"{b.name}/{b.arity}"]} for b in r.body
        ],
    }


def _finding(f: Finding) -> Json:
    return {
        "finding": f.name,
        "kind": f.kind,
        "label": f.label,
        "question": f.question or None,
        "choices": list(f.choices),
        "unit": f.unit or None,
        "range": [_text(f.low), _text(f.high)] if f.low or f.high else None,
        "critical": f.critical,
        "fixed": f.fixed,
        "clock": f.clock,
        "thresholds": [t.text for t in f.thresholds],
        "codes": [{"system": a, "code": b} for a, b in f.codes],
    }


def _text(end: Quantity | None) -> str | None:
    return end.text if end else None


def _action(a: Action) -> Json:
    return {
        "action": a.name,
        "label": a.label,
        "kind_of": list(a.kind_of),
        "includes": list(a.includes),
        "purposes": list(a.purposes),
        "complete": a.complete,
        "codes": [{"system": s, "code": c} for s, c in a.codes],
    }
