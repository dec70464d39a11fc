"""Tells what comes next: the days on which the answer changes, in a line a day, with what changes, or with every statement."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from explain.quiet_days import is_quiet
from explain.render import phrase
from explain.review_words import tell_reviews
from explain.telling import Length, Line, Passage, Telling
from explain.views.terms import Terms
from explain.views.values import Word
from guideline.answer import Conflict, Stance
from guideline.quantities import format_quantity
from guideline.road.ahead import Road
from guideline.road.clocks import Clock, Crossing
from guideline.road.reviews import beginning
from guideline.road.step import UNSPOKEN, StatusChange, Step, Turn
from guideline.units import by_convention

BOOK = "road"
PLACES = 3
"""So many places stand after one line; the full length gives each statement a line of its own."""
OFFERED, PERMITTED = "offered", "permitted"
STATEMENTS = 3
"""So many statements that come or go are named in short; more are counted."""


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


def tell_road(road: Road, terms: Terms, length: Length) -> Telling:
    """The passages on what time brings.

    Args:
        road: the days.
        terms: labels of the answer that the road starts from.
        length: one line a day; what changes; each statement and pair too.
    """
    words = {a: OFFERED if terms.answer.only_offered(a, terms.knowledge.statements) else s for a, s in terms.answer.status.items()}
    lines: list[Line] = []
    quiet = [step for step in road.steps if length != "full" and is_quiet(step, terms)]
    for step in [s for s in road.steps if s not in quiet]:
        old, words = words, words if step.breaches else _words(step, words)
        if length == "line":
            lines.append(_in_a_line(step, terms, (old, words)))
        else:
            lines += _step(step, road, terms, (old, words), full=length == "full")
    lines += _last(road, terms, [s.date or s.day for s in quiet])
    if road.missing and length == "line":
        lines.append(Line(_say("missing_all", terms.labels(road.missing)), tone="dim"))
    growing = [(c.finding.label, terms.value(c.recorded).text) for c in road.clocks]
    counted = by_convention(
        [x.threshold for s in road.steps for x in s.crossings] + [end for r in road.reviews if r.days for end in r.window]
    )
    remarks = [_say("growing", growing)] * bool(growing) + [phrase("counted_as", counted)] * bool(counted)
    passages = [Passage(_say("heading", "ahead"), tuple(lines), " ".join(remarks))]
    if length != "line":
        passages += _beside(road, terms)
    return tuple(passages)


def _words(step: Step, before: Mapping[str, str]) -> dict[str, str]:
    """The status of each action from a day on; of what is settled for and only offered, that word, as the overview of an answer has it."""
    status = {a: "settled_for" if s == OFFERED else s for a, s in before.items()} | {c.action: c.new for c in step.status}
    return {a: OFFERED if a in step.offered else s for a, s in status.items()}


def _last(road: Road, terms: Terms, quiet: Sequence[str | int]) -> Iterator[Line]:
    if quiet:
        yield Line(_say("quiet", quiet, len(road.steps) > len(quiet)))
    if road.beyond:
        yield Line(_say("beyond", terms.label(road.beyond), road.last))
    elif not quiet:
        yield Line(_say("no_more") if road.steps else _say("nothing", len(road.clocks)))


def _beside(road: Road, terms: Terms) -> Iterator[Passage]:
    if road.missing:
        yield Passage(_say("heading", "missing"), tuple([Line(x) for x in terms.labels(road.missing)]), _say("missing", len(road.missing)))
    if road.reviews:
        rows = [Line(text, depth, _places(by, terms)) for text, depth, by in tell_reviews(road.reviews, terms)]
        yield Passage(_say("heading", "reviews"), tuple(rows))


def _in_a_line(step: Step, terms: Terms, words: tuple[Mapping[str, str], Mapping[str, str]]) -> Line:
    """The day with the most telling of its changes: of statuses, else of words, of disagreements, of statements."""
    told: list[str] = []
    names: list[str] = []
    if step.breaches:
        told = [_say("must_change_short")]
    elif changes := _changes(step, words):
        told = [_say("status_now", terms.label(c.action), c.new) for c in changes]
        names = [s for c in changes for s in c.statements or [t.statement for t in step.turns if t.action == c.action]]
    elif step.turns:
        told = [f"{terms.label(t.action)}: {_turned(t, terms)}" for t in step.turns]
        names = [t.statement for t in step.turns]
    if not step.breaches:
        told += [_say("dispute", k, terms.subject(s), "begins") for s, k in step.disagreements_begin]
        told += [_say("dispute", k, terms.subject(s), "ends") for s, k in step.disagreements_end]
        names = names or [s for c in (*step.begins, *step.ends) for s in c.statements]
    now, gone = step.now_in_force, step.no_longer_in_force
    if not told and (now or gone):
        told = [_say("forces", *_counts(now, terms), *_counts(gone, terms))]
        names = [*now, *gone]
    if not told:
        told = [_say("again")] if step.again else [_say("scopes")]
    return Line(
        f"{_start(step, terms)}: {'; '.join(dict.fromkeys(told))}", place=_places(names, terms), tone="warn" if step.breaches else ""
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


def _counts(names: Iterable[str], terms: Terms) -> tuple[int, int]:
    """How many statements bear on answers, and how many report or are silent."""
    decides = [terms.knowledge.statements[n].decides for n in names]
    return sum(decides), len(decides) - sum(decides)


def _step(step: Step, road: Road, terms: Terms, words: tuple[Mapping[str, str], Mapping[str, str]], *, full: bool) -> Iterator[Line]:
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
        yield from _action(action, changed.get(action), step, terms, words[1].get(action, UNSPOKEN), full=full)
    moved: set[str] = set()
    yield from _disputes(step, terms, moved, full=full)
    for how, contexts in (("enters", step.enters), ("leaves", step.leaves)):
        for name in contexts:
            yield Line(_say("scope", how, terms.knowledge.contexts[name].label), 1, place=terms.knowledge.contexts[name].source)
    yield from _force(step, road.clocks, terms, moved, full=full)


def _changes(step: Step, words: tuple[Mapping[str, str], Mapping[str, str]]) -> list[StatusChange]:
    """The changes of status in the words of the overview: what is settled for as before may have been, or be, only offered."""
    by = {c.action: c.statements for c in step.status}
    turned = sorted(a for a in words[0] if a not in by and words[0][a] != words[1][a])
    pairs = [(a, *(w.get(a, UNSPOKEN) for w in words)) for a in (*by, *turned)]
    return [StatusChange(a, old, new, by.get(a, ())) for a, old, new in pairs]


def _action(action: str, change: StatusChange | None, step: Step, terms: Terms, status: str, *, full: bool) -> Iterator[Line]:
    """A status that changes, or stays; then the words on it that change."""
    label, turns = terms.label(action), [t for t in step.turns if t.action == action]
    if change:
        if not full:
            # A word that is the status itself is said with it; where nothing is said any more, that is all that there is to say.
            turns = [t for t in turns if change.new != UNSPOKEN and not _is_status(t, change)]
        by = [s for s in change.statements if s not in {t.statement for t in turns}]
        yield Line(_say("status", label, change.old, change.new), 1, _places(by, terms, full=full))
    else:
        yield Line(_say("still", label, status), 1)
    told: dict[str, list[str]] = {}
    for turn in turns:
        told.setdefault(_turned(turn, terms, _comes_or_goes(turn.statement, step) if full else ""), []).append(turn.statement)
    for words, names in told.items():
        if full:
            for name in names:
                yield Line(_say("turn_said", terms.cite(name).says, words), 2, _places([name], terms))
        else:
            yield Line(words, 2, _places(names, terms))


def _is_status(turn: Turn, change: StatusChange) -> bool:
    """Whether a statement speaks on one side only, and its plain permission is there the status itself."""
    said = (*turn.old, *turn.new)
    bare = len(said) == 1 and said[0].word == "permits" and not (said[0].criteria or said[0].since or said[0].until)
    return bare and (change.new if turn.new else change.old) == PERMITTED


def _turned(turn: Turn, terms: Terms, how: str = "") -> str:
    return _say("turn", [_word(s, terms) for s in turn.old], [_word(s, terms) for s in turn.new], how)


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


def _disputes(step: Step, terms: Terms, moved: set[str], *, full: bool) -> Iterator[Line]:
    """Disagreements that begin, end or go on otherwise; in short, a statement that makes one do so by coming or going itself is told below
    it, once; `moved` takes those in.
    """
    coming = set() if full else {s for how in ("now", "no_longer") for s in _untold(step, how) if len(_untold(step, how)) <= STATEMENTS}
    turned = {t.statement for t in step.turns}
    pairs: dict[tuple[str, str], tuple[list[Conflict], list[Conflict], list[Conflict]]] = {}
    for place, group in enumerate((step.begins, step.ends, step.stays)):
        for c in group:
            pairs.setdefault((c.subject, c.kind), ([], [], []))[place].append(c)
    for (subject, kind), (new, old, still) in sorted(pairs.items()):
        how = (
            "begins" if (subject, kind) in step.disagreements_begin else "ends" if (subject, kind) in step.disagreements_end else "goes_on"
        )
        text = _say("dispute", kind, terms.subject(subject), how)
        # Of a disagreement that goes on, those still in it are named, and then who joined or left it.
        was, now = (list(dict.fromkeys(s for c in (*group, *still) for s in c.statements)) for group in (old, new))
        names = [s for s in now if s in was] if how == "goes_on" else now or was
        if how == "goes_on" and not full and turned.issuperset({*was} ^ {*now}):
            # Their words on the action have told it.
            continue
        told = [] if how == "goes_on" else [s for s in names if s in coming - moved]
        moved.update(told)
        places = "" if full else _places([s for s in names if s not in told], terms)
        yield Line(text, 1, places, "warn" if how == "begins" else "good" if how == "ends" else "")
        yield from (_moved(how, s, terms) for s in told)
        for word, changed in (("begins", new), ("ends", old)) if full else ():
            for c in changed:
                yield Line(_say("pair", word if how == "goes_on" else "", [terms.cite(s) for s in c.statements]), 2)
        if how == "goes_on" and not full:
            for word, rows in (("joined", [s for s in now if s not in was]), ("left", [s for s in was if s not in now])):
                told = [s for s in rows if s in coming - moved]
                moved.update(told)
                yield from (_moved(word, s, terms) for s in told)
                if rest := [s for s in rows if s not in told]:
                    yield Line(_say(word), 2, _places(rest, terms))


def _moved(how: str, name: str, terms: Terms) -> Line:
    statement = terms.knowledge.statements[name]
    return Line(_say("moved", how, statement.says, statement.decides), 2, _places([name], terms))


def _untold(step: Step, how: str) -> list[str]:
    """Statements that come into force (`now`) or go, but for those whose words on an action tell it."""
    turned = {t.statement for t in step.turns}
    return [s for s in (step.now_in_force if how == "now" else step.no_longer_in_force) if s not in turned]


def _force(step: Step, clocks: Sequence[Clock], terms: Terms, moved: Collection[str], *, full: bool) -> Iterator[Line]:
    """Statements that come or go, but for those whose words on an action, or a disagreement, have told it; in short, many are counted."""
    known = terms.knowledge.statements
    for how in ("now", "no_longer"):
        shown = _untold(step, how)
        for name in [s for s in shown if s not in moved] if full or len(shown) <= STATEMENTS else ():
            yield Line(_say("force", how, known[name].says, known[name].decides), 1, _places([name], terms))
        if not full and len(shown) > STATEMENTS:
            counts = _counts(shown, terms)
            yield Line(_say("forces", *counts, 0, 0) if how == "now" else _say("forces", 0, 0, *counts), 1, _places(shown, terms))
    for name in step.now_in_force:
        for r in known[name].reviews:
            clock = beginning(r, clocks)
            told = _say("asks_review", terms.label(r.review), r.earliest.text, r.latest.text, clock.finding.label if clock else "")
            yield Line(told, 1, _places([name], terms))


def _places(names: Iterable[str], terms: Terms, *, full: bool = False) -> str:
    """The first few statements, or all, with where they stand, each once, and one of each source before a second of any."""
    by_source: dict[str, dict[str, None]] = {}
    for name in names:
        cite = terms.cite(name)
        by_source.setdefault(cite.source, {})[f"{cite.id}, {cite.locator}" if cite.locator else cite.id] = None
    ranked = [(i, place) for group in by_source.values() for i, place in enumerate(group)]
    places = [place for _, place in sorted(ranked, key=lambda row: row[0])]
    shown = len(places) if full else PLACES
    return _say("several", places[:shown], max(0, len(places) - shown)) if places else ""


def _say(name: str, *values: object) -> str:
    return phrase(name, *values, book=BOOK)
