"""Words for a comparison: a verdict, what is said otherwise, and for whom the answer is another, with both answers side by side."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from typing import Any

from explain.corpus.conflicts_words import facts
from explain.corpus.diff_regions import tell_shared
from explain.corpus.diff_statements import changed, context, ways
from explain.corpus.knowledge_view import KnowledgeViews
from explain.render import phrase
from explain.telling import Line, Passage, Telling
from explain.views.applicability import Applicability
from explain.views.labels import Labels
from guideline.answer import Answer
from guideline.differences.found import Differences, Found
from guideline.differences.language import Language
from guideline.differences.sides import Sides
from guideline.differences.texts import StatementChange, Texts, WordChange
from guideline.model import Vocabulary
from guideline.standing import PAIR

ROWS = 6
"""So many rows of a passage are told in a short telling."""
NAMED = 8
"""So many names of a list."""


def _say(name: str, *values: Any) -> str:
    return phrase(name, *values, book="diff")


def tell_diff(sides: Sides, said: Texts, found: Differences, *, full: bool = False) -> Telling:
    """The passages on a comparison; those without anything to tell are left out.

    Args:
        sides: that were compared.
        said: what they say otherwise.
        found: for whom their answers differ.
        full: all rows of each passage.
    """
    words = _Words(sides, said, found, full=full)
    return tuple([p for p in words.passages() if p.lines])


class _Words:
    def __init__(self, sides: Sides, said: Texts, found: Differences, *, full: bool) -> None:
        self._sides, self._said, self._found, self._full = sides, said, found, full
        self._titles = (sides.first.title, sides.second.title)
        self._labels = Labels(_apart(found.words, self._titles), sides.second.pack.knowledge, {})
        self._own = tuple(Labels(s.pack.vocabulary, s.pack.knowledge, {}) for s in sides.both)

    @cached_property
    def _when(self) -> tuple[Applicability, Applicability]:
        first, second = (Applicability(s.pack.compiled.rules, own) for s, own in zip(self._sides.both, self._own, strict=True))
        return first, second

    @cached_property
    def _views(self) -> tuple[KnowledgeViews, KnowledgeViews]:
        first = KnowledgeViews(self._sides.first.pack)
        return first, first if self._sides.one_pack else KnowledgeViews(self._sides.second.pack)

    def passages(self) -> Iterator[Passage]:
        """All of them."""
        by_kind = {what: [f for f in self._found.found if f.difference.what == what] for what in ("status", "conflict", "statement")}
        basis = _say("basis", self._sides.of) if self._found.comparable else ""
        yield Passage(_say("heading", "verdict"), tuple(self._verdict()), remark=basis)
        if self._said.statements and self._sides.of != "statements":
            yield self._passage("statements", [self._statement(c) for c in self._said.statements])
        if self._said.words:
            yield self._passage("words", [self._word(c) for c in self._said.words])
        yield self._passage("status", self._statuses(by_kind["status"], whole=True), len({f.difference.subject for f in by_kind["status"]}))
        yield self._passage("conflict", [self._difference(f, whole=True) for f in by_kind["conflict"]])
        yield self._passage("statement", [self._difference(f, whole=True) for f in by_kind["statement"]])
        yield self._passage("assumed", self._all(self._found.assumed), lead=phrase("assumption_remark", book="audit_conflicts"))
        yield self._passage("excluding", self._all(self._found.excluding), lead=_say("excluding_remark"))
        yield self._passage("allowed", [[*self._allowed(side)] for side in (0, 1) if self._found.allowed[side]])
        yield Passage(_say("heading", "open"), tuple(self._open()))

    def _passage(self, key: str, rows: Sequence[Sequence[Line]], number: int | None = None, lead: str = "") -> Passage:
        """Rows under a heading, the first few of them in a short telling."""
        shown = rows if self._full else rows[:ROWS]
        lines = [line for row in shown for line in row]
        if len(shown) < len(rows):
            lines.append(Line(_say("more", len(rows) - len(shown)), tone="dim"))
        return Passage(_say("heading", key, len(rows) if number is None else number), tuple(lines), lead=lead)

    def _verdict(self) -> Iterator[Line]:
        off = [self._own[1].knowledge.statements[s].id for s in self._sides.second.off] if self._sides.of == "statements" else []
        yield Line(_say("compared", self._sides.of, *self._titles, off), tone="bold")
        if self._sides.of == "packs":
            hows = [c.how for c in self._said.statements]
            counts = [hows.count(how) for how in ("added", "removed", "changed")]
            yield Line(_say("said_alike") if self._said.equal else _say("said_otherwise", *counts, len(self._said.words)))
        yield from self._patients()
        vocabularies = [s.pack.vocabulary for s in self._sides.both]
        for side, (mine, other) in enumerate((vocabularies, vocabularies[::-1])):
            alone = sorted(self._own[side].label(f) for f in mine.findings.keys() - other.findings.keys())
            if alone and self._found.comparable:
                yield Line(_say("single", self._titles[side], len(alone), alone[:NAMED]))
        if self._found.words.apart:
            yield Line(_say("apart", self._own[0].labels(self._found.words.apart)))
        if self._sides.of == "sources":
            for side, names in enumerate(self._found.spoken_alone):
                if names:
                    labels = sorted(self._labels.labels(names))
                    yield Line(_say("speak_alone", self._titles[side], len(labels), labels if self._full else labels[:NAMED]))

    def _patients(self) -> Iterator[Line]:
        found = self._found
        if not found.comparable:
            yield Line(_say("nothing_shared"), tone="warn")
        elif found.anyone is False:
            yield Line(_say("nobody"), tone="warn")
        elif found.equal:
            yield Line(_say("equal", self._sides.of), tone="good")
        elif found.every:
            actions = {f.difference.subject for f in found.every if f.difference.what == "status"}
            conflicts, statements = ({f.difference for f in found.every if f.difference.what == w} for w in ("conflict", "statement"))
            yield Line(_say("differs", len(actions), len(conflicts), len({d.subject for d in statements})), tone="warn")
        elif not found.open:
            yield Line(_say("other_patients"), tone="warn")
        if found.open:
            yield Line(_say("not_decided"), tone="warn")

    def _statement(self, change: StatementChange) -> list[Line]:
        labels = self._own[0 if change.how == "removed" else 1]
        head = Line(_say("statement", change.how, labels.cite(change.name)))
        if change.how != "changed":
            return [head]
        pages = [v.page(s.statements[change.name], (), None) for v, s in zip(self._views, self._sides.both, strict=True)]
        rows = [Line(text, 1) for key, mine, other in changed(change.parts, pages[0], pages[1]) for text in _turned(key, mine, other)]
        return [head, *rows]

    def _word(self, change: WordChange) -> list[Line]:
        side = 0 if change.how == "removed" else 1
        lines = [Line(_say("word", change.what, change.how, self._name(change, side)))]
        if change.how == "changed":
            texts = [list(self._declared(change, i)) for i in (0, 1)]
            if texts[0] == texts[1]:
                # What changed has no words of its own (a code, a question): its name has to do.
                lines.append(Line(_say("names_parts", change.parts), 1))
            else:
                key = "rules" if "rules" in change.parts else "declared"
                gone, new = ([t for t in mine if t not in other] for mine, other in (texts, texts[::-1]))
                lines += [Line(text, 1) for text in _turned(key, gone, new)]
        elif change.what in {"concept", "implication", "axiom", "finding"}:
            lines += [Line(text, 1) for text in self._declared(change, side) if text != self._name(change, side)]
        return lines

    def _name(self, change: WordChange, side: int) -> str:
        labels = self._own[side]
        if change.what == "source":
            return labels.knowledge.sources[change.name].title
        if change.what == "context":
            return labels.knowledge.contexts[change.name].label
        if change.what == "choice_between":
            return phrase("subject", labels.labels(change.name.split(PAIR)))
        if change.what == "implication":
            return phrase("asked", labels.criterion(change.name[len("follows(") : -1]))
        if change.what == "axiom":
            name = change.name[len("impossible(") :].partition(",")[0]
            return labels.knowledge.axioms.get(name, name)
        return labels.label(change.name)

    def _declared(self, change: WordChange, side: int) -> Iterable[str]:
        """What one side declares of something, in words."""
        vocabulary, views, labels = self._sides.both[side].pack.vocabulary, self._views[side], self._own[side]
        if change.what == "finding":
            finding = vocabulary.findings[change.name]
            return [finding.label, phrase("finding_line", finding)]
        if change.what == "action":
            action = vocabulary.actions[change.name]
            return [action.label, phrase("action_line", action, labels.labels(action.kind_of))]
        if change.what == "source":
            source = labels.knowledge.sources[change.name]
            return [source.title, phrase("source_facts", source)]
        if change.what == "context":
            row = views.context(change.name)
            return [row.label, *context(row)]
        return [ways(self._when[side].ways(change.name))]

    def _statuses(self, rows: Sequence[Found], *, whole: bool) -> list[list[Line]]:
        """The changes of each action, together under its name."""
        by_action: dict[str, list[Found]] = {}
        for f in rows:
            by_action.setdefault(f.difference.subject, []).append(f)
        return [
            [Line(self._labels.label(a), tone="bold"), *(line for f in group for line in self._difference(f, whole=whole, depth=1))]
            for a, group in by_action.items()
        ]

    def _all(self, rows: Sequence[Found]) -> list[list[Line]]:
        statuses = self._statuses([f for f in rows if f.difference.what == "status"], whole=False)
        return [*statuses, *(self._difference(f, whole=False) for f in rows if f.difference.what != "status")]

    def _difference(self, found: Found, *, whole: bool, depth: int = 0) -> list[Line]:
        """One difference: what differs, who all have it, one who has it, and both answers."""
        d = found.difference
        lines = [Line(self._differing(found), depth)]
        if d.what == "conflict":
            side = 0 if d.before == "yes" else 1
            pairs = dict.fromkeys((row[1], row[3]) for row in found.rows)
            cite = self._own[side].cite
            told = [Line(_say("pair", cite(s), cite(t)), depth + 1) for s, t in pairs]
            lines += told if self._full else told[:2]
            if len(told) > len(lines) - 1:
                lines.append(Line(phrase("and_more", len(told) - len(lines) + 1), depth + 1, tone="dim"))
        lines.append(Line(tell_shared(found.region, self._labels, whole=whole, full=self._full), depth + 1))
        excluded = [self._labels.label(e.action) for e in found.witness.excluded]
        lines.append(Line(_say("witness", facts(found.witness.recorded, self._labels), excluded), depth + 1))
        if d.what == "status":
            for side, status in enumerate((d.before, d.after)):
                text = _say("answer", self._titles[side], status, list(self._voices(found.answers[side], d.subject, side)))
                lines.append(Line(text, depth + 2, tone="dim"))
        return lines

    def _differing(self, found: Found) -> str:
        d = found.difference
        if d.what == "status":
            return _say("turn", d.before, d.after)
        if d.what == "statement":
            return _say("in_force", self._own[1].cite(d.subject), d.after == "yes")
        kinds = list(dict.fromkeys(row[0] for row in found.rows))
        subject = [self._labels.about(n) for n in d.subject.split(PAIR)]
        return _say("conflict", subject, kinds, d.after == "yes", len(found.rows))

    def _voices(self, answer: Answer, action: str, side: int) -> Iterator[tuple[str, str, list[str]]]:
        """Who says what of an action: the stances on it, and those that these are in conflict with."""
        against = {(s, a) for c in answer.conflicts if action in c.actions for s, a in zip(c.statements, c.actions, strict=True)}
        voices: dict[tuple[str, str], list[str]] = {}
        known = self._own[side].knowledge.statements
        for s in answer.stances:
            if s.action == action or (s.statement, s.action) in against:
                voices.setdefault((s.word, s.until), []).append(known[s.statement].id)
        for (word, until), names in sorted(voices.items()):
            shown = sorted(set(names))
            yield word, until, shown if self._full or len(shown) <= NAMED else [*shown[:NAMED], phrase("and_more", len(shown) - NAMED)]

    def _allowed(self, side: int) -> Iterator[Line]:
        case = self._found.allowed[side]
        if case:
            yield Line(_say("allowed", self._titles[side]))
            yield Line(_say("witness", facts(case.recorded, self._own[side]), []), 1)

    def _open(self) -> Iterator[Line]:
        found = self._found
        if found.comparable and found.anyone is None:
            yield Line(_say("unasked"))
        if found.unseen:
            yield Line(_say("unseen", len(found.unseen)))
        if found.undecided:
            yield Line(_say("undecided", len(found.undecided)))
        if found.unsure:
            yield Line(_say("unsure"))


def _apart(words: Language, titles: tuple[str, str]) -> Vocabulary:
    """The vocabulary of both, in which a finding of one name that is another on each side says whose it is."""
    findings, labels = dict(words.vocabulary.findings), dict(words.vocabulary.labels)
    for name in words.apart:
        for side, title in enumerate(titles):
            here = words.names[side][name]
            labels[here] = _say("whose", findings[here].label, title)
            findings[here] = replace(findings[here], label=labels[here])
    return replace(words.vocabulary, findings=findings, labels=labels)


def _turned(key: str, before: Sequence[str], after: Sequence[str]) -> Iterator[str]:
    if before or after:
        yield _say("was", key, before)
        yield _say("is", key, after)
    else:
        yield _say("unworded", key)


__all__ = ["tell_diff"]
