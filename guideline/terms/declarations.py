"""The first half of the contract: what a pack declares of findings, actions, sources and contexts."""

from __future__ import annotations

from clorm import Predicate, field

from guideline.model import Test
from guideline.terms.parsed import Term
from guideline.terms.roles import ACTION, CHOICE, CONTEXT, FINDING, KIND, NUMBER, QUANTITY, SOURCE, TERM, TEST, TEXT, WORD


class Finding(Predicate, name="finding"):
    """What a case may record; `kind` is a pair of kind and unit, the unit empty unless a quantity."""

    finding: str = field(FINDING)
    kind: tuple[str, str] = field(KIND)


class Choice(Predicate, name="choice"):
    """A value of a choice."""

    finding: str = field(FINDING)
    value: str = field(CHOICE)


class Range(Predicate, name="range"):
    """Outside it a value is a typing error, not a patient."""

    finding: str = field(FINDING)
    low: str = field(QUANTITY)
    high: str = field(QUANTITY)


class Critical(Predicate, name="critical"):
    """Never assume: an unrecorded value must be asked for."""

    finding: str = field(FINDING)


class Fixed(Predicate, name="fixed"):
    """Cannot be changed by care."""

    finding: str = field(FINDING)


class Clock(Predicate, name="clock"):
    """Grows as time passes."""

    finding: str = field(FINDING)


class Label(Predicate, name="label"):
    """The words for any term."""

    term: Term = field(TERM)
    words: str = field(TEXT)


class Question(Predicate, name="question"):
    """How to ask for a finding."""

    finding: str = field(FINDING)
    words: str = field(TEXT)


class Code(Predicate, name="code"):
    """A terminology code for any term."""

    term: Term = field(TERM)
    system: str = field(WORD)
    code: str = field(TEXT)


class Action(Predicate, name="action"):
    """A treatment or test for a purpose."""

    action: str = field(ACTION)


class KindOf(Predicate, name="kind_of"):
    """`action` is a kind of `parent`."""

    action: str = field(ACTION)
    parent: str = field(ACTION)


class Complete(Predicate, name="complete"):
    """The named kinds of an action are all there are."""

    action: str = field(ACTION)


class Includes(Predicate, name="includes"):
    """A plan has a part."""

    action: str = field(ACTION)
    part: str = field(ACTION)


class Exclusive(Predicate, name="exclusive"):
    """Alternatives of one choice."""

    action: str = field(ACTION)
    other: str = field(ACTION)


class Purpose(Predicate, name="purpose"):
    """What an action is for; its kinds inherit it."""

    action: str = field(ACTION)
    purpose: str = field(WORD)


class Follows(Predicate, name="follows"):
    """What a record implies."""

    test: Test = field(TEST)


class Impossible(Predicate, name="impossible"):
    """What no patient can be."""

    axiom: str = field(WORD)
    words: str = field(TEXT)


class DosedPer(Predicate, name="dosed_per"):
    """From which finding an amount for a unit of the patient is computed: `mg/kg` from the body weight, by `dosed_per("kg", weight)`."""

    unit: str = field(TEXT)
    finding: str = field(FINDING)


class Source(Predicate, name="source"):
    """A document."""

    source: str = field(SOURCE)
    title: str = field(TEXT)


class SourceDate(Predicate, name="source_date"):
    """When it was published."""

    source: str = field(SOURCE)
    date: str = field(TEXT)


class SourceIssuer(Predicate, name="source_issuer"):
    """Who published it."""

    source: str = field(SOURCE)
    issuer: str = field(TEXT)


class SourceKind(Predicate, name="source_kind"):
    """What kind of document it is."""

    source: str = field(SOURCE)
    kind: str = field(TEXT)


class SourceUrl(Predicate, name="source_url"):
    """Where it can be read."""

    source: str = field(SOURCE)
    url: str = field(TEXT)


class Succeeds(Predicate, name="succeeds"):
    """`source` is a later edition of `earlier`."""

    source: str = field(SOURCE)
    earlier: str = field(SOURCE)


class Strength(Predicate, name="strength"):
    """The order of a source's own words of force; a greater rank is stronger."""

    source: str = field(SOURCE)
    word: str = field(WORD)
    rank: int = field(NUMBER)


class Context(Predicate, name="context"):
    """A clinical scenario of a source."""

    context: str = field(CONTEXT)
    source: str = field(SOURCE)
    words: str = field(TEXT)


class Enters(Predicate, name="enters"):
    """Whom a context takes in."""

    context: str = field(CONTEXT)


class Excludes(Predicate, name="excludes"):
    """Whom a context leaves out, and for what reason."""

    context: str = field(CONTEXT)
    reason: str = field(WORD)


class Narrower(Predicate, name="narrower"):
    """`context` is a special case of `wider`."""

    context: str = field(CONTEXT)
    wider: str = field(CONTEXT)
