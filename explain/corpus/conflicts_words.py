"""Words for regions, witnesses and what is taken for absent: what an audit tells of possible conflicts besides its lines."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from explain.render import phrase
from explain.views.labels import Labels
from explain.views.values import Condition
from guideline.auditing.assumption import Assumed
from guideline.auditing.harm import Waiver
from guideline.auditing.lines import Part
from guideline.auditing.region import Shared
from guideline.model import Case, Recorded

BOOK = "audit_conflicts"


@dataclass(frozen=True, slots=True)
class SharedView:
    """One thing that patients share: a context or a concept by its label, a test as a condition."""

    kind: str
    holds: bool
    label: str
    condition: Condition | None = None


def _say(name: str, *values: Any) -> str:
    return phrase(name, *values, book=BOOK)


def shared_view(shared: Shared, labels: Labels) -> SharedView:
    """One thing in common, with its words."""
    if shared.test:
        return SharedView(shared.kind, shared.holds, "", labels.test(shared.test))
    if shared.kind == "scope":
        return SharedView(shared.kind, shared.holds, labels.knowledge.contexts[shared.term].label)
    return SharedView(shared.kind, shared.holds, labels.label(shared.term))


def kind_of(kind: str, banned: bool) -> str:
    """A kind of conflict as the templates name it: a ban against a permission has a name of its own."""
    return "banned" if banned else kind


def tell_region(part: Part, labels: Labels) -> str:
    """What all patients have in common who have the one kind of disagreement of a line, in a sentence."""
    return _say("region", [shared_view(s, labels) for s in part.region.telling], kind_of(part.kind, part.banned))


def tell_part(part: Part, labels: Labels) -> str:
    """The same of one of several kinds, which is named, with the number of its pairs."""
    rows = [shared_view(s, labels) for s in part.region.telling]
    return _say("region_of", kind_of(part.kind, part.banned), part.pairs, part.weight, rows)


def tell_witness(case: Case, labels: Labels) -> str:
    """A minimal witness on one line."""
    return _say("witness", facts(case.recorded, labels))


def facts(recorded: Iterable[Recorded], labels: Labels) -> list[tuple[str, str]]:
    """What is recorded, as labels of findings with the words for the value."""
    return [(labels.label(r.finding), _value(r, labels)) for r in recorded]


def _value(recorded: Recorded, labels: Labels) -> str:
    if isinstance(recorded.value, bool):
        return "yes" if recorded.value else "no"
    return labels.choice(recorded.finding, recorded.text)


def tell_waiver(waiver: Waiver, labels: Labels) -> str:
    """A waiver that no patient needs."""
    return _say("waiver", labels.cite(waiver.statement), labels.cite(waiver.other), waiver.reason)


def tell_assumed(rows: Iterable[Assumed], labels: Labels) -> tuple[str, ...]:
    """What is taken for absent, a line for each finding."""
    return tuple([_assumed(a, labels) for a in rows])


def _assumed(row: Assumed, labels: Labels) -> str:
    return _say("assumed", labels.label(row.finding), [labels.test(t) for t in row.ended_by], len(row.statements), labels.labels(row.turns))
