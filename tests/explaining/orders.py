"""How many questions are asked until nothing can change, by the measure and in other orders. Run it for all shipped cases."""

from __future__ import annotations

import re
import sys
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from guideline import CaseError, Pack, load_pack, read_case
from guideline.asking.questions import inquire
from guideline.cases.record import tests_of
from guideline.errors import Place
from guideline.model import Case, Finding, Interval, Recorded, Value
from guideline.packs import shipped_pack
from guideline.quantities import format_interval

KEPT = 3
"""So many findings of a case stay recorded, the first of its file."""

Order = Callable[[Sequence[str]], str]
"""Takes the next question from those that can matter, which are given the most decisive first."""


def completed(case: Case, pack: Pack) -> Case:
    """The case with every finding answered: what is not recorded is denied, of the first choice, or as low as can be; axioms hold."""
    for name in sorted(pack.vocabulary.findings):
        if name not in {r.finding for r in case.recorded}:
            for value in values(pack.vocabulary.findings[name]):
                tried = with_value(case, name, value, pack)
                try:
                    pack.solve(tried, marks=False, inquire=False)
                except CaseError:
                    continue
                case = tried
                break
    return case


def values(finding: Finding) -> Iterator[Value]:
    """Answers to a finding in a fixed order."""
    if finding.kind == "boolean":
        yield from (False, True)
    elif finding.kind == "choice":
        yield from finding.choices
    else:
        for threshold in finding.thresholds:
            for value in (threshold.value - 1, threshold.value):
                if finding.low is None or value >= finding.low.value:
                    yield Interval(value, value)


def with_value(case: Case, name: str, value: Value, pack: Pack) -> Case:
    """The case with one finding more."""
    unit = pack.vocabulary.findings[name].unit
    text = format_interval(value, unit) if isinstance(value, Interval) else str(value).lower()
    recorded = (*case.recorded, Recorded(name, value, text, Place("here")))
    return replace(case, recorded=recorded, tests=tests_of(recorded, case.excluded, pack.vocabulary))


def stripped(case: Case, pack: Pack, more: Sequence[Recorded] = ()) -> Case:
    """The case with its first findings alone, and some more."""
    recorded = (*case.recorded[:KEPT], *more)
    return replace(case, recorded=recorded, tests=tests_of(recorded, case.excluded, pack.vocabulary))


def asked(case: Case, pack: Pack, order: Order) -> int:
    """How many questions are asked of a case stripped to its first findings until nothing can change.

    Args:
        case: whose completion gives the answers.
        pack: that asks.
        order: takes the next question.
    """
    truth = {r.finding: r for r in completed(case, pack).recorded}
    gone: list[str] = []
    while left := inquire(
        stripped(case, pack, [truth[f] for f in gone if f in truth]), pack, unknown=[f for f in gone if f not in truth], detailed=0
    ).order:
        gone.append(order(left))
    return len(gone)


def asked_blindly(case: Case, pack: Pack) -> int:
    """The same where every question is asked in the order of the vocabulary, whether or not it can matter, until nothing can change."""
    truth = {r.finding: r for r in completed(case, pack).recorded}
    names = [f for f in pack.vocabulary.findings if f not in {r.finding for r in case.recorded[:KEPT]}]

    def settled(number: int) -> bool:
        gone = names[:number]
        now = stripped(case, pack, [truth[f] for f in gone if f in truth])
        return not inquire(now, pack, unknown=[f for f in gone if f not in truth], detailed=0).order

    return bisect_left(range(len(names)), True, key=settled)  # once nothing can change, nothing can later


def orders(pack: Pack) -> dict[str, Order]:
    """The orders that are compared: by the measure; as `guideline vocabulary` lists; as the files of the pack declare."""
    listed = {name: i for i, name in enumerate(pack.vocabulary.findings)}
    text = "\n".join(p.read_text(encoding="utf-8") for p in sorted(shipped_pack().glob("vocabulary*.lp")))
    found = {name: re.search(rf"\b{name}\b", text) for name in listed}
    declared = {name: place.start() if place else len(text) for name, place in found.items()}
    return {
        "measure": lambda left: left[0],
        "vocabulary": lambda left: min(left, key=listed.__getitem__),
        "declared": lambda left: min(left, key=declared.__getitem__),
    }


def main(every: int) -> None:
    """Prints the totals over every so many-th shipped case."""
    pack = load_pack()
    totals: dict[str, int] = {}
    files = sorted(Path(shipped_pack(), "cases").glob("*.yaml"))[::every]
    for path in files:
        case = read_case(path, pack)
        row = {name: asked(case, pack, order) for name, order in orders(pack).items()}
        row["vocabulary, needless too"] = asked_blindly(case, pack)
        totals = {name: totals.get(name, 0) + n for name, n in row.items()}
        sys.stdout.write(f"{path.stem}: {row}\n")
        sys.stdout.flush()
    sys.stdout.write(f"{len(files)} cases: {totals}\n")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1)
