"""Checks of words: that people can read what they are asked and told, and can tell one thing from another by its label."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from guideline.errors import Place
from guideline.lint.check import Check, Remark
from guideline.packs import Compiled


def questions(packs: Compiled) -> Iterator[Remark]:
    """Critical findings without a question."""
    for name, finding in packs.vocabulary.findings.items():
        if finding.critical and not finding.question:
            message = f"critical finding `{name}` has no question"
            place = packs.place(f"question {name}", f"finding {name}")
            yield Remark(name, message, place, f'state it as `question({name}, "Is there ...?")`')


def choice_labels(packs: Compiled) -> Iterator[Remark]:
    """Values of choices without a label."""
    for name, finding in packs.vocabulary.findings.items():
        for value in finding.choices:
            if (name, value) not in packs.vocabulary.choice_labels:
                term = f"choice({name},{value})"
                hint = f'state it as `label(choice({name}, {value}), "{value.replace("_", " ")}")`'
                yield Remark(term, f"value `{value}` of choice `{name}` has no label", packs.place(f"choice {name} {value}"), hint)


def term_labels(packs: Compiled) -> Iterator[Remark]:
    """Concepts, reasons of exclusions and reviews without a label."""
    known = packs.vocabulary
    labelled = known.labels.keys() | known.findings.keys() | known.actions.keys()
    asked = {literal.name for rule in packs.rules for literal in rule.body if not literal.tests and literal.arity == 0}
    named: dict[str, tuple[str, Place | None]] = {name: ("concept", _stated(packs, name)) for name in asked - labelled}
    for name, context in packs.knowledge.contexts.items():
        for reason in context.exclusions:
            named.setdefault(reason, ("reason", packs.place(f"excludes {name} {reason}")))
    for statement in packs.knowledge.statements.values():
        for review in statement.reviews:
            named.setdefault(review.review, ("review", statement.place))
    for name, (what, place) in sorted(named.items()):
        if name not in labelled:
            yield Remark(name, f"{what} `{name}` has no label", place, f'state it as `label({name}, "...")`')


def _stated(packs: Compiled, name: str) -> Place | None:
    return min((rule.place for rule in packs.rules if rule.head_name == name), default=None)


def shared_labels(packs: Compiled) -> Iterator[Remark]:
    """Things of one sort with the same words."""
    known = packs.vocabulary
    yield from _shared(packs, "finding", ((name, finding.label) for name, finding in known.findings.items()))
    yield from _shared(packs, "action", ((name, action.label) for name, action in known.actions.items()))
    for finding in known.findings.values():
        words = ((f"choice({finding.name},{v})", known.choice_labels.get((finding.name, v), "")) for v in finding.choices)
        yield from _shared(packs, f"value of `{finding.name}`:", words)
    yield from _shared(packs, "source", ((name, source.title) for name, source in packs.knowledge.sources.items()))
    for source in packs.knowledge.sources:
        own = ((name, c.label) for name, c in packs.knowledge.contexts.items() if c.source == source)
        yield from _shared(packs, "context", own)
    yield from _shared(packs, "term", known.labels.items())


def _shared(packs: Compiled, what: str, words: Iterable[tuple[str, str]]) -> Iterator[Remark]:
    first: dict[str, str] = {}
    for name, text in words:
        plain = " ".join(text.split()).casefold()
        other = first.setdefault(plain, name) if plain else name
        if other != name:
            message = f"{what} `{name}` and `{other}` have one label, `{text}`"
            place = packs.place(f"label {name}", f"context {name}", f"source {name}")
            yield Remark(name, message, place, "say in the label what tells them apart")


def empty_words(packs: Compiled) -> Iterator[Remark]:
    """Texts that hold nothing to read."""
    for name, what, text, place in _texts(packs):
        if not text.strip():
            yield Remark(name, f"`{what}` of `{name}` is an empty text", place, "put it in words")


def _texts(packs: Compiled) -> Iterator[tuple[str, str, str, Place | None]]:
    words, known, at = packs.vocabulary, packs.knowledge, packs.place
    for name, label in [*((n, f.label) for n, f in words.findings.items()), *((n, a.label) for n, a in words.actions.items())]:
        yield name, "label", label, at(f"label {name}")
    for name, label in words.labels.items():
        yield name, "label", label, at(f"label {name}")
    for (name, value), label in words.choice_labels.items():
        yield f"choice({name},{value})", "label", label, at(f"label choice({name},{value})")
    for name, finding in words.findings.items():
        if f"question {name}" in packs.places and not finding.critical:  # of a critical one, it is missing
            yield name, "question", finding.question, at(f"question {name}")
    for name, source in known.sources.items():
        yield name, "source", source.title, at(f"source {name}")
    for name, context in known.contexts.items():
        yield name, "context", context.label, at(f"context {name}")
    for name, text in known.axioms.items():
        yield name, "impossible", text, at(f"impossible {name}")
    for name, s in known.statements.items():
        yield name, "locator", s.locator, at(f"locator {name}")
        yield name, "says", s.says, at(f"says {name}")
        for what, rows in (("yields", s.yields), ("waives", s.waives), ("tension", s.tensions), ("hinges", s.hinges)):
            yield from ((name, what, why, s.place) for _, why in rows)
        for what, texts in (("ambiguous", s.ambiguous), ("note", s.notes), ("departs", s.departs), ("cites", s.cites)):
            yield from ((name, what, text, s.place) for text in texts)
        yield from ((name, "reports", row[-1], s.place) for row in s.reports)
        yield from ((name, "taken_as", why, s.place) for _, why in s.taken)


CHECKS = (
    Check(
        "missing-question",
        "a critical finding without a question",
        "it must be asked for, and there are no words to ask it in",
        questions,
    ),
    Check(
        "missing-choice-label",
        "a value of a choice without a label",
        "forms and answers then show the name from the program",
        choice_labels,
    ),
    Check(
        "missing-term-label",
        "a concept, a reason of an exclusion or a review without a label",
        "explanations name it, and have only the name from the program to show",
        term_labels,
    ),
    Check(
        "shared-label",
        "one label for several things of one sort",
        "readers take them for one",
        shared_labels,
    ),
    Check(
        "empty-words",
        "a text with nothing to read",
        "the loader asks for the fact and cannot ask for its sense",
        empty_words,
    ),
)
