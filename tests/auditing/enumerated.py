"""All patients of a small pack, one by one, with the reference solver: what the audit finds by solving is here looked up."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from itertools import pairwise, product

from reference.records import COMPARISONS, LOW_SIDE, Pack, Test, amount
from reference.solver import World
from reference.taxonomy import Taxonomy

Record = frozenset[Test]


def _kinds(pack: Pack, name: str) -> list[list[Test]]:
    """The full answers to a finding: what each decides, from the least to the greatest amount."""
    finding = pack.findings[name]
    if finding.kind == "boolean":
        return [[("lacks", name)], [("has", name)]]
    if finding.kind == "choice":
        return [[("is", name, v)] for v in finding.choices]
    texts = pack.thresholds(name)
    values = sorted({amount(t) for t in texts})
    if not values:
        return []
    ends = [
        values[0] - 1,
        *(v for pair in pairwise(values) for v in (pair[0], sum(pair) / 2)),
        values[-1],
        values[-1] + 1,
    ]
    return [[(kind, name, t) for t in texts for kind in COMPARISONS if _meets(v, kind, amount(t))] for v in ends]


def _meets(value: Fraction, kind: str, there: Fraction) -> bool:
    return {"at_least": value >= there, "above": value > there, "below": value < there, "at_most": value <= there}[kind]


def answers(pack: Pack) -> dict[str, list[Record]]:
    """The full answers of each finding that has any."""
    found = {name: [frozenset(a) for a in _kinds(pack, name)] for name in pack.findings}
    return {name: rows for name, rows in found.items() if rows}


def partial(pack: Pack) -> dict[str, list[Record]]:
    """Everything that can be recorded of each finding, nothing first."""
    found = {}
    for name, rows in answers(pack).items():
        if pack.findings[name].kind == "quantity":
            spans = {frozenset.intersection(*rows[i : j + 1]) for i in range(len(rows)) for j in range(i, len(rows))}
        else:
            spans = {frozenset[Test](), *rows}
        found[name] = sorted(spans, key=lambda r: (len(r), sorted(r)))
    return found


def size(options: Mapping[str, list[Record]]) -> int:
    """How many records there are."""
    n = 1
    for rows in options.values():
        n *= len(rows)
    return n


def records(options: Mapping[str, list[Record]]) -> Iterator[Record]:
    """Every combination."""
    for rows in product(*options.values()):
        yield frozenset().union(*rows)


class _Kept(Pack):
    """A pack that works its thresholds out once."""

    def thresholds(self, finding: str) -> list[str]:
        if not hasattr(self, "_thresholds"):
            self._thresholds: dict[str, list[str]] = {}
        if finding not in self._thresholds:
            self._thresholds[finding] = super().thresholds(finding)
        return self._thresholds[finding]


class Everyone:
    """The possible records of a pack, each with its world; where `exclusions`, the patient may exclude actions."""

    def __init__(self, pack: Pack, *, exclusions: bool = False) -> None:
        pack = _Kept(**vars(pack))
        self.pack, self.tax = pack, Taxonomy(pack)
        some = [frozenset({("unsuitable", a)}) for a in pack.actions[:2]] if exclusions else []
        # No drawn rule asks about the exclusion of any other action.
        self.exclusions = [frozenset[Test](), *some, *([some[0] | some[1]] if some else [])]

    def complete(self) -> list[World]:
        """Those to which nothing can be added: every finding is answered, or is not recorded and no answer to it is possible."""
        full = answers(self.pack)
        found = []
        for record in records({name: [frozenset[Test](), *rows] for name, rows in full.items()}):
            for exclusion in self.exclusions:
                world = World(self.pack, record | exclusion, taxonomy=self.tax)
                if world.possible and all(self._answered(world, name, rows) for name, rows in full.items()):
                    found.append(world)
        return found

    def _answered(self, world: World, name: str, rows: list[Record]) -> bool:
        if any(row <= world.model for row in rows):
            return True
        if any(t[0] != "unsuitable" and t[1] == name for t in world.record):
            return False
        return not any(World(self.pack, world.record | row, taxonomy=self.tax).possible for row in rows)


class Following:
    """What one test makes known of other findings, recorded alone, looked up in the world of that record in any of some packs."""

    def __init__(self, *packs: Pack) -> None:
        self._sides = [(pack, Taxonomy(pack)) for pack in packs]
        self._alone: dict[Test, frozenset[Test]] = {}

    def __call__(self, test: Test) -> frozenset[Test]:
        if test not in self._alone:
            made = [self._known(side, (test,)) - self._known(side, ()) for side in self._sides if test[1] in side[0].findings]
            self._alone[test] = frozenset(t for tests in made for t in tests if t[1] != test[1])
        return self._alone[test]

    @staticmethod
    def _known(side: tuple[Pack, Taxonomy], record: Iterable[Test]) -> frozenset[Test]:
        model = World(side[0], record, taxonomy=side[1]).model
        return frozenset(t for t in model if t[0] in {"has", "lacks", "is", *COMPARISONS})


def cost(record: Iterable[Test], pack: Pack, following: Following) -> tuple[object, ...]:
    """Where a patient stands in the order of minimal witnesses, apart from the values of findings that cost the same."""
    names = {t[1] for t in record}
    told = {t for one in record for t in (one, *following(one))}
    flags = sum(t[0] == "has" and pack.findings[t[1]].critical for t in told)
    others = len({t[1] for t in told} - names)
    spread = away = 0
    for name in names:
        if pack.findings[name].kind == "quantity":
            first, last, middle = _places(name, set(record), pack)
            spread += last - first
            away += max(0, first - middle, middle - last)
    return len(names), flags, others, spread, away, [name in names for name in sorted(pack.findings, reverse=True)]


def _places(name: str, record: set[Test], pack: Pack) -> tuple[int, int, int]:
    """The first and last place that a recorded amount may lie at, and the middle one: thresholds have odd places."""
    values = sorted({amount(t) for t in pack.thresholds(name)})
    first, last = 0, 2 * len(values)
    for kind, _, text in (t for t in record if t[1] == name):
        at = 2 * values.index(amount(text)) + 1
        if kind in {"at_least", "above"}:
            first = max(first, at + (kind == "above"))
        else:
            last = min(last, at - (kind == "below"))
    return first, last, len(values)


__all__ = ["LOW_SIDE", "Everyone", "Following", "answers", "cost", "partial", "records", "size"]
