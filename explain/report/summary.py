"""The first screen of a report: what to ask, what is to be decided, what waits, and what is settled, in the same words for every form."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from explain.overview_possible import brought_as
from explain.overview_row import untimed as untimed_action
from explain.render import phrase
from explain.report.summary_marks import Tension, in_tension, tensions, untimed
from explain.views.answer import ActionView, View, Voices
from explain.views.choices import DecisionView
from explain.views.possible import PossibleActions
from explain.views.standings import Before
from explain.views.terms import Terms
from explain.views.values import Said
from guideline.standing import PAIR

BOOK = "report"
MOST = 4
"""Rows of what is only counted beyond them."""
WORKUP = frozenset({"diagnostic", "pitfall"})
"""Kinds of statements that say what to find out; an action that only these are for comes after what treats."""


@dataclass(frozen=True, slots=True)
class Item:
    """A row: its words, what is said of them, who says so, the section that holds the rest, and how it is set.

    `tone` is strong, warn, alarm, soft or empty.
    """

    text: str
    says: str = ""
    by: str = ""
    goal: str = ""
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Card:
    """What stands together; without items, `empty` says so.

    `key` is urgent, ask, contested, waiting, either, possible, bounds or settled.
    """

    key: str
    items: tuple[Item, ...]
    empty: str = ""


def summary(view: View, terms: Terms, brought: Sequence[PossibleActions]) -> tuple[Card, ...]:
    """The cards of a report, in their order; one on what is urgent, waits or is not settled, only where something is or does."""
    torn = _torn(terms)
    waiting = tuple(_waiting(view, terms))
    either = tuple(_either(view))
    urgent = tuple(_urgent(view, terms))
    bounds = tuple(_bounds(view))
    possible = tuple(_possible(brought))
    return (
        *([Card("urgent", urgent)] if urgent else []),
        Card("ask", tuple(_ask(view)), _say("nothing_to_ask")),
        Card("contested", (*_contested(view, terms), *_of_contested_classes(view, torn, terms)), _say("nothing_contested")),
        *([Card("waiting", waiting)] if waiting else []),
        *([Card("either", either)] if either else []),
        *([Card("possible", possible)] if possible else []),
        *([Card("bounds", bounds)] if bounds else []),
        Card("settled", tuple(_settled(view, torn, terms)), _say("nothing_settled")),
    )


def _urgent(view: View, terms: Terms) -> Iterator[Item]:
    for u in view.urgent:
        marks = (
            [_say("provisional")] if u.falls else [phrase("wavers", terms.source(source), _say("provisional")) for source, _ in u.wavering]
        )
        yield Item(phrase("at_once", u, phrase("list", u.by), marks), _first(u.requires), tone="warn" if u.excluded else "strong")


def _possible(rows: Sequence[PossibleActions]) -> Iterator[Item]:
    """What nothing in force speaks of, and an answer would bring up: what would be urgent takes no room from the rest."""
    urgent = [x for x in rows if x.urgent]
    rest = [x for x in rows if x.sets and not x.urgent][:MOST]
    for x in (*urgent, *rest):
        yield Item(phrase("list", x.labels), brought_as(x, titled=True), goal="actions", tone="warn" if x.urgent else "")
    more = {label for x in rows for label in x.labels} - {label for x in (*urgent, *rest) for label in x.labels}
    if more:
        yield Item(_say("more_possible", len(more)), goal="actions")


def _bounds(view: View) -> Iterator[Item]:
    """What the case rules out, and what the patient would rather have."""
    for e in view.header.excluded:
        yield Item(phrase("excluded", e), tone="warn")
    for preference in view.header.preferences:
        yield Item(phrase("prefers", preference))


def _first(requires: Sequence[Before]) -> str:
    """What has to come before an action, and what of that the case rules out."""
    free = tuple(dict.fromkeys(what for what, _, out in requires if not out))
    barred = dict.fromkeys(phrase("requires", what, out) for what, _, out in requires if out)
    return "; ".join([*([phrase("requires", phrase("list", free))] if free else []), *barred])


def _ask(view: View) -> Iterator[Item]:
    for a in view.ask[:MOST]:
        yield Item(a.question or a.label, tone="alarm" if a.critical else "")
    if len(view.ask) > MOST:
        yield Item(_say("more_asked", len(view.ask) - MOST), goal="open")


def _contested(view: View, terms: Terms) -> Iterator[Item]:
    for number, (d, made) in enumerate(zip(view.decisions, terms.answer.decisions, strict=True), 1):
        if d.tie == "one_way":
            continue
        sides = _sides(d)[:MOST] if d.tie == "disagree" else []
        named = {a.letter: a for a in d.alternatives}
        first = [(named[o.first], o) for o in d.order[:1]]
        open_in_time = untimed(made, tuple(made.subject.split(PAIR)), terms)
        says = [_say("decision_line", d, sides, first), *([_say("hang_on_time", *open_in_time)] if open_in_time[0] else [])]
        says += [_say("provisional")] if d.sets else []
        yield Item(phrase("subject", d.subject), "; ".join(says), goal=f"decision-{number}")


def _sides(made: DecisionView) -> list[tuple[str, str, list[str]]]:
    """Who says what in a decision: stance, action and sources; on the subject itself first, and nothing else where that has two sides."""
    found: dict[tuple[str, str], dict[str, None]] = {}
    for said in [s for a in made.alternatives for s in a.follows]:
        if said.word.stance in {"for", "against", "withholds"}:
            found.setdefault((said.word.stance, said.word.action), {})[said.cite.by] = None
    rows = sorted(found, key=lambda row: (row[1] not in made.subject, made.subject.index(row[1]) if row[1] in made.subject else 0))
    mine = [row for row in rows if row[1] in made.subject]
    whole = mine if len(mine) > 1 else rows
    return [(stance, action, list(found[stance, action])) for stance, action in whole]


def _torn(terms: Terms) -> dict[str, str]:
    """Labels of actions that are to be done, each with that of a contested class above it."""
    status = terms.answer.status
    found = {}
    for action in sorted(a for a in status if status[a] == "settled_for"):
        classes = [b for b in terms.above(action) if status.get(b) == "contested"]
        if classes:
            found[terms.label(action)] = terms.label(classes[0])
    return found


def _of_contested_classes(view: View, torn: dict[str, str], terms: Terms) -> Iterator[Item]:
    for a in view.group("settled_for"):
        of = [torn[label] for label in a.labels if label in torn]
        if of:
            yield Item(phrase("list", a.labels), _say("class_contested", of[0]), _by(a.voices, terms), "actions")


def _waiting(view: View, terms: Terms) -> Iterator[Item]:
    rows = [*view.group("withheld"), *view.group("open")]
    for a in rows[:MOST]:
        held = [s for s in a.said if s.word.stance in {"withholds", "open"}]
        # What the record itself holds back comes first, then the stronger words of a source.
        held.sort(key=lambda s: (not _denied(s), not terms.strongest(s.cite.name)))
        told: dict[str, list[str]] = {}
        for x in held:
            told.setdefault(_say("waiting_for", x.word), []).append(_say("in_words_of", x))
        most = 2 if len(told) > MOST - 1 else len(told)
        says = "; ".join(_say("waits_by", words, list(dict.fromkeys(by))) for words, by in list(told.items())[:most])
        more = f", {phrase('and_more', len(told) - most)}" if len(told) > most else ""
        yield Item(phrase("list", a.labels), "; ".join([says + more, *_not_held(a)]), goal="actions", tone="warn")
    if len(rows) > MOST:
        yield Item(_say("more_waiting", len(rows) - MOST), goal="actions")


def _not_held(a: ActionView) -> Iterator[str]:
    """The sources that hold nothing back of what others do: those that ask for it, and those that only permit it."""
    told = {s.cite.by for s in a.said if s.word.stance in {"withholds", "open"}}
    for stance in ("for", "permits"):
        by = list(dict.fromkeys(s.cite.by for s in a.said if s.word.stance == stance and s.cite.by not in told))
        told |= set(by)
        if by:
            yield _say("not_held", stance, by)


def _either(view: View) -> Iterator[Item]:
    """What seems settled, and every answer to one question would change."""
    for a in view.group("either"):
        yield Item(phrase("list", a.labels), _say("hangs_on_answer", a.status, a.either), goal="actions", tone="warn")


def _denied(said: Said) -> bool:
    """Whether a record stands against a criterion, rather than that there is none."""
    return any(c.known is not None and c.known.kind != "missing" for c in said.word.criteria) or bool(said.word.until)


def _settled(view: View, torn: dict[str, str], terms: Terms) -> Iterator[Item]:
    done = [a for a in view.group("settled_for") if not torn.keys() & set(a.labels)]
    treats = [a for a in done if not _only_workup(a)]
    duties = sorted([a for a in treats if a.strongest], key=lambda a: (not a.urgent, not any(s.cite.kind == "escalation" for s in a.said)))
    tense = tensions(view)
    # What is in tension with another row is not told in a row with others.
    apart = [a for a in (*done, *view.group("offered")) if a not in duties and not tense.keys().isdisjoint(a.labels)]
    for a in duties:
        yield Item(phrase("list", a.labels), _marks(a, tense, terms), _by(a.strongest, terms), tone="strong")
    for a in apart:
        yield Item(phrase("list", a.labels), _marks(a, tense, terms), _by(a.voices, terms), "actions")
    yield from _together("also_treated", [a for a in treats if not a.strongest and a not in apart])
    yield from _together("also_found_out", [a for a in done if a.strongest and _only_workup(a) and a not in apart])
    rest = [a for a in done if not a.strongest and _only_workup(a) and a not in apart]
    if rest:
        yield Item(_say("more_found_out", len(rest)), goal="actions")
    yield from _together("offered", [a for a in view.group("offered") if a not in apart])
    told = {label for a in done for label in a.labels}
    for number, d in enumerate(view.decisions, 1):
        if d.tie == "one_way" and not told.issuperset(d.subject):
            yield Item(phrase("subject", d.subject), _say("one_way"), goal=f"decision-{number}")
    hard = [a for a in view.avoid if a.strongest]
    for a in hard:
        yield Item(_say("avoid", phrase("list", a.labels), bool(a.falls)), by=_by(a.strongest, terms), tone="warn")
    if len(view.avoid) > len(hard):
        yield Item(_say("count_avoided", len(view.avoid) - len(hard), len(hard)), goal="actions")
    shown = (*done, *view.group("offered"), *hard)
    turned = [bool(x.falls or x.wavering) for x in shown] + [bool(u.falls or u.wavering) for u in view.urgent]
    if any(turned) or any(d.sets for d in view.decisions):
        yield Item(_say("provisional_means"), tone="soft")


def _together(key: str, actions: Iterable[ActionView]) -> Iterator[Item]:
    """Actions in one row; those that an answer would turn, and those that hang on a time that is not recorded, in others."""
    found: dict[tuple[bool, bool], list[str]] = {}
    for a in actions:
        found.setdefault((untimed_action(a, a.status), bool(a.falls)), []).append(phrase("list", a.labels))
    for (timeless, turned), words in sorted(found.items()):
        yield Item(_say("together", key, turned, timeless), _say("in_a_row", words), goal="actions")


def _by(voices: Voices, terms: Terms) -> str:
    """Words of force with the sources that use them, in few words."""
    return phrase("voices", [(word, [terms.source(name) for name in names]) for word, names in voices])


def _marks(a: ActionView, tense: Mapping[str, tuple[Tension, ...]], terms: Terms) -> str:
    """Whether a row hangs on a time that is not recorded, what an answer could turn of it, and what it is in tension with."""
    timeless = [_say("timeless")] if untimed_action(a, a.status) else []
    turned = [_say("provisional")] if a.falls else [phrase("wavers", terms.source(source), _say("provisional")) for source, _ in a.wavering]
    return "; ".join([*timeless, *turned, *in_tension(a.labels, tense)])


def _only_workup(action: ActionView) -> bool:
    kinds = {s.cite.kind for s in action.said if s.word.stance == "for"}
    return bool(kinds) and kinds <= WORKUP


def _say(name: str, *values: object) -> str:
    return phrase(name, *values, book=BOOK)
