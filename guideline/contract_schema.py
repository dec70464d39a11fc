"""JSON Schemas (2020-12): the words that they are made of, and that of an answer of `solve`."""

from __future__ import annotations

from typing import Any

Schema = dict[str, Any]
TEXT: Schema = {"type": "string"}
TEXTS: Schema = {"type": "array", "items": TEXT}
MAYBE: Schema = {"type": ["string", "null"]}
FLAG: Schema = {"type": "boolean"}
COUNT: Schema = {"type": "integer", "minimum": 0}
SETS: Schema = {"type": "array", "items": TEXTS, "description": "minimal sets of answers, each a list of tests"}
WORDS = ("for", "against", "permits", "withholds", "open", "undecided")
STATUSES = (
    "excluded", "contested", "option", "settled_for", "settled_against", "withheld", "open", "permitted", "undecided", "not_addressed",
)  # fmt: skip
KINDS = (
    "contradiction", "restriction", "combination", "co_appropriate", "divergence", "timing", "criterion", "preference", "agent", "dose",
    "degree", "undecided", "tension",
)  # fmt: skip


def closed(**properties: Schema) -> Schema:
    """An object with exactly these properties."""
    return {"type": "object", "additionalProperties": False, "required": list(properties), "properties": properties}


def document(title: str, name: str, /, *, of_packs: bool = True, **parts: Schema) -> Schema:
    """The schema of a JSON document of the engine: its head (see `guideline.json_document`) and its parts.

    Args:
        title: what the document is, in words.
        name: its name, without version.
        of_packs: whether the head names the packs; a document on packs that may not load cannot.
        parts: what the document says.
    """
    head: dict[str, Schema] = {"schema": {"const": f"guideline.{name}/1"}, "engine": closed(name=TEXT, version=TEXT)}
    if of_packs:
        head["packs"] = rows(closed(name=TEXT, sha256=TEXT))
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": title, **closed(**head, **parts)}


def rows(item: Schema) -> Schema:
    """A list of such items."""
    return {"type": "array", "items": item}


def one_of(words: tuple[str, ...]) -> Schema:
    """One of a few words."""
    return {"enum": list(words)}


TAKEN: Schema = {
    **rows(closed(test=TEXT, source_says=TEXT)),
    "description": "tests that the editors of the pack put for words of the source",
}
_STANCE = closed(stance=one_of(WORDS), action=TEXT, criteria=TEXTS, since=MAYBE, until=MAYBE)
_NAMED_STANCE = closed(statement=TEXT, **_STANCE["properties"])
_MARKS: Schema = {"provisional_on": SETS, "possible_if": SETS}
_SETTLED = closed(kind=TEXT, by=TEXT, whose=TEXT)
PAIR = closed(
    kind=one_of(KINDS), statements=TEXTS, actions=TEXTS, settled_by=rows(_SETTLED), hinges=TEXTS, waived=MAYBE
)  # fmt: skip
_MARKED_PAIR = closed(**PAIR["properties"], **_MARKS)
_CAMP = closed(stance=TEXT, action=MAYBE, since=MAYBE, until=MAYBE, criteria=TEXTS, statements=TEXTS)
_HELD = rows(closed(statement=TEXT, criteria=TEXTS, until=MAYBE))
_INTERVAL = closed(
    low={"type": ["number", "null"]}, high={"type": ["number", "null"]}, low_included=FLAG, high_included=FLAG
)  # fmt: skip
_FINDING = closed(finding=TEXT, label=TEXT, value={"anyOf": [FLAG, TEXT, _INTERVAL]}, unit=MAYBE, text=TEXT, line=COUNT)
_CASE = closed(
    case=TEXT,
    title=TEXT,
    date=MAYBE,
    origin=TEXT,
    notes=TEXT,
    findings=rows(_FINDING),
    excluded=rows(closed(action=TEXT, label=TEXT, kind=MAYBE, because=TEXT, line=COUNT)),
    preferences=rows(closed(prefer=TEXT, over=TEXT)),
)
_CONTEXT = closed(context=TEXT, label=TEXT, in_scope=FLAG, reasons=rows(closed(reason=TEXT, label=TEXT)))
CITED: Schema = {"statement": TEXT, "source": TEXT, "kind": TEXT, "strength": TEXT, "locator": TEXT, "says": TEXT, "cites": TEXTS}
"""Properties that identify a statement, and its words."""
_STATEMENT = closed(
    **CITED,
    urgent={**FLAG, "description": "whether the source itself says that it is to be done at once"},
    taken_as=TAKEN,
    stances=rows(_STANCE),
    prefers=rows(closed(action=TEXT, over=TEXT)),
    **_MARKS,
)
_AMOUNT: Schema = {
    "anyOf": [closed(finding=TEXT, measure=MAYBE, **_INTERVAL["properties"], unit=TEXT), {"type": "null"}],
    "description": "what an amount per unit of the patient comes to; null where the dose does not hang on the patient",
}
_DOSE = closed(
    statement=TEXT, drug=TEXT, purpose=TEXT, low=COUNT, high=COUNT, unit=TEXT, every=TEXT, route=MAYBE, schedule=MAYBE, repeat=MAYBE,
    amount=_AMOUNT,
)  # fmt: skip
_ACTION = closed(
    action=TEXT,
    label=TEXT,
    status=one_of(STATUSES),
    only_offered=FLAG | {"description": "settled for, and every statement for it only offers it, as one way among others"},
    provisional_on=SETS,
    possible_if=rows(closed(status=one_of(STATUSES), answers=SETS)),
    **{"for": TEXTS},
    against=TEXTS,
    withheld=_HELD,
    open=_HELD,
    permitted=TEXTS,
    undecided=TEXTS,
    requires=rows(closed(statement=TEXT, first=TEXT)),
    doses=rows(_DOSE),
    excluded={"anyOf": [closed(kind=MAYBE, because=TEXT), {"type": "null"}]},
)
_DECISION = closed(
    subject=TEXT,
    open_choice=FLAG,
    alternatives=rows(closed(rank=COUNT, actions=TEXTS, avoids=TEXTS, stances=rows(_NAMED_STANCE))),
    before=rows(closed(first=COUNT, second=COUNT, level=TEXT, reasons=rows(closed(by=TEXT, words=TEXT)))),
    complete=FLAG,
)
_ASK = closed(
    finding=TEXT,
    label=TEXT,
    question=TEXT,
    critical=FLAG,
    turns=COUNT,
    answers=rows({
        "type": "object",
        "additionalProperties": False,
        "required": ["if", "changes"],
        "properties": {"if": TEXTS, "changes": rows(closed(action=TEXT, **{"from": TEXT}, to=TEXT))},
    }),
)  # fmt: skip

ANSWER = document(
    "An answer of `guideline solve`",
    "answer",
    options=closed(without=TEXTS, policy=TEXTS, marks=FLAG),
    case=_CASE,
    sources=rows(closed(id=TEXT, title=TEXT, date=MAYBE, contexts=rows(_CONTEXT))),
    statements=closed(
        in_force=rows(_STATEMENT),
        overridden=rows(closed(statement=TEXT, by=rows(closed(statement=TEXT, action=MAYBE)))),
        possible=rows(closed(statement=TEXT, possible_if=SETS)),
    ),
    actions=rows(_ACTION),
    disagreements=rows(closed(subject=TEXT, kinds=rows(one_of(KINDS)), camps=rows(_CAMP), pairs=COUNT, left=TEXTS)),
    conflicts=rows(_MARKED_PAIR),
    settled=rows(PAIR),
    decisions=rows(_DECISION),
    assumed=rows(closed(finding=TEXT, label=TEXT, statements=TEXTS)),
    unread=rows(closed(finding=TEXT, label=TEXT, critical=FLAG, denied=FLAG, statements=TEXTS)),
    ask=rows(_ASK),
    reviews=rows(
        closed(
            review=TEXT,
            label=TEXT,
            windows=rows(closed(statement=TEXT, earliest=TEXT, latest=TEXT)),
            days_for_all={"anyOf": [{"type": "array", "items": COUNT, "minItems": 2, "maxItems": 2}, {"type": "null"}]},
        )
    ),
    evidence=rows(closed(statement=TEXT, locator=TEXT, topic=TEXT, says=TEXT, supports=TEXTS)),
    silent=rows(closed(statement=TEXT, locator=TEXT, says=TEXT)),
    ambiguous=rows(closed(statement=TEXT, locator=TEXT, readings=TEXT)),
)

SCHEMAS = {"answer": ANSWER}
"""By the word that `guideline schema` takes."""
