"""A decision to do one thing or not, told with all that is said of the action, which is then not told again by its status."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from explain.overview_actions import lodged_kinds
from explain.render import phrase
from explain.telling import Line, names
from explain.views.answer import ActionView, StatusGroup
from explain.views.choices import AlternativeView
from explain.views.terms import Terms
from explain.views.values import Answers, Word

BOOK = "why"


def decided_alone(groups: Sequence[StatusGroup], terms: Terms) -> Mapping[str, ActionView]:
    """The contested actions, by label, of which nothing is said but for them and against them, and that a decision weighs by themselves."""
    contested = [a for g in groups if g.status == "contested" for a in g.actions]
    # Kinds of a class, contested as well or to be done, are told with its row.
    hosts = {*lodged_kinds(groups), *(c for a in contested for c in a.classes)}
    plain = {a.labels: a for a in contested if all(_plain(s.word) for s in a.said) and hosts.isdisjoint(a.labels)}
    subjects = [terms.subject(made.subject) for made in terms.answer.decisions if len(made.alternatives) > 1]
    return {subject[0]: plain[subject] for subject in subjects if subject in plain}


def _plain(word: Word) -> bool:
    return word.stance in {"for", "against"} and not (word.criteria or word.since or word.until or word.rating or word.offered)


def tell_sides(view: ActionView, alternatives: Sequence[AlternativeView]) -> Iterator[Line]:
    """The alternatives, each with who wishes it so, within which bounds, and the statements."""
    bounds = {source: within for word, source, within in view.other_limits if word == "for"}
    for a in alternatives:
        text = phrase("alternative_line", a, view.labels, book=BOOK)
        sources = dict.fromkeys(s.cite.source for s in a.follows)
        found: dict[Answers, list[str]] = {}
        for source in sources if a.does else ():
            if source in bounds:
                found.setdefault(bounds[source], []).append(source)
        for within, by in found.items():
            text = phrase("side_within", text, within, by if len(by) < len(sources) else (), book=BOOK)
        yield Line(text, 1, names(s.cite for s in a.follows))
