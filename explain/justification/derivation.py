"""Chooses, for each atom of one model, the rule that it rests on, or, where it does not hold, what keeps each of its rules from firing.

The solver is not asked: everything that depends on the patient is stratified, so one pass over the ground rules in the order of
their strata says what holds. An atom gets its reason from what stands before it; in a circle (equal thresholds, `follows`, concepts
that lead to each other) round by round from outside. So no reason rests on itself.

A literal is a number as in `GroundProgram.rules`: an atom that must hold, or, negative, one that must not. The literals that hold
have a *weight*, a set of leaves as bits: what is recorded, what is missing. The cheapest reason is the one with the fewest.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from explain.justification.ground_rules import Body, GroundRules

# Of the three bits of a leaf: recorded or switched, missing, and missing without a word to the contrary. What a record contradicts
# weighs less than what nobody has told: it is the firmer reason.
PRESENT, ABSENT, UNTOLD = 1, 2, 6
NEVER = 1 << 60


@dataclass(slots=True)
class Reasons:
    """What holds in one model, and why.

    Attributes:
        weight: leaves of each literal that holds, as bits.
        reason: for an atom that holds, the body of its rule; for one that does not (as a negative literal), the literals that hold and
            thereby keep its rules from firing, one for each rule, each once. Atoms that no rule derives are not in it.
        missing: all bits that stand for something missing.
    """

    weight: dict[int, int] = field(default_factory=dict)
    reason: dict[int, Body] = field(default_factory=dict)
    missing: int = 0


class Weighing:
    """One pass over the rules below some atoms.

    Args:
        ground: the rules.
        true: the atoms that hold; only those are read that no rule derives.
    """

    def __init__(self, ground: GroundRules, true: frozenset[int]) -> None:
        self._ground = ground
        self._true = true
        self.made = Reasons()
        self._places = 0
        self._circles: set[int] = set()
        self._extra: dict[int, Body] = {}
        """For a test that does not hold, why it does not follow from others."""

    def below(self, roots: Iterable[int]) -> Reasons:
        """Weighs everything below the roots."""
        weight, reason, ground = self.made.weight, self.made.reason, self._ground
        outside, steps = ground.plan(roots)
        self._leaves(outside)
        get = weight.get
        # The two ways by which nearly all atoms are weighed stand here in full: as calls they would take as long again.
        for way, atom, body, denied, bodies in steps:
            if way == "literal":
                (x,) = body
                known = get(x)
                if known is not None:
                    weight[atom], reason[atom] = known, body
                else:
                    weight[-atom], reason[-atom] = weight[-x], denied
            elif way == "body":
                mask = 0
                for x in body:
                    known = get(x)
                    if known is None:
                        nearest = -x if x == body[-1] else _nearest(body, weight)
                        weight[-atom], reason[-atom] = weight[nearest], (nearest,)
                        break
                    mask |= known
                else:
                    weight[atom], reason[atom] = mask, body
            elif way == "circle":
                self._circle(ground.order[atom])
            else:
                self._best(atom, bodies, test=way == "test")
        self.made.missing = ABSENT * (((1 << self._places) - 1) // 7)  # the middle one of every three
        return self.made

    def _best(self, atom: int, bodies: Sequence[Body], *, test: bool) -> None:
        leaves, chosen = _cheapest(bodies, self.made.weight)
        if chosen is not None:
            self.made.weight[atom], self.made.reason[atom] = leaves, chosen
        elif test:
            self._test(atom)
        else:
            self.made.weight[-atom], self.made.reason[-atom] = _failing(bodies, self.made.weight)

    def _place(self) -> int:
        """The first of three bits for a leaf of its own; only how many there are matters, so any order will do."""
        self._places += 3
        return self._places - 3

    def _leaves(self, atoms: Iterable[int]) -> None:
        leaf, weight, true, place = self._ground.leaf, self.made.weight, self._true, self._places
        for atom in atoms:
            counts, opposed = leaf[atom]
            if atom in true:
                weight[atom] = PRESENT << place if counts else 0
            else:
                weight[-atom] = (UNTOLD if true.isdisjoint(opposed) else ABSENT) << place
            place += 3
        self._places = place

    def _own(self, test: int) -> int:
        """The weight of a missing record."""
        given = self._ground.record_of(test)
        return UNTOLD << self._place() if given is None else self.made.weight[-given]

    def _test(self, test: int) -> None:
        leaves, why, _ = self._lacking(test, frozenset())
        self.made.weight[-test], self.made.reason[-test] = leaves, why
        if why:
            self._extra[test] = why

    def _lacking(self, test: int, circle: frozenset[int]) -> tuple[int, Body, bool]:
        """Why a test does not hold, apart from its missing record: what keeps it from following; and whether its circle must say more.

        Tests of the same finding that would imply it are passed over, and what keeps them from following is taken in.
        """
        ground, weight = self._ground, self.made.weight
        leaves, inside = self._own(test), False
        why: dict[int, None] = {}
        for body in ground.bodies[test]:
            (literal,) = body
            if literal in ground.given:
                continue
            if ground.tests.get(literal) == ground.tests[test] and literal not in circle:
                found: Sequence[int] = self._extra.get(literal, ())
            elif -literal in weight:
                found = (-literal,)
            else:
                found, inside = (), True
            for x in found:
                why[x] = None
                leaves |= weight[x]
        return leaves, tuple(why), inside

    def _circle(self, number: int) -> None:
        """Members of a circle that hold get their reasons round by round, each from earlier rounds; the others have none."""
        weight, reason = self.made.weight, self.made.reason
        if number in self._circles:
            return
        self._circles.add(number)
        pending = list(self._ground.circles[number])
        while True:
            won = {a: c for a in pending if (c := _cheapest(self._ground.bodies[a], weight))[1] is not None}
            for atom, (leaves, chosen) in won.items():
                if chosen is not None:
                    weight[atom], reason[atom] = leaves, chosen
            pending = [a for a in pending if a not in won]
            if not won or not pending:
                break
        if pending:
            self._unfounded(number, pending)

    def _unfounded(self, number: int, members: Sequence[int]) -> None:
        """Members of a circle that do not hold: what keeps out the rules that come from outside; the rest is between themselves."""
        weight, reason, ground = self.made.weight, self.made.reason, self._ground
        circle = frozenset(members)
        found: dict[int, tuple[int, Body, bool]] = {}
        for atom in sorted(members, key=ground.text):
            if atom in ground.tests:
                found[atom] = self._lacking(atom, circle)
            else:
                bodies = ground.bodies[atom]
                from_outside = [b for b in bodies if any(-x in weight for x in b)]
                found[atom] = (*_failing(from_outside, weight), len(from_outside) < len(bodies))
        whole = 0
        for leaves, _, _ in found.values():
            whole |= leaves
        outer = dict.fromkeys(x for _, why, _ in found.values() for x in why)
        inside = any(more for _, _, more in found.values())
        if len({ground.tests.get(a, a) for a in members}) == 1:
            # Spellings of one threshold: what keeps one from following, keeps all.
            found = dict.fromkeys(found, (whole, tuple(outer), False))
        elif inside:
            for atom in found:
                given = ground.record_of(atom)
                if given is not None:
                    outer[-given] = None
            stand_in = -ground.stand_in(number)
            weight[stand_in], reason[stand_in] = whole, tuple(outer)
            found = {a: (whole, (stand_in,), True) if row[2] else row for a, row in found.items()}
        for atom, (leaves, why, _) in found.items():
            weight[-atom], reason[-atom] = leaves, why
            if atom in ground.tests:
                self._extra[atom] = why


def _cheapest(bodies: Sequence[Body], weight: dict[int, int]) -> tuple[int, Body | None]:
    """The body with the fewest leaves among those that hold, the first of equals."""
    best, chosen = 0, None
    get = weight.get
    for body in bodies:
        mask = 0
        for x in body:
            leaves = get(x)
            if leaves is None:
                break
            mask |= leaves
        else:
            if chosen is None or mask.bit_count() < best.bit_count():
                best, chosen = mask, body
    return best, chosen


def _failing(bodies: Sequence[Body], weight: dict[int, int]) -> tuple[int, Body]:
    """For each body that does not hold the nearest of the literals that keep it from holding, the first of equals; each once."""
    whole = 0
    found: dict[int, None] = {}
    for body in bodies:
        nearest = _nearest(body, weight)
        whole |= weight[nearest]
        found[nearest] = None
    return whole, tuple(found)


def _nearest(body: Body, weight: dict[int, int]) -> int:
    """Of the literals that hold and thereby keep a body from holding, the one with the fewest leaves, the first of equals."""
    if len(body) == 1:
        return -body[0]
    least, nearest = NEVER, 0
    for x in body:
        leaves = weight.get(-x)
        if leaves is not None and (count := leaves.bit_count()) < least:
            least, nearest = count, -x
    return nearest
