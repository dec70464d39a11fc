"""What a conclusion rests on: statements with their words and readings, contexts, and the recorded or missing findings below them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cached_property

from explain.justification.justify import Justification, Node
from explain.justification.predicates import SHOWN, TESTS
from explain.views.context import notes_for
from explain.views.deciding import said
from explain.views.labels import parse_test
from explain.views.terms import Terms
from explain.views.values import Because, Known
from explain.views.wanting import NOTHING, Lacking
from explain.why.grounds import Basis, Beside, Ground, ScopeBasis
from guideline.answer import Stance
from guideline.model import COMPARISONS, Recorded, Statement, Test
from guideline.terms.parsed import SourceRule


class Reader:
    """Reads reasons off one justification for one answer.

    Attributes:
        terms: of the answer.
        reasons: the justification.
        rules: of the pack, where it is to be known what a scenario takes in place of another thing.
    """

    def __init__(self, terms: Terms, reasons: Justification, rules: Iterable[SourceRule] = ()) -> None:
        self._ways: dict[str, set[str]] = {}
        self._rules = tuple(rules)
        for rule in self._rules:
            for head in rule.heads if rule.head_name == "enters" else ():
                found = self._ways.setdefault(head, set())
                found |= {t.subject for b in rule.body if b.positive and len(b.tests) > 1 for t in b.tests}
        self.terms = terms
        self.reasons = reasons
        self._grounds: dict[tuple[str, ...], tuple[Ground, ...]] = {}
        self._owned: dict[tuple[tuple[str, ...], str], tuple[Ground, ...]] = {}
        self._tests: dict[Ground, Test] = {}
        self._passed: dict[Ground, tuple[str, ...]] = {}
        self._lines = {r.finding: r.place.line for r in terms.answer.case.recorded}

    @cached_property
    def mentioning(self) -> Mapping[str, Sequence[str]]:
        """The statements in force that say something of an action without being for or against it, in their order."""
        found: dict[str, list[str]] = {}
        for s in self.terms.answer.in_force:
            for action in _mentioned(self.terms.knowledge.statements[s]):
                found.setdefault(action, []).append(s)
        return found

    def grounds(self, *roots: str, owner: str = "") -> tuple[Ground, ...]:
        """The tests below some nodes: what is recorded first, then what is recorded otherwise, then what is not recorded.

        Where a finding is not recorded, it stands for those from which it would follow; critical ones are named beside it. With the
        statement or context that asks for them as `owner`, they carry what its source says where the editors put them for it.
        """
        made = self._grounds.get(roots)
        if made is None:
            made = self._grounds[roots] = self._read(roots)
        asked = self.terms.knowledge.statements.get(owner) or self.terms.knowledge.contexts.get(owner)
        if not (asked and asked.taken):
            return made
        key = (roots, owner)
        if key not in self._owned:
            self._owned[key] = tuple([self._said_by(g, owner) for g in made])
        return self._owned[key]

    def _said_by(self, ground: Ground, owner: str) -> Ground:
        words = self.terms.taken(self._tests[ground], owner)
        if words:
            return replace(ground, condition=replace(ground.condition, taken=words))
        # Where the reading is of what follows from the record, that is the reason, and the record stands behind it.
        for name in self._passed.get(ground, ()):
            test = parse_test(name)
            words = self.terms.taken(test, owner)
            if words:
                known = self.terms.choice(test.subject, test.value) if test.kind == "is" else ""
                met = Known("value", known) if known else Known("yes" if test.kind == "has" else "no")
                made = replace(self.terms.test(test, met), taken=words)
                return Ground(made, ground.kind, ground.line, follows_from=self._behind(self.reasons.nodes[name]))
        return ground

    def _read(self, roots: tuple[str, ...]) -> tuple[Ground, ...]:
        found: dict[str, Ground] = {}
        tests: dict[Ground, Test] = {}
        nodes = self.reasons.nodes
        findings = self.terms.vocabulary.findings
        passed: tuple[str, ...] = ()
        todo = [(r, False, "", passed) for r in reversed(roots) if r in nodes]
        seen: set[tuple[str, bool]] = set()
        while todo:
            name, implied, way, passed = todo.pop()
            if (name, implied) in seen:
                continue
            seen.add((name, implied))
            node = nodes[name]
            if not way and name.startswith("not ") and node.name not in SHOWN:
                way = self.terms.vocabulary.labels.get(name.removeprefix("not "), "")
            if node.name in TESTS and (node.kind in {"recorded", "contradicted", "undecided", "not_recorded"} or not node.children):
                if not implied or (node.args[0] in findings and findings[node.args[0]].critical):
                    made = found[name] = replace(self._ground(node), by_way_of=way)
                    self._passed[made] = passed
                    tests[made] = parse_test(node.id.removeprefix("not "))
                todo.extend((child, True, way, passed) for child in reversed(node.children) if node.kind == "not_recorded")
            else:
                below = (*passed, name) if node.name in TESTS and node.name not in COMPARISONS and not name.startswith("not ") else passed
                todo.extend((child, implied, way, below) for child in reversed(node.children))
        order = ("recorded", "contradicted", "undecided", "not_recorded")
        ranked = [(order.index(g.kind) if g.kind in order else len(order), g) for g in found.values()]
        rows = [g for _, g in sorted(ranked, key=lambda r: r[0])]
        kept: dict[tuple[str, ...], Ground] = {}
        for g in rows:
            # One recorded answer may stand behind several tests of a finding; an amount says each threshold, an axiom what it rules out.
            apart = g.condition.kind in COMPARISONS or g.follows_from or not g.line
            asked = (g.condition.kind, g.condition.value) if apart else ()
            kept.setdefault((g.condition.label, str(g.line), *asked), g)
        shown: list[Ground] = []
        for g in kept.values():
            shown.append(self._tried(g, tests[g], roots) if g.kind == "not_recorded" else g)
            self._tests[shown[-1]] = tests[g]
        return tuple(shown)

    def _tried(self, ground: Ground, test: Test, roots: tuple[str, ...]) -> Ground:
        """Whether, and beside what, a record of what is missing would change what rests on it."""
        turning, nodes = self.reasons.turning, self.reasons.nodes
        if turning is None:
            return ground
        turns, beside = turning.needed([nodes[r] for r in roots if r in nodes], test)
        return replace(ground, turns=turns, beside=tuple([self.terms.test(t) for t in beside]))

    def _ground(self, node: Node) -> Ground:
        test = parse_test(node.id.removeprefix("not "))
        record = node.record
        line = record.place.line if record else self._lines.get(test.subject, 0)
        known = self.terms.known(test.subject) if test.kind != "unsuitable" else None
        if isinstance(record, Recorded):
            known = self.terms.value(record)
        behind: tuple[Because, ...] = ()
        if node.kind == "contradicted" and not line:
            behind = self._behind(node)
            known, line = self._implied(node, test), next((b.line for b in behind), 0)
        finding = self.terms.vocabulary.findings.get(test.subject)
        rank = next((t.rank for t in finding.thresholds if t.text == test.value), 0) if finding and test.kind in COMPARISONS else 0
        return Ground(self.terms.test(test, known), node.kind, line, rank, follows_from=behind)

    def _behind(self, node: Node) -> tuple[Because, ...]:
        """The records from which it follows that a test does not hold."""
        found: dict[Because, None] = {}
        for below in self.reasons.below(node.id):
            if below.name in TESTS and isinstance(below.record, Recorded):
                test = parse_test(below.id.removeprefix("not "))
                found[Because(self.terms.test(test, self.terms.value(below.record)), below.record.place.line)] = None
        return tuple(found)

    def _implied(self, node: Node, test: Test) -> Known | None:
        """What an axiom makes of a finding without a record; None where it only rules out what is asked."""
        if test.kind in {"has", "lacks"}:
            return Known("no" if test.kind == "has" else "yes")
        made = [parse_test(c) for c in node.children if not c.startswith("not ")]
        values = [self.terms.choice(t.subject, t.value) for t in made if t.kind == test.kind == "is"]
        return Known("value", values[0]) if values else None

    def scope(self, name: str) -> ScopeBasis:
        """A context."""
        terms, nodes = self.terms, self.reasons.nodes
        context = terms.knowledge.contexts[name]
        inside = f"scope({name})" in nodes
        left = []
        for result in terms.answer.contexts:
            if result.context == name:
                left = [
                    (context.exclusions.get(r, terms.label(r)), self.grounds(f"excludes({name},{r})", owner=name)) for r in result.reasons
                ]
        entered = self.grounds(f"enters({name})", f"not enters({name})", owner=name)
        lacks = NOTHING if inside or left or not self._rules else Lacking(terms, self._rules).enters(name)
        return ScopeBasis(name, context.label, context.source, inside, entered, tuple(left), lacks)

    def basis(self, name: str, actions: Iterable[str], focus: Iterable[str] | None = None) -> Basis:
        """A statement in force, with its words on some actions.

        Args:
            name: of the statement.
            actions: of which its words are told; all where none is named.
            focus: of which is told what else it says; the same where it is None.
        """
        terms = self.terms
        wanted = frozenset(actions)
        near = wanted if focus is None else frozenset(focus)
        statement = terms.knowledge.statements[name]
        node = self.reasons.nodes.get(f"in_force({name})")
        scopes = [c for c in (node.children if node else ()) if c.startswith("scope(")]
        contexts = [terms.knowledge.contexts[self.reasons.nodes[c].args[0]] for c in scopes]
        answer = terms.answer
        said_here = [s for s in answer.stances if s.statement == name and (not wanted or s.action in wanted)]
        apart = self._met_apart(said_here, name)
        return Basis(
            cite=terms.cite(name),
            words=tuple([said(s, terms).word for s in said_here]),
            beside=self._beside(statement, near),
            scopes=tuple([(c.name, c.label) for c in contexts]),
            grounds=self._apart([c.name for c in contexts], self.grounds(f"applies({name})", owner=name)),
            overrides=tuple(
                [terms.cite(s) for s, by in answer.overridden.items() if any(o == name and self._concerns(s, a, near) for o, a in by)]
            ),
            reported=notes_for(name, terms),
            ambiguous=statement.ambiguous,
            readings=(*statement.notes, *statement.departs),
            entered=self.grounds(*[f"enters({c.name})" for c in contexts], owner=name),
            met=tuple([g for g in self.met(said_here, name) if not any(g in rows for _, rows in apart)]),
            met_apart=apart,
            falls=terms.answers(self._falls(name, said_here)),
        )

    def _apart(self, contexts: Iterable[str], grounds: tuple[Ground, ...]) -> tuple[Ground, ...]:
        """The grounds of a statement; what is denied and would do for one of its contexts too is marked as such."""
        ways = {self.terms.label(x) for c in contexts for x in self._ways.get(f"enters({c})", ())}
        return tuple([replace(g, aside=True) if g.kind == "contradicted" and g.condition.label in ways else g for g in grounds])

    def met(self, stances: Iterable[Stance], owner: str = "") -> tuple[Ground, ...]:
        """What meets the criteria of wishes, of one statement if it is named."""
        nodes = [self.reasons.nodes.get(f"stance({','.join(s.key)})") for s in stances if s.word not in {"withholds", "open"}]
        asked = dict.fromkeys(c for n in nodes if n for c in n.children if not c.startswith(("in_force(", "not ")))
        return self.grounds(*asked, owner=owner)

    def _falls(self, name: str, stances: Sequence[Stance]) -> dict[tuple[Test, ...], None]:
        """The answers that take away words of a statement, or where it has none, the statement; what a word waits for is told with it."""
        mark = self.terms.answer.mark
        found = dict.fromkeys(mark("in_force", name).provisional_on if not stances else ())
        for s in stances:
            asked = {t.subject for c in s.criteria for t in self.terms.tests_in(c)}
            found |= dict.fromkeys(x for x in mark("stance", *s.key).provisional_on if asked.isdisjoint(t.subject for t in x))
        return found

    def _met_apart(self, stances: Sequence[Stance], owner: str) -> tuple[tuple[str, tuple[Ground, ...]], ...]:
        """Of a statement that speaks of several actions, the grounds of what it asks for before some of them only, by the action."""
        by = {self.terms.label(s.action): self.met([s], owner) for s in stances if s.word not in {"withholds", "open"}}
        shared = set.intersection(*map(set, by.values())) if by else set()
        return tuple([(label, rows) for label, grounds in by.items() if (rows := tuple([g for g in grounds if g not in shared]))])

    def _concerns(self, statement: str, action: str, near: frozenset[str]) -> bool:
        """Whether a statement that gives way, for one action or as a whole, would have said something of some actions; of any if none."""
        known = self.terms.knowledge.statements[statement]
        if not near or action:
            return not near or action in near
        return not near.isdisjoint({*(a for _, a in known.leans), *(a for a, _ in known.rates), *_mentioned(known)})

    def _beside(self, statement: Statement, wanted: frozenset[str]) -> Beside:
        terms, label = self.terms, self.terms.label

        def about(*actions: str) -> bool:
            return not wanted or not wanted.isdisjoint(actions)

        return Beside(
            regimens=tuple([terms.regimen(statement.name, d) for d in statement.doses if about(d.drug)]),
            prefers=tuple([(label(a), label(b)) for a, b in statement.prefers if about(a, b)]),
            equal=tuple([(label(a), label(b)) for a, b in statement.equal if about(a, b)]),
            before=tuple([(label(a), label(b)) for a, b in statement.requires if about(a)]),
            with_=tuple(
                [
                    (how, label(a), label(b))
                    for how, pairs in (("only_with", statement.only_with), ("goes_with", statement.goes_with))
                    for a, b in pairs
                    if about(a)
                ]
            ),
            limits=tuple(
                [(label(a), tuple([terms.met(t, statement.name) for t in asked])) for a, asked in self._kept(statement).items() if about(a)]
            ),
        )

    def _kept(self, statement: Statement) -> dict[str, list[str]]:
        """What a statement in force asks for before actions on which it has no word: neither a wish of its own, nor an unmet limit."""
        spoken = {s.action for s in self.terms.answer.stances if s.statement == statement.name} | {a for _, a in statement.leans}
        found: dict[str, list[str]] = {}
        for action, term in statement.needs:
            if action not in spoken:
                found.setdefault(action, []).append(term)
        return found


def _mentioned(statement: Statement) -> set[str]:
    """The actions of which a statement says something without being for or against them."""
    pairs = (*statement.prefers, *statement.equal)
    firsts = (*statement.requires, *statement.only_with, *statement.goes_with)
    return {d.drug for d in statement.doses} | {a for pair in pairs for a in pair} | {a for a, _ in (*firsts, *statement.needs)}
