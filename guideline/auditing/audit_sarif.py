"""An audit as SARIF 2.1.0: each finding at the statements that it is about, for code hosts to show at their lines."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from guideline.answer import CONTESTING, Conflict
from guideline.auditing.audit import Audit
from guideline.auditing.lines import ConflictLine, Pair
from guideline.errors import Place
from guideline.model import Case
from guideline.pack import Pack
from guideline.sarif import Object, location, log

KINDS = {
    "contradiction": "One statement asks for what another forbids.",
    "restriction": "One statement asks for a class of actions of which another forbids a part.",
    "combination": "One statement forbids together what others ask for one by one.",
    "timing": "One statement asks now for what another lets wait.",
    "criterion": "One statement asks for what another makes hang on a condition that is not met.",
    "divergence": "Two sources choose different alternatives.",
    "dose": "Two sources give doses that do not overlap.",
    "agent": "Two sources choose different agents for one purpose.",
    "preference": "Two statements prefer the opposite of each other.",
    "tension": "Two statements stand in a tension that the pack declares.",
    "co_appropriate": "One source is for two alternatives that exclude each other.",
    "degree": "Statements differ in how strongly they put it.",
    "undecided": "One statement could not say what another decides.",
}
"""What a conflict of each kind is."""
OTHERS = {
    "waiver": ("note", "A waiver of a conflict that no patient has."),
    "silence": ("note", "A scenario with patients for whom its source supports nothing."),
    "dead": ("warning", "A statement, a word of it or an override that comes to bear for no patient."),
    "redundant": ("note", "A statement of which another always says at least as much."),
    "open": ("warning", "What the time given did not suffice to decide."),
}
"""What else is told: its level, and what it is."""


def audit_sarif(audit: Audit, pack: Pack, folder: Path) -> Object:
    """An audit as plain values for `json.dumps`.

    A disagreement is an error, one of assumption a warning, and so is a ban against a permission; what the editors order, an open choice
    and a shade are notes. What a pack waives is told as suppressed, with the reason. What is settled, or told apart by no rule, is nothing
    to mend at a line, and left out.

    Args:
        audit: to tell.
        pack: that was audited.
        folder: paths of files inside it are given relative to it, others whole.
    """
    writer = _Writer(audit, pack, folder)
    rows = [*writer.conflicts(), *writer.open(), *writer.others()]
    codes = sorted({code for code, _ in rows})
    index = {code: number for number, code in enumerate(codes)}
    results = [{"ruleId": code, "ruleIndex": index[code], **result} for code, result in rows]
    return log([_rule(code) for code in codes], results, folder)


def _rule(code: str) -> Object:
    kind = code.removeprefix("audit-").replace("-", "_")
    level, what = OTHERS.get(kind) or ("error" if kind in CONTESTING else "note", KINDS.get(kind, ""))
    return {"id": code, "shortDescription": {"text": what}, "defaultConfiguration": {"level": level}}


def _code(kind: str) -> str:
    return f"audit-{kind.replace('_', '-')}"


Row = tuple[str, Object]


class _Writer:
    def __init__(self, audit: Audit, pack: Pack, folder: Path) -> None:
        self._audit, self._pack, self._folder = audit, pack, folder
        self._known = pack.knowledge.statements

    def conflicts(self) -> Iterator[Row]:
        """Each pair of each line."""
        for lines, assumed in ((self._audit.conflicts.lines, False), (self._audit.conflicts.assumption_lines, True)):
            for line in lines:
                for pair in line.pairs:
                    yield self._pair(pair, line, assumed=assumed)

    def open(self) -> Iterator[Row]:
        """Each pair that was not looked at."""
        for conflicts, words in (
            (self._audit.conflicts.unproved, "some patient has this conflict; the time given did not suffice to show one"),
            (self._audit.conflicts.undecided, "the time given did not suffice to say whether any patient has this conflict"),
        ):
            for c in conflicts:
                yield _code("open"), self._result("warning", f"{self._words(c)}: {words}.", *c.statements)
        for section in self._audit.open:
            yield _code("open"), self._at("warning", f"The time given did not suffice for the section `{section}`.", self._packs())

    def others(self) -> Iterator[Row]:
        """What is not about a conflict."""
        unseen, known = self._audit.unseen, self._known
        for w in self._audit.conflicts.waivers:
            words = f"No patient needs the waiver of [{known[w.other].id}](1): {w.reason}"
            yield _code("waiver"), self._result("note", words, w.statement, w.other)
        for silence in unseen.silences:
            context = self._pack.knowledge.contexts[silence.context]
            place = self._pack.compiled.place(f"context {silence.context}")
            words = f'{silence.source} supports nothing for some patients of the scenario "{context.label}"{_of(silence.witness)}.'
            yield _code("silence"), self._at("note", words, [place] if place else [])
        for d in unseen.idle.statements:
            words = f"{known[d.statement].id} is in force for no patient: {d.why.replace('_', ' ')}."
            yield _code("dead"), self._result("warning", words, d.statement, *d.by)
        for u in unseen.idle.words:
            words = f"The word of {known[u.statement].id} on {self._pack.vocabulary.label(u.action)} stands for no patient."
            yield _code("dead"), self._result("warning", words, u.statement)
        for o in unseen.idle.overrides:
            words = f"That {known[o.statement].id} takes precedence over [{known[o.overridden].id}](1) changes nothing for any patient."
            yield _code("dead"), self._result("warning", words, o.statement, o.overridden)
        for r in unseen.redundant:
            words = f"Whenever {known[r.statement].id} is in force, [{known[r.by].id}](1) says at least as much."
            yield _code("redundant"), self._result("note", words, r.statement, r.by)

    def _packs(self) -> list[Place]:
        """The first file, for what is about no statement: code hosts want a place for everything."""
        return [Place(f) for f in self._pack.compiled.files[:1]]

    def _pair(self, pair: Pair, line: ConflictLine, *, assumed: bool) -> Row:
        c = pair.conflict
        level = _level(pair, assumed=assumed)
        when = " only while something is not recorded" if assumed else ""
        result = self._result(level, f"{self._words(c)}{when}{_of(pair.witness)}.", *c.statements)
        ordered = [x.by for x in c.settled_by if x.kind == "judgement"]
        if ordered:
            result["message"]["text"] += f" Ordered by the pack's editors: {'; '.join(ordered)}."
        result["partialFingerprints"] = {"conflict/v1": "/".join(pair.row)}
        if c.waived:
            result["suppressions"] = [{"kind": "inSource", "justification": c.waived}]
        result["properties"] = {"subject": line.subject, "rank": [pair.harm.kind, *pair.harm.weaker, *pair.harm.stronger]}
        return _code(c.kind), result

    def _words(self, c: Conflict) -> str:
        one, other = (self._known[s] for s in c.statements)
        about = " and ".join(dict.fromkeys(self._label(a) for a in c.actions))
        # A tension is between two statements as a whole.
        on = "" if c.kind == "tension" else f" on {about}"
        return f"{c.kind.replace('_', ' ').capitalize()}{on}: {one.id} ({one.locator}) and [{other.id}](1) ({other.locator})"

    def _label(self, action: str) -> str:
        name = action[len("review(") : -1] if action.startswith("review(") else action
        return self._pack.vocabulary.label(name)

    def _result(self, level: str, words: str, statement: str, *related: str) -> Object:
        result = self._at(level, words, [self._known[statement].place])
        result["relatedLocations"] = [
            {
                "id": number,
                "message": {"text": f"{self._known[s].id}: {self._known[s].says}"},
                **location(self._known[s].place, self._folder),
            }
            for number, s in enumerate(related, 1)
        ]
        return result

    def _at(self, level: str, words: str, places: list[Place]) -> Object:
        return {"level": level, "message": {"text": words}, "locations": [location(p, self._folder) for p in places]}


def _level(pair: Pair, *, assumed: bool) -> str:
    """How grave a pair is for who reads it at a line; what is waived keeps its level, and is told as suppressed."""
    if pair.weight == "ordered" or (pair.conflict.kind not in CONTESTING and not pair.banned):
        return "note"
    return "warning" if assumed or pair.banned else "error"


def _of(case: Case) -> str:
    """The patient who shows it, in a clause."""
    facts = ", ".join(f"{r.finding} {r.text}" for r in case.recorded)
    return f"; for example with {facts}" if facts else "; for example with nothing recorded"


__all__ = ["audit_sarif"]
