"""The facts of a pack that a ground rule needs and the grounder left out: wishes, criteria, taxonomy, overrides and the like.

What a rule of the core joins with facts is known from its head; so the facts are found again from the head and the literals that are left.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import product

from explain.justification.predicates import COMPLEMENTS, GROUPS
from explain.views.labels import parse_test
from guideline.program import GroundProgram
from guideline.terms.atoms import Atom

Facts = tuple[Atom, ...]
LEANS = {"recommends": "for", "offers": "for", "permits": "permits", "opposes": "against", "undecided": "undecided"}
USUAL_SCALE = {
    ("usually_appropriate", "for"),
    ("may_be_appropriate", "permits"),
    ("usually_not_appropriate", "against"),
    ("disagreement", "undecided"),
}


class CitedFacts:
    """Looks facts up in one program."""

    def __init__(self, program: GroundProgram) -> None:
        self._facts = program.facts
        self._first: dict[str, dict[str, list[tuple[str, ...]]]] = {}
        self._paths: dict[tuple[str, str, bool], Facts] = {}
        self._met_by_all, self._unmet_by_all = ({row[0] for row in program.facts.get(n, ())} for n in ("met", "unmet"))
        self._clocks = {row[0] for row in program.facts.get("clock", ())}
        self._by_head: Mapping[str, Callable[[Atom, Sequence[Atom]], Iterable[Atom]]] = {
            "stance": self._stance,
            "held": self._unmet,
            "clocked": self._clocked,
            "conditioned": self._unmet,
            "live": self._live,
            "speaks": lambda h, b: [Atom("within", (h.args[0], x.args[0])) for x in b],
            "scope": lambda h, b: self._unless(b, "enters", Atom("enters", h.args)),
            "overridden": lambda h, _: [Atom("overrides", h.args)],
            "unsuitable": lambda h, b: (
                self.path(h.args[0], b[0].args[0].partition("(")[2].rstrip(")")) if b[0].name in {"given", "follows"} else ()
            ),
            "met": self._group,
            "unmet": self._group,
            "acts": self._acts,
            "banned": self._covers,
            "wanted": lambda h, b: [f for x in b if x.name == "stance" for f in self.path(x.args[2], h.args[0])],
            "barred": lambda h, b: [
                Atom("complete", h.args[:1]),
                *self.path(h.args[1], h.args[0], kinds=True),
                *(f for x in b if x.name == "stance" for f in self.path(h.args[1], x.args[2])),
            ],
            "backs": lambda h, b: [f for x in b for f in self.path(x.args[2], h.args[1], kinds=True)],
            "option": self._option,
            "aims": self._aims,
            "agreed": lambda _, b: self._related(*[x.args[2] for x in b if x.name == "aims"]),
            "joined": lambda h, _: [Atom("includes", row) for row in self.rows("includes", h.args[0])],
            "conflict": self._conflict,
            "status": lambda h, _: self._spoken(h.args[0]) if h.args[1] == "excluded" else (),
        }
        self._by_kind: Mapping[str, Callable[[str, str, str, str], Iterable[Atom]]] = {
            "contradiction": self._opposed,
            "restriction": self._opposed,
            "review": self._windows,
            "timing": lambda _s, a, _t, b: self._related(a, b),
            "criterion": lambda _s, a, _t, b: self._related(a, b),
            "undecided": lambda _s, a, _t, b: self._related(a, b),
            "co_appropriate": lambda _s, a, _t, b: self._exclusive(a, b),
            "divergence": lambda _s, a, _t, b: self._exclusive(a, b),
            "degree": lambda _s, a, _t, b: self.path(a, b) or self._related(a, b),
            "preference": self._preferences,
            "dose": self._doses,
            "combination": self._parts,
            "tension": self._tension,
        }

    def rows(self, name: str, first: str) -> list[tuple[str, ...]]:
        """The facts of a predicate with a given first argument, as their arguments, sorted."""
        table = self._first.get(name)
        if table is None:
            table = self._first[name] = {}
            for row in self._facts.get(name, ()):
                table.setdefault(row[0], []).append(row)
        return table.get(first, [])

    def behind(self, head: Atom, body: Sequence[Atom]) -> Facts:
        """The facts behind a ground rule.

        Args:
            head: the atom that it derives.
            body: the atoms of its literals, negative ones included.
        """
        look = self._by_head.get(head.name)
        return tuple(dict.fromkeys(look(head, body))) if look else ()

    def path(self, low: str, high: str, *, kinds: bool = False) -> Facts:
        """The shortest way from an action up to one that it is a kind of, or (unless `kinds`) contains; empty where they are equal."""
        key = (low, high, kinds)
        if key not in self._paths:
            self._paths[key] = self._walk(low, high, ("kind_of",) if kinds else ("kind_of", "includes"))
        return self._paths[key]

    def _walk(self, low: str, high: str, names: tuple[str, ...]) -> Facts:
        ways: dict[str, Facts] = {low: ()}
        ring = [low]
        while ring and high not in ways:
            further = []
            for a in ring:
                for name in names:
                    for row in self.rows(name, a):
                        if row[1] not in ways:
                            ways[row[1]] = (*ways[a], Atom(name, row))
                            further.append(row[1])
            ring = further
        return ways.get(high, ())

    def _under(self, low: str, high: str) -> bool:
        return low == high or bool(self.path(low, high, kinds=True))

    def _related(self, a: str, b: str) -> Facts:
        return self.path(a, b, kinds=True) or self.path(b, a, kinds=True)

    def _needs(self, s: str, a: str) -> list[Atom]:
        return [Atom("needs", row) for row in self.rows("needs", s) if row[1] == a]

    def _stance(self, head: Atom, body: Sequence[Atom]) -> Iterable[Atom]:
        s, word, a = head.args
        needs = self._needs(s, a)
        if word == "withholds":
            # The criterion that withholds comes with `held`, unless nobody meets it.
            if not any(x.name == "held" for x in body):
                yield from [f for n in needs if n.args[2] in self._unmet_by_all for f in (n, *self._for_all(n.args[2], met=False))]
            return
        if word != "open":
            yield from self._wish(s, word, a)
        yield from needs
        yield from [f for n in needs if n.args[2] in self._met_by_all for f in self._for_all(n.args[2], met=True)]

    def _for_all(self, term: str, *, met: bool) -> Facts:
        """Why a criterion is met, or unmet, for every patient."""
        known = self._met_by_all if met else self._unmet_by_all
        if term.startswith(GROUPS):
            kind, key = term[:3], term[4:-1]
            rows = [row for row in self.rows(f"{kind}_of", key) if row[1] in known]
            chosen = rows if (kind == "all") == met else rows[:1]
            return tuple(f for row in chosen for f in (Atom(f"{kind}_of", row), *self._for_all(row[1], met=met)))
        test = parse_test(term)
        if met:
            return (Atom(test.kind, (test.subject, test.value) if test.value else (test.subject,)),)
        if test.kind == "is":
            return tuple([Atom("is", row) for row in self.rows("is", test.subject) if row[1] != test.value][:1])
        return (Atom(COMPLEMENTS[test.kind], (test.subject, test.value) if test.value else (test.subject,)),)

    def _wish(self, s: str, word: str, a: str) -> Iterable[Atom]:
        for name, leaning in LEANS.items():
            if leaning == word:
                yield from (Atom(name, row) for row in self.rows(name, s) if row[1] == a)
        for row in self.rows("rates", s):
            for scale in self.rows("scale", row[2]):
                if row[1] == a and scale[1] == word:
                    yield Atom("rates", row)
                    if scale not in USUAL_SCALE:
                        yield Atom("scale", scale)

    def _acts(self, head: Atom, body: Sequence[Atom]) -> Iterable[Atom]:
        """The wish that the criteria let through, with these; the first by name."""
        s = head.args[0]
        named = {x.args[0] for x in body if x.name == "met"}
        for _, word, a in self.rows("leans", s):
            needs = self._needs(s, a)
            if named == {n.args[2] for n in needs} - self._met_by_all:
                return (*self._wish(s, word, a), *needs)
        return ()

    def _unmet(self, head: Atom, body: Sequence[Atom]) -> Iterable[Atom]:
        named = {x.args[0] for x in body if x.name == "unmet"}
        return [n for n in self._needs(*head.args) if n.args[2] in named]

    def _clocked(self, head: Atom, body: Sequence[Atom]) -> Iterable[Atom]:
        yield from self._unmet(head, body)
        for x in body:
            finding = x.args[0].partition("(")[2].partition(",")[0]
            if finding in self._clocks:
                yield Atom("clock", (finding,))

    def _unless(self, body: Sequence[Atom], name: str, fact: Atom) -> list[Atom]:
        """A condition that the grounder left out because it holds for everybody."""
        return [] if any(x.name == name for x in body) else [fact]

    def _live(self, head: Atom, body: Sequence[Atom]) -> Iterable[Atom]:
        yield from self._unless(body, "applies", Atom("applies", head.args))
        if not any(x.name == "speaks" for x in body):
            open_to_all = {row[0] for row in self._facts.get("scope", ())}
            for row in [r for r in self.rows("within", head.args[0]) if r[1] in open_to_all][:1]:
                yield from (Atom("within", row), Atom("enters", (row[1],)))

    def _group(self, head: Atom, body: Sequence[Atom]) -> Iterable[Atom]:
        term = head.args[0]
        if term.startswith(GROUPS):
            named = {x.args[0] for x in body}
            kind, key = term[:3], term[4:-1]
            return [Atom(f"{kind}_of", row) for row in self.rows(f"{kind}_of", key) if row[1] in named]
        return ()

    def _covers(self, head: Atom, body: Sequence[Atom]) -> Iterable[Atom]:
        return [f for x in body if x.name == "stance" for f in self.path(head.args[-1], x.args[2])]

    def _option(self, head: Atom, body: Sequence[Atom]) -> Iterable[Atom]:
        others = [x.args[0] for x in body if x.args != head.args]
        return self._exclusive(head.args[0], others[0]) if others else ()

    def _exclusive(self, x: str, y: str) -> Facts:
        """The declared pair that two actions are under, with the ways up to it; the nearest, first by name."""
        found: list[Facts] = []
        for a, b in self._facts.get("exclusive", ()):
            for c, d in ((a, b), (b, a)):
                if self._under(x, c) and self._under(y, d):
                    found.append((Atom("exclusive", (a, b)), *self.path(x, c, kinds=True), *self.path(y, d, kinds=True)))
        return min(found, key=lambda f: (len(f), f), default=())

    def _aims(self, head: Atom, body: Sequence[Atom]) -> Iterable[Atom]:
        purpose = head.args[1]
        for stance in body:
            ways = [
                (*self.path(stance.args[2], row[0], kinds=True), Atom("purpose", row))
                for row in self._facts.get("purpose", ())
                if row[1] == purpose and self._under(stance.args[2], row[0])
            ]
            yield from min(ways, key=lambda f: (len(f), f), default=())

    def _spoken(self, action: str) -> Facts:
        """What speaks of an action: a wish or criterion of it, else a ban on what it contains; the first by name."""
        for name in (*LEANS, "rates", "needs"):
            for row in self._facts.get(name, ()):
                if row[1] == action:
                    return (Atom(name, row),)
        bans = [(*self.path(action, row[1]), Atom("opposes", row)) for row in self._facts.get("opposes", ()) if self.path(action, row[1])]
        against = {row[0] for row in self._facts.get("scale", ()) if row[1] == "against"}
        bans += [
            (*self.path(action, row[1]), Atom("rates", row))
            for row in self._facts.get("rates", ())
            if row[2] in against and self.path(action, row[1])
        ]
        return min(bans, key=lambda f: (len(f), f), default=())

    def _conflict(self, head: Atom, _: Sequence[Atom]) -> Iterable[Atom]:
        kind, s, a, t, b = head.args
        if kind == "timing" and a.startswith("review("):
            kind = "review"
        look = self._by_kind.get(kind)
        return look(s, a, t, b) if look else ()

    def _opposed(self, _s: str, a: str, _t: str, b: str) -> Facts:
        return self.path(a, b) if a == b or self.path(a, b) else self._bite(a, b)

    def _windows(self, s: str, a: str, t: str, _b: str) -> list[Atom]:
        return [Atom("follows_up", row) for x in (s, t) for row in self.rows("follows_up", x) if f"review({row[1]})" == a]

    def _preferences(self, s: str, a: str, t: str, b: str) -> list[Atom]:
        pairs = {(a, b), (b, a)}
        return [Atom(n, row) for x in (s, t) for n in ("prefers", "equal") for row in self.rows(n, x) if row[1:] in pairs]

    def _parts(self, _s: str, a: str, _t: str, b: str) -> Facts:
        """The part of a barred plan that an action brings, and the way to it; the nearest, first by name."""
        found = [(Atom("includes", row), *self.path(a, row[1])) for row in self.rows("includes", b) if a == row[1] or self.path(a, row[1])]
        return min(found, key=lambda f: (len(f), f), default=())

    def _tension(self, s: str, _a: str, t: str, _b: str) -> list[Atom]:
        return [Atom("tension", row) for x, y in ((s, t), (t, s)) for row in self.rows("tension", x) if row[1] == y]

    def _bite(self, a: str, b: str) -> Facts:
        """A kind of the class `a` that the ban on `b` takes away, with the ways to both."""
        kinds = sorted(row[0] for row in self._facts.get("under", ()) if row[1] == a and row[0] != a)
        found = [(*self.path(x, a, kinds=True), *self.path(x, b)) for x in kinds if x == b or self.path(x, b)]
        return min(found, key=lambda f: (len(f), f), default=())

    def _doses(self, s: str, drug: str, t: str, _b: str) -> Facts:
        # Arguments: statement, drug, purpose, low, high, unit, interval.
        for one, other in product(self.rows("doses", s), self.rows("doses", t)):
            same = one[1] == other[1] == drug and one[2] == other[2] and one[5:] == other[5:]
            if same and int(one[4]) < int(other[3]):
                return (Atom("doses", one), Atom("doses", other))
        return ()
