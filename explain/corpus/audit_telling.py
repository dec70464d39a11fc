"""The passages of an audit: its head with counts, the disagreements with sides, patients and regions, and what is open."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from explain.corpus.conflicts_words import kind_of, tell_assumed, tell_part, tell_region, tell_waiver, tell_witness
from explain.corpus.unseen_words import counts, tell_unseen
from explain.render import phrase
from explain.telling import Line, Passage, Telling
from explain.views.labels import Labels
from explain.views.opposed import Camp as CampView
from guideline.answer import Camp, Conflict
from guideline.auditing.assumption import by_finding
from guideline.auditing.audit import SECTIONS, Audit
from guideline.auditing.harm import SEVERITY, force, place
from guideline.auditing.lines import ConflictLine, Pair
from guideline.expectations.expectation import CAMPS
from guideline.standing import PAIR

BOOK = "audit"
VOICES = 2
"""So many statements of a side are named in a short telling."""
SECTION_OF = {
    "attention": "conflicts",
    "ordered": "conflicts",
    "shades": "conflicts",
    "no_scenarios": "silence",
    "accepted": "conflicts",
    "waivers": "conflicts",
    "absences": "assumption",
}
"""The section of the audit that a count belongs to, where it has another name."""
ABSENCES = 6
OPEN = 8
"""So many rows of these are told in a short telling."""


def say(name: str, *values: Any) -> str:
    """The words of a macro of the audit's book."""
    return phrase(name, *values, book=BOOK)


def tell_head(audit: Audit, labels: Labels, *, full: bool) -> Passage:
    """The one screen that everything else stands below: what was asked, and how much was found."""
    lines = [Line(words, tone="bold") for words in _focus(audit, labels)]
    known = labels.knowledge
    conflicts = audit.conflicts
    searched = "conflicts" in audit.sections
    size = say("size", len(known.statements), len(known.sources))
    pairs = sum(len(line.pairs) for line in audit.lines) + len(conflicts.unproved)
    lines.append(Line(size))
    if not audit.focus.whole and searched and not pairs and "conflicts" not in audit.open:
        lines.append(Line(say("nothing_fits", audit.paper), tone="bold"))
    else:
        lines.append(Line(say("on_paper", audit.paper, pairs, searched and "assumption" in audit.sections and not conflicts.undecided)))
    if audit.open:
        lines.append(Line(say("open_now", audit.open), tone="warn"))
    for key, n, rows in _counts(audit):
        if not n and SECTION_OF.get(key, key) in audit.open:
            # That there is none is not known.
            continue
        lines.append(Line(say("counted", key, n, rows), tone="warn" if key == "attention" and n else ""))
    left = [s for s in SECTIONS if s not in audit.sections]
    remarks = [say("not_asked", [say("section", s) for s in left])] if left else []
    return Passage(say("title"), tuple(lines), " ".join([*remarks, say("further", full)]))


def _focus(audit: Audit, labels: Labels) -> Iterator[str]:
    focus = audit.focus
    if focus.under:
        words = [
            say("under", labels.test(u.test), "") if u.test else say("under", None, labels.knowledge.contexts[u.context].label)
            for u in focus.under
        ]
        yield say("focus", "under", words)
    if focus.sources:
        yield say("focus", "sources", focus.sources)
    if focus.actions:
        yield say("focus", "actions", labels.labels(focus.actions))
    if focus.kinds:
        yield say("focus", "kinds", [phrase("kind", k) for k in focus.kinds])
    if focus.between:
        yield say("focus", "between", [say("between", _side(a, labels), _side(b, labels)) for a, b in focus.between])


def _side(name: str, labels: Labels) -> str:
    known = labels.knowledge.statements.get(name)
    return known.id if known and name not in labels.knowledge.sources else name


def _counts(audit: Audit) -> Iterator[tuple[str, int, Sequence[tuple[str, int]]]]:
    conflicts, sections = audit.conflicts, audit.sections
    if "conflicts" in sections:
        lines = _sorted(conflicts.lines)
        attention = lines["attention"]
        first = [kind_of(p.kind, p.banned) for p in sorted((x.parts[0] for x in attention), key=lambda p: place(p.kind, banned=p.banned))]
        yield "attention", len(attention), [(k, first.count(k)) for k in dict.fromkeys(first)]
        others: list[tuple[str, Sequence[object]]] = [(key, lines[key]) for key in list(lines)[1:]]
        for key, rows in (*others, ("waivers", conflicts.waivers)):
            if rows:
                yield key, len(rows), ()
    if "assumption" in sections:
        yield "assumption", len(conflicts.assumption_lines), ()
    for key, n in counts(audit.unseen, sections):
        if n or _about(key, audit):
            yield key, n, ()
        elif key == "silence":
            yield "no_scenarios", 0, ()
    if audit.assumptions:
        yield "absences", len({a.finding for a in audit.assumptions}), ()


def _about(key: str, audit: Audit) -> bool:
    """Whether there is anything of which it can be said that all is well."""
    known = audit.focus.knowledge
    wanted = audit.focus.sources or tuple(known.sources)
    if key == "silence":
        return any(c.source in wanted for c in known.contexts.values())
    if key in {"dead", "redundant"}:
        return any(s.decides for s in known.statements.values())
    return key != "unread" or bool(audit.focus.vocabulary.findings)


def _sorted(lines: Iterable[ConflictLine]) -> dict[str, list[ConflictLine]]:
    """The lines by the heading that they stand under: what needs attention, is ordered, is no disagreement, is accepted."""
    found: dict[str, list[ConflictLine]] = {"attention": [], "ordered": [], "shades": [], "accepted": []}
    for line in lines:
        found["shades" if line.weight == "shade" else line.weight].append(line)
    return found


def tell_rest(audit: Audit, labels: Labels, *, full: bool) -> Telling:
    """All passages below the head and the matrix, those without anything to tell left out."""
    writer = _Writer(labels, full=full)
    lines = _sorted(audit.conflicts.lines)
    absences = list(tell_assumed(by_finding(audit.assumptions), labels))
    cut = 0 if full else max(len(absences) - ABSENCES, 0)
    shown = [Line(text) for text in absences[: len(absences) - cut]]
    first: list[tuple[str, int, list[Line]]] = [
        (key, len(rows), [x for line in rows for x in writer.line(line)]) for key, rows in lines.items()
    ]
    first.insert(1, ("open", len(audit.open), list(writer.open(audit))))
    first.append(("waivers", len(audit.conflicts.waivers), [Line(tell_waiver(w, labels), tone="warn") for w in audit.conflicts.waivers]))
    last: list[tuple[str, int, list[Line]]] = [
        (
            "assumption",
            len(audit.conflicts.assumption_lines),
            [x for line in audit.conflicts.assumption_lines for x in writer.line(line)],
        ),
        ("absences", len(absences), [*shown, *([Line(say("cut", cut), tone="dim")] if cut else [])]),
    ]
    return (*_passages(first), *tell_unseen(audit.unseen, labels, full=full), *_passages(last))


def _passages(parts: Iterable[tuple[str, int, list[Line]]]) -> Iterator[Passage]:
    for key, n, lines in parts:
        if lines:
            yield Passage(say("heading", key, n), tuple(lines), lead=say("remark", key))


class _Writer:
    """Writes lines of conflicts."""

    def __init__(self, labels: Labels, *, full: bool) -> None:
        self._labels, self._full = labels, full

    def line(self, line: ConflictLine) -> Iterator[Line]:
        """One disagreement: its subject, its sides; of each kind what its patients share, and one of them."""
        labels = self._labels
        subject = [labels.about(n) for n in line.subject.split(PAIR)]
        waived = 0 if line.waived else sum(bool(p.conflict.waived) for p in line.pairs)
        yield Line(say("line", subject, [kind_of(p.kind, p.banned) for p in line.parts], len(line.pairs), waived), tone="bold")
        for camp in sorted(line.camps, key=_place):
            if camp.word != "tension":
                yield from self._camp(camp, line.subject)
        yield from self._tensions(line)
        if line.waived:
            for words in dict.fromkeys(p.conflict.waived for p in line.pairs):
                yield Line(say("accepted", words), 1)
        if line.weight == "ordered":
            yield from self._reasons(line)
        elif not self._full:
            kinds = [k for p in line.pairs for k in dict.fromkeys(s.kind for s in p.conflict.settled_by)]
            for kind in dict.fromkeys(kinds):
                yield Line(say("ordered_pairs", kind, kinds.count(kind), len(line.pairs)), 1)
        if len(line.parts) == 1:
            yield Line(tell_region(line.parts[0], labels), 1)
            yield Line(f"{tell_witness(line.witness, labels)}.", 1)
        else:
            for part in line.parts:
                yield Line(f"{tell_part(part, labels)}. {tell_witness(part.witness, labels)}.", 1)
        if self._full:
            for pair in line.pairs:
                yield from self._pair(pair)

    def _camp(self, camp: Camp, subject: str) -> Iterator[Line]:
        view = CampView(
            word=camp.word,
            action=self._labels.about(camp.action) if camp.action not in {"", subject} else "",
            since=camp.since,
            until=camp.until,
            criteria=tuple(self._labels.criterion(c) for c in camp.criteria),
            cites=tuple(self._labels.cite(s) for s in camp.statements),
        )
        if self._full:
            yield Line(say("side", view), 1)
            for cite in view.cites:
                yield Line(say("voice", cite), 2)
            return
        known = self._labels.knowledge
        strongest = sorted(camp.statements, key=lambda s: (force(s, camp.action, known), known.statements[s].id))
        cites = [self._labels.cite(s) for s in _spread(strongest, self._labels)[:VOICES]]
        yield Line(say("voices", view, cites, len(camp.statements) - len(cites)), 1)

    def _reasons(self, line: ConflictLine) -> Iterator[Line]:
        """Why the editors put one side first."""
        rows = [s.by.partition(": ")[2] for p in line.pairs for s in p.conflict.settled_by if s.kind == "judgement"]
        reasons = list(dict.fromkeys(rows))
        shown = reasons if self._full else reasons[:VOICES]
        for words in shown:
            yield Line(say("reason", words, rows.count(words)), 1)
        if len(reasons) > len(shown):
            yield Line(say("more_reasons", len(reasons) - len(shown)), 1, tone="dim")

    def _tensions(self, line: ConflictLine) -> Iterator[Line]:
        rows = [p for p in line.pairs if p.conflict.kind == "tension"]
        shown = rows if self._full else rows[:VOICES]
        for pair in shown:
            one, other = pair.conflict.statements
            known = self._labels.knowledge.statements
            why = next((w for x, y in ((one, other), (other, one)) for z, w in known[x].tensions if z == y), "")
            yield Line(say("tension", self._labels.cite(one), self._labels.cite(other), why), 1)
        if len(rows) > len(shown):
            yield Line(say("more_tensions", len(rows) - len(shown)), 1)

    def _pair(self, pair: Pair) -> Iterator[Line]:
        yield Line(self._named(pair.conflict, banned=pair.banned), 1)
        for settlement in pair.conflict.settled_by:
            name, _, words = settlement.by.partition(": ")
            known = name in self._labels.knowledge.statements
            by = say("by", self._labels.cite(name), words) if known else settlement.by
            yield Line(say("ordered", settlement.kind, by), 2)
        for hinge in pair.conflict.hinges:
            yield Line(say("hinge", hinge), 2)
        if pair.conflict.waived:
            yield Line(say("accepted", pair.conflict.waived), 2)
        yield Line(f"{tell_witness(pair.witness, self._labels)}.", 2, tone="dim")

    def _named(self, conflict: Conflict, *, banned: bool = False) -> str:
        one, other = conflict.statements
        return say("pair", kind_of(conflict.kind, banned), self._labels.cite(one), self._labels.cite(other))

    def open(self, audit: Audit) -> Iterator[Line]:
        """What time did not suffice for."""
        for rows, looked in ((audit.conflicts.unproved, True), (audit.conflicts.undecided, False)):
            if rows:
                yield Line(say("left_pairs", len(rows), looked), tone="warn")
                ordered = sorted(rows, key=lambda c: (SEVERITY.index(c.kind), c.statements, c.actions))
                shown = ordered if self._full else ordered[:OPEN]
                for conflict in shown:
                    yield Line(self._named(conflict), 1)
                if len(rows) > len(shown):
                    yield Line(say("cut", len(rows) - len(shown)), 1, tone="dim")
        for section in audit.open:
            if section != "conflicts":
                yield Line(say("left_section", section), tone="warn")


def _place(camp: Camp) -> tuple[int, str, str]:
    return CAMPS.index(camp.word) if camp.word in CAMPS else len(CAMPS), camp.action, camp.since or camp.until


def _spread(names: Sequence[str], labels: Labels) -> list[str]:
    """Statements so that each source has had one before any has two."""
    seen: dict[str, int] = {}
    rows = []
    for number, s in enumerate(names):
        source = labels.knowledge.statements[s].source
        seen[source] = seen.get(source, 0) + 1
        rows.append((seen[source], number, s))
    return [s for _, _, s in sorted(rows)]


__all__ = ["say", "tell_head", "tell_rest"]
