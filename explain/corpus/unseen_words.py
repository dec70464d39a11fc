"""Words for what an audit finds beside conflicts: passages on what is settled, silent, dead, redundant, or told apart by no rule."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from explain.corpus.conflicts_words import facts, shared_view
from explain.render import phrase
from explain.telling import Line, Passage, Telling
from explain.views.labels import Labels
from explain.views.values import Cite
from guideline.auditing.settled import Apart, SettledPair
from guideline.auditing.silence import Silence
from guideline.auditing.subsumed import Subsumed
from guideline.auditing.undistinguished import Mute, Undistinguished
from guideline.auditing.unseen import PARTS, Unseen
from guideline.standing import PAIR

BOOK = "audit_unseen"
SETS = 3
"""So many sets of what keeps a pair apart are told; larger ones are counted."""
WAYS = 3
"""So many ways in which the pairs of one subject are kept apart are told in a short telling, those of most pairs."""
ROWS = 8
"""So many single rows of a part are told in a short telling."""


def _say(name: str, *values: Any) -> str:
    return phrase(name, *values, book=BOOK)


@dataclass(frozen=True, slots=True)
class ApartView:
    """One thing that keeps two statements apart, with its words: the statements, or a label, and a reason of an exclusion."""

    kind: str
    label: str = ""
    reason: str = ""
    one: Cite | None = None
    other: Cite | None = None
    others: tuple[Cite, ...] = ()


def tell_unseen(found: Unseen, labels: Labels, *, full: bool = False) -> Telling:
    """The passages on it, those without anything to tell left out.

    Args:
        found: what the audit found.
        labels: of the pack.
        full: whether each settled pair is named, and not only counted by what keeps it apart.
    """
    number = dict(counts(found))
    parts: list[tuple[str, list[Line]]] = [
        ("settled", list(_settled(found.settled, labels, full=full))),
        ("silence", [line for s in found.silences for line in _silence(s, labels)]),
        ("dead", list(_dead(found, labels))),
        ("redundant", list(_redundant(found.redundant, labels))),
        ("unread", [Line(_say("unread", labels.label(u.finding), _answers(u, labels), u.whole, u.read)) for u in found.undistinguished]),
        ("mute", list(_mute(found, labels))),
    ]
    return tuple(
        Passage(_say("heading", key, number[key]), tuple(_cut(lines, full=full)), lead=_say("remark", key)) for key, lines in parts if lines
    )


def counts(found: Unseen, sections: Container[str] = (*PARTS, "mute")) -> Iterator[tuple[str, int]]:
    """How much there is of each part: pairs, scenarios, statements, findings."""
    rows = {
        "settled": len(found.settled),
        "silence": len(found.silences),
        "dead": len(found.idle.statements) + len(found.idle.words) + len(found.idle.overrides),
        "redundant": len({r.statement for r in found.redundant}),
        "unread": len({u.finding for u in found.undistinguished}),
        "mute": len(_muted(found)),
    }
    for key, n in rows.items():
        if (key in sections and (n or key != "settled")) or (key == "mute" and "unread" in sections and n):
            yield key, n


def _cut(lines: list[Line], *, full: bool) -> Iterator[Line]:
    """The lines, in a short telling the first of those without anything below them."""
    flat = all(line.depth == 0 and line.tone != "bold" for line in lines)
    shown = lines[:ROWS] if flat and not full else lines
    yield from shown
    if len(lines) > len(shown):
        yield Line(_say("more_rows", len(lines) - len(shown)), tone="dim")


def _silence(silence: Silence, labels: Labels) -> Iterator[Line]:
    yield Line(_say("silence", silence.source, labels.knowledge.contexts[silence.context].label), tone="bold")
    yield Line(_say("because", facts(silence.because, labels)), 1)
    yield Line(_say("region", [shared_view(s, labels) for s in silence.region.telling]), 1, tone="dim")
    if silence.gaps:
        yield Line(_say("gaps", [labels.cite(s) for s in silence.gaps]), 1)


def _settled(pairs: Iterable[SettledPair], labels: Labels, *, full: bool) -> Iterator[Line]:
    subjects: dict[str, list[SettledPair]] = {}
    unsaid = 0
    unlooked = 0
    for pair in pairs:
        if pair.silent:
            unsaid += 1
        elif pair.open:
            unlooked += 1
        else:
            subjects.setdefault(pair.conflict.subject, []).append(pair)
    for subject, members in sorted(subjects.items()):
        kinds = tuple(dict.fromkeys(p.conflict.kind for p in members))
        yield Line(_say("settled_line", [labels.about(a) for a in subject.split(PAIR)], kinds, len(members)), tone="bold")
        ways = sorted(_kept(members, labels), key=lambda row: len(row[0][0]) if row[0] else 0)
        if not full:
            ways.sort(key=lambda row: -len(row[2]))
        shown = ways if full or len(ways) == WAYS + 1 else ways[:WAYS]
        for views, left, own in shown:
            yield Line(_say("kept", views, left, len(own)), 1)
            if full:
                for pair in own:
                    one, other = pair.conflict.statements
                    yield Line(_say("pair", pair.conflict.kind, labels.cite(one), labels.cite(other)), 2, tone="dim")
        if len(ways) > len(shown):
            yield Line(_say("more_kept", len(ways) - len(shown), sum(len(own) for _, _, own in ways[len(shown) :])), 1)
    if unsaid:
        yield Line(_say("unsaid_pairs", unsaid), tone="dim")
    if unlooked:
        yield Line(_say("not_looked", unlooked), tone="warn")


def _kept(pairs: Iterable[SettledPair], labels: Labels) -> Iterator[tuple[list[list[ApartView]], int, list[SettledPair]]]:
    """What keeps pairs apart, how many sets are not told, and the pairs; those that one statement overrides stand together."""
    alike: dict[tuple[tuple[tuple[Apart, ...], ...], bool], list[SettledPair]] = {}
    over: dict[str, list[SettledPair]] = {}
    for pair in pairs:
        if len(pair.by) == 1 and len(pair.by[0]) == 1 and pair.by[0][0].kind == "override" and len(pair.by[0][0].names) == 2:
            over.setdefault(pair.by[0][0].names[0], []).append(pair)
        else:
            alike.setdefault((pair.by, pair.more), []).append(pair)
    for statement, own in sorted(over.items()):
        others = sorted({pair.by[0][0].names[1] for pair in own})
        yield [[ApartView("overrides", one=labels.cite(statement), others=tuple(map(labels.cite, others)))]], 0, own
    for (by, more), own in sorted(alike.items()):
        least = [s for s in by if len(s) == len(by[0])][:SETS]
        yield [[_apart(a, labels) for a in s] for s in least], len(by) - len(least) + more, own


def _apart(apart: Apart, labels: Labels) -> ApartView:
    if apart.kind == "override":
        one, other, *action = apart.names
        return ApartView(apart.kind, labels.label(action[0]) if action else "", one=labels.cite(one), other=labels.cite(other))
    if apart.kind == "exclusion":
        context, reason = apart.names
        known = labels.knowledge.contexts[context]
        return ApartView(apart.kind, known.label, known.exclusions.get(reason) or labels.label(reason))
    if apart.kind == "axiom":
        return ApartView(apart.kind, labels.knowledge.axioms.get(apart.names[0], apart.names[0]))
    return ApartView(apart.kind, labels.label(apart.names[0]))


def _dead(found: Unseen, labels: Labels) -> Iterator[Line]:
    for d in found.idle.statements:
        yield Line(_say("dead", labels.cite(d.statement), d.why, [labels.cite(s) for s in d.by]), tone="warn")
    for u in found.idle.words:
        yield Line(_say("unsaid", labels.cite(u.statement), u.word, labels.label(u.action)), tone="warn")
    for o in found.idle.overrides:
        action = labels.label(o.action) if o.action else ""
        yield Line(_say("idle_override", labels.cite(o.statement), labels.cite(o.overridden), action, o.ever))


def _redundant(rows: Iterable[Subsumed], labels: Labels) -> Iterator[Line]:
    """Statements that are equal together, the others each with those that cover it; those of one source first."""
    kept = list(rows)
    told: set[frozenset[str]] = set()
    for row in kept:
        group = frozenset([row.statement, *(r.by for r in kept if r.statement == row.statement and r.equal)])
        if row.equal and group not in told:
            told.add(group)
            yield Line(_say("equal", [labels.cite(s) for s in sorted(group)]))
    covered: dict[tuple[bool, str], list[str]] = {}
    for row in kept:
        if not row.equal:
            covered.setdefault((row.across, row.statement), []).append(row.by)
    for (across, statement), by in sorted(covered.items()):
        yield Line(_say("redundant", labels.cite(statement), [labels.cite(s) for s in by], across))


def _answers(row: Undistinguished, labels: Labels) -> list[str]:
    return [{"true": "yes", "false": "no"}.get(a) or labels.choice(row.finding, a) for a in row.answers]


def _muted(found: Unseen) -> dict[str, list[Mute]]:
    """The answers that change nothing, by finding, without the recorded no and without findings that no rule reads at all."""
    whole = {u.finding for u in found.undistinguished if u.whole}
    rows: dict[str, list[Mute]] = {}
    for m in found.mute:
        if m.answer != "false" and m.finding not in whole:
            rows.setdefault(m.finding, []).append(m)
    return rows


def _mute(found: Unseen, labels: Labels) -> Iterator[Line]:
    for finding, rows in sorted(_muted(found).items()):
        answers = [({"true": "yes"}.get(m.answer) or labels.choice(finding, m.answer), [labels.test(t) for t in m.bounds]) for m in rows]
        yield Line(_say("mute", labels.label(finding), answers))


__all__ = ["counts", "tell_unseen"]
