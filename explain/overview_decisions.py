"""What has to be decided, with what goes first and why; and disagreements that are no decision of their own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from explain.overview_actions import agent_lines, tell_agents
from explain.overview_beneath import beneath
from explain.overview_row import wavers
from explain.overview_single import decided_alone, tell_sides
from explain.provisos import Provisos
from explain.render import phrase
from explain.telling import Line, Passage, names
from explain.views.answer import ActionView, PreferenceRow, StatusGroup
from explain.views.choices import DecisionView
from explain.views.context import header
from explain.views.deciding import decision
from explain.views.disputes import line
from explain.views.opposed import LineView
from explain.views.terms import Terms
from guideline.answer import CONTESTING
from guideline.standing import PAIR

BOOK = "why"
TORN = frozenset({"contested", "option"})
"""The statuses in which a disagreement on an action is told with the action, or decided."""
SHOWN = 4
"""So many alternatives of a decision are told."""


def tell_decisions(groups: Sequence[StatusGroup], terms: Terms, provisos: Provisos) -> tuple[Passage, ...]:
    """What has to be decided, each alternative with what it does, and which goes first and why; then agents; nothing where nothing is."""
    views = [decision(made, terms) for made in terms.answer.decisions]
    told: set[str] = set()
    wishes = header(terms).preferences
    alone = decided_alone(groups, terms)
    lines = [x for view in views for x in _decision(view, terms, wishes, provisos, told, alone.get(" ".join(view.subject)))]
    lines += tell_agents(groups, terms, provisos)
    return (Passage(phrase("heading", "decision"), tuple(lines)),) if lines else ()


def _decision(
    view: DecisionView, terms: Terms, wishes: Sequence[PreferenceRow], provisos: Provisos, told: set[str], alone: ActionView | None
) -> Iterator[Line]:
    """A decision; `told` are the words of judgements, and the names of gaps, that stand above it already; `alone` is its one action."""
    if view.tie == "none_left":
        yield Line(phrase("none_left_line", view, book=BOOK), tone="bold")
        yield from (Line(phrase("unmet_wish", label, out), 1, tone="warn") for label, out in view.ruled_out)
    if len(view.alternatives) < 2:
        return
    marks = (provisos.mark([view.sets]), *(wavers(alone.wavering, provisos) if alone else ()))
    yield Line(phrase("decision_line", view.subject, marks, book=BOOK), tone="bold")
    if alone:
        yield from tell_sides(alone, view.alternatives[:SHOWN])
    else:
        yield from (Line(phrase("alternative_line", a, view.subject, book=BOOK), 1) for a in view.alternatives[:SHOWN])
    if len(view.alternatives) > SHOWN:
        yield Line(phrase("unshown", len(view.alternatives) - SHOWN), 1)
    if not view.complete:
        yield Line(phrase("incomplete"), 1)
    for order in view.order:
        yield Line(phrase("ordered", order, book=BOOK), 1)
        for reason in order.reasons:
            yield Line(phrase("reason", reason, order.level, reason.words in told), 2)
            told |= {reason.words} if order.level == "judgement" else set()
    if not view.order:
        yield Line(phrase("unordered", len(view.alternatives) == 2), 1)
    elif view.unranked:
        yield from (Line(phrase("unranked", letters), 1) for letters in view.unranked)
    yield from (Line(phrase("outweighed", w, book=BOOK), 1) for w in wishes if _outweighed(w, view))
    if view.untrusted:
        yield Line(phrase("untrusted", view, terms.answer.policy), 1, tone="warn")
    yield from (Line(phrase("unmet_wish", label, out), 1, tone="warn") for label, out in view.ruled_out)
    yield from beneath(alone, "contested", 0, terms) if alone else ()
    gaps = [c for c in view.gaps if c.id not in told]
    told |= {c.id for c in gaps}
    if gaps or view.hinges:
        yield Line(phrase("left_open_here"), 1)
    yield from (Line(phrase("cited_words", c, book=BOOK), 2) for c in gaps)
    yield from (Line(phrase("hangs_on", words), 2) for words in view.hinges)


def _outweighed(wish: PreferenceRow, view: DecisionView) -> bool:
    """Whether what goes first does what the patient would rather not have, in place of what he or she prefers."""
    first = [a for a in view.alternatives if a.rank == 1] if view.order else []
    return not wish.out and any(wish.over in a.does and wish.prefer not in a.does for a in first)


def tell_disagreements(terms: Terms) -> tuple[Passage, ...]:
    """Disagreements between what is to be done, or left, all the same: no action is contested for them, and no decision holds them."""
    agents = {x.subject for x in agent_lines(terms)}
    found: dict[tuple[object, object], list[LineView]] = {}
    for made in terms.answer.lines:
        actions = {a for c in made.pairs for a in c.actions} | set(made.subject.split(PAIR))
        torn = any(terms.answer.status.get(a) in TORN for a in actions)
        if CONTESTING.isdisjoint(made.kinds) or (torn and "tension" not in made.kinds):
            continue
        view = _tension_of(line(made, terms)) if torn else line(made, terms)
        if view.subject not in agents:
            found.setdefault((view.kinds, tuple([(r.kind, r.settled, r.words) for r in view.remarks]) or view.subject), []).append(view)
    lines = [x for views in found.values() for x in _disagreement(views)]
    return (Passage(phrase("heading", "lines"), tuple(lines)),) if lines else ()


def _tension_of(view: LineView) -> LineView:
    """Of a disagreement that is told with its action, or decided, the declared tensions, which are not told there."""
    pairs = tuple([x for x in view.pairs if x.kind == "tension"])
    return replace(view, kinds=("tension",), pairs=pairs, remarks=tuple([r for r in view.remarks if r.kind == "tension"]))


def _disagreement(views: Sequence[LineView]) -> Iterator[Line]:
    """Disagreements of one kind of which the same is remarked: what is opposed, and why once."""
    yield Line(phrase("disagreements", views[0].kinds, tuple([x.subject for x in views]), book=BOOK), tone="warn")
    reasoned = views[0].kinds == ("tension",) and all(p.why for x in views for p in x.pairs)
    cites = dict.fromkeys(cite for x in views for pair in x.pairs for cite in pair.cites)
    yield from (Line(phrase("cited_words", cite, book=BOOK), 1) for cite in cites if not reasoned)
    for at, r in enumerate(views[0].remarks):
        # That it is a tension stands above its reason, which says what the statements say.
        by = names(c for x in views for p in x.remarks[at].pairs for c in p.cites) if reasoned else ""
        yield Line(r.words if r.kind == "tension" else phrase("remark", r, 0), 1, by)
