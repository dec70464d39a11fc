"""The second half of the contract: what a pack says of one statement of a source."""

from __future__ import annotations

from clorm import Predicate, field

from guideline.terms.parsed import Criterion
from guideline.terms.roles import (
    ACTION,
    CONTEXT,
    CRITERION,
    FINDING,
    GROUP,
    NUMBER,
    QUANTITY,
    SOURCE,
    STATEMENT,
    TEXT,
    WORD,
)


class Statement(Predicate, name="statement"):
    """One assertion of a source."""

    statement: str = field(STATEMENT)
    source: str = field(SOURCE)
    kind: str = field(WORD)
    strength: str = field(WORD)


class Within(Predicate, name="within"):
    """The statement speaks inside a context."""

    statement: str = field(STATEMENT)
    context: str = field(CONTEXT)


class Locator(Predicate, name="locator"):
    """Where it stands in its source."""

    statement: str = field(STATEMENT)
    words: str = field(TEXT)


class Says(Predicate, name="says"):
    """Our paraphrase in one sentence."""

    statement: str = field(STATEMENT)
    words: str = field(TEXT)


class Cites(Predicate, name="cites"):
    """A reference of the source."""

    statement: str = field(STATEMENT)
    reference: str = field(TEXT)


class Applies(Predicate, name="applies"):
    """When a statement applies."""

    statement: str = field(STATEMENT)


class Recommends(Predicate, name="recommends"):
    """Do the action."""

    statement: str = field(STATEMENT)
    action: str = field(ACTION)


class Offers(Predicate, name="offers"):
    """The action is one of the options; any one of them satisfies the statement."""

    statement: str = field(STATEMENT)
    action: str = field(ACTION)


class Permits(Predicate, name="permits"):
    """The action may be done."""

    statement: str = field(STATEMENT)
    action: str = field(ACTION)


class Opposes(Predicate, name="opposes"):
    """Do not do the action."""

    statement: str = field(STATEMENT)
    action: str = field(ACTION)


class Undecided(Predicate, name="undecided"):
    """The source looked and could not say."""

    statement: str = field(STATEMENT)
    action: str = field(ACTION)


class Rates(Predicate, name="rates"):
    """A panel's rating, in the panel's words."""

    statement: str = field(STATEMENT)
    action: str = field(ACTION)
    word: str = field(WORD)


class Score(Predicate, name="score"):
    """The number behind a panel's rating."""

    statement: str = field(STATEMENT)
    action: str = field(ACTION)
    value: int = field(NUMBER)


class Scale(Predicate, name="scale"):
    """The stance that a word of a panel stands for."""

    word: str = field(WORD)
    stance: str = field(WORD)


class Needs(Predicate, name="needs"):
    """A criterion that closes the action until it is met."""

    statement: str = field(STATEMENT)
    action: str = field(ACTION)
    criterion: Criterion = field(CRITERION)


class AnyOf(Predicate, name="any_of"):
    """A member of a group of which one is enough."""

    group: str = field(GROUP)
    criterion: Criterion = field(CRITERION)


class AllOf(Predicate, name="all_of"):
    """A member of a group of which all are wanted."""

    group: str = field(GROUP)
    criterion: Criterion = field(CRITERION)


class Prefers(Predicate, name="prefers"):
    """`action` rather than `other`."""

    statement: str = field(STATEMENT)
    action: str = field(ACTION)
    other: str = field(ACTION)


class Equal(Predicate, name="equal"):
    """No difference between two actions."""

    statement: str = field(STATEMENT)
    action: str = field(ACTION)
    other: str = field(ACTION)


class OnlyWith(Predicate, name="only_with"):
    """`action` never without `other`."""

    statement: str = field(STATEMENT)
    action: str = field(ACTION)
    other: str = field(ACTION)


class GoesWith(Predicate, name="goes_with"):
    """`action` with `other` wherever that is admissible."""

    statement: str = field(STATEMENT)
    action: str = field(ACTION)
    other: str = field(ACTION)


class Requires(Predicate, name="requires"):
    """`before` must come before `action`."""

    statement: str = field(STATEMENT)
    action: str = field(ACTION)
    before: str = field(ACTION)


class Doses(Predicate, name="doses"):
    """A regimen: from `low` to `high` of `unit`, `every` so often, for a purpose."""

    statement: str = field(STATEMENT)
    drug: str = field(WORD)
    purpose: str = field(WORD)
    low: int = field(NUMBER)
    high: int = field(NUMBER)
    unit: str = field(TEXT)
    every: str = field(TEXT)


class Route(Predicate, name="route"):
    """How a drug is given."""

    statement: str = field(STATEMENT)
    drug: str = field(WORD)
    words: str = field(TEXT)


class Schedule(Predicate, name="schedule"):
    """When and for how long a drug is given."""

    statement: str = field(STATEMENT)
    drug: str = field(WORD)
    words: str = field(TEXT)


class Repeats(Predicate, name="repeats"):
    """After what time a regimen is given again."""

    statement: str = field(STATEMENT)
    drug: str = field(WORD)
    words: str = field(TEXT)


class FollowsUp(Predicate, name="follows_up"):
    """The window in which something is to be looked at again."""

    statement: str = field(STATEMENT)
    review: str = field(WORD)
    earliest: str = field(QUANTITY)
    latest: str = field(QUANTITY)


class CountsFrom(Predicate, name="counts_from"):
    """A clock whose beginning the days of a review are counted from; of several, the one that began first."""

    statement: str = field(STATEMENT)
    review: str = field(WORD)
    clock: str = field(FINDING)


class AnsweredBy(Predicate, name="answered_by"):
    """A finding that says what came of a review, of the treatment whose beginning the clock tells."""

    statement: str = field(STATEMENT)
    review: str = field(WORD)
    clock: str = field(FINDING)
    finding: str = field(FINDING)


class ReviewOf(Predicate, name="review_of"):
    """A treatment whose course a review looks at."""

    statement: str = field(STATEMENT)
    review: str = field(WORD)
    action: str = field(ACTION)


class Reports(Predicate, name="reports"):
    """Evidence, prognosis, rationale; decides nothing by itself."""

    statement: str = field(STATEMENT)
    topic: str = field(WORD)
    words: str = field(TEXT)


class Supports(Predicate, name="supports"):
    """What a statement reports is evidence for, or the reason of, another statement."""

    statement: str = field(STATEMENT)
    other: str = field(STATEMENT)


class Silent(Predicate, name="silent"):
    """A recorded gap of the source."""

    statement: str = field(STATEMENT)


class Urgent(Predicate, name="urgent"):
    """The source itself says that what the statement wishes is to be done at once."""

    statement: str = field(STATEMENT)


class Overrides(Predicate, name="overrides"):
    """Inside one source, the statement beats another."""

    statement: str = field(STATEMENT)
    other: str = field(STATEMENT)


class OverridesFor(Predicate, name="overrides"):
    """Inside one source, the statement beats another for one action."""

    statement: str = field(STATEMENT)
    other: str = field(STATEMENT)
    action: str = field(ACTION)
