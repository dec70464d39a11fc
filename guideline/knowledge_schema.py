"""JSON Schemas (2020-12) of what `guideline sources`, `statements`, `show`, `vocabulary` and `trace` print with `--json`."""

from __future__ import annotations

from typing import get_args

from guideline.contract_schema import CITED, COUNT, FLAG, MAYBE, PAIR, TAKEN, TEXT, TEXTS, Schema, closed, document, one_of, rows
from guideline.inventory import FORMS
from guideline.model import FindingKind

STANCES = ("for", "against", "permits", "undecided")
"""Words of one statement on an action; what stands open or withholds is a matter of a case."""
DIFFERENCES = ("kind", "strength", "locator", "form")

_NAMED = closed(statement=TEXT, why=TEXT)
_OVERRIDE = closed(statement=TEXT, action=MAYBE)
_SAID_OF = closed(drug=TEXT, words=TEXT)
_CODES = rows(closed(system=TEXT, code=TEXT))
_CONTEXT = closed(
    context=TEXT,
    label=TEXT,
    narrower_than=TEXTS,
    statements=COUNT,
    exclusions=rows(closed(reason=TEXT, label=TEXT)),
)
_BRIEF = closed(
    **CITED,
    within=TEXTS,
    stances=rows(closed(stance=one_of(STANCES), action=TEXT, offered=FLAG)),
    ratings=rows(closed(action=TEXT, rating=TEXT, score={"type": ["integer", "null"]})),
)
_RULE = closed(
    rule=TEXT,
    file=TEXT,
    line=COUNT,
    conditions=rows(closed(holds=FLAG, any_of={**TEXTS, "minItems": 1})),
)
_CASES: Schema = {
    "anyOf": [closed(in_force=TEXTS, falls_away=TEXTS, named=TEXTS), {"type": "null"}],
    "description": "names of cases; null where they were not looked at, or there are none",
}
_RANGE: Schema = {
    "anyOf": [{"type": "array", "items": MAYBE, "minItems": 2, "maxItems": 2}, {"type": "null"}],
    "description": "what a recorded value lies between, as the pack writes it",
}


SOURCES = document(
    "What `guideline sources --json` prints",
    "sources",
    sources=rows(
        closed(
            id=TEXT,
            title=TEXT,
            date=MAYBE,
            issuer=MAYBE,
            kind=MAYBE,
            url=MAYBE,
            succeeds=TEXTS,
            strengths={"type": "object", "additionalProperties": COUNT, "description": "words of force, and their rank in this source"},
            statements=COUNT,
            contexts=rows(_CONTEXT),
        )
    ),
)
STATEMENTS = document("What `guideline statements --json` prints", "statements", statements=rows(_BRIEF))
STATEMENT = document(
    "What `guideline show --json` prints",
    "statement",
    **_BRIEF["properties"],
    file=TEXT,
    line=COUNT,
    applies=rows(_RULE),
    needs=rows(closed(action=TEXT, criterion=TEXT)),
    prefers=rows(closed(action=TEXT, over=TEXT)),
    equal=rows(closed(action=TEXT, other=TEXT)),
    only_with=rows(closed(action=TEXT, other=TEXT)),
    goes_with=rows(closed(action=TEXT, other=TEXT)),
    requires=rows(closed(action=TEXT, first=TEXT)),
    doses=rows(closed(drug=TEXT, purpose=TEXT, low=COUNT, high=COUNT, unit=TEXT, every=TEXT)),
    routes=rows(_SAID_OF),
    schedules=rows(_SAID_OF),
    repeats=rows(_SAID_OF),
    reviews=rows(
        closed(
            review=TEXT, earliest=TEXT, latest=TEXT, counted_from=TEXTS, answered_by=rows(closed(counted_from=TEXT, finding=TEXT)), of=TEXTS
        )
    ),
    reports=rows(closed(topic=TEXT, says=TEXT)),
    supports=TEXTS,
    bears_on=TEXTS,
    supported_by=TEXTS,
    silent=FLAG,
    urgent=FLAG,
    taken_as=TAKEN,
    overrides=rows(_OVERRIDE),
    overridden_by=rows(_OVERRIDE),
    yields=rows(_NAMED),
    waives=rows(_NAMED),
    tensions=rows(_NAMED),
    ambiguous=TEXTS,
    hinges=rows(_NAMED),
    notes=TEXTS,
    departs=TEXTS,
    collides=rows(PAIR),
    cases=_CASES,
)
VOCABULARY = document(
    "What `guideline vocabulary --json` prints",
    "vocabulary",
    findings=rows(
        closed(
            finding=TEXT,
            kind=one_of(get_args(FindingKind)),
            label=TEXT,
            question=MAYBE,
            choices=TEXTS,
            unit=MAYBE,
            range=_RANGE,
            critical=FLAG,
            fixed=FLAG,
            clock=FLAG,
            thresholds=TEXTS,
            codes=_CODES,
        )
    ),
    actions=rows(closed(action=TEXT, label=TEXT, kind_of=TEXTS, includes=TEXTS, purposes=TEXTS, complete=FLAG, codes=_CODES)),
    exclusive=rows({"type": "array", "items": TEXT, "minItems": 2, "maxItems": 2}),
    labels={"type": "object", "additionalProperties": TEXT},
    choice_labels=rows(closed(finding=TEXT, value=TEXT, label=TEXT)),
)
TRACE = document(
    "What `guideline trace --json` prints",
    "trace",
    complete=FLAG,
    entries=rows(
        closed(
            entry=TEXT,
            kind=TEXT,
            strength=TEXT,
            form=one_of(FORMS),
            locator=TEXT,
            present=FLAG,
            differences=rows(closed(of=one_of(DIFFERENCES), entry=TEXT, statement=TEXT)),
            departs=TEXTS,
            holds=FLAG,
        )
    ),
    beyond=rows(closed(statement=TEXT, departs=TEXTS)),
)

SCHEMAS = {"sources": SOURCES, "statements": STATEMENTS, "statement": STATEMENT, "vocabulary": VOCABULARY, "trace": TRACE}
"""By the word that `guideline schema` takes."""
