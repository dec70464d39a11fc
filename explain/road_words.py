"""Tells what comes next: the days on which the answer changes, in a line a day, with what changes, or with every statement."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from explain.quiet_days import is_quiet
from explain.render import phrase
from explain.review_words import tell_reviews
from explain.road_disputes import Statuses, counted, placed, settles, stays, tell_disputes, tell_force
from explain.telling import Length, Line, Passage, Telling
from explain.views.labels import parse_test
from explain.views.limits import Limits
from explain.views.terms import Terms
from explain.views.values import Word
from guideline.answer import Stance
from guideline.quantities import format_quantity
from guideline.road.ahead import Road
from guideline.road.clocks import Crossing
from guideline.road.step import UNSPOKEN, StatusChange, Step, Turn
from guideline.units import by_convention

BOOK = "road"
OFFERED, PERMITTED = "offered", "permitted"


@dataclass(frozen=True, slots=True)
class ClockNow:
    """A clock that crosses a threshold, with the ends of its value on that day, empty where open."""

    label: str
    low: str
    high: str
    low_included: bool
    high_included: bool
    crossings: tuple[Crossing, ...]

    @property
    def closed(self) -> bool:
        """Whether both ends are among its values."""
        return self.low_included and self.high_included


@dataclass(frozen=True, slots=True)
class Between:
    """A threshold that is crossed on a day that the record leaves open."""

    label: str
    threshold: str
    how: str
    certain: bool
    earliest: int
    latest: int


def tell_road(road: Road, terms: Terms, length: Length, limits: Limits = MappingProxyType({})) -> Telling:
    """The passages on what time brings.

    Args:
        road: the days.
        terms: labels of the answer that the road starts from.
        length: one line a day; what changes; each statement and pair too.
        limits: of the pack, the bounds on clocks within which statements speak.
    """
    now: dict[str, set[str]] = {}
    for s in terms.answer.stances:
        if s.word == "for":
            now.setdefault(s.action, set()).add(s.statement)
    words = {a: OFFERED if terms.answer.only_offered(a, terms.knowledge.statements) else s for a, s in terms.answer.status.items()}
    lines: list[Line] = []
    quiet = [step for step in road.steps if length != "full" and is_quiet(step, terms)]
    for step in [s for s in road.steps if s not in quiet]:
        old, words = words, words if step.breaches else _words(step, words)
        for turn in step.turns:
            (set.add if any(s.word == "for" for s in turn.new) else set.discard)(now.setdefault(turn.action, set()), turn.statement)
        if length == "line":
            lines.append(_in_a_line(step, terms, (old, words)))
        else:
            untimed = _untimed(now, road, limits)
            lines += _step(step, road, terms, (old, words), untimed, full=length == "full")
    lines += _last(road, terms, quiet)
    if length == "line":
        lines += [Line(_say("missing_all", labels, reports), tone="dim") for labels, reports in _missing(road, terms)]
    growing = [(c.finding.label, terms.value(c.recorded).text) for c in road.clocks]
    convention = by_convention(
        [x.threshold for s in road.steps for x in s.crossings] + [end for r in road.reviews if r.days for end in r.window]
    )
    remarks = [_say("growing", growing)] * bool(growing) + [phrase("counted_as", convention)] * bool(convention)
    passages = [Passage(_say("heading", "ahead"), tuple(lines), " ".join(remarks))]
    if length != "line":
        passages += _beside(road, terms)
    return tuple(passages)


def _untimed(speaking: Mapping[str, Iterable[str]], road: Road, limits: Limits) -> frozenset[str]:
    """The actions that each statement for them backs only within a time of which nothing is recorded."""
    missing = set(road.missing)
    bound = {s for s, tests in limits.items() if any(t.subject in missing for t in tests)}
    return frozenset(a for a, statements in speaking.items() if statements and bound.issuperset(statements))


def _words(step: Step, before: Mapping[str, str]) -> dict[str, str]:
    """The status of each action from a day on; of what is settled for and only offered, that word, as the overview of an answer has it."""
    status = {a: "settled_for" if s == OFFERED else s for a, s in before.items()} | {c.action: c.new for c in step.status}
    return {a: OFFERED if a in step.offered else s for a, s in status.items()}


def _last(road: Road, terms: Terms, quiet: Sequence[Step]) -> Iterator[Line]:
    if quiet:
        pairs = any(s.begins or s.ends for s in quiet)
        yield Line(_say("quiet", [s.date or s.day for s in quiet], len(road.steps) > len(quiet), pairs))
    if road.beyond:
        yield Line(_say("beyond", terms.label(road.beyond), road.last))
    elif not quiet:
        yield Line(_say("no_more") if road.steps else _say("nothing", len(road.clocks)))


def _beside(road: Road, terms: Terms) -> Iterator[Passage]:
    if road.missing:
        lines = [Line(_say("could_change", labels, reports)) for labels, reports in _missing(road, terms)]
        # Where no time is recorded at all, that nothing is shown has been said.
        yield Passage(_say("heading", "missing"), tuple(lines), _say("missing", len(road.missing)) if road.clocks else "")
    if road.reviews:
        rows = [Line(text, depth, placed(by, terms, full=True)) for text, depth, by in tell_reviews(road.reviews, terms)]
        yield Passage(_say("heading", "reviews"), tuple(rows))


def _missing(road: Road, terms: Terms) -> Iterator[tuple[tuple[str, ...], bool]]:
    """The durations of which nothing is recorded: those that could change the answer, then those that could only move reports."""
    for reports in (False, True):
        names = [name for name in road.missing if (name in road.reporting) is reports]
        if names:
            yield terms.labels(names), reports


def _in_a_line(step: Step, terms: Terms, words: Statuses) -> Line:
    """The day with the most telling of its changes: of statuses, else of words, of disagreements, of statements."""
    told: list[str] = []
    names: list[str] = []
    if step.breaches:
        told = [_say("must_change_short")]
    elif changes := _changes(step, words):
        told = [_say("status_now", terms.label(c.action), c.new) for c in changes]
        names = [s for c in changes for s in c.statements or [t.statement for t in step.turns if t.action == c.action]]
    elif step.turns:
        told = [_say("turned", terms.label(action), words, sources) for action, words, sources in _by_words(step.turns, terms)]
        names = [t.statement for t in step.turns]
    if not step.breaches:
        told += [_say("dispute", k, terms.subject(s), "begins") for s, k in step.disagreements_begin]
        ended = [(s, k) for s, k in step.disagreements_end if not settles(s, words)]
        told += [_say("dispute", k, terms.subject(s), "ends", stays(s, words)) for s, k in ended]
        names = names or [s for c in (*step.begins, *step.ends) for s in c.statements]
    now, gone = step.now_in_force, step.no_longer_in_force
    if not told and (now or gone):
        told = [_say("forces", *counted(now, terms), *counted(gone, terms))]
        names = [*now, *gone]
    if not told:
        told = [_say("again")] if step.again else [_say("scopes")]
    return Line(
        f"{_start(step, terms)}: {'; '.join(dict.fromkeys(told))}", place=placed(names, terms), tone="warn" if step.breaches else ""
    )


def _start(step: Step, terms: Terms) -> str:
    values = dict(step.values)
    clocks = []
    for name in dict.fromkeys(c.finding for c in step.crossings):
        value, unit = values[name], terms.vocabulary.findings[name].unit
        ends = ["" if end is None else format_quantity(end, unit) for end in (value.low, value.high)]
        crossings = tuple([c for c in step.crossings if c.finding == name])
        clocks.append(ClockNow(terms.label(name), ends[0], ends[1], value.low_included, value.high_included, crossings))
    return _say("start", step.day, step.date, clocks)


def _step(step: Step, road: Road, terms: Terms, words: Statuses, untimed: Container[str], *, full: bool) -> Iterator[Line]:
    yield Line(_start(step, terms), tone="bold")
    recorded = {c.finding.name: c.recorded for c in road.clocks}
    for x in step.crossings:
        if x.earliest != x.latest:
            row = Between(terms.label(x.finding), x.threshold, x.how, x.certain, x.earliest, x.latest)
            yield Line(_say("between", row, terms.value(recorded[x.finding]).text), 1, tone="dim")
    for breach in step.breaches:
        yield Line(_say("breach", breach), 1, tone="warn")
    if step.breaches:
        yield Line(_say("must_change"), 1, tone="warn")
        return
    if step.again:
        yield Line(_say("again"), 1)
    changed = {c.action: c for c in _changes(step, words)}
    for action in dict.fromkeys([*changed, *(t.action for t in step.turns)]):
        status = words[1].get(action, UNSPOKEN)
        yield from _action(action, changed.get(action), step, terms, status, untimed=action in untimed, full=full)
    moved: set[str] = set()
    yield from tell_disputes(step, terms, words, moved, full=full)
    for how, contexts in (("enters", step.enters), ("leaves", step.leaves)):
        for name in contexts:
            yield Line(_say("scope", how, terms.knowledge.contexts[name].label), 1, place=terms.knowledge.contexts[name].source)
    yield from tell_force(step, road.clocks, terms, moved, full=full)


def _changes(step: Step, words: Statuses) -> list[StatusChange]:
    """The changes of status in the words of the overview: what is settled for as before may have been, or be, only offered."""
    by = {c.action: c.statements for c in step.status}
    turned = sorted(a for a in words[0] if a not in by and words[0][a] != words[1][a])
    pairs = [(a, *(w.get(a, UNSPOKEN) for w in words)) for a in (*by, *turned)]
    return [StatusChange(a, old, new, by.get(a, ())) for a, old, new in pairs]


def _action(
    action: str, change: StatusChange | None, step: Step, terms: Terms, status: str, *, untimed: bool, full: bool
) -> Iterator[Line]:
    """A status that changes, or stays; then the words on it that change."""
    label, turns = terms.label(action), [t for t in step.turns if t.action == action]
    if change:
        if not full:
            # A word that is the status itself is said with it; where nothing is said any more, that is all that there is to say.
            turns = [t for t in turns if change.new != UNSPOKEN and not _is_status(t, change)]
        by = [s for s in change.statements if s not in {t.statement for t in turns}]
        yield Line(_say("status", label, change.old, change.new), 1, placed(by, terms, full=full))
    else:
        yield Line(_say("still", label, status, untimed and status in {"settled_for", OFFERED}), 1)
    told: dict[str, list[str]] = {}
    for turn in turns:
        how = _comes_or_goes(turn.statement, step) if full else ""
        words = _turned(turn, terms, how)
        if not turn.new and not full and _by_editors(turn, step, terms):
            words = _say("by_editors", words)
        told.setdefault(words, []).append(turn.statement)
    for words, names in told.items():
        if full:
            for name in names:
                yield Line(_say("turn_said", terms.cite(name).says, words), 2, placed([name], terms))
        else:
            sources = sorted({terms.knowledge.statements[name].source for name in names})
            yield Line(_say("said_by", words, sources), 2, placed(names, terms))


def _by_editors(turn: Turn, step: Step, terms: Terms) -> bool:
    """Whether a word ends with a time that the editors put for words of the source."""
    taken = [parse_test(term) for term, _ in terms.knowledge.statements[turn.statement].taken]
    crossed = {(c.finding, c.threshold) for c in step.crossings}
    return any((t.subject, t.value) in crossed for t in taken)


def _is_status(turn: Turn, change: StatusChange) -> bool:
    """Whether a statement speaks on one side only, and its plain permission is there the status itself."""
    said = (*turn.old, *turn.new)
    bare = len(said) == 1 and said[0].word == "permits" and not (said[0].criteria or said[0].since or said[0].until)
    return bare and (change.new if turn.new else change.old) == PERMITTED


def _by_words(turns: Iterable[Turn], terms: Terms) -> Iterator[tuple[str, str, list[str]]]:
    """What is said otherwise of each action, with the sources that say so."""
    found: dict[tuple[str, str], set[str]] = {}
    for t in turns:
        found.setdefault((t.action, _turned(t, terms)), set()).add(terms.knowledge.statements[t.statement].source)
    for (action, words), sources in found.items():
        yield action, words, sorted(sources)


def _turned(turn: Turn, terms: Terms, how: str = "") -> str:
    """What becomes of the words of a statement on an action."""
    old, new = ([_word(s, terms) for s in stances] for stances in (turn.old, turn.new))
    if any(w.taken or any(c.taken for c in w.criteria) for w in new):
        # That the editors read the time so is said of the one, and holds of the other.
        old = [replace(w, taken="") for w in old]
    return _say("turn", old, new, how, turn.left)


def _comes_or_goes(statement: str, step: Step) -> str:
    return "now" if statement in step.now_in_force else "no_longer" if statement in step.no_longer_in_force else ""


def _word(stance: Stance, terms: Terms) -> Word:
    """A stance of a day to come: without what is recorded today beside its criteria."""
    s = terms.knowledge.statements[stance.statement]
    # "waits until 3 months" has said what the one criterion asks.
    criteria = () if stance.until and len(stance.criteria) == 1 else stance.criteria
    return Word(
        stance=stance.word,
        action=terms.label(stance.action),
        criteria=tuple([terms.criterion(c, stance.statement) for c in criteria]),
        since=stance.since,
        until=stance.until,
        offered=stance.action in s.offers,
        taken=terms.taken_bound(s.name, stance.action, stance.since or stance.until),
        rating=next((terms.label(w) for a, w in s.rates if a == stance.action), "") if stance.word not in {"withholds", "open"} else "",
    )


def _say(name: str, *values: object) -> str:
    return phrase(name, *values, book=BOOK)
