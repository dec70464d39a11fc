"""What is to be done at once by the words of the sources: each action, who says so, and what is recorded that makes it so."""

from __future__ import annotations

from collections.abc import Iterable

from explain.views.exclusions import ruled_out
from explain.views.resting import Resting
from explain.views.standings import required, voices
from explain.views.terms import Terms
from explain.views.values import UrgentRow
from explain.views.wavering import wavering
from guideline.terms.parsed import SourceRule

REACHED = frozenset({"settled_against", "not_addressed"})
"""Statuses in which nothing is left to do at once."""


def urgent(terms: Terms, rules: Iterable[SourceRule]) -> tuple[UrgentRow, ...]:
    """What is urgent: in the strongest words of a source first, then by label.

    Args:
        terms: of the answer.
        rules: of the pack; they say on which of the recorded findings a statement rests.
    """
    answer, known = terms.answer, terms.knowledge.statements
    wishes: dict[str, list[str]] = {}
    for s in answer.stances:
        if s.word == "for" and known[s.statement].urgent and answer.status.get(s.action, "not_addressed") not in REACHED:
            wishes.setdefault(s.action, []).append(s.statement)
    if not wishes:
        return ()
    resting = Resting(terms, rules)
    rows = []
    for action, names in wishes.items():
        status = answer.status[action]
        mine = [s for s in terms.stances[action] if s.statement in names and s.word == "for"]
        row = UrgentRow(
            label=terms.label(action),
            status=status,
            voices=voices(mine, terms),
            by=tuple(dict.fromkeys(terms.cite(s).by for s in names)),
            cites=tuple([terms.cite(s) for s in names]),
            because=resting.on(names, action),
            falls=terms.answers(answer.mark("status", action, status).provisional_on),
            excluded=ruled_out(action, terms) if status == "excluded" else None,
            requires=required(action, terms),
            wavering=wavering(action, mine, terms),
        )
        rows.append((not any(terms.strongest(s) for s in names), row.label, row))
    return tuple([row for *_, row in sorted(rows, key=lambda r: r[:2])])
