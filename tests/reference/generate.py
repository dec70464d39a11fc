"""Random small packs and cases, as hypothesis strategies; `reference.written` prints them.

Everything is drawn so that it meets the checks: overrides and the taxonomy are drawn along an order, and `not` reaches what `follows`
only over findings that nothing follows for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from fractions import Fraction
from itertools import product
from typing import Any, TypeVar

from hypothesis import strategies as st
from reference.records import COMPARISONS, Atom, Case, Finding, Pack, Rule, Span, Test, amount

T = TypeVar("T")
Draw = Callable[[st.SearchStrategy[Any]], Any]

STATEMENTS = ("s2", "s10", "alpha", "s_b", "zeta", "mu10", "mu9", "kappa")
SOURCES = ("guide", "b2", "b10")
CONTEXTS = ("ward", "c10", "c9")
ACTIONS = ("rest", "walk", "a10", "a9", "drug", "plan", "surgery")
TIMES = ("2 weeks", "14 days", "3 weeks", "21 days", "1 month", "30 days")
SHARES = ("20 percent", "35 percent")
PURPOSES = ("pain", "bone")
RATINGS = ("usually_appropriate", "may_be_appropriate", "usually_not_appropriate", "disagreement", "fine", "unclear")
WORLDS = 250
"""Sets of answers that the reference may have to look at for one case."""


def _few(draw: Draw, items: Iterable[T], most: int, least: int = 0) -> list[T]:
    pool = sorted(items)  # type: ignore[type-var]  # rows and names both have an order
    if not pool:
        return []
    return draw(st.lists(st.sampled_from(pool), min_size=min(least, len(pool)), max_size=most, unique=True))


def _chance(draw: Draw, of: int) -> bool:
    return draw(st.integers(1, of)) == of


@st.composite
def packs(draw: Draw) -> Pack:
    """A small pack."""
    findings = _findings(draw)
    actions = list(ACTIONS[: draw(st.integers(3, 7))])
    sources = list(SOURCES[: draw(st.integers(2, 3))])
    first = (sources[0], sources[0], *sources)  # which has more than its share, so that its contexts and statements meet
    contexts = {c: draw(st.sampled_from(first)) for c in CONTEXTS[: draw(st.integers(0, 3))]}
    names = draw(st.permutations(STATEMENTS))[: draw(st.integers(3, 8))]
    strengths = st.sampled_from(("must", "should", "may"))
    statements = {s: (draw(st.sampled_from(first)), "recommendation", draw(strengths)) for s in names}
    pack = Pack(findings, actions, sources, contexts, statements)
    pack.facts["strength"] = {(d, word, rank) for d in sources for word, rank in (("must", "3"), ("should", "2"), ("may", "1"))}
    tests = _tests(draw, pack)
    # Most statements speak of the same few actions: else they seldom meet.
    focus = _few(draw, actions, 4, 2)
    _taxonomy(draw, pack, focus)
    _wishes(draw, pack, focus)
    _criteria(draw, pack, tests)
    _relations(draw, pack)
    _rules(draw, pack, tests)
    _spare(pack)
    return pack


def _findings(draw: Draw) -> dict[str, Finding]:
    found = {}
    for i in range(draw(st.integers(2, 5))):
        kind = draw(st.sampled_from(("boolean", "quantity", "choice", "boolean", "quantity")))
        critical = draw(st.booleans())
        if kind == "choice":
            values = ("early", "late", "v10")[: draw(st.integers(2, 3))]
            found[f"f{i}"] = Finding("choice", values, critical=critical)
        elif kind == "quantity" and _chance(draw, 4):
            low, high = draw(st.sampled_from((("", ""), ("0 percent", "100 percent"), ("20 percent", "100 percent"))))
            found[f"f{i}"] = Finding("quantity", unit="percent", low=low, high=high, critical=critical, clock=_chance(draw, 4))
        elif kind == "quantity":
            low, high = draw(st.sampled_from((("", ""), ("0 days", "20 years"), ("14 days", "1 month"), ("3 weeks", "1 month"))))
            unit = draw(st.sampled_from(("day", "week")))
            found[f"f{i}"] = Finding("quantity", unit=unit, low=low, high=high, critical=critical, clock=not _chance(draw, 3))
        else:
            found[f"f{i}"] = Finding("boolean", critical=critical)
    return found


def _tests(draw: Draw, pack: Pack) -> list[Test]:
    """The tests that rules and criteria are made from."""
    found: list[Test] = []
    for name, finding in pack.findings.items():
        if finding.kind == "boolean":
            found += [("has", name), ("lacks", name)]
        elif finding.kind == "choice":
            found += [("is", name, v) for v in finding.choices]
        else:
            pool = [t for t in (SHARES if finding.unit == "percent" else TIMES) if _inside(finding, amount(t))]
            texts = _few(draw, pool, 2 if finding.critical else 4, 1)
            found += [(kind, name, text) for text in texts for kind in COMPARISONS]
    return [*found, *(("unsuitable", a) for a in pack.actions[:2])]


def _inside(finding: Finding, value: Fraction) -> bool:
    return not finding.low or amount(finding.low) <= value <= amount(finding.high)


def _taxonomy(draw: Draw, pack: Pack, focus: list[str]) -> None:
    order = draw(st.permutations(pack.actions))
    downwards = [(a, b) for i, a in enumerate(order) for b in order[:i]]
    # Few classes with several kinds each, and some kinds anywhere.
    pack.facts["kind_of"] = set(_few(draw, [p for p in downwards if p[1] in order[:2]], 4)) | set(_few(draw, downwards, 2))
    pack.facts["includes"] = set(_few(draw, set(downwards) - pack.facts["kind_of"], 3))
    apart = pack.actions if _chance(draw, 3) else focus
    pack.facts["exclusive"] = set(_few(draw, ((a, b) for a, b in product(apart, repeat=2) if a != b), 2))
    pack.facts["complete"] = {(a,) for a in _few(draw, pack.actions, 2)}
    pack.facts["purpose"] = set(_few(draw, product(apart, PURPOSES), 4))


def _wishes(draw: Draw, pack: Pack, focus: list[str]) -> None:
    words = ("recommends", "recommends", "recommends", "offers", "permits", "opposes", "opposes", "undecided", "rates")
    rated = {}
    for s in pack.statements:
        for _ in range(draw(st.integers(0, 3))):
            word, action = draw(st.sampled_from(words)), draw(st.sampled_from(pack.actions if _chance(draw, 4) else focus))
            if word == "rates":
                rated[s, action] = draw(st.sampled_from(RATINGS))
            else:
                pack.facts[word].add((s, action))
    pack.facts["rates"] = {(*pair, word) for pair, word in rated.items()}
    pack.facts["scale"] = {
        ("fine", draw(st.sampled_from(("for", "permits")))),
        ("unclear", draw(st.sampled_from(("undecided", "against")))),
    }
    if pack.rows("exclusive") and draw(st.booleans()):
        # Two statements want the two sides of a choice.
        sides = draw(st.sampled_from(sorted(pack.rows("exclusive"))))
        pack.facts["recommends"] |= set(zip(draw(st.permutations(list(pack.statements)))[:2], sides, strict=True))
    if draw(st.booleans()):
        # One permits what another rates higher.
        rated = dict(zip(pack.statements, ("may_be_appropriate", "usually_appropriate"), strict=False))
        pack.facts["rates"] = {row for row in pack.rows("rates") if row[0] not in rated}
        pack.facts["rates"] |= {(s, draw(st.sampled_from(focus)), word) for s, word in rated.items()}
    classes = sorted({b for _, b in pack.rows("kind_of")})
    if classes and draw(st.booleans()):
        # Somebody wants a class, and its kinds are banned one by one.
        wanted = draw(st.sampled_from(classes))
        pack.facts["complete"].add((wanted,))
        pack.facts["recommends"].add((draw(st.sampled_from(list(pack.statements))), wanted))
        for kind, above in sorted(pack.rows("kind_of")):
            if above == wanted and not _chance(draw, 3):
                pack.facts["opposes"].add((draw(st.sampled_from(list(pack.statements))), kind))


def _criteria(draw: Draw, pack: Pack, tests: list[Test]) -> None:
    groups: list[Test] = []
    for k in range(draw(st.integers(0, 3))):
        kind = draw(st.sampled_from(("any", "all")))
        members = [*_few(draw, tests, 3, 1), *(_few(draw, groups, 1) if _chance(draw, 3) else [])]
        pack.facts[f"{kind}_of"] |= {(f"k{k}", *member) for member in members}
        groups.append((kind, f"k{k}"))
    wished = [row[:2] for name in ("recommends", "offers", "permits", "opposes", "rates") for row in pack.rows(name)]
    for _ in range(draw(st.integers(0, 6))):
        # Most criteria belong to a wish; one that does not is a limit.
        anything = sorted(product(pack.statements, pack.actions))
        pair = draw(st.sampled_from(sorted(wished) if wished and not _chance(draw, 4) else anything))
        criterion = draw(st.sampled_from(groups if groups and _chance(draw, 3) else tests))
        pack.facts["needs"].add((*pair, *criterion))


def _relations(draw: Draw, pack: Pack) -> None:
    names = list(pack.statements)
    several = list(product(names, pack.actions, pack.actions))
    for name, most in (("equal", 2), ("only_with", 2), ("goes_with", 3)):
        if draw(st.booleans()):
            pack.facts[name] = {row for row in _few(draw, several, most) if row[1] != row[2]}
    if draw(st.booleans()):
        pairs = _few(draw, [*pack.rows("equal"), *several], 2)
        turned = [(draw(st.sampled_from(names)), *draw(st.permutations(pair))) for _, *pair in pairs for _ in range(2)]
        pack.facts["prefers"] = {row for row in turned if row[1] != row[2]}
    for s in names:
        own = [c for c, source in pack.contexts.items() if source == pack.statements[s][0]]
        pack.facts["within"] |= {(s, c) for c in _few(draw, own, 2, draw(st.integers(0, 1)))}
    pairs = [(s, t) for i, s in enumerate(names) for t in names[i + 1 :] if pack.statements[s][0] == pack.statements[t][0]]
    pack.facts["overrides"] = {(s, t) for s, t in _few(draw, pairs, 2)}
    pack.facts["overrides"] |= {(s, t, draw(st.sampled_from(pack.actions))) for s, t in _few(draw, pairs, 2)}
    if draw(st.booleans()):
        other = [(s, t) for s, t in product(names, names) if s != t]
        pack.facts["tension"] = {(s, t, "in other words") for s, t in _few(draw, other, 2)}
        apart = [(s, t) for s, t in other if pack.statements[s][0] != pack.statements[t][0]]
        pack.facts["yields"] = {(s, t, "a judgement") for s, t in _few(draw, apart, 1)}
    pack.facts["narrower"] = set(_few(draw, [p for p in product(pack.contexts, repeat=2) if p[0] < p[1]], 1))
    if draw(st.booleans()):
        windows = {}
        for s, review in _few(draw, product(names, ("visit", "scan")), 4):
            windows[s, review] = draw(
                st.sampled_from((("2 weeks", "4 weeks"), ("21 days", "28 days"), ("1 month", "3 months"), ("1 week", "14 days")))
            )
        pack.facts["follows_up"] = {(*pair, *ends) for pair, ends in windows.items()}
    if draw(st.booleans()):
        for s in _few(draw, names, 4, 2):
            low = draw(st.integers(1, 4))
            units = draw(st.sampled_from(("mg", "mg", "g")))
            row = (s, "drug_x", draw(st.sampled_from(PURPOSES)), str(low), str(low + draw(st.integers(0, 2))), units, "day")
            pack.facts["doses"].add(row)


def _rules(draw: Draw, pack: Pack, tests: list[Test]) -> None:
    subjects = [*pack.findings, "unsuitable"]
    derived = set(_few(draw, subjects, 3)) if not _chance(draw, 3) else set()
    base = [t for t in tests if ("unsuitable" if t[0] == "unsuitable" else t[1]) not in derived]
    heads = [t for t in tests if t not in base]
    concepts = [f"concept{i}" for i in range(draw(st.integers(0, 3)))]

    def body(positive: list[Atom], negative: list[Atom], most: int = 3, least: int = 0) -> tuple[tuple[bool, Atom], ...]:
        literals = []
        for _ in range(draw(st.integers(least, most))):
            sign = not negative or not _chance(draw, 3)
            pool = positive if sign else negative
            if pool:
                literals.append((sign, draw(st.sampled_from(pool))))
        return tuple(dict.fromkeys(literals))

    asked: list[Atom] = list(tests)
    for i, name in enumerate(concepts):
        # The first concept may be asked, and denied, by what follows; so it rests on nothing that follows.
        pool = list(base) if i == 0 else list(asked)
        for _ in range(draw(st.integers(1, 2))):
            made = body(pool, pool, 3, 1)
            pack.rules.append(Rule(("concept", name), made or ((True, tests[0]),) if i else made or ((False, ("concept", name)),)))
        asked.append(("concept", name))
    for s in pack.statements:
        for _ in range(draw(st.sampled_from((1, 1, 1, 2)))):
            pack.rules.append(Rule(("applies", s), () if _chance(draw, 3) else body(asked, asked, 2)))
    for c in pack.contexts:
        pack.rules.append(Rule(("enters", c), body(asked, asked, 1)))
        for reason in _few(draw, ("too_old", "r10"), 2):
            pack.rules.append(Rule(("excludes", c, reason), body(asked, asked, 2, 1) or ((True, tests[0]),)))
    for head in _few(draw, heads, 5, 1):
        low: list[Atom] = [("concept", concepts[0])] if concepts else []
        pack.rules.append(Rule(("follows", *head), body([*tests, *low], [*base, *low], 2, 1) or ((True, tests[0]),)))
    for i in range(draw(st.sampled_from((0, 0, 1, 2)))):
        pack.rules.append(Rule(("impossible", f"axiom{i}"), body(asked, asked, 3, 2) or ((True, tests[0]),)))
    _used_concepts(pack)


def _used_concepts(pack: Pack) -> None:
    """Takes out concepts that no rule asks, and rules of the first concept that came out without a body."""
    pack.rules = [r for r in pack.rules if (False, r.head) not in r.body]
    while True:
        asked = {atom for r in pack.rules for _, atom in r.body if atom[0] == "concept"}
        stated = {r.head for r in pack.rules if r.head[0] == "concept"}
        if stated == asked:
            return
        kept = [r for r in pack.rules if r.head[0] != "concept" or r.head in asked]
        pack.rules = [Rule(r.head, tuple(x for x in r.body if x[1][0] != "concept" or x[1] in stated)) for r in kept]


def _spare(pack: Pack) -> None:
    """Leaves as many findings critical as the brute force can bear, and no finding that no rule reads with thresholds it lacks."""
    left = WORLDS
    for name, finding in pack.findings.items():
        size = {"boolean": 3, "choice": len(finding.choices) + 1}.get(finding.kind, 9 ** len(pack.thresholds(name)))
        if finding.critical and size <= left:
            left //= size
        else:
            pack.findings[name] = Finding(finding.kind, finding.choices, finding.unit, finding.low, finding.high, False, finding.clock)


@st.composite
def cases(draw: Draw, pack: Pack) -> Case:
    """A patient, with more of the findings recorded than not."""
    found: dict[str, bool | str | Span] = {}
    for name in draw(st.permutations(list(pack.findings))):
        finding = pack.findings[name]
        if _chance(draw, 2 if finding.critical else 4):
            continue
        if finding.kind == "boolean":
            found[name] = draw(st.booleans())
        elif finding.kind == "choice":
            found[name] = draw(st.sampled_from(finding.choices))
        else:
            found[name] = _span(draw, finding)
    return Case(found, tuple(_few(draw, pack.actions, 2)) if _chance(draw, 2) else ())


def _span(draw: Draw, finding: Finding) -> Span:
    values = (19, 20, 21, 35, 36) if finding.unit == "percent" else (13, 14, 15, 20, 21, 22, 29, 30, 31)
    within = [Fraction(v) for v in values if _inside(finding, Fraction(v))]
    low, high = sorted((draw(st.sampled_from(within)), draw(st.sampled_from(within))))
    form = draw(st.sampled_from(("exact", "exact", "low", "high", "both")))
    if form == "low" and not (finding.low and low == amount(finding.high)):
        return Span(low, None, low_included=draw(st.booleans()))
    if form == "high" and not (finding.low and high == amount(finding.low)):
        return Span(None, high, high_included=draw(st.booleans()))
    if form == "both" and low < high:
        return Span(low, high, draw(st.booleans()), draw(st.booleans()))
    return Span(low, low)


# Printing
