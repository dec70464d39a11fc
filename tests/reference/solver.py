"""The reference solver: docs/semantics.md over plain sets, written to be read beside it; brute force wherever it can be."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from itertools import product

from reference.conflicts import CONFLICTS
from reference.records import COMPARISONS, Atom, Pack, Test, outside
from reference.statuses import STATUSES
from reference.taxonomy import Taxonomy, implied

Result = tuple[str, ...]
"""`("in_force", s)`, `("stance", s, word, a)`, `("conflict", kind, s, a, t, b)`, `("status", a, word)`."""

SCALE = {
    "usually_appropriate": "for",
    "may_be_appropriate": "permits",
    "usually_not_appropriate": "against",
    "disagreement": "undecided",
}


class World:
    """What one record comes to. Everything is computed when first asked for, in the order of the page."""

    def __init__(self, pack: Pack, record: Iterable[Test], without: Iterable[str] = (), taxonomy: Taxonomy | None = None) -> None:
        self.pack = pack
        self.tax = taxonomy or Taxonomy(pack)
        self.record = frozenset(record)
        self.off = frozenset(without)

    # Records

    @cached_property
    def model(self) -> frozenset[Atom]:
        """All tests known and all heads of rules that hold: the well-founded model, which is total for stratified rules."""
        low: frozenset[Atom] = frozenset()
        while True:
            high = self._least(low)
            next_low = self._least(high)
            if next_low == low:
                assert high == low, "the rules are not stratified"
                return low
            low = next_low

    def _least(self, assumed: frozenset[Atom]) -> frozenset[Atom]:
        """The least fixpoint of the rules, with negative literals read in `assumed`."""
        found: set[Atom] = {t for test in self.record for t in implied(self.pack, self.tax, test)}
        while True:
            more: set[Atom] = set()
            for rule in self.pack.rules:
                if all((atom in found) if positive else (atom not in assumed) for positive, atom in rule.body):
                    more |= implied(self.pack, self.tax, rule.head[1:]) if rule.head[0] == "follows" else {rule.head}
            if more <= found:
                break
            found |= more
        return frozenset(found)

    @cached_property
    def possible(self) -> bool:
        """Whether the record contradicts neither itself nor an axiom."""
        known = self.model
        for test in known:
            if test[0] == "has" and ("lacks", test[1]) in known:
                return False
            if test[0] == "is" and any(t[0] == "is" and t[1] == test[1] and t[2] != test[2] for t in known):
                return False
            if test[0] == "at_least" and ("below", *test[1:]) in known:
                return False
            if test[0] == "above" and ("at_most", *test[1:]) in known:
                return False
            if test[0] in COMPARISONS and outside(self.pack, test):
                return False
        return not any(atom[0] == "impossible" for atom in known)

    def unsuitable(self, action: str) -> bool:
        """The action is ruled out."""
        return ("unsuitable", action) in self.model

    # Statements

    @cached_property
    def scope(self) -> set[str]:
        """Contexts that take the patient in and do not leave him or her out."""
        out = {atom[1] for atom in self.model if atom[0] == "excludes"}
        return {c for c in self.pack.contexts if ("enters", c) in self.model and c not in out}

    def contexts_of(self, statement: str) -> set[str]:
        """The contexts that a statement is within."""
        return {c for s, c in self.pack.rows("within") if s == statement}

    @cached_property
    def live(self) -> set[str]:
        """Statements that apply, speak and are switched on."""
        speaks = {s for s in self.pack.statements if not self.contexts_of(s) or self.contexts_of(s) & self.scope}
        return {s for s in speaks if ("applies", s) in self.model} - self.off

    @cached_property
    def leanings(self) -> set[tuple[str, str, str]]:
        """(statement, word, action), whatever the patient."""
        plain = {"recommends": "for", "offers": "for", "permits": "permits", "opposes": "against", "undecided": "undecided"}
        found = {(s, word, a) for name, word in plain.items() for s, a in self.pack.rows(name)}
        return found | {(s, self.scale[w], a) for s, a, w in self.pack.rows("rates")}

    @cached_property
    def scale(self) -> dict[str, str]:
        """The stance that each word of a rating stands for."""
        return {**SCALE, **dict(self.pack.rows("scale"))}  # type: ignore[arg-type]  # rows of scale are pairs

    def criteria(self, statement: str, action: str) -> set[Test]:
        """The criteria of a statement on an action."""
        return {row[2:] for row in self.pack.rows("needs") if row[:2] == (statement, action)}

    def met(self, criterion: Test) -> bool:
        """Whether a criterion is known to hold."""
        if criterion[0] in {"any", "all"}:
            members = [self.met(row[1:]) for row in self.pack.rows(f"{criterion[0]}_of") if row[0] == criterion[1]]
            return any(members) if criterion[0] == "any" else all(members)
        return criterion in self.model

    def unmet(self, criterion: Test) -> bool:
        """Whether the complement of a criterion is known to hold."""
        kind, *rest = criterion
        if kind in {"any", "all"}:
            members = [self.unmet(row[1:]) for row in self.pack.rows(f"{kind}_of") if row[0] == rest[0]]
            return all(members) if kind == "any" else any(members)
        if kind == "unsuitable":
            return False
        if kind == "is":
            return any(t[:2] == ("is", rest[0]) and t[2] != rest[1] for t in self.model)
        pairs = (("has", "lacks"), ("at_least", "below"), ("above", "at_most"))
        complement = dict(pairs) | {b: a for a, b in pairs}
        return (complement[kind], *rest) in self.model

    def acts(self, statement: str) -> bool:
        """It has no wish at all, or all criteria of one of its wishes are met."""
        wishes = {a for s, word, a in self.leanings if s == statement}
        return not wishes or any(all(map(self.met, self.criteria(statement, a))) for a in wishes)

    @cached_property
    def in_force(self) -> set[str]:
        """Live, and overridden by nothing in force: decided from the statements that nothing overrides on, as there are no circles."""
        over = {row[:2] for row in self.pack.rows("overrides") if len(row) == 2}
        decided: dict[str, bool] = {}
        while len(decided) < len(self.pack.statements):
            for t in self.pack.statements:
                above = {s for s, x in over if x == t}
                if t not in decided and all(s in decided for s in above):
                    decided[t] = t in self.live and not any(decided[s] and self.acts(s) for s in above)
        return {s for s, holds in decided.items() if holds}

    @cached_property
    def overridden(self) -> set[tuple[str, str, str]]:
        """(by, statement, action), the action empty for the whole."""
        rows = {(*row, "") if len(row) == 2 else row for row in self.pack.rows("overrides")}
        return {(s, t, a) for s, t, a in rows if s in self.in_force and t in self.live and self.acts(s)}

    # Stances

    @cached_property
    def stances(self) -> set[tuple[str, str, str]]:
        """(statement, word, action)."""
        found = set()
        silenced = {(t, a) for _, t, a in self.overridden if a}
        for s, a in product(sorted(self.in_force), self.pack.actions):
            if (s, a) in silenced:
                continue
            criteria = self.criteria(s, a)
            words = {w for x, w, b in self.leanings if (x, b) == (s, a)}
            if all(map(self.met, criteria)):
                found |= {(s, w, a) for w in words}
            if "against" not in words:
                if any(map(self.unmet, criteria)):
                    found.add((s, "withholds", a))
                elif not all(map(self.met, criteria)):
                    found.add((s, "open", a))
        return found

    def said(self, word: str) -> set[tuple[str, str]]:
        """(statement, action) of the stances of one word."""
        return {(s, a) for s, w, a in self.stances if w == word}

    # Conflicts

    @cached_property
    def conflicts(self) -> set[tuple[str, str, str, str, str]]:
        """(kind, S, A, T, B)."""
        found: set[tuple[str, str, str, str, str]] = set()
        for kind, rule in CONFLICTS.items():
            found |= {(kind, s, a, t, b) for s, a, t, b in rule(self) if s != t}
        return found

    def source(self, statement: str) -> str:
        """The source of a statement."""
        return self.pack.statements[statement][0]

    def barred(self, leaf: str, a: str) -> bool:
        """The leaf contains something that a stance is against and that A itself does not contain."""
        return any((leaf, b) in self.tax.contains and (a, b) not in self.tax.contains for _, b in self.said("against"))

    def nothing_left(self, a: str) -> bool:
        """Each leaf of a complete class is barred."""
        return a in self.tax.complete and all(self.barred(x, a) for x in self.tax.leaves(a))

    def clocked(self, criterion: Test) -> bool:
        """An unmet criterion concerns a clock."""
        if criterion[0] in {"any", "all"}:
            rows = [row[1:] for row in self.pack.rows(f"{criterion[0]}_of") if row[0] == criterion[1]]
            return any(self.unmet(member) and self.clocked(member) for member in rows)
        return criterion[0] in COMPARISONS and self.pack.findings[criterion[1]].clock

    # Status

    @cached_property
    def status(self) -> dict[str, str]:
        """Action -> the first word that holds; actions that are not addressed are left out."""
        found = {}
        for action in self.pack.actions:
            for word, holds in STATUSES.items():
                if holds(self, action):
                    found[action] = word
                    break
        return found

    @cached_property
    def results(self) -> frozenset[Result]:
        """Everything that carries marks."""
        rows: set[Result] = {("in_force", s) for s in self.in_force} | {("stance", *row) for row in self.stances}
        return frozenset(rows | {("conflict", *row) for row in self.conflicts} | {("status", *row) for row in self.status.items()})
