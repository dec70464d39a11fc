"""Reading `expect:` of a case: from plain values to a checked expectation, with all problems at once."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from guideline.errors import CaseError, closest, quoted
from guideline.expectations.expectation import (
    CAMPS,
    RESOLVED,
    SETTLEMENTS,
    VERDICTS,
    CampWanted,
    Expectation,
    MarkWanted,
    PairWanted,
    SettledWanted,
    Verdict,
)
from guideline.expectations.names import Named
from guideline.model import COMPARISONS, Case, Knowledge, Test, Vocabulary
from guideline.shapes import Path, kind_of

KEYS = (
    "in_scope", "out_of_scope", "in_force", "not_in_force", "silent", "actions", "conflicts", "settled", "camps", "marks", "ask", "assumed",
    "favours", "forbid", "verdict",
)  # fmt: skip
FORBIDDEN = ("conflicts", "in_force", "status")
VERDICT = ("entry", "status", "kinds", "statements", "hangs_on", "gives_way", "side_by_side", "because", "departs", "listed")
_TEST = re.compile(r'\s*([a-z_]+)\(\s*([A-Za-z0-9_]+)\s*(?:,\s*("?)([^"]*)\3\s*)?\)\s*')


def read_expectation(case: Case, vocabulary: Vocabulary, knowledge: Knowledge) -> Expectation:
    """What a case expects.

    Args:
        case: from a case file; `case.expect` and `case.expect_places` are read.
        vocabulary: of the pack that the case was read with.
        knowledge: of the same pack.

    Raises:
        CaseError: with every unknown key and name, every wrong type, and everything that is expected and excluded at once.
    """
    return _Reader(case, vocabulary, knowledge).expectation()


class _Reader(Named):
    def expectation(self) -> Expectation:
        """The checked expectation."""
        parts = self.keys(self._case.expect, (), KEYS)
        forbid = self.keys(parts.get("forbid"), ("forbid",), FORBIDDEN)
        unmarked = parts.get("marks") == "none"
        made = Expectation(
            in_scope=self.names(parts.get("in_scope"), ("in_scope",), self._context),
            out_of_scope=self.pairs(parts.get("out_of_scope"), ("out_of_scope",), self._context, self._reason),
            in_force=self.names(parts.get("in_force"), ("in_force",), self._statement),
            not_in_force=self.names(parts.get("not_in_force"), ("not_in_force",), self._statement),
            silent=self.names(parts.get("silent"), ("silent",), self._source),
            actions=self.pairs(parts.get("actions"), ("actions",), self._action, lambda _, v, p: self._status(v, p)),
            conflicts=self.entries(parts.get("conflicts"), ("conflicts",), self._conflict),
            settled=self.entries(parts.get("settled"), ("settled",), self._settled),
            camps=self.pairs(parts.get("camps"), ("camps",), self._subject, lambda _, v, p: self.entries(v, p, self._camp)),
            unmarked=unmarked,
            marks=() if unmarked else self._marks(parts.get("marks"), ("marks",)),
            ask=self.names(parts.get("ask"), ("ask",), self._finding),
            assumed=self.names(parts.get("assumed"), ("assumed",), self._finding),
            favours=self.pairs(parts.get("favours"), ("favours",), self._action, lambda _, v, p: self._action(v, p)),
            barred_conflicts=self.entries(forbid.get("conflicts"), ("forbid", "conflicts"), self._barred),
            barred_in_force=self.names(forbid.get("in_force"), ("forbid", "in_force"), self._statement),
            barred_status=self.pairs(forbid.get("status"), ("forbid", "status"), self._action, self._statuses),
            verdicts=self._verdicts(parts.get("verdict"), ("verdict",)),
            places=self._case.expect_places,
        )
        self._agree(made)
        if self.problems:
            raise CaseError(self.problems)
        return made

    def _agree(self, made: Expectation) -> None:
        """Reports what no answer could meet."""
        for key, names in (("not_in_force", made.not_in_force), ("forbid", made.barred_in_force)):
            for name in sorted(set(names) & set(made.in_force)):
                path: Path = (key, names.index(name)) if key != "forbid" else ("forbid", "in_force", names.index(name))
                self.problem("contradiction", f"`{name}` is expected in force and not in force", path, "keep one of them")
        for context, _ in made.out_of_scope:
            if context in made.in_scope:
                words = f"`{context}` is expected in scope and out of scope"
                self.problem("contradiction", words, ("out_of_scope", context), "keep one of them")
        barred = dict(made.barred_status)
        for action, status in made.actions:
            if status in barred.get(action, ()):
                words = f"`{status}` is expected and forbidden for `{action}`"
                self.problem("contradiction", words, ("forbid", "status", action), "keep one of them")

    # Entries

    def _conflict(self, value: Any, path: Path) -> PairWanted | None:
        parts = self.keys(value, path, ("kind", "statements"), ("kind", "statements"))
        kind = self._kindword(parts["kind"], (*path, "kind")) if "kind" in parts else None
        sides = self._sides(parts["statements"], (*path, "statements")) if "statements" in parts else None
        return PairWanted(kind, sides, path) if kind and sides else None

    def _barred(self, value: Any, path: Path) -> PairWanted | None:
        if isinstance(value, str):
            kind = self._kindword(value, path)
            return PairWanted(kind, (), path) if kind else None
        if isinstance(value, list):
            sides = self._sides(value, path)
            return PairWanted("", sides, path) if sides else None
        return self._conflict(value, path)

    def _settled(self, value: Any, path: Path) -> SettledWanted | None:
        parts = self.keys(value, path, ("by", "statements"), ("by", "statements"))
        by = None
        if "by" in parts:
            word = parts["by"].replace("_", " ") if isinstance(parts["by"], str) else parts["by"]
            by = self._known(word, (*path, "by"), "kind of settlement", SETTLEMENTS)
        sides = self._sides(parts["statements"], (*path, "statements")) if "statements" in parts else None
        return SettledWanted(by, sides, path) if by and sides else None

    def _camp(self, value: Any, path: Path) -> CampWanted | None:
        parts = self.keys(value, path, ("word", "since", "until", "statements"), ("word", "statements"))
        word = self._known(parts["word"], (*path, "word"), "word of a camp", CAMPS) if "word" in parts else None
        names = self.names(parts.get("statements"), (*path, "statements"), self._statement)
        since, until = (self.text(parts[k], (*path, k)) if k in parts else "" for k in ("since", "until"))
        return CampWanted(word, since or "", until or "", tuple(sorted(names))) if word and names else None

    def _marks(self, value: Any, path: Path) -> tuple[MarkWanted, ...]:
        if isinstance(value, str):
            self.problem("wrong-type", f"`marks` is {quoted(value)}", path, "write `none`, or a mapping of `provisional` and `possible`")
            return ()
        parts = self.keys(value, path, ("provisional", "possible"))
        found = []
        for key in ("provisional", "possible"):
            rows = self.pairs(parts.get(key), (*path, key), self._statement, lambda _, v, p: self.entries(v, p, self._test))
            for statement, tests in rows:
                if not tests and not parts[key][statement]:
                    self.problem("missing-key", f"no test is named for `{statement}`", (*path, key, statement), "write `[has(finding)]`")
                found.append(MarkWanted(statement, key == "provisional", tuple(sorted(tests)), (*path, key, statement)))
        return tuple(found)

    def _test(self, value: Any, path: Path) -> Test | None:
        match = _TEST.fullmatch(value) if isinstance(value, str) else None
        if match is None or match[1] not in {"has", "lacks", "is", *COMPARISONS}:
            words = f"{quoted(value)} is not a test" if isinstance(value, str) else f"{kind_of(value)} is not a test"
            self.problem("wrong-type", words, path, 'write `has(f)`, `lacks(f)`, `is(f, value)` or `at_least(f, "3 weeks")`')
            return None
        kind, subject, text = match[1], match[2], (match[4] or "").strip()
        if self._finding(subject, path) is None:
            return None
        finding = self._vocabulary.findings[subject]
        values: Iterable[str] = finding.choices if kind == "is" else (t.text for t in finding.thresholds) if kind in COMPARISONS else ("",)
        known = list(values)
        if text not in known or finding.kind != {"has": "boolean", "lacks": "boolean", "is": "choice"}.get(kind, "quantity"):
            form = f"`{subject}` is a {finding.kind}" + (f": {', '.join(known)}" if any(known) else "")
            self.problem("unknown-value", f"no rule can ask {quoted(value)}", path, (text and closest(text, known)) or form)
            return None
        return Test(kind, subject, text)

    def _verdicts(self, value: Any, path: Path) -> tuple[Verdict, ...]:
        """One verdict, or a list of them."""
        if isinstance(value, list):
            return self.entries(value, path, self._verdict)
        made = self._verdict(value, path) if value is not None else None
        return (made,) if made else ()

    def _verdict(self, value: Any, path: Path) -> Verdict | None:
        parts = self.keys(value, path, VERDICT, ("entry", "status", "statements", "because"))
        status = self._known(parts["status"], (*path, "status"), "status of a verdict", VERDICTS) if "status" in parts else None
        listed = self._known(parts["listed"], (*path, "listed"), "status of a verdict", VERDICTS) if "listed" in parts else None
        texts = {key: self.text(parts[key], (*path, key)) or "" for key in ("entry", "because", "departs") if key in parts}
        names = self.names(parts.get("statements"), (*path, "statements"), self._statement)
        kinds = tuple(sorted(self.names(parts["kinds"], (*path, "kinds"), self._kindword))) if "kinds" in parts else None
        if status == "real" and not kinds and not parts.get("kinds"):
            words = "a verdict `real` names the kinds of the conflicts that stand"
            self.problem("missing-key", words, path, "add `kinds: [contradiction]`")
        if ("departs" in parts) != ("listed" in parts):
            words = "say what the list has, and why this is something else"
            self.problem("missing-key", "`departs` and `listed` go together", path, words)
        elif listed and listed == status:
            words = f"`listed` is the status itself, `{status}`"
            self.problem("contradiction", words, (*path, "listed"), "leave out `listed` and `departs`")
        told = parts.get("statements")
        if isinstance(told, list) and len(told) < (1 if status == "open_source_ambiguous" else 2):
            self.problem("missing-key", "a verdict names at least two statements", (*path, "statements"), "name all those of the entry")
        hangs_on = self._hangs_on(parts.get("hangs_on"), (*path, "hangs_on"))
        gives_way, beside = (self._parts_of(parts.get(key), (*path, key), names) for key in ("gives_way", "side_by_side"))
        if status:
            self._grounds(status, parts, path)
        if len(beside) == 1:
            self.problem("missing-key", "one statement stands beside nothing", (*path, "side_by_side"), "name at least two")
        for name in sorted({*gives_way} & {*beside}):
            words = f"`{name}` is said to give way and to stand side by side"
            self.problem("contradiction", words, (*path, "side_by_side", beside.index(name)), "keep one of them")
        if status is None or "entry" not in texts:
            return None
        because, departs = (texts.get(key, "") for key in ("because", "departs"))
        return Verdict(texts["entry"], status, kinds, names, hangs_on, gives_way, beside, because, departs, listed, path)

    def _grounds(self, status: str, parts: Mapping[str, Any], path: Path) -> None:
        """Reports a verdict that does not say what it rests on, or says what belongs to another."""
        wanted = ("hangs_on",) if status == "open_source_ambiguous" else ("gives_way", "side_by_side") if status in RESOLVED else ()
        for key in ("hangs_on", "gives_way", "side_by_side"):
            if key in parts and key not in wanted:
                self.problem("unknown-key", f"`{key}` says nothing of a verdict `{status}`", (*path, key), "leave it out")
        if wanted and not any(parts.get(key) for key in wanted):
            words, hint = f"a verdict `{status}` names what gives way, or what stands side by side", "add `gives_way: [statement]`"
            if status == "open_source_ambiguous":
                words, hint = f"a verdict `{status}` names the statements that report what is unclear", "add `hangs_on: [statement]`"
            self.problem("missing-key", words, path, hint)

    def _parts_of(self, value: Any, path: Path, all_names: Collection[str]) -> tuple[str, ...]:
        """Some of the statements of a verdict."""
        names = self.names(value, path, self._statement)
        for number, name in enumerate(names):
            if all_names and name not in all_names:
                words = f"`{name}` is not among the statements of the verdict"
                self.problem("unknown-statement", words, (*path, number), "add it to `statements`, or leave it out here")
        return names

    def _hangs_on(self, value: Any, path: Path) -> tuple[tuple[str, str], ...]:
        """Statements that report what is unclear: a list, or a mapping to a part of the words."""
        rows = (
            tuple((name, "") for name in self.names(value, path, self._statement))
            if isinstance(value, list)
            else self.pairs(value, path, self._statement, self._wording)
        )
        for name, _ in rows:
            statement = self._knowledge.statements[name]
            if not (statement.ambiguous or statement.silent):
                words = f"`{name}` reports nothing that is unclear"
                self.problem("nothing-unclear", words, (*path, name), "name a statement that the pack marks as `ambiguous` or `silent`")
        return rows

    def _wording(self, statement: str, value: Any, path: Path) -> str | None:
        """A part of the words of one ambiguity; nothing stands for any of them."""
        if value is None or statement not in self._knowledge.statements:
            return ""
        text = self.text(value, path)
        known = self._knowledge.statements[statement].ambiguous
        if text and not any(text in words for words in known):
            hint = f"it reports: {'; '.join(known)}" if known else "leave the words out: it is silent, and reports no ambiguity"
            self.problem("unknown-ambiguity", f"{quoted(text)} is in no ambiguity of `{statement}`", path, hint)
            return None
        return text
