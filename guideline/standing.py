"""What is known of a pack's possible stances and conflicts before any patient: subjects, settlements, criteria, rivals."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, field

from guideline.answer import Conflict, Settlement, Stance
from guideline.model import Knowledge, Vocabulary
from guideline.program import GroundProgram

LOWER = frozenset({"at_least", "above"})
"""Comparisons that hold from some time on."""
PAIR = " | "
"""Between the two names of a subject that is an exclusive pair."""


@dataclass(slots=True)
class Standing:
    """Tables over one ground program. Keys are the arguments of atoms as the program has them."""

    vocabulary: Vocabulary
    knowledge: Knowledge
    under: frozenset[tuple[str, str]]
    contains: frozenset[tuple[str, str]]
    rivals: Mapping[str, frozenset[str]]
    leaves: Mapping[str, tuple[str, ...]]
    members: Mapping[str, tuple[str, ...]]
    """Criteria of a group, by the term of the group: any(k) -> its tests."""
    clocks: frozenset[str]
    """Criteria that are a comparison of a clock."""
    durations: Mapping[str, str]
    """Criterion on a quantity -> its threshold as written."""
    ranks: Mapping[str, int]
    criteria: Mapping[tuple[str, str], tuple[str, ...]]
    """Statement and action -> the criteria of `needs`."""
    conflicts: Mapping[tuple[str, ...], Conflict] = field(default_factory=dict)
    """Every conflict that some patient may have."""
    possible: Mapping[str, tuple[tuple[str, ...], ...]] = field(default_factory=dict)
    """Statement -> the possible conflicts it is a side of."""

    def topmost(self, a: str, b: str) -> str:
        """The class of the two, or the first by name where neither is above the other."""
        if (a, b) in self.under:
            return b
        if (b, a) in self.under:
            return a
        return min(a, b)

    def stance(self, row: tuple[str, ...], unmet: frozenset[str], met: frozenset[str]) -> Stance:
        """The stance of an atom's arguments, with the criteria that hold it, or the clock that let it through."""
        statement, word, action = row
        criteria = self.criteria.get((statement, action))
        if criteria is None:
            return Stance(statement, word, action)
        if word == "withholds":
            held = tuple([t for t in criteria if t in unmet])
            return Stance(statement, word, action, held, self.last_clock(held, unmet))
        if word == "open":
            return Stance(statement, word, action, tuple([t for t in criteria if t not in met]))
        return Stance(statement, word, action, since=self.last_clock(criteria, met))

    def last_clock(self, criteria: Iterable[str], which: Container[str] | None = None) -> str:
        """The time from which the criteria (those in `which`) hold as far as clocks go: the last of their lower bounds, empty without one.

        Of criteria of which one is enough it is the first, where all are bounds of one clock; else no time says it.
        """
        last = max((t for c in criteria if (t := self._from(c, which))), key=self._place, default="")
        return self.durations[last] if last else ""

    def _place(self, criterion: str) -> tuple[int, str]:
        return self.ranks[criterion], criterion

    def _from(self, criterion: str, which: Container[str] | None) -> str:
        """The lower bound of a clock that decides from when a criterion holds; empty where none does."""
        inner = self.members.get(criterion)
        if inner is None:
            lower = criterion in self.clocks and criterion.partition("(")[0] in LOWER
            return criterion if lower and (which is None or criterion in which) else ""
        found = [t for part in inner if (t := self._from(part, which))]
        if not criterion.startswith("any("):
            return max(found, key=self._place, default="")
        asked = [part for part in inner if which is None or any(t in which for t in self.parts(part))]
        one_clock = len({t.partition("(")[2].partition(",")[0] for t in found}) == 1 and len(found) == len(asked)
        return min(found, key=self._place) if one_clock else ""

    def parts(self, criterion: str) -> Iterable[str]:
        """The tests of a criterion: itself, or those of its group, groups of groups included."""
        inner = self.members.get(criterion)
        if inner is None:
            yield criterion
        else:
            for part in inner:
                yield from self.parts(part)


def standing(program: GroundProgram, vocabulary: Vocabulary, knowledge: Knowledge) -> Standing:
    """Reads the tables off a ground program."""
    facts = program.facts
    rivals: dict[str, set[str]] = {}
    for a, b in facts.get("rival", []):
        rivals.setdefault(a, set()).add(b)
    leaves: dict[str, list[str]] = {}
    for leaf, name in facts.get("leaf_of", []):
        leaves.setdefault(name, []).append(leaf)
    members: dict[str, list[str]] = {}
    for group in ("any", "all"):
        for k, test in facts.get(f"{group}_of", []):
            members.setdefault(f"{group}({k})", []).append(test)
    ranked = {(f, q): int(n) for f, q, n in facts.get("threshold", [])}
    clocks: set[str] = set()
    durations: dict[str, str] = {}
    ranks: dict[str, int] = {}
    for (finding, quantity), rank in ranked.items():
        for kind in ("at_least", "above", "below", "at_most"):
            term = f'{kind}({finding},"{quantity}")'
            durations[term], ranks[term] = quantity, rank
            if vocabulary.findings[finding].clock:
                clocks.add(term)
    made = Standing(
        vocabulary=vocabulary,
        knowledge=knowledge,
        under=frozenset((a, b) for a, b in facts.get("under", [])),
        contains=frozenset((a, b) for a, b in facts.get("contains", [])),
        rivals={a: frozenset(b) for a, b in rivals.items()},
        leaves={a: tuple(sorted(b)) for a, b in leaves.items()},
        members={k: tuple(v) for k, v in members.items()},
        clocks=frozenset(clocks),
        durations=durations,
        ranks=ranks,
        criteria={
            (s.name, action): tuple(t for a, t in s.needs if a == action) for s in knowledge.statements.values() for action, _ in s.needs
        },
    )
    rows = sorted({a.args for a in program.atoms.values() if a.name == "conflict"} | set(facts.get("conflict", [])))
    made.conflicts = {row: _conflict(row, made) for row in rows}
    possible: dict[str, list[tuple[str, ...]]] = {}
    for row in rows:
        for side in dict.fromkeys((row[1], row[3])):
            possible.setdefault(side, []).append(row)
    made.possible = {s: tuple(r) for s, r in possible.items()}
    return made


def _conflict(row: tuple[str, ...], tables: Standing) -> Conflict:
    kind, s, a, t, b = row
    statements = tables.knowledge.statements
    hinges = [w for x, y in ((s, t), (t, s)) for z, w in statements[x].hinges if z == y]
    waived = [w for x, y in ((s, t), (t, s)) for z, w in statements[x].waives if z == y]
    return Conflict(
        kind=kind,
        statements=(s, t),
        actions=(a, b),
        subject=_subject(row, tables),
        settled_by=tuple(_ordered(s, t, tables)),
        hinges=tuple(hinges),
        waived=waived[0] if waived else "",
    )


def _subject(row: tuple[str, ...], tables: Standing) -> str:
    kind, s, a, t, b = row
    if kind in {"co_appropriate", "divergence"}:
        for c, d in tables.vocabulary.exclusive:
            for first, second in ((c, d), (d, c)):
                if (a, first) in tables.under and (b, second) in tables.under:
                    return PAIR.join(sorted((c, d)))
    if kind == "preference":
        return PAIR.join(sorted((a, b)))
    if kind == "tension":
        return _tense(s, t, tables)
    return tables.topmost(a, b)


_TELLING = ("for", "permits", "undecided", "against")


def _tense(s: str, t: str, tables: Standing) -> str:
    """What a declared tension is about: an action that both sides speak of, else the first that the second is for, else that the first is.

    A side that is for one action and against another is in tension for what it advises: the other is its own matter.
    """
    sides = [sorted(tables.knowledge.statements[x].leans, key=lambda lean: _TELLING.index(lean[0])) for x in (t, s)]
    actions = [[a for _, a in side] for side in sides]
    for a in actions[0]:
        if any((a, b) in tables.under or (b, a) in tables.under for b in actions[1]):
            return a
    return next((a for side in actions for a in side), PAIR.join(sorted((s, t))))


def _ordered(s: str, t: str, tables: Standing) -> Iterable[Settlement]:
    """What orders a standing pair without hiding it: a narrower variant, a later edition, the editors' judgement."""
    statements, contexts, sources = tables.knowledge.statements, tables.knowledge.contexts, tables.knowledge.sources
    for x, y in ((s, t), (t, s)):
        for c in statements[x].within:
            for d in statements[y].within:
                if c != d and d in contexts[c].narrower:
                    yield Settlement("variant", x, statements[x].source)
        if statements[y].source in sources[statements[x].source].succeeds:
            yield Settlement("edition", x, statements[x].source)
        for z, why in statements[x].yields:
            if z == y:
                yield Settlement("judgement", f"{y}: {why}", "editors")
