"""The doses of a report, drug by drug: what comes before the drug, what it is preferred to, and amounts of one source that part."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from explain.report.dose_ranges import OtherDose, other_doses
from explain.views.answer import ActionView, View
from explain.views.values import Cite, ExcludedRow, Regimen


@dataclass(frozen=True, slots=True)
class Dosing:
    """The regimens of one drug.

    Attributes:
        drug: the action, by its label.
        status: the group of the action, empty where there is none.
        action: all that is told of the action, if it is.
        regimens: as the sources give them.
        prefers: what a source puts first of two, one of them the drug, and which source.
        requires: what comes before it, or before a class of which it is a kind.
        others: amounts counted for the patient that lie outside another one of the same source.
    """

    drug: str
    status: str
    action: ActionView | None
    regimens: tuple[Regimen, ...]
    prefers: tuple[tuple[str, str, Cite], ...]
    requires: tuple[tuple[str, Cite, ExcludedRow | None], ...]
    others: tuple[OtherDose, ...]


def dosings(view: View) -> Iterator[Dosing]:
    """The drugs with a dose, in the order of their doses."""
    rows: dict[str, list[Regimen]] = {}
    for x in view.regimens:
        rows.setdefault(x.drug, []).append(x)
    others = tuple(other_doses(view.regimens))
    actions = {label: (g.status, a) for g in view.groups for a in g.actions for label in a.labels}
    for drug, regimens in rows.items():
        status, action = actions.get(drug, ("", None))
        above = [actions[c][1] for c in action.classes if c in actions] if action else []
        requires = dict.fromkeys(row for a in (action, *above) if a for row in a.requires)
        prefers = [
            (better, worse, row.cite)
            for source in view.statements
            for row in source.statements
            for better, worse in row.prefers
            if drug in {better, worse}
        ]
        parted = tuple([x for x in others if x.regimen.drug == drug])
        yield Dosing(drug, status, action, tuple(regimens), tuple(prefers), tuple(requires), parted)
