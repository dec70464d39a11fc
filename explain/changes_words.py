"""Words for what would change it: the smallest changes with their patches, or what stands in the way."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from explain.asked_with_words import tell_asked_with
from explain.render import phrase
from explain.telling import Length, Line, Passage, Telling
from explain.views.asked_with import AskedWith, asked_with
from explain.views.kinds import addressed
from explain.views.terms import Terms
from explain.views.values import ExcludedRow
from guideline.changes.goal import Wish
from guideline.changes.patch import patch
from guideline.changes.smallest import LISTED, Barrier, Change, Changes, Edit
from guideline.model import Interval
from guideline.quantities import format_quantity
from guideline.units import by_convention

SHOWN = 3
"""So many changes of one size are told in a short telling (of several sizes, one less), so many statements under one, so many barriers."""


def tell_changes(found: Changes, terms: Terms, length: Length = "short", text: str = "") -> Telling:
    """The answer to a wish in words.

    Args:
        found: from `guideline.changes.smallest.changes`.
        terms: of the answer for the case as it is.
        length: `line` says the first change or the first thing in the way; `short` three of each; `full` all, with what else they change.
        text: the file of the case, which the patches are of.
    """
    return _Words(terms, length, text).tell(found)


def _say(name: str, *values: Any) -> str:
    return phrase(name, *values, book="changes")


class _Words:
    def __init__(self, terms: Terms, length: Length, text: str) -> None:
        self._terms = terms
        self._length = length
        self._text = text

    def tell(self, found: Changes) -> Telling:
        """All passages, in order."""
        head = _say("head", found.wish.holds, self.wished(found.wish))
        if found.holds:
            return (Passage(head, (Line(_say("already", found.wish.holds), tone="good"), *self._carried("carries", found.carried))),)
        beside = tuple(self._beside(found.wish))
        if not found.sizes:
            return (Passage(head, (*self._barriers(found), *beside)),)
        counts = [len(size.changes) + size.more for size in found.sizes]
        if self._length == "line":
            firsts = [(n, [self._edit(e) for e in size.changes[0].edits]) for n, size in zip(counts, found.sizes, strict=True)]
            return (Passage(head, (Line(_say("in_short", firsts, found.complete)),)),)
        sizes = [
            Line(_say("size", n, found.complete, size.changed, size.recorded), tone="bold")
            for n, size in zip(counts, found.sizes, strict=True)
        ]
        waited = [e for size in found.sizes for c in size.changes for e in c.edits if self._wait(e)]
        counted = by_convention(t.value for e in waited for tests in e.any_of for t in tests)
        remarks = [_say("rule", found.complete)] + [phrase("counted_as", counted)] * bool(counted)
        told = [Passage(head, (*sizes, *beside), remark=" ".join(remarks))]
        most = LISTED if self._length == "full" else SHOWN - (len(found.sizes) > 1)
        for count, size in zip(counts, found.sizes, strict=True):
            passages = [self._change(number, c, sum(counts)) for number, c in enumerate(size.changes[:most], start=len(told))]
            if count > most:
                last = passages[-1]
                passages[-1] = replace(last, remark=f"{last.remark} {_say('rest', count - most)}".strip())
            told += passages
        return tuple(told)

    def _beside(self, wish: Wish) -> Iterator[Line]:
        """What asks for an action already, before or with another one, though nothing asks for it by itself."""
        yield from tell_asked_with(self._asked_beside(wish))

    def _asked_beside(self, wish: Wish) -> tuple[AskedWith, ...]:
        wished = wish.holds and wish.goal.kind == "status" and wish.goal.names[0] == "settled_for"
        return asked_with(wish.goal.names[1], self._terms) if wished and self._length != "line" else ()

    def wished(self, wish: Wish) -> str:
        """What is to come about, or to end."""
        names, terms = wish.goal.names, self._terms
        match wish.goal.kind:
            case "status":
                return _say("status", terms.label(names[1]), names[0])
            case "statement":
                return _say("in_force", terms.cite(names[0]).says)
            case "context":
                return _say("takes_in", terms.knowledge.contexts[names[0]].label)
            case "source":
                return _say("takes_in", terms.knowledge.sources[names[0]].title)
            case _:
                return _say("conflict", terms.cite(names[0]), terms.cite(names[1]))

    def _change(self, number: int, change: Change, total: int) -> Passage:
        lines = [Line(self._edit(e), tone="bold") for e in change.edits]
        lines += self._carried("rests_on", change.carried)
        if self._length == "full":
            lines += [Line(_say("also"))] if change.status else []
            answer, known = self._terms.answer, self._terms.knowledge.statements
            for a, old, new in change.status:
                words = ("offered" if answer.only_offered(a, known) else old, "offered" if a in change.offered else new)
                lines.append(Line(_say("turned", self._terms.label(a), *words), 1))
        elif change.status:
            lines.append(Line(_say("turns", len(change.status)), tone="dim"))
        made = patch(change, self._terms.vocabulary, self._text)
        # What is no patch of the file is told for what it is, lest it is put under the last line.
        loose = bool(self._text) and made.startswith("findings:")
        return Passage(_say("one_of", number, total), tuple(lines), remark=_say("no_lines") if loose else "", verbatim=made)

    def _edit(self, edit: Edit) -> str:
        terms = self._terms
        sets = [terms.tests(sorted(tests, key=lambda t: t.kind not in {"at_least", "above"})) for tests in edit.any_of]
        before = terms.value(edit.before) if edit.before else None
        return _say("edit", edit.kind, terms.label(edit.finding), sets, self._all_but(edit), before, self._wait(edit))

    def _all_but(self, edit: Edit) -> str:
        """The one choice that would not do, where two others or more would; empty where there is none such."""
        will = {t.value for tests in edit.any_of for t in tests if t.kind == "is"}
        rest = [c for c in self._terms.vocabulary.findings[edit.finding].choices if c not in will]
        if len(will) < 2 or len(rest) != 1:
            return ""
        return self._terms.vocabulary.choice_labels.get((edit.finding, rest[0]), rest[0])

    def _wait(self, edit: Edit) -> str:
        """How long it takes a clock to come from what is recorded to the new value; empty where that cannot be said."""
        finding = self._terms.vocabulary.findings[edit.finding]
        now = edit.before.value if edit.before else None
        then = edit.after.value
        if edit.kind != "changed" or not finding.clock or not isinstance(now, Interval) or not isinstance(then, Interval):
            return ""
        low = now.low if now.low is not None else finding.low.value if finding.low else None
        if then.exact is None or low is None or now.high is None:
            return ""
        least, most = (format_quantity(then.exact - end, finding.unit) for end in (now.high, low))
        # What is left out at the upper end of the record takes longer than that, at its lower end less long.
        over, under = not now.high_included, now.low is not None and not now.low_included
        return least if least == most else _say("span", least if then.exact > now.high else "", most, over, under)

    def _carried(self, words: str, names: Iterable[str]) -> list[Line]:
        rows = [self._statement(n, 1) for n in names]
        if not rows or self._length == "line":
            return []
        shown = rows if self._length == "full" else rows[:SHOWN]
        rest = [Line(_say("and_more", len(rows) - len(shown)), 1, tone="dim")] if len(rows) > len(shown) else []
        return [Line(_say(words)), *shown, *rest]

    def _statement(self, name: str, depth: int) -> Line:
        cite = self._terms.cite(name)
        return Line(cite.says, depth, place=f"{cite.id}, {cite.locator}")

    def _barriers(self, found: Changes) -> list[Line]:
        if not (found.barriers or found.complete):
            return [Line(_say("broken_off"), tone="warn")]
        impossible = Line(_say("impossible"), tone="warn")
        if not found.barriers:
            goal = found.wish.goal
            ruled_out = found.wish.holds and goal.kind == "status" and goal.names[0] == "excluded"
            if not ruled_out and self._asked_beside(found.wish):
                return [impossible]
            kinds = addressed(goal.names[1], self._terms) if found.wish.holds and goal.kind == "status" else ()
            if kinds:
                said = Line(phrase("nobody", goal.names[0], self._terms.label(goal.names[1]), kinds, book="why_not"))
                return [impossible, said, *(Line(phrase("kind", k, book="why_not"), 1) for k in kinds)]
            return [impossible, Line(_say("by_exclusion" if ruled_out else "never"))]
        if self._length == "line":
            first = self._barrier(found.barriers[0])
            return [Line(_say("in_the_way", [r.text for r in first], len(found.barriers)), place=first[0].place, tone="warn")]
        shown = found.barriers if self._length == "full" else found.barriers[:SHOWN]
        told = [self._barrier(barrier) for barrier in shown]
        lines = [impossible, Line(_say("without", len(found.barriers), len(told[0])))]
        for rows in told:
            several = len(rows) > 1 and len(found.barriers) > 1
            lines += [Line(_say("together"), 1)] if several else []
            lines += [Line(r.text, 2 if several else 1, r.place) for r in rows]
        if len(found.barriers) > len(shown):
            lines.append(Line(_say("and_more", len(found.barriers) - len(shown)), 1, tone="dim"))
        if not found.complete:
            lines.append(Line(_say("perhaps_more"), tone="dim"))
        return lines

    def _barrier(self, barrier: Barrier) -> list[Line]:
        terms = self._terms
        rows = []
        for name in barrier.findings:
            finding = terms.vocabulary.findings[name]
            rows.append(Line(_say("fixed" if finding.fixed else "clock", finding.label, terms.known(name))))
        for name in barrier.excluded:
            e = terms.answer.excluded[name]
            rows.append(Line(_say("excluded", ExcludedRow(terms.label(name), e.kind, e.because, e.place.line))))
        rows += [Line(_say("axiom", terms.knowledge.axioms[name], name)) for name in barrier.axioms]
        rows += [self._statement(name, 0) for name in barrier.statements]
        return rows + [replace(row, text=_say("switched_off", row.text)) for row in (self._statement(n, 0) for n in barrier.switched_off)]
