"""The reference solver: docs/semantics.md over plain sets, written to be read beside it; brute force wherever it can be."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cached_property
from itertools import combinations, product

from reference.records import COMPARISONS, LOW_SIDE, Atom, Case, Pack, Test, amount, outside

Result = tuple[str, ...]
"""`("in_force", s)`, `("stance", s, word, a)`, `("conflict", kind, s, a, t, b)`, `("status", a, word)`."""

SCALE = {
    "usually_appropriate": "for",
    "may_be_appropriate": "permits",
    "usually_not_appropriate": "against",
    "disagreement": "undecided",
}
CONTESTING = {"contradiction", "restriction", "combination", "divergence", "timing", "criterion", "agent", "degree", "undecided"}


class Taxonomy:
    """What the actions of a pack have to do with each other."""

    def __init__(self, pack: Pack) -> None:
        self.actions = pack.actions
        self.kinds = {a: {x for x, y in pack.rows("kind_of") if y == a} for a in pack.actions}
        self.parts = {a: {p for x, p in pack.rows("includes") if x == a} for a in pack.actions}
        self.under = _closure({(a, a) for a in pack.actions} | pack.rows("kind_of"))
        self.contains = self._contains(pack)
        self.exclusive = pack.rows("exclusive") | {(b, a) for a, b in pack.rows("exclusive")}
        self.complete = {a for (a,) in pack.rows("complete")}
        self.purposes = pack.rows("purpose")

    def _contains(self, pack: Pack) -> set[tuple[str, str]]:
        found = set(self.under)
        while True:
            more = {(c, b) for c, a in pack.rows("includes") for x, b in found if x == a}
            more |= {(a, c) for a, b in self.under for x, c in found if x == b}
            if more <= found:
                return found
            found |= more

    def related(self, a: str, b: str) -> bool:
        """One is under the other."""
        return (a, b) in self.under or (b, a) in self.under

    def leaves(self, a: str) -> set[str]:
        """The actions under A that have no kinds."""
        return {x for x in self.actions if (x, a) in self.under and not self.kinds[x]}

    def sides(self, x: str, y: str) -> set[tuple[str, str]]:
        """The exclusive pairs (A, B) with X under A and Y under B."""
        return {(a, b) for a, b in self.exclusive if (x, a) in self.under and (y, b) in self.under}

    def rivals(self, a: str, b: str) -> bool:
        """They stand under the two sides of an exclusive pair, and are neither equal nor related."""
        return bool(self.sides(a, b)) and a != b and not self.related(a, b)

    def bites(self, b: str, a: str) -> bool:
        """A ban on B takes something of the class A and not the whole."""
        return (a, b) not in self.contains and any(x != a and (x, a) in self.under and (x, b) in self.contains for x in self.actions)

    def serves(self, a: str, purpose: str) -> bool:
        """A is for the purpose, by itself or through a class."""
        return any(p == purpose and (a, b) in self.under for b, p in self.purposes)


def _closure(pairs: Iterable[tuple[str, ...]]) -> set[tuple[str, str]]:
    found = {(a, b) for a, b in pairs}
    while True:
        more = {(a, d) for a, b in found for c, d in found if b == c}
        if more <= found:
            return found
        found |= more


def implied(pack: Pack, taxonomy: Taxonomy, test: Test) -> set[Test]:
    """The tests that one known test implies by the order of thresholds, or by what contains an action."""
    if test[0] == "unsuitable":
        return {("unsuitable", a) for a in taxonomy.actions if (a, test[1]) in taxonomy.contains}
    if test[0] not in COMPARISONS:
        return {test}
    return {(kind, test[1], text) for kind in COMPARISONS for text in pack.thresholds(test[1]) if _implies(test, kind, text)}


def _implies(test: Test, kind: str, text: str) -> bool:
    here, there = amount(test[2]), amount(text)
    if (test[0] in LOW_SIDE) != (kind in LOW_SIDE):
        return False
    if here == there:
        return test[0] == kind or test[0] in {"above", "below"}
    return here > there if kind in LOW_SIDE else here < there


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
        return {**SCALE, **dict(self.pack.rows("scale"))}  # type: ignore[arg-type]

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


Sides = Iterable[tuple[str, str, str, str]]


def _contradiction(w: World) -> Sides:
    for (s, a), (t, b) in product(w.said("for"), w.said("against")):
        if (a, b) in w.tax.contains or (a in w.tax.complete and w.tax.bites(b, a) and w.nothing_left(a)):
            yield s, a, t, b


def _restriction(w: World) -> Sides:
    for (s, a), (t, b) in product(w.said("for"), w.said("against")):
        if w.tax.bites(b, a) and not w.nothing_left(a):
            yield s, a, t, b


def _withheld(w: World, clock: bool) -> Sides:
    for (s, a), (t, b) in product(w.said("for"), w.said("withholds")):
        if w.tax.related(a, b) and any(w.unmet(c) and w.clocked(c) == clock for c in w.criteria(t, b)):
            yield s, a, t, b


def _timing(w: World) -> Sides:
    yield from _withheld(w, True)
    windows = {(s, r, amount(low), amount(high)) for s, r, low, high in w.pack.rows("follows_up") if s in w.in_force}
    for (s, r, _, high), (t, q, low, _) in product(windows, windows):
        if r == q and high < low:
            yield s, f"review({r})", t, f"review({r})"


def _co_appropriate(w: World) -> Sides:
    for (s, x), (t, y) in product(w.said("for"), repeat=2):
        own, other = w.contexts_of(s), w.contexts_of(t)
        if s < t and w.source(s) == w.source(t) and w.tax.sides(x, y) and (own & other or not own or not other):
            yield s, x, t, y


def _divergence(w: World) -> Sides:
    def on(source: str, side: str) -> bool:
        return any(w.source(s) == source and (x, side) in w.tax.under for s, x in w.said("for"))

    for (s, x), (t, y) in product(w.said("for"), repeat=2):
        one, other = w.source(s), w.source(t)
        if one < other and any(not on(one, b) and not on(other, a) for a, b in w.tax.sides(x, y)):
            yield s, x, t, y


def _combination(w: World) -> Sides:
    def wanted(part: str) -> bool:
        return any((x, part) in w.tax.contains and not w.unsuitable(x) for _, x in w.said("for"))

    for (s, a), (t, plan) in product(w.said("for"), w.said("against")):
        parts = w.tax.parts[plan]
        if parts and all(map(wanted, parts)) and (a, plan) not in w.tax.contains and any((a, p) in w.tax.contains for p in parts):
            yield s, a, t, plan


def _preference(w: World) -> Sides:
    prefers = {row for row in w.pack.rows("prefers") if row[0] in w.in_force}
    equal = {row for row in w.pack.rows("equal") if row[0] in w.in_force}
    for (s, a, b), (t, c, d) in product(prefers, prefers):
        if s < t and (c, d) == (b, a):
            yield s, a, t, b
    for (s, a, b), (t, c, d) in product(equal, prefers):
        if (c, d) in {(a, b), (b, a)}:
            yield s, a, t, b


def _agent(w: World) -> Sides:
    for purpose in {p for _, p in w.tax.purposes}:
        serving = {(s, x) for s, x in w.said("for") if w.tax.serves(x, purpose)}
        for s, t in product({s for s, _ in serving}, repeat=2):
            common = any(w.tax.related(x, y) for u, x in serving for v, y in serving if (u, v) == (s, t))
            if w.source(s) < w.source(t) and not common:
                yield s, purpose, t, purpose


def _dose(w: World) -> Sides:
    regimens = {row for row in w.pack.rows("doses") if row[0] in w.in_force}
    for (s, drug, purpose, _, high, *rest), (t, other, aim, low, _, *more) in product(regimens, regimens):
        if w.source(s) != w.source(t) and (drug, purpose, rest) == (other, aim, more) and int(high) < int(low):
            yield s, drug, t, drug


def _degree(w: World) -> Sides:
    rated = {(s, w.scale[word], a) for s, a, word in w.pack.rows("rates")}
    for s, a in w.said("permits"):
        for t, b in w.said("against"):
            if (a, b) in w.tax.contains:
                yield s, a, t, b
        for t, b in w.said("for"):
            if (s, "permits", a) in rated and (t, "for", b) in rated and w.tax.related(a, b) and not w.contexts_of(s) & w.contexts_of(t):
                yield s, a, t, b
            if (s, "permits", a) in rated and a == b and w.source(s) != w.source(t) and w.pack.statements[t][2] == "must":
                yield s, a, t, b


def _undecided(w: World) -> Sides:
    for (s, a), (t, b) in product(w.said("undecided"), w.said("for") | w.said("against")):
        if w.tax.related(a, b):
            yield s, a, t, b


def _tension(w: World) -> Sides:
    for s, t, _ in w.pack.rows("tension"):
        if {s, t} <= w.in_force and w.acts(s) and w.acts(t):
            yield s, "", t, ""


CONFLICTS: dict[str, Callable[[World], Sides]] = {
    "contradiction": _contradiction,
    "restriction": _restriction,
    "timing": _timing,
    "criterion": lambda w: _withheld(w, False),
    "co_appropriate": _co_appropriate,
    "divergence": _divergence,
    "combination": _combination,
    "preference": _preference,
    "agent": _agent,
    "dose": _dose,
    "degree": _degree,
    "undecided": _undecided,
    "tension": _tension,
}


def _excluded(w: World, action: str) -> bool:
    spoken = {a for _, _, a in w.leanings} | {row[1] for row in w.pack.rows("needs")}
    banned = any((action, b) in w.tax.contains for _, word, b in w.leanings if word == "against")
    return w.unsuitable(action) and (action in spoken or banned)


def _contested(w: World, action: str) -> bool:
    for kind, s, a, t, b in w.conflicts:
        if kind in CONTESTING and action in {a, b}:
            return True
        if kind == "agent" and w.tax.serves(action, a) and {(s, action), (t, action)} & w.said("for"):
            return True
    return False


def _stands(word: str) -> Callable[[World, str], bool]:
    return lambda w, action: any(a == action for _, a in w.said(word))


STATUSES: dict[str, Callable[[World, str], bool]] = {
    "excluded": _excluded,
    "contested": _contested,
    "option": lambda w, x: _stands("for")(w, x) and any(w.tax.rivals(x, y) for _, y in w.said("for")),
    "settled_for": _stands("for"),
    "settled_against": lambda w, x: any((x, b) in w.tax.contains for _, b in w.said("against")),
    "withheld": _stands("withholds"),
    "open": _stands("open"),
    "permitted": _stands("permits"),
    "undecided": _stands("undecided"),
}


# Decisions

Stance = tuple[str, str, str]


def decisions(w: World) -> dict[frozenset[Stance], set[frozenset[Stance]]]:
    """The nodes of each decision -> its alternatives."""
    nodes = {(s, word, a) for s, word, a in w.stances if word in {"for", "against", "withholds"}}
    wishes = {n for n in nodes if n[1] == "for"}
    edges = {frozenset((m, n)) for m in wishes for n in wishes if w.tax.rivals(m[2], n[2])}
    for kind, s, a, t, b in w.conflicts:
        if kind in {"contradiction", "timing", "criterion"} and not a.startswith("review("):
            edges.add(frozenset({(s, "for", a), (t, "against" if kind == "contradiction" else "withholds", b)}))
    companions = _companions(w, wishes)
    bars = _bars(w, nodes, wishes)
    ties = [*edges, *(frozenset(i | j) for i, j in companions), *(frozenset({ban}.union(*suppliers)) for ban, suppliers in bars)]
    found = {}
    for component in _components(nodes, ties):
        if len(component) > 1 or any(trigger & component for trigger, _ in companions):
            sound = [chosen for chosen in _subsets(component) if _sound(w, chosen, edges, companions, bars)]
            found[component] = {c for c in sound if not any(c < other for other in sound)}
    return found


def _companions(w: World, wishes: set[Stance]) -> list[tuple[set[Stance], set[Stance]]]:
    found = []
    for name in ("only_with", "goes_with"):
        for z, a, b in w.pack.rows(name):
            trigger = {n for n in wishes if (n[2], a) in w.tax.under}
            helper = {n for n in wishes if (n[2], b) in w.tax.contains}
            stands = name == "only_with" or any(not w.unsuitable(n[2]) for n in helper)
            if z in w.in_force and trigger and stands:
                found.append((trigger, helper))
    return found


def _bars(w: World, nodes: set[Stance], wishes: set[Stance]) -> list[tuple[Stance, list[set[Stance]]]]:
    found = []
    for node in nodes:
        if node[1] == "against" and w.tax.parts[node[2]]:
            suppliers = [{n for n in wishes if (n[2], part) in w.tax.contains} for part in w.tax.parts[node[2]]]
            if all(suppliers):
                found.append((node, suppliers))
    return found


def _components(nodes: set[Stance], ties: list[frozenset[Stance]]) -> set[frozenset[Stance]]:
    found = {frozenset({n}) for n in nodes}
    for tie in ties:
        touched = {c for c in found if c & tie}
        found = (found - touched) | {frozenset().union(*touched)}
    return found


def _subsets(items: Iterable[Stance]) -> Iterable[frozenset[Stance]]:
    ordered = sorted(items)
    for size in range(len(ordered) + 1):
        yield from map(frozenset, combinations(ordered, size))


def _sound(
    w: World,
    chosen: frozenset[Stance],
    edges: set[frozenset[Stance]],
    companions: list[tuple[set[Stance], set[Stance]]],
    bars: list[tuple[Stance, list[set[Stance]]]],
) -> bool:
    return (
        not any(edge <= chosen for edge in edges)
        and not any(n[1] == "for" and w.unsuitable(n[2]) for n in chosen)
        and not any(trigger & chosen and not helper & chosen for trigger, helper in companions)
        and not any(ban in chosen and all(s & chosen for s in suppliers) for ban, suppliers in bars)
    )


# Marks

Answers = frozenset[frozenset[Test]]


def free_tests(pack: Pack, case: Case) -> list[list[Test]]:
    """For each pair or choice that the record leaves undecided of a critical finding, its tests."""
    record = case.tests(pack)
    found: list[list[Test]] = []
    for name, finding in sorted(pack.findings.items()):
        if not finding.critical:
            continue
        if finding.kind == "quantity":
            groups = [[(k, name, q) for k in pair] for q in pack.thresholds(name) for pair in (("at_least", "below"), ("above", "at_most"))]
        else:
            groups = [[("has", name), ("lacks", name)] if finding.kind == "boolean" else [("is", name, v) for v in finding.choices]]
        found += [g for g in groups if not record & set(g)]
    return found


def marks(pack: Pack, case: Case, without: Iterable[str] = ()) -> dict[Result, tuple[bool, Answers]]:
    """Result -> whether it holds as recorded, and the sets of answers with which that changes; results that nothing turns are left out."""
    record = case.tests(pack)
    taxonomy = Taxonomy(pack)
    # Two tests of one group clash, so no allowed set has both.
    options = [[frozenset[Test](), *(frozenset({t}) for t in group)] for group in free_tests(pack, case)]
    answers = sorted((frozenset[Test]().union(*chosen) for chosen in product(*options)), key=len)
    seen: dict[frozenset[Atom], frozenset[Result] | None] = {}
    worlds: list[tuple[frozenset[Test], frozenset[Result]]] = []
    for chosen in answers:
        world = World(pack, record | chosen, without, taxonomy)
        # A result hangs on what is known alone, so one look at each set of known tests is enough.
        if world.model not in seen:
            seen[world.model] = world.results if world.possible else None
        results = seen[world.model]
        if results is not None:
            worlds.append((chosen, results))
    base = World(pack, record, without, taxonomy).results
    found = {}
    for result in frozenset().union(*(results for _, results in worlds)):
        holds = result in base
        kept: list[frozenset[Test]] = []
        for chosen, results in worlds:
            if (result in results) != holds and not any(other <= chosen for other in kept):
                kept.append(chosen)
        if kept:
            found[result] = holds, weakest(kept)
    return found


def weakest(sets: list[frozenset[Test]]) -> Answers:
    """Drops a set where every test of another one is implied by one of its own; of sets that imply each other the first by name stays."""

    def weaker(one: frozenset[Test], other: frozenset[Test]) -> bool:
        return all(
            any(t == o or (o[0] in COMPARISONS and t[0] in COMPARISONS and t[1] == o[1] and _implies(o, *t[::2])) for o in other)
            for t in one
        )

    return frozenset(s for s in sets if not any(o != s and weaker(o, s) and (not weaker(s, o) or sorted(o) < sorted(s)) for o in sets))
