"""What a report of a case holds: the view of the answer, and beside it the road, the changes, the justification and the pictures."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from explain.changes_words import tell_changes
from explain.explaining import Asked, Explained
from explain.justification.justify import Justification
from explain.overview_actions import tell_actions, tell_agents
from explain.overview_possible import tell_possible
from explain.render import phrase
from explain.report.decision_map import decision_map
from explain.report.dosing import Dosing, dosings
from explain.report.missing import Missing, missing
from explain.report.notices import Notice, age, notices
from explain.report.pictures import Picture
from explain.report.summary import Card, summary
from explain.report.timeline import timeline
from explain.report.turning import Turning, turning
from explain.road_words import tell_road
from explain.telling import Line, Passage, Telling
from explain.views.answer import ActionView, AssumedRow, PossibleStatements, ReviewView, View
from explain.views.choices import AskView
from explain.views.context import build_view
from explain.views.limits import limits_of
from explain.views.possible import possible_actions
from explain.views.scopes import ScopeRow, SourceView
from explain.views.terms import Terms, contained
from explain.views.values import Answers, Cite
from explain.why.steps import Words
from guideline.answer import Answer
from guideline.changes.goal import read_wish
from guideline.changes.smallest import Changes, changes
from guideline.model import Case
from guideline.pack import Pack
from guideline.road.ahead import Road, road

WISHED = ("contested", "option", "withheld", "open", "settled_against")
"""Statuses for which a report says what would turn them into a settled one, the most pressing first."""
WISHES = 3
"""So many actions are looked at; more would be a table that nobody reads."""
DERIVED = frozenset({"status", "conflict"})
"""What every step is told of; all else stands below these."""


@dataclass(frozen=True, slots=True)
class Made:
    """How and when the report was made.

    Attributes:
        time: as it is printed, or empty.
        command: the command line that reproduces the answer, or empty.
        hash: SHA-256 of the case file, or empty.
    """

    time: str = ""
    command: str = ""
    hash: str = ""


@dataclass(frozen=True)
class Report:
    """All that the templates of a report print.

    Attributes:
        view: of the answer.
        made: when and how.
        missing: inputs that are not recorded.
        maps: a picture for each decision, None where it has one alternative.
        timeline: of the clocks and reviews, None where there are none.
        road: what time brings, in words.
        changes: for actions that are not settled for, what would change that.
        unasked: how many more there are of these.
        unwished: labels of those that wait or are contested and that no source recommends for anybody, so that no record settles them.
        reasons: for each action that is addressed, the statements with the findings that they rest on.
        steps: for each action and each conflict, every step of the derivation; what was told before is told once.
        summary: the first screen.
        scope: label of each scenario that takes the patient in, with its source: the population that the answer is for.
        labels: name of each source to its label in few words.
        short: whether the justification and the list of the statements cited are left out.
        turning: the answers that could turn what is said here, each set with its number.
        notices: what the head says before anything else.
        rows: in the short report every action on a line, by status; else empty.
        added: the actions that an answer would bring up.
    """

    view: View
    made: Made
    missing: tuple[Missing, ...]
    maps: tuple[Picture | None, ...]
    timeline: Picture | None
    road: Telling
    changes: tuple[Telling, ...]
    unasked: int
    unwished: tuple[str, ...]
    reasons: tuple[Telling, ...]
    steps: Telling
    summary: tuple[Card, ...]
    scope: tuple[tuple[str, str], ...]
    labels: Mapping[str, str]
    short: bool
    turning: Turning
    notices: tuple[Notice, ...] = ()
    rows: Telling = ()
    added: Telling = ()

    @property
    def age(self) -> int | None:
        """Days from the day of the record to the making, where that is another day; less than 0 where the record is of the future."""
        return age(self.view.header.date, self.made.time)

    @property
    def title(self) -> str:
        """That of the case, else its name."""
        return self.view.header.title.strip() or self.view.header.case

    @cached_property
    def ids(self) -> frozenset[str]:
        """Of the statements that the report lists."""
        return frozenset() if self.short else frozenset([row.cite.id for s in self.view.statements for row in s.statements])

    @property
    def lacking(self) -> tuple[tuple[str, bool, tuple[Missing, ...]], ...]:
        """What is missing, by why it matters and whether it is critical; critical findings first."""
        groups = [(why, critical) for critical in (True, False) for why in ("asked", "assumed")]
        found = [(why, critical, tuple([m for m in self.missing if (m.why, m.critical) == (why, critical)])) for why, critical in groups]
        return tuple([row for row in found if row[2]])

    @property
    def questions(self) -> tuple[tuple[str, tuple[tuple[AskView, ...], ...]], ...]:
        """The questions, critical ones first, those of which one answer `alone` changes nothing last; what decides the same together."""
        groups: dict[str, dict[object, list[AskView]]] = {"critical": {}, "critical_alone": {}, "other": {}, "alone": {}}
        for a in self.view.ask:
            turns = any(r.changes for r in a.replies)
            key = ("critical" if turns else "critical_alone") if a.critical else "other" if turns else "alone"
            groups[key].setdefault(_decided(a), []).append(a)
        return tuple([(key, tuple([tuple(rows) for rows in alike.values()])) for key, alike in groups.items() if alike])

    @property
    def assumed(self) -> tuple[tuple[bool, tuple[AssumedRow, ...]], ...]:
        """What is taken for absent, critical findings first."""
        found = [(critical, tuple([a for a in self.view.assumed if a.critical == critical])) for critical in (True, False)]
        return tuple([row for row in found if row[1]])

    @property
    def common_days(self) -> tuple[ReviewView, ...]:
        """Reviews that several statements ask for."""
        return tuple([x for x in self.view.reviews if len(x.windows) > 1])

    @property
    def ruled_out(self) -> tuple[tuple[str, tuple[ActionView, ...]], ...]:
        """The actions that the case rules out, those of one reason together."""
        groups: dict[str, list[ActionView]] = {}
        for a in self.view.group("excluded"):
            groups.setdefault(phrase("excluded", a.excluded) if a.excluded else "", []).append(a)
        return tuple([(why, tuple(rows)) for why, rows in groups.items()])

    @property
    def dosings(self) -> tuple[Dosing, ...]:
        """The doses, drug by drug."""
        return tuple(dosings(self.view))

    @property
    def entering(self) -> tuple[PossibleStatements, ...]:
        """Statements that one answer alone would bring into force, with each such answer."""
        found: dict[Answers, list[Cite]] = {}
        for g in self.view.possible:
            alone = tuple([s for s in g.sets if len(s) == 1])
            if alone:
                found.setdefault(alone, []).extend(g.cites)
        return tuple([PossibleStatements(alone, tuple(cites)) for alone, cites in found.items()])

    @property
    def entering_together(self) -> int:
        """How many more statements only several answers together would bring into force."""
        return sum(len(g.cites) for g in self.view.possible if all(len(s) > 1 for s in g.sets))

    @property
    def empty(self) -> bool:
        """Whether no source says anything that applies."""
        return not self.view.groups


@dataclass(frozen=True, slots=True)
class Gathered:
    """What is known of a case before anything is worded or drawn: the questions with their answers, the road, and the changes."""

    explained: Explained
    road: Road
    changes: tuple[Changes, ...]
    unasked: int
    unwished: tuple[str, ...]

    @property
    def answer(self) -> Answer:
        """To the case."""
        return self.explained.answer

    @property
    def members(self) -> Mapping[str, tuple[str, ...]]:
        """Those of the criteria `any(k)` and `all(k)`."""
        with self.explained.pack.seats.borrow() as seat:
            return seat.tables.members

    @property
    def terms(self) -> Terms:
        """Labels for the answer."""
        pack = self.explained.pack
        return Terms(self.answer, pack.vocabulary, pack.knowledge, self.members)


def gather(case: Case, pack: Pack, *, without: Iterable[str] = (), policy: Sequence[str] = (), text: str = "") -> Gathered:
    """Solves a case, and asks all that its report tells.

    Args:
        case: from `read_case` with the pack.
        pack: that answers.
        without: statements to switch off, as for `Pack.solve`.
        policy: a site's order of trust, as for `Pack.solve`.
        text: of the case file, for patches.
    """
    explained = Explained(case, pack, Asked(), without=without, policy=policy, text=text)
    answer = explained.answer
    wished, unwished = _wished(answer, pack)
    wishes = [read_wish(f"settled_for {a}", pack.vocabulary, pack.knowledge) for a in wished[:WISHES]]
    found = tuple([changes(case, pack, wish, without=answer.without, now=answer) for wish in wishes])
    return Gathered(explained, road(answer, pack), found, max(0, len(wished) - WISHES), unwished)


def report(gathered: Gathered, made: Made | None = None, *, short: bool = False) -> Report:
    """Everything that a report of a case prints, worded and drawn.

    Args:
        gathered: from `gather`.
        made: what is said of how it was made.
        short: leave the full justification out, and the list of the statements cited.
    """
    explained, answer, made = gathered.explained, gathered.answer, made or Made()
    pack = explained.pack
    terms = gathered.terms
    view = build_view(
        answer,
        pack.vocabulary,
        pack.knowledge,
        gathered.members,
        limits=limits_of(pack),
        rules=pack.compiled.rules,
        hashes=pack.compiled.hashes,
        command=made.command,
    )
    turned = turning(view)
    possible = possible_actions(terms, pack)
    return Report(
        view=view,
        made=made,
        missing=tuple(missing(answer, terms)),
        maps=tuple([decision_map(d, n) for n, d in enumerate(view.decisions, 1)]),
        timeline=timeline(terms, gathered.road),
        road=tell_road(gathered.road, terms, "short", limits_of(pack)),
        changes=tuple([tell_changes(found, terms, "short") for found in gathered.changes]),
        unasked=gathered.unasked,
        unwished=terms.labels(gathered.unwished),
        reasons=() if short else turned.told(part.tell("short") for part in explained.parts[:-1]),
        steps=() if short else tuple(_steps(explained.reasons, Words(answer, pack))),
        summary=summary(view, terms, possible),
        scope=tuple([(terms.source(s.name), c.label) for s in view.sources for c in _inside(s)]),
        labels={s.name: terms.source(s.name) for s in view.sources},
        short=short,
        turning=turned,
        notices=notices(view.header, short=short),
        rows=_rows(view, terms, turned) if short else (),
        added=tell_possible(possible),
    )


def _inside(source: SourceView) -> list[ScopeRow]:
    """The main contexts of a source that take the patient in; where none does, the largest narrower one that does."""
    main = [c for c in source.contexts if c.inside and c.main]
    return main or [c for c in (source.shown,) if c and c.inside]


def _rows(view: View, terms: Terms, turned: Turning) -> Telling:
    """Every action on a line, agents that sources name against each other first."""
    agents = tuple(tell_agents(view.groups, terms, turned.provisos))
    return (*([Passage(phrase("heading", "lines"), agents)] if agents else []), *tell_actions(view.groups, terms, turned.provisos))


def _wished(answer: Answer, pack: Pack) -> tuple[list[str], tuple[str, ...]]:
    """The actions that are not settled for, by status, and those of them, but for what is advised against, that no source recommends.

    What the case itself rules out no finding changes; what no source recommends for anybody, nor a kind or part of it, no finding settles.
    """
    status = answer.status
    contains = contained(pack.vocabulary)
    advised = {b for s in pack.knowledge.statements.values() for word, a in s.leans if word == "for" for b in contains.get(a, {a})}
    found = sorted((a for a in status if status[a] in WISHED and a not in answer.excluded), key=lambda a: (WISHED.index(status[a]), a))
    return [a for a in found if a in advised], tuple([a for a in found if a not in advised and status[a] != "settled_against"])


def _decided(asked: AskView) -> object:
    """What the replies to a question decide, in the words in which it is told: of two that are alike the questions can stand together."""
    return tuple([(tuple([replace(c, label="") for c in r.conditions]), r.changes) for r in asked.replies])


def _steps(reasons: Justification, words: Words) -> Iterable[Passage]:
    told: set[str] = set()
    for root in reasons.roots:
        if reasons.nodes[root].name in DERIVED:
            rows = reasons.rows(root, words, told=told)
            yield Passage(rows[0][1], tuple([Line(text, depth - 1) for depth, text in rows[1:]]))
