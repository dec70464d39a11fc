"""The words in which a patient is described to two packs at once: the findings of both, with the thresholds of both in one order.

A finding that both packs know by one name, kind and unit is one finding; the thresholds of either are put in one order and told to both
ground programs, so that an amount between a threshold of one pack and a threshold of the other is a patient of its own. What only one pack
knows (a finding, a choice) may be recorded too: that pack reads it, and to the other the finding is not recorded. Findings of one name
that are not the same (another kind, another unit) are two findings; the second pack's gets another name here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from guideline.differences.sides import Sides
from guideline.model import Case, Finding, Quantity, Test, Threshold, Vocabulary
from guideline.pack import Pack
from guideline.packs import program_facts
from guideline.program import GroundProgram


@dataclass(frozen=True, slots=True)
class Language:
    """What patients are described in.

    Attributes:
        vocabulary: findings of both packs; actions of both, as the second words them.
        names: for each side its findings, and what each is called here.
        apart: the names that mean another finding in each pack.
        programs: of each side, its ground program with the thresholds of both.
    """

    vocabulary: Vocabulary
    names: tuple[Mapping[str, str], Mapping[str, str]]
    apart: tuple[str, ...]
    programs: tuple[GroundProgram, GroundProgram]

    def test(self, test: Test, side: int) -> Test:
        """A test of one side's pack, in these words."""
        return test if test.kind == "unsuitable" else test._replace(subject=self.names[side].get(test.subject, test.subject))

    def seen(self, case: Case, side: int, pack: Pack) -> Case:
        """What one side's pack reads of a case in these words: its own findings under its own names, its own choices."""
        own = {here: there for there, here in self.names[side].items()}
        known = pack.vocabulary.findings
        kept = [replace(r, finding=own[r.finding]) for r in case.recorded if r.finding in own]
        recorded = [r for r in kept if not isinstance(r.value, str) or r.value in known[r.finding].choices]
        excluded = tuple(e for e in case.excluded if e.action in pack.vocabulary.actions)
        return replace(case, recorded=tuple(sorted(recorded, key=lambda r: r.finding)), excluded=excluded, tests=frozenset())


def language(sides: Sides) -> Language:
    """The language of two sides; grounds both."""
    first, second = (s.pack.vocabulary for s in sides.both)
    findings: dict[str, Finding] = dict(first.findings)
    own: tuple[dict[str, Finding], dict[str, Finding]] = (dict(first.findings), dict(second.findings))
    names = tuple({name: name for name in v.findings} for v in (first, second))
    apart: list[str] = []
    for name, other in second.findings.items():
        mine = first.findings.get(name)
        if mine is None:
            findings[name] = other
        elif _alike(mine, other):
            findings[name] = _joined(mine, other)
            for side in own:
                side[name] = replace(side[name], thresholds=findings[name].thresholds)
        else:
            apart.append(name)
            here = _unused(name, {*first.findings, *second.findings, *findings})
            names[1][name] = here
            findings[here] = replace(other, name=here)
    choices = {
        **first.choice_labels,
        **{(names[1].get(f, f), value): label for (f, value), label in second.choice_labels.items()},
    }
    vocabulary = replace(
        second,
        findings=findings,
        actions={**first.actions, **second.actions},
        labels={**first.labels, **second.labels},
        choice_labels=choices,
        units={**first.units, **second.units},
    )
    # Two packs with the same bytes have one ground program.
    digests = [[digest for _, digest in s.pack.compiled.hashes] for s in sides.both]
    programs = [_grounded(s.pack, mine) for s, mine in zip(sides.both[: 1 if digests[0] == digests[1] else 2], own, strict=False)]
    return Language(vocabulary, (names[0], names[1]), tuple(sorted(apart)), (programs[0], programs[-1]))


def _alike(mine: Finding, other: Finding) -> bool:
    """Whether one name is one finding; a bare number means another amount where the unit is another."""
    return mine.kind == other.kind and mine.unit == other.unit and _meet(mine, other)


def _meet(mine: Finding, other: Finding) -> bool:
    low, high = _low(mine, other), _high(mine, other)
    return low is None or high is None or low.value <= high.value


def _low(mine: Finding, other: Finding) -> Quantity | None:
    ends = [end for end in (mine.low, other.low) if end is not None]
    return max(ends, key=lambda q: q.value) if ends else None


def _high(mine: Finding, other: Finding) -> Quantity | None:
    ends = [end for end in (mine.high, other.high) if end is not None]
    return min(ends, key=lambda q: q.value) if ends else None


def _joined(mine: Finding, other: Finding) -> Finding:
    """One finding of both packs, inside the ranges of both."""
    values = {t.text: t.value for t in (*mine.thresholds, *other.thresholds)}
    ranks = {value: rank for rank, value in enumerate(sorted(set(values.values())), 1)}
    thresholds = tuple(Threshold(text, value, ranks[value]) for text, value in sorted(values.items(), key=lambda item: (item[1], item[0])))
    return replace(
        other,
        choices=tuple(dict.fromkeys((*mine.choices, *other.choices))),
        low=_low(mine, other),
        high=_high(mine, other),
        critical=mine.critical or other.critical,
        thresholds=thresholds,
    )


def _unused(name: str, taken: set[str]) -> str:
    number = 2
    while f"{name}_{number}" in taken:
        number += 1
    return f"{name}_{number}"


def _grounded(pack: Pack, findings: Mapping[str, Finding]) -> GroundProgram:
    """The ground program of a pack that is told the thresholds of another as well."""
    if findings == pack.vocabulary.findings:
        return pack.grounded()
    vocabulary = replace(pack.vocabulary, findings=findings)
    facts = program_facts(vocabulary, pack.knowledge)
    return Pack(replace(pack.compiled, vocabulary=vocabulary, facts=facts)).grounded()


__all__ = ["Language", "language"]
